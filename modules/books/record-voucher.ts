import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import type { Tx } from '#platform/database';
import { findFile } from '#platform/files';
import { enterAnew, mayBeEnteredAnew, moveFile, saysTheSame } from './correct-invoice.ts';
import { findExpense } from './queries.ts';
import {
  findInvoice,
  findInvoiceByFile,
  findInvoiceById,
  findVoucher,
  insertClaim,
  insertInvoice,
  insertInvoiceFile,
  insertVoucher,
  insertWithdrawal,
  type KnownInvoice,
  lastVoucherOfInvoice,
  vouchersOf,
  type Voucher,
} from './invoice-store.ts';
import { nextNumber } from './store.ts';
import { type InvoiceFacts, plainNumber, type VoucherFactError, whatIsWrongWith } from './voucher.ts';

/** Where an invoice was used before. `voucher` is null when it was in another subdistrict. */
export interface EarlierUse {
  invoice: KnownInvoice;
  by: 'number' | 'file';
  voucher: Voucher | null;
}

/** Looks for an earlier use of an invoice by its number and by the bytes of its file; null when it is new or was given back. */
export async function earlierUse(tx: Tx, asked: { code: string; number: string; sha256: string | null }): Promise<EarlierUse | null> {
  const byNumber = asked.number === '' ? null : await findInvoice(tx, plainNumber(asked.code), plainNumber(asked.number));
  const byFile = asked.sha256 === null ? null : await findInvoiceByFile(tx, asked.sha256);
  const invoice = byNumber ?? byFile;
  if (!invoice || (invoice.claimedFen === 0n && (!byNumber || !byFile || byNumber.id === byFile.id))) return null;
  return { invoice, by: byNumber ? 'number' : 'file', voucher: await lastVoucherOfInvoice(tx, invoice.id) };
}

/**
 * `not-found` the expense · `file-not-found` · `invoice-used` by another expense, ask {@link earlierUse} where ·
 * `invoice-differs` the same number or file is claimed with other facts · `red-letter` it takes back another invoice and pays for
 * nothing · `claim-above-expense` vouchers would exceed what was paid and not refunded · and what {@link whatIsWrongWith} finds.
 */
export type RecordVoucherError = VoucherFactError | 'not-found' | 'file-not-found' | 'invoice-used' | 'invoice-differs' | 'red-letter' | 'claim-above-expense';

/** Puts an invoice or receipt behind a paid expense and claims part or all of it. */
export async function recordVoucherIn(
  tx: CommandTx,
  input: { expenseId: string; facts: InvoiceFacts; claimedFen: bigint; fileId: string | null; reason: string | null },
): Promise<Result<{ voucherId: string; number: string }, RecordVoucherError>> {
  const facts = { ...input.facts, code: plainNumber(input.facts.code), number: plainNumber(input.facts.number) };
  const wrong = whatIsWrongWith(facts, { claimedFen: input.claimedFen, reason: input.reason, hasFile: input.fileId !== null, today: tx.today });
  if (wrong) return err(wrong);
  const expense = await findExpense(tx, input.expenseId);
  if (!expense) return err('not-found');
  const file = input.fileId ? await findFile(tx, input.fileId) : null;
  if (input.fileId && !file) return err('file-not-found');
  const earlier = (await vouchersOf(tx, expense.id)).filter((voucher) => !voucher.withdrawn);
  const proven = earlier.reduce((fen, voucher) => fen + voucher.provesFen, 0n);
  if (proven + input.claimedFen > expense.amountFen - expense.refundedFen) return err('claim-above-expense');

  const voucherId = tx.newId();
  const chosen = await invoiceFor(tx, facts, file?.sha256 ?? null, earlier, voucherId);
  if (!chosen.ok) return chosen;
  const { invoice, version } = chosen.value;
  if (invoice.claimedFen + input.claimedFen > invoice.totalFen) return err('claim-above-face');
  const claimSeq = await insertClaim(tx, invoice, voucherId, input.claimedFen, version);
  if (claimSeq === null) return err('invoice-used');
  const number = await nextNumber(tx, 'voucher', tx.today);
  await insertVoucher(tx, {
    id: voucherId,
    expenseId: expense.id,
    number,
    facts,
    invoiceId: invoice.id,
    claimSeq,
    claimedFen: input.claimedFen,
    fileId: input.fileId,
    reason: input.reason,
  });
  tx.audit({
    action: 'voucher.record',
    subjectKind: 'voucher',
    subjectId: voucherId,
    text: { number, invoice: facts.number, claimedFen: input.claimedFen, expenseId: expense.id },
  });
  await tx.emit('voucher.recorded', { voucherId, expenseId: expense.id, projectId: expense.projectId });
  return ok({ voucherId, number });
}

