import { isDay } from '#libs/civil-time';
import { assertNever, ok } from '#libs/result';
import { AMOUNT, bad, choiceField, countField, COUNTING, COUNTINGS, DAYS, fenField, type OpenField, replaceAt } from './open-field.ts';
import { openYearFields } from './open-year-fields.ts';
import type { Rule } from './schema.ts';

export type { SettingUnit } from './open-field.ts';

/** The values of a rule that its policy may leave to the office, in the order a form asks for them. */
export function openFields(rule: Rule): OpenField[] {
  switch (rule.kind) {
    case 'cap':
      if (rule.formula) return openYearFields(rule);
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
      return rule.grades.flatMap((grade, index) => [
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
        ...(grade.quotaPercent === undefined
          ? []
          : [
              countField(
                `grades.${grade.code}.quotaPercent`,
                { zh: `“${grade.title.zh}”的下年额度（%）`, en: `Next year's sum after “${grade.title.en}”, %` },
                'count',
                grade.quotaPercent,
                (quotaPercent) => ({ ...rule, grades: replaceAt(rule.grades, index, { ...grade, quotaPercent }) }),
              ),
            ]),
      ]);
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
        countField('minimumTenths', { zh: '最低撬动倍数', en: 'Least leverage' }, 'tenths', rule.minimumTenths, (minimumTenths) => ({
          ...rule,
          minimumTenths,
        })),
      ];
    case 'parts':
    case 'meeting':
    case 'return':
    case 'numbering':
    case 'deadline':
      return openYearFields(rule);
    // The office sets these for itself, whether or not a pack speaks of purchases.
    case 'purchase':
    case 'use':
    case 'tests':
    case 'collection':
    case 'vote':
    case 'duty':
    case 'disclosure':
    case 'roles':
    case 'documents':
      return [];
    default:
      return assertNever(rule);
  }
}
