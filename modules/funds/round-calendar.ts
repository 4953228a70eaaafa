import { addDays, type Day, daysBetween } from '#libs/civil-time';
import { deadlineRules, type DeadlineSubject, lastDayOf, type ResolvedPack } from '#libs/policy';
import type { Round } from './round.ts';

/** Steps of a round's year, besides the window of applications, which stands with the round. */
export const roundStepKinds = [
  'announce',
  'briefing',
  'check',
  'review',
  'pitch',
  'decision',
  'notice',
  'agreement',
  'mid-term',
  'closing',
  'settlement',
  'review-session',
  'other',
] as const;
export type RoundStepKind = (typeof roundStepKinds)[number];

/** A step as it stands in the calendar. */
export interface RoundStep {
  id: string;
  kind: RoundStepKind;
  /** Only where it says more than the kind. */
  title: string;
  fromDay: Day;
  toDay: Day;
  note: string;
  /** How often it was moved or reworded; calendar programs take a newer number. */
  changed: number;
  removed: boolean;
  setAt: Date;
}

const stepOfDeadline: Partial<Record<DeadlineSubject, RoundStepKind>> = {
  award: 'decision',
  'mid-term': 'mid-term',
  closing: 'closing',
  report: 'review-session',
  sweep: 'settlement',
};

/** A last day that the policy sets for a step, with its clause. */
export interface ProposedStep {
  kind: RoundStepKind;
  lastDay: Day;
  rule: string;
  clause: string;
  source: string;
}

/** Last days that the policy itself gives for steps of the year; what it leaves open is not invented. */
export function stepsOfThePolicy(pack: ResolvedPack, year: number): ProposedStep[] {
  return (Object.entries(stepOfDeadline) as [DeadlineSubject, RoundStepKind][]).flatMap(([subject, kind]) =>
    deadlineRules(pack, subject).flatMap(({ rule }) => {
      const lastDay = lastDayOf(rule, year);
      return lastDay === null ? [] : [{ kind, lastDay, rule: rule.id, clause: rule.clause, source: rule.source }];
    }),
  );
}

/** A step laid by the days of a new last day of the call. */
export function shifted(step: Pick<RoundStep, 'fromDay' | 'toDay'>, oldLastDay: Day, newLastDay: Day): { fromDay: Day; toDay: Day } {
  const days = daysBetween(oldLastDay, newLastDay);
  return { fromDay: addDays(step.fromDay, days), toDay: addDays(step.toDay, days) };
}

/** The window of applications between the steps, by day. */
export function calendarOf(
  round: Round,
  steps: readonly RoundStep[],
): (Pick<RoundStep, 'title' | 'fromDay' | 'toDay' | 'note'> & {
  id: string | null;
  kind: RoundStepKind | 'application';
})[] {
  return [
    { id: null, kind: 'application' as const, title: '', fromDay: round.opensOn, toDay: round.closesOn, note: '' },
    ...steps.filter(({ removed }) => !removed),
  ].toSorted((a, b) => (a.fromDay < b.fromDay ? -1 : a.fromDay > b.fromDay ? 1 : a.toDay < b.toDay ? -1 : a.toDay > b.toDay ? 1 : 0));
}
