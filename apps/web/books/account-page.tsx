import { journalFormats } from '#libs/journal';
import type { InfeasiblePlan, Project } from '#modules/projects';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import { PlansWarning } from '../statements/plans-view.tsx';
import type { Report } from '../statements/report.ts';
import { ReportFiles } from '../statements/report-pages.tsx';
import { ReportStats, ReportTables } from '../statements/report-view.tsx';
import { statementText } from '../statements/text.ts';
import { Actions, BudgetBar, ButtonLink, type DutyItem, Empty, Layout, Lead, type PageFrame, Section, Soft } from '../ui/index.ts';
import { bankText } from '../bank/text.ts';
import { YearNote, type YearNoteView } from '../bank/year-note.tsx';
import { type AdvanceListView, AdvanceNote } from './advance-list.tsx';
import { openingText } from './opening-text.ts';
import { booksText } from './text.ts';

/** What the account page shows: the report, and what else stands about the project's money. */
export interface AccountPageView {
  project: Project;
  report: Report;
  plans: readonly InfeasiblePlan[];
  /** Whether any source has been opened. */
  open: boolean;
  /** Whether residents were asked for money. */
  collected: boolean;
  /** Null once every source is closed: what is left of the budget is nobody's any more. */
  bar: { budgetFen: bigint; committedFen: bigint; spentFen: bigint } | null;
}

/** What the visitor may open from here. */
export interface AccountRights {
  /** May read entries and papers; everybody else reads the public version. */
  ledger: boolean;
  spending: boolean;
  /** May read the statement of the neighbourhood with its entries. */
  names: boolean;
  /** May read what stood before the platform. */
  opening: boolean;
}

/** The account of a project: per source, per use, where the money went, every expense. Each figure opens its entries. */
export function AccountPage(props: {
  page: PageFrame;
  placeCode: string;
  view: AccountPageView;
  rights: AccountRights;
  turns: readonly DutyItem[];
  /** Money in somebody's hands; null for those who may not read who. */
  advances: AdvanceListView | null;
  yearNote: YearNoteView;
}) {
  const { page, view, rights } = props;
  const { lang, base } = page;
  const t = booksText[lang];
  const s = statementText[lang];
  const { project, report } = view;
  const at = `${base}/projects/${project.id}`;
  const crumbs = [{ label: project.title, href: at }];
  if (!view.open) {
    return (
      <Layout page={page} title={t.accountOf(project.title)} crumbs={crumbs}>
        <Empty title={t.noSourcesTitle}>{t.noSourcesBody}</Empty>
      </Layout>
    );
  }
  return (
    <Layout page={page} title={t.accountOf(project.title)} crumbs={crumbs} wide>
      <Lead>{rights.ledger ? t.accountLead : report.lead}</Lead>
      <ReportStats report={report} />
      <YearNote page={page} projectId={project.id} view={props.yearNote} mayOpen={rights.ledger} />
      <PlansWarning plans={rights.ledger ? view.plans : []} open={rights.spending} />
      {view.bar !== null && <BudgetBar {...view.bar} free={t.left} />}
      <Actions>
        <ButtonLink kind="quiet" href={`${at}/sources`}>
          {t.sourceTerms}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${at}/receipts`}>
          {t.receipts}
        </ButtonLink>
        {view.collected && (
          <ButtonLink kind="quiet" href={`${at}/contributions${rights.names ? '/names' : ''}`}>
            {rights.names ? s.contributionsNames : s.contributions}
          </ButtonLink>
        )}
        {rights.ledger && (
          <ButtonLink kind="quiet" href={`${base}/accounts`}>
            {bankText[lang].accounts}
          </ButtonLink>
        )}
        {rights.opening && (
          <ButtonLink kind="quiet" href={`${at}/opening`}>
            {openingText[lang].opening}
          </ButtonLink>
        )}
        {rights.spending && (
          <ButtonLink kind="quiet" href={`${at}/spending`}>
            {t.spendingList}
          </ButtonLink>
        )}
        <ButtonLink kind="quiet" href={`${base}/n/${props.placeCode}/statement${rights.ledger ? '' : '/public'}?year=${project.year}`}>
          {s.statement}
        </ButtonLink>
      </Actions>
      <ReportFiles page={page} path="?" links={rights.ledger ? [{ label: s.publicVersion, href: `/projects/${project.id}/account/public` }] : []} />
      <ReportTables report={report} />
      {props.advances && <AdvanceNote page={page} view={props.advances} here={`${at}/account`} />}
      <WhoseTurn items={props.turns} />
      {rights.ledger && (
        <Section title={t.addUpAgain}>
          <Soft>{t.addUpAgainNote}</Soft>
          <Actions>
            {journalFormats.map((format) => (
              <ButtonLink kind="quiet" href={`${at}/journal/${format}`}>
                {format}
              </ButtonLink>
            ))}
          </Actions>
        </Section>
      )}
    </Layout>
  );
}
