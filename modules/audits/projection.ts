import type { Method } from './draw.ts';

/** A drawn item with what stood in the books and what of it was found wrong. */
export interface Examined {
  key: string;
  stratum: string;
  bookFen: bigint;
  errorFen: bigint;
}
/** What the errors found in a sample say of the whole. `limitFen`: not above it at the confidence said; null where the method gives none. */
export interface Projection {
  foundFen: bigint;
  projectedFen: bigint;
  limitFen: bigint | null;
}

/** Poisson reliability factors × 100 for 0, 1, 2 … overstatements at 95 % (AICPA Audit Guide “Audit Sampling”, appendix C). */
export const factors95 = [300n, 475n, 630n, 776n, 916n, 1052n, 1185n, 1315n, 1444n, 1571n, 1697n] as const;

const halfUp = (numerator: bigint, denominator: bigint): bigint => (2n * numerator + denominator) / (2n * denominator);

/**
 * Of monetary units: an item smaller than the interval stands for the whole interval with the share of it that is wrong; a larger one stands for itself. The limit adds
 * to the basic precision (factor 0 × interval) and the errors of the large items, for the wrong shares from the largest down, share × interval × (factor k − factor k−1).
 * More errors than the table has factors: no limit is given. Fractions are rounded to the fen once each, halves up.
 */
function projectMonetary(examined: readonly Examined[], intervalFen: bigint): Projection {
  const wrong = examined.filter(({ errorFen, bookFen }) => errorFen > 0n && bookFen > 0n);
  const foundFen = wrong.reduce((sum, { errorFen }) => sum + errorFen, 0n);
  const large = wrong.filter(({ bookFen }) => bookFen >= intervalFen).reduce((sum, { errorFen }) => sum + errorFen, 0n);
  const small = wrong
    .filter(({ bookFen }) => bookFen < intervalFen)
    // Largest share first: a/b > c/d where a·d > c·b.
    .toSorted((a, b) => {
      const [left, right] = [a.errorFen * b.bookFen, b.errorFen * a.bookFen];
      return left > right ? -1 : left < right ? 1 : 0;
    });
  const projectedFen = small.reduce((sum, { errorFen, bookFen }) => sum + halfUp(errorFen * intervalFen, bookFen), large);
  const limitFen =
    small.length >= factors95.length
      ? null
      : small.reduce(
          (sum, { errorFen, bookFen }, at) => sum + halfUp(errorFen * intervalFen * ((factors95[at + 1] ?? 0n) - (factors95[at] ?? 0n)), bookFen * 100n),
          large + halfUp((factors95[0] ?? 0n) * intervalFen, 100n),
        );
  return { foundFen, projectedFen, limitFen };
}

/**
 * What a sample says of its population. Stratified: by ratio, in each stratum errors found ÷ amounts drawn × the stratum's amount (a stratum drawn in full stands for
 * itself); it gives no limit. Everything looked at: what was found is what there is.
 */
export function projectErrors(
  sample: { method: Method; intervalFen: bigint | null; populationFen: bigint },
  examined: readonly Examined[],
  strata: ReadonlyMap<string, bigint>,
): Projection {
  if (sample.method === 'monetary' && sample.intervalFen !== null) {
    const { foundFen, projectedFen, limitFen } = projectMonetary(examined, sample.intervalFen);
    // Nothing can be more wrong than there is.
    return { foundFen, projectedFen, limitFen: limitFen !== null && limitFen > sample.populationFen ? sample.populationFen : limitFen };
  }
  const foundFen = examined.reduce((sum, { errorFen }) => sum + errorFen, 0n);
  if (sample.method === 'all') return { foundFen, projectedFen: foundFen, limitFen: foundFen };
  let projectedFen = 0n;
  for (const [stratum, amountFen] of strata) {
    const own = examined.filter((item) => item.stratum === stratum);
    const [books, errors] = [own.reduce((sum, { bookFen }) => sum + bookFen, 0n), own.reduce((sum, { errorFen }) => sum + errorFen, 0n)];
    if (books > 0n) projectedFen += halfUp(errors * amountFen, books);
  }
  return { foundFen, projectedFen, limitFen: null };
}
