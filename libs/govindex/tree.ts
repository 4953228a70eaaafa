/** One indicator: a leaf of the tree. */
export interface Leaf {
  code: string;
  name: string;
  /** Codes of its parents from the top down. */
  parents: readonly string[];
  /** 1 more is better, -1 less is better. */
  direction: 1 | -1;
  /** Points of 100; what is missing is left out of both sides of the mean. */
  weight: number;
  /** Where its data come from, as the file says. */
  source: string;
  /** Unit of its values (次, 元, …); empty where the file names none. */
  unit: string;
  /** What sort of value: `count`, `rate`, `share`, `score`, `binary`, … as the file says. */
  kind: string;
  /** Code of the node whose change over twelve months this leaf is; empty for every other leaf. */
  changeOf: string;
}

/** A node above the leaves: its leaves lie side by side in the order of the tree. */
export interface TreeNode {
  code: string;
  /** 1 = second level of the index (below the total), 2 = third, … */
  depth: number;
  /** Positions of its first leaf and of the one after its last. */
  from: number;
  to: number;
}

/** The index as data: leaves in the order in which they are stored, nodes from the deepest level up. */
export interface Tree {
  leaves: readonly Leaf[];
  nodes: readonly TreeNode[];
}

/** What a leaf is given as; parents from the top down, `weight` only where the file sets one. */
export interface LeafInput {
  code: string;
  name: string;
  parents: readonly string[];
  direction: 1 | -1;
  weight: number | null;
  source: string;
  unit?: string;
  kind?: string;
  changeOf?: string;
}

/** Why a tree cannot be built. */
export type TreeError = { code: 'no-leaves' } | { code: 'duplicate-leaf' | 'split-node' | 'ragged' | 'some-weights' | 'unknown-node'; at: string };

/**
 * Builds the tree: leaves of one node lie side by side, every leaf has as many parents as the first. Without weights each node of the second
 * level has the same share of 100 points, split equally over its leaves.
 */
export function buildTree(inputs: readonly LeafInput[]): { ok: true; value: Tree } | { ok: false; error: TreeError } {
  const [first] = inputs;
  if (first === undefined) return { ok: false, error: { code: 'no-leaves' } };
  const levels = first.parents.length;
  const codes = new Set<string>();
  const weighted = inputs.filter((leaf) => leaf.weight !== null).length;
  for (const leaf of inputs) {
    if (codes.has(leaf.code)) return { ok: false, error: { code: 'duplicate-leaf', at: leaf.code } };
    codes.add(leaf.code);
    if (leaf.parents.length !== levels) return { ok: false, error: { code: 'ragged', at: leaf.code } };
    if (weighted > 0 && leaf.weight === null) return { ok: false, error: { code: 'some-weights', at: leaf.code } };
  }
  const nodes: TreeNode[] = [];
  for (let depth = levels; depth >= 1; depth -= 1) {
    const seen = new Set<string>();
    inputs.forEach((leaf, index) => {
      const code = leaf.parents[depth - 1] ?? '';
      const open = nodes.at(-1);
      if (open && open.depth === depth && open.code === code && open.to === index) open.to = index + 1;
      else {
        nodes.push({ code, depth, from: index, to: index + 1 });
        seen.add(code);
      }
    });
    const ofDepth = nodes.filter((node) => node.depth === depth);
    const twice = ofDepth.find((node, index) => ofDepth.findIndex((other) => other.code === node.code) !== index);
    if (twice) return { ok: false, error: { code: 'split-node', at: twice.code } };
  }
  const tops = nodes.filter((node) => node.depth === 1);
  const leaves = inputs.map((leaf, index): Leaf => {
    const top = tops.find((node) => node.from <= index && index < node.to);
    const equal = 100 / Math.max(1, tops.length) / (top ? top.to - top.from : inputs.length);
    return { ...leaf, unit: leaf.unit ?? '', kind: leaf.kind ?? '', changeOf: leaf.changeOf ?? '', weight: leaf.weight ?? equal };
  });
  const lost = leaves.find((leaf) => leaf.changeOf !== '' && !tops.some((node) => node.code === leaf.changeOf && node.code !== leaf.parents[0]));
  if (lost) return { ok: false, error: { code: 'unknown-node', at: lost.code } };
  return { ok: true, value: { leaves, nodes } };
}
