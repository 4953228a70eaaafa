import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { normaliseCode } from './door-code.ts';
import { compareLabels } from './place.ts';

/** What stands behind a public door code. */
export interface Door {
  code: string;
  kind: 'neighbourhood' | 'building' | 'entrance' | 'home';
  neighbourhoodId: string;
  neighbourhoodCode: string;
  neighbourhoodName: string;
  /** 3号楼2单元401; the neighbourhood's name for its own code. */
  label: string;
  buildingId: string | null;
  entranceId: string | null;
  homeId: string | null;
  /** Household that lives behind the door now. */
  householdId: string | null;
}

const doorRow = z
  .object({
    code: z.string(),
    neighbourhood_id: z.string(),
    neighbourhood_code: z.string(),
    neighbourhood_name: z.string(),
    building_id: z.string().nullable(),
    entrance_id: z.string().nullable(),
    home_id: z.string().nullable(),
    household_id: z.string().nullable(),
    label: z.string(),
  })
  .transform(
    (r): Door => ({
      code: r.code,
      neighbourhoodId: r.neighbourhood_id,
      neighbourhoodCode: r.neighbourhood_code,
      neighbourhoodName: r.neighbourhood_name,
      kind: r.home_id ? 'home' : r.entrance_id ? 'entrance' : r.building_id ? 'building' : 'neighbourhood',
      buildingId: r.building_id,
      entranceId: r.entrance_id,
      homeId: r.home_id,
      householdId: r.household_id,
      label: r.label === '' ? r.neighbourhood_name : r.label,
    }),
  );

// A home's entrance and building, or an entrance's building, are found on the way up.
const doors = sql`select d.code, d.neighbourhood_id, n.code as neighbourhood_code, n.name as neighbourhood_name, b.id as building_id, e.id as entrance_id,
  d.home_id, hh.id as household_id,
  (case when b.id is null then '' else (case when (select count(*) from compound x where x.subdistrict_id = n.subdistrict_id and x.neighbourhood_id = n.id) > 1
    then c.name else '' end) || b.name || coalesce(e.name, '') || coalesce(h.room, '') end) as label
  from door_code d
  join neighbourhood n on n.subdistrict_id = d.subdistrict_id and n.id = d.neighbourhood_id
  left join home h on h.subdistrict_id = d.subdistrict_id and h.id = d.home_id
  left join entrance e on e.subdistrict_id = d.subdistrict_id and e.id = coalesce(h.entrance_id, d.entrance_id)
  left join building b on b.subdistrict_id = d.subdistrict_id and b.id = coalesce(e.building_id, d.building_id)
  left join compound c on c.subdistrict_id = d.subdistrict_id and c.id = b.compound_id
  left join household hh on hh.subdistrict_id = d.subdistrict_id and hh.home_id = d.home_id and hh.until_day is null`;

/** The door of a code as typed or scanned, or null. The code is public and proves nothing about who scans it. */
export async function findDoor(tx: Tx, typed: string): Promise<Door | null> {
  const code = normaliseCode(typed);
  if (!code) return null;
  return tx.maybe(sql`${doors} where d.subdistrict_id = ${tx.subdistrictId} and d.code = ${code}`, doorRow);
}

/** The codes of a building: its own, its entrances' and its homes', in the order people count. */
export async function doorsOfBuilding(tx: Tx, buildingId: string): Promise<Door[]> {
  const rows = await tx.all(sql`${doors} where d.subdistrict_id = ${tx.subdistrictId} and b.id = ${buildingId}`, doorRow);
  return rows.sort(compareLabels);
}

/** The code of a neighbourhood's own door (the notice board), or null. */
export const doorOfNeighbourhood = (tx: Tx, neighbourhoodId: string): Promise<Door | null> =>
  tx.maybe(
    sql`${doors} where d.subdistrict_id = ${tx.subdistrictId} and d.neighbourhood_id = ${neighbourhoodId}
    and num_nonnulls(d.building_id, d.entrance_id, d.home_id) = 0`,
    doorRow,
  );

/** The code of a home's door, or null. */
export const doorOfHome = (tx: Tx, homeId: string): Promise<Door | null> =>
  tx.maybe(sql`${doors} where d.subdistrict_id = ${tx.subdistrictId} and d.home_id = ${homeId}`, doorRow);
