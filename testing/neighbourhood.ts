import type { Actor, Grant } from '#platform/access';
import { actorWith, type TestPlatform } from './platform.ts';

/** A neighbourhood with one building and homes in it, each with a household that nobody lives in yet. */
export interface TestNeighbourhood {
  id: string;
  code: string;
  name: string;
  households: { householdId: string; homeId: string; neighbourhoodId: string }[];
}

/** Writes a neighbourhood with `homes` homes (101, 102 …) in one entrance, as the owner of the tables. */
export async function makeNeighbourhood(t: TestPlatform, code: string, name: string, homes = 0): Promise<TestNeighbourhood> {
  const id = t.platform.sources.newId;
  const [place, compound, building, entrance] = [id(), id(), id(), id()];
  const insert = (text: string, ...values: unknown[]) => t.owner.query(text, [t.subdistrictId, ...values]);
  await insert(
    `insert into neighbourhood (subdistrict_id, id, code, name, committee_kind, created_at) values ($1, $2, $3, $4, 'residents', $5)`,
    place,
    code,
    name,
    t.clock.now(),
  );
  await insert(`insert into compound (subdistrict_id, id, neighbourhood_id, name, kind) values ($1, $2, $3, $4, 'old')`, compound, place, name);
  await insert(`insert into building (subdistrict_id, id, neighbourhood_id, compound_id, name) values ($1, $2, $3, $4, '1号楼')`, building, place, compound);
  await insert(`insert into entrance (subdistrict_id, id, neighbourhood_id, building_id, name) values ($1, $2, $3, $4, '1单元')`, entrance, place, building);
  const households: TestNeighbourhood['households'] = [];
  for (let i = 0; i < homes; i++) {
    const home = { householdId: id(), homeId: id(), neighbourhoodId: place };
    await insert(
      `insert into home (subdistrict_id, id, neighbourhood_id, building_id, entrance_id, room) values ($1, $2, $3, $4, $5, $6)`,
      home.homeId,
      place,
      building,
      entrance,
      String(101 + i),
    );
    await insert(
      `insert into household (subdistrict_id, id, neighbourhood_id, home_id, since_day) values ($1, $2, $3, $4, '2020-01-01')`,
      home.householdId,
      place,
      home.homeId,
    );
    households.push(home);
  }
  return { id: place, code, name, households };
}

/** Writes a person and returns the actor with these grants. */
export async function makePerson(t: TestPlatform, name: string, ...grants: Grant[]): Promise<Actor> {
  const id = t.platform.sources.newId();
  await t.owner.query('insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, $3, true, $4)', [
    t.subdistrictId,
    id,
    name,
    t.clock.now(),
  ]);
  return actorWith(id, name, ...grants);
}

/** Writes a person who lives in the household and returns the actor, a resident of the neighbourhood. */
export async function makeResident(t: TestPlatform, name: string, home: TestNeighbourhood['households'][number]): Promise<Actor> {
  const actor = await makePerson(t, name, { role: 'resident', neighbourhoodId: home.neighbourhoodId });
  await t.owner.query(
    `insert into household_member (subdistrict_id, id, household_id, person_id, relation, head, from_day)
    values ($1, $2, $3, $4, 'resident', false, '2020-01-01')`,
    [t.subdistrictId, t.platform.sources.newId(), home.householdId, actor.personId],
  );
  return { ...actor, households: [{ ...home, relation: 'resident' }] };
}
