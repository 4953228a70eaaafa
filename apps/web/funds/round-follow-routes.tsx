import {
  answerHelp,
  findHelp,
  findRound,
  helpKinds,
  helpNotesOf,
  notesOfHelp,
  notAppliedReasons,
  noteHelp,
  nudgeCommittee,
  offerHelp,
  quotaHistory,
  sayAboutApplying,
  setQuotas,
} from '#modules/funds';
import { parseYuan } from '#libs/money';
import { holdersOf, listOrganisations } from '#modules/people';
import { findNeighbourhood, listNeighbourhoods } from '#modules/places';
import type { FieldErrors, Routes, Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { mayWithRound } from './round-call-routes.tsx';
import { roundFollowText } from './round-follow-text.ts';
import { loadFollow, proposedQuotas } from './round-follow-view.ts';
import { HelpPage, PlacePage, type PlacePageView } from './round-place-page.tsx';
import { MinePage, PlacesPage, placesTable } from './round-places-page.tsx';
import { QuotasPage, quotaTable } from './round-quotas-page.tsx';

const office = { neighbourhoodId: null };
type Back = { errors: FieldErrors; values: Record<string, string | string[]> };

/** Quotas, who has applied and who has not, and help in a round. */
export function followRoutes(r: Routes): void {
  r.get('/rounds/:id/quotas', 'round.read', (w) => showQuotas(w));
  r.post('/rounds/:id/quotas', 'round.open', saveQuotas);
  r.get('/rounds/:id/places', 'round.follow', showPlaces);
  r.get('/rounds/:id/mine', 'round.place', mine);
  r.get('/rounds/:id/places/:place', 'round.place', (w) => showPlace(w));
  r.post('/rounds/:id/places/:place/say', 'round.answer', say);
  r.post('/rounds/:id/places/:place/nudge', 'round.open', nudge);
  r.post('/rounds/:id/places/:place/help', 'round.open', offer);
  r.get('/round-help/:id', 'round.help-note', showHelp);
  r.post('/round-help/:id/answer', 'round.answer', answer);
  r.post('/round-help/:id/note', 'round.help-note', note);
}

async function quotaView(w: Web) {
  const id = w.id();
  if (!id) return null;
  return w.read(async (tx) => {
    const follow = await loadFollow(tx, id);
    return (
      follow && {
        ...follow,
        proposals: await proposedQuotas(
          tx,
          follow.round,
          w.today,
          follow.lines.map(({ place }) => place),
        ),
      }
    );
  });
}

async function showQuotas(w: Web, back?: Back) {
  const found = await quotaView(w);
  if (!found) return w.notFound();
  const view = { ...found, page: w.frame(), query: Object.fromEntries(w.url.searchParams), may: mayWithRound(w), ...back };
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(quotaTable(view)), xlsxType, `${found.round.name}.xlsx`);
  return w.page(<QuotasPage {...view} />, back ? 422 : 200);
}

async function saveQuotas(w: Web) {
  const found = await quotaView(w);
  if (!found) return w.notFound();
  const form = w.form();
  const t = roundFollowText[w.lang];
  const errors: FieldErrors = {};
  // Every neighbourhood has the same two fields: the summary above the form says whose it is.
  const wrong = (code: string, place: { name: string }) => (w.lang === 'zh' ? `${w.errorText(code)}（${place.name}）` : `${w.errorText(code)} (${place.name})`);
  const quotas = found.lines.map(({ place }) => {
    const [amount, count] = [form.text(`amount-${place.id}`), form.text(`count-${place.id}`)];
    const fen = amount === '' ? null : parseYuan(amount);
    if (fen && (!fen.ok || fen.value < 0n)) errors[`amount-${place.id}`] = wrong('not-an-amount', place);
    if (count !== '' && !/^\d{1,3}$/.test(count)) errors[`count-${place.id}`] = wrong('not-a-number', place);
    return {
      neighbourhoodId: place.id,
      amountFen: fen?.ok ? fen.value : null,
      countLimit: /^\d{1,3}$/.test(count) ? Number(count) : null,
      reason: form.text(`reason-${place.id}`),
    };
  });
  if (Object.keys(errors).length > 0) return showQuotas(w, { errors, values: form.values });
  const [binds, over] = [form.text('binds'), form.text('over')];
  const done = await setQuotas(w.command(form), {
    roundId: found.round.id,
    quotas,
    binds: binds === 'application' || binds === 'award' ? binds : null,
    over: over === 'refuse' || over === 'name' ? over : null,
    proposals: found.proposals,
  });
  if (done.ok) return w.redirect(`/rounds/${found.round.id}/quotas`, t.quotasSaved);
  if (['reason-required', 'below-promised', 'nothing-set', 'terms-required'].includes(done.error))
    return showQuotas(w, {
      errors: { '': done.error === 'reason-required' ? t['reason-required-quota'] : w.errorText(done.error, t) },
      values: form.values,
    });
  return w.refuse(done.error, t);
}

