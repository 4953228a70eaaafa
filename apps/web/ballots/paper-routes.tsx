import { z } from 'zod';
import {
  issueSlips,
  markPaper,
  mayClose,
  papersNotReady,
  prepareSlips,
  readNumbers,
  readVotes,
  reconcilePapers,
  recordVotesOfOthers,
  replaceSlip,
} from '#modules/ballots';
import { field, type FieldErrors, type Form, Routes, type Web } from '../kit/index.ts';
import { shanghaiParts } from '../ui/index.ts';
import { batchRoutes } from './batch-routes.tsx';
import { onOwnPages } from './own-pages.ts';
import { PapersPage, type PapersPageView } from './paper-pages.tsx';
import { paperText } from './paper-text.ts';
import { resultPaper } from './papers.ts';
import { OthersPage, SheetPage } from './sheet-pages.tsx';
import { sheetPaper, slipPapers } from './slip-papers.ts';
import { ballotPaperText, ballotText } from './text.ts';
import { loadBallot } from './view.ts';
import { papersOf, handedInAt } from './paper-fields.ts';

/** Papers out and in: slips, batches, the sheet; votes said or raised; the printed result. */
export function paperVoteRoutes(all: Routes): void {
  const r = new Routes();
  r.get('/ballots/:id/papers', 'ballot.record', (w) => showPapers(w));
  r.get('/ballots/:id/papers.pdf', 'ballot.print', printSlips);
  r.post('/ballots/:id/slips', 'ballot.print', makeSlips);
  r.post('/ballots/:id/slips/issue', 'ballot.print', issue);
  r.post('/ballots/:id/slips/replace', 'ballot.print', replace);
  r.post('/ballots/:id/slips/mark', 'ballot.record', mark);
  r.get('/ballots/:id/others', 'ballot.record', (w) => showOthers(w));
  r.post('/ballots/:id/others', 'ballot.record', recordOthers);
  r.get('/ballots/:id/reconciliation', 'ballot.read', (w) => showSheet(w));
  r.post('/ballots/:id/reconciliation', 'ballot.close', sign);
  r.paper('/ballots/:id/reconciliation', 'ballot.read', printSheet);
  batchRoutes(r);
  all.list.push(...r.list.map((route) => ({ ...route, handler: onOwnPages(route.handler) })));
  all.paper('/ballots/:id/result', 'ballot.read', printResult);
}

const printedFor = (w: Web, place: string, ballotId: string) => ({
  lang: w.lang,
  issuer: `${w.subdistrict.name} ${place}`,
  today: w.today,
  address: w.absolute(`/ballots/${ballotId}`),
});

async function showPapers(w: Web, back?: PapersPageView['back']) {
  const view = await papersOf(w);
  if (!view?.may.record) return w.notFound();
  const errors = back && w.errorTexts(back.errors, paperText[w.lang]);
  return w.page(
    <PapersPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      timeIsOver={mayClose(view.ballot, w.now)}
      {...(back && errors ? { back: { ...back, errors } } : {})}
    />,
    back ? 422 : 200,
  );
}

async function printSlips(w: Web) {
  const view = await papersOf(w);
  if (!view?.may.print || view.slips.length === 0) return w.notFound();
  const only = w.query('no') === undefined ? null : readNumbers(w.query('no') ?? '');
  const per = ([1, 2, 3, 4] as const).find((n) => String(n) === w.query('per')) ?? 3;
  const slips = view.slips.filter((slip) => !slip.replaced && (only === null || (slip.no !== null && only.includes(slip.no))));
  // What lies on the pile in which order is nobody's business: a secret ballot's slips are shuffled at every printing.
  const order =
    view.ballot.secrecy === 'secret'
      ? slips
          .map((slip) => [Math.random(), slip] as const)
          .sort(([a], [b]) => a - b)
          .map(([, slip]) => slip)
      : slips;
  return w.download(
    await slipPapers(view, order, printedFor(w, view.place.name, view.ballot.id), per),
    'application/pdf',
    `${view.ballot.question} ${ballotPaperText.zh.ballotPaper}.pdf`,
    true,
  );
}

