import { describe, expect, it, test } from 'vitest';
import { checkInvoice } from './checks.ts';
import type { Invoice } from './invoice.ts';
import { crc16, invoiceOfQr } from './qr.ts';

const today = '2026-11-22';
const coded = (text: string): string => `${text}${crc16(text)},`;
const code = coded('01,31,,26312000000000001234,140.00,20260309,,');
const good: Invoice = {
  form: 'xml',
  source: 'einvoice',
  code: '',
  number: '26312000000000001234',
  date: '2026-03-09',
  seller: { name: '演示五金商店（虚构）', taxId: '91310000MA1DEMX00F' },
  buyer: { name: '演示居民委员会（虚构）', taxId: '54310000DEMX000017' },
  lines: [
    {
      name: '不锈钢螺丝',
      class: '金属制品',
      spec: 'M4×20',
      unit: '盒',
      quantity: '2',
      price: '8.85',
      amountFen: 1_770n,
      rate: '13%',
      taxFen: 230n,
      taxCode: '1080416000000000000',
    },
    {
      name: '廊灯',
      class: '照明装置',
      spec: '7W',
      unit: '只',
      quantity: '3',
      price: '35.40',
      amountFen: 10_619n,
      rate: '13%',
      taxFen: 1_381n,
      taxCode: '1090417000000000000',
    },
  ],
  netFen: 12_389n,
  taxFen: 1_611n,
  totalFen: 14_000n,
  capital: '壹佰肆拾圆整',
  qr: code,
  unreadable: [],
};
const lines = (change: (line: Invoice['lines'][number], index: number) => object): Invoice['lines'] =>
  good.lines.map((line, index) => ({ ...line, ...change(line, index) }));
const failed = (invoice: Invoice) => checkInvoice(invoice, today).flatMap((check) => (check.passed ? [] : [`${check.severity} ${check.id}：${check.message}`]));

it('an invoice that holds together passes every check, each with words', () => {
  const checks = checkInvoice(good, today);
  expect(checks.filter((check) => !check.passed)).toEqual([]);
  expect(checks.map((check) => check.id)).toEqual([
    'readable',
    'number-form',
    'date',
    'red-letter',
    'net-tax-total',
    'lines-net',
    'lines-tax',
    'line-tax-rate',
    'rate-shown',
    'capital',
    'parties',
    'seller-tax-id',
    'buyer-tax-id',
    'code-agrees',
    'code-crc',
  ]);
  for (const check of checks) expect(check.message).toMatch(/^[^a-z]{4,}。$/);
});

describe('what is wrong is said in words, with how grave it is', () => {
  const cases: [string, Partial<Invoice>, string[]][] = [
    ['a column that cannot be read', { unreadable: ['total'] }, ['block readable：这些栏读不出来：价税合计。请换原始文件，或者对照票面手工录入。']],
    [
      'a number of 21 digits',
      { number: '263120000000000012345', qr: '' },
      ['block number-form：发票号码“263120000000000012345”的位数不对：数电票为20位号码，其他电子发票为10或12位代码加8位号码。'],
    ],
    ['a day ahead', { date: '2026-11-23', qr: '' }, ['block date：开票日期2026-11-23在今天之后。']],
    ['no day', { date: '', qr: '' }, ['block date：没有读出开票日期。']],
    [
      'net and tax one fen beside the total',
      { taxFen: 1_611n, totalFen: 14_001n, capital: '', qr: '' },
      ['block net-tax-total：金额123.89元加税额16.11元不等于价税合计140.01元。'],
    ],
    [
      'lines one fen beside the net',
      { lines: lines((line, index) => (index === 0 ? { amountFen: 1_771n } : {})) },
      ['block lines-net：各行金额之和123.90元不等于合计金额123.89元。'],
    ],
    ['no lines', { lines: [] }, ['ask lines-net：没有读出明细行，请对照票面核对。']],
    [
      'tax of the lines one fen beside the tax',
      { lines: lines((line, index) => (index === 0 ? { taxFen: 231n } : {})) },
      ['block lines-tax：各行税额之和16.12元不等于合计税额16.11元。'],
    ],
    [
      'the tax of a line two fen from amount times rate',
      { lines: lines((_, index) => ({ taxFen: index === 0 ? 232n : 1_379n })) },
      ['ask line-tax-rate：第1、2行的税额与金额乘税率相差超过一分。'],
    ],
    ['tax without a rate', { lines: lines(() => ({ rate: '***' })) }, ['note rate-shown：第1、2行没有列明税率，却有税额。']],
    ['capitals of another sum', { capital: '壹佰肆拾壹圆整' }, ['block capital：大写金额“壹佰肆拾壹圆整”与价税合计140.00元不一致。']],
    ['capitals that are none', { capital: '一百四' }, ['block capital：大写金额“一百四”与价税合计140.00元不一致。']],
    ['no seller', { seller: { name: '', taxId: good.seller.taxId } }, ['ask parties：没有读出销售方名称。']],
    [
      "a seller's tax id with two digits changed over",
      { seller: { ...good.seller, taxId: '91310000MA1DEXM00F' } },
      ['ask seller-tax-id：销售方税号“91310000MA1DEXM00F”不是一个有效的税号（GB 32100校验位）。'],
    ],
    [
      "a buyer's tax id with a wrong check character",
      { buyer: { ...good.buyer, taxId: '54310000DEMX000018' } },
      ['ask buyer-tax-id：购买方税号“54310000DEMX000018”不是一个有效的税号（GB 32100校验位）。'],
    ],
    ['a code that is none of an invoice', { qr: 'https://example.invalid/' }, ['note code-readable：发票上的二维码不是发票的码，未核对。']],
    [
      'a code of another amount',
      { qr: coded('01,31,,26312000000000001234,140.01,20260309,,') },
      ['block code-agrees：二维码里的号码、日期或者金额与票面不一致。'],
    ],
    ['a code with a mistyped digit', { qr: code.replace(/[0-9A-F]{4},$/, '0000,') }, ['note code-crc：二维码的校验码不对，可能抄错了。']],
  ];
  test.each(cases)('%s', (_what, change, words) => {
    expect(failed({ ...good, ...change })).toEqual(words);
  });

  it('one fen of rounding in a line is none', () => {
    expect(failed({ ...good, lines: lines((_, index) => ({ taxFen: index === 0 ? 231n : 1_380n })) })).toEqual([]);
  });

  it('a red letter takes back, a code alone says too little', () => {
    const red: Invoice = { ...good, netFen: -12_389n, taxFen: -1_611n, totalFen: -14_000n, capital: '', qr: '', lines: [] };
    expect(failed(red)).toContain('note red-letter：这是红字发票：它冲减原来的发票，不能单独报销。');
    const scanned = invoiceOfQr(code);
    expect(scanned && failed(scanned)).toEqual(['ask code-only：只扫了二维码，没有明细；请补上发票原文件，或者对照票面核对。']);
  });
});
