import { describe, expect, it } from 'vitest';
import { alarmLevelOn, alarmSteps, askedAhead, inSeason, isSeasonDay, plannedAhead, rhythmDays, theSignRaisesTheAlarm, upkeepConditions } from './asset.ts';

describe('alarmSteps', () => {
  it('reaches the office before the thing is dead, however short it stands', () => {
    for (let survives = 2; survives <= 60; survives++) {
      const [keeper, committee, office] = alarmSteps(survives, 14);
      expect(keeper).toBe(1);
      expect(committee).toBeGreaterThanOrEqual(keeper);
      expect(office).toBeGreaterThanOrEqual(committee);
      expect(office).toBeLessThan(survives);
    }
  });
  it.each([
    [9, 14, [1, 3, 6]],
    [2, 14, [1, 1, 1]],
    [30, 14, [1, 10, 20]],
    [null, 14, [1, 15, 29]],
    [null, 3, [1, 4, 7]],
  ] as const)('stands %s days, levels of %s → %j', (survives, days, steps) => expect(alarmSteps(survives, days)).toEqual(steps));
});

describe('alarmLevelOn', () => {
  it.each([
    ['2027-07-12', 0], // the day itself is in time
    ['2027-07-13', 1],
    ['2027-07-14', 1],
    ['2027-07-15', 2],
    ['2027-07-18', 3],
    ['2028-07-18', 3],
  ])('on %s it is %i', (today, level) => expect(alarmLevelOn('2027-07-12', today, [1, 3, 6])).toBe(level));
});

describe('rhythmDays', () => {
  const summer = { every: 1, unit: 'week' as const, firstDay: '2027-04-10', season: { from: '05-01', to: '09-30' } };
  it('waters weekly from May to September, and begins anew on the first of May', () => {
    const days = rhythmDays(summer, '2028-05-10');
    expect(days.slice(0, 3)).toEqual(['2027-05-01', '2027-05-08', '2027-05-15']);
    expect(days.filter((day) => day < '2028')).toHaveLength(22);
    expect(days.filter((day) => day >= '2028')).toEqual(['2028-05-01', '2028-05-08']);
    expect(days.every((day) => inSeason(day, summer.season))).toBe(true);
  });
  it('goes on where it stopped, without a day twice or left out', () => {
    const whole = rhythmDays(summer, '2029-12-31');
    const first = rhythmDays(summer, '2028-06-11');
    expect([...first, ...rhythmDays(summer, '2029-12-31', '2028-06-11')]).toEqual(whole);
  });
  it('protects for the winter once, over the new year', () => {
    const winter = { every: 1, unit: 'month' as const, firstDay: '2026-11-15', season: { from: '11-15', to: '02-28' } };
    expect(rhythmDays(winter, '2027-12-01')).toEqual(['2026-11-15', '2026-12-15', '2027-01-15', '2027-02-15', '2027-11-15']);
  });
  it('without a season keeps the day of the month', () => {
    expect(rhythmDays({ every: 3, unit: 'month', firstDay: '2026-11-30', season: null }, '2027-09-01')).toEqual([
      '2026-11-30',
      '2027-02-28',
      '2027-05-30',
      '2027-08-30',
    ]);
  });
});

describe('what goes with the rhythm', () => {
  it('asks half an interval ahead, at most two weeks, and plans over a year ahead', () => {
    expect([askedAhead({ every: 1, unit: 'week' }), askedAhead({ every: 1, unit: 'day' }), askedAhead({ every: 3, unit: 'month' })]).toEqual([3, 0, 14]);
    expect(plannedAhead({ every: 1, unit: 'week' }, '2026-11-02')).toBe('2028-01-02');
    expect(plannedAhead({ every: 6, unit: 'month' }, '2026-11-02')).toBe('2029-11-02');
  });
  it('knows a day of a season', () => expect(['05-01', '02-29', '02-30', '5-1', '13-01'].map(isSeasonDay)).toEqual([true, true, false, false, false]));
  it('raises the alarm for everything but what is in order', () =>
    expect(upkeepConditions.filter(theSignRaisesTheAlarm)).toEqual(['dry', 'damaged', 'broken', 'missing']));
});
