import { type Result, assertNever, err, ok } from '#libs/result';
import type { Day } from '#libs/civil-time';
import { type SettingUnit, openFields } from './open-fields.ts';
import { loosenings } from './narrowing.ts';
import { type PolicyPack, type Rule, type RuleKind, type RuleOf, type Text, packSchema } from './schema.ts';

/** A value that the office set where its policy is silent: named and dated. `key` is `ruleId.field`. */
export type Setting = {
  readonly key: string;
  readonly value: string;
  readonly setBy: string;
  readonly setOn: Day;
};

/** Which pack, in which version. */
export type PackName = { readonly code: string; readonly version: string; readonly title: Text };

/** A rule in force, the pack it comes from, and the office's settings that filled it. */
export type ResolvedRule<R extends Rule = Rule> = {
  readonly rule: R;
  readonly pack: PackName;
  readonly settings: readonly Setting[];
};

/** Everything in force for one office on one day. */
export type ResolvedPack = PackName & {
  readonly day: Day;
  /** The pack itself and all it builds on, nearest first. */
  readonly chain: readonly PackName[];
  readonly rules: readonly ResolvedRule[];
};

/** Why no policy could be made of the packs. */
export type ResolveError = 'unknown-pack' | 'pack-not-valid-on-day' | 'inheritance-loop' | 'loosens-blocking-rule' | 'bad-setting-value';

/** Reads a pack from JSON. Errors: `bad-pack` with what is wrong where. */
export function parsePack(json: unknown): Result<PolicyPack, { code: 'bad-pack'; issues: string[] }> {
  const parsed = packSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  return err({
    code: 'bad-pack',
    issues: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  });
}

function isInForce(span: { validFrom: Day | null; validTo: Day | null }, day: Day): boolean {
  return (span.validFrom === null || span.validFrom <= day) && (span.validTo === null || day <= span.validTo);
}

function packOnDay(packs: readonly PolicyPack[], code: string, day: Day): Result<PolicyPack, ResolveError> {
  const versions = packs.filter((pack) => pack.code === code);
  if (versions.length === 0) return err('unknown-pack');
  const [newest] = versions.filter((pack) => isInForce(pack, day)).sort((left, right) => ((left.validFrom ?? '') < (right.validFrom ?? '') ? 1 : -1));
  return newest ? ok(newest) : err('pack-not-valid-on-day');
}

function chainOf(packs: readonly PolicyPack[], code: string, day: Day): Result<PolicyPack[], ResolveError> {
  const chain: PolicyPack[] = [];
  for (let next: string | null = code; next !== null; ) {
    if (chain.some((pack) => pack.code === next)) return err('inheritance-loop');
    const pack = packOnDay(packs, next, day);
    if (!pack.ok) return pack;
    chain.push(pack.value);
    next = pack.value.inherits;
  }
  return ok(chain);
}

/** The office's latest word on each key, as of the day. */
function settingsInForce(settings: readonly Setting[], day: Day): Map<string, Setting> {
  const latest = new Map<string, Setting>();
  for (const setting of settings) {
    const earlier = latest.get(setting.key);
    if (setting.setOn <= day && (!earlier || earlier.setOn <= setting.setOn)) latest.set(setting.key, setting);
  }
  return latest;
}

function fillRule(rule: Rule, settings: Map<string, Setting>): Result<{ rule: Rule; used: Setting[] }, ResolveError> {
  let filled = rule;
  const used: Setting[] = [];
  for (const { field, isSet } of openFields(rule)) {
    const setting = settings.get(`${rule.id}.${field}`);
    // What the policy itself says wins: a setting fills silence only.
    if (isSet || !setting) continue;
    const next = openFields(filled)
      .find((each) => each.field === field)
      ?.fill(setting.value);
    if (!next?.ok) return err('bad-setting-value');
    filled = next.value;
    used.push(setting);
  }
  return ok({ rule: filled, used });
}

/**
 * The policy of one office on one day: its pack, what that inherits, and the office's settings where both are silent.
 * A rule replaces the inherited rule with the same id; one that blocks may be narrowed, never loosened (`loosenings`).
 *
 * @param rulesOn the day whose versions and rules hold, where that is another than `day`: a running round keeps the rules it was opened
 *   under, while rulings and what the office set since are looked at on `day`.
 *
 * Errors: `unknown-pack`, `pack-not-valid-on-day`, `inheritance-loop`, `loosens-blocking-rule`, `bad-setting-value`.
 */
