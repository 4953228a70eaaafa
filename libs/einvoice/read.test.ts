import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { checkInvoice, crc16, type Invoice, readInvoice } from './index.ts';
import { edrmOfd, edrmXml, einvoiceXml, notedOfd, ofd, sample, taggedOfd, xbrlOfd, xbrlXml } from './samples.fixture.ts';

const read = async (bytes: Uint8Array): Promise<Invoice> => {
  const result = await readInvoice(bytes);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};
const refusal = async (bytes: Uint8Array) => {
  const result = await readInvoice(bytes);
  return result.ok ? 'read' : result.error;
};
const failed = (invoice: Invoice, today = '2026-11-22') =>
  checkInvoice(invoice, today)
    .filter((check) => !check.passed)
    .map((check) => `${check.severity} ${check.id}`);

const parties = {
  seller: { name: '演示五金商店（虚构）', taxId: '91310000MA1DEMX00F' },
  buyer: { name: '演示居民委员会（虚构）', taxId: '54310000DEMX000017' },
};
const amounts = { netFen: 12_389n, taxFen: 1_611n, totalFen: 14_000n };
const screw = {
  class: '金属制品',
  name: '不锈钢螺丝',
  spec: 'M4×20',
  unit: '盒',
  quantity: '2',
  price: '8.8495575221239',
  amountFen: 1_770n,
  rate: '13%',
  taxFen: 230n,
};
const lamp = {
  class: '照明装置',
  name: '廊灯',
  spec: '7W',
  unit: '只',
  quantity: '3',
  price: '35.3982300884956',
  amountFen: 10_619n,
  rate: '13%',
  taxFen: 1_381n,
};

describe('one invoice in every structure', () => {
  test('fully digital, as XML', async () => {
    const invoice = await read(einvoiceXml());
    expect(invoice).toMatchObject({
      form: 'xml',
      source: 'einvoice',
      code: '',
      number: '26312000000000001234',
      date: '2026-03-09',
      capital: '壹佰肆拾圆整',
      ...parties,
      ...amounts,
    });
    expect(invoice.lines).toEqual([
      { ...screw, taxCode: '1080411000000000000' },
      { ...lamp, taxCode: '1090515000000000000' },
    ]);
    expect(failed(invoice)).toEqual([]);
  });
  test.each([
    ['older OFD', edrmOfd(), 'ofd', 'edrm'],
    ['its attachment alone', edrmXml(), 'xml', 'edrm'],
    ['OFD with the taxonomy', xbrlOfd(), 'ofd', 'xbrl'],
    ['its instance alone', xbrlXml(), 'xml', 'xbrl'],
  ])('%s', async (_what, bytes, form, source) => {
    const invoice = await read(bytes);
    expect(invoice).toMatchObject({ form, source, code: '031002600111', number: '00001234', date: '2026-03-09', ...parties, ...amounts });
    expect(invoice.lines).toEqual([
      { ...screw, taxCode: '' },
      { ...lamp, taxCode: '' },
    ]);
    expect(failed(invoice)).toEqual([]);
  });
  test.each([
    ['fully digital OFD by its tags', false],
    ['tags whose root has an empty prefix', true],
  ])('%s, wrapped names put together', async (_what, broken) => {
    const invoice = await read(taggedOfd(sample, broken));
    expect(invoice).toMatchObject({
      form: 'ofd',
      source: 'tags',
      code: '',
      number: '26312000000000001234',
      date: '2026-03-09',
      capital: '壹佰肆拾圆整',
      ...parties,
      ...amounts,
    });
    expect(invoice.lines).toEqual([
      { ...screw, taxCode: '' },
      { ...lamp, taxCode: '' },
    ]);
    expect(failed(invoice)).toEqual([]);
  });
  test('OFD with nothing but what its maker noted: the total follows from net and tax, a person must look at the lines', async () => {
    const invoice = await read(notedOfd());
    expect(invoice).toMatchObject({ source: 'custom-data', number: '26312000000000001234', date: '2026-03-09', ...amounts, lines: [] });
    expect(failed(invoice)).toEqual(['ask lines-net', 'ask parties']);
  });
  test('the text of its code', async () => {
    const text = '01,31,,26312000000000001234,140.00,20260309,,';
    const invoice = await read(strToU8(`${text}${crc16(text)},`));
    expect(invoice).toMatchObject({ form: 'qr', code: '', number: '26312000000000001234', date: '2026-03-09', totalFen: 14_000n, netFen: null });
    expect(failed(invoice)).toEqual(['ask code-only']);
  });
});

