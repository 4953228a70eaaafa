import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { type CommitteeKind, isPlaceCode } from './place.ts';
import { findNeighbourhood, listNeighbourhoods } from './queries.ts';
import { insertNeighbourhood, updateNeighbourhood } from './store.ts';

export interface NeighbourhoodInput {
  /** Readable code: `pd-hq-cailu`. */
  code: string;
  name: string;
  committeeKind: CommitteeKind;
  /** A published figure in its own words (`60余户`), or null. */
  publishedHouseholdsText: string | null;
  introduction: string | null;
}
/** `bad-code` not small letters, digits and hyphens · `code-taken` · `name-taken` in this subdistrict. */
export type NeighbourhoodError = 'not-allowed' | 'not-found' | 'bad-code' | 'code-taken' | 'name-taken';

async function checked(tx: CommandTx, input: NeighbourhoodInput, ownId: string | null): Promise<NeighbourhoodError | null> {
  if (!isPlaceCode(input.code)) return 'bad-code';
  const others = (await listNeighbourhoods(tx)).filter((n) => n.id !== ownId);
  if (others.some((n) => n.code === input.code)) return 'code-taken';
  return others.some((n) => n.name === input.name) ? 'name-taken' : null;
}

/** Makes a neighbourhood and the public code of its notice board, inside the caller's transaction. */
export async function createNeighbourhoodIn(tx: CommandTx, input: NeighbourhoodInput): Promise<Result<string, NeighbourhoodError>> {
  if (!tx.can('neighbourhood.create', { neighbourhoodId: null })) return err('not-allowed');
  const problem = await checked(tx, input, null);
  if (problem) return err(problem);
  const id = tx.newId();
  await insertNeighbourhood(tx, { id, ...input });
  tx.audit({
    action: 'neighbourhood.created',
    subjectKind: 'neighbourhood',
    subjectId: id,
    text: { ...input },
  });
  await tx.emit('neighbourhood.created', { neighbourhoodId: id });
  return ok(id);
}

/** Makes a neighbourhood; returns its id. */
export const createNeighbourhood = (ctx: CommandContext, input: NeighbourhoodInput) =>
  runCommand(ctx, 'create-neighbourhood', (tx) => createNeighbourhoodIn(tx, input));

/** Changes what is said of a neighbourhood. */
export const editNeighbourhood = (ctx: CommandContext, input: NeighbourhoodInput & { id: string }) =>
  runCommand(ctx, 'edit-neighbourhood', async (tx): Promise<Result<void, NeighbourhoodError>> => {
    const before = await findNeighbourhood(tx, input.id);
    if (!before) return err('not-found');
    if (!tx.can('place.edit', { neighbourhoodId: before.id })) return err('not-allowed');
    const problem = await checked(tx, input, before.id);
    if (problem) return err(problem);
    await updateNeighbourhood(tx, input);
    tx.audit({
      action: 'neighbourhood.edited',
      subjectKind: 'neighbourhood',
      subjectId: input.id,
      text: { before, after: input },
    });
    return ok();
  });
