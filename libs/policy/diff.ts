import { loosenings, type Loosening } from './narrowing.ts';
import { packSchema, type PolicyPack, type Rule } from './schema.ts';
import type { Result } from '#libs/result';
import { err, ok } from '#libs/result';

/** One rule that differs between two lists of rules: new, gone, or changed in the named fields. */
export type RuleChange =
  | { readonly kind: 'added'; readonly id: string; readonly after: Rule }
  | { readonly kind: 'removed'; readonly id: string; readonly before: Rule }
  | { readonly kind: 'changed'; readonly id: string; readonly before: Rule; readonly after: Rule; readonly fields: readonly string[] };

const plain = (value: unknown): string => JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? String(each) : each)) ?? '';

function changedFields(before: Rule, after: Rule): string[] {
  const [was, now] = [Object.entries(before), Object.entries(after)].map((entries) => new Map<string, unknown>(entries));
  const keys = [...new Set([...(was?.keys() ?? []), ...(now?.keys() ?? [])])];
  return keys.filter((key) => plain(was?.get(key)) !== plain(now?.get(key)));
}

/** What differs from one list of rules to another, in the order of the second; what is gone comes last. */
export function diffRules(before: readonly Rule[], after: readonly Rule[]): RuleChange[] {
  const was = new Map(before.map((rule) => [rule.id, rule]));
  const ids = new Set(after.map(({ id }) => id));
  return [
    ...after.flatMap((rule): RuleChange[] => {
      const earlier = was.get(rule.id);
      if (!earlier) return [{ kind: 'added', id: rule.id, after: rule }];
      const fields = changedFields(earlier, rule);
      return fields.length === 0 ? [] : [{ kind: 'changed', id: rule.id, before: earlier, after: rule, fields }];
    }),
    ...before.filter(({ id }) => !ids.has(id)).map((rule): RuleChange => ({ kind: 'removed', id: rule.id, before: rule })),
  ];
}

/** Rules of a pack that ask for less than the blocking rules they take the place of, with what is looser. Day plays no part: any day may come. */
export function looseningsOf(pack: PolicyPack, inherited: readonly Rule[]): { rule: Rule; loosenings: readonly Loosening[] }[] {
  return pack.rules.flatMap((rule) => {
    const above = inherited.find(({ id }) => id === rule.id);
    const found = above ? loosenings(above, rule) : [];
    return found.length === 0 ? [] : [{ rule, loosenings: found }];
  });
}

/** A pack as it is written to a file or kept: amounts as decimal strings of fen. Reads back as the same pack. */
export const packJson = (pack: PolicyPack): string => JSON.stringify(pack, (_key, each) => (typeof each === 'bigint' ? String(each) : each), 2);

/** A rule as plain data, amounts as decimal strings, so that a form can change it and `readRule` read it again. */
export const ruleData = (rule: Rule): Record<string, unknown> => Object.fromEntries(Object.entries(JSON.parse(plain(rule)) satisfies object));

/** Reads one rule from plain data. Errors: path of the field → what is wrong with it (a code such as `not-fen`, or `required`, `invalid`). */
export function readRule(data: unknown): Result<Rule, Record<string, string>> {
  const parsed = packSchema.safeParse({
    code: 'x',
    title: { zh: 'x', en: 'x' },
    version: 'x',
    validFrom: null,
    validTo: null,
    inherits: null,
    note: null,
    rules: [data],
  });
  const [rule] = parsed.success ? parsed.data.rules : [];
  if (rule) return ok(rule);
  const errors: Record<string, string> = {};
  for (const issue of parsed.error?.issues ?? []) {
    const path = issue.path.slice(2).join('.');
    errors[path] ??= /^[a-z0-9]+(-[a-z0-9]+)*$/.test(issue.message) ? issue.message : issue.code === 'too_small' ? 'required' : 'invalid';
  }
  return err(errors);
}
