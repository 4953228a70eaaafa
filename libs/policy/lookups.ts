import { type ResolvedPack, type ResolvedRule, rulesOfKind } from './resolve-pack.ts';
import type { NoticeKind, RuleOf } from './schema.ts';

// The nearest pack speaks first: what a subdistrict says stands before what its district says.
function nearest<T extends ResolvedRule>(resolved: ResolvedPack, rules: readonly T[]): T | null {
  const distance = ({ pack }: T) => resolved.chain.findIndex(({ code }) => code === pack.code);
  return rules.toSorted((left, right) => distance(left) - distance(right))[0] ?? null;
}

/** The rule on how long a notice stands; null when no policy speaks of it. Its `days` may be unset. */
export function noticeRule(resolved: ResolvedPack, notice: NoticeKind): ResolvedRule<RuleOf<'notice'>> | null {
  return nearest(
    resolved,
    rulesOfKind(resolved, 'notice').filter(({ rule }) => rule.notice === notice),
  );
}

/** The rule on how soon an answer is due. */
export function replyRule(resolved: ResolvedPack, step: RuleOf<'reply'>['step']): ResolvedRule<RuleOf<'reply'>> | null {
  return nearest(
    resolved,
    rulesOfKind(resolved, 'reply').filter(({ rule }) => rule.step === step),
  );
}

/** The rubric that reviewers score applications by, or that of another stage. */
export function rubricRule(resolved: ResolvedPack, stage: NonNullable<RuleOf<'rubric'>['stage']> = 'application'): ResolvedRule<RuleOf<'rubric'>> | null {
  return nearest(
    resolved,
    rulesOfKind(resolved, 'rubric').filter(({ rule }) => (rule.stage ?? 'application') === stage),
  );
}

/** The grades of a closed project. */
export function gradesRule(resolved: ResolvedPack): ResolvedRule<RuleOf<'grades'>> | null {
  return nearest(resolved, rulesOfKind(resolved, 'grades'));
}

/** The approval chain of a subject; the steps' amounts may be unset. */
export function approvalRule(resolved: ResolvedPack, subject: RuleOf<'approval'>['subject']): ResolvedRule<RuleOf<'approval'>> | null {
  return nearest(
    resolved,
    rulesOfKind(resolved, 'approval').filter(({ rule }) => rule.subject === subject),
  );
}

/** How things are bought; its fields may be unset. */
export function purchaseRule(resolved: ResolvedPack): ResolvedRule<RuleOf<'purchase'>> | null {
  return nearest(resolved, rulesOfKind(resolved, 'purchase'));
}

/**
 * Who approves an amount, in order; each must be another person. Null where a step's amount is unset: ask the office
 * (`unsetSettings(resolved, 'spending')`).
 */
export function approversFor(rule: RuleOf<'approval'>, amountFen: bigint): RuleOf<'approval'>['chain'] | null {
  if (rule.chain.some(({ fromFen }) => fromFen === null)) return null;
  return rule.chain.filter(({ fromFen }) => fromFen !== null && fromFen <= amountFen);
}

/** Obligations without a computation, for a page to show where they apply. */
export function dutiesFor(resolved: ResolvedPack, stage: RuleOf<'duty'>['stage']): ResolvedRule<RuleOf<'duty'>>[] {
  return rulesOfKind(resolved, 'duty').filter(({ rule }) => rule.stage === stage);
}

/** What must be published in a neighbourhood, in the order of the packs: the subdistrict's own first. */
export const disclosureRules = (resolved: ResolvedPack): ResolvedRule<RuleOf<'disclosure'>>[] => rulesOfKind(resolved, 'disclosure');

/** The last days set for a subject; each may be unset. */
export const deadlineRules = (resolved: ResolvedPack, subject: RuleOf<'deadline'>['subject']): ResolvedRule<RuleOf<'deadline'>>[] =>
  rulesOfKind(resolved, 'deadline').filter(({ rule }) => rule.subject === subject);

/** What the policy asks of a kind of meeting. */
export const meetingRules = (resolved: ResolvedPack, meeting: RuleOf<'meeting'>['meeting']): ResolvedRule<RuleOf<'meeting'>>[] =>
  rulesOfKind(resolved, 'meeting').filter(({ rule }) => rule.meeting === meeting);

/** What goes back, and when; null when no policy speaks of it. */
export const returnRule = (resolved: ResolvedPack): ResolvedRule<RuleOf<'return'>> | null => nearest(resolved, rulesOfKind(resolved, 'return'));

/** How projects are numbered; null when no policy says. */
export const numberingRule = (resolved: ResolvedPack): ResolvedRule<RuleOf<'numbering'>> | null => nearest(resolved, rulesOfKind(resolved, 'numbering'));

/** A project's number as the policy forms it; null where it leaves the digits of the serial to the office, and the office has not said. */
export function projectNumber(
  rule: RuleOf<'numbering'>,
  of: { readonly subdistrict: string; readonly community: string; readonly year: number; readonly serial: number },
): string | null {
  const { serialDigits } = rule;
  if (rule.parts.includes('serial') && serialDigits === null) return null;
  const said = { subdistrict: of.subdistrict, community: of.community, year: String(of.year), serial: String(of.serial).padStart(serialDigits ?? 1, '0') };
  return rule.parts.map((part) => said[part]).join(rule.separator);
}

/** The papers that the policy asks a step to produce. */
export const papersOf = (resolved: ResolvedPack, step: RuleOf<'documents'>['step']): ResolvedRule<RuleOf<'documents'>>[] =>
  rulesOfKind(resolved, 'documents').filter(({ rule }) => rule.step === step);

/** The kinds of project that the policy tells apart, for an applicant to choose from; empty when it has none. */
export const projectTiers = (resolved: ResolvedPack): RuleOf<'tiers'>['tiers'] =>
  nearest(
    resolved,
    rulesOfKind(resolved, 'tiers').filter(({ rule }) => rule.by === 'project'),
  )?.rule.tiers ?? [];

/** The roles of the fund as the nearest policy names them. */
export const roleTitles = (resolved: ResolvedPack): RuleOf<'roles'>['roles'] => nearest(resolved, rulesOfKind(resolved, 'roles'))?.rule.roles ?? [];
