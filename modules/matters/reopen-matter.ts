import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { actedAs } from './actors.ts';
import { type Decided, type DecideError, endWhatRan, faultOfReason } from './decide-matter.ts';
import { type Matter, nextState } from './matter.ts';
import { noteThresholds } from './note-thresholds.ts';
import { supportedBy } from './queries.ts';
import { openReplyDuty } from './raise-matter.ts';
import { type Counting, replyDueDay } from './reply-due.ts';
import { insertStep, lockMatter, saveState } from './store.ts';

/**
 * Opens a closed matter again: whoever raised or supports it says that it is not settled, or the committee or the office does.
 * One that its raiser took back is opened by others who support it, or by the committee.
 * Event: `matter.reopened`.
 * @param input.replyDays as when it was raised.
 */
export function reopenMatter(
  context: CommandContext,
  input: { matterId: string; reason: string; replyDays: number | null; replyCounting?: Counting },
): Decided {
  return runCommand(context, 'reopen-matter', async (tx): Promise<Result<{ matterId: string }, DecideError>> => {
    const matter = await lockMatter(tx, input.matterId);
    if (!matter) return err('not-found');
    if (!(await reopenedByWhoeverAskedOrDecides(tx, matter))) return err('not-allowed');
    const fault = faultOfReason(input.reason, { action: 'reopen' });
    if (fault) return err(fault);
    const next = nextState(matter.state, { action: 'reopen' });
    if (!next.ok) return next;
    const dueDay = replyDueDay(tx.today, input.replyDays, input.replyCounting);
    await saveState(tx, matter, next.value, dueDay);
    await insertStep(tx, matter.id, { kind: 'reopened', byRole: actedAs(tx.actor, matter), text: input.reason.trim(), dueDay });
    await endWhatRan(tx, matter.id);
    await openReplyDuty(tx, matter, dueDay);
    await noteThresholds(tx, matter.id);
    await tx.emit('matter.reopened', { matterId: matter.id, neighbourhoodId: matter.neighbourhoodId });
    tx.audit({ action: 'matter.reopen', subjectKind: 'matter', subjectId: matter.id, text: { reason: input.reason.trim() } });
    return ok({ matterId: matter.id });
  });
}

/** Who may say that a matter is not settled. One that its raiser withdrew belongs to those who supported it. */
async function reopenedByWhoeverAskedOrDecides(tx: CommandTx, matter: Matter): Promise<boolean> {
  const place = { neighbourhoodId: matter.neighbourhoodId };
  if (!tx.actor.personId || !tx.can('matter.reopen', place)) return false;
  if (matter.raisedBy === tx.actor.personId && matter.state.state !== 'withdrawn') return true;
  if (tx.can('matter.decide', place) || tx.can('matter.rule-appeal', place)) return true;
  const supported = await supportedBy(tx, { personId: tx.actor.personId, householdIds: tx.actor.households.map((household) => household.householdId) });
  return matter.state.state === 'withdrawn' && matter.raisedBy === tx.actor.personId ? false : supported.household.has(matter.id);
}
