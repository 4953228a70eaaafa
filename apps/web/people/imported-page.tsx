import type { ImportSummary, RosterDraft } from '#modules/people';
import type { Neighbourhood } from '#modules/places';
import { ButtonLink, Instant, KeyValues, Layout, type PageFrame, Section } from '../ui/index.ts';
import { importText } from './import-text.ts';

/** The way to the pages of an import. */
export const crumbs = ({ page, neighbourhood }: { page: PageFrame; neighbourhood: Neighbourhood }) => [
  { label: neighbourhood.name, href: `${page.base}/n/${neighbourhood.code}` },
  { label: importText[page.lang].title, href: `${page.base}/n/${neighbourhood.code}/import` },
];

/** Figures of an import, those that are not zero. */
export function SummaryList({ lang, summary }: { lang: 'zh' | 'en'; summary: ImportSummary }) {
  const t = importText[lang];
  const figures = [
    'newBuildings',
    'newHomes',
    'newHouseholds',
    'newPersons',
    'newOwners',
    'changedHomes',
    'endedMembers',
    'endedOwners',
    'unchangedRows',
    'homesNotNamed',
  ] as const;
  return (
    <KeyValues
      items={[[t.rows, t.rowsUnit(summary.rows)] as const, ...figures.filter((key) => summary[key] > 0).map((key) => [t[key], String(summary[key])] as const)]}
    />
  );
}

/** What an import did. */
export function ImportedPage(view: { page: PageFrame; neighbourhood: Neighbourhood; draft: RosterDraft; by: string }) {
  const { page, neighbourhood, draft } = view;
  const t = importText[page.lang];
  return (
    <Layout page={page} title={t.doneTitle} crumbs={crumbs(view)}>
      <KeyValues
        items={[
          [t.file, draft.fileName],
          [t.by, view.by],
          [t.when, <Instant at={draft.doneAt ?? draft.startedAt} />],
        ]}
      />
      {draft.summary && (
        <Section title={t.did}>
          <SummaryList lang={page.lang} summary={draft.summary} />
        </Section>
      )}
      <ButtonLink href={`${page.base}/n/${neighbourhood.code}`}>{t.nextLetters}</ButtonLink>
    </Layout>
  );
}
