import { z } from 'zod';
import {
  changeTerm,
  drawnItems,
  drawSample,
  findAudit,
  findReport,
  findingsIssuedTo,
  issueReport,
  listAudits,
  methods,
  openAudit,
  populationNow,
  populationOf,
  publicationOf,
  publishSummary,
  publishSummaryKey,
  sampleResults,
  samplesOf,
  scopeOf,
  summariesArePublished,
  termsOf,
  tickItem,
  type TickResult,
  tickResults,
  ticksOf,
  units,
  whatTheActorIs,
} from '#modules/audits';
import { gatherDossier } from '#modules/dossier';
import { listRounds, setSettings } from '#modules/funds';
import { listRoles } from '#modules/people';
import { listNeighbourhoods } from '#modules/places';
import { csv } from './csv.ts';
import { dossierPaper } from '../dossier/paper.ts';
import { stepName } from '../dossier/routes.tsx';
import { field, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { AuditPage, type AuditForm, type AuditView } from './audit-page.tsx';
import { findingRoutes } from './finding-routes.tsx';
import { ItemPage } from './item-page.tsx';
import { ListPage, NewPage } from './list-pages.tsx';
import { reportPaper } from './papers.ts';
import { DrawPage, SamplePage } from './sample-pages.tsx';
import { auditText } from './text.ts';
import { answersFor, isAtWork, loadItem, seeAudit, seenFindings } from './view.ts';

/** Pages of audits. */
export function auditRoutes(r: Routes): void {
  r.get('/audits', 'audit.read', list);
  r.get('/audits/new', 'audit.open', (w) => showNew(w));
  r.post('/audits/new', 'audit.open', open);
  r.get('/audits/:id', 'audit.read', (w) => show(w));
  r.post('/audits/:id/term', 'audit.open', postTerm);
  r.get('/audits/:id/draw', 'audit.work', (w) => showDraw(w));
  r.post('/audits/:id/draw', 'audit.work', postDraw);
  r.get('/audits/:id/samples/:sample', 'audit.read', showSample);
  r.get('/audits/:id/samples/:sample/population.csv', 'audit.read', population);
  r.get('/audits/:id/items/:item', 'audit.read', (w) => showItem(w));
  r.post('/audits/:id/items/:item/ticks', 'audit.work', postTicks);
  r.get('/audits/:id/items/:item/files/:file', 'audit.read', itemFile);
  r.paper('/audits/:id/items/:item/dossier', 'audit.read', itemDossier);
  r.post('/audits/:id/report', 'audit.work', postReport);
  r.paper('/audits/:id/report', 'audit.read', report);
  r.post('/audits/:id/publish', 'audit.publish', publish);
  r.post('/audits/:id/setting', 'audit.publish', postSetting);
  findingRoutes(r);
}

const placeNames = async (w: Web) => new Map((await w.read((tx) => listNeighbourhoods(tx))).map(({ id, name }) => [id, name]));

async function list(w: Web) {
  const readsAll = w.can('audit.read-all', { neighbourhoodId: null });
  const [audits, places] = await w.read(async (tx) => [
    await listAudits(tx, readsAll || !w.actor.personId ? {} : { auditorId: w.actor.personId }),
    await listNeighbourhoods(tx),
  ]);
  const mine = places.filter((place) => answersFor(w, { neighbourhoodId: place.id }) && !w.can('audit.open', { neighbourhoodId: null }));
  const findings = await w.read((tx) =>
    findingsIssuedTo(
      tx,
      mine.map(({ id }) => id),
    ),
  );
  return w.page(
    <ListPage
      page={w.frame()}
      audits={audits.filter((audit) => whatTheActorIs(audit, w.actor, w.today, readsAll) !== null)}
      findings={findings}
      places={new Map(places.map(({ id, name }) => [id, name]))}
      today={w.today}
      mayOpen={w.can('audit.open', { neighbourhoodId: null })}
      answers={mine.length > 0}
      query={Object.fromEntries(w.url.searchParams)}
    />,
  );
}

async function showNew(w: Web, errors?: FormErrors, values?: FormValues) {
  const [roles, rounds, places] = await w.read(async (tx) => [await listRoles(tx, {}), await listRounds(tx), await listNeighbourhoods(tx)]);
  const auditors = new Map(roles.filter(({ role }) => role === 'auditor').map(({ personId, personName }) => [personId, personName]));
  return w.page(
    <NewPage
      page={w.frame()}
      today={w.today}
      auditors={[...auditors].map(([personId, name]) => ({ personId, name }))}
      rounds={rounds.filter(({ state }) => state !== 'draft')}
      places={places}
      errors={errors}
      values={values}
    />,
    errors ? 422 : 200,
  );
}

async function open(w: Web) {
  const form = w.form();
  const t = auditText[w.lang];
  const again = (errors: Record<string, string>) => showNew(w, w.errorTexts(errors, t), form.values);
  const parsed = form.parse(
    z.object({
      title: field.text(120),
      commissioned: field.text(200),
      purpose: field.text(2000),
      auditor: field.id().optional(),
      name: field.text(60).optional(),
      phone: field.text(20).optional(),
      from: field.day(),
      to: field.day(),
      periodFrom: field.day(),
      periodTo: field.day(),
      answerDays: field.whole(1, 365),
      rounds: field.list(),
      places: field.list(),
    }),
  );
  if (!parsed.ok) return again(parsed.error);
  const { auditor, name, phone, rounds, places, commissioned, from, to, ...rest } = parsed.value;
  if (!auditor && !name) return again({ auditor: 'unknown-person' });
  const done = await openAudit(w.command(form), {
    ...rest,
    commissionedBy: commissioned,
    auditor: auditor ? { personId: auditor } : { name: name ?? '', phone: phone ?? null },
    fromDay: from,
    toDay: to,
    roundIds: rounds,
    neighbourhoodIds: places,
  });
  if (done.ok) return w.redirect(`/audits/${done.value.auditId}`, t.opened);
  const fields: Record<string, string> = {
    'bad-days': 'to',
    'own-audit': 'auditor',
    'unknown-person': 'auditor',
    'bad-phone': 'phone',
    'answer-days': 'answerDays',
  };
  const at = fields[done.error];
  return at ? again({ [at]: done.error }) : w.refuse(done.error, t);
}

async function loadAuditView(w: Web): Promise<AuditView | null> {
  return w.read(async (tx) => {
    const seen = await seeAudit(tx, w, w.id());
    if (!seen) return null;
    const { audit } = seen;
    const scope = await scopeOf(tx, audit.id);
    const places = new Map((await listNeighbourhoods(tx)).map(({ id, name }) => [id, name]));
    const rounds = new Map((await listRounds(tx)).map(({ id, name }) => [id, name]));
    return {
      ...seen,
      atWork: isAtWork(seen, w.today),
      places,
      rounds: scope.roundIds.map((id) => rounds.get(id) ?? ''),
      placeNames: scope.neighbourhoodIds.map((id) => places.get(id) ?? ''),
      terms: await termsOf(tx, audit.id),
      results: seen.seesWork ? await sampleResults(tx, audit.id) : [],
      items: seen.seesWork ? await drawnItems(tx, audit.id) : [],
      ticks: seen.seesWork ? await ticksOf(tx, audit.id) : [],
      findings: await seenFindings(tx, seen),
      report: await findReport(tx, audit.id),
      publication: await publicationOf(tx, audit.id),
      said: await summariesArePublished(tx),
      may: {
        open: w.can('audit.open', { neighbourhoodId: null }) && w.actor.personId !== audit.auditorId,
        publish: w.can('audit.publish', { neighbourhoodId: null }) && w.can('setting.set', { neighbourhoodId: null }),
      },
    };
  });
}

async function show(w: Web, back?: { form: AuditForm; errors: FormErrors; values: FormValues }) {
  const view = await loadAuditView(w);
  if (!view) return w.notFound();
  return w.page(<AuditPage page={w.frame()} view={view} today={w.today} {...back} />, back ? 422 : 200);
}

async function postTerm(w: Web) {
  const id = w.id();
  const view = await loadAuditView(w);
  if (!id || !view) return w.notFound();
  const form = w.form();
  const t = auditText[w.lang];
  const again = (errors: Record<string, string>) => show(w, { form: 'term', errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(z.object({ to: field.day(), reason: field.text(500) }));
  if (!parsed.ok) return again(parsed.error);
  const done = await changeTerm(w.command(form), { auditId: id, toDay: parsed.value.to, reason: parsed.value.reason });
  if (done.ok) return w.redirect(`/audits/${id}`, t.termChanged);
  return done.error === 'bad-days' ? again({ to: done.error }) : w.refuse(done.error, t);
}

/** The reader's own audit at work, or the page that says why not. */
async function mine(w: Web) {
  const seen = await w.read((tx) => seeAudit(tx, w, w.id()));
  return seen && isAtWork(seen, w.today) ? seen : null;
}

async function showDraw(w: Web, errors?: FormErrors, values?: FormValues) {
  const seen = await mine(w);
  if (!seen) return w.notFound();
  const population = await w.read((tx) => populationNow(tx, seen.audit, 'payment'));
  const now = { count: population.length, fen: population.reduce((sum, { amountFen }) => sum + amountFen, 0n) };
  return w.page(<DrawPage page={w.frame()} audit={seen.audit} now={now} errors={errors} values={values} />, errors ? 422 : 200);
}

async function postDraw(w: Web) {
  const seen = await mine(w);
  if (!seen) return w.notFound();
  const form = w.form();
  const t = auditText[w.lang];
  const again = (errors: Record<string, string>) => showDraw(w, w.errorTexts(errors, t), form.values);
  const parsed = form.parse(
    z.object({ unit: z.enum(units), method: z.enum(methods), wanted: field.whole(1, 5000).optional(), seed: field.text(100), checklist: field.text(8000) }),
  );
  if (!parsed.ok) return again(parsed.error);
  if (parsed.value.method !== 'all' && parsed.value.wanted === undefined) return again({ wanted: 'required' });
  const done = await drawSample(w.command(form), {
    auditId: seen.audit.id,
    ...parsed.value,
    wanted: parsed.value.wanted ?? 1,
    checklist: parsed.value.checklist.split('\n'),
  });
  if (done.ok) return w.redirect(`/audits/${seen.audit.id}/samples/${done.value.sampleId}`, t.drawn(done.value.drawn, done.value.of));
  const fields: Record<string, string> = { 'nothing-to-draw': 'unit', 'no-money': 'method', 'out-of-range': 'wanted', empty: 'seed', 'too-long': 'checklist' };
  const at = fields[done.error];
  return at ? again({ [at]: done.error }) : w.refuse(done.error, t);
}

async function showSample(w: Web) {
  const sampleId = w.id('sample');
  const found = await w.read(async (tx) => {
    const seen = await seeAudit(tx, w, w.id());
    if (!seen?.seesWork) return null;
    const result = (await sampleResults(tx, seen.audit.id)).find(({ sample }) => sample.id === sampleId);
    return result ? { seen, result, items: (await drawnItems(tx, seen.audit.id)).filter((item) => item.sampleId === sampleId) } : null;
  });
  if (!found) return w.notFound();
  return w.page(<SamplePage page={w.frame()} audit={found.seen.audit} result={found.result} items={found.items} />);
}

async function population(w: Web) {
  const sampleId = w.id('sample');
  const items = await w.read(async (tx) => {
    const seen = await seeAudit(tx, w, w.id());
    if (!seen?.seesWork || !(await samplesOf(tx, seen.audit.id)).some(({ id }) => id === sampleId)) return null;
    return populationOf(tx, sampleId ?? '');
  });
  if (!items) return w.notFound();
  const bytes = csv(
    ['key', 'stratum', 'fen', 'no', 'label', 'hits'],
    items.map((item) => [item.key, item.stratum, item.amountFen.toString(), String(item.no), item.label, String(item.hits)]),
  );
  return w.download(bytes, 'text/csv; charset=utf-8', 'population.csv');
}

async function showItem(w: Web, errors?: FormErrors, values?: FormValues) {
  const found = await w.read(async (tx) => {
    const view = await loadItem(tx, w, w.id(), w.id('item'));
    if (!view) return null;
    return {
      view,
      ticks: (await ticksOf(tx, view.seen.audit.id)).filter(({ itemId }) => itemId === view.item.id),
      findings: (await seenFindings(tx, view.seen)).filter(({ itemId }) => itemId === view.item.id),
    };
  });
  if (!found) return w.notFound();
  return w.page(
    <ItemPage
      page={w.frame()}
      {...found}
      places={await placeNames(w)}
      today={w.today}
      atWork={isAtWork(found.view.seen, w.today)}
      errors={errors}
      values={values}
    />,
    errors ? 422 : 200,
  );
}

const isResult = (text: string): text is TickResult => (tickResults as readonly string[]).includes(text);

async function postTicks(w: Web) {
  const seen = await mine(w);
  const itemId = w.id('item');
  if (!seen || !itemId) return w.notFound();
  const form = w.form();
  const t = auditText[w.lang];
  const ticks = Array.from({ length: 40 }, (_, at) => at + 1).flatMap((line) => {
    const result = form.text(`r${line}`);
    return isResult(result) ? [{ line, result, note: form.text(`n${line}`) }] : [];
  });
  const done = await tickItem(w.command(form), { auditId: seen.audit.id, itemId, ticks });
  if (done.ok) return w.redirect(`/audits/${seen.audit.id}/items/${itemId}`, t.ticked(done.value.changed));
  return w.refuse(done.error, t);
}

async function itemFile(w: Web) {
  const view = await w.read((tx) => loadItem(tx, w, w.id(), w.id('item')));
  const file = view?.files.get(w.id('file') ?? '');
  const bytes = file && (await w.files.get(file.sha256));
  return file && bytes ? w.download(bytes, file.mediaType, file.name, true) : w.notFound();
}

async function itemDossier(w: Web) {
  const found = await w.read(async (tx) => {
    const view = await loadItem(tx, w, w.id(), w.id('item'));
    return view && gatherDossier(tx, view.item.projectId, w.today);
  });
  if (!found) return w.notFound();
  const document = await dossierPaper(found, w.files, {
    lang: w.lang,
    issuer: `${w.subdistrict.name} ${found.place.name}`,
    address: w.absolute(`/projects/${found.project.id}`),
    today: w.today,
    stepName: stepName(w),
  });
  return w.paper(document, `${found.project.serial}-${found.project.title}`);
}

async function postReport(w: Web) {
  const seen = await mine(w);
  if (!seen) return w.notFound();
  const form = w.form();
  const t = auditText[w.lang];
  const parsed = form.parse(z.object({ opinion: field.text(8000), summary: field.text(4000) }));
  if (!parsed.ok) return show(w, { form: 'report', errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await issueReport(w.command(form), { auditId: seen.audit.id, ...parsed.value });
  return done.ok ? w.redirect(`/audits/${seen.audit.id}`, t.reportedNow) : w.refuse(done.error, t);
}

async function report(w: Web) {
  const view = await loadAuditView(w);
  if (!view?.report) return w.notFound();
  return w.paper(
    reportPaper(view, { lang: w.lang, issuer: w.subdistrict.name, today: w.today, address: w.absolute(`/audits/${view.audit.id}`) }),
    `${auditText[w.lang].report}-${view.audit.title}`,
  );
}

async function publish(w: Web) {
  const id = w.id();
  if (!id || !(await w.read((tx) => findAudit(tx, id)))) return w.notFound();
  const t = auditText[w.lang];
  const done = await publishSummary(w.command(w.form()), { auditId: id });
  return done.ok ? w.redirect(`/audits/${id}`, t.publishedNow) : w.refuse(done.error, t);
}

async function postSetting(w: Web) {
  const id = w.id();
  if (!id || !(await w.read((tx) => findAudit(tx, id)))) return w.notFound();
  const form = w.form();
  const t = auditText[w.lang];
  const said = form.text('publish');
  if (said !== 'yes' && said !== 'no') return show(w, { form: 'setting', errors: { publish: w.errorText('required') }, values: form.values });
  const done = await setSettings(w.command(form), { values: { [publishSummaryKey]: said }, reason: form.text('reason') });
  return done.ok ? w.redirect(`/audits/${id}`, t.settingSaved) : w.refuse(done.error, t);
}
