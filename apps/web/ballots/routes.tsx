import { z } from 'zod';
import { instantAt } from '#libs/civil-time';
import { ballotLaws, cancelBallot, castVote, choices, closeBallot, createBallot, openBallot, showRoll } from '#modules/ballots';
import { findMeeting, noticeTerm } from '#modules/meetings';
import { findNeighbourhood, listBuildings } from '#modules/places';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { roleHolders } from '../meetings/call-routes.tsx';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { BallotPage, type BallotPageView, namedTable, termText } from './ballot-page.tsx';
import { NewBallotPage, RollPage, rollTable } from './form-pages.tsx';
import { paperVoteRoutes } from './paper-routes.tsx';
import { ballotText } from './text.ts';
import { choiceWord, loadBallot } from './view.ts';

/** Ballots from their draft to their published result. */
export function ballotRoutes(r: Routes): void {
  r.get('/ballots/new', 'ballot.create', (w) =>
    showNew(w, { place: w.query('place'), meeting: w.query('meeting'), project: w.query('project'), resolution: w.query('resolution') }),
  );
  r.post('/ballots/new', 'ballot.create', create);
  r.get('/ballots/:id', 'ballot.read', (w) => showBallot(w));
  r.get('/ballots/:id/roll', 'ballot.read', showRollPage);
  r.post('/ballots/:id/vote', 'ballot.vote', vote);
  r.post('/ballots/:id/roll', 'ballot.show-roll', displayRoll);
  r.post('/ballots/:id/open', 'ballot.open', (w) => step(w, 'open'));
  r.post('/ballots/:id/close', 'ballot.close', (w) => step(w, 'close'));
  r.post('/ballots/:id/cancel', 'ballot.cancel', cancel);
  paperVoteRoutes(r);
}

const found = async (w: Web) => {
  const id = w.id();
  return id ? loadBallot(w, id) : null;
};

async function showBallot(w: Web, back?: BallotPageView['back']) {
  const view = await found(w);
  if (!view) return w.notFound();
  const page = w.frame({ neighbourhood: view.place });
  const query = Object.fromEntries(w.url.searchParams);
  if (w.query('format') === 'xlsx' && !view.may.votes) {
    if (w.actor.kind === 'anonymous' && w.context.req.header('accept')?.includes('application/json')) return w.context.json({ error: 'sign-in' }, 401);
    return w.actor.kind === 'anonymous' ? w.redirectTo(`/sign-in?to=${encodeURIComponent(w.url.pathname + w.url.search)}`) : w.forbidden();
  }
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(namedTable({ page, view, query })), xlsxType, `${view.ballot.question}.xlsx`);
  const people = view.ballot.electorate === 'representative' && view.may.showRoll ? await roleHolders(w, view.place) : [];
  return w.page(
    <BallotPage
      page={page}
      view={view}
      now={w.now}
      today={w.today}
      signedIn={w.actor.kind !== 'anonymous'}
      people={people}
      query={query}
      term={await rollTerm(w)}
      back={back}
    />,
    back ? 422 : 200,
  );
}

/** The office's term for showing a roll from today on. */
const rollTerm = (w: Web) => w.read((tx) => noticeTerm(tx, 'roll', w.today));

async function showRollPage(w: Web) {
  const view = await found(w);
  if (!view || view.ballot.state === 'draft') return w.notFound();
  const props = { page: w.frame({ neighbourhood: view.place }), view, query: Object.fromEntries(w.url.searchParams) };
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(rollTable(props)), xlsxType, `${view.ballot.question} ${ballotText[w.lang].roll}.xlsx`);
  return w.page(<RollPage {...props} today={w.today} />);
}

async function vote(w: Web) {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const form = w.form();
  const t = ballotText[w.lang];
  const parsed = form.parse(z.object({ choice: z.enum(choices, 'required'), elector: field.id(), seen: field.whole(0, 100_000) }));
  if (!parsed.ok) return w.redirect(`/ballots/${ballotId}#vote`);
  const { choice, elector, seen } = parsed.value;
  const done = await castVote(w.command(form), { ballotId, answer: { choice }, electorId: elector, seenVersion: seen });
  if (done.ok) return w.redirect(`/ballots/${ballotId}#vote`, (done.value.changed ? t.changed : t.voted)(done.value.label, choiceWord(choice, w.lang)));
  // Somebody of the household was faster: show their vote, with the buttons to change it.
  if (done.error === 'voted-meanwhile') return w.redirect(`/ballots/${ballotId}#vote`, t['voted-meanwhile'], 'bad');
  return w.refuse(done.error, t);
}

