import { z } from 'zod';
import { optionsOf, rollOf, votedElectors } from '#modules/ballots';
import { decidePaper, handOutPapers, readingsOf, readPaper, runningTally, takeInPapers } from '#modules/elections';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { CountPage, type CountView, ScreenPage } from './count-pages.tsx';
import { StationPage } from './station-page.tsx';
import { electionText } from './text.ts';
import { type ElectionView, loadElection } from './view.ts';

/** The polling place, the count, and the screen in the room. */
export function countRoutes(r: Routes): void {
  r.get('/elections/:id/station', 'election.station', (w) => showStation(w));
  r.post('/elections/:id/station', 'election.station', handOut);
  r.post('/elections/:id/box', 'election.station', takeIn);
  r.get('/elections/:id/count', 'election.count', (w) => showCount(w));
  r.post('/elections/:id/count', 'election.count', readOne);
  r.post('/elections/:id/decide', 'election.count', decide);
  r.get('/elections/:id/screen', 'election.read', screen);
}

const found = async (w: Web): Promise<ElectionView | null> => {
  const id = w.id();
  return id ? loadElection(w, id) : null;
};

async function showStation(w: Web, back?: { errors: FieldErrors; form: Form }) {
  const view = await found(w);
  if (!view) return w.notFound();
  if (!view.may.station) return w.forbidden();
  if (view.election.state !== 'voting') return w.refuse('not-open', electionText[w.lang]);
  const query = (back ? back.form.text('q') : (w.query('q') ?? '')).slice(0, 60).trim();
  const [post] = view.posts;
  const { matching, voted } = await w.read(async (tx) => {
    const roll = post && query !== '' ? await rollOf(tx, post.ballotId) : [];
    const words = query.normalize('NFKC').split(/\s+/);
    return {
      matching: roll.filter((line) => String(line.no) === query || words.every((word) => line.label.includes(word))),
      voted: post ? await votedElectors(tx, post.ballotId) : new Set<string>(),
    };
  });
  const visits = new Map(view.visits.map((one) => [one.electorId, one]));
  return w.page(
    <StationPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      query={query}
      total={matching.length}
      found={matching.slice(0, 20).map((line) => ({
        line,
        online: voted.has(line.electorId),
        issued: visits.has(line.electorId),
        returned: visits.get(line.electorId)?.returned ?? false,
      }))}
      {...(back ? { back: { errors: w.errorTexts(back.errors, electionText[w.lang]), values: back.form.values } } : {})}
    />,
    back ? 422 : 200,
  );
}

async function handOut(w: Web) {
  const view = await found(w);
  if (!view) return w.notFound();
  const form = w.form();
  const t = electionText[w.lang];
  const proxied = form.has('proxy');
  const parsed = form.parse(
    z.object({
      elector: field.id(),
      place: z.enum(['station', 'mobile'], 'required'),
      ...(proxied ? { proxy: field.whole(1, 1_000_000), note: field.text(200) } : {}),
    }),
  );
  if (!parsed.ok) return proxied && view.may.station ? showStation(w, { errors: parsed.error, form }) : w.refuse('not-found');
  const { elector, place } = parsed.value;
  const [post] = view.posts;
  const proxyNo = Number(form.text('proxy'));
  const proxy = proxied && post ? (await w.read((tx) => rollOf(tx, post.ballotId))).find((line) => line.no === proxyNo) : undefined;
  if (proxied && view.may.station && !proxy?.personId) return showStation(w, { errors: { proxy: 'not-on-roll' }, form });
  const done = await handOutPapers(w.command(form), {
    electionId: view.election.id,
    electorId: elector,
    place,
    ...(proxy?.personId ? { proxy: { personId: proxy.personId, note: form.text('note') } } : {}),
  });
  const back = `/elections/${view.election.id}/station?q=${encodeURIComponent(form.text('q'))}`;
  return done.ok ? w.redirect(back, t.handedOut(done.value.label)) : w.refuse(done.error, t);
}

const electorFields = z.object({ elector: field.id() });

