import { describe, expect, it } from 'vitest';
import type { Actor } from '#platform/access';
import {
  addQuote,
  chooseQuote,
  closeSpending,
  dropQuote,
  goodsReceiptsOf,
  quotesOf,
  receiveGoods,
  receiveGoodsOnPaper,
  recordVoucher,
  termsOf,
  type Upload,
} from './index.ts';
import {
  s,
  neighbour,
  another,
  onStage,
  by,
  yuan,
  lamps,
  ask,
  decide,
  approve,
  upload,
  photo,
  pay,
  invoice,
  duty,
  asking,
  refusesBoth,
} from './purchase.fixture.ts';
import { must } from './scene.fixture.ts';

onStage();

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
  it('decides on the amount that the lines make, and on terms that were written down', async () => {
    const id = must(await ask());
    const line: [string, unknown[]] = [
      "insert into spending_line (subdistrict_id, request_id, no, category, text, amount_fen) values ($1, $2, 2, 'materials', '加一行', 1)",
      [s.t.subdistrictId, id],
    ];
    await refusesBoth(...approval(id, 1, 'handler', s.cast.secretary.personId), /the lines make the amount/, line);
    await s.t.owner.query('begin');
    await s.t.owner.query('set local session_replication_role = replica');
    await s.t.owner.query('delete from spending_terms where request_id = $1', [id]);
    await s.t.owner.query('set local session_replication_role = origin');
    const [text, values] = approval(id, 1, 'handler', s.cast.secretary.personId);
    await expect(s.t.owner.query(text, [...values])).rejects.toThrow(/says what is asked of it/);
    await s.t.owner.query('rollback');
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

  it('are not confirmed before the approval nor by who paid, whoever writes', async () => {
    const put = (id: string, person: string | null) =>
      [
        `insert into goods_receipt (subdistrict_id, request_id, requester_id, person_id, person_name, way, recorded_by, at) values ($1, $2, $3, $4, '某', 'phone', $4, now())`,
        [s.t.subdistrictId, id, s.cast.supervisor.personId, person],
      ] as const;
    const id = must(await ask());
    await refusesBoth(...put(id, neighbour.personId), /between approval and closing/);
    await approve(id);
    must(await pay(id));
    await refusesBoth(...put(id, s.cast.secretary.personId), /others than who pays/);
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
