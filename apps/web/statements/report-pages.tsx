import type { Project } from '#modules/projects';
import { Actions, ButtonLink, type Crumb, Empty, Layout, Lead, type PageFrame } from '../ui/index.ts';
import type { Report } from './report.ts';
import { ReportStats, ReportTables } from './report-view.tsx';
import { statementText } from './text.ts';

/** A link beside a report, below the subdistrict's base. */
export interface ReportLink {
  label: string;
  href: string;
}

/** Ways to take a report away: workbook and paper. `path` is its address with what it was narrowed to. */
export function ReportFiles({ page, path, links }: { page: PageFrame; path: string; links: readonly ReportLink[] }) {
  const t = statementText[page.lang];
  const at = `${path}${path.includes('?') ? '&' : '?'}format=`;
  return (
    <Actions>
      {links.map((link) => (
        <ButtonLink kind="quiet" href={`${page.base}${link.href}`}>
          {link.label}
        </ButtonLink>
      ))}
      <ButtonLink kind="quiet" href={`${at}pdf`}>
        {t.exportPdf}
      </ButtonLink>
      <ButtonLink kind="quiet" href={`${at}xlsx`}>
        {t.exportXlsx}
      </ButtonLink>
    </Actions>
  );
}

/** A statement as a page: the year, the figures, the tables, and the same as files. */
export function ReportPage(props: {
  page: PageFrame;
  report: Report;
  links: readonly ReportLink[];
  crumbs?: Crumb[];
  years?: { chosen: number; all: readonly number[]; path: string };
}) {
  const { page, report, years } = props;
  const t = statementText[page.lang];
  const nothing = report.tables[0]?.rows.length === 0;
  return (
    <Layout page={page} title={report.title} crumbs={props.crumbs ?? []} wide>
      <p class="soft">{report.subtitle}</p>
      <Lead>{report.lead}</Lead>
      {years && years.all.length > 1 && (
        <nav class="pager" aria-label={t.years}>
          {years.all.map((year) =>
            year === years.chosen ? <b aria-current="page">{t.ofYear(year)}</b> : <a href={`${page.base}${years.path}?year=${year}`}>{t.ofYear(year)}</a>,
          )}
        </nav>
      )}
      {nothing ? (
        <Empty title={report.tables[0]?.empty ?? ''} />
      ) : (
        <>
          <ReportStats report={report} />
          <ReportFiles page={page} path={years ? `?year=${years.chosen}` : '?'} links={props.links} />
          <ReportTables report={report} />
        </>
      )}
    </Layout>
  );
}

/** The account of a project for everybody: no household, door, person or payee is named. */
export function PublicAccountPage({ page, report, project, staff }: { page: PageFrame; report: Report; project: Project; staff: boolean }) {
  const t = statementText[page.lang];
  const at = `/projects/${project.id}`;
  return (
    <ReportPage
      page={page}
      report={report}
      crumbs={[{ label: project.title, href: `${page.base}${at}` }]}
      links={[...(staff ? [{ label: t.staffVersion, href: `${at}/account` }] : []), { label: t.contributions, href: `${at}/contributions` }]}
    />
  );
}
