import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { findPerson } from '#modules/people';
import { type Choice, voteIsInTime } from './ballot.ts';
import { linesFor } from './queries.ts';
import { currentVote, insertVote, lockBallot, lockLine } from './store.ts';

export interface CastVoteInput {
  ballotId: string;
  choice: Choice;
  /** Needed only by somebody who may speak for several electors. */
  electorId?: string;
  /** The version that the voter saw on the page, 0 for none: a vote cast meanwhile by another member is not overwritten unseen. */
  seenVersion?: number;
}
export type CastVoteError = 'not-allowed' | 'not-found' | 'not-a-person' | 'not-on-roll' | 'not-adult' | 'which-elector' | 'not-open' | 'voted-meanwhile';

/**
 * Casts the actor's vote: for the household they live in, for themselves, or as owner. Voting again is a new version; the
 * last before closing counts.
 * Errors: `not-on-roll`, `not-adult`, `which-elector` (several: say for whom), `not-open`, `voted-meanwhile`.
 */
export function castVote(
  ctx: CommandContext,
  input: CastVoteInput,
): Promise<Result<{ version: number; label: string; changed: boolean }, CastVoteError | 'key-reused'>> {
  return runCommand(ctx, 'cast-vote', async (tx) => {
    const ballot = await lockBallot(tx, input.ballotId, 'share');
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.vote', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
    if (tx.actor.personId === null) return err('not-a-person');
    if (!voteIsInTime(ballot, tx.now)) return err('not-open');
    const mine = (await linesFor(tx, ballot, tx.actor)).filter(({ line }) => input.electorId === undefined || line.electorId === input.electorId);
    const [only] = mine;
    if (!only) return err('not-on-roll');
    if (mine.length > 1) return err('which-elector');
    if (!(await findPerson(tx, tx.actor.personId))?.adult) return err('not-adult');
    const line = await lockLine(tx, ballot.id, only.line.electorId);
    if (!line) return err('not-on-roll');
    const before = await currentVote(tx, ballot.id, line.electorId);
    if (input.seenVersion !== undefined && (before?.version ?? 0) !== input.seenVersion) return err('voted-meanwhile');
    const { version } = await insertVote(tx, {
      ballotId: ballot.id,
      electorId: line.electorId,
      choice: input.choice,
      channel: 'own',
      voterPersonId: tx.actor.personId,
      voterName: tx.actor.name,
      recordedBy: null,
      castAt: tx.now,
    });
    tx.audit({
      action: 'ballot.vote',
      subjectKind: 'ballot',
      subjectId: ballot.id,
      text: { elector: line.label, choice: input.choice, version, channel: 'own' },
    });
    await tx.emit('ballot.voted', { ballotId: ballot.id, electorId: line.electorId, version });
    return ok({ version, label: line.label, changed: before !== null });
  });
}
