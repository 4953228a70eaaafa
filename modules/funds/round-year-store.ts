import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type RoundStep, roundStepKinds } from './round-calendar.ts';
import { type RoundAsk, type RoundChange, roundChangeKinds } from './round-change.ts';

const states = z.enum(['draft', 'open', 'reviewing', 'decided', 'cancelled']);

/** The call as it was published. */
export interface RoundCall {
  id: string;
  version: number;
  number: string;
  title: string;
  body: string;
  handIn: string;
  contact: string;
  noticeId: string;
  publishedByName: string;
  publishedOn: string;
}
const callRow = z
  .object({
    id: z.string(),
    version: z.number(),
    number: z.string(),
    title: z.string(),
    body: z.string(),
    hand_in: z.string(),
    contact: z.string(),
    notice_id: z.string(),
    published_by_name: z.string(),
    published_on: z.string(),
  })
  .transform(
    (r): RoundCall => ({
      id: r.id,
      version: r.version,
      number: r.number,
      title: r.title,
      body: r.body,
      handIn: r.hand_in,
      contact: r.contact,
      noticeId: r.notice_id,
      publishedByName: r.published_by_name,
      publishedOn: r.published_on,
    }),
  );
/** The call of a round, its newest version; null before it is published. */
export const callOf = (tx: Tx, roundId: string): Promise<RoundCall | null> =>
  tx.maybe(
    sql`select id, version, number, title, body, hand_in, contact, notice_id, published_by_name, published_on from round_call
    where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by version desc limit 1`,
    callRow,
  );
export async function insertCall(tx: CommandTx, roundId: string, call: Omit<RoundCall, 'id' | 'publishedByName' | 'publishedOn'>): Promise<void> {
  await tx.exec(sql`insert into round_call (subdistrict_id, id, round_id, version, number, title, body, hand_in, contact, notice_id, published_by,
      published_by_name, published_on, published_at) values (${tx.subdistrictId}, ${tx.newId()}, ${roundId}, ${call.version}, ${call.number}, ${call.title},
      ${call.body}, ${call.handIn}, ${call.contact}, ${call.noticeId}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.today}, ${tx.now})`);
}

const stepRow = z
  .object({
    id: z.string(),
    kind: z.enum(roundStepKinds),
    title: z.string(),
    from_day: z.string(),
    to_day: z.string(),
    note: z.string(),
    changed: z.number(),
    removed_at: z.date().nullable(),
    set_at: z.date(),
  })
  .transform(
    (r): RoundStep => ({
      id: r.id,
      kind: r.kind,
      title: r.title,
      fromDay: r.from_day,
      toDay: r.to_day,
      note: r.note,
      changed: r.changed,
      removed: r.removed_at !== null,
      setAt: r.set_at,
    }),
  );
/** Steps of a round's calendar by day, those taken out last. */
export const stepsOf = (tx: Tx, roundId: string): Promise<RoundStep[]> =>
  tx.all(
    sql`select id, kind, title, from_day, to_day, note, changed, removed_at, set_at from round_step
    where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by removed_at nulls first, from_day, to_day, set_at, id`,
    stepRow,
  );
export async function insertStep(tx: CommandTx, roundId: string, step: Pick<RoundStep, 'kind' | 'title' | 'fromDay' | 'toDay' | 'note'>): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into round_step (subdistrict_id, id, round_id, kind, title, from_day, to_day, note, set_by_name, set_at)
    values (${tx.subdistrictId}, ${id}, ${roundId}, ${step.kind}, ${step.title}, ${step.fromDay}, ${step.toDay}, ${step.note}, ${tx.actor.name}, ${tx.now})`);
  return id;
}
export async function updateStep(tx: CommandTx, id: string, step: Pick<RoundStep, 'title' | 'fromDay' | 'toDay' | 'note' | 'removed'>): Promise<void> {
  await tx.exec(sql`update round_step set title = ${step.title}, from_day = ${step.fromDay}, to_day = ${step.toDay}, note = ${step.note},
    removed_at = ${step.removed ? tx.now : null}, changed = changed + 1, set_by_name = ${tx.actor.name}, set_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}

const changeRow = z
  .object({
    id: z.string(),
    round_id: z.string(),
    no: z.number(),
    kind: z.enum(roundChangeKinds),
    reason: z.string(),
    from_state: states,
    to_state: states,
    from_last_day: z.string(),
    to_last_day: z.string(),
    notice_id: z.string(),
    decided_by_name: z.string(),
    decided_on: z.string(),
  })
  .transform(
    (r): RoundChange => ({
      id: r.id,
      roundId: r.round_id,
      no: r.no,
      kind: r.kind,
      reason: r.reason,
      fromState: r.from_state,
      toState: r.to_state,
      fromLastDay: r.from_last_day,
      toLastDay: r.to_last_day,
      noticeId: r.notice_id,
      decidedByName: r.decided_by_name,
      decidedOn: r.decided_on,
    }),
  );
