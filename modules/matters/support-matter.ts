import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { belongsHere, householdOf } from './actors.ts';
import { isOpen, type Matter } from './matter.ts';
import { noteThresholds } from './note-thresholds.ts';
import { insertSupport, lockMatter, type Support, withdrawSupport } from './store.ts';

/** `viaDoor` when the door code's page was used; `onBehalfOf` when staff enters a signed list or a call. */
export interface SupportInput {
  matterId: string;
  viaDoor?: boolean;
  onBehalfOf?: { personId: string; householdId: string; channel: 'paper' | 'phone' | 'visit' };
}
/** `already-supported` by this household or person, as the matter counts · `not-in-place` no home in the neighbourhood · `wrong-state` closed or hidden. */
type Codes = 'not-found' | 'not-allowed' | 'not-in-place' | 'wrong-state' | 'already-supported';

/** Supports a matter. Event: `matter.supported`; `matter.threshold` when one is reached. */
export function supportMatter(context: CommandContext, input: SupportInput): Promise<Result<{ households: number }, Codes | 'key-reused'>> {
  return runCommand(context, 'support-matter', async (tx): Promise<Result<{ households: number }, Codes>> => {
    const matter = await lockMatter(tx, input.matterId);
    if (!matter) return err('not-found');
    const support = await supporterOf(tx, matter, input);
    if (!support.ok) return support;
    if (!isOpen(matter) || matter.hidden !== 'no') return err('wrong-state');
    if (!(await insertSupport(tx, matter, support.value))) return err('already-supported');
    await tx.emit('matter.supported', { matterId: matter.id, neighbourhoodId: matter.neighbourhoodId });
    tx.audit({ action: 'matter.support', subjectKind: 'matter', subjectId: matter.id, text: { ...support.value } });
    return ok({ households: await noteThresholds(tx, matter.id) });
  });
}

/** Takes the own support back. Errors: `not-supported`. Event: `matter.unsupported`. */
export function unsupportMatter(
  context: CommandContext,
  input: { matterId: string },
): Promise<Result<null, 'not-found' | 'not-allowed' | 'wrong-state' | 'not-supported' | 'key-reused'>> {
  return runCommand(context, 'unsupport-matter', async (tx): Promise<Result<null, 'not-found' | 'not-allowed' | 'wrong-state' | 'not-supported'>> => {
    const matter = await lockMatter(tx, input.matterId);
    if (!matter) return err('not-found');
    if (!tx.can('matter.support', { neighbourhoodId: matter.neighbourhoodId }) || !tx.actor.personId) return err('not-allowed');
    if (!isOpen(matter)) return err('wrong-state');
    if (!(await withdrawSupport(tx, matter.id, tx.actor.personId))) return err('not-supported');
    await noteThresholds(tx, matter.id);
    await tx.emit('matter.unsupported', { matterId: matter.id });
    tx.audit({ action: 'matter.unsupport', subjectKind: 'matter', subjectId: matter.id, text: {} });
    return ok(null);
  });
}

async function supporterOf(tx: CommandTx, matter: Matter, input: SupportInput): Promise<Result<Support, 'not-allowed' | 'not-in-place'>> {
  const { actor } = tx;
  const { neighbourhoodId } = matter;
  if (!actor.personId) return err('not-in-place');
  if (input.onBehalfOf) {
    if (!tx.can('matter.support-for', { neighbourhoodId })) return err('not-allowed');
    const here = await belongsHere(tx, input.onBehalfOf, neighbourhoodId);
    return here.ok ? ok({ ...input.onBehalfOf, enteredBy: actor.personId }) : here;
  }
  const householdId = householdOf(actor, neighbourhoodId);
  if (!tx.can('matter.support', { neighbourhoodId }) || householdId === null) return err('not-in-place');
  return ok({ personId: actor.personId, householdId, channel: input.viaDoor ? 'door' : 'own', enteredBy: null });
}
