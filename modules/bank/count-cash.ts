import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { lockMoneyAccount, undo } from './account-store.ts';
import { countedByTwo, denominations, differenceOf, type Pieces } from './cash.ts';
import { findCount, insertCount, saveSecond } from './count-store.ts';
import { bookBalanceOn } from './ledger-store.ts';

const mostPieces = 100_000;

/**
 * Writes down what one person counted today; the books' balance of the day is put beside it. A second person signs it with their own
 * account. Errors: `not-found`, `not-allowed`, `closed`, `not-a-number`.
 */
export const countCash = (
  context: CommandContext,
  input: { accountId: string; pieces: Pieces },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'closed' | 'not-a-number' | 'key-reused'>> =>
  runCommand(context, 'count-cash', async (tx) => {
    const account = await lockMoneyAccount(tx, input.accountId);
    if (!account || account.kind !== 'cash') return err('not-found');
    if (!tx.can('cash.count', account) || tx.actor.personId === null) return err('not-allowed');
    if (account.closedDay !== null) return err('closed');
    if (denominations.some((fen) => !Number.isInteger(input.pieces[fen]) || input.pieces[fen] < 0 || input.pieces[fen] > mostPieces))
      return err('not-a-number');
    const bookFen = await bookBalanceOn(tx, account, tx.today);
    const id = await insertCount(tx, { accountId: account.id, day: tx.today, pieces: input.pieces, bookFen });
    await openDuty(tx, {
      kind: 'cash.sign-count',
      role: account.neighbourhoodId === null ? 'officer' : 'supervisor',
      neighbourhoodId: account.neighbourhoodId,
      subjectKind: 'cash-count',
      subjectId: id,
      title: { zh: `现金盘点，请第二人核对签字：${account.name}`, en: `Cash counted, a second person signs: ${account.name}` },
      href: `/counts/${id}`,
      dueDay: null,
    });
    tx.audit({ action: 'cash.count', subjectKind: 'cash-count', subjectId: id, text: { account: account.name, bookFen } });
    return ok(id);
  });

/** A second person, who is not the one who counted, signs the count. Errors: `not-found`, `not-allowed`, `same-person`, `already-done`. */
export const signCount = (
  context: CommandContext,
  input: { countId: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'same-person' | 'already-done' | 'key-reused'>> =>
  runCommand(context, 'sign-count', async (tx) => {
    const seen = await findCount(tx, input.countId);
    const account = seen && (await lockMoneyAccount(tx, seen.accountId));
    if (!seen || !account) return err('not-found');
    if (!tx.can('cash.count', account)) return err('not-allowed');
    if (!countedByTwo(seen, tx.actor.personId)) return err('same-person');
    if ((await saveSecond(tx, seen.id)) === 0) return err('already-done');
    await closeDuty(tx, { kind: 'cash.sign-count', subjectId: seen.id });
    const difference = differenceOf(seen);
    if (difference !== 0n && seen.note === null)
      await openDuty(tx, {
        kind: 'cash.explain',
        role: account.neighbourhoodId === null ? 'officer' : 'secretary',
        neighbourhoodId: account.neighbourhoodId,
        subjectKind: 'cash-count',
        subjectId: seen.id,
        title: { zh: `现金盘点有差额，请查明说明：${account.name}`, en: `The cash count differs, say why: ${account.name}` },
        href: `/counts/${seen.id}`,
        dueDay: null,
      });
    tx.audit({ action: 'cash.sign-count', subjectKind: 'cash-count', subjectId: seen.id, text: { countedFen: seen.countedFen, bookFen: seen.bookFen } });
    await tx.emit('cash.counted', { countId: seen.id, accountId: account.id, differenceFen: difference });
    return ok();
  });

/** Takes back a count that was written down wrongly; it stays on record as such. Errors: `not-found`, `not-allowed`, `reason-required`, `undone`. */
export const undoCount = (
  context: CommandContext,
  input: { countId: string; reason: string },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'reason-required' | 'undone' | 'key-reused'>> =>
  runCommand(context, 'undo-count', async (tx) => {
    const count = await findCount(tx, input.countId);
    const account = count && (await lockMoneyAccount(tx, count.accountId));
    if (!count || !account) return err('not-found');
    if (!tx.can('cash.count', account)) return err('not-allowed');
    const reason = input.reason.trim().slice(0, 500);
    if (reason === '') return err('reason-required');
    if ((await undo(tx, 'cash_count', count.id, reason)) === 0) return err('undone');
    await dropDuties(tx, { subjectId: count.id });
    tx.audit({ action: 'cash.undo-count', subjectKind: 'cash-count', subjectId: count.id, text: { reason } });
    return ok(account.id);
  });
