import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '#libs/result';
import { proveBooks, reserveIn, spendIn, releaseIn, verifyBooks } from './index.ts';
import { type Scene, scene } from './scene.fixture.ts';

let s: Scene;
let spent: string;
beforeAll(async () => {
  s = await scene();
  const subjectId = s.id();
  const lines = [
    { category: 'materials', text: '灯具', amountFen: 100_000n },
    { category: 'publicity', text: '海报', amountFen: 20_001n },
  ];
  const done = await s.run(async (tx) => {
    await reserveIn(tx, { projectId: s.projectId, subjectId, text: '预留', lines });
    await releaseIn(tx, { projectId: s.projectId, subjectId, reason: '不买了' });
    await reserveIn(tx, { projectId: s.projectId, subjectId: s.id(), text: '预留', lines });
    const paid = await spendIn(tx, { projectId: s.projectId, payee: '五金店', text: '买灯', method: 'transfer', lines });
    return paid.ok ? ok(paid.value.expenseId) : paid;
  });
  if (!done.ok) throw new Error(done.error);
  spent = done.value;
});
afterAll(() => s?.t.close());
beforeEach(async () => {
  await s.t.owner.query('begin');
});

const seeds = [1n, 2n, 3_141_592_653n, -7n];
const prove = (seed: bigint) => s.t.db.tenant(s.t.subdistrictId, (tx) => proveBooks(tx, seed), 'read');

/** As somebody with every right, guards and keys switched off; put back afterwards. */
async function tampered<T>(statement: string, back: string, look: () => Promise<T>): Promise<T> {
  await s.t.owner.query('set session_replication_role = replica');
  expect((await s.t.owner.query(statement)).rowCount).toBeGreaterThan(0);
  await s.t.owner.query('commit');
  try {
    return await look();
  } finally {
    await s.t.owner.query(back);
    await s.t.owner.query('set session_replication_role = origin');
  }
}

describe('the re-audit in one pass', () => {
  test('finds nothing where nothing was touched, whatever is drawn', async () => {
    await s.t.owner.query('rollback');
    for (const seed of seeds) expect(await prove(seed)).toEqual([]);
  });

  const nudge = (kind: string, account: string, by: number) =>
    `update posting set amount_fen = amount_fen + ${by} where (txn_id, seq) = (select p.txn_id, p.seq from posting p join txn t on t.id = p.txn_id
      where t.kind = '${kind}' and p.account = '${account}' order by p.txn_id, p.seq limit 1)`;
  test.each([
    ['one fen more received', nudge('receipt', 'held', 1), nudge('receipt', 'held', -1)],
    ['one fen less spent', nudge('spend', 'spent', -1), nudge('spend', 'spent', 1)],
    ['a reversal that undoes a fen too much', nudge('reversal', 'reserved', -1), nudge('reversal', 'reserved', 1)],
    ['a balance that says a fen more', 'update award_balance set held_fen = held_fen + 1', 'update award_balance set held_fen = held_fen - 1'],
    [
      'a line that costs a fen more',
      'update expense_line set amount_fen = amount_fen + 1 where position = 1',
      'update expense_line set amount_fen = amount_fen - 1 where position = 1',
    ],
    [
      'an allocation moved to another line',
      "update allocation set amount_fen = amount_fen + case category when 'materials' then 1 else -1 end",
      "update allocation set amount_fen = amount_fen - case category when 'materials' then 1 else -1 end",
    ],
    [
      'a transaction that says one posting more',
      "update txn set posting_count = posting_count + 1 where kind = 'spend'",
      "update txn set posting_count = posting_count - 1 where kind = 'spend'",
    ],
    [
      'an amount beyond all money',
      "update posting set amount_fen = amount_fen + 4611686018427387904 where account = 'pledged'",
      "update posting set amount_fen = amount_fen - 4611686018427387904 where account = 'pledged'",
    ],
  ])('finds %s, whatever is drawn, and says where', async (_what, statement, back) => {
    const found = await tampered(statement, back, async () => {
      const each: string[][] = [];
      for (const seed of seeds) each.push(await prove(seed));
      return each;
    });
    for (const problems of found) {
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.join('\n')).not.toContain('未找到出处');
    }
    expect(await prove(1n)).toEqual([]);
  });

  test('the expense of the scene is paid, so that there was something to find', async () => {
    await s.t.owner.query('rollback');
    expect(
      (await s.t.owner.query('select count(*)::int as n from allocation a join expense_line l on l.id = a.line_id where l.expense_id = $1', [spent])).rows[0].n,
    ).toBeGreaterThan(1);
    expect(await s.t.db.tenant(s.t.subdistrictId, verifyBooks, 'read')).toEqual([]);
  });
});
