import { z } from 'zod';
import { awardsOf, expensesOf, findExpense, listCategories, vouchersOf } from '#modules/books';
import { checkUseIn, listRulings, rulingsFor } from '#modules/funds';
import { findNeighbourhood } from '#modules/places';
import { personNames } from '#modules/people';
import {
  addSpendingEvidence,
  askSpending,
  type BudgetCheck,
  checkBudgetIn,
  checkSpendingIn,
  closeSpending,
  decideSpending,
  findProject,
  findSpendingRequest,
  listProjects,
  listSpendingEvidence,
  listSpendingRequests,
  type LineVerdict,
  missingPapers,
  moneyMayMove,
  paySpending,
  recordVoucher,
  ruleOnSpending,
  rulingIdsOf,
  sourceKinds,
  type SpendingCheck,
  type SpendingLine,
  type SpendingRequest,
  type Upload,
  whyNotApprove,
  whyNotReserved,
  withdrawSpending,
} from '#modules/projects';
import { findFiles } from '#platform/files';
import type { Tx } from '#platform/database';
import { sourceKindWords } from '../books/text.ts';
import { categoryWords, visibleProject } from '../books/view.ts';
import { loadTurns } from '../inbox/whose-turn.tsx';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { type FormErrors, type FormValues, tableXlsx, xlsxType } from '../ui/index.ts';
import { AskPage, type AskView } from './ask-page.tsx';
import { earlierWords } from './earlier-use.ts';
import { SpendingListPage, type SpendingListView, spendingTable } from './list-page.tsx';
import { formLines, NewSpendingPage } from './new-page.tsx';
import { RequestPage, type RequestView } from './request-page.tsx';
import { approvalSlip } from './slip.ts';
import { spendingText } from './text.ts';

/** Ask, request, approve, rule, pay, prove. */
export function spendingRoutes(r: Routes): void {
  r.get('/ask', 'spending.check', showAsk);
  r.get('/projects/:id/spending', 'spending.read', showList);
  r.get('/spending/new', 'spending.ask', (w) => showNew(w));
  r.post('/spending/new', 'spending.ask', postNew);
  r.get('/spending/:id', 'spending.read', (w) => showRequest(w));
  r.get('/spending/:id/slip.pdf', 'spending.read', async (w) => {
    const view = await w.read((tx) => loadRequest(w, tx));
    if (!view) return w.notFound();
    const bytes = await approvalSlip(view, { lang: w.lang, issuer: [w.subdistrict.name, view.placeName].join(' '), today: w.today });
    return w.download(bytes, 'application/pdf', `${view.request.item}.pdf`, true);
  });
  r.get('/spending/:id/papers/:paper', 'spending.read', async (w) => {
    const view = await w.read((tx) => loadRequest(w, tx));
    const paper = view?.evidence.find((each) => each.id === w.id('paper'));
    const bytes = paper?.file ? await w.files.get(paper.file.sha256) : null;
    return paper?.file && bytes ? w.download(bytes, paper.file.mediaType, paper.file.name, paper.file.mediaType.startsWith('image/')) : w.notFound();
  });
  actionRoutes(r);
}

async function showAsk(w: Web) {
  const q = w.query('q')?.slice(0, 100);
  const projectId = w.query('project');
  const view = await w.read(async (tx): Promise<AskView> => {
    const projects = (await listProjects(tx, { states: ['agreed', 'doing', 'appraisal', 'accepted'] })).filter((project) => w.can('spending.read', project));
    const chosen = projects.find((project) => project.id === projectId);
    const awards = chosen ? await awardsOf(tx, chosen.id) : [];
    return {
      q,
      projects,
      projectId: chosen?.id,
      availableFen: new Map(awards.map((award) => [award.awardId, award.availableFen])),
      answer: q === undefined ? undefined : await answerFor(w, tx, q, chosen?.id ?? null, awards),
      rulings: q === undefined ? [] : (await listRulings(tx, q)).slice(0, 20),
    };
  });
  return w.page(<AskPage page={w.frame()} view={view} />);
}

