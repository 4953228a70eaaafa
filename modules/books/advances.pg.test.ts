import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '#libs/result';
import type { Result } from '#libs/result';
import type { Tx } from '#platform/database';
import {
  advancesOfProject,
  findAward,
  findExpense,
  handAdvanceIn,
  liveReservations,
  projectAccount,
  supplierRefundIn,
  supplierRefundsOf,
  reserveIn,
  returnIn,
  reverseIn,
  settleAdvanceIn,
  spendIn,
  verifyBooks,
} from './index.ts';
import { type Scene, scene } from './scene.fixture.ts';

let s: Scene;
beforeEach(async () => {
  s = await scene();
}, 60_000);
afterEach(() => s.t.close());

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(`unexpected ${JSON.stringify(result.error)}`);
  return result.value;
};
const see = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => s.t.db.tenant(s.t.subdistrictId, work, 'read');
const award = async (id: string) => {
  const found = await see((tx) => findAward(tx, id));
  if (!found) throw new Error('no award');
  return found;
};
const lines = [
  { category: 'materials', text: '灯', amountFen: 60_000n },
  { category: 'publicity', text: '告示', amountFen: 40_000n },
];
const reserve = async (subjectId = s.id()) => {
  must(await s.run((tx) => reserveIn(tx, { projectId: s.projectId, subjectId, text: '灯和告示', lines })));
  return subjectId;
};
const holder = { kind: 'supplier', name: '高桥五金店' } as const;
const hand = (subjectId: string, amountFen: bigint, over: Partial<Parameters<typeof handAdvanceIn>[1]> = {}) =>
  s.run((tx) => handAdvanceIn(tx, { projectId: s.projectId, subjectId, holder, amountFen, text: '预支', method: 'cash', ...over }));
const settle = (advanceId: string, over: Partial<Parameters<typeof settleAdvanceIn>[1]> = {}) =>
  s.run((tx) => settleAdvanceIn(tx, { advanceId, lines, payee: '高桥五金店', text: '买灯', method: 'cash', ...over }));
const proven = async () => expect(await see(verifyBooks)).toEqual([]);

describe('an advance', () => {
  it('is neither spent nor available; what is not handed out stays kept', async () => {
    const subject = await reserve();
    const before = await award(s.grant);
    must(await hand(subject, 70_000n));
    const totals = (await see((tx) => projectAccount(tx, s.projectId))).totals;
    expect(totals).toMatchObject({ advancedFen: 70_000n, reservedFen: 30_000n, spentFen: 0n, availableFen: 4_710_000n });
    expect(before.availableFen + (await award(s.households)).availableFen).toBeLessThanOrEqual(4_810_000n);
    const [kept] = await see((tx) => liveReservations(tx, s.projectId));
    expect(kept).toMatchObject({ subjectId: subject, lines: [{ category: 'publicity', amountFen: 30_000n }] });
    await proven();
  });
  it('is settled by receipts below it: the rest returns to its sources', async () => {
    const subject = await reserve();
    const { advanceId } = must(await hand(subject, 100_000n));
    const done = must(await settle(advanceId, { lines: [{ category: 'materials', text: '灯', amountFen: 45_001n }] }));
    expect(done.backFen).toBe(54_999n);
    const { totals } = await see((tx) => projectAccount(tx, s.projectId));
    expect(totals).toMatchObject({ advancedFen: 0n, reservedFen: 0n, spentFen: 45_001n, availableFen: 4_810_000n - 45_001n });
    const [advance] = await see((tx) => advancesOfProject(tx, s.projectId));
    expect(advance).toMatchObject({ state: 'settled', settlement: { backFen: 54_999n, expenseId: done.expenseId } });
    await proven();
  });
  it('is settled by receipts above it: the rest is paid, from what was kept', async () => {
    const subject = await reserve();
    const { advanceId } = must(await hand(subject, 10_000n));
    const done = must(await settle(advanceId));
    expect(done.backFen).toBe(-90_000n);
    const { totals } = await see((tx) => projectAccount(tx, s.projectId));
    expect(totals).toMatchObject({ advancedFen: 0n, reservedFen: 0n, spentFen: 100_000n, availableFen: 4_710_000n });
    await proven();
  });
  it('may be handed back whole, and is settled once', async () => {
    const { advanceId } = must(await hand(await reserve(), 100_000n));
    expect(await settle(advanceId, { lines: [], method: null })).toEqual({ ok: false, error: 'method-missing' });
    expect(must(await settle(advanceId, { lines: [] }))).toMatchObject({ expenseId: null, backFen: 100_000n });
    expect(await settle(advanceId)).toEqual({ ok: false, error: 'already-settled' });
    await proven();
  });
  it('is refused above what is kept, twice for one request, and to a holder who has one open unless somebody says why', async () => {
    const [one, two] = [await reserve(), await reserve()];
    expect(await hand(s.id(), 1n)).toEqual({ ok: false, error: 'not-reserved' });
    expect(await hand(one, 100_001n)).toEqual({ ok: false, error: 'above-approved' });
    must(await hand(one, 50_000n));
    expect(await hand(one, 1n, { holder: { kind: 'supplier', name: '别家' } })).toEqual({ ok: false, error: 'advance-open' });
    expect(await hand(two, 1n)).toEqual({ ok: false, error: 'holder-has-advance' });
    must(await hand(two, 1n, { anotherReason: '另一批货要先付定金' }));
    await proven();
  });
  it('is undone by reversal while it is open, not under its settlement; the same key hands it out once', async () => {
    const subject = await reserve();
    const first = must(await hand(subject, 100_000n, { key: 'once' }));
    expect(must(await hand(subject, 100_000n, { key: 'once' }))).toEqual(first);
    const settled = must(await settle(first.advanceId));
    expect(await s.run((tx) => reverseIn(tx, { txnId: first.txnId, reason: '付错' }))).toEqual({ ok: false, error: 'advance-settled' });
    must(await s.run((tx) => reverseIn(tx, { txnId: settled.txnId, reason: '结错' })));
    must(await settle(first.advanceId, { lines: [] }));
    const { totals } = await see((tx) => projectAccount(tx, s.projectId));
    expect(totals).toMatchObject({ advancedFen: 0n, spentFen: 0n, availableFen: 4_810_000n });
    await proven();
  });
  it('sixteen who settle one advance at once: one does', async () => {
    const { advanceId } = must(await hand(await reserve(), 100_000n));
    const done = await Promise.all(Array.from({ length: 16 }, () => settle(advanceId)));
    expect(done.filter((each) => each.ok)).toHaveLength(1);
    expect((await award(s.grant)).advancedFen).toBe(0n);
    await proven();
  });
});

