import { type Result, err, ok } from '#libs/result';

/** A civil day in Asia/Shanghai, `YYYY-MM-DD`. Days compare as strings. */
export type Day = string;

const DAY_MS = 86_400_000;

/** Whether the text is a day that exists, written `YYYY-MM-DD`, 1900–2199. */
export function isDay(text: string): boolean {
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

/** Reads a day. Errors: `not-a-day` also for days that do not exist (`2026-02-30`). */
export function parseDay(text: string): Result<Day, 'not-a-day'> {
  const trimmed = text.trim();
  return isDay(trimmed) ? ok(trimmed) : err('not-a-day');
}

// Arithmetic on days goes through UTC, where every day has 24 hours.
function serial(day: Day): number {
  if (!isDay(day)) throw new RangeError(`Not a day: ${day}`);
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

/** The day `count` calendar days later; earlier when negative. */
export function addDays(day: Day, count: number): Day {
  return new Date((serial(day) + count) * DAY_MS).toISOString().slice(0, 10);
}

/** Calendar days from one day to another: 0 on the same day, negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return serial(to) - serial(from);
}

/** Day of the week: 0 Sunday … 6 Saturday. */
export function weekdayOf(day: Day): number {
  return new Date(serial(day) * DAY_MS).getUTCDay();
}