const toPapers = (w: Web, ballotId: string, flash: string, part: string) => w.redirect(`/ballots/${ballotId}/papers#${part}`, flash);

async function makeSlips(w: Web) {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const form = w.form();
  const sheets = form.text('sheets');
  if (sheets !== '' && !/^\d{1,4}$/.test(sheets)) return showPapers(w, { form: 'slips', errors: { sheets: 'sheets-unfit' }, values: form.values });
  const done = await prepareSlips(w.command(form), { ballotId, ...(sheets === '' ? {} : { sheets: Number(sheets) }) });
  if (done.ok) return toPapers(w, ballotId, paperText[w.lang].made(done.value.made), 'print');
  return done.error === 'sheets-unfit'
    ? showPapers(w, { form: 'slips', errors: { sheets: done.error }, values: form.values })
    : w.refuse(done.error, paperText[w.lang]);
}

async function issue(w: Web) {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const form = w.form();
  const sheets = form.text('sheets');
  const done = await issueSlips(w.command(form), {
    ballotId,
    to: form.text('to'),
    numbers: form.text('numbers'),
    ...(/^\d{1,5}$/.test(sheets) ? { sheets: Number(sheets) } : {}),
    ...(form.text('kind') === 'replaced' ? { kind: 'replaced' as const } : {}),
  });
  if (done.ok) return toPapers(w, ballotId, paperText[w.lang].issuedFlash(done.value.sheets), 'issue');
  const at = { 'name-required': 'to', 'numbers-unfit': 'numbers', 'issued-before': 'numbers', 'sheets-unfit': 'sheets' }[String(done.error)];
  return at ? showPapers(w, { form: 'issue', errors: { [at]: done.error }, values: form.values }) : w.refuse(done.error, paperText[w.lang]);
}

async function replace(w: Web) {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const form = w.form();
  const electorId = form.id('elector');
  if (!electorId) return showPapers(w, { form: 'replace', errors: { elector: 'required' }, values: form.values });
  const done = await replaceSlip(w.command(form), { ballotId, electorId, because: form.text('because') });
  if (done.ok) return toPapers(w, ballotId, paperText[w.lang].replacedFlash(done.value.label, done.value.code), 'issue');
  const at = { 'reason-required': 'because', 'no-slip': 'elector', 'returned-before': 'elector', 'being-entered': 'elector' }[String(done.error)];
  return at ? showPapers(w, { form: 'replace', errors: { [at]: done.error }, values: form.values }) : w.refuse(done.error, paperText[w.lang]);
}

async function mark(w: Web) {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const form = w.form();
  const electorId = form.id('elector');
  if (!electorId && !(await papersOf(w))?.may.record) return w.notFound();
  if (!electorId) return w.redirect(`/ballots/${ballotId}/papers#marks`, paperText[w.lang]['not-on-roll'], 'bad');
  const done = await markPaper(w.command(form), { ballotId, electorId, kind: form.text('kind') === 'issued' ? 'issued' : 'returned' });
  return done.ok ? toPapers(w, ballotId, paperText[w.lang].markedFlash(done.value.label), 'marks') : w.refuse(done.error, paperText[w.lang]);
}

async function showOthers(w: Web, back?: { faults?: Parameters<typeof OthersPage>[0]['back']; errors?: FieldErrors; form: Form }) {
  const view = await papersOf(w);
  if (!view?.may.record) return w.notFound();
  if (view.ballot.state !== 'open' || view.ballot.secrecy === 'secret') return w.refuse('not-open', paperText[w.lang]);
  return w.page(
    <OthersPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      start={shanghaiParts(w.now)}
      {...(back ? { back: { ...back.faults, errors: w.errorTexts(back.errors ?? {}, paperText[w.lang]), values: back.form.values } } : {})}
    />,
    back ? 422 : 200,
  );
}

