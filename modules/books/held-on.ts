import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

const heldOnRow = z.object({ id: z.string(), fen: z.bigint() });

/** What each of the sources held at the end of a day: received and not yet spent or given back by then, in fen. Those that held nothing are left out. */
export async function heldOn(tx: Tx, awardIds: readonly string[], day: string): Promise<Map<string, bigint>> {
  const rows = await tx.all(
    sql`select p.award_id as id, sum(p.amount_fen)::bigint as fen from posting p join txn t on t.subdistrict_id = p.subdistrict_id and t.id = p.txn_id
    where p.subdistrict_id = ${tx.subdistrictId} and p.award_id = any(${[...awardIds]}::uuid[]) and p.account in ('held', 'advanced') and t.day <= ${day}::date
    group by p.award_id having sum(p.amount_fen) > 0`,
    heldOnRow,
  );
  return new Map(rows.map(({ id, fen }) => [id, fen]));
}

/** A return as its slip shows it. */
export interface ReturnSlip {
  txnId: string;
  day: string;
  text: string;
  projectId: string;
  awardId: string;
  awardName: string;
  amountFen: bigint;
  reversed: boolean;
  recordedBy: string | null;
}
const slipRow = z.object({
  txnId: z.string(),
  day: z.string(),
  text: z.string(),
  projectId: z.string(),
  awardId: z.string(),
  awardName: z.string(),
  amountFen: z.bigint(),
  reversed: z.boolean(),
  recordedBy: z.string().nullable(),
});
const slips = sql`select t.id as "txnId", t.day, t.text, t.project_id as "projectId", a.id as "awardId", a.name as "awardName", p.amount_fen as "amountFen",
    exists (select from txn r where r.subdistrict_id = t.subdistrict_id and r.reversal_of = t.id) as reversed, t.actor_id as "recordedBy"
  from txn t join posting p on p.subdistrict_id = t.subdistrict_id and p.txn_id = t.id and p.account = 'returned'
  join award a on a.subdistrict_id = p.subdistrict_id and a.id = p.award_id`;

/** One return, or null. */
export const findReturn = (tx: Tx, txnId: string): Promise<ReturnSlip | null> =>
  tx.maybe(sql`${slips} where t.subdistrict_id = ${tx.subdistrictId} and t.id = ${txnId} and t.kind = 'return' order by p.seq limit 1`, slipRow);

/** Returns of a project, the latest first. */
export const returnsOf = (tx: Tx, projectId: string): Promise<ReturnSlip[]> =>
  tx.all(
    sql`${slips} where t.subdistrict_id = ${tx.subdistrictId} and t.project_id = ${projectId} and t.kind = 'return' order by t.day desc, t.at desc, t.id`,
    slipRow,
  );
