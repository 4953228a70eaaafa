import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '#libs/result';
import { receiveIn, returnIn, reverseIn } from '#modules/books';
import { caiLuBank, must, november, type Scene } from './scene.fixture.ts';
import {
  closeAccount,
  countCash,
  explainDifference,
  findCount,
  findMoneyAccount,
  ledgerOf,
  listStatements,
  matchRows,
  movementsOf,
  openDifferences,
  projectStanding,
  proposeMatches,
  registerAccount,
  signCount,
  standingOn,
  transferBetween,
  undoMatch,
  undoNote,
  undoTransfer,
  wayOfTxnIn,
} from './index.ts';

const scenes: Scene[] = [];
let s: Scene;
beforeEach(async () => {
  s = await caiLuBank();
  scenes.push(s);
}, 60_000);
afterAll(async () => {
  for (const one of scenes) await one.t.close();
});

const ledger = (accountId: string) =>
  s.see(async (tx) => {
    const account = await findMoneyAccount(tx, accountId);
    if (!account) throw new Error('no account');
    return ledgerOf(tx, account);
  });
const standing = async (day = '9999-12-31') => standingOn(await ledger(s.bankId), day);
const as = (who: keyof Scene['cast']) => s.t.contextFor(s.cast[who]);
const none = { 10000: 0, 5000: 0, 2000: 0, 1000: 0, 500: 0, 100: 0, 50: 0, 10: 0 };

describe('statements', () => {
  test('are taken in whole, compared with the books, and leave what each side lacks', async () => {
    expect(must(await s.bring(november))).toMatchObject({ taken: 3, known: 0 });
    const open = await standing();
    expect(proposeMatches(open.rows, open.movements).map((one) => [one.rows[0]?.amountFen, one.movements[0]?.id, one.doubtful])).toEqual([
      [4_500_000n, s.txns.grant, false],
      [-1_776_000n, s.txns.lamps, false],
    ]);
    must(
      await matchRows(as('secretary'), {
        accountId: s.bankId,
        groups: proposeMatches(open.rows, open.movements).map((one) => ({ rowIds: one.rows.map((r) => r.id), movementIds: one.movements.map((m) => m.id) })),
      }),
    );
    const after = await standing();
    expect([after.movements, after.rows.map((one) => one.memo), after.bankFen, after.bookFen, after.leftOverFen]).toEqual([
      [],
      ['结息'],
      2_724_320n,
      2_724_000n,
      0n,
    ]);
    // On the 5th the lamps were paid in the books, and the bank did not know yet.
    const fifth = await standing('2026-11-05');
    expect([fifth.bankFen, fifth.bookFen, fifth.movements.map((one) => one.id), fifth.leftOverFen]).toEqual([4_500_000n, 2_724_000n, [s.txns.lamps], 0n]);
  });

  test('a row that comes again in another file is known, the same file is refused, and so is a file with a bad row', async () => {
    must(await s.bring(november));
    expect(await s.bring(november)).toEqual({ ok: false, error: 'imported-before' });
    const longer = `${november}2026-11-25,年费,,5.00,,27238.20\n`;
    expect(must(await s.bring(longer))).toMatchObject({ taken: 1, known: 3 });
    expect(await s.bring(`${longer}昨天,年费,,5.00,,27233.20\n`)).toEqual({ ok: false, error: 'bad-rows' });
    expect(await s.bring(`${november}\n`)).toEqual({ ok: false, error: 'nothing-new' });
    expect((await ledger(s.bankId)).rows).toHaveLength(4);
    const statements = await s.see((tx) => listStatements(tx, s.bankId));
    expect(statements.filter((one) => one.state === 'imported').map((one) => [one.rowCount, one.knownCount])).toEqual([
      [1, 3],
      [3, 0],
    ]);
  });

  test('a break of the running balance is kept with the statement', async () => {
    must(await s.bring(november.replace('27243.20', '27250.00')));
    const [statement] = await s.see((tx) => listStatements(tx, s.bankId));
    expect(statement?.breaks).toEqual([{ rowNo: 4, expected: '2724320', said: '2725000' }]);
    expect((await standing()).leftOverFen).not.toBe(0n);
  });

  test('an account elsewhere, or read by the auditor, takes no statement', async () => {
    expect(await explainDifference(as('elsewhere'), { accountId: s.bankId, about: { movementId: s.txns.lamps }, kind: 'timing', text: '在途' })).toEqual({
      ok: false,
      error: 'not-allowed',
    });
    expect(await matchRows(as('auditor'), { accountId: s.bankId, groups: [] })).toEqual({ ok: false, error: 'not-allowed' });
  });
});

