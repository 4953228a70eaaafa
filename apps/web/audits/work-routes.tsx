import { z } from 'zod';
import {
  drawnItems,
  drawSample,
  methods,
  populationNow,
  populationOf,
  sampleResults,
  samplesOf,
  tickItem,
  type TickResult,
  tickResults,
  ticksOf,
  units,
} from '#modules/audits';
import { gatherDossier } from '#modules/dossier';
import { dossierPaper } from '../dossier/paper.ts';
import { stepName } from '../dossier/routes.tsx';
import { field, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { csv } from './csv.ts';
import { ItemPage } from './item-page.tsx';
import { DrawPage, SamplePage } from './sample-pages.tsx';
import { auditText } from './text.ts';
import { isAtWork, loadItem, seeAudit, seenFindings } from './view.ts';

/** The reader's own audit at work, or the page that says why not. */
export async function mine(w: Web) {
  const seen = await w.read((tx) => seeAudit(tx, w, w.id()));
  return seen && isAtWork(seen, w.today) ? seen : null;
}

/** The form that draws. */
export async function showDraw(w: Web, errors?: FormErrors, values?: FormValues) {
  const seen = await mine(w);
  if (!seen) return w.notFound();
  const population = await w.read((tx) => populationNow(tx, seen.audit, 'payment'));
  const now = { count: population.length, fen: population.reduce((sum, { amountFen }) => sum + amountFen, 0n) };
  return w.page(<DrawPage page={w.frame()} audit={seen.audit} now={now} errors={errors} values={values} />, errors ? 422 : 200);
}

const postDrawFields = z.object({
  unit: z.enum(units),
  method: z.enum(methods),
  wanted: field.whole(1, 5000).optional(),
  seed: field.text(100),
  checklist: field.text(8000),
});

/** Draws. */
export async function postDraw(w: Web) {
  const seen = await mine(w);
  if (!seen) return w.notFound();
  const form = w.form();
  const t = auditText[w.lang];
  const again = (errors: Record<string, string>) => showDraw(w, w.errorTexts(errors, t), form.values);
  const parsed = form.parse(postDrawFields);
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

/** One drawing. */
export async function showSample(w: Web) {
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

/** Its population as a file. */
export async function population(w: Web) {
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

/** A drawn item. */
export async function showItem(w: Web, errors?: FormErrors, values?: FormValues) {
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
  return w.page(<ItemPage page={w.frame()} {...found} atWork={isAtWork(found.view.seen, w.today)} errors={errors} values={values} />, errors ? 422 : 200);
}

const isResult = (text: string): text is TickResult => (tickResults as readonly string[]).includes(text);

/** Ticks of an item. */
export async function postTicks(w: Web) {
  const seen = await mine(w);
  const itemId = w.id('item');
  if (!seen || !itemId) return w.notFound();
  const form = w.form();
  const t = auditText[w.lang];
  const ticks = Array.from({ length: 40 }, (_, at) => at + 1).flatMap((line) => {
    const said = form.text(`r${line}`);
    const result = said === 'open' && form.text('rest') === 'good' ? 'good' : said;
    return isResult(result) ? [{ line, result, note: form.text(`n${line}`) }] : [];
  });
  const done = await tickItem(w.command(form), { auditId: seen.audit.id, itemId, ticks });
  if (done.ok) return w.redirect(`/audits/${seen.audit.id}/items/${itemId}`, t.ticked(done.value.changed));
  return w.refuse(done.error, t);
}

/** A paper behind an item. */
export async function itemFile(w: Web) {
  const view = await w.read((tx) => loadItem(tx, w, w.id(), w.id('item')));
  const file = view?.files.get(w.id('file') ?? '');
  const bytes = file && (await w.files.get(file.sha256));
  return file && bytes ? w.download(bytes, file.mediaType, file.name, true) : w.notFound();
}

/** The dossier of an item's project. */
export async function itemDossier(w: Web) {
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
