import { err, ok, type Result } from '#libs/result';
import { gradesRule, resolvePack, rubricRule } from '#libs/policy';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { fitsPurchaseSetting } from './purchase-settings.ts';
import { adoptedPolicy } from './policy-store.ts';
import { insertSetting, officeSettings } from './store.ts';

/**
 * `empty` nothing to set · `reason-required` a value that is set already changes only for a reason · `bad-setting-value` it does not fit
 * what the rule asks for · `weights-not-100` the rubric's weights do not add up · `tranches-do-not-fit` the shares of the
 * grant do not add up to 100, or are not as many as what must have happened before each · `grades-not-falling` a grade asks for no fewer points than a
 * better one.
 */
export type SetSettingError =
  | 'not-allowed'
  | 'empty'
  | 'reason-required'
  | 'bad-setting-value'
  | 'weights-not-100'
  | 'tranches-do-not-fit'
  | 'grades-not-falling';

/** Settings that no rule asks for: a choice among words, or a whole number (deadlines of duties, the size of a big change). */
const choices: Readonly<Record<string, readonly string[]>> = {
  'house-rule.buildingVote': ['residents-assembly-households', 'residents-assembly-adults', 'owners-general'],
  'election.electorate': ['person', 'household', 'representative'],
  'election.order': ['draw', 'strokes'],
  'election.turnout': ['over-half', 'two-thirds', 'none'],
  'election.majority': ['most-votes', 'over-half-of-cast', 'over-half-of-roll'],
  'election.contested': ['yes', 'no'],
  'election.tie': ['runoff', 'lot'],
  'election.unfilled': ['runoff', 'vacant'],
  'election.online': ['yes', 'no'],
  'election.receipts': ['yes', 'no'],
  'election.mobileBox': ['yes', 'no'],
  'matter.supportUnit': ['household', 'person'],
  'consent.split': ['takes-part', 'not-counted'],
  'audit.publishSummary': ['yes', 'no'],
};
/** The body that pays for a neighbourhood, as its invoices must name it: `invoice.buyer.<id of the neighbourhood>.name` and `.taxId`. */
const payingBody = /^invoice\.buyer\.[0-9a-f-]{36}\.(name|taxId)$/;
/** How the grant is paid in parts, where the policy has no rule for it: shares in percent, and what must have happened before each. */
const lists: Readonly<Record<string, RegExp>> = {
  // The rubric of the mid-term check, where the policy has none: `进度:40,经费:60`.
  'mid-term.rubric': /^[^:：,，]{1,30}[:：]\d{1,3}([,，][^:：,，]{1,30}[:：]\d{1,3}){0,19}$/,
  'grant.tranches.percents': /^\d{1,3}(,\d{1,3}){0,9}$/,
  'grant.tranches.conditions': /^(agreement|start|mid-term|accepted)(,(agreement|start|mid-term|accepted)){0,9}$/,
  // Words, not a number: the licence under which others may use the showcase's cases.
  'showcase.licence': /^\S.{1,199}$/,
};
const fitsItsKey = (key: string, value: string): boolean =>
  lists[key]?.test(value) ||
  (key.startsWith('purchase.') ? fitsPurchaseSetting(key, value) : payingBody.test(key) || (choices[key]?.includes(value) ?? /^\d{1,4}$/.test(value)));

/** The grant is paid in shares of 100, each with its condition; one payment alone needs none. */
export const everyShareOfTheGrantHasItsCondition = (percents: string | undefined, conditions: string | undefined): boolean => {
  if (percents === undefined) return true;
  const shares = percents.split(',').map(Number);
  return (
    !shares.includes(0) &&
    shares.reduce((left, right) => left + right, 0) === 100 &&
    (conditions === undefined || conditions.split(',').length === shares.length)
  );
};

/** Grades are listed from the best down; those whose points are still open say nothing. */
export const everyGradeAsksForLessThanTheBetterOne = (minima: readonly number[]): boolean =>
  minima.every((points, at) => at === 0 || points < (minima[at - 1] ?? Infinity));

/**
 * Stores the office's own answers to what its policy leaves open, named and dated. All or none; values that stay as they are
 * are not written again. Errors: {@link SetSettingError}.
 */
export async function setSettingsIn(tx: CommandTx, input: { values: Record<string, string>; reason: string }): Promise<Result<void, SetSettingError>> {
  if (!tx.can('setting.set', { neighbourhoodId: null })) return err('not-allowed');
  const before = await officeSettings(tx);
  const known = new Map(before.map(({ key, value }) => [key, value]));
  const given = Object.entries(input.values)
    .map(([key, value]) => [key, value.trim()] as const)
    .filter(([, value]) => value !== '');
  if (given.length === 0) return err('empty');
  const changes = given.filter(([key, value]) => known.get(key) !== value);
  if (changes.some(([key]) => known.has(key)) && input.reason.trim() === '') return err('reason-required');
  for (const [key, value] of changes) {
    if (value.length > 500 || key.length > 200) return err('bad-setting-value');
    await insertSetting(tx, key, value, input.reason.trim());
  }
  const adopted = await adoptedPolicy(tx, tx.today);
  if (adopted) {
    const changed = changes.map(([key, value]) => ({ key, value, setBy: tx.actor.name, setOn: tx.today }));
    const kept = before.filter(({ key }) => !changed.some((change) => change.key === key));
    const resolved = resolvePack(adopted.packs, adopted.code, [...kept, ...changed], tx.today);
    if (!resolved.ok) return err('bad-setting-value');
    const rules = new Set(resolved.value.rules.map(({ rule }) => rule.id));
    if (changes.some(([key, value]) => !rules.has(key.split('.')[0] ?? '') && !fitsItsKey(key, value))) return err('bad-setting-value');
    const weights = rubricRule(resolved.value)?.rule.criteria.map(({ weightPercent }) => weightPercent) ?? [];
    const sum = weights.reduce<number>((left, right) => left + (right ?? 0), 0);
    if (weights.length > 0 && weights.every((weight) => weight !== null) && sum !== 100) return err('weights-not-100');
    const minima = (gradesRule(resolved.value)?.rule.grades ?? []).flatMap(({ minimumPoints }) => minimumPoints ?? []);
    if (!everyGradeAsksForLessThanTheBetterOne(minima)) return err('grades-not-falling');
  }
  const now = new Map([...known, ...changes]);
  const tranches = [now.get('grant.tranches.percents'), now.get('grant.tranches.conditions')] as const;
  if (changes.some(([key]) => key.startsWith('grant.tranches.')) && !everyShareOfTheGrantHasItsCondition(...tranches)) return err('tranches-do-not-fit');
  if (changes.length === 0) return ok();
  await tx.emit('setting.set', { keys: changes.map(([key]) => key) });
  tx.audit({ action: 'setting.set', subjectKind: 'setting', subjectId: null, text: { values: Object.fromEntries(changes), reason: input.reason } });
  return ok();
}

export const setSettings = (ctx: CommandContext, input: { values: Record<string, string>; reason: string }) =>
  runCommand(ctx, 'set-settings', (tx) => setSettingsIn(tx, input));
