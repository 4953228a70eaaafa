export { type Day, addDays, daysBetween, isDay, parseDay, weekdayOf } from './day.ts';
export { ZONE, dayOf, endOfDay, formatTime, instantAt, startOfDay } from './zone.ts';
export {
  type HolidayTable,
  type NoHolidayTable,
  addWorkingDays,
  isWorkingDay,
  workingDaysBetween,
} from './working-days.ts';
export { OFFICIAL_HOLIDAYS } from './official-holidays.ts';
export {
  type Language,
  formatDay,
  formatDayLong,
  formatDayShort,
  formatInstant,
  formatPeriod,
  formatRemaining,
} from './format.ts';
