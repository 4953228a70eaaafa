import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import { codeFrom, doorCodeLength } from './door-code.ts';
import type { CommitteeKind, CompoundKind } from './place.ts';

/** Columns of a bulk insert: one array a column, so that thousands of rows are one statement. */
const column = <T, V>(rows: readonly T[], pick: (row: T) => V): V[] => rows.map(pick);

export interface NewNeighbourhood {
  id: string;
  code: string;
  name: string;
  committeeKind: CommitteeKind;
  publishedHouseholdsText: string | null;
  introduction: string | null;
}
export async function insertNeighbourhood(tx: CommandTx, n: NewNeighbourhood): Promise<void> {
  await tx.exec(sql`insert into neighbourhood (subdistrict_id, id, code, name, committee_kind, published_households_text, introduction, created_at)
    values (${tx.subdistrictId}, ${n.id}, ${n.code}, ${n.name}, ${n.committeeKind}, ${n.publishedHouseholdsText}, ${n.introduction}, ${tx.now})`);
  await insertDoorCodes(tx, [{ neighbourhoodId: n.id }]);
}
export async function updateNeighbourhood(tx: CommandTx, n: NewNeighbourhood): Promise<void> {
  await tx.exec(sql`update neighbourhood set code = ${n.code}, name = ${n.name}, committee_kind = ${n.committeeKind},
    published_households_text = ${n.publishedHouseholdsText}, introduction = ${n.introduction}
    where subdistrict_id = ${tx.subdistrictId} and id = ${n.id}`);
}

/** Holds whoever else imports into this neighbourhood until the end of the transaction. */
export async function lockNeighbourhood(tx: CommandTx, id: string): Promise<void> {
  await tx.exec(sql`select 1 from neighbourhood where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`);
}

export interface NewCompound {
  id: string;
  neighbourhoodId: string;
  name: string;
  kind: CompoundKind | null;
  tags: readonly string[];
  builtYear: number | null;
}
export async function insertCompounds(tx: CommandTx, rows: readonly NewCompound[]): Promise<void> {
  for (const c of rows) {
    await tx.exec(sql`insert into compound (subdistrict_id, id, neighbourhood_id, name, kind, tags, built_year)
      values (${tx.subdistrictId}, ${c.id}, ${c.neighbourhoodId}, ${c.name}, ${c.kind}, ${[...c.tags]}::text[], ${c.builtYear})`);
  }
}
export async function updateCompound(tx: CommandTx, c: NewCompound): Promise<void> {
  await tx.exec(sql`update compound set name = ${c.name}, kind = ${c.kind}, tags = ${[...c.tags]}::text[], built_year = ${c.builtYear}
    where subdistrict_id = ${tx.subdistrictId} and id = ${c.id}`);
}

