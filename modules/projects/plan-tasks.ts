import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { findPerson } from '#modules/people';
import { findApplication } from './application-store.ts';
import { worksGoOn } from './project.ts';
import { findProject, lockProject, type Project } from './store.ts';
import { theTeamNames } from './team.ts';
import { aTaskBeginsAfterWhatItNeeds, itWouldWaitForItself, planFromTheApplication } from './work-plan.ts';
import { begunTasks, dropTaskRow, findTask, insertTask, insertTaskStep, listTasks, type TaskWords, updateTask, type WorkTask } from './work-plan-store.ts';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';

async function openPlan(tx: CommandTx, projectId: string): Promise<Result<Project, 'not-found' | 'not-allowed' | 'wrong-state'>> {
  const project = await lockProject(tx, projectId);
  if (!project) return err('not-found');
  if (!tx.can('project.plan-tasks', project)) return err('not-allowed');
  return worksGoOn(project.state) ? ok(project) : err('wrong-state');
}

/** Fills an empty plan from the application: a task for each budget line inside the works' days, then the appraisal. Returns how many. Errors: those of the plan, `planned` (there is a plan already). */
export const startPlan = (context: CommandContext, input: { projectId: string }): Promise<Result<number, Common | 'planned'>> =>
  runCommand(context, 'start-plan', async (tx) => {
    const opened = await openPlan(tx, input.projectId);
    if (!opened.ok) return opened;
    const project = opened.value;
    if ((await listTasks(tx, project.id)).length > 0) return err('planned');
    const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
    if (!application) return err('wrong-state');
    const tasks = planFromTheApplication(application);
    for (const task of tasks) await insertTask(tx, project.id, { ...task, personId: null, personName: '', needsIds: [] });
    await askForTasksOf(tx, project, tx.today);
    tx.audit({ action: 'project.start-plan', subjectKind: 'project', subjectId: project.id, text: { said: '按申报书排出计划', tasks: tasks.length } });
    await tx.emit('project.planned', { projectId: project.id, tasks: tasks.length });
    return ok(tasks.length);
  });

export interface PlanTaskInput {
  projectId: string;
  /** Null: a new task. */
  taskId: string | null;
  title: string;
  shows: string;
  fromDay: string;
  toDay: string;
  personId: string | null;
  /** Somebody who is not in the roster; ignored when a person is named. */
  personName: string;
  /** Tasks of the plan that must be done before it. */
  needsIds: readonly string[];
}
export type PlanTaskError = Common | 'required' | 'too-long' | 'not-a-date' | 'ends-before-start' | 'invalid' | 'waits-for-itself' | 'before-what-it-needs';

/**
 * Writes a task into the plan, or changes one. Errors: `required` (what, or what shows it), `too-long`, `not-a-date`, `ends-before-start`, `invalid` (no such
 * person or task), `waits-for-itself`, `before-what-it-needs` (it would begin before what it waits for ends).
 */
export const planTask = (context: CommandContext, input: PlanTaskInput): Promise<Result<string, PlanTaskError>> =>
  runCommand(context, 'plan-task', async (tx) => {
    const opened = await openPlan(tx, input.projectId);
    if (!opened.ok) return opened;
    const project = opened.value;
    const tasks = await listTasks(tx, project.id);
    const before = input.taskId === null ? null : tasks.find((task) => task.id === input.taskId);
    if (before === undefined || before?.droppedReason) return err('not-found');
    const [title, shows] = [input.title.trim(), input.shows.trim()];
    if (title === '' || shows === '') return err('required');
    if (title.length > 120 || shows.length > 300) return err('too-long');
    if (!isDay(input.fromDay) || !isDay(input.toDay)) return err('not-a-date');
    if (input.toDay < input.fromDay) return err('ends-before-start');
    const asked = new Set(input.needsIds);
    const needs = tasks.filter((task) => asked.has(task.id) && task.droppedReason === null);
    if (needs.length !== asked.size || asked.size > 20) return err('invalid');
    if (before && itWouldWaitForItself(before.id, input.needsIds, new Map(tasks.map((task) => [task.id, task.needsIds])))) return err('waits-for-itself');
    if (!aTaskBeginsAfterWhatItNeeds(input, needs)) return err('before-what-it-needs');
    const person = input.personId === null ? null : await findPerson(tx, input.personId);
    if (input.personId !== null && !person) return err('invalid');
    const words: TaskWords = {
      title,
      shows,
      fromDay: input.fromDay,
      toDay: input.toDay,
      personId: person?.id ?? null,
      personName: (person?.name ?? input.personName).trim().slice(0, 60),
      needsIds: needs.map(({ id }) => id),
    };
    const id = before ? before.id : await insertTask(tx, project.id, words);
    if (before) {
      await updateTask(tx, id, words);
      // Somebody else's inbox, or another day: asked for anew below.
      await dropDuties(tx, { kind: taskDuty, subjectId: id });
    }
    await askForTasksOf(tx, project, tx.today);
    tx.audit({
      action: 'project.plan-task',
      subjectKind: 'project',
      subjectId: project.id,
      text: { said: before ? '修改任务' : '新增任务', ...words, needsIds: words.needsIds.join(' ') },
    });
    await tx.emit('project.task-planned', { projectId: project.id, taskId: id });
    return ok(id);
  });

