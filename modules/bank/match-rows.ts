import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { z } from 'zod';
import { lockMoneyAccount, type MoneyAccount, undo } from './account-store.ts';
import { findCount } from './count-store.ts';
import { ledgerOf } from './ledger-store.ts';
import { type NoteKind, standingOn } from './movement.ts';
import { restOf, spread } from './propose-matches.ts';

/** A far day: everything that is known. */
const atTheEnd = '9999-12-31';

/** What goes together, as a person confirmed it. */
export interface MatchGroup {
  rowIds: readonly string[];
  movementIds: readonly string[];
}

/**
 * Matches rows of the bank with movements of the books, several groups at once, all or none. What one side has too much stays
 * open, and whoever matches must have said so with `part`. Errors: `not-equal` (both sides do not add up to the same and nobody said so), `not-found`, `not-allowed`, `nothing-chosen`, `not-open` (somebody was faster, or it was reversed), `other-direction` (in and out together).
 */
export const matchRows = (
  context: CommandContext,
  input: { accountId: string; groups: readonly MatchGroup[]; part?: boolean },
): Promise<Result<number, 'not-found' | 'not-allowed' | 'nothing-chosen' | 'not-open' | 'other-direction' | 'not-equal' | 'key-reused'>> =>
  runCommand(context, 'match-rows', async (tx) => {
    const account = await lockMoneyAccount(tx, input.accountId);
    if (!account) return err('not-found');
    if (!tx.can('bank.match', account)) return err('not-allowed');
    if (input.groups.length === 0 || input.groups.some((group) => group.rowIds.length === 0 || group.movementIds.length === 0)) return err('nothing-chosen');
    const ledger = await ledgerOf(tx, account);
    const standing = standingOn(ledger, atTheEnd);
    // Other money that turned out to be a project's may be matched once its explanation is taken back: it is not open until then.
    const rowById = new Map(standing.rows.map((one) => [one.id, one]));
    const movementById = new Map(standing.movements.map((one) => [one.id, one]));
    const used = new Set<string>();
    let links = 0;
    for (const group of input.groups) {
      const ids = [...new Set(group.rowIds), ...new Set(group.movementIds)];
      if (ids.some((id) => used.has(id))) return err('not-open');
      for (const id of ids) used.add(id);
      const rows = [...new Set(group.rowIds)].map((id) => rowById.get(id));
      const movements = [...new Set(group.movementIds)].map((id) => movementById.get(id));
      const [found, others] = [rows.filter((one) => one !== undefined), movements.filter((one) => one !== undefined)];
      if (found.length !== rows.length || others.length !== movements.length) return err('not-open');
      const into = found[0] !== undefined && found[0].openFen > 0n;
      if ([...found, ...others].some((one) => one.openFen > 0n !== into)) return err('other-direction');
      if (!input.part && restOf(found, others).some((fen) => fen !== 0n)) return err('not-equal');
      for (const link of spread(found, others)) {
        const transfer = movementById.get(link.movementId)?.what === 'transfer';
        await tx.exec(sql`insert into bank_link (subdistrict_id, id, row_id, txn_id, transfer_id, amount_fen, made_by, made_by_name, made_at)
          values (${tx.subdistrictId}, ${tx.newId()}, ${link.rowId}, ${transfer ? null : link.movementId}, ${transfer ? link.movementId : null}, ${link.amountFen},
          ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
        links += 1;
      }
      // What was explained as following later has come.
      for (const one of [...found, ...others]) if (one.note?.kind === 'timing') await undo(tx, 'money_note', one.note.id, '已核对上');
    }
    tx.audit({ action: 'bank.match', subjectKind: 'money-account', subjectId: account.id, text: { links, groups: input.groups.length } });
    return ok(links);
  });

const accountIdRow = z.object({ accountId: z.string() });

const ofAccount = (tx: Tx, table: 'bank_link' | 'money_note', id: string): Promise<{ accountId: string } | null> =>
  tx.maybe(
    table === 'bank_link'
      ? sql`select r.account_id as "accountId" from bank_link l join bank_row r on r.subdistrict_id = l.subdistrict_id and r.id = l.row_id where l.subdistrict_id = ${tx.subdistrictId} and l.id = ${id}`
      : sql`select account_id as "accountId" from money_note where subdistrict_id = ${tx.subdistrictId} and id = ${id}`,
    accountIdRow,
  );

async function undoIn(
  tx: CommandTx,
  table: 'bank_link' | 'money_note',
  input: { id: string; reason: string },
  action: string,
): Promise<Result<string, 'not-found' | 'not-allowed' | 'undone' | 'reason-required'>> {
  const found = await ofAccount(tx, table, input.id);
  const account = found && (await lockMoneyAccount(tx, found.accountId));
  if (!account) return err('not-found');
  if (!tx.can('bank.match', account)) return err('not-allowed');
  const reason = input.reason.trim().slice(0, 500);
  if (reason === '') return err('reason-required');
  if ((await undo(tx, table, input.id, reason)) === 0) return err('undone');
  tx.audit({ action, subjectKind: 'money-account', subjectId: account.id, text: { id: input.id, reason } });
  return ok(account.id);
}

/** Takes a match apart, with a reason; that it was made stays on record. Returns the account. Errors: `not-found`, `not-allowed`, `undone`, `reason-required`. */
export const undoMatch = (
  context: CommandContext,
  input: { linkId: string; reason: string },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'undone' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'undo-match', (tx) => undoIn(tx, 'bank_link', { id: input.linkId, reason: input.reason }, 'bank.undo-match'));

/** Takes an explanation back, with a reason; the difference is open again. Errors as {@link undoMatch}. */
export const undoNote = (
  context: CommandContext,
  input: { noteId: string; reason: string },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'undone' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'undo-note', (tx) => undoIn(tx, 'money_note', { id: input.noteId, reason: input.reason }, 'bank.undo-note'));

/** What is explained: a row of the bank, a movement of the books, or a count of the cash. */
export type Explained = { rowId: string } | { movementId: string } | { countId: string };

/**
 * Says in words what a difference is. Errors: `not-found`, `not-allowed`, `reason-required`, `not-open` (nothing differs there, or it is explained
 * already), `wrong-kind` (only a row of the bank can be money that is no project's).
 */
export const explainDifference = (
  context: CommandContext,
  input: { accountId: string; about: Explained; kind: NoteKind; text: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'reason-required' | 'not-open' | 'wrong-kind' | 'key-reused'>> =>
  runCommand(context, 'explain-difference', async (tx) => {
    const account = await lockMoneyAccount(tx, input.accountId);
    if (!account) return err('not-found');
    if (!tx.can('bank.match', account)) return err('not-allowed');
    const text = input.text.trim().slice(0, 500);
    if (text.length < 2) return err('reason-required');
    if (input.kind === 'other' && !('rowId' in input.about)) return err('wrong-kind');
    const subject = await openSubject(tx, account, input.about);
    if (!subject) return err('not-open');
    await tx.exec(sql`insert into money_note (subdistrict_id, id, account_id, row_id, txn_id, transfer_id, count_id, kind, text, made_by, made_by_name, made_at)
      values (${tx.subdistrictId}, ${tx.newId()}, ${account.id}, ${subject.rowId ?? null}, ${subject.txnId ?? null}, ${subject.transferId ?? null}, ${subject.countId ?? null},
      ${input.kind}, ${text}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
    tx.audit({ action: 'bank.explain', subjectKind: 'money-account', subjectId: account.id, text: { ...input.about, kind: input.kind, text } });
    return ok();
  });

interface Subject {
  rowId?: string;
  txnId?: string;
  transferId?: string;
  countId?: string;
}

/** The thing that differs and is not explained yet; null when there is nothing to explain. */
async function openSubject(tx: CommandTx, account: MoneyAccount, about: Explained): Promise<Subject | null> {
  if ('countId' in about) {
    const count = await findCount(tx, about.countId);
    return count && count.accountId === account.id && count.undone === null && count.note === null && count.countedFen !== count.bookFen
      ? { countId: count.id }
      : null;
  }
  const standing = standingOn(await ledgerOf(tx, account), atTheEnd);
  if ('rowId' in about) {
    const row = standing.rows.find((one) => one.id === about.rowId);
    return row && !row.note ? { rowId: row.id } : null;
  }
  const movement = standing.movements.find((one) => one.id === about.movementId);
  if (!movement || movement.note) return null;
  return movement.what === 'transfer' ? { transferId: movement.id } : { txnId: movement.id };
}
