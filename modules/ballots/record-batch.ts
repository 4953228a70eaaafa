import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import type { RollLine } from './ballot.ts';
import { compareEntries, differencesLeft } from './paper-entry.ts';
import { entriesOf, slipsOf } from './paper-queries.ts';
import { insertReturns, lockBatch, type ReturnedPaper, setRecorded } from './paper-store.ts';
import { insertVote, lockBallot, lockLine } from './store.ts';

/** What became of a batch. */
export interface BatchRecorded {
  /** Votes on it. */
  votes: number;
  /** Votes that count now; the others were followed by a later one. */
  counting: number;
  /** Papers that are no votes. */
  others: number;
}

/**
 * Records a batch on which both persons agree, whole and in one transaction: every paper that came back, and the votes on them against the same roll as the
 * phone's. Of a secret ballot no vote is joined to anybody: its papers wait for the count.
 * Errors: `wrong-state`, `scan-missing`, `differences-left`, `returned-elsewhere` (one of the slips came back in another batch meanwhile).
 */
export function recordBatch(
  ctx: CommandContext,
  input: { batchId: string },
): Promise<Result<BatchRecorded, 'not-allowed' | 'not-found' | 'wrong-state' | 'scan-missing' | 'differences-left' | 'returned-elsewhere' | 'key-reused'>> {
  return runCommand(ctx, 'record-batch', async (tx) => {
    const batch = await lockBatch(tx, input.batchId);
    const ballot = batch && (await lockBallot(tx, batch.ballotId, 'share'));
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.record', { neighbourhoodId: ballot.neighbourhoodId }) || tx.actor.personId === null) return err('not-allowed');
    if (ballot.state !== 'open' || batch.state !== 'entered') return err('wrong-state');
    if (batch.fileId === null) return err('scan-missing');
    const { first, second, decisions } = await entriesOf(tx, batch.id);
    const compared = compareEntries(first, second, decisions);
    if (differencesLeft(compared).length > 0) return err('differences-left');
    const codes = new Set(compared.map((each) => each.code));
    const named = (await slipsOf(tx, ballot.id)).filter((slip) => codes.has(slip.code));
    // Always in the same order, so that two clerks, and voters with their phones, wait for each other instead of blocking each other.
    const electors = [...new Set(named.flatMap((slip) => slip.electorId ?? []))].sort();
    const lines = new Map<string, RollLine | null>();
    for (const electorId of electors) lines.set(electorId, await lockLine(tx, ballot.id, electorId));
    // Read again behind the locks: a slip may have been replaced, or have come back in another batch, while this one waited.
    const slips = new Map((await slipsOf(tx, ballot.id)).map((slip) => [slip.code, slip]));
    const papers: ReturnedPaper[] = [];
    for (const { as } of compared) {
      if (as === null || as === 'absent') continue;
      const slip = as.finding === 'copy' ? undefined : slips.get(as.code);
      if (slip && slip.returnedIn !== null) return err('returned-elsewhere');
      const finding = as.finding === 'copy' ? 'copy' : !slip ? 'unknown' : slip.replaced ? 'void' : as.finding;
      papers.push({ code: as.code, slipId: slip?.id ?? null, finding, answer: as.answer });
    }
    await insertReturns(tx, batch, papers);
    const votes = papers.flatMap((paper) => {
      const electorId = slips.get(paper.code)?.electorId;
      return paper.finding === 'vote' && paper.answer && electorId ? [{ electorId, answer: paper.answer }] : [];
    });
    let counting = 0;
    for (const { electorId, answer } of votes.sort((a, b) => (a.electorId < b.electorId ? -1 : 1))) {
      const vote = {
        ballotId: ballot.id,
        electorId,
        answer,
        channel: 'paper' as const,
        voterPersonId: lines.get(electorId)?.personId ?? null,
        voterName: '',
        recordedBy: tx.actor.personId,
        castAt: batch.handedInAt,
        fileId: batch.fileId,
      };
      const { counts } = await insertVote(tx, vote, ballot.mayChange);
      if (counts) counting += 1;
    }
    await setRecorded(tx, batch.id);
    const recorded = papers.filter((paper) => paper.finding === 'vote').length;
    tx.audit({
      action: 'ballot.record-batch',
      subjectKind: 'ballot',
      subjectId: ballot.id,
      text: { batch: batch.no, papers: papers.length, votes: recorded, firstBy: batch.firstName, secondBy: batch.secondName },
    });
    await tx.emit('ballot.recorded', { ballotId: ballot.id, recorded });
    return ok({ votes: recorded, counting: ballot.secrecy === 'secret' ? recorded : counting, others: papers.length - recorded });
  });
}