/** What the policy says of a thing for each source of the project, or for each kind of money without one. */
async function answerFor(w: Web, tx: Tx, text: string, projectId: string | null, awards: Awaited<ReturnType<typeof awardsOf>>): Promise<LineVerdict | null> {
  const asked = projectId
    ? awards.map((award) => ({ awardId: award.awardId, sourceKind: award.sourceKind, awardName: award.name }))
    : sourceKinds.filter((kind) => kind !== 'in_kind').map((kind) => ({ awardId: kind, sourceKind: kind, awardName: sourceKindWords(kind, w.lang) }));
  const line: LineVerdict = { no: 1, text, category: '', sources: [] };
  for (const source of asked) {
    const verdict = await checkUseIn(tx, text, { sourceKind: source.sourceKind, projectId }, w.today);
    if (!verdict) return null;
    line.sources.push({ ...source, outcome: verdict.outcome, reasons: [...verdict.reasons] });
  }
  return line;
}

async function showList(w: Web) {
  const query = Object.fromEntries(w.url.searchParams);
  const found = await w.read(async (tx): Promise<(SpendingListView & { place: { code: string; name: string } }) | null> => {
    const visible = await visibleProject(w, tx, w.id());
    if (!visible || !w.can('spending.read', visible.project)) return null;
    const requests = await listSpendingRequests(tx, visible.project.id);
    const paidFen = new Map((await expensesOf(tx, visible.project.id)).map((expense) => [expense.id, expense.amountFen]));
    return {
      project: visible.project,
      place: visible.place,
      requests,
      paidFen,
      names: await personNames(
        tx,
        requests.map((request) => request.requesterId),
      ),
      mayAsk: w.can('spending.ask', visible.project) && moneyMayMove(visible.project.state),
    };
  });
  if (!found) return w.notFound();
  const page = w.frame({ neighbourhood: found.place });
  if (query.format === 'xlsx')
    return w.download(await tableXlsx(spendingTable(found, page, query)), xlsxType, `${found.project.title}${spendingText[w.lang].list}.xlsx`);
  return w.page(<SpendingListPage page={page} view={found} query={query} />);
}

async function showNew(w: Web, back?: { errors?: FormErrors; values?: FormValues; check?: SpendingCheck; budget?: BudgetCheck | null; status: 200 | 422 }) {
  const asked = w.query('project') ?? '';
  const found = await w.read(async (tx) => {
    const visible = await visibleProject(w, tx, /^[0-9a-f-]{36}$/.test(asked) ? asked : null);
    if (!visible || !w.can('spending.ask', visible.project)) return null;
    const names = await listCategories(tx);
    const budget = await checkBudgetIn(tx, visible.project, []);
    const codes = [...new Set((await awardsOf(tx, visible.project.id)).flatMap((award) => award.categories))];
    return { ...visible, budget, categories: codes.map((code) => ({ value: code, label: categoryWords(names, code, w.lang) })) };
  });
  if (!found) return w.notFound();
  if (!moneyMayMove(found.project.state)) return w.refuse('wrong-state', spendingText[w.lang]);
  return w.page(
    <NewSpendingPage
      page={w.frame({ neighbourhood: found.place })}
      project={found.project}
      categories={found.categories}
      check={back?.check}
      budget={back?.budget ?? found.budget}
      errors={back?.errors}
      values={back?.values}
    />,
    back?.status ?? 200,
  );
}

/** Reads the lines of the form; a line without text is called after the item. */
function linesOf(form: Form, item: string): { lines: SpendingLine[]; errors: FieldErrors } {
  const lines: SpendingLine[] = [];
  const errors: FieldErrors = {};
  for (const no of formLines) {
    const [text, category, amount] = [form.text(`text${no}`), form.text(`category${no}`), form.text(`amount${no}`)];
    if (no > 1 && text === '' && amount === '') continue;
    const fen = field.amount().safeParse(amount);
    if (!fen.success || fen.data <= 0n) errors[`amount${no}`] = amount === '' ? 'required' : 'not-an-amount';
    if (category === '') errors[`category${no}`] = 'required';
    if (fen.success) lines.push({ text: (text || item).slice(0, 200), category, amountFen: fen.data });
  }
  return { lines, errors };
}

