import type { Panel } from './panel.ts';
import type { Threshold } from './thresholds.ts';
import type { Tree } from './tree.ts';

/** Scores of rows (compound by compound, month by month), in points of 100; NaN = nothing to score. */
export interface Scores {
  rows: number;
  /** Normalised leaves, 0 to 1: `z[row * leaves + leaf]`. */
  z: Float64Array;
  /** Index of each node, in the tree's order: `index[row * nodes + node]`, 0 to 100. */
  index: Float64Array;
  /** ΣZW ÷ ΣW over all leaves that are there. */
  total: Float64Array;
  /** The same with the second level's shares kept. */
  nested: Float64Array;
  /** Weight that is there ÷ all weight, 0 to 1. */
  coverage: Float64Array;
}

/** What turns a value into its normalised value: `(x − shift) · factor`, cut to 0…1. */
interface Scale {
  shift: Float64Array;
  factor: Float64Array;
  /** Leaves whose bounds are one value. */
  single: number[];
}

/** Scales of one kind; a leaf without threshold has a NaN factor, so that every value of it is missing. */
function scaleOf(tree: Tree, thresholds: readonly Threshold[], kind: number): Scale {
  const leaves = tree.leaves.length;
  const scale: Scale = { shift: new Float64Array(leaves), factor: new Float64Array(leaves), single: [] };
  tree.leaves.forEach((leaf, index) => {
    const threshold = thresholds[kind * leaves + index];
    if (!threshold || threshold.sampled === 0) scale.factor[index] = Number.NaN;
    else if (threshold.degenerate) {
      scale.shift[index] = threshold.lower;
      scale.factor[index] = leaf.direction;
      scale.single.push(index);
    } else {
      scale.shift[index] = leaf.direction === 1 ? threshold.lower : threshold.upper;
      scale.factor[index] = leaf.direction / (threshold.upper - threshold.lower);
    }
  });
  return scale;
}

/** A value at the one bound is worth a half, on the better side 1, on the worse 0. */
const atSingleBound = (signed: number): number => (signed === 0 ? 0.5 : signed > 0 ? 1 : signed < 0 ? 0 : Number.NaN);

/** What never changes between rows. */
export interface Plan {
  leaves: number;
  weights: Float64Array;
  allWeight: number;
  /** Deepest groups: the leaves are walked once, group by group. */
  groupEnd: Int32Array;
  groupWeight: Float64Array;
  nodes: number;
  /** Node of each deepest group, and for every other node the range of groups below it. */
  nodeFrom: Int32Array;
  nodeTo: Int32Array;
  top: number[];
  topWeight: number[];
}

/** Prepares a tree for scoring. */
export function planOf(tree: Tree): Plan {
  const weights = Float64Array.from(tree.leaves, (leaf) => leaf.weight);
  const deepest = Math.max(0, ...tree.nodes.map((node) => node.depth));
  const groups = deepest === 0 ? [{ from: 0, to: tree.leaves.length }] : tree.nodes.filter((node) => node.depth === deepest);
  const sum = (from: number, to: number) => weights.subarray(from, to).reduce((total, weight) => total + weight, 0);
  const top = tree.nodes.flatMap((node, index) => (node.depth === 1 ? [index] : []));
  return {
    leaves: tree.leaves.length,
    weights,
    allWeight: sum(0, weights.length),
    groupEnd: Int32Array.from(groups, (group) => group.to),
    groupWeight: Float64Array.from(groups, (group) => sum(group.from, group.to)),
    nodes: tree.nodes.length,
    nodeFrom: Int32Array.from(tree.nodes, (node) => groups.findIndex((group) => group.from >= node.from)),
    nodeTo: Int32Array.from(tree.nodes, (node) => groups.filter((group) => group.from < node.to).length),
    top,
    topWeight: top.map((index) => sum(tree.nodes[index]?.from ?? 0, tree.nodes[index]?.to ?? 0)),
  };
}

/** Room for the scores of `rows` rows. */
export const emptyScores = (plan: Plan, rows: number): Scores => ({
  rows,
  z: new Float64Array(rows * plan.leaves),
  index: new Float64Array(rows * plan.nodes),
  total: new Float64Array(rows),
  nested: new Float64Array(rows),
  coverage: new Float64Array(rows),
});

/** A tree and its thresholds made ready: scores whole panels, or one row after a datum changed. */
export interface Scorer {
  plan: Plan;
  /** Scores every compound and month. `into` is filled where it is given. */
  all: (panel: Panel, into?: Scores) => Scores;
  /** Scores one compound and month anew; everything else stands. */
  row: (panel: Panel, compound: number, month: number, out: Scores) => void;
}

/**
 * Prepares scoring with thresholds that stand: I = ΣZW ÷ ΣW at every node over the leaves that are there.
 * One pass over the values; missing leaves are counted only in groups whose sum says that there are some.
 */
