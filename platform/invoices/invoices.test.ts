import { describe, expect, test } from 'vitest';
import sharp from 'sharp';
import { checkInvoice, crc16, type Invoice } from '#libs/einvoice';
import { qrPng } from '#platform/documents';
import { readInvoiceFile } from './index.ts';
import { printedInvoice } from './printed.fixture.ts';

const read = async (bytes: Uint8Array): Promise<Invoice> => {
  const result = await readInvoiceFile(bytes);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};
const failed = (invoice: Invoice) =>
  checkInvoice(invoice, '2026-11-22')
    .filter((check) => !check.passed)
    .map((check) => `${check.severity} ${check.id}`);

const facts = {
  form: 'pdf',
  date: '2026-03-09',
  seller: { name: '演示五金商店（虚构）', taxId: '91310000MA1DEMX00F' },
  buyer: { name: '演示居民委员会（虚构）', taxId: '54310000DEMX000017' },
  netFen: 12_389n,
  taxFen: 1_611n,
  totalFen: 14_000n,
  capital: '壹佰肆拾圆整',
  lines: [
    {
      class: '金属制品',
      name: '不锈钢螺丝',
      spec: 'M4×20',
      unit: '盒',
      quantity: '2',
      price: '8.8495575221239',
      amountFen: 1_770n,
      rate: '13%',
      taxFen: 230n,
      taxCode: '',
    },
    {
      class: '照明装置',
      name: '楼道感应廊灯',
      spec: '7W',
      unit: '只',
      quantity: '3',
      price: '35.3982300884956',
      amountFen: 10_619n,
      rate: '13%',
      taxFen: 1_381n,
      taxCode: '',
    },
  ],
};

describe('a printed invoice', () => {
  test('fully digital, its text by place and its code from the picture', async () => {
    const invoice = await read(await printedInvoice({ number: '26312000000000001234' }));
    expect(invoice).toMatchObject({ code: '', number: '26312000000000001234', ...facts });
    expect(invoice.qr).toMatch(/^01,31,,26312000000000001234,140\.00,20260309,,[0-9A-F]{4},$/);
    expect(failed(invoice)).toEqual([]);
  }, 30_000);

  test('older, with its code of 12 digits', async () => {
    const invoice = await read(await printedInvoice({ number: '00001234', code: '031002600111' }));
    expect(invoice).toMatchObject({ code: '031002600111', number: '00001234', ...facts });
    expect(failed(invoice)).toEqual([]);
  }, 30_000);

  test('whose labels cannot be read: number and day from the code, the rest by shape and place', async () => {
    const invoice = await read(await printedInvoice({ number: '00001234', code: '031002600111', labels: false }));
    expect(invoice).toMatchObject({
      code: '031002600111',
      number: '00001234',
      date: facts.date,
      totalFen: 14_000n,
      netFen: 12_389n,
      taxFen: 1_611n,
      seller: facts.seller,
      buyer: facts.buyer,
    });
    expect(invoice.lines.map((line) => [line.name, line.amountFen, line.taxFen])).toEqual([
      ['不锈钢螺丝', 1_770n, 230n],
      ['楼道感应廊灯', 10_619n, 1_381n],
    ]);
  }, 30_000);

  test('whose print says another total than its code', async () => {
    const invoice = await read(await printedInvoice({ number: '26312000000000001234', total: '410.00', qr: '01,31,,26312000000000001234,140.00,20260309,,' }));
    expect(failed(invoice)).toEqual(['block net-tax-total', 'block capital', 'block code-agrees']);
  }, 30_000);

  test('for a private buyer, without a code', async () => {
    const invoice = await read(await printedInvoice({ number: '26312000000000001234', qr: null, buyer: { name: '个人', taxId: '' } }));
    expect([invoice.buyer, invoice.seller, invoice.qr]).toEqual([{ name: '个人', taxId: '' }, facts.seller, '']);
  }, 30_000);

  test('of which somebody took a photo, turned on its side: what its code says, and that the rest is to be looked at', async () => {
    const text = '01,31,,26312000000000001234,140.00,20260309,,';
    const photo = await sharp({ create: { width: 1_200, height: 900, channels: 3, background: '#e8e4da' } })
      .composite([{ input: await qrPng(`${text}${crc16(text)},`, 260), left: 80, top: 60 }])
      .rotate(90)
      .jpeg({ quality: 70 })
      .toBuffer();
    const invoice = await read(photo);
    expect(invoice).toMatchObject({ form: 'qr', number: '26312000000000001234', date: '2026-03-09', totalFen: 14_000n });
    expect(failed(invoice)).toEqual(['ask code-only']);
    const nothing = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(await readInvoiceFile(nothing)).toEqual({ ok: false, error: 'no-invoice' });
  }, 30_000);

  test('that breaks off, or is none', async () => {
    const whole = await printedInvoice({ number: '26312000000000001234' });
    expect(await readInvoiceFile(whole.subarray(0, 300))).toEqual({ ok: false, error: 'bad-pdf' });
    const { renderPdf } = await import('#platform/documents');
    expect(await readInvoiceFile(await renderPdf({ content: ['会议纪要'], defaultStyle: { font: 'main' } }))).toEqual({ ok: false, error: 'no-invoice' });
  }, 30_000);
});
