import { type Award, type Category, type Expense, type MoneyFlow, type ProjectAccount, type Voucher } from '#modules/books';
import { maskName, maskPhonesIn } from '#modules/people';
import type { ApplicationVersion, Project } from '#modules/projects';
import type { Lang } from '#platform/i18n';
import { sourceKindWords } from '../books/text.ts';
import { categoryWords } from '../books/view.ts';
import { flowGraph, flowTable } from './account-flows.ts';
import { leftKind, splitLeft, type SplitTotals } from './left-over.ts';
import { money, type Report, type ReportCell, type ReportTable, sum, words } from './report.ts';
import { statementText } from './text.ts';

/** Everything the account of a project is made of, from the books. */
export interface AccountFacts {
  project: Project;
  placeName: string;
  account: ProjectAccount;
  application: ApplicationVersion | null;
  flows: MoneyFlow[];
  expenses: (Expense & { vouchers: Voucher[] })[];
  categories: Category[];
  /** Open advances by use. */
  advancedByUse: ReadonlyMap<string, bigint>;
  about: Report['about'];
}

/** For whom: `staff` with entries behind every figure and payees, `public` without names. */
export interface Audience {
  kind: 'staff' | 'public';
  lang: Lang;
  /** Names that must not stand in the public version: payees, people who asked and approved, payers. */
  hidden?: ReadonlySet<string>;
}

/** A source as the public reads it: organisations and the common sources by name, a private person by the kind of money. */
export const publicSourceName = (award: Pick<Award, 'name' | 'sourceKind' | 'organisationId'>, lang: Lang): string =>
  award.organisationId !== null || !['partner', 'crowd', 'in_kind'].includes(award.sourceKind) ? award.name : sourceKindWords(award.sourceKind, lang);

/** What was typed, without phone numbers and without any of the names that are hidden. */
export function publicWords(text: string, hidden: ReadonlySet<string>): string {
  let out = maskPhonesIn(text);
  for (const name of [...hidden].filter((each) => each.length > 1).sort((a, b) => b.length - a.length)) out = out.replaceAll(name, maskName(name));
  return out;
}

const figures = [
  ['pledgedFen', 'pledged', 'pledged'],
  ['receivedFen', 'received', 'income'],
  ['reservedFen', 'reserved', 'reserved'],
  ['advancedFen', 'advanced', 'advanced'],
  ['spentFen', 'spent', 'spent'],
  ['returnedFen', 'returned', 'returned'],
  ['heldFen', 'held', 'held'],
  ['goodsFen', 'goods', 'held'],
  ['freeFen', 'available', 'held'],
] as const satisfies readonly (readonly [keyof SplitTotals, string, string])[];
/** Columns that stand only where they say something: most projects hand nothing out, hold nothing back and have no goods left. */
const onlyWhenAny: ReadonlySet<string> = new Set(['advancedFen', 'heldFen', 'goodsFen']);

