import { findRound } from '#modules/funds';
import { blindReleases, type Review, reviewTerms } from '#modules/reviews';
import type { Tx } from '#platform/database';

/** What the reviewer of a blind round sees instead of a name; null where the names are open: not blind, or all reviews of the project are in. */
export async function blindFor(tx: Tx, review: Review, all: readonly Review[]): Promise<{ no: number | null } | null> {
  if (!all.some(({ state }) => state === 'assigned')) return null;
  const round = await findRound(tx, review.roundId);
  if (!round || (await reviewTerms(tx, round)).blind?.value !== true) return null;
  return { no: (await blindReleases(tx, round.id)).get(review.projectId) ?? null };
}
