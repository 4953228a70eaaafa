import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { buildingName, entranceName } from './place.ts';
import { findCompound, listBuildings } from './queries.ts';
import { insertBuildings, insertEntrances, insertHomes, insertHouseholds, type NewHome } from './store.ts';

export interface BuildingInput {
  compoundId: string;
  /** `3` becomes `3号楼`. */
  name: string;
  /** Names of the entrances, `1` becomes `1单元`; empty = one without a name. */
  entrances: readonly string[];
  /** First and last floor, and homes on each floor of each entrance: 1–6 floors × 2 → 101, 102, … 602. */
  floors: { first: number; last: number; homesPerFloor: number };
  /** Homes that are not there although the grid says so: `102`. */
  leaveOut?: readonly string[];
  /** Floor area of every home in hundredths of a square metre, or null. */
  areaCentiM2?: bigint | null;
}
/** `name-taken` another building of the compound has this name · `too-many` over 1,000 homes · `bad-floors` last before first, no floor 0. */
export type BuildingError = 'not-found' | 'not-allowed' | 'name-taken' | 'too-many' | 'bad-floors';

/** Rooms of one entrance: floors without 0, `101`, `1203`; floors below ground are `B1-01`. */
export function roomsOf(floors: BuildingInput['floors']): { room: string; floor: number }[] {
  const rooms: { room: string; floor: number }[] = [];
  for (let floor = floors.first; floor <= floors.last; floor++) {
    if (floor === 0) continue;
    for (let n = 1; n <= floors.homesPerFloor; n++) {
      const number = String(n).padStart(2, '0');
      rooms.push({ room: floor < 0 ? `B${-floor}-${number}` : `${floor}${number}`, floor });
    }
  }
  return rooms;
}

/** What was made: ids in the order of entrances, floors, rooms. */
export interface BuiltBuilding {
  buildingId: string;
  entranceIds: string[];
  homes: { homeId: string; householdId: string; entranceId: string; room: string; floor: number }[];
}

/** Makes a building with its entrances, homes, a household for each home and public codes, inside the caller's transaction. */
export async function createBuildingIn(tx: CommandTx, input: BuildingInput): Promise<Result<BuiltBuilding, BuildingError>> {
  const compound = await findCompound(tx, input.compoundId);
  if (!compound) return err('not-found');
  const { neighbourhoodId } = compound;
  if (!tx.can('place.edit', { neighbourhoodId })) return err('not-allowed');
  const { first, last, homesPerFloor } = input.floors;
  if (last < first || first < -5 || last > 200) return err('bad-floors');
  const names = [...new Set(input.entrances.length === 0 ? [''] : input.entrances.map(entranceName))];
  if ((last - first + 1) * homesPerFloor * names.length > 1000) return err('too-many');
  const name = buildingName(input.name);
  const known = await listBuildings(tx, neighbourhoodId);
  if (known.some((b) => b.compoundId === compound.id && b.name === name)) return err('name-taken');

  const buildingId = tx.newId();
  const entrances = names.map((entrance) => ({
    id: tx.newId(),
    neighbourhoodId,
    buildingId,
    name: entrance,
  }));
  const rooms = roomsOf(input.floors).filter(({ room }) => !input.leaveOut?.includes(room));
  const homes = entrances.flatMap((entrance) =>
    rooms.map(
      ({ room, floor }): NewHome => ({
        id: tx.newId(),
        neighbourhoodId,
        buildingId,
        entranceId: entrance.id,
        groupId: null,
        room,
        floor,
        areaCentiM2: input.areaCentiM2 ?? null,
        ownerNo: null,
      }),
    ),
  );
  const households = homes.map((home) => ({ id: tx.newId(), neighbourhoodId, homeId: home.id }));
  await insertBuildings(tx, [{ id: buildingId, neighbourhoodId, compoundId: compound.id, name }]);
  await insertEntrances(tx, entrances);
  await insertHomes(tx, homes);
  await insertHouseholds(tx, households);
  tx.audit({
    action: 'building.created',
    subjectKind: 'building',
    subjectId: buildingId,
    text: { name, entrances: names, homes: homes.length },
  });
  return ok({
    buildingId,
    entranceIds: entrances.map((entrance) => entrance.id),
    homes: homes.map((home, i) => ({
      homeId: home.id,
      householdId: households[i]!.id,
      entranceId: home.entranceId,
      room: home.room,
      floor: home.floor ?? 0,
    })),
  });
}

/** Makes a building with entrances and homes; returns what was made. */
export const createBuilding = (ctx: CommandContext, input: BuildingInput) => runCommand(ctx, 'create-building', (tx) => createBuildingIn(tx, input));