describe('a refund of a supplier', () => {
  const pay = async () => must(await s.run((tx) => spendIn(tx, { projectId: s.projectId, payee: '五金店', text: '灯', method: 'transfer', lines })));
  const file = async () => {
    const id = s.id();
    await s.t.owner.query(
      `insert into file (subdistrict_id, id, sha256, size_bytes, media_type, name, visibility, uploaded_at) values ($1, $2, $3, 10, 'image/png', '回单.png', 'office', now())`,
      [s.t.subdistrictId, id, id.replaceAll('-', '').repeat(2)],
    );
    return id;
  };
  const refund = async (expenseId: string, of: readonly { lineId: string; amountFen: bigint }[]) => {
    const proofFileId = await file();
    return s.run((tx) => supplierRefundIn(tx, { expenseId, lines: of, payer: '五金店', method: 'transfer', reason: '两盏坏的', proofFileId }));
  };
  it('gives the money back to the sources that paid, and it is available again', async () => {
    const { expenseId } = await pay();
    const expense = await see((tx) => findExpense(tx, expenseId));
    const [lamp, poster] = expense?.lines ?? [];
    if (!lamp || !poster) throw new Error('no lines');
    expect(await refund(expenseId, [{ lineId: lamp.id, amountFen: 60_001n }])).toEqual({ ok: false, error: 'above-paid' });
    const done = must(await refund(expenseId, [{ lineId: lamp.id, amountFen: 20_000n }]));
    expect(await refund(expenseId, [{ lineId: lamp.id, amountFen: 40_001n }])).toEqual({ ok: false, error: 'above-paid' });
    const account = await see((tx) => projectAccount(tx, s.projectId));
    expect(account.totals).toMatchObject({ spentFen: 80_000n, availableFen: 4_810_000n - 80_000n });
    expect(account.categories).toContainEqual({ category: 'materials', reservedFen: 0n, spentFen: 40_000n });
    expect(await see((tx) => findExpense(tx, expenseId))).toMatchObject({ amountFen: 100_000n, refundedFen: 20_000n });
    await proven();
    // Reversal takes it away again; a payment under a refund stays.
    expect(await s.run((tx) => reverseIn(tx, { txnId: expense?.txnId ?? '', reason: '付错' }))).toEqual({ ok: false, error: 'refunded' });
    must(await s.run((tx) => reverseIn(tx, { txnId: done.txnId, reason: '记错' })));
    expect(await see((tx) => supplierRefundsOf(tx, expenseId))).toMatchObject([{ inForce: false, amountFen: 20_000n }]);
    must(await s.run((tx) => reverseIn(tx, { txnId: expense?.txnId ?? '', reason: '付错' })));
    expect(await refund(expenseId, [{ lineId: lamp.id, amountFen: 1n }])).toEqual({ ok: false, error: 'not-paid' });
    await proven();
  });
  it('that is used by now is not undone', async () => {
    const { expenseId } = await pay();
    const expense = await see((tx) => findExpense(tx, expenseId));
    const [lamp] = expense?.lines ?? [];
    const done = must(await refund(expenseId, [{ lineId: lamp?.id ?? '', amountFen: 60_000n }]));
    must(
      await s.run(async (tx) => {
        for (const id of [s.grant, s.households]) {
          const left = (await findAward(tx, id))?.availableFen ?? 0n;
          if (left > 0n) must(await returnIn(tx, { awardId: id, amountFen: left, text: '退回' }));
        }
        return ok();
      }),
    );
    expect(await s.run((tx) => reverseIn(tx, { txnId: done.txnId, reason: '记错' }))).toEqual({ ok: false, error: 'not-enough-money' });
  });
});