/** The account of a project as a report. */
export function accountReport(facts: AccountFacts, audience: Audience): Report {
  const { lang } = audience;
  const t = statementText[lang];
  const staff = audience.kind === 'staff';
  const { account, project } = facts;
  const at = `/projects/${project.id}`;
  const entries = (query: string) => (staff ? `${at}/entries?${query}` : undefined);
  const name = (award: Award) => (staff ? award.name : publicSourceName(award, lang));
  const { sources: split, totals } = splitLeft(account.sources, account.totals);
  const shown = figures.filter(([key]) => !onlyWhenAny.has(key) || totals[key] > 0n);
  // What is left opens to the entries of those sources alone whose money it is.
  const leftEntries = (key: 'heldFen' | 'goodsFen' | 'freeFen') =>
    totals.freeFen === totals.availableFen
      ? entries('figure=available')
      : entries(
          `figure=available&source=${split
            .filter((source) => leftKind(source) === key)
            .map((source) => source.awardId)
            .join('.')}`,
        );
  const totalEntries = (key: (typeof figures)[number][0], label: string) =>
    key === 'heldFen' || key === 'goodsFen' || key === 'freeFen' ? leftEntries(key) : entries(`figure=${label}`);
  const sources: ReportTable = {
    id: 'sources',
    title: t.sources,
    columns: [
      { label: t.source },
      { label: t.kind, width: 62 },
      ...[t.planned, ...shown.map(([, label]) => t[label])].map((label) => ({ label, numeric: true, width: 66 })),
    ],
    rows: split.map((source) => [
      words(name(source), staff ? `/awards/${source.awardId}` : undefined),
      words(sourceKindWords(source.sourceKind, lang)),
      money(source.plannedFen, staff ? `${at}/agreement.pdf` : undefined),
      ...shown.map(([key, , ledger]) => money(source[key], staff ? `/awards/${source.awardId}?account=${ledger}` : undefined)),
    ]),
    total: [
      words(t.total),
      words(''),
      money(sum(account.sources.map((source) => source.plannedFen)), staff ? `${at}/agreement.pdf` : undefined),
      ...shown.map(([key, label]) => money(totals[key], totalEntries(key, label))),
    ],
    ...(totals.freeFen === totals.availableFen
      ? {}
      : {
          note: t.identity(
            shown
              .slice(2)
              .map(([, label]) => t[label])
              .join(' + '),
          ),
        }),
    empty: t.noFlow,
  };
  const graph = flowGraph(facts, name, audience);
  return {
    title: staff ? t.accountTitle : t.accountPublicTitle,
    subtitle: `${project.serial} ${project.title}`,
    lead: staff ? '' : t.publicLead,
    stats: [
      { label: t.received, cell: money(totals.receivedFen, entries('figure=received')) },
      { label: t.spent, cell: money(totals.spentFen, entries('figure=spent')) },
      ...(totals.heldFen > 0n ? [{ label: t.held, cell: money(totals.heldFen, leftEntries('heldFen')) }] : []),
      { label: t.available, cell: money(totals.freeFen, leftEntries('freeFen')) },
      ...(account.leverage === null
        ? []
        : [{ label: t.leverage, cell: { ...words(account.leverage, entries('figure=received')), words: t.times(account.leverage) }, note: t.leverageNote }]),
    ],
    tables: [
      sources,
      usesTable(facts, audience, entries),
      flowTable(facts, name, audience, entries),
      linesTable(facts, audience),
      expensesTable(facts, audience),
    ],
    about: [...facts.about, [t.aboutScope, t.scopeProject]],
    capitals: [
      [t.received, totals.receivedFen],
      [t.spent, totals.spentFen],
      [t.returned, totals.returnedFen],
      ...(totals.heldFen > 0n ? [[t.held, totals.heldFen] satisfies [string, bigint]] : []),
      [t.available, totals.freeFen],
    ],
    ...(graph.flows.length > 0 ? { flow: { graph, label: t.flowLabel, beside: 'flows' } } : {}),
  };
}

interface Use {
  category: string;
  budgetFen: bigint;
  reservedFen: bigint;
  advancedFen: bigint;
  spentFen: bigint;
}

/** Budget against what is kept, handed out and spent, per use, in the order of the budget. */
export function usesOf(facts: Pick<AccountFacts, 'application' | 'account' | 'advancedByUse'>): Use[] {
  const uses = new Map<string, Use>();
  const of = (category: string): Use => {
    const use = uses.get(category) ?? { category, budgetFen: 0n, reservedFen: 0n, advancedFen: 0n, spentFen: 0n };
    uses.set(category, use);
    return use;
  };
  for (const line of facts.application?.lines ?? []) of(line.category).budgetFen += line.amountFen;
  for (const line of facts.account.categories) {
    of(line.category).reservedFen += line.reservedFen;
    of(line.category).spentFen += line.spentFen;
  }
  for (const [category, fen] of facts.advancedByUse) of(category).advancedFen += fen;
  return [...uses.values()];
}

