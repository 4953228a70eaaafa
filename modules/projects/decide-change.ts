import { dayOf, formatDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { findBallot } from '#modules/ballots';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { findResolution, linkResolutionProjectIn } from '#modules/meetings';
import { publishNotice } from '#modules/notices';
import { findApplication } from './application-store.ts';
import { budgetAfter, movesOf } from './budget-in-force.ts';
import { deadlineOf } from './deadlines.ts';
import { answerChange, type ChangeAnswer, type ChangeState } from './doing.ts';
import { type ChangeRequest, lockChange, saveChangeAnswer } from './doing-store.ts';
import { openTurn } from './move-project.ts';
import { worksGoOn } from './project.ts';
import { checkBudgetIn } from './spending-budget.ts';
import { lockProject, type Project } from './store.ts';

export interface DecideChangeInput {
  changeId: string;
  answer: ChangeAnswer;
  reason: string;
  /** The residents' resolution on a big change, */
  resolutionId: string | null;
  /** or the ballot they passed. */
  ballotId?: string | null;
}
export type DecideChangeError =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'own-request'
  | 'reason-required'
  | 'decided'
  | 'needs-residents'
  | 'needs-resolution'
  | 'already-spent'
  | 'key-reused';

/** The residents' word on a change: a resolution of this neighbourhood made after it was asked for, or a ballot opened after it and passed. */
async function theResidentsWord(tx: CommandTx, project: Project, change: ChangeRequest, input: DecideChangeInput) {
  const resolution = input.resolutionId === null ? null : await findResolution(tx, input.resolutionId);
  const ballot = input.ballotId ? await findBallot(tx, input.ballotId) : null;
  return {
    resolution: resolution && resolution.neighbourhoodId === project.neighbourhoodId && resolution.recordedAt > change.askedAt ? resolution : null,
    ballot:
      ballot?.outcome?.passed &&
      ballot.state === 'closed' &&
      ballot.neighbourhoodId === project.neighbourhoodId &&
      ballot.openedAt !== null &&
      ballot.openedAt > change.askedAt
        ? ballot
        : null,
  };
}

/** Approving would leave a use with less than was spent or is kept for it. */
async function lessThanIsSpent(tx: CommandTx, project: Project, change: ChangeRequest): Promise<boolean> {
  if (change.kind !== 'budget') return false;
  const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
  const before = await checkBudgetIn(tx, project, []);
  if (!application || !before) return false;
  const after = budgetAfter(
    application,
    (await movesOf(tx, project.id)).filter((move) => move.approved || move.changeId === change.id),
  );
  return before.categories.some((each) => {
    const left = after.reduce((fen, line) => (line.category === each.category ? fen + line.amountFen : fen), 0n);
    return left < each.budgetFen && left < each.committedFen + each.spentFen;
  });
}

/**
 * Answers a change request: the office, or for a small move inside the budget another of the committee. A big one first goes back to the residents and is approved
 * only with their word, given after the request. Errors: `not-found`, `not-allowed`, `own-request`, `reason-required`, `decided`, `needs-residents`,
 * `needs-resolution`, `already-spent` (a line would have less than was spent of it), `wrong-state` (the works are over).
 */
export const decideChange = (context: CommandContext, input: DecideChangeInput): Promise<Result<ChangeState, DecideChangeError>> =>
  runCommand(context, 'decide-change', async (tx) => {
    const change = await lockChange(tx, input.changeId);
    const project = change && (await lockProject(tx, change.projectId));
    if (!change || !project) return err('not-found');
    const ofTheTeam =
      change.decider === 'team' && change.state === 'asked' && input.answer !== 'send-to-residents' && tx.can('project.decide-team-change', project);
    if (!ofTheTeam && !tx.can('project.decide-change', project)) return err('not-allowed');
    if (change.askedBy !== null && change.askedBy === tx.actor.personId) return err('own-request');
    const reason = input.reason.trim().slice(0, 1000);
    if (reason === '') return err('reason-required');
    const word = await theResidentsWord(tx, project, change, input);
    const residents = word.resolution !== null || word.ballot !== null;
    const next = answerChange(change, input.answer, residents);
    if (typeof next === 'string') return err(next);
    const approved = next.state === 'approved';
    if (approved && !worksGoOn(project.state)) return err('wrong-state');
    if (approved && (await lessThanIsSpent(tx, project, change))) return err('already-spent');
    await saveChangeAnswer(tx, change, next, {
      reason,
      resolutionId: approved ? (word.resolution?.id ?? null) : null,
      ballotId: approved ? (word.ballot?.id ?? null) : null,
    });
    if (approved && word.resolution) await linkResolutionProjectIn(tx, word.resolution.id, project.id);
    if (next.state === 'with_residents') await askTheResidents(tx, project, change);
    else {
      await closeDuty(tx, { kind: 'change.decide', subjectId: change.id });
      await dropDuties(tx, { subjectId: change.id });
    }
    if (approved && change.kind === 'schedule') await theNewDayHolds(tx, project, change);
    tx.audit({
      action: 'change.decide',
      subjectKind: 'project',
      subjectId: project.id,
      text: { no: change.no, kind: change.kind, answer: input.answer, state: next.state, reason },
    });
    await tx.emit('project.change-decided', { projectId: project.id, changeId: change.id, state: next.state });
    return ok(next.state);
  });

const askTheResidents = async (tx: CommandTx, project: Project, change: ChangeRequest) =>
  openDuty(tx, {
    kind: 'change.ask-residents',
    role: 'secretary',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'change',
    subjectId: change.id,
    projectId: project.id,
    title: { zh: `开会议定变更：${change.what}`, en: `Let the residents decide: ${change.what}` },
    href: `/projects/${project.id}/changes#change-${change.no}`,
    dueDay: await deadlineOf(tx, 'change.ask-residents'),
  });

/** The works are due on the new day, and everybody is told. */
async function theNewDayHolds(tx: CommandTx, project: Project, change: ChangeRequest): Promise<void> {
  await openTurn(tx, project);
  const late = change.oldLastDay !== null && dayOf(change.askedAt) > change.oldLastDay;
  await publishNotice(tx, {
    kind: 'general',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'project',
    subjectId: project.id,
    title: `完工日变更：${project.title}`.slice(0, 200),
    body: `原完工日：${formatDay(change.oldLastDay ?? '')}\n\n现完工日：${formatDay(change.newLastDay ?? '')}\n\n原因：${change.why}${late ? '\n\n说明：申请时已过原完工日。' : ''}`,
    startDay: tx.today,
    endDay: null,
    acceptsObjections: false,
  });
}
