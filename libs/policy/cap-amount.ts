import type { ResolvedPack } from './resolve-pack.ts';
import { rulesOfKind } from './resolve-pack.ts';
import type { RuleOf } from './schema.ts';
import type { CapFormula } from './schema-year.ts';

/** The heads that a formula counts; null or absent when nobody knows them. */
export type Heads = { readonly households?: number | null; readonly residents?: number | null };

/** The amount of a cap: known, left to the office (`unset`, with the fields to ask for), or waiting for a number of heads. */
export type CapAmount =
  | { readonly kind: 'known'; readonly fen: bigint; readonly heads?: number }
  | { readonly kind: 'unset'; readonly fields: readonly string[] }
  | { readonly kind: 'no-heads'; readonly per: CapFormula['per'] };

/** Heads beyond the first that are not counted, turned into units as the formula says, times the amount. Integers throughout. */
function byFormula(formula: CapFormula, heads: number): bigint | null {
  const { amountFen, baseFen, rounding, mostFen } = formula;
  if (amountFen === null || baseFen === null || rounding === null || mostFen === null) return null;
  const counted = BigInt(Math.max(0, heads - formula.beyond));
  const each = BigInt(formula.each);
  const sum = rounding === 'exact' ? (counted * amountFen) / each : (rounding === 'started' ? (counted + each - 1n) / each : counted / each) * amountFen;
  const all = baseFen + sum;
  return mostFen !== undefined && all > mostFen ? mostFen : all;
}

/** What a cap comes to for a neighbourhood. */
export function capAmount(rule: RuleOf<'cap'>, heads: Heads): CapAmount {
  const { formula } = rule;
  if (!formula) return rule.amountFen === null ? { kind: 'unset', fields: ['amountFen'] } : { kind: 'known', fen: rule.amountFen };
  const fields = (['baseFen', 'amountFen', 'rounding', 'mostFen'] as const).filter((field) => formula[field] === null).map((field) => `formula.${field}`);
  if (fields.length > 0) return { kind: 'unset', fields };
  const count = formula.per === 'household' ? heads.households : heads.residents;
  if (count === null || count === undefined) return { kind: 'no-heads', per: formula.per };
  const fen = byFormula(formula, count);
  return fen === null ? { kind: 'unset', fields } : { kind: 'known', fen, heads: count };
}

/** What last year's grades do to this year: the percentage of the yearly sum, and whether the neighbourhood may apply. */
export type GradeEffect = {
  readonly rule: string;
  readonly code: string;
  readonly quotaPercent: number | null;
  readonly mayApply: boolean;
};

/**
 * What the grades of a neighbourhood's projects of last year do to its next: the worst or the best counts, as the policy says (it lists
 * grades from the best down). Null where no grade counts, where the policy gives grades no effect, or where it leaves open which one counts
 * and they differ.
 */
export function nextYearEffect(resolved: ResolvedPack, lastYearGrades: readonly string[]): GradeEffect | null {
  for (const { rule } of rulesOfKind(resolved, 'grades')) {
    const reached = rule.grades.filter(({ code }) => lastYearGrades.includes(code));
    const deciding = rule.nextYearBy === 'best' ? reached[0] : rule.nextYearBy === 'worst' ? reached.at(-1) : reached.length === 1 ? reached[0] : undefined;
    if (!deciding || (deciding.quotaPercent === undefined && deciding.mayApply === undefined)) continue;
    return { rule: rule.id, code: deciding.code, quotaPercent: deciding.quotaPercent ?? null, mayApply: deciding.mayApply ?? true };
  }
  return null;
}

/** The yearly sum of a neighbourhood. */
export type YearQuota = { readonly rule: string; readonly clause: string; readonly source: string; readonly gradePercent: number | null } & CapAmount;

/** The yearly sums that the policy gives a neighbourhood (its caps by the year), with last year's grade reckoned in, cut to the fen. Empty where the policy speaks of none. */
export function yearQuotas(resolved: ResolvedPack, facts: Heads & { readonly lastYearGrades?: readonly string[] }): YearQuota[] {
  const percent = nextYearEffect(resolved, facts.lastYearGrades ?? [])?.quotaPercent ?? null;
  return rulesOfKind(resolved, 'cap')
    .filter(({ rule }) => rule.scope === 'neighbourhood-year')
    .map(({ rule }) => {
      const amount = capAmount(rule, facts);
      const graded = amount.kind === 'known' && percent !== null ? { ...amount, fen: (amount.fen * BigInt(percent)) / 100n } : amount;
      return { rule: rule.id, clause: rule.clause, source: rule.source, gradePercent: percent, ...graded };
    });
}
