import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read } from '#platform/command';
import { findAward, verifyBooks } from './index.ts';
import { type Scene, scene } from './scene.fixture.ts';

// Every refusal is asked of the database itself, by plain SQL, as the application's role and as the owner of the tables.
let s: Scene;
beforeAll(async () => {
  s = await scene();
});
afterAll(() => s?.t.close());

type Statement = [text: string, values?: unknown[]];
const roles: [string, () => pg.Client][] = [
  ['the application', () => s.t.app],
  ['the owner', () => s.t.owner],
];

const txn = (id: string, kind: string, postings: number, more: { expense?: string; reversalOf?: string; day?: string; key?: string } = {}): Statement => [
  `insert into txn (subdistrict_id, id, kind, day, text, project_id, expense_id, reversal_of, idempotency_key, posting_count, at)
   values ($1, $2, $3, $4, '试', $5, $6, $7, $8, $9, $10)`,
  [
    s.t.subdistrictId,
    id,
    kind,
    more.day ?? '2026-11-02',
    s.projectId,
    more.expense ?? null,
    more.reversalOf ?? null,
    more.key ?? id,
    postings,
    s.t.clock.now(),
  ],
];
const posting = (txnId: string, seq: number, award: string, account: string, fen: number): Statement => [
  'insert into posting (subdistrict_id, txn_id, seq, award_id, account, amount_fen) values ($1, $2, $3, $4, $5, $6)',
  [s.t.subdistrictId, txnId, seq, award, account, fen],
];
const expense = (id: string): Statement => [
  "insert into expense (subdistrict_id, id, project_id, day, payee, text, method, recorded_at) values ($1, $2, $3, '2026-11-02', '店', '物', 'cash', $4)",
  [s.t.subdistrictId, id, s.projectId, s.t.clock.now()],
];
const line = (id: string, expenseId: string, fen: number, category = 'materials', position = 1): Statement => [
  "insert into expense_line (subdistrict_id, id, expense_id, position, category, text, amount_fen) values ($1, $2, $3, $4, $5, '灯', $6)",
  [s.t.subdistrictId, id, expenseId, position, category, fen],
];
const allocation = (txnId: string, lineId: string, award: string, fen: number, category = 'materials'): Statement => [
  'insert into allocation (subdistrict_id, txn_id, line_id, category, award_id, amount_fen) values ($1, $2, $3, $4, $5, $6)',
  [s.t.subdistrictId, txnId, lineId, category, award, fen],
];
/** A payment as the application would write it, with whatever is to be wrong about it. */
function payment(award: string, fen: number, wrong: { category?: string; allocated?: number; day?: string } = {}): Statement[] {
  const [e, l, t] = [s.id(), s.id(), s.id()];
  return [
    expense(e),
    line(l, e, fen, wrong.category),
    txn(t, 'spend', 2, { expense: e, day: wrong.day }),
    posting(t, 1, award, 'held', -fen),
    posting(t, 2, award, 'spent', fen),
    allocation(t, l, award, wrong.allocated ?? fen, wrong.category),
  ];
}
const receipt = (award: string, fen: number): Statement[] => {
  const t = s.id();
  return [txn(t, 'receipt', 2), posting(t, 1, award, 'income', -fen), posting(t, 2, award, 'held', fen)];
};
/** Which rule speaks, so that no test passes for another rule's sake. */
const says = {
  use: /^23503 .*allocation/,
  alone: /^23514 .*line is not allocated in full/,
  spent: /^23514 what is spent/,
  dates: /^23514 the award pays only/,
  balance: /^23514 .*does not balance/,
  kind: /^23514 a \w+ does not touch/,
  money: /^23514 .*"award_balance/,
  hand: /^(23514 balances are the sums|42501)/,
  paid: /^23514 .*paid already/,
  fits: /^23514 an allocation is made with/,
  append: /^(23514 .*append-only|42501)/,
  terms: /^23514 an award keeps/,
  late: /^23514 a posting is made with/,
  count: /^23514 .*postings and has/,
  undo: /^23514 a reversal undoes the whole/,
  undone: /^23514 a reversal undoes one/,
  unique: /^23505/,
  chain: /^23503 .*invoice_claim/,
  invoice: /^23514 .*"invoice_check/,
  claim: /^23514 .*"invoice_claim_check/,
};

