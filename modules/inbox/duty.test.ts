import { describe, expect, it } from 'vitest';
import { escalationPath, groupOfDuty, isOverdue, overdueGoesUpOneLevel } from './duty.ts';

const duty = { role: 'keeper', neighbourhoodId: 'cailu', openedDay: '2026-11-01', dueDay: '2026-11-08' } as const;

describe('overdueGoesUpOneLevel', () => {
  it.each([
    ['2026-11-08', 0], // the deadline itself is in time
    ['2026-11-09', 1], // to the secretary
    ['2026-11-15', 1],
    ['2026-11-16', 2], // the secretary had seven days too: to the officer
    ['2026-11-23', 3], // to the head
    ['2027-11-23', 3], // nobody is above the head
  ])('on %s stands at level %i', (today, level) => {
    expect(overdueGoesUpOneLevel(duty, today)).toBe(level);
  });
  it('gives each level at least one day', () => {
    const sameDay = { ...duty, openedDay: '2026-11-08' };
    expect(overdueGoesUpOneLevel(sameDay, '2026-11-09')).toBe(1);
    expect(overdueGoesUpOneLevel(sameDay, '2026-11-10')).toBe(2);
  });
  it('never goes up without a deadline, nor from the head', () => {
    expect(overdueGoesUpOneLevel({ ...duty, dueDay: null }, '2030-01-01')).toBe(0);
    expect(overdueGoesUpOneLevel({ ...duty, role: 'head' }, '2030-01-01')).toBe(0);
  });
});

describe('escalationPath', () => {
  it.each([
    ['resident', 'cailu', ['secretary', 'officer', 'head']],
    ['secretary', 'cailu', ['officer', 'head']],
    ['reviewer', null, ['officer', 'head']],
    ['keeper', null, ['officer', 'head']], // no secretary where there is no neighbourhood
    [null, 'cailu', ['secretary', 'officer', 'head']],
    [null, null, ['officer', 'head']],
    ['head', null, []],
  ] as const)('%s at %s → %j', (role, neighbourhoodId, path) => {
    expect(escalationPath({ role, neighbourhoodId })).toEqual(path);
  });
});

describe('groupOfDuty', () => {
  it.each([
    ['2026-11-01', 'today'],
    ['2026-11-08', 'today'],
    ['2026-11-09', 'week'],
    ['2026-11-15', 'week'],
    ['2026-11-16', 'later'],
    [null, 'undated'],
  ])('due %s is %s', (dueDay, group) => {
    expect(groupOfDuty({ dueDay }, '2026-11-08')).toBe(group);
  });
  it('is overdue only after the day', () => {
    expect(isOverdue({ dueDay: '2026-11-08' }, '2026-11-08')).toBe(false);
    expect(isOverdue({ dueDay: '2026-11-08' }, '2026-11-09')).toBe(true);
    expect(isOverdue({ dueDay: null }, '2026-11-09')).toBe(false);
  });
});
