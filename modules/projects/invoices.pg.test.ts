import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { crc16 } from '#libs/einvoice';
import { type Actor, Permissions } from '#platform/access';
import { readInvoiceFile } from '#platform/invoices';
import { readingsOf, verifyBooks, vouchersOf } from '#modules/books';
import { einvoiceXml, sample, taggedOfd } from '../../libs/einvoice/samples.fixture.ts';
import { printedInvoice } from '../../platform/invoices/printed.fixture.ts';
import {
  type AddedFacts,
  addSpendingEvidence,
  askSpending,
  closeSpending,
  confirmReading,
  decideSpending,
  dropReading,
  findProject,
  findSpendingRequest,
  keepReadings,
  paySpending,
  readingDesk,
  setPayingBody,
  spendingPermissions,
  withdrawVoucher,
} from './index.ts';
import { caiLu, doing, must, type Scene } from './scene.fixture.ts';

let s: Scene;
let projectId: string;
beforeAll(async () => {
  s = await caiLu();
  s.t.platform.permissions = new Permissions([s.t.platform.permissions.table, spendingPermissions]);
});
afterAll(() => s?.t.close());
let numbers = 0;
let of: typeof sample;
// The sample's lamp is a thing that the grant does not simply pay.
const lines = sample.lines.map((line) => ({ ...line, item: line.item.replace('*照明装置*廊灯', '*文具*签字笔') }));
beforeEach(async () => {
  s.t.clock.set('2026-11-02T09:00:00+08:00');
  projectId = await doing(s);
  s.t.clock.set('2026-12-02T09:00:00+08:00');
  of = { ...sample, number: `2631200000${String(++numbers).padStart(10, '0')}`, day: '2026-12-01', lines };
});
const by = (actor: Actor) => s.t.contextFor(actor);
const none: AddedFacts = { sellerName: null, netFen: null, totalFen: null };
const pdfFile = (name: string) => ({ stored: { sha256: createHash('sha256').update(name).digest('hex'), sizeBytes: 9, mediaType: 'application/pdf' }, name });

/** A request, for 200 yuan unless said otherwise, paid. */
async function paid(amountFen = 20_000n, payee: string = sample.seller.name): Promise<string> {
  const lines = [{ category: 'materials', text: '签字笔', amountFen }];
  const id = must(await askSpending(by(s.cast.supervisor), { projectId, item: '签字笔', why: '会议记录用', payee, lines }));
  must(await decideSpending(by(s.cast.secretary), { requestId: id, decision: 'approved', note: '' }));
  must(await decideSpending(by(s.cast.director), { requestId: id, decision: 'approved', note: '' }));
  must(await paySpending(by(s.cast.secretary), { requestId: id, day: '2026-12-02', method: 'transfer', proof: pdfFile(`回单${id}`) }));
  return id;
}
async function keep(requestId: string, ...files: [name: string, bytes: Uint8Array][]) {
  const read = [];
  for (const [name, bytes] of files) {
    const result = await readInvoiceFile(bytes);
    const stored = { sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length, mediaType: 'application/xml' };
    read.push({ upload: { stored, name }, read: result.ok ? { invoice: result.value } : { error: result.error } });
  }
  return keepReadings(by(s.cast.secretary), { requestId, files: read });
}
const desk = (requestId: string) =>
  s.see(async (tx) => {
    const request = await findSpendingRequest(tx, requestId);
    const project = request && (await findProject(tx, request.projectId));
    if (!request || !project) throw new Error('no request');
    return { ...(await readingDesk(tx, request, project, '2026-12-02')), expenseId: request.expenseId ?? '' };
  });
const failed = async (requestId: string) =>
  (await desk(requestId)).waiting[0]?.checks.filter((check) => !check.passed).map((check) => `${check.severity} ${check.id}`) ?? [];
const confirm = async (requestId: string, claimedFen = 14_000n, explanation = '', added = none) => {
  const [read] = (await desk(requestId)).waiting;
  return confirmReading(by(s.cast.secretary), { requestId, readingId: read?.reading.id ?? '', claimedFen, explanation, added });
};
const refused = (text: string, values: unknown[] = []) =>
  s.t.owner.query(text, values).then(
    () => 'accepted',
    (error: Error & { code?: string }) => `${error.code} ${error.message}`,
  );
