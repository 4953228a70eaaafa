import { err, ok, type Result } from '#libs/result';
import { readableCode } from '#modules/meetings';
import { closeDuty } from '#modules/inbox';
import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import type { Ballot, Channel, RollLine, Vote } from './ballot.ts';
import { receiptFor, seal } from './envelope.ts';
import { paperIsHandedIn } from './paper-queries.ts';
import { marksOf } from './queries.ts';
import type { Answer, SecretAnswer } from './question.ts';
import { dropUnfinished } from './unfinished.ts';
import { insertVote, versionsOf } from './store.ts';

/** By which way a vote came, and through whom. */
export interface Way {
  channel: Exclude<Channel, 'hands' | 'door'>;
  recordedBy: string | null;
  castAt: Date;
}

/** Writes a named vote for a locked line. */
export async function castNamedIn(
  tx: CommandTx,
  ballot: Pick<Ballot, 'id' | 'mayChange'>,
  line: RollLine,
  vote: Way & { answer: Answer; voterPersonId: string | null; voterName: string },
  known?: readonly Vote[],
): Promise<{ version: number }> {
  const versions = known ?? (await versionsOf(tx, ballot.id, line.electorId));
  const version = versions.length + 1;
  // Nobody needs their answers: they and the command's own rows travel with the commit.
  tx.withCommit(insertVote(tx, { ballotId: ballot.id, electorId: line.electorId, ...vote }, ballot.mayChange, versions));
  tx.withCommit(finishVote(tx, line));
  // Not what was voted: nobody reads that before closing. The votes themselves are kept as versions that cannot change.
  tx.audit({ action: 'ballot.vote', subjectKind: 'ballot', subjectId: ballot.id, text: { elector: line.label, version, channel: vote.channel } });
  await tx.emit('ballot.voted', { ballotId: ballot.id, electorId: line.electorId, version });
  return { version };
}

/**
 * Marks a locked line as having voted and puts the sealed vote into the box. Nothing that is written, logged or returned says what the vote was;
 * the two rows join only through the seal, whose key is not in the database.
 */
export async function castSecretIn(
  tx: CommandTx,
  ballot: Ballot,
  line: RollLine,
  vote: Way & { answer: SecretAnswer; nonce: string | null },
): Promise<Result<void, 'already-voted'>> {
  if ((await marksOf(tx, ballot.id, [line.electorId])).length > 0 || (await paperIsHandedIn(tx, ballot.id, line.electorId))) return err('already-voted');
  const receipt = !ballot.receipts ? null : vote.nonce === null ? readableCode(tx.randomBytes(12)) : receiptFor(ballot.id, line.electorId, vote.nonce);
  await markIn(tx, ballot.id, [line.electorId], vote);
  await boxIn(tx, ballot, [{ answer: vote.answer, receipt }]);
  tx.audit({ action: 'ballot.mark', subjectKind: 'ballot', subjectId: ballot.id, text: { elector: line.label, channel: vote.channel } });
  await tx.emit('ballot.voted', { ballotId: ballot.id, electorId: line.electorId });
  await finishVote(tx, line);
  return ok();
}

/** Marks electors as having voted. */
export async function markIn(tx: CommandTx, ballotId: string, electorIds: readonly string[], way: Way): Promise<void> {
  await tx.exec(sql`insert into ballot_mark (subdistrict_id, ballot_id, elector_id, channel, recorded_by, cast_at)
    select ${tx.subdistrictId}::uuid, ${ballotId}::uuid, e, ${way.channel}, ${way.recordedBy}::uuid, ${way.castAt}::timestamptz
    from unnest(${[...electorIds]}::uuid[]) as e`);
}

/** Puts sealed votes into the box. */
export async function boxIn(
  tx: CommandTx,
  ballot: Pick<Ballot, 'id' | 'sealKey'>,
  votes: readonly { answer: SecretAnswer; receipt: string | null }[],
): Promise<void> {
  const { sealKey } = ballot;
  if (sealKey === null) throw new Error('an open secret ballot has a key');
  const sealed = votes.map((vote) => Buffer.from(seal(ballot.id, sealKey, vote)));
  await tx.exec(sql`insert into ballot_envelope (subdistrict_id, ballot_id, sealed)
    select ${tx.subdistrictId}::uuid, ${ballot.id}::uuid, s from unnest(${sealed}::bytea[]) as s`);
}

/** The elector has voted: nothing is unfinished, nobody is reminded. */
export async function finishVote(tx: CommandTx, line: Pick<RollLine, 'id'>): Promise<void> {
  await Promise.all([closeDuty(tx, { kind: 'ballot.vote', subjectId: line.id }), dropUnfinished(tx, line.id)]);
}
