import { z } from 'zod';
import {
  allAwards,
  awardLedger,
  awardsOf,
  type Award,
  findAward,
  findExpense,
  findReceipt,
  findVoucher,
  householdContributions,
  listCategories,
  type Receipt,
  receiptsOf,
  trialBalance,
  verifyBooks,
} from '#modules/books';
import { listBuildings, listHouseholds, listNeighbourhoods } from '#modules/places';
import { personNames } from '#modules/people';
import {
  findProject,
  listProjects,
  moneyMayMove,
  pledgeHouseholds,
  pledgeMoney,
  type Project,
  receiveFromHouseholds,
  receiveMoney,
  reverseReceipt,
  spendingRequestOfExpense,
  useInKind,
  withdrawVoucher,
} from '#modules/projects';
import { findFile } from '#platform/files';
import type { Tx } from '#platform/database';
import { loadTurns } from '../inbox/whose-turn.tsx';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import { type FormErrors, type FormValues, tableXlsx, xlsxType } from '../ui/index.ts';
import { AccountPage } from './account-page.tsx';
import { AwardPage, type AwardView, ledgerAccounts, ledgerTable } from './award-page.tsx';
import { receiptsPaper, voucherPaper } from './papers.ts';
import { ReceiptsPage, type ReceiptsView, ReversePage } from './receipts-page.tsx';
import { booksText } from './text.ts';
import { type ProjectSums, projectTable, TrialPage, type TrialView } from './trial-page.tsx';
import { loadAccount, visibleProject } from './view.ts';
import { VoucherPage, type VoucherView } from './voucher-page.tsx';

