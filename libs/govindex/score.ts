import { stripsOf } from './kernels.ts';
import { normalise, type Scale, scaleOf } from './normalise.ts';
import type { Panel } from './panel.ts';
import { type Plan, planOf } from './plan.ts';
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

/** Room for the scores of `rows` rows. */
export const emptyScores = (plan: Plan, rows: number): Scores => ({
  rows,
  z: new Float64Array(rows * plan.leaves),
  index: new Float64Array(rows * plan.nodes),
  total: new Float64Array(rows),
  nested: new Float64Array(rows),
  coverage: new Float64Array(rows),
});

/** A tree and its thresholds made ready: scores whole panels, one row, or one datum. */
export interface Scorer {
  plan: Plan;
  /** Scores every compound and month. `into` is filled where it is given. */
  all: (panel: Panel, into?: Scores) => Scores;
  /** Scores one compound and month anew; everything else stands. */
  row: (panel: Panel, compound: number, month: number, out: Scores) => void;
  /** Puts one datum into the panel and scores what it touches: its leaf, the nodes above it, totals and coverage of that compound and month. */
  update: (panel: Panel, compound: number, month: number, leaf: number, value: number, out: Scores) => void;
}

/** Sums by group and month, and the weight that is there: `group * months + month`. */
interface Block {
  months: number;
  sums: Float64Array;
  present: Float64Array;
}

const blockOf = (groups: number, months: number): Block => ({ months, sums: new Float64Array(groups * months), present: new Float64Array(groups * months) });

/**
 * Prepares scoring with thresholds that stand: I = ΣZW ÷ ΣW at every node over the leaves that are there.
 * One pass over the values; missing leaves are counted only in groups whose sum says that there are some.
 */
export function createScorer(tree: Tree, kinds: readonly string[], thresholds: readonly Threshold[]): Scorer {
  const plan = planOf(tree);
  const scales = kinds.map((_, kind) => scaleOf(tree, thresholds, kind));
  const strips = stripsOf(plan.groupEnd);
  const groups = plan.groupEnd.length;
  const single = blockOf(groups, 1);
  let block = single;

  const scoreCompound = ({ values, months }: Panel, compound: number, scale: Scale, out: Scores) => {
    const stride = plan.leaves;
    const first = compound * months * stride;
    const end = first + months * stride;
    block.sums.fill(0);
    for (const { kernel, leaf, group } of strips)
      kernel(values, out.z, first + leaf, stride, end, scale.shift, scale.factor, plan.weights, leaf, block.sums, group * months);
    for (let group = 0; group < groups; group += 1) countPresent(plan, scale, values, out.z, first, group, block);
    for (let node = 0; node < plan.nodes; node += 1) sumUpNode(plan, compound * months, out, block, node);
    sumUpTotals(plan, compound * months, out, block);
  };

  return {
    plan,
    all(panel, into) {
      const out = into ?? emptyScores(plan, panel.compounds * panel.months);
      if (block.months !== panel.months) block = blockOf(groups, panel.months);
      for (let compound = 0; compound < panel.compounds; compound += 1) {
        const scale = scales[panel.kindOf[compound] ?? 0];
        if (scale) scoreCompound(panel, compound, scale, out);
      }
      return out;
    },
    row(panel, compound, month, out) {
      const scale = scales[panel.kindOf[compound] ?? 0];
      if (!scale) return;
      const row = compound * panel.months + month;
      for (let leaf = 0; leaf < plan.leaves; leaf += 1)
        out.z[row * plan.leaves + leaf] = normalise(scale, leaf, panel.values[row * plan.leaves + leaf] ?? Number.NaN);
      addUp(plan, out.z, row, single);
      for (let node = 0; node < plan.nodes; node += 1) sumUpNode(plan, row, out, single, node);
      sumUpTotals(plan, row, out, single);
    },
    update(panel, compound, month, leaf, value, out) {
      const scale = scales[panel.kindOf[compound] ?? 0];
      const row = compound * panel.months + month;
      panel.values[row * plan.leaves + leaf] = value;
      if (!scale) return;
      out.z[row * plan.leaves + leaf] = normalise(scale, leaf, value);
      addUp(plan, out.z, row, single);
      const group = plan.groupOf[leaf] as number;
      for (let node = 0; node < plan.nodes; node += 1)
        if ((plan.nodeFrom[node] as number) <= group && group < (plan.nodeTo[node] as number)) sumUpNode(plan, row, out, single, node);
      sumUpTotals(plan, row, out, single);
    },
  };
}

