// Straight-line code for one to four leaves that lie side by side, over all months of a compound: bounds and weights stay in registers, values are read and leaves
// written in the order of memory, and nothing branches on a value (see normalise.ts for the cut). Groups of any size are made of these four.

/** A strip of rows: `at` is the first leaf's first value, rows lie `stride` apart up to `end`; sums go to `sums` from `into` on, one a row. */
export type Kernel = (
  values: Float64Array,
  z: Float64Array,
  at: number,
  stride: number,
  end: number,
  shift: Float64Array,
  factor: Float64Array,
  weights: Float64Array,
  leaf: number,
  sums: Float64Array,
  into: number,
) => void;

const one: Kernel = (values, z, at, stride, end, shift, factor, weights, leaf, sums, into) => {
  const s0 = shift[leaf] as number;
  const f0 = factor[leaf] as number;
  const w0 = weights[leaf] as number;
  let sum = into;
  for (let i = at; i < end; i += stride) {
    let a = ((values[i] as number) - s0) * f0;
    a = 2 - (a + Math.abs(a));
    a = 1 - (a + Math.abs(a)) * 0.25;
    z[i] = a;
    sums[sum] = (sums[sum] as number) + a * w0;
    sum += 1;
  }
};

const two: Kernel = (values, z, at, stride, end, shift, factor, weights, leaf, sums, into) => {
  const s0 = shift[leaf] as number;
  const f0 = factor[leaf] as number;
  const w0 = weights[leaf] as number;
  const s1 = shift[leaf + 1] as number;
  const f1 = factor[leaf + 1] as number;
  const w1 = weights[leaf + 1] as number;
  let sum = into;
  for (let i = at; i < end; i += stride) {
    let a = ((values[i] as number) - s0) * f0;
    let b = ((values[i + 1] as number) - s1) * f1;
    a = 2 - (a + Math.abs(a));
    b = 2 - (b + Math.abs(b));
    a = 1 - (a + Math.abs(a)) * 0.25;
    b = 1 - (b + Math.abs(b)) * 0.25;
    z[i] = a;
    z[i + 1] = b;
    sums[sum] = (sums[sum] as number) + a * w0 + b * w1;
    sum += 1;
  }
};

const three: Kernel = (values, z, at, stride, end, shift, factor, weights, leaf, sums, into) => {
  const s0 = shift[leaf] as number;
  const f0 = factor[leaf] as number;
  const w0 = weights[leaf] as number;
  const s1 = shift[leaf + 1] as number;
  const f1 = factor[leaf + 1] as number;
  const w1 = weights[leaf + 1] as number;
  const s2 = shift[leaf + 2] as number;
  const f2 = factor[leaf + 2] as number;
  const w2 = weights[leaf + 2] as number;
  let sum = into;
  for (let i = at; i < end; i += stride) {
    let a = ((values[i] as number) - s0) * f0;
    let b = ((values[i + 1] as number) - s1) * f1;
    let c = ((values[i + 2] as number) - s2) * f2;
    a = 2 - (a + Math.abs(a));
    b = 2 - (b + Math.abs(b));
    c = 2 - (c + Math.abs(c));
    a = 1 - (a + Math.abs(a)) * 0.25;
    b = 1 - (b + Math.abs(b)) * 0.25;
    c = 1 - (c + Math.abs(c)) * 0.25;
    z[i] = a;
    z[i + 1] = b;
    z[i + 2] = c;
    sums[sum] = (sums[sum] as number) + a * w0 + b * w1 + c * w2;
    sum += 1;
  }
};

const four: Kernel = (values, z, at, stride, end, shift, factor, weights, leaf, sums, into) => {
  const s0 = shift[leaf] as number;
  const f0 = factor[leaf] as number;
  const w0 = weights[leaf] as number;
  const s1 = shift[leaf + 1] as number;
  const f1 = factor[leaf + 1] as number;
  const w1 = weights[leaf + 1] as number;
  const s2 = shift[leaf + 2] as number;
  const f2 = factor[leaf + 2] as number;
  const w2 = weights[leaf + 2] as number;
  const s3 = shift[leaf + 3] as number;
  const f3 = factor[leaf + 3] as number;
  const w3 = weights[leaf + 3] as number;
  let sum = into;
  for (let i = at; i < end; i += stride) {
    let a = ((values[i] as number) - s0) * f0;
    let b = ((values[i + 1] as number) - s1) * f1;
    let c = ((values[i + 2] as number) - s2) * f2;
    let d = ((values[i + 3] as number) - s3) * f3;
    a = 2 - (a + Math.abs(a));
    b = 2 - (b + Math.abs(b));
    c = 2 - (c + Math.abs(c));
    d = 2 - (d + Math.abs(d));
    a = 1 - (a + Math.abs(a)) * 0.25;
    b = 1 - (b + Math.abs(b)) * 0.25;
    c = 1 - (c + Math.abs(c)) * 0.25;
    d = 1 - (d + Math.abs(d)) * 0.25;
    z[i] = a;
    z[i + 1] = b;
    z[i + 2] = c;
    z[i + 3] = d;
    sums[sum] = (sums[sum] as number) + a * w0 + b * w1 + c * w2 + d * w3;
    sum += 1;
  }
};

/** Which leaves one strip takes and which group's sums they go to. */
export interface Strip {
  leaf: number;
  group: number;
  kernel: Kernel;
}

/** The strips of a tree: each group in fours, and what is left. */
export function stripsOf(groupEnd: Int32Array): Strip[] {
  const kernels = [one, two, three, four];
  const strips: Strip[] = [];
  let leaf = 0;
  groupEnd.forEach((end, group) => {
    while (leaf < end) {
      const size = Math.min(4, end - leaf);
      strips.push({ leaf, group, kernel: kernels[size - 1] ?? one });
      leaf += size;
    }
  });
  return strips;
}
