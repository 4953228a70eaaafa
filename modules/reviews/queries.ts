import type { Tx } from '#platform/database';
import { boardOf, type ReviewBoard } from './review-board.ts';
import { type Review, reviewsIn, reviewsOf, scoresOf } from './store.ts';

function grouped(reviews: readonly Review[], key: (review: Review) => string): Map<string, Review[]> {
  const groups = new Map<string, Review[]>();
  for (const review of reviews) groups.set(key(review), [...(groups.get(key(review)) ?? []), review]);
  return groups;
}

/** All reviews of a project with their points and the mean. */
export async function reviewBoard(tx: Tx, projectId: string): Promise<ReviewBoard> {
  const reviews = await reviewsOf(tx, projectId);
  return boardOf(
    reviews,
    await scoresOf(
      tx,
      reviews.map(({ id }) => id),
    ),
  );
}

/** The same for every project of a round, by project id. */
export async function reviewBoards(tx: Tx, roundId: string): Promise<Map<string, ReviewBoard>> {
  const reviews = await reviewsIn(tx, roundId);
  const scores = await scoresOf(
    tx,
    reviews.map(({ id }) => id),
  );
  const byProject = grouped(reviews, (review) => review.projectId);
  return new Map([...byProject].map(([projectId, own]) => [projectId, boardOf(own, scores)]));
}

/** How many applications each reviewer of a round has: all, still to do, stepped aside. */
export async function workload(tx: Tx, roundId: string): Promise<Map<string, { assigned: number; open: number; conflicts: number }>> {
  const byReviewer = grouped(await reviewsIn(tx, roundId), (review) => review.reviewerId);
  return new Map(
    [...byReviewer].map(([reviewerId, own]) => [
      reviewerId,
      {
        assigned: own.filter(({ state }) => state !== 'conflict').length,
        open: own.filter(({ state }) => state === 'assigned').length,
        conflicts: own.filter(({ state }) => state === 'conflict').length,
      },
    ]),
  );
}
