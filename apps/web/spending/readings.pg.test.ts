import { afterAll, beforeAll, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';
import { einvoiceXml, sample, taggedOfd } from '../../../libs/einvoice/samples.fixture.ts';

let s: WholeSite;
let here: string;
let of: typeof sample;
beforeAll(async () => {
  s = await wholeSite();
  of = { ...sample, day: new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(new Date()) };
  const id = await s.value("select id from spending_request where state = 'approved' limit 1");
  here = `${base}/spending/${id}`;
  const paid = await s.post('secretaryElsewhere', `${here}/pay`, { day: of.day, method: 'cash' });
  expect(paid.status).toBe(303);
}, 300_000);
afterAll(() => s?.close());
const text = async (response: Response | Promise<Response>) => (await response).text();
const page = () => text(s.get('secretaryElsewhere', here));
const file = (name: string, bytes: Uint8Array) => new File([Buffer.from(bytes)], name);
const readingOf = (name: string) => s.value('select r.id from invoice_reading r join file f on f.id = r.file_id where f.name = $1', name);

it('invoices are uploaded together; what is not taken is named, the others are kept and checked beside the request', async () => {
  const sent = await s.post('secretaryElsewhere', `${here}/readings`, {
    files: [file('a.xml', einvoiceXml(of)), file('b.ofd', taggedOfd(of)), file('c.pdf', Buffer.from('%PDF-1.7 cut')), file('d.txt', Buffer.from('hello'))],
  });
  expect(sent.status).toBe(422);
  const answer = await sent.text();
  expect(answer).toContain('“d.txt”没有收下');
  expect(answer).toContain('其余 3 个文件已收到');
  const shown = await page();
  for (const words of [of.number, of.seller.name, of.buyer.name, '不锈钢螺丝', '140.00', 'b.ofd', '待确认的发票（1）', '没有读出来的文件（1）', '对照申请明细'])
    expect(shown).toContain(words);
  expect(shown).toContain('自治办还没有登记本居民区的付款单位');
  expect(shown).toContain('value="140.00"');
  expect(shown).not.toContain('action="/s/zhidian/spending/buyer');
});

it('the office says who pays; then the buyer is checked', async () => {
  expect(await text(s.get('officer', here))).toContain(`${here}/buyer`);
  expect((await s.post('secretaryElsewhere', `${here}/buyer`, { name: of.buyer.name, taxId: of.buyer.taxId })).status).toBe(403);
  const wrong = await s.post('officer', `${here}/buyer`, { name: of.buyer.name, taxId: '123' });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('统一社会信用代码不对');
  expect((await s.post('officer', `${here}/buyer`, { name: of.buyer.name, taxId: of.buyer.taxId })).status).toBe(303);
  expect(await page()).toContain('购买方是付款单位');
});

it('is confirmed once, its file open to who may read the request; what could not be read is dropped with a reason', async () => {
  const [reading, unread] = [await readingOf('a.xml'), await readingOf('c.pdf')];
  const confirm = (fields: Record<string, string>) => s.post('secretaryElsewhere', `${here}/readings/${reading}/confirm`, fields);
  const above = await confirm({ claimed: '140.01', explanation: '核对过' });
  expect(above.status).toBe(422);
  expect(await above.text()).toContain('报销金额不能超过票面合计');
  expect((await confirm({ claimed: '140.00', explanation: '核对过' })).status).toBe(303);
  expect((await confirm({ claimed: '1.00', explanation: '再来' })).status).toBe(404);
  const drop = `${here}/readings/${unread}/drop`;
  expect((await s.post('secretaryElsewhere', drop, {})).status).toBe(422);
  expect((await s.post('secretaryElsewhere', drop, { reason: '下载不完整' })).status).toBe(303);
  const shown = await page();
  expect(shown).toContain('已入账');
  expect(shown).toContain('不用：下载不完整');
  const xml = await s.get('secretaryElsewhere', `${here}/readings/${reading}/file`);
  expect([xml.status, new Uint8Array(await xml.arrayBuffer())]).toEqual([200, new Uint8Array(einvoiceXml(of))]);
  expect((await s.get('resident', `${here}/readings/${reading}/file`)).status).toBe(403);
  expect((await s.get('secretary', `${here}/readings/${reading}/file`)).status).toBe(404);
  expect(s.errors).toEqual([]);
  expect([...s.faults]).toEqual([]);
});
