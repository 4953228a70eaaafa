import { z } from 'zod';
import { confirmReading, dropReading, findProject, findSpendingRequest, keepReadings, setPayingBody } from '#modules/projects';
import { field, type Routes, type Web } from '../kit/index.ts';
import { readingText } from './reading-text.ts';
import { answerOne, receiveFiles } from './receive-files.ts';
import { loadRequest, showRequest } from './request-routes.tsx';
import { spendingText } from './text.ts';

/** Invoices as files: upload and read, confirm or drop each, see its file; who pays for the neighbourhood. */
export function readingRoutes(r: Routes): void {
  r.post('/spending/:id/readings', 'spending.voucher', postFiles);
  r.post('/spending/:id/readings/one', 'spending.voucher', postOne);
  r.get('/spending/:id/readings/:reading/file', 'spending.read', async (w) => {
    const view = await w.read((tx) => loadRequest(w, tx));
    if (!view) return w.notFound();
    const { waiting, unread, settled } = view.desk;
    const all = [...waiting.flatMap((read) => [read.reading, ...read.others]), ...unread, ...settled];
    const reading = all.find((each) => each.id === w.id('reading'));
    const bytes = reading ? await w.files.get(reading.sha256) : null;
    return reading && bytes ? w.download(bytes, reading.mediaType, reading.fileName, reading.mediaType.startsWith('image/')) : w.notFound();
  });
  r.post('/spending/:id/readings/:reading/confirm', 'spending.voucher', postConfirm);
  r.post('/spending/:id/readings/:reading/drop', 'spending.voucher', postDrop);
  r.post('/spending/:id/buyer', 'setting.set', postBuyer);
}

const texts = (w: Web) => ({ ...spendingText[w.lang], ...readingText[w.lang] });

async function postFiles(w: Web) {
  const id = w.id();
  const view = id ? await w.read((tx) => loadRequest(w, tx)) : null;
  if (!id || !view || !w.can('spending.voucher', view.project)) return w.notFound();
  const t = texts(w);
  // Nothing is stored for a request that takes no vouchers.
  if (!view.rights.voucher) return w.refuse('wrong-state', t);
  const form = w.form();
  const back = (words: string) => showRequest(w, { form: 'readings', errors: { files: words }, values: form.values });
  const received = await receiveFiles(w, form);
  if ('error' in received) return back(t[received.error]);
  const { files, troubles } = received;
  const done = await keepReadings(w.command(form), { requestId: id, files });
  if (!done.ok) return w.refuse(done.error, t);
  if (done.value.twice.length > 0) troubles.push(t.alreadyHere(done.value.twice.join('、')));
  if (troubles.length === 0) return w.redirect(`/spending/${id}`, t.keptFlash(done.value.kept));
  return back([...troubles, t.othersKept(done.value.kept)].join(' '));
}

/** One file of many, sent by the page's script. */
async function postOne(w: Web) {
  const id = w.id();
  // Not the whole page: with two hundred files waiting that would cost more than reading the next one.
  const found = id
    ? await w.read(async (tx) => {
        const request = await findSpendingRequest(tx, id);
        const project = request && (await findProject(tx, request.projectId));
        return request && project ? { request, project } : null;
      })
    : null;
  if (!id || !found || !w.can('spending.voucher', found.project)) return w.notFound();
  // Nothing is stored for a request that takes no vouchers.
  if (found.request.state !== 'paid' && found.request.state !== 'vouchered') return w.refuse('wrong-state', texts(w));
  return answerOne(w, (files) => keepReadings(w.command(w.form()), { requestId: id, files }));
}

/** Where an error of confirming belongs in its form. */
const fieldOf: Record<string, string> = {
  'explanation-required': 'explanation',
  'claim-above-face': 'claimed',
  'claim-not-positive': 'claimed',
  'claim-above-expense': 'claimed',
  'sum-wrong': 'net',
};
const elsewhere = ['not-found', 'not-allowed', 'key-reused', 'wrong-state'];

const postConfirmFields = z.object({
  claimed: field.amount(),
  explanation: field.text(300).optional(),
  seller: field.text(100).optional(),
  net: field.amount().optional(),
  total: field.amount().optional(),
});

async function postConfirm(w: Web) {
  const [id, readingId] = [w.id(), w.id('reading')];
  if (!id || !readingId) return w.notFound();
  const form = w.form();
  const t = texts(w);
  const back = (errors: Record<string, string>) => showRequest(w, { form: `reading-${readingId}`, errors, values: form.values });
  const parsed = form.parse(postConfirmFields);
  if (!parsed.ok) return back(w.errorTexts(parsed.error, t));
  const v = parsed.value;
  const done = await confirmReading(w.command(form), {
    requestId: id,
    readingId,
    claimedFen: v.claimed,
    explanation: v.explanation ?? '',
    added: { sellerName: v.seller ?? null, netFen: v.net ?? null, totalFen: v.total ?? null },
  });
  if (done.ok) return w.redirect(`/spending/${id}`, spendingText[w.lang].voucherFlash(done.value.number));
  return elsewhere.includes(done.error) ? w.refuse(done.error, t) : back({ [fieldOf[done.error] ?? '']: w.errorText(done.error, t) });
}

async function postDrop(w: Web) {
  const [id, readingId] = [w.id(), w.id('reading')];
  if (!id || !readingId) return w.notFound();
  const form = w.form();
  const t = texts(w);
  const done = await dropReading(w.command(form), { requestId: id, readingId, reason: form.text('reason') });
  if (done.ok) return w.redirect(`/spending/${id}`, t.droppedFlash);
  if (elsewhere.includes(done.error)) return w.refuse(done.error, t);
  return showRequest(w, { form: `drop-${readingId}`, errors: { reason: w.errorText(done.error, t) }, values: form.values });
}

const postBuyerFields = z.object({ name: field.text(100), taxId: field.text(20), reason: field.text(200).optional() });

async function postBuyer(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = texts(w);
  const back = (errors: Record<string, string>) => showRequest(w, { form: 'buyer', errors, values: form.values });
  const parsed = form.parse(postBuyerFields);
  if (!parsed.ok) return back(w.errorTexts(parsed.error, t));
  const done = await setPayingBody(w.command(form), { requestId: id, ...parsed.value, reason: parsed.value.reason ?? '' });
  if (done.ok) return w.redirect(`/spending/${id}`, t.bodySaved);
  if (elsewhere.includes(done.error)) return w.refuse(done.error, t);
  return back({ [done.error === 'bad-tax-id' ? 'taxId' : done.error === 'reason-required' ? 'reason' : 'name']: w.errorText(done.error, t) });
}
