import { addDays, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, dutiesOf, openDuty } from '#modules/inbox';
import { findPerson } from '#modules/people';
import { findApplication } from './application-store.ts';
import { type UpkeepCondition, upkeepDays } from './closing.ts';
import { findUpkeepTask, insertUpkeepCheck, insertUpkeepTask, openUpkeepUntil, type UpkeepTask } from './closing-store.ts';
import { deadlineOf } from './deadlines.ts';
import { moveProjectIn } from './move-project.ts';
import { findProject, lockProject, type Project } from './store.ts';
import { isPicture, recordUploads, type Upload } from './upload.ts';

/** For so many years the checks are planned at the start; they are asked for this many days ahead. */
const plannedYears = 3;
const askedAheadDays = 14;

/**
 * Hands a closed project to its keeper: the checks of the coming years are put on the calendar at the interval that the
 * application promised. Errors: `not-found` (project, or the keeper as a person), `not-allowed`, `wrong-state`, `not-a-date`, `in-the-past`, `required` (no keeper).
 */
export const startUpkeep = (
  context: CommandContext,
  input: { projectId: string; firstDay: string; keeperPersonId: string | null; keeperName: string },
): Promise<Result<number, 'not-found' | 'not-allowed' | 'wrong-state' | 'not-a-date' | 'in-the-past' | 'required' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'start-upkeep', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.start-upkeep', project)) return err('not-allowed');
    if (project.state !== 'closed' || project.applicationId === null) return err('wrong-state');
    const application = await findApplication(tx, project.applicationId);
    if (!application) return err('wrong-state');
    if (!isDay(input.firstDay)) return err('not-a-date');
    if (input.firstDay < tx.today) return err('in-the-past');
    const person = input.keeperPersonId === null ? null : await findPerson(tx, input.keeperPersonId);
    if (input.keeperPersonId !== null && !person) return err('not-found');
    const keeperName = (person?.name ?? input.keeperName).trim().slice(0, 60);
    if (keeperName === '') return err('required');
    const days = upkeepDays(input.firstDay, application.upkeepMonths, plannedYears);
    for (const dueDay of days) {
      await insertUpkeepTask(tx, { id: tx.newId(), projectId: project.id, dueDay, keeperPersonId: person?.id ?? null, keeperName });
    }
    const moved = await moveProjectIn(tx, project, 'start-upkeep', `转入管护，管护人${keeperName}`);
    if (!moved.ok) return moved;
    await askForUpkeep(tx, tx.today);
    return ok(days.length);
  });

/** Puts checks that are near into the keepers' inboxes; part of the daily round, safe to repeat. Overdue ones go up by the inbox's own rule. Returns how many are open. */
export async function askForUpkeep(tx: CommandTx, today: string): Promise<number> {
  const tasks = await openUpkeepUntil(tx, addDays(today, askedAheadDays));
  for (const task of tasks) {
    const project = await findProject(tx, task.projectId);
    if (project?.state === 'upkeep') await askKeeper(tx, project, task);
  }
  return tasks.length;
}

const askKeeper = (tx: CommandTx, project: Project, task: UpkeepTask) =>
  openDuty(tx, {
    kind: 'upkeep.check',
    role: 'keeper',
    ...(task.keeperPersonId ? { personId: task.keeperPersonId } : {}),
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'upkeep',
    subjectId: task.id,
    projectId: project.id,
    title: { zh: `管护检查：${project.title}`, en: `Upkeep check: ${project.title}` },
    href: `/projects/${project.id}/upkeep#task-${task.id}`,
    dueDay: task.dueDay,
  });

/**
 * Somebody looked after it: how it was found, with a photo. What is broken asks the committee to act. A check is made once.
 * Errors: `not-found`, `not-allowed`, `wrong-state` (made already), `required` (no words), `wrong-type`, `not-an-amount`, `too-early` (more than 14 days before its day).
 */
export const doneUpkeep = (
  context: CommandContext,
  input: { taskId: string; condition: UpkeepCondition; note: string; costFen: bigint; photo: Upload | null },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'wrong-type' | 'not-an-amount' | 'too-early' | 'key-reused'>> =>
  runCommand(context, 'done-upkeep', async (tx) => {
    const task = await findUpkeepTask(tx, input.taskId);
    // Two at once wait here; the second then finds the check made.
    const project = task && (await lockProject(tx, task.projectId));
    if (!task || !project) return err('not-found');
    if (!tx.can('project.do-upkeep', project) && (task.keeperPersonId === null || task.keeperPersonId !== tx.actor.personId)) return err('not-allowed');
    const fresh = await findUpkeepTask(tx, task.id);
    if (project.state !== 'upkeep' || fresh?.check !== null) return err('wrong-state');
    if (tx.today < addDays(task.dueDay, -askedAheadDays)) return err('too-early');
    const note = input.note.trim().slice(0, 500);
    if (note === '') return err('required');
    if (input.costFen < 0n) return err('not-an-amount');
    if (input.photo && !isPicture(input.photo)) return err('wrong-type');
    const [photoFileId] = input.photo ? await recordUploads(tx, [input.photo], { neighbourhoodId: project.neighbourhoodId, visibility: 'public' }) : [];
    await insertUpkeepCheck(tx, { taskId: task.id, condition: input.condition, note, photoFileId: photoFileId ?? null, costFen: input.costFen });
    await closeDuty(tx, { kind: 'upkeep.check', subjectId: task.id });
    if (input.condition === 'broken') {
      await openDuty(tx, {
        kind: 'upkeep.repair',
        role: 'secretary',
        neighbourhoodId: project.neighbourhoodId,
        subjectKind: 'upkeep',
        subjectId: task.id,
        projectId: project.id,
        title: { zh: `坏了要修：${project.title}`, en: `Broken, to be repaired: ${project.title}` },
        href: `/projects/${project.id}/upkeep#task-${task.id}`,
        dueDay: await deadlineOf(tx, 'upkeep.repair'),
      });
    } else {
      const repairs = (await dutiesOf(tx, { projectId: project.id })).filter((duty) => duty.kind === 'upkeep.repair');
      for (const repair of repairs) await closeDuty(tx, { kind: repair.kind, subjectId: repair.subjectId });
    }
    tx.audit({ action: 'project.upkeep', subjectKind: 'project', subjectId: project.id, text: { dueDay: task.dueDay, condition: input.condition, note } });
    await tx.emit('project.upkeep-done', { projectId: project.id, taskId: task.id, condition: input.condition });
    return ok();
  });
