import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { findRound } from '#modules/funds';
import { closeDuty } from '#modules/inbox';
import { findProject, lockProject, type Project } from '#modules/projects';
import { askForReviewers } from './assign-reviewer.ts';
import { insertRecusal } from './pool-store.ts';
import { relationsTo, type ReviewerConflict } from './reviewer-conflict.ts';
import { nextReviewerIn } from './next-reviewer.ts';
import { type Review, reviewsBy, saveEnd } from './store.ts';

/** Names of the relations, for the reason that is kept with a recusal. */
export const relationWords: Readonly<Record<ReviewerConflict, string>> = {
  'of-the-team': '是项目团队成员、管护人或申报人',
  'lives-there': '住在这个居民区或在这里有房',
  'works-there': '在这个居民区任职',
  'same-organisation': '代表出资单位',
  supplier: '代表报价的供应商',
  kin: '亲属在项目团队里',
  helped: '帮助这个居民区申报，或者代表提供帮助的单位',
};

/**
 * Ends an open review by recusal, keeps who and why, and gives the project to the next reviewer at once where the round's plan stands; elsewhere the office is
 * asked. Event: `review.conflict`. Returns who took it over, or null.
 */
export async function recuseIn(
  tx: CommandTx,
  about: { project: Project; review: Review; how: 'own-word' | 'relation'; relation: ReviewerConflict | null; reason: string },
): Promise<string | null> {
  const { project, review } = about;
  await insertRecusal(tx, {
    projectId: project.id,
    personId: review.reviewerId,
    personName: review.reviewerName,
    roundId: review.roundId,
    how: about.how,
    relation: about.relation,
    reason: about.reason,
  });
  await saveEnd(tx, review.id, about.how, about.reason);
  await closeDuty(tx, { kind: 'review.score', subjectId: project.id, personId: review.reviewerId });
  const round = await findRound(tx, review.roundId);
  const next = round ? await nextReviewerIn(tx, round, project, review.dueDay) : null;
  if (round) await askForReviewers(tx, project, round.reviewersWanted);
  await tx.emit('review.conflict', { reviewId: review.id, projectId: project.id });
  tx.audit({
    action: 'review.conflict',
    subjectKind: 'project',
    subjectId: project.id,
    text: { reviewId: review.id, reviewer: review.reviewerName, how: about.how, reason: about.reason, next },
  });
  return next;
}

/** Ends every open review of a person that a relation now bars. */
export async function recuseByRelationIn(tx: CommandTx, personId: string): Promise<number> {
  const open = (await reviewsBy(tx, personId)).filter(({ state }) => state === 'assigned');
  const barred = await relationsTo(
    tx,
    open.map(({ projectId }) => projectId),
    tx.today,
    [personId],
  );
  for (const { projectId, relation } of barred) {
    const review = open.find((one) => one.projectId === projectId);
    const project = await lockProject(tx, projectId);
    if (review && project) await recuseIn(tx, { project, review, how: 'relation', relation, reason: relationWords[relation] });
  }
  return barred.length;
}

/** A reviewer steps aside from a project that is not theirs to review but will be heard at a session. */
export const stepAsideAtPitch = (
  context: CommandContext,
  input: { projectId: string; reason: string },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'step-aside-at-pitch', async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required'>> => {
    if (!tx.can('pitch.score', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
    const project = await findProject(tx, input.projectId);
    if (!project?.roundId) return err('not-found');
    if (project.state !== 'submitted' && project.state !== 'checked' && project.state !== 'in_review') return err('wrong-state');
    const reason = input.reason.trim().slice(0, 500);
    if (reason === '') return err('reason-required');
    const { personId, name } = tx.actor;
    const open = (await reviewsBy(tx, personId)).find((review) => review.projectId === project.id);
    if (open?.state === 'assigned') await recuseIn(tx, { project, review: open, how: 'own-word', relation: null, reason });
    else await insertRecusal(tx, { projectId: project.id, personId, personName: name, roundId: project.roundId, how: 'own-word', relation: null, reason });
    tx.audit({ action: 'pitch.step-aside', subjectKind: 'project', subjectId: project.id, text: { reviewer: name, reason } });
    return ok();
  });
