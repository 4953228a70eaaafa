import { toShares } from './weights.ts';

/** Saaty's random index for 1 to 15 things (Saaty 1980; 11 to 15 as commonly tabled). */
const randomIndex = [0, 0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];

/** Above this the judgements contradict each other too much (Saaty). */
export const mostInconsistent = 0.1;

/** Weights from pairwise judgements, and how far the judgements agree with each other. */
export interface AhpWeights {
  weights: Float64Array;
  lambdaMax: number;
  /** `CI = (λmax − n) ÷ (n − 1)`. */
  consistencyIndex: number;
  /** `CR = CI ÷ RI(n)`; 0 for two things. */
  consistencyRatio: number;
  /** CR ≤ 0.1. */
  consistent: boolean;
  /** The judgement that contradicts the others most: row, column, what was said and what the weights say. null for perfectly consistent ones. */
  worst: { row: number; column: number; judged: number; implied: number } | null;
}

/** Why judgements give no weights. `inconsistent` carries what was computed all the same. */
export type AhpError =
  | { code: 'not-square' | 'too-large' | 'empty' }
  | { code: 'not-positive' | 'not-reciprocal'; row: number; column: number }
  | { code: 'inconsistent'; result: AhpWeights };

/**
 * Analytic hierarchy process (Saaty 1977): weights are the principal eigenvector of `judgements[i][j]` = how many times i matters more than j (1 to 9 or its reciprocal).
 * A consistency ratio above 0.1 is refused unless `allowInconsistent` is set.
 */
export function ahpWeights(
  judgements: readonly (readonly number[])[],
  { allowInconsistent = false }: { allowInconsistent?: boolean } = {},
): { ok: true; value: AhpWeights } | { ok: false; error: AhpError } {
  const n = judgements.length;
  if (n === 0) return { ok: false, error: { code: 'empty' } };
  if (judgements.some((row) => row.length !== n)) return { ok: false, error: { code: 'not-square' } };
  if (n >= randomIndex.length) return { ok: false, error: { code: 'too-large' } };
  const at = (row: number, column: number): number => judgements[row]?.[column] ?? Number.NaN;
  for (let row = 0; row < n; row += 1)
    for (let column = 0; column < n; column += 1)
      if (!(at(row, column) > 0) || !Number.isFinite(at(row, column))) return { ok: false, error: { code: 'not-positive', row, column } };
  // Reciprocals are written with few decimals (0.33): a hundredth off is still meant.
  for (let row = 0; row < n; row += 1)
    for (let column = 0; column <= row; column += 1)
      if (Math.abs(at(row, column) * at(column, row) - 1) > (row === column ? 1e-9 : 0.02))
        return { ok: false, error: { code: 'not-reciprocal', row, column } };

  let weights: Float64Array = new Float64Array(n).fill(1 / n);
  const times = (by: Float64Array) => Float64Array.from({ length: n }, (_, row) => by.reduce((sum, weight, column) => sum + at(row, column) * weight, 0));
  for (let round = 0; round < 10_000; round += 1) {
    const next = toShares(times(weights));
    const moved = next.reduce((most, weight, row) => Math.max(most, Math.abs(weight - (weights[row] as number))), 0);
    weights = next;
    if (moved < 1e-15) break;
  }
  const lambdaMax = times(weights).reduce((sum, value) => sum + value, 0);
  const consistencyIndex = n < 2 ? 0 : Math.max(0, (lambdaMax - n) / (n - 1));
  const consistencyRatio = n < 3 ? 0 : consistencyIndex / (randomIndex[n] as number);
  let worst: AhpWeights['worst'] = null;
  let furthest = 1e-9;
  for (let row = 0; row < n; row += 1)
    for (let column = row + 1; column < n; column += 1) {
      const implied = (weights[row] as number) / (weights[column] as number);
      const off = Math.abs(Math.log(at(row, column) / implied));
      if (off <= furthest) continue;
      furthest = off;
      worst = { row, column, judged: at(row, column), implied };
    }
  const result: AhpWeights = { weights, lambdaMax, consistencyIndex, consistencyRatio, consistent: consistencyRatio <= mostInconsistent, worst };
  return result.consistent || allowInconsistent ? { ok: true, value: result } : { ok: false, error: { code: 'inconsistent', result } };
}

/** Judgements of several experts as one: the geometric mean of each, which keeps reciprocals (Aczél and Saaty 1983). */
export function mergeJudgements(experts: readonly (readonly (readonly number[])[])[]): number[][] {
  const n = experts[0]?.length ?? 0;
  return Array.from({ length: n }, (_, row) =>
    Array.from({ length: n }, (_unused, column) =>
      Math.exp(experts.reduce((sum, expert) => sum + Math.log(expert[row]?.[column] ?? Number.NaN), 0) / experts.length),
    ),
  );
}
