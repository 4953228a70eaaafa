import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Actor, Permissions } from '#platform/access';
import { provenLinesOf, voucherLinesOf, vouchersOf } from '#modules/books';
import { setSettings } from '#modules/funds';
import { dutiesOf } from '#modules/inbox';
import {
  addQuote,
  answerNote,
  askSpending,
  chooseQuote,
  closeSpending,
  decideSpending,
  declareRelation,
  dropQuote,
  endRelation,
  findNotes,
  findProject,
  findSpendingRequest,
  goodsReceiptsOf,
  labourSheetOf,
  noteAnswersOf,
  paySpending,
  proveLines,
  quotesOf,
  receiveGoods,
  receiveGoodsOnPaper,
  recordVoucher,
  relationsOf,
  type RecordSpendingVoucherInput,
  spendingPermissions,
  type SpendingLine,
  termsOf,
  type Upload,
  withdrawVoucher,
  writeLabourSheet,
} from './index.ts';
import { caiLu, doing, must, type Scene } from './scene.fixture.ts';

let s: Scene;
let projectId: string;
let neighbour: Actor, another: Actor;
beforeAll(async () => {
  s = await caiLu();
  s.t.platform.permissions = new Permissions([s.t.platform.permissions.table, spendingPermissions]);
  neighbour = await resident('李桂珍');
  another = await resident('陈伟');
});
afterAll(() => s?.t.close());
beforeEach(async () => {
  s.t.clock.set('2026-11-02T09:00:00+08:00');
  projectId = await doing(s);
  s.t.clock.set('2026-12-02T09:00:00+08:00');
});

/** Somebody who lives here, with a household of their own. */
async function resident(name: string): Promise<Actor> {
  const id = s.t.platform.sources.newId;
  const [personId, home, household] = [id(), id(), id()];
  const put = (text: string, values: unknown[]) => s.t.owner.query(text, [s.t.subdistrictId, ...values]);
  await put('insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, $3, true, $4)', [personId, name, s.t.clock.now()]);
  await s.t.owner.query('set session_replication_role = replica');
  await put('insert into household (subdistrict_id, id, neighbourhood_id, home_id, since_day) values ($1, $2, $3, $4, $5)', [
    household,
    s.neighbourhoodId,
    home,
    '2020-01-01',
  ]);
  await put(
    "insert into household_member (subdistrict_id, id, household_id, person_id, relation, head, from_day) values ($1, $2, $3, $4, 'resident', true, '2020-01-01')",
    [id(), household, personId],
  );
  await s.t.owner.query('set session_replication_role = origin');
  return { ...s.cast.resident, personId, name };
}

const by = (actor: Actor) => s.t.contextFor(actor);
const yuan = (amount: bigint) => amount * 100n;
const lamps: SpendingLine[] = [{ category: 'materials', text: '防护软垫', amountFen: yuan(3000n) }];
const ask = (over: Partial<Parameters<typeof askSpending>[1]> = {}, actor = s.cast.supervisor) =>
  askSpending(by(actor), { projectId, item: '防护软垫', why: '楼道照明', payee: '益民五金店', lines: lamps, ...over });
const decide = (requestId: string, actor: Actor, decision: 'approved' | 'refused' = 'approved', note = '') =>
  decideSpending(by(actor), { requestId, decision, note });
