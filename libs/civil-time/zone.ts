import { type Result, err, ok } from '#libs/result';
import { type Day, addDays, isDay } from './day.ts';

/** The zone of every day and local time on the platform. */
export const ZONE = 'Asia/Shanghai';

// Making a formatter costs a hundred times more than using one. Swedish writes ISO order.
const isoLocal = new Intl.DateTimeFormat('sv-SE', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** `YYYY-MM-DD HH:MM:SS` on the clocks of Shanghai. */
function localText(instant: Date): string {
  return isoLocal.format(instant);
}

/** The civil day in Shanghai on which the instant falls. */
export function dayOf(instant: Date): Day {
  return localText(instant).slice(0, 10);
}

/** The time of day in Shanghai, `HH:MM`. */
export function formatTime(instant: Date): string {
  return localText(instant).slice(11, 16);
}

function instantOfLocal(day: Day, time: string): Date {
  // The offset is asked of the zone by name, at the instant itself: Shanghai had summer time until 1991.
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  const offsetAt = (ms: number) => Date.parse(`${localText(new Date(ms)).replace(' ', 'T')}Z`) - ms;
  return new Date(asUtc - offsetAt(asUtc - offsetAt(asUtc)));
}

/** The first instant of a day in Shanghai. */
export function startOfDay(day: Day): Date {
  if (!isDay(day)) throw new RangeError(`Not a day: ${day}`);
  return instantOfLocal(day, '00:00');
}

/** The instant at which a day is over: the first of the next day. A deadline "until the 9th" ends here. */
export function endOfDay(day: Day): Date {
  return startOfDay(addDays(day, 1));
}

/** The instant of a local time, as a form gives it. Errors: `not-a-day`, `not-a-time` (wants `HH:MM`, 24 hours). */
export function instantAt(day: string, time: string): Result<Date, 'not-a-day' | 'not-a-time'> {
  if (!isDay(day)) return err('not-a-day');
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return err('not-a-time');
  return ok(instantOfLocal(day, time));
}
