import { z } from 'zod';
import { instantAt } from '#libs/civil-time';
import {
  cancelConsent,
  closeConsent,
  consentKinds,
  contestEntry,
  createConsent,
  listConsents,
  openConsent,
  partsOf,
  settleContest,
  showConsentRoll,
  signOwn,
  speaksFor,
  stateOf,
} from '#modules/consents';
import { noticeTerm } from '#modules/meetings';
import { findNeighbourhood, listBuildings } from '#modules/places';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { storeUploads } from '../meetings/uploads.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { ConsentPage, type ConsentPageView, doorTable } from './consent-page.tsx';
import { doorRoutes } from './door-routes.tsx';
import { ConsentListPage, type ConsentRow, NewConsentPage } from './form-pages.tsx';
import { paperRoutes } from './paper-routes.tsx';
import { choiceField, messagesFor } from './shared.ts';
import { staffRoutes } from './staff-routes.tsx';
import { consentText } from './text.ts';
import { loadConsent } from './view.ts';

/** Consents from their draft to their certificate. Literal addresses come before those with an id. */
export function consentRoutes(r: Routes): void {
  r.get('/n/:place/consents', 'consent.read', showList);
  r.get('/consents/new', 'consent.create', (w) => showNew(w, w.query('place'), w.query('matter')));
  r.post('/consents/new', 'consent.create', create);
  staffRoutes(r);
  doorRoutes(r);
  r.get('/consents/:id', 'consent.read', (w) => showConsent(w));
  r.post('/consents/:id/roll', 'consent.run', displayRoll);
  r.post('/consents/:id/open', 'consent.run', open);
  r.post('/consents/:id/close', 'consent.run', close);
  r.post('/consents/:id/cancel', 'consent.run', cancel);
  r.post('/consents/:id/sign', 'consent.sign', sign);
  r.post('/consents/:id/entries/:entry/contest', 'consent.contest', contest);
  r.post('/consents/:id/contests/:contest/settle', 'consent.settle', settle);
  paperRoutes(r);
}

async function showList(w: Web) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  const staff = w.can('consent.names', { neighbourhoodId: place.id });
  const rows = await w.read(async (tx) => {
    const found: ConsentRow[] = [];
    for (const consent of await listConsents(tx, place.id)) {
      const parts = await partsOf(tx, consent.id);
      if (!staff && parts.every((part) => part.ballot.rollNoticeId === null)) continue;
      // The badge needs each part's outcome and nothing else of the view.
      const shown = parts.map((part) => ({ part, outcome: part.ballot.outcome })) as unknown as ConsentRow['view']['parts'];
      found.push({ consent, view: { state: stateOf(parts), parts: shown }, closesAt: parts[0]?.ballot.closesAt ?? null });
    }
    return found;
  });
  return w.page(
    <ConsentListPage
      page={w.frame({ neighbourhood: place })}
      place={place}
      rows={rows}
      mayCreate={w.can('consent.create', { neighbourhoodId: place.id })}
      query={Object.fromEntries(w.url.searchParams)}
    />,
  );
}

/** Shows the page, again with what was typed when a form on it was refused. */
export async function showConsent(w: Web, back?: ConsentPageView['back']) {
  const id = w.id();
  const view = id ? await loadConsent(w, id) : null;
  if (!view) return w.notFound();
  const page = w.frame({ neighbourhood: view.place });
  const query = Object.fromEntries(w.url.searchParams);
  if (w.query('format') === 'xlsx') {
    if (!view.may.names) return w.forbidden();
    return w.download(await tableXlsx(doorTable({ page, view, query })), xlsxType, `${view.consent.question}.xlsx`);
  }
  return w.page(
    <ConsentPage
      page={page}
      view={view}
      now={w.now}
      today={w.today}
      signedIn={w.actor.kind !== 'anonymous'}
      personId={w.actor.personId}
      query={query}
      term={view.may.run ? await w.read((tx) => noticeTerm(tx, 'roll', w.today)) : null}
      back={back}
    />,
    back ? 422 : 200,
  );
}