const approve = async (requestId: string) => {
  must(await decide(requestId, s.cast.secretary));
  must(await decide(requestId, s.cast.director));
  return requestId;
};
let files = 0;
const upload = (mediaType = 'application/pdf', name = '文件.pdf'): Upload => ({
  stored: { sha256: (++files).toString(16).padStart(64, 'd'), sizeBytes: 100, mediaType },
  name,
});
const photo = () => upload('image/jpeg', '实物.jpg');
const pay = (requestId: string, actor = s.cast.secretary) => paySpending(by(actor), { requestId, day: '2026-12-02', method: 'transfer', proof: upload() });
let invoices = 0;
const invoice = (requestId: string, fen: bigint, claimedFen = fen): RecordSpendingVoucherInput => ({
  requestId,
  claimedFen,
  reason: null,
  file: upload(),
  facts: {
    kind: 'e_invoice',
    code: '',
    number: `26319000000${String(++invoices).padStart(9, '0')}`,
    issuedDay: '2026-12-01',
    netFen: fen,
    taxFen: 0n,
    totalFen: fen,
    sellerName: '益民五金店',
    sellerTaxId: null,
  },
});
const receipt = (requestId: string, fen: bigint): RecordSpendingVoucherInput => {
  const given = invoice(requestId, fen);
  return { ...given, reason: '街边摊没有发票', facts: { ...given.facts, kind: 'receipt', number: '' } };
};
const requestOf = async (id: string) => must2(await s.see((tx) => findSpendingRequest(tx, id)));
const must2 = <T>(value: T | null | undefined): T => {
  if (value === null || value === undefined) throw new Error('expected something');
  return value;
};
const state = async (id: string) => (await requestOf(id)).state;
const duty = async (id: string) => (await s.see((tx) => dutiesOf(tx, { subjectId: id }))).map((each) => each.kind).toSorted();
const set = async (values: Record<string, string>) =>
  must(
    await setSettings(by(s.cast.officer), {
      values: Object.fromEntries(Object.entries(values).map(([key, value]) => [`purchase.${key}`, value])),
      reason: '试',
    }),
  );
/** What the office asks of purchases, and nothing of it after the work. */
async function asking<T>(values: Record<string, string>, work: () => Promise<T>): Promise<T> {
  await set(values);
  try {
    return await work();
  } finally {
    await s.t.owner.query('alter table office_setting disable trigger user');
    await s.t.owner.query("delete from office_setting where key like 'purchase.%'");
    await s.t.owner.query('alter table office_setting enable trigger user');
  }
}
/** The database itself says no to this statement, whether the application or the owner of the tables runs it. */
async function refusesBoth(text: string, values: unknown[], why: RegExp | string, first?: [string, unknown[]]): Promise<void> {
  const roles: [string, pg.Client][] = [
    ['the application', s.t.app],
    ['the owner', s.t.owner],
  ];
  for (const [who, client] of roles) {
    await client.query('begin');
    await client.query("select set_config('app.subdistrict', $1, true)", [s.t.subdistrictId]);
    if (first) await client.query(...first);
    const said = await client.query(text, values).then(
      () => 'nothing',
      (error: Error) => error.message,
    );
    await client.query('rollback');
    expect(said, who).toMatch(why);
  }
}

