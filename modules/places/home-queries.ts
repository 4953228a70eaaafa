import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { compareLabels, type Home, type Household } from './place.ts';

/** Where several compounds have a 3号楼, the compound's name goes before it. Needs aliases b (building) and c (compound). */
const compoundPrefix = sql`(case when (select count(*) from compound x where x.subdistrict_id = b.subdistrict_id
  and x.neighbourhood_id = b.neighbourhood_id) > 1 then c.name else '' end)`;
/** Door label; needs aliases c, b, e (entrance) and h (home). Other modules show it, they do not build it. */
const homeLabel = sql`${compoundPrefix} || b.name || e.name || h.room`;
const homeJoins = sql`join entrance e on e.subdistrict_id = h.subdistrict_id and e.id = h.entrance_id
  join building b on b.subdistrict_id = h.subdistrict_id and b.id = h.building_id
  join compound c on c.subdistrict_id = b.subdistrict_id and c.id = b.compound_id`;

const labelledRow = z.object({ id: z.string(), label: z.string() });
/** All entrances of a neighbourhood with their labels (`3号楼2单元`), for choosing where a steward speaks. */
export async function listEntranceLabels(tx: Tx, neighbourhoodId: string): Promise<{ id: string; label: string }[]> {
  const rows = await tx.all(
    sql`select e.id, ${compoundPrefix} || b.name || e.name as label from entrance e
    join building b on b.subdistrict_id = e.subdistrict_id and b.id = e.building_id
    join compound c on c.subdistrict_id = b.subdistrict_id and c.id = b.compound_id
    where e.subdistrict_id = ${tx.subdistrictId} and e.neighbourhood_id = ${neighbourhoodId}`,
    labelledRow,
  );
  return rows.sort(compareLabels);
}

const homeRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    building_id: z.string(),
    entrance_id: z.string(),
    group_id: z.string().nullable(),
    label: z.string(),
    room: z.string(),
    floor: z.number().nullable(),
    area_centi_m2: z.bigint().nullable(),
    owner_no: z.string().nullable(),
    household_id: z.string().nullable(),
  })
  .transform(
    (r): Home => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      buildingId: r.building_id,
      entranceId: r.entrance_id,
      groupId: r.group_id,
      label: r.label,
      room: r.room,
      floor: r.floor,
      areaCentiM2: r.area_centi_m2,
      ownerNo: r.owner_no,
      householdId: r.household_id,
    }),
  );
const homes = sql`select h.id, h.neighbourhood_id, h.building_id, h.entrance_id, h.group_id, ${homeLabel} as label, h.room, h.floor, h.area_centi_m2,
  h.owner_no, hh.id as household_id from home h ${homeJoins}
  left join household hh on hh.subdistrict_id = h.subdistrict_id and hh.home_id = h.id and hh.until_day is null`;

/** Homes of a neighbourhood or of one building, in the order people count. */
export async function listHomes(tx: Tx, where: { neighbourhoodId: string } | { buildingId: string }): Promise<Home[]> {
  const place = 'buildingId' in where ? sql`h.building_id = ${where.buildingId}` : sql`h.neighbourhood_id = ${where.neighbourhoodId}`;
  const rows = await tx.all(sql`${homes} where h.subdistrict_id = ${tx.subdistrictId} and ${place}`, homeRow);
  return rows.sort(compareLabels);
}
/** One home, or null. */
export const findHome = (tx: Tx, id: string): Promise<Home | null> =>
  tx.maybe(sql`${homes} where h.subdistrict_id = ${tx.subdistrictId} and h.id = ${id}`, homeRow);

const householdRow = z
  .object({
    id: z.string(),
    home_id: z.string(),
    neighbourhood_id: z.string(),
    label: z.string(),
    building_id: z.string(),
    entrance_id: z.string(),
    group_id: z.string().nullable(),
  })
  .transform(
    (r): Household => ({
      householdId: r.id,
      homeId: r.home_id,
      neighbourhoodId: r.neighbourhood_id,
      label: r.label,
      buildingId: r.building_id,
      entranceId: r.entrance_id,
      groupId: r.group_id,
    }),
  );
const households = sql`select hh.id, hh.home_id, hh.neighbourhood_id, ${homeLabel} as label, h.building_id, h.entrance_id, h.group_id
  from household hh join home h on h.subdistrict_id = hh.subdistrict_id and h.id = hh.home_id ${homeJoins}`;

/** Households that live in a neighbourhood now (or in one of its buildings), in the order people count. */
export async function listHouseholds(tx: Tx, neighbourhoodId: string, buildingId: string | null = null): Promise<Household[]> {
  const rows = await tx.all(
    sql`${households} where hh.subdistrict_id = ${tx.subdistrictId} and hh.neighbourhood_id = ${neighbourhoodId}
    and hh.until_day is null and (${buildingId}::uuid is null or h.building_id = ${buildingId})`,
    householdRow,
  );
  return rows.sort(compareLabels);
}
/** One household, also one that has moved out, or null. */
export const findHousehold = (tx: Tx, id: string): Promise<Household | null> =>
  tx.maybe(sql`${households} where hh.subdistrict_id = ${tx.subdistrictId} and hh.id = ${id}`, householdRow);
/** Labels of households by id, for lists in other modules. */
export async function householdLabels(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.all(sql`${households} where hh.subdistrict_id = ${tx.subdistrictId} and hh.id = any(${[...ids]}::uuid[])`, householdRow);
  return new Map(rows.map((row) => [row.householdId, row.label]));
}

const countHouseholdsByGroupRow = z
  .object({ group_id: z.string().nullable(), all: z.number(), among: z.number() })
  .transform((r) => ({ groupId: r.group_id, all: r.all, among: r.among }));

/** Households that live in a neighbourhood now by residents' group (null = in none), and how many of each are among the given ones. */
export const countHouseholdsByGroup = (
  tx: Tx,
  neighbourhoodId: string,
  among: readonly string[],
): Promise<{ groupId: string | null; all: number; among: number }[]> =>
  tx.all(
    sql`select h.group_id, count(*)::int as all, (count(*) filter (where hh.id = any(${[...among]}::uuid[])))::int as among
    from household hh join home h on h.subdistrict_id = hh.subdistrict_id and h.id = hh.home_id
    where hh.subdistrict_id = ${tx.subdistrictId} and hh.neighbourhood_id = ${neighbourhoodId} and hh.until_day is null group by h.group_id`,
    countHouseholdsByGroupRow,
  );
