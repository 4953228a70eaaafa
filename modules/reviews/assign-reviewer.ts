import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { isUniqueViolation, type Tx } from '#platform/database';
import { findRound, officeDeadline, takesReviews } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { heldOn, holdersOf, homesOfPerson, listRoles } from '#modules/people';
import { enterReviewIn, findApplication, lockProject, type Project, type StepRefusal } from '#modules/projects';
import { nobodyReviewsTheirOwn, type ReviewerConflict } from './reviewer-conflict.ts';
import { insertReview, reviewsOf } from './store.ts';

/** Sends a checked application before the reviewers of its round and asks for as many as the round wants. `round-is-over`: it takes no reviews. */
export const sendToReview = (
  context: CommandContext,
  input: { projectId: string },
): Promise<Result<void, 'not-allowed' | 'round-is-over' | StepRefusal | 'key-reused'>> =>
  runCommand(context, 'send-to-review', async (tx): Promise<Result<void, 'not-allowed' | 'round-is-over' | StepRefusal>> => {
    if (!tx.can('review.assign', { neighbourhoodId: null })) return err('not-allowed');
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    const round = project.roundId ? await findRound(tx, project.roundId) : null;
    if (!round || !takesReviews(round)) return err('round-is-over');
    const moved = await enterReviewIn(tx, { projectId: project.id, roundId: round.id });
    if (!moved.ok) return moved;
    await askForReviewers(tx, moved.value, round.reviewersWanted);
    return ok();
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

/** Why a person may not review a project, or null. `day` is the civil day on which roles are looked at. */
export async function conflictOf(tx: Tx, project: Project, personId: string, day: string): Promise<ReviewerConflict | null> {
  const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
  const roles = (await listRoles(tx, { personId })).filter((role) => heldOn(role, day));
  const present = (ids: readonly (string | null | undefined)[]): string[] => ids.flatMap((id) => (id ? [id] : []));
  return nobodyReviewsTheirOwn({
    personId,
    homeNeighbourhoodIds: (await homesOfPerson(tx, personId)).map((home) => home.neighbourhoodId),
    roleNeighbourhoodIds: present(roles.map((role) => role.neighbourhoodId)),
    organisationIds: present(roles.map((role) => role.organisationId)),
    project: {
      neighbourhoodId: project.neighbourhoodId,
      personIds: present([
        ...(application?.members ?? []).map((member) => member.personId),
        application?.keeperPersonId,
        application?.submittedBy,
        project.createdBy,
      ]),
      organisationIds: present((application?.sources ?? []).map((source) => source.organisationId)),
    },
  });
}

/**
 * `not-a-reviewer` holds no such role today · `enough-reviewers` the round wants no more · `already-assigned` ·
 * `in-the-past` the day to be done by · the conflicts of {@link ReviewerConflict}.
 */
export type AssignRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'wrong-state'
  | 'not-a-reviewer'
  | 'enough-reviewers'
  | 'already-assigned'
  | 'in-the-past'
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
    const id = await insertReview(tx, {
      roundId: round.id,
      projectId: project.id,
      reviewerId: reviewer.personId,
      reviewerName: reviewer.name,
      dueDay: input.dueDay,
    }).catch((error: unknown) => {
      if (isUniqueViolation(error)) return null;
      throw error;
    });
    if (id === null) return err('already-assigned');
    await openDuty(tx, {
      // The project is the subject, so that a project taken back takes its open reviews along.
      kind: 'review.score',
      role: 'reviewer',
      personId: reviewer.personId,
      neighbourhoodId: null,
      subjectKind: 'project',
      subjectId: project.id,
      projectId: project.id,
      title: { zh: `评审：${project.title}`, en: `Review: ${project.title}` },
      href: `/reviews/${id}`,
      dueDay: input.dueDay,
    });
    await askForReviewers(tx, project, round.reviewersWanted);
    await tx.emit('review.assigned', { reviewId: id, projectId: project.id, reviewerId: reviewer.personId });
    tx.audit({ action: 'review.assign', subjectKind: 'project', subjectId: project.id, text: { reviewId: id, reviewer: reviewer.name, dueDay: input.dueDay } });
    return ok(id);
  });
