import { z } from 'zod';
import { instantAt } from '#libs/civil-time';
import { findRound } from '#modules/funds';
import { holdersOf } from '#modules/people';
import {
  beforeAnAward,
  movePitch,
  moveTurn,
  pitchBoard,
  pitchScores,
  pitchStages,
  planPitch,
  pointsText,
  runsThePitch,
  scorePitch,
  stepAsideAtPitch,
  weightedTotal,
} from '#modules/reviews';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import { namedProjects } from './panel-view.ts';
import { NewPitchPage } from './pitch-new-page.tsx';
import { PitchPage } from './pitch-page.tsx';
import { BoardPage, PitchScorePage, ScreenPage } from './pitch-score-page.tsx';
import { pitchPaper } from './pitch-paper.ts';
import { pitchText } from './pitch-text.ts';
import { barredAt, loadPitch, loadPoints, type PitchFigures } from './pitch-view.ts';

const office = { neighbourhoodId: null };

/** Sessions: setting up, running, giving points on the phone, the board, the record. */
export function pitchRoutes(r: Routes): void {
  r.get('/rounds/:id/pitch/new', 'pitch.manage', (w) => showNew(w));
  r.post('/rounds/:id/pitch/new', 'pitch.manage', make);
  r.get('/pitch/:id', 'pitch.read', show);
  r.post('/pitch/:id/move', 'pitch.read', move);
  r.post('/pitch/:id/turn', 'pitch.read', turn);
  r.get('/pitch/:id/screen', 'pitch.read', screen);
  r.get('/pitch/:id/board', 'pitch.read', board);
  r.get('/pitch/:id/score/:project', 'pitch.score', (w) => showScore(w));
  r.post('/pitch/:id/score/:project', 'pitch.score', score);
  r.post('/pitch/:id/aside', 'pitch.score', aside);
  r.paper('/pitch/:id/record', 'review.round', record);
}

const found = (w: Web): Promise<PitchFigures | null> => {
  const id = w.id();
  return id
    ? w.read((tx) => loadPitch(tx, id, w.today, w.can('pitch.score', office) && !w.can('review.round', office) ? { lang: w.lang } : null))
    : Promise.resolve(null);
};
const runs = (w: Web, { session }: PitchFigures) => runsThePitch(w.actor, session, w.can('pitch.manage', office));
/** The board is the chair's alone until the session is closed; then the reviewers' and the office's. */
const mayBoard = (w: Web, { session }: PitchFigures) =>
  session.state === 'closed' ? w.can('review.read', office) : session.state === 'open' && w.actor.personId === session.chairId;

async function showNew(w: Web, back?: { errors: Record<string, string>; values: Form['values'] }) {
  const id = w.id();
  const view = id
    ? await w.read(async (tx) => {
        const round = await findRound(tx, id);
        if (!round) return null;
        const people = [
          ...(await holdersOf(tx, 'head', null, w.today)),
          ...(await holdersOf(tx, 'officer', null, w.today)),
          ...(await holdersOf(tx, 'reviewer', null, w.today)),
        ];
        return {
          round,
          projects: (await namedProjects(tx, id)).filter(({ project }) => beforeAnAward.some((state) => state === project.state)),
          chairs: [...new Map(people.map((person) => [person.personId, person])).values()],
        };
      })
    : null;
  return view ? w.page(<NewPitchPage page={w.frame()} {...view} today={w.today} {...back} />, back ? 422 : 200) : w.notFound();
}

const errorField: Readonly<Record<string, string>> = {
  'title-required': 'title',
  'bad-times': 'pitchMinutes',
  'nobody-speaks': 'projects',
  'no-chair': 'chair',
};

const makeFields = z.object({
  title: field.text(80),
  place: field.text(100).optional(),
  day: field.day(),
  time: field.time(),
  pitchMinutes: field.whole(1, 120),
  questionMinutes: field.whole(0, 120),
  warnSeconds: field.whole(0, 7199),
  chair: field.id(),
  order: z.enum(['drawn', 'set'], 'required'),
  projects: field.list(),
});

