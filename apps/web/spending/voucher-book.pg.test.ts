import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';
import { sample, taggedOfd } from '../../../libs/einvoice/samples.fixture.ts';
import { printedInvoice } from '../../../platform/invoices/printed.fixture.ts';

let s: WholeSite;
let request: string;
let project: string;
let of: typeof sample;
let pdfFile: Uint8Array;
beforeAll(async () => {
  s = await wholeSite();
  of = { ...sample, day: new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(new Date()) };
  request = await s.value("select id from spending_request where state = 'approved' limit 1");
  project = await s.value('select project_id from spending_request where id = $1', request);
  const here = `${base}/spending/${request}`;
  expect((await s.post('secretaryElsewhere', `${here}/pay`, { day: of.day, method: 'cash' })).status).toBe(303);
  pdfFile = await printedInvoice({ number: of.number, day: of.day });
  const files = [new File([Buffer.from(taggedOfd(of))], '螺丝.ofd'), new File([Buffer.from(pdfFile)], '螺丝.pdf')];
  await s.post('secretaryElsewhere', `${here}/readings`, { files });
  const reading = await s.value("select id from invoice_reading where invoice ->> 'number' = $1 and invoice ->> 'form' = 'ofd'", of.number);
  expect(
    (await s.post('secretaryElsewhere', `${here}/readings/${reading}/confirm`, { claimed: '140.00', explanation: '对照过票面，商店是付款对象的分店' })).status,
  ).toBe(303);
  // A resident confirmed the goods with a picture: any picture of the demo serves.
  await s.owner.query(
    `insert into goods_receipt (subdistrict_id, request_id, requester_id, person_id, person_name, way, note, photo_file_id, recorded_by, at)
     select r.subdistrict_id, r.id, r.requester_id, p.id, '周小雨', 'phone', '一百块都在', f.id, p.id, now() from spending_request r
     join person p on p.subdistrict_id = r.subdistrict_id and p.id <> r.requester_id and p.id is distinct from r.paid_by
     join file f on f.subdistrict_id = r.subdistrict_id and f.media_type = 'image/jpeg' where r.id = $1 limit 1`,
    [request],
  );
}, 300_000);
afterAll(() => s?.close());

/** The words on each page of a PDF, without spaces. */
async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0, useSystemFonts: false, disableFontFace: true });
  const document = await task.promise;
  const pages: string[] = [];
  for (let no = 1; no <= document.numPages; no += 1) {
    const content = await (await document.getPage(no)).getTextContent();
    pages.push(
      content.items
        .map((item) => ('str' in item ? item.str : ''))
        .join('')
        .replace(/\s/g, ''),
    );
  }
  await task.destroy();
  return pages;
}
const body = async (path: string) => {
  const answer = await s.get('auditor', path);
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
};

it('binds the slip, the approvals, the money that paid and the invoice itself, each found by the index', async () => {
  const voucher = await s.value('select v.number from voucher v join spending_request r on r.expense_id = v.expense_id where r.id = $1', request);
  const started = performance.now();
  const pages = await pagesOf(await body(`${base}/spending/${request}/voucher-book.pdf`));
  expect(performance.now() - started).toBeLessThan(20_000);
  const index = pages[1] ?? '';
  expect(index).toContain('目录');
  const sheet = pages.findIndex((page, no) => no > 1 && page.includes(`1凭证${voucher}`));
  expect(sheet).toBeGreaterThan(1);
  // The index ends the voucher's row with the number of its page, as the foot of that page says it.
  expect(index).toMatch(new RegExp(`${voucher}.*140\\.00\\d${sheet + 1}`));
  expect(pages[sheet]).toContain(`第${sheet + 1}页，共${pages.length}页`);
  for (const words of ['壹佰肆拾元整', of.number, of.seller.name, '申请、审批和复核', '居委会主任', '资金来源', '螺丝.ofd', '内容打印附后'])
    expect(`${pages[sheet]}${pages[sheet + 1]}`).toContain(words);
  for (const words of ['到货签收', '周小雨', '一百块都在']) expect(`${pages[sheet]}${pages[sheet + 1]}`).toContain(words);
  expect(pages.some((page) => page.includes(`凭证${voucher}·附件3到货照片（周小雨）`))).toBe(true);
  const rendition = pages.find((page) => page.includes('发票内容（由系统从原文件读出）')) ?? '';
  for (const words of [`凭证${voucher}·附件1发票：螺丝.ofd`, '*金属制品*不锈钢螺丝', createHash('sha256').update(taggedOfd(of)).digest('hex')])
    expect(rendition).toContain(words);
  // The page of the original PDF lies in the book as text, under its caption.
  const original = pages.find((page) => page.includes(`凭证${voucher}·附件2发票：螺丝.pdf`)) ?? '';
  for (const words of ['电子发票（普通发票）', of.number, '演示居民委员会（虚构）']) expect(original).toContain(words);
});

it('gives the original files to the byte, with a list of their hashes', async () => {
  const files = unzipSync(await body(`${base}/projects/${project}/voucher-book.zip`));
  const list = new TextDecoder().decode(files['清单.csv']);
  const rows = list.trim().split('\r\n').slice(1);
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) {
    const [, , , , bytes = '', sha256, path = ''] = row.split(',').map((cell) => cell.replace(/^"|"$/g, ''));
    const found = files[path];
    expect([found?.length, found && createHash('sha256').update(found).digest('hex')]).toEqual([Number(bytes), sha256]);
  }
  expect(Object.keys(files).some((path) => path.endsWith('螺丝.pdf') && Buffer.from(files[path] ?? []).equals(Buffer.from(pdfFile)))).toBe(true);
});

it('shows what is bound and what still lacks a voucher; each download is logged with who took it', async () => {
  const page = await (await s.get('auditor', `${base}/projects/${project}/voucher-book`)).text();
  for (const words of ['下载凭证簿（PDF）', '下载原文件（ZIP）', '140.00', '还没有复核']) expect(page).toContain(words);
  const entries = () => s.value("select count(*) from audit_entry where action = 'voucher-book.exported'");
  const before = Number(await entries());
  await body(`${base}/projects/${project}/voucher-book.pdf`);
  expect(Number(await entries())).toBe(before + 1);
  expect((await s.get('resident', `${base}/projects/${project}/voucher-book.pdf`)).status).toBe(403);
  expect((await s.get('secretary', `${base}/projects/${project}/voucher-book.pdf`)).status).toBe(404);
  expect(Number(await entries())).toBe(before + 1);
  expect(s.errors).toEqual([]);
  expect([...s.faults]).toEqual([]);
});
