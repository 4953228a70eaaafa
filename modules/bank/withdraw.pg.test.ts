import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { caiLuBank, must, november, type Scene } from './scene.fixture.ts';
import {
  explainDifference,
  findMoneyAccount,
  knownRows,
  ledgerOf,
  listStatements,
  matchRows,
  readStatement,
  standingOn,
  undoMatch,
  undoNote,
  withdrawStatement,
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

const ledger = () =>
  s.see(async (tx) => {
    const account = await findMoneyAccount(tx, s.bankId);
    if (!account) throw new Error('no account');
    return ledgerOf(tx, account);
  });
const as = (who: keyof Scene['cast']) => s.t.contextFor(s.cast[who]);
const statements = () => s.see((tx) => listStatements(tx, s.bankId));
const rowOf = async (fen: bigint) => (await ledger()).rows.find((one) => one.amountFen === fen)?.id ?? '';
const later = `${november}2026-11-22,年费,,5.00,,27238.20\n`;

describe('a statement that was imported by mistake', () => {
  test('is taken back with a reason, counts nowhere, and the right file with the same rows is imported afterwards', async () => {
    must(await s.bring(november));
    const id = (await statements())[0]?.id ?? '';
    expect(await withdrawStatement(as('secretary'), { statementId: id, reason: ' ' })).toEqual({ ok: false, error: 'reason-required' });
    expect(await withdrawStatement(as('auditor'), { statementId: id, reason: '错' })).toEqual({ ok: false, error: 'not-allowed' });
    must(await withdrawStatement(as('secretary'), { statementId: id, reason: '传成了别家的' }));
    expect(await withdrawStatement(as('secretary'), { statementId: id, reason: '再来' })).toEqual({ ok: false, error: 'undone' });
    const empty = await ledger();
    expect([empty.rows, standingOn(empty, '9999-12-31').bankFen]).toEqual([[], 0n]);
    expect((await statements())[0]?.withdrawn).toMatchObject({ byName: '陈书记', reason: '传成了别家的' });
    const read = must(readStatement(new TextEncoder().encode(november), {}, '2026-11-25'));
    expect(await s.see((tx) => knownRows(tx, s.bankId, read.rows))).toEqual([false, false, false]);
    // The very same bytes, and then once more after that one was taken back too.
    s.t.clock.advanceDays(1);
    expect(must(await s.bring(november))).toMatchObject({ taken: 3, known: 0 });
    expect((await ledger()).rows).toHaveLength(3);
    expect(await s.bring(november)).toEqual({ ok: false, error: 'imported-before' });
    const again = (await statements()).find((one) => one.state === 'imported' && one.withdrawn === null)?.id ?? '';
    must(await withdrawStatement(as('secretary'), { statementId: again, reason: '还是不对' }));
    s.t.clock.advanceDays(1);
    expect(must(await s.bring(later))).toMatchObject({ taken: 4, known: 0 });
  });

  test('stays while a row of it is matched or explained, and while a later one was imported', async () => {
    must(await s.bring(november));
    const id = (await statements())[0]?.id ?? '';
    const withdraw = () => withdrawStatement(as('secretary'), { statementId: id, reason: '错' });
    const around = () =>
      s.plain(s.t.owner, "insert into bank_withdrawal (subdistrict_id, statement_id, reason, made_by_name, made_at) values ($1, $2, 'x', 'x', now())", [
        s.t.subdistrictId,
        id,
      ]);
    must(await matchRows(as('secretary'), { accountId: s.bankId, groups: [{ rowIds: [await rowOf(4_500_000n)], movementIds: [s.txns.grant] }] }));
    expect(await withdraw()).toEqual({ ok: false, error: 'in-use' });
    expect(await around()).toMatch(/^23514 a statement with a row/);
    must(await undoMatch(as('secretary'), { linkId: (await ledger()).links[0]?.id ?? '', reason: '对错了' }));
    must(await explainDifference(as('secretary'), { accountId: s.bankId, about: { rowId: await rowOf(320n) }, kind: 'other', text: '利息' }));
    expect(await withdraw()).toEqual({ ok: false, error: 'in-use' });
    expect(await around()).toMatch(/^23514 a statement with a row/);
    must(await undoNote(as('secretary'), { noteId: (await ledger()).notes[0]?.id ?? '', reason: '误' }));
    s.t.clock.advanceDays(1);
    must(await s.bring(later));
    expect(await withdraw()).toEqual({ ok: false, error: 'not-the-newest' });
    expect(await around()).toMatch(/^23514 only the newest/);
    const newest = (await statements()).find((one) => one.id !== id)?.id ?? '';
    must(await withdrawStatement(as('secretary'), { statementId: newest, reason: '错' }));
    must(await withdraw());
    expect((await ledger()).rows).toEqual([]);
  });

  test.each(['owner', 'app'] as const)('as %s, around the application: its rows are used by nobody, and it stays withdrawn', async (client) => {
    must(await s.bring(november));
    const [grant, interest] = [await rowOf(4_500_000n), await rowOf(320n)];
    must(await withdrawStatement(as('secretary'), { statementId: (await statements())[0]?.id ?? '', reason: '错' }));
    const id = s.t.platform.sources.newId;
    expect(
      await s.plain(
        s.t[client],
        "insert into bank_link (subdistrict_id, id, row_id, txn_id, amount_fen, made_by_name, made_at) values ($1, $2, $3, $4, 1, 'x', now())",
        [s.t.subdistrictId, id(), grant, s.txns.grant],
      ),
    ).toMatch(/^23514 a row of a withdrawn/);
    expect(
      await s.plain(
        s.t[client],
        "insert into money_note (subdistrict_id, id, account_id, row_id, kind, text, made_by_name, made_at) values ($1, $2, $3, $4, 'other', '利息', 'x', now())",
        [s.t.subdistrictId, id(), s.bankId, interest],
      ),
    ).toMatch(/^23514 a row of a withdrawn/);
    expect(await s.plain(s.t[client], 'delete from bank_withdrawal')).toMatch(client === 'owner' ? /^23514/ : /^42501/);
    expect(await s.plain(s.t[client], "update bank_withdrawal set reason = '别的'")).toMatch(client === 'owner' ? /^23514/ : /^42501/);
  });
});

describe('two sides that do not add up', () => {
  test('are matched only by whoever says that it is a part', async () => {
    must(await s.bring(november));
    const groups = [{ rowIds: [await rowOf(320n)], movementIds: [s.txns.grant] }];
    expect(await matchRows(as('secretary'), { accountId: s.bankId, groups })).toEqual({ ok: false, error: 'not-equal' });
    expect((await ledger()).links).toEqual([]);
    must(await matchRows(as('secretary'), { accountId: s.bankId, groups, part: true }));
    expect(standingOn(await ledger(), '9999-12-31').movements.find((one) => one.id === s.txns.grant)?.openFen).toBe(4_499_680n);
  });
});