describe('quotes', () => {
  const quote = (requestId: string, supplier: string, fen: bigint, actor = s.cast.supervisor) =>
    addQuote(by(actor), { requestId, supplier, priceFen: fen, day: '2026-12-01', note: '', file: upload() });

  it('are compared before anybody approves, from the amount that the office sets; unset nothing is asked', async () => {
    const free = must(await ask());
    expect((await s.see((tx) => termsOf(tx, free))).quotesLeast).toBeNull();
    must(await decide(free, s.cast.secretary));
    await asking({ quotesFromFen: '300000', quotesLeast: '3' }, async () => {
      const small = must(await ask({ lines: [{ ...lamps[0]!, amountFen: yuan(2999n) }] }));
      expect((await s.see((tx) => termsOf(tx, small))).quotesLeast).toBeNull();
      const id = must(await ask());
      expect(await duty(id)).toEqual(['spending.quote']);
      expect(await decide(id, s.cast.secretary)).toEqual({ ok: false, error: 'quotes-missing' });
      must(await quote(id, '益民五金店', yuan(3000n)));
      must(await quote(id, '光明灯饰', yuan(2900n)));
      // Two papers of one supplier are one supplier.
      must(await quote(id, '光明 灯饰', yuan(3100n)));
      const [cheapest] = (await s.see((tx) => quotesOf(tx, id))).all;
      must(await chooseQuote(by(s.cast.supervisor), { requestId: id, quoteId: cheapest?.id ?? '', reason: '' }));
      expect(await decide(id, s.cast.secretary)).toEqual({ ok: false, error: 'quotes-missing' });
      const third = must(await quote(id, '浦东电器', yuan(3200n)));
      expect(await duty(id)).toEqual(['spending.approve']);
      expect(await chooseQuote(by(s.cast.supervisor), { requestId: id, quoteId: third, reason: ' ' })).toEqual({ ok: false, error: 'reason-required' });
      must(await chooseQuote(by(s.cast.supervisor), { requestId: id, quoteId: third, reason: '质保三年' }));
      must(await decide(id, s.cast.secretary));
      // Whoever approved saw these quotes.
      expect(await quote(id, '后来的', yuan(1n))).toEqual({ ok: false, error: 'wrong-state' });
      expect(await dropQuote(by(s.cast.supervisor), { requestId: id, quoteId: third, reason: '错了' })).toEqual({ ok: false, error: 'wrong-state' });
    });
  });

  it('that are missing stop an approval in the database itself; a dropped one does not count', async () => {
    await asking({ quotesFromFen: '0', quotesLeast: '2' }, async () => {
      const id = must(await ask());
      const approval = () =>
        refusesBoth(
          `insert into spending_approval (subdistrict_id, request_id, step, requester_id, role, title, person_id, person_name, decision, at)
          values ($1, $2, 1, $3, 'handler', '经办人', $4, '陈书记', 'approved', now())`,
          [s.t.subdistrictId, id, s.cast.supervisor.personId, s.cast.secretary.personId],
          /quotes to compare are missing/,
        );
      await approval();
      const first = must(await quote(id, '甲店', yuan(2000n)));
      const second = must(await quote(id, '乙店', yuan(2500n)));
      await approval();
      must(await chooseQuote(by(s.cast.supervisor), { requestId: id, quoteId: first, reason: '' }));
      must(await dropQuote(by(s.cast.supervisor), { requestId: id, quoteId: second, reason: '不是这种灯' }));
      await approval();
      await refusesBoth('update spending_quote set price_fen = 1 where id = $1', [first], /permission denied|keeps what it said/);
      must(await quote(id, '丙店', yuan(2600n)));
      must(await decide(id, s.cast.secretary));
      await refusesBoth(
        `insert into spending_choice (subdistrict_id, request_id, seq, quote_id, chosen_by_name, chosen_at) values ($1, $2, 9, $3, '某', now())`,
        [s.t.subdistrictId, id, first],
        /quotes stand once somebody has decided/,
      );
    });
  });

  it('come from those who may ask here', async () => {
    const id = must(await ask());
    expect(await quote(id, '甲', 1n, s.cast.otherSecretary)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await quote(id, '甲', 1n, s.cast.auditor)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await quote(id, '甲', 0n)).toEqual({ ok: false, error: 'price-wrong' });
  });
});

