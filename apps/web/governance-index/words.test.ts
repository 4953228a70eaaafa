import { describe, expect, test } from 'vitest';
import { shippedTree } from '#modules/index';
import { adviceWords, lossesBehind, outOfReachWords } from './words.ts';

const leaf = (code: string) => {
  const found = shippedTree.leaves.find((one) => one.code === code);
  if (!found) throw new Error(`no ${code}`);
  return found;
};

describe('points that nobody can get are said to be so', () => {
  test.each([
    ['a yes-or-no whose bound lies above yes', 'I06', { lower: 0, upper: 1.1 }, true],
    ['a share whose bound lies above 100 %', 'I04', { lower: 0.7, upper: 1.016 }, true],
    ['a share whose bound can be reached', 'I04', { lower: 0.4, upper: 0.94 }, false],
    ['a count of complaints', 'I10', { lower: 2.8, upper: 8.1 }, false],
    ['no bounds at all', 'I04', { lower: null, upper: null }, false],
  ])('%s', (_what, code, bounds, said) => {
    expect(outOfReachWords(leaf(code), bounds, 'zh') !== '').toBe(said);
  });
});

test('advice is not given for what is as good as it can be', () => {
  expect(adviceWords(leaf('I06'), { value: 1 }, 'zh')).toBe('已经做到头了，保持住。');
  expect(adviceWords(leaf('I06'), { value: 0 }, 'zh')).toBe(leaf('I06').advice);
  expect(adviceWords(leaf('I10'), { value: 0 }, 'zh')).toBe('已经做到头了，保持住。');
});

test('a change names the two leaves that lose most under what it measures', () => {
  const losses = ['I22', 'I10', 'I31', 'I04', 'I05'].map((code) => ({ leaf: leaf(code) }));
  expect(lossesBehind(losses, leaf('I31'), 'zh')).toEqual([leaf('I10').name, leaf('I04').name]);
  expect(lossesBehind(losses, leaf('I10'), 'zh')).toEqual([]);
});
