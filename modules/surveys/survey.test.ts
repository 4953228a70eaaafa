import { describe, expect, test } from 'vitest';
import { readCounts, readQuestions, smallOnes } from './survey.ts';

describe('groups', () => {
  test.each([
    [{ 一: 9, 二: 8 }, []],
    [{ 一: 9, 二: 2, 三: 3 }, ['二', '三']],
    // Two sheets alone could be found by taking 一 from the whole: 一 goes with them.
    [{ 一: 9, 二: 2 }, ['一', '二']],
    [{ 一: 9, 二: 2, 三: 7 }, ['二', '三']],
    [{ 一: 3 }, ['一']],
  ])('%j: %j are put together', (sizes, expected) => {
    expect([...smallOnes(new Map(Object.entries(sizes)))].sort()).toEqual([...expected].sort());
  });
});

test('counts are read a line each; a pair that stands twice is refused', () => {
  expect(readCounts('居民，知道，6189\n居民,不知道,282')).toEqual([
    { group: '居民', answer: '知道', count: 6189 },
    { group: '居民', answer: '不知道', count: 282 },
  ]);
  expect(readCounts('居民，知道，1\n居民，知道，2')).toBeNull();
  expect(readCounts('居民，知道，许多')).toBeNull();
  expect(readQuestions('满意吗:满意/不满意')).toEqual([{ no: 1, text: '满意吗', options: ['满意', '不满意'] }]);
});
