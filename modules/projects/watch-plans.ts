import { formatYuan } from '#libs/money';
import { ok, type Result } from '#libs/result';
import { system } from '#platform/access';
import { civilDay, type CommandContext, type CommandTx, type Platform, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import type { Subscriber } from '#platform/outbox';
import { dutiesOf, dropDuties, openDuty } from '#modules/inbox';
import { deadlineOf } from './deadlines.ts';
import { infeasiblePlansOf } from './pending-plans.ts';
import type { InfeasiblePlan } from './plan-feasibility.ts';
import { findProject, listProjects, lockProject, type Project } from './store.ts';

const dutyKind = 'plan.infeasible';

/** Events after which money, or what waits for it, may stand otherwise; each names its project. */
export const factsThatChangePlans = [
  'money.received',
  'money.spent',
  'money.returned',
  'money.reversed',
  'spending.asked',
  'spending.ruled',
  'spending.decided',
  'spending.withdrawn',
  'project.change-decided',
] as const;

const duty = (project: Project, plans: readonly InfeasiblePlan[]) => {
  const [first] = plans;
  const missing = formatYuan(first?.missingFen ?? 0n);
  return {
    zh: `“${project.title}”有计划付不出来：${first?.plan.label ?? ''}，缺 ${missing} 元${plans.length > 1 ? `，共 ${plans.length} 项` : ''}`,
    en: `${project.title}: a plan cannot be paid any more (${first?.plan.label ?? ''}), ${missing} yuan are missing`,
  };
};

/** Recomputes the plans of a project: the secretary is told when one cannot be paid any more, and the word is taken back when it can. */
export async function watchPlansIn(tx: CommandTx, project: Project): Promise<InfeasiblePlan[]> {
  const plans = await infeasiblePlansOf(tx, project, tx.today);
  if (plans.length === 0) {
    await dropDuties(tx, { kind: dutyKind, subjectId: project.id });
    return plans;
  }
  await openDuty(tx, {
    kind: dutyKind,
    role: 'secretary',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'project',
    subjectId: project.id,
    projectId: project.id,
    title: duty(project, plans),
    href: `/projects/${project.id}/account#plans`,
    dueDay: await deadlineOf(tx, dutyKind),
  });
  return plans;
}

/** True where the inbox says something else than the books. */
async function inboxDiffers(tx: Tx, project: Project, today: string): Promise<boolean> {
  const told = (await dutiesOf(tx, { projectId: project.id })).find((each) => each.kind === dutyKind);
  const plans = await infeasiblePlansOf(tx, project, today);
  return plans.length === 0 ? told !== undefined : told?.title.zh !== duty(project, plans).zh;
}

const watchOne = (context: CommandContext, projectId: string): Promise<Result<number, 'not-found' | 'key-reused'>> =>
  runCommand(context, 'watch-plans', async (tx) => {
    const project = await lockProject(tx, projectId);
    return ok(project ? (await watchPlansIn(tx, project)).length : 0);
  });

/** The daily look at every project whose money still moves: dates pass without an event. Safe to repeat. Returns how many were told anew. */
export async function dailyPlans(context: CommandContext): Promise<number> {
  const today = civilDay(context.platform.sources.now());
  const changed = await context.platform.db.tenant(
    context.subdistrictId,
    async (tx) => {
      const found: string[] = [];
      for (const project of await listProjects(tx, { states: ['agreed', 'doing', 'appraisal', 'accepted'] }))
        if (await inboxDiffers(tx, project, today)) found.push(project.id);
      return found;
    },
    'read',
  );
  // Each project is a command of its own, and none is the repetition of another.
  const { platform, subdistrictId, actor } = context;
  for (const projectId of changed) await watchOne({ platform, subdistrictId, actor }, projectId);
  return changed.length;
}

/** Looks again at the project of an event; most events change nothing, and then nothing is written. */
export const watchPlans =
  (platform: Platform): Subscriber =>
  async (tx, event) => {
    const projectId = event.payload.projectId;
    const project = typeof projectId === 'string' ? await findProject(tx, projectId) : null;
    if (!project || !(await inboxDiffers(tx, project, civilDay(platform.sources.now())))) return;
    const told = await watchOne({ platform, subdistrictId: tx.subdistrictId, actor: system }, project.id);
    if (!told.ok) throw new Error(`plans of ${project.id}: ${told.error}`);
  };
