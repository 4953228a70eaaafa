import { z } from 'zod';
import { type Sql, sql, type Tx } from '#platform/database';
import { type Building, committeeKinds, compareLabels, type Compound, compoundKinds, type Entrance, type Neighbourhood } from './place.ts';

const neighbourhoodRow = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    committee_kind: z.enum(committeeKinds),
    published_households_text: z.string().nullable(),
    introduction: z.string().nullable(),
  })
  .transform(
    (r): Neighbourhood => ({
      id: r.id,
      code: r.code,
      name: r.name,
      committeeKind: r.committee_kind,
      publishedHouseholdsText: r.published_households_text,
      introduction: r.introduction,
    }),
  );
const neighbourhoodColumns = sql`id, code, name, committee_kind, published_households_text, introduction`;
const isUuid = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);

/** All neighbourhoods of the subdistrict, by name. */
export const listNeighbourhoods = (tx: Tx): Promise<Neighbourhood[]> =>
  tx.all(sql`select ${neighbourhoodColumns} from neighbourhood where subdistrict_id = ${tx.subdistrictId} order by name`, neighbourhoodRow);

/** One neighbourhood by id or readable code, or null. */
export const findNeighbourhood = (tx: Tx, idOrCode: string): Promise<Neighbourhood | null> =>
  isUuid(idOrCode)
    ? tx.maybe(sql`select ${neighbourhoodColumns} from neighbourhood where subdistrict_id = ${tx.subdistrictId} and id = ${idOrCode}`, neighbourhoodRow)
    : tx.maybe(sql`select ${neighbourhoodColumns} from neighbourhood where subdistrict_id = ${tx.subdistrictId} and code = ${idOrCode}`, neighbourhoodRow);

/** How much there is of a neighbourhood. `households` counts the homes in which somebody lives now. */
export interface PlaceCounts {
  compounds: number;
  buildings: number;
  entrances: number;
  homes: number;
  households: number;
  groups: number;
}
const countsRow = z
  .object({
    id: z.string(),
    compounds: z.bigint(),
    buildings: z.bigint(),
    entrances: z.bigint(),
    homes: z.bigint(),
    households: z.bigint(),
    groups: z.bigint(),
  })
  .transform((r) => ({
    id: r.id,
    counts: {
      compounds: Number(r.compounds),
      buildings: Number(r.buildings),
      entrances: Number(r.entrances),
      homes: Number(r.homes),
      households: Number(r.households),
      groups: Number(r.groups),
    },
  }));
const countIn = (table: Sql, more: Sql = sql``): Sql =>
  sql`(select count(*) from ${table} t where t.subdistrict_id = n.subdistrict_id and t.neighbourhood_id = n.id ${more})`;
const counts = sql`select n.id, ${countIn(sql`compound`)} as compounds, ${countIn(sql`building`)} as buildings, ${countIn(sql`entrance`)} as entrances,
  ${countIn(sql`home`)} as homes, ${countIn(sql`household`, sql`and t.until_day is null`)} as households, ${countIn(sql`residents_group`)} as groups
  from neighbourhood n`;

/** Counts of every neighbourhood by its id. */
export async function countsByNeighbourhood(tx: Tx): Promise<Map<string, PlaceCounts>> {
  const rows = await tx.all(sql`${counts} where n.subdistrict_id = ${tx.subdistrictId}`, countsRow);
  return new Map(rows.map((row) => [row.id, row.counts]));
}
/** Counts of one neighbourhood; all zero when it does not exist. */
export async function neighbourhoodCounts(tx: Tx, id: string): Promise<PlaceCounts> {
  const row = await tx.maybe(sql`${counts} where n.subdistrict_id = ${tx.subdistrictId} and n.id = ${id}`, countsRow);
  return row?.counts ?? { compounds: 0, buildings: 0, entrances: 0, homes: 0, households: 0, groups: 0 };
}

const compoundRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    name: z.string(),
    kind: z.enum(compoundKinds).nullable(),
    tags: z.array(z.string()),
    built_year: z.number().nullable(),
  })
  .transform(
    (r): Compound => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      name: r.name,
      kind: r.kind,
      tags: r.tags,
      builtYear: r.built_year,
    }),
  );
const compoundColumns = sql`id, neighbourhood_id, name, kind, tags, built_year`;

/** Compounds of a neighbourhood, by name. */
export const listCompounds = (tx: Tx, neighbourhoodId: string): Promise<Compound[]> =>
  tx.all(
    sql`select ${compoundColumns} from compound where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${neighbourhoodId} order by name`,
    compoundRow,
  );
/** One compound, or null. */
export const findCompound = (tx: Tx, id: string): Promise<Compound | null> =>
  tx.maybe(sql`select ${compoundColumns} from compound where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, compoundRow);

const buildingRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    compound_id: z.string(),
    compound_name: z.string(),
    name: z.string(),
    entrances: z.bigint(),
    homes: z.bigint(),
    households: z.bigint(),
  })
  .transform((r): Building & { entrances: number; homes: number; households: number } => ({
    id: r.id,
    neighbourhoodId: r.neighbourhood_id,
    compoundId: r.compound_id,
    compoundName: r.compound_name,
    name: r.name,
    entrances: Number(r.entrances),
    homes: Number(r.homes),
    households: Number(r.households),
  }));
const buildings = sql`select b.id, b.neighbourhood_id, b.compound_id, c.name as compound_name, b.name,
  (select count(*) from entrance e where e.subdistrict_id = b.subdistrict_id and e.building_id = b.id) as entrances,
  (select count(*) from home h where h.subdistrict_id = b.subdistrict_id and h.building_id = b.id) as homes,
  (select count(*) from home h join household hh on hh.subdistrict_id = h.subdistrict_id and hh.home_id = h.id and hh.until_day is null
    where h.subdistrict_id = b.subdistrict_id and h.building_id = b.id) as households
  from building b join compound c on c.subdistrict_id = b.subdistrict_id and c.id = b.compound_id`;

/** A building with how many entrances, homes and households it has. */
export type BuildingLine = z.output<typeof buildingRow>;

/** Buildings of a neighbourhood, in the order people count. */
export async function listBuildings(tx: Tx, neighbourhoodId: string): Promise<BuildingLine[]> {
  const rows = await tx.all(sql`${buildings} where b.subdistrict_id = ${tx.subdistrictId} and b.neighbourhood_id = ${neighbourhoodId}`, buildingRow);
  return rows.sort((a, b) => compareLabels({ label: a.compoundName + a.name }, { label: b.compoundName + b.name }));
}
/** One building, or null. */
export const findBuilding = (tx: Tx, id: string): Promise<BuildingLine | null> =>
  tx.maybe(sql`${buildings} where b.subdistrict_id = ${tx.subdistrictId} and b.id = ${id}`, buildingRow);

const entranceRow = z
  .object({ id: z.string(), building_id: z.string(), name: z.string() })
  .transform((r): Entrance => ({ id: r.id, buildingId: r.building_id, name: r.name }));

/** Entrances of a building, in the order people count. */
export async function listEntrances(tx: Tx, buildingId: string): Promise<Entrance[]> {
  const rows = await tx.all(
    sql`select id, building_id, name from entrance where subdistrict_id = ${tx.subdistrictId} and building_id = ${buildingId}`,
    entranceRow,
  );
  return rows.sort((a, b) => compareLabels({ label: a.name }, { label: b.name }));
}

const groupRow = z.object({ id: z.string(), name: z.string() });
/** Residents' groups (居民小组) of a neighbourhood, by name. */
export async function listGroups(tx: Tx, neighbourhoodId: string): Promise<{ id: string; name: string }[]> {
  const rows = await tx.all(
    sql`select id, name from residents_group where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${neighbourhoodId}`,
    groupRow,
  );
  return rows.sort((a, b) => compareLabels({ label: a.name }, { label: b.name }));
}
