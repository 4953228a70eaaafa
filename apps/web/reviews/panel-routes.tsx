import { z } from 'zod';
import { VOTE_POINTS } from '#libs/policy';
import {
  answerInvitation,
  assignReviews,
  changePlan,
  coverWord,
  dropPlan,
  invitations,
  inviteReviewers,
  letPlanStand,
  sendRoundToReview,
  releaseBlind,
  reviewPlans,
  roundScores,
  setReview,
  takeReviewBack,
} from '#modules/reviews';
import { personNames } from '#modules/people';
import { findRound } from '#modules/funds';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { CoveredPage } from './covered-page.tsx';
import { PanelPage } from './panel-page.tsx';
import { panelText } from './panel-text.ts';
import { loadCovered, loadPanel, namedProjects } from './panel-view.ts';
import type { Back } from './back.ts';
import { type ScoresView, ScoresPage, scoresTable } from './scores-page.tsx';

const office = { neighbourhoodId: null };
const texts = (w: Web) => ({ ...panelText[w.lang], barred: panelText[w.lang].barredError });

/** The review of a round: how, by whom, shared out to whom; covered texts; scores. */
export function panelRoutes(r: Routes): void {
  r.get('/rounds/:id/review', 'review.round', (w) => showPanel(w));
  r.post('/rounds/:id/review/setup', 'review.setup', setup);
  r.post('/rounds/:id/review/invite', 'review.assign', invite);
  r.post('/rounds/:id/review/answer', 'review.assign', answerFor);
  r.post('/rounds/:id/review/plan', 'review.assign', draw);
  r.post('/rounds/:id/review/send', 'review.assign', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const done = await sendRoundToReview(w.command(w.form()), { roundId: id });
    return done.ok ? w.redirect(`/rounds/${id}/review#plan`, panelText[w.lang].allSent(done.value)) : w.refuse(done.error, texts(w));
  });
  r.post('/rounds/:id/review/plan/change', 'review.assign', change);
  r.post('/rounds/:id/review/plan/stand', 'review.assign', (w) =>
    withPlan(w, async (planId, form) => {
      const done = await letPlanStand(w.command(form), { planId });
      return done.ok ? { ok: true as const, words: panelText[w.lang].stood(done.value) } : done;
    }),
  );
  r.post('/rounds/:id/review/plan/drop', 'review.assign', (w) =>
    withPlan(w, async (planId, form) => {
      const done = await dropPlan(w.command(form), { planId });
      return done.ok ? { ok: true as const, words: panelText[w.lang].dropped } : done;
    }),
  );
  r.get('/rounds/:id/covered', 'review.round', (w) => showCovered(w));
  r.post('/rounds/:id/covered/word', 'review.setup', addWord);
  r.post('/rounds/:id/covered/release', 'review.setup', release);
  r.get('/rounds/:id/scores', 'review.round', showScores);
  r.post('/reviews/:id/take-back', 'review.assign', takeBack);
}

async function showPanel(w: Web, back?: Back) {
  const id = w.id();
  const figures = id ? await w.read((tx) => loadPanel(tx, id, w.today)) : null;
  if (!figures) return w.notFound();
  return w.page(
    <PanelPage
      page={w.frame()}
      {...figures}
      today={w.today}
      query={Object.fromEntries(w.url.searchParams)}
      may={{ setup: w.can('review.setup', office), assign: w.can('review.assign', office), pitch: w.can('pitch.manage', office) }}
      {...(back ? { back } : {})}
    />,
    back ? 422 : 200,
  );
}

/** A refused form of the page comes back filled; what is nothing of its own is a page. */
function again(w: Web, form: Form, name: string, code: string, at = '') {
  if (code === 'not-found' || code === 'not-allowed' || code === 'key-reused') return w.refuse(code, texts(w));
  return showPanel(w, { form: name, errors: { [at]: w.errorText(code, texts(w)) }, values: form.values });
}

const setupFields = z.object({
  blind: z.enum(['yes', 'no'], 'not-in-list').optional(),
  review: field.whole(0, 100).optional(),
  pitch: field.whole(0, 100).optional(),
  vote: field.whole(0, 100).optional(),
  votePoints: z.enum(VOTE_POINTS, 'not-in-list').optional(),
  voteBallotId: field.id().optional(),
  outlier: field.whole(1, 100).optional(),
  reason: field.text(300),
});

async function setup(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = texts(w);
  const parsed = form.parse(setupFields);
  if (!parsed.ok) return showPanel(w, { form: 'setup', errors: w.errorTexts(parsed.error, t), values: form.values });
  const { blind, review, pitch, vote, votePoints, voteBallotId, outlier, reason } = parsed.value;
  const anyPart = review !== undefined || pitch !== undefined || vote !== undefined;
  const done = await setReview(w.command(form), {
    roundId: id,
    blind: blind === undefined ? null : blind === 'yes',
    parts: anyPart ? { review: review ?? 0, pitch: pitch ?? 0, vote: vote ?? 0 } : null,
    votePoints: votePoints ?? null,
    voteBallotId: voteBallotId ?? null,
    outlierPoints: outlier ?? null,
    reason,
  });
  if (done.ok) return w.redirect(`/rounds/${id}/review#how`, t.setDone);
  return again(w, form, 'setup', done.error, done.error === 'parts-not-100' ? 'review' : '');
}

const inviteFields = z.object({ people: field.list(), capacity: field.whole(1, 500) });