async function postNew(w: Web) {
  const projectId = w.query('project') ?? '';
  const form = w.form();
  const t = spendingText[w.lang];
  const project = /^[0-9a-f-]{36}$/.test(projectId) ? await w.read((tx) => findProject(tx, projectId)) : null;
  if (!project || !w.can('spending.ask', project)) return w.notFound();
  const parsed = form.parse(z.object({ item: field.text(200), why: field.text(500), payee: field.text(100) }));
  const { lines, errors } = linesOf(form, form.text('item'));
  const wrong = { ...(parsed.ok ? {} : parsed.error), ...errors };
  if (!parsed.ok || Object.keys(errors).length > 0) return showNew(w, { errors: w.errorTexts(wrong, t), values: form.values, status: 422 });
  const check = await w.read((tx) => checkSpendingIn(tx, project, parsed.value.item, lines, w.today));
  if (!check.ok) return w.refuse(check.error, t);
  const budget = await w.read((tx) => checkBudgetIn(tx, project, lines));
  if (form.text('intent') === 'check') return showNew(w, { check: check.value, budget, values: form.values, status: 200 });
  const done = await askSpending(w.command(form), { projectId: project.id, ...parsed.value, lines });
  if (done.ok) return w.redirect(`/spending/${done.value}`, t.submitted);
  if (done.error === 'over-budget') return showNew(w, { check: check.value, budget, errors: { '': t['over-budget'] }, values: form.values, status: 422 });
  if (done.error === 'forbidden') return showNew(w, { check: check.value, errors: { '': t.forbidden }, values: form.values, status: 422 });
  return w.refuse(done.error, t);
}

async function loadRequest(
  w: Web,
  tx: Tx,
  back?: RequestView['back'],
): Promise<(RequestView & { placeName: string; place: { code: string; name: string } }) | null> {
  const id = w.id();
  const request = id ? await findSpendingRequest(tx, id) : null;
  const project = request && (await findProject(tx, request.projectId));
  const place = project && (await findNeighbourhood(tx, project.neighbourhoodId));
  if (!request || !project || !place || !w.can('spending.read', project)) return null;
  const papers = await listSpendingEvidence(tx, request.id);
  const files = await findFiles(
    tx,
    papers.map((paper) => paper.fileId),
  );
  const rulingIds = await rulingIdsOf(tx, request.id);
  const missing = await missingPapers(tx, request);
  return {
    project,
    place,
    placeName: place.name,
    request,
    categories: await listCategories(tx),
    today: w.today,
    back,
    missing,
    turns: await loadTurns(tx, { subjectId: request.id }, w),
    names: await personNames(
      tx,
      [request.requesterId, request.closedBy].filter((each) => typeof each === 'string'),
    ),
    expense: request.expenseId ? await findExpense(tx, request.expenseId) : null,
    vouchers: request.expenseId ? await vouchersOf(tx, request.expenseId) : [],
    evidence: papers.map((paper) => ({ ...paper, file: files.find((file) => file.id === paper.fileId) ?? null })),
    rulings: (await rulingsFor(tx, project.id)).filter((ruling) => rulingIds.includes(ruling.id)),
    shortfall: request.state === 'asked' ? await whyNotReserved(tx, request, w.today) : null,
    rights: rightsOf(w, request, project),
  };
}

function rightsOf(w: Web, request: SpendingRequest, project: { state: Parameters<typeof moneyMayMove>[0]; neighbourhoodId: string }): RequestView['rights'] {
  const may = (action: string) => w.can(action, project);
  const mine = request.requesterId === w.actor.personId;
  const open = ['needs_ruling', 'asked', 'approved'].includes(request.state);
  return {
    approve: may('spending.approve') && whyNotApprove(w.actor, request, project.neighbourhoodId) === null,
    rule: request.state === 'needs_ruling' && may('spending.rule') && !mine,
    withdraw: open && ((mine && may('spending.ask')) || may('spending.rule')),
    pay: request.state === 'approved' && may('spending.pay') && moneyMayMove(project.state),
    voucher: (request.state === 'paid' || request.state === 'vouchered') && may('spending.voucher'),
    close: request.state === 'vouchered' && may('spending.close') && request.voucheredBy !== w.actor.personId,
  };
}

