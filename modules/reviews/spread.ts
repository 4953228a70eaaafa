/** How evenly money is spread over places. */
export interface Spread {
  /** Gini coefficient in ten-thousandths: 0 everybody has the same, towards 10,000 one has all. */
  giniTenThousandths: number;
  /** Places with nothing. */
  without: number;
  /** Points of the Lorenz curve from (0, 0) to (1, 1) in ten-thousandths: share of places, share of money. */
  curve: { places: number; money: number }[];
}

/**
 * Gini coefficient and Lorenz curve of amounts, exact up to the last digit shown: with amounts in rising order,
 * G = (2 Σ i·xᵢ) / (n Σ xᵢ) − (n + 1) / n. Nobody having anything counts as even.
 */
export function spreadOf(amounts: readonly bigint[]): Spread {
  const rising = [...amounts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const count = BigInt(rising.length);
  const sum = rising.reduce((total, each) => total + each, 0n);
  const without = rising.filter((each) => each === 0n).length;
  if (count === 0n || sum === 0n) return { giniTenThousandths: 0, without, curve: [] };
  const weighted = rising.reduce((total, each, at) => total + BigInt(at + 1) * each, 0n);
  const numerator = 2n * weighted - (count + 1n) * sum;
  let run = 0n;
  const curve = rising.map((each, at) => {
    run += each;
    return { places: Math.round(((at + 1) * 10_000) / rising.length), money: Number((run * 10_000n) / sum) };
  });
  return { giniTenThousandths: Number((numerator * 20_000n + count * sum) / (2n * count * sum)), without, curve: [{ places: 0, money: 0 }, ...curve] };
}
