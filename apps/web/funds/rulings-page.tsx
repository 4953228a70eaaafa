import type { KeptRuling } from '#modules/funds';
import { dataTable, dayText, Empty, KeyValues, Layout, Lead, type PageFrame, Section, Soft, State, type TableSpec } from '../ui/index.ts';
import { fundText } from './text.ts';

/** A ruling with the project it was made for. */
export interface RulingRow {
  ruling: KeptRuling;
  projectTitle: string;
  projectPlace: string;
}

/** What the list of rulings shows. */
export interface RulingsView {
  page: PageFrame;
  rows: readonly RulingRow[];
  query: Record<string, string>;
}

/** The list as a table, also for Excel. */
export function rulingsTable({ page, rows, query }: RulingsView): TableSpec<RulingRow> {
  const { lang, base } = page;
  const t = fundText[lang];
  const decision = ({ ruling }: RulingRow) => t[ruling.decision];
  return {
    rows,
    query,
    lang,
    base: `${base}/rulings`,
    caption: t.rulings,
    columns: [
      { key: 'item', label: t.item, value: ({ ruling }) => ruling.item, render: ({ ruling }) => <a href={`${base}/rulings/${ruling.id}`}>{ruling.item}</a> },
      {
        key: 'decision',
        label: t.decision,
        value: decision,
        render: (row) => <State tone={row.ruling.decision === 'allowed' ? 'good' : 'bad'}>{decision(row)}</State>,
      },
      { key: 'reason', label: t.reason, value: ({ ruling }) => ruling.reason },
      { key: 'terms', label: t.terms, value: ({ ruling }) => ruling.terms.join('、') },
      { key: 'project', label: t.project, value: ({ projectPlace, projectTitle }) => `${projectPlace} ${projectTitle}` },
      { key: 'by', label: t.ruledBy, value: ({ ruling }) => ruling.byName },
      { key: 'day', label: t.day, value: ({ ruling }) => ruling.day, render: ({ ruling }) => dayText(ruling.day, lang) },
    ],
    filters: [
      {
        key: 'decision',
        label: t.decision,
        options: (['allowed', 'forbidden'] as const).map((value) => ({ value, label: t[value] })),
        matches: ({ ruling }, value) => ruling.decision === value,
      },
    ],
    empty: <Empty title={t.noRulings}>{t.noRulingsBody}</Empty>,
  };
}

/** Every ruling of the office, for everybody to search. */
export function RulingsPage(view: RulingsView) {
  const t = fundText[view.page.lang];
  return (
    <Layout page={view.page} title={t.rulings} wide crumbs={[{ label: t.policy, href: `${view.page.base}/policy` }, { label: t.rulings }]}>
      <Lead>{t.rulingsLead}</Lead>
      {dataTable(rulingsTable(view))}
    </Layout>
  );
}

/** One ruling and others on the same rule. */
export function RulingPage({ page, row, related, today }: { page: PageFrame; row: RulingRow; related: readonly RulingRow[]; today: string }) {
  const { lang, base } = page;
  const t = fundText[lang];
  const { ruling } = row;
  const lapsed = ruling.validTo !== null && ruling.validTo < today;
  return (
    <Layout
      page={page}
      title={t.rulingOn(ruling.item)}
      crumbs={[{ label: t.policy, href: `${base}/policy` }, { label: t.rulings, href: `${base}/rulings` }, { label: ruling.item }]}
    >
      <p>
        <State tone={ruling.decision === 'allowed' ? 'good' : 'bad'}>{t[ruling.decision]}</State>
        {lapsed && <State tone="plain">{t.lapsed}</State>}
      </p>
      <Lead>{ruling.reason}</Lead>
      <KeyValues
        items={[
          [t.matterOf, ruling.item],
          [t.terms, ruling.terms.join('、')],
          [
            t.clause,
            <a href={`${base}/policy#rule-${ruling.ruleId}`}>
              {ruling.source} {ruling.clause}
            </a>,
          ],
          [
            t.project,
            <a href={`${base}/projects/${ruling.projectId}`}>
              {row.projectPlace} {row.projectTitle}
            </a>,
          ],
          [t.ruledBy, ruling.byName],
          [t.day, dayText(ruling.day, lang)],
          [t.validTo, ruling.validTo === null ? t.noEnd : dayText(ruling.validTo, lang)],
        ]}
      />
      <Soft>{t.onlyReference}</Soft>
      {related.length > 0 && <Section title={t.sameRule}>{dataTable({ ...rulingsTable({ page, rows: related, query: {} }), tools: false })}</Section>}
    </Layout>
  );
}
