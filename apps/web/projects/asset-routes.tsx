import { z } from 'zod';
import { listResolutions } from '#modules/meetings';
import { findNeighbourhood, listNeighbourhoods } from '#modules/places';
import {
  abandonAsset,
  abandonmentKinds,
  alarmsOf,
  answerKeeping,
  assetKinds,
  correctAsset,
  costsOf,
  decideAlarm,
  endKeeping,
  endPlan,
  endReasons,
  fates,
  findApplication,
  findAsset,
  findProject,
  holdingsOf,
  offerKeeping,
  payUpkeep,
  plansOf,
  planUnits,
  planUpkeep,
  registerAsset,
  reportDamage,
  reportsOf,
  requestsThatMayPay,
  sourceKinds,
  takeBackCost,
  upkeepOfAsset,
} from '#modules/projects';
import { heldOn, listRoles } from '#modules/people';
import type { Tx } from '#platform/database';
import { field, type FieldErrors, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { AssetManagePage, type ManageForm, NewAssetPage } from './asset-manage-page.tsx';
import { AssetPage, type AssetView } from './asset-page.tsx';
import { assetCard, keeperSheet } from './asset-paper.ts';
import { withProject } from './works-request.ts';
import { publicNames } from './public-names.ts';
import { payerOf, upkeepWords, whoCanKeep } from './upkeep-routes.tsx';
import { upkeepText } from './upkeep-text.ts';
import { storedUploads } from './uploads.ts';

interface Back<F> {
  form: F;
  errors: FormErrors;
  values: FormValues;
}

/** Pages of single things: the public one behind the QR code, and what staff do with it. */
export function assetRoutes(r: Routes): void {
  r.get('/assets/:id', 'project.read', (w) => show(w));
  r.post('/assets/:id/report', 'project.read', report);
  r.post('/assets/:id/answer', 'asset.answer', answer);
  r.post('/assets/:id/alarm', 'asset.decide-alarm', decide);
  r.paper('/assets/:id/card', 'asset.hand-over', card);
  r.paper('/assets/:id/keeper-sheet', 'asset.hand-over', sheet);
  r.get('/assets/:id/manage', 'asset.answer', (w) => manage(w));
  r.post('/assets/:id/leave', 'asset.answer', leave);
  r.post('/assets/:id/keeper', 'asset.hand-over', askKeeper);
  r.post('/assets/:id/plans', 'asset.plan', plan);
  r.post('/assets/:id/plans/:one/end', 'asset.plan', stopPlan);
  r.post('/assets/:id/costs', 'asset.cost', cost);
  r.post('/assets/:id/costs/:one/back', 'asset.cost', costBack);
  r.post('/assets/:id/correct', 'asset.register', correct);
  r.post('/assets/:id/abandon', 'asset.abandon', abandon);
  r.get('/projects/:id/assets/new', 'asset.register', (w) => newAsset(w));
  r.post('/projects/:id/assets/new', 'asset.register', addAsset);
}

async function load(tx: Tx, w: Web): Promise<AssetView | null> {
  const id = w.id();
  const asset = id ? await findAsset(tx, id) : null;
  const project = asset && (await findProject(tx, asset.projectId));
  const place = asset && (await listNeighbourhoods(tx)).find((one) => one.id === asset.neighbourhoodId);
  if (!asset || !project || !place) return null;
  const names = await publicNames(tx, w, project);
  const me = w.actor.personId;
  const speaksFor = async (organisationId: string | null) =>
    me !== null &&
    organisationId !== null &&
    (await listRoles(tx, { personId: me })).some((role) => role.organisationId === organisationId && heldOn(role, w.today));
  const own = asset.offer !== null && ((me !== null && asset.offer.personId === me) || (await speaksFor(asset.offer.organisationId)));
  const handsOver = w.can('asset.hand-over', asset);
  return {
    asset,
    project,
    place,
    names,
    tasks: await upkeepOfAsset(tx, asset.id),
    plans: await plansOf(tx, asset.id),
    alarms: names.staff ? await alarmsOf(tx, asset.id) : [],
    holdings: names.staff ? await holdingsOf(tx, asset.id) : [],
    costs: await costsOf(tx, asset.id),
    reports: names.staff ? await reportsOf(tx, asset.id) : [],
    may: {
      answer: asset.offer !== null && asset.abandonment === null && (own || handsOver),
      signed: !own && handsOver,
      manage: w.can('asset.register', asset) || handsOver || w.can('asset.cost', asset),
      leave: me !== null && asset.holding?.kind === 'keeper' && asset.holding.personId === me,
      decide: asset.alarm !== null && w.can(asset.alarm.level === 3 ? 'asset.decide-office-alarm' : 'asset.decide-alarm', asset),
    },
  };
}

async function show(w: Web, back?: Back<'report' | 'answer' | 'decide'>) {
  const view = await w.read((tx) => load(tx, w));
  if (!view) return w.notFound();
  return w.page(
    <AssetPage page={w.frame({ neighbourhood: view.place })} view={view} today={w.today} form={back?.form} errors={back?.errors} values={back?.values} />,
    back ? 422 : 200,
  );
}

const errorsOf = (w: Web, errors: FieldErrors) => w.errorTexts(errors, upkeepWords(w));

async function report(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const again = (errors: FieldErrors) => show(w, { form: 'report', errors: errorsOf(w, errors), values: form.values });
  const stored = await storedUploads(w, form.files('photo').slice(0, 1));
  if (!stored.ok) return again({ photo: stored.error });
  const done = await reportDamage(w.command(form), { assetId: id, text: form.text('text'), name: form.text('name'), photo: stored.value[0] ?? null });
  if (done.ok) return w.redirect(`/assets/${id}`, upkeepText[w.lang].reported);
  if (done.error === 'required' || done.error === 'too-long') return again({ text: done.error });
  if (done.error === 'wrong-type') return again({ photo: done.error });
  return w.refuse(done.error, upkeepWords(w));
}

async function answer(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const again = (errors: FieldErrors) => show(w, { form: 'answer', errors: errorsOf(w, errors), values: form.values });
  const stored = await storedUploads(w, form.files('paper').slice(0, 1));
  if (!stored.ok) return again({ paper: stored.error });
  const yes = form.text('yes') === '1';
  const done = await answerKeeping(w.command(form), { assetId: id, yes, word: form.text('word'), paper: stored.value[0] ?? null });
  if (done.ok) return w.redirect(`/assets/${id}`, yes ? upkeepText[w.lang].accepted : upkeepText[w.lang].declined);
  if (done.error === 'required') return again(form.files('paper').length === 0 && yes ? { paper: 'required' } : { word: 'required' });
  return w.refuse(done.error, upkeepWords(w));
}

async function decide(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const done = await decideAlarm(w.command(form), { assetId: id, decision: form.text('decision') });
  if (done.ok) return w.redirect(`/assets/${id}`, upkeepText[w.lang].alarmEnded);
  if (done.error === 'required') return show(w, { form: 'decide', errors: errorsOf(w, { decision: 'required' }), values: form.values });
  return w.refuse(done.error, upkeepWords(w));
}

async function paperOf(w: Web, action: string, make: typeof assetCard, name: string) {
  const view = await w.read((tx) => load(tx, w));
  if (!view) return w.notFound();
  if (!w.can(action, view.asset)) return w.forbidden();
  const about = { lang: w.lang, issuer: `${w.subdistrict.name} ${view.place.name}`, address: w.absolute(`/assets/${view.asset.id}`), today: w.today };
  return w.paper(make(view, about), `${name}-${view.asset.name}`);
}
const card = (w: Web) => paperOf(w, 'asset.hand-over', assetCard, '资产卡');
const sheet = (w: Web) => paperOf(w, 'asset.hand-over', keeperSheet, '管护确认单');

async function manage(w: Web, back?: Back<ManageForm>) {
  const view = await w.read((tx) => load(tx, w));
  if (!view) return w.notFound();
  const { asset } = view;
  const may: Record<ManageForm, boolean> = {
    keeper: w.can('asset.hand-over', asset),
    leave: asset.holding?.kind === 'keeper' && (view.may.leave || w.can('asset.hand-over', asset)),
    plan: w.can('asset.plan', asset),
    cost: w.can('asset.cost', asset),
    correct: w.can('asset.register', asset),
    abandon: w.can('asset.abandon', asset),
  };
  if (asset.abandonment) return w.redirect(`/assets/${asset.id}`);
  if (!Object.values(may).some(Boolean)) return w.forbidden();
  const who = may.keeper || may.plan ? await whoCanKeep(w, asset.neighbourhoodId) : { persons: [], organisations: [] };
  const more = await w.read(async (tx) => ({
    resolutions: may.abandon
      ? (await listResolutions(tx, asset.neighbourhoodId)).slice(0, 100).map((one) => ({ value: one.id, label: one.text.slice(0, 60) }))
      : [],
    requests: may.cost ? (await requestsThatMayPay(tx, asset.neighbourhoodId)).filter((one) => one.leftFen > 0n) : [],
  }));
  return w.page(
    <AssetManagePage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      today={w.today}
      may={may}
      {...who}
      {...more}
      form={back?.form}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

/** The page again with a form's errors. */
const again = (w: Web, form: ManageForm, errors: FieldErrors) => manage(w, { form, errors: errorsOf(w, errors), values: w.form().values });

const leaveFields = z.object({ reason: z.enum(endReasons, 'not-in-list'), note: field.text(300), everything: field.tick() });

async function leave(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(leaveFields);
  if (!parsed.ok) return again(w, 'leave', parsed.error);
  const done = await endKeeping(w.command(form), { assetId: id, ...parsed.value });
  return done.ok ? w.redirect(`/assets/${id}`, upkeepText[w.lang].keeperGone(done.value)) : w.refuse(done.error, upkeepWords(w));
}

async function askKeeper(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const done = await offerKeeping(w.command(form), {
    assetId: id,
    personId: form.id('organisationId') ? null : form.id('personId'),
    organisationId: form.id('organisationId'),
    name: form.text('name'),
    deputyPersonId: form.id('deputyPersonId'),
  });
  if (done.ok) return w.redirect(`/assets/${id}`, upkeepText[w.lang].askedDone);
  return done.error === 'required' ? again(w, 'keeper', { name: 'required' }) : w.refuse(done.error, upkeepWords(w));
}

const planFields = z.object({
  title: field.text(60),
  every: field.whole(1, 365),
  unit: z.enum(planUnits, 'not-in-list'),
  firstDay: field.day(),
  from: field.text(5).optional(),
  to: field.text(5).optional(),
  rota: field.list(20),
  photo: field.tick(),
});

async function plan(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(planFields);
  if (!parsed.ok) return again(w, 'plan', parsed.error);
  const { from, to, rota, photo, ...rest } = parsed.value;
  if ((from === undefined) !== (to === undefined)) return again(w, 'plan', { [from === undefined ? 'from' : 'to']: 'not-a-season' });
  const done = await planUpkeep(w.command(form), {
    assetId: id,
    kind: 'work',
    ...rest,
    season: from && to ? { from, to } : null,
    photoNeeded: photo,
    rotaPersonIds: rota,
  });
  if (done.ok) return w.redirect(`/assets/${id}`, upkeepText[w.lang].planned(done.value));
  if (done.error === 'not-a-season') return again(w, 'plan', { from: done.error });
  if (done.error === 'in-the-past') return again(w, 'plan', { firstDay: done.error });
  return w.refuse(done.error, upkeepWords(w));
}

async function stopPlan(w: Web) {
  const [id, one] = [w.id(), w.id('one')];
  if (!id || !one) return w.notFound();
  const done = await endPlan(w.command(w.form()), { planId: one, reason: w.form().text('reason') });
  return done.ok ? w.redirect(`/assets/${done.value}`, upkeepText[w.lang].planEnded) : w.refuse(done.error, upkeepWords(w));
}

const costFields = z.object({ what: field.text(200), day: field.day(), amount: field.amount() });

async function cost(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(costFields);
  if (!parsed.ok) return again(w, 'cost', parsed.error);
  const paid = await payerOf(w, form);
  if (!paid.ok) return again(w, 'cost', { paper: paid.error });
  if (!paid.payer) return again(w, 'cost', { payer: 'who-pays' });
  const { what, day, amount } = parsed.value;
  const done = await payUpkeep(w.command(form), { assetId: id, what, day, amountFen: amount, payer: paid.payer });
  if (done.ok) return w.redirect(`/assets/${id}`, upkeepText[w.lang].costBooked);
  const where: Record<string, string> = {
    'in-the-future': 'day',
    'not-an-amount': 'amount',
    'who-pays': 'payerName',
    'no-paper': 'paper',
    'not-paid-request': 'payer',
    'more-than-paid': 'amount',
  };
  const fieldName = where[done.error];
  return fieldName ? again(w, 'cost', { [fieldName]: done.error }) : w.refuse(done.error, upkeepWords(w));
}

async function costBack(w: Web) {
  const [id, one] = [w.id(), w.id('one')];
  if (!id || !one) return w.notFound();
  const done = await takeBackCost(w.command(w.form()), { assetId: id, costId: one, reason: w.form().text('reason') });
  return done.ok ? w.redirect(`/assets/${id}`, upkeepText[w.lang].costTaken) : w.refuse(done.error, upkeepWords(w));
}

const told = z.object({
  place: field.text(200),
  lifeMonths: field.whole(1, 1200).optional(),
  warrantyUntil: field.day().optional(),
  warrantyBy: field.text(100).optional(),
  survivesDays: field.whole(2, 3650).optional(),
});
const factsOf = (value: z.output<typeof told>) => ({
  place: value.place,
  lifeMonths: value.lifeMonths ?? null,
  warrantyUntil: value.warrantyUntil ?? null,
  warrantyBy: value.warrantyBy ?? '',
  survivesDays: value.survivesDays ?? null,
});

async function correct(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(told);
  if (!parsed.ok) return again(w, 'correct', parsed.error);
  const done = await correctAsset(w.command(form), { assetId: id, ...factsOf(parsed.value) });
  if (done.ok) return w.redirect(`/assets/${id}`, upkeepText[w.lang].corrected);
  if (done.error === 'survives') return again(w, 'correct', { survivesDays: done.error });
  if (done.error === 'not-a-date') return again(w, 'correct', { warrantyUntil: done.error });
  return w.refuse(done.error, upkeepWords(w));
}

const abandonFields = z.object({
  kind: z.enum(abandonmentKinds, 'not-in-list'),
  body: field.text(100),
  decidedOn: field.day(),
  resolutionId: field.id().optional(),
  reason: field.text(1000),
  fate: z.enum(fates, 'not-in-list'),
  fateText: field.text(500),
  moneyIn: field.amount().optional(),
  moneyOut: field.amount().optional(),
  moneyText: field.text(300).optional(),
});

async function abandon(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(abandonFields);
  if (!parsed.ok) return again(w, 'abandon', parsed.error);
  const stored = await storedUploads(w, form.files('paper').slice(0, 1));
  if (!stored.ok) return again(w, 'abandon', { paper: stored.error });
  const { resolutionId, moneyIn, moneyOut, moneyText, ...rest } = parsed.value;
  const done = await abandonAsset(w.command(form), {
    assetId: id,
    ...rest,
    resolutionId: resolutionId ?? null,
    paper: stored.value[0] ?? null,
    moneyInFen: moneyIn ?? 0n,
    moneyOutFen: moneyOut ?? 0n,
    moneyText: moneyText ?? '',
  });
  if (done.ok) return w.redirect(`/assets/${id}`, upkeepText[w.lang].abandonedDone);
  const where: Record<string, string> = { 'needs-decision': 'paper', 'where-the-money-goes': 'moneyText', 'in-the-future': 'decidedOn' };
  const fieldName = where[done.error];
  return fieldName ? again(w, 'abandon', { [fieldName]: done.error }) : w.refuse(done.error, upkeepWords(w));
}

async function newAsset(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const found = await withProject(w, async (tx, project) => ({
    application: project.applicationId ? await findApplication(tx, project.applicationId) : null,
    place: await findNeighbourhood(tx, project.neighbourhoodId),
  }));
  if (!found) return w.notFound();
  if (!w.can('asset.register', found.project)) return w.forbidden();
  if (found.project.state !== 'upkeep') return w.redirect(`/projects/${found.project.id}/upkeep`, upkeepText[w.lang].noUpkeep, 'bad');
  return w.page(
    <NewAssetPage
      page={w.frame({ neighbourhood: found.place })}
      project={found.project}
      place={found.place}
      application={found.more.application}
      today={w.today}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

async function addAsset(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const backTo = (errors: FieldErrors) => newAsset(w, { errors: errorsOf(w, errors), values: form.values });
  const parsed = form.parse(
    told.extend({ name: field.text(100), kind: z.enum(assetKinds, 'not-in-list'), value: field.amount(), source: z.enum(sourceKinds, 'not-in-list') }),
  );
  if (!parsed.ok) return backTo(parsed.error);
  const { name, kind, value, source } = parsed.value;
  const done = await registerAsset(w.command(form), {
    projectId: id,
    asset: { ...factsOf(parsed.value), name, kind, valueFen: value, sourceKinds: [source], budgetLineNo: null, inUseFrom: w.today },
  });
  if (done.ok) return w.redirect(`/assets/${done.value}`, upkeepText[w.lang].addedAsset);
  const where: Record<string, string> = { survives: 'survivesDays', 'too-much': 'value', 'not-a-date': 'warrantyUntil' };
  const fieldName = where[done.error];
  return fieldName ? backTo({ [fieldName]: done.error }) : w.refuse(done.error, upkeepWords(w));
}
