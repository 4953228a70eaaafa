import { capAmount, type Heads, nextYearEffect } from './cap-amount.ts';
import { type Reason, type Ruling, reasonOf } from './reason.ts';
import { type ResolvedPack, type ResolvedRule, rulesOfKind } from './resolve-pack.ts';
import { breachOutcome, standingOf } from './rulings.ts';
import { parseFraction } from './schema-parts.ts';
import type { RuleOf } from './schema.ts';
import type { DeadlineSubject, MeetingKind } from './schema-year.ts';

/** A meeting or vote that was held about the thing. */
export type MeetingFacts = {
  readonly meeting: MeetingKind;
  /** How many could have come; null when nobody has counted them. */
  readonly entitled: number | null;
  readonly present: number;
  readonly agreed: number;
};

/** What the rules of the year look at; what is absent is not known. */
export type YearFacts = Heads & {
  readonly projectId: string | null;
  readonly projectTier: string | null;
  readonly grantFen: bigint;
  /** Grants already awarded to the neighbourhood this year by kind of project, without this one. */
  readonly tierYearFen?: Readonly<Record<string, bigint>>;
  readonly meetings?: readonly MeetingFacts[];
  /** Grades that the neighbourhood's projects of last year got. */
  readonly lastYearGrades?: readonly string[];
  /** Money raised by each unit (entrance, household …), and how much is asked to match it. */
  readonly raisedFen?: readonly bigint[];
  readonly matchingFen?: bigint;
  /** The day it was handed in, and the year of the round. */
  readonly submittedOn?: string;
  readonly year?: number;
};

const unset = (each: ResolvedRule, fields: readonly string[], about?: Reason['about']): Reason =>
  reasonOf(each, {
    code: 'value-unset',
    outcome: 'needs-setting',
    passed: null,
    settingKeys: fields.map((field) => `${each.rule.id}.${field}`),
    ...(about ? { about } : {}),
  });

/** A part of the yearly sum is not overdrawn: neither above its own share nor into what is kept for the other parts. */
export function checkParts(resolved: ResolvedPack, facts: YearFacts, rulings: readonly Ruling[]): Reason[] {
  return rulesOfKind(resolved, 'parts').flatMap((each) => {
    const { rule } = each;
    const part = rule.parts.find(({ projectTiers }) => projectTiers.length === 0 || (facts.projectTier !== null && projectTiers.includes(facts.projectTier)));
    if (!part) return [];
    const others = rule.parts.filter(({ code }) => code !== part.code);
    const open = [
      ...others.filter(({ minimumPercent }) => minimumPercent === null).map(({ code }) => `parts.${code}.minimumPercent`),
      ...(part.maximumPercent === null ? [`parts.${part.code}.maximumPercent`] : []),
    ];
    if (open.length > 0) return [unset(each, open, part.title)];
    const sum = rulesOfKind(resolved, 'cap').find(({ rule: cap }) => cap.id === rule.sum);
    const total = sum ? capAmount(sum.rule, facts) : null;
    // The cap itself says that its number is missing.
    if (total?.kind !== 'known') return [];
    const kept = others.reduce((percent, other) => percent + (other.minimumPercent ?? 0), 0);
    const percent = Math.min(part.maximumPercent ?? 100, 100 - kept);
    if (percent >= 100) return [];
    const tiers = part.projectTiers.length === 0 ? Object.keys(facts.tierYearFen ?? {}) : part.projectTiers;
    const before = tiers.reduce((fen, tier) => fen + (facts.tierYearFen?.[tier] ?? 0n), 0n);
    const askedFen = before + facts.grantFen;
    const capFen = (total.fen * BigInt(percent)) / 100n;
    const numbers = { askedFen: String(askedFen), capFen: String(capFen), percent: String(percent), totalFen: String(total.fen) };
    const about = part.title;
    if (askedFen <= capFen) return [reasonOf(each, { code: 'within-part', outcome: 'pass', passed: true, numbers, about })];
    const terms = [`${part.code}:${askedFen}`];
    return [
      reasonOf(each, { code: 'above-part', ...breachOutcome(each, standingOf(rule.id, terms, rulings, facts.projectId, resolved.day)), numbers, terms, about }),
    ];
  });
}

const reaches = (share: string, part: number, whole: number): boolean => {
  const fraction = parseFraction(share);
  if (!fraction) return false;
  const [left, right] = [BigInt(part) * fraction.den, BigInt(whole) * fraction.num];
  return fraction.strict ? left > right : left >= right;
};

function meetingFault(rule: RuleOf<'meeting'>, held: MeetingFacts): 'meeting-few' | 'meeting-quorum' | 'meeting-share' | 'meeting-uncounted' | null {
  const needsRoll = typeof rule.quorum === 'string' || (typeof rule.pass === 'string' && rule.passOf === 'entitled');
  if (needsRoll && held.entitled === null) return 'meeting-uncounted';
  if (typeof rule.minimumPresent === 'number' && held.present < rule.minimumPresent) return 'meeting-few';
  if (typeof rule.quorum === 'string' && !reaches(rule.quorum, held.present, held.entitled ?? 0)) return 'meeting-quorum';
  if (typeof rule.pass === 'string' && !reaches(rule.pass, held.agreed, rule.passOf === 'entitled' ? (held.entitled ?? 0) : held.present))
    return 'meeting-share';
  return null;
}

