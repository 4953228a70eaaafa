import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { findNeighbourhood } from '#modules/places';
import { aNudgeIsNotRepeatedWithoutNeed, type NotAppliedReason } from './not-applied.ts';
import { takesApplications } from './round.ts';
import { insertNudge, insertWord, nudgesOf, roundPlaceId } from './round-place-store.ts';
import { findRound, lockRound } from './store.ts';

/** `text-required` · `again-needs-reason` it was nudged before · `call-is-over` nobody can apply now. */
export type NudgeError = 'not-allowed' | 'not-found' | 'text-required' | 'again-needs-reason' | 'call-is-over';

/** Sends a committee that has not applied a message, with a duty to apply or to say why not. Errors: {@link NudgeError}. */
export const nudgeCommittee = (context: CommandContext, input: { roundId: string; neighbourhoodId: string; text: string; againReason: string }) =>
  runCommand(context, 'nudge-committee', async (tx): Promise<Result<{ no: number }, NudgeError>> => {
    if (!tx.can('round.open', { neighbourhoodId: null })) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    const place = await findNeighbourhood(tx, input.neighbourhoodId);
    if (!round || !place) return err('not-found');
    if (!takesApplications(round, tx.today)) return err('call-is-over');
    const text = input.text.trim().slice(0, 1000);
    if (text === '') return err('text-required');
    const before = (await nudgesOf(tx, round.id, place.id)).length;
    if (!aNudgeIsNotRepeatedWithoutNeed(before, input.againReason)) return err('again-needs-reason');
    const againReason = before === 0 ? '' : input.againReason.trim().slice(0, 300);
    await insertNudge(tx, round.id, { neighbourhoodId: place.id, no: before + 1, text, againReason });
    await openDuty(tx, {
      kind: 'round.nudge',
      role: 'secretary',
      neighbourhoodId: place.id,
      subjectKind: 'round',
      subjectId: await roundPlaceId(tx, round.id, place.id),
      title: { zh: `自治办问申报的事：${round.name}`, en: `The fund office asks about applying: ${round.name}` },
      href: `/rounds/${round.id}/places/${place.code}`,
      dueDay: round.closesOn,
    });
    await tx.emit('round.nudged', { roundId: round.id, neighbourhoodId: place.id });
    tx.audit({ action: 'round.nudge', subjectKind: 'round', subjectId: round.id, text: { place: place.name, no: before + 1, text, againReason } });
    return ok({ no: before + 1 });
  });

/** What the committee says about applying: it will, or not this time and why. Errors: `reason-required`, `text-required` (for another reason), `round-is-over`. */
export const sayAboutApplying = (
  context: CommandContext,
  input: { roundId: string; neighbourhoodId: string; plan: 'will-apply' | 'not-this-time'; reason: NotAppliedReason | null; text: string },
) =>
  runCommand(
    context,
    'say-about-applying',
    async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'reason-required' | 'text-required' | 'round-is-over'>> => {
      const place = await findNeighbourhood(tx, input.neighbourhoodId);
      const round = await findRound(tx, input.roundId);
      if (!place || !round) return err('not-found');
      if (!tx.can('round.answer', { neighbourhoodId: place.id }) || tx.actor.personId === null) return err('not-allowed');
      if (round.state !== 'open') return err('round-is-over');
      const reason = input.plan === 'not-this-time' ? input.reason : null;
      if (input.plan === 'not-this-time' && reason === null) return err('reason-required');
      const text = input.text.trim().slice(0, 1000);
      if (reason === 'other' && text === '') return err('text-required');
      await insertWord(tx, round.id, { neighbourhoodId: place.id, plan: input.plan, reason, text });
      const subjectId = await roundPlaceId(tx, round.id, place.id);
      await closeDuty(tx, { kind: 'round.nudge', subjectId });
      // Whoever does not apply has done what the call asked for: it has said why.
      if (input.plan === 'not-this-time') await closeDuty(tx, { kind: 'round.apply', subjectId });
      tx.audit({ action: 'round.answer', subjectKind: 'round', subjectId: round.id, text: { place: place.name, plan: input.plan, reason, text } });
      return ok();
    },
  );

/** A neighbourhood has applied: what the call and the office asked of it is done. For the command that takes the application. */
export async function hasAppliedIn(tx: CommandTx, roundId: string, neighbourhoodId: string): Promise<void> {
  const subjectId = await roundPlaceId(tx, roundId, neighbourhoodId);
  for (const kind of ['round.apply', 'round.nudge']) await closeDuty(tx, { kind, subjectId });
}

/** Nobody can apply any more: what was still asked of committees is dropped. */
export async function nobodyAppliesAnyMore(tx: CommandTx, roundPlaceIds: readonly string[]): Promise<void> {
  for (const subjectId of roundPlaceIds) for (const kind of ['round.apply', 'round.nudge']) await dropDuties(tx, { kind, subjectId });
}