export function createScorer(tree: Tree, kinds: readonly string[], thresholds: readonly Threshold[]): Scorer {
  const plan = planOf(tree);
  const scales = kinds.map((_, kind) => scaleOf(tree, thresholds, kind));
  const scratch = { sums: new Float64Array(plan.groupEnd.length), present: new Float64Array(plan.groupEnd.length) };
  return {
    plan,
    all(panel, into) {
      const out = into ?? emptyScores(plan, panel.compounds * panel.months);
      for (let compound = 0; compound < panel.compounds; compound += 1) {
        const scale = scales[panel.kindOf[compound] ?? 0];
        if (scale)
          for (let row = compound * panel.months; row < (compound + 1) * panel.months; row += 1) scoreRow(plan, scale, panel.values, row, out, scratch);
      }
      return out;
    },
    row(panel, compound, month, out) {
      const scale = scales[panel.kindOf[compound] ?? 0];
      if (scale) scoreRow(plan, scale, panel.values, compound * panel.months + month, out, scratch);
    },
  };
}

function scoreRow(plan: Plan, scale: Scale, values: Float64Array, row: number, out: Scores, scratch: { sums: Float64Array; present: Float64Array }): void {
  const { leaves, weights, groupEnd, groupWeight } = plan;
  const { shift, factor, single } = scale;
  const { sums, present } = scratch;
  const { z } = out;
  const base = row * leaves;
  let leaf = 0;
  let complete = true;
  for (let group = 0; group < groupEnd.length; group += 1) {
    const end = groupEnd[group] as number;
    const start = leaf;
    let sum = 0;
    for (; leaf < end; leaf += 1) {
      let value = ((values[base + leaf] as number) - (shift[leaf] as number)) * (factor[leaf] as number);
      value = value > 1 ? 1 : value < 0 ? 0 : value;
      z[base + leaf] = value;
      sum += value * (weights[leaf] as number);
    }
    if (single.length > 0 || sum !== sum) {
      complete = false;
      recount(plan, scale, values, base, start, end, group, z, scratch);
    } else {
      sums[group] = sum;
      present[group] = groupWeight[group] as number;
    }
  }
  sumUp(plan, row, out, scratch, complete);
}

/** The careful way through one group: bounds that are one value, and values that are missing. */
function recount(
  plan: Plan,
  scale: Scale,
  values: Float64Array,
  base: number,
  start: number,
  end: number,
  group: number,
  z: Float64Array,
  scratch: { sums: Float64Array; present: Float64Array },
): void {
  let [sum, weight] = [0, 0];
  for (let leaf = start; leaf < end; leaf += 1) {
    if (scale.single.includes(leaf))
      z[base + leaf] = atSingleBound(((values[base + leaf] as number) - (scale.shift[leaf] as number)) * (scale.factor[leaf] as number));
    const value = z[base + leaf] as number;
    if (value !== value) continue;
    sum += value * (plan.weights[leaf] as number);
    weight += plan.weights[leaf] as number;
  }
  scratch.sums[group] = sum;
  scratch.present[group] = weight;
}

function sumUp(plan: Plan, row: number, out: Scores, scratch: { sums: Float64Array; present: Float64Array }, complete: boolean): void {
  const { sums, present } = scratch;
  const { nodes, nodeFrom, nodeTo } = plan;
  for (let node = 0; node < nodes; node += 1) {
    let [sum, weight] = [0, 0];
    const to = nodeTo[node] as number;
    for (let group = nodeFrom[node] as number; group < to; group += 1) {
      sum += sums[group] as number;
      weight += present[group] as number;
    }
    out.index[row * nodes + node] = weight === 0 ? Number.NaN : (100 * sum) / weight;
  }
  let [sum, weight] = [0, 0];
  for (let group = 0; group < sums.length; group += 1) {
    sum += sums[group] as number;
    weight += present[group] as number;
  }
  out.total[row] = weight === 0 ? Number.NaN : (100 * sum) / weight;
  out.coverage[row] = complete ? 1 : weight / plan.allWeight;
  let [nested, share] = [0, 0];
  for (let at = 0; at < plan.top.length; at += 1) {
    const points = out.index[row * nodes + (plan.top[at] as number)] as number;
    if (points !== points) continue;
    nested += points * (plan.topWeight[at] as number);
    share += plan.topWeight[at] as number;
  }
  out.nested[row] = plan.top.length === 0 ? (out.total[row] as number) : share === 0 ? Number.NaN : nested / share;
}

/** Ranks inside each kind by a score, the best 1; ties share the better rank. 0 = not ranked: no score, or less than `leastCoverage` of the weight is there. */
export function ranksOf(panel: Panel, score: Float64Array, coverage: Float64Array, month: number, leastCoverage = 0.65): Int32Array {
  const ranks = new Int32Array(panel.compounds);
  panel.kinds.forEach((_, kind) => {
    const ranked: { compound: number; score: number }[] = [];
    for (let compound = 0; compound < panel.compounds; compound += 1) {
      const row = compound * panel.months + month;
      const value = score[row] ?? Number.NaN;
      if (panel.kindOf[compound] === kind && value === value && (coverage[row] ?? 0) >= leastCoverage) ranked.push({ compound, score: value });
    }
    ranked.sort((a, b) => b.score - a.score);
    let rank = 0;
    ranked.forEach((entry, index) => {
      if (index === 0 || entry.score !== ranked[index - 1]?.score) rank = index + 1;
      ranks[entry.compound] = rank;
    });
  });
  return ranks;
}
