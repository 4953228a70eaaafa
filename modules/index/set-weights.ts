import {
  ahpWeights,
  combineLinear,
  createScorer,
  criticWeights,
  entropyWeights,
  equalWeights,
  normalisedMatrix,
  pcaWeights,
  standardDeviationWeights,
} from '#libs/govindex';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { published, type RunMemory } from './run-memory.ts';
import { adoptedTree, insertWeights, type WeightMethod } from './store.ts';
import { type IndexTree, scoringTree } from './tree.ts';

/** Weights as a method finds them from the published run: points of 100 by leaf, and what is to be known about how. */
export interface FoundWeights {
  weights: Record<string, number>;
  detail: Record<string, unknown>;
}

/** `no-data` the method needs a published run · `inconsistent` the judgements contradict each other (consistency ratio over 0.1) · `not-a-matrix` they do not fit. */
export type WeightsError = 'not-allowed' | 'no-data' | 'inconsistent' | 'not-a-matrix' | 'empty' | 'too-long' | 'key-reused';

const byLeaf = (tree: IndexTree, shares: ArrayLike<number>): Record<string, number> =>
  Object.fromEntries(tree.leaves.map((leaf, at) => [leaf.code, 100 * (shares[at] ?? 0)]));

/** Nodes of the second level in their order. */
export const topNodes = (tree: IndexTree): string[] => [...new Set(tree.leaves.map((leaf) => leaf.parents[0] ?? ''))];

/**
 * What a method would give. Expert judgement (AHP) compares the second level in pairs (`a is n times as important as b`); below it the leaves of a node share
 * equally. `combination` is half what is given by equal shares and half CRITIC unless other parts are asked for.
 */
export function findWeightsBy(
  tree: IndexTree,
  memory: RunMemory | null,
  input: { method: WeightMethod; judgements?: number[][]; parts?: { method: WeightMethod; share: number }[] },
): Result<FoundWeights, 'no-data' | 'inconsistent' | 'not-a-matrix'> {
  const { method } = input;
  if (method === 'equal') return ok({ weights: byLeaf(tree, equalWeights(scoringTree(tree))), detail: {} });
  if (method === 'ahp') {
    const judged = ahpWeights(input.judgements ?? []);
    if (!judged.ok) return err(judged.error.code === 'inconsistent' ? 'inconsistent' : 'not-a-matrix');
    const tops = topNodes(tree);
    if (judged.value.weights.length !== tops.length) return err('not-a-matrix');
    const shares = tree.leaves.map((leaf) => {
      const top = tops.indexOf(leaf.parents[0] ?? '');
      return (judged.value.weights[top] ?? 0) / tree.leaves.filter((other) => other.parents[0] === leaf.parents[0]).length;
    });
    const { consistencyRatio, lambdaMax } = judged.value;
    return ok({ weights: byLeaf(tree, shares), detail: { judgements: input.judgements, consistencyRatio, lambdaMax, tops } });
  }
  if (method === 'combination') {
    const parts = input.parts ?? [
      { method: 'equal' as const, share: 0.5 },
      { method: 'critic' as const, share: 0.5 },
    ];
    const found = [];
    for (const part of parts) {
      const one = findWeightsBy(tree, memory, { ...input, method: part.method === 'combination' ? 'equal' : part.method });
      if (!one.ok) return one;
      found.push({ weights: Float64Array.from(tree.leaves, (leaf) => (one.value.weights[leaf.code] ?? 0) / 100), share: part.share });
    }
    return ok({ weights: byLeaf(tree, combineLinear(found)), detail: { parts } });
  }
  if (!memory || memory.results.length < 3 || memory.tree.version !== tree.version) return err('no-data');
  const scores = createScorer(memory.district.tree, memory.district.panel.kinds, memory.thresholds).all(memory.district.panel);
  const matrix = normalisedMatrix(memory.district, scores, 0);
  if (method === 'pca') {
    const { weights, components, explained } = pcaWeights(matrix);
    return ok({ weights: byLeaf(tree, weights), detail: { components, explained, run: memory.run.no } });
  }
  const shares = method === 'entropy' ? entropyWeights(matrix) : method === 'critic' ? criticWeights(matrix) : standardDeviationWeights(matrix);
  return ok({ weights: byLeaf(tree, shares), detail: { run: memory.run.no } });
}

/** Stores weights with who, when and why; a run may then be computed with them. */
export async function storeWeights(
  ctx: CommandContext,
  input: { method: WeightMethod; judgements?: number[][]; parts?: { method: WeightMethod; share: number }[]; reason: string },
): Promise<Result<{ weightsId: string }, WeightsError>> {
  const memory = await published(ctx.platform.db, ctx.subdistrictId);
  return runCommand(ctx, 'store-index-weights', async (tx): Promise<Result<{ weightsId: string }, WeightsError>> => {
    if (!tx.can('index.weigh', { neighbourhoodId: null })) return err('not-allowed');
    const tree = await adoptedTree(tx);
    if (!tree) return err('no-data');
    const reason = input.reason.trim();
    if (reason === '') return err('empty');
    if ([...reason].length > 500) return err('too-long');
    const found = findWeightsBy(tree, memory, input);
    if (!found.ok) return found;
    const weightsId = await insertWeights(tx, { treeVersion: tree.version, method: input.method, ...found.value, reason });
    tx.audit({ action: 'index.weigh', subjectKind: 'index-weights', subjectId: weightsId, text: { method: input.method, reason } });
    await tx.emit('index.weighed', { weightsId });
    return ok({ weightsId });
  });
}
