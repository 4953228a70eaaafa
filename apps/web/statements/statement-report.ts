import { type Category } from '#modules/books';
import type { CommunityStatement, StatementLine, SubdistrictStatement } from '#modules/projects';
import type { Lang } from '#platform/i18n';
import { sourceKindWords } from '../books/text.ts';
import { categoryWords } from '../books/view.ts';
import { stateName } from '../projects/words.ts';
import { publicSourceName } from './account-report.ts';
import { money, type Report, type ReportCell, type ReportColumn, type ReportTable, words } from './report.ts';
import { statementText } from './text.ts';

type Entries = (query: string) => string | undefined;

/** Columns of money that every statement has. */
const figureKeys = ['receivedFen', 'reservedFen', 'advancedFen', 'spentFen', 'returnedFen', 'availableFen'] as const;
const figureLabel = {
  receivedFen: 'received',
  reservedFen: 'reserved',
  advancedFen: 'advanced',
  spentFen: 'spent',
  returnedFen: 'returned',
  availableFen: 'available',
} as const;
type FigureKey = (typeof figureKeys)[number];

const shownKeys = (whole: StatementLine): readonly FigureKey[] => figureKeys.filter((key) => key !== 'advancedFen' || whole.figures.advancedFen !== 0n);
const ratio = (line: StatementLine, href: string | undefined): ReportCell => (line.leverage === null ? { value: null } : words(line.leverage, href));
const moneyColumn = (label: string): ReportColumn => ({ label, numeric: true, width: 66 });

/** Grant, other money and the figures of a line, each opening to its entries. */
const lineCells = (line: StatementLine, keys: readonly FigureKey[], entries: Entries): ReportCell[] => [
  money(line.grantFen, entries('figure=received&kind=grant')),
  money(line.otherFen, entries('figure=received&kind=other')),
  ...keys.map((key) => money(line.figures[key], entries(`figure=${figureLabel[key]}`))),
  ratio(line, entries('figure=received')),
];
const lineColumns = (keys: readonly FigureKey[], lang: Lang): ReportColumn[] => {
  const t = statementText[lang];
  return [...[t.grant, t.other, ...keys.map((key) => t[figureLabel[key]])].map(moneyColumn), { label: t.leverage, numeric: true, width: 38 }];
};

function compareTable(now: StatementLine, before: StatementLine, lang: Lang, entries: Entries, entriesBefore: Entries): ReportTable {
  const t = statementText[lang];
  const row = (label: string, of: (line: StatementLine) => bigint, query: string): ReportCell[] => [
    words(label),
    money(of(now), entries(query)),
    money(of(before), entriesBefore(query)),
    { value: of(now) - of(before), ...(entries(query) === undefined || of(now) === of(before) ? {} : { href: entries(query) ?? '' }) },
  ];
  return {
    id: 'compare',
    title: t.compare,
    note: t.compareNote,
    columns: [{ label: t.figure }, ...[t.thisYear, t.lastYear, t.change].map((label) => ({ label, numeric: true, width: 100 }))],
    rows: [
      row(t.grant, (line) => line.grantFen, 'figure=received&kind=grant'),
      row(t.other, (line) => line.otherFen, 'figure=received&kind=other'),
      ...shownKeys(now).map((key) => row(t[figureLabel[key]], (line) => line.figures[key], `figure=${figureLabel[key]}`)),
      [words(t.leverage), ratio(now, entries('figure=received')), ratio(before, entriesBefore('figure=received')), { value: null }],
    ],
  };
}

