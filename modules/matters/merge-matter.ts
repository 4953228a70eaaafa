import { err, ok, type Result } from '#libs/result';
import { dropDuties } from '#modules/inbox';
import { type CommandContext, runCommand } from '#platform/command';
import { actedAs } from './actors.ts';
import { checkText, isOpen, maxTextLength, nextState } from './matter.ts';
import { noteThresholds } from './note-thresholds.ts';
import { supportsOf } from './queries.ts';
import { endReferral } from './referral-store.ts';
import { insertStep, insertSupport, lockMatter, saveState } from './store.ts';

/** `same-matter` into itself · `other-place` of another neighbourhood · `target-closed` the other takes no more supporters. */
type Codes = 'not-found' | 'not-allowed' | 'wrong-state' | 'no-reason' | 'too-long' | 'same-matter' | 'other-place' | 'target-closed';

/** Merges a matter into another that says the same; its supporters go along, each counted once. Event: `matter.merged`. */
export function mergeMatter(
  context: CommandContext,
  input: { matterId: string; intoId: string; reason: string },
): Promise<Result<{ intoId: string }, Codes | 'key-reused'>> {
  return runCommand(context, 'merge-matter', async (tx): Promise<Result<{ intoId: string }, Codes>> => {
    if (input.matterId === input.intoId) return err('same-matter');
    // Both rows in the order of their ids, so that two merges the other way round do not lock each other out.
    const inOrder = [input.matterId, input.intoId].sort();
    const locked = [await lockMatter(tx, inOrder[0] ?? ''), await lockMatter(tx, inOrder[1] ?? '')];
    const matter = locked.find((one) => one?.id === input.matterId);
    const into = locked.find((one) => one?.id === input.intoId);
    if (!matter || !into) return err('not-found');
    if (!tx.can('matter.decide', { neighbourhoodId: matter.neighbourhoodId })) return err('not-allowed');
    if (matter.neighbourhoodId !== into.neighbourhoodId) return err('other-place');
    const fault = checkText(input.reason, maxTextLength);
    if (fault) return err(fault === 'empty' ? 'no-reason' : fault);
    if (!isOpen(into) || into.hidden !== 'no') return err('target-closed');
    const next = nextState(matter.state, { action: 'merge', intoId: into.id });
    if (!next.ok) return next;
    await saveState(tx, matter, next.value);
    const byRole = actedAs(tx.actor, matter);
    const reason = input.reason.trim();
    let taken = 0;
    for (const support of await supportsOf(tx, matter.id)) if (await insertSupport(tx, into, { ...support, fromMatterId: matter.id })) taken += 1;
    await insertStep(tx, matter.id, { kind: 'merged', byRole, text: reason, otherId: into.id });
    await insertStep(tx, into.id, { kind: 'merged-in', byRole, text: `${taken}`, otherId: matter.id });
    await dropDuties(tx, { subjectId: matter.id });
    await endReferral(tx, matter.id);
    await noteThresholds(tx, into.id);
    await tx.emit('matter.merged', { matterId: matter.id, intoId: into.id, neighbourhoodId: into.neighbourhoodId });
    tx.audit({ action: 'matter.merge', subjectKind: 'matter', subjectId: matter.id, text: { intoId: into.id, reason, supportersTaken: taken } });
    return ok({ intoId: into.id });
  });
}
