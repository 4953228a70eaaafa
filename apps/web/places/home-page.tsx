import type { Notice } from '#modules/notices';
import { ButtonLink, dataTable, Day, Empty, Layout, Lead, type PageFrame, Section, Soft, type TableSpec } from '../ui/index.ts';
import { placesText } from './text.ts';

/** One neighbourhood in the list of the subdistrict. */
export interface NeighbourhoodLine {
  code: string;
  name: string;
  /** Published words where there are any, else the count. */
  householdsText: string;
  households: number;
  buildings: number;
  openMatters: number;
  projects: number;
}

/** The subdistrict's home. */
export interface HomeView {
  page: PageFrame;
  title: string;
  neighbourhoods: readonly NeighbourhoodLine[];
  notices: readonly Notice[];
  query: Record<string, string | undefined>;
  may: { create: boolean; start: boolean; office: boolean; compareMatters: boolean; setRules: boolean };
}

/** The list of neighbourhoods, for the page and for Excel. */
export function neighbourhoodTable(view: HomeView): TableSpec<NeighbourhoodLine> {
  const { lang, base } = view.page;
  const t = placesText[lang];
  return {
    rows: view.neighbourhoods,
    query: view.query,
    lang,
    base: base || '/',
    caption: t.neighbourhoods,
    ...(view.neighbourhoods.length <= 8 ? { tools: false } : {}),
    columns: [
      {
        key: 'name',
        label: t.neighbourhood,
        value: (n) => n.name,
        render: (n) => <a href={`${base}/n/${n.code}`}>{n.name}</a>,
      },
      {
        key: 'households',
        label: t.households,
        value: (n) => n.households,
        render: (n) => n.householdsText,
        numeric: true,
      },
      { key: 'buildings', label: t.buildings, value: (n) => n.buildings, numeric: true },
      {
        key: 'matters',
        label: t.openMatters,
        value: (n) => n.openMatters,
        numeric: true,
        render: (n) => <a href={`${base}/n/${n.code}/matters`}>{n.openMatters}</a>,
      },
      {
        key: 'projects',
        label: t.projects,
        value: (n) => n.projects,
        numeric: true,
        render: (n) => <a href={`${base}/n/${n.code}/projects`}>{n.projects}</a>,
      },
    ],
    empty: (
      <Empty title={t.noNeighbourhoods} action={view.may.create ? <ButtonLink href={`${base}/start`}>{t.startHere}</ButtonLink> : undefined}>
        {view.may.create ? t.noNeighbourhoodsStaff : t.noNeighbourhoodsPublic}
      </Empty>
    ),
  };
}

export function HomePage(view: HomeView) {
  const { page } = view;
  const t = placesText[page.lang];
  return (
    <Layout page={page} title={view.title}>
      <Lead>{t.homeLead}</Lead>
      <Section title={t.neighbourhoods} action={view.may.create ? <a href={`${page.base}/neighbourhoods/new`}>{t.addNeighbourhood}</a> : undefined}>
        {dataTable(neighbourhoodTable(view))}
      </Section>
      <Section title={t.latestNotices} action={<a href={`${page.base}/notices`}>{t.allNotices}</a>}>
        {view.notices.length === 0 ? (
          <Soft>{t.noNotices}</Soft>
        ) : (
          <ul>
            {view.notices.map((notice) => (
              <li>
                <a href={`${page.base}/notices/${notice.id}`}>{notice.title}</a>{' '}
                <span class="soft">
                  <Day day={notice.startDay} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {view.may.office && (
        <Section title={t.office}>
          <ul>
            {view.may.start && (
              <li>
                <a href={`${page.base}/start`}>{t.startHere}</a>
              </li>
            )}
            <li>
              <a href={`${page.base}/matters`}>{t.mattersEverywhere}</a>
            </li>
            {view.may.compareMatters && (
              <li>
                <a href={`${page.base}/matters/repeats`}>{t.mattersThatRepeat}</a>
              </li>
            )}
            {view.may.setRules && (
              <li>
                <a href={`${page.base}/matters/settings`}>{t.rulesOfMatters}</a>
              </li>
            )}
            <li>
              <a href={`${page.base}/people`}>{t.peopleList}</a>
            </li>
            <li>
              <a href={`${page.base}/organisations`}>{t.organisations}</a>
            </li>
            <li>
              <a href={`${page.base}/roles`}>{t.roles}</a>
            </li>
          </ul>
        </Section>
      )}
    </Layout>
  );
}