async function showRequest(w: Web, back?: RequestView['back']) {
  const view = await w.read((tx) => loadRequest(w, tx, back));
  return view ? w.page(<RequestPage page={w.frame({ neighbourhood: view.place })} view={view} />, back ? 422 : 200) : w.notFound();
}

/** Stores an uploaded file: nothing sent is null, a bad one its error. */
async function uploadOf(w: Web, form: Form, name: string): Promise<{ upload: Upload | null } | { error: string }> {
  const file = form.files(name)[0];
  if (!file) return { upload: null };
  const stored = await w.files.put(file.bytes);
  return stored.ok ? { upload: { stored: stored.value, name: file.name } } : { error: stored.error };
}

function actionRoutes(r: Routes): void {
  type Answer = { errors: FieldErrors } | { error: string; words?: string } | { flash: string };
  const post = (path: string, action: string, formName: string, work: (w: Web, form: Form, id: string) => Promise<Answer>) =>
    r.post(`/spending/:id/${path}`, action, async (w) => {
      const id = w.id();
      if (!id) return w.notFound();
      const t = spendingText[w.lang];
      const form = w.form();
      const done = await work(w, form, id);
      if ('flash' in done) return w.redirect(`/spending/${id}`, done.flash);
      if ('errors' in done) return showRequest(w, { form: formName, errors: w.errorTexts(done.errors, t), values: form.values });
      if (['not-found', 'not-allowed', 'key-reused', 'wrong-state'].includes(done.error)) return w.refuse(done.error, t);
      return showRequest(w, { form: formName, errors: { [fieldOf[done.error] ?? '']: done.words ?? w.errorText(done.error, t) }, values: form.values });
    });

  post('decide', 'spending.approve', 'decide', async (w, form, id) => {
    const parsed = form.parse(z.object({ decision: z.enum(['approved', 'refused'], 'required'), note: field.text(300).optional() }));
    if (!parsed.ok) return { errors: parsed.error };
    const done = await decideSpending(w.command(form), { requestId: id, decision: parsed.value.decision, note: parsed.value.note ?? '' });
    const t = spendingText[w.lang];
    return done.ok ? { flash: done.value === 'approved' ? t.keptFlash : done.value === 'refused' ? t.refusedFlash : t.approvedFlash } : { error: done.error };
  });
  post('rule', 'spending.rule', 'rule', async (w, form, id) => {
    const parsed = form.parse(z.object({ decision: z.enum(['allowed', 'forbidden'], 'required'), reason: field.text(500), validTo: field.day().optional() }));
    if (!parsed.ok) return { errors: parsed.error };
    const done = await ruleOnSpending(w.command(form), { requestId: id, ...parsed.value, validTo: parsed.value.validTo ?? null });
    return done.ok ? { flash: spendingText[w.lang].ruledFlash } : { error: done.error };
  });
  post('withdraw', 'spending.withdraw', 'withdraw', async (w, form, id) => {
    const parsed = form.parse(z.object({ reason: field.text(200) }));
    if (!parsed.ok) return { errors: parsed.error };
    const done = await withdrawSpending(w.command(form), { requestId: id, reason: parsed.value.reason });
    return done.ok ? { flash: spendingText[w.lang].withdrawnFlash } : { error: done.error };
  });
  post('pay', 'spending.pay', 'pay', async (w, form, id) => {
    const parsed = form.parse(z.object({ day: field.day(), method: z.enum(['transfer', 'cash'], 'required') }));
    const request = await w.read((tx) => findSpendingRequest(tx, id));
    if (!request) return { error: 'not-found' };
    const errors: FieldErrors = parsed.ok ? {} : { ...parsed.error };
    const amountsFen = request.lines.map((line, index) => {
      const typed = form.text(`amount${index + 1}`);
      const fen = field.amount().safeParse(typed);
      if (typed !== '' && (!fen.success || fen.data <= 0n)) errors[`amount${index + 1}`] = 'not-an-amount';
      return fen.success ? fen.data : line.amountFen;
    });
    if (!parsed.ok || Object.keys(errors).length > 0) return { errors };
    const file = await uploadOf(w, form, 'proof');
    if ('error' in file) return { errors: { proof: file.error } };
    const done = await paySpending(w.command(form), { requestId: id, ...parsed.value, amountsFen, proof: file.upload });
    return done.ok ? { flash: spendingText[w.lang].paidFlash } : { error: done.error };
  });
  post('vouchers', 'spending.voucher', 'voucher', recordVoucherForm);
  post('evidence', 'spending.voucher', 'evidence', async (w, form, id) => {
    const parsed = form.parse(z.object({ code: field.text(60) }));
    if (!parsed.ok) return { errors: parsed.error };
    const file = await uploadOf(w, form, 'file');
    if ('error' in file) return { errors: { file: file.error } };
    if (!file.upload) return { errors: { file: 'required' } };
    const done = await addSpendingEvidence(w.command(form), { requestId: id, code: parsed.value.code, file: file.upload });
    return done.ok ? { flash: spendingText[w.lang].addedFlash } : { error: done.error };
  });
  post('close', 'spending.close', 'close', async (w, form, id) => {
    const done = await closeSpending(w.command(form), { requestId: id });
    return done.ok ? { flash: spendingText[w.lang].closedFlash } : { error: done.error };
  });
}

