import type { Day } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { closeDuty, openDuty } from '#modules/inbox';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { actedAs } from './actors.ts';
import { checkText, type Matter, type MatterAction, maxTextLength, nextState, publicTitle, type StepKind, type Venue } from './matter.ts';
import { noteThresholds } from './note-thresholds.ts';
import { endReferral } from './referral-store.ts';
import { insertStep, lockMatter, saveState } from './store.ts';

/** `wrong-state` somebody decided before, or it cannot be done as the matter stands · `no-reason` every decision gives one. */
export type DecideError = 'not-found' | 'not-allowed' | 'wrong-state' | 'no-reason' | 'too-long';
type Codes = DecideError;
export type Decided = Promise<Result<{ matterId: string }, Codes | 'key-reused'>>;

/** Adopts a matter for deliberation at a venue. `dueDay`: until when it is taken there; null = no deadline set. Event: `matter.adopted`. */
export const adoptMatter = (context: CommandContext, input: { matterId: string; venue: Venue; reason: string; dueDay: Day | null }): Decided =>
  decide(context, 'adopt-matter', input, { action: 'adopt', venue: input.venue }, 'adopted');
/** Declines a matter, with a reason that all can read. Event: `matter.declined`. */
export const declineMatter = (context: CommandContext, input: { matterId: string; reason: string }): Decided =>
  decide(context, 'decline-matter', { ...input, dueDay: null }, { action: 'decline' }, 'declined');
/** Answers a matter: what was done, or why nothing more is needed. Event: `matter.answered`. */
export const answerMatter = (context: CommandContext, input: { matterId: string; reason: string }): Decided =>
  decide(context, 'answer-matter', { ...input, dueDay: null }, { action: 'answer' }, 'answered');
/** Authorises, decides, saves and says so; `more` is what one kind of decision does besides. */
export function decide(
  context: CommandContext,
  name: string,
  input: { matterId: string; reason: string; dueDay: Day | null },
  act: MatterAction,
  kind: StepKind,
  more: (tx: CommandTx, matter: Matter) => Promise<void> = async () => {},
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
    await endWhatRan(tx, matter.id);
    await openNextDuty(tx, matter, act, input.dueDay);
    await more(tx, matter);
    await noteThresholds(tx, matter.id);
    await tx.emit(`matter.${kind}`, { matterId: matter.id, neighbourhoodId: matter.neighbourhoodId });
    tx.audit({ action: `matter.${act.action}`, subjectKind: 'matter', subjectId: matter.id, text: { ...act, reason: input.reason.trim() } });
    return ok({ matterId: matter.id });
  });
}

/** What the matter waited for is done or no longer so. */
export async function endWhatRan(tx: CommandTx, matterId: string): Promise<void> {
  for (const done of ['matter.reply', 'matter.follow', 'matter.chase', 'matter.conclude']) await closeDuty(tx, { kind: done, subjectId: matterId });
  await endReferral(tx, matterId);
}

/** What is wrong with the reason of a decision, or null. */
export function faultOfReason(reason: string, act: MatterAction): 'no-reason' | 'too-long' | null {
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
    await openDuty(tx, {
      ...about,
      kind: 'matter.follow',
      title: { zh: `安排议事：${publicTitle(matter)}`, en: `Arrange the deliberation: ${publicTitle(matter)}` },
    });
  if (act.action === 'pass-on')
    await openDuty(tx, {
      ...about,
      kind: 'matter.chase',
      title: { zh: `跟进转办结果：${publicTitle(matter)}`, en: `Follow up what was passed on: ${publicTitle(matter)}` },
    });
}