const kindsTable = (kinds: CommunityStatement['kinds'], whole: StatementLine, lang: Lang, entries: Entries): ReportTable => {
  const t = statementText[lang];
  const keys = shownKeys(whole);
  return {
    id: 'kinds',
    title: t.kinds,
    columns: [{ label: t.kind }, ...['pledged' as const, ...keys.map((key) => figureLabel[key])].map((label) => moneyColumn(t[label]))],
    rows: kinds.map(({ sourceKind, figures }) => [
      words(sourceKindWords(sourceKind, lang)),
      money(figures.pledgedFen, entries(`figure=pledged&kind=${sourceKind}`)),
      ...keys.map((key) => money(figures[key], entries(`figure=${figureLabel[key]}&kind=${sourceKind}`))),
    ]),
    total: [
      words(t.total),
      money(whole.figures.pledgedFen, entries('figure=pledged')),
      ...keys.map((key) => money(whole.figures[key], entries(`figure=${figureLabel[key]}`))),
    ],
    empty: t.noMoney,
  };
};

const statsOf = (line: StatementLine, lang: Lang, entries: Entries): Report['stats'] => {
  const t = statementText[lang];
  return [
    { label: t.received, cell: money(line.figures.receivedFen, entries('figure=received')) },
    { label: t.grant, cell: money(line.grantFen, entries('figure=received&kind=grant')) },
    { label: t.spent, cell: money(line.figures.spentFen, entries('figure=spent')) },
    { label: t.available, cell: money(line.figures.availableFen, entries('figure=available')) },
    ...(line.leverage === null
      ? []
      : [{ label: t.leverage, cell: { ...words(line.leverage, entries('figure=received')), words: t.times(line.leverage) }, note: t.leverageNote }]),
  ];
};

const capitalsOf = (line: StatementLine, lang: Lang): Report['capitals'] => {
  const t = statementText[lang];
  return [
    [t.received, line.figures.receivedFen],
    [t.spent, line.figures.spentFen],
    [t.returned, line.figures.returnedFen],
    [t.available, line.figures.availableFen],
  ];
};

/** The statement of a neighbourhood. `staff` opens every figure to its entries, the public version names no private person. */
export function communityReport(
  statement: CommunityStatement,
  of: { place: { code: string; name: string }; lang: Lang; staff: boolean; categories: readonly Category[]; about: Report['about'] },
): Report {
  const { lang, staff, place } = of;
  const t = statementText[lang];
  const at =
    (year: number): Entries =>
    (query) =>
      staff ? `/n/${place.code}/entries?year=${year}&${query}` : undefined;
  const entries = at(statement.year);
  const keys = shownKeys(statement.total);
  const { restricted } = statement;
  const titleOf = (projectId: string) => statement.projects.find((project) => project.id === projectId)?.title ?? '';
  return {
    title: t.communityTitle(place.name),
    subtitle: t.ofYear(statement.year),
    lead: staff ? t.statementLead : `${t.publicLead}${t.statementLead}`,
    stats: statsOf(statement.total, lang, entries),
    tables: [
      {
        id: 'projects',
        title: t.projects,
        columns: [{ label: t.project, width: 112 }, { label: t.state, width: 46 }, ...lineColumns(keys, lang)],
        rows: statement.projects.map((project) => [
          words(`${project.serial} ${project.title}`, staff ? `/projects/${project.id}/account` : `/projects/${project.id}/account/public`),
          words(stateName(project.state, lang)),
          ...lineCells(project.line, keys, (query) => (staff ? `/projects/${project.id}/entries?${query}` : undefined)),
        ]),
        total: [words(t.total), words(''), ...lineCells(statement.total, keys, entries)],
        empty: t.noMoney,
      },
      kindsTable(statement.kinds, statement.total, lang, entries),
      compareTable(statement.total, statement.before, lang, entries, at(statement.year - 1)),
      {
        id: 'restricted',
        title: t.restricted,
        note: t.restrictedNote,
        columns: [
          { label: t.source },
          { label: t.project },
          { label: t.mayPay },
          { label: t.until, width: 66 },
          { label: t.state, width: 46 },
          { label: t.balance, numeric: true, width: 80 },
        ],
        rows: [
          ...restricted.lines.map(({ award, unrestricted }) => [
            words(staff ? award.name : publicSourceName(award, lang)),
            words(titleOf(award.projectId)),
            words(award.categories.map((category) => categoryWords(of.categories, category, lang)).join('、')),
            words(award.validTo),
            words(unrestricted ? t.isUnrestricted : t.isRestricted),
            money(award.availableFen, staff ? `/projects/${award.projectId}/entries?figure=available&source=${award.awardId}` : undefined),
          ]),
          ...(restricted.lines.length === 0
            ? []
            : (
                [
                  [t.restrictedSum, restricted.restrictedFen, false],
                  [t.unrestrictedSum, restricted.unrestrictedFen, true],
                ] as const
              ).map(([label, fen, which]) => {
                const ids = restricted.lines.filter((line) => line.unrestricted === which).map((line) => line.award.awardId);
                return [words(label), words(''), words(''), words(''), words(''), money(fen, entries(`figure=available&source=${ids.join('.')}`))];
              })),
        ],
        ...(restricted.lines.length === 0
          ? {}
          : { total: [words(t.total), words(''), words(''), words(''), words(''), money(statement.total.figures.availableFen, entries('figure=available'))] }),
        empty: t.restrictedNone,
      },
    ],
    about: [...of.about, [t.aboutScope, t.scopeYear(statement.year)]],
    capitals: capitalsOf(statement.total, lang),
  };
}

