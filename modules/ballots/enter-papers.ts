import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { type Ballot, mayClose, voteIsInTime } from './ballot.ts';
import { compareEntries, differencesLeft, type PaperEntry, readFinding, readPaperEntries } from './paper-entry.ts';
import { entriesOf, type PaperBatch, slipsOf } from './paper-queries.ts';
import { insertBatch, insertDecision, insertEntries, lockBatch, setDropped, setEntered, setScan } from './paper-store.ts';
import { optionsOf } from './queries.ts';
import { answerFault } from './question.ts';
import { lockBallot } from './store.ts';

/** A picture of the papers, already in the file store. */
export type PaperScan = StoredBytes & { name: string };
type Refusal = 'not-allowed' | 'not-found' | 'key-reused';

async function read(tx: CommandTx, ballot: Ballot, text: string, unknownStands: boolean): Promise<Result<PaperEntry[], 'lines-unfit' | 'nothing-entered'>> {
  const { entries, faults } = readPaperEntries(text, await slipsOf(tx, ballot.id), ballot, await optionsOf(tx, ballot.id), unknownStands);
  if (faults.length > 0) return err('lines-unfit');
  return entries.length === 0 ? err('nothing-entered') : ok(entries);
}

const attach = async (tx: CommandTx, ballot: Ballot, batchId: string, scan: PaperScan | undefined): Promise<void> => {
  if (!scan) return;
  const fileId = await recordFile(tx, scan, { name: scan.name, visibility: 'office', neighbourhoodId: ballot.neighbourhoodId });
  await setScan(tx, batchId, fileId);
};

/**
 * Begins a batch: the papers that came in together, as the first person reads them, one a line. Nothing is a vote yet. All lines must fit (`readPaperEntries`
 * says which do not).
 * Errors: `not-open` (handed in outside the opening hours, or a box of secret papers before the closing time), `lines-unfit`, `nothing-entered`.
 */
export function enterPapers(
  ctx: CommandContext,
  input: { ballotId: string; handedInAt: Date; lines: string; unknownStands?: boolean; scan?: PaperScan },
): Promise<Result<{ batchId: string; no: number; papers: number }, Refusal | 'not-open' | 'lines-unfit' | 'nothing-entered'>> {
  return runCommand(ctx, 'enter-papers', async (tx) => {
    const ballot = await lockBallot(tx, input.ballotId, 'share');
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.record', { neighbourhoodId: ballot.neighbourhoodId }) || tx.actor.personId === null) return err('not-allowed');
    if (input.handedInAt > tx.now || !voteIsInTime(ballot, input.handedInAt)) return err('not-open');
    if (ballot.secrecy === 'secret' && !mayClose(ballot, tx.now)) return err('not-open');
    const entries = await read(tx, ballot, input.lines, input.unknownStands ?? false);
    if (!entries.ok) return entries;
    const { batchId, no } = await insertBatch(tx, input);
    await insertEntries(tx, batchId, 1, entries.value);
    await attach(tx, ballot, batchId, input.scan);
    tx.audit({ action: 'ballot.enter-papers', subjectKind: 'ballot', subjectId: ballot.id, text: { batch: no, papers: entries.value.length } });
    return ok({ batchId, no, papers: entries.value.length });
  });
}

async function lockBoth(tx: CommandTx, batchId: string): Promise<Result<{ ballot: Ballot; batch: PaperBatch }, 'not-allowed' | 'not-found'>> {
  const batch = await lockBatch(tx, batchId);
  const ballot = batch && (await lockBallot(tx, batch.ballotId, 'share'));
  if (!ballot) return err('not-found');
  if (!tx.can('ballot.record', { neighbourhoodId: ballot.neighbourhoodId }) || tx.actor.personId === null) return err('not-allowed');
  return ok({ ballot, batch });
}

/**
 * The second entry of the same papers, by another person who does not see the first. Returns how many papers the two read differently.
 * Errors: `wrong-state`, `second-person` (who entered first cannot enter second), `lines-unfit`, `nothing-entered`.
 */
