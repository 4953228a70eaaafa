import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

/** A line of an invoice that was confirmed, as its file says it. */
export interface BoughtLine {
  text: string;
  unit: string;
  /** Decimal text, as printed. */
  quantity: string;
  /** With tax. */
  totalFen: bigint;
  seller: string;
  day: string;
  voucherId: string;
  expenseId: string;
  projectId: string;
}

const row = z
  .object({
    text: z.string(),
    unit: z.string(),
    quantity: z.string(),
    total_fen: z.bigint(),
    seller: z.string(),
    day: z.string(),
    voucher_id: z.string(),
    expense_id: z.string(),
    project_id: z.string(),
  })
  .transform(
    (r): BoughtLine => ({
      text: r.text,
      unit: r.unit,
      quantity: r.quantity,
      totalFen: r.total_fen,
      seller: r.seller,
      day: r.day,
      voucherId: r.voucher_id,
      expenseId: r.expense_id,
      projectId: r.project_id,
    }),
  );

const lines = sql`select l.line ->> 'name' as text, l.line ->> 'unit' as unit, l.line ->> 'quantity' as quantity,
  ((l.line ->> 'amountFen')::bigint + coalesce((l.line ->> 'taxFen')::bigint, 0)) as total_fen,
  r.invoice -> 'seller' ->> 'name' as seller, r.invoice ->> 'date' as day, r.voucher_id, r.expense_id, e.project_id
  from invoice_reading r join expense e on e.subdistrict_id = r.subdistrict_id and e.id = r.expense_id
  cross join lateral jsonb_array_elements(r.invoice -> 'lines') as l (line)`;
const sound = sql`(l.line ->> 'amountFen') ~ '^[0-9]{1,15}$' and (l.line ->> 'quantity') ~ '^[0-9]{1,9}(\\.[0-9]{1,6})?$' and (l.line ->> 'unit') <> ''`;

/** Lines of invoices confirmed for an expense that say how many of what. */
export const boughtLinesOf = (tx: Tx, expenseId: string): Promise<BoughtLine[]> =>
  tx.all(sql`${lines} where r.subdistrict_id = ${tx.subdistrictId} and r.state = 'recorded' and r.expense_id = ${expenseId} and ${sound}`, row);

/** Lines of the same thing in the same unit on other invoices, latest first: one name stands in the other. */
export const boughtLinesLike = (tx: Tx, asked: { text: string; unit: string; notExpenseId: string | null }): Promise<BoughtLine[]> =>
  tx.all(
    sql`${lines} where r.subdistrict_id = ${tx.subdistrictId} and r.state = 'recorded' and (${asked.notExpenseId}::uuid is null or r.expense_id <> ${asked.notExpenseId})
    and ${sound} and l.line ->> 'unit' = ${asked.unit} and length(l.line ->> 'name') >= 2
    and (position(lower(l.line ->> 'name') in lower(${asked.text})) > 0 or position(lower(${asked.text}) in lower(l.line ->> 'name')) > 0)
    order by r.invoice ->> 'date' desc limit 5`,
    row,
  );

/** Lines of invoices in any of the given units, latest first: for looking up what like things cost. */
export const boughtLinesInUnits = (tx: Tx, asked: { units: readonly string[]; most: number }): Promise<BoughtLine[]> =>
  tx.all(
    sql`${lines} where r.subdistrict_id = ${tx.subdistrictId} and r.state = 'recorded' and ${sound} and l.line ->> 'unit' = any(${[...asked.units]}::text[])
    and length(l.line ->> 'name') >= 2 order by r.invoice ->> 'date' desc limit ${asked.most}`,
    row,
  );
