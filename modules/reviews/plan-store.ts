import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { Seat } from './share-out.ts';

/** How a round's projects are shared out; a draft until an officer lets it stand. */
export interface ReviewPlan {
  id: string;
  roundId: string;
  no: number;
  seed: string;
  wanted: number;
  dueDay: string | null;
  state: 'draft' | 'standing' | 'dropped';
  madeByName: string;
  madeAt: Date;
  settledByName: string | null;
  settledAt: Date | null;
}
const planRow = z
  .object({
    id: z.string(),
    round_id: z.string(),
    no: z.number(),
    seed: z.string(),
    wanted: z.number(),
    due_day: z.string().nullable(),
    state: z.enum(['draft', 'standing', 'dropped']),
    made_by_name: z.string(),
    made_at: z.date(),
    settled_by_name: z.string().nullable(),
    settled_at: z.date().nullable(),
  })
  .transform(
    (r): ReviewPlan => ({
      id: r.id,
      roundId: r.round_id,
      no: r.no,
      seed: r.seed,
      wanted: r.wanted,
      dueDay: r.due_day,
      state: r.state,
      madeByName: r.made_by_name,
      madeAt: r.made_at,
      settledByName: r.settled_by_name,
      settledAt: r.settled_at,
    }),
  );
/** Plans of a round, newest first. */
export const reviewPlans = (tx: Tx, roundId: string): Promise<ReviewPlan[]> =>
  tx.all(sql`select * from review_plan where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by no desc`, planRow);
/** One plan, its row locked. */
export const lockPlan = (tx: CommandTx, id: string): Promise<ReviewPlan | null> =>
  tx.maybe(sql`select * from review_plan where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, planRow);

/** One change of a plan by an officer. */
export interface PlanChange {
  seq: number;
  projectId: string;
  outPersonId: string | null;
  inPersonId: string | null;
  reason: string;
  changedByName: string;
  changedAt: Date;
}
const changeRow = z
  .object({
    seq: z.number(),
    project_id: z.string(),
    out_person_id: z.string().nullable(),
    in_person_id: z.string().nullable(),
    reason: z.string(),
    changed_by_name: z.string(),
    changed_at: z.date(),
  })
  .transform(
    (r): PlanChange => ({
      seq: r.seq,
      projectId: r.project_id,
      outPersonId: r.out_person_id,
      inPersonId: r.in_person_id,
      reason: r.reason,
      changedByName: r.changed_by_name,
      changedAt: r.changed_at,
    }),
  );
const seatRow = z
  .object({ project_id: z.string(), person_id: z.string(), by_topic: z.boolean() })
  .transform((r): Seat => ({ projectId: r.project_id, personId: r.person_id, byTopic: r.by_topic }));

/** What an officer changed in a plan, in order. */
export const planChanges = (tx: Tx, planId: string): Promise<PlanChange[]> =>
  tx.all(sql`select * from review_plan_change where subdistrict_id = ${tx.subdistrictId} and plan_id = ${planId} order by seq`, changeRow);
/** What the draw of a plan gave. */
export const planSeats = (tx: Tx, planId: string): Promise<Seat[]> =>
  tx.all(
    sql`select project_id, person_id, by_topic from review_plan_seat where subdistrict_id = ${tx.subdistrictId} and plan_id = ${planId} order by project_id, person_id`,
    seatRow,
  );

/** The seats as they are after the changes. */
export function seatsNow(drawn: readonly Seat[], changes: readonly PlanChange[]): (Seat & { changed: boolean })[] {
  let seats = drawn.map((seat) => ({ ...seat, changed: false }));
  for (const { projectId, outPersonId, inPersonId } of changes) {
    seats = seats.filter((seat) => seat.projectId !== projectId || seat.personId !== outPersonId);
    if (inPersonId !== null) seats.push({ projectId, personId: inPersonId, byTopic: false, changed: true });
  }
  return seats;
}

export async function insertPlan(
  tx: CommandTx,
  plan: { roundId: string; seed: string; wanted: number; dueDay: string | null },
  seats: readonly Seat[],
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into review_plan (subdistrict_id, id, round_id, no, seed, wanted, due_day, state, made_by, made_by_name, made_at)
    select ${tx.subdistrictId}, ${id}::uuid, ${plan.roundId}::uuid, coalesce(max(no), 0) + 1, ${plan.seed}::text, ${plan.wanted}::int, ${plan.dueDay}::date, 'draft',
      ${tx.actor.personId}::uuid, ${tx.actor.name}::text, ${tx.now}::timestamptz
    from review_plan where subdistrict_id = ${tx.subdistrictId} and round_id = ${plan.roundId}`);
  await tx.exec(sql`insert into review_plan_seat (subdistrict_id, plan_id, project_id, person_id, by_topic)
    select ${tx.subdistrictId}, ${id}::uuid, s.project_id, s.person_id, s.by_topic
    from unnest(${seats.map(({ projectId }) => projectId)}::uuid[], ${seats.map(({ personId }) => personId)}::uuid[], ${seats.map(({ byTopic }) => byTopic)}::boolean[])
      s(project_id, person_id, by_topic)`);
  return id;
}
export async function insertPlanChange(tx: CommandTx, planId: string, change: Omit<PlanChange, 'seq' | 'changedByName' | 'changedAt'>): Promise<void> {
  await tx.exec(sql`insert into review_plan_change (subdistrict_id, plan_id, seq, project_id, out_person_id, in_person_id, reason, changed_by, changed_by_name, changed_at)
    select ${tx.subdistrictId}, ${planId}::uuid, coalesce(max(seq), 0) + 1, ${change.projectId}::uuid, ${change.outPersonId}::uuid, ${change.inPersonId}::uuid,
      ${change.reason}::text, ${tx.actor.personId}::uuid, ${tx.actor.name}::text, ${tx.now}::timestamptz
    from review_plan_change where subdistrict_id = ${tx.subdistrictId} and plan_id = ${planId}`);
}
export async function savePlanState(tx: CommandTx, id: string, state: 'standing' | 'dropped'): Promise<void> {
  await tx.exec(sql`update review_plan set state = ${state}, settled_by = ${tx.actor.personId}, settled_by_name = ${tx.actor.name}, settled_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}
