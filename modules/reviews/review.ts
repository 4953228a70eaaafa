/** What a reviewer gave for one criterion; the weight and the maximum are the rubric's at that time. */
export interface Score {
  criterion: string;
  title: string;
  points: number;
  maxPoints: number;
  weightPercent: number;
  reason: string;
}

/** A score while the review is being written: points or reason may still be open. */
export type DraftScore = Omit<Score, 'points'> & { points: number | null };

/** The complete ones. */
export const givenScores = (scores: readonly DraftScore[]): Score[] =>
  scores.flatMap((score) => (score.points === null ? [] : [{ ...score, points: score.points }]));

/** An exact share of 100 points. */
export interface Points {
  numerator: bigint;
  denominator: bigint;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
const reduce = (numerator: bigint, denominator: bigint): Points => {
  const by = gcd(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / by, denominator: denominator / by };
};

/** Weighted total: Σ weight × points ÷ maximum. Exact; 100 when every criterion is full and the weights add up to 100. */
export function weightedTotal(scores: readonly Score[]): Points {
  return scores.reduce<Points>(
    (sum, score) => {
      const denominator = sum.denominator * BigInt(score.maxPoints);
      return reduce(sum.numerator * BigInt(score.maxPoints) + BigInt(score.weightPercent) * BigInt(score.points) * sum.denominator, denominator);
    },
    { numerator: 0n, denominator: 1n },
  );
}

/** Mean of several totals; null of none. */
export function meanPoints(totals: readonly Points[]): Points | null {
  if (totals.length === 0) return null;
  const sum = totals.reduce((left, right) =>
    reduce(left.numerator * right.denominator + right.numerator * left.denominator, left.denominator * right.denominator),
  );
  return reduce(sum.numerator, sum.denominator * BigInt(totals.length));
}

/** Negative when the first is less. */
export const comparePoints = (a: Points, b: Points): number => {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** Two decimals, rounded half up, for people to read; never used to decide. */
export function pointsText(points: Points): string {
  const hundredths = (points.numerator * 200n + points.denominator) / (points.denominator * 2n);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

/** Criteria that still have no points or no reason. */
export function missingScores(criteria: readonly { code: string }[], scores: readonly DraftScore[]): string[] {
  return criteria
    .filter(({ code }) => !scores.some((score) => score.criterion === code && score.points !== null && score.reason.trim() !== ''))
    .map(({ code }) => code);
}
