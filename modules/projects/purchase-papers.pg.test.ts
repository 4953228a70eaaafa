import { describe, expect, it } from 'vitest';
import { provenLinesOf, voucherLinesOf, vouchersOf } from '#modules/books';
import {
  answerNote,
  declareRelation,
  endRelation,
  findNotes,
  findProject,
  labourSheetOf,
  noteAnswersOf,
  proveLines,
  recordVoucher,
  relationsOf,
  type SpendingLine,
  withdrawVoucher,
  writeLabourSheet,
} from './index.ts';
import {
  s,
  projectId,
  onStage,
  by,
  yuan,
  lamps,
  ask,
  decide,
  approve,
  pay,
  invoice,
  receipt,
  requestOf,
  must2,
  state,
  asking,
  refusesBoth,
} from './purchase.fixture.ts';
import { must } from './scene.fixture.ts';

onStage();

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
      const fresh = s.t.platform.sources.newId();
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
      await refusesBoth(
        "insert into labour_entry (subdistrict_id, sheet_id, no, name, work, day, quantity_hundredths, unit, amount_fen) values ($1, $2, 1, '老李', '搬运', '2026-12-01', 100, 'day', 50001)",
        [s.t.subdistrictId, fresh],
        /limit for one person/,
        [
          "insert into labour_sheet (subdistrict_id, id, request_id, seq, total_fen, recorded_by_name, recorded_at) values ($1, $2, $3, 8, 60000, '某', now())",
          [s.t.subdistrictId, fresh, id],
        ],
      );
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
