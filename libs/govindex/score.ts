import { normalise, type Scale, scaleOf } from './normalise.ts';
import type { Panel } from './panel.ts';
import { type Plan, planOf } from './plan.ts';
import { blockRows, type RowCode, rowCodeOf, writeScale } from './row-code.ts';
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

/** Sums of one row by group, and the weight that is there. */
interface RowSums {
  sums: Float64Array;
  present: Float64Array;
}

/** Fewer rows than this are scored one by one: making code for them would take longer. */
const worthCode = 1_000;

/**
 * Prepares scoring with thresholds that stand: I = ΣZW ÷ ΣW at every node over the leaves that are there. Whole panels go through straight-line code made for the tree
 * (row-code.ts); one row and one datum are scored here, by the same operations in the same order, so that both ways agree to the last bit.
 */
export function createScorer(tree: Tree, kinds: readonly string[], thresholds: readonly Threshold[]): Scorer {
  const plan = planOf(tree);
  const scales = kinds.map((_, kind) => scaleOf(tree, thresholds, kind));
  const scratch: RowSums = { sums: new Float64Array(plan.groupEnd.length), present: new Float64Array(plan.groupEnd.length) };
  let code: RowCode | null | undefined;

  const scoreRow = (panel: Panel, scale: Scale, row: number, out: Scores) => {
    const base = row * plan.leaves;
    for (let leaf = 0; leaf < plan.leaves; leaf += 1) out.z[base + leaf] = normalise(scale, leaf, panel.values[base + leaf] as number);
    addUp(plan, out.z, row, scratch);
    for (let node = 0; node < plan.nodes; node += 1) sumUpNode(plan, row, out, scratch, node);
    sumUpTotals(plan, row, out, scratch);
  };

  const ready = (rows: number): RowCode | null => {
    if (rows < worthCode) return null;
    if (code === undefined) {
      code = rowCodeOf(plan, kinds.length);
      for (let kind = 0; code && kind < scales.length; kind += 1) writeScale(code, plan, kind, scales[kind] as Scale);
    }
    return code;
  };

  return {
    plan,
    all(panel, into) {
      const rows = panel.compounds * panel.months;
      const out = into ?? emptyScores(plan, rows);
      const made = ready(rows);
      if (made) scoreByCode(made, plan, panel, out);
      else
        for (let row = 0; row < rows; row += 1) {
          const scale = scales[panel.kindOf[Math.floor(row / panel.months)] ?? 0];
          if (scale) scoreRow(panel, scale, row, out);
        }
      return out;
    },
    row(panel, compound, month, out) {
      const scale = scales[panel.kindOf[compound] ?? 0];
      if (scale) scoreRow(panel, scale, compound * panel.months + month, out);
    },
    update(panel, compound, month, leaf, value, out) {
      const scale = scales[panel.kindOf[compound] ?? 0];
      const row = compound * panel.months + month;
      panel.values[row * plan.leaves + leaf] = value;
      if (!scale) return;
      out.z[row * plan.leaves + leaf] = normalise(scale, leaf, value);
      addUp(plan, out.z, row, scratch);
      const group = plan.groupOf[leaf] as number;
      for (let node = 0; node < plan.nodes; node += 1)
        if ((plan.nodeFrom[node] as number) <= group && group < (plan.nodeTo[node] as number)) sumUpNode(plan, row, out, scratch, node);
      sumUpTotals(plan, row, out, scratch);
    },
  };
}

/** Scores a panel block by block: values are copied in, scores out, and each compound's rows run with the scale of its kind. */
function scoreByCode(code: RowCode, plan: Plan, { values, kindOf, compounds, months }: Panel, out: Scores): void {
  const { memory } = code;
  const { leaves, nodes } = plan;
  const rows = compounds * months;
  for (let first = 0; first < rows; first += blockRows) {
    const last = Math.min(rows, first + blockRows);
    const count = last - first;
    memory.set(values.subarray(first * leaves, last * leaves), code.values);
    for (let row = first; row < last; ) {
      const compound = Math.floor(row / months);
      const stop = Math.min(last, (compound + 1) * months);
      code.run(kindOf[compound] ?? 0, row - first, stop - first);
      row = stop;
    }
    out.z.set(memory.subarray(code.z, code.z + count * leaves), first * leaves);
    out.index.set(memory.subarray(code.index, code.index + count * nodes), first * nodes);
    out.total.set(memory.subarray(code.total, code.total + count), first);
    out.nested.set(memory.subarray(code.nested, code.nested + count), first);
    out.coverage.set(memory.subarray(code.coverage, code.coverage + count), first);
  }
}

/** Sums of one row by group from leaves that are already normalised: every other leaf of a group by itself, as the code for whole panels adds them. */
function addUp({ groupEnd, weights, leaves }: Plan, z: Float64Array, row: number, { sums, present }: RowSums): void {
  const base = row * leaves;
  let leaf = 0;
  for (let group = 0; group < groupEnd.length; group += 1) {
    const end = groupEnd[group] as number;
    let [evenSum, oddSum, evenWeight, oddWeight] = [0, 0, 0, 0];
    for (; leaf < end; leaf += 2) {
      const even = z[base + leaf] as number;
      if (even === even) {
        evenSum += even * (weights[leaf] as number);
        evenWeight += weights[leaf] as number;
      }
      if (leaf + 1 >= end) continue;
      const odd = z[base + leaf + 1] as number;
      if (odd === odd) {
        oddSum += odd * (weights[leaf + 1] as number);
        oddWeight += weights[leaf + 1] as number;
      }
    }
    leaf = end;
    sums[group] = evenSum + oddSum;
    present[group] = evenWeight + oddWeight;
  }
}

/** One node of a row: I = ΣZW ÷ ΣW, NaN where nothing is there. */
function sumUpNode({ nodes, nodeFrom, nodeTo }: Plan, row: number, { index }: Scores, { sums, present }: RowSums, node: number): void {
  const end = nodeTo[node] as number;
  let sum = 0;
  let weight = 0;
  for (let group = nodeFrom[node] as number; group < end; group += 1) {
    sum += sums[group] as number;
    weight += present[group] as number;
  }
  index[row * nodes + node] = (100 * sum) / weight;
}

/** Totals and coverage of a row, from its sums and from the nodes of the second level. */
function sumUpTotals({ nodes, top, topWeight, allWeight }: Plan, row: number, out: Scores, { sums, present }: RowSums): void {
  let sum = 0;
  let weight = 0;
  for (let group = 0; group < sums.length; group += 1) {
    sum += sums[group] as number;
    weight += present[group] as number;
  }
  const total = (100 * sum) / weight;
  out.total[row] = total;
  out.coverage[row] = weight / allWeight;
  let shares = 0;
  let share = 0;
  for (let at = 0; at < top.length; at += 1) {
    const points = out.index[row * nodes + (top[at] as number)] as number;
    if (points !== points) continue;
    shares += points * (topWeight[at] as number);
    share += topWeight[at] as number;
  }
  out.nested[row] = top.length === 0 ? total : shares / share;
}
