import { z } from 'zod';
import { cancelBallot, closeBallot, findBallot, openBallot, showRoll } from '#modules/ballots';
import { field, type Routes, type Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { RollPage, rollTable } from './form-pages.tsx';
import { newBallotRoutes } from './new-routes.tsx';
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
  r.get('/ballots/:id/roll', 'ballot.read', showRollPage);
  r.post('/ballots/:id/roll', 'ballot.show-roll', unlessConsent(displayRoll));
  r.post(
    '/ballots/:id/open',
    'ballot.open',
    unlessConsent((w) => step(w, 'open')),
  );
  r.post(
    '/ballots/:id/close',
    'ballot.close',
    unlessConsent((w) => step(w, 'close')),
  );
  r.post('/ballots/:id/cancel', 'ballot.cancel', unlessConsent(cancel));
  voteRoutes(r);
  votesListRoutes(r);
  voteForRoutes(r);
  paperVoteRoutes(r);
}

/** The ballots of a consent go all their steps together, on the campaign's own page. */
const unlessConsent =
  (handler: (w: Web) => Promise<Response> | Response) =>
  async (w: Web): Promise<Response> => {
    const id = w.id();
    const ballot = id ? await w.read((tx) => findBallot(tx, id)) : null;
    return ballot?.takenBy === 'consent' ? w.refuse('wrong-state', ballotText[w.lang]) : handler(w);
  };

const found = async (w: Web) => {
  const id = w.id();
  return id ? loadBallot(w, id) : null;
};

async function showRollPage(w: Web) {
  const view = await found(w);
  if (!view || view.ballot.state === 'draft') return w.notFound();
  const props = { page: w.frame({ neighbourhood: view.place }), view, query: Object.fromEntries(w.url.searchParams) };
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(rollTable(props)), xlsxType, `${view.ballot.question} ${ballotText[w.lang].roll}.xlsx`);
  return w.page(<RollPage {...props} today={w.today} />);
}

async function displayRoll(w: Web) {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const form = w.form();
  const t = ballotText[w.lang];
  const parsed = form.parse(z.object({ until: field.day(), people: field.list() }));
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
