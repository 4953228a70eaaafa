import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { findFile } from '#platform/files';
import { findInvoiceByFile, findInvoiceById, findVoucher, insertClaim, insertInvoiceFile, type KnownInvoice, type Voucher } from './invoice-store.ts';
import { supplierRefundsOf } from './refund-expense.ts';
import { eInvoiceIsKnownByItsDigits, plainNumber, twentyDigitsNeedNoCode } from './voucher.ts';

/** What a red letter says. Its sums are below zero, as printed on it. */
export interface RedLetterFacts {
  kind: 'e_invoice' | 'paper_invoice';
  code: string;
  number: string;
  issuedDay: string;
  netFen: bigint;
  taxFen: bigint;
  totalFen: bigint;
}

/** What makes a voucher prove less: a red letter of its invoice or, behind a receipt, the refund alone. */
export interface VoucherReduction {
  id: string;
  voucherId: string;
  /** Below zero. */
  reducedFen: bigint;
  redLetter: { code: string; number: string; issuedDay: string; totalFen: bigint } | null;
  refundId: string | null;
  fileId: string | null;
  reason: string;
  recordedBy: string | null;
  recordedAt: Date;
}

const reductionRow = z
  .object({
    id: z.string(),
    voucher_id: z.string(),
    reduced_fen: z.bigint(),
    code: z.string().nullable(),
    number: z.string().nullable(),
    issued_day: z.string().nullable(),
    total_fen: z.bigint().nullable(),
    refund_id: z.string().nullable(),
    file_id: z.string().nullable(),
    reason: z.string(),
    recorded_by: z.string().nullable(),
    recorded_at: z.date(),
  })
  .transform(
    (r): VoucherReduction => ({
      id: r.id,
      voucherId: r.voucher_id,
      reducedFen: r.reduced_fen,
      redLetter:
        r.number === null || r.issued_day === null || r.total_fen === null
          ? null
          : { code: r.code ?? '', number: r.number, issuedDay: r.issued_day, totalFen: r.total_fen },
      refundId: r.refund_id,
      fileId: r.file_id,
      reason: r.reason,
      recordedBy: r.recorded_by,
      recordedAt: r.recorded_at,
    }),
  );

/** What took back part of a voucher, oldest first. */
export const reductionsOf = (tx: Tx, voucherId: string): Promise<VoucherReduction[]> =>
  tx.all(
    sql`select d.id, d.voucher_id, d.reduced_fen, i.code, i.number, i.issued_day, i.total_fen, d.refund_id, d.file_id, d.reason, d.recorded_by, d.recorded_at
    from voucher_reduction d left join invoice i on i.id = d.red_invoice_id
    where d.subdistrict_id = ${tx.subdistrictId} and d.voucher_id = ${voucherId} order by d.recorded_at, d.claim_seq`,
    reductionRow,
  );

/** Reasons for which a red letter is refused before the database is asked. */
export type RedLetterFactError =
  | 'red-not-negative'
  | 'sum-wrong'
  | 'number-missing'
  | 'number-wrong'
  | 'number-form'
  | 'code-not-wanted'
  | 'day-in-future'
  | 'day-before-original';

/** The first thing wrong with what a red letter says, or null. */
export function whatIsWrongWithRedLetter(facts: RedLetterFacts, about: { originalDay: string; today: string }): RedLetterFactError | null {
  if (facts.totalFen >= 0n || facts.netFen >= 0n || facts.taxFen > 0n) return 'red-not-negative';
  if (facts.netFen + facts.taxFen !== facts.totalFen) return 'sum-wrong';
  if (facts.number === '') return 'number-missing';
  if (!/^[0-9A-Z-]{1,40}$/.test(facts.number) || !/^[0-9A-Z]{0,20}$/.test(facts.code)) return 'number-wrong';
  if (!twentyDigitsNeedNoCode(facts)) return 'code-not-wanted';
  if (facts.kind === 'e_invoice' && !eInvoiceIsKnownByItsDigits(facts)) return 'number-form';
  if (facts.issuedDay > about.today) return 'day-in-future';
  return facts.issuedDay < about.originalDay ? 'day-before-original' : null;
}

/**
 * `not-found` · `already-withdrawn` the voucher · `file-not-found` · `no-invoice` behind a receipt there is nothing to take back by red letter ·
 * `nothing-left` the voucher proves nothing any more · `above-original` more than is left of the original · `invoice-used` this red letter was recorded before.
 */
export type RecordRedLetterError =
  | RedLetterFactError
  | 'not-found'
  | 'already-withdrawn'
  | 'file-not-found'
  | 'no-invoice'
  | 'nothing-left'
  | 'above-original'
  | 'invoice-used';

/** The voucher in force with its invoice, or why there is none. */
async function standing(
  tx: CommandTx,
  voucherId: string,
): Promise<Result<{ voucher: Voucher; invoice: KnownInvoice }, 'not-found' | 'already-withdrawn' | 'nothing-left'>> {
  const voucher = await findVoucher(tx, voucherId);
  const invoice = voucher && (await findInvoiceById(tx, voucher.invoiceId));
  if (!voucher || !invoice) return err('not-found');
  if (voucher.withdrawn) return err('already-withdrawn');
  return voucher.provesFen > 0n ? ok({ voucher, invoice }) : err('nothing-left');
}

/**
 * Records a red letter with the voucher of its original: the voucher proves so much less, and what was taken back is never claimed again, by
 * whomever. Red letters and what is left of the original make its face value.
 */
