import { err, ok, type Result } from '#libs/result';
import type { Tx } from '#platform/database';
import { membersOfNeighbourhood, ownersOfNeighbourhood, personNames } from '#modules/people';
import { listBuildings, listHomes, listHouseholds } from '#modules/places';
import type { Ballot } from './ballot.ts';
import { type Elector, ownersFromHomes } from './roll.ts';

/** Where the lines of a roll come from, in words that stand on the page. */
export const rollSources = {
  household: '居民区住户名册（每户一票）',
  person: '居民区住户名册（年满十八周岁居民，每人一票）',
  representative: '居民区提供的代表名单（每人一票）',
  owner: '居民区房屋与业主名册（业主人数与建筑面积）',
} as const;

type Scope = Pick<Ballot, 'neighbourhoodId' | 'electorate' | 'buildingId' | 'entranceId'> & Partial<Pick<Ballot, 'compoundId' | 'buildingIds'>>;

/**
 * Who may vote today, from the register. Representatives are named by the caller.
 * Errors: `roll-empty`, `area-missing` (an owner's home has no area).
 */
export async function buildRoll(tx: Tx, scope: Scope, representativeIds: readonly string[]): Promise<Result<Elector[], 'roll-empty' | 'area-missing'>> {
  const electors = await electorsOf(tx, { ...scope, buildingIds: await buildingsOf(tx, scope) }, representativeIds);
  if (!electors.ok) return electors;
  return electors.value.length === 0 ? err('roll-empty') : electors;
}

/** The buildings of a scope that is one compound or several buildings; null where it is neither. */
async function buildingsOf(tx: Tx, scope: Scope): Promise<string[] | null> {
  if (!scope.compoundId) return scope.buildingIds ?? null;
  const inCompound = (await listBuildings(tx, scope.neighbourhoodId)).filter((each) => each.compoundId === scope.compoundId).map((each) => each.id);
  return scope.buildingIds ? scope.buildingIds.filter((id) => inCompound.includes(id)) : inCompound;
}

const inScope =
  (scope: Scope) =>
  (home: { buildingId: string; entranceId: string }): boolean =>
    (!scope.buildingIds || scope.buildingIds.includes(home.buildingId)) &&
    (scope.buildingId === null || home.buildingId === scope.buildingId) &&
    (scope.entranceId === null || home.entranceId === scope.entranceId);

async function electorsOf(tx: Tx, scope: Scope, representativeIds: readonly string[]): Promise<Result<Elector[], 'area-missing'>> {
  const nobody = { householdId: null, personId: null, personIds: [], areaCentiM2: null };
  switch (scope.electorate) {
    case 'household': {
      const homes = (await listHouseholds(tx, scope.neighbourhoodId)).filter(inScope(scope));
      return ok(homes.map((home) => ({ ...nobody, electorId: home.householdId, label: home.label, householdId: home.householdId })));
    }
    case 'person': {
      const homes = (await listHouseholds(tx, scope.neighbourhoodId)).filter(inScope(scope));
      const order = new Map(homes.map((home, index) => [home.householdId, { index, label: home.label }]));
      const adults = (await membersOfNeighbourhood(tx, scope.neighbourhoodId)).filter((member) => member.adult && order.has(member.householdId));
      adults.sort((a, b) => (order.get(a.householdId)?.index ?? 0) - (order.get(b.householdId)?.index ?? 0));
      const electors = new Map<string, Elector>();
      for (const { personId, name, householdId } of adults) {
        // Somebody who lives in two homes is one person.
        if (!electors.has(personId))
          electors.set(personId, { ...nobody, electorId: personId, personId, label: `${order.get(householdId)?.label ?? ''} ${name}`.trim() });
      }
      return ok([...electors.values()]);
    }
    case 'representative': {
      const names = await personNames(tx, representativeIds);
      return ok([...names].map(([personId, name]) => ({ ...nobody, electorId: personId, personId, label: name })));
    }
    case 'owner': {
      const homes = (await listHomes(tx, { neighbourhoodId: scope.neighbourhoodId })).filter(inScope(scope));
      const owners = await ownersOfNeighbourhood(tx, scope.neighbourhoodId);
      return ownersFromHomes(
        homes.map((home) => ({
          homeId: home.id,
          label: home.label,
          areaCentiM2: home.areaCentiM2,
          ownerNo: home.ownerNo,
          personIds: owners.filter((owner) => owner.homeId === home.id && owner.personId !== null).map((owner) => owner.personId ?? ''),
        })),
      );
    }
  }
}