describe('the chain of approvals, whoever writes', () => {
  const approval = (id: string, step: number, role: string, personId: string | null, decision = 'approved') =>
    [
      `insert into spending_approval (subdistrict_id, request_id, step, requester_id, role, title, person_id, person_name, decision, note, at)
      values ($1, $2, $3, $4, $5, '某级', $6, '某', $7, '理由', now())`,
      [s.t.subdistrictId, id, step, s.cast.supervisor.personId, role, personId, decision],
    ] as const;
  it('is taken step by step, each as the chain names it, only while it is asked', async () => {
    const id = must(await ask());
    await refusesBoth(...approval(id, 2, 'director', s.cast.director.personId), /in its turn/);
    await refusesBoth(...approval(id, 1, 'director', s.cast.director.personId), /as the chain names it/);
    must(await decide(id, s.cast.secretary, 'refused', '太贵'));
    await refusesBoth(...approval(id, 2, 'director', s.cast.director.personId), /in its turn/);
  });
  it('decides on what was asked: no line comes later, nothing of the request changes', async () => {
    const id = must(await ask());
    must(await decide(id, s.cast.secretary));
    await refusesBoth(
      "insert into spending_line (subdistrict_id, request_id, no, category, text, amount_fen) values ($1, $2, 2, 'materials', '加一行', 1)",
      [s.t.subdistrictId, id],
      /before anybody decides/,
    );
    for (const change of ['amount_fen = 1', "payee = '别家'", "chain = '[{},{}]'", `requester_id = '${s.cast.director.personId}'`])
      await refusesBoth(`update spending_request set ${change} where id = $1`, [id], /permission denied|stays as it was asked/);
  });
  it('a payment is no more than was approved and belongs to one request', async () => {
    const [id, other] = [await approve(must(await ask())), await approve(must(await ask({ lines: [{ ...lamps[0]!, amountFen: yuan(10n) }] })))];
    const expenseId = must(await pay(id));
    await refusesBoth("update spending_request set state = 'paid', expense_id = $2 where id = $1", [other, expenseId], /no more than was approved/);
    const same = await approve(must(await ask({ lines: [{ ...lamps[0]!, amountFen: yuan(4000n) }] })));
    await refusesBoth("update spending_request set state = 'paid', expense_id = $2 where id = $1", [same, expenseId], /duplicate key/);
  });
  it('whoever asked does not pay, where the office says so', async () => {
    await asking({ payerIsNotRequester: 'yes' }, async () => {
      const id = must(await ask({}, s.cast.secretary));
      must(await decide(id, s.cast.supervisor));
      must(await decide(id, s.cast.director));
      expect(await pay(id)).toEqual({ ok: false, error: 'own-request' });
      await refusesBoth('update spending_request set paid_by = $2 where id = $1', [id, s.cast.secretary.personId], /who asked does not pay/);
    });
    const free = must(await ask({}, s.cast.secretary));
    must(await decide(free, s.cast.supervisor));
    must(await decide(free, s.cast.director));
    must(await pay(free));
  });
  it('nobody signs off a voucher they put in, also when another added the last paper', async () => {
    const id = await approve(must(await ask()));
    must(await pay(id));
    must(await recordVoucher(by(s.cast.director), invoice(id, yuan(1000n))));
    must(await recordVoucher(by(s.cast.secretary), invoice(id, yuan(2000n))));
    expect(await closeSpending(by(s.cast.director), { requestId: id })).toEqual({ ok: false, error: 'own-papers' });
    await refusesBoth(
      "update spending_request set state = 'closed', closed_by = $2, closed_at = now() where id = $1",
      [id, s.cast.director.personId],
      /signs off papers they put in/,
    );
    must(await closeSpending(by(s.cast.supervisor), { requestId: id }));
  });
});

