import { z } from 'zod';
import { findVoucher, provenLinesOf } from '#modules/books';
import { findNeighbourhood } from '#modules/places';
import {
  addQuote,
  answerNote,
  chooseQuote,
  declareRelation,
  dropQuote,
  endRelation,
  findProject,
  noteKinds,
  proveLines,
  relationsOf,
  spendingRequestOfExpense,
} from '#modules/projects';
import { findFile } from '#platform/files';
import { field, type FieldErrors, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { goodsRoutes } from './goods-routes.tsx';
import { GuidePage } from './guide-page.tsx';
import { labourRoutes } from './labour-routes.tsx';
import { refusals, texts, uploadOf } from './purchase-kit.ts';
import { QuotesPage } from './quotes-page.tsx';
import { RelationsPage } from './relations-page.tsx';
import { loadRequest, showRequest } from './request-routes.tsx';

type Back = { form: string; errors: FormErrors; values: FormValues };

/** Quotes, goods received, labour, notes and declared relations, which voucher proves which line, the guide. */
export function purchaseRoutes(r: Routes): void {
  goodsRoutes(r);
  labourRoutes(r);
  r.get('/spending/:id/quotes', 'spending.read', (w) => showQuotes(w));
  r.post('/spending/:id/quotes', 'spending.quote', postQuote);
  r.post('/spending/:id/quotes/choose', 'spending.quote', postChoice);
  r.post('/spending/:id/quotes/drop', 'spending.quote', postDrop);
  r.get('/spending/:id/quotes/:quote/file', 'spending.read', sendQuote);
  r.post('/spending/:id/answer', 'spending.answer', postAnswer);
  r.post('/vouchers/:id/lines', 'spending.voucher', postLines);
  r.get('/n/:place/relations', 'spending.read', (w) => showRelations(w));
  r.post('/n/:place/relations', 'spending.declare', postRelation);
  r.post('/n/:place/relations/end', 'spending.declare', postEndRelation);
  r.get('/guide/screw', 'policy.read', (w) => w.page(<GuidePage page={w.frame()} />));
}

// Quotes

async function showQuotes(w: Web, back?: Back) {
  const view = await w.read((tx) => loadRequest(w, tx));
  if (!view) return w.notFound();
  return w.page(
    <QuotesPage page={w.frame({ neighbourhood: view.place })} request={view.request} project={view.project} extras={view.extras} today={w.today} back={back} />,
    back ? 422 : 200,
  );
}

const postQuoteFields = z.object({ supplier: field.text(100), price: field.amount(), day: field.day(), note: field.text(300).optional() });

async function postQuote(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const t = texts(w);
  const form = w.form();
  const back = (errors: FieldErrors) => showQuotes(w, { form: 'add', errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(postQuoteFields);
  if (!parsed.ok) return back(parsed.error);
  const file = await uploadOf(w, form, 'file');
  if ('error' in file) return back({ file: file.error });
  const { supplier, price, day, note } = parsed.value;
  const done = await addQuote(w.command(form), { requestId: id, supplier, priceFen: price, day, note: note ?? '', file: file.upload });
  if (done.ok) return w.redirect(`/spending/${id}/quotes`, t.quoteAdded);
  if (refusals.includes(done.error)) return w.refuse(done.error, t);
  return back({ [done.error === 'price-wrong' ? 'price' : done.error === 'file-missing' ? 'file' : 'day']: done.error });
}

async function postChoice(w: Web) {
  const id = w.id();
  const form = w.form();
  const quoteId = form.id('quote');
  if (!id) return w.notFound();
  const t = texts(w);
  const back = (errors: FieldErrors) => showQuotes(w, { form: 'choose', errors: w.errorTexts(errors, t), values: form.values });
  if (!quoteId) return back({ quote: 'required' });
  const done = await chooseQuote(w.command(form), { requestId: id, quoteId, reason: form.text('reason').slice(0, 500) });
  if (done.ok) return w.redirect(`/spending/${id}/quotes`, t.chosenFlash);
  return refusals.includes(done.error) ? w.refuse(done.error, t) : back({ reason: done.error });
}

async function postDrop(w: Web) {
  const id = w.id();
  const form = w.form();
  const quoteId = form.id('quote');
  if (!id) return w.notFound();
  const t = texts(w);
  const back = (errors: FieldErrors) => showQuotes(w, { form: 'drop', errors: w.errorTexts(errors, t), values: form.values });
  if (!quoteId) return back({ quote: 'required' });
  const done = await dropQuote(w.command(form), { requestId: id, quoteId, reason: form.text('reason').slice(0, 300) });
  if (done.ok) return w.redirect(`/spending/${id}/quotes`, t.droppedFlash);
  return refusals.includes(done.error) ? w.refuse(done.error, t) : back({ reason: done.error });
}

async function sendQuote(w: Web) {
  const file = await w.read(async (tx) => {
    const view = await loadRequest(w, tx);
    const quote = view?.extras.quotes.all.find((each) => each.id === w.id('quote'));
    return quote ? findFile(tx, quote.fileId) : null;
  });
  const bytes = file ? await w.files.get(file.sha256) : null;
  return file && bytes ? w.download(bytes, file.mediaType, file.name, file.mediaType.startsWith('image/')) : w.notFound();
}

const postAnswerFields = z.object({ note: z.enum(noteKinds, 'required'), text: field.text(500) });

// Notes and relations

async function postAnswer(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const t = texts(w);
  const form = w.form();
  const back = (errors: FieldErrors) => showRequest(w, { form: 'answer', errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(postAnswerFields);
  if (!parsed.ok) return back(parsed.error);
  const done = await answerNote(w.command(form), { requestId: id, ...parsed.value });
  if (done.ok) return w.redirect(`/spending/${id}#notes`, t.answerFlash);
  return refusals.includes(done.error) ? w.refuse(done.error, t) : back({ text: done.error });
}

async function showRelations(w: Web, back?: Back) {
  const found = await w.read(async (tx) => {
    const place = await findNeighbourhood(tx, w.param('place'));
    return place && w.can('spending.read', { neighbourhoodId: place.id }) ? { place, relations: await relationsOf(tx, place.id) } : null;
  });
  if (!found) return w.notFound();
  const may = w.can('spending.declare', { neighbourhoodId: found.place.id }) && w.actor.personId !== null;
  return w.page(
    <RelationsPage
      page={w.frame({ neighbourhood: found.place })}
      place={found.place}
      relations={found.relations}
      me={w.actor.personId}
      may={may}
      back={back}
    />,
    back ? 422 : 200,
  );
}

const postRelationFields = z.object({ payee: field.text(100), relation: field.text(200) });

async function postRelation(w: Web) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  const t = texts(w);
  const form = w.form();
  const back = (errors: FieldErrors) => showRelations(w, { form: 'declare', errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(postRelationFields);
  if (!parsed.ok) return back(parsed.error);
  const done = await declareRelation(w.command(form), { neighbourhoodId: place.id, ...parsed.value });
  if (done.ok) return w.redirect(`/n/${place.code}/relations`, t.declaredFlash);
  return refusals.includes(done.error) ? w.refuse(done.error, t) : back({ payee: done.error });
}

async function postEndRelation(w: Web) {
  const form = w.form();
  const relationId = form.id('relation');
  const t = texts(w);
  if (!relationId) return w.notFound();
  const done = await endRelation(w.command(form), { relationId, reason: form.text('reason').slice(0, 200) });
  if (done.ok) return w.redirect(`/n/${w.param('place')}/relations`, t.endedFlash);
  if (done.error === 'reason-required') return showRelations(w, { form: relationId, errors: { reason: t['reason-required'] }, values: form.values });
  return w.refuse(done.error, t);
}

// Vouchers and lines

async function postLines(w: Web) {
  const id = w.id();
  const form = w.form();
  const t = texts(w);
  const found = await w.read(async (tx) => {
    const voucher = id ? await findVoucher(tx, id) : null;
    const request = voucher && (await spendingRequestOfExpense(tx, voucher.expenseId));
    const project = request && (await findProject(tx, request.projectId));
    if (!voucher || !request || !project || !w.can('spending.voucher', project)) return null;
    return { voucher, request, lines: await provenLinesOf(tx, voucher.expenseId) };
  });
  if (!found || !id) return w.notFound();
  const errors: FieldErrors = {};
  const shares: { lineId: string; amountFen: bigint }[] = [];
  for (const line of found.lines) {
    const typed = form.text(`line${line.no}`);
    if (typed === '') continue;
    const fen = field.amount().safeParse(typed);
    if (!fen.success || fen.data <= 0n) errors[`line${line.no}`] = 'not-an-amount';
    else shares.push({ lineId: line.lineId, amountFen: fen.data });
  }
  // The page of the request answers; its id stands in the address of the form's page.
  const back = (wrong: FieldErrors) => showRequest(w, { form: id, errors: w.errorTexts(wrong, t), values: form.values }, found.request.id);
  if (Object.keys(errors).length > 0) return back(errors);
  const done = await proveLines(w.command(form), { voucherId: id, shares });
  if (done.ok) return w.redirect(`/spending/${found.request.id}#proof`, t.proofFlash);
  return refusals.includes(done.error) ? w.refuse(done.error, t) : back({ '': done.error });
}