function usesTable(facts: AccountFacts, { lang, kind }: Audience, entries: (query: string) => string | undefined): ReportTable {
  const t = statementText[lang];
  const uses = usesOf(facts);
  const advanced = uses.some((use) => use.advancedFen !== 0n);
  const plan = kind === 'staff' && facts.application ? `/projects/${facts.project.id}/application.pdf` : undefined;
  const leftOf = (use: Use): bigint => use.budgetFen - use.reservedFen - use.advancedFen - use.spentFen;
  const left = (use: Use): ReportCell => ({ ...money(leftOf(use), plan), ...(leftOf(use) < 0n ? { bad: t.over } : {}) });
  const whole = uses.reduce(
    (all, use) => ({
      category: '',
      budgetFen: all.budgetFen + use.budgetFen,
      reservedFen: all.reservedFen + use.reservedFen,
      advancedFen: all.advancedFen + use.advancedFen,
      spentFen: all.spentFen + use.spentFen,
    }),
    { category: '', budgetFen: 0n, reservedFen: 0n, advancedFen: 0n, spentFen: 0n },
  );
  const row = (use: Use, label: string, of: string): ReportCell[] => [
    words(label),
    money(use.budgetFen, plan),
    money(use.reservedFen, entries(`figure=reserved${of}`)),
    ...(advanced ? [money(use.advancedFen, entries('figure=advanced'))] : []),
    money(use.spentFen, entries(`figure=spent${of}`)),
    left(use),
  ];
  return {
    id: 'uses',
    title: t.uses,
    note: t.usesNote,
    columns: [
      { label: t.use },
      ...[t.budget, t.reserved, ...(advanced ? [t.advanced] : []), t.spent, t.left].map((label) => ({ label, numeric: true, width: 76 })),
    ],
    rows: uses.map((use) => row(use, categoryWords(facts.categories, use.category, lang), `&use=${encodeURIComponent(use.category)}`)),
    total: row(whole, t.total, ''),
    empty: t.noExpenses,
  };
}

function linesTable(facts: AccountFacts, { lang, kind, hidden }: Audience): ReportTable {
  const t = statementText[lang];
  const plan = kind === 'staff' ? `/projects/${facts.project.id}/application.pdf` : undefined;
  const lines = facts.application?.lines ?? [];
  const label = (text: string) => (kind === 'staff' ? text : publicWords(text, hidden ?? new Set()));
  return {
    id: 'lines',
    title: t.budgetLines,
    columns: [
      { label: t.line },
      { label: t.use, width: 60 },
      { label: t.quantity, numeric: true, width: 70 },
      { label: t.unitPrice, numeric: true, width: 76 },
      { label: t.amount, numeric: true, width: 80 },
    ],
    rows: lines.map((line) => [
      words(label(line.name)),
      words(categoryWords(facts.categories, line.category, lang)),
      words(`${line.quantity.replace(/\.0+$/, '')} ${line.unit}`),
      money(line.unitPriceFen, plan),
      money(line.amountFen, plan),
    ]),
    ...(lines.length > 0 ? { total: [words(t.total), words(''), words(''), words(''), money(sum(lines.map((line) => line.amountFen)), plan)] } : {}),
    empty: '—',
  };
}

function expensesTable(facts: AccountFacts, { lang, kind, hidden }: Audience): ReportTable {
  const t = statementText[lang];
  const staff = kind === 'staff';
  const useOf = (expense: Expense) => [...new Set(expense.lines.map((line) => categoryWords(facts.categories, line.category, lang)))].join('、');
  const entriesOf = (expense: Expense) => `/projects/${facts.project.id}/entries?figure=spent&expense=${expense.id}`;
  const listed = staff ? facts.expenses : facts.expenses.filter((expense) => expense.inForce);
  const papers = (expense: AccountFacts['expenses'][number]): ReportCell => {
    const [first] = expense.vouchers;
    if (!first) return words(expense.method === 'in_kind' ? t.inKind : t.noVoucherYet);
    if (!staff) return words(t.voucherCount(expense.vouchers.length));
    const numbers = expense.vouchers.map((voucher) => voucher.number).join(' ');
    return words(numbers, expense.vouchers.length === 1 ? `/vouchers/${first.id}` : entriesOf(expense));
  };
  return {
    id: 'expenses',
    title: t.expenses,
    columns: [
      { label: t.day, width: 62 },
      { label: t.text },
      { label: t.use, width: 50 },
      ...(staff ? [{ label: t.payee, width: 110 }] : []),
      { label: t.amount, numeric: true, width: 72 },
      { label: t.vouchers, width: 66 },
    ],
    rows: listed.map((expense) => [
      words(expense.day),
      { ...words(staff ? expense.text : publicWords(expense.text, hidden ?? new Set())), ...(expense.inForce ? {} : { bad: t.reversed }) },
      words(useOf(expense)),
      ...(staff ? [words(expense.payee)] : []),
      money(expense.amountFen - expense.refundedFen, staff ? entriesOf(expense) : undefined),
      papers(expense),
    ]),
    empty: t.noExpenses,
  };
}
