import type { Tree } from './tree.ts';

/** What never changes between rows: weights, groups of leaves (the deepest nodes) and which groups lie below each node. */
export interface Plan {
  leaves: number;
  weights: Float64Array;
  allWeight: number;
  /** Deepest groups: their leaves lie side by side, the first group's first. */
  groupEnd: Int32Array;
  groupWeight: Float64Array;
  /** Group of each leaf. */
  groupOf: Int32Array;
  nodes: number;
  /** Range of groups below each node. */
  nodeFrom: Int32Array;
  nodeTo: Int32Array;
  nodeWeight: Float64Array;
  /** Positions of the nodes of the second level, and their weights. */
  top: number[];
  topWeight: number[];
  allTopWeight: number;
}

/** Prepares a tree for scoring. */
export function planOf(tree: Tree): Plan {
  const weights = Float64Array.from(tree.leaves, (leaf) => leaf.weight);
  const deepest = Math.max(0, ...tree.nodes.map((node) => node.depth));
  const groups = deepest === 0 ? [{ from: 0, to: tree.leaves.length }] : tree.nodes.filter((node) => node.depth === deepest);
  const sum = (values: ArrayLike<number>, from: number, to: number) => {
    let total = 0;
    for (let at = from; at < to; at += 1) total += values[at] ?? 0;
    return total;
  };
  // Every other leaf by itself, as rows are added up, so that a row in which nothing is missing has exactly all the weight.
  const groupWeight = Float64Array.from(groups, ({ from, to }) => {
    let [even, odd] = [0, 0];
    for (let at = from; at < to; at += 1) {
      if ((at - from) % 2 === 0) even += weights[at] ?? 0;
      else odd += weights[at] ?? 0;
    }
    return even + odd;
  });
  const groupOf = new Int32Array(tree.leaves.length);
  groups.forEach((group, index) => groupOf.fill(index, group.from, group.to));
  const nodeFrom = Int32Array.from(tree.nodes, (node) => groups.findIndex((group) => group.from >= node.from));
  const nodeTo = Int32Array.from(tree.nodes, (node) => groups.filter((group) => group.from < node.to).length);
  const nodeWeight = Float64Array.from(tree.nodes, (_, node) => sum(groupWeight, nodeFrom[node] ?? 0, nodeTo[node] ?? 0));
  const top = tree.nodes.flatMap((node, index) => (node.depth === 1 ? [index] : []));
  const topWeight = top.map((node) => nodeWeight[node] ?? 0);
  return {
    leaves: tree.leaves.length,
    weights,
    allWeight: sum(groupWeight, 0, groupWeight.length),
    groupEnd: Int32Array.from(groups, (group) => group.to),
    groupWeight,
    groupOf,
    nodes: tree.nodes.length,
    nodeFrom,
    nodeTo,
    nodeWeight,
    top,
    topWeight,
    allTopWeight: sum(topWeight, 0, topWeight.length),
  };
}
