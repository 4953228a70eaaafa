import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read } from '#platform/command';
import { verifyBooks } from './index.ts';
import { type Scene, scene } from './scene.fixture.ts';

// Corrected invoices, red letters and openings: every refusal is asked of the database itself, by plain SQL, as the application's role and as the
// owner of the tables.
let s: Scene;
let clerk: string;
let second: string;
beforeAll(async () => {
  s = await scene();
  [clerk, second] = [s.id(), s.id()];
  for (const [id, name] of [
    [clerk, '经办'],
    [second, '复核'],
  ])
    await s.t.owner.query('insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, $3, true, $4)', [
      s.t.subdistrictId,
      id,
      name,
      s.t.clock.now(),
    ]);
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
let hashes = 0;
const file = async (hash = (++hashes).toString(16).padStart(64, '9')): Promise<string> => {
  const id = s.id();
  await s.t.owner.query(
    `insert into file (subdistrict_id, id, sha256, size_bytes, media_type, name, visibility, uploaded_at) values ($1, $2, $3, 10, 'image/png', '单.png', 'office', now())`,
    [sub(), id, hash],
  );
  return id;
};

describe.each(roles)('the database refuses %s', (_name, client) => {
  const attempt = (...statements: Statement[]) => s.plain(client(), ...statements);

  const digits = () => `2631200001${String(Math.floor(Math.random() * 1e10)).padStart(10, '0')}`;
  const invoice = (id: string, total = 10_000): Statement => [
    `insert into invoice (id, kind, code, number, issued_day, net_fen, tax_fen, total_fen, registered_at) values ($1, 'e_invoice', '', $2, '2026-11-01', $3, 0, $3, $4)`,
    [id, digits(), total, now()],
  ];
  const claim = (
    invoiceId: string,
    seq: number,
    before: number,
    fen: number,
    more: { by?: string; version?: number; previous?: number; face?: number; hash?: string } = {},
  ): Statement => [
    `insert into invoice_claim (invoice_id, seq, total_fen, previous_seq, before_fen, amount_fen, after_fen, subdistrict_id, voucher_id, at, version, previous_version, face_fen,
      released_sha256) values ($1, $2, 10000, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      invoiceId,
      seq,
      seq === 1 ? null : seq - 1,
      before,
      fen,
      before + fen,
      sub(),
      more.by ?? s.id(),
      now(),
      more.version ?? 1,
      more.previous ?? 1,
      more.face ?? null,
      more.hash ?? null,
    ],
  ];
  it('another version of an invoice while anything of it is claimed, one that was never entered, or above its face', async () => {
    const id = s.id();
    const version = (no: number, total: number, net = total): Statement => [
      "insert into invoice_version (invoice_id, version, issued_day, net_fen, tax_fen, total_fen, made_at) values ($1, $2, '2026-11-01', $3, 0, $4, $5)",
      [id, no, net, total, now()],
    ];
    expect(await attempt(invoice(id), claim(id, 1, 0, 6_000), version(2, 20_000))).toBeNull();
    expect(await attempt(version(3, 20_000, 19_999))).toMatch(/^23514 .*"invoice_version/);
    expect(await attempt(version(1, 20_000))).toMatch(/^23514 .*"invoice_version/);
    expect(await attempt(claim(id, 2, 6_000, 1, { version: 2, face: 20_000 }))).toMatch(/^23514 .*"invoice_claim_version/);
    expect(await attempt(claim(id, 2, 6_000, 1, { version: 2, previous: 2, face: 20_000 }))).toMatch(/^23503 .*invoice_claim/);
    expect(await attempt(claim(id, 2, 6_000, -6_000))).toBeNull();
    expect(await attempt(claim(id, 3, 0, 100, { version: 3, face: 30_000 }))).toMatch(/^23503 .*invoice_claim/);
    expect(await attempt(claim(id, 3, 0, 100, { version: 2, face: 30_000 }))).toMatch(/^23503 .*invoice_claim/);
    expect(await attempt(claim(id, 3, 0, 20_001, { version: 2, face: 20_000 }))).toMatch(/^23514 .*"invoice_claim_check/);
    expect(await attempt(claim(id, 3, 0, 20_000, { version: 2, face: 20_000 }))).toBeNull();
    expect(await attempt(['update invoice_version set total_fen = 1 where invoice_id = $1', [id]])).toMatch(/^(42501|23)/);
  });
  it('moving a file away from an invoice of which anything is claimed, or twice', async () => {
    const [wrong, right] = [s.id(), s.id()];
    const hash = s.id().replaceAll('-', '').repeat(2);
    const move = (seq: number, fromSeq: number, from = wrong, to = right): Statement => [
      `insert into invoice_file_move (sha256, seq, previous_seq, origin_invoice_id, from_invoice_id, from_seq, to_invoice_id, moved_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [hash, seq, seq === 1 ? null : seq - 1, seq === 1 ? from : null, from, fromSeq, to, now()],
    ];
    expect(
      await attempt(invoice(wrong), invoice(right), ['insert into invoice_file (sha256, invoice_id) values ($1, $2)', [hash, wrong]], claim(wrong, 1, 0, 100)),
    ).toBeNull();
    expect(await attempt(claim(wrong, 2, 100, 0, { hash }))).toMatch(/^23514 .*"invoice_claim_release/);
    expect(await attempt(claim(wrong, 2, 100, 0))).toMatch(/^23514 .*"invoice_claim_amount/);
    expect(await attempt(move(1, 1))).toMatch(/^23503 .*invoice_file_move/);
    expect(await attempt(claim(wrong, 2, 100, -100), claim(wrong, 3, 0, 0, { hash }), move(1, 3))).toBeNull();
    expect(await attempt(move(1, 3))).toMatch(/^23505/);
    expect(await attempt(move(2, 3))).toMatch(/^23503 .*invoice_file_move/);
    const { rows } = await s.t.owner.query('select invoice_of_file($1) as id', [hash]);
    expect(rows[0].id).toBe(right);
  });
  it('a red letter without its original, above it, above zero, or claimed as an invoice', async () => {
    const [original, letter] = [s.id(), s.id()];
    const red = (id: string, of: string | null, seq: number | null, total: number, fen: number | null = -total): Statement => [
      `insert into invoice (id, kind, code, number, issued_day, net_fen, tax_fen, total_fen, registered_at, red_of, red_claim_seq, red_fen)
       values ($1, 'e_invoice', '', $2, '2026-11-02', $3, 0, $3, $4, $5, $6, $7)`,
      [id, digits(), total, now(), of, seq, fen],
    ];
    expect(await attempt(invoice(original), claim(original, 1, 0, 10_000))).toBeNull();
    expect(await attempt(red(letter, null, null, -4_000, null))).toMatch(/^23514 .*"invoice_check_red/);
    expect(await attempt(red(letter, original, 2, -4_000))).toMatch(/^23503 .*invoice_red_of/);
    expect(await attempt(red(letter, original, 1, 4_000, null))).toMatch(/^23514 .*"invoice_check_red/);
    // The original has no room for it while all of it is claimed.
    expect(await attempt(claim(original, 2, 10_000, 4_000, { by: letter }), red(letter, original, 2, -4_000))).toMatch(/^23514 .*"invoice_claim_check/);
    // A place in the chain that another holds is not the red letter's.
    expect(await attempt(claim(original, 2, 10_000, -4_000), claim(original, 3, 6_000, 4_000), red(letter, original, 3, -4_000))).toMatch(
      /^23503 .*invoice_red_of/,
    );
    expect(await attempt(claim(original, 2, 10_000, -4_000), claim(original, 3, 6_000, 4_000, { by: letter }), red(letter, original, 3, -4_000))).toBeNull();
    expect(await attempt(claim(original, 4, 10_000, 1))).toMatch(/^23514 .*"invoice_claim_check/);
    expect(
      await attempt([
        `insert into invoice_claim (invoice_id, seq, total_fen, before_fen, amount_fen, after_fen, subdistrict_id, voucher_id, at) values ($1, 1, -4000, 0, 1, 1, $2, $3, $4)`,
        [letter, sub(), s.id(), now()],
      ]),
    ).toMatch(/^23514 .*"invoice_claim_check/);
  });

  async function opening(award: string, fen: number, more: { enteredBy?: string; decidedBy?: string; says?: number; state?: string; day?: string } = {}) {
    const [id, t, evidence] = [s.id(), s.id(), await file()];
    const enter: Statement = [
      `insert into opening_balance (subdistrict_id, id, award_id, day, received_fen, returned_fen, spent_fen, file_id, state, entered_by, entered_at)
       values ($1, $2, $3, '2026-06-30', $4, 0, 0, $5, $6, $7, $8)`,
      [sub(), id, award, more.says ?? fen, evidence, more.state ?? 'entered', more.enteredBy ?? clerk, now()],
    ];
    const confirm: Statement[] = [
      txn(t, 'opening', 2, { day: more.day ?? '2026-06-30' }),
      posting(t, 1, 'income', -fen, award),
      posting(t, 2, 'held', fen, award),
      ["update opening_balance set state = 'confirmed', decided_by = $2, decided_at = $3, txn_id = $4 where id = $1", [id, more.decidedBy ?? second, now(), t]],
    ];
    return { id, txnId: t, enter, confirm };
  }
  /** A source on which nothing has moved. */
  const fresh = async () => {
    const id = s.id();
    await s.t.owner.query(
      `insert into award (subdistrict_id, id, project_id, source_kind, name, planned_fen, valid_from, valid_to, state, opened_at)
       values ($1, $2, $3, 'property', '物业', 0, '2026-01-01', '2026-12-31', 'open', $4)`,
      [sub(), id, s.projectId, now()],
    );
    return id;
  };
  it('an opening of one person alone, of other sums, without a confirmed entry, or once money has moved', async () => {
    const award = await fresh();
    const bare = s.id();
    expect(await attempt(txn(bare, 'opening', 2), posting(bare, 1, 'income', -1, award), posting(bare, 2, 'held', 1, award))).toMatch(
      /^23514 an opening is confirmed by a second/,
    );
    const alone = await opening(award, 100, { decidedBy: clerk });
    expect(await attempt(alone.enter, ...alone.confirm)).toMatch(/^23514 .*"opening_balance/);
    const born = await opening(award, 100, { state: 'dropped' });
    expect(await attempt(born.enter)).toMatch(/^23514 /);
    const other = await opening(award, 100, { says: 99 });
    expect(await attempt(other.enter, ...other.confirm)).toMatch(/^23514 an opening is what was confirmed, to the fen/);
    const dated = await opening(award, 100, { day: '2026-07-01' });
    expect(await attempt(dated.enter, ...dated.confirm)).toMatch(/^23514 an opening is confirmed by a second/);
    const moved = await opening(s.households, 100);
    expect(await attempt(moved.enter, ...moved.confirm)).toMatch(/^23514 money has moved/);
    const good = await opening(award, 100);
    expect(await attempt(good.enter, ...good.confirm)).toBeNull();
    expect(await attempt((await opening(award, 100)).enter)).toMatch(/^23505/);
    expect(await attempt(['update opening_balance set received_fen = 1 where id = $1', [good.id]])).toMatch(/^(42501|23514 an opening balance stays)/);
    expect(await attempt(["update opening_balance set state = 'undone', reason = '错' where id = $1", [good.id]])).toMatch(
      /^23514 an opening is undone by the reversal/,
    );
    expect(await attempt(['delete from opening_balance where id = $1', [good.id]])).toMatch(/^(42501|23514 an opening balance is never deleted)/);
    // Nothing but promises is dated before it.
    const early = s.id();
    expect(await attempt(txn(early, 'receipt', 2, { day: '2026-06-29' }), posting(early, 1, 'income', -1, award), posting(early, 2, 'held', 1, award))).toMatch(
      /^23514 nothing is dated before/,
    );
    const promise = s.id();
    expect(
      await attempt(txn(promise, 'pledge', 2, { day: '2026-06-29' }), posting(promise, 1, 'pledged', 1, award), posting(promise, 2, 'pledger', -1, award)),
    ).toBeNull();
  });
});

it('after all of it the books still prove themselves', async () => {
  expect(await read({ platform: s.t.platform, subdistrictId: sub() }, verifyBooks)).toEqual([]);
});
