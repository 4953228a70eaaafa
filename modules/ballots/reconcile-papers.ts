import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { type Ballot, mayClose } from './ballot.ts';
import { compareEntries } from './paper-entry.ts';
import { batchesOf, entriesOf, paperFiguresOf, paperMarksOf, reconciliationOf, slipsOf } from './paper-queries.ts';
import { differencesOf, papersWereUsed, sheetIsCurrent } from './paper-sheet.ts';
import { insertMark, insertReconciliation } from './paper-store.ts';
import { marksOf } from './queries.ts';
import type { SecretAnswer } from './question.ts';
import { castSecretPapersIn } from './record-votes.ts';
import { lockBallot, lockLine } from './store.ts';

/** Why a ballot cannot close yet: papers wait for their second entry or to be recorded, or no signed sheet says what the papers say. Null when it can. */
export async function papersNotReady(tx: Tx, ballotId: string): Promise<'papers-pending' | 'papers-unreconciled' | null> {
  const waiting = (await batchesOf(tx, ballotId)).some((batch) => batch.state === 'waiting' || batch.state === 'entered');
  if (waiting) return 'papers-pending';
  const figures = await paperFiguresOf(tx, ballotId);
  return !papersWereUsed(figures) || sheetIsCurrent(await reconciliationOf(tx, ballotId), figures) ? null : 'papers-unreconciled';
}

export interface ReconcilePapersInput {
  ballotId: string;
  /** Slips left over, counted by hand. */
  leftOver: number;
  /** Papers that came back, counted by hand. */
  byHand: number;
  /** Where something does not agree: why. */
  explanation: string;
  /** Who watched the count. */
  watcher: string;
}

/**
 * Signs the sheet on which the papers add up, when the time is over and every batch is recorded; a difference is explained in writing. Of a secret ballot the papers of the box
 * are sealed and shuffled among the other votes at this moment, once.
 * Errors: `still-open`, `wrong-state`, `papers-pending`, `explanation-required`, `watcher-required`, `more-papers-than-voters` (secret: the box holds more papers
 * than people handed in), `count-unfit`.
 */
export function reconcilePapers(
  ctx: CommandContext,
  input: ReconcilePapersInput,
): Promise<
  Result<
    { version: number },
    | 'not-allowed'
    | 'not-found'
    | 'wrong-state'
    | 'still-open'
    | 'papers-pending'
    | 'explanation-required'
    | 'watcher-required'
    | 'more-papers-than-voters'
    | 'count-unfit'
    | 'key-reused'
  >
> {
  return runCommand(ctx, 'reconcile-papers', async (tx) => {
    const ballot = await lockBallot(tx, input.ballotId);
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.close', { neighbourhoodId: ballot.neighbourhoodId }) || tx.actor.personId === null) return err('not-allowed');
    if (ballot.state !== 'open') return err('wrong-state');
    if (!mayClose(ballot, tx.now)) return err('still-open');
    const [leftOver, byHand, explanation, watcher] = [input.leftOver, input.byHand, input.explanation.trim(), input.watcher.trim()];
    if (![leftOver, byHand].every((count) => Number.isInteger(count) && count >= 0 && count <= 1_000_000)) return err('count-unfit');
    if (watcher === '' || watcher.length > 100) return err('watcher-required');
    if ((await papersNotReady(tx, ballot.id)) === 'papers-pending') return err('papers-pending');
    const figures = await paperFiguresOf(tx, ballot.id);
    const box = ballot.secrecy === 'secret' ? await paperBox(tx, ballot) : null;
    if (box && box.answers.length > box.electorIds.length) return err('more-papers-than-voters');
    const differs = differencesOf(figures, { leftOver, byHand }).length > 0 || (box !== null && box.answers.length < box.electorIds.length);
    if (explanation.length > 2000 || (differs && explanation === '')) return err('explanation-required');
    if (box && !box.sealed && box.electorIds.length > 0) {
      // Somebody handed in a paper that the box does not hold: it is counted as one that nobody can read.
      const missing = Array<SecretAnswer>(box.electorIds.length - box.answers.length).fill({ choice: 'spoiled' });
      const cast = await castSecretPapersIn(tx, ballot, {
        electorIds: box.electorIds,
        answers: [...box.answers, ...missing],
        castAt: new Date(ballot.closesAt.getTime() - 1),
        recordedBy: tx.actor.personId,
      });
      if (!cast.ok) throw new Error(`papers of a secret ballot cannot be sealed: ${cast.error}`);
    }
    const version = await insertReconciliation(tx, ballot.id, figures, { leftOver, byHand, explanation, watcher });
    tx.audit({ action: 'ballot.reconcile', subjectKind: 'ballot', subjectId: ballot.id, text: { ...figures, leftOver, byHand, explanation, watcher } });
    return ok({ version });
  });
}

/** Of a secret ballot: whose papers came back, and what stands on the papers of the box, in no order of theirs. */
async function paperBox(tx: CommandTx, ballot: Ballot): Promise<{ electorIds: string[]; answers: SecretAnswer[]; sealed: boolean }> {
  const electorIds = (await paperMarksOf(tx, ballot.id)).filter((mark) => mark.kind === 'returned').map((mark) => mark.electorId);
  const codes = new Set((await slipsOf(tx, ballot.id)).map((slip) => slip.code));
  const answers: SecretAnswer[] = [];
  for (const batch of (await batchesOf(tx, ballot.id)).filter((each) => each.state === 'recorded')) {
    const { first, second, decisions } = await entriesOf(tx, batch.id);
    for (const { as } of compareEntries(first, second, decisions))
      if (as !== null && as !== 'absent' && codes.has(as.code)) answers.push(as.answer ?? { choice: 'spoiled' });
  }
  return { electorIds: electorIds.sort(), answers, sealed: (await reconciliationOf(tx, ballot.id)) !== null };
}

/**
 * Marks on the roll of a secret ballot that a paper was handed to an elector, or that theirs was put into the box. Nothing tells which paper it was.
 * Errors: `not-open`, `not-on-roll`, `already-voted`, `marked-before`.
 */
export function markPaper(
  ctx: CommandContext,
  input: { ballotId: string; electorId: string; kind: 'issued' | 'returned' },
): Promise<Result<{ label: string }, 'not-allowed' | 'not-found' | 'not-open' | 'not-on-roll' | 'already-voted' | 'marked-before' | 'key-reused'>> {
  return runCommand(ctx, 'mark-paper', async (tx) => {
    const ballot = await lockBallot(tx, input.ballotId, 'share');
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.record', { neighbourhoodId: ballot.neighbourhoodId }) || tx.actor.personId === null) return err('not-allowed');
    if (ballot.secrecy !== 'secret' || ballot.state !== 'open' || mayClose(ballot, tx.now)) return err('not-open');
    const line = await lockLine(tx, ballot.id, input.electorId);
    if (!line) return err('not-on-roll');
    if ((await marksOf(tx, ballot.id, [line.electorId])).length > 0) return err('already-voted');
    const before = (await paperMarksOf(tx, ballot.id)).some((mark) => mark.electorId === line.electorId && mark.kind === input.kind);
    if (before) return err('marked-before');
    await insertMark(tx, ballot.id, line.electorId, input.kind);
    tx.audit({ action: `ballot.paper-${input.kind}`, subjectKind: 'ballot', subjectId: ballot.id, text: { elector: line.label } });
    return ok({ label: line.label });
  });
}
