import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

/** A payment in force, for whoever looks at all of them together. */
export interface PeriodPayment {
  expenseId: string;
  projectId: string;
  day: string;
  payee: string;
  text: string;
  /** What was paid; what a supplier gave back later is not taken off. */
  amountFen: bigint;
}

const paymentsOfPeriodRow = z
  .object({ id: z.string(), project_id: z.string(), day: z.string(), payee: z.string(), text: z.string(), fen: z.bigint() })
  .transform((r): PeriodPayment => ({ expenseId: r.id, projectId: r.project_id, day: r.day, payee: r.payee, text: r.text, amountFen: r.fen }));

/** Payments in force whose day lies in the period, both days included, by day. */
export const paymentsOfPeriod = (tx: Tx, fromDay: string, toDay: string): Promise<PeriodPayment[]> =>
  tx.all(
    sql`select e.id, e.project_id, e.day, e.payee, e.text, l.fen from expense e
    join lateral (select sum(l.amount_fen)::bigint as fen from expense_line l where l.subdistrict_id = e.subdistrict_id and l.expense_id = e.id) l on true
    where e.subdistrict_id = ${tx.subdistrictId} and e.day between ${fromDay}::date and ${toDay}::date
    and exists (select from txn t where t.subdistrict_id = e.subdistrict_id and t.expense_id = e.id
      and not exists (select from txn r where r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id))
    order by e.day, e.id`,
    paymentsOfPeriodRow,
  );
