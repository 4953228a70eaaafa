import { dayOf } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { closeDuty, openDuty } from '#modules/inbox';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { actedAs } from './actors.ts';
import { checkText, type Matter, maxTextLength, publicTitle } from './matter.ts';
import { answerDayIsPossible, itIsStillAwaited, type Referral, type ReferralOutcome } from './referral.ts';
import { countChase, runningReferral, saveReferralAnswer } from './referral-store.ts';
import { insertStep, lockMatter } from './store.ts';

/** `wrong-state` it is not passed on, or something has come back already. */
type Codes = 'not-found' | 'not-allowed' | 'wrong-state' | 'no-reason' | 'too-long';

async function awaited(tx: CommandTx, input: { matterId: string; text: string }): Promise<Result<{ matter: Matter; referral: Referral; text: string }, Codes>> {
  const matter = await lockMatter(tx, input.matterId);
  if (!matter) return err('not-found');
  if (!tx.can('matter.follow', { neighbourhoodId: matter.neighbourhoodId })) return err('not-allowed');
  const fault = checkText(input.text, maxTextLength);
  if (fault) return err(fault === 'empty' ? 'no-reason' : fault);
  const referral = await runningReferral(tx, matter.id);
  if (!referral || !itIsStillAwaited(referral)) return err('wrong-state');
  return ok({ matter, referral, text: input.text.trim() });
}

/** Writes down that whoever got the matter was asked after it, and what they said; for all to read. Event: `matter.chased`. */
export function chaseReferral(context: CommandContext, input: { matterId: string; text: string }): Promise<Result<{ times: number }, Codes | 'key-reused'>> {
  return runCommand(context, 'chase-referral', async (tx): Promise<Result<{ times: number }, Codes>> => {
    const found = await awaited(tx, input);
    if (!found.ok) return found;
    const { matter, referral, text } = found.value;
    await countChase(tx, referral.id);
    await insertStep(tx, matter.id, { kind: 'chased', byRole: actedAs(tx.actor, matter), text });
    await tx.emit('matter.chased', { matterId: matter.id, neighbourhoodId: matter.neighbourhoodId, times: referral.chased + 1 });
    tx.audit({ action: 'matter.chase', subjectKind: 'matter', subjectId: matter.id, text: { to: referral.toName, text } });
    return ok({ times: referral.chased + 1 });
  });
}

/**
 * Writes down what whoever got the matter answered. It is their word, not yet the committee's: the secretary's duty to
 * conclude opens. Event: `matter.receiver-answered`. Errors: `day-impossible` before it was passed on, or in the future.
 */
export function recordReferralAnswer(
  context: CommandContext,
  input: { matterId: string; outcome: ReferralOutcome; text: string; day: string },
): Promise<Result<{ matterId: string }, Codes | 'day-impossible' | 'key-reused'>> {
  return runCommand(context, 'record-referral-answer', async (tx): Promise<Result<{ matterId: string }, Codes | 'day-impossible'>> => {
    const found = await awaited(tx, input);
    if (!found.ok) return found;
    const { matter, referral, text } = found.value;
    const day = answerDayIsPossible(input.day, dayOf(referral.at), tx.today);
    if (!day.ok) return day;
    await saveReferralAnswer(tx, referral.id, { outcome: input.outcome, text, day: day.value });
    await insertStep(tx, matter.id, { kind: 'receiver-answered', byRole: actedAs(tx.actor, matter), text });
    await closeDuty(tx, { kind: 'matter.chase', subjectId: matter.id });
    const title = publicTitle(matter);
    await openDuty(tx, {
      kind: 'matter.conclude',
      role: 'secretary',
      neighbourhoodId: matter.neighbourhoodId,
      subjectKind: 'matter',
      subjectId: matter.id,
      title: { zh: `${referral.toName}已回复，答复居民：${title}`, en: `${referral.toName} has replied; answer the residents: ${title}` },
      href: `/matters/${matter.id}`,
      dueDay: null,
    });
    await tx.emit('matter.receiver-answered', { matterId: matter.id, neighbourhoodId: matter.neighbourhoodId, outcome: input.outcome });
    tx.audit({ action: 'matter.receiver-answer', subjectKind: 'matter', subjectId: matter.id, text: { from: referral.toName, outcome: input.outcome, text } });
    return ok({ matterId: matter.id });
  });
}
