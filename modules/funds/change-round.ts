import { formatDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { publishNotice } from '#modules/notices';
import { listNeighbourhoods } from '#modules/places';
import { nobodyAppliesAnyMore } from './nudge-committee.ts';
import { askEveryCommittee } from './publish-call.ts';
import type { Round } from './round.ts';
import { shifted } from './round-calendar.ts';
import {
  type RoundChangeKind,
  stepsMoveWithTheCall,
  theCallEndsEarly,
  theCallGetsMoreTime,
  theRoundMayBeCalledOff,
  theRoundOpensAgain,
} from './round-change.ts';
import { knownRoundPlaces } from './round-place-store.ts';
import { asksOf, callOf, insertAsk, insertChange, insertTold, settleAsk, stepsOf, type Told, updateStep } from './round-year-store.ts';
import { findRound, lockRound } from './store.ts';

/** `not-later` the new last day is not after the old one · `in-the-past` · `reason-required` · `too-long`. */
export type ChangeRoundError = 'not-allowed' | 'not-found' | 'wrong-state' | 'not-later' | 'in-the-past' | 'reason-required' | 'too-long';

const headline: Record<RoundChangeKind, string> = { extended: '延长申报时间', 'closed-early': '提前截止申报', reopened: '重新开放申报', cancelled: '取消' };

/** What everybody is told about a change. */
const saidOf = (round: Round, kind: RoundChangeKind, reason: string, lastDay: string): string =>
  kind === 'cancelled'
    ? `“${round.name}”取消。原因：${reason}`
    : `“${round.name}”${headline[kind]}，申报截止日改为${formatDay(lastDay, 'zh')}（原为${formatDay(round.closesOn, 'zh')}）。${
        kind === 'closed-early' ? '现在起不再接收新的申报；退回补正的项目仍可以重新提交。' : ''
      }原因：${reason}`;

/**
 * Writes a change of a locked round with its notice, takes the round along, and tells every committee. Authorised and judged by the caller.
 * @param told what single applications are told besides.
 */
export async function changeRoundIn(
  tx: CommandTx,
  round: Round,
  change: { kind: RoundChangeKind; reason: string; lastDay: string },
  told: readonly Told[] = [],
): Promise<{ changeId: string; noticeId: string }> {
  const said = saidOf(round, change.kind, change.reason, change.lastDay);
  const noticeId = await publishNotice(tx, {
    kind: 'round-change',
    neighbourhoodId: null,
    subjectKind: 'round',
    subjectId: round.id,
    title: `关于“${round.name}”${headline[change.kind]}的通知`,
    body: said,
    startDay: tx.today,
    endDay: change.kind === 'cancelled' || change.kind === 'closed-early' ? null : change.lastDay,
    acceptsObjections: false,
  });
  const toState = change.kind === 'cancelled' ? 'cancelled' : change.kind === 'closed-early' ? 'reviewing' : 'open';
  const changeId = await insertChange(tx, {
    roundId: round.id,
    no: round.changeNo + 1,
    kind: change.kind,
    reason: change.reason,
    fromState: round.state,
    toState,
    fromLastDay: round.closesOn,
    toLastDay: change.lastDay,
    noticeId,
  });
  const neighbourhoods = (await listNeighbourhoods(tx)).map(({ id }) => id);
  await insertTold(tx, changeId, [...neighbourhoods.map((neighbourhoodId): Told => ({ neighbourhoodId, projectId: null, fate: null, text: said })), ...told]);
  if (change.kind === 'cancelled' || change.kind === 'closed-early') await nobodyAppliesAnyMore(tx, await knownRoundPlaces(tx, round.id));
  for (const ask of await asksOf(tx, round.id)) {
    if (ask.outcome !== null) continue;
    if (ask.kind === change.kind && ask.askedBy !== tx.actor.personId) await settleAsk(tx, ask.id, 'agreed', change.reason);
    await closeDuty(tx, { kind: 'round.decide-change', subjectId: ask.id });
  }
  await tx.emit(`round.${change.kind}`, { roundId: round.id, noticeId });
  tx.audit({
    action: `round.${change.kind}`,
    subjectKind: 'round',
    subjectId: round.id,
    text: { reason: change.reason, from: round.closesOn, to: change.lastDay, noticeId, applications: told.length },
  });
  return { changeId, noticeId };
}

/** Committees that had the old last day get the new one; every committee is asked again where a call was published. */
async function theLastDayMoves(tx: CommandTx, round: Round, lastDay: string, moveSteps: boolean): Promise<void> {
  if (moveSteps)
    for (const step of await stepsOf(tx, round.id))
      if (stepsMoveWithTheCall(step, round.closesOn)) await updateStep(tx, step.id, { ...step, ...shifted(step, round.closesOn, lastDay) });
  for (const subjectId of await knownRoundPlaces(tx, round.id)) await dropDuties(tx, { kind: 'round.apply', subjectId });
  if ((await callOf(tx, round.id)) === null) return;
  await askEveryCommittee(
    tx,
    { ...round, closesOn: lastDay },
    (await listNeighbourhoods(tx)).map(({ id }) => id),
  );
}

const reasonFault = (reason: string): 'reason-required' | 'too-long' | null => (reason === '' ? 'reason-required' : reason.length > 1000 ? 'too-long' : null);

/** Gives an open call a later last day; the steps after the old one move with it where wished. Errors: {@link ChangeRoundError}. */
export const extendRound = (context: CommandContext, input: { roundId: string; lastDay: string; reason: string; moveSteps: boolean }) =>
  runCommand(context, 'extend-round', async (tx): Promise<Result<void, ChangeRoundError>> => {
    if (!tx.can('round.open', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    const reason = input.reason.trim();
    const fault = theCallGetsMoreTime(round, input.lastDay, tx.today) ?? reasonFault(reason);
    if (fault) return err(fault);
    await changeRoundIn(tx, round, { kind: 'extended', reason, lastDay: input.lastDay });
    await theLastDayMoves(tx, round, input.lastDay, input.moveSteps);
    return ok();
  });

/** `not-begun` a call that has not opened is not ended, but called off · `days-are-over` it ends by itself (`moveRound`). */
export type CloseEarlyError = 'not-allowed' | 'not-found' | 'wrong-state' | 'not-begun' | 'days-are-over' | 'reason-required' | 'too-long';

/**
 * Ends a call before its last day is over: from now on nobody hands in a new application; what was sent back may still come again. Every
 * committee is told, with the reason. Errors: {@link CloseEarlyError}.
 */
export const closeCallEarly = (context: CommandContext, input: { roundId: string; reason: string }) =>
  runCommand(context, 'close-call-early', async (tx): Promise<Result<void, CloseEarlyError>> => {
    if (!tx.can('round.open', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    const reason = input.reason.trim();
    const fault = theCallEndsEarly(round, tx.today) ?? reasonFault(reason);
    if (fault) return err(fault);
    await changeRoundIn(tx, round, { kind: 'closed-early', reason, lastDay: tx.today });
    return ok();
  });

/** The head opens a round again that was being reviewed or was decided. Errors: {@link ChangeRoundError}. */
export const reopenRound = (context: CommandContext, input: { roundId: string; lastDay: string; reason: string; moveSteps: boolean }) =>
  runCommand(context, 'reopen-round', async (tx): Promise<Result<void, ChangeRoundError>> => {
    if (!tx.can('round.reopen', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    const reason = input.reason.trim();
    const fault = theRoundOpensAgain(round, input.lastDay, tx.today) ?? reasonFault(reason);
    if (fault) return err(fault);
    await changeRoundIn(tx, round, { kind: 'reopened', reason, lastDay: input.lastDay });
    await theLastDayMoves(tx, round, input.lastDay, input.moveSteps && input.lastDay > round.closesOn);
    return ok();
  });

/** `already-asked`: the head has not answered the last one. */
export type AskChangeError = ChangeRoundError | 'already-asked';

/** The officer asks the head to call a round off or to open it again. Errors: {@link AskChangeError}. */
export const askForRoundChange = (
  context: CommandContext,
  input: { roundId: string; kind: 'cancelled' | 'reopened'; reason: string; lastDay: string | null },
) =>
  runCommand(context, 'ask-round-change', async (tx): Promise<Result<string, AskChangeError>> => {
    if (!tx.can('round.open', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    const reason = input.reason.trim();
    if (input.kind === 'cancelled' && !theRoundMayBeCalledOff(round)) return err('wrong-state');
    if (input.kind === 'reopened') {
      const fault = theRoundOpensAgain(round, input.lastDay ?? '', tx.today);
      if (fault) return err(fault);
    }
    const fault = reasonFault(reason);
    if (fault) return err(fault);
    if ((await asksOf(tx, round.id)).some(({ outcome }) => outcome === null)) return err('already-asked');
    const id = await insertAsk(tx, { roundId: round.id, kind: input.kind, reason, lastDay: input.kind === 'reopened' ? input.lastDay : null });
    await openDuty(tx, {
      kind: 'round.decide-change',
      role: 'head',
      neighbourhoodId: null,
      subjectKind: 'round',
      subjectId: id,
      title: {
        zh: `${input.kind === 'cancelled' ? '决定是否取消' : '决定是否重新开放'}：${round.name}`,
        en: `Decide whether to ${input.kind === 'cancelled' ? 'call off' : 'reopen'}: ${round.name}`,
      },
      href: `/rounds/${round.id}/change`,
      dueDay: null,
    });
    tx.audit({ action: 'round.ask-change', subjectKind: 'round', subjectId: round.id, text: { kind: input.kind, reason, lastDay: input.lastDay } });
    return ok(id);
  });

/** The head does not agree, with a reason; the round stays as it is. Errors: `nothing-asked`, `reason-required`, `same-person`. */
export const refuseRoundChange = (context: CommandContext, input: { roundId: string; reason: string }) =>
  runCommand(
    context,
    'refuse-round-change',
    async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'nothing-asked' | 'reason-required' | 'same-person'>> => {
      if (!tx.can('round.reopen', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
      const round = await findRound(tx, input.roundId);
      if (!round) return err('not-found');
      const ask = (await asksOf(tx, round.id)).find(({ outcome }) => outcome === null);
      if (!ask) return err('nothing-asked');
      if (ask.askedBy === tx.actor.personId) return err('same-person');
      const reason = input.reason.trim().slice(0, 1000);
      if (reason === '') return err('reason-required');
      await settleAsk(tx, ask.id, 'refused', reason);
      await closeDuty(tx, { kind: 'round.decide-change', subjectId: ask.id });
      tx.audit({ action: 'round.refuse-change', subjectKind: 'round', subjectId: input.roundId, text: { kind: ask.kind, reason } });
      return ok();
    },
  );
