import { PDFDocument } from '@cantoo/pdf-lib';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { base, players, type WholeSite, wholeSite } from '#testing/access/whole-site';
import { einvoiceXml, sample, taggedOfd } from '../../../libs/einvoice/samples.fixture.ts';
import { printedInvoice } from '../../../platform/invoices/printed.fixture.ts';

let s: WholeSite;
let request: string;
let here: string;
let project: string;
let today: string;
let used: { number: string; title: string; voucher: string };
beforeAll(async () => {
  s = await wholeSite();
  today = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(new Date());
  request = await s.value("select id from spending_request where state = 'approved' limit 1");
  project = await s.value('select project_id from spending_request where id = $1', request);
  here = `${base}/spending/${request}`;
  expect((await s.post('secretaryElsewhere', `${here}/pay`, { day: today, method: 'cash' })).status).toBe(303);
  const { rows } = await s.owner.query<{ number: string; title: string; voucher: string }>(
    `select i.number, p.title, v.number as voucher from voucher v join invoice i on i.id = v.invoice_id join expense e on e.id = v.expense_id
     join project p on p.id = e.project_id where p.id <> $1 and length(i.number) = 20 order by v.number limit 1`,
    [project],
  );
  if (!rows[0]) throw new Error('the demo has lost its invoices');
  used = rows[0];
}, 300_000);
afterAll(() => s?.close());

const file = (name: string, bytes: Uint8Array) => new File([Buffer.from(bytes)], name);
const bytesOf = (text: string) => new TextEncoder().encode(text);
let numbers = 0;
const of = (change: Partial<typeof sample> = {}) => ({ ...sample, day: today, number: `2731200000${String(++numbers).padStart(10, '0')}`, ...change });
/** Sends one file as the page's script does. */
async function send(name: string, bytes: Uint8Array, to = `${here}/readings/one`): Promise<[state: string, words: string]> {
  const answer = await s.post('secretaryElsewhere', to, { files: [file(name, bytes)] }, { accept: 'application/json' });
  expect(answer.status).toBe(200);
  const { state, words } = (await answer.json()) as { state: string; words: string };
  return [state, words];
}
/** Rows of files and what they are behind: every file is behind something. */
const rows = async () => ({
  files: Number(await s.value('select count(*) from file')),
  behind: Number(await s.value('select (select count(*) from invoice_reading) + (select count(*) from invoice_arrival)')),
});
/** Runs something and says how many files and readings came of it. */
async function cameOf(work: () => Promise<unknown>): Promise<[files: number, readings: number]> {
  const before = await rows();
  await work();
  const after = await rows();
  return [after.files - before.files, after.behind - before.behind];
}
const page = async () => (await s.get('secretaryElsewhere', here)).text();