export interface NewBuilding {
  id: string;
  neighbourhoodId: string;
  compoundId: string;
  name: string;
}
/** Buildings with their own public code each. */
export async function insertBuildings(tx: CommandTx, rows: readonly NewBuilding[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.exec(sql`insert into building (subdistrict_id, id, neighbourhood_id, compound_id, name)
    select ${tx.subdistrictId}::uuid, * from unnest(${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.neighbourhoodId)}::uuid[],
    ${column(rows, (r) => r.compoundId)}::uuid[], ${column(rows, (r) => r.name)}::text[])`);
  await insertDoorCodes(
    tx,
    rows.map((r) => ({ neighbourhoodId: r.neighbourhoodId, buildingId: r.id })),
  );
}

export interface NewEntrance {
  id: string;
  neighbourhoodId: string;
  buildingId: string;
  name: string;
}
/** Entrances with their own public code each. */
export async function insertEntrances(tx: CommandTx, rows: readonly NewEntrance[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.exec(sql`insert into entrance (subdistrict_id, id, neighbourhood_id, building_id, name)
    select ${tx.subdistrictId}::uuid, * from unnest(${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.neighbourhoodId)}::uuid[],
    ${column(rows, (r) => r.buildingId)}::uuid[], ${column(rows, (r) => r.name)}::text[])`);
  await insertDoorCodes(
    tx,
    rows.map((r) => ({ neighbourhoodId: r.neighbourhoodId, entranceId: r.id })),
  );
}

export async function insertGroups(tx: CommandTx, rows: readonly { id: string; neighbourhoodId: string; name: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.exec(sql`insert into residents_group (subdistrict_id, id, neighbourhood_id, name)
    select ${tx.subdistrictId}::uuid, * from unnest(${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.neighbourhoodId)}::uuid[],
    ${column(rows, (r) => r.name)}::text[])`);
}

export interface NewHome {
  id: string;
  neighbourhoodId: string;
  buildingId: string;
  entranceId: string;
  groupId: string | null;
  room: string;
  floor: number | null;
  areaCentiM2: bigint | null;
  ownerNo: string | null;
}
/** Homes with their own public code each. */
export async function insertHomes(tx: CommandTx, rows: readonly NewHome[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.exec(sql`insert into home (subdistrict_id, id, neighbourhood_id, building_id, entrance_id, group_id, room, floor, area_centi_m2, owner_no)
    select ${tx.subdistrictId}::uuid, * from unnest(${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.neighbourhoodId)}::uuid[],
    ${column(rows, (r) => r.buildingId)}::uuid[], ${column(rows, (r) => r.entranceId)}::uuid[], ${column(rows, (r) => r.groupId)}::uuid[],
    ${column(rows, (r) => r.room)}::text[], ${column(rows, (r) => r.floor)}::int[], ${column(rows, (r) => r.areaCentiM2)}::bigint[],
    ${column(rows, (r) => r.ownerNo)}::text[])`);
  await insertDoorCodes(
    tx,
    rows.map((r) => ({ neighbourhoodId: r.neighbourhoodId, homeId: r.id })),
  );
}

/** New facts of homes that are known; what is null in a row is written as null. */
export async function updateHomes(
  tx: CommandTx,
  rows: readonly {
    id: string;
    groupId: string | null;
    floor: number | null;
    areaCentiM2: bigint | null;
    ownerNo: string | null;
  }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.exec(sql`update home h set group_id = v.group_id, floor = v.floor, area_centi_m2 = v.area, owner_no = v.owner_no
    from unnest(${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.groupId)}::uuid[], ${column(rows, (r) => r.floor)}::int[],
    ${column(rows, (r) => r.areaCentiM2)}::bigint[], ${column(rows, (r) => r.ownerNo)}::text[]) as v (id, group_id, floor, area, owner_no)
    where h.subdistrict_id = ${tx.subdistrictId} and h.id = v.id`);
}

export async function insertHouseholds(tx: CommandTx, rows: readonly { id: string; neighbourhoodId: string; homeId: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.exec(sql`insert into household (subdistrict_id, id, neighbourhood_id, home_id, since_day)
    select ${tx.subdistrictId}::uuid, v.id, v.neighbourhood_id, v.home_id, ${tx.today}::date from unnest(${column(rows, (r) => r.id)}::uuid[],
    ${column(rows, (r) => r.neighbourhoodId)}::uuid[], ${column(rows, (r) => r.homeId)}::uuid[]) as v (id, neighbourhood_id, home_id)`);
}
/** Ends a household today; true when it was there and had not ended. */
export async function endHousehold(tx: CommandTx, id: string): Promise<boolean> {
  return (
    (await tx.exec(sql`update household set until_day = greatest(${tx.today}::date, since_day)
    where subdistrict_id = ${tx.subdistrictId} and id = ${id} and until_day is null`)) === 1
  );
}

type CodeFor = { neighbourhoodId: string; buildingId?: string; entranceId?: string; homeId?: string };
/** Gives each place a code nobody has. With 2^40 codes a clash is rare; the clashing ones are drawn again. */
async function insertDoorCodes(tx: CommandTx, places: readonly CodeFor[]): Promise<void> {
  let left = places;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === 5) throw new Error('no free door codes');
    const bytes = tx.randomBytes(left.length * doorCodeLength);
    const rows = left.map((place, i) => ({
      ...place,
      code: codeFrom(bytes.subarray(i * doorCodeLength), doorCodeLength),
    }));
    const made = await tx.exec(sql`insert into door_code (subdistrict_id, code, neighbourhood_id, building_id, entrance_id, home_id)
      select ${tx.subdistrictId}::uuid, * from unnest(${column(rows, (r) => r.code)}::text[], ${column(rows, (r) => r.neighbourhoodId)}::uuid[],
      ${column(rows, (r) => r.buildingId ?? null)}::uuid[], ${column(rows, (r) => r.entranceId ?? null)}::uuid[],
      ${column(rows, (r) => r.homeId ?? null)}::uuid[]) on conflict (subdistrict_id, code) do nothing`);
    left = made === left.length ? [] : await withoutCode(tx, left);
  }
}

const idRow = z.object({ id: z.string() });
async function withoutCode(tx: CommandTx, places: readonly CodeFor[]): Promise<CodeFor[]> {
  const idOf = (p: CodeFor): string => p.homeId ?? p.entranceId ?? p.buildingId ?? p.neighbourhoodId;
  const rows = await tx.all(
    sql`select coalesce(home_id, entrance_id, building_id, neighbourhood_id) as id from door_code
    where subdistrict_id = ${tx.subdistrictId} and coalesce(home_id, entrance_id, building_id, neighbourhood_id) = any(${places.map(idOf)}::uuid[])`,
    idRow,
  );
  const known = new Set(rows.map((row) => row.id));
  return places.filter((place) => !known.has(idOf(place)));
}
