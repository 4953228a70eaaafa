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
  findSpendingRequest,
  goodsReceiptsOf,
  type LabourEntry,
  labourSheetOf,
  labourUnits,
  noteKinds,
  proveLines,
  receiveGoods,
  receiveGoodsOnPaper,
  relationsOf,
  spendingRequestOfExpense,
  termsOf,
  type Upload,
  writeLabourSheet,
} from '#modules/projects';
import { findFile } from '#platform/files';
import type { Tx } from '#platform/database';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { GoodsPage } from './goods-page.tsx';
import { GuidePage } from './guide-page.tsx';
import { LabourPage, labourRows } from './labour-page.tsx';
import { goodsSheet, labourPaper } from './purchase-papers.ts';
import { purchaseText } from './purchase-text.ts';
import { QuotesPage } from './quotes-page.tsx';
import { RelationsPage } from './relations-page.tsx';
import { loadRequest, showRequest } from './request-routes.tsx';
import { spendingText } from './text.ts';

type Back = { form: string; errors: FormErrors; values: FormValues };
const refusals = ['not-found', 'not-allowed', 'key-reused', 'wrong-state', 'not-a-person'];
const texts = (w: Web) => ({ ...spendingText[w.lang], ...purchaseText[w.lang] });

/** Quotes, goods received, labour, notes and declared relations, which voucher proves which line, the guide. */
export function purchaseRoutes(r: Routes): void {
  r.get('/spending/:id/quotes', 'spending.read', (w) => showQuotes(w));
  r.post('/spending/:id/quotes', 'spending.quote', postQuote);
  r.post('/spending/:id/quotes/choose', 'spending.quote', postChoice);
  r.post('/spending/:id/quotes/drop', 'spending.quote', postDrop);
  r.get('/spending/:id/quotes/:quote/file', 'spending.read', sendQuote);
  r.get('/spending/:id/received', 'goods.read', (w) => showGoods(w));
  r.post('/spending/:id/received', 'spending.receive', postGoods);
  r.get('/spending/:id/received/:file', 'goods.read', sendGoodsPicture);
  r.get('/spending/:id/received.pdf', 'spending.read', printGoods);
  r.post('/spending/:id/received-paper', 'spending.voucher', postGoodsPaper);
  r.get('/spending/:id/labour', 'spending.quote', (w) => showLabour(w));
  r.post('/spending/:id/labour', 'spending.quote', postLabour);
  r.get('/spending/:id/labour.pdf', 'spending.read', printLabour);
  r.post('/spending/:id/answer', 'spending.answer', postAnswer);
  r.post('/vouchers/:id/lines', 'spending.voucher', postLines);
  r.get('/n/:place/relations', 'spending.read', (w) => showRelations(w));
  r.post('/n/:place/relations', 'spending.declare', postRelation);
  r.post('/n/:place/relations/end', 'spending.declare', postEndRelation);
  r.get('/guide/screw', 'policy.read', (w) => w.page(<GuidePage page={w.frame()} />));
}