describe.each(roles)('the database refuses %s', (_name, client) => {
  const attempt = (...statements: Statement[]) => s.plain(client(), ...statements);

  it('nothing that is right', async () => {
    expect(await attempt(...receipt(s.grant, 1_000))).toBeNull();
    expect(await attempt(...payment(s.grant, 1_000))).toBeNull();
    expect(await attempt(...payment(s.grant, 1_000, { category: 'publicity' }))).toBeNull();
  });
  it('1 · a use the source does not allow', async () => {
    expect(await attempt(...payment(s.households, 1_000, { category: 'publicity' }))).toMatch(says.use);
    expect(await attempt(...payment(s.grant, 1_000, { category: 'labour' }))).toMatch(says.use);
    // The line is for publicity; the allocation claims it is for materials.
    const [e, l, t] = [s.id(), s.id(), s.id()];
    expect(
      await attempt(
        expense(e),
        line(l, e, 100, 'publicity'),
        txn(t, 'spend', 2, { expense: e }),
        posting(t, 1, s.households, 'held', -100),
        posting(t, 2, s.households, 'spent', 100),
        allocation(t, l, s.households, 100, 'materials'),
      ),
    ).toMatch(says.use);
  });
  it('1 · money spent on no line at all, or on a day when the source does not pay', async () => {
    const [e, t] = [s.id(), s.id()];
    expect(await attempt(expense(e), txn(t, 'spend', 2, { expense: e }), posting(t, 1, s.grant, 'held', -100), posting(t, 2, s.grant, 'spent', 100))).toMatch(
      says.spent,
    );
    const opening = s.id();
    expect(await attempt(txn(opening, 'opening', 2), posting(opening, 1, s.grant, 'held', -100), posting(opening, 2, s.grant, 'spent', 100))).toMatch(
      says.spent,
    );
    expect(await attempt(...payment(s.grant, 100, { day: '2027-01-01' }))).toMatch(says.dates);
    expect(await attempt(...payment(s.grant, 100, { day: '2026-02-28' }))).toMatch(says.dates);
  });
  it('2 · what does not balance, also when only the total does', async () => {
    const [a, b, c] = [s.id(), s.id(), s.id()];
    expect(await attempt(txn(a, 'receipt', 2), posting(a, 1, s.grant, 'income', -100), posting(a, 2, s.grant, 'held', 101))).toMatch(says.balance);
    expect(await attempt(txn(b, 'receipt', 2), posting(b, 1, s.grant, 'income', -100), posting(b, 2, s.households, 'held', 100))).toMatch(says.balance);
    // A pledge balanced against money: the ledgers do not mix.
    expect(await attempt(txn(c, 'receipt', 2), posting(c, 1, s.partner, 'income', -100), posting(c, 2, s.partner, 'pledged', 100))).toMatch(says.kind);
  });
  it('2 · also where the session hides the rows from itself before it commits', async () => {
    const a = s.id();
    expect(
      await attempt(txn(a, 'receipt', 2), posting(a, 1, s.grant, 'income', -100), posting(a, 2, s.households, 'held', 100), ["set local app.subdistrict = ''"]),
    ).toMatch(says.balance);
  });
  it('3 · spending, reserving and returning what is not there; a pledge is not there', async () => {
    expect(await attempt(...payment(s.households, 310_001))).toMatch(says.money);
    expect(await attempt(...payment(s.partner, 1))).toMatch(says.money);
    const [reserve, back] = [s.id(), s.id()];
    expect(
      await attempt(
        txn(reserve, 'reserve', 2),
        posting(reserve, 1, s.households, 'commitment', -310_001),
        posting(reserve, 2, s.households, 'reserved', 310_001),
      ),
    ).toMatch(says.money);
    expect(
      await attempt(txn(back, 'return', 2), posting(back, 1, s.households, 'held', -310_001), posting(back, 2, s.households, 'returned', 310_001)),
    ).toMatch(says.money);
  });
  it('3 · a balance that is moved by hand', async () => {
    const state = await attempt(['update award_balance set received_fen = received_fen + 100 where award_id = $1', [s.partner]]);
    expect(state).toMatch(says.hand);
  });
  it('4 · a line that is not allocated in full, or twice', async () => {
    const [e, l, t] = [s.id(), s.id(), s.id()];
    const pays: Statement[] = [
      expense(e),
      line(l, e, 300),
      txn(t, 'spend', 2, { expense: e }),
      posting(t, 1, s.grant, 'held', -200),
      posting(t, 2, s.grant, 'spent', 200),
    ];
    expect(await attempt(...pays, allocation(t, l, s.grant, 200))).toMatch(says.alone);
    const bare = s.id();
    expect(await attempt(expense(bare), line(s.id(), bare, 300))).toMatch(says.alone);
    expect(await attempt(...payment(s.grant, 300, { allocated: 200 }))).toMatch(says.alone);
    expect(await attempt(...payment(s.grant, 300, { allocated: 400 }))).toMatch(says.alone);
  });
  it('4 · a line added to what was paid before, and a second payment of one expense', async () => {
    const good = payment(s.grant, 100);
    expect(await attempt(...good)).toBeNull();
    const paid = String(good[0]?.[1]?.[1]);
    expect(await attempt(line(s.id(), paid, 50, 'materials', 2))).toMatch(says.alone);
    const [t, l] = [s.id(), String(good[1]?.[1]?.[1])];
    expect(
      await attempt(
        txn(t, 'spend', 2, { expense: paid }),
        posting(t, 1, s.grant, 'held', -100),
        posting(t, 2, s.grant, 'spent', 100),
        allocation(t, l, s.grant, 100),
      ),
    ).toMatch(says.paid);
  });
  it('5 · changing or deleting what is written', async () => {
    for (const table of ['txn', 'posting', 'expense', 'expense_line', 'allocation', 'receipt', 'pledge', 'award_use']) {
      expect(await attempt([`delete from ${table} where subdistrict_id = $1`, [s.t.subdistrictId]])).toMatch(says.append);
    }
    expect(await attempt(['update posting set amount_fen = amount_fen + 1 where subdistrict_id = $1', [s.t.subdistrictId]])).toMatch(says.append);
    expect(await attempt(["update txn set text = '改' where subdistrict_id = $1", [s.t.subdistrictId]])).toMatch(says.append);
    expect(await attempt(["update award set valid_to = '2027-12-31' where subdistrict_id = $1", [s.t.subdistrictId]])).toMatch(says.terms);
  });
  it('5 · posting late into a transaction that is closed', async () => {
    const good = receipt(s.grant, 100);
    expect(await attempt(...good)).toBeNull();
    const t = String(good[0]?.[1]?.[1]);
    expect(await attempt(posting(t, 3, s.grant, 'income', -1), posting(t, 4, s.grant, 'held', 1))).toMatch(says.late);
    expect(await attempt(posting(t, 2, s.grant, 'held', 1))).toMatch(says.late);
    // More, or fewer, than the transaction says.
    const [more, fewer, none] = [s.id(), s.id(), s.id()];
    expect(
      await attempt(
        txn(more, 'receipt', 2),
        posting(more, 1, s.grant, 'income', -1),
        posting(more, 2, s.grant, 'held', 2),
        posting(more, 3, s.grant, 'held', -1),
      ),
    ).toMatch(says.late);
    expect(await attempt(txn(fewer, 'receipt', 3), posting(fewer, 1, s.grant, 'income', -1), posting(fewer, 2, s.grant, 'held', 1))).toMatch(says.count);
    expect(await attempt(txn(none, 'receipt', 2))).toMatch(says.count);
  });
  it('5 · a second reversal, one of a reversal, and one that undoes something else', async () => {
    const good = receipt(s.grant, 100);
    expect(await attempt(...good)).toBeNull();
    const t = String(good[0]?.[1]?.[1]);
    const undo = (id: string, of: string, fen = 100): Statement[] => [
      txn(id, 'reversal', 2, { reversalOf: of }),
      posting(id, 1, s.grant, 'held', -fen),
      posting(id, 2, s.grant, 'income', fen),
    ];
    expect(await attempt(...undo(s.id(), t, 99))).toMatch(says.undo);
    const reversal = s.id();
    expect(await attempt(...undo(reversal, t))).toBeNull();
    expect(await attempt(...undo(s.id(), t))).toMatch(says.unique);
    expect(await attempt(txn(s.id(), 'reversal', 2, { reversalOf: reversal }))).toMatch(says.undone);
  });
  it('6 · the same invoice twice, by number or by file, claimed above its face, or not adding up', async () => {
    const invoice = (id: string, number: string, net = 9_000, tax = 1_000, total = 10_000): Statement => [
      `insert into invoice (id, kind, code, number, issued_day, net_fen, tax_fen, total_fen, registered_at) values ($1, 'e_invoice', '', $2, '2026-11-01', $3, $4, $5, $6)`,
      [id, number, net, tax, total, s.t.clock.now()],
    ];
    const coded = (code: string, digits: string, kind = 'e_invoice'): Statement => [
      "insert into invoice (id, kind, code, number, issued_day, net_fen, tax_fen, total_fen, registered_at) values ($1, $2, $3, $4, '2026-11-01', 1, 0, 1, $5)",
      [s.id(), kind, code, digits, s.t.clock.now()],
    ];
    const file = (invoiceId: string, hash: string): Statement => ['insert into invoice_file (sha256, invoice_id) values ($1, $2)', [hash, invoiceId]];
    const claim = (invoiceId: string, seq: number, before: number, fen: number, after = before + fen): Statement => [
      `insert into invoice_claim (invoice_id, seq, total_fen, previous_seq, before_fen, amount_fen, after_fen, subdistrict_id, voucher_id, at)
       values ($1, $2, 10000, $3, $4, $5, $6, $7, $8, $9)`,
      [invoiceId, seq, seq === 1 ? null : seq - 1, before, fen, after, s.t.subdistrictId, s.id(), s.t.clock.now()],
    ];
    const another = () => `2631200000${String(Math.floor(Math.random() * 1e10)).padStart(10, '0')}`;
    const [one, number] = [s.id(), another()];
    const hash = s.id().replaceAll('-', '').repeat(2);
    expect(await attempt(invoice(one, number), file(one, hash))).toBeNull();
    expect(await attempt(invoice(s.id(), number))).toMatch(says.unique);
    // The same 20 digits under another code would be a second claim of one invoice.
    for (const kind of ['e_invoice', 'paper_invoice', 'receipt']) expect(await attempt(coded('0310023001', number, kind))).toMatch(says.invoice);
    expect(await attempt(coded('', '12345678'))).toMatch(says.invoice);
    expect(await attempt(coded('', 'A1234567890123456789'))).toMatch(says.invoice);
    const two = s.id();
    expect(await attempt(invoice(two, another()), file(two, hash))).toMatch(says.unique);
    expect(await attempt(invoice(s.id(), another(), 9_000, 1_000, 10_001))).toMatch(says.invoice);
    expect(await attempt(claim(one, 1, 0, 10_001))).toMatch(says.claim);
    expect(await attempt(claim(one, 1, 0, 6_000))).toBeNull();
    expect(await attempt(claim(one, 1, 0, 4_000))).toMatch(says.unique);
    expect(await attempt(claim(one, 2, 0, 10_000))).toMatch(says.chain);
    expect(await attempt(claim(one, 2, 6_000, 4_001))).toMatch(says.claim);
    expect(await attempt(claim(one, 2, 6_000, 4_001, 10_000))).toMatch(says.claim);
    expect(await attempt(claim(one, 3, 0, 100))).toMatch(says.chain);
    expect(await attempt(claim(one, 2, 6_000, 4_000))).toBeNull();
  });
  it('7 · the same command twice', async () => {
    const twice = (id: string): Statement[] => [
      txn(id, 'receipt', 2, { key: 'same' + _name }),
      posting(id, 1, s.grant, 'income', -1),
      posting(id, 2, s.grant, 'held', 1),
    ];
    expect(await attempt(...twice(s.id()))).toBeNull();
    expect(await attempt(...twice(s.id()))).toMatch(says.unique);
  });
  it('postings on an award that is closed, of another project, or of an account that does not belong', async () => {
    const t = s.id();
    expect(await attempt(txn(t, 'receipt', 2), posting(t, 1, s.grant, 'spent', 100), posting(t, 2, s.grant, 'held', -100))).toMatch(says.kind);
  });
});

it('after all of it the books still prove themselves', async () => {
  expect(await read({ platform: s.t.platform, subdistrictId: s.t.subdistrictId }, verifyBooks)).toEqual([]);
});

it('verify finds a posting that was bent behind every guard', async () => {
  await s.t.owner.query('alter table posting disable trigger all');
  await s.t.owner.query("update posting set amount_fen = amount_fen + 1 where award_id = $1 and account = 'held' and amount_fen = 4500000", [s.grant]);
  const problems = await read({ platform: s.t.platform, subdistrictId: s.t.subdistrictId }, verifyBooks);
  expect(problems.join('\n')).toMatch(/balance differs from the replay/);
  expect(problems.join('\n')).toMatch(/does not balance on award/);
  await s.t.owner.query("update posting set amount_fen = amount_fen - 1 where award_id = $1 and account = 'held' and amount_fen = 4500001", [s.grant]);
  await s.t.owner.query('alter table posting enable trigger all');
});

it('another subdistrict sees nothing of it', async () => {
  const found = await read({ platform: s.t.platform, subdistrictId: s.t.otherSubdistrictId }, (tx) => findAward(tx, s.grant));
  expect(found).toBeNull();
});
