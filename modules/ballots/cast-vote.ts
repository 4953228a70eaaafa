import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { findPerson } from '#modules/people';
import { type Ballot, countingVote, voteIsInTime } from './ballot.ts';
import { castNamedIn, castSecretIn } from './cast.ts';
import { receiptFor } from './envelope.ts';
import { linesFor, type MyLine, optionsOf } from './queries.ts';
import { type Answer, answerFault, type AnswerFault } from './question.ts';
import { lockBallot, lockLine, lockLinesOf, versionsOf } from './store.ts';

export interface CastVoteInput {
  ballotId: string;
  answer: Answer;
  /** Needed only by somebody who may speak for several electors. */
  electorId?: string;
  /** The version that the voter saw on the page, 0 for none: a vote cast meanwhile by another member is not overwritten unseen. */
  seenVersion?: number;
}
export type CastVoteError =
  | 'not-allowed'
  | 'not-found'
  | 'not-a-person'
  | 'not-on-roll'
  | 'not-adult'
  | 'which-elector'
  | 'not-open'
  | 'voted-meanwhile'
  | 'already-voted'
  | 'secret'
  | AnswerFault;

/**
 * Casts the actor's vote by name: for the household they live in, for themselves, or as owner. Voting again is a new version; the
 * last before closing counts, unless the ballot says that the first stands (`already-voted`).
 * Errors: `not-on-roll`, `not-adult`, `which-elector` (several: say for whom), `not-open`, `voted-meanwhile`, `secret` (use castSecretVote), what is wrong with the answer.
 */
export function castVote(
  ctx: CommandContext,
  input: CastVoteInput,
): Promise<Result<{ version: number; label: string; changed: boolean }, CastVoteError | 'key-reused'>> {
  return runCommand(ctx, 'cast-vote', async (tx) => {
    // A hall full of people votes in the same minutes: what is locked and read travels together, in this order.
    const [ballot, lines, person, versions] = await Promise.all([
      lockBallot(tx, input.ballotId, 'share'),
      lockLinesOf(tx, input.ballotId, input.electorId ?? null),
      tx.actor.personId === null ? null : findPerson(tx, tx.actor.personId),
      input.electorId === undefined ? null : versionsOf(tx, input.ballotId, input.electorId),
    ]);
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.vote', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
    if (tx.actor.personId === null) return err('not-a-person');
    if (!voteIsInTime(ballot, tx.now) || ballot.takenBy !== 'ballot') return err('not-open');
    if (ballot.secrecy !== 'named') return err('secret');
    const [line] = lines;
    if (!line) return err('not-on-roll');
    if (lines.length > 1) return err('which-elector');
    if (!person?.adult) return err('not-adult');
    const fault = answerFault(ballot, ballot.kind === 'yes-no' ? [] : await optionsOf(tx, ballot.id), input.answer);
    if (fault) return err(fault);
    const known = versions ?? (await versionsOf(tx, ballot.id, line.electorId));
    const before = countingVote(known, ballot.mayChange);
    if (before && !ballot.mayChange) return err('already-voted');
    if (input.seenVersion !== undefined && (before?.version ?? 0) !== input.seenVersion) return err('voted-meanwhile');
    const { version } = await castNamedIn(
      tx,
      ballot,
      line,
      {
        answer: input.answer,
        channel: 'own',
        voterPersonId: tx.actor.personId,
        voterName: tx.actor.name,
        recordedBy: null,
        castAt: tx.now,
      },
      known,
    );
    return ok({ version, label: line.label, changed: before !== null });
  });
}

/** The one line for which the actor votes now, locked. */
export async function lineToVoteFor(
  tx: CommandTx,
  ballot: Ballot,
  electorId: string | undefined,
): Promise<Result<MyLine, 'not-on-roll' | 'not-adult' | 'which-elector'>> {
  const mine = (await linesFor(tx, ballot, tx.actor)).filter(({ line }) => electorId === undefined || line.electorId === electorId);
  const [only] = mine;
  if (!only) return err('not-on-roll');
  if (mine.length > 1) return err('which-elector');
  if (tx.actor.personId === null || !(await findPerson(tx, tx.actor.personId))?.adult) return err('not-adult');
  return (await lockLine(tx, ballot.id, only.line.electorId)) ? ok(only) : err('not-on-roll');
}

export interface CastSecretVoteInput {
  ballotId: string;
  answer: Answer;
  electorId?: string;
  /** A random word from the voter's form, from which the receipt is made; kept by nobody. */
  nonce?: string;
}

/**
 * Casts the actor's secret vote. It cannot be changed. The receipt is made from the form's word and returned to the voter alone: it is no part of the stored result
 * of the command. Sent twice under one key, the same receipt comes back.
 * Errors: as {@link castVote}; `already-voted`, `named` (use castVote).
 */
export async function castSecretVote(
  ctx: CommandContext,
  input: CastSecretVoteInput,
): Promise<Result<{ label: string; receipt: string | null }, CastVoteError | 'named' | 'key-reused'>> {
  const done = await runCommand(
    ctx,
    'cast-secret-vote',
    async (tx): Promise<Result<{ label: string; electorId: string; receipts: boolean }, CastVoteError | 'named'>> => {
      const ballot = await lockBallot(tx, input.ballotId, 'share');
      if (!ballot) return err('not-found');
      if (!tx.can('ballot.vote', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
      if (tx.actor.personId === null) return err('not-a-person');
      if (!voteIsInTime(ballot, tx.now) || ballot.takenBy !== 'ballot') return err('not-open');
      if (ballot.secrecy !== 'secret') return err('named');
      const mine = await lineToVoteFor(tx, ballot, input.electorId);
      if (!mine.ok) return mine;
      const fault = answerFault(ballot, ballot.kind === 'yes-no' ? [] : await optionsOf(tx, ballot.id), input.answer);
      if (fault) return err(fault);
      const { line } = mine.value;
      const cast = await castSecretIn(tx, ballot, line, { answer: input.answer, nonce: input.nonce ?? null, channel: 'own', recordedBy: null, castAt: tx.now });
      return cast.ok ? ok({ label: line.label, electorId: line.electorId, receipts: ballot.receipts }) : cast;
    },
  );
  if (!done.ok) return done;
  const { label, electorId, receipts } = done.value;
  return ok({ label, receipt: receipts && input.nonce !== undefined ? receiptFor(input.ballotId, electorId, input.nonce) : null });
}