describe('goods', () => {
  const receive = (requestId: string, actor: Actor, picture: Upload | null = null) => receiveGoods(by(actor), { requestId, note: '', photo: picture });

  it('are confirmed by two residents before payment, neither who asked nor who pays', async () => {
    await asking({ receivedFromFen: '100000', receivedBefore: 'payment' }, async () => {
      const id = await approve(must(await ask()));
      expect(await duty(id)).toEqual(['spending.pay', 'spending.receive']);
      expect(await pay(id)).toEqual({ ok: false, error: 'goods-not-received' });
      expect(await receive(id, s.cast.supervisor, photo())).toEqual({ ok: false, error: 'own-request' });
      expect(await receive(id, s.cast.secretary, photo())).toEqual({ ok: false, error: 'not-allowed' });
      expect(await receive(id, neighbour)).toEqual({ ok: false, error: 'photo-missing' });
      expect(await receive(id, neighbour, upload())).toEqual({ ok: false, error: 'not-a-picture' });
      must(await receive(id, neighbour, photo()));
      expect(await receive(id, neighbour)).toEqual({ ok: false, error: 'received-before' });
      expect(await pay(id)).toEqual({ ok: false, error: 'goods-not-received' });
      must(await receive(id, another));
      expect(await duty(id)).toEqual(['spending.pay']);
      const payer = { ...another, grants: s.cast.secretary.grants };
      expect(await pay(id, payer)).toEqual({ ok: false, error: 'payer-received' });
      must(await pay(id));
    });
  });

  it('not confirmed by two are not paid for in the database itself, nor confirmed by who asked or twice', async () => {
    await asking({ receivedFromFen: '100000', receivedBefore: 'payment' }, async () => {
      const id = await approve(must(await ask()));
      const put = (person: string | null, way: string, extra = 'null') =>
        [
          `insert into goods_receipt (subdistrict_id, request_id, requester_id, person_id, person_name, way, scan_file_id, recorded_by, at)
          values ($1, $2, $3, $4, '某', '${way}', ${extra}, $4, now())`,
          [s.t.subdistrictId, id, s.cast.supervisor.personId, person],
        ] as const;
      await refusesBoth(
        "update spending_request set state = 'paid', expense_id = $2 where id = $1",
        [id, s.t.platform.sources.newId()],
        /two residents have not received/,
      );
      await refusesBoth(...put(s.cast.supervisor.personId, 'phone'), /violates check/);
      await refusesBoth(...put(neighbour.personId, 'paper'), /violates check/);
      must(await receive(id, neighbour, photo()));
      await refusesBoth(...put(neighbour.personId, 'phone'), /duplicate key/);
      await refusesBoth('delete from goods_receipt where request_id = $1', [id], /permission denied|append-only/);
      await refusesBoth('update spending_request set paid_by = $2 where id = $1', [id, neighbour.personId], /received the goods does not pay/);
    });
  });

  it('may be confirmed on paper, recorded with both names and the scan; before closing where the office says so', async () => {
    await asking({ receivedFromFen: '100000', receivedBefore: 'closing' }, async () => {
      const id = await approve(must(await ask()));
      must(await pay(id));
      must(await recordVoucher(by(s.cast.secretary), invoice(id, yuan(3000n))));
      expect(await closeSpending(by(s.cast.director), { requestId: id })).toEqual({ ok: false, error: 'goods-not-received' });
      await refusesBoth(
        "update spending_request set state = 'closed', closed_by = $2, closed_at = now() where id = $1",
        [id, s.cast.director.personId],
        /two residents have not received/,
      );
      const paper = (personIds: string[], scan: Upload | null = upload(), picture: Upload | null = photo()) =>
        receiveGoodsOnPaper(by(s.cast.secretary), { requestId: id, personIds, scan, photo: picture, note: '' });
      const [one, two] = [neighbour.personId ?? '', another.personId ?? ''];
      expect(await paper([one, one])).toEqual({ ok: false, error: 'same-person' });
      expect(await paper([one, s.cast.officer.personId ?? ''])).toEqual({ ok: false, error: 'not-a-resident' });
      expect(await paper([one, two], null)).toEqual({ ok: false, error: 'scan-missing' });
      expect(await paper([one, two], upload(), null)).toEqual({ ok: false, error: 'photo-missing' });
      must(await paper([one, two]));
      expect((await s.see((tx) => goodsReceiptsOf(tx, id))).map((each) => [each.personName, each.way]).toSorted()).toEqual([
        ['李桂珍', 'paper'],
        ['陈伟', 'paper'],
      ]);
      must(await closeSpending(by(s.cast.director), { requestId: id }));
    });
  });
});

