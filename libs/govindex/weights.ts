import type { District } from './read-data.ts';
import type { Scores } from './score.ts';
import type { Tree } from './tree.ts';

/** Normalised leaves, one row a compound: `at[row * columns + column]`, NaN = missing. */
export interface Matrix {
  rows: number;
  columns: number;
  at: Float64Array;
}

/** Normalised leaves of one month, of all compounds or of some (the sample, or one kind): what weights are computed from. */
export function normalisedMatrix(district: District, scores: Scores, month: number, compounds?: readonly number[]): Matrix {
  const { leaves, months } = district.panel;
  const chosen = compounds ?? Array.from({ length: district.panel.compounds }, (_, at) => at);
  const at = new Float64Array(chosen.length * leaves);
  chosen.forEach((compound, row) => at.set(scores.z.subarray((compound * months + month) * leaves, (compound * months + month + 1) * leaves), row * leaves));
  return { rows: chosen.length, columns: leaves, at };
}

/** Values of a column that are there. */
function columnOf({ rows, columns, at }: Matrix, column: number): number[] {
  const found: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const value = at[row * columns + column] as number;
    if (value === value) found.push(value);
  }
  return found;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of a sample (n − 1); 0 for fewer than two. Equal values give 0, not what rounding leaves of it. */
export function deviationOf(values: readonly number[]): number {
  if (values.length < 2 || values.every((value) => value === values[0])) return 0;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** Pearson's correlation over the rows in which both are there; 0 where one of them does not vary. */
export function correlationOf({ rows, columns, at }: Matrix, one: number, other: number): number {
  const [left, right]: [number[], number[]] = [[], []];
  for (let row = 0; row < rows; row += 1) {
    const [x, y] = [at[row * columns + one] as number, at[row * columns + other] as number];
    if (x !== x || y !== y) continue;
    left.push(x);
    right.push(y);
  }
  const [dx, dy] = [deviationOf(left), deviationOf(right)];
  if (dx === 0 || dy === 0) return 0;
  const [mx, my] = [meanOf(left), meanOf(right)];
  return left.reduce((sum, x, row) => sum + (x - mx) * ((right[row] as number) - my), 0) / ((left.length - 1) * dx * dy);
}

/** Shares that add up to 1; equal ones where all are 0. */
export function toShares(parts: ArrayLike<number>): Float64Array {
  let sum = 0;
  for (let at = 0; at < parts.length; at += 1) sum += parts[at] as number;
  return Float64Array.from(parts, (part) => (sum > 0 ? part / sum : 1 / parts.length));
}

/** Each node of the second level has the same share, split equally over its leaves: the published weights. */
export function equalWeights(tree: Tree): Float64Array {
  const tops = tree.nodes.filter((node) => node.depth === 1);
  return toShares(
    tree.leaves.map((_, index) => {
      const top = tops.find((node) => node.from <= index && index < node.to);
      return top ? 1 / tops.length / (top.to - top.from) : 1;
    }),
  );
}

/** `w_j = σ_j ÷ Σσ`: a leaf in which compounds differ more weighs more. A leaf without data, or without differences, weighs nothing. */
export function standardDeviationWeights(matrix: Matrix): Float64Array {
  return toShares(Array.from({ length: matrix.columns }, (_, column) => deviationOf(columnOf(matrix, column))));
}

/**
 * Entropy weights (Shannon 1948; Hwang and Yoon 1981): `p_ij = z_ij ÷ Σ_i z_ij`, `e_j = −Σ_i p_ij ln p_ij ÷ ln m`, `w_j = (1 − e_j) ÷ Σ(1 − e)`, m = rows that have the leaf.
 * Values must not be negative, as normalised ones never are.
 */
export function entropyWeights(matrix: Matrix): Float64Array {
  return toShares(
    Array.from({ length: matrix.columns }, (_, column) => {
      const values = columnOf(matrix, column);
      const sum = values.reduce((all, value) => all + value, 0);
      if (values.length < 2 || sum === 0 || values.every((value) => value === values[0])) return 0;
      const entropy = values.reduce((all, value) => (value <= 0 ? all : all - (value / sum) * Math.log(value / sum)), 0) / Math.log(values.length);
      return Math.max(0, 1 - entropy);
    }),
  );
}

/** CRITIC (Diakoulaki, Mavrotas and Papayannakis 1995): `C_j = σ_j · Σ_k (1 − r_jk)`, `w_j = C_j ÷ ΣC`: what differs, and says what the others do not. */
export function criticWeights(matrix: Matrix): Float64Array {
  const spread = Array.from({ length: matrix.columns }, (_, column) => deviationOf(columnOf(matrix, column)));
  const conflict = spread.map((own, column) => {
    if (own === 0) return 0;
    let sum = 0;
    for (let other = 0; other < spread.length; other += 1) if (other !== column && spread[other] !== 0) sum += 1 - correlationOf(matrix, column, other);
    return own * sum;
  });
  // A single leaf that varies is in conflict with nothing and still all there is.
  return toShares(conflict.some((part) => part > 0) ? conflict : spread);
}

/** `w_j = Σ_k a_k w_kj` with the shares a of the parts: a compromise that lets every method speak. */
export function combineLinear(parts: readonly { weights: ArrayLike<number>; share: number }[]): Float64Array {
  const length = parts[0]?.weights.length ?? 0;
  const shares = toShares(parts.map(({ share }) => share));
  const shared = parts.map(({ weights }) => toShares(weights));
  return toShares(Array.from({ length }, (_, at) => shared.reduce((sum, weights, part) => sum + (shares[part] as number) * (weights[at] as number), 0)));
}

/** `w_j = Π_k w_kj^a_k`, made to add up to 1: a leaf that one method gives nothing gets nothing. */
export function combineGeometric(parts: readonly { weights: ArrayLike<number>; share: number }[]): Float64Array {
  const length = parts[0]?.weights.length ?? 0;
  const shares = toShares(parts.map(({ share }) => share));
  const shared = parts.map(({ weights }) => toShares(weights));
  return toShares(
    Array.from({ length }, (_, at) => shared.reduce((product, weights, part) => product * (weights[at] as number) ** (shares[part] as number), 1)),
  );
}

/**
 * Weights from judgements level by level: `''` holds the shares of the second level's nodes, a node's code those of the nodes or leaves right below it, in the tree's
 * order. What is not given is split equally. A leaf's share is the product on the way down.
 */
export function treeShares(tree: Tree, given: Readonly<Record<string, ArrayLike<number>>>): Float64Array {
  const shares = new Float64Array(tree.leaves.length).fill(1);
  const split = (code: string, depth: number, from: number, to: number) => {
    const below = tree.nodes.filter((node) => node.depth === depth + 1 && node.from >= from && node.to <= to);
    const parts = below.length > 0 ? below : Array.from({ length: to - from }, (_, at) => ({ code: '', from: from + at, to: from + at + 1 }));
    const own = toShares(Object.hasOwn(given, code) && given[code]?.length === parts.length ? given[code] : parts.map(() => 1));
    parts.forEach((part, at) => {
      for (let leaf = part.from; leaf < part.to; leaf += 1) shares[leaf] = (shares[leaf] as number) * (own[at] as number);
    });
    for (const node of below) split(node.code, depth + 1, node.from, node.to);
  };
  split('', 0, 0, tree.leaves.length);
  return toShares(shares);
}

/** The same tree with other weights: shares × 100 points. */
export function withWeights(tree: Tree, shares: ArrayLike<number>): Tree {
  const whole = toShares(shares);
  return { ...tree, leaves: tree.leaves.map((leaf, at) => ({ ...leaf, weight: 100 * (whole[at] as number) })) };
}
