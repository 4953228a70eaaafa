import { err, ok, type Result } from '#libs/result';
import { dropDuties } from '#modules/inbox';
import { type CommandContext, runCommand } from '#platform/command';
import type { DecideError } from './decide-matter.ts';
import { checkText, maxTextLength, nextState } from './matter.ts';
import { liveThresholds } from './note-thresholds.ts';
import { endReferral } from './referral-store.ts';
import { insertStep, lockMatter, saveState } from './store.ts';
import { theAssemblyMustBeCalled } from './threshold.ts';

/**
 * Takes the own matter back while nothing has been decided; it stays readable as withdrawn, and whoever else supports it can
 * open it again. Event: `matter.withdrawn`. Errors: `asked-by-many` so many stand behind it that it is no longer one person's.
 */
export function withdrawMatter(
  context: CommandContext,
  input: { matterId: string; reason?: string },
): Promise<Result<{ matterId: string }, DecideError | 'asked-by-many' | 'key-reused'>> {
  return runCommand(context, 'withdraw-matter', async (tx): Promise<Result<{ matterId: string }, DecideError | 'asked-by-many'>> => {
    const matter = await lockMatter(tx, input.matterId);
    if (!matter) return err('not-found');
    if (!tx.actor.personId || matter.raisedBy !== tx.actor.personId) return err('not-allowed');
    if (theAssemblyMustBeCalled(await liveThresholds(tx, matter))) return err('asked-by-many');
    const next = nextState(matter.state, { action: 'withdraw' });
    if (!next.ok) return next;
    const reason = input.reason?.trim() ?? '';
    if (checkText(reason, maxTextLength) === 'too-long') return err('too-long');
    await saveState(tx, matter, next.value);
    await insertStep(tx, matter.id, { kind: 'withdrawn', byRole: 'raiser', ...(reason ? { text: reason } : {}) });
    await dropDuties(tx, { subjectId: matter.id });
    await endReferral(tx, matter.id);
    await tx.emit('matter.withdrawn', { matterId: matter.id, neighbourhoodId: matter.neighbourhoodId });
    tx.audit({ action: 'matter.withdraw', subjectKind: 'matter', subjectId: matter.id, text: { reason } });
    return ok({ matterId: matter.id });
  });
}
