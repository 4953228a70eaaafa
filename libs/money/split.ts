import { type Result, err, ok } from '#libs/result';
import type { Fen } from './fen.ts';

/** Why a total could not be split. */
export type SplitError = 'no-weight' | 'negative-weight';

/**
 * Splits a total in proportion to the weights so that the shares add up to it to the fen: every share is first rounded
 * towards zero, then the largest remainders get one fen more; ties go to the earlier one (Hamilton's method).
 *
 * Errors: `no-weight` when the weights are none or all zero, `negative-weight`.
 */
export function splitLargestRemainder(totalFen: Fen, weights: readonly bigint[]): Result<Fen[], SplitError> {
  if (weights.some((weight) => weight < 0n)) return err('negative-weight');
  const sum = weights.reduce((left, right) => left + right, 0n);
  if (sum === 0n) return err('no-weight');

  const sign = totalFen < 0n ? -1n : 1n;
  const size = totalFen * sign;
  const shares = weights.map((weight) => (size * weight) / sum);
  const missing = size - shares.reduce((left, right) => left + right, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (size * weight) % sum }))
    .sort((left, right) => (left.remainder === right.remainder ? left.index - right.index : left.remainder > right.remainder ? -1 : 1));
  const favoured = new Set(byRemainder.slice(0, Number(missing)).map(({ index }) => index));
  return ok(shares.map((share, index) => sign * (favoured.has(index) ? share + 1n : share)));
}

/**
 * Leverage (撬动): other money ÷ grant, rounded half up to one decimal: 120,000 over 20,000 yuan is `'6.0'`.
 * `null` when there is no grant to divide by. Both amounts in fen, not negative.
 */
export function leverage(otherFen: Fen, grantFen: Fen): string | null {
  if (grantFen <= 0n) return null;
  const tenths = (otherFen * 20n + grantFen) / (grantFen * 2n);
  return `${tenths / 10n}.${tenths % 10n}`;
}