/** What happened to a round after it was opened, newest first. */
export const changesOf = (tx: Tx, roundId: string): Promise<RoundChange[]> =>
  tx.all(
    sql`select id, round_id, no, kind, reason, from_state, to_state, from_last_day, to_last_day, notice_id, decided_by_name, decided_on from round_change
    where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by no desc`,
    changeRow,
  );
/** Writes a change and takes the round along. Returns the change's id. */
export async function insertChange(tx: CommandTx, change: Omit<RoundChange, 'id' | 'decidedByName' | 'decidedOn'>): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into round_change (subdistrict_id, id, round_id, no, kind, reason, from_state, to_state, from_last_day, to_last_day, notice_id,
      decided_by, decided_by_name, decided_on, at) values (${tx.subdistrictId}, ${id}, ${change.roundId}, ${change.no}, ${change.kind}, ${change.reason},
      ${change.fromState}, ${change.toState}, ${change.fromLastDay}, ${change.toLastDay}, ${change.noticeId}, ${tx.actor.personId}, ${tx.actor.name},
      ${tx.today}, ${tx.now})`);
  await tx.exec(sql`update round set state = ${change.toState}, closes_on = ${change.toLastDay}, change_no = ${change.no}, decided_at = null
    where subdistrict_id = ${tx.subdistrictId} and id = ${change.roundId}`);
  return id;
}

/** One line of who was told what about a change. */
export interface Told {
  neighbourhoodId: string;
  projectId: string | null;
  fate: 'next-round' | 'ended' | null;
  text: string;
}
export async function insertTold(tx: CommandTx, changeId: string, told: readonly Told[]): Promise<void> {
  const rows = told.map((one) => ({ id: tx.newId(), n: one.neighbourhoodId, p: one.projectId, f: one.fate, t: one.text }));
  await tx.exec(sql`insert into round_told (subdistrict_id, id, change_id, neighbourhood_id, project_id, fate, text, at)
    select ${tx.subdistrictId}::uuid, r.id, ${changeId}::uuid, r.n, r.p, r.f, r.t, ${tx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, n uuid, p uuid, f text, t text)`);
}
const toldRow = z
  .object({
    change_id: z.string(),
    neighbourhood_id: z.string(),
    project_id: z.string().nullable(),
    fate: z.enum(['next-round', 'ended']).nullable(),
    text: z.string(),
  })
  .transform((r): Told & { changeId: string } => ({
    changeId: r.change_id,
    neighbourhoodId: r.neighbourhood_id,
    projectId: r.project_id,
    fate: r.fate,
    text: r.text,
  }));
/** Who was told what about the changes of a round. */
export const toldOf = (tx: Tx, roundId: string): Promise<(Told & { changeId: string })[]> =>
  tx.all(
    sql`select t.change_id, t.neighbourhood_id, t.project_id, t.fate, t.text from round_told t
    join round_change c on c.subdistrict_id = t.subdistrict_id and c.id = t.change_id
    where t.subdistrict_id = ${tx.subdistrictId} and c.round_id = ${roundId} order by c.no desc, t.project_id nulls first, t.id`,
    toldRow,
  );

const askRow = z
  .object({
    id: z.string(),
    round_id: z.string(),
    kind: z.enum(['cancelled', 'reopened']),
    reason: z.string(),
    last_day: z.string().nullable(),
    asked_by: z.string(),
    asked_by_name: z.string(),
    asked_on: z.string(),
    outcome: z.enum(['agreed', 'refused']).nullable(),
    settled_by_name: z.string().nullable(),
    settled_text: z.string(),
  })
  .transform(
    (r): RoundAsk => ({
      id: r.id,
      roundId: r.round_id,
      kind: r.kind,
      reason: r.reason,
      lastDay: r.last_day,
      askedBy: r.asked_by,
      askedByName: r.asked_by_name,
      askedOn: r.asked_on,
      outcome: r.outcome,
      settledByName: r.settled_by_name,
      settledText: r.settled_text,
    }),
  );
/** What officers asked the head for, newest first. */
export const asksOf = (tx: Tx, roundId: string): Promise<RoundAsk[]> =>
  tx.all(
    sql`select id, round_id, kind, reason, last_day, asked_by, asked_by_name, asked_on, outcome, settled_by_name, settled_text from round_ask
    where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by asked_at desc, id desc`,
    askRow,
  );
export async function insertAsk(tx: CommandTx, ask: Pick<RoundAsk, 'roundId' | 'kind' | 'reason' | 'lastDay'>): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into round_ask (subdistrict_id, id, round_id, kind, reason, last_day, asked_by, asked_by_name, asked_on, asked_at)
    values (${tx.subdistrictId}, ${id}, ${ask.roundId}, ${ask.kind}, ${ask.reason}, ${ask.lastDay}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.today}, ${tx.now})`);
  return id;
}
export async function settleAsk(tx: CommandTx, id: string, outcome: 'agreed' | 'refused', text: string): Promise<void> {
  await tx.exec(sql`update round_ask set outcome = ${outcome}, settled_by = ${tx.actor.personId}, settled_by_name = ${tx.actor.name}, settled_at = ${tx.now},
    settled_text = ${text} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}
