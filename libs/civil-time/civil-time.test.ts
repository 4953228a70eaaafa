import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  OFFICIAL_HOLIDAYS,
  addDays,
  addWorkingDays,
  dayOf,
  daysBetween,
  endOfDay,
  formatDay,
  formatDayLong,
  formatDayShort,
  formatInstant,
  formatPeriod,
  formatRemaining,
  formatTime,
  instantAt,
  isDay,
  isWorkingDay,
  parseDay,
  startOfDay,
  weekdayOf,
  workingDaysBetween,
} from './index.ts';

const anyDay = fc.integer({ min: 0, max: 70_000 }).map((offset) => addDays('1992-01-01', offset));

describe('days', () => {
  test.each(['2026-06-02', '2024-02-29', '1900-01-01', '2199-12-31'])('%s is a day', (text) => {
    expect(isDay(text)).toBe(true);
    expect(parseDay(` ${text} `)).toEqual({ ok: true, value: text });
  });

  test.each(['', '2026-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '2026-6-2', '0026-06-02', '2026-06-02T00:00'])('%s is not', (text) => {
    expect(parseDay(text)).toEqual({ ok: false, error: 'not-a-day' });
  });

  test('across months and leap years', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-06-02', '2026-06-02')).toBe(0);
    expect(daysBetween('2026-06-02', '2026-07-02')).toBe(30);
    expect(daysBetween('2026-06-02', '2026-05-31')).toBe(-2);
    expect(weekdayOf('2026-06-02')).toBe(2);
  });

  test('a day that does not exist is a bug', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
  });

  test('adding and counting agree', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -2000, max: 2000 }), (day, count) => {
        expect(daysBetween(day, addDays(day, count))).toBe(count);
      }),
    );
  });
});

describe('instants', () => {
  test('a day in Shanghai begins at 16:00 UTC of the day before', () => {
    expect(dayOf(new Date('2026-06-01T15:59:59.999Z'))).toBe('2026-06-01');
    expect(dayOf(new Date('2026-06-01T16:00:00Z'))).toBe('2026-06-02');
    expect(startOfDay('2026-06-02').toISOString()).toBe('2026-06-01T16:00:00.000Z');
    expect(endOfDay('2026-06-02').toISOString()).toBe('2026-06-02T16:00:00.000Z');
  });

  test('the summer time of 1990 is known to the zone', () => {
    expect(startOfDay('1990-07-01').toISOString()).toBe('1990-06-30T15:00:00.000Z');
  });

  test('a local time from a form', () => {
    expect(instantAt('2026-06-02', '19:30')).toEqual({ ok: true, value: new Date('2026-06-02T11:30:00Z') });
    expect(instantAt('2026-06-02', '24:00')).toEqual({ ok: false, error: 'not-a-time' });
    expect(instantAt('2026-06-31', '10:00')).toEqual({ ok: false, error: 'not-a-day' });
    expect(formatTime(new Date('2026-06-02T16:05:00Z'))).toBe('00:05');
  });

  test('a day begins and ends on itself', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(dayOf(startOfDay(day))).toBe(day);
        expect(dayOf(new Date(endOfDay(day).getTime() - 1))).toBe(day);
      }),
      { numRuns: 300 },
    );
  });
});

