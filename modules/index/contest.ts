import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** A datum that a committee holds to be wrong. */
export interface Contest {
  id: string;
  runId: string;
  compoundId: string;
  leaf: string;
  month: number;
  shown: number | null;
  claimed: number | null;
  reason: string;
  openedBy: string;
  openedByName: string;
  openedAt: Date;
  dueDay: string | null;
  outcome: 'corrected' | 'stands' | null;
  answer: string | null;
  answeredByName: string | null;
  answeredAt: Date | null;
  totalBefore: number | null;
  totalAfter: number | null;
  rankBefore: number | null;
  rankAfter: number | null;
}
const number = (text: string | null): number | null => (text === null ? null : Number(text));
const contestRow = z
  .object({
    id: z.string(),
    run_id: z.string(),
    compound_id: z.string(),
    leaf: z.string(),
    month: z.number(),
    shown: z.string().nullable(),
    claimed: z.string().nullable(),
    reason: z.string(),
    opened_by: z.string(),
    opened_by_name: z.string(),
    opened_at: z.date(),
    due_day: z.string().nullable(),
    outcome: z.enum(['corrected', 'stands']).nullable(),
    answer: z.string().nullable(),
    answered_by_name: z.string().nullable(),
    answered_at: z.date().nullable(),
    total_before: z.string().nullable(),
    total_after: z.string().nullable(),
    rank_before: z.number().nullable(),
    rank_after: z.number().nullable(),
  })
  .transform(
    (r): Contest => ({
      id: r.id,
      runId: r.run_id,
      compoundId: r.compound_id,
      leaf: r.leaf,
      month: r.month,
      shown: number(r.shown),
      claimed: number(r.claimed),
      reason: r.reason,
      openedBy: r.opened_by,
      openedByName: r.opened_by_name,
      openedAt: r.opened_at,
      dueDay: r.due_day,
      outcome: r.outcome,
      answer: r.answer,
      answeredByName: r.answered_by_name,
      answeredAt: r.answered_at,
      totalBefore: number(r.total_before),
      totalAfter: number(r.total_after),
      rankBefore: r.rank_before,
      rankAfter: r.rank_after,
    }),
  );
const columns = sql`id, run_id, compound_id, leaf, month, shown, claimed, reason, opened_by, opened_by_name, opened_at, due_day, outcome, answer, answered_by_name,
  answered_at, total_before, total_after, rank_before, rank_after`;

/** Objections, open ones first, then the newest; of one compound where it is named. */
export const listContests = (tx: Tx, compoundId: string | null = null): Promise<Contest[]> =>
  tx.all(
    sql`select ${columns} from index_contest where subdistrict_id = ${tx.subdistrictId} and (${compoundId}::uuid is null or compound_id = ${compoundId}::uuid)
    order by (outcome is not null), opened_at desc, id desc limit 500`,
    contestRow,
  );
/** One objection, or null. */
export const findContest = (tx: Tx, id: string): Promise<Contest | null> =>
  tx.maybe(sql`select ${columns} from index_contest where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, contestRow);
export const lockContest = (tx: CommandTx, id: string): Promise<Contest | null> =>
  tx.maybe(sql`select ${columns} from index_contest where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, contestRow);

export async function insertContest(
  tx: CommandTx,
  contest: Pick<Contest, 'runId' | 'compoundId' | 'leaf' | 'month' | 'shown' | 'claimed' | 'reason' | 'dueDay'>,
): Promise<string> {
  const id = tx.newId();
  const text = (value: number | null) => (value === null ? null : String(value));
  await tx.exec(sql`insert into index_contest (subdistrict_id, id, run_id, compound_id, leaf, month, shown, claimed, reason, opened_by, opened_by_name, opened_at, due_day)
    values (${tx.subdistrictId}, ${id}, ${contest.runId}, ${contest.compoundId}, ${contest.leaf}, ${contest.month}, ${text(contest.shown)}::numeric,
      ${text(contest.claimed)}::numeric, ${contest.reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now}, ${contest.dueDay})`);
  return id;
}

export async function saveAnswer(
  tx: CommandTx,
  id: string,
  answer: { outcome: 'corrected' | 'stands'; text: string; batchId: string | null; effect: Effect | null },
): Promise<void> {
  const { effect } = answer;
  const text = (value: number | null | undefined) => (value === null || value === undefined || !Number.isFinite(value) ? null : String(value));
  await tx.exec(sql`update index_contest set outcome = ${answer.outcome}, answer = ${answer.text}, answered_by = ${tx.actor.personId},
      answered_by_name = ${tx.actor.name}, answered_at = ${tx.now}, batch_id = ${answer.batchId}, total_before = ${text(effect?.totalBefore)}::numeric,
      total_after = ${text(effect?.totalAfter)}::numeric, rank_before = ${effect?.rankBefore ?? null}, rank_after = ${effect?.rankAfter ?? null}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}

/** What a changed datum does to a compound's points and rank, thresholds standing. */
export interface Effect {
  totalBefore: number | null;
  totalAfter: number | null;
  rankBefore: number | null;
  rankAfter: number | null;
}