const qrText = () => {
  const text = `01,31,,${of.number},140.00,20261201,,`;
  return new TextEncoder().encode(`${text}${crc16(text)},`);
};

describe('invoices from files', () => {
  it('one invoice as OFD, XML, PDF and code is one voucher with four files', async () => {
    const id = await paid();
    const pdf = await printedInvoice({ number: of.number, day: of.day });
    expect(must(await keep(id, ['a.ofd', taggedOfd(of)], ['b.xml', einvoiceXml(of)], ['c.pdf', pdf], ['d.txt', qrText()]))).toEqual({ kept: 4, twice: [] });
    const { waiting } = await desk(id);
    expect(waiting.map((read) => read.others.length)).toEqual([3]);
    expect(await failed(id)).toEqual(['note buyer']);
    must(await confirm(id));
    const after = await desk(id);
    const vouchers = await s.see((tx) => vouchersOf(tx, after.expenseId));
    expect(vouchers.map((voucher) => [voucher.invoiceNumber, voucher.claimedFen, voucher.totalFen, voucher.sellerName])).toEqual([
      [of.number, 14_000n, 14_000n, of.seller.name],
    ]);
    expect(after.settled.map((reading) => reading.voucherId)).toEqual(Array.from({ length: 4 }, () => vouchers[0]?.id));
    const { rows } = await s.t.owner.query('select count(*)::int as n from invoice_file where invoice_id = $1', [vouchers[0]?.invoiceId]);
    expect(rows).toEqual([{ n: 4 }]);
    expect(await s.see(verifyBooks)).toEqual([]);
  });

  it('is refused a second time: the same bytes, another expense, another form', async () => {
    const [first, second] = [await paid(), await paid()];
    must(await keep(first, ['a.ofd', taggedOfd(of)]));
    expect(must(await keep(first, ['renamed.ofd', taggedOfd(of)]))).toEqual({ kept: 0, twice: ['renamed.ofd'] });
    must(await confirm(first));
    must(await keep(second, ['b.xml', einvoiceXml(of)]));
    expect(await failed(second)).toContain('block used-before');
    expect((await desk(second)).waiting[0]?.checks.find((check) => check.id === 'used-before')?.message).toMatch(/用过了：.+，凭证\d/);
    expect(await confirm(second)).toEqual({ ok: false, error: 'check-failed' });
  });

  it('a total off by one fen, another amount under the same number, an early day and a red letter cannot be confirmed', async () => {
    const cases: [Partial<typeof sample>, string][] = [
      [{ total: '140.01' }, 'block net-tax-total'],
      [{ day: '2026-03-09' }, 'block after-agreement'],
      [{ net: '-123.89', tax: '-16.11', total: '-140.00' }, 'block red-letter'],
      [{ day: '2027-01-01' }, 'block date'],
    ];
    for (const [change, wrong] of cases) {
      const id = await paid();
      must(await keep(id, ['a.xml', einvoiceXml({ ...of, ...change })]));
      expect(await failed(id)).toContain(wrong);
      expect(await confirm(id, 100n, '说明')).toEqual({ ok: false, error: 'check-failed' });
    }
    const id = await paid();
    const other = { ...of, net: '124.89', total: '141.00', capital: '壹佰肆拾壹圆整' };
    must(await keep(id, ['a.xml', einvoiceXml(of)], ['b.xml', einvoiceXml(other)]));
    expect(await failed(id)).toContain('block forms-agree');
  });

  it('the buyer is checked against who pays for the neighbourhood, once the office has said it', async () => {
    const id = await paid();
    must(await keep(id, ['a.xml', einvoiceXml(of)]));
    expect(await failed(id)).toEqual(['note buyer']);
    const body = { requestId: id, name: of.buyer.name, taxId: of.buyer.taxId, reason: '' };
    expect(await setPayingBody(by(s.cast.secretary), body)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await setPayingBody(by(s.cast.officer), { ...body, taxId: '54310000DEMX000018' })).toEqual({ ok: false, error: 'bad-tax-id' });
    must(await setPayingBody(by(s.cast.officer), body));
    expect(await failed(id)).toEqual([]);
    // The newest setting holds; the last one is right again for the tests that follow.
    const change = async (minute: number, to: Partial<typeof body>) => {
      s.t.clock.set(`2026-12-02T09:0${minute}:00+08:00`);
      must(await setPayingBody(by(s.cast.officer), { ...body, ...to, reason: '更正' }));
      return failed(id);
    };
    expect(await change(1, { taxId: of.seller.taxId })).toEqual(['block buyer']);
    expect(await change(2, { name: '别的名称' })).toEqual(['ask buyer']);
    expect(await change(4, {})).toEqual([]);
  });

  it('cement is known by its tax code whatever it is called', async () => {
    const id = await paid();
    const coded = (taxCode: string) => lines.map((line, index) => (index === 0 ? { ...line, item: '*非金属矿物制品*粉料', taxCode } : line));
    must(await keep(id, ['a.xml', einvoiceXml({ ...of, lines: coded('1080101000000000000') })]));
    expect((await failed(id)).some((each) => each.endsWith(' goods'))).toBe(true);
    const plain = await paid();
    must(await keep(plain, ['b.xml', einvoiceXml({ ...of, number: of.number.replace(/^26/, '27'), lines: coded('1080102000000000000') })]));
    expect((await failed(plain)).some((each) => each.endsWith(' goods'))).toBe(false);
  });

  it('a code alone needs an explanation and what it does not say; nothing read is overwritten', async () => {
    const id = await paid();
    must(await keep(id, ['code.txt', qrText()]));
    expect(await confirm(id)).toEqual({ ok: false, error: 'explanation-required' });
    expect(await confirm(id, 14_000n, '对照过票面')).toEqual({ ok: false, error: 'facts-missing' });
    const done = must(await confirm(id, 14_000n, '对照过票面', { sellerName: '高桥文具店', netFen: 12_389n, totalFen: 99_900n }));
    const [voucher] = await s.see(async (tx) => vouchersOf(tx, (await desk(id)).expenseId));
    expect([voucher?.id, voucher?.totalFen, voucher?.taxFen, voucher?.reason]).toEqual([done.voucherId, 14_000n, 1_611n, '对照过票面']);
  });

  it('a dropped file stays with its reason; the reading of a withdrawn voucher waits again', async () => {
    const id = await paid();
    must(await keep(id, ['bad.xml', new TextEncoder().encode('<?xml version="1.0"?><EInv')], ['a.xml', einvoiceXml(of)]));
    const [unread] = (await desk(id)).unread;
    expect(unread?.error).toBeTypeOf('string');
    const drop = (reason: string) => dropReading(by(s.cast.secretary), { requestId: id, readingId: unread?.id ?? '', reason });
    expect(await drop(' ')).toEqual({ ok: false, error: 'reason-required' });
    must(await drop('文件损坏'));
    const { voucherId } = must(await confirm(id));
    expect((await desk(id)).waiting).toEqual([]);
    must(await withdrawVoucher(by(s.cast.secretary), { voucherId, reason: '金额报错' }));
    expect((await desk(id)).waiting).toHaveLength(1);
    must(await confirm(id, 10_000n));
    expect((await desk(id)).settled.map((reading) => [reading.state, reading.note])).toEqual(
      expect.arrayContaining([
        ['dropped', '文件损坏'],
        ['recorded', null],
      ]),
    );
  });

  it('a seller other than the payee is to be explained', async () => {
    const id = await paid(14_000n, '高桥文具店');
    must(await keep(id, ['a.xml', einvoiceXml(of)]));
    expect(await failed(id)).toContain('ask seller-payee');
    expect(await confirm(id)).toEqual({ ok: false, error: 'explanation-required' });
    must(await confirm(id, 14_000n, '文具店由该商店开票'));
    const [voucher] = await s.see(async (tx) => vouchersOf(tx, (await desk(id)).expenseId));
    expect(voucher?.reason).toBe('文具店由该商店开票');
  });

  it('a file that waits stops the closing, whether it could be read or not', async () => {
    const id = await paid(14_000n);
    must(await keep(id, ['a.xml', einvoiceXml(of)], ['bad.xml', new TextEncoder().encode(`<?xml version="1.0"?><x ${id}`)]));
    must(await confirm(id));
    const request = await s.see((tx) => findSpendingRequest(tx, id));
    for (const { code } of request?.evidence ?? []) await addSpendingEvidence(by(s.cast.secretary), { requestId: id, code, file: pdfFile(`材料${id}${code}`) });
    const close = () => closeSpending(by(s.cast.director), { requestId: id });
    expect(await close()).toEqual({ ok: false, error: 'readings-waiting' });
    const [unread] = (await desk(id)).unread;
    must(await dropReading(by(s.cast.secretary), { requestId: id, readingId: unread?.id ?? '', reason: '文件损坏' }));
    must(await close());
  });

  it('is closed to those who do not answer for the money of the project', async () => {
    const id = await paid();
    for (const actor of [s.cast.otherSecretary, s.cast.resident, s.cast.auditor])
      expect(await keepReadings(by(actor), { requestId: id, files: [] })).toEqual({ ok: false, error: 'not-allowed' });
  });
});

