import type { Advance } from '#modules/books';
import { daysOpen } from '#modules/projects';
import { dataTable, dayText, Empty, Layout, Lead, Money, type PageFrame, Section, State, type TableSpec } from '../ui/index.ts';
import { movesText } from '../spending/moves-text.ts';
import { openingText } from './opening-text.ts';
import { booksText } from './text.ts';

/** Open advances, with what they are for. */
export interface AdvanceListView {
  advances: readonly Advance[];
  projects: ReadonlyMap<string, string>;
  items: ReadonlyMap<string, string>;
  /** Within how many days the office wants them settled; null where it has set none. */
  limitDays: number | null;
  today: string;
}

/** Who holds money of a project, since when; overdue ones by the office's own days are marked. */
export function advanceTable(view: AdvanceListView, page: Pick<PageFrame, 'lang' | 'base'>, base: string, withProject: boolean): TableSpec<Advance> {
  const { lang } = page;
  const t = openingText[lang];
  const days = (row: Advance) => daysOpen(row, view.today);
  return {
    rows: view.advances,
    query: {},
    lang,
    base,
    tools: false,
    caption: t.advances,
    columns: [
      ...(withProject
        ? [
            {
              key: 'project',
              label: t.project,
              value: (row: Advance) => view.projects.get(row.projectId) ?? '',
              render: (row: Advance) => <a href={`${page.base}/projects/${row.projectId}/account`}>{view.projects.get(row.projectId) ?? ''}</a>,
            },
          ]
        : []),
      { key: 'holder', label: t.holder, value: (row) => row.holder.name },
      {
        key: 'for',
        label: t.for,
        value: (row) => view.items.get(row.subjectId) ?? '',
        render: (row) => <a href={`${page.base}/spending/${row.subjectId}#advance`}>{view.items.get(row.subjectId) ?? t.for}</a>,
      },
      { key: 'since', label: t.since, value: (row) => row.day, render: (row) => dayText(row.day, lang) },
      {
        key: 'days',
        label: t.days,
        numeric: true,
        value: days,
        render: (row) => (
          <>
            {days(row)}
            {view.limitDays !== null && days(row) > view.limitDays && (
              <>
                {' '}
                <State tone="act">{t.late}</State>
              </>
            )}
          </>
        ),
      },
      { key: 'amount', label: t.amount, numeric: true, value: (row) => row.amountFen },
    ],
  };
}

/** What the office has set, or that it has not. */
const limitWords = (view: AdvanceListView, lang: PageFrame['lang']): string =>
  view.limitDays === null ? movesText[lang].noLimit : movesText[lang].limit(view.limitDays);

/** Open advances of one project, on its account; nothing where there are none. */
export function AdvanceNote({ page, view, here }: { page: PageFrame; view: AdvanceListView; here: string }) {
  if (view.advances.length === 0) return null;
  return (
    <Section title={openingText[page.lang].advances} id="advances">
      {dataTable(advanceTable(view, page, here, false))}
      <p class="soft">{limitWords(view, page.lang)}</p>
    </Section>
  );
}

/** Open advances of the whole subdistrict, for the office and its auditors. */
export function AdvanceListPage({ page, view }: { page: PageFrame; view: AdvanceListView }) {
  const t = openingText[page.lang];
  const sum = view.advances.reduce((fen, each) => fen + each.amountFen, 0n);
  return (
    <Layout page={page} title={t.advances} crumbs={[{ label: booksText[page.lang].books, href: `${page.base}/books` }]} wide>
      <Lead>{t.advancesLead}</Lead>
      <p class="soft">{limitWords(view, page.lang)}</p>
      {view.advances.length === 0 ? (
        <Empty title={t.noAdvances}>{t.advancesLead}</Empty>
      ) : (
        <>
          {dataTable(advanceTable(view, page, `${page.base}/books/advances`, true))}
          <p>
            {booksText[page.lang].total} <Money fen={sum} />
          </p>
        </>
      )}
    </Layout>
  );
}
