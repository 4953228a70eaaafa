import type { Threshold } from './thresholds.ts';
import type { Tree } from './tree.ts';

/** How a leaf of one kind is normalised: by its two bounds, against one bound that is both, or not at all. */
const bounds = { two: 0, one: 1, none: 2 } as const;

/** What turns the values of one kind into normalised values, leaf by leaf: `(x − shift) · factor`, cut to 0…1. */
export interface Scale {
  shift: Float64Array;
  /** NaN where the bounds are one value or there are none, so that a sum over such a leaf asks for the careful way. */
  factor: Float64Array;
  bounds: Uint8Array;
  /** Direction of each leaf, for bounds that are one value. */
  direction: Int8Array;
}

/** Scales of one kind. A leaf without threshold counts as missing. */
export function scaleOf(tree: Tree, thresholds: readonly Threshold[], kind: number): Scale {
  const leaves = tree.leaves.length;
  const scale: Scale = {
    shift: new Float64Array(leaves),
    factor: new Float64Array(leaves).fill(Number.NaN),
    bounds: new Uint8Array(leaves).fill(bounds.none),
    direction: Int8Array.from(tree.leaves, (leaf) => leaf.direction),
  };
  tree.leaves.forEach((leaf, index) => {
    const threshold = thresholds[kind * leaves + index];
    if (!threshold || threshold.lower !== threshold.lower || threshold.upper !== threshold.upper) return;
    scale.shift[index] = leaf.direction === 1 ? threshold.lower : threshold.upper;
    scale.bounds[index] = threshold.lower === threshold.upper ? bounds.one : bounds.two;
    if (threshold.lower !== threshold.upper) scale.factor[index] = leaf.direction / (threshold.upper - threshold.lower);
  });
  return scale;
}

/** A signed distance from the one bound: at it a half, on the better side 1, on the worse 0. */
const atOneBound = (signed: number): number => (signed === 0 ? 0.5 : signed > 0 ? 1 : signed < 0 ? 0 : Number.NaN);

/**
 * One value normalised; NaN = missing. The cut to 0…1 has no branch, because values beyond the bounds come unforeseeably: `2 − 2·max(0, u)` is positive below the
 * upper bound, and a quarter of it and its size, taken from 1, is the smaller of u and 1 (to within 2⁻⁵³, and exactly 0 and 1 at the bounds).
 */
export function normalise(scale: Scale, leaf: number, value: number): number {
  if (scale.bounds[leaf] === bounds.one) return atOneBound((value - (scale.shift[leaf] as number)) * (scale.direction[leaf] as number));
  const u = (value - (scale.shift[leaf] as number)) * (scale.factor[leaf] as number);
  const q = 2 - (u + Math.abs(u));
  return 1 - (q + Math.abs(q)) * 0.25;
}
