import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '#libs/result';
import { read } from '#platform/command';
import {
  awardLedger,
  closeAwardIn,
  findAward,
  findExpense,
  householdContributions,
  liveReservations,
  openAwardIn,
  type PayLine,
  pledgeIn,
  previewPayment,
  projectAccount,
  receiveIn,
  releaseIn,
  reserveIn,
  returnIn,
  reverseIn,
  spendIn,
  trialBalance,
  verifyBooks,
} from './index.ts';
import { type Scene, scene } from './scene.fixture.ts';

let s: Scene;
beforeAll(async () => {
  s = await scene();
});
afterAll(() => s?.t.close());
let projectId: string;
let grant: string, households: string;
/** A fresh project with 1,000 yuan of grant (materials, publicity) and 500 of households (materials only). */
beforeEach(async () => {
  projectId = s.id();
  await s.t.owner.query(
    `insert into project (subdistrict_id, id, neighbourhood_id, year, serial_no, serial, title, state, state_at, created_at)
    select subdistrict_id, $2, neighbourhood_id, year, (select max(serial_no) + 1 from project), '2026-' || lpad((select max(serial_no) + 1 from project)::text, 3, '0'), title, state, state_at, created_at
    from project where id = $1`,
    [s.projectId, projectId],
  );
  const made = await s.run(async (tx) => {
    const terms = { projectId, validFrom: '2026-03-01', validTo: '2026-12-31' };
    const made = [
      await openAwardIn(tx, { ...terms, sourceKind: 'grant', name: '自治金', categories: ['materials', 'publicity'] }),
      await openAwardIn(tx, { ...terms, sourceKind: 'household', name: '居民自筹', categories: ['materials'] }),
    ] as const;
    for (const [index, fen] of [100_000n, 50_000n].entries())
      await receiveIn(tx, { awardId: made[index] ?? '', amountFen: fen, method: 'transfer', payer: { name: '甲' } });
    return ok(made);
  });
  if (!made.ok) throw new Error(made.error);
  [grant, households] = made.value;
});

const see = <T>(work: Parameters<typeof read<T>>[1]) => read({ platform: s.t.platform, subdistrictId: s.t.subdistrictId }, work);
const account = () => see((tx) => projectAccount(tx, projectId));
const materials = (fen: bigint): PayLine => ({ category: 'materials', text: '灯具', amountFen: fen });
const publicity = (fen: bigint): PayLine => ({ category: 'publicity', text: '海报', amountFen: fen });
const spend = (lines: PayLine[], more: { key?: string; subjectId?: string; day?: string } = {}) =>
  s.run((tx) => spendIn(tx, { projectId, payee: '五金店', text: '买灯', method: 'transfer', lines, ...more }));
const reserve = (subjectId: string, ...lines: PayLine[]) => s.run((tx) => reserveIn(tx, { projectId, subjectId, text: '预留', lines }));
const healthy = async () => expect(await see(verifyBooks)).toEqual([]);

