import { z } from 'zod';
import { instantAt } from '#libs/civil-time';
import {
  addRoundDocument,
  answerRoundQuestion,
  askAboutRound,
  briefingsOf,
  currentPack,
  documentsOf,
  findRound,
  guestsOf,
  planBriefing,
  planRound,
  publishCall,
  questionsOf,
  type RoundStepKind,
  roundStepKinds,
  settleBriefing,
  stepsOf,
  stepsOfThePolicy,
  withdrawRoundDocument,
} from '#modules/funds';
import { listNeighbourhoods } from '#modules/places';
import { field, type FieldErrors, type Routes, type Web } from '../kit/index.ts';
import { BriefingsPage, type BriefingsView } from './round-briefings-page.tsx';
import { CallPage, NewCallPage, type RoundMay } from './round-call-page.tsx';
import { callPaper } from './round-call-paper.ts';
import { loadCall } from './round-call-view.ts';
import { roundCalendarFile, RoundCalendarPage } from './round-calendar-page.tsx';
import { roundYearText } from './round-year-text.ts';

const office = { neighbourhoodId: null };

/** What the viewer may do with a round. */
export const mayWithRound = (w: Web): RoundMay => ({
  manage: w.can('round.open', office),
  follow: w.can('round.follow', office),
  mine: w.actor.grants.some(({ role }) => role === 'secretary' || role === 'director'),
});

type Back = { errors: FieldErrors; values: Record<string, string | string[]> };

/** The call with its papers, the calendar, briefings and questions of a round. */
export function callRoutes(r: Routes): void {
  r.get('/rounds/:id/call', 'round.read', async (w) => {
    const view = await ofRound(w, (id) => w.read((tx) => loadCall(tx, id, w.today)));
    return view ? w.page(<CallPage page={w.frame()} view={view} may={mayWithRound(w)} />) : w.notFound();
  });
  r.paper('/rounds/:id/call', 'round.read', async (w) => {
    const view = await ofRound(w, (id) => w.read((tx) => loadCall(tx, id, w.today)));
    if (!view) return w.notFound();
    const t = roundYearText[w.lang];
    const about = { lang: w.lang, issuer: w.subdistrict.name, office: `${w.subdistrict.name}${w.lang === 'zh' ? '' : ' '}${t.officeName}`, today: w.today };
    return w.paper(callPaper(view, about), view.call?.title ?? t.titleValue(view.round.name));
  });
  r.get('/rounds/:id/call/new', 'round.open', (w) => showNewCall(w));
  r.post('/rounds/:id/call/new', 'round.open', saveCall);
  r.post('/rounds/:id/documents', 'round.open', addDocument);
  r.post('/round-documents/:id/withdraw', 'round.open', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const done = await withdrawRoundDocument(w.command(w.form()), { documentId: id, reason: w.form().text('reason') });
    return done.ok ? w.redirect(`/rounds/${done.value}/call#documents`, roundYearText[w.lang].withdrawnDone) : w.refuse(done.error, roundYearText[w.lang]);
  });
  r.get('/rounds/:id/calendar', 'round.read', (w) => showCalendar(w));
  r.post('/rounds/:id/calendar', 'round.open', saveCalendar);
  r.get('/rounds/:id/calendar.ics', 'round.read', calendarFile);
  r.get('/rounds/:id/briefings', 'round.read', (w) => showBriefings(w));
  r.post('/rounds/:id/briefings', 'round.open', saveBriefing);
  for (const [what, to] of [
    ['held', 'held'],
    ['cancel', 'cancelled'],
  ] as const)
    r.post(`/round-briefings/:id/${what}`, 'round.open', (w) => settle(w, to));
  r.post('/rounds/:id/questions', 'round.ask-question', ask);
  r.post('/round-questions/:id/answer', 'round.open', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const t = roundYearText[w.lang];
    const done = await answerRoundQuestion(w.command(w.form()), { questionId: id, answer: w.form().text('answer') });
    return done.ok ? w.redirect(`/rounds/${done.value}/briefings#questions`, t.answered) : w.refuse(done.error, t);
  });
}

