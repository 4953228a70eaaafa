import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { householdOf } from './actors.ts';
import { checkText, type Matter } from './matter.ts';
import { matterSteps, supportedBy } from './queries.ts';
import { insertStep, insertVoice, lockMatter } from './store.ts';

/** `wrong-state` it is not answered · `no-reason` what is not settled is told. */
type Codes = 'not-found' | 'not-allowed' | 'wrong-state' | 'no-reason' | 'too-long';

/**
 * Whoever raised or supports a matter says of its answer that it is settled, or that it is not and what is missing. Said
 * again, the last word counts; a new answer is judged anew. Event: `matter.settled` or `matter.not-settled`.
 */
export function sayOfAnswer(
  context: CommandContext,
  input: { matterId: string; settled: boolean; text?: string },
): Promise<Result<{ matterId: string }, Codes | 'key-reused'>> {
  return runCommand(context, 'say-of-answer', async (tx): Promise<Result<{ matterId: string }, Codes>> => {
    const matter = await lockMatter(tx, input.matterId);
    if (!matter) return err('not-found');
    const personId = await whoeverAskedSaysSo(tx, matter);
    if (personId === null) return err('not-allowed');
    if (matter.state.state !== 'answered') return err('wrong-state');
    const fault = checkText(input.text ?? '', 500);
    if (fault === 'too-long') return err('too-long');
    const text = input.text?.trim() ?? '';
    if (!input.settled && text === '') return err('no-reason');
    const round = (await matterSteps(tx, matter.id)).filter((step) => step.kind === 'answered').length;
    await insertVoice(tx, { matterId: matter.id, round, personId, householdId: householdOf(tx.actor, matter.neighbourhoodId), settled: input.settled, text });
    const kind = input.settled ? 'settled' : 'not-settled';
    await insertStep(tx, matter.id, { kind, byRole: matter.raisedBy === personId ? 'raiser' : 'supporter', ...(text === '' ? {} : { text }) });
    await tx.emit(`matter.${kind}`, { matterId: matter.id, neighbourhoodId: matter.neighbourhoodId });
    tx.audit({ action: 'matter.say-of-answer', subjectKind: 'matter', subjectId: matter.id, text: { settled: input.settled, text } });
    return ok({ matterId: matter.id });
  });
}

/** Only those who asked can say that it is settled: the raiser and the supporters, not whoever answered. */
async function whoeverAskedSaysSo(tx: CommandTx, matter: Matter): Promise<string | null> {
  const { personId, households } = tx.actor;
  if (!personId || !tx.can('matter.say', { neighbourhoodId: matter.neighbourhoodId })) return null;
  if (matter.raisedBy === personId) return personId;
  const supported = await supportedBy(tx, { personId, householdIds: households.map((household) => household.householdId) });
  return supported.household.has(matter.id) ? personId : null;
}
