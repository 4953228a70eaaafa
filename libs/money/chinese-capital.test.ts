import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_FEN, parseChineseCapital, toChineseCapital } from './index.ts';

const TABLE: [string, bigint, string][] = [
  ['zero', 0n, '零元整'],
  ['one fen', 1n, '壹分'],
  ['one jiao', 10n, '壹角'],
  ['jiao and fen', 12n, '壹角贰分'],
  ['ten yuan', 1_000n, '壹拾元整'],
  ['grant of 蔡路', 4_500_000n, '肆万伍仟元整'],
  ['rule: zero inside', 140_950n, '壹仟肆佰零玖元伍角'],
  ['rule: two zeros inside', 600_714n, '陆仟零柒元壹角肆分'],
  ['rule: yuan ends in zero', 168_032n, '壹仟陆佰捌拾元叁角贰分'],
  ['rule: zeros across 万', 10_700_053n, '壹拾万柒仟元伍角叁分'],
  ['rule: no jiao', 1_640_902n, '壹万陆仟肆佰零玖元零贰分'],
  ['rule: no jiao, short', 32_504n, '叁佰贰拾伍元零肆分'],
  ['1000.04', 100_004n, '壹仟元零肆分'],
  ['1001', 100_100n, '壹仟零壹元整'],
  ['1010', 101_000n, '壹仟零壹拾元整'],
  ['10001', 1_000_100n, '壹万零壹元整'],
  ['100100', 10_010_000n, '壹拾万零壹佰元整'],
  ['a million', 100_000_000n, '壹佰万元整'],
  ['100 million', 10_000_000_000n, '壹亿元整'],
  ['100 million and one', 10_000_000_100n, '壹亿零壹元整'],
  ['empty 万 section', 10_000_100_000n, '壹亿零壹仟元整'],
  ['both sections lead with zero', 10_001_000_100n, '壹亿零壹万零壹元整'],
  ['20,0010,0200', 200_010_020_000n, '贰拾亿零壹拾万零贰佰元整'],
  ['a million million', 100_000_000_000_000n, '壹万亿元整'],
  ['1,0001,0000,0000', 100_010_000_000_000n, '壹万零壹亿元整'],
  ['negative', -100n, '负壹元整'],
  ['greatest', MAX_FEN, '玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
];

describe('Chinese capitals', () => {
  test.each(TABLE)('%s', (_case, fen, text) => {
    expect(toChineseCapital(fen)).toBe(text);
    expect(parseChineseCapital(text)).toEqual({ ok: true, value: fen });
  });

  test.each([
    ['人民币肆万伍仟圆整', 4_500_000n],
    ['肆萬伍仟圓正', 4_500_000n],
    ['壹拾万零柒仟元零伍角叁分', 10_700_053n],
    ['壹仟陆佰捌拾元零叁角贰分', 168_032n],
    ['壹仟肆佰零玖元伍角整', 140_950n],
    ['伍元零角伍分', 505n],
    ['伍元零角零分', 500n],
    ['肆万伍仟元', 4_500_000n],
  ])('%s is read too', (text, fen) => {
    expect(parseChineseCapital(text)).toEqual({ ok: true, value: fen });
  });

  test.each([
    '壹仟玖元整',
    '壹亿壹元整',
    '伍元肆分',
    '壹佰壹仟元整',
    '拾元整',
    '壹贰元整',
    '壹万壹万元整',
    '壹零佰元整',
    '一百元',
    '壹角壹角',
    '元整',
    '壹元佰角',
    '壹拾零元整',
    '45000',
  ])('%s is refused', (text) => {
    expect(parseChineseCapital(text)).toEqual({ ok: false, error: 'not-a-capital-amount' });
  });

  test('nothing written is said so', () => {
    expect(parseChineseCapital(' ')).toEqual({ ok: false, error: 'empty' });
  });

  test('every amount survives both ways', () => {
    // Digits drawn apart, mostly zeros: that is where the traps are.
    const zeroHeavy = fc.array(fc.constantFrom('0', '0', '0', '1', '7'), { minLength: 1, maxLength: 18 }).map((digits) => BigInt(digits.join('')));
    fc.assert(
      fc.property(zeroHeavy, (fen) => {
        expect(parseChineseCapital(toChineseCapital(fen))).toEqual({ ok: true, value: fen });
        expect(toChineseCapital(fen)).not.toMatch(/零零|零元(?!整)|零万|零亿|零$/);
      }),
      { numRuns: 1000 },
    );
  });

  test('an amount beyond the limit is a bug', () => {
    expect(() => toChineseCapital(MAX_FEN + 1n)).toThrow(RangeError);
  });
});
