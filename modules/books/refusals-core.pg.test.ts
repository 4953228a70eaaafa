import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read } from '#platform/command';
import { verifyBooks } from './index.ts';
import { type Scene, scene } from './scene.fixture.ts';

// Advances and refunds: every refusal is asked of the database itself, by plain SQL, as the application's
// role and as the owner of the tables.
let s: Scene;
beforeAll(async () => {
  s = await scene();
}, 60_000);
afterAll(() => s?.t.close());

type Statement = [text: string, values?: unknown[]];
const roles: [string, () => pg.Client][] = [
  ['the application', () => s.t.app],
  ['the owner', () => s.t.owner],
];
const sub = () => s.t.subdistrictId;
const now = () => s.t.clock.now();

const txn = (id: string, kind: string, postings: number, more: { expense?: string; reversalOf?: string; day?: string } = {}): Statement => [
  `insert into txn (subdistrict_id, id, kind, day, text, project_id, expense_id, reversal_of, idempotency_key, posting_count, at)
   values ($1, $2, $3, $4, '试', $5, $6, $7, $8, $9, $10)`,
  [sub(), id, kind, more.day ?? '2026-11-02', s.projectId, more.expense ?? null, more.reversalOf ?? null, id, postings, now()],
];
const posting = (txnId: string, seq: number, account: string, fen: number, award = s.grant): Statement => [
  'insert into posting (subdistrict_id, txn_id, seq, award_id, account, amount_fen) values ($1, $2, $3, $4, $5, $6)',
  [sub(), txnId, seq, award, account, fen],
];
const advance = (id: string, txnId: string, fen: number, more: { subject?: string; holder?: string; reason?: string; day?: string } = {}): Statement => [
  `insert into advance (subdistrict_id, id, project_id, subject_id, txn_id, holder_kind, holder_name, amount_fen, day, method, another_reason, handed_at)
   values ($1, $2, $3, $4, $5, 'supplier', $6, $7, $8, 'cash', $9, $10)`,
  [sub(), id, s.projectId, more.subject ?? s.id(), txnId, more.holder ?? id, fen, more.day ?? '2026-11-02', more.reason ?? null, now()],
];
const share = (txnId: string, fen: number, category = 'materials', award = s.grant): Statement => [
  'insert into advance_share (subdistrict_id, txn_id, line_no, award_id, category, amount_fen) values ($1, $2, 1, $3, $4, $5)',
  [sub(), txnId, award, category, fen],
];
/** An advance as the application would write it, with whatever is to be wrong about it. */
function handOut(
  fen: number,
  wrong: { shared?: number; said?: number; category?: string; day?: string; subject?: string; holder?: string; reason?: string } = {},
) {
  const [id, t] = [s.id(), s.id()];
  const statements: Statement[] = [
    txn(t, 'advance', 2, { day: wrong.day }),
    posting(t, 1, 'held', -fen),
    posting(t, 2, 'advanced', fen),
    share(t, wrong.shared ?? fen, wrong.category),
    advance(id, t, wrong.said ?? fen, wrong),
  ];
  return { id, txnId: t, statements };
}
const settlement = (txnId: string, advanceId: string, method: string | null = 'cash'): Statement => [
  'insert into advance_settlement (subdistrict_id, txn_id, advance_id, method, settled_at) values ($1, $2, $3, $4, $5)',
  [sub(), txnId, advanceId, method, now()],
];
const handBack = (advanceId: string, fen: number, more: { day?: string; method?: string | null } = {}): Statement[] => {
  const t = s.id();
  return [
    txn(t, 'settle', 2, { day: more.day }),
    posting(t, 1, 'advanced', -fen),
    posting(t, 2, 'held', fen),
    settlement(t, advanceId, more.method === undefined ? 'cash' : more.method),
  ];
};
const undo = (of: string, lines: [account: string, fen: number][], award = s.grant): Statement[] => {
  const t = s.id();
  return [txn(t, 'reversal', lines.length, { reversalOf: of }), ...lines.map(([account, fen], index) => posting(t, index + 1, account, fen, award))];
};
function paid(fen: number, method = 'transfer', award = s.grant) {
  const [e, l, t] = [s.id(), s.id(), s.id()];
  const statements: Statement[] = [
    [
      "insert into expense (subdistrict_id, id, project_id, day, payee, text, method, recorded_at) values ($1, $2, $3, '2026-11-02', '店', '物', $4, $5)",
      [sub(), e, s.projectId, method, now()],
    ],
    [
      "insert into expense_line (subdistrict_id, id, expense_id, position, category, text, amount_fen) values ($1, $2, $3, 1, 'materials', '灯', $4)",
      [sub(), l, e, fen],
    ],
    txn(t, 'spend', 2, { expense: e }),
    posting(t, 1, 'held', -fen, award),
    posting(t, 2, 'spent', fen, award),
    [
      "insert into allocation (subdistrict_id, txn_id, line_id, category, award_id, amount_fen) values ($1, $2, $3, 'materials', $4, $5)",
      [sub(), t, l, award, fen],
    ],
  ];
  return { expenseId: e, lineId: l, txnId: t, statements };
}
let hashes = 0;
const file = async (hash = (++hashes).toString(16).padStart(64, '9')): Promise<string> => {
  const id = s.id();
  await s.t.owner.query(
    `insert into file (subdistrict_id, id, sha256, size_bytes, media_type, name, visibility, uploaded_at) values ($1, $2, $3, 10, 'image/png', '单.png', 'office', now())`,
    [sub(), id, hash],
  );
  return id;
};
async function refund(of: { expenseId: string; lineId: string }, fen: number, wrong: { shared?: number; award?: string; day?: string } = {}) {
  const [id, t, proof] = [s.id(), s.id(), await file()];
  const award = wrong.award ?? s.grant;
  const statements: Statement[] = [
    txn(t, 'refund', 2, { day: wrong.day }),
    posting(t, 1, 'spent', -fen, award),
    posting(t, 2, 'held', fen, award),
    [
      `insert into supplier_refund (subdistrict_id, id, expense_id, txn_id, payer, method, reason, proof_file_id, recorded_at)
       values ($1, $2, $3, $4, '店', 'cash', '退', $5, $6)`,
      [sub(), id, of.expenseId, t, proof, now()],
    ],
    [
      "insert into supplier_refund_share (subdistrict_id, txn_id, line_id, category, award_id, amount_fen) values ($1, $2, $3, 'materials', $4, $5)",
      [sub(), t, of.lineId, award, wrong.shared ?? fen],
    ],
  ];
  return { id, txnId: t, statements };
}

