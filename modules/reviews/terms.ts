import { addDays, addWorkingDays, type Day, OFFICIAL_HOLIDAYS } from '#libs/civil-time';
import { type ResolvedPack, noticeRule, replyRule, rubricRule, type Text, type UnsetSetting, unsetOf } from '#libs/policy';
import { err, ok, type Result } from '#libs/result';

/** One criterion of the rubric with the office's weight and full points. */
export interface Criterion {
  code: string;
  title: Text;
  weightPercent: number;
  maxPoints: number;
}

/** What stands in the way of a term: no rule speaks of it, or values that the office must set first. */
export type TermMissing = { code: 'no-rule'; unset: readonly UnsetSetting[] } | { code: 'needs-setting'; unset: readonly UnsetSetting[] };

/** The rubric that reviewers score by. `no-rule`: the policy in force has none. `needs-setting`: weights or points are open. */
export function rubricOf(pack: ResolvedPack): Result<{ title: Text; source: string; clause: string; criteria: Criterion[] }, TermMissing> {
  const found = rubricRule(pack);
  if (!found) return err({ code: 'no-rule', unset: [] });
  const unset = unsetOf(found);
  const criteria = found.rule.criteria.flatMap(({ code, title, weightPercent, maxPoints }) =>
    weightPercent === null || maxPoints === null ? [] : [{ code, title, weightPercent, maxPoints }],
  );
  if (unset.length > 0 || criteria.length !== found.rule.criteria.length) return err({ code: 'needs-setting', unset });
  return ok({ title: found.rule.title, source: found.rule.source, clause: found.rule.clause, criteria });
}

/** How long the notice of a proposed award stands. */
export interface AwardNoticeTerm {
  days: number;
  counting: 'calendar' | 'working';
  /** Last day of a notice that starts on the day asked; the first day does not count (民法典 §201). */
  endDay: Day;
  /** Last day to answer objections made on the last day; null where the office has set none. */
  answerDueDay: Day | null;
  source: string;
  clause: string;
}

const later = (from: Day, days: number, counting: 'calendar' | 'working'): Result<Day, 'no-holiday-table'> =>
  counting === 'calendar' ? ok(addDays(from, days)) : addWorkingDays(from, days, OFFICIAL_HOLIDAYS);

/**
 * The term of an award's notice that starts on `from`. `no-rule`: the policy speaks of none. `needs-setting`: its days are
 * open, or no table of holidays reaches far enough to count working days (`unset` is empty then).
 */
export function awardNoticeTerm(pack: ResolvedPack, from: Day): Result<AwardNoticeTerm, TermMissing> {
  const found = noticeRule(pack, 'award');
  if (!found) return err({ code: 'no-rule', unset: [] });
  const { days, counting, source, clause } = found.rule;
  if (days === null || counting === null) return err({ code: 'needs-setting', unset: unsetOf(found) });
  const endDay = later(from, days, counting);
  if (!endDay.ok) return err({ code: 'needs-setting', unset: [] });
  const reply = replyRule(pack, 'objection')?.rule;
  const answer = reply && reply.days !== null && reply.counting !== null ? later(endDay.value, reply.days, reply.counting) : null;
  return ok({ days, counting, endDay: endDay.value, answerDueDay: answer?.ok ? answer.value : null, source, clause });
}
