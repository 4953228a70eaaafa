import { type Result, err, ok } from '#libs/result';
import { parseFen } from '#libs/money';
import type { Rule, Text } from './schema.ts';

/** What a setting is counted in; `fen` and counts travel as decimal strings. */
export type SettingUnit = 'fen' | 'days' | 'percent' | 'points' | 'tenths' | 'count' | 'choice' | 'month-day' | 'percent-list' | 'fraction';

/** A value that a rule leaves to the office. */
export type OpenField = {
  /** Unique inside the rule, e.g. `amountFen`, `criteria.need.weightPercent`. */
  readonly field: string;
  readonly label: Text;
  readonly unit: SettingUnit;
  readonly choices?: readonly { readonly value: string; readonly label: Text }[];
  readonly isSet: boolean;
  /** The rule with this value. Errors: `bad-setting-value`. */
  readonly fill: (value: string) => Result<Rule, 'bad-setting-value'>;
};

/** The value does not fit the field. */
export const bad = err('bad-setting-value');

/** A field of its kind; shared with the fields of the rules of the year. */
export function fenField(field: string, label: Text, current: bigint | null, fill: (fen: bigint) => Rule): OpenField {
  return {
    field,
    label,
    unit: 'fen',
    isSet: current !== null,
    fill: (value) => {
      const fen = parseFen(value);
      return fen.ok && fen.value >= 0n ? ok(fill(fen.value)) : bad;
    },
  };
}

/** A field of its kind; shared with the fields of the rules of the year. */
export function countField(
  field: string,
  label: Text,
  unit: 'days' | 'percent' | 'points' | 'tenths' | 'count',
  current: number | null,
  fill: (count: number) => Rule,
  least = 0,
): OpenField {
  return {
    field,
    label,
    unit,
    isSet: current !== null,
    fill: (value) => {
      if (!/^\d{1,6}$/.test(value)) return bad;
      const count = Number(value);
      return count < least || (unit === 'percent' && count > 100) ? bad : ok(fill(count));
    },
  };
}

/** A field of its kind; shared with the fields of the rules of the year. */
export function choiceField<const C extends string>(
  field: string,
  label: Text,
  choices: readonly { value: C; label: Text }[],
  isSet: boolean,
  fill: (choice: C) => Rule,
): OpenField {
  return {
    field,
    label,
    unit: 'choice',
    choices,
    isSet,
    fill: (value) => {
      const choice = choices.find((each) => each.value === value);
      return choice ? ok(fill(choice.value)) : bad;
    },
  };
}

export const DAYS: Text = { zh: '天数', en: 'Number of days' };
export const COUNTING: Text = { zh: '按自然日还是工作日', en: 'Calendar or working days' };
export const COUNTINGS = [
  { value: 'calendar', label: { zh: '自然日', en: 'Calendar days' } },
  { value: 'working', label: { zh: '工作日', en: 'Working days' } },
] as const;
export const AMOUNT: Text = { zh: '金额', en: 'Amount' };

/** The list with one item put in another's place. */
export function replaceAt<T>(list: readonly T[], index: number, item: T): T[] {
  return list.map((each, position) => (position === index ? item : each));
}
