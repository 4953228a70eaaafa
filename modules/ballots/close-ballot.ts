import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty } from '#modules/inbox';
import { publishNotice } from '#modules/notices';
import { mayClose, type Outcome, step } from './ballot.ts';
import { countNow } from './outcome.ts';
import { resultText } from './result-text.ts';
import { lockBallot, setClosed } from './store.ts';

/**
 * Closes the ballot, counts it and publishes the result. Papers handed in before closing time are recorded before this.
 * Errors: `wrong-state`, `still-open` (its time is not over).
 */
export function closeBallot(
  ctx: CommandContext,
  input: { ballotId: string },
): Promise<Result<Outcome, 'not-allowed' | 'not-found' | 'wrong-state' | 'still-open' | 'key-reused'>> {
  return runCommand(ctx, 'close-ballot', async (tx) => {
    // The lock waits for votes under way: they hold the ballot shared until they commit.
    const ballot = await lockBallot(tx, input.ballotId);
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.close', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
    const next = step(ballot.state, 'closed');
    if (!next.ok) return next;
    if (!mayClose(ballot, tx.now)) return err('still-open');
    const outcome = await countNow(tx, ballot);
    await setClosed(tx, ballot.id, outcome);
    await publishNotice(tx, {
      kind: 'ballot-result',
      neighbourhoodId: ballot.neighbourhoodId,
      subjectKind: 'ballot',
      subjectId: ballot.id,
      title: `表决结果：${ballot.question}`,
      body: resultText(ballot, outcome),
      startDay: tx.today,
      endDay: null,
      acceptsObjections: false,
    });
    await closeDuty(tx, { kind: 'ballot.close', subjectId: ballot.id });
    tx.audit({ action: 'ballot.close', subjectKind: 'ballot', subjectId: ballot.id, text: { ...outcome.counts, passed: outcome.passed } });
    await tx.emit('ballot.closed', {
      ballotId: ballot.id,
      passed: outcome.passed,
      meetingId: ballot.meetingId,
      matterId: ballot.matterId,
      projectId: ballot.projectId,
    });
    return ok(outcome);
  });
}
