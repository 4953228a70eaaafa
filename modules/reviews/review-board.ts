import { type DraftScore, givenScores, meanPoints, type Points, weightedTotal } from './review.ts';
import type { Review } from './store.ts';

/** One review with its points; `total` only once it is handed in. */
export interface BoardReview {
  review: Review;
  scores: DraftScore[];
  total: Points | null;
}

/** All reviews of one project and their mean. */
export interface ReviewBoard {
  reviews: BoardReview[];
  /** Mean of the reviews handed in; null while there is none. */
  mean: Points | null;
}

/** Puts reviews and their points together; only what is handed in counts. */
export function boardOf(reviews: readonly Review[], scores: readonly (DraftScore & { reviewId: string })[]): ReviewBoard {
  const rows = reviews.map((review) => {
    const own = scores.filter((score) => score.reviewId === review.id);
    return { review, scores: own, total: review.state === 'submitted' ? weightedTotal(givenScores(own)) : null };
  });
  return { reviews: rows, mean: meanPoints(rows.flatMap(({ total }) => (total ? [total] : []))) };
}

/** An award is proposed once every review is handed in or a declared conflict, and as many are handed in as the round wants. */
export const reviewsEnough = (reviews: readonly Pick<Review, 'state'>[], wanted: number): boolean =>
  reviews.every(({ state }) => state !== 'assigned') && reviews.filter(({ state }) => state === 'submitted').length >= wanted;
