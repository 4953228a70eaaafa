import { err, ok, type Result } from '#libs/result';
import { holds } from '#platform/access';
import { type CommandContext, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { currentPack, officeSetting, setSettingsIn } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { deadlineOf } from './deadlines.ts';
import { everyCriterionIsScored, type MidTermResult, type MidTermRubric, midTermRubric, midTermRubricKey, readMidTermRubric } from './mid-term.ts';
import { insertMidTermCheck, insertMidTermReport, listMidTerms } from './mid-term-store.ts';
import { tranchesBecomeDueIn } from './pay-tranche.ts';
import { worksGoOn } from './project.ts';
import { lockProject, type Project } from './store.ts';
import { theTeamNames } from './team.ts';
import { worksFacts } from './works-facts.ts';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';
const checkDuty = 'mid-term.check';
const improveDuty = 'mid-term.improve';

/** By what a project is scored at mid-term: the policy it began under, else the office's own rubric. */
export const midTermRubricOf = async (tx: Tx, project: Pick<Project, 'roundId'>, today: string): Promise<MidTermRubric> =>
  midTermRubric(await currentPack(tx, today, project), await officeSetting(tx, midTermRubricKey));

/** The office sets its own rubric where the policy has none: `进度:40,经费:30,参与:30`. Errors: `bad-rubric` (weights must add up to 100), `reason-required`. */
export const setMidTermRubric = (
  context: CommandContext,
  input: { rubric: string; reason: string },
): Promise<Result<void, 'not-allowed' | 'bad-rubric' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'set-mid-term-rubric', async (tx) => {
    const value = input.rubric.replaceAll('：', ':').replaceAll('，', ',').replaceAll('、', ',').replace(/\s/g, '');
    if (readMidTermRubric(value) === null) return err('bad-rubric');
    const done = await setSettingsIn(tx, { values: { [midTermRubricKey]: value }, reason: input.reason });
    if (done.ok) return ok();
    return err(done.error === 'not-allowed' || done.error === 'reason-required' ? done.error : 'bad-rubric');
  });

/**
 * The team reports at mid-term; the figures are taken from what is recorded, not typed. Somebody outside the team checks it. Errors: `required`, `too-long`,
 * `reported` (the last report waits for its check), `wrong-state` (the works have not begun).
 */
export const reportMidTerm = (
  context: CommandContext,
  input: { projectId: string; progress: string; problems: string; nextSteps: string },
): Promise<Result<string, Common | 'required' | 'too-long' | 'reported'>> =>
  runCommand(context, 'report-mid-term', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.note', project) || tx.actor.personId === null) return err('not-allowed');
    if (project.state !== 'doing') return err('wrong-state');
    if ((await listMidTerms(tx, project.id)).some((report) => report.check === null)) return err('reported');
    const words = { progress: input.progress.trim(), problems: input.problems.trim(), nextSteps: input.nextSteps.trim() };
    if (words.progress === '' || words.nextSteps === '') return err('required');
    if (words.progress.length > 3000 || words.problems.length > 2000 || words.nextSteps.length > 2000) return err('too-long');
    const id = await insertMidTermReport(tx, { projectId: project.id, ...words, facts: await worksFacts(tx, project.id, tx.today) });
    await closeDuty(tx, { kind: improveDuty, subjectId: project.id });
    await openDuty(tx, {
      kind: checkDuty,
      role: 'officer',
      neighbourhoodId: project.neighbourhoodId,
      subjectKind: 'project',
      subjectId: project.id,
      projectId: project.id,
      title: { zh: `中期检查：${project.title}`, en: `Mid-term check: ${project.title}` },
      href: `/projects/${project.id}/mid-term`,
      dueDay: await deadlineOf(tx, checkDuty),
    });
    tx.audit({ action: 'mid-term.report', subjectKind: 'project', subjectId: project.id, text: words });
    await tx.emit('project.mid-term-reported', { projectId: project.id, reportId: id });
    return ok(id);
  });

/** Nobody checks their own work: not who the application names, not the committee of the place. */
export async function mayCheckMidTerm(tx: Tx, actor: Parameters<typeof holds>[0], project: Project): Promise<boolean> {
  if (actor.personId === null) return false;
  if (actor.grants.some((grant) => grant.neighbourhoodId === project.neighbourhoodId && (grant.role === 'secretary' || grant.role === 'director')))
    return false;
  return !(await theTeamNames(tx, project, actor.personId));
}

export interface CheckMidTermInput {
  projectId: string;
  reportId: string;
  result: MidTermResult;
  scores: readonly { code: string; points: number; reason: string }[];
  reason: string;
}

/**
 * Somebody outside the team checks a report: points and a reason for each criterion of the rubric, and what comes of it. `improve` and `failed` ask the committee
 * to report again. Errors: `of-the-team`, `incomplete` (a criterion without points or reason), `reason-required`, `wrong-state` (checked, or not the last report).
 */
export const checkMidTerm = (
  context: CommandContext,
  input: CheckMidTermInput,
): Promise<Result<void, Common | 'of-the-team' | 'incomplete' | 'reason-required'>> =>
  runCommand(context, 'check-mid-term', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.check-mid-term', project)) return err('not-allowed');
    const report = (await listMidTerms(tx, project.id)).at(-1);
    if (report?.id !== input.reportId) return err('not-found');
    if (!(await mayCheckMidTerm(tx, tx.actor, project)) || report.byPersonId === tx.actor.personId) return err('of-the-team');
    if (!worksGoOn(project.state) || report.check !== null) return err('wrong-state');
    const reason = input.reason.trim().slice(0, 2000);
    if (reason === '') return err('reason-required');
    const rubric = await midTermRubricOf(tx, project, tx.today);
    const criteria = rubric.kind === 'set' ? rubric.criteria : [];
    if (!everyCriterionIsScored(criteria, input.scores)) return err('incomplete');
    const scores = criteria.map((one) => {
      const given = input.scores.find((score) => score.code === one.code);
      return { ...one, points: given?.points ?? 0, reason: (given?.reason ?? '').trim().slice(0, 500) };
    });
    await insertMidTermCheck(tx, report, { result: input.result, scores, rubric: rubric.kind === 'set' ? rubric.source : '', reason });
    await closeDuty(tx, { kind: checkDuty, subjectId: project.id });
    if (input.result !== 'passed') {
      await openDuty(tx, {
        kind: improveDuty,
        role: 'secretary',
        neighbourhoodId: project.neighbourhoodId,
        subjectKind: 'project',
        subjectId: project.id,
        projectId: project.id,
        title: { zh: `中期检查要求整改后再报：${project.title}`, en: `Improve and report again: ${project.title}` },
        href: `/projects/${project.id}/mid-term`,
        dueDay: await deadlineOf(tx, improveDuty),
      });
    }
    tx.audit({ action: 'mid-term.check', subjectKind: 'project', subjectId: project.id, text: { result: input.result, scores, reason } });
    await tranchesBecomeDueIn(tx, project);
    await tx.emit('project.mid-term-checked', { projectId: project.id, reportId: report.id, result: input.result });
    return ok();
  });
