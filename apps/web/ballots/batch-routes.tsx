import { z } from 'zod';
import { attachScan, decideEntry, dropBatch, enterPapers, enterPapersAgain, entriesOf, findBatch, readPaperEntries, recordBatch } from '#modules/ballots';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { storeUploads } from '../meetings/uploads.ts';
import { shanghaiParts } from '../ui/index.ts';
import { BatchPage, type BatchPageView, NewBatchPage, type Returned } from './batch-pages.tsx';
import { handedInAt, papersOf } from './paper-fields.ts';
import { paperText } from './paper-text.ts';
import type { PaperView } from './paper-view.ts';

/** Batches of papers: entered twice, compared, recorded. */
export function batchRoutes(r: Routes): void {
  r.get('/ballots/:id/batches/new', 'ballot.record', (w) => showNew(w));
  r.post('/ballots/:id/batches/new', 'ballot.record', enter);
  r.get('/ballots/:id/batches/:batch', 'ballot.record', (w) => showBatch(w));
  r.post('/ballots/:id/batches/:batch/second', 'ballot.record', enterAgain);
  r.post('/ballots/:id/batches/:batch/decide', 'ballot.record', decide);
  r.post('/ballots/:id/batches/:batch/scan', 'ballot.record', scan);
  r.post('/ballots/:id/batches/:batch/record', 'ballot.record', record);
  r.post('/ballots/:id/batches/:batch/drop', 'ballot.record', drop);
}

async function showNew(w: Web, back?: Returned & { errors?: FieldErrors }) {
  const view = await papersOf(w);
  if (!view?.may.record) return w.notFound();
  if (view.ballot.state !== 'open') return w.refuse('not-open', paperText[w.lang]);
  return w.page(
    <NewBatchPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      start={shanghaiParts(w.now)}
      {...(back ? { back: { ...back, errors: w.errorTexts(back.errors ?? {}, paperText[w.lang]) } } : {})}
    />,
    back ? 422 : 200,
  );
}

/** Typed lines with what was chosen from the list, as lines. */
function linesOf(form: Form, view: PaperView): string {
  const chosen = view.slips.flatMap((slip) => {
    const choice = form.text(`slip-${slip.code}`);
    return choice === '' ? [] : [`${slip.code} ${choice}`];
  });
  return [form.text('lines'), ...chosen].filter((line) => line !== '').join('\n');
}

const enterFields = z.object({ day: field.day(), time: field.time() });

async function enter(w: Web) {
  const view = await papersOf(w);
  if (!view?.may.record) return w.notFound();
  const form = w.form();
  const parsed = form.parse(enterFields);
  const back = (errors: FieldErrors, faults?: Returned['faults']) => showNew(w, { errors, values: form.values, ...(faults ? { faults } : {}) });
  if (!parsed.ok) return back(parsed.error);
  const at = handedInAt(view.ballot, parsed.value.day, parsed.value.time);
  if (!at) return back({ day: 'not-a-date' });
  const lines = linesOf(form, view);
  const unknownStands = form.has('unknown');
  const { faults } = readPaperEntries(lines, view.slips, view.ballot, view.options, unknownStands);
  if (faults.length > 0) return back({ lines: 'lines-unfit' }, faults);
  const stored = await storeUploads(w, form, 'scan');
  if (!stored.ok) return back({ scan: stored.error });
  const [picture] = stored.value;
  const done = await enterPapers(w.command(form), { ballotId: view.ballot.id, handedInAt: at, lines, unknownStands, ...(picture ? { scan: picture } : {}) });
  if (done.ok) return w.redirect(`/ballots/${view.ballot.id}/batches/${done.value.batchId}`, paperText[w.lang].firstSaved(done.value.no, done.value.papers));
  const field_ = { 'not-open': 'day', 'nothing-entered': 'lines', 'lines-unfit': 'lines' }[String(done.error)];
  return field_ ? back({ [field_]: done.error }) : w.refuse(done.error, paperText[w.lang]);
}

/** The batch in the address, of the ballot in the address. */
async function batchIn(w: Web) {
  const view = await papersOf(w);
  const id = w.id('batch');
  if (!view?.may.record || !id) return null;
  const batch = view.batches.find((each) => each.id === id) ?? null;
  return batch && { view, batch };
}

