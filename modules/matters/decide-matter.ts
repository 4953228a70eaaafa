import { addDays, type Day } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { actedAs } from './actors.ts';
import { checkText, type Matter, type MatterAction, maxTextLength, nextState, type StepKind, type Venue } from './matter.ts';
import { openReplyDuty } from './raise-matter.ts';
import { insertStep, lockMatter, saveState, supportedBy } from './store.ts';

/** `wrong-state` somebody decided before, or it cannot be done as the matter stands · `no-reason` every decision gives one. */
type Codes = 'not-found' | 'not-allowed' | 'wrong-state' | 'no-reason' | 'too-long';
type Decided = Promise<Result<{ matterId: string }, Codes | 'key-reused'>>;

/** Adopts a matter for deliberation at a venue. `dueDay`: until when it is taken there; null = no deadline set. Event: `matter.adopted`. */
export const adoptMatter = (context: CommandContext, input: { matterId: string; venue: Venue; reason: string; dueDay: Day | null }): Decided =>
  decide(context, 'adopt-matter', input, { action: 'adopt', venue: input.venue }, 'adopted');
/** Declines a matter, with a reason that all can read. Event: `matter.declined`. */
export const declineMatter = (context: CommandContext, input: { matterId: string; reason: string }): Decided =>
  decide(context, 'decline-matter', { ...input, dueDay: null }, { action: 'decline' }, 'declined');
/** Answers a matter: what was done, or why nothing more is needed. Event: `matter.answered`. */
export const answerMatter = (context: CommandContext, input: { matterId: string; reason: string }): Decided =>
  decide(context, 'answer-matter', { ...input, dueDay: null }, { action: 'answer' }, 'answered');
/** Passes a matter on to whoever is responsible; the committee follows it up by `dueDay`. Event: `matter.passed-on`. */
export const passOnMatter = (context: CommandContext, input: { matterId: string; passedTo: string; reason: string; dueDay: Day | null }): Decided =>
  decide(context, 'pass-on-matter', input, { action: 'pass-on', passedTo: input.passedTo.trim() }, 'passed-on');

function decide(
  context: CommandContext,
  name: string,
  input: { matterId: string; reason: string; dueDay: Day | null },
  act: MatterAction,
  kind: StepKind,
): Decided {
  return runCommand(context, name, async (tx): Promise<Result<{ matterId: string }, Codes>> => {
    const matter = await lockMatter(tx, input.matterId);
    if (!matter) return err('not-found');
    if (!tx.can('matter.decide', { neighbourhoodId: matter.neighbourhoodId })) return err('not-allowed');
    const fault = faultOfReason(input.reason, act);
    if (fault) return err(fault);
    const next = nextState(matter.state, act);
    if (!next.ok) return next;
    await saveState(tx, matter, next.value);
    await insertStep(tx, matter.id, { kind, byRole: actedAs(tx.actor, matter), text: input.reason.trim(), dueDay: input.dueDay });
    for (const done of ['matter.reply', 'matter.follow', 'matter.chase']) await closeDuty(tx, { kind: done, subjectId: matter.id });
    await openNextDuty(tx, matter, act, input.dueDay);
    await tx.emit(`matter.${kind}`, { matterId: matter.id, neighbourhoodId: matter.neighbourhoodId });
    tx.audit({ action: `matter.${act.action}`, subjectKind: 'matter', subjectId: matter.id, text: { ...act, reason: input.reason.trim() } });
    return ok({ matterId: matter.id });
  });
}

function faultOfReason(reason: string, act: MatterAction): 'no-reason' | 'too-long' | null {
  const fault = checkText(reason, maxTextLength) ?? (act.action === 'pass-on' ? checkText(act.passedTo, 100) : null);
  return fault === 'empty' ? 'no-reason' : fault;
}

