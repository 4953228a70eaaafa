import { askForRoundChange, asksOf, changesOf, closeCallEarly, extendRound, findRound, refuseRoundChange, reopenRound, toldOf } from '#modules/funds';
import { listNeighbourhoods } from '#modules/places';
import { listProjects } from '#modules/projects';
import { anAwardStands, cancelRound, roundOwesAnAnswer } from '#modules/reviews';
import type { FieldErrors, Routes, Web } from '../kit/index.ts';
import { type ChangeForm, RoundChangePage } from './round-change-page.tsx';
import { loadFollow } from './round-follow-view.ts';
import { roundFollowText } from './round-follow-text.ts';

const office = { neighbourhoodId: null };
type Back = { errors: FieldErrors; values: Record<string, string | string[]> };

/** Extending, reopening and calling off a round. */
export function changeRoutes(r: Routes): void {
  r.get('/rounds/:id/change', 'round.open', (w) => showChange(w));
  r.post('/rounds/:id/change/extend', 'round.open', (w) => change(w, 'extend'));
  r.post('/rounds/:id/change/close-early', 'round.open', (w) => change(w, 'close-early'));
  r.post('/rounds/:id/change/reopen', 'round.reopen', (w) => change(w, 'reopen'));
  r.post('/rounds/:id/change/cancel', 'round.end-early', (w) => change(w, 'cancel'));
  r.post('/rounds/:id/change/refuse', 'round.reopen', (w) => change(w, 'refuse'));
  for (const form of ['ask-reopen', 'ask-cancel'] as const) r.post(`/rounds/:id/change/${form}`, 'round.open', (w) => change(w, form));
}

async function showChange(w: Web, back?: Back & { form: ChangeForm }) {
  const id = w.id();
  const found = id
    ? await w.read(async (tx) => {
        const round = await findRound(tx, id);
        if (!round) return null;
        const projects = await listProjects(tx, { roundId: id });
        const places = new Map((await listNeighbourhoods(tx)).map((place) => [place.id, place.name]));
        return {
          round,
          changes: await changesOf(tx, id),
          told: await toldOf(tx, id),
          ask: (await asksOf(tx, id)).find(({ outcome }) => outcome === null) ?? null,
          open: projects.filter(({ state }) => roundOwesAnAnswer(state)).map((project) => ({ project, placeName: places.get(project.neighbourhoodId) ?? '' })),
          awardsStand: projects.some(anAwardStands),
          // Who would come too late if the call ended now.
          late:
            round.state === 'open' ? ((await loadFollow(tx, id))?.lines ?? []).filter(({ standing }) => standing !== 'applied' && standing !== 'returned') : [],
        };
      })
    : null;
  if (!found) return w.notFound();
  return w.page(
    <RoundChangePage
      page={w.frame()}
      today={w.today}
      {...found}
      may={{ manage: w.can('round.open', office), decide: w.can('round.reopen', office) }}
      {...back}
    />,
    back ? 422 : 200,
  );
}

async function change(w: Web, form: ChangeForm) {
  const id = w.id();
  if (!id) return w.notFound();
  const posted = w.form();
  const t = roundFollowText[w.lang];
  const reason = posted.text('reason');
  const lastDay = posted.text('lastDay');
  const dated = { roundId: id, lastDay, reason, moveSteps: posted.has('moveSteps') };
  if ((form === 'extend' || form.endsWith('reopen')) && !/^\d{4}-\d{2}-\d{2}$/.test(lastDay))
    return showChange(w, { form, errors: { lastDay: w.errorText('not-a-date') }, values: posted.values });
  const run = async () => {
    const context = w.command(posted);
    if (form === 'extend') return extendRound(context, dated);
    if (form === 'close-early') return closeCallEarly(context, { roundId: id, reason });
    if (form === 'reopen') return reopenRound(context, dated);
    if (form === 'refuse') return refuseRoundChange(context, { roundId: id, reason });
    if (form === 'cancel') return cancelRound(context, { roundId: id, reason, fates: await fatesOf(w, id) });
    return askForRoundChange(context, {
      roundId: id,
      kind: form === 'ask-cancel' ? 'cancelled' : 'reopened',
      reason,
      lastDay: form === 'ask-cancel' ? null : lastDay,
    });
  };
  const done = await run();
  const flash = {
    extend: t.extended,
    'close-early': t.closedEarly,
    reopen: t.reopened,
    cancel: t.cancelled,
    refuse: t.refused,
    'ask-reopen': t.askedHead,
    'ask-cancel': t.askedHead,
  }[form];
  if (done.ok) return w.redirect(`/rounds/${id}/change`, flash);
  const field = { 'reason-required': 'reason', 'too-long': 'reason', 'not-later': 'lastDay', 'in-the-past': 'lastDay', 'fate-required': '' }[
    done.error as string
  ];
  return field === undefined ? w.refuse(done.error, t) : showChange(w, { form, errors: { [field]: w.errorText(done.error, t) }, values: posted.values });
}

async function fatesOf(w: Web, roundId: string) {
  const projects = await w.read((tx) => listProjects(tx, { roundId }));
  return projects.flatMap(({ id }) => {
    const fate = w.form().text(`fate-${id}`);
    return fate === 'next-round' || fate === 'ended' ? [{ projectId: id, fate, reason: w.form().text(`why-${id}`) } as const] : [];
  });
}
