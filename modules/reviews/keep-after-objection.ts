import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { lockRound } from '#modules/funds';
import { closeDuty } from '#modules/inbox';
import { insertKept, upheldObjections } from './decision-store.ts';

/** `wrong-state` it is not an objection found right in part that still waits for the office · `reason-required` · `too-long`. */
export type KeepError = 'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required' | 'too-long';

/**
 * The office keeps a result although an objection to it was found right in part, and says why, for all to read. What was found right altogether is proposed
 * anew. Whoever keeps it does not confirm it. Event: `objection.kept`.
 */
export const keepAfterObjection = (
  context: CommandContext,
  input: { roundId: string; objectionId: string; reason: string },
): Promise<Result<void, KeepError | 'key-reused'>> =>
  runCommand(context, 'keep-after-objection', async (tx): Promise<Result<void, KeepError>> => {
    if (!tx.can('award.propose', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
    if (!(await lockRound(tx, input.roundId))) return err('not-found');
    const waiting = await upheldObjections(tx, input.roundId);
    const objection = waiting.find(({ id }) => id === input.objectionId);
    if (objection?.outcome !== 'partly') return err('wrong-state');
    const reason = input.reason.trim();
    if (reason === '') return err('reason-required');
    if (reason.length > 2000) return err('too-long');
    await insertKept(tx, objection.id, reason);
    if (waiting.length === 1) await closeDuty(tx, { kind: 'round.decide-awards', subjectId: input.roundId });
    await tx.emit('objection.kept', { objectionId: objection.id, roundId: input.roundId, projectId: objection.projectId });
    tx.audit({ action: 'award.keep-after-objection', subjectKind: 'round', subjectId: input.roundId, text: { objectionId: objection.id, reason } });
    return ok();
  });