async function invite(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(inviteFields);
  if (!parsed.ok) return showPanel(w, { form: 'invite', errors: w.errorTexts(parsed.error, texts(w)), values: form.values });
  const done = await inviteReviewers(w.command(form), { roundId: id, personIds: parsed.value.people, capacity: parsed.value.capacity });
  return done.ok
    ? w.redirect(`/rounds/${id}/review#invite`, panelText[w.lang].invited(done.value))
    : again(w, form, 'invite', done.error, done.error === 'nobody' ? 'people' : '');
}

async function answerFor(w: Web) {
  const id = w.id();
  const form = w.form();
  const invitationId = form.id('invitationId');
  const [invitation] = invitationId ? await w.read((tx) => invitations(tx, { id: invitationId })) : [];
  if (!id || invitation?.roundId !== id) return w.notFound();
  const done = await answerInvitation(w.command(form), { invitationId: invitation.id, accepted: form.text('answer') === 'yes', capacity: null, note: '' });
  return done.ok ? w.redirect(`/rounds/${id}/review#invite`, panelText[w.lang].answered) : w.refuse(done.error, texts(w));
}

const dueDayFields = z.object({ dueDay: field.day().optional() });

async function draw(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(dueDayFields);
  if (!parsed.ok) return showPanel(w, { form: 'draw', errors: w.errorTexts(parsed.error, texts(w)), values: form.values });
  const done = await assignReviews(w.command(form), { roundId: id, dueDay: parsed.value.dueDay ?? null });
  return done.ok
    ? w.redirect(`/rounds/${id}/review#plan`, panelText[w.lang].drawn)
    : again(w, form, 'draw', done.error, done.error === 'in-the-past' ? 'dueDay' : '');
}

/** The plan that the form names, when it is one of this round. */
async function planOf(w: Web, roundId: string, form: Form): Promise<string | null> {
  const planId = form.id('planId');
  return planId && (await w.read((tx) => reviewPlans(tx, roundId))).some(({ id }) => id === planId) ? planId : null;
}

async function withPlan(w: Web, act: (planId: string, form: Form) => Promise<{ ok: true; words: string } | { ok: false; error: string }>) {
  const id = w.id();
  const form = w.form();
  const planId = id ? await planOf(w, id, form) : null;
  if (!id || !planId) return w.notFound();
  const done = await act(planId, form);
  return done.ok ? w.redirect(`/rounds/${id}/review#plan`, done.words) : w.refuse(done.error, texts(w));
}

const changeFields = z.object({ projectId: field.id(), out: field.id().optional(), in: field.id().optional(), reason: field.text(300) });

async function change(w: Web) {
  const id = w.id();
  const form = w.form();
  const planId = id ? await planOf(w, id, form) : null;
  if (!id || !planId) return w.notFound();
  const parsed = form.parse(changeFields);
  if (!parsed.ok) return showPanel(w, { form: 'change', errors: w.errorTexts(parsed.error, texts(w)), values: form.values });
  const { projectId, reason } = parsed.value;
  const done = await changePlan(w.command(form), { planId, projectId, outPersonId: parsed.value.out ?? null, inPersonId: parsed.value.in ?? null, reason });
  if (done.ok) return w.redirect(`/rounds/${id}/review#plan`, panelText[w.lang].changedFlash);
  const at: Record<string, string> = { barred: 'in', 'already-there': 'in', 'not-on-the-panel': 'in', 'not-there': 'out', 'reason-required': 'reason' };
  return again(w, form, 'change', done.error, at[done.error] ?? '');
}

async function showCovered(w: Web) {
  const id = w.id();
  const figures = id ? await w.read((tx) => loadCovered(tx, id)) : null;
  return figures ? w.page(<CoveredPage page={w.frame()} {...figures} mayRelease={w.can('review.setup', office)} />) : w.notFound();
}

async function addWord(w: Web) {
  const id = w.id();
  const form = w.form();
  const projectId = form.id('projectId');
  if (!id || !projectId) return w.notFound();
  const done = await coverWord(w.command(form), { projectId, word: form.text('word') });
  return done.ok ? w.redirect(`/rounds/${id}/covered#p-${projectId}`, panelText[w.lang].wordAdded) : w.refuse(done.error, texts(w));
}

async function release(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const done = await releaseBlind(w.command(w.form()), { roundId: id });
  return done.ok ? w.redirect(`/rounds/${id}/covered`, panelText[w.lang].released(done.value)) : w.refuse(done.error, texts(w));
}

async function showScores(w: Web) {
  const id = w.id();
  const loaded = id
    ? await w.read(async (tx) => {
        const round = await findRound(tx, id);
        const scores = await roundScores(tx, id);
        if (!round || !scores) return null;
        return {
          round,
          scores,
          projects: await namedProjects(tx, id),
          names: await personNames(tx, [...new Set(scores.judgements.map(({ reviewerId }) => reviewerId))]),
        };
      })
    : null;
  if (!loaded) return w.notFound();
  const view: ScoresView = { page: w.frame(), ...loaded, query: Object.fromEntries(w.url.searchParams) };
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(scoresTable(view)), xlsxType, `${loaded.round.name} ${panelText[w.lang].scores}.xlsx`);
  return w.page(<ScoresPage {...view} />);
}

async function takeBack(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const done = await takeReviewBack(w.command(form), { reviewId: id, reason: form.text('reason') });
  return done.ok ? w.redirect(`/projects/${done.value}/reviewers`, panelText[w.lang].takenBack) : w.refuse(done.error, texts(w));
}
