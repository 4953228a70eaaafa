import { gradesRule } from '#libs/policy';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import type { Bilingual } from '#platform/i18n';
import { currentPack, type KeptRules } from '#modules/funds';
import { answerMatterByProjectIn } from '#modules/matters';
import { findSettlement, gradeWasTold, insertGrade, listGrades } from './closing-store.ts';
import { moveProjectIn } from './move-project.ts';
import type { ProjectState } from './project.ts';
import { lockProject, type Project } from './store.ts';

/** A grade that the policy in force knows, with what follows from it. */
export interface GradeChoice {
  code: string;
  title: Bilingual;
  effect: Bilingual | null;
}

/** The grades of the policy in force on the day (of the one that `kept`'s round was opened under), best first; empty when no policy names any: then nobody can invent one. */
export async function gradeChoices(tx: Tx, day: string, kept?: KeptRules): Promise<{ choices: GradeChoice[]; clause: string; source: string }> {
  const pack = await currentPack(tx, day, kept);
  const found = pack ? gradesRule(pack) : null;
  if (!found) return { choices: [], clause: '', source: '' };
  return {
    choices: found.rule.grades.map(({ code, title, effect }) => ({ code, title, effect })),
    clause: found.rule.clause,
    source: found.rule.source,
  };
}

/**
 * The office grades a settled project by its policy's grades, one that stopped too; a later grade stands beside the earlier ones until one is told
 * to the community: then only the answer to an objection changes it. Errors: `not-found`, `not-allowed`, `wrong-state`, `not-in-list` (no such grade
 * in the policy), `reason-required`, `told`.
 */
export const gradeProject = (
  context: CommandContext,
  input: { projectId: string; grade: string; reason: string },
): Promise<Result<void, GradeError | 'key-reused'>> =>
  runCommand(context, 'grade-project', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    return project ? gradeProjectIn(tx, project, input) : err('not-found');
  });

export type GradeError = 'not-found' | 'not-allowed' | 'wrong-state' | 'not-in-list' | 'reason-required' | 'told';

/** The account of the project is closed, so that what it cost is known: settled and later, or stopped and settled. */
export const mayBeGraded = (state: ProjectState, settled: boolean): boolean =>
  ['settled', 'closed', 'upkeep'].includes(state) || (state === 'stopped' && settled);

/** The same inside the caller's command, with the project locked. */
export async function gradeProjectIn(tx: CommandTx, project: Project, input: { grade: string; reason: string }): Promise<Result<void, GradeError>> {
  if (!tx.can('project.grade', project)) return err('not-allowed');
  if (!mayBeGraded(project.state, (await findSettlement(tx, project.id)) !== null)) return err('wrong-state');
  if (await gradeWasTold(tx, project.id)) return err('told');
  const { choices } = await gradeChoices(tx, tx.today, project);
  if (!choices.some((choice) => choice.code === input.grade)) return err('not-in-list');
  const reason = input.reason.trim().slice(0, 1000);
  if (reason === '') return err('reason-required');
  await insertGrade(tx, project.id, input.grade, reason);
  tx.audit({ action: 'project.grade', subjectKind: 'project', subjectId: project.id, text: { grade: input.grade, reason } });
  await tx.emit('project.graded', { projectId: project.id, grade: input.grade });
  return ok();
}

/** The office closes a graded project: nothing is added to its works and accounts any more, and the matter it grew out of is answered. Errors: `not-found`, `not-allowed`, `wrong-state`, `no-grade`. */
export const closeProject = (
  context: CommandContext,
  input: { projectId: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'no-grade' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'close-project', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.close', project)) return err('not-allowed');
    if (project.state !== 'settled') return err('wrong-state');
    if ((await listGrades(tx, project.id)).length === 0) return err('no-grade');
    const moved = await moveProjectIn(tx, project, 'close', '结项');
    if (!moved.ok) return moved;
    if (project.matterId) await answerMatterByProjectIn(tx, project.matterId, `由此立项的“${project.title}”已经办成并结项，后续由管护人照看。`);
    return ok();
  });