const ofRound = async <T,>(w: Web, load: (id: string) => Promise<T | null>): Promise<T | null> => {
  const id = w.id();
  return id ? load(id) : null;
};

async function showNewCall(w: Web, back?: Back) {
  const view = await ofRound(w, (id) => w.read((tx) => loadCall(tx, id, w.today)));
  return view ? w.page(<NewCallPage page={w.frame()} view={view} {...back} />, back ? 422 : 200) : w.notFound();
}

const saveCallFields = z.object({
  title: field.text(120),
  number: field.text(60).default(''),
  body: field.text(8000),
  handIn: field.text(4000).default(''),
  contact: field.text(300).default(''),
});

async function saveCall(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = roundYearText[w.lang];
  const parsed = form.parse(saveCallFields);
  if (!parsed.ok) return showNewCall(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await publishCall(w.command(form), { roundId: id, ...parsed.value });
  return done.ok ? w.redirect(`/rounds/${id}/call`, t.published) : w.refuse(done.error, t);
}

async function addDocument(w: Web) {
  const id = w.id();
  const form = w.form();
  const t = roundYearText[w.lang];
  if (!id || !(await w.read((tx) => findRound(tx, id)))) return w.notFound();
  const upload = form.files('file')[0];
  if (!upload) return w.refuse('empty');
  const put = await w.files.put(upload.bytes);
  if (!put.ok) return w.refuse(put.error);
  const done = await addRoundDocument(w.command(form), {
    roundId: id,
    briefingId: form.id('briefing'),
    title: form.text('title'),
    file: { ...put.value, name: upload.name },
  });
  return done.ok ? w.redirect(`/rounds/${id}/call#documents`, t.added) : w.refuse(done.error, t);
}

async function showCalendar(w: Web, back?: Back) {
  const found = await ofRound(w, (id) =>
    w.read(async (tx) => {
      const round = await findRound(tx, id);
      if (!round) return null;
      const pack = await currentPack(tx, w.today, { roundId: id });
      return { round, steps: await stepsOf(tx, id), briefings: await briefingsOf(tx, id), proposed: pack ? stepsOfThePolicy(pack, round.year) : [] };
    }),
  );
  return found ? w.page(<RoundCalendarPage page={w.frame()} today={w.today} {...found} may={mayWithRound(w)} {...back} />, back ? 422 : 200) : w.notFound();
}

async function saveCalendar(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = roundYearText[w.lang];
  const known = await w.read((tx) => stepsOf(tx, id));
  const isKind = (text: string): text is RoundStepKind => roundStepKinds.some((kind) => kind === text);
  const steps = form.texts('step').flatMap((key) => {
    const old = known.find((step) => step.id === key);
    const kind = old?.kind ?? key.replace(/^new-/, '');
    const [fromDay, toDay] = [form.text(`from-${key}`), form.text(`to-${key}`)];
    if (!isKind(kind) || (fromDay === '' && toDay === '')) return [];
    return [
      {
        id: old?.id ?? null,
        kind,
        title: form.text(`title-${key}`),
        fromDay,
        toDay: toDay === '' ? fromDay : toDay,
        note: old?.note ?? '',
        remove: form.has(`remove-${key}`),
      },
    ];
  });
  const done = await planRound(w.command(form), { roundId: id, steps });
  if (done.ok) return w.redirect(`/rounds/${id}/calendar`, t.calendarSaved);
  return done.error === 'bad-days' || done.error === 'title-required'
    ? showCalendar(w, { errors: { '': w.errorText(done.error, t) }, values: form.values })
    : w.refuse(done.error, t);
}

async function calendarFile(w: Web) {
  const found = await ofRound(w, (id) =>
    w.read(async (tx) => {
      const round = await findRound(tx, id);
      return round ? { round, steps: await stepsOf(tx, id), briefings: await briefingsOf(tx, id) } : null;
    }),
  );
  if (!found) return w.notFound();
  const text = roundCalendarFile({
    ...found,
    address: w.absolute(`/rounds/${found.round.id}/calendar.ics`),
    pageAddress: w.absolute(`/rounds/${found.round.id}/calendar`),
  });
  return w.context.body(text, 200, { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'public, max-age=300' });
}

async function showBriefings(w: Web, back?: Pick<BriefingsView, 'form' | 'errors' | 'values'>) {
  const found = await ofRound(w, (id) =>
    w.read(async (tx) => {
      const round = await findRound(tx, id);
      return (
        round && {
          round,
          briefings: await briefingsOf(tx, id),
          guests: await guestsOf(tx, id),
          documents: await documentsOf(tx, id),
          questions: await questionsOf(tx, id),
          places: await listNeighbourhoods(tx),
        }
      );
    }),
  );
  if (!found) return w.notFound();
  const mayAskFor = found.places.filter(({ id }) => w.can('round.ask-question', { neighbourhoodId: id }));
  return w.page(
    <BriefingsPage
      page={w.frame()}
      now={w.now}
      {...found}
      mayAskFor={w.can('round.ask-question', office) ? [] : mayAskFor}
      mayAsk={mayAskFor.length > 0}
      may={mayWithRound(w)}
      {...back}
    />,
    back ? 422 : 200,
  );
}

const saveBriefingFields = z.object({
  title: field.text(80),
  day: field.day(),
  starts: field.time(),
  ends: field.time().optional(),
  place: field.text(120),
  speaker: field.text(120).default(''),
  about: field.text(2000).default(''),
});

async function saveBriefing(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = roundYearText[w.lang];
  const parsed = form.parse(saveBriefingFields);
  if (!parsed.ok) return showBriefings(w, { form: 'plan', errors: w.errorTexts(parsed.error, t), values: form.values });
  const { day, starts, ends, ...rest } = parsed.value;
  const [startsAt, endsAt] = [instantAt(day, starts), instantAt(day, ends ?? '')];
  if (!startsAt.ok) return showBriefings(w, { form: 'plan', errors: w.errorTexts({ starts: 'not-a-time' }, t), values: form.values });
  const done = await planBriefing(w.command(form), { roundId: id, ...rest, startsAt: startsAt.value, endsAt: endsAt.ok ? endsAt.value : null });
  if (done.ok) return w.redirect(`/rounds/${id}/briefings`, t.planned);
  const at = done.error === 'in-the-past' ? 'day' : done.error === 'ends-before-it-starts' ? 'ends' : null;
  return at ? showBriefings(w, { form: 'plan', errors: { [at]: w.errorText(done.error, t) }, values: form.values }) : w.refuse(done.error, t);
}

async function settle(w: Web, to: 'held' | 'cancelled') {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = roundYearText[w.lang];
  const places = await w.read(listNeighbourhoods);
  const guests =
    to === 'cancelled'
      ? []
      : places.flatMap((place) => {
          const people = form.text(`people-${place.id}`);
          return people === ''
            ? []
            : [{ neighbourhoodId: place.id, people: /^\d{1,4}$/.test(people) ? Number(people) : -1, names: form.text(`names-${place.id}`) }];
        });
  const done = await settleBriefing(w.command(form), { briefingId: id, to, text: form.text('text'), guests });
  return done.ok ? w.redirect(`/rounds/${done.value}/briefings`, to === 'held' ? t.recorded : t.calledOff) : w.refuse(done.error, t);
}

async function ask(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = roundYearText[w.lang];
  const done = await askAboutRound(w.command(form), { roundId: id, briefingId: null, neighbourhoodId: form.id('place'), text: form.text('text') });
  if (done.ok) return w.redirect(`/rounds/${id}/briefings#questions`, t.asked);
  return done.error === 'text-required' || done.error === 'too-long'
    ? showBriefings(w, { form: 'ask', errors: { text: w.errorText(done.error, t) }, values: form.values })
    : w.refuse(done.error, t);
}
