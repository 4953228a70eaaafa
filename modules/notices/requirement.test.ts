import { describe, expect, it } from 'vitest';
import { isRed, itStaysPostedLongEnough, type Occasion, periodOf, type Requirement, standingOf } from './requirement.ts';

const rule = (change: Partial<Requirement>): Requirement => ({ every: null, occasion: null, withinDays: null, ...change });
const nothing: { applies: boolean; publishedOn: string[]; occasions: Occasion[] } = { applies: true, publishedOn: [], occasions: [] };
const at = (change: Partial<Requirement>, facts: Partial<typeof nothing>, today: string) => standingOf(rule(change), { ...nothing, ...facts }, today);

describe('periodOf', () => {
  it.each([
    ['2026-11-22', 'quarter', '2026-10-01', '2026-12-31'],
    ['2026-03-31', 'quarter', '2026-01-01', '2026-03-31'],
    ['2026-06-30', 'half-year', '2026-01-01', '2026-06-30'],
    ['2026-07-01', 'half-year', '2026-07-01', '2026-12-31'],
    ['2024-02-29', 'year', '2024-01-01', '2024-12-31'],
  ] as const)('%s in its %s: %s to %s', (day, every, from, to) => {
    expect(periodOf(day, every)).toEqual({ from, to });
  });
});

describe('what is published once in a period', () => {
  it.each([
    ['never', [], 'never', '2026-12-31'],
    ['two quarters ago', ['2026-06-30'], 'missed', '2026-09-30'],
    ['on the first day of the last quarter', ['2026-07-01'], 'due', '2026-12-31'],
    ['on the last day of the last quarter', ['2026-09-30'], 'due', '2026-12-31'],
    ['on the first day of this quarter', ['2026-10-01'], 'done', '2027-03-31'],
    ['today', ['2026-11-22'], 'done', '2027-03-31'],
    ['only tomorrow', ['2026-11-23'], 'never', '2026-12-31'],
  ] as const)('%s', (_, publishedOn, state, until) => {
    expect(at({ every: 'quarter' }, { publishedOn: [...publishedOn] }, '2026-11-22')).toMatchObject({ state, until });
  });
  it('turns red the day after the period without it', () => {
    const published = { publishedOn: ['2026-06-30'] };
    expect(isRed(at({ every: 'quarter' }, published, '2026-09-30').state)).toBe(false);
    expect(isRed(at({ every: 'quarter' }, published, '2026-10-01').state)).toBe(true);
  });
});

describe('what is published each time', () => {
  const meeting = (day: string, publishedOn: string | null, dueDay: string | null = null): Occasion => ({ day, publishedOn, dueDay });
  it.each([
    ['nothing has happened', [], 'nothing-yet', null, 0],
    ['everything was published', [meeting('2026-11-01', '2026-11-03')], 'done', null, 0],
    ['within the three days', [meeting('2026-11-20', null)], 'due', '2026-11-23', 1],
    ['on the third day', [meeting('2026-11-19', null)], 'due', '2026-11-22', 1],
    ['on the fourth day', [meeting('2026-11-18', null)], 'missed', '2026-11-21', 1],
    ['one late among others', [meeting('2026-11-20', null), meeting('2026-11-01', null), meeting('2026-10-01', '2026-10-02')], 'missed', '2026-11-04', 2],
  ] as const)('%s', (_, occasions, state, until, open) => {
    expect(at({ occasion: 'owners-decision', withinDays: 3 }, { occasions: [...occasions] }, '2026-11-22')).toMatchObject({ state, until, open });
  });
  it('is never overdue where neither the rule nor the office gives days', () => {
    expect(at({ occasion: 'three-meeting' }, { occasions: [meeting('2020-01-01', null)] }, '2026-11-22')).toMatchObject({
      state: 'waiting',
      until: null,
      open: 1,
    });
    expect(at({ occasion: 'three-meeting' }, { occasions: [meeting('2026-11-01', null, '2026-11-08')] }, '2026-11-22')).toMatchObject({ state: 'missed' });
  });
});

it('what does not apply is neither red nor green, and what has no period waits until it happens', () => {
  expect(at({ every: 'year' }, { applies: false }, '2026-11-22')).toMatchObject({ state: 'not-here', until: null });
  expect(at({}, {}, '2026-11-22')).toMatchObject({ state: 'as-needed', last: null });
  expect(at({}, { publishedOn: ['2026-01-01'] }, '2026-11-22')).toMatchObject({ state: 'as-needed', last: '2026-01-01' });
});

it.each([
  ['2026-11-01', '2026-11-30', 30, true],
  ['2026-11-01', '2026-11-29', 30, false],
  ['2026-11-01', null, 30, true],
  ['2026-11-01', '2026-11-01', null, true],
])('posted from %s to %s, %s days wanted: %s', (startDay, endDay, wanted, enough) => {
  expect(itStaysPostedLongEnough({ startDay, endDay }, wanted)).toBe(enough);
});
