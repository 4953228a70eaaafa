import type { Day } from '#libs/civil-time';
import { type Reason, type ReasonCode, type Ruling, type Verdict, reasonOf, verdictOf } from './reason.ts';
import { type ResolvedPack, type ResolvedRule, rulesOfKind } from './resolve-pack.ts';
import { blocksByItself, breachOutcome, standingOf } from './rulings.ts';
import type { RuleOf, SourceKind } from './schema.ts';

/** Where a use is asked about. */
export type UseContext = {
  /** The money that is to pay; a rule speaks only of the money it names. */
  readonly sourceKind: SourceKind;
  /** The project, so that its own rulings count; null before there is one. */
  readonly projectId: string | null;
  /** Carried into the reasons, so that a page can show them beside the line. */
  readonly line?: string;
};

function plain(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
  // Letters spaced out are one word: K T V is KTV.
  return folded.replace(/(?<![a-z0-9])[a-z](?: [a-z])+(?![a-z0-9])/g, (spaced) => spaced.replaceAll(' ', ''));
}

/** Chinese has no word boundaries: a word is found wherever it stands, Latin ones only whole. */
function contains(text: string, word: string): boolean {
  const wanted = plain(word);
  if (!/^[\w .-]+$/.test(wanted)) return text.replaceAll(' ', '').includes(wanted.replaceAll(' ', ''));
  const escaped = wanted.replace(/[.\\-]/g, '\\$&');
  return new RegExp(`(?<![a-z0-9])${escaped}(?![a-z0-9])`).test(text);
}

/** The words of a use rule that stand in a text: `terms` as the rule lists them, `found` as they were written. */
export function findWords(rule: RuleOf<'use'>, text: string): { terms: string[]; found: string[] } {
  // An exception takes its words out of the text: 工程师 is no 工程.
  const masked = rule.except.reduce((rest, phrase) => rest.replaceAll(plain(phrase), '\u0000'), plain(text));
  const hits = rule.words.flatMap(({ word, also }) => {
    const written = [word, ...also].filter((each) => contains(masked, each));
    return written.length > 0 ? [{ word, written }] : [];
  });
  const written = hits.flatMap((hit) => hit.written);
  // 走廊灯 says it; that 廊灯 stands in it too adds nothing.
  const found = written.filter((each) => !written.some((other) => other !== each && other.includes(each)));
  return { terms: hits.map(({ word }) => word), found };
}

function codeOf(resolved: ResolvedRule<RuleOf<'use'>>, decision: 'allowed' | 'forbidden' | 'open'): ReasonCode {
  const { verdict } = resolved.rule;
  if (verdict === 'forbidden' && blocksByItself(resolved)) return 'use-forbidden';
  if (decision === 'allowed') return 'ruled-allowed';
  if (decision === 'forbidden') return 'ruled-forbidden';
  return verdict === 'grey' ? 'use-grey' : 'use-flagged';
}

function reasonForUse(resolved: ResolvedRule<RuleOf<'use'>>, text: string, context: UseContext, rulings: readonly Ruling[], day: Day): Reason | null {
  const { rule } = resolved;
  if (!rule.sources.includes(context.sourceKind)) return null;
  const { terms, found } = findWords(rule, text);
  if (terms.length === 0) return null;

  const said = {
    terms,
    found,
    about: rule.category,
    ...(context.line === undefined ? {} : { line: context.line }),
  };
  if (rule.verdict === 'allowed') {
    return reasonOf(resolved, { code: 'use-allowed', outcome: 'pass', passed: true, ...said });
  }
  const standing = standingOf(rule.id, terms, rulings, context.projectId, day);
  const breach = rule.verdict === 'grey' ? breachOutcome({ ...resolved, rule: { ...rule, blocks: false } }, standing) : breachOutcome(resolved, standing);
  return reasonOf(resolved, { code: codeOf(resolved, standing.decision), ...breach, ...said });
}

/**
 * May this money pay for this? Every rule on uses that knows a word of the text gives a reason; a text that no rule knows
 * passes without reasons. A grey use, or one that is only reported to be forbidden, waits for a named ruling; a live
 * ruling for the same project settles it.
 */
export function checkUse(resolved: ResolvedPack, text: string, context: UseContext, rulings: readonly Ruling[]): Verdict {
  const reasons = rulesOfKind(resolved, 'use').flatMap((rule) => reasonForUse(rule, text, context, rulings, resolved.day) ?? []);
  return verdictOf(reasons);
}
