import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import {
  type ChangeDecider,
  changeDeciders,
  type ChangeKind,
  changeKinds,
  type ChangeSize,
  type ChangeState,
  changeStates,
  type ShiftSlot,
  shiftSlots,
} from './doing.ts';

/** Somebody's watch. */
export interface Shift {
  id: string;
  projectId: string;
  day: string;
  slot: ShiftSlot;
  place: string;
  personId: string | null;
  personName: string;
  cancelledReason: string | null;
  /** The check-in made for it, if any. */
  checkInId: string | null;
}

const shiftRow = z.object({
  id: z.string(),
  projectId: z.string(),
  day: z.string(),
  slot: z.enum(shiftSlots),
  place: z.string(),
  personId: z.string().nullable(),
  personName: z.string(),
  cancelledReason: z.string().nullable(),
  checkInId: z.string().nullable(),
});
const shiftColumns = sql`s.id, s.project_id as "projectId", s.day, s.slot, s.place, s.person_id as "personId", s.person_name as "personName",
  s.cancelled_reason as "cancelledReason", (select c.id from check_in c where c.subdistrict_id = s.subdistrict_id and c.shift_id = s.id
  order by c.at, c.id limit 1) as "checkInId"`;

/** The rota of a project, by day. */
export const listShifts = (tx: Tx, projectId: string): Promise<Shift[]> =>
  tx.all(
    sql`select ${shiftColumns} from shift s where s.subdistrict_id = ${tx.subdistrictId} and s.project_id = ${projectId}
    order by s.day, s.slot, s.id`,
    shiftRow,
  );

/** One watch, locked until the transaction ends; read after the lock, so that a check-in made meanwhile is seen. */
export async function lockShift(tx: Tx, id: string): Promise<Shift | null> {
  await tx.exec(sql`select 1 from shift where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`);
  return tx.maybe(sql`select ${shiftColumns} from shift s where s.subdistrict_id = ${tx.subdistrictId} and s.id = ${id}`, shiftRow);
}

export async function insertShift(
  tx: CommandTx,
  shift: { id: string; projectId: string; day: string; slot: ShiftSlot; place: string; personId: string | null; personName: string },
): Promise<boolean> {
  return (
    0 <
    (await tx.exec(sql`insert into shift (subdistrict_id, id, project_id, day, slot, place, person_id, person_name, created_at)
    values (${tx.subdistrictId}, ${shift.id}, ${shift.projectId}, ${shift.day}, ${shift.slot}, ${shift.place}, ${shift.personId}, ${shift.personName}, ${tx.now})
    on conflict (subdistrict_id, project_id, day, slot, place, person_name) where cancelled_at is null do nothing`))
  );
}

export const cancelShiftRow = (tx: CommandTx, id: string, reason: string): Promise<number> =>
  tx.exec(sql`update shift set cancelled_at = ${tx.now}, cancelled_reason = ${reason}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id} and cancelled_at is null`);

/** Somebody was there and looked. */
export interface CheckIn {
  id: string;
  shiftId: string | null;
  personId: string | null;
  personName: string;
  day: string;
  at: Date;
  body: string;
  /** Something was wrong. */
  trouble: boolean;
  fileIds: string[];
}

const checkInsRow = z.object({
  id: z.string(),
  shiftId: z.string().nullable(),
  personId: z.string().nullable(),
  personName: z.string(),
  day: z.string(),
  at: z.date(),
  body: z.string(),
  trouble: z.boolean(),
  fileIds: z.array(z.string()),
});

/** Check-ins of a project, newest first. */
export const listCheckIns = (tx: Tx, projectId: string): Promise<CheckIn[]> =>
  tx.all(
    sql`select c.id, c.shift_id as "shiftId", c.person_id as "personId", c.person_name as "personName", c.day, c.at, c.body, c.trouble,
      array(select p.file_id::text from check_in_photo p where p.subdistrict_id = c.subdistrict_id and p.check_in_id = c.id order by p.no) as "fileIds"
    from check_in c where c.subdistrict_id = ${tx.subdistrictId} and c.project_id = ${projectId} order by c.at desc, c.id desc`,
    checkInsRow,
  );

export async function insertCheckIn(
  tx: CommandTx,
  checkIn: {
    id: string;
    projectId: string;
    shiftId: string | null;
    personId: string | null;
    personName: string;
    enteredBy: string | null;
    day: string;
    body: string;
    trouble: boolean;
    fileIds: readonly string[];
  },
): Promise<void> {
  await tx.exec(sql`insert into check_in (subdistrict_id, id, project_id, shift_id, person_id, person_name, entered_by, day, at, body, trouble)
    values (${tx.subdistrictId}, ${checkIn.id}, ${checkIn.projectId}, ${checkIn.shiftId}, ${checkIn.personId}, ${checkIn.personName},
    ${checkIn.enteredBy}, ${checkIn.day}, ${tx.now}, ${checkIn.body}, ${checkIn.trouble})`);
  for (const [i, fileId] of checkIn.fileIds.entries()) {
    await tx.exec(sql`insert into check_in_photo (subdistrict_id, check_in_id, no, file_id) values (${tx.subdistrictId}, ${checkIn.id}, ${i + 1}, ${fileId})`);
  }
}