describe('a file that gives no invoice is kept and named with what to do; what is no invoice file is not taken', () => {
  const bomb = () => zipSync({ 'OFD.xml': bytesOf('<x/>'), 'Doc_0/Attachs/original_invoice.xml': new Uint8Array(40 * 1024 * 1024) });
  const locked = async () => {
    const document = await PDFDocument.load(await printedInvoice({ number: of().number }));
    document.encrypt({ userPassword: 'geheim', ownerPassword: 'geheim' });
    return document.save();
  };
  const white = () =>
    sharp({ create: { width: 300, height: 300, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
  const entities = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><EInvoice>&b;</EInvoice>';
  const cases: [string, string, () => Uint8Array | Promise<Uint8Array>, string, string][] = [
    ['a zip bomb', 'bomb.ofd', bomb, 'unread', 'OFD 文件结构异常，为安全起见没有打开，请向销售方要原文件。文件已经保存。'],
    [
      'a zip that names files outside itself',
      'out.ofd',
      () => zipSync({ 'OFD.xml': bytesOf('<x/>'), '../../etc/passwd': bytesOf('x') }),
      'unread',
      'OFD 文件结构异常',
    ],
    ['XML with entities of its own', 'entity.xml', () => bytesOf(entities), 'unread', 'XML 文件结构异常，为安全起见没有打开'],
    ['a truncated OFD', 'cut.ofd', () => taggedOfd(of()).subarray(0, 900), 'unread', '文件不完整，请重新下载再传'],
    ['a truncated XML', 'cut.xml', () => einvoiceXml(of()).subarray(0, 700), 'unread', 'XML 文件损坏，请重新下载再传'],
    ['a truncated PDF', 'cut.pdf', async () => (await printedInvoice({ number: of().number })).subarray(0, 400), 'unread', 'PDF 文件损坏，请重新下载'],
    ['a PDF with a password', 'locked.pdf', locked, 'unread', '文件有密码，请传没有密码的原文件'],
    ['a picture called .ofd', 'picture.ofd', white, 'unread', '没有找到发票内容。照片请把二维码拍全、拍清楚'],
    ['a script called .xml', 'x.xml', () => bytesOf('<!doctype html><script>alert(1)</script>'), 'refused', '“x.xml”没有收下'],
    ['a file of 21 MB', 'big.pdf', () => Buffer.concat([bytesOf('%PDF-1.7'), Buffer.alloc(21 * 1024 * 1024)]), 'refused', '“big.pdf”没有收下'],
    ['an empty file', 'empty.ofd', () => new Uint8Array(), 'refused', '“empty.ofd”没有收下'],
  ];
  test.each(cases)('%s', async (_what, name, make, state, words) => {
    const bytes = await make();
    const before = process.memoryUsage().rss;
    const came = await cameOf(async () => {
      const answer = await send(name, bytes);
      expect(answer).toEqual([state, expect.stringContaining(words)]);
    });
    expect(came).toEqual(state === 'unread' ? [1, 1] : [0, 0]);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  });

  it('100 MB are refused in words, by their announced length before a byte is read, else once they pass the limit', async () => {
    let pulled = 0;
    const chunk = new Uint8Array(1024 * 1024);
    const body = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          if (pulled >= 100) return controller.close();
          pulled += 1;
          controller.enqueue(chunk);
        },
      });
    const headers = { origin: s.site.publicOrigin, 'x-test-account': players.secretaryElsewhere ?? '', 'content-type': 'multipart/form-data; boundary=x' };
    const came = await cameOf(async () => {
      for (const [length, most] of [
        [String(100 * 1024 * 1024), 1],
        [undefined, 64],
      ] as const) {
        pulled = 0;
        const answer = await s.request(`${here}/readings/one`, {
          method: 'POST',
          body: body(),
          duplex: 'half',
          headers: { ...headers, ...(length ? { 'content-length': length } : {}) },
        } as RequestInit);
        expect(answer.status).toBe(413);
        expect(await answer.text()).toContain('太大');
        expect(pulled).toBeLessThanOrEqual(most + 1);
      }
    });
    expect(came).toEqual([0, 0]);
  });
});

describe('an invoice that cannot be right is kept, said why, and never booked', () => {
  const confirmAnyway = async (number: string) => {
    const reading = await s.value("select id from invoice_reading where invoice ->> 'number' = $1 and state = 'waiting' limit 1", number);
    const answer = await s.post('secretaryElsewhere', `${here}/readings/${reading}/confirm`, { claimed: '1.00', explanation: '照样报' });
    return [answer.status, (await answer.text()).includes('没有入账')];
  };
  const cases: [string, () => Partial<typeof sample>, string][] = [
    ['a number of 21 digits', () => ({ number: '273120000000000000021' }), '号码“273120000000000000021”的位数不对'],
    ['a day in the future', () => ({ day: '2099-01-01' }), '开票日期2099-01-01在今天之后。'],
    ['a total off by one fen', () => ({ total: '140.01', capital: '' }), '金额123.89元加税额16.11元不等于价税合计140.01元。'],
    ['an invoice of another project', () => ({ number: used.number }), '这张发票已经用过了'],
    [
      'a red letter alone',
      () => ({ net: '-123.89', tax: '-16.11', total: '-140.00', capital: '', lines: [] }),
      '这是红字发票：它冲减原来的发票，不能单独报销。',
    ],
  ];
  test.each(cases)('%s', async (_what, change, words) => {
    const invoice = of(change());
    expect(await cameOf(async () => expect((await send('a.xml', einvoiceXml(invoice)))[0]).toBe('read'))).toEqual([1, 1]);
    const shown = await page();
    expect(shown).toContain(words);
    expect(shown).toContain('不能报销');
    expect(await confirmAnyway(invoice.number)).toEqual([422, true]);
  });

  it('says in which project and voucher it was used', async () => {
    expect(await page()).toContain(`${used.title}，凭证${used.voucher}`);
  });

  it('the same file under another name is here already; another file with the same number and another amount forbids both', async () => {
    const invoice = of();
    expect((await send('a.xml', einvoiceXml(invoice)))[0]).toBe('read');
    expect(await cameOf(async () => expect(await send('新的名字.xml', einvoiceXml(invoice))).toEqual(['here', '这个文件已经传过，没有重复收。']))).toEqual([
      0, 0,
    ]);
    expect((await send('b.xml', einvoiceXml({ ...invoice, net: '124.89', total: '141.00', capital: '壹佰肆拾壹圆整' })))[0]).toBe('read');
    expect(await page()).toMatch(/号码相同，但文件“[ab]\.xml”的价税合计是14[01]\.00元，不是14[01]\.00元。/);
    expect(await confirmAnyway(invoice.number)).toEqual([422, true]);
  });

  it('nothing at all is kept for a request that takes no papers', async () => {
    const closed = await s.value("select id from spending_request where state = 'closed' and project_id = $1 limit 1", project).catch(() => null);
    const at = closed ?? (await s.value("select id from spending_request where state = 'closed' limit 1"));
    const came = await cameOf(async () => {
      const answer = await s.post('secretaryElsewhere', `${base}/spending/${at}/readings/one`, { files: [file('a.xml', einvoiceXml(of()))] });
      expect([404, 409]).toContain(answer.status);
    });
    expect(came).toEqual([0, 0]);
  });
});

