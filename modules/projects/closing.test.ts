import { describe, expect, test } from 'vitest';
import {
  aBigChangeGoesBackToTheResidents,
  acceptanceItems,
  acceptedOnlyWhenAllIsInOrder,
  addMonths,
  answerChange,
  type ChangeAnswer,
  type ChangeState,
  checkInIsMadeInTime,
  everyReceivedFenIsSpentOrReturned,
  theListIsComplete,
  upkeepDays,
  upkeepIsMissed,
} from './index.ts';

test.each([
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-12-31', 2, '2027-02-28'],
  ['2027-11-30', 3, '2028-02-29'],
  ['2026-01-15', 12, '2027-01-15'],
])('%s and %i months is %s', (day, months, next) => {
  expect(addMonths(day, months)).toBe(next);
});

test('quarterly checks for a year are four, yearly ones for three years three', () => {
  expect(upkeepDays('2026-11-10', 3, 1)).toEqual(['2026-11-10', '2027-02-10', '2027-05-10', '2027-08-10']);
  expect(upkeepDays('2026-11-10', 12, 3)).toEqual(['2026-11-10', '2027-11-10', '2028-11-10']);
});
test('a check is missed from the day after', () => {
  expect(upkeepIsMissed({ dueDay: '2026-11-10', check: null }, '2026-11-10')).toBe(false);
  expect(upkeepIsMissed({ dueDay: '2026-11-10', check: null }, '2026-11-11')).toBe(true);
  expect(upkeepIsMissed({ dueDay: '2026-11-10', check: {} }, '2026-11-11')).toBe(false);
});
test.each([
  ['2026-11-02', true],
  ['2026-10-30', true],
  ['2026-10-29', false],
  ['2026-11-03', false],
])('a check-in of %s on 11-02: %s', (day, inTime) => {
  expect(checkInIsMadeInTime(day, '2026-11-02')).toBe(inTime);
});

describe('how big a change is', () => {
  test.each([
    [999n, 10_000n, 10, 'small'],
    [1_000n, 10_000n, 10, 'big'],
    [0n, 10_000n, 10, 'small'],
    [1n, 10_000n, 0, 'big'],
    [10_000n, 10_000n, null, 'unsettled'],
  ] as const)('%s of %s by %s %% is %s', (amount, total, percent, size) => {
    expect(aBigChangeGoesBackToTheResidents(amount, total, percent)).toBe(size);
  });
  const table: [ChangeState, 'small' | 'big' | 'unsettled', ChangeAnswer, boolean, unknown][] = [
    ['asked', 'small', 'approve', false, { state: 'approved', size: 'small' }],
    ['asked', 'unsettled', 'approve', false, { state: 'approved', size: 'small' }],
    ['asked', 'big', 'approve', true, 'needs-residents'],
    ['asked', 'small', 'send-to-residents', false, { state: 'with_residents', size: 'big' }],
    ['asked', 'big', 'refuse', false, { state: 'refused', size: 'big' }],
    ['with_residents', 'big', 'approve', false, 'needs-resolution'],
    ['with_residents', 'big', 'approve', true, { state: 'approved', size: 'big' }],
    ['with_residents', 'big', 'send-to-residents', false, 'needs-resolution'],
    ['with_residents', 'big', 'refuse', false, { state: 'refused', size: 'big' }],
    ['approved', 'small', 'refuse', false, 'decided'],
    ['refused', 'small', 'approve', true, 'decided'],
  ];
  test.each(table)('%s, %s: %s (resolution %s)', (state, size, answer, resolution, next) => {
    expect(answerChange({ state, size }, answer, resolution)).toEqual(next);
  });
});

describe('the acceptance list', () => {
  const good = acceptanceItems.map((item) => ({ item, ok: true, note: '' }));
  test('has every item once, and says what is not in order', () => {
    expect(theListIsComplete(good)).toBeNull();
    expect(theListIsComplete(good.slice(1))).toBe('incomplete');
    expect(theListIsComplete([...good.slice(1), good[1]!])).toBe('incomplete');
    expect(theListIsComplete(good.map((line) => ({ ...line, ok: false })))).toBe('say-what-is-wrong');
  });
  test('is accepted only when all of it is in order', () => {
    const bad = good.map((line, i) => ({ ...line, ok: i > 0, note: '缺' }));
    expect([
      acceptedOnlyWhenAllIsInOrder(good, 'accepted'),
      acceptedOnlyWhenAllIsInOrder(bad, 'accepted'),
      acceptedOnlyWhenAllIsInOrder(bad, 'rework'),
    ]).toEqual([true, false, true]);
  });
});

test('settled means that every fen of every source was spent or went back', () => {
  const source = { awardId: 'a', sourceKind: 'grant', name: '自治金', plannedFen: 100n, receivedFen: 100n, spentFen: 60n, returnedFen: 40n };
  expect(everyReceivedFenIsSpentOrReturned([source])).toBe(true);
  expect(everyReceivedFenIsSpentOrReturned([source, { ...source, returnedFen: 39n }])).toBe(false);
});