describe('vouchers and lines', () => {
  const two: SpendingLine[] = [
    { category: 'materials', text: '防护软垫', amountFen: yuan(2000n) },
    { category: 'materials', text: '软管', amountFen: yuan(1000n) },
  ];
  const paidTwo = async () => {
    const id = await approve(must(await ask({ lines: two })));
    return { id, expenseId: must(await pay(id)) };
  };
  const linesOf = async (expenseId: string) => (await s.see((tx) => provenLinesOf(tx, expenseId))).map((line) => [line.text, line.provenFen]);

  it('one receipt for several lines: what covers all follows by itself', async () => {
    const { id, expenseId } = await paidTwo();
    must(await recordVoucher(by(s.cast.secretary), invoice(id, yuan(3000n))));
    expect(await linesOf(expenseId)).toEqual([
      ['防护软垫', yuan(2000n)],
      ['软管', yuan(1000n)],
    ]);
  });
  it('several receipts for one expense: somebody says which proves what, never more than line or voucher', async () => {
    const { id, expenseId } = await paidTwo();
    const { voucherId } = must(await recordVoucher(by(s.cast.secretary), invoice(id, yuan(1500n))));
    expect(await linesOf(expenseId)).toEqual([
      ['防护软垫', 0n],
      ['软管', 0n],
    ]);
    const [lamp, wire] = await s.see((tx) => provenLinesOf(tx, expenseId));
    const prove = (shares: [typeof lamp, bigint][]) =>
      proveLines(by(s.cast.secretary), { voucherId, shares: shares.map(([line, amountFen]) => ({ lineId: line?.lineId ?? '', amountFen })) });
    expect(await prove([[wire, yuan(1001n)]])).toEqual({ ok: false, error: 'above-line' });
    expect(
      await prove([
        [lamp, yuan(1000n)],
        [wire, yuan(501n)],
      ]),
    ).toEqual({ ok: false, error: 'above-claim' });
    expect(await prove([[lamp, 0n]])).toEqual({ ok: false, error: 'share-wrong' });
    must(
      await prove([
        [lamp, yuan(500n)],
        [wire, yuan(1000n)],
      ]),
    );
    // The second voucher can only prove what is left.
    must(await recordVoucher(by(s.cast.secretary), invoice(id, yuan(1500n))));
    expect(await linesOf(expenseId)).toEqual([
      ['防护软垫', yuan(2000n)],
      ['软管', yuan(1000n)],
    ]);
    expect(await state(id)).toBe('vouchered');
    must(await withdrawVoucher(by(s.cast.secretary), { voucherId, reason: '录错了' }));
    expect(await linesOf(expenseId)).toEqual([
      ['防护软垫', yuan(1500n)],
      ['软管', 0n],
    ]);
    expect(await s.see((tx) => voucherLinesOf(tx, expenseId))).toHaveLength(1);
  });
  it('the database refuses more than a line cost, more than a voucher claims, and lines of another payment', async () => {
    const [one, other] = [await paidTwo(), await paidTwo()];
    const { voucherId } = must(await recordVoucher(by(s.cast.secretary), invoice(one.id, yuan(1500n))));
    const lineOf = async (expenseId: string, at: number) => (await s.see((tx) => provenLinesOf(tx, expenseId)))[at]?.lineId;
    const put = async (lineId: string | undefined, fen: bigint, why: RegExp) =>
      refusesBoth(
        'insert into voucher_line (subdistrict_id, voucher_id, expense_line_id, amount_fen, set_at) values ($1, $2, $3, $4, now())',
        [s.t.subdistrictId, voucherId, lineId, fen],
        why,
      );
    await put(await lineOf(one.expenseId, 1), yuan(1001n), /no further than it cost/);
    await put(await lineOf(one.expenseId, 0), yuan(1501n), /no more than it claims/);
    await put(await lineOf(other.expenseId, 0), 1n, /its own payment/);
    must(await withdrawVoucher(by(s.cast.secretary), { voucherId, reason: '录错了' }));
    await put(await lineOf(one.expenseId, 0), 1n, /proves nothing/);
  });
});

