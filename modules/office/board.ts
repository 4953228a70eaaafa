/** What a community got. */
export interface Share {
  fen: bigint;
}

/** One point of the Lorenz curve: the poorest `people` of all communities together have `money` of all money, both in ten-thousandths. */
export interface LorenzPoint {
  people: number;
  money: number;
}

/** A quotient in ten-thousandths, halves up; 0 of nothing. */
const tenThousandths = (numerator: bigint, denominator: bigint): number =>
  denominator === 0n ? 0 : Number((2n * numerator * 10_000n + denominator) / (2n * denominator));

/** How evenly money lies over the communities. Every figure is a quotient of whole fen, rounded once, in ten-thousandths. */
export interface Spread {
  communities: number;
  without: number;
  totalFen: bigint;
  /** 0 all the same, 10,000 all with one. */
  gini: number;
  /** Herfindahl–Hirschman: the sum of squared shares; 10,000 ÷ communities when all are the same, 10,000 when one has all. */
  hhi: number;
  /** What the largest tenth of the communities (rounded up) has, and how many they are. */
  topShare: number;
  topCount: number;
  curve: LorenzPoint[];
}

/**
 * Spread over communities, those without any included. Gini = (2 Σ i·xᵢ − (n+1) Σ x) ÷ (n Σ x) for amounts in rising order. The curve has a point at each tenth of the
 * communities, between two communities in proportion.
 */
export function spreadOf(shares: readonly Share[]): Spread {
  const rising = shares.map(({ fen }) => fen).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const n = BigInt(rising.length);
  const totalFen = rising.reduce((sum, fen) => sum + fen, 0n);
  const weighted = rising.reduce((sum, fen, at) => sum + BigInt(at + 1) * fen, 0n);
  const topCount = Math.ceil(rising.length / 10);
  const sums = [0n];
  for (const fen of rising) sums.push((sums.at(-1) ?? 0n) + fen);
  const curve = Array.from({ length: 11 }, (_, tenth): LorenzPoint => {
    const [whole, rest] = [Math.floor((rising.length * tenth) / 10), (rising.length * tenth) % 10];
    // Ten times the sum, so that the part of a community is whole too.
    const ten = 10n * (sums[whole] ?? 0n) + BigInt(rest) * (rising[whole] ?? 0n);
    return { people: tenth * 1000, money: tenThousandths(ten, 10n * totalFen) };
  });
  return {
    communities: rising.length,
    without: rising.filter((fen) => fen === 0n).length,
    totalFen,
    gini: totalFen === 0n ? 0 : tenThousandths(2n * weighted - (n + 1n) * totalFen, n * totalFen),
    hhi: tenThousandths(
      rising.reduce((sum, fen) => sum + fen * fen, 0n),
      totalFen * totalFen,
    ),
    topShare: tenThousandths(
      rising.slice(rising.length - topCount).reduce((sum, fen) => sum + fen, 0n),
      totalFen,
    ),
    topCount,
    curve,
  };
}
