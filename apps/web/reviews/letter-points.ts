import { type DraftScore, meanPoints, type Points } from '#modules/reviews';

/** The exact mean of the points given for a criterion; 0 where there are none. */
export const meanOfCriterion = (scores: readonly DraftScore[], criterion: string): Points =>
  meanPoints(
    scores.flatMap((score) => (score.criterion === criterion && score.points !== null ? [{ numerator: BigInt(score.points), denominator: 1n }] : [])),
  ) ?? {
    numerator: 0n,
    denominator: 1n,
  };