async function showPlaces(w: Web) {
  const id = w.id();
  const found = id ? await w.read((tx) => loadFollow(tx, id)) : null;
  if (!found) return w.notFound();
  const view = { ...found, page: w.frame(), query: Object.fromEntries(w.url.searchParams), may: mayWithRound(w) };
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(placesTable(view)), xlsxType, `${found.round.name}.xlsx`);
  return w.page(<PlacesPage {...view} />);
}

async function mine(w: Web) {
  const id = w.id();
  const found = id ? await w.read(async (tx) => ({ round: await findRound(tx, id), places: await listNeighbourhoods(tx) })) : null;
  if (!found?.round) return w.notFound();
  const own = found.places.filter(({ id: place }) => w.can('round.answer', { neighbourhoodId: place }));
  if (own.length === 1) return w.redirect(`/rounds/${found.round.id}/places/${own[0]?.code}`);
  return own.length === 0 ? w.redirect(`/rounds/${found.round.id}`) : w.page(<MinePage page={w.frame()} round={found.round} places={own} />);
}

async function showPlace(w: Web, back?: Pick<PlacePageView, 'form' | 'errors' | 'values'>) {
  const id = w.id();
  const found = id
    ? await w.read(async (tx) => {
        const place = await findNeighbourhood(tx, w.param('place'));
        const follow = place ? await loadFollow(tx, id) : null;
        const line = follow?.lines.find((one) => one.place.id === place?.id);
        if (!place || !follow || !line) return null;
        const organisations = await listOrganisations(tx, place.id);
        return {
          round: follow.round,
          line,
          history: await quotaHistory(tx, id, place.id),
          notes: await helpNotesOf(tx, id, place.id),
          experts: await holdersOf(tx, 'reviewer', null, w.today),
          organisations: organisations
            .filter(({ active, kind }) => active && (kind === 'partner' || kind === 'nonprofit'))
            .map(({ id: of, name }) => ({ id: of, name })),
        };
      })
    : null;
  if (!found) return w.notFound();
  const place = { neighbourhoodId: found.line.place.id };
  if (!w.can('round.place', place)) return w.forbidden();
  const [manage, answers] = [w.can('round.open', office), w.can('round.answer', place)];
  return w.page(
    <PlacePage
      page={w.frame()}
      today={w.today}
      {...found}
      may={{ manage, answer: answers, note: (personId) => manage || answers || (personId !== null && personId === w.actor.personId) }}
      {...back}
    />,
    back ? 422 : 200,
  );
}

/** The neighbourhood and round of a form on the place's page. */
async function whereabouts(w: Web) {
  const id = w.id();
  const place = id ? await w.read((tx) => findNeighbourhood(tx, w.param('place'))) : null;
  return id && place ? { roundId: id, neighbourhoodId: place.id, path: `/rounds/${id}/places/${place.code}` } : null;
}

