import { closedYears, listCategories } from '#modules/books';
import { findNeighbourhood, listNeighbourhoods } from '#modules/places';
import { communityStatement, subdistrictStatement } from '#modules/projects';
import type { Routes, Web } from '../kit/index.ts';
import { xlsxType } from '../ui/index.ts';
import { withClosed } from '../bank/year-note.tsx';
import { accountReport } from './account-report.ts';
import { contributionsReport } from './contributions.ts';
import { entryRoutes, yearOf } from './entries-routes.tsx';
import { aboutOf, loadAccountFacts, loadHouseholds } from './load.ts';
import type { Report } from './report.ts';
import { reportPdf, reportXlsx } from './report-files.ts';
import { PublicAccountPage, ReportPage } from './report-pages.tsx';
import { communityReport, subdistrictReport } from './statement-report.ts';
import { statementText } from './text.ts';

/** Accounts, statements and the entries behind every figure; each report as page, `?format=xlsx` and `?format=pdf`. */
export function statementRoutes(r: Routes): void {
  r.get('/projects/:id/account/public', 'account.read', showPublicAccount);
  r.get('/projects/:id/contributions', 'account.read', (w) => showContributions(w, false));
  r.get('/projects/:id/contributions/names', 'receipts.read-names', (w) => showContributions(w, true));
  r.get('/n/:place/statement', 'award.read', (w) => showCommunity(w, true));
  r.get('/n/:place/statement/public', 'account.read', (w) => showCommunity(w, false));
  r.get('/statement', 'books.read', showSubdistrict);
  entryRoutes(r);
}

/** The report as a file where one was asked for, else null: the caller shows its page. */
export async function reportFile(w: Web, report: Report, of: { issuer: string; code?: string; signed: boolean; name: string }): Promise<Response | null> {
  const format = w.query('format');
  if (format === 'xlsx') return w.download(await reportXlsx(report, w.lang), xlsxType, `${of.name}.xlsx`);
  if (format === 'pdf' || format === 'docx') return w.paper(await reportPdf(report, { lang: w.lang, today: w.today, ...of }), of.name);
  return null;
}

async function showPublicAccount(w: Web) {
  const found = await w.read((tx) => loadAccountFacts(w, tx, w.id()));
  if (!found) return w.notFound();
  const { facts, place, hidden } = found;
  const report = accountReport(facts, { kind: 'public', lang: w.lang, hidden });
  const issuer = `${w.subdistrict.name} ${place.name}`;
  const file = await reportFile(w, report, { issuer, code: facts.project.serial, signed: true, name: `${facts.project.serial}-${report.title}` });
  const staff = w.can('award.read', facts.project);
  return file ?? w.page(<PublicAccountPage page={w.frame({ neighbourhood: place })} report={report} project={facts.project} staff={staff} />);
}

async function showContributions(w: Web, names: boolean) {
  const found = await w.read((tx) => loadHouseholds(w, tx, w.id()));
  if (!found || (names && !w.can('receipts.read-names', found.project))) return w.notFound();
  const t = statementText[w.lang];
  const report = contributionsReport(found.view, { lang: w.lang, names, about: found.about });
  const issuer = `${w.subdistrict.name} ${found.place.name}`;
  const at = `/projects/${found.project.id}`;
  const file = await reportFile(w, report, { issuer, code: found.project.serial, signed: true, name: `${found.project.serial}-${report.title}` });
  return (
    file ??
    w.page(
      <ReportPage
        page={w.frame({ neighbourhood: found.place })}
        report={report}
        crumbs={[
          { label: found.project.title, href: w.href(at) },
          { label: t.accountTitle, href: w.href(`${at}/account`) },
        ]}
        links={
          names
            ? [{ label: t.publicVersion, href: `${at}/contributions` }]
            : w.can('receipts.read-names', found.project)
              ? [{ label: t.contributionsNames, href: `${at}/contributions/names` }]
              : []
        }
      />,
    )
  );
}

async function showCommunity(w: Web, staff: boolean) {
  const t = statementText[w.lang];
  const found = await w.read(async (tx) => {
    const place = await findNeighbourhood(tx, w.param('place'));
    if (!place || (staff && !w.can('award.read', { neighbourhoodId: place.id }))) return null;
    const issuer = `${w.subdistrict.name} ${place.name}`;
    return {
      place,
      issuer,
      statement: await communityStatement(tx, { neighbourhoodId: place.id, year: yearOf(w), today: w.today, publicOnly: !staff }),
      categories: await listCategories(tx),
      about: await aboutOf(w, tx, issuer, `/n/${place.code}/statement/public`),
    };
  });
  if (!found) return w.notFound();
  const { place, statement, issuer } = found;
  const made = communityReport(statement, { ...found, lang: w.lang, staff });
  const report = { ...made, subtitle: withClosed(made.subtitle, statement.year, await w.read(closedYears), w.lang) };
  const at = `/n/${place.code}/statement`;
  const mayAll = w.can('award.read', { neighbourhoodId: place.id });
  const file = await reportFile(w, report, { issuer, signed: true, name: `${place.name}-${statement.year}-${t.statement}` });
  return (
    file ??
    w.page(
      <ReportPage
        page={w.frame({ neighbourhood: place })}
        report={report}
        years={{ chosen: statement.year, all: statement.years, path: staff ? at : `${at}/public` }}
        links={[
          ...(staff
            ? [{ label: t.publicVersion, href: `${at}/public?year=${statement.year}` }]
            : mayAll
              ? [{ label: t.staffVersion, href: `${at}?year=${statement.year}` }]
              : []),
          ...(staff && w.can('books.read', { neighbourhoodId: null }) ? [{ label: t.subdistrictStatement, href: `/statement?year=${statement.year}` }] : []),
        ]}
      />,
    )
  );
}

async function showSubdistrict(w: Web) {
  const t = statementText[w.lang];
  const found = await w.read(async (tx) => ({
    statement: await subdistrictStatement(tx, { year: yearOf(w), today: w.today }),
    places: new Map((await listNeighbourhoods(tx)).map((place) => [place.id, place])),
    about: await aboutOf(w, tx, w.subdistrict.name, '/statement'),
  }));
  const made = subdistrictReport(found.statement, { name: w.subdistrict.name, places: found.places, lang: w.lang, about: found.about });
  const report = { ...made, subtitle: withClosed(made.subtitle, found.statement.year, await w.read(closedYears), w.lang) };
  const { year, years } = found.statement;
  const file = await reportFile(w, report, { issuer: w.subdistrict.name, signed: true, name: `${w.subdistrict.name}-${year}-${t.statement}` });
  return (
    file ??
    w.page(
      <ReportPage page={w.frame()} report={report} years={{ chosen: year, all: years, path: '/statement' }} links={[{ label: t.books, href: '/books' }]} />,
    )
  );
}
