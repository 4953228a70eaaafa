import { lacksItsBallot, resolutionStates } from '#modules/meetings';
import { dataTable, dayText, Empty, Layout, Lead, type PageFrame, State, type TableSpec } from '../ui/index.ts';
import { resolutionText } from './form-text.ts';
import { ResolutionState } from './parts.tsx';
import { followText } from './resolution-text.ts';
import { meetingText } from './text.ts';
import type { ResolutionView } from './view.ts';

export interface ResolutionListView {
  page: PageFrame;
  place: { code: string; name: string };
  today: string;
  items: readonly ResolutionView[];
  query: Readonly<Record<string, string | undefined>>;
}

/** Resolutions of a place as a table, for the page and for Excel. */
export function resolutionTable(view: ResolutionListView): TableSpec<ResolutionView> {
  const { lang, base } = view.page;
  const t = followText[lang];
  const r = resolutionText[lang];
  const isLate = (row: ResolutionView) => row.resolution.state === 'overdue';
  return {
    lang,
    base: `${base}/n/${view.place.code}/resolutions`,
    query: view.query,
    caption: `${view.place.name}${t.listTitle}`,
    rows: view.items,
    filters: [
      {
        key: 'state',
        label: t.state,
        options: resolutionStates.map((value) => ({ value, label: r[value] })),
        matches: (row, value) => row.resolution.state === value,
      },
      {
        key: 'late',
        label: t.late,
        options: [
          { value: 'yes', label: t.isOverdue },
          { value: 'no', label: t.onTime },
        ],
        matches: (row, value) => isLate(row) === (value === 'yes'),
      },
    ],
    columns: [
      {
        key: 'text',
        label: t.what,
        value: (row) => row.resolution.text,
        render: (row) => <a href={`${base}/resolutions/${row.resolution.id}`}>{row.resolution.text}</a>,
      },
      { key: 'executor', label: r.executor, value: (row) => row.executor },
      { key: 'supervisor', label: r.supervisor, value: (row) => row.supervisor },
      {
        key: 'deadline',
        label: r.deadline,
        value: (row) => row.resolution.deadline,
        render: (row) => dayText(row.resolution.deadline, lang),
      },
      {
        key: 'state',
        label: t.state,
        value: (row) => r[row.resolution.state],
        render: (row) => (
          <>
            <ResolutionState state={row.resolution.state} /> {lacksItsBallot(row.resolution) && <State tone="bad">{t.ballotMissing}</State>}
          </>
        ),
      },
      { key: 'decided', label: r.decidedOn, value: (row) => row.resolution.decidedOn, render: (row) => dayText(row.resolution.decidedOn, lang) },
    ],
    empty: <Empty title={t.emptyTitle}>{t.emptyBody}</Empty>,
  };
}

/** Every resolution of a place with its state, to filter and to take away as a sheet. */
export function ResolutionListPage(props: ResolutionListView) {
  const { page, place } = props;
  const t = followText[page.lang];
  return (
    <Layout
      page={page}
      title={`${place.name} ${t.listTitle}`}
      crumbs={[
        { label: place.name, href: `${page.base}/n/${place.code}` },
        { label: meetingText[page.lang].title, href: `${page.base}/n/${place.code}/meetings` },
      ]}
      wide
    >
      <Lead>{t.listLead}</Lead>
      {dataTable(resolutionTable(props))}
    </Layout>
  );
}
