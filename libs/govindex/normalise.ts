import type { Threshold } from './thresholds.ts';
import type { Tree } from './tree.ts';

/** What turns the values of one kind into normalised values, leaf by leaf: `(x − shift) · factor + offset`, cut to 0…1. */
export interface Scale {
  shift: Float64Array;
  /** NaN where there is no threshold: then every value of the leaf counts as missing. */
  factor: Float64Array;
  offset: Float64Array;
}

/** So steep that any difference from a bound that is the only one reaches beyond 0 or 1. */
const steep = 1e308;

/** Scales of one kind. Where both bounds are one value, that value is worth a half, the better side 1, the worse 0. */
export function scaleOf(tree: Tree, thresholds: readonly Threshold[], kind: number): Scale {
  const leaves = tree.leaves.length;
  const scale: Scale = { shift: new Float64Array(leaves), factor: new Float64Array(leaves).fill(Number.NaN), offset: new Float64Array(leaves) };
  tree.leaves.forEach((leaf, index) => {
    const threshold = thresholds[kind * leaves + index];
    if (!threshold || threshold.lower !== threshold.lower || threshold.upper !== threshold.upper) return;
    const single = threshold.lower === threshold.upper;
    scale.shift[index] = leaf.direction === 1 ? threshold.lower : threshold.upper;
    scale.factor[index] = single ? leaf.direction * steep : leaf.direction / (threshold.upper - threshold.lower);
    scale.offset[index] = single ? 0.5 : 0;
  });
  return scale;
}

/** One value normalised; NaN = missing. */
export function normalise({ shift, factor, offset }: Scale, leaf: number, value: number): number {
  const z = (value - (shift[leaf] as number)) * (factor[leaf] as number) + (offset[leaf] as number);
  return z < 0 ? 0 : z > 1 ? 1 : z;
}
