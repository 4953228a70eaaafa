import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { dropDuties } from '#modules/inbox';
import { withdrawNotice } from '#modules/notices';
import { step } from './ballot.ts';
import { lockBallot, setCancelled } from './store.ts';

/** Why a ballot is not given up. */
export type CancelBallotError = 'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required' | 'too-long';

/**
 * Gives up a ballot that has not opened: its duties fall away, and where its roll is on display the notice is replaced by one
 * that gives the reason. An open ballot runs to its end.
 * Errors: `wrong-state` (it is open, closed or cancelled), `reason-required`, `too-long` (over 500 characters).
 */
export const cancelBallot = (ctx: CommandContext, input: { ballotId: string; reason: string }): Promise<Result<void, CancelBallotError | 'key-reused'>> =>
  runCommand(ctx, 'cancel-ballot', (tx) => cancelBallotIn(tx, input));

/** The same inside the caller's command. */
export async function cancelBallotIn(tx: CommandTx, input: { ballotId: string; reason: string }): Promise<Result<void, CancelBallotError>> {
  const ballot = await lockBallot(tx, input.ballotId);
  if (!ballot) return err('not-found');
  if (!tx.can('ballot.cancel', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
  const next = step(ballot.state, 'cancelled');
  if (!next.ok) return next;
  const reason = input.reason.trim();
  if (reason === '') return err('reason-required');
  if ([...reason].length > 500) return err('too-long');
  await setCancelled(tx, ballot.id, reason);
  await dropDuties(tx, { subjectId: ballot.id });
  if (ballot.rollNoticeId !== null) {
    await withdrawNotice(tx, ballot.rollNoticeId, {
      title: `表决取消：${ballot.question}`,
      body: `原定的表决“${ballot.question}”取消，名册公示随之结束。原因：${reason}`,
      reason,
    });
  }
  tx.audit({ action: 'ballot.cancel', subjectKind: 'ballot', subjectId: ballot.id, text: { reason } });
  await tx.emit('ballot.cancelled', { ballotId: ballot.id, meetingId: ballot.meetingId, matterId: ballot.matterId, projectId: ballot.projectId });
  return ok();
}
