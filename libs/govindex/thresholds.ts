import type { Panel } from './panel.ts';

/** How a threshold is read from the sample: its extremes extended by a tenth of themselves, or of their distance. */
export type ThresholdReading = 'value' | 'range';

/** Bounds of one leaf in one kind of compound; all NaN where no sampled compound has a value. */
export interface Threshold {
  sampled: number;
  min: number;
  max: number;
  lower: number;
  upper: number;
  /** Both bounds are one value. */
  degenerate: boolean;
}

/** How many months back a base value reaches. */
export const baseMonths = 36;

/** Base values of a leaf: for each compound the simple mean of its available months of the `baseMonths` up to `month` (index); NaN where it has none. */
export function baseValues(panel: Panel, leaf: number, month: number): Float64Array {
  const { compounds, months, leaves, values } = panel;
  const means = new Float64Array(compounds);
  const from = Math.max(0, month - baseMonths + 1);
  for (let compound = 0; compound < compounds; compound += 1) {
    let [sum, count, first, steady] = [0, 0, Number.NaN, true];
    for (let at = from; at <= month; at += 1) {
      const value = values[(compound * months + at) * leaves + leaf] ?? Number.NaN;
      if (value !== value) continue;
      if (count === 0) first = value;
      else if (value !== first) steady = false;
      sum += value;
      count += 1;
    }
    // The mean of equal values is that value: its sum may be rounded, and a bound off by a hair would turn a half into nothing.
    means[compound] = count === 0 ? Number.NaN : steady ? first : sum / count;
  }
  return means;
}

/** The threshold that the sampled base values of one kind give. */
export function thresholdOf(base: Float64Array, sampled: readonly number[], reading: ThresholdReading): Threshold {
  let [min, max, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const compound of sampled) {
    const value = base[compound] ?? Number.NaN;
    if (value !== value) continue;
    count += 1;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (count === 0) return { sampled: 0, min: Number.NaN, max: Number.NaN, lower: Number.NaN, upper: Number.NaN, degenerate: false };
  const [below, above] = reading === 'value' ? [0.1 * Math.abs(min), 0.1 * Math.abs(max)] : [0.1 * (max - min), 0.1 * (max - min)];
  const [lower, upper] = [min - below, max + above];
  return { sampled: count, min, max, lower, upper, degenerate: lower === upper };
}

/** Thresholds of every kind and leaf (`kind * leaves + leaf`), from the sample, up to the given month. */
export function thresholdsOf(panel: Panel, month: number, reading: ThresholdReading): Threshold[] {
  const sampled = panel.kinds.map((_, kind) => {
    const found: number[] = [];
    for (let compound = 0; compound < panel.compounds; compound += 1)
      if (panel.kindOf[compound] === kind && panel.inSample[compound] === 1) found.push(compound);
    return found;
  });
  const all: Threshold[] = new Array(panel.kinds.length * panel.leaves);
  for (let leaf = 0; leaf < panel.leaves; leaf += 1) {
    const base = baseValues(panel, leaf, month);
    sampled.forEach((compounds, kind) => {
      all[kind * panel.leaves + leaf] = thresholdOf(base, compounds, reading);
    });
  }
  return all;
}
