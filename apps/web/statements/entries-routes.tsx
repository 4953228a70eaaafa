import {
  awardsOf,
  type Entry,
  entryFigures,
  type EntryFigure,
  type EntryFilter,
  findTxn,
  listCategories,
  listEntries,
  postingsOf,
  sourceKinds,
} from '#modules/books';
import { personNames } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import { findProject, statementProjects, type StatementProject } from '#modules/projects';
import type { Tx } from '#platform/database';
import { spreadsheet } from '#platform/documents';
import { sourceKindWords, txnKindWords } from '../books/text.ts';
import { categoryWords, visibleProject } from '../books/view.ts';
import type { Routes, Web } from '../kit/index.ts';
import { type Crumb, xlsxType } from '../ui/index.ts';
import { EntriesPage, type EntriesView, entrySlip } from './entries-page.tsx';
import { figureWords, statementText } from './text.ts';

/** The entries behind every figure, of a project, a neighbourhood's year or the subdistrict's, and the slip of each. */
export function entryRoutes(r: Routes): void {
  r.get('/projects/:id/entries', 'award.read', projectEntries);
  r.paper('/projects/:id/entries/:txn/slip', 'award.read', sendSlip);
  r.get('/n/:place/entries', 'award.read', placeEntries);
  r.get('/entries', 'books.read', allEntries);
}

/** The year an address asks for, or null. */
export const yearOf = (w: Web): number | null => {
  const asked = w.query('year');
  return asked !== undefined && /^20\d\d$/.test(asked) ? Number(asked) : null;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const pageSize = 50;
/** More rows than this make no workbook that anybody opens. */
const mostExported = 20_000;

interface Scope {
  projects: readonly Pick<StatementProject, 'id' | 'serial' | 'title'>[];
  words: string;
  crumbs: Crumb[];
  /** May read which household gave what. */
  names: boolean;
  place?: { code: string; name: string };
}

/** An entry of residents' money without the door it came from. */
const withoutDoor = (entry: Entry): Entry =>
  entry.sourceKind === 'household' && entry.vouchers.length === 0 && entry.payee === null ? { ...entry, text: entry.awardName, receipt: null } : entry;

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
    // Whoever may not read names learns what came in, not from which door.
    const readable = scope.names ? entries : { ...entries, entries: entries.entries.map(withoutDoor) };
    return { scope, entries: readable, words };
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
      names: w.can('receipts.read-names', found.project),
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
      names: w.can('receipts.read-names', { neighbourhoodId: place.id }),
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
      names: w.can('receipts.read-names', { neighbourhoodId: null }),
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
    const awards = await awardsOf(tx, id);
    const postings = await postingsOf(tx, txnId);
    const resident = postings.some((posting) => awards.some((award) => award.awardId === posting.awardId && award.sourceKind === 'household'));
    const doorless = resident && txn.expenseId === null && !w.can('receipts.read-names', project);
    return {
      txn: doorless ? { ...txn, text: awards.find((award) => award.sourceKind === 'household')?.name ?? '' } : txn,
      project,
      place: place.place,
      postings,
      awards,
      by: names.get(txn.actorId ?? '') ?? '',
    };
  });
  if (!found) return w.notFound();
  const { project } = found;
  const document = await entrySlip(
    { ...found, projectTitle: project.title, serial: project.serial },
    { lang: w.lang, issuer: `${w.subdistrict.name} ${found.place.name}`, today: w.today },
  );
  return w.paper(document, `${statementText[w.lang].slip}-${txnId.slice(-12)}`);
}
