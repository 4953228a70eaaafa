import { expect, test } from 'vitest';
import { base, check } from './example.fixture.ts';
import { isTreatedDifferently, replay } from './index.ts';

const cap = (amountFen: string) => [{ ...base('own-cap'), kind: 'cap', scope: 'project', amountFen }];

test('the same rules twice differ in nothing', () => {
  const both = replay(check({}), check({}));
  expect(both).toMatchObject({ before: 'pass', after: 'pass', gained: [], lost: [] });
  expect(isTreatedDifferently(both)).toBe(false);
});

test('a lower cap would have blocked, and is named with its number', () => {
  const changed = replay(check({}, undefined, cap('4600000')), check({}, undefined, cap('4400000')));
  expect(changed).toMatchObject({ before: 'pass', after: 'block', capBeforeFen: 4_500_000n, capAfterFen: 4_400_000n });
  expect(changed.gained.map(({ rule, code }) => [rule, code])).toEqual([['own-cap', 'above-cap']]);
  expect(changed.lost.map(({ rule, code }) => [rule, code])).toEqual([['own-cap', 'within-cap']]);
  expect(isTreatedDifferently(changed)).toBe(true);
});

test('another ceiling that nobody reached is a difference too; no policy at all is none', () => {
  const lower = replay(check({}, undefined, cap('4600000')), check({}, undefined, cap('4500000')));
  expect([lower.before, lower.after, isTreatedDifferently(replay(check({}, undefined, cap('4600000')), check({}, undefined, cap('4499999'))))]).toEqual([
    'pass',
    'pass',
    true,
  ]);
  expect(replay(null, check({})).before).toBeNull();
});
