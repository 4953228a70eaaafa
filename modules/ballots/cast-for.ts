import { createHash } from 'node:crypto';
import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type Ballot, voteIsInTime } from './ballot.ts';
import { castNamedIn, castSecretIn } from './cast.ts';
import { receiptFor } from './envelope.ts';
import { lineByCode, lineOf, optionsOf } from './queries.ts';
import { type Answer, answerFault, type AnswerFault } from './question.ts';
import { noWordOverwritesAnOwnVote } from './record-votes-of-others.ts';
import { currentVote, lockBallot, lockLine } from './store.ts';

/** `voted-themselves` on their own phone, where alone staff's word does not reach · `already-voted` in a secret ballot or one that lets nobody change; `voted-meanwhile` the elector has another vote than the page showed. */
export type CastForError = 'voted-themselves' | 'not-allowed' | 'not-found' | 'not-on-roll' | 'not-open' | 'already-voted' | 'voted-meanwhile' | AnswerFault;
/** What is shown to the voter. */
export interface CastFor {
  label: string;
  receipt: string | null;
}
interface Vote {
  answer: Answer;
  /** A random word from the form, from which the receipt of a secret vote is made. */
  nonce?: string;
  /** The version that the page showed, 0 for none. */
  seenVersion: number;
}
type Cast = { label: string; electorId: string; receipts: boolean };

/**
 * Casts a vote that an elector says or shows to a member of staff, who is named with it. Errors: {@link CastForError}.
 */
export async function castAssistedVote(
  ctx: CommandContext,
  input: Vote & { ballotId: string; electorId: string },
): Promise<Result<CastFor, CastForError | 'key-reused'>> {
  const done = await runCommand(ctx, 'cast-assisted-vote', async (tx): Promise<Result<Cast, CastForError>> => {
    const ballot = await lockBallot(tx, input.ballotId, 'share');
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.record', { neighbourhoodId: ballot.neighbourhoodId }) || tx.actor.personId === null) return err('not-allowed');
    return castFor(tx, ballot, await lineOf(tx, ballot.id, input.electorId), { ...input, channel: 'assisted', recordedBy: tx.actor.personId });
  });
  return shown(done, input.ballotId, input.nonce);
}

/**
 * Casts a vote on a tablet that staff opened and handed over. The tablet is signed in to nothing: it shows its word, and the voter their code.
 * Errors: {@link CastForError}; `not-found` also when the tablet was ended.
 */
export async function castTabletVote(
  ctx: CommandContext,
  input: Vote & { token: string; code: string },
): Promise<Result<CastFor, CastForError | 'key-reused'>> {
  const tablet = await ctx.platform.db.tenant(ctx.subdistrictId, (tx) => findTablet(tx, input.token), 'read');
  if (!tablet) return err('not-found');
  const done = await runCommand(ctx, 'cast-tablet-vote', async (tx): Promise<Result<Cast, CastForError>> => {
    const ballot = await lockBallot(tx, tablet.ballotId, 'share');
    // Asked again inside: it may have been ended meanwhile.
    if (!ballot || !(await findTablet(tx, input.token))) return err('not-found');
    return castFor(tx, ballot, await lineByCode(tx, ballot.id, input.code), { ...input, channel: 'tablet', recordedBy: tablet.openedBy });
  });
  return shown(done, tablet.ballotId, input.nonce);
}

function shown<E>(done: Result<Cast, E>, ballotId: string, nonce: string | undefined): Result<CastFor, E> {
  if (!done.ok) return done;
  const { label, electorId, receipts } = done.value;
  return ok({ label, receipt: receipts && nonce !== undefined ? receiptFor(ballotId, electorId, nonce) : null });
}

