import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { closeDuty, openDuty } from '#modules/inbox';
import { personNames } from '#modules/people';
import type { Application } from './application.ts';
import { findApplication, findDraft } from './application-store.ts';
import { type KeeperAcceptance, type KeeperAnswer, type KeeperStanding, keeperStanding, type NamedKeeper } from './keeper-acceptance.ts';
import type { ProjectState } from './project.ts';
import { lockProject, type Project } from './store.ts';

const keeperAnswerRow = z.object({ personId: z.string(), answer: z.enum(['accepted', 'declined']), note: z.string(), at: z.date() });

/** The latest answer of a person about a project, or null. */
export const keeperAnswerOf = (tx: Tx, projectId: string, personId: string): Promise<KeeperAnswer | null> =>
  tx.maybe(
    sql`select person_id as "personId", answer, note, at from keeper_answer where subdistrict_id = ${tx.subdistrictId}
    and project_id = ${projectId} and person_id = ${personId} order by no desc limit 1`,
    keeperAnswerRow,
  );

const civil = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/** How it stands with the keeper of a draft now. */
export async function keeperStandingOf(tx: Tx, projectId: string, draft: NamedKeeper, today: string): Promise<KeeperStanding> {
  const answer = /^[0-9a-f-]{36}$/.test(draft.keeperPersonId) ? await keeperAnswerOf(tx, projectId, draft.keeperPersonId) : null;
  return keeperStanding(draft, answer, today, civil);
}

/** The acceptance that a new version is sealed with: as it stands now, else the one of the version before where the keeper is the same. */
export async function acceptanceFor(tx: Tx, project: Project, draft: NamedKeeper, application: Application, today: string): Promise<KeeperAcceptance | null> {
  const standing = await keeperStandingOf(tx, project.id, draft, today);
  if (standing.kind !== 'open') return standing.kind === 'accepted' ? standing.accepted : null;
  const before = project.applicationId ? await findApplication(tx, project.applicationId) : null;
  if (!before || before.keeperPersonId !== application.keeperPersonId || before.keeperName !== application.keeperName) return null;
  // A version from before the platform asked: whoever was awarded the grant was accepted as its keeper.
  if (before.keeperAccepted === null) return project.grantAwardedFen === null ? null : { how: 'agreement', on: today, note: '' };
  return before.keeperAccepted.how === 'signed' ? null : before.keeperAccepted;
}

const saidYesToThisPlanRow = z.object({ answer: z.string(), plan: z.string().nullable(), months: z.string().nullable() });

/**
 * Whether a person said yes themself, as their last word, to looking after it just as the version in force says: they are not asked a second time then.
 */
export async function saidYesToThisPlan(
  tx: Tx,
  projectId: string,
  personId: string,
  plan: Pick<Application, 'keeperPersonId' | 'upkeepPlan' | 'upkeepMonths'>,
): Promise<boolean> {
  if (plan.keeperPersonId !== personId) return false;
  const last = await tx.maybe(
    sql`select answer, upkeep_plan as plan, upkeep_months as months from keeper_answer where subdistrict_id = ${tx.subdistrictId}
    and project_id = ${projectId} and person_id = ${personId} order by no desc limit 1`,
    saidYesToThisPlanRow,
  );
  return last?.answer === 'accepted' && last.plan === plan.upkeepPlan && last.months === String(plan.upkeepMonths);
}

const mayStillAnswer = (state: ProjectState): boolean => ['draft', 'returned', 'submitted', 'awarded'].includes(state);

/**
 * Asks the person whom the draft names as keeper; the question stands in their inbox. Errors: `not-found`, `not-allowed`, `wrong-state`,
 * `keeper-unknown` (the draft names nobody who is known here).
 */
export const askKeeper = (
  context: CommandContext,
  input: { projectId: string },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'wrong-state' | 'keeper-unknown' | 'key-reused'>> =>
  runCommand(context, 'ask-keeper', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.edit', project)) return err('not-allowed');
    if (!mayStillAnswer(project.state)) return err('wrong-state');
    const personId = (await findDraft(tx, project.id))?.content.keeperPersonId ?? '';
    const name = /^[0-9a-f-]{36}$/.test(personId) ? (await personNames(tx, [personId])).get(personId) : undefined;
    if (name === undefined) return err('keeper-unknown');
    await openDuty(tx, {
      kind: 'project.answer-as-keeper',
      personId,
      neighbourhoodId: project.neighbourhoodId,
      subjectKind: 'project',
      subjectId: project.id,
      projectId: project.id,
      title: { zh: `愿不愿意管护：${project.title}`, en: `Will you keep it: ${project.title}` },
      href: `/projects/${project.id}/keeper`,
      dueDay: null,
    });
    tx.audit({ action: 'project.ask-keeper', subjectKind: 'project', subjectId: project.id, text: { personId } });
    return ok(name);
  });

/** The person whom a project's draft or version in force names as keeper, or null. */
export async function namedKeeper(tx: Tx, project: Project): Promise<{ personId: string; plan: string; months: string } | null> {
  const draft = (await findDraft(tx, project.id))?.content;
  return draft && /^[0-9a-f-]{36}$/.test(draft.keeperPersonId) ? { personId: draft.keeperPersonId, plan: draft.upkeepPlan, months: draft.upkeepMonths } : null;
}

/**
 * Whoever is named as keeper answers for themself; a later answer takes the place of the earlier one until the agreement.
 * Errors: `not-found` (also for everybody else), `wrong-state`, `reason-required` a no says why.
 */
export const answerAsKeeper = (
  context: CommandContext,
  input: { projectId: string; answer: 'accepted' | 'declined'; note: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'answer-as-keeper', async (tx: CommandTx) => {
    const project = await lockProject(tx, input.projectId);
    const { personId } = tx.actor;
    const named = project && (await namedKeeper(tx, project));
    if (!project || personId === null || named?.personId !== personId) return err('not-found');
    if (!tx.can('project.answer-as-keeper', project)) return err('not-allowed');
    if (!mayStillAnswer(project.state)) return err('wrong-state');
    const note = input.note.trim().slice(0, 300);
    if (input.answer === 'declined' && note === '') return err('reason-required');
    await tx.exec(sql`insert into keeper_answer (subdistrict_id, id, project_id, no, person_id, answer, note, upkeep_plan, upkeep_months, at)
      values (${tx.subdistrictId}, ${tx.newId()},
      ${project.id}, (select coalesce(max(no), 0) + 1 from keeper_answer where subdistrict_id = ${tx.subdistrictId} and project_id = ${project.id}),
      ${personId}, ${input.answer}, ${note}, ${named.plan.trim().slice(0, 1000)}, ${named.months.trim().slice(0, 10)}, ${tx.now})`);
    await closeDuty(tx, { kind: 'project.answer-as-keeper', subjectId: project.id, personId });
    tx.audit({ action: 'project.answer-as-keeper', subjectKind: 'project', subjectId: project.id, text: { answer: input.answer } });
    await tx.emit('project.keeper-answered', { projectId: project.id, answer: input.answer });
    return ok();
  });