/** Where an error of a command belongs in its form. */
const fieldOf: Record<string, string> = {
  'note-missing': 'note',
  'no-reason': 'reason',
  'reason-required': 'reason',
  'ends-before-it-begins': 'validTo',
  'proof-missing': 'proof',
  'day-in-future': 'day',
  'day-before-approval': 'day',
  'invoice-too-early': 'issued',
  'number-form': 'number',
  'code-not-wanted': 'code',
  'sum-wrong': 'net',
  'total-not-positive': 'total',
  'number-missing': 'number',
  'number-wrong': 'number',
  'claim-above-face': 'claimed',
  'claim-not-positive': 'claimed',
  'claim-above-expense': 'claimed',
  'reason-missing': 'reason',
  'file-missing': 'file',
  'invoice-used': 'number',
  'invoice-differs': 'number',
};

async function recordVoucherForm(w: Web, form: Form, id: string): Promise<{ errors: FieldErrors } | { error: string; words?: string } | { flash: string }> {
  const parsed = form.parse(
    z.object({
      kind: z.enum(['e_invoice', 'paper_invoice', 'receipt'], 'required'),
      number: field.text(40).optional(),
      code: field.text(20).optional(),
      issued: field.day(),
      seller: field.text(100),
      taxId: z
        .string()
        .regex(/^[0-9A-Za-z]{15,20}$/, 'invalid')
        .optional(),
      total: field.amount(),
      net: field.amount().optional(),
      tax: field.amount().optional(),
      claimed: field.amount(),
      reason: field.text(300).optional(),
    }),
  );
  if (!parsed.ok) return { errors: parsed.error };
  const file = await uploadOf(w, form, 'file');
  if ('error' in file) return { errors: { file: file.error } };
  const v = parsed.value;
  // What is left empty follows from the other two: an invoice without tax has net = total.
  const taxFen = v.tax ?? (v.net === undefined ? 0n : v.total - v.net);
  const facts = {
    kind: v.kind,
    code: v.code ?? '',
    number: v.number ?? '',
    issuedDay: v.issued,
    netFen: v.net ?? v.total - taxFen,
    taxFen,
    totalFen: v.total,
    sellerName: v.seller,
    sellerTaxId: v.taxId?.toUpperCase() ?? null,
  };
  const done = await recordVoucher(w.command(form), { requestId: id, facts, claimedFen: v.claimed, file: file.upload, reason: v.reason ?? null });
  const t = spendingText[w.lang];
  if (done.ok) return { flash: t.voucherFlash(done.value.number) };
  return done.error === 'invoice-used' ? { error: done.error, words: await earlierWords(w, facts, file.upload?.stored.sha256 ?? null) } : { error: done.error };
}