async function displayRoll(w: Web) {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const form = w.form();
  const t = ballotText[w.lang];
  const parsed = form.parse(z.object({ until: field.day(), people: field.list() }));
  if (!parsed.ok) return showBallot(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await showRoll(w.command(form), {
    ballotId,
    objectionsUntil: parsed.value.until,
    representativeIds: parsed.value.people.filter((id) => z.uuid().safeParse(id).success),
  });
  if (done.ok) return w.redirect(`/ballots/${ballotId}`, t.rollShownFlash(done.value.count));
  if (done.error === 'not-found' || done.error === 'not-allowed' || done.error === 'key-reused' || done.error === 'wrong-state') return w.refuse(done.error, t);
  const term = done.error === 'too-few-days' ? await rollTerm(w) : null;
  return showBallot(w, { errors: term ? { until: termText(term, w.lang) } : w.errorTexts({ until: done.error }, t), values: form.values });
}

async function cancel(w: Web) {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const form = w.form();
  const t = ballotText[w.lang];
  const done = await cancelBallot(w.command(form), { ballotId, reason: form.text('reason') });
  if (done.ok) return w.redirect(`/ballots/${ballotId}`, t.cancelledFlash);
  if (done.error === 'reason-required' || done.error === 'too-long')
    return showBallot(w, { errors: w.errorTexts({ reason: done.error === 'too-long' ? 'too-long' : 'required' }, t), values: form.values });
  return w.refuse(done.error, t);
}

async function step(w: Web, what: 'open' | 'close') {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const t = ballotText[w.lang];
  const done = what === 'open' ? await openBallot(w.command(w.form()), { ballotId }) : await closeBallot(w.command(w.form()), { ballotId });
  return done.ok ? w.redirect(`/ballots/${ballotId}`, what === 'open' ? t.openedFlash : t.closedFlash) : w.refuse(done.error, t);
}

type From = Partial<Record<'place' | 'meeting' | 'project' | 'resolution', string | undefined>>;
const idOf = (text: string | undefined): string | null => (z.uuid().safeParse(text).success ? (text ?? null) : null);

async function showNew(w: Web, from: From, back?: { errors: FieldErrors; form: Form }) {
  const meetingId = idOf(from.meeting);
  const context = await w.read(async (tx) => {
    const meeting = meetingId ? await findMeeting(tx, meetingId) : null;
    const wanted = meeting?.neighbourhoodId ?? from.place;
    const place = wanted ? await findNeighbourhood(tx, wanted) : null;
    return { meeting, place, buildings: place ? await listBuildings(tx, place.id) : [] };
  });
  const { meeting, place } = context;
  if (!place) return w.notFound();
  if (!w.can('ballot.create', { neighbourhoodId: place.id })) return w.forbidden();
  const ids = { place: place.id, meeting: meetingId, project: idOf(from.project), resolution: idOf(from.resolution) };
  return w.page(
    <NewBallotPage
      page={w.frame({ neighbourhood: place })}
      place={place}
      meeting={meeting}
      today={w.today}
      hidden={Object.fromEntries(Object.entries(ids).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))}
      laws={Object.entries(ballotLaws).map(([value, law]) => ({ value, label: law.title[w.lang], hint: `${law.source}${law.clause}` }))}
      buildings={context.buildings.map((one) => ({ value: one.id, label: one.name }))}
      start={{ law: 'residents-assembly-households' }}
      errors={back && w.errorTexts(back.errors, ballotText[w.lang])}
      values={back?.form.values}
    />,
    back ? 422 : 200,
  );
}

const newSchema = z.object({
  place: field.id(),
  meeting: field.id().optional(),
  project: field.id().optional(),
  resolution: field.id().optional(),
  question: field.text(300),
  explanation: field.text(4000).optional(),
  law: z.string(),
  building: field.id().optional(),
  day: field.day(),
  time: field.time(),
});

async function create(w: Web) {
  const form = w.form();
  const from: From = { place: form.text('place'), meeting: form.text('meeting'), project: form.text('project'), resolution: form.text('resolution') };
  const parsed = form.parse(newSchema);
  if (!parsed.ok) return showNew(w, from, { errors: parsed.error, form });
  const { day, time, place, meeting, project, resolution, building, ...words } = parsed.value;
  const closesAt = instantAt(day, time);
  if (!closesAt.ok) return showNew(w, from, { errors: { day: 'not-a-date' }, form });
  const done = await createBallot(w.command(form), {
    ...words,
    neighbourhoodId: place,
    meetingId: meeting ?? null,
    projectId: project ?? null,
    resolutionId: resolution ?? null,
    buildingId: building ?? null,
    closesAt: closesAt.value,
  });
  if (done.ok) return w.redirect(`/ballots/${done.value.ballotId}`, ballotText[w.lang].created);
  const at = { 'question-required': 'question', 'law-unknown': 'law', 'in-the-past': 'day' }[String(done.error)];
  return at ? showNew(w, from, { errors: { [at]: done.error }, form }) : w.refuse(done.error, ballotText[w.lang]);
}
