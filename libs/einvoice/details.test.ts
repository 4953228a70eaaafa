import { describe, expect, test } from 'vitest';
import { classAndName, crc16, creditCodeCheck, lineTaxIsAmountTimesRate, parseDay, parsePrintedAmount, parseQr, parseRate, taxIdCanExist } from './index.ts';

describe('the code on an invoice', () => {
  test('its checksum is CRC-16 with polynomial 0x8005, unreflected, from zero', () => {
    // The catalogue's check value of CRC-16/UMTS.
    expect(crc16('123456789')).toBe('FEE8');
  });
  test('older: code, number, amount without tax', () => {
    expect(parseQr('01,10,031002600111,00001234,123.89,20260309,123,0000,')).toEqual({
      type: '10',
      code: '031002600111',
      number: '00001234',
      amountFen: 12_389n,
      withTax: false,
      date: '2026-03-09',
      checkCode: '123',
      crcHolds: false,
    });
  });
  test('fully digital: no code, amount with tax', () => {
    expect(parseQr('01,32,,26312000000000001234,140.00,20260309,,')).toMatchObject({
      code: '',
      number: '26312000000000001234',
      amountFen: 14_000n,
      withTax: true,
      crcHolds: null,
    });
  });
  test("Shenzhen's address gives fen", () => {
    expect(parseQr('https://bcfp.example.cn/verify?bill_num=00001234&total_amount=14000&hash=ab')).toMatchObject({
      number: '00001234',
      amountFen: 14_000n,
      withTax: true,
    });
  });
  test.each(['', '你好', '02,10,1,2,3,4,5', '01,10,a,2,3,20260309,5', 'https://example.cn/?a=1', '01,10'])('%s is none', (text) =>
    expect(parseQr(text)).toBeNull(),
  );
});

describe('a tax id', () => {
  test('ends in the character that GB 32100 demands', () => {
    // The standard's own example.
    expect(creditCodeCheck('91350100M000100Y4')).toBe('3');
    expect(taxIdCanExist('91350100M000100Y43')).toBe(true);
    expect(taxIdCanExist('91350100M000100Y44')).toBe(false);
  });
  test.each(['91350100M000100I43', '123', '', '９１３５０１００M000100Y4'])('%s cannot exist', (id) => expect(taxIdCanExist(id)).toBe(false));
  test.each(['310101123456789', '３１０１０１123456789', '32040419760706081301'])('older shape %s', (id) => expect(taxIdCanExist(id)).toBe(true));
});

test.each([
  ['2026年03月09日', '2026-03-09'],
  ['2026年3月9日', '2026-03-09'],
  ['2026-03-09 10:20:30', '2026-03-09'],
  ['20260309', '2026-03-09'],
  ['20260309102030', '2026-03-09'],
  ['2024-02-29', '2024-02-29'],
  ['2026-02-29', null],
  ['2026-13-01', null],
  ['202603091', null],
  ['昨天', null],
])('the day %s', (text, day) => expect(parseDay(text)).toBe(day));

test.each([
  ['¥1,234.50', 123_450n],
  ['￥ 0.05', 5n],
  ['100', 10_000n],
  ['510.680000', 51_068n],
  ['-¥12.30', -1_230n],
  ['510.681', null],
  ['12,50', null],
  ['1e3', null],
])('the amount %s', (text, fen) => expect(parsePrintedAmount(text)).toBe(fen));

test.each([
  ['13%', 13n, 100n],
  ['13.00%', 1_300n, 10_000n],
  ['0.13', 13n, 100n],
  ['.03', 3n, 100n],
])('the rate %s', (text, num, den) => expect(parseRate(text)).toEqual({ num, den }));
test.each(['***', '免税', '', '130%%'])('%s is no rate', (text) => expect(parseRate(text)).toBeNull());

test.each([
  [100n, 13n, true],
  [100n, 14n, true],
  [100n, 12n, true],
  [100n, 15n, false],
  [10_619n, 1_381n, true],
])('tax of %s fen at 13%% may be %s: %s', (amountFen, taxFen, right) => expect(lineTaxIsAmountTimesRate({ amountFen, taxFen, rate: '13%' })).toBe(right));

test.each([
  ['*金属制品*螺丝*大号', '金属制品', '螺丝*大号'],
  ['螺丝', '', '螺丝'],
  [' *餐饮服务* 餐费 ', '餐饮服务', '餐费'],
])('%s', (text, kind, name) => expect(classAndName(text)).toEqual({ class: kind, name }));
