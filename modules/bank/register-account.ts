import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { findPerson } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import {
  closeMoneyAccount,
  findMoneyAccount,
  findTransfer,
  insertMoneyAccount,
  insertTransfer,
  listMoneyAccounts,
  lockMoneyAccount,
  type NewAccount,
  saveKeeper,
  undo,
} from './account-store.ts';
import { bookBalanceOn } from './ledger-store.ts';

/**
 * Registers where the money lies. Of a bank account's number only the last four digits are taken. Errors: `not-found` (place or
 * keeper), `not-allowed`, `required` (a name, a bank, a keeper), `not-four-digits`, `not-a-date`, `in-the-future`, `not-an-amount`,
 * `open-already` (the place has an open one of this kind), `before-the-last` (it would begin before the closed one ended).
 */
export const registerAccount = (
  context: CommandContext,
  input: NewAccount,
): Promise<
  Result<
    string,
    | 'not-found'
    | 'not-allowed'
    | 'required'
    | 'not-four-digits'
    | 'not-a-date'
    | 'in-the-future'
    | 'not-an-amount'
    | 'open-already'
    | 'before-the-last'
    | 'key-reused'
  >
> =>
  runCommand(context, 'register-account', async (tx) => {
    if (input.neighbourhoodId !== null && !(await findNeighbourhood(tx, input.neighbourhoodId))) return err('not-found');
    if (!tx.can('bank.register', { neighbourhoodId: input.neighbourhoodId })) return err('not-allowed');
    const name = input.name.trim().slice(0, 100);
    const bankName = input.kind === 'bank' ? (input.bankName?.trim().slice(0, 100) ?? '') : null;
    const keeper = input.kind === 'cash' && input.keeperPersonId !== null ? await findPerson(tx, input.keeperPersonId) : null;
    if (input.kind === 'cash' && input.keeperPersonId !== null && !keeper) return err('not-found');
    const keeperName = input.kind === 'cash' ? (keeper?.name ?? input.keeperName ?? '').trim().slice(0, 60) : null;
    if (name === '' || bankName === '' || keeperName === '') return err('required');
    if (input.kind === 'bank' && !/^\d{4}$/.test(input.last4 ?? '')) return err('not-four-digits');
    if (!isDay(input.openingDay)) return err('not-a-date');
    if (input.openingDay > tx.today) return err('in-the-future');
    if (input.openingFen < 0n) return err('not-an-amount');
    const earlier = (await listMoneyAccounts(tx)).filter((one) => one.kind === input.kind && one.neighbourhoodId === input.neighbourhoodId);
    if (earlier.some((one) => one.closedDay === null)) return err('open-already');
    if (earlier.some((one) => one.closedDay !== null && one.closedDay >= input.openingDay)) return err('before-the-last');
    const id = await insertMoneyAccount(tx, {
      ...input,
      name,
      bankName,
      last4: input.kind === 'bank' ? input.last4 : null,
      keeperPersonId: keeper?.id ?? null,
      keeperName,
    });
    tx.audit({
      action: 'account.register',
      subjectKind: 'money-account',
      subjectId: id,
      text: { kind: input.kind, name, bankName, last4: input.last4, keeperName, openingDay: input.openingDay, openingFen: input.openingFen },
    });
    return ok(id);
  });