describe('matches', () => {
  test('are taken apart with a reason, and both sides are open again', async () => {
    must(await s.bring(november));
    const row = (await ledger(s.bankId)).rows.find((one) => one.amountFen === -1_776_000n);
    must(await matchRows(as('secretary'), { accountId: s.bankId, groups: [{ rowIds: [row?.id ?? ''], movementIds: [s.txns.lamps] }] }));
    expect(await matchRows(as('secretary'), { accountId: s.bankId, groups: [{ rowIds: [row?.id ?? ''], movementIds: [s.txns.lamps] }] })).toEqual({
      ok: false,
      error: 'not-open',
    });
    const [link] = (await ledger(s.bankId)).links;
    expect(await undoMatch(as('secretary'), { linkId: link?.id ?? '', reason: ' ' })).toEqual({ ok: false, error: 'reason-required' });
    must(await undoMatch(as('secretary'), { linkId: link?.id ?? '', reason: '对错了' }));
    expect(await undoMatch(as('secretary'), { linkId: link?.id ?? '', reason: '对错了' })).toEqual({ ok: false, error: 'undone' });
    expect((await standing()).movements.map((one) => one.id)).toContain(s.txns.lamps);
    expect((await ledger(s.bankId)).allLinks.map((one) => one.undone?.reason)).toEqual(['对错了']);
  });

  test('in is not matched with out', async () => {
    must(await s.bring(november));
    const row = (await ledger(s.bankId)).rows.find((one) => one.amountFen === 320n);
    expect(await matchRows(as('secretary'), { accountId: s.bankId, groups: [{ rowIds: [row?.id ?? ''], movementIds: [s.txns.lamps] }] })).toEqual({
      ok: false,
      error: 'other-direction',
    });
  });

  test('a transaction that is reversed lets its row wait again', async () => {
    must(await s.bring(november));
    const extra = must(
      await s.run(async (tx) => receiveIn(tx, { awardId: s.grant, amountFen: 320n, method: 'transfer', payer: { name: '利息' }, day: '2026-11-07' })),
    );
    const row = (await ledger(s.bankId)).rows.find((one) => one.amountFen === 320n);
    must(await matchRows(as('secretary'), { accountId: s.bankId, groups: [{ rowIds: [row?.id ?? ''], movementIds: [extra.txnId] }] }));
    expect((await standing()).rows.some((one) => one.amountFen === 320n)).toBe(false);
    must(await s.run((tx) => reverseIn(tx, { txnId: extra.txnId, reason: '不是本项目的钱' })));
    const after = await standing();
    expect([after.rows.map((one) => one.amountFen).includes(320n), after.leftOverFen]).toEqual([true, 0n]);
    // And it may be matched anew: the dead link stands in nobody's way.
    const again = must(
      await s.run((tx) => receiveIn(tx, { awardId: s.grant, amountFen: 320n, method: 'transfer', payer: { name: '利息' }, day: '2026-11-07' })),
    );
    must(await matchRows(as('secretary'), { accountId: s.bankId, groups: [{ rowIds: [row?.id ?? ''], movementIds: [again.txnId] }] }));
  });

  test('money that is no project’s is explained once, and open again when that is taken back', async () => {
    must(await s.bring(november));
    const row = (await ledger(s.bankId)).rows.find((one) => one.amountFen === 320n);
    const about = { rowId: row?.id ?? '' };
    expect(await explainDifference(as('secretary'), { accountId: s.bankId, about: { movementId: s.txns.lamps }, kind: 'other', text: '别的钱' })).toEqual({
      ok: false,
      error: 'wrong-kind',
    });
    must(await explainDifference(as('secretary'), { accountId: s.bankId, about, kind: 'other', text: '账户利息，上交街镇' }));
    expect(await explainDifference(as('secretary'), { accountId: s.bankId, about, kind: 'other', text: '再说一次' })).toEqual({ ok: false, error: 'not-open' });
    expect(await standing()).toMatchObject({ otherFen: 320n, bookFen: 2_724_320n });
    const note = (await ledger(s.bankId)).notes[0];
    must(await undoNote(as('director'), { noteId: note?.id ?? '', reason: '要入账' }));
    expect((await standing()).rows.map((one) => one.amountFen)).toContain(320n);
  });
});