describe('working days', () => {
  test.each([
    ['2026-06-02', true, 'a Tuesday'],
    ['2026-06-06', false, 'a Saturday'],
    ['2026-10-01', false, 'National Day'],
    ['2026-10-10', true, 'a Saturday worked in exchange'],
    ['2026-02-16', false, 'a Monday of Spring Festival'],
    ['2025-10-08', false, 'a Wednesday of National Day and Mid-Autumn'],
    ['2025-04-27', true, 'a Sunday worked in exchange'],
  ])('%s: %s (%s)', (day, worked) => {
    expect(isWorkingDay(day, OFFICIAL_HOLIDAYS)).toEqual({ ok: true, value: worked });
  });

  test.each([
    ['2026-06-05', 1, '2026-06-08'],
    ['2026-06-05', 0, '2026-06-05'],
    ['2026-09-30', 1, '2026-10-08'],
    ['2026-09-30', 3, '2026-10-10'],
    ['2026-10-08', -1, '2026-09-30'],
    ['2025-12-31', 1, '2026-01-04'],
    ['2026-11-22', 5, '2026-11-27'],
  ])('%s and %s working days', (day, count, result) => {
    expect(addWorkingDays(day, count, OFFICIAL_HOLIDAYS)).toEqual({ ok: true, value: result });
  });

  test('counting is the reverse of adding', () => {
    expect(workingDaysBetween('2026-09-30', '2026-10-10', OFFICIAL_HOLIDAYS)).toEqual({ ok: true, value: 3 });
    expect(workingDaysBetween('2026-10-10', '2026-09-30', OFFICIAL_HOLIDAYS)).toEqual({ ok: true, value: 0 });
  });

  test('beyond the announced years nothing is guessed', () => {
    const refused = { ok: false, error: 'no-holiday-table' };
    expect(isWorkingDay('2027-01-04', OFFICIAL_HOLIDAYS)).toEqual(refused);
    expect(addWorkingDays('2026-12-30', 5, OFFICIAL_HOLIDAYS)).toEqual(refused);
    expect(workingDaysBetween('2026-12-30', '2027-01-02', OFFICIAL_HOLIDAYS)).toEqual(refused);
    expect(addWorkingDays('2026-06-02', 1, [])).toEqual(refused);
  });

  test('the tables are what was announced: exchanged days are weekends, and nothing is both', () => {
    for (const table of OFFICIAL_HOLIDAYS) {
      for (const day of table.work) {
        expect([0, 6]).toContain(weekdayOf(day));
        expect(table.off).not.toContain(day);
      }
    }
    // 2025: 1 + 8 + 3 + 5 + 3 + 8 days; 2026: 3 + 9 + 3 + 5 + 3 + 3 + 7 days.
    expect(OFFICIAL_HOLIDAYS.map(({ off }) => off.length)).toEqual([28, 33]);
  });
});

describe('words', () => {
  test('days', () => {
    expect(formatDay('2026-06-02')).toBe('2026年6月2日');
    expect(formatDay('2026-06-02', 'en')).toBe('2 June 2026');
    expect(formatDayShort('2026-06-02')).toBe('6月2日');
    expect(formatDayShort('2026-06-02', 'en')).toBe('2 June');
    expect(formatDayLong('2026-06-02')).toBe('2026年6月2日 星期二');
    expect(formatDayLong('2026-06-07', 'en')).toBe('Sunday, 7 June 2026');
    expect(formatPeriod('2026-06-02', '2026-06-09')).toBe('2026年6月2日至6月9日');
    expect(formatPeriod('2026-12-30', '2027-01-05')).toBe('2026年12月30日至2027年1月5日');
    expect(formatPeriod('2026-06-02', '2026-06-09', 'en')).toBe('2 June – 9 June 2026');
  });

  test.each([
    ['2026-06-05', '还剩 3 天', '3 days left'],
    ['2026-06-03', '还剩 1 天', '1 day left'],
    ['2026-06-02', '今天到期', 'due today'],
    ['2026-06-01', '已过期 1 天', '1 day overdue'],
    ['2026-05-31', '已过期 2 天', '2 days overdue'],
  ])('due %s', (due, zh, en) => {
    expect(formatRemaining('2026-06-02', due)).toBe(zh);
    expect(formatRemaining('2026-06-02', due, 'en')).toBe(en);
  });

  test('instants', () => {
    const instant = new Date('2026-06-02T16:05:00Z');
    expect(formatInstant(instant)).toBe('2026年6月3日 00:05');
    expect(formatInstant(instant, 'en')).toBe('3 June 2026, 00:05');
  });
});