it('the database itself keeps what was read', async () => {
  const [id, other] = [await paid(), await paid()];
  must(await keep(id, ['a.xml', einvoiceXml(of)], ['bad.xml', new TextEncoder().encode('<?xml version="1.0"?><x')]));
  const { expenseId, waiting, unread } = await desk(id);
  const reading = waiting[0]?.reading;
  const set = (change: string, readingId = reading?.id) => refused(`update invoice_reading set ${change} where id = $1`, [readingId]);
  expect(await set("invoice = jsonb_set(invoice, '{totalFen}', '\"1\"')")).toMatch(/^23514 what was read/);
  expect(await set("sha256 = repeat('a', 64)")).toMatch(/^23514 what was read/);
  expect(await refused('delete from invoice_reading where id = $1', [reading?.id])).toMatch(/^23514 .*never deleted/);
  expect(await set("state = 'dropped', settled_at = now()")).toMatch(/^23514 .*check/);
  expect(await set("state = 'recorded', settled_at = now()")).toMatch(/^23514/);
  // A voucher of another invoice, then one of another expense.
  must(await keep(other, ['o.xml', einvoiceXml({ ...of, number: of.number.replace(/^26/, '28') })]));
  const { voucherId } = must(await confirm(other));
  expect(await set(`state = 'recorded', settled_at = now(), voucher_id = '${voucherId}'`)).toMatch(/^23514 the voucher is not of this reading/);
  expect(await set(`state = 'recorded', settled_at = now(), voucher_id = '${voucherId}'`, unread[0]?.id)).toMatch(/^23514/);
  const copy = (changes: Record<string, string>) => {
    const columns = [
      'subdistrict_id',
      'id',
      'expense_id',
      'file_id',
      'sha256',
      'invoice',
      'error',
      'read_by',
      'read_at',
      'state',
      'voucher_id',
      'note',
      'settled_at',
    ];
    const values = columns.map((column) => changes[column] ?? (column === 'id' ? 'gen_random_uuid()' : column));
    return refused(`insert into invoice_reading (${columns.join()}) select ${values.join()} from invoice_reading where id = $1`, [reading?.id]);
  };
  expect(await copy({})).toMatch(/^23505 .*invoice_reading/);
  expect(await copy({ sha256: "repeat('b', 64)" })).toMatch(/^23514 .*hash of its file/);
  expect(await copy({ state: "'dropped'", note: "'x'", settled_at: 'now()' })).toMatch(/^23514 a reading begins/);
  must(await confirm(id));
  expect(await set("state = 'waiting', voucher_id = null, settled_at = null")).toMatch(/^23514 a reading cannot go/);
  expect((await s.see((tx) => readingsOf(tx, expenseId))).map((each) => each.state).toSorted()).toEqual(['recorded', 'waiting']);
});
