import { addDays, addWorkingDays, type Day, OFFICIAL_HOLIDAYS } from '#libs/civil-time';

/** How the days of a reply are counted; absent = calendar days, as the office's own setting is. */
export type Counting = 'calendar' | 'working';

/** The last day for a reply; null where the office has set no days, or where no holiday table reaches so far: nothing is guessed. */
export function replyDueDay(today: Day, days: number | null, counting: Counting = 'calendar'): Day | null {
  if (days === null) return null;
  if (counting === 'calendar') return addDays(today, days);
  const due = addWorkingDays(today, days, OFFICIAL_HOLIDAYS);
  return due.ok ? due.value : null;
}
