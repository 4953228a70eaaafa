import { spreadsheet } from '#platform/documents';
import { describe, expect, test } from 'vitest';
import { directionOf, identitiesOf, parseBankAmount, parseBankDay, readStatement } from './read-statement.ts';
import { guessStatementColumns } from './statement-columns.ts';

const csv = (text: string, encoding: 'utf-8' | 'bom' | 'gbk' = 'utf-8'): Uint8Array => {
  if (encoding === 'gbk') return gbk(text);
  return new TextEncoder().encode(encoding === 'bom' ? `\uFEFF${text}` : text);
};
/** The few signs of these tests in GBK, found by decoding every pair once. */
const table = new Map<string, [number, number]>();
function gbk(text: string): Uint8Array {
  if (table.size === 0) {
    const decoder = new TextDecoder('gbk');
    for (let high = 0x81; high <= 0xfe; high++)
      for (let low = 0x40; low <= 0xfe; low++) if (low !== 0x7f) table.set(decoder.decode(new Uint8Array([high, low])), [high, low]);
  }
  return new Uint8Array([...text].flatMap((char) => (char.charCodeAt(0) < 128 ? [char.charCodeAt(0)] : (table.get(char) ?? [0x3f]))));
}
const read = (bytes: Uint8Array, chosen?: Parameters<typeof readStatement>[1]) => {
  const result = readStatement(bytes, chosen);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const plain = `账号：6222 **** **** 8888,户名：蔡路居民委员会
起止日期：2026-11-01 至 2026-11-30
交易日期,摘要,对方户名,支出（元）,收入（元）,余额（元）,交易流水号
2026-11-02,自治金拨付,支点镇财政所,,"45,000.00","45,000.00",A1
2026-11-05,材料款,申江灯具商行（演示）,"17,760.00",,"27,240.00",A2
2026/11/6 10:33:21,现金缴存,,,3100,30340,A3
合计,,,"17,760.00","48,100.00",,
本对账单共 3 笔`;

describe('a statement is read', () => {
  test.each(['utf-8', 'bom', 'gbk'] as const)('in %s, headers below the bank’s own lines, totals left out', (encoding) => {
    const seen = read(csv(plain, encoding));
    expect(seen.rows.map((row) => [row.rowNo, row.day, row.amountFen, row.balanceFen, row.counterparty, row.memo, row.reference])).toEqual([
      [4, '2026-11-02', 4_500_000n, 4_500_000n, '支点镇财政所', '自治金拨付', 'A1'],
      [5, '2026-11-05', -1_776_000n, 2_724_000n, '申江灯具商行(演示)', '材料款', 'A2'],
      [6, '2026-11-06', 310_000n, 3_034_000n, '', '现金缴存', 'A3'],
    ]);
    expect([seen.openingFen, seen.closingFen, seen.breaks, seen.bad, seen.skipped]).toEqual([0n, 3_034_000n, [], [], [7, 8]]);
  });
  test('an Excel file, with days as Excel counts them and the newest row first', async () => {
    const bytes = await spreadsheet({
      name: '交易明细',
      columns: ['记账日', '借贷标志', '交易金额', '账户余额', '对方名称'].map((label) => ({ label })),
      rows: [
        [46_332, '借', '100.10', '899.90', '甲'],
        [46_331, '贷', '1,000.00', '1,000.00', '乙'],
      ],
    });
    const seen = read(bytes);
    expect(seen.rows.map((row) => [row.rowNo, row.day, row.amountFen])).toEqual([
      [3, '2026-11-05', 100_000n],
      [2, '2026-11-06', -10_010n],
    ]);
    expect([seen.openingFen, seen.closingFen, seen.breaks]).toEqual([0n, 89_990n, []]);
  });
  test('rows of one day are put in order by their balances', () => {
    const seen = read(csv('日期,金额,余额\n2026-11-02,-50.00,50.00\n2026-11-02,100.00,100.00\n'));
    expect(seen.rows.map((row) => row.amountFen)).toEqual([10_000n, -5_000n]);
    expect(seen.breaks).toEqual([]);
  });
  test('it is said where the running balance breaks', () => {
    const seen = read(csv('日期,金额,余额\n2026-11-02,100.00,100.00\n2026-11-04,100.00,250.00\n2026-11-05,-10.00,240.00\n'));
    expect(seen.breaks).toEqual([{ rowNo: 3, expectedFen: 20_000n, saidFen: 25_000n }]);
  });
  test('bad rows are named with their number and fault, and nothing is guessed', () => {
    const seen = read(
      csv(
        '日期,支出,收入,余额\n2026-13-02,1.00,,\n2026-11-02,1.005,,\n2026-11-02,1.00,2.00,\n2026-11-02,1.00,,一百\n昨天,12,,\n2026-11-03,"12,50",,\n2026-11-04,3.00,,\n',
      ),
    );
    expect(seen.bad.map((row) => [row.rowNo, row.fault])).toEqual([
      [2, 'bad-day'],
      [3, 'bad-amount'],
      [4, 'two-amounts'],
      [5, 'bad-balance'],
      [6, 'bad-day'],
      [7, 'bad-amount'],
    ]);
    expect(seen.rows.map((row) => row.rowNo)).toEqual([8]);
  });
  test('a row of a day that has not come is bad', () => {
    const bytes = csv('日期,金额\n2026-11-22,5.00\n2026-11-23,1.00\n');
    const seen = readStatement(bytes, {}, '2026-11-22');
    expect(seen.ok && seen.value.bad.map((row) => [row.rowNo, row.fault])).toEqual([[3, 'day-in-future']]);
    expect(read(bytes).bad).toEqual([]);
  });
  test('a row that does not say whether money came or went is bad', () => {
    expect(read(csv('日期,金额,借贷标志\n2026-11-02,5.00,贷\n2026-11-02,5.00,？\n2026-11-02,-5.00,贷\n')).bad.map((row) => [row.rowNo, row.fault])).toEqual([
      [3, 'no-direction'],
      [4, 'no-direction'],
    ]);
  });
  test('what went out may be signed by the bank; a single red amount goes the other way', () => {
    expect(read(csv('日期,支出,收入\n2026-11-02,-5.00,\n2026-11-03,-6.00,\n')).rows.map((row) => row.amountFen)).toEqual([-500n, -600n]);
    expect(read(csv('日期,支出,收入\n2026-11-02,5.00,\n2026-11-03,-5.00,\n')).rows.map((row) => row.amountFen)).toEqual([-500n, 500n]);
  });
  test('other headers: the office says which column is what', () => {
    const bytes = csv('什么时候,多少,谁\n2026-11-02,-8.00,老王\n');
    const first = readStatement(bytes);
    expect(first).toMatchObject({ ok: false, error: { code: 'missing-column', fields: ['day', 'amount'], headers: ['什么时候', '多少', '谁'] } });
    expect(read(bytes, { mapping: { day: 0, amount: 1, counterparty: 2 } }).rows).toMatchObject([{ amountFen: -800n, counterparty: '老王' }]);
  });
  test.each([
    ['nothing', new Uint8Array(), 'empty'],
    ['a picture', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2]), 'not-a-table'],
    ['an old xls', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]), 'old-xls'],
    ['headers alone', csv('交易日期,交易金额\n'), 'no-rows'],
    ['a torn zip', new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]), 'broken'],
  ])('%s is refused in words', (_what, bytes, code) => {
    expect(readStatement(bytes)).toMatchObject({ ok: false, error: { code } });
  });
  test('a formula without a result is a bad row, never a number', async () => {
    const { default: exceljs } = await import('exceljs');
    const book = new exceljs.Workbook();
    const page = book.addWorksheet('流水');
    page.addRow(['交易日期', '交易金额']);
    page.addRow(['2026-11-02', { formula: 'HYPERLINK("http://x","1")' }]);
    expect(read(new Uint8Array(await book.xlsx.writeBuffer())).bad).toMatchObject([{ rowNo: 2, fault: 'unreadable' }]);
  });
});

