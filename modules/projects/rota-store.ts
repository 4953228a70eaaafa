import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type ShiftSlot, shiftSlots } from './doing.ts';

/** A watch for which so many people are wanted, and how many there are. */
export interface RotaNeed {
  id: string;
  projectId: string;
  day: string;
  slot: ShiftSlot;
  place: string;
  heads: number;
  taken: number;
  /** Who has put themselves down. */
  personIds: string[];
}

const needRow = z.object({
  id: z.string(),
  projectId: z.string(),
  day: z.string(),
  slot: z.enum(shiftSlots),
  place: z.string(),
  heads: z.number(),
  taken: z.number(),
  personIds: z.array(z.string()),
});
const needs = sql`select n.id, n.project_id as "projectId", n.day, n.slot, n.place, n.heads, count(s.id)::int as taken,
    coalesce(array_agg(s.person_id::text) filter (where s.person_id is not null), '{}') as "personIds"
  from rota_need n left join shift s on s.subdistrict_id = n.subdistrict_id and s.need_id = n.id and s.cancelled_at is null`;
const grouped = sql`group by n.subdistrict_id, n.id, n.project_id, n.day, n.slot, n.place, n.heads`;

/** Watches for which somebody is wanted, by day. */
export const listNeeds = (tx: Tx, projectId: string): Promise<RotaNeed[]> =>
  tx.all(
    sql`${needs} where n.subdistrict_id = ${tx.subdistrictId} and n.project_id = ${projectId} and n.cancelled_at is null ${grouped} order by n.day, n.slot, n.place`,
    needRow,
  );

/** Watches until a day, from today on, for which somebody is still missing, of works that go on. */
export const gapsUntil = (tx: Tx, from: string, until: string): Promise<RotaNeed[]> =>
  tx.all(
    sql`${needs} join project p on p.subdistrict_id = n.subdistrict_id and p.id = n.project_id
    where n.subdistrict_id = ${tx.subdistrictId} and n.cancelled_at is null and n.day between ${from} and ${until} and p.state in ('agreed', 'doing', 'appraisal')
    ${grouped} having count(s.id) < n.heads order by n.day, n.id`,
    needRow,
  );

/** Locks the need, so that two who put themselves down wait for each other. */
export async function lockNeed(tx: Tx, id: string): Promise<RotaNeed | null> {
  await tx.exec(sql`select 1 from rota_need where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`);
  return tx.maybe(sql`${needs} where n.subdistrict_id = ${tx.subdistrictId} and n.id = ${id} and n.cancelled_at is null ${grouped}`, needRow);
}

export const insertNeed = (tx: CommandTx, projectId: string, need: { day: string; slot: ShiftSlot; place: string; heads: number }): Promise<number> =>
  tx.exec(sql`insert into rota_need (subdistrict_id, id, project_id, day, slot, place, heads, created_by, created_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${projectId}, ${need.day}, ${need.slot}, ${need.place}, ${need.heads}, ${tx.actor.personId}, ${tx.now})
    on conflict (subdistrict_id, project_id, day, slot, place) where cancelled_at is null do nothing`);

export const cancelNeedRow = (tx: CommandTx, id: string): Promise<number> =>
  tx.exec(sql`update rota_need set cancelled_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${id} and cancelled_at is null`);

/** A watch of somebody who put themselves down, or who took it over. */
export async function insertOwnShift(
  tx: CommandTx,
  shift: { projectId: string; day: string; slot: ShiftSlot; place: string; personId: string; personName: string; needId: string | null },
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into shift (subdistrict_id, id, project_id, day, slot, place, person_id, person_name, need_id, created_at)
    values (${tx.subdistrictId}, ${id}, ${shift.projectId}, ${shift.day}, ${shift.slot}, ${shift.place}, ${shift.personId}, ${shift.personName}, ${shift.needId}, ${tx.now})`);
  return id;
}

const needIdRow = z.object({ needId: z.string().nullable() });

/** The need a watch was signed up for, if any. */
export const needOfShift = async (tx: Tx, shiftId: string): Promise<string | null> =>
  (await tx.maybe(sql`select need_id as "needId" from shift where subdistrict_id = ${tx.subdistrictId} and id = ${shiftId}`, needIdRow))?.needId ?? null;

/** A swap that was asked for. */
export interface ShiftSwap {
  id: string;
  projectId: string;
  shiftId: string;
  givesShiftId: string | null;
  askedBy: string;
  askedByName: string;
  toPersonId: string;
  toPersonName: string;
  reason: string;
  askedAt: Date;
  state: 'asked' | 'accepted' | 'refused' | 'withdrawn';
}

const swapRow = z.object({
  id: z.string(),
  projectId: z.string(),
  shiftId: z.string(),
  givesShiftId: z.string().nullable(),
  askedBy: z.string(),
  askedByName: z.string(),
  toPersonId: z.string(),
  toPersonName: z.string(),
  reason: z.string(),
  askedAt: z.date(),
  state: z.enum(['asked', 'accepted', 'refused', 'withdrawn']),
});
const swapColumns = sql`id, project_id as "projectId", shift_id as "shiftId", gives_shift_id as "givesShiftId", asked_by as "askedBy", asked_by_name as "askedByName",
  to_person_id as "toPersonId", to_person_name as "toPersonName", reason, asked_at as "askedAt", state`;

/** Swaps of a project, newest first. */
export const listSwaps = (tx: Tx, projectId: string): Promise<ShiftSwap[]> =>
  tx.all(
    sql`select ${swapColumns} from shift_swap where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} order by asked_at desc, id desc`,
    swapRow,
  );

export const lockSwap = (tx: Tx, id: string): Promise<ShiftSwap | null> =>
  tx.maybe(sql`select ${swapColumns} from shift_swap where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, swapRow);

export async function insertSwap(tx: CommandTx, swap: Omit<ShiftSwap, 'id' | 'askedAt' | 'state'>): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into shift_swap (subdistrict_id, id, project_id, shift_id, gives_shift_id, asked_by, asked_by_name, to_person_id, to_person_name, reason, asked_at, state)
    values (${tx.subdistrictId}, ${id}, ${swap.projectId}, ${swap.shiftId}, ${swap.givesShiftId}, ${swap.askedBy}, ${swap.askedByName}, ${swap.toPersonId},
      ${swap.toPersonName}, ${swap.reason}, ${tx.now}, 'asked')`);
  return id;
}

export const answerSwapRow = (tx: CommandTx, id: string, state: 'accepted' | 'refused' | 'withdrawn'): Promise<number> =>
  tx.exec(sql`update shift_swap set state = ${state}, answered_by = ${tx.actor.personId}, answered_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id} and state = 'asked'`);
