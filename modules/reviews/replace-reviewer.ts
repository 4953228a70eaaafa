import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { findRound } from '#modules/funds';
import { closeDuty } from '#modules/inbox';
import { lockProject } from '#modules/projects';
import { askForReviewers } from './assign-reviewer.ts';
import { lockReview, saveEnd } from './store.ts';

/** The office takes an open review back, with the reason, and is asked for another reviewer. What was written so far stays with it and does not count. */
export const takeReviewBack = (
  context: CommandContext,
  input: { reviewId: string; reason: string },
): Promise<Result<string, 'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'take-review-back', async (tx): Promise<Result<string, 'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required'>> => {
    if (!tx.can('review.assign', { neighbourhoodId: null })) return err('not-allowed');
    const review = await lockReview(tx, input.reviewId);
    const project = review && (await lockProject(tx, review.projectId));
    if (!review || !project) return err('not-found');
    if (review.state !== 'assigned' || project.state !== 'in_review') return err('wrong-state');
    const reason = input.reason.trim().slice(0, 500);
    if (reason === '') return err('reason-required');
    await saveEnd(tx, review.id, 'office', reason);
    await closeDuty(tx, { kind: 'review.score', subjectId: project.id, personId: review.reviewerId });
    const round = await findRound(tx, review.roundId);
    if (round) await askForReviewers(tx, project, round.reviewersWanted);
    tx.audit({
      action: 'review.take-back',
      subjectKind: 'project',
      subjectId: project.id,
      text: { reviewId: review.id, reviewer: review.reviewerName, reason },
    });
    return ok(project.id);
  });