async function showBatch(w: Web, back?: Omit<NonNullable<BatchPageView['back']>, 'errors'> & { errors: FieldErrors }) {
  const found = await batchIn(w);
  if (!found) return w.notFound();
  const { view } = found;
  const [batch, entries] = await w.read(async (tx) => [await findBatch(tx, found.batch.id), await entriesOf(tx, found.batch.id)] as const);
  if (!batch) return w.notFound();
  return w.page(
    <BatchPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      batch={batch}
      entries={entries}
      isFirst={batch.firstBy === w.actor.personId}
      {...(back ? { back: { ...back, errors: w.errorTexts(back.errors, paperText[w.lang]) } } : {})}
    />,
    back ? 422 : 200,
  );
}

async function enterAgain(w: Web) {
  const found = await batchIn(w);
  if (!found) return w.notFound();
  const { view, batch } = found;
  const form = w.form();
  const back = (errors: FieldErrors, faults?: Returned['faults']) =>
    showBatch(w, { form: 'second', errors, values: form.values, ...(faults ? { faults } : {}) });
  const lines = linesOf(form, view);
  const unknownStands = form.has('unknown');
  const { faults } = readPaperEntries(lines, view.slips, view.ballot, view.options, unknownStands);
  if (faults.length > 0) return back({ lines: 'lines-unfit' }, faults);
  const stored = await storeUploads(w, form, 'scan');
  if (!stored.ok) return back({ scan: stored.error });
  const [picture] = stored.value;
  const done = await enterPapersAgain(w.command(form), { batchId: batch.id, lines, unknownStands, ...(picture ? { scan: picture } : {}) });
  if (done.ok) return toBatch(w, view, batch.id, paperText[w.lang].secondSaved(done.value.differences));
  if (done.error === 'nothing-entered' || done.error === 'lines-unfit') return back({ lines: done.error });
  return w.refuse(done.error, paperText[w.lang]);
}

const toBatch = (w: Web, view: PaperView, batchId: string, flash: string) => w.redirect(`/ballots/${view.ballot.id}/batches/${batchId}`, flash);

async function decide(w: Web) {
  const found = await batchIn(w);
  if (!found) return w.notFound();
  const form = w.form();
  const [code, reading, reason] = [form.text('code'), form.text('reading'), form.text('reason')];
  const done = await decideEntry(w.command(form), { batchId: found.batch.id, code, reading, reason });
  if (done.ok) return toBatch(w, found.view, found.batch.id, paperText[w.lang].decidedFlash);
  const at = { 'reading-unfit': 'reading', 'reason-required': 'reason' }[String(done.error)];
  return at ? showBatch(w, { form: 'decide', code, errors: { [at]: done.error }, values: form.values }) : w.refuse(done.error, paperText[w.lang]);
}

async function scan(w: Web) {
  const found = await batchIn(w);
  if (!found) return w.notFound();
  const form = w.form();
  const stored = await storeUploads(w, form, 'scan');
  if (!stored.ok) return showBatch(w, { form: 'scan', errors: { scan: stored.error } });
  const [picture] = stored.value;
  if (!picture) return showBatch(w, { form: 'scan', errors: { scan: 'required' } });
  const done = await attachScan(w.command(form), { batchId: found.batch.id, scan: picture });
  return done.ok ? toBatch(w, found.view, found.batch.id, paperText[w.lang].attachedFlash) : w.refuse(done.error, paperText[w.lang]);
}

async function record(w: Web) {
  const found = await batchIn(w);
  if (!found) return w.notFound();
  const done = await recordBatch(w.command(w.form()), { batchId: found.batch.id });
  if (!done.ok) return w.refuse(done.error, paperText[w.lang]);
  const { votes, counting, others } = done.value;
  return w.redirect(`/ballots/${found.view.ballot.id}/papers#enter`, paperText[w.lang].recordedFlash(votes, counting, others));
}

async function drop(w: Web) {
  const found = await batchIn(w);
  if (!found) return w.notFound();
  const form = w.form();
  const done = await dropBatch(w.command(form), { batchId: found.batch.id, because: form.text('because') });
  if (done.ok) return w.redirect(`/ballots/${found.view.ballot.id}/papers#enter`, paperText[w.lang].droppedFlash);
  return done.error === 'reason-required'
    ? showBatch(w, { form: 'drop', errors: { because: done.error }, values: form.values })
    : w.refuse(done.error, paperText[w.lang]);
}
