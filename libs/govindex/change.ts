import { monthsBefore } from './months.ts';
import type { District } from './read-data.ts';
import { createScorer } from './score.ts';
import { baseValues, type Threshold, type ThresholdReading, thresholdOf, thresholdsOf } from './thresholds.ts';

/** Thresholds by which change leaves are derived, and where they come from. */
export interface ChangeOptions {
  reading: ThresholdReading;
  /** Thresholds are computed up to this month (position); the last unless set. */
  month?: number;
  /** Thresholds that stand for the year; nothing is computed then. */
  frozen?: readonly Threshold[];
}

const noThreshold: Threshold = { sampled: 0, min: Number.NaN, max: Number.NaN, lower: Number.NaN, upper: Number.NaN, degenerate: false };

/**
 * Computes the leaves that are changes of a node (`leaf.changeOf`): the nodes are scored first, the change at month t is I(t) − I(t − 12) with I from 0 to 1, missing where the data
 * do not reach back a year; its thresholds come from the sample's means of the months that have one. What the data say about these leaves is not looked at.
 * The district that comes back is a copy; without change leaves it is the same.
 */
export function deriveChange(
  district: District,
  { reading, month = district.panel.months - 1, frozen }: ChangeOptions,
): { district: District; thresholds: Threshold[] } {
  const { tree, panel } = district;
  const thresholds = frozen ? [...frozen] : thresholdsOf(panel, month, reading);
  const changes = tree.leaves.flatMap((leaf, index) => {
    const node = tree.nodes.findIndex(({ code, depth }) => depth === 1 && code === leaf.changeOf);
    return leaf.changeOf === '' || node < 0 ? [] : [{ leaf: index, node }];
  });
  if (changes.length === 0) return { district, thresholds };

  const first = thresholds.map((threshold, at) => (changes.some(({ leaf }) => at % panel.leaves === leaf) ? noThreshold : threshold));
  const { index } = createScorer(tree, panel.kinds, first).all(panel);
  const before = monthsBefore(district.monthLabels, 12);
  const values = panel.values.slice();
  const nodes = tree.nodes.length;
  for (let compound = 0; compound < panel.compounds; compound += 1) {
    for (let at = 0; at < panel.months; at += 1) {
      const [row, earlier] = [compound * panel.months + at, before[at] ?? -1];
      for (const { leaf, node } of changes)
        values[row * panel.leaves + leaf] =
          earlier < 0 ? Number.NaN : ((index[row * nodes + node] as number) - (index[(compound * panel.months + earlier) * nodes + node] as number)) / 100;
    }
  }
  const derived: District = { ...district, panel: { ...panel, values } };
  if (!frozen) {
    for (const { leaf } of changes) {
      const base = baseValues(derived.panel, leaf, month);
      panel.kinds.forEach((_, kind) => {
        const sampled = Array.from(panel.kindOf, (own, compound) => (own === kind && panel.inSample[compound] === 1 ? compound : -1)).filter((at) => at >= 0);
        thresholds[kind * panel.leaves + leaf] = thresholdOf(base, sampled, reading);
      });
    }
  }
  return { district: derived, thresholds };
}