/** The statement of the subdistrict: a row for each neighbourhood. */
export function subdistrictReport(
  statement: SubdistrictStatement,
  of: { name: string; places: ReadonlyMap<string, { code: string; name: string }>; lang: Lang; about: Report['about'] },
): Report {
  const { lang } = of;
  const t = statementText[lang];
  const at =
    (year: number): Entries =>
    (query) =>
      `/entries?year=${year}&${query}`;
  const entries = at(statement.year);
  const keys = shownKeys(statement.total);
  const share = (thousandths: bigint): ReportCell => words(`${thousandths / 10n}.${thousandths % 10n}%`);
  const rows = statement.places
    .map((line) => ({ ...line, place: of.places.get(line.neighbourhoodId) ?? { code: '', name: '' } }))
    .sort((a, b) => a.place.name.localeCompare(b.place.name, 'zh-CN'));
  return {
    title: t.subdistrictTitle(of.name),
    subtitle: t.ofYear(statement.year),
    lead: t.statementLead,
    stats: statsOf(statement.total, lang, entries),
    tables: [
      {
        id: 'places',
        title: t.places,
        columns: [
          { label: t.place },
          { label: t.projectCount, numeric: true, bigintIs: 'count', width: 36 },
          ...lineColumns(keys, lang),
          { label: t.grantShare, numeric: true, width: 42 },
          moneyColumn(t.beforeReceived),
        ],
        rows: rows.map(({ place, projects, line, before, grantShare }) => {
          const own =
            (year: number): Entries =>
            (query) =>
              `/n/${place.code}/entries?year=${year}&${query}`;
          return [
            words(place.name, `/n/${place.code}/statement?year=${statement.year}`),
            { value: BigInt(projects) },
            ...lineCells(line, keys, own(statement.year)),
            share(grantShare),
            money(before.figures.receivedFen, own(statement.year - 1)('figure=received')),
          ];
        }),
        total: [
          words(t.total),
          { value: BigInt(statement.projects) },
          ...lineCells(statement.total, keys, entries),
          share(statement.total.grantFen === 0n ? 0n : 1000n),
          money(statement.before.figures.receivedFen, at(statement.year - 1)('figure=received')),
        ],
        empty: t.noMoney,
      },
      kindsTable(statement.kinds, statement.total, lang, entries),
      compareTable(statement.total, statement.before, lang, entries, at(statement.year - 1)),
    ],
    about: [...of.about, [t.aboutScope, t.scopeYear(statement.year)]],
    capitals: capitalsOf(statement.total, lang),
  };
}
