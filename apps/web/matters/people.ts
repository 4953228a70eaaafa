import { membersOfNeighbourhood } from '#modules/people';
import { listHouseholds } from '#modules/places';
import type { Tx } from '#platform/database';
import type { Option } from '../ui/index.ts';

/** Adults of a neighbourhood with their doors, to choose from; a value is `personId householdId`. */
export async function peopleToChoose(tx: Tx, neighbourhoodId: string): Promise<Option[]> {
  const households = await listHouseholds(tx, neighbourhoodId);
  const order = new Map(households.map((household, i) => [household.householdId, { label: household.label, i }]));
  return (await membersOfNeighbourhood(tx, neighbourhoodId))
    .filter((member) => member.adult)
    .map((member) => ({ at: order.get(member.householdId), member }))
    .sort((a, b) => (a.at?.i ?? 0) - (b.at?.i ?? 0))
    .map(({ at, member }) => ({ value: `${member.personId} ${member.householdId}`, label: `${at?.label ?? ''} ${member.name}` }));
}

/** The two ids of a value of {@link peopleToChoose}, or null. */
export function chosenPerson(value: string): { personId: string; householdId: string } | null {
  const [personId, householdId] = value.split(' ');
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
  return personId && householdId && uuid.test(personId) && uuid.test(householdId) ? { personId, householdId } : null;
}
