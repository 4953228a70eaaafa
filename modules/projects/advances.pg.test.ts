import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Actor, Permissions } from '#platform/access';
import {
  type InvoiceFacts,
  advancesOfSubject,
  findExpense,
  liveReservations,
  projectAccount,
  supplierRefundsOf,
  verifyBooks,
  vouchersOf,
} from '#modules/books';
import { setSettings } from '#modules/funds';
import { dutiesOf } from '#modules/inbox';
import {
  advanceDaysKey,
  askSpending,
  closeSpending,
  decideSpending,
  findSpendingRequest,
  handAdvance,
  missingPapers,
  paymentReversalsOf,
  paySpending,
  recordRedLetter,
  recordVoucher,
  reduceReceipt,
  refundSpending,
  reversePayment,
  reverseRefund,
  settleAdvance,
  type SpendingLine,
  spendingPermissions,
  type Upload,
  withdrawSpending,
} from './index.ts';
import { caiLu, doing, must, type Scene } from './scene.fixture.ts';

let s: Scene;
let projectId: string;
beforeAll(async () => {
  s = await caiLu();
  s.t.platform.permissions = new Permissions([s.t.platform.permissions.table, spendingPermissions]);
});
afterAll(() => s?.t.close());
beforeEach(async () => {
  s.t.clock.set('2026-11-02T09:00:00+08:00');
  projectId = await doing(s);
  s.t.clock.set('2026-12-02T09:00:00+08:00');
});

const by = (actor: Actor) => s.t.contextFor(actor);
const yuan = (amount: bigint) => amount * 100n;
const pens: SpendingLine[] = [{ category: 'materials', text: '签字笔', amountFen: yuan(200n) }];
const approved = async (): Promise<string> => {
  const id = must(await askSpending(by(s.cast.supervisor), { projectId, item: '签字笔', why: '会议记录用', payee: '高桥文具店', lines: pens }));
  must(await decideSpending(by(s.cast.secretary), { requestId: id, decision: 'approved', note: '' }));
  must(await decideSpending(by(s.cast.director), { requestId: id, decision: 'approved', note: '' }));
  return id;
};
let files = 0;
const upload = (name = '回单.pdf'): Upload => ({
  stored: { sha256: (++files).toString(16).padStart(64, 'a'), sizeBytes: 100, mediaType: 'application/pdf' },
  name,
});
const request = (id: string) => s.see((tx) => findSpendingRequest(tx, id));
const account = () => s.see((tx) => projectAccount(tx, projectId));
const hand = (requestId: string, over: Partial<Parameters<typeof handAdvance>[1]> = {}, actor = s.cast.secretary) =>
  handAdvance(by(actor), {
    requestId,
    holder: 'supplier',
    amountFen: yuan(150n),
    day: '2026-12-02',
    method: 'cash',
    proof: null,
    anotherReason: null,
    ...over,
  });
const settle = (advanceId: string, amountsFen: readonly bigint[], over: Partial<Parameters<typeof settleAdvance>[1]> = {}) =>
  settleAdvance(by(s.cast.secretary), { advanceId, amountsFen, day: '2026-12-02', method: 'cash', proof: null, ...over });
const paid = async () => {
  const id = await approved();
  must(await paySpending(by(s.cast.secretary), { requestId: id, day: '2026-12-02', method: 'transfer', proof: upload() }));
  return id;
};
let numbers = 0;
const number = () => `2631200009${String(++numbers).padStart(10, '0')}`;
const facts = (over: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  kind: 'e_invoice',
  code: '',
  number: number(),
  issuedDay: '2026-12-01',
  netFen: yuan(200n),
  taxFen: 0n,
  totalFen: yuan(200n),
  sellerName: '高桥文具店',
  sellerTaxId: null,
  ...over,
});
const record = async (requestId: string, of = facts()) =>
  must(
    await recordVoucher(by(s.cast.secretary), {
      requestId,
      facts: of,
      claimedFen: of.totalFen,
      file: upload('发票.pdf'),
      reason: of.kind === 'receipt' ? '小店' : null,
    }),
  );
const dutiesFor = (id: string) => s.see((tx) => dutiesOf(tx, { subjectId: id }));
const duties = async (id: string) => (await dutiesFor(id)).map((duty) => duty.kind);
const proven = async () => expect(await s.see(verifyBooks)).toEqual([]);
const owner = (text: string, values: unknown[]) =>
  s.t.owner.query(text, values).then(
    () => null,
    (error: Error & { code?: string }) => `${error.code} ${error.message}`,
  );

