import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type NotAppliedReason, notAppliedReasons } from './not-applied.ts';
import type { Quota } from './quota.ts';

const idRow = z.object({ id: z.string() });

/** The row of a round at a neighbourhood, made when it is first needed: duties are about it. */
export async function roundPlaceId(tx: CommandTx, roundId: string, neighbourhoodId: string): Promise<string> {
  await tx.exec(sql`insert into round_place (subdistrict_id, id, round_id, neighbourhood_id, made_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${roundId}, ${neighbourhoodId}, ${tx.now}) on conflict do nothing`);
  const row = await tx.one(
    sql`select id from round_place where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} and neighbourhood_id = ${neighbourhoodId}`,
    idRow,
  );
  return row.id;
}

const roundPlaceIdsRow = z.object({ id: z.string(), neighbourhood_id: z.string() });
/** The same for many at once: neighbourhood → row. */
export async function roundPlaceIds(tx: CommandTx, roundId: string, neighbourhoodIds: readonly string[]): Promise<Map<string, string>> {
  const rows = neighbourhoodIds.map((n) => ({ id: tx.newId(), n }));
  await tx.exec(sql`insert into round_place (subdistrict_id, id, round_id, neighbourhood_id, made_at)
    select ${tx.subdistrictId}::uuid, r.id, ${roundId}::uuid, r.n, ${tx.now}::timestamptz from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, n uuid)
    on conflict do nothing`);
  const kept = await tx.all(
    sql`select id, neighbourhood_id from round_place where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId}`,
    roundPlaceIdsRow,
  );
  return new Map(kept.map((row) => [row.neighbourhood_id, row.id]));
}
/** Rows of a round, without making any: for dropping duties about them. */
export const knownRoundPlaces = async (tx: Tx, roundId: string): Promise<string[]> =>
  (await tx.all(sql`select id from round_place where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId}`, idRow)).map(({ id }) => id);

const stepsShape = z.array(z.object({ text: z.string(), fen: z.string(), clause: z.string(), source: z.string() }));
const quotaRow = z
  .object({
    neighbourhood_id: z.string(),
    no: z.number(),
    amount_fen: z.bigint().nullable(),
    count_limit: z.number().nullable(),
    proposed_fen: z.bigint().nullable(),
    basis: stepsShape,
    reason: z.string(),
    binds: z.enum(['application', 'award']),
    over: z.enum(['refuse', 'name']),
    set_by_name: z.string(),
    set_on: z.string(),
  })
  .transform(
    (r): Quota => ({
      neighbourhoodId: r.neighbourhood_id,
      no: r.no,
      amountFen: r.amount_fen,
      countLimit: r.count_limit,
      proposedFen: r.proposed_fen,
      basis: r.basis,
      reason: r.reason,
      binds: r.binds,
      over: r.over,
      setByName: r.set_by_name,
      setOn: r.set_on,
    }),
  );
const quotaColumns = sql`neighbourhood_id, no, amount_fen, count_limit, proposed_fen, basis, reason, binds, over, set_by_name, set_on`;
/** Quotas of a round as they stand, by neighbourhood. */
export async function quotasOf(tx: Tx, roundId: string): Promise<Map<string, Quota>> {
  const rows = await tx.all(
    sql`select distinct on (neighbourhood_id) ${quotaColumns} from round_quota
    where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by neighbourhood_id, no desc`,
    quotaRow,
  );
  return new Map(rows.map((row) => [row.neighbourhoodId, row]));
}
/** Every quota a round's neighbourhood ever had, newest first. */
export const quotaHistory = (tx: Tx, roundId: string, neighbourhoodId: string): Promise<Quota[]> =>
  tx.all(
    sql`select ${quotaColumns} from round_quota where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} and neighbourhood_id = ${neighbourhoodId}
    order by no desc`,
    quotaRow,
  );
/** The quota of a neighbourhood in a round with its terms; null where the office has set none. */
export const findQuota = async (tx: Tx, roundId: string, neighbourhoodId: string): Promise<Quota | null> =>
  (await quotaHistory(tx, roundId, neighbourhoodId))[0] ?? null;
/** The sum a neighbourhood may be awarded in a round; null where the office has set none. */
export const quotaOf = async (tx: Tx, roundId: string, communityId: string): Promise<bigint | null> =>
  (await findQuota(tx, roundId, communityId))?.amountFen ?? null;
