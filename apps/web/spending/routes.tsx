import { z } from 'zod';
import { purchaseTerms } from '#modules/funds';
import { awardsOf, expensesOf, listCategories } from '#modules/books';
import { personNames } from '#modules/people';
import {
  askSpending,
  type BudgetCheck,
  checkBudgetIn,
  checkSpendingIn,
  findProject,
  listSpendingRequests,
  milliOf,
  moneyMayMove,
  type SpendingCheck,
  type SpendingLine,
} from '#modules/projects';
import { categoryWords, visibleProject } from '../books/view.ts';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { type FormErrors, type FormValues, tableXlsx, xlsxType } from '../ui/index.ts';
import { SpendingListPage, type SpendingListView, spendingTable } from './list-page.tsx';
import { formLines, NewSpendingPage } from './new-page.tsx';
import { approvalSlip } from './slip.ts';
import { spendingText } from './text.ts';
import { loadRequest, showRequest } from './request-routes.tsx';
import { actionRoutes } from './action-routes.tsx';
import { askRoutes } from './ask-routes.tsx';
import { purchaseRoutes } from './purchase-routes.tsx';
import { inboxRoutes } from './inbox-routes.tsx';
import { movesRoutes } from './moves-routes.tsx';
import { readingRoutes } from './reading-routes.tsx';
import { voucherBookRoutes } from './voucher-book-routes.tsx';

/** Ask, request, approve, rule, pay, prove. */
export function spendingRoutes(r: Routes): void {
  r.get('/projects/:id/spending', 'spending.read', showList);
  r.get('/spending/new', 'spending.ask', (w) => showNew(w));
  r.post('/spending/new', 'spending.ask', postNew);
  r.get('/spending/:id', 'spending.read', (w) => showRequest(w));
  r.paper('/spending/:id/slip', 'spending.read', async (w) => {
    const view = await w.read((tx) => loadRequest(w, tx));
    if (!view) return w.notFound();
    const document = await approvalSlip(view, { lang: w.lang, issuer: [w.subdistrict.name, view.placeName].join(' '), today: w.today });
    return w.paper(document, view.request.item);
  });
  r.get('/spending/:id/papers/:paper', 'spending.read', async (w) => {
    const view = await w.read((tx) => loadRequest(w, tx));
    const paper = view?.evidence.find((each) => each.id === w.id('paper'));
    const bytes = paper?.file ? await w.files.get(paper.file.sha256) : null;
    return paper?.file && bytes ? w.download(bytes, paper.file.mediaType, paper.file.name, paper.file.mediaType.startsWith('image/')) : w.notFound();
  });
  actionRoutes(r);
  movesRoutes(r);
  purchaseRoutes(r);
  askRoutes(r);
  readingRoutes(r);
  voucherBookRoutes(r);
  inboxRoutes(r);
}

async function showList(w: Web) {
  const query = Object.fromEntries(w.url.searchParams);
  const found = await w.read(async (tx): Promise<SpendingListView | null> => {
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
      mayBind: w.can('voucher-book.read', visible.project),
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
    const awards = await awardsOf(tx, visible.project.id);
    const codes = [...new Set(awards.flatMap((award) => award.categories))];
    const askerPays = w.can('spending.pay', visible.project) && (await purchaseTerms(tx, w.today)).payerIsNotRequester === true;
    return { ...visible, budget, awards, askerPays, categories: codes.map((code) => ({ value: code, label: categoryWords(names, code, w.lang) })) };
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
      awards={found.awards}
      askerPays={found.askerPays}
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
    const [count, unit] = [form.text(`count${no}`), form.text(`unit${no}`)];
    const milli = milliOf(count.normalize('NFKC'));
    if (count !== '' && milli === null) errors[`count${no}`] = 'not-a-number';
    else if ((count === '') !== (unit === '')) errors[count === '' ? `count${no}` : `unit${no}`] = 'unitMissing';
    if (fen.success)
      lines.push({
        text: (text || item).slice(0, 200),
        category,
        amountFen: fen.data,
        ...(milli && unit ? { quantityMilli: milli, unit: unit.slice(0, 20) } : {}),
      });
  }
  return { lines, errors };
}

const postNewFields = z.object({ item: field.text(200), why: field.text(500), payee: field.text(100) });

async function postNew(w: Web) {
  const projectId = w.query('project') ?? '';
  const form = w.form();
  const t = spendingText[w.lang];
  const project = /^[0-9a-f-]{36}$/.test(projectId) ? await w.read((tx) => findProject(tx, projectId)) : null;
  if (!project || !w.can('spending.ask', project)) return w.notFound();
  const parsed = form.parse(postNewFields);
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