describe('traps of real files', () => {
  const swap = (bytes: Uint8Array, from: string, to: string) => strToU8(new TextDecoder().decode(bytes).replace(from, to));
  test('a byte order mark, a base64 picture where the code should stand, entities in a name', async () => {
    const xml = swap(edrmXml(sample, 'iVBORw0KGgoAAAANSUhEUg=='), '演示五金商店', '演示&lt;五金&#62;&amp;商店');
    const invoice = await read(new Uint8Array([0xef, 0xbb, 0xbf, ...xml]));
    expect([invoice.seller.name, invoice.qr]).toEqual(['演示<五金>&商店（虚构）', '']);
  });
  test.each(['***', '*', '免税'])('tax printed as %s is no tax', async (mark) => {
    const free = {
      ...sample,
      tax: mark,
      total: sample.net,
      capital: '壹佰贰拾叁圆捌角玖分',
      lines: sample.lines.map((line) => ({ ...line, rate: '免税', tax: mark })),
    };
    const invoice = await read(edrmXml(free));
    expect([invoice.taxFen, invoice.totalFen, failed(invoice)]).toEqual([0n, 12_389n, []]);
  });
  test('a rate printed as *** with a tax is noted', async () => {
    const invoice = await read(einvoiceXml({ ...sample, lines: sample.lines.map((line) => ({ ...line, rate: '***' })) }));
    expect(failed(invoice)).toEqual(['note rate-shown']);
  });
  test('a tag file of another document is no invoice', async () => {
    const other = ofd({
      'Doc_0/Tags/CustomTag.xml': strToU8('<?xml version="1.0"?><:params xmlns:=""><发证机关><ObjectRef PageRef="1">8</ObjectRef></发证机关></:params>'),
    });
    expect(await refusal(other)).toBe('no-invoice');
  });
  test('GB 18030', async () => {
    const bytes = new Uint8Array([
      ...strToU8('<?xml version="1.0" encoding="GBK"?><eInvoice><InvoiceNo>00001234</InvoiceNo><Seller><SellerName>'),
      0xd1,
      0xdd,
      0xca,
      0xbe,
      ...strToU8('</SellerName></Seller></eInvoice>'),
    ]);
    expect((await read(bytes)).seller.name).toBe('演示');
  });
});

