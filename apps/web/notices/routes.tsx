import { z } from 'zod';
import {
  answerObjection,
  correctNotice,
  findNotice,
  findObjection,
  listNotices,
  noteAnswer,
  objectionOutcomes,
  objectToNotice,
  publishGeneralNotice,
} from '#modules/notices';
import { findNeighbourhood, listNeighbourhoods, type Neighbourhood } from '#modules/places';
import { loadApplying } from '../house-rules/applies.tsx';
import { loadTurns } from '../inbox/whose-turn.tsx';
import { field, type Routes, type Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { letter, peopleToChoose } from './objector-parts.ts';
import { BoardPage, boardTable, type BoardView } from './board-page.tsx';
import { noticeFeed } from './feed.ts';
import { CorrectNoticePage, NewNoticePage, ObjectForPage } from './form-pages.tsx';
import { NoticePage, type NoticePageView } from './notice-page.tsx';
import { requirementsOf } from './checklist.ts';
import { disclosureRoutes } from './disclosure-routes.tsx';
import { noticePaper } from './paper.ts';
import { noticeText } from './text.ts';
import { loadNotice } from './view.ts';

/** Boards, notices, objections and answers. */
export function noticeRoutes(r: Routes): void {
  boardRoutes(r);
  disclosureRoutes(r);
  r.get('/notices/:id', 'notice.read', (w) => showNotice(w));
  r.paper('/notices/:id/paper', 'notice.read', async (w) => {
    const view = await found(w);
    if (!view) return w.notFound();
    const issuer = [w.subdistrict.name, view.place?.name].filter((part) => part !== undefined).join(' ');
    const document = await noticePaper(view, { lang: w.lang, issuer, address: w.absolute(`/notices/${view.notice.id}`), today: w.today });
    return w.paper(document, view.notice.title);
  });
  r.post('/notices/:id/objections', 'notice.object', objectOneself);
  r.get('/notices/:id/objections-for', 'notice.object-for', (w) => showObjectFor(w));
  r.post('/notices/:id/objections-for', 'notice.object-for', objectForSomebody);
  r.post('/objections/:id/answer', 'notice.answer', answer);
  r.post('/objections/:id/told', 'notice.note-answer', told);
  r.paper('/objections/:id/letter', 'notice.answer', letter);
  r.get('/notices/:id/correct', 'notice.correct', async (w) => {
    const view = await found(w);
    if (!view?.may.correct) return w.notFound();
    return w.page(
      <CorrectNoticePage page={frameOf(w, view.place)} notice={view.notice} today={w.today} action={w.href(`/notices/${view.notice.id}/correct`)} />,
    );
  });
  r.post('/notices/:id/correct', 'notice.correct', correct);
}

function boardRoutes(r: Routes): void {
  const show = async (w: Web, place: Neighbourhood | null) => {
    const { notices, places } = await w.read(async (tx) => ({
      notices: await listNotices(tx, place ? { neighbourhoodId: place.id } : {}),
      places: new Map((await listNeighbourhoods(tx)).map((one) => [one.id, one.name])),
    }));
    const view: BoardView = {
      whole: place === null,
      places,
      page: frameOf(w, place),
      today: w.today,
      placeName: place?.name ?? w.subdistrict.name,
      path: place ? `/n/${place.code}/notices` : '/notices',
      notices,
      query: Object.fromEntries(w.url.searchParams),
      mayPublish: w.can('notice.publish', { neighbourhoodId: place?.id ?? null }),
    };
    if (w.query('format') === 'xlsx') return w.download(await tableXlsx(boardTable(view)), xlsxType, `${view.placeName}${noticeText[w.lang].board}.xlsx`);
    return w.page(<BoardPage {...view} />);
  };
  const feed = async (w: Web, place: Neighbourhood | null) => {
    const notices = await w.read((tx) => listNotices(tx, { ...(place ? { neighbourhoodId: place.id } : {}), limit: 50 }));
    const name = place?.name ?? w.subdistrict.name;
    const text = noticeFeed({
      title: `${name} ${noticeText.zh.board}`,
      self: w.absolute(place ? `/n/${place.code}/notices.atom` : '/notices.atom'),
      author: name,
      now: w.now,
      notices,
      address: (path) => w.absolute(path),
    });
    return w.context.body(text, 200, { 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': 'public, max-age=300' });
  };
  const form = async (w: Web, place: Neighbourhood | null, back?: { errors: Record<string, string>; values: Record<string, string | string[]> }) => {
    if (!w.can('notice.publish', { neighbourhoodId: place?.id ?? null })) return w.forbidden();
    const rules = await w.read((tx) => requirementsOf(tx, w.today));
    const board = w.href(place ? `/n/${place.code}/notices` : '/notices');
    return w.page(
      <NewNoticePage
        page={frameOf(w, place)}
        today={w.today}
        board={board}
        action={`${board}/new`}
        requirements={rules.map((rule) => ({ value: rule.id, label: rule.title[w.lang] }))}
        chosen={[w.query('fulfils') ?? ''].filter((id) => rules.some((rule) => rule.id === id))}
        errors={back?.errors}
        values={back?.values}
      />,
      back ? 422 : 200,
    );
  };
  const publish = async (w: Web, place: Neighbourhood | null) => {
    const posted = w.form();
    const parsed = posted.parse(
      z.object({
        title: field.text(200),
        body: field.text(20_000),
        startDay: field.day(),
        endDay: field.day().optional(),
        accepts: field.tick(),
        answerDay: field.day().optional(),
        fulfils: field.list(),
      }),
    );
    const t = noticeText[w.lang];
    if (!parsed.ok) return form(w, place, { errors: w.errorTexts(parsed.error), values: posted.values });
    const { accepts, answerDay, endDay, fulfils, ...words } = parsed.value;
    const rules = (await w.read((tx) => requirementsOf(tx, w.today))).filter((rule) => fulfils.includes(rule.id));
    const done = await publishGeneralNotice(w.command(posted), {
      ...words,
      endDay: endDay ?? null,
      acceptsObjections: accepts,
      answerDueDay: accepts ? (answerDay ?? null) : null,
      fulfils: rules.map((rule) => rule.id),
      postedDays: longest(rules.map((rule) => rule.postedDays)),
      neighbourhoodId: place?.id ?? null,
    });
    if (done.ok) return w.redirect(`/notices/${done.value.noticeId}`, t.publishedFlash);
    if (done.error === 'no-end' || done.error === 'ends-too-early' || done.error === 'posted-too-short')
      return form(w, place, { errors: { endDay: w.errorText(done.error, t) }, values: posted.values });
    return w.refuse(done.error, t);
  };
  const at = (work: (w: Web, place: Neighbourhood | null) => Promise<Response> | Response) => async (w: Web) => {
    const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
    return place ? work(w, place) : w.notFound();
  };
  for (const [path, handler] of [
    ['/n/:place/notices', at],
    ['/notices', (work: Parameters<typeof at>[0]) => (w: Web) => work(w, null)],
  ] as const) {
    r.get(path, 'notice.read', handler(show));
    r.get(`${path}.atom`, 'notice.read', handler(feed));
    r.get(
      `${path}/new`,
      'notice.publish',
      handler((w, place) => form(w, place)),
    );
    r.post(`${path}/new`, 'notice.publish', handler(publish));
  }
}

/** The longest of the times that something must stay posted; null = none is given. */
const longest = (days: readonly (number | null)[]): number | null =>
  days.reduce((most, each) => (each !== null && (most === null || each > most) ? each : most), null);

const frameOf = (w: Web, place: { code: string; name: string } | null) => w.frame(place ? { neighbourhood: place } : {});
async function found(w: Web) {
  const id = w.id();
  return id ? loadNotice(w, id) : null;
}

async function showNotice(w: Web, back?: NoticePageView['back'], id = w.id()) {
  const view = id ? await loadNotice(w, id) : null;
  if (!view) return w.notFound();
  const { notice } = view;
  const { turns, applying } = await w.read(async (tx) => ({
    turns: await loadTurns(tx, { subjectId: notice.id }, w),
    applying: await loadApplying(tx, w, { kind: 'notice', id: notice.id, neighbourhoodId: notice.neighbourhoodId, words: `${notice.title} ${notice.body}` }),
  }));
  return w.page(
    <NoticePage
      page={frameOf(w, view.place)}
      view={view}
      today={w.today}
      turns={turns}
      applying={applying}
      signedIn={w.actor.kind !== 'anonymous'}
      back={back}
    />,
    back ? 422 : 200,
  );
}

async function objectOneself(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = noticeText[w.lang];
  const parsed = form.parse(z.object({ text: field.text(2000) }));
  if (!parsed.ok) return showNotice(w, { form: 'object', errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await objectToNotice(w.command(form), { noticeId: id, text: parsed.value.text });
  return done.ok ? w.redirect(`/notices/${id}#objections`, t.objected) : w.refuse(done.error, t);
}

async function answer(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = noticeText[w.lang];
  const parsed = form.parse(z.object({ outcome: z.enum(objectionOutcomes, 'required'), text: field.text(2000) }));
  if (!parsed.ok) {
    const objection = await w.read((tx) => findObjection(tx, id));
    return objection ? showNotice(w, { form: `answer-${id}`, errors: w.errorTexts(parsed.error, t), values: form.values }, objection.noticeId) : w.notFound();
  }
  const done = await answerObjection(w.command(form), { objectionId: id, ...parsed.value });
  return done.ok ? w.redirect(`/notices/${done.value.noticeId}#objections`, t.answered) : w.refuse(done.error, t);
}

async function told(w: Web) {
  const id = w.id();
  const objection = id ? await w.read((tx) => findObjection(tx, id)) : null;
  if (!id || !objection) return w.notFound();
  const form = w.form();
  const t = noticeText[w.lang];
  const done = await noteAnswer(w.command(form), { objectionId: id, how: form.text('how') });
  if (done.ok) return w.redirect(`/notices/${done.value.noticeId}#objections`, t.readFlash);
  return done.error === 'required' || done.error === 'too-long'
    ? showNotice(w, { form: `told-${id}`, errors: w.errorTexts({ how: done.error }, t), values: form.values }, objection.noticeId)
    : w.refuse(done.error, t);
}

async function correct(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = noticeText[w.lang];
  const again = async (errors: Record<string, string>) => {
    const view = await loadNotice(w, id);
    if (!view) return w.notFound();
    return w.page(
      <CorrectNoticePage
        page={frameOf(w, view.place)}
        notice={view.notice}
        today={w.today}
        action={w.href(`/notices/${id}/correct`)}
        errors={errors}
        values={form.values}
      />,
      422,
    );
  };
  const parsed = form.parse(
    z.object({ reason: field.text(500), title: field.text(200), body: field.text(20_000), startDay: field.day(), endDay: field.day().optional() }),
  );
  if (!parsed.ok) return again(w.errorTexts(parsed.error, t));
  const done = await correctNotice(w.command(form), { noticeId: id, ...parsed.value, endDay: parsed.value.endDay ?? null });
  if (done.ok) return w.redirect(`/notices/${done.value.noticeId}`, t.publishedFlash);
  if (done.error === 'runs-too-short' || done.error === 'ends-too-early' || done.error === 'no-end') return again({ endDay: w.errorText(done.error, t) });
  return w.refuse(done.error, t);
}

async function showObjectFor(w: Web, back?: { errors: Record<string, string>; values: Record<string, string | string[]> }) {
  const id = w.id();
  const notice = id ? await w.read((tx) => findNotice(tx, id)) : null;
  if (!notice || !w.can('notice.object-for', { neighbourhoodId: notice.neighbourhoodId }) || notice.neighbourhoodId === null) return w.notFound();
  const { neighbourhoodId } = notice;
  const place = await w.read((tx) => findNeighbourhood(tx, neighbourhoodId));
  return w.page(
    <ObjectForPage
      page={frameOf(w, place)}
      notice={notice}
      people={await peopleToChoose(w, neighbourhoodId)}
      action={w.href(`/notices/${notice.id}/objections-for`)}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

async function objectForSomebody(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = noticeText[w.lang];
  const parsed = form.parse(
    z.object({
      person: z.string().regex(/^[0-9a-f-]{36} [0-9a-f-]{36}$/, 'not-in-list'),
      channel: z.enum(['paper', 'assisted'], 'required'),
      text: field.text(2000),
    }),
  );
  if (!parsed.ok) return showObjectFor(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const [personId = '', householdId = ''] = parsed.value.person.split(' ');
  const done = await objectToNotice(w.command(form), {
    noticeId: id,
    text: parsed.value.text,
    onBehalfOf: { personId, householdId, channel: parsed.value.channel },
  });
  return done.ok ? w.redirect(`/notices/${id}#objections`, t.objected) : w.refuse(done.error, t);
}