describe('an advance for an approved request', () => {
  it('is handed out by who pays, stands as a duty with the office’s deadline, and is settled by its receipts', async () => {
    must(await setSettings(by(s.cast.officer), { values: { [advanceDaysKey]: '10' }, reason: '街道约定' }));
    const id = await approved();
    expect(await hand(id, {}, s.cast.director)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await hand(id, { method: 'transfer' })).toEqual({ ok: false, error: 'proof-missing' });
    expect(await hand(id, { day: '2026-12-01' })).toEqual({ ok: false, error: 'day-before-approval' });
    expect(await hand(id, { holder: s.cast.keeper.personId ?? '' })).toEqual({ ok: false, error: 'holder-unknown' });
    expect(await hand(id, { amountFen: yuan(201n) })).toEqual({ ok: false, error: 'above-approved' });
    const advanceId = must(await hand(id, { holder: s.cast.supervisor.personId ?? '' }));
    expect((await account()).totals).toMatchObject({ advancedFen: yuan(150n), reservedFen: yuan(50n) });
    expect(await dutiesFor(id)).toMatchObject([{ kind: 'spending.settle-advance', role: 'secretary', dueDay: '2026-12-12' }]);
    // It is neither paid once more nor taken back meanwhile, whoever tries.
    expect(await paySpending(by(s.cast.secretary), { requestId: id, day: '2026-12-02', method: 'cash', proof: null })).toEqual({
      ok: false,
      error: 'advance-open',
    });
    expect(await withdrawSpending(by(s.cast.supervisor), { requestId: id, reason: '不买了' })).toEqual({ ok: false, error: 'advance-open' });
    expect(await owner("update spending_request set state = 'withdrawn', state_reason = '绕过' where id = $1", [id])).toMatch(
      /^23514 the request has an advance/,
    );
    expect(await settle(advanceId, [yuan(201n)])).toEqual({ ok: false, error: 'above-approved' });
    must(await settle(advanceId, [yuan(180n)]));
    expect(await request(id)).toMatchObject({ state: 'paid', paidBy: s.cast.secretary.personId });
    expect((await account()).totals).toMatchObject({ advancedFen: 0n, reservedFen: 0n, spentFen: yuan(180n) });
    expect(await duties(id)).not.toContain('spending.settle-advance');
    expect(await duties(id)).toContain('spending.voucher');
    expect(await settle(advanceId, [yuan(1n)])).toEqual({ ok: false, error: 'already-settled' });
    await proven();
  });
  it('handed back whole ends the request', async () => {
    const id = await approved();
    const advanceId = must(await hand(id));
    must(await settle(advanceId, [0n]));
    expect(await request(id)).toMatchObject({ state: 'withdrawn' });
    expect(await s.see((tx) => advancesOfSubject(tx, id))).toMatchObject([{ state: 'settled', settlement: { backFen: yuan(150n), expenseId: null } }]);
    await proven();
  });
  it('is refused to who has one open, unless the payer says why', async () => {
    const [one, two] = [await approved(), await approved()];
    must(await hand(one));
    expect(await hand(two)).toEqual({ ok: false, error: 'holder-has-advance' });
    must(await hand(two, { anotherReason: '另一家学校同时要用' }));
  });
});

describe('a payment recorded wrongly', () => {
  it('is undone by the office, never by who recorded it; the request is approved again with its money kept', async () => {
    const id = await paid();
    await record(id);
    const wrong = (await request(id))?.expenseId ?? '';
    expect(await reversePayment(by(s.cast.secretary), { requestId: id, reason: '付错', then: 'reopen' })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await reversePayment(by(s.cast.officer), { requestId: id, reason: ' ', then: 'reopen' })).toEqual({ ok: false, error: 'reason-required' });
    expect(must(await reversePayment(by(s.cast.officer), { requestId: id, reason: '金额付错', then: 'reopen' }))).toBe('reopened');
    expect(await request(id)).toMatchObject({ state: 'approved', expenseId: null, paidBy: null });
    expect(await s.see((tx) => vouchersOf(tx, wrong))).toMatchObject([{ withdrawn: { reason: '付款已冲销：金额付错' } }]);
    expect(await s.see((tx) => liveReservations(tx, projectId))).toMatchObject([{ subjectId: id }]);
    expect(await s.see((tx) => paymentReversalsOf(tx, id))).toMatchObject([{ outcome: 'reopened', reversedBy: s.cast.officer.personId, expenseId: wrong }]);
    // Paid again, with a new expense.
    must(await paySpending(by(s.cast.secretary), { requestId: id, day: '2026-12-02', method: 'cash', proof: null }));
    expect((await request(id))?.expenseId).not.toBe(wrong);
    expect((await account()).totals).toMatchObject({ spentFen: yuan(200n), reservedFen: 0n });
    await proven();
  });
  it('also after it was signed off, and ends the request where that is asked', async () => {
    const id = await paid();
    await record(id);
    must(await closeSpending(by(s.cast.director), { requestId: id }));
    const expenseId = (await request(id))?.expenseId;
    expect(await owner("update spending_request set state = 'approved', expense_id = null, closed_by = null, closed_at = null where id = $1", [id])).toMatch(
      /^23514 (a settled spending request stays|a request is opened again)/,
    );
    expect(must(await reversePayment(by(s.cast.head), { requestId: id, reason: '重复付款', then: 'end' }))).toBe('ended');
    expect(await request(id)).toMatchObject({ state: 'withdrawn', stateReason: '付款已冲销：重复付款' });
    expect(await s.see((tx) => findExpense(tx, expenseId ?? ''))).toMatchObject({ inForce: false });
    expect((await account()).totals).toMatchObject({ spentFen: 0n, reservedFen: 0n });
    expect(await reversePayment(by(s.cast.head), { requestId: id, reason: '再来', then: 'end' })).toEqual({ ok: false, error: 'wrong-state' });
    // Two persons: around the application too.
    expect(await owner('update payment_reversal set reversed_by = recorded_by where request_id = $1', [id])).toMatch(/append-only/);
    await proven();
  });
  it('by settling an advance, opens the advance again', async () => {
    const id = await approved();
    const advanceId = must(await hand(id));
    must(await settle(advanceId, [yuan(100n)]));
    expect(must(await reversePayment(by(s.cast.officer), { requestId: id, reason: '票据看错', then: 'reopen' }))).toBe('advance-open');
    expect(await s.see((tx) => advancesOfSubject(tx, id))).toMatchObject([{ id: advanceId, state: 'open' }]);
    expect(await duties(id)).toContain('spending.settle-advance');
    must(await settle(advanceId, [yuan(90n)]));
    expect((await account()).totals).toMatchObject({ advancedFen: 0n, spentFen: yuan(90n) });
    await proven();
  });
});

