import { addDays, type Day, daysBetween, isDay } from '#libs/civil-time';

/** Kinds of things that projects leave behind. `living` dies of neglect; `play` and `power` can hurt somebody. */
export const assetKinds = ['living', 'water', 'power', 'play', 'structure', 'furniture', 'equipment', 'sign', 'service', 'other'] as const;
export type AssetKind = (typeof assetKinds)[number];

/** Kinds of which it must be told how many days they stand a missed care: these do not wait for an office's setting. */
export const kindsThatDie: readonly AssetKind[] = ['living'];

/** How far an alarm has gone: 1 the keeper, 2 the committee, 3 the office. */
export type AlarmLevel = 1 | 2 | 3;

/**
 * Days after a missed care on which an alarm goes to the keeper, the committee and the office. A thing that stands
 * `survivesDays` reaches the office before its last day; of others each level has `levelDays`.
 */
export function alarmSteps(survivesDays: number | null, levelDays: number): readonly [number, number, number] {
  if (survivesDays === null) return [1, 1 + levelDays, 1 + 2 * levelDays];
  return [1, Math.max(1, Math.ceil(survivesDays / 3)), Math.max(1, Math.min(survivesDays - 1, Math.floor((survivesDays * 2) / 3)))];
}

/** The level of the alarm about a care that was due on a day and not done; 0 while there is none. */
export function alarmLevelOn(dueDay: Day, today: Day, steps: readonly [number, number, number]): AlarmLevel | 0 {
  const late = daysBetween(dueDay, today);
  return late >= steps[2] ? 3 : late >= steps[1] ? 2 : late >= steps[0] ? 1 : 0;
}

/** What a check can find. The last four raise the alarm at once. */
export const upkeepConditions = ['good', 'repaired', 'dry', 'damaged', 'broken', 'missing'] as const;
export type UpkeepCondition = (typeof upkeepConditions)[number];

/** A thing in order needs nobody; every other finding asks somebody to act the same day. */
export const theSignRaisesTheAlarm = (condition: UpkeepCondition): boolean => condition !== 'good' && condition !== 'repaired';

export const planUnits = ['day', 'week', 'month'] as const;
export type PlanUnit = (typeof planUnits)[number];

/** How often and in which part of the year something is done. `season`: month and day of its first and last day; it may cross the new year. */
export interface Rhythm {
  every: number;
  unit: PlanUnit;
  firstDay: Day;
  season: { from: string; to: string } | null;
}

/** Month and day as in a season. */
export const isSeasonDay = (text: string): boolean => /^\d\d-\d\d$/.test(text) && isDay(`2024-${text}`);

/** True when a day lies in the season; without a season every day does. */
export function inSeason(day: Day, season: Rhythm['season']): boolean {
  if (season === null) return true;
  const at = day.slice(5);
  return season.from <= season.to ? season.from <= at && at <= season.to : at >= season.from || at <= season.to;
}

/** The same day some months later; the last day of the month where there is no such day. */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
  const first = year * 12 + (month - 1) + months;
  const last = new Date(Date.UTC(Math.floor(first / 12), (first % 12) + 1, 0)).getUTCDate();
  const next = `${Math.floor(first / 12)}-${String((first % 12) + 1).padStart(2, '0')}-${String(Math.min(date, last)).padStart(2, '0')}`;
  if (!isDay(next)) throw new Error(`no such day: ${next}`);
  return next;
}

/** The first day of the season that is not before a day. */
function seasonStart(day: Day, season: NonNullable<Rhythm['season']>): Day {
  for (const year of [Number(day.slice(0, 4)), Number(day.slice(0, 4)) + 1, Number(day.slice(0, 4)) + 4]) {
    const start = `${year}-${season.from}`;
    if (isDay(start) && start >= day) return start;
  }
  return day;
}

/**
 * Days of a rhythm after `after` (null: from its first) up to `until`. In a season the count begins anew on the season's
 * first day, so that a weekly watering is due on the day the season opens, whatever day it ended on last year.
 */
export function rhythmDays(rhythm: Rhythm, until: Day, after: Day | null = null): Day[] {
  const days: Day[] = [];
  const step = (from: Day, n: number): Day =>
    rhythm.unit === 'month' ? addMonths(from, n * rhythm.every) : addDays(from, n * rhythm.every * (rhythm.unit === 'week' ? 7 : 1));
  let from = rhythm.firstDay;
  if (!inSeason(from, rhythm.season) && rhythm.season) from = seasonStart(from, rhythm.season);
  let n = 0;
  for (let day = from; day <= until; ) {
    if (after === null || day > after) days.push(day);
    n++;
    day = step(from, n);
    if (!rhythm.season) continue;
    const opens = seasonStart(addDays(from, 1), rhythm.season);
    if (day < opens && inSeason(day, rhythm.season)) continue;
    // The season is over, or has come round to its beginning: the count starts with the next one.
    from = opens;
    day = opens;
    n = 0;
  }
  return days;
}

/** How many days between one time and the next. */
export const rhythmLengthDays = (rhythm: Pick<Rhythm, 'every' | 'unit'>): number =>
  rhythm.every * (rhythm.unit === 'day' ? 1 : rhythm.unit === 'week' ? 7 : 30);

/** So many days before its day a check may be made and is asked for: half of its interval, at most 14. */
export const askedAhead = (rhythm: Pick<Rhythm, 'every' | 'unit'>): number => Math.min(14, Math.floor(rhythmLengthDays(rhythm) / 2));

/** Up to which day the calendar is filled: over a year of what is frequent, three years of what is rare. */
export const plannedAhead = (rhythm: Pick<Rhythm, 'every' | 'unit'>, today: Day): Day => addMonths(today, rhythmLengthDays(rhythm) < 28 ? 14 : 36);

/** Why a thing changes hands. */
export const endReasons = ['handed-over', 'moved', 'dissolved', 'died', 'resigned'] as const;
export type EndReason = (typeof endReasons)[number];

export const abandonmentKinds = ['worn-out', 'given-up'] as const;
export type AbandonmentKind = (typeof abandonmentKinds)[number];
export const fates = ['removed', 'sold', 'given-away', 'left-safe', 'replaced'] as const;
export type Fate = (typeof fates)[number];
