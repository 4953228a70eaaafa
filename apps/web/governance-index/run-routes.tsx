import {
  approveRun,
  computeRun,
  districtFigures,
  indexData,
  lastFullMonth,
  listRuns,
  listWeights,
  parseMonth,
  publishRun,
  reviewRun,
  runById,
  samplesOf,
  withdrawRun,
} from '#modules/index';
import type { Routes, Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { numberIn } from './figures.ts';
import { DistrictPage, RunPage, RunsPage } from './run-pages.tsx';
import { indexText } from './text.ts';

type Back = { errors: FormErrors; values: FormValues };

/** Runs: computed, reviewed, approved, published; and what the district reads of them. */
export function runRoutes(r: Routes): void {
  r.get('/index/runs', 'index.read-all', (w) => list(w));
  r.post('/index/runs', 'index.compute', compute);
  r.get('/index/runs/:id', 'index.read-all', (w) => show(w));
  r.post('/index/runs/:id/review', 'index.review', review);
  r.post('/index/runs/:id/approve', 'index.approve', approve);
  r.post('/index/runs/:id/publish', 'index.publish', publish);
  r.post('/index/runs/:id/withdraw', 'index.compute', withdraw);
  r.get('/index/district', 'index.read-all', district);
}

async function list(w: Web, back?: Back) {
  const data = await indexData(w.platform.db, w.subdistrict.id);
  const last = data ? lastFullMonth(data, w.today) : null;
  const { runs, weights, samples } = await w.read(async (tx) => ({
    runs: await listRuns(tx),
    weights: await listWeights(tx),
    samples: last === null ? [] : await samplesOf(tx, Math.floor(last / 12)),
  }));
  return w.page(
    <RunsPage
      page={w.frame()}
      runs={runs}
      weights={weights.filter((one) => one.treeVersion === data?.tree.version)}
      lastMonth={last}
      unsampled={(data?.district.panel.kinds ?? []).filter((kind) => !samples.some((sample) => sample.kind === kind))}
      mayCompute={w.can('index.compute', { neighbourhoodId: null })}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

async function compute(w: Web) {
  const form = w.form();
  const t = indexText[w.lang];
  const again = (errors: Record<string, string>) => list(w, { errors: w.errorTexts(errors, t), values: form.values });
  const month = parseMonth(form.text('month'));
  const least = numberIn(form.text('leastCoverage'));
  if (month === null) return again({ month: 'not-a-month' });
  if (least === undefined || Number.isNaN(least) || least < 0 || least > 100) return again({ leastCoverage: 'out-of-range' });
  const done = await computeRun(w.command(form), {
    month,
    reading: form.text('reading') === 'range' ? 'range' : 'value',
    total: form.text('total') === 'nested' ? 'nested' : 'flat',
    leastCoverage: least / 100,
    weightsId: form.id('weights'),
  });
  if (done.ok) return w.redirect(`/index/runs/${done.value.runId}`, w.lang === 'zh' ? '已算好，请另一位同事复核。' : 'Computed; somebody else reviews it.');
  return done.error === 'empty-sample' || done.error === 'no-data' || done.error === 'stale-weights' ? again({ '': done.error }) : w.refuse(done.error, t);
}

async function show(w: Web, back?: Back) {
  const id = w.id();
  const memory = id ? await runById(w.platform.db, w.subdistrict.id, id) : null;
  if (!memory) return w.notFound();
  const before = await w.read(async (tx) => (await listRuns(tx)).find((run) => run.no < memory.run.no && run.state === 'published'));
  const previous = before ? await runById(w.platform.db, w.subdistrict.id, before.id) : null;
  const own = memory.run.computedBy !== null && memory.run.computedBy === w.actor.personId;
  return w.page(
    <RunPage
      page={w.frame()}
      memory={memory}
      previous={previous}
      may={{
        review: memory.run.state === 'computed' && !own && w.can('index.review', { neighbourhoodId: null }),
        approve: memory.run.state === 'reviewed' && !own && w.can('index.approve', { neighbourhoodId: null }),
        publish: memory.run.state === 'approved' && w.can('index.publish', { neighbourhoodId: null }),
        withdraw: ['computed', 'reviewed'].includes(memory.run.state) && w.can('index.compute', { neighbourhoodId: null }),
        own,
      }}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

async function review(w: Web) {
  const [id, form] = [w.id(), w.form()];
  if (!id) return w.notFound();
  if (form.text('note') === '') return show(w, { errors: w.errorTexts({ note: 'required' }), values: form.values });
  const done = await reviewRun(w.command(form), { runId: id, note: form.text('note') });
  return done.ok ? w.redirect(`/index/runs/${id}`, w.lang === 'zh' ? '已复核。' : 'Reviewed.') : w.refuse(done.error, indexText[w.lang]);
}

async function approve(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const done = await approveRun(w.command(w.form()), { runId: id });
  return done.ok
    ? w.redirect(`/index/runs/${id}`, w.lang === 'zh' ? '已批准，阈值和结果从此不再改动。' : 'Approved; thresholds and results stand.')
    : w.refuse(done.error, indexText[w.lang]);
}

async function publish(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const done = await publishRun(w.command(w.form()), { runId: id });
  return done.ok ? w.redirect('/index', w.lang === 'zh' ? '已发布。' : 'Published.') : w.refuse(done.error, indexText[w.lang]);
}

async function withdraw(w: Web) {
  const [id, form] = [w.id(), w.form()];
  if (!id) return w.notFound();
  if (form.text('reason') === '') return show(w, { errors: w.errorTexts({ reason: 'required' }), values: form.values });
  const done = await withdrawRun(w.command(form), { runId: id, reason: form.text('reason') });
  return done.ok ? w.redirect('/index/runs', w.lang === 'zh' ? '已撤回。' : 'Withdrawn.') : w.refuse(done.error, indexText[w.lang]);
}

async function district(w: Web) {
  const figures = await w.read((tx) => districtFigures(tx));
  return w.page(<DistrictPage page={w.frame()} figures={figures} />);
}