describe('money a supplier gives back', () => {
  const refund = (requestId: string, fen: bigint, over: Partial<Parameters<typeof refundSpending>[1]> = {}) =>
    refundSpending(by(s.cast.secretary), {
      requestId,
      amountsFen: [fen],
      day: '2026-12-02',
      method: 'transfer',
      reason: '退回 50 支',
      proof: upload(),
      ...over,
    });
  const red = (voucherId: string, totalFen: bigint, file: Upload | null = upload('红字.pdf')) =>
    recordRedLetter(by(s.cast.secretary), {
      voucherId,
      facts: { kind: 'e_invoice', code: '', number: number(), issuedDay: '2026-12-02', netFen: totalFen, taxFen: 0n, totalFen },
      file,
      reason: '退货',
    });
  it('is available again, and the red letter brings the papers down to it', async () => {
    const id = await paid();
    const { voucherId } = await record(id);
    expect(await request(id)).toMatchObject({ state: 'vouchered' });
    expect(await refund(id, yuan(50n), { proof: null })).toEqual({ ok: false, error: 'proof-missing' });
    expect(await refund(id, yuan(201n))).toEqual({ ok: false, error: 'above-paid' });
    must(await refund(id, yuan(50n)));
    expect((await account()).totals).toMatchObject({ spentFen: yuan(150n) });
    // The papers prove more than was paid: nothing is signed off like that.
    expect(await request(id)).toMatchObject({ state: 'paid' });
    expect(await duties(id)).toContain('spending.red-letter');
    expect(await red(voucherId, yuan(-50n), null)).toEqual({ ok: false, error: 'file-missing' });
    must(await red(voucherId, yuan(-50n)));
    expect(await request(id)).toMatchObject({ state: 'vouchered' });
    expect(await duties(id)).not.toContain('spending.red-letter');
    must(await closeSpending(by(s.cast.director), { requestId: id }));
    // Comes also after signing off; the duty stands until the red letter is there.
    must(await refund(id, yuan(20n)));
    expect(await request(id)).toMatchObject({ state: 'closed' });
    expect(await duties(id)).toContain('spending.red-letter');
    expect(await reversePayment(by(s.cast.officer), { requestId: id, reason: '付错', then: 'end' })).toEqual({ ok: false, error: 'refunded' });
    await proven();
  });
  it('reduces a receipt by itself, and is undone by the office alone, not by who recorded it', async () => {
    const id = await paid();
    const { voucherId } = await record(id, facts({ kind: 'receipt', number: '' }));
    const refundId = must(await refund(id, yuan(50n)));
    must(await reduceReceipt(by(s.cast.secretary), { voucherId, refundId }));
    const current = await request(id);
    if (!current) throw new Error('no request');
    expect(await s.see((tx) => missingPapers(tx, current))).toMatchObject({ uncoveredFen: 0n });
    expect(await reverseRefund(by(s.cast.officer), { requestId: id, refundId, reason: '没有退' })).toEqual({ ok: false, error: 'red-lettered' });
    const other = await paid();
    const wrong = must(await refund(other, yuan(10n)));
    expect(await reverseRefund(by(s.cast.secretary), { requestId: other, refundId: wrong, reason: '没有退' })).toEqual({ ok: false, error: 'not-allowed' });
    must(await reverseRefund(by(s.cast.officer), { requestId: other, refundId: wrong, reason: '没有退' }));
    expect(await s.see((tx) => supplierRefundsOf(tx, current.expenseId ?? ''))).toHaveLength(1);
    await proven();
  });
});
