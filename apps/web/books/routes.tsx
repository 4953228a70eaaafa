import { journalWriter } from '#libs/journal';
import { z } from 'zod';
import {
  allAwards,
  closedYears,
  awardLedger,
  correctionsOf,
  findAward,
  findExpense,
  findReceipt,
  findVoucher,
  provenLinesOf,
  voucherLinesOf,
  listCategories,
  projectJournal,
  receiptsOf,
  reductionsOf,
  trialBalance,
  verifyBooks,
} from '#modules/books';
import { listNeighbourhoods } from '#modules/places';
import { personNames } from '#modules/people';
import { findProject, listProjects, moneyMayMove, spendingRequestOfExpense, withdrawVoucher } from '#modules/projects';
import { findFile } from '#platform/files';
import type { Tx } from '#platform/database';
import { loadYearNote } from '../bank/year-note.tsx';
import { loadTurns } from '../inbox/whose-turn.tsx';
import { field, type Routes, type Web } from '../kit/index.ts';
import { type FormErrors, type FormValues, tableXlsx, xlsxType } from '../ui/index.ts';
import { AccountPage } from './account-page.tsx';
import { AwardPage, type AwardView, ledgerAccounts, ledgerTable } from './award-page.tsx';
import { voucherPaper } from './papers.ts';
import { booksText } from './text.ts';
import { type ProjectSums, projectTable, TrialPage, type TrialView } from './trial-page.tsx';
import { accountReport, usesOf } from '../statements/account-report.ts';
import { loadAccountFacts } from '../statements/load.ts';
import { reportFile } from '../statements/routes.tsx';
import { visibleProject } from './view.ts';
import { VoucherPage, type VoucherView } from './voucher-page.tsx';
import { issuer, showReceipts, printReceipts, incomeRoutes } from './income-routes.tsx';
import { loadProjectAdvances, openingRoutes } from './opening-routes.tsx';

/** Accounts, ledgers, receipts, vouchers and the trial balance. */
export function bookRoutes(r: Routes): void {
  r.get('/projects/:id/account', 'account.read', showAccount);
  r.get('/projects/:id/journal/:format', 'award.read', sendJournal);
  r.get('/awards/:id', 'award.read', showAward);
  r.get('/vouchers/:id', 'voucher.read', (w) => showVoucher(w));
  r.get('/vouchers/:id/file', 'voucher.read', (w) => sendFile(w, 'file'));
  r.get('/vouchers/:id/proof', 'voucher.read', (w) => sendFile(w, 'proof'));
  r.paper('/vouchers/:id/paper', 'voucher.read', async (w) => {
    const view = await w.read((tx) => loadVoucher(w, tx));
    if (!view) return w.notFound();
    const place = await w.read((tx) => visibleProject(w, tx, view.project.id));
    const document = await voucherPaper(view, { lang: w.lang, issuer: issuer(w, place?.place.name), today: w.today });
    return w.paper(document, booksText[w.lang].voucherTitle(view.voucher.number));
  });
  r.get('/vouchers/:id/reductions/:reduction', 'voucher.read', sendReduction);
  r.post('/vouchers/:id/withdraw', 'spending.voucher', postWithdrawVoucher);
  r.get('/projects/:id/receipts', 'account.read', (w) => showReceipts(w, w.id()));
  r.paper('/receipts/:id/paper', 'receipts.read-names', async (w) => {
    const id = w.id();
    const receipt = id ? await w.read((tx) => findReceipt(tx, id)) : null;
    return receipt ? printReceipts(w, receipt.awardId, [receipt]) : w.notFound();
  });
  r.paper('/awards/:id/receipts', 'receipts.read-names', async (w) => {
    const id = w.id();
    const receipts = id ? await w.read((tx) => receiptsOf(tx, id)) : [];
    return id && receipts.length > 0
      ? printReceipts(
          w,
          id,
          receipts.filter((receipt) => !receipt.reversed),
        )
      : w.notFound();
  });
  incomeRoutes(r);
  openingRoutes(r);
  r.get('/books', 'books.read', showBooks);
}