/** Takes a task out of the plan, with a reason; it stays to be seen. Errors: `not-found`, `not-allowed`, `wrong-state` (dropped already), `reason-required`. */
export const dropTask = (
  context: CommandContext,
  input: { projectId: string; taskId: string; reason: string },
): Promise<Result<void, Common | 'reason-required'>> =>
  runCommand(context, 'drop-task', async (tx) => {
    const opened = await openPlan(tx, input.projectId);
    if (!opened.ok) return opened;
    const task = await findTask(tx, input.taskId);
    if (task?.projectId !== opened.value.id) return err('not-found');
    const reason = input.reason.trim().slice(0, 300);
    if (reason === '') return err('reason-required');
    if ((await dropTaskRow(tx, task.id, reason)) === 0) return err('wrong-state');
    await dropDuties(tx, { kind: taskDuty, subjectId: task.id });
    tx.audit({ action: 'project.drop-task', subjectKind: 'project', subjectId: task.projectId, text: { title: task.title, reason } });
    await tx.emit('project.task-dropped', { projectId: task.projectId, taskId: task.id });
    return ok();
  });

/**
 * Says how far a task is: whoever it names, anybody of the team, or the committee. Errors: `not-a-number` (0–100), `required` (done without a word on
 * what shows it), `waits` (what it needs is not done), `too-long`.
 */
export const noteTask = (
  context: CommandContext,
  input: { projectId: string; taskId: string; percent: number; note: string },
): Promise<Result<void, Common | 'not-a-number' | 'required' | 'waits' | 'too-long'>> =>
  runCommand(context, 'note-task', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    const task = project && (await findTask(tx, input.taskId));
    if (!project || task?.projectId !== project.id) return err('not-found');
    const named = task.personId !== null && task.personId === tx.actor.personId;
    if (!named && !tx.can('project.plan-tasks', project) && !(await theTeamNames(tx, project, tx.actor.personId))) return err('not-allowed');
    if (!worksGoOn(project.state) || task.droppedReason !== null) return err('wrong-state');
    if (!Number.isInteger(input.percent) || input.percent < 0 || input.percent > 100) return err('not-a-number');
    const note = input.note.trim();
    if (note.length > 500) return err('too-long');
    if (input.percent === 100 && note === '') return err('required');
    if (input.percent === 100 && task.needsOpen) return err('waits');
    await insertTaskStep(tx, task.id, input.percent, note);
    if (input.percent === 100) await closeDuty(tx, { kind: taskDuty, subjectId: task.id });
    tx.audit({ action: 'project.note-task', subjectKind: 'project', subjectId: project.id, text: { title: task.title, percent: input.percent, note } });
    await tx.emit('project.task-noted', { projectId: project.id, taskId: task.id, percent: input.percent });
    return ok();
  });

const taskDuty = 'task.do';

async function askForTask(tx: CommandTx, project: Project, task: WorkTask): Promise<void> {
  await openDuty(tx, {
    kind: taskDuty,
    // A named person keeps it until its day; then the inbox takes it up to the secretary, and on.
    role: task.personId === null ? 'secretary' : 'resident',
    ...(task.personId === null ? {} : { personId: task.personId }),
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'task',
    subjectId: task.id,
    projectId: project.id,
    title: { zh: `完成任务：${task.title}`, en: `Finish the task: ${task.title}` },
    href: `/projects/${project.id}/plan#task-${task.no}`,
    dueDay: task.toDay,
  });
}

async function askForTasksOf(tx: CommandTx, project: Project, today: string): Promise<void> {
  for (const task of await listTasks(tx, project.id)) {
    if (task.droppedReason === null && task.percent < 100 && task.fromDay <= today) await askForTask(tx, project, task);
  }
}

/** Puts the tasks that have begun into the inboxes; part of the daily round, safe to repeat. Returns how many are open. */
export async function askForTasks(tx: CommandTx, today: string): Promise<number> {
  const tasks = await begunTasks(tx, today);
  for (const task of tasks) {
    const project = await findProject(tx, task.projectId);
    if (project) await askForTask(tx, project, task);
  }
  return tasks.length;
}
