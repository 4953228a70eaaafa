import { dropArrival, type InvoiceInbox, invoiceInbox, keepArrivals, placeArrivals } from '#modules/projects';
import { visibleProject } from '../books/view.ts';
import type { Routes, Web } from '../kit/index.ts';
import { batchText } from './batch-text.ts';
import { InboxPage, type InboxView } from './inbox-page.tsx';
import { readingText } from './reading-text.ts';
import { answerOne, receiveFiles } from './receive-files.ts';
import { spendingText } from './text.ts';

/** Invoices of a whole project: taken in together, assigned to payments by a person. */
export function inboxRoutes(r: Routes): void {
  r.get('/projects/:id/invoices', 'spending.read', (w) => show(w));
  r.post('/projects/:id/invoices', 'spending.voucher', postFiles);
  r.post('/projects/:id/invoices/one', 'spending.voucher', async (w) => {
    const found = await mine(w);
    return found ? answerOne(w, (files) => keepArrivals(w.command(w.form()), { projectId: found.project.id, files })) : w.notFound();
  });
  r.post('/projects/:id/invoices/place', 'spending.voucher', postPlace);
  r.post('/projects/:id/invoices/drop', 'spending.voucher', postDrop);
  r.get('/projects/:id/invoices/:arrival/file', 'spending.read', async (w) => {
    const found = await load(w);
    const arrival = found && allOf(found.inbox).find((each) => each.id === w.id('arrival'));
    const bytes = arrival ? await w.files.get(arrival.sha256) : null;
    return arrival && bytes ? w.download(bytes, arrival.mediaType, arrival.fileName, arrival.mediaType.startsWith('image/')) : w.notFound();
  });
}

const allOf = ({ waiting, unread, settled }: InvoiceInbox) => [...waiting.flatMap((each) => [each.arrival, ...each.others]), ...unread, ...settled];
const texts = (w: Web) => ({ ...spendingText[w.lang], ...readingText[w.lang], ...batchText[w.lang] });

const load = (w: Web) =>
  w.read(async (tx) => {
    const visible = await visibleProject(w, tx, w.id());
    if (!visible || !w.can('spending.read', visible.project)) return null;
    return { ...visible, inbox: await invoiceInbox(tx, visible.project.id), mayPlace: w.can('spending.voucher', visible.project) };
  });

/** The project of the address, for those who may put in its papers. */
const mine = (w: Web) =>
  w.read(async (tx) => {
    const visible = await visibleProject(w, tx, w.id());
    return visible && w.can('spending.voucher', visible.project) ? visible : null;
  });

async function show(w: Web, back?: InboxView['back']) {
  const found = await load(w);
  if (!found) return w.notFound();
  return w.page(<InboxPage page={w.frame({ neighbourhood: found.place })} view={{ ...found, back }} />, back ? 422 : 200);
}

async function postFiles(w: Web) {
  const found = await mine(w);
  if (!found) return w.notFound();
  const form = w.form();
  const t = texts(w);
  const back = (words: string) => show(w, { form: 'upload', errors: { files: words }, values: form.values });
  const received = await receiveFiles(w, form);
  if ('error' in received) return back(t[received.error]);
  const { files, troubles } = received;
  const done = await keepArrivals(w.command(form), { projectId: found.project.id, files });
  if (!done.ok) return w.refuse(done.error, t);
  if (done.value.twice.length > 0) troubles.push(t.alreadyHere(done.value.twice.join('、')));
  if (troubles.length === 0) return w.redirect(`/projects/${found.project.id}/invoices`, t.keptFlash(done.value.kept));
  return back([...troubles, t.othersKept(done.value.kept)].join(' '));
}

async function postPlace(w: Web) {
  const found = await mine(w);
  if (!found) return w.notFound();
  const form = w.form();
  const t = texts(w);
  const placings = Object.keys(form.values).flatMap((name) => {
    const arrivalId = name.startsWith('to-') ? name.slice(3) : '';
    const requestId = form.id(name);
    return /^[0-9a-f-]{36}$/.test(arrivalId) && requestId ? [{ arrivalId, requestId }] : [];
  });
  const done = await placeArrivals(w.command(form), { projectId: found.project.id, placings });
  if (done.ok) {
    const [only, ...others] = done.value.requestIds;
    const to = only && others.length === 0 ? `/spending/${only}` : `/projects/${found.project.id}/invoices`;
    return w.redirect(to, t.placedFlash(done.value.placed));
  }
  if (done.error === 'nothing-chosen') return show(w, { form: 'place', errors: { '': t['nothing-chosen'] }, values: form.values });
  return w.refuse(done.error, t);
}

async function postDrop(w: Web) {
  const found = await mine(w);
  if (!found) return w.notFound();
  const form = w.form();
  const t = texts(w);
  const back = (errors: Record<string, string>) => show(w, { form: 'drop', errors, values: form.values });
  const arrivalId = form.id('file');
  if (!arrivalId) return back({ file: w.errorText('required', t) });
  const done = await dropArrival(w.command(form), { projectId: found.project.id, arrivalId, reason: form.text('reason') });
  if (done.ok) return w.redirect(`/projects/${found.project.id}/invoices`, t.droppedFlash);
  return done.error === 'reason-required' ? back({ reason: t['reason-required'] }) : w.refuse(done.error, t);
}