describe.each(roles)('the database refuses %s', (_name, client) => {
  const attempt = (...statements: Statement[]) => s.plain(client(), ...statements);

  it('an advance for no use, in nobody’s hands, of other amounts, outside the source’s dates, beyond its money', async () => {
    const [t, bare] = [s.id(), s.id()];
    expect(await attempt(txn(t, 'advance', 2), posting(t, 1, 'held', -100), posting(t, 2, 'advanced', 100))).toMatch(/^23514 what is advanced/);
    expect(await attempt(txn(bare, 'advance', 2), posting(bare, 1, 'held', -100), posting(bare, 2, 'advanced', 100), share(bare, 100))).toMatch(
      /^23514 an advance is in somebody/,
    );
    expect(await attempt(...handOut(100, { shared: 99 }).statements)).toMatch(/^23514 what is advanced/);
    expect(await attempt(...handOut(100, { said: 99 }).statements)).toMatch(/^23514 an advance is in somebody/);
    expect(await attempt(...handOut(100, { category: 'labour' }).statements)).toMatch(/^23503 .*advance_share/);
    expect(await attempt(...handOut(100, { day: '2027-01-01' }).statements)).toMatch(/^23514 the award pays only/);
    expect(await attempt(...handOut(5_000_000).statements)).toMatch(/^23514 .*"award_balance/);
    const spent = s.id();
    expect(await attempt(txn(spent, 'advance', 2), posting(spent, 1, 'held', -1), posting(spent, 2, 'spent', 1))).toMatch(/^23514 a advance does not touch/);
    // What is handed out is not there to be spent, reserved or returned.
    const big = handOut(4_400_000);
    const back = s.id();
    expect(await attempt(...big.statements, txn(back, 'return', 2), posting(back, 1, 'held', -200_000), posting(back, 2, 'returned', 200_000))).toMatch(
      /^23514 .*"award_balance/,
    );
  });
  it('a second advance of one request, or of one holder without a reason', async () => {
    const [subject, holder] = [s.id(), `五金店${s.id()}`];
    const first = handOut(100, { subject, holder });
    expect(await attempt(...first.statements)).toBeNull();
    expect(await attempt(...handOut(100, { subject }).statements)).toMatch(/^23514 this request has an advance/);
    expect(await attempt(...handOut(100, { holder }).statements)).toMatch(/^23514 the holder has an advance/);
    expect(await attempt(...handOut(100, { holder, reason: '另一批' }).statements)).toBeNull();
    expect(await attempt(...handBack(first.id, 100))).toBeNull();
    expect(await attempt(...handOut(100, { subject }).statements)).toBeNull();
  });
  it('a settlement twice, of another amount, before its advance, without saying how; and the advance undone under it', async () => {
    const handed = handOut(100);
    expect(await attempt(...handed.statements)).toBeNull();
    expect(await attempt(...handBack(handed.id, 99))).toMatch(/^23514 a settlement takes back the whole/);
    expect(await attempt(...handBack(handed.id, 100, { day: '2026-11-01' }))).toMatch(/^23514 a settlement is made with its transaction/);
    expect(await attempt(...handBack(handed.id, 100, { method: null }))).toMatch(/^23514 what was handed back or paid says how/);
    const bare = s.id();
    expect(await attempt(txn(bare, 'settle', 2), posting(bare, 1, 'advanced', -100), posting(bare, 2, 'held', 100))).toMatch(/^23514 a settlement takes back/);
    const settled = handBack(handed.id, 100);
    expect(await attempt(...settled)).toBeNull();
    expect(await attempt(...handBack(handed.id, 100))).toMatch(/^23514 the advance is settled already/);
    const back: [string, number][] = [
      ['held', 100],
      ['advanced', -100],
    ];
    expect(await attempt(...undo(handed.txnId, back))).toMatch(/^23514 the advance is settled: its settlement/);
    // With the settlement undone it is open again, and may be undone itself.
    expect(
      await attempt(
        ...undo(String(settled[0]?.[1]?.[1]), [
          ['advanced', 100],
          ['held', -100],
        ]),
      ),
    ).toBeNull();
    expect(await attempt(...undo(handed.txnId, back))).toBeNull();
    expect(await attempt(...handBack(handed.id, 100))).toMatch(/^23514 the advance is settled already/);
  });
  it('closing a source of which money is in somebody’s hands', async () => {
    const handed = handOut(100);
    expect(await attempt(...handed.statements)).toBeNull();
    expect(await attempt(["update award set state = 'closed', closed_at = $2 where id = $1", [s.grant, now()]])).toMatch(/^23514 the award has an advance/);
    expect(await attempt(...handBack(handed.id, 100))).toBeNull();
  });

  it('a refund above what was paid, to another source, before the payment, of goods, of what is not paid; and its payment undone under it', async () => {
    // Other money is spent on both sources, so that it is this rule that speaks.
    for (const award of [s.grant, s.households]) expect(await attempt(...paid(5_000, 'transfer', award).statements)).toBeNull();
    const bought = paid(1_000);
    expect(await attempt(...bought.statements)).toBeNull();
    expect(await attempt(...(await refund(bought, 1_001)).statements)).toMatch(/^23514 a refund never exceeds/);
    expect(await attempt(...(await refund(bought, 500, { shared: 499 })).statements)).toMatch(/^23514 what is refunded goes back/);
    expect(await attempt(...(await refund(bought, 500, { award: s.households })).statements)).toMatch(/^23514 a refund never exceeds/);
    expect(await attempt(...(await refund(bought, 500, { day: '2026-11-01' })).statements)).toMatch(/^23514 a refund is made with its transaction/);
    const none = s.id();
    expect(await attempt(txn(none, 'refund', 2), posting(none, 1, 'spent', -1), posting(none, 2, 'held', 1))).toMatch(/^23514 what is refunded goes back/);
    const first = await refund(bought, 600);
    expect(await attempt(...first.statements)).toBeNull();
    expect(await attempt(...(await refund(bought, 401)).statements)).toMatch(/^23514 a refund never exceeds/);
    const reversal: [string, number][] = [
      ['held', 1_000],
      ['spent', -1_000],
    ];
    expect(await attempt(...undo(bought.txnId, reversal))).toMatch(/^23514 the payment was refunded/);
    expect(
      await attempt(
        ...undo(first.txnId, [
          ['spent', 600],
          ['held', -600],
        ]),
      ),
    ).toBeNull();
    expect(await attempt(...undo(bought.txnId, reversal))).toBeNull();
    expect(await attempt(...(await refund(bought, 1)).statements)).toMatch(/^23514 what is not paid/);
    const goods = paid(100, 'in_kind');
    expect(await attempt(...goods.statements)).toBeNull();
    expect(await attempt(...(await refund(goods, 1)).statements)).toMatch(/^23514 a refund is made with its transaction/);
  });
});

it.each(['advance', 'advance_share', 'advance_settlement', 'supplier_refund', 'supplier_refund_share'])(
  '%s is append-only, also for the owner',
  async (table) => {
    expect(await s.plain(s.t.owner, [`delete from ${table} where subdistrict_id = $1`, [sub()]])).toMatch(/^23514 .*append-only/);
    expect(await s.plain(s.t.app, [`delete from ${table} where subdistrict_id = $1`, [sub()]])).toMatch(/^42501/);
  },
);

it('after all of it the books still prove themselves', async () => {
  expect(await read({ platform: s.t.platform, subdistrictId: sub() }, verifyBooks)).toEqual([]);
});
