import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type CashCount, countedFen, type Pieces } from './cash.ts';

const countRow = z
  .object({
    id: z.string(),
    accountId: z.string(),
    day: z.string(),
    n10000: z.number(),
    n5000: z.number(),
    n2000: z.number(),
    n1000: z.number(),
    n500: z.number(),
    n100: z.number(),
    n50: z.number(),
    n10: z.number(),
    countedFen: z.bigint(),
    bookFen: z.bigint(),
    countedBy: z.string(),
    countedByName: z.string(),
    countedAt: z.date(),
    secondByName: z.string().nullable(),
    confirmedAt: z.date().nullable(),
    undoneAt: z.date().nullable(),
    undoneBy: z.string().nullable(),
    undoneReason: z.string().nullable(),
    noteText: z.string().nullable(),
    noteBy: z.string().nullable(),
    noteAt: z.date().nullable(),
  })
  .transform(
    ({ n10000, n5000, n2000, n1000, n500, n100, n50, n10, undoneAt, undoneBy, undoneReason, noteText, noteBy, noteAt, ...count }): CashCount => ({
      ...count,
      pieces: { 10000: n10000, 5000: n5000, 2000: n2000, 1000: n1000, 500: n500, 100: n100, 50: n50, 10: n10 },
      undone: undoneAt && undoneBy !== null && undoneReason !== null ? { byName: undoneBy, at: undoneAt, reason: undoneReason } : null,
      note: noteText !== null && noteBy !== null && noteAt ? { text: noteText, byName: noteBy, at: noteAt } : null,
    }),
  );
const select = sql`select c.id, c.account_id as "accountId", c.day, c.n10000, c.n5000, c.n2000, c.n1000, c.n500, c.n100, c.n50, c.n10, c.counted_fen as "countedFen",
  c.book_fen as "bookFen", c.counted_by as "countedBy", c.counted_by_name as "countedByName", c.counted_at as "countedAt", c.second_by_name as "secondByName",
  c.confirmed_at as "confirmedAt", c.undone_at as "undoneAt", c.undone_by_name as "undoneBy", c.undone_reason as "undoneReason",
  n.text as "noteText", n.made_by_name as "noteBy", n.made_at as "noteAt"
  from cash_count c left join money_note n on n.subdistrict_id = c.subdistrict_id and n.count_id = c.id and n.undone_at is null`;

/** One count, or null. */
export const findCount = (tx: Tx, id: string): Promise<CashCount | null> =>
  tx.maybe(sql`${select} where c.subdistrict_id = ${tx.subdistrictId} and c.id = ${id}`, countRow);

/** Counts of a cash box, the latest first. */
export const countsOf = (tx: Tx, accountId: string): Promise<CashCount[]> =>
  tx.all(sql`${select} where c.subdistrict_id = ${tx.subdistrictId} and c.account_id = ${accountId} order by c.day desc, c.counted_at desc, c.id`, countRow);

export async function insertCount(tx: CommandTx, count: { accountId: string; day: string; pieces: Pieces; bookFen: bigint }): Promise<string> {
  const id = tx.newId();
  const p = count.pieces;
  await tx.exec(sql`insert into cash_count (subdistrict_id, id, account_id, day, n10000, n5000, n2000, n1000, n500, n100, n50, n10, counted_fen, book_fen, counted_by,
    counted_by_name, counted_at) values (${tx.subdistrictId}, ${id}, ${count.accountId}, ${count.day}, ${p[10000]}, ${p[5000]}, ${p[2000]}, ${p[1000]}, ${p[500]}, ${p[100]},
    ${p[50]}, ${p[10]}, ${countedFen(p)}, ${count.bookFen}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  return id;
}

export const saveSecond = (tx: CommandTx, id: string): Promise<number> =>
  tx.exec(sql`update cash_count set second_by = ${tx.actor.personId}, second_by_name = ${tx.actor.name}, confirmed_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id} and confirmed_at is null and undone_at is null`);