describe('invoices of a whole project', () => {
  const inbox = () => `${base}/projects/${project}/invoices`;
  it('are taken together, shown with the payment they fit, assigned by a person, dropped with a reason', async () => {
    const [first, strange] = [of(), of({ seller: { ...sample.seller, name: '另一家店（虚构）' } })];
    const came = await cameOf(async () => {
      const sent = await s.post('secretaryElsewhere', inbox(), { files: [file('收一.xml', einvoiceXml(first)), file('d.txt', bytesOf('hello'))] });
      expect(sent.status).toBe(422);
      expect(await sent.text()).toContain('“d.txt”没有收下');
      expect((await send('收二.xml', einvoiceXml(strange), `${inbox()}/one`))[0]).toBe('read');
      expect((await send('收一改名.xml', einvoiceXml(first), `${inbox()}/one`))[0]).toBe('here');
      expect((await send('坏.xml', bytesOf('<?xml version="1.0"?><坏'), `${inbox()}/one`))[0]).toBe('unread');
    });
    expect(came).toEqual([3, 3]);
    const shown = await (await s.get('secretaryElsewhere', inbox())).text();
    for (const words of [
      first.number,
      strange.number,
      '等着归到付款的发票（2）',
      '没有读出来的文件（1）',
      '归到哪笔付款',
      '没有合适的付款，请您选，或者先放着',
    ])
      expect(shown).toContain(words);
    expect((await s.post('secretaryElsewhere', `${inbox()}/place`, {})).status).toBe(422);
    const idOf = (number: string) => s.value("select id from invoice_arrival where invoice ->> 'number' = $1", number);
    const placed = await s.post('secretaryElsewhere', `${inbox()}/place`, { [`to-${await idOf(first.number)}`]: request });
    expect([placed.status, placed.headers.get('location')]).toEqual([303, here]);
    expect(await page()).toContain(first.number);
    const drop = (reason: string) => idOf(strange.number).then((id) => s.post('secretaryElsewhere', `${inbox()}/drop`, { file: id, reason }));
    expect((await drop('')).status).toBe(422);
    expect((await drop('不是本项目的')).status).toBe(303);
    const after = await (await s.get('secretaryElsewhere', inbox())).text();
    for (const words of ['已归到付款', '不用：不是本项目的']) expect(after).toContain(words);
    const bytes = await s.get('secretaryElsewhere', `${inbox()}/${await idOf(first.number)}/file`);
    expect(new Uint8Array(await bytes.arrayBuffer())).toEqual(new Uint8Array(einvoiceXml(first)));
    expect(s.errors).toEqual([]);
    expect([...s.faults]).toEqual([]);
  });
});
