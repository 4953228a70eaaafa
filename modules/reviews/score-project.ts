import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { currentPack } from '#modules/funds';
import { closeDuty } from '#modules/inbox';
import { lockProject, type Project } from '#modules/projects';
import { recuseIn } from './recuse.ts';
import { missingScores } from './review.ts';
import { conflictOf, type ReviewerConflict } from './reviewer-conflict.ts';
import { lockReview, type Review, saveComment, saveNote, saveScore, saveSubmission, scoresOf } from './store.ts';
import { type Criterion, rubricOf } from './terms.ts';

/** What a reviewer has written so far: `points` null where nothing is given yet. */
export interface ScoresInput {
  reviewId: string;
  scores: readonly { criterion: string; points: number | null; reason: string }[];
  comment: string;
  /** The reviewer's own notes; left out: they stay as they are. */
  note?: string;
}

/**
 * `not-allowed` it is somebody else's review · `no-policy`, `no-rubric`, `needs-setting` the rubric is not complete: the office is
 * asked · `unknown-criterion` · `points-out-of-range` · `too-long` a reason or comment.
 */
export type ScoreRefusal =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'no-policy'
  | 'no-rubric'
  | 'needs-setting'
  | 'unknown-criterion'
  | 'points-out-of-range'
  | 'too-long';

/** The actor's own review, still open, and its project; both locked. */
async function ownReview(tx: CommandTx, reviewId: string): Promise<Result<{ review: Review; project: Project }, 'not-found' | 'not-allowed' | 'wrong-state'>> {
  if (!tx.can('review.score', { neighbourhoodId: null })) return err('not-allowed');
  const review = await lockReview(tx, reviewId);
  if (!review) return err('not-found');
  if (review.reviewerId !== tx.actor.personId) return err('not-allowed');
  const project = await lockProject(tx, review.projectId);
  if (!project) return err('not-found');
  return review.state === 'assigned' && project.state === 'in_review' ? ok({ review, project }) : err('wrong-state');
}

async function keepScores(tx: CommandTx, input: ScoresInput): Promise<Result<{ review: Review; project: Project; criteria: Criterion[] }, ScoreRefusal>> {
  const own = await ownReview(tx, input.reviewId);
  if (!own.ok) return own;
  const pack = await currentPack(tx, tx.today, own.value.project);
  if (!pack) return err('no-policy');
  const rubric = rubricOf(pack);
  if (!rubric.ok) return err(rubric.error.code === 'no-rule' ? 'no-rubric' : 'needs-setting');
  const { criteria } = rubric.value;
  if ((input.note ?? '').length > 8000 || input.comment.length > 4000 || input.scores.some((score) => score.reason.length > 2000)) return err('too-long');
  for (const { criterion, points, reason } of input.scores) {
    const found = criteria.find(({ code }) => code === criterion);
    if (!found) return err('unknown-criterion');
    if (points !== null && (!Number.isInteger(points) || points < 0 || points > found.maxPoints)) return err('points-out-of-range');
    await saveScore(tx, input.reviewId, {
      criterion,
      title: found.title.zh,
      points,
      maxPoints: found.maxPoints,
      weightPercent: found.weightPercent,
      reason: reason.trim(),
    });
  }
  if (input.note !== undefined) await saveNote(tx, input.reviewId, input.note.trim());
  return ok({ ...own.value, criteria });
}

/** Keeps what a reviewer has written so far; nothing need be complete. */
export const saveScores = (context: CommandContext, input: ScoresInput): Promise<Result<void, ScoreRefusal | 'key-reused'>> =>
  runCommand(context, 'save-scores', async (tx): Promise<Result<void, ScoreRefusal>> => {
    const kept = await keepScores(tx, input);
    if (!kept.ok) return kept;
    await saveComment(tx, input.reviewId, input.comment.trim());
    tx.audit({
      action: 'review.save',
      subjectKind: 'project',
      subjectId: kept.value.project.id,
      text: { reviewId: input.reviewId, given: input.scores.filter(({ points }) => points !== null).length },
    });
    return ok();
  });

/**
 * Hands a review in, for good. `scores-missing` a criterion has no points or no reason · `comment-missing` · a {@link ReviewerConflict}: the reviewer has come to
 * have a part in the project since. Event: `review.submitted`.
 */
export const submitReview = (
  context: CommandContext,
  input: ScoresInput,
): Promise<Result<void, ScoreRefusal | ReviewerConflict | 'scores-missing' | 'comment-missing' | 'key-reused'>> =>
  runCommand(context, 'submit-review', async (tx): Promise<Result<void, ScoreRefusal | ReviewerConflict | 'scores-missing' | 'comment-missing'>> => {
    const kept = await keepScores(tx, input);
    if (!kept.ok) return kept;
    const { criteria, project } = kept.value;
    const scores = (await scoresOf(tx, [input.reviewId])).filter((score) => criteria.some(({ code }) => code === score.criterion));
    if (missingScores(criteria, scores).length > 0) return err('scores-missing');
    if (input.comment.trim() === '') return err('comment-missing');
    const conflict = await conflictOf(tx, project, kept.value.review.reviewerId, tx.today);
    if (conflict) return err(conflict);
    // Weights may have been set anew since a criterion was saved: all are handed in under the same ones.
    for (const score of scores) {
      const now = criteria.find(({ code }) => code === score.criterion);
      if (!now || (score.points ?? 0) > now.maxPoints) return err('points-out-of-range');
      await saveScore(tx, input.reviewId, { ...score, maxPoints: now.maxPoints, weightPercent: now.weightPercent });
    }
    await saveSubmission(tx, input.reviewId, input.comment.trim());
    await closeDuty(tx, { kind: 'review.score', subjectId: project.id, ...(tx.actor.personId ? { personId: tx.actor.personId } : {}) });
    await tx.emit('review.submitted', { reviewId: input.reviewId, projectId: project.id });
    tx.audit({
      action: 'review.submit',
      subjectKind: 'project',
      subjectId: project.id,
      text: { reviewId: input.reviewId, scores: scores.map(({ criterion, points, reason }) => ({ criterion, points, reason })), comment: input.comment.trim() },
    });
    return ok();
  });

/** A reviewer steps aside from one application, with the reason; where the round's plan stands the next takes over at once, elsewhere the office is asked. Event: `review.conflict`. */
export const declareConflict = (
  context: CommandContext,
  input: { reviewId: string; reason: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'declare-conflict', async (tx): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'reason-required'>> => {
    const own = await ownReview(tx, input.reviewId);
    if (!own.ok) return own;
    const reason = input.reason.trim().slice(0, 500);
    if (reason === '') return err('reason-required');
    const { project, review } = own.value;
    await recuseIn(tx, { project, review, how: 'own-word', relation: null, reason });
    return ok();
  });
