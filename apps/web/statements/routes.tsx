import { entryFigures, type EntryFigure, type EntryFilter, awardsOf, findTxn, listCategories, listEntries, postingsOf, sourceKinds } from '#modules/books';
import { personNames } from '#modules/people';
import { findNeighbourhood, listNeighbourhoods } from '#modules/places';
import { communityStatement, findProject, statementProjects, type StatementProject, subdistrictStatement } from '#modules/projects';
import type { Tx } from '#platform/database';
import { spreadsheet } from '#platform/documents';
import { sourceKindWords, txnKindWords } from '../books/text.ts';
import { categoryWords, visibleProject } from '../books/view.ts';
import type { Routes, Web } from '../kit/index.ts';
import { type Crumb, xlsxType } from '../ui/index.ts';
import { accountReport } from './account-report.ts';
import { contributionsReport } from './contributions.ts';
import { EntriesPage, type EntriesView, entrySlip } from './entries-page.tsx';
import { aboutOf, loadAccountFacts, loadHouseholds } from './load.ts';
import type { Report } from './report.ts';
import { reportPdf, reportXlsx } from './report-files.ts';
import { PublicAccountPage, ReportPage } from './report-pages.tsx';
import { communityReport, subdistrictReport } from './statement-report.ts';
import { figureWords, statementText } from './text.ts';

/** Accounts, statements and the entries behind every figure; each report as page, `?format=xlsx` and `?format=pdf`. */
export function statementRoutes(r: Routes): void {
  r.get('/projects/:id/account/public', 'account.read', showPublicAccount);
  r.get('/projects/:id/entries', 'award.read', projectEntries);
  r.get('/projects/:id/entries/:txn/slip.pdf', 'award.read', sendSlip);
  r.get('/projects/:id/contributions', 'account.read', (w) => showContributions(w, false));
  r.get('/projects/:id/contributions/names', 'receipts.read-names', (w) => showContributions(w, true));
  r.get('/n/:place/statement', 'award.read', (w) => showCommunity(w, true));
  r.get('/n/:place/statement/public', 'account.read', (w) => showCommunity(w, false));
  r.get('/n/:place/entries', 'award.read', placeEntries);
  r.get('/statement', 'books.read', showSubdistrict);
  r.get('/entries', 'books.read', allEntries);
}