async function openNextDuty(tx: CommandTx, matter: Matter, act: MatterAction, dueDay: Day | null): Promise<void> {
  const about = {
    role: 'secretary',
    neighbourhoodId: matter.neighbourhoodId,
    subjectKind: 'matter',
    subjectId: matter.id,
    href: `/matters/${matter.id}`,
    dueDay,
  } as const;
  if (act.action === 'adopt')
    await openDuty(tx, { ...about, kind: 'matter.follow', title: { zh: `安排议事：${matter.title}`, en: `Arrange the deliberation: ${matter.title}` } });
  if (act.action === 'pass-on')
    await openDuty(tx, { ...about, kind: 'matter.chase', title: { zh: `跟进转办结果：${matter.title}`, en: `Follow up what was passed on: ${matter.title}` } });
}

/** Takes the own matter back while nothing has been decided; it stays readable as withdrawn. Event: `matter.withdrawn`. */
export function withdrawMatter(context: CommandContext, input: { matterId: string; reason?: string }): Decided {
  return runCommand(context, 'withdraw-matter', async (tx): Promise<Result<{ matterId: string }, Codes>> => {
    const matter = await lockMatter(tx, input.matterId);
    if (!matter) return err('not-found');
    if (!tx.actor.personId || matter.raisedBy !== tx.actor.personId) return err('not-allowed');
    const next = nextState(matter.state, { action: 'withdraw' });
    if (!next.ok) return next;
    const reason = input.reason?.trim() ?? '';
    if (checkText(reason, maxTextLength) === 'too-long') return err('too-long');
    await saveState(tx, matter, next.value);
    await insertStep(tx, matter.id, { kind: 'withdrawn', byRole: 'raiser', ...(reason ? { text: reason } : {}) });
    await dropDuties(tx, { subjectId: matter.id });
    await tx.emit('matter.withdrawn', { matterId: matter.id, neighbourhoodId: matter.neighbourhoodId });
    tx.audit({ action: 'matter.withdraw', subjectKind: 'matter', subjectId: matter.id, text: { reason } });
    return ok({ matterId: matter.id });
  });
}

/**
 * Opens a closed matter again: whoever raised or supports it says that it is not settled, or the committee or the office does.
 * Event: `matter.reopened`.
 * @param input.replyDays as when it was raised.
 */
export function reopenMatter(context: CommandContext, input: { matterId: string; reason: string; replyDays: number | null }): Decided {
  return runCommand(context, 'reopen-matter', async (tx): Promise<Result<{ matterId: string }, Codes>> => {
    const matter = await lockMatter(tx, input.matterId);
    if (!matter) return err('not-found');
    if (!(await reopenedByWhoeverAskedOrDecides(tx, matter))) return err('not-allowed');
    const fault = faultOfReason(input.reason, { action: 'reopen' });
    if (fault) return err(fault);
    const next = nextState(matter.state, { action: 'reopen' });
    if (!next.ok) return next;
    const dueDay = input.replyDays === null ? null : addDays(tx.today, input.replyDays);
    await saveState(tx, matter, next.value, dueDay);
    await insertStep(tx, matter.id, { kind: 'reopened', byRole: actedAs(tx.actor, matter), text: input.reason.trim(), dueDay });
    await dropDuties(tx, { subjectId: matter.id, kind: 'matter.chase' });
    await openReplyDuty(tx, matter, dueDay);
    await tx.emit('matter.reopened', { matterId: matter.id, neighbourhoodId: matter.neighbourhoodId });
    tx.audit({ action: 'matter.reopen', subjectKind: 'matter', subjectId: matter.id, text: { reason: input.reason.trim() } });
    return ok({ matterId: matter.id });
  });
}

/** Who may say that a matter is not settled. */
async function reopenedByWhoeverAskedOrDecides(tx: CommandTx, matter: Matter): Promise<boolean> {
  const place = { neighbourhoodId: matter.neighbourhoodId };
  if (!tx.actor.personId || !tx.can('matter.reopen', place)) return false;
  if (matter.raisedBy === tx.actor.personId || tx.can('matter.decide', place) || tx.can('matter.rule-appeal', place)) return true;
  const supported = await supportedBy(tx, { personId: tx.actor.personId, householdIds: tx.actor.households.map((household) => household.householdId) });
  return supported.household.has(matter.id);
}
