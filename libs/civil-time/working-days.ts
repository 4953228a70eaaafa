import { type Result, err, ok } from '#libs/result';
import { type Day, addDays, daysBetween, weekdayOf } from './day.ts';

/** A dated, sourced arrangement of public holidays: weekdays that are off and weekend days that are worked. */
export type HolidayTable = {
  /** First day that the table speaks about. */
  readonly from: Day;
  /** Last day that the table speaks about. */
  readonly to: Day;
  /** Days off, weekends among them allowed. */
  readonly off: readonly Day[];
  /** Weekend days that are worked in exchange (调休上班). */
  readonly work: readonly Day[];
  /** Who announced it, with number and date. */
  readonly source: string;
};

/** A day lies outside every table given; nothing is guessed. */
export type NoHolidayTable = 'no-holiday-table';

/** Whether a day is worked. Errors: `no-holiday-table`. */
export function isWorkingDay(day: Day, holidays: readonly HolidayTable[]): Result<boolean, NoHolidayTable> {
  const table = holidays.find(({ from, to }) => from <= day && day <= to);
  if (!table) return err('no-holiday-table');
  if (table.work.includes(day)) return ok(true);
  if (table.off.includes(day)) return ok(false);
  const weekday = weekdayOf(day);
  return ok(weekday !== 0 && weekday !== 6);
}

/**
 * The day `count` working days later (earlier when negative). The day itself does not count (民法典 §201): one working day
 * from a Friday is Monday. Zero gives the day itself, worked or not. Errors: `no-holiday-table`.
 */
export function addWorkingDays(day: Day, count: number, holidays: readonly HolidayTable[]): Result<Day, NoHolidayTable> {
  const step = count < 0 ? -1 : 1;
  let current = day;
  let left = Math.abs(count);
  while (left > 0) {
    current = addDays(current, step);
    const worked = isWorkingDay(current, holidays);
    if (!worked.ok) return worked;
    if (worked.value) left -= 1;
  }
  return ok(current);
}

/** Working days after `from` up to and including `to`; 0 when `to` is not later. Errors: `no-holiday-table`. */
export function workingDaysBetween(from: Day, to: Day, holidays: readonly HolidayTable[]): Result<number, NoHolidayTable> {
  let count = 0;
  for (let offset = 1; offset <= daysBetween(from, to); offset += 1) {
    const worked = isWorkingDay(addDays(from, offset), holidays);
    if (!worked.ok) return worked;
    if (worked.value) count += 1;
  }
  return ok(count);
}