export function resolvePack(
  packs: readonly PolicyPack[],
  code: string,
  settings: readonly Setting[],
  day: Day,
  rulesOn: Day = day,
): Result<ResolvedPack, ResolveError> {
  const chain = chainOf(packs, code, rulesOn);
  if (!chain.ok) return chain;

  const byId = new Map<string, { rule: Rule; pack: PackName }>();
  for (const pack of chain.value.toReversed()) {
    for (const rule of pack.rules.filter((each) => isInForce(each, rulesOn))) {
      const inherited = byId.get(rule.id)?.rule;
      if (inherited && loosenings(inherited, rule).length > 0) return err('loosens-blocking-rule');
      byId.set(rule.id, { rule, pack: { code: pack.code, version: pack.version, title: pack.title } });
    }
  }

  const inForce = settingsInForce(settings, day);
  const rules: ResolvedRule[] = [];
  for (const { rule, pack } of byId.values()) {
    const filled = fillRule(rule, inForce);
    if (!filled.ok) return filled;
    rules.push({ rule: filled.value.rule, pack, settings: filled.value.used });
  }
  const names = chain.value.map(({ code: name, version, title }) => ({ code: name, version, title }));
  const [own] = names;
  return own ? ok({ ...own, day, chain: names, rules }) : err('unknown-pack');
}

/** The rules of one kind that are in force. */
export function rulesOfKind<K extends RuleKind>(resolved: ResolvedPack, kind: K): ResolvedRule<RuleOf<K>>[] {
  const isOfKind = (each: ResolvedRule): each is ResolvedRule<RuleOf<K>> => each.rule.kind === kind;
  return resolved.rules.filter(isOfKind);
}

/** When the office needs a value: the step that stops to ask for it. */
export type Purpose = 'application' | 'review' | 'notice' | 'award' | 'spending' | 'closing' | 'matter';

const DEADLINE_PURPOSE: Record<RuleOf<'deadline'>['subject'], Purpose> = {
  quota: 'application',
  application: 'application',
  award: 'award',
  payment: 'spending',
  sweep: 'closing',
  'mid-term': 'closing',
  closing: 'closing',
  report: 'closing',
};

function purposeOf(rule: Rule): Purpose | null {
  switch (rule.kind) {
    case 'cap':
    case 'share':
    case 'tiers':
    case 'leverage':
    case 'matching':
    case 'use':
    case 'tests':
    case 'collection':
    case 'parts':
      return 'application';
    case 'evidence':
      return rule.stage === 'application' || rule.stage === 'award' || rule.stage === 'spending' ? rule.stage : 'closing';
    case 'meeting':
      return rule.neededFor;
    case 'deadline':
      return DEADLINE_PURPOSE[rule.subject];
    case 'return':
      return 'closing';
    case 'numbering':
      return 'award';
    case 'notice':
      return 'notice';
    case 'reply':
      return 'matter';
    case 'rubric':
      return 'review';
    case 'approval':
      return rule.subject === 'acceptance' ? 'closing' : rule.subject === 'policy' ? null : rule.subject;
    case 'purchase':
      return 'spending';
    case 'tranches':
      return 'award';
    case 'grades':
    case 'carry-over':
    case 'year-end-return':
      return 'closing';
    case 'vote':
    case 'duty':
    case 'disclosure':
    case 'roles':
    case 'documents':
      return null;
    default:
      return assertNever(rule);
  }
}

/** One field of the short form that an officer is shown when the policy left a value open. */
export type UnsetSetting = {
  readonly key: string;
  readonly rule: string;
  readonly title: Text;
  readonly label: Text;
  readonly unit: SettingUnit;
  readonly choices?: readonly { readonly value: string; readonly label: Text }[];
  readonly clause: string;
  readonly source: string;
};

/** The open values of one rule. */
export function unsetOf({ rule }: ResolvedRule): UnsetSetting[] {
  return openFields(rule)
    .filter(({ isSet }) => !isSet)
    .map(({ field, label, unit, choices }) => ({
      key: `${rule.id}.${field}`,
      rule: rule.id,
      title: rule.title,
      label,
      unit,
      ...(choices ? { choices } : {}),
      clause: rule.clause,
      source: rule.source,
    }));
}

/** The values that neither policy nor office has given, for one purpose or for all. Empty: nothing to ask. */
export function unsetSettings(resolved: ResolvedPack, purpose?: Purpose): UnsetSetting[] {
  return resolved.rules.filter(({ rule }) => purpose === undefined || purposeOf(rule) === purpose).flatMap((each) => unsetOf(each));
}
