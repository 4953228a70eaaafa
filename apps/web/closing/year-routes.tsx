import { z } from 'zod';
import {
  closeValueReview,
  gradeByPanel,
  gradeEffects,
  gradesFollowPoints,
  judgeValue,
  listValueSessions,
  openValueReview,
  recuseFromValue,
  renewValueFacts,
  worths,
} from '#modules/closing';
import { findRound, listRounds } from '#modules/funds';
import { listRoles } from '#modules/people';
import { gradeChoices } from '#modules/projects';
import { field, kitText, type Routes, type Web } from '../kit/index.ts';
import { type FormErrors, type FormValues, tableXlsx, xlsxType } from '../ui/index.ts';
import { EffectsPage, effectTable } from './effects-page.tsx';
import { valueProtocol } from './protocol-paper.ts';
import { ValueListPage, ValueProjectPage, ValueSessionPage } from './value-pages.tsx';
import { valueTable } from './value-table.tsx';
import { loadValue, type ValueView } from './value-view.ts';
import { yearText } from './year-text.ts';

/** The year-end value review, and what its grades do to the next year. */
export function yearReviewRoutes(r: Routes): void {
  r.get('/value-reviews', 'value-review.read', (w) => listPage(w));
  r.post('/value-reviews', 'value-review.hold', postOpen);
  r.get('/value-reviews/:id', 'value-review.judge', sessionPage);
  r.paper('/value-reviews/:id/protocol', 'value-review.judge', protocol);
  r.post('/value-reviews/:id/renew', 'value-review.hold', (w) =>
    act(
      w,
      async (id) => renewValueFacts(w.command(w.form()), { sessionId: id }),
      (count) => yearText[w.lang].renewed(count),
    ),
  );
  r.post('/value-reviews/:id/close', 'value-review.hold', (w) =>
    act(
      w,
      async (id) => closeValueReview(w.command(w.form()), { sessionId: id }),
      () => yearText[w.lang].closedFlash,
    ),
  );
  r.post('/value-reviews/:id/grade', 'value-review.hold', (w) =>
    act(
      w,
      async (id) => gradeByPanel(w.command(w.form()), { sessionId: id }),
      (done) => yearText[w.lang].graded(done.graded, done.left),
    ),
  );
  r.get('/value-reviews/:id/projects/:one', 'value-review.judge', (w) => projectPage(w));
  r.post('/value-reviews/:id/projects/:one', 'value-review.judge', postJudge);
  r.post('/value-reviews/:id/projects/:one/recuse', 'value-review.judge', postRecuse);
  r.get('/grade-effects', 'grade-effect.read', effectsPage);
}

const words = (w: Web) => ({ ...yearText[w.lang], recused: yearText[w.lang].recusedError });

/** One step of the office on a session, and back to it. */
async function act<T>(w: Web, step: (id: string) => Promise<{ ok: true; value: T } | { ok: false; error: string }>, said: (value: T) => string) {
  const id = w.id();
  if (!id) return w.notFound();
  const done = await step(id);
  return done.ok ? w.redirect(`/value-reviews/${id}`, said(done.value)) : w.refuse(done.error, words(w));
}

async function listPage(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const mayHold = w.can('value-review.hold', { neighbourhoodId: null });
  const found = await w.read(async (tx) => ({
    sessions: await listValueSessions(tx),
    rounds: mayHold ? (await listRounds(tx)).map(({ id, name }) => ({ id, name })) : [],
    roles: mayHold ? await listRoles(tx) : [],
  }));
  const wanted = ['reviewer', 'officer', 'head', 'supervisor', 'partner'];
  const persons = new Map<string, { value: string; label: string; rank: number }>();
  for (const role of found.roles) {
    const rank = wanted.indexOf(role.role);
    const over = role.toDay !== null && role.toDay < w.today;
    if (rank < 0 || over || (persons.get(role.personId)?.rank ?? 99) <= rank) continue;
    persons.set(role.personId, {
      value: role.personId,
      label: `${role.personName}（${kitText[w.lang][role.role]}${role.neighbourhoodName ? `，${role.neighbourhoodName}` : ''}）`,
      rank,
    });
  }
  return w.page(
    <ValueListPage
      page={w.frame()}
      sessions={found.sessions}
      rounds={found.rounds}
      persons={[...persons.values()].toSorted((a, b) => a.rank - b.rank || a.label.localeCompare(b.label, 'zh-CN'))}
      mayHold={mayHold}
      today={w.today}
      {...back}
    />,
    back ? 422 : 200,
  );
}

const postOpenFields = z.object({ round: field.id(), title: field.text(100).optional(), day: field.day(), place: field.text(200), person: field.list() });

