import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty } from '#modules/inbox';
import { publishNotice } from '#modules/notices';
import { mayClose, type Outcome, step } from './ballot.ts';
import { sealKeyName } from './envelope.ts';
import { countNow } from './outcome.ts';
import { papersNotReady } from './reconcile-papers.ts';
import { forgetReminders } from './remind-voters.ts';
import { resultText } from './result-text.ts';
import { type OpenedEnvelopes, openEnvelopes, writeSecretVotes } from './secret-count.ts';
import { lockBallot, setClosed } from './store.ts';

/** Why a ballot does not close. */
export type CloseBallotError = 'not-allowed' | 'not-found' | 'wrong-state' | 'still-open' | 'key-missing' | 'papers-pending' | 'papers-unreconciled';

/**
 * Closes the ballot, counts it and publishes the result. Papers handed in before closing time are recorded before this.
 * The votes of a secret one are opened before the transaction, all together, written in it in another order, and their key is destroyed after it.
 * Errors: `wrong-state`, `still-open` (its time is not over), `papers-pending` (papers wait to be recorded), `papers-unreconciled` (no signed sheet), `key-missing` (the key of a secret ballot is not in the vault).
 */
export async function closeBallot(ctx: CommandContext, input: { ballotId: string }): Promise<Result<Outcome, CloseBallotError | 'key-reused'>> {
  const opened = await openEnvelopes(ctx, input.ballotId);
  const done = await runCommand(ctx, 'close-ballot', (tx) => closeBallotIn(tx, { ...input, opened }));
  if (done.ok && opened) await ctx.platform.vault?.destroy(opened.keyName);
  return done;
}

/** The same inside the caller's command; a secret ballot needs its opened envelopes. */
export async function closeBallotIn(tx: CommandTx, input: { ballotId: string; opened?: OpenedEnvelopes | null }): Promise<Result<Outcome, CloseBallotError>> {
  // The lock waits for votes under way: they hold the ballot shared until they commit.
  const ballot = await lockBallot(tx, input.ballotId);
  if (!ballot) return err('not-found');
  if (!tx.can('ballot.close', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
  const next = step(ballot.state, 'closed');
  if (!next.ok) return next;
  if (!mayClose(ballot, tx.now)) return err('still-open');
  const papers = await papersNotReady(tx, ballot.id);
  if (papers) return err(papers);
  if (ballot.secrecy === 'secret') {
    if (!input.opened) return err('key-missing');
    await writeSecretVotes(tx, ballot, input.opened);
  }
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
  await forgetReminders(tx, ballot.id);
  tx.audit({
    action: 'ballot.close',
    subjectKind: 'ballot',
    subjectId: ballot.id,
    text: { ...outcome.counts, cast: outcome.cast, elected: outcome.options?.elected ?? [], passed: outcome.passed },
  });
  await tx.emit('ballot.closed', {
    ballotId: ballot.id,
    passed: outcome.passed,
    meetingId: ballot.meetingId,
    matterId: ballot.matterId,
    projectId: ballot.projectId,
    // Once this is committed nobody needs the key any more.
    spentKey: ballot.sealKey && sealKeyName(ballot.id, ballot.sealKey),
  });
  return ok(outcome);
}
