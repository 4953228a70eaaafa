import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { receiveIn, reverseIn } from '#modules/books';
import { caiLuBank, must, november, type Scene } from './scene.fixture.ts';
import {
  bankSeals,
  countCash,
  explainDifference,
  findMoneyAccount,
  ledgerOf,
  listStatements,
  matchRows,
  signCount,
  transferBetween,
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

const ledger = (accountId: string) =>
  s.see(async (tx) => {
    const account = await findMoneyAccount(tx, accountId);
    if (!account) throw new Error('no account');
    return ledgerOf(tx, account);
  });
const as = (who: keyof Scene['cast']) => s.t.contextFor(s.cast[who]);
const none = { 10000: 0, 5000: 0, 2000: 0, 1000: 0, 500: 0, 100: 0, 50: 0, 10: 0 };

describe('around the application', () => {
  const link = (client: 'owner' | 'app', rowId: string, txnId: string, fen: bigint) =>
    s.plain(
      s.t[client],
      `insert into bank_link (subdistrict_id, id, row_id, txn_id, amount_fen, made_by_name, made_at) values ($1, $2, $3, $4, $5, 'x', now())`,
      [s.t.subdistrictId, s.t.platform.sources.newId(), rowId, txnId, fen.toString()],
    );
  test.each(['owner', 'app'] as const)('as %s: no row and no movement beyond its amount, no other way, no other direction, no reversed one', async (client) => {
    must(await s.bring(`${november}2026-11-22,材料款,申江,17760.00,,9483.20\n`));
    const rows = (await ledger(s.bankId)).rows;
    const at = (fen: bigint) => rows.find((one) => one.amountFen === fen)?.id ?? '';
    const [grantRow, lampRow, second] = [at(4_500_000n), at(-1_776_000n), rows.at(-1)?.id ?? ''];
    expect(await link(client, lampRow, s.txns.lamps, 1_776_001n)).toMatch(/^23514/);
    expect(await link(client, lampRow, s.txns.grant, 1n)).toMatch(/^23514/);
    expect(await link(client, grantRow, s.txns.households, 1n)).toMatch(/^23514 only a transfer/);
    expect(await link(client, lampRow, s.txns.lamps, 1_776_000n)).toBeNull();
    expect(await link(client, second, s.txns.lamps, 1n)).toMatch(/^23514 a movement/);
    const extra = must(
      await s.run((tx) => receiveIn(tx, { awardId: s.grant, amountFen: 320n, method: 'transfer', payer: { name: '利息' }, day: '2026-11-07' })),
    );
    must(await s.run((tx) => reverseIn(tx, { txnId: extra.txnId, reason: '误' })));
    expect(await link(client, at(320n), extra.txnId, 320n)).toMatch(/^23514 a reversal/);
  });

  test('rows, statements, matches, counts and explanations are never changed or deleted', async () => {
    must(await s.bring(november));
    const row = (await ledger(s.bankId)).rows[0];
    must(await matchRows(as('secretary'), { accountId: s.bankId, groups: [{ rowIds: [row?.id ?? ''], movementIds: [s.txns.grant] }] }));
    const countId = must(await countCash(as('director'), { accountId: s.cashId, pieces: { ...none, 10000: 30 } }));
    must(await signCount(as('supervisor'), { countId }));
    must(await explainDifference(as('secretary'), { accountId: s.bankId, about: { movementId: s.txns.lamps }, kind: 'timing', text: '在途' }));
    for (const text of [
      'update bank_row set amount_fen = 1',
      'delete from bank_row',
      "update bank_statement set row_count = 9 where state = 'imported'",
      'update bank_link set amount_fen = 1',
      'delete from bank_link',
      'update cash_count set counted_fen = 0, n10000 = 0',
      'update cash_count set second_by = null, second_by_name = null, confirmed_at = null',
      'delete from cash_count',
      "update money_note set text = '别的话'",
      'delete from money_note',
      'update money_account set opening_fen = 5',
      "update money_account set last4 = '0000' where kind = 'bank'",
      'delete from money_account',
    ])
      expect(await s.plain(s.t.owner, text), text).toMatch(/^23514/);
    expect(await s.plain(s.t.app, 'delete from bank_row')).toMatch(/^42501/);
  });

  test('what was said by the bank, matched, counted and explained is sealed', async () => {
    must(await s.bring(november));
    const row = (await ledger(s.bankId)).rows[0];
    must(await matchRows(as('secretary'), { accountId: s.bankId, groups: [{ rowIds: [row?.id ?? ''], movementIds: [s.txns.grant] }] }));
    must(await transferBetween(as('secretary'), { fromId: s.cashId, toId: s.bankId, amountFen: 100n, day: '2026-11-07', text: '' }));
    must(await countCash(as('director'), { accountId: s.cashId, pieces: { ...none, 10000: 30 } }));
    must(await explainDifference(as('secretary'), { accountId: s.bankId, about: { movementId: s.txns.lamps }, kind: 'timing', text: '在途' }));
    s.t.clock.advanceDays(1);
    must(await s.bring(`${november}2026-11-22,年费,,5.00,,27238.20\n`));
    const wrong = await s.see((tx) => listStatements(tx, s.bankId));
    must(await withdrawStatement(as('secretary'), { statementId: wrong[0]?.id ?? '', reason: '导错了' }));
    for (const kind of bankSeals) {
      const rows = await s.see((tx) => tx.all(kind.rows(s.t.subdistrictId), z.object({ key: z.string(), label: z.string(), facts: z.array(z.unknown()) })));
      expect(rows.length, kind.kind).toBeGreaterThan(0);
    }
  });

  test('a count needs two persons and adds up', async () => {
    const countId = must(await countCash(as('director'), { accountId: s.cashId, pieces: { ...none, 10000: 30 } }));
    const first = s.cast.director.personId;
    expect(
      await s.plain(s.t.owner, `update cash_count set second_by = $1, second_by_name = '李主任', confirmed_at = now() where id = $2`, [first, countId]),
    ).toMatch(/^23514/);
    const insert = (fen: number, second: string | null) =>
      s.plain(
        s.t.owner,
        `insert into cash_count (subdistrict_id, id, account_id, day, n10000, n5000, n2000, n1000, n500, n100, n50, n10, counted_fen, book_fen, counted_by, counted_by_name, counted_at,
          second_by, second_by_name, confirmed_at) values ($1, $2, $3, '2026-11-07', 1, 0, 0, 0, 0, 0, 0, 0, $4, 0, $5, 'x', now(), $6, $7, $8)`,
        [s.t.subdistrictId, s.t.platform.sources.newId(), s.cashId, fen, first, second, second && '王建国', second && s.t.clock.now()],
      );
    expect(await insert(10_001, null)).toMatch(/^23514/);
    expect(await insert(10_000, s.cast.supervisor.personId)).toMatch(/^23514 a count of a cash box begins/);
    expect(await insert(10_000, null)).toBeNull();
  });

  test('two who match one movement at once do not both get through', async () => {
    must(await s.bring(`${november}2026-11-22,材料款,申江,17760.00,,9483.20\n`));
    const rows = (await ledger(s.bankId)).rows.filter((one) => one.amountFen === -1_776_000n);
    const results = await Promise.all(
      rows.map((row, i) =>
        matchRows(as(i === 0 ? 'secretary' : 'officer'), { accountId: s.bankId, groups: [{ rowIds: [row.id], movementIds: [s.txns.lamps] }] }),
      ),
    );
    expect(results.filter((one) => one.ok)).toHaveLength(1);
    expect((await ledger(s.bankId)).links).toHaveLength(1);
  });
});
