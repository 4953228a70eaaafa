import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { dropDuties, openDuty } from '#modules/inbox';
import { findPerson } from '#modules/people';
import type { ShiftSlot } from './doing.ts';
import { cancelShiftRow, lockShift, insertShift } from './doing-store.ts';
import { worksGoOn } from './project.ts';
import { findProject, lockProject, type Project } from './store.ts';

export interface PlanShiftsInput {
  projectId: string;
  shifts: readonly { day: string; slot: ShiftSlot; place: string; personId: string | null; personName: string }[];
}

/**
 * Puts people on watch. The same person, day, slot and place once: a repeated line is left out. Who is known as a person
 * gets the watch into the inbox. Returns how many were added. Errors: `not-found`, `not-allowed`, `wrong-state`, `empty`,
 * `in-the-past`, `invalid` (no such day or person).
 */
export const planShifts = (
  context: CommandContext,
  input: PlanShiftsInput,
): Promise<Result<number, 'not-found' | 'not-allowed' | 'wrong-state' | 'empty' | 'in-the-past' | 'invalid' | 'key-reused'>> =>
  runCommand(context, 'plan-shifts', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.plan-shifts', project)) return err('not-allowed');
    if (!worksGoOn(project.state)) return err('wrong-state');
    if (input.shifts.length === 0) return err('empty');
    let added = 0;
    for (const shift of input.shifts) {
      if (!isDay(shift.day)) return err('invalid');
      if (shift.day < tx.today) return err('in-the-past');
      const person = shift.personId === null ? null : await findPerson(tx, shift.personId);
      if (shift.personId !== null && !person) return err('invalid');
      const personName = (person?.name ?? shift.personName).trim().slice(0, 60);
      if (personName === '' || shift.place.trim() === '') return err('invalid');
      const id = tx.newId();
      if (!(await insertShift(tx, { ...shift, id, projectId: project.id, place: shift.place.trim().slice(0, 100), personName }))) continue;
      added += 1;
      if (person) await askToWatch(tx, project, { id, day: shift.day, personId: person.id });
    }
    tx.audit({ action: 'project.plan-shifts', subjectKind: 'project', subjectId: project.id, text: { said: '排监督班次', added } });
    await tx.emit('project.shifts-planned', { projectId: project.id, added });
    return ok(added);
  });

/** Puts a watch into the inbox of whoever has it, due on its day. */
export const askToWatch = (tx: CommandTx, project: Project, shift: { id: string; day: string; personId: string }) =>
  openDuty(tx, {
    kind: 'shift.check-in',
    role: 'resident',
    personId: shift.personId,
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'shift',
    subjectId: shift.id,
    projectId: project.id,
    title: { zh: `到现场看看：${project.title}`, en: `Be on watch: ${project.title}` },
    href: `/projects/${project.id}/check-in?shift=${shift.id}`,
    dueDay: shift.day,
  });

/** Takes a watch off the rota, with a reason. Errors: `not-found`, `not-allowed`, `wrong-state` (gone already, or checked in), `reason-required`. */
export const cancelShift = (
  context: CommandContext,
  input: { shiftId: string; reason: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'cancel-shift', async (tx) => {
    const shift = await lockShift(tx, input.shiftId);
    const project = shift && (await findProject(tx, shift.projectId));
    if (!shift || !project) return err('not-found');
    if (!tx.can('project.plan-shifts', project)) return err('not-allowed');
    const reason = input.reason.trim().slice(0, 200);
    if (reason === '') return err('reason-required');
    if (shift.checkInId !== null || (await cancelShiftRow(tx, shift.id, reason)) === 0) return err('wrong-state');
    await dropDuties(tx, { subjectId: shift.id });
    tx.audit({ action: 'project.cancel-shift', subjectKind: 'project', subjectId: project.id, text: { day: shift.day, person: shift.personName, reason } });
    await tx.emit('project.shift-cancelled', { projectId: project.id, shiftId: shift.id });
    return ok();
  });
