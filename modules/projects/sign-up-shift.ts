import { addDays, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { holds } from '#platform/access';
import type { ShiftSlot } from './doing.ts';
import { askToWatch } from './plan-shifts.ts';
import { worksGoOn } from './project.ts';
import { cancelNeedRow, gapsUntil, insertNeed, insertOwnShift, lockNeed } from './rota-store.ts';
import { findProject, lockProject } from './store.ts';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';

/** A watch that misses somebody is raised this many days ahead. */
const gapRaisedAheadDays = 3;
const gapDuty = 'rota.gap';

/**
 * Says for which watches somebody is wanted: so many people on each of some days. Repeated ones are left out. Returns how many are new. Errors:
 * `in-the-past`, `invalid` (no such day, no place, or not 1 to 20 people), `empty`.
 */
export const wantWatch = (
  context: CommandContext,
  input: { projectId: string; days: readonly string[]; slot: ShiftSlot; place: string; heads: number },
): Promise<Result<number, Common | 'in-the-past' | 'invalid' | 'empty'>> =>
  runCommand(context, 'want-watch', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.plan-shifts', project)) return err('not-allowed');
    if (!worksGoOn(project.state)) return err('wrong-state');
    if (input.days.length === 0) return err('empty');
    const place = input.place.trim().slice(0, 100);
    if (place === '' || !Number.isInteger(input.heads) || input.heads < 1 || input.heads > 20 || !input.days.every(isDay)) return err('invalid');
    if (input.days.some((day) => day < tx.today)) return err('in-the-past');
    let added = 0;
    for (const day of input.days) added += await insertNeed(tx, project.id, { day, slot: input.slot, place, heads: input.heads });
    await warnOfGaps(tx, tx.today);
    tx.audit({ action: 'project.want-watch', subjectKind: 'project', subjectId: project.id, text: { said: '招募监督班次', added, heads: input.heads, place } });
    await tx.emit('project.watch-wanted', { projectId: project.id, added });
    return ok(added);
  });

/** Takes back a watch for which nobody has put themselves down yet. Errors: `taken` somebody has: their watch is cancelled with a reason first. */
export const unwantWatch = (context: CommandContext, input: { projectId: string; needId: string }): Promise<Result<void, Common | 'taken'>> =>
  runCommand(context, 'unwant-watch', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    const need = project && (await lockNeed(tx, input.needId));
    if (!project || need?.projectId !== project.id) return err('not-found');
    if (!tx.can('project.plan-shifts', project)) return err('not-allowed');
    if (need.taken > 0) return err('taken');
    await cancelNeedRow(tx, need.id);
    await dropDuties(tx, { kind: gapDuty, subjectId: need.id });
    tx.audit({ action: 'project.unwant-watch', subjectKind: 'project', subjectId: project.id, text: { day: need.day, place: need.place } });
    return ok();
  });

/**
 * Somebody of the neighbourhood puts themselves down for a watch. Errors: `not-allowed` (not of this neighbourhood), `full`, `in-the-past`, `taken` (is on it
 * already), `not-found`.
 */
export const signUpForWatch = (
  context: CommandContext,
  input: { projectId: string; needId: string },
): Promise<Result<string, Common | 'full' | 'in-the-past' | 'taken'>> =>
  runCommand(context, 'sign-up-for-watch', async (tx) => {
    const project = await findProject(tx, input.projectId);
    const need = project && (await lockNeed(tx, input.needId));
    if (!project || need?.projectId !== project.id) return err('not-found');
    const { personId } = tx.actor;
    if (
      personId === null ||
      !holds(tx.actor, ['resident', 'steward', 'supervisor', 'keeper', 'secretary', 'director'], project.neighbourhoodId, 'project.check-in')
    )
      return err('not-allowed');
    if (!worksGoOn(project.state)) return err('wrong-state');
    if (need.day < tx.today) return err('in-the-past');
    if (need.personIds.includes(personId)) return err('taken');
    if (need.taken >= need.heads) return err('full');
    const id = await insertOwnShift(tx, {
      projectId: project.id,
      day: need.day,
      slot: need.slot,
      place: need.place,
      personId,
      personName: tx.actor.name,
      needId: need.id,
    });
    await askToWatch(tx, project, { id, day: need.day, personId });
    if (need.taken + 1 >= need.heads) await closeDuty(tx, { kind: gapDuty, subjectId: need.id });
    tx.audit({ action: 'project.sign-up', subjectKind: 'project', subjectId: project.id, text: { day: need.day, person: tx.actor.name } });
    await tx.emit('project.watch-taken', { projectId: project.id, shiftId: id });
    return ok(id);
  });

/** Watches of the next days that miss somebody are raised to the secretary; part of the daily round, safe to repeat. Returns how many. */
export async function warnOfGaps(tx: CommandTx, today: string): Promise<number> {
  const gaps = await gapsUntil(tx, today, addDays(today, gapRaisedAheadDays));
  for (const gap of gaps) {
    const project = await findProject(tx, gap.projectId);
    if (!project) continue;
    await openDuty(tx, {
      kind: gapDuty,
      role: 'secretary',
      neighbourhoodId: project.neighbourhoodId,
      subjectKind: 'rota-need',
      subjectId: gap.id,
      projectId: project.id,
      title: { zh: `监督班次还缺 ${gap.heads - gap.taken} 人：${project.title}`, en: `A watch misses ${gap.heads - gap.taken}: ${project.title}` },
      href: `/projects/${project.id}/shifts#wanted`,
      dueDay: gap.day,
    });
  }
  return gaps.length;
}
