import { listRoles, membersOfNeighbourhood } from '#modules/people';
import { listHouseholds } from '#modules/places';
import type { Tx } from '#platform/database';

/**
 * Who may be asked to look at the works: those who hold a role first, then the adults who can be reminded, then all others.
 * Each resident is named with the door, because a roster of hundreds has many namesakes; children are left out.
 */
export async function watchers(tx: Tx, neighbourhoodId: string): Promise<{ value: string; label: string }[]> {
  const doors = new Map((await listHouseholds(tx, neighbourhoodId)).map((household) => [household.householdId, household.label]));
  const adults = (await membersOfNeighbourhood(tx, neighbourhoodId)).filter((member) => member.adult);
  const residents = [...adults.filter((member) => member.hasAccount), ...adults.filter((member) => !member.hasAccount)];
  const labels = new Map((await listRoles(tx, { neighbourhoodId })).map((role) => [role.personId, role.personName]));
  for (const { personId, name, householdId } of residents) if (!labels.has(personId)) labels.set(personId, `${name} ${doors.get(householdId) ?? ''}`.trim());
  return [...labels].map(([value, label]) => ({ value, label }));
}
