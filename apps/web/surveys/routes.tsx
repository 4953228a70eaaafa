import { z } from 'zod';
import {
  answerSurvey,
  type Channel,
  closeSurvey,
  countsOf,
  enterCounts,
  findSurvey,
  listSurveys,
  membersOf,
  openSurvey,
  questionsOf,
  sheetsOf,
} from '#modules/surveys';
import { findNeighbourhood, listHouseholds, listNeighbourhoods } from '#modules/places';
import { field, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { ListPage, NewPage, SurveyPage, type SurveyView } from './pages.tsx';
import { paperPdf, reportPdf } from './papers.ts';
import { surveyText } from './text.ts';

type Back = { form: 'answer' | 'enter' | 'sample' | 'counts'; errors: FormErrors; values: FormValues };

/** Pages of surveys. */
export function surveyRoutes(r: Routes): void {
  r.get('/surveys', 'survey.read', list);
  r.get('/surveys/new', 'survey.hold', (w) => showNew(w));
  r.post('/surveys/new', 'survey.hold', create);
  r.post('/surveys/counts', 'survey.hold', counts);
  r.get('/surveys/:id', 'survey.read', (w) => show(w));
  r.post('/surveys/:id/answer', 'survey.answer', (w) => answer(w, 'own'));
  r.post('/surveys/:id/enter', 'survey.enter', (w) => answer(w, 'other'));
  r.post('/surveys/:id/close', 'survey.hold', close);
  r.paper('/surveys/:id/paper', 'survey.enter', print);
  r.paper('/surveys/:id/report', 'survey.read', report);
}

async function list(w: Web) {
  const surveys = await w.read((tx) => listSurveys(tx));
  return w.page(<ListPage page={w.frame()} surveys={surveys} mayHold={w.platform.permissions.canSomewhere(w.actor, 'survey.hold')} />);
}

/** The neighbourhoods where the reader may hold a survey. */
const mayHoldIn = async (w: Web) => (await w.read((tx) => listNeighbourhoods(tx))).filter((place) => w.can('survey.hold', { neighbourhoodId: place.id }));

async function showNew(w: Web, back?: Back) {
  const places = await mayHoldIn(w);
  const whole = w.can('survey.hold', { neighbourhoodId: null });
  return w.page(<NewPage page={w.frame()} places={places} whole={whole} form={back?.form} errors={back?.errors} values={back?.values} />, back ? 422 : 200);
}

const createFields = z.object({
  place: field.id(),
  title: field.text(80),
  purpose: field.text(1000).optional(),
  questions: field.text(8000),
  margin: field.whole(1, 50),
  seed: field.text(100),
});

async function create(w: Web) {
  const form = w.form();
  const t = surveyText[w.lang];
  const again = (errors: Record<string, string>) => showNew(w, { form: 'sample', errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(createFields);
  if (!parsed.ok) return again(parsed.error);
  const { place, margin, purpose, ...rest } = parsed.value;
  const done = await openSurvey(w.command(form), { ...rest, neighbourhoodId: place, purpose: purpose ?? '', marginPercent: margin });
  if (done.ok) return w.redirect(`/surveys/${done.value.surveyId}`, t.opened(done.value.drawn));
  if (done.error === 'not-questions') return again({ questions: done.error });
  return done.error === 'nobody' ? again({ place: done.error }) : w.refuse(done.error, t);
}

const countsFields = z.object({
  place: z.string().optional(),
  title: field.text(80),
  question: field.text(200),
  source: field.text(200),
  counts: field.text(20_000),
});

async function counts(w: Web) {
  const form = w.form();
  const t = surveyText[w.lang];
  const again = (errors: Record<string, string>) => showNew(w, { form: 'counts', errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(countsFields);
  if (!parsed.ok) return again(parsed.error);
  const { place, ...rest } = parsed.value;
  const neighbourhoodId = place === undefined || place === 'all' ? null : form.id('place');
  const done = await enterCounts(w.command(form), { ...rest, neighbourhoodId });
  if (done.ok) return w.redirect(`/surveys/${done.value.surveyId}`, t.counted);
  return done.error === 'not-counts' ? again({ counts: done.error }) : w.refuse(done.error, t);
}

/** Everything a page or a paper of a survey shows; figures only where the reader may have them. */
async function load(w: Web): Promise<SurveyView | null> {
  const id = w.id();
  if (!id) return null;
  return w.read(async (tx) => {
    const survey = await findSurvey(tx, id);
    if (!survey) return null;
    const at = { neighbourhoodId: survey.neighbourhoodId };
    const place = survey.neighbourhoodId ? await findNeighbourhood(tx, survey.neighbourhoodId) : null;
    const questions = await questionsOf(tx, id);
    const members = survey.kind === 'sample' ? await membersOf(tx, id) : [];
    const watches = w.can('survey.watch', at);
    const mine = members.find((member) => w.actor.households.some((household) => household.householdId === member.householdId)) ?? null;
    const enters = survey.state === 'open' && w.can('survey.enter', at);
    const labels =
      enters && place ? new Map((await listHouseholds(tx, place.id)).map((household) => [household.householdId, household.label])) : new Map<string, string>();
    const shown = survey.state === 'closed' || watches;
    return {
      survey,
      place,
      questions,
      members,
      mine,
      waiting: enters
        ? members.flatMap((member) => (member.channel === null ? [{ id: member.householdId, label: labels.get(member.householdId) ?? String(member.no) }] : []))
        : [],
      sheets: shown && survey.kind === 'sample' ? await sheetsOf(tx, id) : null,
      counts: survey.kind === 'counts' ? await countsOf(tx, id) : null,
      may: {
        answer: survey.state === 'open' && mine !== null && mine.channel === null && w.can('survey.answer', at),
        enter: enters,
        close: survey.state === 'open' && w.can('survey.hold', at),
      },
    };
  });
}

async function show(w: Web, back?: Back) {
  const view = await load(w);
  if (!view) return w.notFound();
  return w.page(
    <SurveyPage page={w.frame(view.place ? { neighbourhood: view.place } : {})} view={view} form={back?.form} errors={back?.errors} values={back?.values} />,
    back ? 422 : 200,
  );
}

async function answer(w: Web, who: 'own' | 'other') {
  const view = await load(w);
  if (!view) return w.notFound();
  const form = w.form();
  const t = surveyText[w.lang];
  const which = who === 'own' ? 'answer' : 'enter';
  const again = (errors: Record<string, string>) => show(w, { form: which, errors: w.errorTexts(errors, t), values: form.values });
  if (who === 'other' && !w.can('survey.enter', { neighbourhoodId: view.survey.neighbourhoodId })) return w.forbidden();
  if (who === 'own' && !w.can('survey.answer', { neighbourhoodId: view.survey.neighbourhoodId })) return w.forbidden();
  const householdId = who === 'own' ? (view.mine?.householdId ?? null) : form.id('household');
  const said = form.text('channel');
  const channel: Channel | null = who === 'own' ? 'own' : said === 'phone' || said === 'paper' ? said : null;
  if (who === 'own' && householdId === null) return w.refuse('not-drawn', t);
  if (householdId === null) return again({ household: 'required' });
  if (channel === null) return again({ channel: 'required' });
  const answers = view.questions.map((question) => form.text(`q${question.no}`) || null);
  const done = await answerSurvey(w.command(form), { surveyId: view.survey.id, householdId, channel, answers });
  if (done.ok) return w.redirect(`/surveys/${view.survey.id}`, who === 'own' ? t.thanks : t.entered);
  return done.error === 'empty' || done.error === 'wrong-answer' ? again({ q1: done.error }) : w.refuse(done.error, t);
}

async function close(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const done = await closeSurvey(w.command(w.form()), { surveyId: id });
  return done.ok ? w.redirect(`/surveys/${id}`, surveyText[w.lang].closedNow) : w.refuse(done.error, surveyText[w.lang]);
}

const about = (w: Web, view: SurveyView) => ({
  lang: w.lang,
  issuer: `${w.subdistrict.name}${view.place ? ` ${view.place.name}` : ''}`,
  today: w.today,
  address: w.absolute(`/surveys/${view.survey.id}`),
});

async function print(w: Web) {
  const view = await load(w);
  if (!view || view.survey.kind !== 'sample') return w.notFound();
  if (!w.can('survey.enter', { neighbourhoodId: view.survey.neighbourhoodId })) return w.forbidden();
  return w.paper(await paperPdf(view, about(w, view)), `${view.survey.title} 问卷`);
}

async function report(w: Web) {
  const view = await load(w);
  if (!view || (view.sheets === null && view.counts === null)) return w.notFound();
  return w.paper(await reportPdf(view, about(w, view)), `${view.survey.title} 调查报告`);
}