/** The weight that is there in one group. Where a sum is NaN its leaves are counted one by one: bounds that are one value, and values that are missing. */
function countPresent(plan: Plan, scale: Scale, values: Float64Array, z: Float64Array, first: number, group: number, { months, sums, present }: Block): void {
  const { weights, leaves } = plan;
  const to = plan.groupEnd[group] as number;
  const from = group === 0 ? 0 : (plan.groupEnd[group - 1] as number);
  const whole = plan.groupWeight[group] as number;
  let base = first;
  for (let at = group * months; at < (group + 1) * months; at += 1) {
    const all = sums[at] as number;
    if (all === all) present[at] = whole;
    else {
      let sum = 0;
      let weight = 0;
      for (let leaf = from; leaf < to; leaf += 1) {
        let one = z[base + leaf] as number;
        if (one !== one) {
          if (scale.bounds[leaf] !== 1) continue;
          one = normalise(scale, leaf, values[base + leaf] as number);
          if (one !== one) continue;
          z[base + leaf] = one;
        }
        sum += one * (weights[leaf] as number);
        weight += weights[leaf] as number;
      }
      sums[at] = sum;
      present[at] = weight;
    }
    base += leaves;
  }
}

/** Sums of one row by group from leaves that are already normalised. */
function addUp({ groupEnd, weights, leaves }: Plan, z: Float64Array, row: number, { sums, present }: Block): void {
  const base = row * leaves;
  let leaf = 0;
  for (let group = 0; group < groupEnd.length; group += 1) {
    const end = groupEnd[group] as number;
    let sum = 0;
    let weight = 0;
    for (; leaf < end; leaf += 1) {
      const one = z[base + leaf] as number;
      if (one !== one) continue;
      sum += one * (weights[leaf] as number);
      weight += weights[leaf] as number;
    }
    sums[group] = sum;
    present[group] = weight;
  }
}

/** One node in all months of a block: I = ΣZW ÷ ΣW, NaN where nothing is there. */
function sumUpNode({ nodes, nodeFrom, nodeTo }: Plan, row: number, { index }: Scores, { months, sums, present }: Block, node: number): void {
  const from = (nodeFrom[node] as number) * months;
  const to = (nodeTo[node] as number) * months;
  let into = row * nodes + node;
  for (let month = 0; month < months; month += 1) {
    let sum = sums[from + month] as number;
    let weight = present[from + month] as number;
    for (let at = from + months + month; at < to; at += months) {
      sum += sums[at] as number;
      weight += present[at] as number;
    }
    index[into] = (100 * sum) / weight;
    into += nodes;
  }
}

/** Totals and coverage in all months of a block, from its sums and from the nodes of the second level. */
function sumUpTotals({ nodes, top, topWeight, allWeight }: Plan, row: number, out: Scores, { months, sums, present }: Block): void {
  for (let month = 0; month < months; month += 1) {
    let sum = 0;
    let weight = 0;
    for (let at = month; at < sums.length; at += months) {
      sum += sums[at] as number;
      weight += present[at] as number;
    }
    const total = (100 * sum) / weight;
    out.total[row + month] = total;
    out.coverage[row + month] = weight / allWeight;
    let shares = 0;
    let share = 0;
    for (let at = 0; at < top.length; at += 1) {
      const points = out.index[(row + month) * nodes + (top[at] as number)] as number;
      if (points !== points) continue;
      shares += points * (topWeight[at] as number);
      share += topWeight[at] as number;
    }
    out.nested[row + month] = top.length === 0 ? total : shares / share;
  }
}