async function postOpen(w: Web) {
  const form = w.form();
  const t = yearText[w.lang];
  const again = (errors: Record<string, string>) => listPage(w, { errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(postOpenFields);
  if (!parsed.ok) return again(parsed.error);
  const { round, title, day, place, person } = parsed.value;
  if (!person.every((one) => z.uuid().safeParse(one).success)) return again({ person: 'not-in-list' });
  const named = title ?? `${(await w.read((tx) => findRound(tx, round)))?.name ?? ''}${t.title}`;
  const done = await openValueReview(w.command(form), { roundId: round, title: named, heldOn: day, place, personIds: person });
  if (done.ok) return w.redirect(`/value-reviews/${done.value.sessionId}`, t.opened(done.value.projects, done.value.recused));
  if (done.error === 'no-panel' || done.error === 'not-in-list') return again({ person: done.error });
  return done.error === 'no-projects' ? again({ round: done.error }) : w.refuse(done.error, t);
}

/** The session for this reader, or the answer that stands in its place. */
async function withSession(w: Web, show: (view: ValueView) => Promise<Response> | Response): Promise<Response> {
  const view = await w.read((tx) => loadValue(tx, w));
  if (view === null) return w.notFound();
  return view === 'forbidden' ? w.forbidden() : show(view);
}

const sessionPage = (w: Web) =>
  withSession(w, async (view) => {
    const query = Object.fromEntries(w.url.searchParams);
    if (w.query('format') === 'xlsx')
      return w.download(await tableXlsx(valueTable(view, { lang: w.lang, base: w.base, query })), xlsxType, `${view.session.title}.xlsx`);
    return w.page(<ValueSessionPage page={w.frame()} view={view} query={query} />);
  });

const protocol = (w: Web) =>
  withSession(w, (view) => {
    // Who holds it and judges too reads the record when all have judged.
    if (!view.open) return view.may.hold ? w.refuse('wrong-state', { 'wrong-state': yearText[w.lang].waiting }) : w.forbidden();
    const about = { lang: w.lang, issuer: w.subdistrict.name, today: w.today, address: w.absolute(`/value-reviews/${view.session.id}`) };
    return w.paper(valueProtocol(view, about), `${view.session.title} 记录`);
  });

const projectPage = (w: Web, back?: { errors: FormErrors; values: FormValues }) =>
  withSession(w, (view) => {
    const line = view.lines.find((one) => one.projectId === w.id('one'));
    if (!line) return w.notFound();
    return w.page(<ValueProjectPage page={w.frame()} view={view} line={line} {...back} />, back ? 422 : 200);
  });

const postJudge = (w: Web) =>
  withSession(w, async (view) => {
    if (!view.member) return w.forbidden();
    const line = view.lines.find((one) => one.projectId === w.id('one'));
    if (!line) return w.notFound();
    const form = w.form();
    const t = yearText[w.lang];
    const byPoints = gradesFollowPoints(view.session.bands);
    const again = (errors: Record<string, string>) => projectPage(w, { errors: w.errorTexts(errors, t), values: form.values });
    const parsed = form.parse(
      z.object({
        worth: z.enum(worths, 'not-in-list'),
        grade: byPoints || view.session.bands.length === 0 ? field.text(40).optional() : field.text(40),
        points: byPoints ? field.whole(0, 100) : field.text(10).optional(),
        reason: field.text(500),
      }),
    );
    if (!parsed.ok) return again(parsed.error['points'] === 'not-a-number' ? { ...parsed.error, points: 'out-of-range' } : parsed.error);
    const { worth, grade, points, reason } = parsed.value;
    const done = await judgeValue(w.command(form), {
      sessionId: view.session.id,
      projectId: line.projectId,
      worth,
      points: typeof points === 'number' ? points : null,
      grade: grade ?? '',
      reason,
    });
    if (!done.ok) return done.error === 'not-in-list' ? again({ grade: done.error }) : w.refuse(done.error, words(w));
    const next = view.lines.find((one) => one.projectId !== line.projectId && one.mine === null && !one.iRecused);
    return w.redirect(next ? `/value-reviews/${view.session.id}/projects/${next.projectId}` : `/value-reviews/${view.session.id}`, t.savedFlash);
  });

const postRecuse = (w: Web) =>
  withSession(w, async (view) => {
    const one = w.id('one');
    if (!view.member) return w.forbidden();
    if (!one) return w.notFound();
    const form = w.form();
    const done = await recuseFromValue(w.command(form), { sessionId: view.session.id, projectId: one, reason: form.text('why') });
    return done.ok ? w.redirect(`/value-reviews/${view.session.id}`, yearText[w.lang].recusedFlash) : w.refuse(done.error, words(w));
  });

async function effectsPage(w: Web) {
  const asked = Number(w.query('year'));
  const year = Number.isInteger(asked) && asked >= 2000 && asked <= 2999 ? asked : Number(w.today.slice(0, 4));
  const found = await w.read(async (tx) => ({ rows: await gradeEffects(tx, year, w.today), choices: (await gradeChoices(tx, w.today)).choices }));
  const titles = new Map(found.choices.map((choice) => [choice.code, choice.title[w.lang]]));
  const query = { ...Object.fromEntries(w.url.searchParams), year: String(year) };
  const thisYear = Number(w.today.slice(0, 4));
  const years = [...new Set([thisYear, thisYear - 1, thisYear - 2, year])].toSorted((a, b) => b - a);
  if (w.query('format') === 'xlsx')
    return w.download(
      await tableXlsx(effectTable(found.rows, titles, { lang: w.lang, base: w.base, query, years })),
      xlsxType,
      `${yearText[w.lang].effectTitle} ${year}.xlsx`,
    );
  return w.page(<EffectsPage page={w.frame()} year={year} rows={found.rows} titles={titles} query={query} years={years} />);
}
