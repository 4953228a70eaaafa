import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { CompoundKind } from './place.ts';
import { findCompound, findNeighbourhood, listCompounds } from './queries.ts';
import { insertCompounds, updateCompound } from './store.ts';

export interface CompoundInput {
  name: string;
  /** Null = not said yet; the index asks for it. */
  kind: CompoundKind | null;
  tags: readonly string[];
  builtYear: number | null;
}
/** `name-taken` another compound of the neighbourhood has this name. */
export type CompoundError = 'not-found' | 'not-allowed' | 'name-taken';

/** Makes a compound, inside the caller's transaction; returns its id. */
export async function createCompoundIn(tx: CommandTx, input: CompoundInput & { neighbourhoodId: string }): Promise<Result<string, CompoundError>> {
  if (!(await findNeighbourhood(tx, input.neighbourhoodId))) return err('not-found');
  if (!tx.can('place.edit', { neighbourhoodId: input.neighbourhoodId })) return err('not-allowed');
  if ((await listCompounds(tx, input.neighbourhoodId)).some((c) => c.name === input.name)) return err('name-taken');
  const id = tx.newId();
  await insertCompounds(tx, [{ id, ...input }]);
  tx.audit({ action: 'compound.created', subjectKind: 'compound', subjectId: id, text: { ...input } });
  return ok(id);
}

/** Makes a compound; returns its id. */
export const createCompound = (ctx: CommandContext, input: CompoundInput & { neighbourhoodId: string }) =>
  runCommand(ctx, 'create-compound', (tx) => createCompoundIn(tx, input));

/** Changes what is said of a compound. */
export const editCompound = (ctx: CommandContext, input: CompoundInput & { id: string }) =>
  runCommand(ctx, 'edit-compound', async (tx): Promise<Result<void, CompoundError>> => {
    const before = await findCompound(tx, input.id);
    if (!before) return err('not-found');
    if (!tx.can('place.edit', { neighbourhoodId: before.neighbourhoodId })) return err('not-allowed');
    const others = (await listCompounds(tx, before.neighbourhoodId)).filter((c) => c.id !== input.id);
    if (others.some((c) => c.name === input.name)) return err('name-taken');
    await updateCompound(tx, { ...input, neighbourhoodId: before.neighbourhoodId });
    tx.audit({
      action: 'compound.edited',
      subjectKind: 'compound',
      subjectId: input.id,
      text: { before, after: input },
    });
    return ok();
  });
