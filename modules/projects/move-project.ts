import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { findApplication } from './application-store.ts';
import { deadlineOf } from './deadlines.ts';
import { lastDayOfWorks, theDelayIsSpokenOf } from './last-day.ts';
import { sourcesFollowIn } from './follow-sources.ts';
import { moveProject, type ProjectAction, type ProjectState, theMoveNeedsAReason, worksGoOn } from './project.ts';
import { insertStep, type MoveFacts, type Project, saveMove } from './store.ts';
import { turns } from './turns.ts';
import { theWorksAreOver } from './works-round.ts';

/** Moves that end a project early: what others still had to do is dropped, not done. */
const endings: readonly ProjectAction[] = ['withdraw', 'decline', 'leave-round', 'stop'];

/**
 * Moves a locked project, hands the turn to whoever acts next, and writes the step, the audit entry and the event
 * `project.{action}`. Errors: `wrong-state`, `reason-required`.
 * @param said what happened, in Chinese, for the audit trail.
 */
export async function moveProjectIn(
  tx: CommandTx,
  project: Project,
  action: ProjectAction,
  said: string,
  facts: MoveFacts = {},
): Promise<Result<Project, 'wrong-state' | 'reason-required'>> {
  const next = moveProject(project.state, action);
  if (!next.ok) return err('wrong-state');
  if (theMoveNeedsAReason(action) && (facts.reason ?? '').trim() === '') return err('reason-required');
  const moved = await saveMove(tx, project.id, next.value, facts);
  await insertStep(tx, project.id, action, project.state, next.value, facts.reason ?? null);
  tx.audit({
    action: `project.${action}`,
    subjectKind: 'project',
    subjectId: project.id,
    text: { said, serial: project.serial, title: moved.title, from: project.state, to: next.value, ...(facts.reason ? { reason: facts.reason } : {}) },
  });
  await tx.emit(`project.${action}`, { projectId: project.id, neighbourhoodId: project.neighbourhoodId, state: next.value });
  await passTheTurn(tx, moved, action, project.state);
  await sourcesFollowIn(tx, moved);
  return ok(moved);
}

/** Closes what the old state asked for and opens what the new one asks for. */
async function passTheTurn(tx: CommandTx, project: Project, action: ProjectAction, from: ProjectState): Promise<void> {
  const before = turns[from];
  if (endings.includes(action)) await dropDuties(tx, { subjectId: project.id });
  else if (before && (from !== project.state || action === 'settle')) await closeDuty(tx, { kind: before.kind, subjectId: project.id });
  if (worksGoOn(from) && !worksGoOn(project.state)) await theWorksAreOver(tx, project);
  if (from === 'doing' && project.state !== 'doing') await theDelayIsSpokenOf(tx, project.id);
  // A stopped project stays stopped when it is settled: nobody's turn is left.
  if (action !== 'settle' || from !== project.state) await openTurn(tx, project);
}

/** Puts the project into the inbox of whoever acts next. The application's own dates are the deadlines of its works, the office's settings all others. */
export async function openTurn(tx: CommandTx, project: Project): Promise<void> {
  const turn = turns[project.state];
  if (!turn) return;
  const application = project.applicationId && ['awarded', 'agreed', 'doing'].includes(project.state) ? await findApplication(tx, project.applicationId) : null;
  // Awarded less than was asked: nothing can be signed before the budget has come down to it.
  if (project.state === 'awarded' && application?.grantFen !== project.grantAwardedFen) return;
  await openDuty(tx, {
    kind: turn.kind,
    role: turn.role,
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'project',
    subjectId: project.id,
    projectId: project.id,
    title: turn.title(project.title),
    href: `/projects/${project.id}${turn.page}`,
    dueDay:
      application && project.state !== 'awarded'
        ? project.state === 'agreed'
          ? application.periodStart
          : await lastDayOfWorks(tx, project)
        : await deadlineOf(tx, turn.kind),
  });
}
