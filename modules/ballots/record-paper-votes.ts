import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { type Channel, type Choice, papersAreShown, voteIsInTime } from './ballot.ts';
import { readPaperVotes } from './paper-votes.ts';
import { rollOf } from './queries.ts';
import { insertVote, lockBallot, lockLine } from './store.ts';

export interface RecordPaperVotesInput {
  ballotId: string;
  /** `paper` handed in · `assisted` said to staff · `hands` raised in the meeting. */
  channel: Exclude<Channel, 'own'>;
  /** When the papers were handed in (or the hands raised): decides which vote is the last. */
  castAt: Date;
  /** Pasted lines: number, code or door, and the choice. */
  lines?: string;
  /** Votes chosen from the list on the page. */
  votes?: readonly { electorId: string; choice: Choice }[];
  /** Scan or photo of the papers, already in the file store; needed for channel `paper`. */
  scan?: StoredBytes & { name: string };
}
/** How many votes were recorded, how many of them count (a later one stands for the rest). */
export interface PaperVotesRecorded {
  recorded: number;
  counting: number;
}

/**
 * Records votes that came on paper, by word or by hand, against the same roll as the phone's. All lines must fit, or none is recorded: then the
 * faults come back as `lines-unfit` with nothing changed (ask `readPaperVotes` which).
 * Errors: `not-open` (closed, or handed in outside the opening hours), `nothing-entered`, `lines-unfit`,
 * `scan-missing` (channel `paper` without a picture of the papers), `not-on-roll`.
 */
export function recordPaperVotes(
  ctx: CommandContext,
  input: RecordPaperVotesInput,
): Promise<
  Result<PaperVotesRecorded, 'not-allowed' | 'not-found' | 'not-open' | 'nothing-entered' | 'lines-unfit' | 'scan-missing' | 'not-on-roll' | 'key-reused'>
> {
  return runCommand(ctx, 'record-paper-votes', async (tx) => {
    const ballot = await lockBallot(tx, input.ballotId, 'share');
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.record', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
    if (tx.actor.personId === null) return err('not-allowed');
    if (input.castAt > tx.now || !voteIsInTime(ballot, input.castAt)) return err('not-open');
    const read = readPaperVotes(input.lines ?? '', await rollOf(tx, ballot.id));
    if (read.faults.length > 0) return err('lines-unfit');
    const chosen = new Map((input.votes ?? []).map((vote) => [vote.electorId, vote.choice]));
    for (const vote of read.votes) chosen.set(vote.electorId, vote.choice);
    if (chosen.size === 0) return err('nothing-entered');
    if (!papersAreShown(input.channel, input.scan !== undefined)) return err('scan-missing');
    const fileId = input.scan
      ? await recordFile(tx, input.scan, { name: input.scan.name, visibility: 'office', neighbourhoodId: ballot.neighbourhoodId })
      : null;
    let counting = 0;
    // Always in the same order, so that two helpers who type at once wait for each other instead of blocking each other.
    for (const [electorId, choice] of [...chosen].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const line = await lockLine(tx, ballot.id, electorId);
      if (!line) return err('not-on-roll');
      const { counts } = await insertVote(tx, {
        ballotId: ballot.id,
        electorId,
        choice,
        channel: input.channel,
        voterPersonId: line.personId,
        voterName: '',
        recordedBy: tx.actor.personId,
        castAt: input.castAt,
        fileId,
      });
      if (counts) counting += 1;
    }
    tx.audit({
      action: 'ballot.record',
      subjectKind: 'ballot',
      subjectId: ballot.id,
      text: { channel: input.channel, recorded: chosen.size, counting, scan: input.scan?.sha256 ?? null },
    });
    await tx.emit('ballot.recorded', { ballotId: ballot.id, recorded: chosen.size });
    return ok({ recorded: chosen.size, counting });
  });
}
