import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import type { Tx } from '#platform/database';
import { findFile } from '#platform/files';
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
 * `invoice-differs` the same number was registered with other amounts or another file · `claim-above-expense` vouchers
 * would exceed what was paid · and what {@link whatIsWrongWith} finds.
 */
export type RecordVoucherError = VoucherFactError | 'not-found' | 'file-not-found' | 'invoice-used' | 'invoice-differs' | 'claim-above-expense';

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
  const claimed = earlier.reduce((fen, voucher) => fen + voucher.claimedFen, 0n);
  if (claimed + input.claimedFen > expense.amountFen) return err('claim-above-expense');

  const chosen = await invoiceFor(tx, facts, file?.sha256 ?? null, earlier);
  if (!chosen.ok) return chosen;
  if (chosen.value.claimedFen + input.claimedFen > chosen.value.totalFen) return err('claim-above-face');
  const voucherId = tx.newId();
  const claimSeq = await insertClaim(tx, chosen.value, voucherId, input.claimedFen);
  if (claimSeq === null) return err('invoice-used');
  const number = await nextNumber(tx, 'voucher', tx.today);
  await insertVoucher(tx, {
    id: voucherId,
    expenseId: expense.id,
    number,
    facts,
    invoiceId: chosen.value.id,
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

/** The invoice to claim from: new, given back before, or already behind this same expense. Everything else is a second use. */
async function invoiceFor(
  tx: CommandTx,
  facts: InvoiceFacts,
  sha256: string | null,
  ownVouchers: readonly Voucher[],
): Promise<Result<KnownInvoice, 'invoice-used' | 'invoice-differs'>> {
  const byNumber = facts.number === '' ? null : await findInvoice(tx, facts.code, facts.number);
  const byFile = sha256 === null ? null : await findInvoiceByFile(tx, sha256);
  const isOwn = (invoice: KnownInvoice) => ownVouchers.some((voucher) => voucher.invoiceId === invoice.id);
  const free = (invoice: KnownInvoice) => invoice.claimedFen === 0n || isOwn(invoice);
  if ((byNumber && !free(byNumber)) || (byFile && !free(byFile))) return err('invoice-used');
  if (byFile && byFile.id !== byNumber?.id && !(facts.number === '' && byFile.number === null)) return err('invoice-differs');
  const known = byNumber ?? byFile;
  if (!known) {
    const made = await insertInvoice(tx, facts);
    if (!made || (sha256 && !(await insertInvoiceFile(tx, made.id, sha256)))) return err('invoice-used');
    return ok(made);
  }
  if (known.totalFen !== facts.totalFen || known.netFen !== facts.netFen || known.issuedDay !== facts.issuedDay) return err('invoice-differs');
  if (sha256 && !byFile && !(await insertInvoiceFile(tx, known.id, sha256))) return err('invoice-used');
  return ok(known);
}

/** Withdraws a voucher that was recorded wrongly and gives its claim back. `not-found`, `already-withdrawn`. */
export async function withdrawVoucherIn(tx: CommandTx, input: { voucherId: string; reason: string }): Promise<Result<void, 'not-found' | 'already-withdrawn'>> {
  const voucher = await findVoucher(tx, input.voucherId);
  if (!voucher) return err('not-found');
  if (voucher.withdrawn) return err('already-withdrawn');
  const invoice = await findInvoiceById(tx, voucher.invoiceId);
  if (!invoice) throw new Error('a voucher has an invoice');
  const claimSeq = await insertClaim(tx, invoice, voucher.id, -voucher.claimedFen);
  if (claimSeq === null) return err('already-withdrawn');
  await insertWithdrawal(tx, { voucherId: voucher.id, invoiceId: invoice.id, claimSeq, releasedFen: -voucher.claimedFen, reason: input.reason });
  tx.audit({ action: 'voucher.withdraw', subjectKind: 'voucher', subjectId: voucher.id, text: { number: voucher.number, reason: input.reason } });
  return ok();
}