async function say(w: Web) {
  const at = await whereabouts(w);
  if (!at) return w.notFound();
  const form = w.form();
  const t = roundFollowText[w.lang];
  const plan = form.text('plan');
  if (plan !== 'will-apply' && plan !== 'not-this-time') return showPlace(w, { form: 'say', errors: { plan: w.errorText('required') }, values: form.values });
  const reason = notAppliedReasons.find((one) => one === form.text('reason')) ?? null;
  const done = await sayAboutApplying(w.command(form), { ...at, plan, reason, text: form.text('text') });
  if (done.ok) return w.redirect(at.path, t.said);
  const field = { 'reason-required': 'reason', 'text-required': 'text' }[done.error as string];
  return field ? showPlace(w, { form: 'say', errors: { [field]: w.errorText(done.error, t) }, values: form.values }) : w.refuse(done.error, t);
}

async function nudge(w: Web) {
  const at = await whereabouts(w);
  if (!at) return w.notFound();
  const form = w.form();
  const t = roundFollowText[w.lang];
  const done = await nudgeCommittee(w.command(form), { ...at, text: form.text('text'), againReason: form.text('again') });
  if (done.ok) return w.redirect(at.path, t.nudgeSent);
  const field = { 'text-required': 'text', 'again-needs-reason': 'again' }[done.error as string];
  return field ? showPlace(w, { form: 'nudge', errors: { [field]: w.errorText(done.error, t) }, values: form.values }) : w.refuse(done.error, t);
}

async function offer(w: Web) {
  const at = await whereabouts(w);
  if (!at) return w.notFound();
  const form = w.form();
  const t = roundFollowText[w.lang];
  const kind = helpKinds.find((one) => one === form.text('kind'));
  if (!kind) return showPlace(w, { form: 'offer', errors: { kind: w.errorText('required') }, values: form.values });
  const done = await offerHelp(w.command(form), {
    ...at,
    kind,
    personId: form.id('person'),
    organisationId: form.id('organisation'),
    offer: form.text('offer'),
  });
  if (done.ok) return w.redirect(`${at.path}#help`, t.offered);
  const field = { 'who-required': kind === 'expert' ? 'person' : 'organisation', 'text-required': 'offer' }[done.error as string];
  return field ? showPlace(w, { form: 'offer', errors: { [field]: w.errorText(done.error, t) }, values: form.values }) : w.refuse(done.error, t);
}

async function helpPath(w: Web, id: string): Promise<string> {
  return w.read(async (tx) => {
    const help = await findHelp(tx, id);
    const place = help ? await findNeighbourhood(tx, help.neighbourhoodId) : null;
    return help && place ? `/rounds/${help.roundId}/places/${place.code}#help` : '/inbox';
  });
}

async function answer(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = roundFollowText[w.lang];
  const done = await answerHelp(w.command(form), { helpId: id, accept: form.text('accept') === 'yes', text: form.text('text') });
  return done.ok ? w.redirect(await helpPath(w, id), t.helpAnswered) : w.refuse(done.error, t);
}

async function note(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = roundFollowText[w.lang];
  const done = await noteHelp(w.command(form), { helpId: id, text: form.text('text'), end: form.has('end') });
  if (!done.ok) return w.refuse(done.error, t);
  return w.redirect(form.text('from') === 'helper' ? `/round-help/${id}` : await helpPath(w, id), t.noted);
}

async function showHelp(w: Web) {
  const id = w.id();
  const found = id
    ? await w.read(async (tx) => {
        const help = await findHelp(tx, id);
        const place = help ? await findNeighbourhood(tx, help.neighbourhoodId) : null;
        const round = help ? await findRound(tx, help.roundId) : null;
        return help && place && round ? { help, place, round, notes: await notesOfHelp(tx, id) } : null;
      })
    : null;
  if (!found) return w.notFound();
  const isHelper = found.help.personId !== null && found.help.personId === w.actor.personId;
  if (!isHelper && !w.can('round.place', { neighbourhoodId: found.place.id })) return w.forbidden();
  return w.page(<HelpPage page={w.frame()} {...found} isHelper={isHelper} />);
}