/** A refused form comes back with what was typed; what belongs to no field is answered as a conflict. */
function again(w: Web, form: Form, name: string, code: string, at: string | null) {
  if (at === null) return w.refuse(code, messagesFor(w));
  return showConsent(w, { form: name, errors: w.errorTexts({ [at]: code }, messagesFor(w)), values: form.values });
}

const untilFields = z.object({ until: field.day() });

async function displayRoll(w: Web) {
  const consentId = w.id();
  if (!consentId) return w.notFound();
  const form = w.form();
  const parsed = form.parse(untilFields);
  if (!parsed.ok) return showConsent(w, { form: 'roll', errors: w.errorTexts(parsed.error), values: form.values });
  const done = await showConsentRoll(w.command(form), { consentId, objectionsUntil: parsed.value.until });
  if (done.ok) return w.redirect(`/consents/${consentId}`, consentText[w.lang].rollShown(done.value.counts.join('、')));
  return again(w, form, 'roll', done.error, ['day-unfit', 'too-few-days', 'roll-empty', 'area-missing'].includes(done.error) ? 'until' : null);
}

async function open(w: Web) {
  const consentId = w.id();
  if (!consentId) return w.notFound();
  const done = await openConsent(w.command(w.form()), { consentId });
  return done.ok ? w.redirect(`/consents/${consentId}`, consentText[w.lang].opened) : w.refuse(done.error, messagesFor(w));
}

async function close(w: Web) {
  const consentId = w.id();
  if (!consentId) return w.notFound();
  const done = await closeConsent(w.command(w.form()), { consentId });
  return done.ok ? w.redirect(`/consents/${consentId}`, consentText[w.lang].closedFlash) : w.refuse(done.error, messagesFor(w));
}

async function cancel(w: Web) {
  const consentId = w.id();
  if (!consentId) return w.notFound();
  const form = w.form();
  const done = await cancelConsent(w.command(form), { consentId, reason: form.text('reason') });
  if (done.ok) return w.redirect(`/consents/${consentId}`, consentText[w.lang].cancelledFlash);
  if (done.error === 'reason-required') return showConsent(w, { form: 'cancel', errors: w.errorTexts({ reason: 'required' }), values: form.values });
  return again(w, form, 'cancel', done.error, done.error === 'too-long' ? 'reason' : null);
}

const signFields = z.object({ home: field.id(), choice: choiceField.optional(), speaks: z.enum(speaksFor, 'required'), agreement: field.text(300).optional() });

async function sign(w: Web) {
  const consentId = w.id();
  if (!consentId) return w.notFound();
  const form = w.form();
  const named = `sign ${form.text('home')}`;
  const parsed = form.parse(signFields);
  if (!parsed.ok) return showConsent(w, { form: named, errors: w.errorTexts(parsed.error), values: form.values });
  const { home, speaks, agreement } = parsed.value;
  // Whoever says that the owners disagree need not choose as well.
  const choice = speaks === 'split' ? 'split' : parsed.value.choice;
  if (choice === undefined) return showConsent(w, { form: named, errors: w.errorTexts({ choice: 'required' }), values: form.values });
  const done = await signOwn(w.command(form), { consentId, homeId: home, choice, speaks, agreement: agreement ?? null });
  if (done.ok) return w.redirect(`/consents/${consentId}#mine`, consentText[w.lang].signed);
  const at: Record<string, string> = { 'agreement-required': 'agreement', 'co-owners': 'speaks', 'choice-unfit': 'choice' };
  return again(w, form, named, done.error, at[done.error] ?? null);
}