describe('the account of a project', () => {
  it('shows a pledge, but never as money', async () => {
    await s.run((tx) => pledgeIn(tx, { awardId: households, amountFen: 310_000n, payer: { name: '62户' } }));
    expect((await account()).sources.find((each) => each.awardId === households)).toMatchObject({
      pledgedFen: 310_000n,
      receivedFen: 50_000n,
      availableFen: 50_000n,
    });
    expect(await spend([materials(150_001n)])).toEqual({ ok: false, error: 'not-enough-money' });
  });
  it('adds up by source and category, with every entry and its papers', async () => {
    expect((await spend([materials(60_000n), publicity(90_000n)])).ok).toBe(true);
    const view = await account();
    expect(view.totals).toEqual({
      pledgedFen: 0n,
      receivedFen: 150_000n,
      reservedFen: 0n,
      spentFen: 150_000n,
      returnedFen: 0n,
      advancedFen: 0n,
      availableFen: 0n,
    });
    expect(view.categories).toEqual([
      { category: 'materials', reservedFen: 0n, spentFen: 60_000n },
      { category: 'publicity', reservedFen: 0n, spentFen: 90_000n },
    ]);
    const entries = await see((tx) => awardLedger(tx, grant));
    expect(entries.map((entry) => [entry.kind, entry.amounts.held])).toEqual([
      ['receipt', 100_000n],
      ['spend', -100_000n],
    ]);
    await healthy();
  });
  it('reproduces the published leverage of 海棠巷: 120,000 on 20,000 is 6.0', async () => {
    const haitang = await s.run(async (tx) => {
      await s.t.owner.query(
        "insert into project (subdistrict_id, id, neighbourhood_id, year, serial_no, serial, title, state, state_at, created_at) select subdistrict_id, $1, neighbourhood_id, 2025, (select max(serial_no) + 1 from project), '2025-001', '海棠巷', state, state_at, created_at from project where id = $2",
        [(projectId = s.id()), s.projectId],
      );
      const terms = { projectId, validFrom: '2026-03-01', validTo: '2026-12-31', categories: ['materials'] };
      for (const [sourceKind, amountFen] of [
        ['grant', 2_000_000n],
        ['property', 12_000_000n],
      ] as const) {
        const awardId = await openAwardIn(tx, { ...terms, sourceKind, name: sourceKind });
        await receiveIn(tx, { awardId, amountFen, method: 'transfer', payer: { name: '甲' } });
      }
      return ok();
    });
    expect(haitang.ok).toBe(true);
    expect((await account()).leverage).toBe('6.0');
  });
  it('the trial balance of debits equals that of credits', async () => {
    await reserve(s.id(), materials(10_000n));
    const lines = await see((tx) => trialBalance(tx, projectId));
    const sum = (side: 'debitFen' | 'creditFen') => lines.reduce((fen, line) => fen + line[side], 0n);
    expect([sum('debitFen'), sum('creditFen')]).toEqual([160_000n, 160_000n]);
  });
});

describe('lines are assigned to the sources that may pay them', () => {
  it('materials leave the grant for publicity', async () => {
    const spent = await spend([materials(50_000n), publicity(100_000n)]);
    if (!spent.ok) throw new Error(spent.error);
    const expense = await see((tx) => findExpense(tx, spent.value.expenseId));
    expect(expense?.lines.map((line) => line.shares.map(({ awardName, amountFen }) => [awardName, amountFen]))).toEqual([
      [['居民自筹', 50_000n]],
      [['自治金', 100_000n]],
    ]);
  });
  it('a shortfall is explained by what is short', async () => {
    const { plan } = await see((tx) => previewPayment(tx, projectId, [publicity(100_001n), materials(10n)], '2026-11-02'));
    expect(plan).toMatchObject({ feasible: false, shortfall: { neededFen: 100_001n, availableFen: 100_000n, categories: ['publicity'] } });
  });
  it('an earlier reservation moves to another source when a later line needs its money', async () => {
    const [first, second] = [s.id(), s.id()];
    // Allowed to be paid by both, put on the grant because only the grant is asked for.
    expect((await s.run((tx) => spendIn(tx, { projectId, payee: '甲', text: '乙', method: 'cash', lines: [materials(50_000n)] }))).ok).toBe(true);
    await s.run((tx) => receiveIn(tx, { awardId: grant, amountFen: 1n, method: 'cash', payer: { name: '甲' } }));
    expect((await reserve(first, materials(40_000n))).ok).toBe(true);
    await s.run((tx) => receiveIn(tx, { awardId: households, amountFen: 50_000n, method: 'cash', payer: { name: '甲' } }));
    expect((await reserve(second, publicity(100_000n))).ok).toBe(true);
    const kept = await see((tx) => liveReservations(tx, projectId));
    expect(kept.find((each) => each.subjectId === first)?.lines[0]?.shares).toEqual([{ awardId: households, amountFen: 40_000n }]);
    expect(kept.find((each) => each.subjectId === second)?.lines[0]?.shares).toEqual([{ awardId: grant, amountFen: 100_000n }]);
    await healthy();
  });
  it('a source pays nothing outside its dates', async () => {
    expect(await spend([materials(1n)], { day: '2027-01-01' })).toEqual({ ok: false, error: 'not-enough-money' });
  });
});