async function castFor(
  tx: CommandTx,
  ballot: Ballot,
  found: Awaited<ReturnType<typeof lineOf>>,
  vote: Vote & { channel: 'assisted' | 'tablet'; recordedBy: string },
): Promise<Result<Cast, CastForError>> {
  if (!voteIsInTime(ballot, tx.now) || ballot.takenBy !== 'ballot') return err('not-open');
  const line = found && (await lockLine(tx, ballot.id, found.line.electorId));
  if (!line) return err('not-on-roll');
  const fault = answerFault(ballot, ballot.kind === 'yes-no' ? [] : await optionsOf(tx, ballot.id), vote.answer);
  if (fault) return err(fault);
  const { answer, channel, recordedBy } = vote;
  const way = { channel, recordedBy, castAt: tx.now };
  if (ballot.secrecy === 'secret') {
    const cast = await castSecretIn(tx, ballot, line, { ...way, answer, nonce: vote.nonce ?? null });
    if (!cast.ok) return cast;
  } else {
    const before = await currentVote(tx, ballot, line.electorId);
    if (before && !ballot.mayChange) return err('already-voted');
    if (channel === 'assisted' && !noWordOverwritesAnOwnVote(before)) return err('voted-themselves');
    if ((before?.version ?? 0) !== vote.seenVersion) return err('voted-meanwhile');
    await castNamedIn(tx, ballot, line, { ...way, answer, voterPersonId: line.personId, voterName: '' });
  }
  return ok({ label: line.label, electorId: line.electorId, receipts: ballot.receipts });
}

/** A tablet in use. */
export interface Tablet {
  id: string;
  ballotId: string;
  openedBy: string;
  openedAt: Date;
}
const tabletRow = z
  .object({ id: z.string(), ballot_id: z.string(), opened_by: z.string(), opened_at: z.date() })
  .transform((r): Tablet => ({ id: r.id, ballotId: r.ballot_id, openedBy: r.opened_by, openedAt: r.opened_at }));
const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The tablet that shows this word, unless it was ended. */
export const findTablet = (tx: Tx, token: string): Promise<Tablet | null> =>
  tx.maybe(
    sql`select id, ballot_id, opened_by, opened_at from ballot_tablet
      where subdistrict_id = ${tx.subdistrictId} and token_digest = ${digestOf(token)} and ended_at is null`,
    tabletRow,
  );

/** Tablets of a ballot in use, oldest first. */
export const tabletsOf = (tx: Tx, ballotId: string): Promise<Tablet[]> =>
  tx.all(
    sql`select id, ballot_id, opened_by, opened_at from ballot_tablet
      where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId} and ended_at is null order by opened_at, id`,
    tabletRow,
  );

/** Opens a tablet for a ballot; the word of its address comes from the caller and is kept as a digest only. Errors: `not-open`. */
export function openTablet(
  ctx: CommandContext,
  input: { ballotId: string; token: string },
): Promise<Result<{ tabletId: string }, 'not-allowed' | 'not-found' | 'not-open' | 'key-reused'>> {
  return runCommand(ctx, 'open-tablet', async (tx) => {
    const ballot = await lockBallot(tx, input.ballotId, 'share');
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.record', { neighbourhoodId: ballot.neighbourhoodId }) || tx.actor.personId === null) return err('not-allowed');
    if (!voteIsInTime(ballot, tx.now) || ballot.takenBy !== 'ballot') return err('not-open');
    const tabletId = tx.newId();
    await tx.exec(sql`insert into ballot_tablet (subdistrict_id, id, ballot_id, token_digest, opened_by, opened_at)
      values (${tx.subdistrictId}, ${tabletId}, ${ballot.id}, ${digestOf(input.token)}, ${tx.actor.personId}, ${tx.now})`);
    tx.audit({ action: 'ballot.open-tablet', subjectKind: 'ballot', subjectId: ballot.id, text: {} });
    return ok({ tabletId });
  });
}

/** Ends a tablet: its address opens nothing any more. Ended twice is no error. */
export function endTablet(
  ctx: CommandContext,
  input: { ballotId: string; tabletId: string },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'key-reused'>> {
  return runCommand(ctx, 'end-tablet', async (tx) => {
    const ballot = await lockBallot(tx, input.ballotId, 'share');
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.record', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
    const ended = await tx.exec(sql`update ballot_tablet set ended_at = ${tx.now}
      where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballot.id} and id = ${input.tabletId} and ended_at is null`);
    if (ended > 0) tx.audit({ action: 'ballot.end-tablet', subjectKind: 'ballot', subjectId: ballot.id, text: {} });
    return ok();
  });
}