describe('what does not hold together is said', () => {
  test.each([
    ['a total off by one fen', { total: '140.01' }, ['block net-tax-total', 'block capital']],
    ['a line off by one fen', { lines: sample.lines.map((line, index) => (index === 0 ? { ...line, amount: '17.71' } : line)) }, ['block lines-net']],
    [
      'a line tax off by ten',
      { lines: sample.lines.map((line, index) => (index === 0 ? { ...line, tax: '12.30' } : line)) },
      ['block lines-tax', 'ask line-tax-rate'],
    ],
    ['capitals of another sum', { capital: '壹佰肆拾壹圆整' }, ['block capital']],
    ['a number of 21 digits', { number: '263120000000000012345' }, ['block number-form']],
    ['a day to come', { day: '2026-11-23' }, ['block date']],
    ['a day that does not exist', { day: '2026-02-30' }, ['block readable', 'block date']],
    ['an amount that is none', { total: '14O.00' }, ['block readable', 'block net-tax-total', 'block capital']],
    ['a tax id with a wrong check character', { seller: { ...sample.seller, taxId: '91310000MA1DEMX00G' } }, ['ask seller-tax-id']],
    ['a private buyer', { buyer: { name: '个人', taxId: '' } }, []],
  ])('%s', async (_what, change, expected) => {
    expect(failed(await read(einvoiceXml({ ...sample, ...change })))).toEqual(expected);
  });
  test('a red letter', async () => {
    const red = {
      ...sample,
      net: '-123.89',
      tax: '-16.11',
      total: '-140.00',
      capital: '(负数)壹佰肆拾圆整',
      lines: sample.lines.map((line) => ({ ...line, amount: `-${line.amount}`, tax: `-${line.tax}` })),
    };
    expect(failed(await read(einvoiceXml(red)))).toEqual(['note red-letter']);
  });
  test('a code that says otherwise, and one that was mistyped', async () => {
    const text = `01,10,031002600111,00001234,123.89,20260309,12345678901234567890,`;
    const good = await read(edrmOfd(sample, `${text}${crc16(text)},`));
    expect(failed(good)).toEqual([]);
    expect(failed(await read(edrmOfd(sample, `${text.replace('123.89', '123.98')}${crc16(text)}`)))).toEqual(['block code-agrees', 'note code-crc']);
  });
});

describe('hostile and broken files', () => {
  const bytes = (length: number) => new Uint8Array(length);
  test.each([
    ['nothing', bytes(0), 'empty'],
    ['33 MB', bytes(33 * 1024 * 1024), 'too-large'],
    ['a picture called .ofd', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]), 'unknown-format'],
    ['entities of its own', strToU8('<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY c "&b;&b;">]><EInvoice>&c;</EInvoice>'), 'unsafe-xml'],
    ['an unknown entity', strToU8('<EInvoice><SellerName>&xxe;</SellerName></EInvoice>'), 'unsafe-xml'],
    ['a thousand levels', strToU8(`${'<a>'.repeat(1_000)}${'</a>'.repeat(1_000)}`), 'unsafe-xml'],
    ['XML that breaks off', einvoiceXml().subarray(0, 700), 'bad-xml'],
    ['a package that breaks off', edrmOfd().subarray(0, 900), 'truncated'],
    ['a path out of the package', zipSync({ 'OFD.xml': strToU8('<a/>'), '../../etc/passwd': strToU8('x') }), 'unsafe-zip'],
    ['a zip of something else', zipSync({ 'word/document.xml': strToU8('<a/>') }), 'unknown-format'],
    ['other XML', strToU8('<html><body/></html>'), 'no-invoice'],
  ])('%s: %s', async (_what, file, code) => expect(await refusal(file)).toBe(code));

  test('a zip bomb, honest or lying about its size, is not unpacked', async () => {
    const bomb = zipSync({ 'OFD.xml': [bytes(80 * 1024 * 1024), { level: 9 }] });
    expect(await refusal(bomb)).toBe('unsafe-zip');
    const lying = zipSync({ 'OFD.xml': [bytes(4 * 1024 * 1024), { level: 9 }] });
    // The directory says 10 bytes.
    const at = lying.length - 22 - 46 - 'OFD.xml'.length + 24;
    new DataView(lying.buffer).setUint32(at, 10, true);
    expect(await refusal(lying)).toBe('unsafe-zip');
  });
  test('a changed byte inside a package is noticed', async () => {
    const changed = edrmOfd();
    const at = changed.length >> 1;
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await refusal(changed)).toBe('bad-zip');
  });
  test('a locked package', async () => {
    const locked = edrmOfd();
    const end = locked.length - 22;
    const directory = new DataView(locked.buffer).getUint32(end + 16, true);
    locked[directory + 8] = 1;
    expect(await refusal(locked)).toBe('encrypted');
  });
});