export function enterPapersAgain(
  ctx: CommandContext,
  input: { batchId: string; lines: string; unknownStands?: boolean; scan?: PaperScan },
): Promise<Result<{ differences: number }, Refusal | 'wrong-state' | 'second-person' | 'lines-unfit' | 'nothing-entered'>> {
  return runCommand(ctx, 'enter-papers-again', async (tx) => {
    const locked = await lockBoth(tx, input.batchId);
    if (!locked.ok) return locked;
    const { ballot, batch } = locked.value;
    if (ballot.state !== 'open' || batch.state !== 'waiting') return err('wrong-state');
    if (batch.firstBy === tx.actor.personId) return err('second-person');
    const entries = await read(tx, ballot, input.lines, input.unknownStands ?? false);
    if (!entries.ok) return entries;
    await insertEntries(tx, batch.id, 2, entries.value);
    await setEntered(tx, batch.id);
    await attach(tx, ballot, batch.id, input.scan);
    const { first, second, decisions } = await entriesOf(tx, batch.id);
    const differences = differencesLeft(compareEntries(first, second, decisions)).length;
    tx.audit({ action: 'ballot.enter-papers-again', subjectKind: 'ballot', subjectId: ballot.id, text: { batch: batch.no, differences } });
    return ok({ differences });
  });
}

/** Attaches the scan of a batch that has none or another one. Errors: `wrong-state` (recorded or dropped). */
export function attachScan(ctx: CommandContext, input: { batchId: string; scan: PaperScan }): Promise<Result<void, Refusal | 'wrong-state'>> {
  return runCommand(ctx, 'attach-scan', async (tx) => {
    const locked = await lockBoth(tx, input.batchId);
    if (!locked.ok) return locked;
    const { ballot, batch } = locked.value;
    if (ballot.state !== 'open' || (batch.state !== 'waiting' && batch.state !== 'entered')) return err('wrong-state');
    await attach(tx, ballot, batch.id, input.scan);
    tx.audit({ action: 'ballot.scan', subjectKind: 'ballot', subjectId: ballot.id, text: { batch: batch.no, scan: input.scan.sha256 } });
    return ok();
  });
}

/**
 * Decides what a paper says on which the two persons differ, by a third look at it, with a reason. `reading`: as it is typed (`同意`, `无效` …), or `没有` when there is no
 * such paper.
 * Errors: `wrong-state`, `not-different`, `reading-unfit`, `reason-required`.
 */
export function decideEntry(
  ctx: CommandContext,
  input: { batchId: string; code: string; reading: string; reason: string },
): Promise<Result<void, Refusal | 'wrong-state' | 'not-different' | 'reading-unfit' | 'reason-required'>> {
  return runCommand(ctx, 'decide-entry', async (tx) => {
    const locked = await lockBoth(tx, input.batchId);
    if (!locked.ok) return locked;
    const { ballot, batch } = locked.value;
    if (ballot.state !== 'open' || batch.state !== 'entered') return err('wrong-state');
    const reason = input.reason.trim();
    if (reason === '' || reason.length > 300) return err('reason-required');
    const { first, second, decisions } = await entriesOf(tx, batch.id);
    const compared = compareEntries(first, second, decisions);
    const place = compared.findIndex((each) => each.code === input.code && each.as === null);
    if (place < 0) return err('not-different');
    const absent = /^(没有|没有这张|absent)$/i.test(input.reading.trim());
    const options = await optionsOf(tx, ballot.id);
    const found = absent ? null : readFinding(input.reading, ballot, options);
    if (!absent && (!found || (found.finding === 'copy') !== input.code.endsWith('*'))) return err('reading-unfit');
    if (found?.answer && answerFault(ballot, options, found.answer) !== null) return err('reading-unfit');
    await insertDecision(tx, batch.id, { code: input.code, place: place + 1, note: reason, ...(found ?? { finding: 'absent' as const, answer: null }) });
    tx.audit({ action: 'ballot.decide-paper', subjectKind: 'ballot', subjectId: ballot.id, text: { batch: batch.no, code: input.code, reason } });
    return ok();
  });
}

/** Gives a batch up before it is recorded: it stays readable with the reason. Errors: `wrong-state`, `reason-required`. */
export function dropBatch(
  ctx: CommandContext,
  input: { batchId: string; because: string },
): Promise<Result<void, Refusal | 'wrong-state' | 'reason-required'>> {
  return runCommand(ctx, 'drop-batch', async (tx) => {
    const locked = await lockBoth(tx, input.batchId);
    if (!locked.ok) return locked;
    const { ballot, batch } = locked.value;
    if (ballot.state !== 'open' || (batch.state !== 'waiting' && batch.state !== 'entered')) return err('wrong-state');
    const because = input.because.trim();
    if (because === '' || because.length > 300) return err('reason-required');
    await setDropped(tx, batch.id, because);
    tx.audit({ action: 'ballot.drop-batch', subjectKind: 'ballot', subjectId: ballot.id, text: { batch: batch.no, because } });
    return ok();
  });
}
