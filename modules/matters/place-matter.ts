import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { findBuilding, findCompound } from '#modules/places';
import { type CommandContext, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { actedAs } from './actors.ts';
import { isOpen, type Matter } from './matter.ts';
import { type Spot, spotParts } from './spot.ts';
import { insertStep, lockMatter, saveSpot } from './store.ts';

/** Places an open matter on the plan, or places it better: its raiser, or the committee. Errors: `no-such-spot` not of this neighbourhood. */
export function placeMatter(
  context: CommandContext,
  input: { matterId: string; spot: Spot },
): Promise<Result<{ matterId: string }, 'not-found' | 'not-allowed' | 'wrong-state' | 'no-such-spot' | 'key-reused'>> {
  return runCommand(
    context,
    'place-matter',
    async (tx): Promise<Result<{ matterId: string }, 'not-found' | 'not-allowed' | 'wrong-state' | 'no-such-spot'>> => {
      const matter = await lockMatter(tx, input.matterId);
      if (!matter) return err('not-found');
      if (!tx.can('matter.place', { neighbourhoodId: matter.neighbourhoodId })) return err('not-allowed');
      if (matter.raisedBy !== tx.actor.personId && !tx.can('matter.decide', { neighbourhoodId: matter.neighbourhoodId })) return err('not-allowed');
      if (!isOpen(matter)) return err('wrong-state');
      if (!(await theSpotIsOfThePlace(tx, input.spot, matter.neighbourhoodId))) return err('no-such-spot');
      await saveSpot(tx, matter.id, input.spot);
      await insertStep(tx, matter.id, { kind: 'placed', byRole: actedAs(tx.actor, matter) });
      tx.audit({ action: 'matter.place', subjectKind: 'matter', subjectId: matter.id, text: { ...input.spot } });
      return ok({ matterId: matter.id });
    },
  );
}

/** The building or compound is one of the neighbourhood, and the building one of the compound. */
export async function theSpotIsOfThePlace(tx: Tx, spot: Spot, neighbourhoodId: string): Promise<boolean> {
  const compound = await findCompound(tx, spot.compoundId);
  if (compound?.neighbourhoodId !== neighbourhoodId) return false;
  return spot.buildingId === null || (await findBuilding(tx, spot.buildingId))?.compoundId === compound.id;
}

const row = z
  .object({
    matter_id: z.string(),
    compound_id: z.string(),
    building_id: z.string().nullable(),
    part: z.enum(spotParts),
    note: z.string().nullable(),
  })
  .transform((r) => ({ matterId: r.matter_id, compoundId: r.compound_id, buildingId: r.building_id, part: r.part, note: r.note }));

/** Where matters lie, by id of the matter; those that nobody has placed are not there. */
export async function spotsOf(tx: Tx, matters: readonly Pick<Matter, 'id'>[]): Promise<Map<string, Spot>> {
  const rows = await tx.all(
    sql`select matter_id, compound_id, building_id, part, note from matter_spot where subdistrict_id = ${tx.subdistrictId}
    and matter_id = any(${matters.map((one) => one.id)}::uuid[])`,
    row,
  );
  return new Map(rows.map(({ matterId, ...spot }) => [matterId, spot]));
}
