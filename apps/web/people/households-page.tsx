import type { Neighbourhood } from '#modules/places';
import { ButtonLink, dataTable, Empty, Layout, type PageFrame, type TableSpec } from '../ui/index.ts';
import { peopleText } from './text.ts';

/** One household in the committee's list. */
export interface HouseholdLine {
  homeId: string;
  label: string;
  names: string;
  people: number;
  adults: number;
  accounts: number;
}
export interface HouseholdsView {
  page: PageFrame;
  neighbourhood: Neighbourhood;
  lines: readonly HouseholdLine[];
  query: Record<string, string | undefined>;
  mayImport: boolean;
  mayExport: boolean;
}

/** The list of households, for the page and for Excel. */
export function householdTable(view: HouseholdsView): TableSpec<HouseholdLine> {
  const { lang, base } = view.page;
  const t = peopleText[lang];
  const at = `${base}/n/${view.neighbourhood.code}`;
  return {
    rows: view.lines,
    query: view.query,
    lang,
    base: `${at}/households`,
    caption: t.households,
    mayExport: view.mayExport,
    columns: [
      {
        key: 'label',
        label: t.door,
        value: (h) => h.label,
        render: (h) => <a href={`${base}/homes/${h.homeId}`}>{h.label}</a>,
      },
      { key: 'names', label: t.members, value: (h) => h.names },
      { key: 'people', label: t.people1, value: (h) => h.people, numeric: true },
      { key: 'adults', label: t.adults, value: (h) => h.adults, numeric: true },
      { key: 'accounts', label: t.accounts, value: (h) => h.accounts, numeric: true },
    ],
    filters: [
      {
        key: 'account',
        label: t.account,
        options: [
          { value: 'yes', label: t.hasAccount },
          { value: 'no', label: t.noAccount },
        ],
        matches: (h, value) => h.accounts > 0 === (value === 'yes'),
      },
    ],
    empty: (
      <Empty title={t.noHouseholds} action={view.mayImport ? <ButtonLink href={`${at}/import`}>{t.add}</ButtonLink> : undefined}>
        {t.noPeopleDo}
      </Empty>
    ),
  };
}

export function HouseholdsPage(view: HouseholdsView) {
  const { page, neighbourhood } = view;
  return (
    <Layout
      page={page}
      title={`${neighbourhood.name} ${peopleText[page.lang].households}`}
      crumbs={[{ label: neighbourhood.name, href: `${page.base}/n/${neighbourhood.code}` }]}
      wide
    >
      {dataTable(householdTable(view))}
    </Layout>
  );
}