describe('without an invoice', () => {
  const entry = { name: '老张', work: '搬运', day: '2026-12-01', quantityHundredths: 750n, unit: 'hour' as const, amountFen: yuan(200n) };
  it('a receipt does up to the limit that is set, and its paper is checked by another', async () => {
    await asking({ receiptToFen: '10000' }, async () => {
      const lines = [{ category: 'materials', text: '螺丝', amountFen: yuan(150n) }];
      const id = await approve(must(await ask({ item: '螺丝', lines })));
      const expenseId = must(await pay(id));
      expect(await recordVoucher(by(s.cast.secretary), receipt(id, yuan(101n)))).toEqual({ ok: false, error: 'receipt-above-limit' });
      must(await recordVoucher(by(s.cast.secretary), receipt(id, yuan(60n))));
      // Nor in two pieces.
      expect(await recordVoucher(by(s.cast.secretary), receipt(id, yuan(41n)))).toEqual({ ok: false, error: 'receipt-above-limit' });
      expect((await s.see((tx) => vouchersOf(tx, expenseId))).map((voucher) => voucher.claimedFen)).toEqual([yuan(60n)]);
    });
  });
  it('the limit of a receipt is kept by the database too', async () => {
    await asking({ receiptToFen: '10000' }, async () => {
      const id = await approve(must(await ask({ item: '螺丝', lines: [{ category: 'materials', text: '螺丝', amountFen: yuan(150n) }] })));
      const expenseId = must(await pay(id));
      const [invoiceId, voucherId] = [s.t.platform.sources.newId(), s.t.platform.sources.newId()];
      await refusesBoth(
        `with i as (insert into invoice (id, kind, issued_day, net_fen, tax_fen, total_fen, registered_at) values ($3, 'receipt', '2026-12-01', 12000, 0, 12000, now()) returning id),
        c as (insert into invoice_claim (invoice_id, seq, total_fen, before_fen, amount_fen, after_fen, subdistrict_id, voucher_id, at) select id, 1, 12000, 0, 12000, 12000, $1, $4, now() from i returning invoice_id)
        insert into voucher (subdistrict_id, id, expense_id, number, kind, invoice_id, claim_seq, claimed_fen, seller_name, file_id, reason, recorded_at)
        select $1, $4, $2, 'X1', 'receipt', invoice_id, 1, 12000, '摊主', (select id from file limit 1), '没有发票', now() from c`,
        [s.t.subdistrictId, expenseId, invoiceId, voucherId],
        /for small sums only/,
      );
    });
  });
  it('work is proven by a labour sheet, up to its total, within the limit for one person', async () => {
    await asking({ receiptToFen: '10000', labourToFen: '50000' }, async () => {
      const id = await approve(must(await ask({ item: '搬运', lines: [{ category: 'labour', text: '搬运', amountFen: yuan(600n) }] })));
      const write = (entries: (typeof entry)[], actor = s.cast.secretary) => writeLabourSheet(by(actor), { requestId: id, entries });
      expect(await write([{ ...entry, amountFen: yuan(501n) }])).toEqual({ ok: false, error: 'above-labour-limit' });
      expect(await write([entry, { ...entry, amountFen: yuan(301n) }])).toEqual({ ok: false, error: 'above-labour-limit' });
      expect(
        await write([
          { ...entry, amountFen: yuan(400n) },
          { ...entry, name: '老李', amountFen: yuan(201n) },
        ]),
      ).toEqual({ ok: false, error: 'above-approved' });
      expect(await write([{ ...entry, name: '老张310115196001011234' }])).toEqual({ ok: false, error: 'identity-number' });
      expect(await write([])).toEqual({ ok: false, error: 'no-lines' });
      must(await write([entry]));
      must(
        await write([
          { ...entry, amountFen: yuan(300n) },
          { ...entry, name: '老李', amountFen: yuan(300n) },
        ]),
      );
      expect(await s.see((tx) => labourSheetOf(tx, id))).toMatchObject({ seq: 2, totalFen: yuan(600n), entries: [{ name: '老张' }, { name: '老李' }] });
      must(await pay(id));
      expect(await write([entry])).toEqual({ ok: false, error: 'wrong-state' });
      must(await recordVoucher(by(s.cast.secretary), receipt(id, yuan(600n))));
      expect(await state(id)).toBe('vouchered');
    });
  });
  it('no identity number fits into a sheet, and rows stay within its total, whoever writes', async () => {
    const id = await approve(must(await ask({ item: '搬运', lines: [{ category: 'labour', text: '搬运', amountFen: yuan(600n) }] })));
    const sheetId = must(await writeLabourSheet(by(s.cast.secretary), { requestId: id, entries: [entry] }));
    const sheet = (fen: bigint): [string, unknown[]] => [
      "insert into labour_sheet (subdistrict_id, id, request_id, seq, total_fen, recorded_by_name, recorded_at) values ($1, $2, $3, 9, $4, '某', now())",
      [s.t.subdistrictId, other, id, fen],
    ];
    const other = s.t.platform.sources.newId();
    const row = (to: string, name: string, work: string, why: RegExp) =>
      refusesBoth(
        "insert into labour_entry (subdistrict_id, sheet_id, no, name, work, day, quantity_hundredths, unit, amount_fen) values ($1, $2, 9, $3, $4, '2026-12-01', 100, 'day', 100)",
        [s.t.subdistrictId, to, name, work],
        why,
        sheet(1000n),
      );
    await row(other, '310115196001011234', '搬运', /violates check/);
    await row(other, '老王', '卡号 6222021001112223334', /violates check/);
    await row(sheetId, '老王', '搬运', /rows make the total/);
    await refusesBoth(
      "insert into labour_sheet (subdistrict_id, id, request_id, seq, total_fen, recorded_by_name, recorded_at) values ($1, $2, $3, 9, 60001, '某', now())",
      [s.t.subdistrictId, s.t.platform.sources.newId(), id],
      /within what was asked/,
    );
  });
});