async function contest(w: Web) {
  const [consentId, entryId] = [w.id(), w.id('entry')];
  if (!consentId || !entryId) return w.notFound();
  const form = w.form();
  const done = await contestEntry(w.command(form), { entryId, text: form.text('text') });
  if (done.ok) return w.redirect(`/consents/${consentId}#mine`, consentText[w.lang].contested);
  return again(w, form, `contest ${entryId}`, done.error, done.error === 'text-required' ? 'text' : null);
}

const settleFields = z.object({ outcome: z.enum(['upheld', 'dismissed'], 'required'), reason: field.text(500).optional() });

async function settle(w: Web) {
  const [consentId, contestId] = [w.id(), w.id('contest')];
  if (!consentId || !contestId) return w.notFound();
  const form = w.form();
  const named = `settle ${contestId}`;
  const parsed = form.parse(settleFields);
  if (!parsed.ok) return showConsent(w, { form: named, errors: w.errorTexts(parsed.error), values: form.values });
  const done = await settleContest(w.command(form), { consentId, contestId, outcome: parsed.value.outcome, reason: parsed.value.reason ?? '' });
  if (done.ok) return w.redirect(`/consents/${consentId}#contests`, consentText[w.lang].settled);
  return again(w, form, named, done.error, done.error === 'reason-required' ? 'reason' : null);
}

async function showNew(w: Web, placeCode: string | undefined, matter: string | undefined, back?: { errors: FieldErrors; form: Form }) {
  const context = await w.read(async (tx) => {
    const place = placeCode ? await findNeighbourhood(tx, placeCode) : null;
    return { place, buildings: place ? await listBuildings(tx, place.id) : [] };
  });
  const { place } = context;
  if (!place) return w.notFound();
  if (!w.can('consent.create', { neighbourhoodId: place.id })) return w.forbidden();
  return w.page(
    <NewConsentPage
      page={w.frame({ neighbourhood: place })}
      place={place}
      matterId={z.uuid().safeParse(matter).success ? (matter ?? null) : null}
      buildings={context.buildings.map((building) => ({ value: building.id, label: building.name }))}
      today={w.today}
      errors={back && w.errorTexts(back.errors, messagesFor(w))}
      values={back?.form.values}
    />,
    back ? 422 : 200,
  );
}

const newSchema = z.object({
  place: field.id(),
  matter: field.id().optional(),
  question: field.text(300),
  plan: field.text(4000),
  kind: z.enum(consentKinds, 'required'),
  building: field.id().optional(),
  common: field.tick(),
  options: field.text(2000).optional(),
  phone: z.enum(['yes', 'no'], 'required'),
  day: field.day(),
  time: field.time(),
});

async function create(w: Web) {
  const form = w.form();
  const reshow = (errors: FieldErrors) => showNew(w, form.text('place'), form.text('matter'), { errors, form });
  const parsed = form.parse(newSchema);
  if (!parsed.ok) return reshow(parsed.error);
  const { place, matter, day, time, building, common, phone, options, ...words } = parsed.value;
  const closesAt = instantAt(day, time);
  if (!closesAt.ok) return reshow({ day: 'not-a-date' });
  const stored = await storeUploads(w, form, 'files');
  if (!stored.ok) return reshow({ files: stored.error });
  const done = await createConsent(w.command(form), {
    ...words,
    neighbourhoodId: place,
    matterId: matter ?? null,
    buildingId: building ?? null,
    commonGround: common,
    phoneAllowed: phone === 'yes',
    closesAt: closesAt.value,
    options: (options ?? '').split('\n').map((label) => ({ label })),
    papers: stored.value,
  });
  if (done.ok) return w.redirect(`/consents/${done.value.consentId}`, consentText[w.lang].created);
  const at: Record<string, string> = {
    'question-required': 'question',
    'plan-required': 'plan',
    'building-required': 'building',
    'options-required': 'options',
    'in-the-past': 'day',
  };
  const named = at[done.error];
  return named ? reshow({ [named]: done.error }) : w.refuse(done.error, messagesFor(w));
}
