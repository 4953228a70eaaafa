import { categories, type Matter, matterNo, stateNames } from '#modules/matters';
import { Actions, ButtonLink, dataTable, Day, Empty, Layout, Lead, type PageFrame, shanghaiParts, State, type TableSpec } from '../ui/index.ts';
import { followText } from './follow-text.ts';
import { matterText } from './text.ts';
import { categoryWord, standWord, stateWord } from './words.ts';
import { stateTone, titleWords } from './view.ts';

/** Matters of a neighbourhood, or of the whole subdistrict (`place` null). */
export interface ListView {
  page: PageFrame;
  place: { id: string; code: string; name: string } | null;
  /** Names of neighbourhoods by id, for the list of the subdistrict. */
  places: ReadonlyMap<string, string>;
  matters: readonly Matter[];
  query: Record<string, string | undefined>;
  mayEnter: boolean;
  /** May see what repeats across neighbourhoods. */
  mayCompare: boolean;
}

/** The list, for the page and for Excel. */
export function matterTable(view: ListView): TableSpec<Matter> {
  const { lang, base } = view.page;
  const t = matterText[lang];
  const placeColumn = view.place !== null ? [] : [{ key: 'place', label: t.place, value: (m: Matter) => view.places.get(m.neighbourhoodId) ?? '' }];
  const placeFilter =
    view.place !== null
      ? []
      : [
          {
            key: 'place',
            label: t.place,
            options: [...view.places].map(([value, label]) => ({ value, label })),
            matches: (m: Matter, value: string) => m.neighbourhoodId === value,
          },
        ];
  return {
    rows: view.matters,
    query: view.query,
    lang,
    base: `${base}${view.place ? `/n/${view.place.code}` : ''}/matters`,
    caption: `${view.place?.name ?? view.page.subdistrictName ?? ''} ${t.list}`,
    columns: [
      { key: 'title', label: t.title, value: (m) => titleWords(m, lang), render: (m) => <a href={`${base}/matters/${m.id}`}>{titleWords(m, lang)}</a> },
      ...placeColumn,
      {
        key: 'state',
        label: t.state,
        value: (m) => standWord(m, lang),
        render: (m) => <State tone={stateTone(m)}>{standWord(m, lang)}</State>,
      },
      { key: 'households', label: t.households, value: (m) => m.households, numeric: true },
      { key: 'category', label: t.category, value: (m) => categoryWord(m.category, lang) },
      {
        key: 'raised',
        label: t.raisedOn,
        value: (m) => shanghaiParts(m.raisedAt).day,
        render: (m) => <Day day={shanghaiParts(m.raisedAt).day} style="short" />,
      },
      { key: 'no', label: t.no, value: (m) => matterNo(m) },
    ],
    filters: [
      {
        key: 'state',
        label: t.state,
        options: stateNames.map((value) => ({ value, label: stateWord(value, lang) })),
        matches: (m, value) => m.state.state === value,
      },
      ...placeFilter,
      {
        key: 'category',
        label: t.category,
        matches: (m, value) => m.category === value,
        options: categories.filter((value) => view.matters.some((m) => m.category === value)).map((value) => ({ value, label: categoryWord(value, lang) })),
      },
    ],
    empty: <Empty title={t.emptyTitle}>{t.emptyBody}</Empty>,
  };
}

export function ListPage(view: ListView) {
  const { page, place } = view;
  const t = matterText[page.lang];
  return (
    <Layout page={page} title={`${place?.name ?? page.subdistrictName ?? ''} ${t.list}`}>
      <Lead>{t.listLead}</Lead>
      <Actions>
        <ButtonLink href={`${page.base}/matters/new${place ? `?n=${place.code}` : ''}`}>{t.raise}</ButtonLink>
        {place !== null && view.mayEnter && (
          <ButtonLink kind="quiet" href={`${page.base}/n/${place.code}/matters/enter`}>
            {t.enter}
          </ButtonLink>
        )}
        {place !== null && (
          <ButtonLink kind="quiet" href={`${page.base}/n/${place.code}/matters/plan`}>
            {followText[page.lang].planSee}
          </ButtonLink>
        )}
        {place === null && view.mayCompare && (
          <ButtonLink kind="quiet" href={`${page.base}/matters/repeats`}>
            {followText[page.lang].repeatsSee}
          </ButtonLink>
        )}
        {place !== null && (
          <ButtonLink kind="quiet" href={`${page.base}/n/${place.code}/matters/slip.pdf`}>
            {t.slip}
          </ButtonLink>
        )}
      </Actions>
      {dataTable(matterTable(view))}
    </Layout>
  );
}