async function make(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = pitchText[w.lang];
  const parsed = form.parse(makeFields);
  if (!parsed.ok) return showNew(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const { day, time, place, pitchMinutes, questionMinutes, warnSeconds, chair, order, projects, title } = parsed.value;
  const startsAt = instantAt(day, time);
  if (!startsAt.ok) return showNew(w, { errors: w.errorTexts({ day: 'not-a-date' }, t), values: form.values });
  const done = await planPitch(w.command(form), {
    roundId: id,
    title,
    place: place ?? '',
    startsAt: startsAt.value,
    pitchSeconds: pitchMinutes * 60,
    warnSeconds,
    questionSeconds: questionMinutes * 60,
    chairId: chair,
    projectIds: projects,
    drawn: order === 'drawn',
  });
  if (done.ok) return w.redirect(`/pitch/${done.value}`, t.made);
  const at = errorField[done.error];
  return at ? showNew(w, { errors: { [at]: w.errorText(done.error, t) }, values: form.values }) : w.refuse(done.error, t);
}

async function show(w: Web) {
  const figures = await found(w);
  if (!figures) return w.notFound();
  // Whoever only looks gets the newest state by itself; whoever runs it presses buttons and loses no place.
  if (figures.session.state === 'open' && !runs(w, figures)) w.context.header('refresh', '10');
  const { personId } = w.actor;
  const own = personId && w.can('pitch.score', office) ? await w.read((tx) => pitchScores(tx, [figures.session.id], personId)) : null;
  return w.page(
    <PitchPage
      page={w.frame()}
      {...figures}
      now={w.now}
      runs={runs(w, figures)}
      own={own}
      mayBoard={mayBoard(w, figures)}
      mayRecord={figures.session.state === 'closed' && w.can('review.round', office)}
    />,
  );
}

async function move(w: Web) {
  const figures = await found(w);
  if (!figures) return w.notFound();
  const form = w.form();
  const t = pitchText[w.lang];
  const to = form.text('to');
  if (!runs(w, figures)) return w.forbidden();
  if (to !== 'open' && to !== 'closed') return w.notFound();
  const done = await movePitch(w.command(form), { sessionId: figures.session.id, to });
  return done.ok ? w.redirect(`/pitch/${figures.session.id}`, to === 'open' ? t.opened : t.closedFlash) : w.refuse(done.error, t);
}

async function turn(w: Web) {
  const figures = await found(w);
  if (!figures) return w.notFound();
  const form = w.form();
  const t = pitchText[w.lang];
  if (!runs(w, figures)) return w.forbidden();
  const projectId = form.id('projectId');
  const to = pitchStages.find((stage) => stage === form.text('to'));
  if (!projectId || !to) return w.notFound();
  const done = await moveTurn(w.command(form), { sessionId: figures.session.id, projectId, to });
  return done.ok ? w.redirect(`/pitch/${figures.session.id}#now`, t.moved) : w.refuse(done.error, t);
}

async function screen(w: Web) {
  const figures = await found(w);
  if (!figures) return w.notFound();
  // The room's screen has no reader who could lose a place: it may fetch itself anew.
  if (figures.session.state === 'open') w.context.header('refresh', '5');
  return w.page(<ScreenPage page={w.frame()} figures={figures} now={w.now} />);
}

async function board(w: Web) {
  const figures = await found(w);
  if (!figures) return w.notFound();
  if (!mayBoard(w, figures)) return w.forbidden();
  const { scores, criteria } = await w.read((tx) => loadPoints(tx, figures));
  if (figures.session.state === 'open') w.context.header('refresh', '10');
  return w.page(<BoardPage page={w.frame()} {...figures} lines={pitchBoard(figures.turns, scores, criteria)} />);
}

async function showScore(w: Web, back?: { errors: Record<string, string>; values: Form['values'] }) {
  const figures = await found(w);
  const projectId = w.id('project');
  const one = figures?.turns.find((each) => each.projectId === projectId);
  const { personId } = w.actor;
  if (!figures || !one || !personId) return w.notFound();
  const t = pitchText[w.lang];
  const { own, barred } = await w.read(async (tx) => ({
    own: (await pitchScores(tx, [figures.session.id], personId)).filter((each) => each.projectId === one.projectId),
    barred: await barredAt(tx, one.project, personId, w.today),
  }));
  const total = own.length === 0 ? null : pointsText(weightedTotal(own.map((each) => ({ ...each, reason: '' }))));
  return w.page(
    <PitchScorePage page={w.frame()} {...figures} turn={one} own={own} total={total} barred={barred && t[barred]} now={w.now} {...back} />,
    back ? 422 : 200,
  );
}

async function score(w: Web) {
  const id = w.id();
  const projectId = w.id('project');
  const figures = await found(w);
  if (!id || !projectId || !figures) return w.notFound();
  const form = w.form();
  const t = pitchText[w.lang];
  const errors: Record<string, string> = {};
  const scores = Object.keys(form.values).flatMap((name) => {
    if (!name.startsWith('p-')) return [];
    const typed = form.text(name).normalize('NFKC');
    if (typed === '') return [];
    const max = typeof figures.rubric === 'string' ? undefined : figures.rubric.find(({ code }) => code === name.slice(2))?.maxPoints;
    if (!/^\d{1,4}$/.test(typed) || (max !== undefined && Number(typed) > max)) {
      errors[name] = 'points-out-of-range';
      return [];
    }
    return [{ criterion: name.slice(2), points: Number(typed) }];
  });
  if (Object.keys(errors).length > 0) return showScore(w, { errors: w.errorTexts(errors, t), values: form.values });
  const done = await scorePitch(w.command(form), { sessionId: id, projectId, scores });
  // Kept by script while it is typed: nothing to show.
  if (done.ok && form.has('quiet')) return w.context.body(null, 204);
  if (done.ok) return w.redirect(`/pitch/${id}/score/${projectId}`, t.kept);
  return w.refuse(done.error, { ...t, closed: t.frozen });
}

async function aside(w: Web) {
  const figures = await found(w);
  const form = w.form();
  const projectId = form.id('projectId');
  if (!figures || !projectId || !figures.turns.some((each) => each.projectId === projectId)) return w.notFound();
  const t = pitchText[w.lang];
  const done = await stepAsideAtPitch(w.command(form), { projectId, reason: form.text('reason') });
  return done.ok ? w.redirect(`/pitch/${figures.session.id}`, t.asideDone) : w.refuse(done.error, t);
}

async function record(w: Web) {
  const figures = await found(w);
  if (!figures) return w.notFound();
  if (figures.session.state !== 'closed') return w.refuse('wrong-state', { 'wrong-state': pitchText[w.lang].chairOnly });
  const { scores, criteria } = await w.read((tx) => loadPoints(tx, figures));
  const document = pitchPaper(figures, pitchBoard(figures.turns, scores, criteria), scores, { subdistrict: w.subdistrict.name, today: w.today });
  return w.paper(document, figures.session.title);
}
