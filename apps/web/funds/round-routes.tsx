import { z } from 'zod';
import { adoptedPolicy, listRounds, moveRound, openRound } from '#modules/funds';
import { projectsInRounds } from '#modules/projects';
import { committedFen, decideRound } from '#modules/reviews';
import { field, type Routes, type Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { callRoutes, mayWithRound } from './round-call-routes.tsx';
import { changeRoutes } from './round-change-routes.tsx';
import { followRoutes } from './round-follow-routes.tsx';
import { RoundPage, type RoundPageView, roundTable } from './round-page.tsx';
import { roundText } from './round-text.ts';
import { loadRound } from './round-view.ts';
import { NewRoundPage, RoundsPage } from './rounds-page.tsx';

const office = { neighbourhoodId: null };

/** Rounds: list, opening, one with its projects, closing. */
export function roundRoutes(r: Routes): void {
  r.get('/rounds', 'round.read', async (w) => {
    const rows = await w.read(async (tx) => {
      const projects = await projectsInRounds(tx);
      const rounds = await listRounds(tx);
      return Promise.all(
        rounds.map(async (round) => ({
          round,
          projects: projects.get(round.id) ?? 0,
          committedFen: await committedFen(tx, round.id),
        })),
      );
    });
    return w.page(
      <RoundsPage page={w.frame()} today={w.today} rows={rows} mayOpen={w.can('round.open', office)} query={Object.fromEntries(w.url.searchParams)} />,
    );
  });
  r.get('/rounds/new', 'round.open', (w) => showNew(w));
  r.post('/rounds/new', 'round.open', open);
  r.get('/rounds/:id', 'round.read', showRound);
  callRoutes(r);
  followRoutes(r);
  changeRoutes(r);
  r.post('/rounds/:id/move', 'round.open', async (w) => {
    const id = w.id();
    const to = w.form().text('to');
    if (!id) return w.notFound();
    // Opening again, extending and calling off have a page and a reason of their own.
    if (to !== 'reviewing') return w.refuse('wrong-state', roundText[w.lang]);
    return answer(w, id, await moveRound(w.command(w.form()), { roundId: id, to }));
  });
  r.post('/rounds/:id/decide', 'round.decide', async (w) => {
    const id = w.id();
    return id ? answer(w, id, await decideRound(w.command(w.form()), { roundId: id })) : w.notFound();
  });
}

function answer(w: Web, id: string, done: { ok: true } | { ok: false; error: string }) {
  const t = roundText[w.lang];
  return done.ok ? w.redirect(`/rounds/${id}`, t.moved) : w.refuse(done.error, t);
}

async function showNew(w: Web, back?: { errors: Record<string, string>; values: Record<string, string | string[]> }) {
  const adopted = await w.read((tx) => adoptedPolicy(tx, w.today));
  return w.page(<NewRoundPage page={w.frame()} today={w.today} hasPolicy={adopted !== null} {...back} />, back ? 422 : 200);
}

const fieldOf: Record<string, string> = {
  'no-pool': 'pool',
  'closes-before-it-opens': 'closesOn',
  'no-name': 'name',
  'same-name': 'name',
  'no-reviewers': 'reviewersWanted',
};

const openFields = z.object({
  name: field.text(80),
  year: field.whole(2000, 2999),
  pool: field.amount(),
  opensOn: field.day(),
  closesOn: field.day(),
  reviewersWanted: field.whole(1, 20),
  callText: field.text(4000).optional(),
});

async function open(w: Web) {
  const form = w.form();
  const t = roundText[w.lang];
  const parsed = form.parse(openFields);
  if (!parsed.ok) return showNew(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const { pool, callText, ...rest } = parsed.value;
  const done = await openRound(w.command(form), { ...rest, poolFen: pool, callText: callText ?? '' });
  if (done.ok) return w.redirect(`/rounds/${done.value}`, t.opened);
  const at = fieldOf[done.error];
  return at ? showNew(w, { errors: { [at]: w.errorText(done.error, t) }, values: form.values }) : w.refuse(done.error, t);
}

async function showRound(w: Web) {
  const id = w.id();
  const seeReviews = w.can('check.read', office);
  const figures = id ? await w.read((tx) => loadRound(tx, id, seeReviews)) : null;
  if (!figures) return w.notFound();
  const view: RoundPageView = {
    ...figures,
    page: w.frame(),
    today: w.today,
    query: Object.fromEntries(w.url.searchParams),
    may: { decide: w.can('round.decide', office), seeReviews, work: w.can('check.read', office), ...mayWithRound(w) },
  };
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(roundTable(view)), xlsxType, `${figures.round.name}.xlsx`);
  return w.page(<RoundPage {...view} />);
}