async function showAccount(w: Web) {
  const found = await w.read((tx) => loadAccountFacts(w, tx, w.id()));
  if (!found) return w.notFound();
  const { facts, place, plans, hidden } = found;
  const { project, account } = facts;
  const may = (action: string) => w.can(action, project);
  // Whoever may not read the entries gets the public version at the same address.
  const ledger = may('award.read');
  const report = accountReport(facts, ledger ? { kind: 'staff', lang: w.lang } : { kind: 'public', lang: w.lang, hidden });
  const file = await reportFile(w, report, { issuer: issuer(w, place.name), code: project.serial, signed: true, name: `${project.serial}-${report.title}` });
  if (file) return file;
  // Of all that waits in the project, this page shows what waits for money.
  const turns = (await w.read((tx) => loadTurns(tx, { projectId: project.id }, w))).filter((turn) =>
    /\/(spending\/|account|sources|awards\/)/.test(turn.href ?? ''),
  );
  const uses = usesOf(facts);
  const advances = may('spending.read') ? await w.read((tx) => loadProjectAdvances(w, tx, project.id)) : null;
  return w.page(
    <AccountPage
      page={w.frame({ neighbourhood: place })}
      yearNote={await w.read((tx) => loadYearNote(tx, project.id, w.today))}
      placeCode={place.code}
      view={{
        project,
        report,
        plans,
        open: account.sources.length > 0,
        collected: account.sources.some((source) => source.sourceKind === 'household'),
        bar: account.sources.some((source) => source.state === 'open')
          ? {
              budgetFen: uses.reduce((fen, use) => fen + use.budgetFen, 0n),
              committedFen: account.totals.reservedFen + account.totals.advancedFen,
              spentFen: account.totals.spentFen,
            }
          : null,
      }}
      turns={turns}
      advances={advances}
      rights={{ ledger, spending: may('spending.read'), names: may('receipts.read-names'), opening: may('opening.read') }}
    />,
  );
}

/** The books of a project for an independent program; whoever takes them out is whoever may read every entry. */
async function sendJournal(w: Web) {
  const id = w.id();
  const write = journalWriter(w.param('format'));
  if (!id || !write) return w.notFound();
  const found = await w.read(async (tx) => {
    const place = await visibleProject(w, tx, id);
    if (!place || !w.can('award.read', place.project)) return null;
    const { serial, title } = place.project;
    const journal = await projectJournal(tx, id, `${serial} ${title}`);
    return journal && { serial, journal };
  });
  if (!found) return w.notFound();
  return w.download(new TextEncoder().encode(write(found.journal)), 'text/plain; charset=utf-8', `${found.serial}.${w.param('format')}`);
}

async function showAward(w: Web) {
  const id = w.id();
  const query = Object.fromEntries(w.url.searchParams);
  const asked = ledgerAccounts.find((each) => each === query.account) ?? null;
  const found = id
    ? await w.read(async (tx): Promise<(AwardView & { placeFound: NonNullable<Awaited<ReturnType<typeof visibleProject>>> }) | null> => {
        const award = await findAward(tx, id);
        const place = award && (await visibleProject(w, tx, award.projectId));
        if (!award || !place || !w.can('award.read', place.project)) return null;
        return { project: place.project, award, entries: await awardLedger(tx, id), categories: await listCategories(tx), account: asked, placeFound: place };
      })
    : null;
  if (!found) return w.notFound();
  const page = w.frame({ neighbourhood: found.placeFound.place });
  if (query.format === 'xlsx')
    return w.download(await tableXlsx(ledgerTable(found, page, query)), xlsxType, `${booksText[w.lang].ledgerOf(found.award.name)}.xlsx`);
  return w.page(<AwardPage page={page} view={found} query={query} />);
}

/** The lines a voucher proves, in their order. */
async function provesOf(tx: Tx, voucher: { id: string; expenseId: string }): Promise<VoucherView['proves']> {
  const lines = new Map((await provenLinesOf(tx, voucher.expenseId)).map((line) => [line.lineId, line.text]));
  const shares = await voucherLinesOf(tx, voucher.expenseId);
  return shares.filter((share) => share.voucherId === voucher.id).map((share) => ({ text: lines.get(share.lineId) ?? '', amountFen: share.amountFen }));
}

