import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';

/** How the wish of somebody without a phone reached the staff. */
export const assistedWays = ['counter', 'visit', 'call', 'paper'] as const;
export type AssistedWay = (typeof assistedWays)[number];

export interface AssistedAct {
  /** For whom. */
  personId: string;
  action: string;
  subjectKind: string;
  subjectId: string | null;
  way: AssistedWay;
}

/**
 * Records that the actor acted for somebody: called by the command that carries it out, in its transaction, after it has
 * checked `assist.record` at the place.
 */
export async function recordAssistedAct(tx: CommandTx, act: AssistedAct): Promise<void> {
  await tx.exec(sql`insert into assisted_act (subdistrict_id, id, staff_id, person_id, action, subject_kind, subject_id, way, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${tx.actor.personId}, ${act.personId}, ${act.action}, ${act.subjectKind}, ${act.subjectId}, ${act.way}, ${tx.now})`);
  tx.audit({
    action: 'assisted',
    subjectKind: act.subjectKind,
    subjectId: act.subjectId,
    text: { forPersonId: act.personId, what: act.action, way: act.way },
  });
}

const actRow = z
  .object({
    action: z.string(),
    subject_kind: z.string(),
    subject_id: z.string().nullable(),
    way: z.enum(assistedWays),
    at: z.date(),
    staff: z.string(),
  })
  .transform((r) => ({
    action: r.action,
    subjectKind: r.subject_kind,
    subjectId: r.subject_id,
    way: r.way,
    at: r.at,
    staffName: r.staff,
  }));

/** What staff did for a person, newest first. */
export const assistedActsFor = (tx: Tx, personId: string) =>
  tx.all(
    sql`select a.action, a.subject_kind, a.subject_id, a.way, a.at, s.name as staff from assisted_act a
    join person s on s.subdistrict_id = a.subdistrict_id and s.id = a.staff_id
    where a.subdistrict_id = ${tx.subdistrictId} and a.person_id = ${personId} order by a.at desc`,
    actRow,
  );