export async function recordRedLetterIn(
  tx: CommandTx,
  input: { voucherId: string; facts: RedLetterFacts; fileId: string; reason: string; refundId?: string | null },
): Promise<Result<{ reducedFen: bigint }, RecordRedLetterError>> {
  const found = await standing(tx, input.voucherId);
  if (!found.ok) return found;
  const { voucher, invoice } = found.value;
  const facts = { ...input.facts, code: plainNumber(input.facts.code), number: plainNumber(input.facts.number) };
  if (voucher.kind === 'receipt') return err('no-invoice');
  const wrong = whatIsWrongWithRedLetter(facts, { originalDay: invoice.issuedDay, today: tx.today });
  if (wrong) return err(wrong);
  const file = await findFile(tx, input.fileId);
  if (!file) return err('file-not-found');
  if (await findInvoiceByFile(tx, file.sha256)) return err('invoice-used');
  const takenBack = -facts.totalFen;
  const reducedFen = takenBack < voucher.provesFen ? takenBack : voucher.provesFen;
  if (invoice.claimedFen - reducedFen + takenBack > invoice.totalFen) return err('above-original');

  const redId = tx.newId();
  const claims = await takeBack(tx, invoice, voucher.id, reducedFen, { id: redId, amountFen: takenBack });
  if (!claims) return err('invoice-used');
  const made =
    await tx.exec(sql`insert into invoice (id, kind, code, number, issued_day, net_fen, tax_fen, total_fen, registered_at, red_of, red_claim_seq, red_fen)
    values (${redId}, ${facts.kind}, ${facts.code}, ${facts.number}, ${facts.issuedDay}, ${facts.netFen}, ${facts.taxFen}, ${facts.totalFen}, ${tx.now}, ${invoice.id},
    ${claims.standsAt}, ${takenBack}) on conflict do nothing`);
  if (made === 0 || !(await insertInvoiceFile(tx, redId, file.sha256))) return err('invoice-used');
  await insertReduction(tx, { id: tx.newId(), voucher, claimSeq: claims.reducedAt, reducedFen, redInvoiceId: redId, ...input });
  tx.audit({
    action: 'voucher.red-letter',
    subjectKind: 'voucher',
    subjectId: voucher.id,
    text: { number: voucher.number, redLetter: facts.number, reducedFen, reason: input.reason },
  });
  return ok({ reducedFen });
}

/** `not-found` · `already-withdrawn` · `has-invoice` an invoice is taken back by its red letter · `nothing-left` · `refund-not-found` · `not-positive` · `above-refund`. */
export type ReduceReceiptError = 'not-found' | 'already-withdrawn' | 'has-invoice' | 'nothing-left' | 'refund-not-found' | 'not-positive' | 'above-refund';

/** Behind a receipt there is no red letter: the refund itself makes it prove less. */
export async function reduceReceiptIn(
  tx: CommandTx,
  input: { voucherId: string; refundId: string; amountFen: bigint; reason: string },
): Promise<Result<{ reducedFen: bigint }, ReduceReceiptError>> {
  const found = await standing(tx, input.voucherId);
  if (!found.ok) return found;
  const { voucher, invoice } = found.value;
  if (voucher.kind !== 'receipt') return err('has-invoice');
  const refund = (await supplierRefundsOf(tx, voucher.expenseId)).find((each) => each.id === input.refundId && each.inForce);
  if (!refund) return err('refund-not-found');
  if (input.amountFen <= 0n) return err('not-positive');
  if (input.amountFen > refund.amountFen || input.amountFen > voucher.provesFen) return err('above-refund');
  const id = tx.newId();
  const claims = await takeBack(tx, invoice, voucher.id, input.amountFen, { id, amountFen: input.amountFen });
  if (!claims) return err('nothing-left');
  await insertReduction(tx, {
    id,
    voucher,
    claimSeq: claims.reducedAt,
    reducedFen: input.amountFen,
    redInvoiceId: null,
    fileId: refund.proofFileId,
    refundId: refund.id,
    reason: input.reason,
  });
  tx.audit({
    action: 'voucher.reduce',
    subjectKind: 'voucher',
    subjectId: voucher.id,
    text: { number: voucher.number, reducedFen: input.amountFen, reason: input.reason },
  });
  return ok({ reducedFen: input.amountFen });
}

/** The voucher gives back its part, and in its place stands what took it back: nobody can claim it again. Null when another claim came between. */
async function takeBack(
  tx: CommandTx,
  invoice: KnownInvoice,
  voucherId: string,
  reducedFen: bigint,
  by: { id: string; amountFen: bigint },
): Promise<{ reducedAt: number; standsAt: number } | null> {
  const reducedAt = await insertClaim(tx, invoice, voucherId, -reducedFen);
  if (reducedAt === null) return null;
  const standsAt = await insertClaim(tx, { ...invoice, lastSeq: reducedAt, claimedFen: invoice.claimedFen - reducedFen }, by.id, by.amountFen);
  return standsAt === null ? null : { reducedAt, standsAt };
}

const insertReduction = (
  tx: CommandTx,
  r: {
    id: string;
    voucher: Voucher;
    claimSeq: number;
    reducedFen: bigint;
    redInvoiceId: string | null;
    refundId?: string | null;
    fileId: string | null;
    reason: string;
  },
): Promise<number> =>
  tx.exec(sql`insert into voucher_reduction (subdistrict_id, id, voucher_id, invoice_id, claim_seq, reduced_fen, red_invoice_id, refund_id, file_id, reason, recorded_by, recorded_at)
    values (${tx.subdistrictId}, ${r.id}, ${r.voucher.id}, ${r.voucher.invoiceId}, ${r.claimSeq}, ${-r.reducedFen}, ${r.redInvoiceId}, ${r.refundId ?? null}, ${r.fileId},
    ${r.reason}, ${tx.actor.personId}, ${tx.now})`);
