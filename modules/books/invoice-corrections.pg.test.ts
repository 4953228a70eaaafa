import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '#libs/result';
import type { Tx } from '#platform/database';
import {
  correctionsOf,
  findExpense,
  findVoucher,
  type InvoiceFacts,
  recordRedLetterIn,
  recordVoucherIn,
  type RedLetterFacts,
  reduceReceiptIn,
  reductionsOf,
  spendIn,
  supplierRefundIn,
  verifyBooks,
  withdrawVoucherIn,
} from './index.ts';
import { type Scene, scene } from './scene.fixture.ts';

let s: Scene;
beforeAll(async () => {
  s = await scene();
}, 60_000);
afterAll(() => s.t.close());

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(`unexpected ${JSON.stringify(result.error)}`);
  return result.value;
};
const see = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => s.t.db.tenant(s.t.subdistrictId, work, 'read');
const pay = async (amountFen = 30_000n) =>
  must(
    await s.run((tx) =>
      spendIn(tx, { projectId: s.projectId, payee: '五金店', text: '灯', method: 'transfer', lines: [{ category: 'materials', text: '灯', amountFen }] }),
    ),
  ).expenseId;
let numbers = 0;
const number = () => `2631200000${String(++numbers).padStart(10, '0')}`;
const file = async (hash = s.id().replaceAll('-', '').repeat(2)) => {
  const id = s.id();
  await s.t.owner.query(
    `insert into file (subdistrict_id, id, sha256, size_bytes, media_type, name, visibility, uploaded_at) values ($1, $2, $3, 10, 'application/pdf', '发票.pdf', 'office', now())`,
    [s.t.subdistrictId, id, hash],
  );
  return { id, hash };
};
const facts = (over: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  kind: 'e_invoice',
  code: '',
  number: number(),
  issuedDay: '2026-10-30',
  netFen: 28_302n,
  taxFen: 1_698n,
  totalFen: 30_000n,
  sellerName: '五金店',
  sellerTaxId: null,
  ...over,
});
const record = (expenseId: string, of: InvoiceFacts, fileId: string | null, claimedFen = of.totalFen) =>
  s.run((tx) => recordVoucherIn(tx, { expenseId, facts: of, claimedFen, fileId, reason: of.kind === 'receipt' ? '小店没有发票' : null }));
const withdraw = (voucherId: string) => s.run((tx) => withdrawVoucherIn(tx, { voucherId, reason: '录错' }));
const voucher = async (id: string) => {
  const found = await see((tx) => findVoucher(tx, id));
  if (!found) throw new Error('no voucher');
  return found;
};
const refund = async (expenseId: string, amountFen: bigint) => {
  const proof = await file();
  const lineId = (await see((tx) => findExpense(tx, expenseId)))?.lines[0]?.id ?? '';
  return must(
    await s.run((tx) =>
      supplierRefundIn(tx, { expenseId, lines: [{ lineId, amountFen }], payer: '五金店', method: 'transfer', reason: '退货', proofFileId: proof.id }),
    ),
  );
};
const red = (totalFen: bigint, over: Partial<RedLetterFacts> = {}): RedLetterFacts => ({
  kind: 'e_invoice',
  code: '',
  number: number(),
  issuedDay: '2026-11-01',
  netFen: totalFen,
  taxFen: 0n,
  totalFen,
  ...over,
});
const redLetter = async (voucherId: string, of: RedLetterFacts, fileId?: string) => {
  const id = fileId ?? (await file()).id;
  return s.run((tx) => recordRedLetterIn(tx, { voucherId, facts: of, fileId: id, reason: '退货' }));
};

describe('a mistyped invoice', () => {
  it('is entered again with other sums and another day once its voucher is withdrawn; the first entry stays visible', async () => {
    const [expenseId, pdf] = [await pay(), await file()];
    const typed = facts({ totalFen: 20_000n, netFen: 20_000n, taxFen: 0n, issuedDay: '2026-10-03' });
    const first = must(await record(expenseId, typed, pdf.id));
    expect(await record(expenseId, { ...facts(), number: typed.number }, pdf.id, 10_000n)).toEqual({ ok: false, error: 'invoice-differs' });
    must(await withdraw(first.voucherId));
    const right = { ...facts(), number: typed.number };
    const second = await voucher(must(await record(expenseId, right, pdf.id)).voucherId);
    expect(second).toMatchObject({ totalFen: 30_000n, netFen: 28_302n, issuedDay: '2026-10-30', version: 2, provesFen: 30_000n });
    expect(await voucher(first.voucherId)).toMatchObject({ totalFen: 20_000n, issuedDay: '2026-10-03', version: 1 });
    expect(await see((tx) => correctionsOf(tx, second))).toMatchObject({
      entries: [{ version: 1, totalFen: 20_000n, issuedDay: '2026-10-03' }],
      earlierNumber: null,
    });
    // The face value is the corrected one, for whomever.
    expect(await record(await pay(), right, null, 1n)).toEqual({ ok: false, error: 'invoice-used' });
    // Withdrawn again, entered a third time.
    must(await withdraw(second.id));
    const third = must(await record(expenseId, { ...right, totalFen: 30_001n, taxFen: 1_699n }, pdf.id, 30_000n));
    expect(await voucher(third.voucherId)).toMatchObject({ version: 3, totalFen: 30_001n });
  });
  it('is entered again under its right number, and its file goes with it', async () => {
    const [expenseId, pdf] = [await pay(), await file()];
    const wrong = facts();
    const first = must(await record(expenseId, wrong, pdf.id));
    const right = facts();
    expect(await record(expenseId, right, pdf.id, 1n)).toEqual({ ok: false, error: 'claim-above-expense' });
    must(await withdraw(first.voucherId));
    const second = await voucher(must(await record(expenseId, right, pdf.id)).voucherId);
    expect(second).toMatchObject({ invoiceNumber: right.number, version: 1 });
    expect(await see((tx) => correctionsOf(tx, second))).toMatchObject({ entries: [], earlierNumber: { number: wrong.number } });
    // The wrong number may turn out to be another shop's invoice: it is free, but never with this file.
    const other = await pay();
    expect(await record(other, wrong, pdf.id)).toEqual({ ok: false, error: 'invoice-used' });
    must(await record(other, wrong, (await file()).id));
    expect(await see(verifyBooks)).toEqual([]);
  });
});

