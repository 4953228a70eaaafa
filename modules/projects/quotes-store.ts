import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { Quote, QuoteChoice, Quotes } from './quotes.ts';

const quoteRow = z
  .object({
    id: z.string(),
    supplier: z.string(),
    price_fen: z.bigint(),
    day: z.string(),
    note: z.string(),
    file_id: z.string(),
    added_by: z.string().nullable(),
    added_by_name: z.string(),
    added_at: z.date(),
    dropped_reason: z.string().nullable(),
  })
  .transform(
    (r): Quote => ({
      id: r.id,
      supplier: r.supplier,
      priceFen: r.price_fen,
      day: r.day,
      note: r.note,
      fileId: r.file_id,
      addedBy: r.added_by,
      addedByName: r.added_by_name,
      addedAt: r.added_at,
      dropped: r.dropped_reason,
    }),
  );
const choiceRow = z
  .object({ quote_id: z.string(), reason: z.string(), chosen_by_name: z.string(), chosen_at: z.date() })
  .transform((r): QuoteChoice => ({ quoteId: r.quote_id, reason: r.reason, byName: r.chosen_by_name, at: r.chosen_at }));

/** Quotes of a request, cheapest first, and the latest choice. */
export async function quotesOf(tx: Tx, requestId: string): Promise<Quotes> {
  const all = await tx.all(
    sql`select id, supplier, price_fen, day, note, file_id, added_by, added_by_name, added_at, dropped_reason from spending_quote
    where subdistrict_id = ${tx.subdistrictId} and request_id = ${requestId} order by price_fen, supplier, id`,
    quoteRow,
  );
  const choice = await tx.maybe(
    sql`select quote_id, reason, chosen_by_name, chosen_at from spending_choice
    where subdistrict_id = ${tx.subdistrictId} and request_id = ${requestId} order by seq desc limit 1`,
    choiceRow,
  );
  return { all, choice };
}

export async function insertQuote(
  tx: CommandTx,
  requestId: string,
  q: { supplier: string; priceFen: bigint; day: string; note: string; fileId: string },
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into spending_quote (subdistrict_id, id, request_id, supplier, price_fen, day, note, file_id, added_by, added_by_name, added_at)
    values (${tx.subdistrictId}, ${id}, ${requestId}, ${q.supplier}, ${q.priceFen}, ${q.day}, ${q.note}, ${q.fileId}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  return id;
}

export const markQuoteDropped = (tx: CommandTx, quoteId: string, reason: string): Promise<number> =>
  tx.exec(sql`update spending_quote set dropped_reason = ${reason}, dropped_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${quoteId}`);

export const insertChoice = (tx: CommandTx, requestId: string, quoteId: string, reason: string): Promise<number> =>
  tx.exec(sql`insert into spending_choice (subdistrict_id, request_id, seq, quote_id, reason, chosen_by, chosen_by_name, chosen_at)
    select ${tx.subdistrictId}, ${requestId}, coalesce(max(seq), 0) + 1, ${quoteId}, ${reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now}
    from spending_choice where subdistrict_id = ${tx.subdistrictId} and request_id = ${requestId}`);
