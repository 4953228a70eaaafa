import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { findPerson } from '#modules/people';
import { cancelShiftRow, listShifts, lockShift } from './doing-store.ts';
import { askToWatch } from './plan-shifts.ts';
import { worksGoOn } from './project.ts';
import { answerSwapRow, insertOwnShift, insertSwap, listSwaps, lockSwap, needOfShift } from './rota-store.ts';
import { findProject, lockProject } from './store.ts';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';
const swapDuty = 'shift.swap';

/**
 * Asks somebody else on the rota to take over one's own watch, or to give theirs for it. Nothing changes until they accept. Errors: `not-allowed` (somebody
 * else's watch), `wrong-state` (past, checked in, cancelled, or asked for already), `invalid` (not on the rota, or not their watch), `reason-required`.
 */
export const askSwap = (
  context: CommandContext,
  input: { projectId: string; shiftId: string; toPersonId: string; givesShiftId: string | null; reason: string },
): Promise<Result<string, Common | 'invalid' | 'reason-required'>> =>
  runCommand(context, 'ask-swap', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    const shift = project && (await lockShift(tx, input.shiftId));
    if (!project || shift?.projectId !== project.id) return err('not-found');
    if (tx.actor.personId === null || shift.personId !== tx.actor.personId) return err('not-allowed');
    if (!worksGoOn(project.state) || shift.cancelledReason !== null || shift.checkInId !== null || shift.day < tx.today) return err('wrong-state');
    if ((await listSwaps(tx, project.id)).some((swap) => swap.shiftId === shift.id && swap.state === 'asked')) return err('wrong-state');
    const reason = input.reason.trim().slice(0, 200);
    if (reason === '') return err('reason-required');
    const theirs = (await listShifts(tx, project.id)).filter((one) => one.personId === input.toPersonId && one.cancelledReason === null);
    const person = await findPerson(tx, input.toPersonId);
    if (!person || theirs.length === 0 || person.id === tx.actor.personId) return err('invalid');
    const gives = input.givesShiftId === null ? null : theirs.find((one) => one.id === input.givesShiftId && one.checkInId === null && one.day >= tx.today);
    if (gives === undefined) return err('invalid');
    const id = await insertSwap(tx, {
      projectId: project.id,
      shiftId: shift.id,
      givesShiftId: gives?.id ?? null,
      askedBy: tx.actor.personId,
      askedByName: tx.actor.name,
      toPersonId: person.id,
      toPersonName: person.name,
      reason,
    });
    await openDuty(tx, {
      kind: swapDuty,
      role: 'resident',
      personId: person.id,
      neighbourhoodId: project.neighbourhoodId,
      subjectKind: 'swap',
      subjectId: id,
      projectId: project.id,
      title: { zh: `${tx.actor.name}想和您换班：${project.title}`, en: `${tx.actor.name} asks you to swap: ${project.title}` },
      href: `/projects/${project.id}/rota#swap-${id}`,
      dueDay: shift.day,
    });
    tx.audit({ action: 'project.ask-swap', subjectKind: 'project', subjectId: project.id, text: { day: shift.day, to: person.name, reason } });
    await tx.emit('project.swap-asked', { projectId: project.id, swapId: id });
    return ok(id);
  });

/**
 * The one asked accepts or refuses; the one who asked takes it back. On acceptance both watches change hands. Errors: `not-allowed` (nobody answers for
 * somebody else), `wrong-state` (answered, or a watch has passed, was kept or cancelled meanwhile).
 */
export const answerSwap = (
  context: CommandContext,
  input: { projectId: string; swapId: string; answer: 'accepted' | 'refused' | 'withdrawn' },
): Promise<Result<void, Common>> =>
  runCommand(context, 'answer-swap', async (tx) => {
    const project = await findProject(tx, input.projectId);
    const swap = project && (await lockSwap(tx, input.swapId));
    if (!project || swap?.projectId !== project.id) return err('not-found');
    const mine = input.answer === 'withdrawn' ? swap.askedBy : swap.toPersonId;
    if (tx.actor.personId !== mine) return err('not-allowed');
    if (swap.state !== 'asked') return err('wrong-state');
    if (input.answer === 'accepted') {
      const shifts = [await lockShift(tx, swap.shiftId), swap.givesShiftId === null ? null : await lockShift(tx, swap.givesShiftId)];
      if (
        !worksGoOn(project.state) ||
        shifts.some((shift) => shift !== null && (shift.cancelledReason !== null || shift.checkInId !== null || shift.day < tx.today))
      )
        return err('wrong-state');
      const takers = [
        { personId: swap.toPersonId, personName: swap.toPersonName },
        { personId: swap.askedBy, personName: swap.askedByName },
      ];
      const others = (await listShifts(tx, project.id)).filter((one) => one.cancelledReason === null && !shifts.some((shift) => shift?.id === one.id));
      const onItAlready = shifts.some((shift, at) =>
        others.some((one) => one.personName === takers[at]?.personName && one.day === shift?.day && one.slot === shift.slot && one.place === shift.place),
      );
      if (onItAlready) return err('wrong-state');
      for (const shift of shifts) if (shift) await cancelShiftRow(tx, shift.id, `换班：${swap.askedByName}—${swap.toPersonName}`);
      for (const [at, shift] of shifts.entries()) {
        const taker = takers[at];
        if (!shift || !taker) continue;
        await dropDuties(tx, { kind: 'shift.check-in', subjectId: shift.id });
        const id = await insertOwnShift(tx, {
          projectId: project.id,
          day: shift.day,
          slot: shift.slot,
          place: shift.place,
          ...taker,
          needId: await needOfShift(tx, shift.id),
        });
        await askToWatch(tx, project, { id, day: shift.day, personId: taker.personId });
      }
    }
    await answerSwapRow(tx, swap.id, input.answer);
    await (input.answer === 'withdrawn' ? dropDuties(tx, { kind: swapDuty, subjectId: swap.id }) : closeDuty(tx, { kind: swapDuty, subjectId: swap.id }));
    tx.audit({
      action: `project.swap-${input.answer}`,
      subjectKind: 'project',
      subjectId: project.id,
      text: { from: swap.askedByName, to: swap.toPersonName },
    });
    await tx.emit('project.swap-answered', { projectId: project.id, swapId: swap.id, answer: input.answer });
    return ok();
  });