/** A meeting of the kind was held, enough came and enough agreed. Of several the best counts. */
export function checkMeetings(
  resolved: ResolvedPack,
  step: 'application' | 'closing' | null,
  facts: { readonly projectId: string | null; readonly meetings?: readonly MeetingFacts[] },
  rulings: readonly Ruling[],
): Reason[] {
  return rulesOfKind(resolved, 'meeting')
    .filter(({ rule }) => rule.neededFor === step)
    .map((each) => {
      const { rule } = each;
      const open = (['minimumPresent', 'quorum', 'pass'] as const).filter((field) => rule[field] === null);
      if (open.length > 0) return unset(each, open);
      const held = (facts.meetings ?? []).filter(({ meeting }) => meeting === rule.meeting);
      const judged = held.map((meeting) => ({ meeting, fault: meetingFault(rule, meeting) }));
      const best = judged.find(({ fault }) => fault === null) ?? judged.at(-1);
      const least: Record<string, string> = {
        ...(typeof rule.minimumPresent === 'number' ? { minimumPresent: String(rule.minimumPresent) } : {}),
        ...(typeof rule.quorum === 'string' ? { quorum: rule.quorum } : {}),
        ...(typeof rule.pass === 'string' ? { pass: rule.pass } : {}),
      };
      const counted: Record<string, string> = best
        ? { present: String(best.meeting.present), agreed: String(best.meeting.agreed), entitled: String(best.meeting.entitled ?? '') }
        : {};
      const numbers: Record<string, string> = { ...least, ...counted };
      if (best && best.fault === null) return reasonOf(each, { code: 'meeting-held', outcome: 'pass', passed: true, numbers });
      const terms = [rule.meeting];
      const standing = standingOf(rule.id, terms, rulings, facts.projectId, resolved.day);
      return reasonOf(each, { code: best?.fault ?? 'meeting-missing', ...breachOutcome(each, standing), numbers, terms });
    });
}

/** A grade of last year that bars the neighbourhood from applying. */
export function checkLastGrade(resolved: ResolvedPack, facts: YearFacts, rulings: readonly Ruling[]): Reason[] {
  const effect = nextYearEffect(resolved, facts.lastYearGrades ?? []);
  if (!effect || effect.mayApply) return [];
  return rulesOfKind(resolved, 'grades')
    .filter(({ rule }) => rule.id === effect.rule)
    .map((each) => {
      const terms = [`grade:${effect.code}`];
      const grade = each.rule.grades.find(({ code }) => code === effect.code);
      const standing = standingOf(each.rule.id, terms, rulings, facts.projectId, resolved.day);
      return reasonOf(each, { code: 'grade-bars', ...breachOutcome(each, standing), terms, ...(grade ? { about: grade.title } : {}) });
    });
}

/** What residents raised is matched unit by unit from the amount on that the policy names; each match is cut to the fen. */
export function matchFen(rule: RuleOf<'matching'>, raisedFen: readonly bigint[]): bigint | null {
  const { raisedFromFen, matchPercent, maximumFen } = rule;
  if (raisedFromFen === null || matchPercent === null || maximumFen === null) return null;
  const matched = raisedFen.filter((fen) => fen >= raisedFromFen).map((fen) => (fen * BigInt(matchPercent)) / 100n);
  return matched.reduce((sum, fen) => sum + (fen > maximumFen ? maximumFen : fen), 0n);
}

/** Matching money asked for stays within what was raised. Nothing is said where no matching money is asked for. */
export function checkMatching(resolved: ResolvedPack, facts: YearFacts, rulings: readonly Ruling[]): Reason[] {
  const askedFen = facts.matchingFen ?? 0n;
  if (askedFen === 0n) return [];
  return rulesOfKind(resolved, 'matching').map((each) => {
    const capFen = matchFen(each.rule, facts.raisedFen ?? []);
    if (capFen === null)
      return unset(
        each,
        (['raisedFromFen', 'matchPercent', 'maximumFen'] as const).filter((field) => each.rule[field] === null),
      );
    const numbers = { askedFen: String(askedFen), capFen: String(capFen), raisedFromFen: String(each.rule.raisedFromFen) };
    if (askedFen <= capFen) return reasonOf(each, { code: 'within-match', outcome: 'pass', passed: true, numbers });
    const terms = [String(askedFen)];
    return reasonOf(each, {
      code: 'above-match',
      ...breachOutcome(each, standingOf(each.rule.id, terms, rulings, facts.projectId, resolved.day)),
      numbers,
      terms,
    });
  });
}

/** The last day of something for the round of a year; null where the office must still say it. */
export const lastDayOf = (rule: RuleOf<'deadline'>, year: number): string | null =>
  rule.lastDay === null ? null : `${year + rule.yearsLater}-${rule.lastDay}`;

/** Whether a day is in time, one reason for each rule that sets a last day for the subject. */
export function checkDeadline(
  resolved: ResolvedPack,
  subject: DeadlineSubject,
  facts: { readonly year: number; readonly day: string; readonly projectId: string | null },
  rulings: readonly Ruling[],
): Reason[] {
  return rulesOfKind(resolved, 'deadline')
    .filter(({ rule }) => rule.subject === subject)
    .map((each) => {
      const lastDay = lastDayOf(each.rule, facts.year);
      if (lastDay === null) return unset(each, ['lastDay']);
      const numbers = { lastDay, day: facts.day };
      const about = each.rule.then ?? undefined;
      if (facts.day <= lastDay) return reasonOf(each, { code: 'in-time', outcome: 'pass', passed: true, numbers });
      const terms = [`${facts.year}`];
      const standing = standingOf(each.rule.id, terms, rulings, facts.projectId, resolved.day);
      return reasonOf(each, { code: 'too-late', ...breachOutcome(each, standing), numbers, terms, ...(about ? { about } : {}) });
    });
}
