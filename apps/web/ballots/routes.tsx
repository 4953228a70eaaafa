import { z } from 'zod';
import { cancelBallot, closeBallot, objectedLines, objectToRoll, openBallot, rollShowings, rollWishes, showRoll } from '#modules/ballots';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { RollPage, rollTable } from './form-pages.tsx';
import { newBallotRoutes } from './new-routes.tsx';
import { onOwnPages } from './own-pages.ts';
import { paperVoteRoutes } from './paper-routes.tsx';
import { rollTerm, showBallot } from './show-ballot.tsx';
import { termText } from './staff-section.tsx';
import { ballotText } from './text.ts';
import { loadBallot } from './view.ts';
import { voteForRoutes } from './vote-for-routes.tsx';
import { voteRoutes } from './vote-routes.tsx';
import { voteText } from './vote-text.ts';
import { votesListRoutes } from './votes-list.tsx';

/** Ballots from their draft to their published result. */
export function ballotRoutes(r: Routes): void {
  newBallotRoutes(r);
  r.get('/ballots/:id', 'ballot.read', (w) => showBallot(w));
  r.get('/ballots/:id/roll', 'ballot.read', (w) => showRollPage(w));
  r.post('/ballots/:id/roll/objections', 'notice.object', objectToLine);
  r.post('/ballots/:id/roll', 'ballot.show-roll', onOwnPages(displayRoll));
  r.post(
    '/ballots/:id/open',
    'ballot.open',
    onOwnPages((w) => step(w, 'open')),
  );
  r.post(
    '/ballots/:id/close',
    'ballot.close',
    onOwnPages((w) => step(w, 'close')),
  );
  r.post('/ballots/:id/cancel', 'ballot.cancel', onOwnPages(cancel));
  voteRoutes(r);
  votesListRoutes(r);
  voteForRoutes(r);
  paperVoteRoutes(r);
}

const found = async (w: Web) => {
  const id = w.id();
  return id ? loadBallot(w, id) : null;
};

async function showRollPage(w: Web, back?: { errors: FieldErrors; form: Form }) {
  const view = await found(w);
  if (!view || view.ballot.state === 'draft') return w.notFound();
  const { showings, objected } = await w.read(async (tx) => ({
    showings: await rollShowings(tx, view.ballot.id),
    objected: await objectedLines(tx, view.ballot.id),
  }));
  const props = { page: w.frame({ neighbourhood: view.place }), view, objected, query: Object.fromEntries(w.url.searchParams) };
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(rollTable(props)), xlsxType, `${view.ballot.question} ${ballotText[w.lang].roll}.xlsx`);
  const errors = back && w.errorTexts(back.errors, ballotText[w.lang]);
  return w.page(<RollPage {...props} showings={showings} today={w.today} errors={errors} values={back?.form.values} />, back ? 422 : 200);
}

const objectToLineFields = z.object({ wish: z.enum(rollWishes, 'required'), line: field.whole(1, 100_000).optional(), text: field.text(1900) });

async function objectToLine(w: Web) {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const form = w.form();
  const t = ballotText[w.lang];
  const parsed = form.parse(objectToLineFields);
  if (!parsed.ok) return showRollPage(w, { errors: parsed.error, form });
  const { wish, line = null, text } = parsed.value;
  const done = await objectToRoll(w.command(form), { ballotId, wish, lineNo: line, text });
  if (done.ok) return w.redirect(`/notices/${done.value.noticeId}#objections`, t.objectedFlash);
  if (done.error === 'line-unknown') return showRollPage(w, { errors: { line: done.error }, form });
  if (done.error === 'empty') return showRollPage(w, { errors: { text: 'required' }, form });
  return w.refuse(done.error, t);
}

const displayRollFields = z.object({ until: field.day(), people: field.list() });

async function displayRoll(w: Web) {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const form = w.form();
  const t = ballotText[w.lang];
  const parsed = form.parse(displayRollFields);
  if (!parsed.ok) return showBallot(w, ballotId, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await showRoll(w.command(form), {
    ballotId,
    objectionsUntil: parsed.value.until,
    representativeIds: parsed.value.people.filter((id) => z.uuid().safeParse(id).success),
  });
  if (done.ok) return w.redirect(`/ballots/${ballotId}`, t.rollShownFlash(done.value.count));
  if (done.error === 'not-found' || done.error === 'not-allowed' || done.error === 'key-reused' || done.error === 'wrong-state') return w.refuse(done.error, t);
  const term = done.error === 'too-few-days' ? await rollTerm(w) : null;
  return showBallot(w, ballotId, { errors: term ? { until: termText(term, w.lang) } : w.errorTexts({ until: done.error }, t), values: form.values });
}

async function cancel(w: Web) {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const form = w.form();
  const t = ballotText[w.lang];
  const done = await cancelBallot(w.command(form), { ballotId, reason: form.text('reason') });
  if (done.ok) return w.redirect(`/ballots/${ballotId}`, t.cancelledFlash);
  if (done.error === 'reason-required' || done.error === 'too-long')
    return showBallot(w, ballotId, { errors: w.errorTexts({ reason: done.error === 'too-long' ? 'too-long' : 'required' }, t), values: form.values });
  return w.refuse(done.error, { ...t, ...voteText[w.lang] });
}

async function step(w: Web, what: 'open' | 'close') {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const t = ballotText[w.lang];
  const done = what === 'open' ? await openBallot(w.command(w.form()), { ballotId }) : await closeBallot(w.command(w.form()), { ballotId });
  return done.ok ? w.redirect(`/ballots/${ballotId}`, what === 'open' ? t.openedFlash : t.closedFlash) : w.refuse(done.error, { ...t, ...voteText[w.lang] });
}
