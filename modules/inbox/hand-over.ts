import type { Role } from '#platform/access';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { OpenDuty } from './duty.ts';
import { selectOpen } from './store.ts';

/** Open duties that name a person in a role, the most urgent first. */
export const dutiesByName = (tx: Tx, personId: string, role: Role): Promise<OpenDuty[]> => selectOpen(tx, sql`d.person_id = ${personId} and d.role = ${role}`);

/** Open duties of a role at a place that name nobody: whoever holds the role next has them. */
export const dutiesOfRole = (tx: Tx, role: Role, neighbourhoodId: string | null): Promise<OpenDuty[]> =>
  selectOpen(tx, sql`d.person_id is null and d.role = ${role} and (${neighbourhoodId}::uuid is null or d.neighbourhood_id = ${neighbourhoodId})`);

/** Gives the open duties that name a person in a role to another, all of them. What the other has already is not asked twice. Returns how many there were. */
export async function giveDutiesOn(tx: CommandTx, of: { fromPersonId: string; toPersonId: string; role: Role }): Promise<number> {
  const twice = await tx.exec(sql`update duty d set done_at = ${tx.now}, done_by = ${tx.actor.personId}, outcome = 'dropped'
    where d.subdistrict_id = ${tx.subdistrictId} and d.person_id = ${of.fromPersonId} and d.role = ${of.role} and d.done_at is null
    and exists (select from duty o where o.subdistrict_id = d.subdistrict_id and o.person_id = ${of.toPersonId} and o.kind = d.kind
      and o.subject_id = d.subject_id and o.done_at is null)`);
  const given = await tx.exec(sql`update duty set person_id = ${of.toPersonId}
    where subdistrict_id = ${tx.subdistrictId} and person_id = ${of.fromPersonId} and role = ${of.role} and done_at is null`);
  return twice + given;
}