const othersSchema = z.object({
  channel: z.enum(['assisted', 'hands'], 'required'),
  day: field.day(),
  time: field.time(),
  lines: z.string().max(100_000, 'too-long'),
});

async function recordOthers(w: Web) {
  const view = await papersOf(w);
  if (!view?.may.record) return w.notFound();
  const form = w.form();
  const parsed = form.parse(othersSchema);
  if (!parsed.ok) return showOthers(w, { errors: parsed.error, form });
  const { channel, day, time, lines } = parsed.value;
  const castAt = handedInAt(view.ballot, day, time);
  if (!castAt) return showOthers(w, { errors: { day: 'not-a-date' }, form });
  const { faults } = readVotes(lines, view.roll, view.ballot, view.options);
  if (faults.length > 0) return showOthers(w, { faults: { faults }, errors: { lines: 'lines-unfit' }, form });
  const done = await recordVotesOfOthers(w.command(form), { ballotId: view.ballot.id, channel, castAt, lines });
  if (done.ok) return w.redirect(`/ballots/${view.ballot.id}`, paperText[w.lang].othersSaved(done.value.recorded, done.value.counting));
  const at = { 'not-open': 'day', 'nothing-entered': 'lines', 'lines-unfit': 'lines', 'not-signed-in': 'lines', 'voted-themselves': 'lines' }[
    String(done.error)
  ];
  return at ? showOthers(w, { errors: { [at]: done.error }, form }) : w.refuse(done.error, paperText[w.lang]);
}

async function showSheet(w: Web, back?: { errors: FieldErrors; form: Form }) {
  const view = await papersOf(w);
  // Until the result is out, the sheet is the counters' own.
  if (!view || (view.ballot.state !== 'closed' && !view.may.record)) return w.notFound();
  const pending = (await w.read((tx) => papersNotReady(tx, view.ballot.id))) === 'papers-pending';
  return w.page(
    <SheetPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      timeIsOver={mayClose(view.ballot, w.now)}
      pending={pending}
      {...(back ? { back: { errors: w.errorTexts(back.errors, paperText[w.lang]), values: back.form.values } } : {})}
    />,
    back ? 422 : 200,
  );
}

const signFields = z.object({ leftOver: field.whole(), byHand: field.whole(), explanation: field.text(2000).optional(), watcher: field.text(100) });

async function sign(w: Web) {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const form = w.form();
  const parsed = form.parse(signFields);
  if (!parsed.ok) return showSheet(w, { errors: parsed.error, form });
  const { leftOver, byHand, explanation = '', watcher } = parsed.value;
  const done = await reconcilePapers(w.command(form), { ballotId, leftOver, byHand, explanation, watcher });
  if (done.ok) return w.redirect(`/ballots/${ballotId}/reconciliation`, paperText[w.lang].signedFlash);
  const at = { 'explanation-required': 'explanation', 'watcher-required': 'watcher', 'count-unfit': 'byHand' }[String(done.error)];
  return at ? showSheet(w, { errors: { [at]: done.error }, form }) : w.refuse(done.error, paperText[w.lang]);
}

async function printSheet(w: Web) {
  const view = await papersOf(w);
  if (!view || (view.ballot.state !== 'closed' && !view.may.record)) return w.notFound();
  const document = await sheetPaper(view, printedFor(w, view.place.name, view.ballot.id));
  return document ? w.paper(document, `${view.ballot.question} ${paperText.zh.sheet}`) : w.notFound();
}

async function printResult(w: Web) {
  const id = w.id();
  const view = id ? await loadBallot(w, id) : null;
  const document = view && (await resultPaper(view, printedFor(w, view.place.name, view.ballot.id)));
  return view && document ? w.paper(document, `${view.ballot.question} ${ballotText.zh.result}`) : w.notFound();
}
