import { correlationOf, deviationOf, type Matrix, toShares } from './weights.ts';

/** Weights from principal components. */
export interface PcaWeights {
  weights: Float64Array;
  /** Eigenvalues of all components, the largest first. */
  eigenvalues: number[];
  /** How many components count. */
  components: number;
  /** Share of the variance that they explain. */
  explained: number;
}

/** Eigenvalues and eigenvectors of a symmetric matrix (Jacobi's rotations): the largest first, `vectors[k][j]` = entry j of vector k. */
export function eigenOf(symmetric: readonly (readonly number[])[]): { values: number[]; vectors: number[][] } {
  const n = symmetric.length;
  const a = symmetric.map((row) => Float64Array.from(row));
  const v = symmetric.map((_, row) => Float64Array.from({ length: n }, (_unused, column) => (row === column ? 1 : 0)));
  const get = (of: Float64Array[], row: number, column: number): number => (of[row] as Float64Array)[column] as number;
  for (let sweep = 0; sweep < 100; sweep += 1) {
    let off = 0;
    for (let p = 0; p < n; p += 1) for (let q = p + 1; q < n; q += 1) off += get(a, p, q) ** 2;
    if (off < 1e-28) break;
    for (let p = 0; p < n; p += 1)
      for (let q = p + 1; q < n; q += 1) {
        if (get(a, p, q) === 0) continue;
        const theta = (get(a, q, q) - get(a, p, p)) / (2 * get(a, p, q));
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < n; k += 1) {
          const row = a[k] as Float64Array;
          const [kp, kq] = [row[p] as number, row[q] as number];
          row[p] = c * kp - s * kq;
          row[q] = s * kp + c * kq;
        }
        const [rowP, rowQ] = [a[p] as Float64Array, a[q] as Float64Array];
        for (let k = 0; k < n; k += 1) {
          const [pk, qk] = [rowP[k] as number, rowQ[k] as number];
          rowP[k] = c * pk - s * qk;
          rowQ[k] = s * pk + c * qk;
        }
        for (let k = 0; k < n; k += 1) {
          const row = v[k] as Float64Array;
          const [kp, kq] = [row[p] as number, row[q] as number];
          row[p] = c * kp - s * kq;
          row[q] = s * kp + c * kq;
        }
      }
  }
  const order = Array.from({ length: n }, (_, at) => at).sort((one, other) => get(a, other, other) - get(a, one, one));
  return { values: order.map((at) => get(a, at, at)), vectors: order.map((at) => Array.from({ length: n }, (_, row) => get(v, row, at))) };
}

/**
 * Weights from principal components of the correlations (Hotelling 1933; as in the OECD handbook on composite indicators, 2008, without rotation): components with an
 * eigenvalue of at least 1 count (Kaiser), `w_j ∝ Σ_k λ_k |u_kj|` with the unit eigenvectors u. Leaves that do not vary weigh nothing.
 */
export function pcaWeights(matrix: Matrix): PcaWeights {
  const varying = Array.from({ length: matrix.columns }, (_, column) => column).filter((column) => {
    const values: number[] = [];
    for (let row = 0; row < matrix.rows; row += 1) {
      const value = matrix.at[row * matrix.columns + column] as number;
      if (value === value) values.push(value);
    }
    return deviationOf(values) > 0;
  });
  const weights = new Float64Array(matrix.columns);
  if (varying.length === 0) return { weights: toShares(weights), eigenvalues: [], components: 0, explained: 0 };
  const { values, vectors } = eigenOf(varying.map((row) => varying.map((column) => (row === column ? 1 : correlationOf(matrix, row, column)))));
  // With one leaf, or none related to another, the largest eigenvalue may fall short of 1 by rounding: the first always counts.
  const components = Math.max(1, values.filter((value) => value >= 1 - 1e-9).length);
  varying.forEach((column, at) => {
    for (let k = 0; k < components; k += 1) weights[column] = (weights[column] as number) + (values[k] as number) * Math.abs(vectors[k]?.[at] ?? 0);
  });
  const explained = values.slice(0, components).reduce((sum, value) => sum + value, 0) / values.reduce((sum, value) => sum + value, 0);
  return { weights: toShares(weights), eigenvalues: values, components, explained };
}