describe('notes', () => {
  const notesOn = async (id: string) => {
    const request = await requestOf(id);
    const project = must2(await s.see((tx) => findProject(tx, projectId)));
    return s.see((tx) => findNotes(tx, request, project, '2026-12-02'));
  };
  it('tell of purchases close in time that reach a threshold together; nothing is blocked, somebody may explain', async () => {
    await asking({ quotesFromFen: '500000', quotesLeast: '3', splitDays: '7' }, async () => {
      const payee = '远大建材';
      const first = must(await ask({ payee }));
      expect((await notesOn(first)).notes).toEqual([]);
      s.t.clock.set('2026-12-05T09:00:00+08:00');
      const second = must(await ask({ payee, item: '防护软垫第二批', lines: [{ ...lamps[0]!, amountFen: yuan(2000n) }] }));
      const [note] = (await notesOn(second)).notes;
      expect(note).toMatchObject({
        kind: 'split',
        days: 7,
        togetherFen: yuan(5000n),
        others: [{ requestId: first }],
        crossed: [{ what: 'quotes', fen: 500_000n }],
      });
      expect((await notesOn(first)).notes).toMatchObject([{ kind: 'split' }]);
      must(await decide(second, s.cast.secretary));
      must(await answerNote(by(s.cast.supervisor), { requestId: second, note: 'split', text: '第一批不够用' }));
      expect(await s.see((tx) => noteAnswersOf(tx, second))).toMatchObject([{ note: 'split', text: '第一批不够用', byName: '王建国' }]);
      s.t.clock.set('2026-12-13T09:00:00+08:00');
      const later = must(await ask({ payee, lines: [{ ...lamps[0]!, amountFen: yuan(4000n) }] }));
      expect((await notesOn(later)).notes).toEqual([]);
    });
    expect((await notesOn(must(await ask()))).unset).toEqual(['splitDays', 'priceApartPercent']);
  });
  it('tell of a payee whom a handler has to do with: declared, of the same name, in the same household', async () => {
    const relationId = must(
      await declareRelation(by(s.cast.secretary), { neighbourhoodId: s.neighbourhoodId, payee: '益民 五金店', relation: '店主是我表弟' }),
    );
    const id = must(await ask());
    expect((await notesOn(id)).notes).toMatchObject([{ kind: 'related', by: 'declared', person: '陈书记', detail: '店主是我表弟' }]);
    expect(await endRelation(by(s.cast.director), { relationId, reason: '没有了' })).toEqual({ ok: false, error: 'not-allowed' });
    must(await endRelation(by(s.cast.secretary), { relationId, reason: '店转让了' }));
    expect((await notesOn(id)).notes).toEqual([]);
    expect(await s.see((tx) => relationsOf(tx, s.neighbourhoodId))).toMatchObject([{ ended: { reason: '店转让了' } }]);
    await refusesBoth("update payee_relation set relation = '没关系' where id = $1", [relationId], /permission denied|ended, never changed/);
    const own = must(await ask({ payee: '王建国' }));
    expect((await notesOn(own)).notes).toMatchObject([{ kind: 'related', by: 'same-name', person: '王建国' }]);
  });
  it('tell of a price far from earlier ones of the same thing in the same unit, and show those', async () => {
    const counted = (fen: bigint, count: bigint): SpendingLine[] => [
      { category: 'materials', text: '加厚防护软垫', amountFen: fen, quantityMilli: count * 1000n, unit: '盏' },
    ];
    await approve(must(await ask({ payee: '甲店', lines: counted(yuan(300n), 10n) })));
    const dear = must(await ask({ payee: '乙店', lines: counted(yuan(500n), 10n) }));
    const [seen] = (await notesOn(dear)).notes;
    expect(seen).toMatchObject({
      kind: 'price',
      perThousandFen: 5_000_000n,
      apartPercent: 66n,
      isFar: false,
      earlier: [{ seller: '甲店', perThousandFen: 3_000_000n }],
    });
    await asking({ priceApartPercent: '50' }, async () => expect((await notesOn(dear)).notes).toMatchObject([{ kind: 'price', isFar: true }]));
    const other = must(await ask({ payee: '丙店', lines: [{ ...counted(yuan(500n), 10n)[0]!, unit: '箱' }] }));
    expect((await notesOn(other)).notes).toEqual([]);
  });
});