async function uploadOf(w: Web, form: Form, name: string): Promise<{ upload: Upload | null } | { error: string }> {
  const file = form.files(name)[0];
  if (!file) return { upload: null };
  const stored = await w.files.put(file.bytes);
  return stored.ok ? { upload: { stored: stored.value, name: file.name } } : { error: stored.error };
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

async function postQuote(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const t = texts(w);
  const form = w.form();
  const back = (errors: FieldErrors) => showQuotes(w, { form: 'add', errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(z.object({ supplier: field.text(100), price: field.amount(), day: field.day(), note: field.text(300).optional() }));
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

// Goods received

/** A request whose goods this visitor may look at. */
async function loadGoods(w: Web, tx: Tx) {
  const id = w.id();
  const request = id ? await findSpendingRequest(tx, id) : null;
  const project = request && (await findProject(tx, request.projectId));
  const place = project && (await findNeighbourhood(tx, project.neighbourhoodId));
  if (!request || !project || !place || !w.can('goods.read', project)) return null;
  return { request, project, place, goods: await goodsReceiptsOf(tx, request.id) };
}

async function showGoods(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const found = await w.read((tx) => loadGoods(w, tx));
  if (!found) return w.notFound();
  const { request, project, goods } = found;
  const may = ['approved', 'paid', 'vouchered'].includes(request.state) && w.can('spending.receive', project);
  return w.page(
    <GoodsPage page={w.frame({ neighbourhood: found.place })} request={request} project={project} goods={goods} me={w.actor.personId} may={may} {...back} />,
    back ? 422 : 200,
  );
}

async function postGoods(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const t = texts(w);
  const form = w.form();
  const back = (errors: FieldErrors) => showGoods(w, { errors: w.errorTexts(errors, t), values: form.values });
  const photo = await uploadOf(w, form, 'photo');
  if ('error' in photo) return back({ photo: photo.error });
  const done = await receiveGoods(w.command(form), { requestId: id, note: form.text('note').slice(0, 300), photo: photo.upload });
  if (done.ok) return w.redirect(`/spending/${id}/received`, t.goodsFlash);
  if (['photo-missing', 'not-a-picture'].includes(done.error)) return back({ photo: done.error });
  return refusals.includes(done.error) ? w.refuse(done.error, t) : back({ '': done.error });
}

async function postGoodsPaper(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const t = texts(w);
  const form = w.form();
  const back = (errors: FieldErrors) => showRequest(w, { form: 'goods-paper', errors: w.errorTexts(errors, t), values: form.values });
  const first = form.id('first');
  const second = form.id('second');
  if (!first) return back({ first: 'required' });
  const [scan, photo] = [await uploadOf(w, form, 'scan'), await uploadOf(w, form, 'photo')];
  if ('error' in scan) return back({ scan: scan.error });
  if ('error' in photo) return back({ photo: photo.error });
  const personIds = second ? [first, second] : [first];
  const done = await receiveGoodsOnPaper(w.command(form), {
    requestId: id,
    personIds,
    scan: scan.upload,
    photo: photo.upload,
    note: form.text('note').slice(0, 300),
  });
  if (done.ok) return w.redirect(`/spending/${id}`, t.goodsFlash);
  if (refusals.includes(done.error)) return w.refuse(done.error, t);
  const at = { 'same-person': 'second', 'scan-missing': 'scan', 'photo-missing': 'photo', 'not-a-picture': 'photo' }[done.error as string] ?? 'first';
  return back({ [at]: done.error });
}

async function sendGoodsPicture(w: Web) {
  const file = await w.read(async (tx) => {
    const found = await loadGoods(w, tx);
    const shown = found?.goods.find((each) => each.photoFileId === w.id('file') || (each.scanFileId === w.id('file') && w.can('spending.read', found.project)));
    return shown ? findFile(tx, w.id('file') ?? '') : null;
  });
  const bytes = file ? await w.files.get(file.sha256) : null;
  return file && bytes ? w.download(bytes, file.mediaType, file.name, true) : w.notFound();
}

async function printGoods(w: Web) {
  const view = await w.read((tx) => loadRequest(w, tx));
  if (!view) return w.notFound();
  const bytes = await goodsSheet(view.request, view.project, {
    lang: w.lang,
    issuer: [w.subdistrict.name, view.placeName].join(' '),
    today: w.today,
    link: w.absolute(`/spending/${view.request.id}/received`),
  });
  return w.download(bytes, 'application/pdf', `${purchaseText[w.lang].goods} ${view.request.item}.pdf`, true);
}

// Labour

async function showLabour(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const found = await w.read(async (tx) => {
    const view = await loadRequest(w, tx);
    return view && { view, terms: await termsOf(tx, view.request.id), sheet: await labourSheetOf(tx, view.request.id) };
  });
  if (!found || !w.can('spending.quote', found.view.project)) return w.notFound();
  const { view, terms, sheet } = found;
  return w.page(
    <LabourPage
      page={w.frame({ neighbourhood: view.place })}
      request={view.request}
      project={view.project}
      terms={terms}
      sheet={sheet}
      today={w.today}
      {...back}
    />,
    back ? 422 : 200,
  );
}

/** Reads the rows that were filled in. */
function entriesOf(form: Form): { entries: LabourEntry[]; errors: FieldErrors } {
  const entries: LabourEntry[] = [];
  const errors: FieldErrors = {};
  for (const no of labourRows) {
    const [name, work, amount, quantity, unit] = ['name', 'work', 'amount', 'quantity', 'unit'].map((key) => form.text(`${key}${no}`));
    if (!name && !work && !amount && !quantity) continue;
    if (!name) errors[`name${no}`] = 'required';
    if (!work) errors[`work${no}`] = 'required';
    const day = field.day().safeParse(form.text(`day${no}`));
    if (!day.success) errors[`day${no}`] = 'not-a-date';
    const fen = field.amount().safeParse(amount ?? '');
    if (!fen.success || fen.data <= 0n) errors[`amount${no}`] = amount ? 'not-an-amount' : 'required';
    const count = /^(\d{1,5})(?:\.(\d{1,2}))?$/.exec((quantity ?? '').normalize('NFKC'));
    if (!count) errors[`quantity${no}`] = quantity ? 'not-a-number' : 'required';
    const known = labourUnits.find((each) => each === unit);
    if (!known) errors[`unit${no}`] = 'required';
    if (name && work && day.success && fen.success && count && known)
      entries.push({
        name: name.slice(0, 50),
        work: work.slice(0, 100),
        day: day.data,
        quantityHundredths: BigInt(count[1] ?? '0') * 100n + BigInt((count[2] ?? '').padEnd(2, '0')),
        unit: known,
        amountFen: fen.data,
      });
  }
  return { entries, errors };
}

async function postLabour(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const t = texts(w);
  const form = w.form();
  const back = (errors: FieldErrors) => showLabour(w, { errors: w.errorTexts(errors, t), values: form.values });
  const { entries, errors } = entriesOf(form);
  if (Object.keys(errors).length > 0) return back(errors);
  const done = await writeLabourSheet(w.command(form), { requestId: id, entries });
  if (done.ok) return w.redirect(`/spending/${id}#labour`, t.labourSaved);
  return refusals.includes(done.error) ? w.refuse(done.error, t) : back({ '': done.error });
}

async function printLabour(w: Web) {
  const found = await w.read(async (tx) => {
    const view = await loadRequest(w, tx);
    const sheet = view && (await labourSheetOf(tx, view.request.id));
    return view && sheet ? { view, sheet } : null;
  });
  if (!found) return w.notFound();
  const { view, sheet } = found;
  const bytes = await labourPaper(view.request, view.project, sheet, { lang: w.lang, issuer: [w.subdistrict.name, view.placeName].join(' '), today: w.today });
  return w.download(bytes, 'application/pdf', `${purchaseText[w.lang].labour} ${view.request.item}.pdf`, true);
}

// Notes and relations

async function postAnswer(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const t = texts(w);
  const form = w.form();
  const back = (errors: FieldErrors) => showRequest(w, { form: 'answer', errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(z.object({ note: z.enum(noteKinds, 'required'), text: field.text(500) }));
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

async function postRelation(w: Web) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  const t = texts(w);
  const form = w.form();
  const back = (errors: FieldErrors) => showRelations(w, { form: 'declare', errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(z.object({ payee: field.text(100), relation: field.text(200) }));
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