/** Accounts, ledgers, receipts, vouchers and the trial balance. */
export function bookRoutes(r: Routes): void {
  r.get('/projects/:id/account', 'account.read', showAccount);
  r.get('/awards/:id', 'award.read', showAward);
  r.get('/vouchers/:id', 'voucher.read', (w) => showVoucher(w));
  r.get('/vouchers/:id/file', 'voucher.read', (w) => sendFile(w, 'file'));
  r.get('/vouchers/:id/proof', 'voucher.read', (w) => sendFile(w, 'proof'));
  r.get('/vouchers/:id/paper.pdf', 'voucher.read', async (w) => {
    const view = await w.read((tx) => loadVoucher(w, tx));
    if (!view) return w.notFound();
    const place = await w.read((tx) => visibleProject(w, tx, view.project.id));
    const bytes = await voucherPaper(view, { lang: w.lang, issuer: issuer(w, place?.place.name), today: w.today });
    return w.download(bytes, 'application/pdf', `${booksText[w.lang].voucherTitle(view.voucher.number)}.pdf`, true);
  });
  r.post('/vouchers/:id/withdraw', 'spending.voucher', postWithdrawVoucher);
  r.get('/projects/:id/receipts', 'account.read', (w) => showReceipts(w, w.id()));
  r.get('/receipts/:id/paper.pdf', 'receipts.read-names', async (w) => {
    const id = w.id();
    const receipt = id ? await w.read((tx) => findReceipt(tx, id)) : null;
    return receipt ? printReceipts(w, receipt.awardId, [receipt]) : w.notFound();
  });
  r.get('/awards/:id/receipts.pdf', 'receipts.read-names', async (w) => {
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
  r.get('/books', 'books.read', showBooks);
}

const issuer = (w: Web, placeName: string | undefined): string => [w.subdistrict.name, placeName].filter((part) => part !== undefined).join(' ');

async function showAccount(w: Web) {
  const view = await w.read((tx) => loadAccount(w, tx, w.id()));
  if (!view) return w.notFound();
  // Of all that waits in the project, this page shows what waits for money.
  const turns = (await w.read((tx) => loadTurns(tx, { projectId: view.project.id }, w))).filter((turn) => turn.href?.includes('/spending/'));
  const may = (action: string) => w.can(action, view.project);
  return w.page(
    <AccountPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      turns={turns}
      path={w.url.pathname}
      rights={{ ledger: may('award.read'), voucher: may('voucher.read'), spending: may('spending.read') }}
    />,
  );
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
    mayWithdraw: !voucher.withdrawn && w.can('spending.voucher', project) && (request?.state === 'paid' || request?.state === 'vouchered'),
  };
}

async function showVoucher(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const found = await w.read(async (tx) => {
    const view = await loadVoucher(w, tx);
    const place = view && (await visibleProject(w, tx, view.project.id));
    return view && place ? { view, place: place.place } : null;
  });
  if (!found) return w.notFound();
  return w.page(<VoucherPage page={w.frame({ neighbourhood: found.place })} view={found.view} errors={back?.errors} values={back?.values} />, back ? 422 : 200);
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

async function postWithdrawVoucher(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = booksText[w.lang];
  const parsed = form.parse(z.object({ reason: field.text(200) }));
  if (!parsed.ok) return showVoucher(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await withdrawVoucher(w.command(form), { voucherId: id, reason: parsed.value.reason });
  return done.ok ? w.redirect(`/vouchers/${id}`, t.withdrawnFlash) : w.refuse(done.error, t);
}

async function showReceipts(w: Web, projectId: string | null, back?: ReceiptsView['back']) {
  const found = await w.read(async (tx) => {
    const place = await visibleProject(w, tx, projectId);
    if (!place) return null;
    const sources = [];
    for (const award of await awardsOf(tx, place.project.id)) {
      sources.push({ award, contributions: await householdContributions(tx, award.awardId), receipts: await receiptsOf(tx, award.awardId) });
    }
    return { place, sources, categories: await listCategories(tx), buildings: await listBuildings(tx, place.project.neighbourhoodId) };
  });
  if (!found) return w.notFound();
  const { project } = found.place;
  const moves = moneyMayMove(project.state);
  const may = (action: string) => w.can(action, project);
  const view: ReceiptsView = {
    project,
    sources: found.sources,
    categories: found.categories,
    buildings: found.buildings,
    today: w.today,
    back,
    rights: {
      names: may('receipts.read-names'),
      pledge: moves && may('money.pledge'),
      receive: moves && may('money.receive'),
      grant: moves && may('money.receive-grant'),
      reverse: moves && may('money.reverse'),
    },
  };
  return w.page(<ReceiptsPage page={w.frame({ neighbourhood: found.place.place })} view={view} />, back ? 422 : 200);
}

async function printReceipts(w: Web, awardId: string, receipts: readonly Receipt[]) {
  const found = await w.read(async (tx) => {
    const award = await findAward(tx, awardId);
    const place = award && (await visibleProject(w, tx, award.projectId));
    return place
      ? {
          ...place,
          receivers: await personNames(
            tx,
            receipts.flatMap((receipt) => receipt.receivedBy ?? []),
          ),
        }
      : null;
  });
  if (!found || receipts.length === 0 || !w.can('receipts.read-names', found.project)) return w.notFound();
  const bytes = await receiptsPaper(receipts, {
    lang: w.lang,
    issuer: issuer(w, found.place.name),
    projectTitle: found.project.title,
    receivers: found.receivers,
  });
  return w.download(bytes, 'application/pdf', `${booksText[w.lang].receipts}.pdf`, true);
}

/** A posted form about one source: the source and its project, or null. */
async function sourceOf(w: Web): Promise<{ award: Award; project: Project } | null> {
  const id = w.id();
  return id
    ? w.read(async (tx) => {
        const award = await findAward(tx, id);
        const project = award && (await findProject(tx, award.projectId));
        return award && project ? { award, project } : null;
      })
    : null;
}

/** Where an error of a command belongs in its form. */
const fieldOf: Record<string, string> = { 'day-in-future': 'day', 'day-outside': 'day', 'above-promise': 'overReason' };

function incomeRoutes(r: Routes): void {
  const post = (
    path: string,
    action: string,
    formName: string,
    work: (
      w: Web,
      form: Form,
      source: { award: Award; project: Project },
    ) => Promise<{ errors: Record<string, string> } | { error: string } | { flash: string }>,
  ) =>
    r.post(`/awards/:id/${path}`, action, async (w) => {
      const source = await sourceOf(w);
      if (!source) return w.notFound();
      const t = booksText[w.lang];
      const form = w.form();
      const done = await work(w, form, source);
      const again = (errors: Record<string, string>) =>
        showReceipts(w, source.project.id, { form: `${formName}-${source.award.awardId}`, errors, values: form.values });
      if ('errors' in done) return again(w.errorTexts(done.errors, t));
      if ('flash' in done) return w.redirect(`/projects/${source.project.id}/receipts#a-${source.award.awardId}`, done.flash);
      if (['not-found', 'not-allowed', 'key-reused', 'wrong-state'].includes(done.error)) return w.refuse(done.error, t);
      return again({ [fieldOf[done.error] ?? '']: w.errorText(done.error, t) });
    });
  post('pledge-households', 'money.pledge', 'pledge', async (w, form, { award, project }) => {
    const parsed = form.parse(z.object({ amount: field.amount(), building: field.list(200) }));
    if (!parsed.ok) return { errors: parsed.error };
    const { amount: amountFen, building } = parsed.value;
    const of =
      building.length === 0
        ? ('all' as const)
        : await w.read(async (tx) => (await listHouseholds(tx, project.neighbourhoodId)).filter((each) => building.includes(each.buildingId)));
    const done = await pledgeHouseholds(w.command(form), {
      awardId: award.awardId,
      amountFen,
      householdIds: of === 'all' ? of : of.map((each) => each.householdId),
    });
    return done.ok ? { flash: booksText[w.lang].listed(done.value) } : { error: done.error };
  });
  post('pledge', 'money.pledge', 'pledge', async (w, form, { award }) => {
    const parsed = form.parse(z.object({ amount: field.amount(), payer: field.text(100) }));
    if (!parsed.ok) return { errors: parsed.error };
    const done = await pledgeMoney(w.command(form), { awardId: award.awardId, amountFen: parsed.value.amount, payerName: parsed.value.payer });
    return done.ok ? { flash: booksText[w.lang].pledgeFlash } : { error: done.error };
  });
  post('receive-households', 'money.receive', 'households', async (w, form, { award }) => {
    const parsed = form.parse(z.object({ household: field.list(2000), day: field.day(), method: z.enum(['cash', 'transfer'], 'required') }));
    if (!parsed.ok) return { errors: parsed.error };
    const { household, day, method } = parsed.value;
    const done = await receiveFromHouseholds(w.command(form), { awardId: award.awardId, householdIds: household, day, method });
    return done.ok ? { flash: booksText[w.lang].receivedFlash(done.value.length) } : { error: done.error };
  });
  post('receive', 'money.record', 'receive', async (w, form, { award }) => {
    const parsed = form.parse(
      z.object({
        payer: field.text(100),
        amount: field.amount(),
        day: field.day(),
        method: z.enum(['cash', 'transfer', 'in_kind'], 'required'),
        overReason: field.text(200).optional(),
      }),
    );
    if (!parsed.ok) return { errors: parsed.error };
    const file = form.files('proof')[0];
    const stored = file ? await w.files.put(file.bytes) : null;
    if (stored && !stored.ok) return { errors: { proof: stored.error } };
    const { payer, amount, day, method, overReason } = parsed.value;
    const done = await receiveMoney(w.command(form), {
      awardId: award.awardId,
      payerName: payer,
      amountFen: amount,
      day,
      method,
      overReason,
      proof: stored?.ok && file ? { stored: stored.value, name: file.name } : null,
    });
    return done.ok ? { flash: booksText[w.lang].receivedFlash(1) } : { error: done.error };
  });
  post('use', 'money.receive', 'use', async (w, form, { award }) => {
    const parsed = form.parse(z.object({ text: field.text(200), category: z.enum(award.categories, 'not-in-list'), amount: field.amount(), day: field.day() }));
    if (!parsed.ok) return { errors: parsed.error };
    const { text, category, amount, day } = parsed.value;
    const done = await useInKind(w.command(form), { awardId: award.awardId, text, category, amountFen: amount, day });
    return done.ok ? { flash: booksText[w.lang].usedFlash } : { error: done.error };
  });

  const reversePage = async (w: Web, back?: { errors: FormErrors; values: FormValues }) => {
    const id = w.id();
    const found = id
      ? await w.read(async (tx) => {
          const receipt = await findReceipt(tx, id);
          const award = receipt && (await findAward(tx, receipt.awardId));
          const place = award && (await visibleProject(w, tx, award.projectId));
          return receipt && place ? { receipt, ...place } : null;
        })
      : null;
    if (!found || !w.can('money.reverse', found.project)) return w.notFound();
    return w.page(
      <ReversePage
        page={w.frame({ neighbourhood: found.place })}
        receipt={found.receipt}
        project={found.project}
        errors={back?.errors}
        values={back?.values}
      />,
      back ? 422 : 200,
    );
  };
  r.get('/receipts/:id/reverse', 'money.reverse', (w) => reversePage(w));
  r.post('/receipts/:id/reverse', 'money.reverse', async (w) => {
    const id = w.id();
    const t = booksText[w.lang];
    const form = w.form();
    const receipt = id ? await w.read((tx) => findReceipt(tx, id)) : null;
    if (!receipt) return w.notFound();
    const parsed = form.parse(z.object({ reason: field.text(200) }));
    if (!parsed.ok) return reversePage(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
    const done = await reverseReceipt(w.command(form), { txnId: receipt.txnId, reason: parsed.value.reason });
    if (!done.ok)
      return ['not-found', 'not-allowed', 'key-reused'].includes(done.error)
        ? w.refuse(done.error, t)
        : reversePage(w, { errors: { '': w.errorText(done.error, t) }, values: form.values });
    const award = await w.read((tx) => findAward(tx, receipt.awardId));
    return w.redirect(`/projects/${award?.projectId ?? ''}/receipts`, t.reversedFlash);
  });
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
    return { trial: await trialBalance(tx), projects: [...sums.values()], problems: query.verify === '1' ? await verifyBooks(tx) : null };
  });
  const page = w.frame();
  if (query.format === 'xlsx')
    return w.download(await tableXlsx(projectTable(view, page, query)), xlsxType, `${w.subdistrict.name}${booksText[w.lang].books}.xlsx`);
  return w.page(<TrialPage page={page} view={view} query={query} />);
}
