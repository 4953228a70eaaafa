import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { adoptedTree, insertTree, treeOf } from './store.ts';
import { parseTree } from './tree.ts';

/**
 * Adopts a version of the tree from its file. Values given for leaves that stay keep counting; runs made with older versions stand. Errors: `not-a-tree`;
 * `version-taken` another content has this version.
 */
export async function adoptTree(
  ctx: CommandContext,
  input: { bytes: Uint8Array },
): Promise<Result<{ version: string }, { code: 'not-allowed' | 'version-taken' | 'key-reused' } | { code: 'not-a-tree'; detail: string }>> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(input.bytes));
  } catch {
    return err({ code: 'not-a-tree', detail: 'JSON' });
  }
  const tree = parseTree(json);
  if (!tree.ok) return err({ code: 'not-a-tree', detail: `${tree.error.code} ${tree.error.detail}` });
  const done = await runCommand(ctx, 'adopt-index-tree', async (tx) => {
    if (!tx.can('index.weigh', { neighbourhoodId: null })) return err('not-allowed');
    if (await treeOf(tx, tree.value.version)) return err('version-taken');
    const before = await adoptedTree(tx);
    await insertTree(tx, tree.value);
    tx.audit({
      action: 'index.tree',
      subjectKind: 'index-tree',
      subjectId: null,
      text: { version: tree.value.version, before: before?.version ?? null, leaves: tree.value.leaves.length },
    });
    await tx.emit('index.tree-adopted', { version: tree.value.version });
    return ok({ version: tree.value.version });
  });
  return done.ok ? done : err({ code: done.error });
}
