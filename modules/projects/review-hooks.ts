import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { openAwardIn, pledgeIn } from '#modules/books';
import { openDuty } from '#modules/inbox';
import { type ApplicationVersion, findApplication } from './application-store.ts';
import { type FieldComment, insertComments, soundComments } from './application-comments.ts';
import { deadlineOf } from './deadlines.ts';
import { startSourceIn } from './follow-sources.ts';
import { moveProjectIn } from './move-project.ts';
import type { ProjectAction } from './project.ts';
import { lockProject, type MoveFacts, type Project } from './store.ts';

// Steps that the office and its reviewers take. The caller's command has authorised them; the moves themselves are kept here.

/** `wrong-state`: the project is not where this step starts. `reason-required`: sending back and declining say why. */
export type StepRefusal = 'not-found' | 'wrong-state' | 'reason-required';

async function step(tx: CommandTx, projectId: string, action: ProjectAction, said: string, facts: MoveFacts = {}): Promise<Result<Project, StepRefusal>> {
  const project = await lockProject(tx, projectId);
  return project ? moveProjectIn(tx, project, action, said, facts) : err('not-found');
}

/** The office's check is passed: submitted → checked. */
export const markCheckedIn = (tx: CommandTx, input: { projectId: string }): Promise<Result<Project, StepRefusal>> =>
  step(tx, input.projectId, 'check', '自治办审核通过');

/** The project goes back to the applicants with a reason and remarks on its fields: submitted or checked → returned. */
export async function returnForRevisionIn(
  tx: CommandTx,
  input: { projectId: string; reason: string; comments?: readonly FieldComment[] },
): Promise<Result<Project, StepRefusal>> {
  const comments = soundComments(input.comments ?? []);
  const reason = input.reason.trim() || (comments.length > 0 ? `有 ${comments.length} 处需要补正，见各项意见。` : '');
  const moved = await step(tx, input.projectId, 'return', '退回补正', { reason });
  if (moved.ok && moved.value.applicationId) await insertComments(tx, moved.value.id, moved.value.applicationId, comments);
  return moved;
}

/** The project goes before the reviewers of a round: checked → in_review. */
export const enterReviewIn = (tx: CommandTx, input: { projectId: string; roundId?: string }): Promise<Result<Project, StepRefusal>> =>
  step(tx, input.projectId, 'enter-review', '进入评审', input.roundId === undefined ? {} : { roundId: input.roundId });

/** The proposed award is on public notice: in_review → noticed. */
export const markNoticedIn = (tx: CommandTx, input: { projectId: string }): Promise<Result<Project, StepRefusal>> =>
  step(tx, input.projectId, 'notice', '拟资助公示');

/** The project is not awarded, with a reason: from submitted to noticed → declined. */
export const declineIn = (tx: CommandTx, input: { projectId: string; reason: string }): Promise<Result<Project, StepRefusal>> =>
  step(tx, input.projectId, 'decline', '不予资助', { reason: input.reason.trim() });

/**
 * The grant is decided: noticed → awarded. Less than was asked sends the budget back to the applicants before the agreement.
 * `above-request`: more than the application asks for.
 */
export async function markAwardedIn(tx: CommandTx, input: { projectId: string; grantFen: bigint }): Promise<Result<Project, StepRefusal | 'above-request'>> {
  const project = await lockProject(tx, input.projectId);
  const application = project?.applicationId ? await findApplication(tx, project.applicationId) : null;
  if (!project || !application) return err('not-found');
  if (input.grantFen <= 0n || input.grantFen > application.grantFen) return err('above-request');
  const moved = await moveProjectIn(tx, project, 'award', '确定资助', { grantAwardedFen: input.grantFen });
  if (moved.ok && input.grantFen < application.grantFen) {
    await openDuty(tx, {
      kind: 'project.revise',
      role: 'secretary',
      neighbourhoodId: project.neighbourhoodId,
      subjectKind: 'project',
      subjectId: project.id,
      projectId: project.id,
      title: { zh: `按核定金额调整预算：${project.title}`, en: `Bring the budget down to the award: ${project.title}` },
      href: `/projects/${project.id}/application`,
      dueDay: await deadlineOf(tx, 'project.revise'),
    });
  }
  return moved;
}

/**
 * The agreement is signed: awarded → agreed. Each source gets its award in the books with the categories its lines name, and
 * what it promised is pledged; residents promise one by one, so a collection starts without pledges.
 * `budget-not-revised`: the plan still counts on more or less than was awarded.
 */
export async function agreeIn(
  tx: CommandTx,
  input: { projectId: string; agreedOn: string; agreementFileId?: string },
): Promise<Result<Project, StepRefusal | 'budget-not-revised'>> {
  const project = await lockProject(tx, input.projectId);
  const application = project?.applicationId ? await findApplication(tx, project.applicationId) : null;
  if (!project || !application) return err('not-found');
  if (project.state === 'awarded' && application.grantFen !== project.grantAwardedFen) return err('budget-not-revised');
  const moved = await moveProjectIn(tx, project, 'agree', '签订项目协议', {
    agreedOn: input.agreedOn,
    ...(input.agreementFileId ? { agreementFileId: input.agreementFileId } : {}),
  });
  if (moved.ok) await openAwards(tx, project, application, input.agreedOn);
  return moved;
}

/** One award per source; it pays from the agreement to the end of the year in which the works end. For this module's commands. */
export async function openAwards(tx: CommandTx, project: Project, application: ApplicationVersion, agreedOn: string): Promise<void> {
  const lastYear = application.periodEnd > agreedOn ? application.periodEnd.slice(0, 4) : agreedOn.slice(0, 4);
  for (const [index, source] of application.sources.entries()) {
    const categories = application.lines.filter((line) => line.shares.some((share) => share.sourceNo === index + 1)).map((line) => line.category);
    const awardId = await openAwardIn(tx, {
      projectId: project.id,
      sourceKind: source.kind,
      name: source.name,
      organisationId: source.organisationId,
      categories: [...new Set(categories)],
      plannedFen: source.plannedFen,
      validFrom: agreedOn,
      validTo: `${lastYear}-12-31`,
    });
    await startSourceIn(tx, { ...project, state: 'agreed' }, awardId, source);
    if (source.kind === 'household' || source.kind === 'crowd' || source.kind === 'common') continue;
    const pledged = await pledgeIn(tx, {
      awardId,
      amountFen: source.plannedFen,
      payer: { name: source.name, ...(source.organisationId ? { organisationId: source.organisationId } : {}) },
    });
    if (!pledged.ok) throw new Error(`pledge of a new award refused: ${pledged.error}`);
  }
}

/** True once the plan of the version in force counts on exactly what was awarded. */
export const thePlanCountsOnTheAward = (project: Pick<Project, 'grantAwardedFen'>, application: { grantFen: bigint }): boolean =>
  project.grantAwardedFen === application.grantFen;

/** The steps of a project's agreement, for callers that only have its id: `ok` when it could be signed now. */
export async function mayBeAgreed(tx: CommandTx, projectId: string): Promise<Result<void, 'not-found' | 'wrong-state' | 'budget-not-revised'>> {
  const project = await lockProject(tx, projectId);
  const application = project?.applicationId ? await findApplication(tx, project.applicationId) : null;
  if (!project || !application) return err('not-found');
  if (project.state !== 'awarded') return err('wrong-state');
  return thePlanCountsOnTheAward(project, application) ? ok() : err('budget-not-revised');
}
