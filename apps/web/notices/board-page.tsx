import { type Notice, noticeState } from '#modules/notices';
import { ButtonLink, type DutyItem, DutyList, dataTable, Empty, Layout, Lead, type PageFrame, Section, Soft, State, type TableSpec } from '../ui/index.ts';
import { disclosureText } from './disclosure-text.ts';
import { kindWords, noticeText } from './text.ts';
import { periodWords, stateWords } from './view.ts';

/** The public board of a neighbourhood (with what the whole subdistrict is told), or of the subdistrict. */
export interface BoardView {
  page: PageFrame;
  today: string;
  placeName: string;
  /** Path of the board below the base: `/n/gq-cailu/notices` or `/notices`. */
  path: string;
  notices: readonly Notice[];
  /** The board of the subdistrict: shows of which neighbourhood each notice is. */
  whole: boolean;
  /** Names of neighbourhoods by id. */
  places: ReadonlyMap<string, string>;
  query: Record<string, string | undefined>;
  mayPublish: boolean;
}

/** The board's list, for the page and for Excel. */
export function boardTable(view: BoardView): TableSpec<Notice> {
  const { lang, base } = view.page;
  const t = noticeText[lang];
  const placeOf = (n: Notice) => (n.neighbourhoodId === null ? (view.page.subdistrictName ?? '') : (view.places.get(n.neighbourhoodId) ?? ''));
  const kinds = [...new Set(view.notices.map((notice) => notice.kind))];
  return {
    rows: view.notices,
    query: view.query,
    lang,
    base: `${base}${view.path}`,
    caption: `${view.placeName} ${t.board}`,
    columns: [
      { key: 'title', label: t.name, value: (n) => n.title, render: (n) => <a href={`${base}/notices/${n.id}`}>{n.title}</a> },
      { key: 'kind', label: t.kind, value: (n) => kindWords(n.kind, lang) },
      ...(view.whole ? [{ key: 'place', label: t.place, value: placeOf }] : []),
      { key: 'start', label: t.period, value: (n) => n.startDay, render: (n) => periodWords(n, lang) },
      {
        key: 'state',
        label: t.stateLabel,
        value: (n) => stateWords(n, view.today, lang).text,
        render: (n) => {
          const s = stateWords(n, view.today, lang);
          return <State tone={s.tone}>{s.text}</State>;
        },
      },
    ],
    filters: [
      ...(view.whole
        ? [
            {
              key: 'place',
              label: t.place,
              options: [...view.places].map(([value, label]) => ({ value, label })),
              matches: (n: Notice, value: string) => n.neighbourhoodId === value,
            },
          ]
        : []),
      { key: 'kind', label: t.kind, options: kinds.map((kind) => ({ value: kind, label: kindWords(kind, lang) })), matches: (n, value) => n.kind === value },
      {
        key: 'state',
        label: t.stateLabel,
        matches: (n, value) => noticeState(n, view.today) === value,
        options: [
          { value: 'open', label: t.running },
          { value: 'coming', label: t.coming },
          { value: 'ended', label: t.ended },
          { value: 'replaced', label: t.replaced },
        ],
      },
    ],
    empty: <Empty title={t.emptyTitle}>{t.emptyBody}</Empty>,
  };
}

export function BoardPage(view: BoardView) {
  const { page } = view;
  const t = noticeText[page.lang];
  const open = view.notices.filter((notice) => noticeState(notice, view.today) === 'open' && notice.endDay !== null);
  return (
    <Layout page={page} title={`${view.placeName} ${t.board}`}>
      <Lead>{t.boardLead}</Lead>
      {view.whole ? null : (
        <ButtonLink kind="quiet" href={`${page.base}${view.path.replace(/\/notices$/, '/disclosure')}`}>
          {disclosureText[page.lang].see}
        </ButtonLink>
      )}{' '}
      {view.mayPublish && (
        <ButtonLink kind="quiet" href={`${page.base}${view.path}/new`}>
          {t.newTitle}
        </ButtonLink>
      )}
      <Section title={t.open}>{open.length === 0 ? <Soft>{t.noneOpen}</Soft> : <DutyList items={open.map((notice) => openItem(view, notice))} />}</Section>
      <Section title={t.all} action={<a href={`${page.base}${view.path}.atom`}>{t.feed}</a>}>
        {dataTable(boardTable(view))}
      </Section>
    </Layout>
  );
}

function openItem(view: BoardView, notice: Notice): DutyItem {
  const { lang, base } = view.page;
  const state = stateWords(notice, view.today, lang);
  return {
    title: notice.title,
    href: `${base}/notices/${notice.id}`,
    detail: `${kindWords(notice.kind, lang)} · ${periodWords(notice, lang)}`,
    due: state.text,
    tone: state.tone,
  };
}