async function loadVoucher(w: Web, tx: Tx): Promise<VoucherView | null> {
  const id = w.id();
  const voucher = id ? await findVoucher(tx, id) : null;
  const expense = voucher && (await findExpense(tx, voucher.expenseId));
  const project = expense && (await findProject(tx, expense.projectId));
  if (!voucher || !expense || !project || !w.can('voucher.read', project)) return null;
  const request = await spendingRequestOfExpense(tx, expense.id);
  const people = [voucher.recordedBy, request?.requesterId, request?.closedBy].filter((each) => typeof each === 'string');
  return {
    voucher,
    expense,
    project,
    request,
    file: voucher.fileId ? await findFile(tx, voucher.fileId) : null,
    proof: expense.proofFileId ? await findFile(tx, expense.proofFileId) : null,
    names: await personNames(tx, people),
    categories: await listCategories(tx),
    mayWithdraw:
      !voucher.withdrawn && voucher.provesFen > 0n && w.can('spending.voucher', project) && (request?.state === 'paid' || request?.state === 'vouchered'),
    proves: await provesOf(tx, voucher),
    reductions: await reductionsOf(tx, voucher.id),
    corrections: await correctionsOf(tx, voucher),
    mayRedLetter:
      request !== null &&
      !voucher.withdrawn &&
      voucher.kind !== 'receipt' &&
      voucher.provesFen > 0n &&
      moneyMayMove(project.state) &&
      w.can('spending.refund', project),
    today: w.today,
  };
}

/** The page of a voucher, with the form that came back. */
export async function showVoucher(w: Web, back?: { form?: 'red-letter'; errors: FormErrors; values: FormValues }) {
  const found = await w.read(async (tx) => {
    const view = await loadVoucher(w, tx);
    const place = view && (await visibleProject(w, tx, view.project.id));
    return view && place ? { view, place: place.place } : null;
  });
  if (!found) return w.notFound();
  const page = w.frame({ neighbourhood: found.place });
  if (back?.form === 'red-letter') return w.page(<VoucherPage page={page} view={{ ...found.view, redLetter: back }} />, 422);
  return w.page(<VoucherPage page={page} view={found.view} errors={back?.errors} values={back?.values} />, back ? 422 : 200);
}

/** The file behind a voucher, or its proof of payment, to whoever may read the voucher. */
async function sendFile(w: Web, which: 'file' | 'proof') {
  const view = await w.read((tx) => loadVoucher(w, tx));
  const file = view?.[which];
  const bytes = file ? await w.files.get(file.sha256) : null;
  if (!file || !bytes) return w.notFound();
  const response = w.download(bytes, file.mediaType, file.name, file.mediaType.startsWith('image/') || file.mediaType === 'application/pdf');
  response.headers.set('etag', `"${file.sha256}"`);
  return response;
}

/** The red letter, or the slip of a refund, that took back part of a voucher. */
async function sendReduction(w: Web) {
  const file = await w.read(async (tx) => {
    const view = await loadVoucher(w, tx);
    const fileId = view?.reductions.find((each) => each.id === w.id('reduction'))?.fileId;
    return fileId ? findFile(tx, fileId) : null;
  });
  const bytes = file ? await w.files.get(file.sha256) : null;
  return file && bytes
    ? w.download(bytes, file.mediaType, file.name, file.mediaType.startsWith('image/') || file.mediaType === 'application/pdf')
    : w.notFound();
}

const reasonFields = z.object({ reason: field.text(200) });

async function postWithdrawVoucher(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = booksText[w.lang];
  const parsed = form.parse(reasonFields);
  if (!parsed.ok) return showVoucher(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await withdrawVoucher(w.command(form), { voucherId: id, reason: parsed.value.reason });
  return done.ok ? w.redirect(`/vouchers/${id}`, t.withdrawnFlash) : w.refuse(done.error, t);
}

async function showBooks(w: Web) {
  const query = Object.fromEntries(w.url.searchParams);
  const view = await w.read(async (tx): Promise<TrialView> => {
    const places = new Map((await listNeighbourhoods(tx)).map((place) => [place.id, place.name]));
    const projects = new Map((await listProjects(tx)).map((project) => [project.id, project]));
    const sums = new Map<string, ProjectSums>();
    for (const award of await allAwards(tx)) {
      const project = projects.get(award.projectId);
      const known = sums.get(award.projectId) ?? {
        projectId: award.projectId,
        title: project?.title ?? '',
        serial: project?.serial ?? '',
        placeName: places.get(project?.neighbourhoodId ?? '') ?? '',
        awards: [],
      };
      known.awards.push(award);
      sums.set(award.projectId, known);
    }
    return {
      trial: await trialBalance(tx),
      mayBringIn: w.can('project.bring-in', { neighbourhoodId: null }),
      projects: [...sums.values()],
      problems: query.verify === '1' ? await verifyBooks(tx) : null,
      closed: await closedYears(tx),
    };
  });
  const page = w.frame();
  if (query.format === 'xlsx')
    return w.download(await tableXlsx(projectTable(view, page, query)), xlsxType, `${w.subdistrict.name}${booksText[w.lang].books}.xlsx`);
  return w.page(<TrialPage page={page} view={view} query={query} />);
}
