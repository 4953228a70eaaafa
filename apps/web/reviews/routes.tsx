import { z } from 'zod';
import { listCategories } from '#modules/books';
import { currentPack, findRound } from '#modules/funds';
import { holdersOf } from '#modules/people';
import { findNeighbourhood, listNeighbourhoods } from '#modules/places';
import { findApplication, findProject, listProjects, versionTotals } from '#modules/projects';
import {
  assignReviewer,
  conflictOf,
  coversFor,
  declareConflict,
  findReview,
  noteOf,
  openPitches,
  reviewBoard,
  reviewsBy,
  reviewsOf,
  rubricOf,
  saveScores,
  submitReview,
  workload,
} from '#modules/reviews';
import type { Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import { allocationRoutes } from './allocation-routes.tsx';
import { awardRoutes } from './award-routes.tsx';
import { checkRoutes } from './check-routes.tsx';
import { decisionRoutes } from './decision-routes.tsx';
import { blindFor } from './blind-for.ts';
import { coveredApplication } from './covered-application.ts';
import { loadEvidence } from './evidence-view.ts';
import { evidenceText } from './evidence-text.ts';
import { panelRoutes } from './panel-routes.tsx';
import { pitchRoutes } from './pitch-routes.tsx';
import { pitchText } from './pitch-text.ts';
import { poolRoutes } from './pool-routes.tsx';
import { sheetRoutes } from './sheet-routes.ts';
import { ReviewPage, type ReviewView } from './review-page.tsx';
import { type Candidate, ReviewersPage, type ReviewersView } from './reviewers-page.tsx';
import { type OwnReview, ReviewsPage } from './reviews-page.tsx';
import { scoreText } from './score-text.ts';
import { reviewText } from './text.ts';

const office = { neighbourhoodId: null };

/** Check, reviewers, reviews, award, agreement. */
export function reviewRoutes(r: Routes): void {
  checkRoutes(r);
  awardRoutes(r);
  allocationRoutes(r);
  decisionRoutes(r);
  poolRoutes(r);
  panelRoutes(r);
  pitchRoutes(r);
  sheetRoutes(r);
  r.get('/projects/:id/reviewers', 'check.read', (w) => showReviewers(w));
  r.post('/projects/:id/reviewers', 'review.assign', assign);
  r.get('/reviews', 'review.score', showReviews);
  r.get('/reviews/:id', 'review.read', (w) => showReview(w));
  r.post('/reviews/:id', 'review.score', score);
  r.post('/reviews/:id/conflict', 'review.score', stepAside);
}

async function showReviewers(w: Web, back?: Pick<ReviewersView, 'errors' | 'values'>) {
  const id = w.id();
  const view = id
    ? await w.read(async (tx) => {
        const project = await findProject(tx, id);
        if (!project?.applicationId) return null;
        const round = project.roundId ? await findRound(tx, project.roundId) : null;
        const work = round ? await workload(tx, round.id) : new Map();
        const candidates: Candidate[] = [];
        for (const holder of await holdersOf(tx, 'reviewer', null, w.today)) {
          candidates.push({
            ...holder,
            conflict: await conflictOf(tx, project, holder.personId, w.today),
            work: work.get(holder.personId) ?? { assigned: 0, open: 0, conflicts: 0 },
          });
        }
        return { project, round, reviews: await reviewsOf(tx, id), candidates };
      })
    : null;
  if (!view) return w.notFound();
  return w.page(
    <ReviewersPage
      {...view}
      page={w.frame()}
      today={w.today}
      mayAssign={w.can('review.assign', office)}
      query={Object.fromEntries(w.url.searchParams)}
      {...back}
    />,
    back ? 422 : 200,
  );
}

const assignFields = z.object({ personId: field.id(), dueDay: field.day().optional() });

async function assign(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = reviewText[w.lang];
  const parsed = form.parse(assignFields);
  if (!parsed.ok) return showReviewers(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await assignReviewer(w.command(form), { projectId: id, personId: parsed.value.personId, dueDay: parsed.value.dueDay ?? null });
  if (done.ok) return w.redirect(`/projects/${id}/reviewers`, t.assignedFlash);
  if (done.error === 'in-the-past') return showReviewers(w, { errors: { dueDay: t['in-the-past'] }, values: form.values });
  return w.refuse(done.error, t);
}

async function ownReviews(tx: Tx, personId: string, lang: Lang): Promise<OwnReview[]> {
  const reviews = await reviewsBy(tx, personId);
  const projects = new Map((await listProjects(tx)).map((project) => [project.id, project]));
  const places = new Map((await listNeighbourhoods(tx)).map((place) => [place.id, place.name]));
  const totals = await versionTotals(
    tx,
    reviews.flatMap(({ projectId }) => projects.get(projectId)?.applicationId ?? []),
  );
  const rows: OwnReview[] = [];
  for (const review of reviews) {
    const project = projects.get(review.projectId);
    if (!project) continue;
    const all = (await reviewBoard(tx, project.id)).reviews;
    const board = all.find((each) => each.review.id === review.id);
    const blind = await blindFor(
      tx,
      review,
      all.map((each) => each.review),
    );
    rows.push({
      review,
      scores: board?.scores ?? [],
      total: board?.total ?? null,
      project: blind ? { ...project, title: evidenceText[lang].blindTitle(blind.no) } : project,
      placeName: blind ? evidenceText[lang].blindPlace : (places.get(project.neighbourhoodId) ?? ''),
      askedFen: totals.get(project.applicationId ?? '')?.grantFen ?? 0n,
    });
  }
  return rows;
}

async function showReviews(w: Web) {
  const { personId } = w.actor;
  const rows = personId ? await w.read((tx) => ownReviews(tx, personId, w.lang)) : [];
  const sessions = await w.read(openPitches);
  return w.page(<ReviewsPage page={w.frame()} today={w.today} rows={rows} sessions={sessions} query={Object.fromEntries(w.url.searchParams)} />);
}

async function showReview(w: Web, back?: Pick<ReviewView, 'errors' | 'values'>) {
  const id = w.id();
  const found = id
    ? await w.read(async (tx) => {
        const review = await findReview(tx, id);
        const project = review && (await findProject(tx, review.projectId));
        const application = project?.applicationId ? await findApplication(tx, project.applicationId) : null;
        if (!review || !project || !application) return null;
        const pack = await currentPack(tx, w.today, project);
        const rubric = pack ? rubricOf(pack) : null;
        const place = await findNeighbourhood(tx, project.neighbourhoodId);
        const all = (await reviewBoard(tx, project.id)).reviews;
        const own = all.find((each) => each.review.id === id);
        const mine = review.reviewerId === w.actor.personId;
        const blind = mine
          ? await blindFor(
              tx,
              review,
              all.map((each) => each.review),
            )
          : null;
        const covers = blind ? await coversFor(tx, project) : null;
        return {
          review,
          ...(covers ? coveredApplication(project, application, covers, blind?.no ?? null) : { project, application }),
          blind,
          evidence: await loadEvidence(tx, project, application, w.lang, covers),
          note: mine ? await noteOf(tx, review.id) : null,
          placeName: place?.name ?? '',
          categories: await listCategories(tx),
          scores: own?.scores ?? [],
          rubric: rubric?.ok ? rubric.value : rubric && rubric.error.code === 'needs-setting' ? ('needs-setting' as const) : ('no-rubric' as const),
        };
      })
    : null;
  // A reviewer sees the own reviews only; the office and the auditor see all.
  const mine = found?.review.reviewerId === w.actor.personId;
  if (!found || (!mine && !w.can('check.read', office))) return w.notFound();
  const writes = mine && found.review.state === 'assigned' && found.project.state === 'in_review';
  return w.page(<ReviewPage page={w.frame()} {...found} mine={writes} maySet={w.can('setting.set', office)} {...back} />, back ? 422 : 200);
}

/** Points and reasons as typed: `p-need`, `r-need`. What is no whole number is an error at its field. */
function readScores(form: Form): { scores: { criterion: string; points: number | null; reason: string }[]; errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const scores = Object.keys(form.values)
    .filter((name) => name.startsWith('p-'))
    .map((name) => {
      const criterion = name.slice(2);
      const typed = form.text(name).normalize('NFKC');
      if (typed !== '' && !/^\d{1,4}$/.test(typed)) errors[name] = 'points-out-of-range';
      return { criterion, points: /^\d{1,4}$/.test(typed) ? Number(typed) : null, reason: form.text(`r-${criterion}`) };
    });
  return { scores, errors };
}

/** An error at the field of each criterion that was given more than its full points. */
export const pointsAboveTheMaximum = (
  scores: readonly { criterion: string; points: number | null }[],
  criteria: readonly { code: string; maxPoints: number }[],
): Record<string, string> =>
  Object.fromEntries(
    scores.flatMap(({ criterion, points }) => {
      const max = criteria.find(({ code }) => code === criterion)?.maxPoints;
      return points !== null && max !== undefined && points > max ? [[`p-${criterion}`, 'points-out-of-range']] : [];
    }),
  );

async function score(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = scoreText[w.lang];
  const { scores, errors } = readScores(form);
  const pack = await w.read(async (tx) => {
    const review = await findReview(tx, id);
    const project = review && (await findProject(tx, review.projectId));
    return currentPack(tx, w.today, project ?? undefined);
  });
  const rubric = pack ? rubricOf(pack) : null;
  Object.assign(errors, pointsAboveTheMaximum(scores, rubric?.ok ? rubric.value.criteria : []));
  const submits = form.text('do') === 'submit';
  if (submits) {
    for (const { criterion, points, reason } of scores) {
      if (points === null) errors[`p-${criterion}`] ??= 'required';
      if (reason === '') errors[`r-${criterion}`] ??= 'required';
    }
    if (form.text('comment') === '') errors['comment'] = 'comment-missing';
  }
  if (Object.keys(errors).length > 0) return showReview(w, { errors: w.errorTexts(errors, t), values: form.values });
  const input = { reviewId: id, scores, comment: form.text('comment'), ...(form.has('note') ? { note: form.text('note') } : {}) };
  const done = submits ? await submitReview(w.command(form), input) : await saveScores(w.command(form), input);
  // Kept by script while it is written: nothing to show.
  if (done.ok && !submits && form.has('quiet')) return w.context.body(null, 204);
  if (done.ok) return submits ? w.redirect('/reviews', t.submitted) : w.redirect(`/reviews/${id}#rubric`, t.saved);
  if (done.error === 'points-out-of-range' || done.error === 'scores-missing' || done.error === 'too-long')
    return showReview(w, { errors: { '': w.errorText(done.error, t) }, values: form.values });
  return w.refuse(done.error, { ...pitchText[w.lang], ...t });
}

async function stepAside(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = scoreText[w.lang];
  const done = await declareConflict(w.command(form), { reviewId: id, reason: form.text('reason') });
  return done.ok ? w.redirect('/reviews', t.conflicted) : w.refuse(done.error, t);
}