/** The report as a file where one was asked for, else null: the caller shows its page. */
export async function reportFile(w: Web, report: Report, of: { issuer: string; code?: string; signed: boolean; name: string }): Promise<Response | null> {
  const format = w.query('format');
  if (format === 'xlsx') return w.download(await reportXlsx(report, w.lang), xlsxType, `${of.name}.xlsx`);
  if (format === 'pdf') return w.download(await reportPdf(report, { lang: w.lang, today: w.today, ...of }), 'application/pdf', `${of.name}.pdf`, true);
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

const yearOf = (w: Web): number | null => {
  const asked = w.query('year');
  return asked !== undefined && /^20\d\d$/.test(asked) ? Number(asked) : null;
};

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
  const report = communityReport(statement, { ...found, lang: w.lang, staff });
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
  const report = subdistrictReport(found.statement, { name: w.subdistrict.name, places: found.places, lang: w.lang, about: found.about });
  const { year, years } = found.statement;
  const file = await reportFile(w, report, { issuer: w.subdistrict.name, signed: true, name: `${w.subdistrict.name}-${year}-${t.statement}` });
  return (
    file ??
    w.page(
      <ReportPage page={w.frame()} report={report} years={{ chosen: year, all: years, path: '/statement' }} links={[{ label: t.books, href: '/books' }]} />,
    )
  );
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const pageSize = 50;
/** More rows than this make no workbook that anybody opens. */
const mostExported = 20_000;

interface Scope {
  projects: readonly Pick<StatementProject, 'id' | 'serial' | 'title'>[];
  words: string;
  crumbs: Crumb[];
  place?: { code: string; name: string };
}

/** The page of entries within a scope, narrowed by what the address asks for. */
async function showEntries(w: Web, load: (tx: Tx) => Promise<Scope | null>) {
  const { lang } = w;
  const t = statementText[lang];
  const figure: EntryFigure = entryFigures.find((each) => each === w.query('figure')) ?? 'received';
  const kind = w.query('kind');
  const sourceKind = kind === 'other' ? kind : (sourceKinds.find((each) => each === kind) ?? null);
  const awardIds =
    w
      .query('source')
      ?.split('.')
      .filter((id) => uuid.test(id)) ?? null;
  const asked = Number.parseInt(w.query('page') ?? '1', 10);
  const page = Number.isFinite(asked) ? Math.min(100_000, Math.max(1, asked)) : 1;
  const toFile = w.query('format') === 'xlsx';
  const found = await w.read(async (tx) => {
    const scope = await load(tx);
    if (!scope) return null;
    const narrowed = figure === 'spent' || figure === 'reserved';
    const category = narrowed ? (w.query('use') ?? null) : null;
    const payee = figure === 'spent' ? (w.query('payee') ?? null) : null;
    const expense = w.query('expense');
    const expenseId = figure === 'spent' && expense !== undefined && uuid.test(expense) ? expense : null;
    const filter: EntryFilter = { projectIds: scope.projects.map((project) => project.id), figure, sourceKind, awardIds, category, payee, expenseId };
    const entries = await listEntries(tx, filter, toFile ? { limit: mostExported, offset: 0 } : { limit: pageSize, offset: (page - 1) * pageSize });
    const words = [
      scope.words,
      ...(sourceKind === null ? [] : [sourceKind === 'other' ? t.other : sourceKindWords(sourceKind, lang)]),
      ...(awardIds?.length === 1 && entries.entries[0] ? [entries.entries[0].awardName] : []),
      ...(category === null ? [] : [categoryWords(await listCategories(tx), category, lang)]),
      ...(payee === null ? [] : [payee]),
    ];
    return { scope, entries, words };
  });
  if (!found) return w.notFound();
  const { scope, entries } = found;
  const titles = new Map(scope.projects.map((project) => [project.id, `${project.serial} ${project.title}`]));
  const several = scope.projects.length > 1;
  if (toFile) {
    if (entries.count > mostExported) return w.fail('conflict', t.tooMany(mostExported));
    const bytes = await spreadsheet({
      name: figureWords(figure, lang),
      columns: [t.day, t.project, t.entryKind, t.text, t.source, t.payee, t.amount, t.papers, t.slipNo].map((label) => ({ label })),
      rows: entries.entries.map((entry) => [
        entry.day,
        titles.get(entry.projectId) ?? '',
        txnKindWords(entry.kind, lang),
        entry.text,
        entry.awardName,
        entry.payee,
        entry.amountFen,
        [...entry.vouchers.map((voucher) => t.voucherNo(voucher.number)), ...(entry.receipt ? [t.receiptNo(entry.receipt.number)] : [])].join(' '),
        entry.txnId,
      ]),
      total: [t.total, null, null, null, null, null, entries.totalFen, null, null],
    });
    return w.download(bytes, xlsxType, `${t.entriesOf(figureWords(figure, lang))}.xlsx`);
  }
  const query = new URLSearchParams(w.url.searchParams);
  query.delete('page');
  const view: EntriesView = { figure, scope: found.words.join(' · '), found: entries, titles, several, page, pageSize, query };
  return w.page(<EntriesPage page={w.frame(scope.place ? { neighbourhood: scope.place } : {})} view={view} crumbs={scope.crumbs} />);
}

const projectEntries = (w: Web) =>
  showEntries(w, async (tx) => {
    const found = await visibleProject(w, tx, w.id());
    if (!found || !w.can('award.read', found.project)) return null;
    const at = `/projects/${found.project.id}`;
    return {
      projects: [found.project],
      words: `${found.project.serial} ${found.project.title}`,
      place: found.place,
      crumbs: [
        { label: found.project.title, href: w.href(at) },
        { label: statementText[w.lang].accountTitle, href: w.href(`${at}/account`) },
      ],
    };
  });

const placeEntries = (w: Web) =>
  showEntries(w, async (tx) => {
    const place = await findNeighbourhood(tx, w.param('place'));
    if (!place || !w.can('award.read', { neighbourhoodId: place.id })) return null;
    const year = yearOf(w) ?? Number(w.today.slice(0, 4));
    const t = statementText[w.lang];
    return {
      projects: await statementProjects(tx, place.id, year),
      words: `${place.name} · ${t.ofYear(year)}`,
      place,
      crumbs: [{ label: t.statement, href: w.href(`/n/${place.code}/statement?year=${year}`) }],
    };
  });

const allEntries = (w: Web) =>
  showEntries(w, async (tx) => {
    const year = yearOf(w) ?? Number(w.today.slice(0, 4));
    const t = statementText[w.lang];
    return {
      projects: await statementProjects(tx, null, year),
      words: `${w.subdistrict.name} · ${t.ofYear(year)}`,
      crumbs: [{ label: t.subdistrictStatement, href: w.href(`/statement?year=${year}`) }],
    };
  });

async function sendSlip(w: Web) {
  const [id, txnId] = [w.id(), w.id('txn')];
  if (!id || !txnId) return w.notFound();
  const found = await w.read(async (tx) => {
    const project = await findProject(tx, id);
    const txn = project && w.can('award.read', project) ? await findTxn(tx, txnId) : null;
    const place = txn && project && txn.projectId === project.id ? await visibleProject(w, tx, id) : null;
    if (!txn || !project || !place) return null;
    const names = txn.actorId === null ? new Map<string, string>() : await personNames(tx, [txn.actorId]);
    return { txn, project, place: place.place, postings: await postingsOf(tx, txnId), awards: await awardsOf(tx, id), by: names.get(txn.actorId ?? '') ?? '' };
  });
  if (!found) return w.notFound();
  const { project } = found;
  const bytes = await entrySlip(
    { ...found, projectTitle: project.title, serial: project.serial },
    { lang: w.lang, issuer: `${w.subdistrict.name} ${found.place.name}`, today: w.today },
  );
  return w.download(bytes, 'application/pdf', `${statementText[w.lang].slip}-${txnId.slice(-12)}.pdf`, true);
}
