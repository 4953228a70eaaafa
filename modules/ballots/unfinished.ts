import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { voteIsInTime } from './ballot.ts';
import { linesFor } from './queries.ts';
import { lockBallot } from './store.ts';

/**
 * Notes that somebody looks at their answer before confirming it: until they do, the vote does not count, and both they and those who run the ballot see that.
 * What the answer was is not noted. Errors: `not-on-roll`, `not-open`.
 */
export function noteUnfinishedVote(
  ctx: CommandContext,
  input: { ballotId: string; electorId: string },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'not-on-roll' | 'not-open' | 'key-reused'>> {
  return runCommand(ctx, 'note-unfinished-vote', async (tx) => {
    const ballot = await lockBallot(tx, input.ballotId, 'share');
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.vote', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
    if (!voteIsInTime(ballot, tx.now)) return err('not-open');
    const mine = (await linesFor(tx, ballot, tx.actor)).find(({ line }) => line.electorId === input.electorId);
    if (!mine) return err('not-on-roll');
    // Who has voted and thinks again has a vote that counts.
    if (mine.vote || mine.mark) return ok();
    await tx.exec(sql`insert into ballot_unfinished (subdistrict_id, line_id, ballot_id, since)
      values (${tx.subdistrictId}, ${mine.line.id}, ${ballot.id}, ${tx.now}) on conflict do nothing`);
    return ok();
  });
}

/** The vote is cast, or put aside. */
export async function dropUnfinished(tx: CommandTx, lineId: string): Promise<void> {
  await tx.exec(sql`delete from ballot_unfinished where subdistrict_id = ${tx.subdistrictId} and line_id = ${lineId}`);
}

const lineIdRow = z.object({ line_id: z.string() });

/** The lines whose voter looked at an answer and has not confirmed it. */
export async function unfinishedLines(tx: Tx, ballotId: string): Promise<Set<string>> {
  const rows = await tx.all(sql`select line_id from ballot_unfinished where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}`, lineIdRow);
  return new Set(rows.map((row) => row.line_id));
}
