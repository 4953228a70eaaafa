import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type Handover, type HandoverItem, itemKinds } from './handover.ts';

const row = z
  .object({
    id: z.string(),
    role_id: z.string(),
    from_person_id: z.string(),
    from_name: z.string(),
    to_person_id: z.string(),
    to_name: z.string(),
    role: z.enum(['secretary', 'director', 'officer', 'head']),
    neighbourhood_id: z.string().nullable(),
    neighbourhood_name: z.string().nullable(),
    planned_day: z.string(),
    reason: z.string(),
    note: z.string(),
    started_by_name: z.string(),
    started_on: z.string(),
    state: z.enum(['open', 'done', 'dropped']),
    from_signed_by_name: z.string().nullable(),
    from_signed_at: z.date().nullable(),
    from_witness: z.string().nullable(),
    to_signed_by_name: z.string().nullable(),
    to_signed_at: z.date().nullable(),
    to_witness: z.string().nullable(),
    signed_list: z.string().nullable(),
    settled_by_name: z.string().nullable(),
    settled_at: z.date().nullable(),
    settled_reason: z.string().nullable(),
  })
  .transform(
    (r): Handover => ({
      id: r.id,
      roleId: r.role_id,
      fromPersonId: r.from_person_id,
      fromName: r.from_name,
      toPersonId: r.to_person_id,
      toName: r.to_name,
      role: r.role,
      neighbourhoodId: r.neighbourhood_id,
      neighbourhoodName: r.neighbourhood_name,
      plannedDay: r.planned_day,
      reason: r.reason,
      note: r.note,
      startedByName: r.started_by_name,
      startedOn: r.started_on,
      state: r.state,
      fromSigned: r.from_signed_at && r.from_signed_by_name !== null ? { byName: r.from_signed_by_name, at: r.from_signed_at, witness: r.from_witness } : null,
      toSigned: r.to_signed_at && r.to_signed_by_name !== null ? { byName: r.to_signed_by_name, at: r.to_signed_at, witness: r.to_witness } : null,
      signedList: r.signed_list,
      settledByName: r.settled_by_name,
      settledAt: r.settled_at,
      settledReason: r.settled_reason,
    }),
  );
const handovers = sql`select h.id, h.role_id, h.from_person_id, p.name as from_name, h.to_person_id, q.name as to_name, h.role, h.neighbourhood_id,
  n.name as neighbourhood_name, h.planned_day, h.reason, h.note, h.started_by_name, h.started_on, h.state, h.from_signed_by_name, h.from_signed_at,
  h.from_witness, h.to_signed_by_name, h.to_signed_at, h.to_witness, h.signed_list, h.settled_by_name, h.settled_at, h.settled_reason
  from handover h
  join person p on p.subdistrict_id = h.subdistrict_id and p.id = h.from_person_id
  join person q on q.subdistrict_id = h.subdistrict_id and q.id = h.to_person_id
  left join neighbourhood n on n.subdistrict_id = h.subdistrict_id and n.id = h.neighbourhood_id`;

/** Hand-overs, the open ones first, then the newest. */
export const listHandovers = (tx: Tx): Promise<Handover[]> =>
  tx.all(sql`${handovers} where h.subdistrict_id = ${tx.subdistrictId} order by (h.state <> 'open'), h.started_at desc, h.id desc`, row);
/** One hand-over, or null. */
export const findHandover = (tx: Tx, id: string): Promise<Handover | null> =>
  tx.maybe(sql`${handovers} where h.subdistrict_id = ${tx.subdistrictId} and h.id = ${id}`, row);

const idRow = z.object({ id: z.string() });
export async function lockHandover(tx: CommandTx, id: string): Promise<Handover | null> {
  await tx.maybe(sql`select id from handover where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, idRow);
  return findHandover(tx, id);
}
export async function insertHandover(
  tx: CommandTx,
  one: Pick<Handover, 'roleId' | 'fromPersonId' | 'toPersonId' | 'role' | 'neighbourhoodId' | 'plannedDay' | 'reason' | 'note'>,
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into handover (subdistrict_id, id, role_id, from_person_id, to_person_id, role, neighbourhood_id, planned_day, reason, note,
      started_by, started_by_name, started_on, started_at) values (${tx.subdistrictId}, ${id}, ${one.roleId}, ${one.fromPersonId}, ${one.toPersonId},
      ${one.role}, ${one.neighbourhoodId}, ${one.plannedDay}, ${one.reason}, ${one.note}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.today}, ${tx.now})`);
  return id;
}
export async function saveSignature(tx: CommandTx, id: string, side: 'from' | 'to', witness: string | null, list: string): Promise<void> {
  await tx.exec(
    side === 'from'
      ? sql`update handover set from_signed_by = ${tx.actor.personId}, from_signed_by_name = ${tx.actor.name}, from_signed_at = ${tx.now}, from_witness = ${witness},
        signed_list = ${list} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`
      : sql`update handover set to_signed_by = ${tx.actor.personId}, to_signed_by_name = ${tx.actor.name}, to_signed_at = ${tx.now}, to_witness = ${witness},
        signed_list = ${list} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`,
  );
}
/** The list is another than both signed: signatures are taken anew. */
export async function clearSignatures(tx: CommandTx, id: string): Promise<void> {
  await tx.exec(sql`update handover set from_signed_by = null, from_signed_by_name = null, from_signed_at = null, from_witness = null, to_signed_by = null,
    to_signed_by_name = null, to_signed_at = null, to_witness = null, signed_list = null where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}
export async function insertItems(tx: CommandTx, id: string, items: readonly HandoverItem[]): Promise<void> {
  const rows = items.map((one, at) => ({ no: at + 1, k: one.kind, s: one.subjectId, t: one.title, h: one.href, g: one.goes }));
  await tx.exec(sql`insert into handover_item (subdistrict_id, handover_id, no, kind, subject_id, title, href, goes, at)
    select ${tx.subdistrictId}::uuid, ${id}::uuid, r.no, r.k, r.s, r.t, r.h, r.g, ${tx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(no int, k text, s uuid, t text, h text, g text)`);
}
const itemRow = z
  .object({ kind: z.enum(itemKinds), subject_id: z.string(), title: z.string(), href: z.string(), goes: z.enum(['with-role', 'by-name', 'asked']) })
  .transform((r): HandoverItem => ({ kind: r.kind, subjectId: r.subject_id, title: r.title, href: r.href, goes: r.goes }));
/** What went over, as it was listed then. */
export const itemsOf = (tx: Tx, id: string): Promise<HandoverItem[]> =>
  tx.all(
    sql`select kind, subject_id, title, href, goes from handover_item where subdistrict_id = ${tx.subdistrictId} and handover_id = ${id} order by no`,
    itemRow,
  );
export async function settleHandover(tx: CommandTx, id: string, to: { state: 'done'; toRoleId: string } | { state: 'dropped'; reason: string }): Promise<void> {
  await tx.exec(sql`update handover set state = ${to.state}, settled_by_name = ${tx.actor.name}, settled_at = ${tx.now},
    settled_reason = ${to.state === 'dropped' ? to.reason : null}, to_role_id = ${to.state === 'done' ? to.toRoleId : null}
    where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}