describe('reservations', () => {
  it('keep money from others, are spent or released, and only once a subject', async () => {
    const subject = s.id();
    expect((await reserve(subject, materials(150_000n))).ok).toBe(true);
    expect(await reserve(subject, materials(1n))).toEqual({ ok: false, error: 'already-reserved' });
    expect(await spend([materials(1n)])).toEqual({ ok: false, error: 'not-enough-money' });
    expect((await spend([materials(140_000n)], { subjectId: subject })).ok).toBe(true);
    expect((await account()).totals).toMatchObject({ reservedFen: 0n, spentFen: 140_000n, availableFen: 10_000n });
    expect(await s.run(async (tx) => ok(await releaseIn(tx, { projectId, subjectId: subject, reason: '无' })))).toEqual({ ok: true, value: null });
    await healthy();
  });
});

describe('reversal', () => {
  it('restores every balance and happens once', async () => {
    const before = await account();
    const spent = await spend([materials(70_000n)]);
    if (!spent.ok) throw new Error(spent.error);
    const undo = () => s.run((tx) => reverseIn(tx, { txnId: spent.value.txnId, reason: '退货退款' }));
    expect((await undo()).ok).toBe(true);
    expect(await account()).toEqual(before);
    expect(await undo()).toEqual({ ok: false, error: 'already-reversed' });
    expect((await see((tx) => findExpense(tx, spent.value.expenseId)))?.inForce).toBe(false);
    await healthy();
  });
  it('of a receipt whose money is gone is refused', async () => {
    const received = await s.run((tx) => receiveIn(tx, { awardId: households, amountFen: 10_000n, method: 'cash', payer: { name: '甲' } }));
    if (!received.ok) throw new Error(received.error);
    await reserve(s.id(), { ...materials(60_000n), awardIds: [households] });
    expect(await s.run((tx) => reverseIn(tx, { txnId: received.value.txnId, reason: '错' }))).toEqual({ ok: false, error: 'not-enough-money' });
  });
});

describe('the same command again', () => {
  it('changes nothing, door by door', async () => {
    const twice = async (work: () => Promise<unknown>) => expect(await work()).toEqual(await work());
    await twice(() => s.run((tx) => receiveIn(tx, { awardId: grant, amountFen: 5n, method: 'cash', payer: { name: '甲' }, key: `r ${projectId}` })));
    await twice(() => s.run((tx) => pledgeIn(tx, { awardId: grant, amountFen: 7n, payer: { name: '甲' }, key: `p ${projectId}` })));
    await twice(() => spend([materials(3n)], { key: `s ${projectId}` }));
    await twice(() => s.run((tx) => returnIn(tx, { awardId: grant, amountFen: 2n, text: '退', key: `b ${projectId}` })));
    expect((await account()).totals).toMatchObject({ receivedFen: 150_005n, pledgedFen: 7n, spentFen: 3n, returnedFen: 2n });
    await healthy();
  });
  it('nor does the same form at once', async () => {
    const key = s.id();
    const spends = await Promise.all(
      [1, 2, 3, 4].map(() => s.run((tx) => spendIn(tx, { projectId, payee: '甲', text: '乙', method: 'cash', lines: [materials(100n)] }), key)),
    );
    expect(spends[0]).toMatchObject({ ok: true });
    for (const each of spends) expect(each).toEqual(spends[0]);
    expect((await account()).totals.spentFen).toBe(100n);
  });
});

describe('a source that is closed', () => {
  it('is empty first, and takes nothing afterwards', async () => {
    expect(await s.run((tx) => closeAwardIn(tx, grant))).toEqual({ ok: false, error: 'money-left' });
    await s.run((tx) => returnIn(tx, { awardId: grant, amountFen: 100_000n, text: '年末退回' }));
    expect((await s.run((tx) => closeAwardIn(tx, grant))).ok).toBe(true);
    expect(await s.run((tx) => receiveIn(tx, { awardId: grant, amountFen: 1n, method: 'cash', payer: { name: '甲' } }))).toEqual({
      ok: false,
      error: 'award-closed',
    });
    expect((await see((tx) => findAward(tx, grant)))?.state).toBe('closed');
    await healthy();
  });
  it('never gives back more than it has', async () => {
    expect(await s.run((tx) => returnIn(tx, { awardId: households, amountFen: 50_001n, text: '退' }))).toEqual({ ok: false, error: 'not-enough-money' });
  });
});

