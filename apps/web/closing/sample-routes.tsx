import { findLessons } from '#modules/closing';
import { listHouseholds, listNeighbourhoods } from '#modules/places';
import { answerByCode, findSurvey, issueSurveyCodes, questionsOf } from '#modules/surveys';
import { letters, renderPdf } from '#platform/documents';
import { commonMessage, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { AnswerByCodePage, LessonsPage } from './sample-pages.tsx';
import { text } from './text.ts';

/** Letters with codes for the drawn households, their answers without an account, and the search for lessons. */
export function sampleRoutes(r: Routes): void {
  // A new set of letters makes the older codes stop working, so it is no address that a browser may fetch by itself.
  r.post('/surveys/:id/letters', 'survey.enter', printLetters);
  r.get('/surveys/:id/by-code', 'survey.answer-by-code', (w) => codePage(w));
  r.post('/surveys/:id/by-code', 'survey.answer-by-code', postByCode);
  r.get('/lessons', 'lesson.read', lessonsPage);
}

async function printLetters(w: Web) {
  const id = w.id();
  const survey = id && (await w.read((tx) => findSurvey(tx, id)));
  if (!id || !survey) return w.notFound();
  const done = await issueSurveyCodes(w.command(w.form()), { surveyId: id });
  if (!done.ok) return w.refuse(done.error, text[w.lang]);
  const t = text[w.lang];
  const labels = await w.read(async (tx) => new Map((await listHouseholds(tx, survey.neighbourhoodId ?? '')).map((one) => [one.householdId, one.label])));
  const path = `/surveys/${id}/by-code`;
  const pdf = await renderPdf(
    letters(
      done.value.map((letter) => ({
        to: labels.get(letter.householdId) ?? String(letter.no),
        title: t.letterTitle(survey.title),
        issuer: w.subdistrict.name,
        paragraphs: [t.letterWhy, t.letterHow, t.letterSecret],
        url: w.absolute(`${path}?code=${letter.code}`),
        code: letter.code,
        codeLabel: t.letterCode,
        foot: t.letterFoot(w.absolute(path)),
      })),
      2,
    ),
  );
  return w.download(pdf, 'application/pdf', `${survey.title} 问卷信.pdf`, true);
}

async function codePage(w: Web, back?: { errors: FormErrors; values: FormValues }, thanks = false) {
  const id = w.id();
  const found =
    id &&
    (await w.read(async (tx) => {
      const survey = await findSurvey(tx, id);
      return survey?.kind === 'sample' ? { survey, questions: await questionsOf(tx, id) } : null;
    }));
  if (!found) return w.notFound();
  return w.page(<AnswerByCodePage page={w.frame()} {...found} code={w.query('code') ?? ''} thanks={thanks} {...back} />, back ? 422 : 200);
}

async function postByCode(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = text[w.lang];
  const questions = await w.read((tx) => questionsOf(tx, id));
  const done = await answerByCode(w.command(form), { surveyId: id, code: form.text('code'), answers: questions.map((one) => form.text(`q${one.no}`) || null) });
  if (done.ok) return codePage(w, undefined, true);
  const at = { 'not-drawn': 'code', empty: 'q1', 'wrong-answer': 'q1' }[done.error as string];
  if (at === undefined) return w.refuse(done.error, { 'wrong-state': t.codeClosed });
  const words: unknown = t[done.error as keyof typeof t];
  return codePage(w, { errors: { [at]: typeof words === 'string' ? words : (commonMessage(w.lang, done.error) ?? '') }, values: form.values });
}

async function lessonsPage(w: Web) {
  const [words, tag] = [w.query('q') ?? '', w.query('tag')];
  const found = await w.read(async (tx) => ({ lessons: await findLessons(tx, { words, ...(tag ? { tag } : {}) }), places: await listNeighbourhoods(tx) }));
  const places = new Map(found.places.map((one) => [one.id, one.name]));
  return w.page(<LessonsPage page={w.frame()} lessons={found.lessons} places={places} words={words} tag={tag ?? ''} />);
}
