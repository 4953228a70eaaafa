import { addDays, type Day, daysBetween } from '#libs/civil-time';
import type { DisclosurePeriod } from '#libs/policy';

/** What must be published, as a rule of the policy has it; see `disclosure` rules of libs/policy. */
export interface Requirement {
  every: DisclosurePeriod | null;
  occasion: string | null;
  withinDays: number | null;
}

/** Something that happened and must be published: a meeting, a collection. */
export interface Occasion {
  day: Day;
  /** When it was published; null = it has not been. */
  publishedOn: Day | null;
  /** Last day by the office's own setting, where it has one; null = only the rule's own days count. */
  dueDay: Day | null;
}

/**
 * `not-here` does not apply · `done` published for this period, or every occasion was · `due` this period's is still to come ·
 * `missed` overdue · `never` nothing was ever published though the rule gives a period · `waiting` not yet published, and no
 * time limit is given · `nothing-yet` there was nothing to publish · `as-needed` no period and no occasion are given.
 */
export type StandingState = 'not-here' | 'done' | 'due' | 'missed' | 'never' | 'waiting' | 'nothing-yet' | 'as-needed';

export interface Standing {
  state: StandingState;
  /** When it was last published; null = never. */
  last: Day | null;
  /** Until when the next is to come; null = no limit is given. */
  until: Day | null;
  /** Occasions that are not published. */
  open: number;
}

/** States that turn the line red. */
export const isRed = (state: StandingState): boolean => state === 'missed' || state === 'never';

/** First and last day of the period that a day lies in. Periods are those of the calendar. */
export function periodOf(day: Day, every: DisclosurePeriod): { from: Day; to: Day } {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  const length = { quarter: 3, 'half-year': 6, year: 12 }[every];
  const first = Math.floor((month - 1) / length) * length + 1;
  const two = (n: number) => String(n).padStart(2, '0');
  const from = `${year}-${two(first)}-01`;
  const next = first + length > 12 ? `${year + 1}-01-01` : `${year}-${two(first + length)}-01`;
  return { from, to: addDays(next, -1) };
}

/** Where a requirement stands on a day, from when it was published and what happened. */
export function standingOf(rule: Requirement, facts: { applies: boolean; publishedOn: readonly Day[]; occasions: readonly Occasion[] }, today: Day): Standing {
  const days = [...facts.publishedOn, ...facts.occasions.flatMap((one) => one.publishedOn ?? [])].filter((day) => day <= today).sort();
  const last = days.at(-1) ?? null;
  const none = { last, until: null, open: 0 };
  if (!facts.applies) return { ...none, state: 'not-here' };
  if (rule.every !== null) return { ...periodic(rule.every, last, today), last, open: 0 };
  if (rule.occasion === null) return { ...none, state: 'as-needed' };
  const open = facts.occasions.filter((one) => one.publishedOn === null || one.publishedOn > today);
  if (open.length === 0) return { ...none, state: facts.occasions.length > 0 || last !== null ? 'done' : 'nothing-yet' };
  const limits = open.flatMap((one) => lastDayFor(one, rule.withinDays) ?? []).sort();
  const until = limits[0] ?? null;
  return { last, until, open: open.length, state: until === null ? 'waiting' : today > until ? 'missed' : 'due' };
}

/** An occasion is published within the rule's days of it; where the rule gives none, by the office's own last day. */
export const lastDayFor = (occasion: Pick<Occasion, 'day' | 'dueDay'>, withinDays: number | null): Day | null =>
  withinDays === null ? occasion.dueDay : addDays(occasion.day, withinDays);

/** Published in this period: done. In the one before: this one's may still come. Earlier or never: the period before was missed. */
function periodic(every: DisclosurePeriod, last: Day | null, today: Day): { state: StandingState; until: Day | null } {
  const now = periodOf(today, every);
  if (last === null) return { state: 'never', until: now.to };
  if (last >= now.from) return { state: 'done', until: periodOf(addDays(now.to, 1), every).to };
  const before = periodOf(addDays(now.from, -1), every);
  return { state: last >= before.from ? 'due' : 'missed', until: last >= before.from ? now.to : before.to };
}

/** A notice that must stay posted for so many days does: first and last day counted; one without a last day stays up. */
export const itStaysPostedLongEnough = (notice: { startDay: Day; endDay: Day | null }, postedDays: number | null): boolean =>
  postedDays === null || notice.endDay === null || daysBetween(notice.startDay, notice.endDay) + 1 >= postedDays;