/** A change of what was agreed. `sizeReason` says by which rule it is big or small. */
export interface ChangeRequest {
  id: string;
  projectId: string;
  no: number;
  kind: ChangeKind;
  decider: ChangeDecider;
  what: string;
  fromText: string;
  toText: string;
  why: string;
  amountFen: bigint;
  /** Of a change of the last day: which it was, and which is asked for. */
  oldLastDay: string | null;
  newLastDay: string | null;
  size: ChangeSize;
  sizeReason: { bigFromPercent: number | null; totalFen: string; teamUpToPercent?: number | null; saidBy?: string };
  state: ChangeState;
  askedBy: string | null;
  askedByName: string;
  askedAt: Date;
  resolutionId: string | null;
  ballotId: string | null;
  decidedByName: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
}

const changeRow = z.object({
  id: z.string(),
  projectId: z.string(),
  no: z.number(),
  kind: z.enum(changeKinds),
  decider: z.enum(changeDeciders),
  what: z.string(),
  fromText: z.string(),
  toText: z.string(),
  why: z.string(),
  amountFen: z.bigint(),
  oldLastDay: z.string().nullable(),
  newLastDay: z.string().nullable(),
  size: z.enum(['small', 'big', 'unsettled']),
  sizeReason: z.object({
    bigFromPercent: z.number().nullable(),
    totalFen: z.string(),
    teamUpToPercent: z.number().nullable().optional(),
    saidBy: z.string().optional(),
  }),
  state: z.enum(changeStates),
  askedBy: z.string().nullable(),
  askedByName: z.string(),
  askedAt: z.date(),
  resolutionId: z.string().nullable(),
  ballotId: z.string().nullable(),
  decidedByName: z.string().nullable(),
  decidedAt: z.date().nullable(),
  decisionReason: z.string().nullable(),
});
const changeColumns = sql`id, project_id as "projectId", no, kind, decider, old_last_day as "oldLastDay", new_last_day as "newLastDay", ballot_id as "ballotId", what, from_text as "fromText", to_text as "toText", why, amount_fen as "amountFen", size,
  size_reason as "sizeReason", state, asked_by as "askedBy", asked_by_name as "askedByName", asked_at as "askedAt", resolution_id as "resolutionId",
  decided_by_name as "decidedByName", decided_at as "decidedAt", decision_reason as "decisionReason"`;

/** Change requests of a project, oldest first. */
export const listChanges = (tx: Tx, projectId: string): Promise<ChangeRequest[]> =>
  tx.all(sql`select ${changeColumns} from change_request where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} order by no`, changeRow);

export const lockChange = (tx: Tx, id: string): Promise<ChangeRequest | null> =>
  tx.maybe(sql`select ${changeColumns} from change_request where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, changeRow);

const noRow = z.object({ no: z.number() });

export async function insertChange(
  tx: CommandTx,
  change: Pick<
    ChangeRequest,
    'id' | 'projectId' | 'kind' | 'decider' | 'what' | 'fromText' | 'toText' | 'why' | 'amountFen' | 'oldLastDay' | 'newLastDay' | 'size' | 'sizeReason'
  >,
): Promise<number> {
  const { no } = await tx.one(
    sql`insert into change_request (subdistrict_id, id, project_id, no, kind, decider, what, from_text, to_text, why, amount_fen, old_last_day, new_last_day, size,
      size_reason, state, asked_by, asked_by_name, asked_at)
    select ${tx.subdistrictId}, ${change.id}, ${change.projectId}, (select coalesce(max(no), 0) + 1 from change_request
      where subdistrict_id = ${tx.subdistrictId} and project_id = ${change.projectId}), ${change.kind}, ${change.decider}, ${change.what}, ${change.fromText}, ${change.toText},
      ${change.why}, ${change.amountFen}::bigint, ${change.oldLastDay}::date, ${change.newLastDay}::date, ${change.size}, ${JSON.stringify(change.sizeReason)}::jsonb, 'asked',
      ${tx.actor.personId}::uuid, ${tx.actor.name}, ${tx.now} returning no`,
    noRow,
  );
  return no;
}

export async function saveChangeAnswer(
  tx: CommandTx,
  change: ChangeRequest,
  next: { state: ChangeState; size: ChangeSize },
  answer: { reason: string; resolutionId: string | null; ballotId: string | null },
): Promise<void> {
  const decided = next.state === 'approved' || next.state === 'refused';
  const sizeReason = next.size === change.size ? change.sizeReason : { ...change.sizeReason, saidBy: tx.actor.name };
  await tx.exec(sql`update change_request set state = ${next.state}, size = ${next.size}, size_reason = ${JSON.stringify(sizeReason)}::jsonb,
    decider = ${next.state === 'with_residents' ? 'residents' : change.decider}, ballot_id = coalesce(${answer.ballotId}::uuid, ballot_id),
    resolution_id = coalesce(${answer.resolutionId}::uuid, resolution_id), decided_by = ${decided ? tx.actor.personId : null}::uuid,
    decided_by_name = ${decided ? tx.actor.name : null}, decided_at = ${decided ? tx.now : null}::timestamptz,
    decision_reason = ${answer.reason || null} where subdistrict_id = ${tx.subdistrictId} and id = ${change.id}`);
}
