import type { Tx } from '#platform/database';
import type { Round } from '#modules/funds';
import type { Project } from '#modules/projects';
import { reviewTerms } from './setup.ts';
import { reviewsIn } from './store.ts';

/**
 * Projects of a round whose names reviewers do not get to see yet: the round is blind, and a written review of the project is still to come. Nothing else that
 * reviewers read may name them before.
 */
export async function blindHoldsFor(
  tx: Tx,
  round: Pick<Round, 'id' | 'opensOn'>,
  projects: readonly Pick<Project, 'id' | 'state'>[],
): Promise<ReadonlySet<string>> {
  if ((await reviewTerms(tx, round)).blind?.value !== true) return new Set();
  const awaited = new Set((await reviewsIn(tx, round.id)).flatMap((review) => (review.state === 'assigned' ? [review.projectId] : [])));
  return new Set(projects.flatMap(({ id, state }) => (state === 'submitted' || state === 'checked' || awaited.has(id) ? [id] : [])));
}
