import { isDay } from '#libs/civil-time';
import { ok } from '#libs/result';
import { COUNTING, COUNTINGS, DAYS, bad, choiceField, countField, fenField, type OpenField, replaceAt } from './open-field.ts';
import { parseFraction } from './schema-parts.ts';
import type { Rule, RuleOf, Text } from './schema.ts';

function fractionField(field: string, label: Text, current: string | null, fill: (fraction: string) => Rule): OpenField {
  return { field, label, unit: 'fraction', isSet: current !== null, fill: (value) => (parseFraction(value) ? ok(fill(value)) : bad) };
}

const ROUNDINGS = [
  { value: 'started', label: { zh: '不足一个单位的按一个算', en: 'A unit begun counts whole' } },
  { value: 'full', label: { zh: '不足一个单位的不算', en: 'Only full units count' } },
  { value: 'exact', label: { zh: '按比例算，分以下舍去', en: 'In proportion, cut to the fen' } },
] as const;

const CASES: Record<RuleOf<'return'>['cases'][number]['when'], Text> = {
  leftover: { zh: '结余', en: 'leftovers' },
  stopped: { zh: '中途停止', en: 'a project that stops' },
  misused: { zh: '违规使用', en: 'misuse' },
  'not-started': { zh: '没有开工', en: 'a project that never started' },
  'graded-failed': { zh: '评定不合格', en: 'a failed grade' },
};
/** In which case money goes back, in words. */
export const returnCase = (when: RuleOf<'return'>['cases'][number]['when']): Text => CASES[when];

type Cap = RuleOf<'cap'>;
function formulaFields(rule: Cap, formula: NonNullable<Cap['formula']>): OpenField[] {
  const heads = formula.per === 'household' ? { zh: '户', en: 'households' } : { zh: '人', en: 'residents' };
  const each = formula.each === 1 ? `每${heads.zh}` : `每 ${formula.each} ${heads.zh}`;
  const put = (change: Partial<NonNullable<Cap['formula']>>): Rule => ({ ...rule, formula: { ...formula, ...change } });
  return [
    fenField('formula.baseFen', { zh: '基数', en: 'Base sum' }, formula.baseFen, (baseFen) => put({ baseFen })),
    fenField('formula.amountFen', { zh: `${each}的金额`, en: `Amount for each ${formula.each} ${heads.en}` }, formula.amountFen, (amountFen) =>
      put({ amountFen }),
    ),
    choiceField('formula.rounding', { zh: '不足一个单位的怎么算', en: 'A unit that is not full' }, ROUNDINGS, formula.rounding !== null, (rounding) =>
      put({ rounding }),
    ),
    ...(formula.mostFen === undefined
      ? []
      : [fenField('formula.mostFen', { zh: '封顶', en: 'Never more than' }, formula.mostFen, (mostFen) => put({ mostFen }))]),
  ];
}

function partFields(rule: RuleOf<'parts'>): OpenField[] {
  return rule.parts.flatMap((part, index) => {
    const put = (change: object): Rule => ({ ...rule, parts: replaceAt(rule.parts, index, { ...part, ...change }) });
    const { minimumPercent: least, maximumPercent: most } = part;
    return [
      ...(least === undefined
        ? []
        : [
            countField(
              `parts.${part.code}.minimumPercent`,
              { zh: `${part.title.zh}的最低比例`, en: `Least share of ${part.title.en}` },
              'percent',
              least,
              (minimumPercent) => put({ minimumPercent }),
            ),
          ]),
      ...(most === undefined
        ? []
        : [
            countField(
              `parts.${part.code}.maximumPercent`,
              { zh: `${part.title.zh}的最高比例`, en: `Greatest share of ${part.title.en}` },
              'percent',
              most,
              (maximumPercent) => put({ maximumPercent }),
            ),
          ]),
    ];
  });
}

/** What the rules of the year leave to the office. */
export function openYearFields(rule: RuleOf<'cap' | 'parts' | 'meeting' | 'return' | 'numbering' | 'deadline'>): OpenField[] {
  switch (rule.kind) {
    case 'cap':
      return rule.formula ? formulaFields(rule, rule.formula) : [];
    case 'parts':
      return partFields(rule);
    case 'meeting':
      return [
        ...(rule.minimumPresent === undefined
          ? []
          : [
              countField('minimumPresent', { zh: '最少到会人数', en: 'Least number present' }, 'count', rule.minimumPresent, (minimumPresent) => ({
                ...rule,
                minimumPresent,
              })),
            ]),
        ...(rule.quorum === undefined
          ? []
          : [
              fractionField('quorum', { zh: '到会的最低比例（如 >1/2）', en: 'Least share present (such as >1/2)' }, rule.quorum, (quorum) => ({
                ...rule,
                quorum,
              })),
            ]),
        ...(rule.pass === undefined
          ? []
          : [
              fractionField('pass', { zh: '同意的最低比例（如 >=2/3）', en: 'Least share that agrees (such as >=2/3)' }, rule.pass, (pass) => ({
                ...rule,
                pass,
              })),
            ]),
      ];
    case 'return':
      return rule.cases.flatMap((each, index) => {
        const put = (change: object): Rule => ({ ...rule, cases: replaceAt(rule.cases, index, { ...each, ...change }) });
        const name = CASES[each.when];
        return [
          countField(
            `cases.${each.when}.sharePercent`,
            { zh: `${name.zh}时交回的比例`, en: `Share returned after ${name.en}` },
            'percent',
            each.sharePercent,
            (sharePercent) => put({ sharePercent }),
          ),
          countField(`cases.${each.when}.withinDays`, { zh: `${name.zh}：${DAYS.zh}`, en: `${DAYS.en}: ${name.en}` }, 'days', each.withinDays, (withinDays) =>
            put({ withinDays }),
          ),
          choiceField(
            `cases.${each.when}.counting`,
            { zh: `${name.zh}：${COUNTING.zh}`, en: `${COUNTING.en}: ${name.en}` },
            COUNTINGS,
            each.counting !== null,
            (counting) => put({ counting }),
          ),
        ];
      });
    case 'numbering':
      return rule.parts.includes('serial') && rule.serialDigits === null
        ? [countField('serialDigits', { zh: '序号写几位', en: 'Digits of the serial number' }, 'count', null, (serialDigits) => ({ ...rule, serialDigits }), 1)]
        : [];
    case 'deadline':
      return [
        {
          field: 'lastDay',
          label: { zh: '最后日期（月-日）', en: 'Last day (MM-DD)' },
          unit: 'month-day',
          isSet: rule.lastDay !== null,
          fill: (lastDay) => (isDay(`2024-${lastDay}`) ? ok({ ...rule, lastDay }) : bad),
        },
      ];
  }
}