/**
 * The invoice to claim from: new, given back before, or already behind this same expense. Everything else is a second use. What was given
 * back may be entered anew: other sums or another day as a new version, another number by taking its file along.
 */
async function invoiceFor(
  tx: CommandTx,
  facts: InvoiceFacts,
  sha256: string | null,
  ownVouchers: readonly Voucher[],
  voucherId: string,
): Promise<Result<{ invoice: KnownInvoice; version: number }, 'invoice-used' | 'invoice-differs' | 'red-letter'>> {
  const byNumber = facts.number === '' ? null : await findInvoice(tx, facts.code, facts.number);
  const byFile = sha256 === null ? null : await findInvoiceByFile(tx, sha256);
  if (byNumber?.redOf || byFile?.redOf) return err('red-letter');
  const isOwn = (invoice: KnownInvoice) => ownVouchers.some((voucher) => voucher.invoiceId === invoice.id);
  const free = (invoice: KnownInvoice) => mayBeEnteredAnew(invoice) || isOwn(invoice);
  if ((byNumber && !free(byNumber)) || (byFile && !free(byFile))) return err('invoice-used');
  const fileIsElsewhere = byFile && byFile.id !== byNumber?.id && !(facts.number === '' && byFile.number === null);
  if (fileIsElsewhere && !mayBeEnteredAnew(byFile)) return err('invoice-differs');
  const known = fileIsElsewhere ? byNumber : (byNumber ?? byFile);
  const invoice = known ?? (await insertInvoice(tx, facts));
  if (!invoice) return err('invoice-used');
  if (fileIsElsewhere && sha256 && !(await moveFile(tx, sha256, byFile, invoice, voucherId))) return err('invoice-used');
  if (sha256 && !byFile && !(await insertInvoiceFile(tx, invoice.id, sha256))) return err('invoice-used');
  if (saysTheSame(invoice, facts)) return ok({ invoice, version: invoice.version });
  if (!mayBeEnteredAnew(invoice)) return err('invoice-differs');
  const anew = await enterAnew(tx, invoice, facts);
  return anew ? ok(anew) : err('invoice-used');
}

/**
 * Withdraws a voucher that was recorded wrongly and gives back what is left of its claim. `not-found`, `already-withdrawn`, `nothing-left`: red
 * letters have taken back all of it.
 */
export async function withdrawVoucherIn(
  tx: CommandTx,
  input: { voucherId: string; reason: string },
): Promise<Result<void, 'not-found' | 'already-withdrawn' | 'nothing-left'>> {
  const voucher = await findVoucher(tx, input.voucherId);
  if (!voucher) return err('not-found');
  if (voucher.withdrawn) return err('already-withdrawn');
  if (voucher.provesFen === 0n) return err('nothing-left');
  const invoice = await findInvoiceById(tx, voucher.invoiceId);
  if (!invoice) throw new Error('a voucher has an invoice');
  const claimSeq = await insertClaim(tx, invoice, voucher.id, -voucher.provesFen);
  if (claimSeq === null) return err('already-withdrawn');
  await insertWithdrawal(tx, { voucherId: voucher.id, invoiceId: invoice.id, claimSeq, releasedFen: -voucher.provesFen, reason: input.reason });
  tx.audit({ action: 'voucher.withdraw', subjectKind: 'voucher', subjectId: voucher.id, text: { number: voucher.number, reason: input.reason } });
  return ok();
}
