import { type Result, assertNever, err, ok } from '#libs/result';
import { isDay } from '#libs/civil-time';
import { parseFen } from '#libs/money';
import type { Rule, Text } from './schema.ts';

/** What a setting is counted in; `fen` and counts travel as decimal strings. */
export type SettingUnit = 'fen' | 'days' | 'percent' | 'points' | 'tenths' | 'count' | 'choice' | 'month-day' | 'percent-list';

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

const bad = err('bad-setting-value');

function fenField(field: string, label: Text, current: bigint | null, fill: (fen: bigint) => Rule): OpenField {
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

function countField(
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

function choiceField<const C extends string>(
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

const DAYS: Text = { zh: '天数', en: 'Number of days' };
const COUNTING: Text = { zh: '按自然日还是工作日', en: 'Calendar or working days' };
const COUNTINGS = [
  { value: 'calendar', label: { zh: '自然日', en: 'Calendar days' } },
  { value: 'working', label: { zh: '工作日', en: 'Working days' } },
] as const;
const AMOUNT: Text = { zh: '金额', en: 'Amount' };

function replaceAt<T>(list: readonly T[], index: number, item: T): T[] {
  return list.map((each, position) => (position === index ? item : each));
}

/** The values of a rule that its policy may leave to the office, in the order a form asks for them. */
export function openFields(rule: Rule): OpenField[] {
  switch (rule.kind) {
    case 'cap':
      return [fenField('amountFen', AMOUNT, rule.amountFen, (amountFen) => ({ ...rule, amountFen }))];
    case 'share':
      return [
        countField('minimumPercent', { zh: '最低比例', en: 'Least share' }, 'percent', rule.minimumPercent, (minimumPercent) => ({ ...rule, minimumPercent })),
      ];
    case 'tiers':
      return rule.tiers.flatMap((tier, index) =>
        tier.capFen === undefined
          ? []
          : [
              fenField(`tiers.${tier.code}.capFen`, { zh: `${tier.title.zh}的上限`, en: `Cap for ${tier.title.en}` }, tier.capFen, (capFen) => ({
                ...rule,
                tiers: replaceAt(rule.tiers, index, { ...tier, capFen }),
              })),
            ],
      );
    case 'evidence':
      return rule.items.flatMap((item, index) =>
        item.fromFen === undefined
          ? []
          : [
              fenField(
                `items.${item.code}.fromFen`,
                {
                  zh: `从多少金额起要“${item.title.zh}”`,
                  en: `Amount from which “${item.title.en}” is asked`,
                },
                item.fromFen,
                (fromFen) => ({
                  ...rule,
                  items: replaceAt(rule.items, index, { ...item, fromFen }),
                }),
              ),
            ],
      );
    case 'notice':
    case 'reply':
      return [
        countField('days', DAYS, 'days', rule.days, (days) => ({ ...rule, days })),
        choiceField('counting', COUNTING, COUNTINGS, rule.counting !== null, (counting) => ({
          ...rule,
          counting,
        })),
      ];
    case 'rubric':
      return rule.criteria.flatMap((criterion, index) => [
        countField(
          `criteria.${criterion.code}.weightPercent`,
          { zh: `“${criterion.title.zh}”的权重`, en: `Weight of “${criterion.title.en}”` },
          'percent',
          criterion.weightPercent,
          (weightPercent) => ({
            ...rule,
            criteria: replaceAt(rule.criteria, index, { ...criterion, weightPercent }),
          }),
        ),
        countField(
          `criteria.${criterion.code}.maxPoints`,
          { zh: `“${criterion.title.zh}”的满分`, en: `Full points of “${criterion.title.en}”` },
          'points',
          criterion.maxPoints,
          (maxPoints) => ({
            ...rule,
            criteria: replaceAt(rule.criteria, index, { ...criterion, maxPoints }),
          }),
          1,
        ),
      ]);
    case 'approval':
      return rule.chain.map((step, index) =>
        fenField(
          `chain.${step.role}.fromFen`,
          { zh: `从多少金额起由${step.title.zh}审批`, en: `Amount from which ${step.title.en} approves` },
          step.fromFen,
          (fromFen) => ({
            ...rule,
            chain: replaceAt(rule.chain, index, { ...step, fromFen }),
          }),
        ),
      );
    case 'grades':
      return rule.grades.map((grade, index) =>
        countField(
          `grades.${grade.code}.minimumPoints`,
          { zh: `“${grade.title.zh}”的最低分`, en: `Least points for “${grade.title.en}”` },
          'points',
          grade.minimumPoints,
          (minimumPoints) => ({
            ...rule,
            grades: replaceAt(rule.grades, index, { ...grade, minimumPoints }),
          }),
        ),
      );
    case 'carry-over':
      return [
        choiceField(
          'allowed',
          { zh: '结余可否结转下年', en: 'May leftovers be carried over' },
          [
            { value: 'yes', label: { zh: '可以结转', en: 'Yes' } },
            { value: 'no', label: { zh: '不得结转', en: 'No' } },
          ],
          rule.allowed !== null,
          (choice) => ({ ...rule, allowed: choice === 'yes' }),
        ),
      ];
    case 'year-end-return':
      return [
        {
          field: 'lastDay',
          label: { zh: '交回的最后日期（月-日）', en: 'Last day to return (MM-DD)' },
          unit: 'month-day',
          isSet: rule.lastDay !== null,
          fill: (lastDay) => (isDay(`2024-${lastDay}`) ? ok({ ...rule, lastDay }) : bad),
        },
      ];
    case 'matching':
      return [
        fenField('raisedFromFen', { zh: '自筹达到多少起配套', en: 'Raised amount from which money is matched' }, rule.raisedFromFen, (raisedFromFen) => ({
          ...rule,
          raisedFromFen,
        })),
        countField('matchPercent', { zh: '配套比例（%）', en: 'Match, % of what was raised' }, 'count', rule.matchPercent, (matchPercent) => ({
          ...rule,
          matchPercent,
        })),
        fenField('maximumFen', { zh: '配套上限', en: 'Most that is matched' }, rule.maximumFen, (maximumFen) => ({ ...rule, maximumFen })),
      ];
    case 'tranches':
      return [
        {
          field: 'percents',
          label: { zh: '分期拨付比例（如 60,40）', en: 'Tranches in percent (such as 60,40)' },
          unit: 'percent-list',
          isSet: rule.percents !== null,
          fill: (value) => {
            if (!/^\d{1,3}(,\d{1,3}){0,9}$/.test(value)) return bad;
            const percents = value.split(',').map(Number);
            const sum = percents.reduce((left, right) => left + right, 0);
            return sum === 100 && !percents.includes(0) ? ok({ ...rule, percents }) : bad;
          },
        },
      ];
    case 'leverage':
      return [
        countField('minimumTenths', { zh: '最低撬动倍数（十分之一）', en: 'Least leverage, in tenths' }, 'tenths', rule.minimumTenths, (minimumTenths) => ({
          ...rule,
          minimumTenths,
        })),
      ];
    // The office sets these for itself, whether or not a pack speaks of purchases.
    case 'purchase':
    case 'use':
    case 'tests':
    case 'collection':
    case 'vote':
    case 'duty':
    case 'disclosure':
      return [];
    default:
      return assertNever(rule);
  }
}
