import { z } from 'zod';
import {
  changeTerm,
  drawnItems,
  findAudit,
  findReport,
  findingsIssuedTo,
  issueReport,
  listAudits,
  openAudit,
  publicationOf,
  publishSummary,
  publishSummaryKey,
  sampleResults,
  scopeOf,
  summariesArePublished,
  termsOf,
  ticksOf,
  whatTheActorIs,
} from '#modules/audits';
import { listRounds, setSettings } from '#modules/funds';
import { listRoles } from '#modules/people';
import { listNeighbourhoods } from '#modules/places';
import { field, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { AuditPage, type AuditForm, type AuditView } from './audit-page.tsx';
import { findingRoutes } from './finding-routes.tsx';
import { ListPage, NewPage } from './list-pages.tsx';
import { reportPaper } from './papers.ts';
import { auditText } from './text.ts';
import { answersFor, isAtWork, seeAudit, seenFindings } from './view.ts';
import { itemDossier, itemFile, mine as ownAudit, population, postDraw, postTicks, showDraw, showItem, showSample } from './work-routes.tsx';

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

const openFields = z.object({
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
});

async function open(w: Web) {
  const form = w.form();
  const t = auditText[w.lang];
  const again = (errors: Record<string, string>) => showNew(w, w.errorTexts(errors, t), form.values);
  const parsed = form.parse(openFields);
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

const postTermFields = z.object({ to: field.day(), reason: field.text(500) });

async function postTerm(w: Web) {
  const id = w.id();
  const view = await loadAuditView(w);
  if (!id || !view) return w.notFound();
  const form = w.form();
  const t = auditText[w.lang];
  const again = (errors: Record<string, string>) => show(w, { form: 'term', errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(postTermFields);
  if (!parsed.ok) return again(parsed.error);
  const done = await changeTerm(w.command(form), { auditId: id, toDay: parsed.value.to, reason: parsed.value.reason });
  if (done.ok) return w.redirect(`/audits/${id}`, t.termChanged);
  return done.error === 'bad-days' ? again({ to: done.error }) : w.refuse(done.error, t);
}

const postReportFields = z.object({ opinion: field.text(8000), summary: field.text(4000) });

async function postReport(w: Web) {
  const seen = await ownAudit(w);
  if (!seen) return w.notFound();
  const form = w.form();
  const t = auditText[w.lang];
  const parsed = form.parse(postReportFields);
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
