import type { Project, SpendingRequest } from '#modules/projects';
import { Actions, ButtonLink, dataTable, Empty, Instant, Layout, Lead, type PageFrame, State, type TableSpec } from '../ui/index.ts';
import { purchaseText } from './purchase-text.ts';
import { batchText } from './batch-text.ts';
import { spendingState, spendingText } from './text.ts';
import { bookText } from './voucher-book-text.ts';

/** Requests of one project; `paidFen` by expense. */
export interface SpendingListView {
  project: Project;
  requests: SpendingRequest[];
  paidFen: ReadonlyMap<string, bigint>;
  names: ReadonlyMap<string, string>;
  mayAsk: boolean;
  /** May take out the voucher book. */
  mayBind: boolean;
  place: { code: string; name: string };
}

/** The list as a table, for the page and for Excel. */
export function spendingTable(view: SpendingListView, page: Pick<PageFrame, 'lang' | 'base'>, query: Record<string, string>): TableSpec<SpendingRequest> {
  const { lang, base } = page;
  const t = spendingText[lang];
  const states = [...new Set(view.requests.map((request) => request.state))];
  return {
    rows: view.requests,
    query,
    lang,
    base: `${base}/projects/${view.project.id}/spending`,
    caption: t.list,
    empty: (
      <Empty title={t.emptyTitle} action={view.mayAsk ? <ButtonLink href={`${base}/spending/new?project=${view.project.id}`}>{t.new}</ButtonLink> : undefined}>
        {t.emptyBody}
      </Empty>
    ),
    filters: [
      {
        key: 'state',
        label: t.state,
        options: states.map((state) => ({ value: state, label: spendingState(state, lang).text })),
        matches: (row, value) => row.state === value,
      },
    ],
    columns: [
      { key: 'no', label: t.no, numeric: true, value: (row) => row.no },
      { key: 'item', label: t.item, value: (row) => row.item, render: (row) => <a href={`${base}/spending/${row.id}`}>{row.item}</a> },
      { key: 'amount', label: t.amount, numeric: true, value: (row) => row.amountFen },
      { key: 'paid', label: t.reallyPaid, numeric: true, value: (row) => (row.expenseId ? (view.paidFen.get(row.expenseId) ?? null) : null) },
      { key: 'requester', label: t.requester, value: (row) => view.names.get(row.requesterId) ?? '' },
      { key: 'asked', label: t.asked, value: (row) => row.askedAt, render: (row) => <Instant at={row.askedAt} style="short" /> },
      {
        key: 'stateWords',
        label: t.state,
        value: (row) => spendingState(row.state, lang).text,
        render: (row) => {
          const state = spendingState(row.state, lang);
          return <State tone={state.tone}>{state.text}</State>;
        },
      },
    ],
  };
}

/** Spending requests of a project. */
export function SpendingListPage(props: { page: PageFrame; view: SpendingListView; query: Record<string, string> }) {
  const { page, view } = props;
  const t = spendingText[page.lang];
  const p = purchaseText[page.lang];
  return (
    <Layout
      page={page}
      title={t.list}
      wide
      crumbs={[
        { label: view.project.title, href: `${page.base}/projects/${view.project.id}` },
        { label: t.account, href: `${page.base}/projects/${view.project.id}/account` },
      ]}
    >
      <Lead>{t.listLead}</Lead>
      <p>
        <a href={`${page.base}/guide/screw`}>{p.guideLink}</a> · <a href={`${page.base}/ask?project=${view.project.id}`}>{t.ask}</a> ·{' '}
        <a href={`${page.base}/n/${view.place.code}/relations`}>{p.relations}</a>
      </p>
      {view.requests.length > 0 && (
        <Actions>
          {view.mayAsk && <ButtonLink href={`${page.base}/spending/new?project=${view.project.id}`}>{t.new}</ButtonLink>}
          <ButtonLink kind="quiet" href={`${page.base}/projects/${view.project.id}/invoices`}>
            {batchText[page.lang].inboxLink}
          </ButtonLink>
          {view.mayBind && (
            <ButtonLink kind="quiet" href={`${page.base}/projects/${view.project.id}/voucher-book`}>
              {bookText[page.lang].title}
            </ButtonLink>
          )}
        </Actions>
      )}
      {dataTable(spendingTable(view, page, props.query))}
    </Layout>
  );
}