describe('at the same time', () => {
  it('16 spenders never overdraw a source: 16 × 100 yuan of 1,500 pays 15', async () => {
    const results = await Promise.all(Array.from({ length: 16 }, () => spend([materials(10_000n)])));
    expect(results.filter((each) => each.ok)).toHaveLength(15);
    expect((await account()).totals).toMatchObject({ spentFen: 150_000n, availableFen: 0n });
    await healthy();
  });
  it('16 who go around the application neither: the database lets pass what is there', async () => {
    const { default: pg } = await import('pg');
    const outcomes = await Promise.all(
      Array.from({ length: 16 }, async () => {
        const client = new pg.Client({ connectionString: s.t.appUrl });
        await client.connect();
        const t = s.id();
        const state = await s.plain(
          client,
          [
            `insert into txn (subdistrict_id, id, kind, day, text, project_id, idempotency_key, posting_count, at) values ($1, $2, 'return', '2026-11-02', '退', $3, $4, 2, now())`,
            [s.t.subdistrictId, t, projectId, t],
          ],
          [
            `insert into posting (subdistrict_id, txn_id, seq, award_id, account, amount_fen) values ($1, $2, 1, $3, 'held', -10000), ($1, $2, 2, $3, 'returned', 10000)`,
            [s.t.subdistrictId, t, grant],
          ],
        );
        await client.end();
        return state;
      }),
    );
    expect(outcomes.filter((each) => each === null)).toHaveLength(10);
    expect(outcomes.filter((each) => each?.startsWith('23514 ')).length).toBe(6);
    await healthy();
  });
});

type Step = { do: 'receive' | 'pledge' | 'reserve' | 'spend' | 'return' | 'reverse'; fen: bigint; onGrant: boolean };
const step = fc.record({
  do: fc.constantFrom('receive', 'pledge', 'reserve', 'spend', 'return', 'reverse') as fc.Arbitrary<Step['do']>,
  fen: fc.bigInt({ min: 1n, max: 60_000n }),
  onGrant: fc.boolean(),
});
it('whatever is done in whatever order, no fen appears or is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 15 }), async (steps) => {
      const before = await account();
      const written: string[] = [];
      for (const each of steps) {
        const awardId = each.onGrant ? grant : households;
        const line = { ...(each.onGrant ? publicity(each.fen) : materials(each.fen)) };
        const done = await s.run<{ txnId: string }, string>((tx) => {
          switch (each.do) {
            case 'receive':
              return receiveIn(tx, { awardId, amountFen: each.fen, method: 'cash', payer: { name: '甲' } });
            case 'pledge':
              return pledgeIn(tx, { awardId, amountFen: each.fen, payer: { name: '甲' } });
            case 'reserve':
              return reserveIn(tx, { projectId, subjectId: tx.newId(), text: '预', lines: [line] });
            case 'spend':
              return spendIn(tx, { projectId, payee: '甲', text: '买', method: 'cash', lines: [line] });
            case 'return':
              return returnIn(tx, { awardId, amountFen: each.fen, text: '退' });
            case 'reverse':
              return reverseIn(tx, { txnId: written.at(-1) ?? tx.newId(), reason: '冲' });
          }
        });
        if (done.ok) written.push(done.value.txnId);
        for (const source of (await account()).sources) {
          expect(source.spentFen + source.reservedFen + source.returnedFen <= source.receivedFen).toBe(true);
          expect(source.availableFen >= 0n && source.reservedFen >= 0n && source.spentFen >= 0n).toBe(true);
        }
      }
      await healthy();
      // Undone in the opposite order, everything is as it was.
      for (const txnId of written.reverse()) await s.run((tx) => reverseIn(tx, { txnId, reason: '全部冲回' }));
      expect(await account()).toEqual({ ...before, categories: before.categories });
      expect(await see((tx) => householdContributions(tx, households))).toMatchObject([{ paidFen: 50_000n }]);
    }),
    { numRuns: 8 },
  );
});
