import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_FEN, formatYuan, formatYuanBrief, leverage, parseFen, parseYuan, plainYuan, splitLargestRemainder, yuanToFen } from './index.ts';

const amountFen = fc.bigInt({ min: -MAX_FEN, max: MAX_FEN });

describe('parseYuan reads what people type, exactly', () => {
  test.each([
    ['1,234.50', 123_450n],
    ['45000', 4_500_000n],
    ['１２３', 12_300n],
    ['１，２３４．５', 123_450n],
    ['50元', 5_000n],
    ['50 元', 5_000n],
    ['50块', 5_000n],
    ['¥50', 5_000n],
    ['￥1,000.00', 100_000n],
    ['人民币20000元', 2_000_000n],
    ['4.5万', 4_500_000n],
    ['4.5万元', 4_500_000n],
    ['0.000001万', 1n],
    ['0.1', 10n],
    ['.5', 50n],
    ['5.', 500n],
    ['0', 0n],
    ['-0', 0n],
    ['007', 700n],
    ['9,999,999,999,999,999.99', MAX_FEN],
  ])('%s', (text, fen) => {
    expect(parseYuan(text)).toEqual({ ok: true, value: fen });
  });

  test.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['.', 'not-a-number'],
    ['元', 'not-a-number'],
    ['五十元', 'not-a-number'],
    ['1e5', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['--5', 'not-a-number'],
    ['NaN', 'not-a-number'],
    ['12,50', 'misplaced-separator'],
    ['1,2345', 'misplaced-separator'],
    [',123', 'misplaced-separator'],
    ['1,23,456', 'misplaced-separator'],
    ['1.005', 'finer-than-fen'],
    ['1.500', 'finer-than-fen'],
    ['0.0000001万', 'finer-than-fen'],
    ['-5', 'negative'],
    ['10000000000000000', 'too-large'],
    ['9'.repeat(65), 'not-a-number'],
  ])('%s is refused: %s', (text, code) => {
    expect(parseYuan(text)).toEqual({ ok: false, error: code });
  });

  test('a negative amount is read where it was asked for', () => {
    expect(parseYuan('-1,234.50', { allowNegative: true })).toEqual({ ok: true, value: -123_450n });
    expect(parseYuan('¥-5', { allowNegative: true })).toEqual({ ok: true, value: -500n });
  });

  test('what we write, we read back', () => {
    fc.assert(
      fc.property(amountFen, (fen) => {
        for (const text of [formatYuan(fen), formatYuanBrief(fen), plainYuan(fen)]) {
          expect(parseYuan(text, { allowNegative: true })).toEqual({ ok: true, value: fen });
        }
      }),
    );
  });
});

describe('writing', () => {
  test.each([
    [123_450n, '1,234.50', '1,234.50', '1234.50'],
    [4_500_000n, '45,000.00', '45,000', '45000.00'],
    [5n, '0.05', '0.05', '0.05'],
    [0n, '0.00', '0', '0.00'],
    [-5n, '-0.05', '-0.05', '-0.05'],
    [-123_400n, '-1,234.00', '-1,234', '-1234.00'],
    [MAX_FEN, '9,999,999,999,999,999.99', '9,999,999,999,999,999.99', '9999999999999999.99'],
  ])('%s fen', (fen, full, brief, plain) => {
    expect([formatYuan(fen), formatYuanBrief(fen), plainYuan(fen)]).toEqual([full, brief, plain]);
  });

  test('fen in JSON are decimal strings', () => {
    expect(parseFen('123450')).toEqual({ ok: true, value: 123_450n });
    expect(parseFen('-1')).toEqual({ ok: true, value: -1n });
    expect(parseFen('1.5')).toEqual({ ok: false, error: 'not-a-number' });
    expect(parseFen('')).toEqual({ ok: false, error: 'not-a-number' });
    expect(parseFen('1000000000000000000')).toEqual({ ok: false, error: 'too-large' });
  });
});

describe('splitting', () => {
  test.each([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [101n, [1n, 1n, 1n], [34n, 34n, 33n]],
    [100n, [0n, 1n], [0n, 100n]],
    [10n, [3n, 3n, 1n], [4n, 4n, 2n]],
    [1n, [5n, 5n], [1n, 0n]],
    [0n, [1n, 2n], [0n, 0n]],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
  ])('%s by %s', (total, weights, shares) => {
    expect(splitLargestRemainder(total, weights)).toEqual({ ok: true, value: shares });
  });

  test('nothing to split by is refused', () => {
    expect(splitLargestRemainder(100n, [])).toEqual({ ok: false, error: 'no-weight' });
    expect(splitLargestRemainder(100n, [0n, 0n])).toEqual({ ok: false, error: 'no-weight' });
    expect(splitLargestRemainder(100n, [2n, -1n])).toEqual({ ok: false, error: 'negative-weight' });
  });

  test('no fen is lost and nobody is a whole fen away from the exact share', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 80 }).filter((list) => list.some((weight) => weight > 0n));
    fc.assert(
      fc.property(amountFen, weights, (totalFen, list) => {
        const split = splitLargestRemainder(totalFen, list);
        if (!split.ok) throw new Error(split.error);
        const sum = list.reduce((left, right) => left + right, 0n);
        expect(split.value.reduce((left, right) => left + right, 0n)).toBe(totalFen);
        split.value.forEach((share, index) => {
          const gap = share * sum - totalFen * (list[index] ?? 0n);
          expect(gap < sum && gap > -sum).toBe(true);
        });
      }),
    );
  });
});

describe('leverage', () => {
  test.each([
    ['海棠巷: 120,000 from the property company on a grant of 20,000', 120_000n, 20_000n, '6.0'],
    ['no other money', 0n, 45_000n, '0.0'],
    ['60 households at 50 yuan on 45,000', 3_000n, 45_000n, '0.1'],
    ['just below half a tenth', 2_249n, 45_000n, '0.0'],
    ['half a tenth goes up', 2_250n, 45_000n, '0.1'],
    ['one third', 1n, 3n, '0.3'],
  ])('%s', (_case, otherYuan, grantYuan, ratio) => {
    expect(leverage(yuanToFen(otherYuan), yuanToFen(grantYuan))).toBe(ratio);
  });

  test('without a grant there is no ratio', () => {
    expect(leverage(100n, 0n)).toBeNull();
  });
});