/** Hands a cash box to another keeper. Errors: `not-found`, `not-allowed`, `closed`, `required`. */
export const changeKeeper = (
  context: CommandContext,
  input: { accountId: string; personId: string | null; name: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'closed' | 'required' | 'key-reused'>> =>
  runCommand(context, 'change-keeper', async (tx) => {
    const account = await lockMoneyAccount(tx, input.accountId);
    if (!account || account.kind !== 'cash') return err('not-found');
    if (!tx.can('bank.register', account)) return err('not-allowed');
    if (account.closedDay !== null) return err('closed');
    const person = input.personId === null ? null : await findPerson(tx, input.personId);
    if (input.personId !== null && !person) return err('not-found');
    const name = (person?.name ?? input.name).trim().slice(0, 60);
    if (name === '') return err('required');
    await saveKeeper(tx, account.id, person?.id ?? null, name);
    tx.audit({ action: 'account.keeper', subjectKind: 'money-account', subjectId: account.id, text: { from: account.keeperName, to: name } });
    return ok();
  });

/** Closes an account from today on: what is dated later is expected elsewhere. `not-empty`: the books still have money on it; move or return it first. */
export const closeAccount = (
  context: CommandContext,
  input: { accountId: string; reason: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'closed' | 'reason-required' | 'not-empty' | 'key-reused'>> =>
  runCommand(context, 'close-account', async (tx) => {
    const account = await lockMoneyAccount(tx, input.accountId);
    if (!account) return err('not-found');
    if (!tx.can('bank.register', account)) return err('not-allowed');
    if (account.closedDay !== null) return err('closed');
    const reason = input.reason.trim().slice(0, 500);
    if (reason === '') return err('reason-required');
    if (account.kind === 'cash' && (await bookBalanceOn(tx, account, tx.today)) !== 0n) return err('not-empty');
    await closeMoneyAccount(tx, account.id, tx.today, reason);
    tx.audit({ action: 'account.close', subjectKind: 'money-account', subjectId: account.id, text: { reason } });
    return ok();
  });

/**
 * Cash brought to the bank, or fetched from it: out of one account, into the other. Errors: `not-found`, `not-allowed`, `closed`,
 * `same-account`, `not-positive`, `not-a-date`, `in-the-future`, `before-opening`, `not-enough-money` (more than the books say lies there that day).
 */
export const transferBetween = (
  context: CommandContext,
  input: { fromId: string; toId: string; amountFen: bigint; day: string; text: string },
): Promise<
  Result<
    string,
    | 'not-found'
    | 'not-allowed'
    | 'closed'
    | 'same-account'
    | 'not-positive'
    | 'not-a-date'
    | 'in-the-future'
    | 'before-opening'
    | 'not-enough-money'
    | 'key-reused'
  >
> =>
  runCommand(context, 'transfer-between', async (tx) => {
    if (input.fromId === input.toId) return err('same-account');
    // Locked in the order of their ids, so that two transfers the other way round do not wait for each other.
    const ids = [input.fromId, input.toId].toSorted();
    const locked = [await lockMoneyAccount(tx, ids[0] ?? ''), await lockMoneyAccount(tx, ids[1] ?? '')];
    const from = locked.find((one) => one?.id === input.fromId);
    const to = locked.find((one) => one?.id === input.toId);
    if (!from || !to) return err('not-found');
    if (!tx.can('bank.transfer', from) || !tx.can('bank.transfer', to)) return err('not-allowed');
    if (from.closedDay !== null || to.closedDay !== null) return err('closed');
    if (input.amountFen <= 0n) return err('not-positive');
    if (!isDay(input.day)) return err('not-a-date');
    if (input.day > tx.today) return err('in-the-future');
    if (input.day < from.openingDay || input.day < to.openingDay) return err('before-opening');
    if (input.amountFen > (await bookBalanceOn(tx, from, input.day))) return err('not-enough-money');
    const text = input.text.trim().slice(0, 200) || (to.kind === 'bank' ? '现金缴存银行' : '提取现金');
    const id = await insertTransfer(tx, { ...input, text });
    tx.audit({
      action: 'account.transfer',
      subjectKind: 'money-account',
      subjectId: from.id,
      text: { to: to.id, amountFen: input.amountFen, day: input.day, text },
    });
    return ok(id);
  });

/** Takes back a transfer that was written down wrongly. Errors: `not-found`, `not-allowed`, `undone`, `reason-required`. */
export const undoTransfer = (
  context: CommandContext,
  input: { transferId: string; reason: string },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'undone' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'undo-transfer', async (tx) => {
    const transfer = await findTransfer(tx, input.transferId);
    const from = transfer && (await findMoneyAccount(tx, transfer.fromId));
    if (!transfer || !from) return err('not-found');
    if (!tx.can('bank.transfer', from)) return err('not-allowed');
    const reason = input.reason.trim().slice(0, 500);
    if (reason === '') return err('reason-required');
    if ((await undo(tx, 'account_transfer', transfer.id, reason)) === 0) return err('undone');
    tx.audit({ action: 'account.undo-transfer', subjectKind: 'money-account', subjectId: from.id, text: { reason, amountFen: transfer.amountFen } });
    return ok(from.id);
  });
