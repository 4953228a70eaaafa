import { leverageOf, type Award, type TrialBalanceLine, totalOf } from '#modules/books';
import { bankText } from '../bank/text.ts';
import { ClosedYears } from '../bank/year-note.tsx';
import { yearText } from '../bank/year-text.ts';
import { statementText } from '../statements/text.ts';
import { Actions, ButtonLink, dataTable, Empty, Layout, Lead, Money, type PageFrame, Reason, Section, State, type TableSpec } from '../ui/index.ts';
import { openingText } from './opening-text.ts';
import { booksText } from './text.ts';

/** One project's sums in the statement of the subdistrict. */
export interface ProjectSums {
  projectId: string;
  title: string;
  serial: string;
  placeName: string;
  awards: Award[];
}

export interface TrialView {
  trial: TrialBalanceLine[];
  projects: ProjectSums[];
  /** May bring in a project that ran before the platform. */
  mayBringIn: boolean;
  /** Problems found by the replay; null when it was not asked for. */
  problems: string[] | null;
  /** Years whose books are closed. */
  closed: number[];
}

/** The statement by project, for the page and for Excel. */
export function projectTable(view: TrialView, page: Pick<PageFrame, 'lang' | 'base'>, query: Record<string, string>): TableSpec<ProjectSums> {
  const { lang, base } = page;
  const t = booksText[lang];
  const money = (key: 'pledgedFen' | 'receivedFen' | 'reservedFen' | 'advancedFen' | 'spentFen' | 'returnedFen' | 'availableFen', label: string) => ({
    key,
    label,
    numeric: true,
    value: (row: ProjectSums) => totalOf(row.awards)[key],
  });
  return {
    rows: view.projects,
    query,
    lang,
    base: `${base}/books`,
    caption: t.perProject,
    columns: [
      { key: 'place', label: t.neighbourhood, value: (row) => row.placeName },
      {
        key: 'title',
        label: t.project,
        value: (row) => `${row.serial} ${row.title}`,
        render: (row) => <a href={`${base}/projects/${row.projectId}/account`}>{row.title}</a>,
      },
      money('pledgedFen', t.pledged),
      money('receivedFen', t.received),
      money('reservedFen', t.reserved),
      ...(view.projects.some((row) => row.awards.some((award) => award.advancedFen > 0n)) ? [money('advancedFen', t.advanced)] : []),
      money('spentFen', t.spent),
      money('returnedFen', t.returned),
      money('availableFen', t.available),
      { key: 'leverage', label: t.leverage, numeric: true, value: (row) => leverageOf(row.awards) },
    ],
  };
}

/** Trial balance and statement of the subdistrict. */
export function TrialPage(props: { page: PageFrame; view: TrialView; query: Record<string, string> }) {
  const { page, view } = props;
  const { lang, base } = page;
  const t = booksText[lang];
  const sum = (side: 'debitFen' | 'creditFen') => view.trial.reduce((fen, line) => fen + line[side], 0n);
  const even = sum('debitFen') === sum('creditFen');
  if (view.projects.length === 0)
    return (
      <Layout page={page} title={t.books}>
        <Empty title={t.noBooksTitle}>{t.noBooksBody}</Empty>
        {view.mayBringIn && (
          <Actions>
            <ButtonLink kind="quiet" href={`${base}/books/bring-in`}>
              {openingText[lang].bringIn}
            </ButtonLink>
          </Actions>
        )}
      </Layout>
    );
  return (
    <Layout page={page} title={t.books} wide>
      <Lead>{t.booksLead}</Lead>
      <Actions>
        <ButtonLink kind="quiet" href={`${base}/statement`}>
          {statementText[lang].subdistrictStatement}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/accounts`}>
          {bankText[lang].accounts}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/books/advances`}>
          {openingText[lang].advances}
        </ButtonLink>
        {view.mayBringIn && (
          <ButtonLink kind="quiet" href={`${base}/books/bring-in`}>
            {openingText[lang].bringIn}
          </ButtonLink>
        )}
        <ButtonLink kind="quiet" href={`${base}/year-end`}>
          {yearText[lang].yearEnd}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/year-close`}>
          {yearText[lang].close}
        </ButtonLink>
      </Actions>
      <ClosedYears years={view.closed} lang={lang} />
      {view.problems !== null &&
        (view.problems.length === 0 ? (
          <p>
            <State tone="good">{t.verified}</State>
          </p>
        ) : (
          <Reason outcome="blocked" title={t.problems(view.problems.length)}>
            <ul>
              {view.problems.slice(0, 50).map((problem) => (
                <li>{problem}</li>
              ))}
            </ul>
          </Reason>
        ))}
      <Section title={t.perProject}>{dataTable(projectTable(view, page, props.query))}</Section>
      <Section title={t.trial} action={<a href={`${base}/books?verify=1`}>{t.verify}</a>}>
        {dataTable({
          rows: view.trial.filter((row) => row.account !== 'advanced' || row.debitFen + row.creditFen > 0n),
          query: {},
          lang,
          base: `${base}/books`,
          tools: false,
          caption: t.trial,
          columns: [
            { key: 'account', label: t.accountName, value: (row) => t[row.account] },
            { key: 'debit', label: t.debit, numeric: true, value: (row) => row.debitFen },
            { key: 'credit', label: t.credit, numeric: true, value: (row) => row.creditFen },
          ],
        })}
        <p>
          <b>{t.total}</b> {t.debit} <Money fen={sum('debitFen')} /> · {t.credit} <Money fen={sum('creditFen')} />{' '}
          <State tone={even ? 'good' : 'bad'}>{even ? t.balanced : t.unbalanced}</State>
        </p>
      </Section>
    </Layout>
  );
}
