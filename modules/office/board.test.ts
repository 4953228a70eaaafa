import { expect, test } from 'vitest';
import { spreadOf } from './board.ts';

const of = (...yuan: number[]) => spreadOf(yuan.map((amount) => ({ fen: BigInt(amount) * 100n })));

test('all the same is no inequality; one with everything is nearly all of it', () => {
  expect(of(5, 5, 5, 5)).toMatchObject({ gini: 0, hhi: 2500, without: 0, topShare: 2500, topCount: 1 });
  expect(of(0, 0, 0, 20)).toMatchObject({ gini: 7500, hhi: 10_000, without: 3, topShare: 10_000 });
});
test('a known example: 1, 2, 3, 4 has a Gini of a quarter', () => {
  expect(of(3, 1, 4, 2)).toMatchObject({ gini: 2500, hhi: 3000 });
});
test('the curve begins at nothing, ends with everything, and bends between communities in proportion', () => {
  const { curve } = of(0, 10, 30, 60);
  expect(curve.map(({ money }) => money)).toEqual([0, 0, 0, 200, 600, 1000, 2200, 3400, 5200, 7600, 10_000]);
  for (const { people, money } of curve) expect(money).toBeLessThanOrEqual(people);
});
test('nothing granted, or nobody there, divides by nothing', () => {
  expect(of(0, 0)).toMatchObject({ gini: 0, hhi: 0, topShare: 0, without: 2 });
  expect(spreadOf([])).toMatchObject({ communities: 0, gini: 0, topCount: 0 });
});