async function takeIn(w: Web) {
  const view = await found(w);
  if (!view) return w.notFound();
  const form = w.form();
  const t = electionText[w.lang];
  const parsed = form.parse(electorFields);
  if (!parsed.ok) return w.refuse('not-found');
  const done = await takeInPapers(w.command(form), { electionId: view.election.id, electorId: parsed.value.elector });
  const back = `/elections/${view.election.id}/station?q=${encodeURIComponent(form.text('q'))}`;
  return done.ok ? w.redirect(back, t.takenIn(done.value.label)) : w.refuse(done.error, t);
}

async function countView(w: Web, view: ElectionView): Promise<CountView | null> {
  const wanted = w.query('post');
  const post = view.posts.find((one) => String(one.no) === wanted) ?? view.posts[0];
  if (!post) return null;
  const { options, readings } = await w.read(async (tx) => ({
    options: await optionsOf(tx, post.ballotId),
    readings: await readingsOf(tx, view.election.id, post.no),
  }));
  return {
    page: w.frame({ neighbourhood: view.place }),
    view,
    post,
    options,
    readings,
    running: runningTally(readings),
    box: view.visits.filter((one) => one.returned).length,
  };
}

async function showCount(w: Web, back?: { form: string; errors: Record<string, string>; values: Form['values'] }) {
  const view = await found(w);
  const counting = view && (await countView(w, view));
  if (!counting) return w.notFound();
  if (counting.view.election.state !== 'counting') return w.refuse('wrong-state', electionText[w.lang]);
  return w.page(<CountPage {...counting} me={w.actor.personId} back={back} />, back ? 422 : 200);
}

const reading = z.object({
  no: field.whole(1, 1_000_000),
  finding: z.enum(['vote', 'blank', 'spoiled'], 'required'),
  picks: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]).map(Number).filter((n) => Number.isInteger(n) && n > 0)),
});

async function readOne(w: Web) {
  const view = await found(w);
  const counting = view && (await countView(w, view));
  if (!counting) return w.notFound();
  const form = w.form();
  const t = electionText[w.lang];
  const back = (errors: Record<string, string>) => showCount(w, { form: 'read', errors: w.errorTexts(errors, t), values: form.values });
  if (counting.view.election.state !== 'counting') return w.refuse('wrong-state', t);
  const parsed = form.parse(reading);
  if (!parsed.ok) return back(parsed.error);
  const done = await readPaper(w.command(form), { electionId: counting.view.election.id, postNo: counting.post.no, ...parsed.value });
  if (!done.ok) return done.error === 'no-picks' ? back({ picks: done.error }) : w.refuse(done.error, t);
  const turned = parsed.value.finding === 'vote' && done.value.finding === 'spoiled';
  return w.redirect(
    `/elections/${counting.view.election.id}/count?post=${counting.post.no}`,
    turned ? t.recordedSpoiled(done.value.no) : t.recorded(done.value.no),
    turned ? 'bad' : 'good',
  );
}

async function decide(w: Web) {
  const view = await found(w);
  const counting = view && (await countView(w, view));
  if (!counting) return w.notFound();
  const form = w.form();
  const t = electionText[w.lang];
  const back = (errors: Record<string, string>) => showCount(w, { form: `decide ${form.text('no')}`, errors: w.errorTexts(errors, t), values: form.values });
  if (counting.view.election.state !== 'counting') return w.refuse('wrong-state', t);
  const parsed = form.parse(reading.extend({ note: field.text(300) }));
  if (!parsed.ok) return back(parsed.error);
  const done = await decidePaper(w.command(form), { electionId: counting.view.election.id, postNo: counting.post.no, ...parsed.value });
  if (!done.ok) return done.error === 'no-picks' ? back({ picks: done.error }) : w.refuse(done.error, t);
  return w.redirect(`/elections/${counting.view.election.id}/count?post=${counting.post.no}`, t.decided_);
}

async function screen(w: Web) {
  const view = await found(w);
  const counting = view && (await countView(w, view));
  if (!counting) return w.notFound();
  // Without script: the browser asks again by itself, never faster than this.
  if (counting.view.election.state === 'counting') w.context.header('refresh', '10');
  return w.page(<ScreenPage {...counting} />);
}