export async function insertQuota(tx: CommandTx, roundId: string, quota: Omit<Quota, 'setByName' | 'setOn'>): Promise<void> {
  await tx.exec(sql`insert into round_quota (subdistrict_id, id, round_id, neighbourhood_id, no, amount_fen, count_limit, proposed_fen, basis, reason, binds,
      over, set_by, set_by_name, set_on, set_at) values (${tx.subdistrictId}, ${tx.newId()}, ${roundId}, ${quota.neighbourhoodId}, ${quota.no},
      ${quota.amountFen}, ${quota.countLimit}, ${quota.proposedFen}, ${JSON.stringify(quota.basis)}::jsonb, ${quota.reason}, ${quota.binds}, ${quota.over},
      ${tx.actor.personId}, ${tx.actor.name}, ${tx.today}, ${tx.now})`);
}

/** What a committee says about applying. */
export interface CommitteeWord {
  neighbourhoodId: string;
  plan: 'will-apply' | 'not-this-time';
  reason: NotAppliedReason | null;
  text: string;
  byName: string;
  saidOn: string;
}
const wordRow = z
  .object({
    neighbourhood_id: z.string(),
    plan: z.enum(['will-apply', 'not-this-time']),
    reason: z.enum(notAppliedReasons).nullable(),
    text: z.string(),
    by_name: z.string(),
    said_on: z.string(),
  })
  .transform(
    (r): CommitteeWord => ({ neighbourhoodId: r.neighbourhood_id, plan: r.plan, reason: r.reason, text: r.text, byName: r.by_name, saidOn: r.said_on }),
  );
/** The newest word of each committee on a round. */
export const wordsOf = async (tx: Tx, roundId: string): Promise<Map<string, CommitteeWord>> =>
  new Map(
    (
      await tx.all(
        sql`select distinct on (neighbourhood_id) neighbourhood_id, plan, reason, text, by_name, said_on from round_word
        where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by neighbourhood_id, at desc, id desc`,
        wordRow,
      )
    ).map((word) => [word.neighbourhoodId, word]),
  );
export async function insertWord(tx: CommandTx, roundId: string, word: Omit<CommitteeWord, 'byName' | 'saidOn'>): Promise<void> {
  await tx.exec(sql`insert into round_word (subdistrict_id, id, round_id, neighbourhood_id, plan, reason, text, by_person_id, by_name, said_on, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${roundId}, ${word.neighbourhoodId}, ${word.plan}, ${word.reason}, ${word.text}, ${tx.actor.personId},
    ${tx.actor.name}, ${tx.today}, ${tx.now})`);
}

/** A nudge that was sent. */
export interface Nudge {
  neighbourhoodId: string;
  no: number;
  text: string;
  againReason: string;
  byName: string;
  sentOn: string;
}
const nudgeRow = z
  .object({ neighbourhood_id: z.string(), no: z.number(), text: z.string(), again_reason: z.string(), by_name: z.string(), sent_on: z.string() })
  .transform(
    (r): Nudge => ({ neighbourhoodId: r.neighbourhood_id, no: r.no, text: r.text, againReason: r.again_reason, byName: r.by_name, sentOn: r.sent_on }),
  );
/** Nudges of a round, newest first; of one neighbourhood or of all. */
export const nudgesOf = (tx: Tx, roundId: string, neighbourhoodId: string | null = null): Promise<Nudge[]> =>
  tx.all(
    sql`select neighbourhood_id, no, text, again_reason, by_name, sent_on from round_nudge where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId}
    and (${neighbourhoodId}::uuid is null or neighbourhood_id = ${neighbourhoodId}) order by neighbourhood_id, no desc`,
    nudgeRow,
  );
export async function insertNudge(tx: CommandTx, roundId: string, nudge: Omit<Nudge, 'byName' | 'sentOn'>): Promise<void> {
  await tx.exec(sql`insert into round_nudge (subdistrict_id, id, round_id, neighbourhood_id, no, text, again_reason, by_person_id, by_name, sent_on, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${roundId}, ${nudge.neighbourhoodId}, ${nudge.no}, ${nudge.text}, ${nudge.againReason}, ${tx.actor.personId},
    ${tx.actor.name}, ${tx.today}, ${tx.now})`);
}