describe('parts', () => {
  test.each([
    ['2026-11-02', '2026-11-02'],
    ['20261102', '2026-11-02'],
    ['20261102 103321', '2026-11-02'],
    ['2026年1月2日', '2026-01-02'],
    ['2026.1.2', '2026-01-02'],
    ['46328', '2026-11-02'],
    ['46328.44', '2026-11-02'],
    ['2026-02-30', null],
    ['11-02', null],
    ['123', null],
    ['', null],
  ])('day %s', (text, day) => expect(parseBankDay(text)).toBe(day));
  test.each([
    ['¥1,234.50', 123_450n],
    ['１２.５', 1_250n],
    ['(12.00)', -1_200n],
    ['12.00-', -1_200n],
    ['+5', 500n],
    ['12.500000', 1_250n],
    ['--', null],
    ['', null],
    ['999999999999.99', 99_999_999_999_999n],
  ])('amount %s', (text, fen) => expect(parseBankAmount(text)).toEqual({ ok: true, value: fen }));
  test.each(['1.234', 'abc', '1,23', '1.2.3', '-(5)'])('%s is no amount', (text) => expect(parseBankAmount(text).ok).toBe(false));
  test('words for directions', () => expect(['贷', '支出', 'DR', '收', '转'].map(directionOf)).toEqual([1, -1, -1, 1, null]));
  test('out and in come before a plain amount', () =>
    expect(guessStatementColumns(['日期', '借方发生额', '贷方发生额', '金额', '余额'])).toEqual({ day: 0, out: 1, in: 2, balance: 4 }));
  test('equal rows of one day are told apart by their number, the same row in another file is the same', () => {
    const row = { rowNo: 2, day: '2026-11-02' as never, amountFen: -500n, balanceFen: null, counterparty: '甲 店', memo: '', reference: '' };
    const [one, two] = identitiesOf([row, { ...row, rowNo: 3 }]);
    expect(one).not.toBe(two);
    expect(identitiesOf([{ ...row, counterparty: '甲店', rowNo: 9 }])).toEqual([one]);
  });
});