describe('cash', () => {
  test('is in its box by the books, and goes to the bank without changing what there is', async () => {
    const cash = () => ledger(s.cashId);
    expect(standingOn(await cash(), '9999-12-31').bookFen).toBe(300_000n);
    expect(await transferBetween(as('secretary'), { fromId: s.cashId, toId: s.bankId, amountFen: 300_001n, day: '2026-11-07', text: '' })).toEqual({
      ok: false,
      error: 'not-enough-money',
    });
    const atTheBank = standingOn(await ledger(s.bankId), '2026-11-07').bookFen;
    expect(await transferBetween(as('secretary'), { fromId: s.bankId, toId: s.cashId, amountFen: atTheBank + 1n, day: '2026-11-07', text: '' })).toEqual({
      ok: false,
      error: 'not-enough-money',
    });
    const transferId = must(await transferBetween(as('secretary'), { fromId: s.cashId, toId: s.bankId, amountFen: 290_000n, day: '2026-11-07', text: '' }));
    expect([standingOn(await cash(), '9999-12-31').bookFen, (await standing()).bookFen]).toEqual([10_000n, 3_014_000n]);
    must(await s.bring(`${november.replace('2026-11-21,结息,,,3.20,27243.20', '2026-11-07,现金存入,,,2900.00,30140.00')}`));
    const row = (await ledger(s.bankId)).rows.find((one) => one.amountFen === 290_000n);
    must(await matchRows(as('secretary'), { accountId: s.bankId, groups: [{ rowIds: [row?.id ?? ''], movementIds: [transferId] }] }));
    must(await undoTransfer(as('secretary'), { transferId, reason: '没有去存' }));
    expect((await standing()).rows.map((one) => one.amountFen)).toContain(290_000n);
  });

  test('is counted by two, and a difference is explained before the project may be settled', async () => {
    const project = { id: s.projectId, neighbourhoodId: s.neighbourhoodId };
    const cashNow = () => s.see(async (tx) => (await projectStanding(tx, project)).cash);
    expect(await cashNow()).toBe('uncounted');
    const countId = must(await countCash(as('director'), { accountId: s.cashId, pieces: { ...none, 10000: 29, 5000: 1, 1000: 4 } }));
    expect(await signCount(as('director'), { countId })).toEqual({ ok: false, error: 'same-person' });
    expect(await signCount(as('elsewhere'), { countId })).toEqual({ ok: false, error: 'not-allowed' });
    must(await signCount(as('supervisor'), { countId }));
    expect(await s.see((tx) => findCount(tx, countId))).toMatchObject({ countedFen: 299_000n, bookFen: 300_000n, secondByName: '王建国' });
    expect(await cashNow()).toBe('uncounted');
    must(await explainDifference(as('secretary'), { accountId: s.cashId, about: { countId }, kind: 'error', text: '找零多找十元，责任人当日补足' }));
    expect(await cashNow()).toBe('counted');
    // A movement written down afterwards was not counted.
    s.t.clock.advanceDays(1);
    must(await s.run((tx) => receiveIn(tx, { awardId: s.households, amountFen: 5_000n, method: 'cash', payer: { name: '补交一户' }, day: '2026-11-03' })));
    expect(await cashNow()).toBe('uncounted');
  });
});

describe('before closing', () => {
  test('open movements of the project are named until they are matched or explained', async () => {
    const project = { id: s.projectId, neighbourhoodId: s.neighbourhoodId };
    const now = () => s.see((tx) => projectStanding(tx, project));
    expect(await now()).toMatchObject({ bank: 'open', openMovements: [{ id: s.txns.grant }, { id: s.txns.lamps }] });
    must(await s.bring(november));
    const open = await standing();
    must(await matchRows(as('secretary'), { accountId: s.bankId, groups: [{ rowIds: [open.rows[0]?.id ?? ''], movementIds: [s.txns.grant] }] }));
    must(await explainDifference(as('secretary'), { accountId: s.bankId, about: { movementId: s.txns.lamps }, kind: 'timing', text: '银行次日入账' }));
    expect(await now()).toMatchObject({ bank: 'matched', openMovements: [], explained: [{ text: '银行次日入账' }] });
    expect((await s.see((tx) => openDifferences(tx, '2026-12-31'))).map((one) => [one.account.kind, one.rows, one.uncounted])).toEqual([
      ['bank', 2, false],
      ['cash', 0, true],
    ]);
  });

  test('a return is expected where it was said it goes; without an account nothing is asked', async () => {
    const made = must(
      await s.run(async (tx) => {
        const returned = must(await returnIn(tx, { awardId: s.households, amountFen: 1_000n, text: '退回' }));
        await wayOfTxnIn(tx, returned.txnId, 'cash', '62户居民');
        return ok(returned.txnId);
      }),
    );
    const account = await s.see((tx) => findMoneyAccount(tx, s.cashId));
    const movements = account ? await s.see((tx) => movementsOf(tx, account)) : [];
    expect(movements.find((one) => one.id === made)).toMatchObject({ amountFen: -1_000n, party: '62户居民' });
    expect(await s.see((tx) => projectStanding(tx, { id: s.projectId, neighbourhoodId: s.t.platform.sources.newId() }))).toMatchObject({ bank: 'none' });
  });

  test('one open account of a kind in a place; its successor begins after it; a cash box is closed empty', async () => {
    const bank = {
      neighbourhoodId: s.neighbourhoodId,
      kind: 'bank' as const,
      name: '新户',
      bankName: '建行',
      last4: '1234',
      keeperPersonId: null,
      keeperName: null,
      openingFen: 0n,
    };
    expect(await registerAccount(as('secretary'), { ...bank, openingDay: '2026-11-05' })).toEqual({ ok: false, error: 'open-already' });
    must(await closeAccount(as('secretary'), { accountId: s.bankId, reason: '换银行' }));
    expect(await registerAccount(as('secretary'), { ...bank, openingDay: '2026-11-05' })).toEqual({ ok: false, error: 'before-the-last' });
    expect(await registerAccount(as('secretary'), { ...bank, last4: '12345', openingDay: '2026-11-05' })).toEqual({ ok: false, error: 'not-four-digits' });
    expect(await closeAccount(as('secretary'), { accountId: s.cashId, reason: '不用了' })).toEqual({ ok: false, error: 'not-empty' });
    expect(await registerAccount(as('secretary'), { ...bank, neighbourhoodId: null, openingDay: '2026-11-05' })).toEqual({ ok: false, error: 'not-allowed' });
  });
});
