import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { isUniqueViolation } from '#platform/database';
import { findRound, officeDeadline, takesReviews } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { holdersOf } from '#modules/people';
import { enterReviewIn, listProjects, lockProject, type Project, type StepRefusal } from '#modules/projects';
import { blindReleases } from './blind-store.ts';
import { recusals } from './pool-store.ts';
import { conflictOf, type ReviewerConflict } from './reviewer-conflict.ts';
import { reviewTerms } from './setup.ts';
import { insertReview, reviewsOf } from './store.ts';

async function sendIn(tx: CommandTx, project: Project): Promise<Result<void, 'round-is-over' | StepRefusal>> {
  const round = project.roundId ? await findRound(tx, project.roundId) : null;
  if (!round || !takesReviews(round)) return err('round-is-over');
  const moved = await enterReviewIn(tx, { projectId: project.id, roundId: round.id });
  if (!moved.ok) return moved;
  await askForReviewers(tx, moved.value, round.reviewersWanted);
  return ok();
}

/** Sends every checked application of a round before its reviewers at once; gives how many. `nothing-checked`: there is none. */
export const sendRoundToReview = (
  context: CommandContext,
  input: { roundId: string },
): Promise<Result<number, 'not-allowed' | 'nothing-checked' | 'round-is-over' | StepRefusal | 'key-reused'>> =>
  runCommand(context, 'send-round-to-review', async (tx): Promise<Result<number, 'not-allowed' | 'nothing-checked' | 'round-is-over' | StepRefusal>> => {
    if (!tx.can('review.assign', { neighbourhoodId: null })) return err('not-allowed');
    const checked = await listProjects(tx, { roundId: input.roundId, states: ['checked'] });
    if (checked.length === 0) return err('nothing-checked');
    for (const { id } of checked) {
      const project = await lockProject(tx, id);
      const sent: Result<void, 'round-is-over' | StepRefusal> = project ? await sendIn(tx, project) : err('not-found');
      if (!sent.ok) return sent;
    }
    return ok(checked.length);
  });

/** Sends a checked application before the reviewers of its round and asks for as many as the round wants. `round-is-over`: it takes no reviews. */
export const sendToReview = (
  context: CommandContext,
  input: { projectId: string },
): Promise<Result<void, 'not-allowed' | 'round-is-over' | StepRefusal | 'key-reused'>> =>
  runCommand(context, 'send-to-review', async (tx): Promise<Result<void, 'not-allowed' | 'round-is-over' | StepRefusal>> => {
    if (!tx.can('review.assign', { neighbourhoodId: null })) return err('not-allowed');
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    return sendIn(tx, project);
  });

/** Opens or closes the office's duty to find reviewers, as many as are still wanted. */
export async function askForReviewers(tx: CommandTx, project: Project, wanted: number): Promise<void> {
  const active = (await reviewsOf(tx, project.id)).filter((review) => review.state !== 'conflict').length;
  if (active >= wanted) return void (await closeDuty(tx, { kind: 'review.assign', subjectId: project.id }));
  await openDuty(tx, {
    kind: 'review.assign',
    role: 'officer',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'project',
    subjectId: project.id,
    projectId: project.id,
    title: { zh: `指派评审专家（还差 ${wanted - active} 位）：${project.title}`, en: `Assign reviewers (${wanted - active} more): ${project.title}` },
    href: `/projects/${project.id}/reviewers`,
    dueDay: await officeDeadline(tx, 'review.assign', tx.today),
  });
}

/** Gives an open project to a reviewer, inside the caller's command, which has decided that this person may have it. Returns the review's id. */
export async function giveReviewIn(
  tx: CommandTx,
  input: { project: Project; roundId: string; personId: string; name: string; dueDay: string | null },
): Promise<string> {
  const { project } = input;
  const id = await insertReview(tx, {
    roundId: input.roundId,
    projectId: project.id,
    reviewerId: input.personId,
    reviewerName: input.name,
    dueDay: input.dueDay,
  });
  // In a blind round the inbox says no more than the page.
  const no = (await blindReleases(tx, input.roundId)).get(project.id);
  const title =
    no === undefined ? { zh: `评审：${project.title}`, en: `Review: ${project.title}` } : { zh: `评审：第 ${no} 号申请`, en: `Review: application ${no}` };
  await openDuty(tx, {
    // The project is the subject, so that a project taken back takes its open reviews along.
    kind: 'review.score',
    role: 'reviewer',
    personId: input.personId,
    neighbourhoodId: null,
    subjectKind: 'project',
    subjectId: project.id,
    projectId: project.id,
    title,
    href: `/reviews/${id}`,
    dueDay: input.dueDay,
  });
  await tx.emit('review.assigned', { reviewId: id, projectId: project.id, reviewerId: input.personId });
  tx.audit({ action: 'review.assign', subjectKind: 'project', subjectId: project.id, text: { reviewId: id, reviewer: input.name, dueDay: input.dueDay } });
  return id;
}

/**
 * `not-a-reviewer` holds no such role today · `enough-reviewers` the round wants no more · `already-assigned` ·
 * `in-the-past` the day to be done by · `covered-text-not-seen` the round is blind and no officer has let this project's text go · `recused` stepped aside from it ·
 * the conflicts of {@link ReviewerConflict}.
 */
export type AssignRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'wrong-state'
  | 'not-a-reviewer'
  | 'enough-reviewers'
  | 'already-assigned'
  | 'in-the-past'
  | 'covered-text-not-seen'
  | 'recused'
  | ReviewerConflict;

/** Gives an application to a reviewer, who finds it in the inbox. Returns the review's id. Event: `review.assigned`. */
export const assignReviewer = (
  context: CommandContext,
  input: { projectId: string; personId: string; dueDay: string | null },
): Promise<Result<string, AssignRefusal | 'key-reused'>> =>
  runCommand(context, 'assign-reviewer', async (tx): Promise<Result<string, AssignRefusal>> => {
    if (!tx.can('review.assign', { neighbourhoodId: null })) return err('not-allowed');
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    const round = project.roundId ? await findRound(tx, project.roundId) : null;
    if (project.state !== 'in_review' || !round) return err('wrong-state');
    if (input.dueDay !== null && input.dueDay < tx.today) return err('in-the-past');
    const reviewer = (await holdersOf(tx, 'reviewer', null)).find((holder) => holder.personId === input.personId);
    if (!reviewer) return err('not-a-reviewer');
    const reviews = await reviewsOf(tx, project.id);
    if (reviews.some((review) => review.reviewerId === input.personId)) return err('already-assigned');
    if (reviews.filter((review) => review.state !== 'conflict').length >= round.reviewersWanted) return err('enough-reviewers');
    const conflict = await conflictOf(tx, project, input.personId, tx.today);
    if (conflict) return err(conflict);
    if ((await recusals(tx, { projectId: project.id })).some(({ personId }) => personId === input.personId)) return err('recused');
    const terms = await reviewTerms(tx, round);
    if (terms.blind?.value && !(await blindReleases(tx, round.id)).has(project.id)) return err('covered-text-not-seen');
    const given = await giveReviewIn(tx, { project, roundId: round.id, personId: reviewer.personId, name: reviewer.name, dueDay: input.dueDay }).catch(
      (error: unknown) => {
        if (isUniqueViolation(error)) return null;
        throw error;
      },
    );
    if (given === null) return err('already-assigned');
    const id = given;
    await askForReviewers(tx, project, round.reviewersWanted);
    return ok(id);
  });