describe('a red letter', () => {
  it('makes its original’s voucher prove less, and what it took back is never claimed again', async () => {
    const expenseId = await pay();
    const original = facts();
    const { voucherId } = must(await record(expenseId, original, (await file()).id));
    await refund(expenseId, 10_000n);
    expect(must(await redLetter(voucherId, red(-10_000n)))).toEqual({ reducedFen: 10_000n });
    expect(await voucher(voucherId)).toMatchObject({ claimedFen: 30_000n, provesFen: 20_000n });
    expect(await see((tx) => reductionsOf(tx, voucherId))).toMatchObject([{ reducedFen: -10_000n, redLetter: { totalFen: -10_000n } }]);
    expect(await record(await pay(), original, null, 1n)).toEqual({ ok: false, error: 'invoice-used' });
    // Together they never exceed the original.
    expect(await redLetter(voucherId, red(-20_001n))).toEqual({ ok: false, error: 'above-original' });
    must(await redLetter(voucherId, red(-20_000n)));
    expect(await voucher(voucherId)).toMatchObject({ provesFen: 0n });
    expect(await redLetter(voucherId, red(-1n))).toEqual({ ok: false, error: 'nothing-left' });
    expect(await withdraw(voucherId)).toEqual({ ok: false, error: 'nothing-left' });
    expect(await see(verifyBooks)).toEqual([]);
  });
  it('is one thing in the whole city, by number and by file, and pays for nothing', async () => {
    const [one, two] = [await pay(), await pay()];
    const [a, b] = [must(await record(one, facts(), null)), must(await record(two, facts(), null))];
    const [letter, pdf] = [red(-5_000n), await file()];
    must(await redLetter(a.voucherId, letter, pdf.id));
    expect(await redLetter(b.voucherId, letter)).toEqual({ ok: false, error: 'invoice-used' });
    expect(await redLetter(b.voucherId, red(-5_000n), (await file(pdf.hash)).id)).toEqual({ ok: false, error: 'invoice-used' });
    expect(await record(await pay(), facts({ number: letter.number }), null)).toEqual({ ok: false, error: 'red-letter' });
    expect(await record(await pay(), facts(), (await file(pdf.hash)).id)).toEqual({ ok: false, error: 'red-letter' });
    expect(await redLetter(b.voucherId, red(5_000n))).toEqual({ ok: false, error: 'red-not-negative' });
    expect(await redLetter(b.voucherId, { ...red(-5_000n), issuedDay: '2026-10-29' })).toEqual({ ok: false, error: 'day-before-original' });
    expect(await redLetter(b.voucherId, { ...red(-5_000n), netFen: -4_000n })).toEqual({ ok: false, error: 'sum-wrong' });
    // A refused red letter leaves nothing behind.
    expect(await voucher(b.voucherId)).toMatchObject({ provesFen: 30_000n });
  });
  it('lets the rest of its voucher be withdrawn, and a receipt be reduced by the refund alone', async () => {
    const expenseId = await pay();
    const { voucherId } = must(await record(expenseId, facts(), null));
    const back = await refund(expenseId, 10_000n);
    expect(await s.run((tx) => reduceReceiptIn(tx, { voucherId, refundId: back.refundId, amountFen: 10_000n, reason: '退' }))).toEqual({
      ok: false,
      error: 'has-invoice',
    });
    must(await redLetter(voucherId, red(-10_000n)));
    must(await withdraw(voucherId));
    const bought = await pay();
    const slip = must(await record(bought, facts({ kind: 'receipt', number: '', netFen: 30_000n, taxFen: 0n }), (await file()).id));
    expect(await redLetter(slip.voucherId, red(-1n))).toEqual({ ok: false, error: 'no-invoice' });
    const given = await refund(bought, 4_000n);
    const reduce = (amountFen: bigint) =>
      s.run((tx) => reduceReceiptIn(tx, { voucherId: slip.voucherId, refundId: given.refundId, amountFen, reason: '退一盏' }));
    expect(await reduce(4_001n)).toEqual({ ok: false, error: 'above-refund' });
    must(await reduce(4_000n));
    expect(await voucher(slip.voucherId)).toMatchObject({ provesFen: 26_000n });
    expect(await see(verifyBooks)).toEqual([]);
  });
  it('and vouchers together prove what was paid and not refunded', async () => {
    const expenseId = await pay();
    await refund(expenseId, 10_000n);
    expect(await record(expenseId, facts(), null)).toEqual({ ok: false, error: 'claim-above-expense' });
    must(await record(expenseId, facts(), null, 20_000n));
  });
});
