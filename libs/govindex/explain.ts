import { coverageSuffices } from './coverage.ts';
import { normalise, scaleOf } from './normalise.ts';
import type { District } from './read-data.ts';
import type { RankRule } from './ranks.ts';
import type { Threshold } from './thresholds.ts';

/** Why a leaf brings points or none: it is scored, its datum is missing, or its kind has no threshold for it. */
export type LeafState = 'scored' | 'missing' | 'no-threshold';

/** One leaf of one compound in one month: from the datum to the points. */
export interface LeafPoints {
  /** Position in the tree. */
  leaf: number;
  code: string;
  name: string;
  unit: string;
  kind: string;
  source: string;
  parents: readonly string[];
  direction: 1 | -1;
  value: number | null;
  state: LeafState;
  /** Bounds of its kind, and how many sampled compounds they come from. */
  lower: number | null;
  upper: number | null;
  sampled: number;
  /** Normalised value, 0 to 1. */
  z: number | null;
  /** The bound beyond which the value lies, so that it was cut. */
  cut: 'above' | 'below' | null;
  /** Weight in the tree. */
  weight: number;
  /** Points of 100 that it can bring, given what else is there; 0 where it is not scored. */
  possible: number;
  gained: number;
  lost: number;
}

/** A node: its own index, and what its leaves bring to the total. */
export interface NodePoints {
  code: string;
  depth: number;
  /** I = ΣZW ÷ ΣW, 0 to 100. */
  index: number | null;
  weight: number;
  /** Weight that is there ÷ its weight. */
  coverage: number;
  possible: number;
  gained: number;
  lost: number;
}

/** All points of a compound in a month: the leaves' `gained` add up to `points`, `gained` and `lost` together to 100. */
export interface Explanation {
  compound: string;
  kind: string;
  month: string;
  total: 'flat' | 'nested';
  points: number | null;
  coverage: number;
  /** Less of the weight is there than a rank needs. */
  provisional: boolean;
  nodes: NodePoints[];
  leaves: LeafPoints[];
}

const orNull = (value: number | undefined): number | null => (value === undefined || value !== value ? null : value);

/** Takes the points of one compound and month apart, down to its data. Positions, not names. */
export function explain(district: District, thresholds: readonly Threshold[], compound: number, month: number, rule: RankRule = {}): Explanation {
  const { tree, panel } = district;
  const { total = 'flat', leastCoverage = 0.65 } = rule;
  const kind = panel.kindOf[compound] ?? 0;
  const scale = scaleOf(tree, thresholds, kind);
  const base = (compound * panel.months + month) * panel.leaves;
  const leaves = tree.leaves.map((leaf, index): LeafPoints => {
    const threshold = thresholds[kind * panel.leaves + index];
    const value = panel.values[base + index] ?? Number.NaN;
    const z = normalise(scale, index, value);
    const [lower, upper] = [orNull(threshold?.lower), orNull(threshold?.upper)];
    const cut = lower === null || upper === null || value !== value ? null : value > upper ? 'above' : value < lower ? 'below' : null;
    return {
      leaf: index,
      code: leaf.code,
      name: leaf.name,
      unit: leaf.unit,
      kind: leaf.kind,
      source: leaf.source,
      parents: leaf.parents,
      direction: leaf.direction,
      value: orNull(value),
      state: value !== value ? 'missing' : z === z ? 'scored' : 'no-threshold',
      lower,
      upper,
      sampled: threshold?.sampled ?? 0,
      z: orNull(z),
      cut,
      weight: leaf.weight,
      possible: 0,
      gained: 0,
      lost: 0,
    };
  });
  sharePoints(district, leaves, total);
  const add = (from: readonly LeafPoints[], what: (leaf: LeafPoints) => number) => from.reduce((sum, leaf) => sum + what(leaf), 0);
  const present = leaves.filter((leaf) => leaf.state === 'scored');
  const coverage = add(present, (leaf) => leaf.weight) / add(leaves, (leaf) => leaf.weight);
  return {
    compound: district.compoundIds[compound] ?? '',
    kind: panel.kinds[kind] ?? '',
    month: district.monthLabels[month] ?? '',
    total,
    points: present.length === 0 ? null : add(leaves, (leaf) => leaf.gained),
    coverage,
    provisional: !coverageSuffices(coverage, leastCoverage),
    nodes: tree.nodes.map((node): NodePoints => {
      const own = leaves.slice(node.from, node.to);
      const there = own.filter((leaf) => leaf.state === 'scored');
      const [weight, whole] = [add(there, (leaf) => leaf.weight), add(own, (leaf) => leaf.weight)];
      return {
        code: node.code,
        depth: node.depth,
        index: weight === 0 ? null : (100 * add(there, (leaf) => (leaf.z ?? 0) * leaf.weight)) / weight,
        weight: whole,
        coverage: whole === 0 ? 0 : weight / whole,
        possible: add(own, (leaf) => leaf.possible),
        gained: add(own, (leaf) => leaf.gained),
        lost: add(own, (leaf) => leaf.lost),
      };
    }),
    leaves,
  };
}

/** Shares the 100 points among the leaves that are there: by weight (flat), or by weight inside nodes of the second level that keep their shares (nested). */
function sharePoints({ tree }: District, leaves: LeafPoints[], total: 'flat' | 'nested'): void {
  const tops = total === 'nested' ? tree.nodes.filter((node) => node.depth === 1) : [];
  const parts = (tops.length === 0 ? [{ from: 0, to: leaves.length }] : tops).map(({ from, to }) => {
    const own = leaves.slice(from, to);
    const there = own.filter((leaf) => leaf.state === 'scored');
    const weightOf = (of: readonly LeafPoints[]) => of.reduce((sum, leaf) => sum + leaf.weight, 0);
    return { there, present: weightOf(there), whole: weightOf(own) };
  });
  const scored = parts.filter(({ present }) => present > 0);
  const all = scored.reduce((sum, { whole }) => sum + whole, 0);
  for (const { there, present, whole } of scored) {
    for (const leaf of there) {
      leaf.possible = (100 * (whole / all) * leaf.weight) / present;
      leaf.gained = leaf.possible * (leaf.z ?? 0);
      leaf.lost = leaf.possible - leaf.gained;
    }
  }
}
