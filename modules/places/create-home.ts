import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { entranceName, floorOfRoom, roomName } from './place.ts';
import { findHome, listHomes } from './home-queries.ts';
import { findBuilding, listEntrances, listGroups } from './queries.ts';
import { insertEntrances, insertGroups, insertHomes, insertHouseholds, updateHomes } from './store.ts';

export interface HomeFacts {
  /** Name of the residents' group (居民小组), made when it is not known; null = none. */
  groupName: string | null;
  /** Null = read from the room number where it tells. */
  floor: number | null;
  /** Hundredths of a square metre. */
  areaCentiM2: bigint | null;
  /** Joins the homes of one owner: one head, all areas. */
  ownerNo: string | null;
}
/** `room-taken` the entrance has this room already. */
export type HomeError = 'not-found' | 'not-allowed' | 'room-taken';

async function groupId(tx: CommandTx, neighbourhoodId: string, name: string | null): Promise<string | null> {
  if (name === null) return null;
  const known = (await listGroups(tx, neighbourhoodId)).find((group) => group.name === name);
  if (known) return known.id;
  const id = tx.newId();
  await insertGroups(tx, [{ id, neighbourhoodId, name }]);
  return id;
}

/** Adds one home, with a household in it, to a building; an entrance that is not known is made. Returns the home's id. */
export const createHome = (ctx: CommandContext, input: HomeFacts & { buildingId: string; entrance: string; room: string }) =>
  runCommand(ctx, 'create-home', async (tx): Promise<Result<string, HomeError>> => {
    const building = await findBuilding(tx, input.buildingId);
    if (!building) return err('not-found');
    const { neighbourhoodId } = building;
    if (!tx.can('place.edit', { neighbourhoodId })) return err('not-allowed');
    const name = entranceName(input.entrance);
    const room = roomName(input.room);
    let entrance = (await listEntrances(tx, building.id)).find((e) => e.name === name);
    if (!entrance) {
      entrance = { id: tx.newId(), buildingId: building.id, name };
      await insertEntrances(tx, [{ ...entrance, neighbourhoodId }]);
    }
    const { id: entranceId } = entrance;
    if ((await listHomes(tx, { buildingId: building.id })).some((h) => h.entranceId === entranceId && h.room === room)) return err('room-taken');
    const id = tx.newId();
    await insertHomes(tx, [
      {
        id,
        neighbourhoodId,
        buildingId: building.id,
        entranceId,
        groupId: await groupId(tx, neighbourhoodId, input.groupName),
        room,
        floor: input.floor ?? floorOfRoom(room),
        areaCentiM2: input.areaCentiM2,
        ownerNo: input.ownerNo,
      },
    ]);
    await insertHouseholds(tx, [{ id: tx.newId(), neighbourhoodId, homeId: id }]);
    tx.audit({ action: 'home.created', subjectKind: 'home', subjectId: id, text: { room, entrance: name } });
    return ok(id);
  });

/** Changes a home's facts. */
export const editHome = (ctx: CommandContext, input: HomeFacts & { homeId: string }) =>
  runCommand(ctx, 'edit-home', async (tx): Promise<Result<void, HomeError>> => {
    const home = await findHome(tx, input.homeId);
    if (!home) return err('not-found');
    if (!tx.can('place.edit', { neighbourhoodId: home.neighbourhoodId })) return err('not-allowed');
    await updateHomes(tx, [
      {
        id: home.id,
        groupId: await groupId(tx, home.neighbourhoodId, input.groupName),
        floor: input.floor,
        areaCentiM2: input.areaCentiM2,
        ownerNo: input.ownerNo,
      },
    ]);
    tx.audit({
      action: 'home.edited',
      subjectKind: 'home',
      subjectId: home.id,
      text: {
        before: { floor: home.floor, areaCentiM2: home.areaCentiM2, ownerNo: home.ownerNo },
        after: { ...input },
      },
    });
    return ok();
  });
