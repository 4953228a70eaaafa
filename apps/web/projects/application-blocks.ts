import { toChineseCapital } from '#libs/money';
import type { Application } from '#modules/projects';
import { type Block, facts, heading, paragraph, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText, yuanText } from '../ui/index.ts';
import { applicationText } from './application-text.ts';
import { guideText } from './application-guide-text.ts';
import { ruleWords } from '../sources/rule-words.ts';
import { projectText } from './text.ts';

/** Decimal text without needless zeros. */
const plain = (value: string): string => (value.includes('.') ? value.replace(/\.?0+$/, '') : value);

/** An application on paper: for the printed application and for the dossier. */
export function applicationBlocks(a: Application, about: { lang: Lang; categories: ReadonlyMap<string, string>; resolutions: readonly string[] }): Block[] {
  const t = applicationText[about.lang];
  return [
    facts([
      [t.titleField, a.title],
      [t.periodStart, dayText(a.periodStart, about.lang)],
      [t.periodEnd, dayText(a.periodEnd, about.lang)],
    ]),
    heading(t.goal, { level: 2 }),
    paragraph(a.goal),
    heading(t.why, { level: 2 }),
    paragraph(a.why),
    heading(t.basis, { level: 2 }),
    ...about.resolutions.map((text) => paragraph(text)),
    heading(t.indicators, { level: 2 }),
    table({
      columns: [
        { label: t.indicator, width: '*' },
        { label: t.baseline, align: 'right' },
        { label: t.target, align: 'right' },
        { label: guideText[about.lang].how, width: 100 },
        { label: guideText[about.lang].when, width: 80 },
      ],
      rows: a.indicators.map((one) => [one.name, `${plain(one.baseline)}${one.unit}`, `${plain(one.target)}${one.unit}`, one.how, one.when]),
    }),
    heading(t.team, { level: 2 }),
    table({ columns: [{ label: t.memberName }, { label: t.duty, width: '*' }], rows: a.members.map((one) => [one.name, one.duty]) }),
    ...moneyBlocks(a, about),
    heading(t.keeperTitle, { level: 2 }),
    facts([
      [t.keeperName, a.keeperName],
      [t.upkeepMonths, `${a.upkeepMonths} ${t.months}`],
      [t.upkeepYearly, `${yuanText(a.upkeepYearlyFen)} ${about.lang === 'zh' ? '元' : 'yuan'}`],
      [t.upkeepPlan, a.upkeepPlan],
    ]),
    heading(t.risks, { level: 2 }),
    table({
      columns: [
        { label: t.risk, width: '*' },
        { label: t.answer, width: '*' },
      ],
      rows: a.risks.map((one) => [one.risk, one.answer]),
    }),
  ];
}

/** Sources and budget lines with their sums and the total in words: in the application and in the budget. */
export function moneyBlocks(a: Application, about: { lang: Lang; categories: ReadonlyMap<string, string> }): Block[] {
  const t = applicationText[about.lang];
  const g = guideText[about.lang];
  const p = projectText[about.lang];
  const sources = a.sources.map((source) => [
    p[source.kind],
    source.name,
    [
      source.perHouseholdFen !== null && source.households !== null ? p.perHousehold(yuanText(source.perHouseholdFen), source.households) : '',
      [source.basis === null ? '' : g[source.basis], source.basisNote].filter((part) => part !== '').join('：'),
    ]
      .filter((part) => part !== '')
      .join('\n'),
    yuanText(source.plannedFen),
  ]);
  const lines = a.lines.map((line, index) => [
    String(index + 1),
    line.name,
    about.categories.get(line.category) ?? line.category,
    `${plain(line.quantity)}${line.unit}`,
    yuanText(line.unitPriceFen),
    yuanText(line.amountFen),
    line.shares.map((share) => `${a.sources[share.sourceNo - 1]?.name ?? ''} ${yuanText(share.amountFen)}`).join('\n'),
  ]);
  return [
    heading(t.money, { level: 2 }),
    table({
      columns: [{ label: t.sourceKind }, { label: t.sourceName, width: '*' }, { label: g.basis, width: 130 }, { label: t.planned, align: 'right' }],
      rows: sources,
      total: [t.total, '', '', yuanText(a.totalFen)],
    }),
    ...a.sources.flatMap((source) =>
      source.shortfall ? [paragraph(`${source.name}${about.lang === 'zh' ? '，' : ', '}${ruleWords(source.shortfall, about.lang)}`, { soft: true })] : [],
    ),
    heading(t.budget, { level: 2 }),
    table({
      columns: [
        { label: '', width: 16 },
        { label: t.lineName, width: '*' },
        { label: t.category },
        { label: t.quantity, align: 'right' },
        { label: t.unitPrice, align: 'right' },
        { label: t.amount, align: 'right' },
        { label: t.payer, width: 120 },
      ],
      rows: lines,
      total: ['', t.total, '', '', '', yuanText(a.totalFen), ''],
    }),
    paragraph(`${t.capital}：${toChineseCapital(a.totalFen)}`),
  ];
}
