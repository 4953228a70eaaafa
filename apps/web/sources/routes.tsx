import { z } from 'zod';
import { findAward } from '#modules/books';
import { officeSetting, setSettings } from '#modules/funds';
import {
  chooseShortfallRule,
  extendAfterShortfall,
  extenders,
  findShortfall,
  readPercents,
  sayTrancheDue,
  setTranches,
  shortfallRules,
  shrinkAfterShortfall,
  trancheConditions,
  trancheKeys,
  tranchesOf,
} from '#modules/projects';
import { issuer } from '../books/income-routes.tsx';
import { field, type Routes, type Web } from '../kit/index.ts';
import { backOf, refused } from './back.ts';
import { crowdRoutes } from './crowd-routes.tsx';
import { SourcesPage } from './hub-page.tsx';
import { givingRoutes } from './giving-routes.tsx';
import { type Back, loadSources, sourceAt } from './load.ts';
import { paperRoutes } from './paper-routes.tsx';
import { trancheOrder } from './papers.ts';
import { sourcesText } from './text.ts';

/** Terms of a project's sources. */
export function sourceRoutes(r: Routes): void {
  r.get('/projects/:id/sources', 'source.read', (w) => showSources(w, w.id()));
  r.post('/awards/:id/tranches', 'tranche.plan', postPlan);
  r.post('/awards/:id/tranches/:one/due', 'tranche.plan', postDue);
  r.paper('/awards/:id/tranches/:one/order', 'tranche.paper', sendOrder);
  r.post('/awards/:id/shortfall-rule', 'shortfall.choose', postRule);
  r.post('/shortfalls/:id/shrink', 'shortfall.answer', (w) => postAnswer(w, 'shrink'));
  r.post('/shortfalls/:id/extend', 'shortfall.choose', (w) => postAnswer(w, 'extend'));
  paperRoutes(r);
  crowdRoutes(r);
  givingRoutes(r);
}

export async function showSources(w: Web, projectId: string | null, back?: Back) {
  const view = await w.read((tx) => loadSources(w, tx, projectId));
  if (!view) return w.notFound();
  return w.page(<SourcesPage page={w.frame({ neighbourhood: view.place })} view={{ ...view, back }} />, back ? 422 : 200);
}

/** The project page of the award in the address, or nothing. */
async function projectOf(w: Web) {
  return w.read((tx) => sourceAt(w, tx));
}

async function postPlan(w: Web) {
  const found = await projectOf(w);
  if (!found) return w.notFound();
  const form = w.form();
  const formName = `tranches-${found.award.awardId}`;
  const again = (back: Back) => showSources(w, found.project.id, back);
  const condition = z.enum(trancheConditions, 'not-in-list').optional();
  const parsed = form.parse(
    z.object({
      percents: z
        .string()
        .transform((text) => text.replaceAll('，', ',').replaceAll(' ', ''))
        .refine((text) => readPercents(text) !== null, 'bad-percents'),
      condition1: condition,
      condition2: condition,
      condition3: condition,
      keep: field.tick(),
    }),
  );
  if (!parsed.ok) return again(backOf(w, formName, parsed.error));
  const { percents: text, keep, ...rest } = parsed.value;
  const percents = readPercents(text) ?? [];
  const conditions = [rest.condition1, rest.condition2, rest.condition3].slice(0, percents.length).flatMap((each) => each ?? []);
  const planned = await setTranches(w.command(form), { awardId: found.award.awardId, percents, conditions });
  if (!planned.ok) return refused(w, formName, planned.error, again, { 'bad-percents': 'percents', 'bad-conditions': 'condition1', 'too-small': 'percents' });
  if (keep) {
    const kept = await setSettings(w.command(), {
      values: { [trancheKeys.percents]: text, [trancheKeys.conditions]: conditions.join(',') },
      reason: `随项目“${found.project.title}”确定`,
    });
    if (!kept.ok) return w.refuse(kept.error, sourcesText[w.lang]);
  }
  return w.redirect(`/projects/${found.project.id}/sources#a-${found.award.awardId}`, sourcesText[w.lang].planFlash);
}

const saidFields = z.object({ said: field.text(200) });

async function postDue(w: Web) {
  const [found, one] = [await projectOf(w), w.id('one')];
  if (!found || !one) return w.notFound();
  const form = w.form();
  const formName = `due-${one}`;
  const again = (back: Back) => showSources(w, found.project.id, back);
  const parsed = form.parse(saidFields);
  if (!parsed.ok) return again(backOf(w, formName, parsed.error));
  const done = await sayTrancheDue(w.command(form), { awardId: found.award.awardId, trancheId: one, said: parsed.value.said });
  if (!done.ok) return refused(w, formName, done.error, again, { 'reason-required': 'said' });
  return w.redirect(`/projects/${found.project.id}/sources#a-${found.award.awardId}`, sourcesText[w.lang].dueFlash);
}

async function sendOrder(w: Web) {
  const one = w.id('one');
  const found = await w.read(async (tx) => {
    const at = await sourceAt(w, tx);
    if (!at || !w.can('tranche.paper', at.project)) return null;
    const all = await tranchesOf(tx, at.award.awardId);
    const tranche = all.find((each) => each.id === one && each.dueOn !== null);
    const payee = await officeSetting(tx, `invoice.buyer.${at.project.neighbourhoodId}.name`);
    return tranche ? { ...at, all, tranche, payee: payee?.value ?? null } : null;
  });
  if (!found) return w.notFound();
  const { project, tranche, all, payee } = found;
  const document = await trancheOrder(tranche, all, { lang: w.lang, issuer: issuer(w, undefined), today: w.today, project, payer: w.subdistrict.name, payee });
  return w.paper(document, `${sourcesText[w.lang].order} ${project.serial}-${tranche.no}`);
}

const postRuleFields = z.object({
  rule: z.enum(shortfallRules, 'required'),
  day: field.day(),
  extendUntil: field.day().optional(),
  extendBy: z.enum(extenders, 'not-in-list').optional(),
});

async function postRule(w: Web) {
  const found = await projectOf(w);
  if (!found) return w.notFound();
  const form = w.form();
  const formName = `rule-${found.award.awardId}`;
  const again = (back: Back) => showSources(w, found.project.id, back);
  const parsed = form.parse(postRuleFields);
  if (!parsed.ok) return again(backOf(w, formName, parsed.error));
  const { rule, day, extendUntil, extendBy } = parsed.value;
  const done = await chooseShortfallRule(w.command(form), {
    awardId: found.award.awardId,
    rule,
    day,
    extendUntil: extendUntil ?? null,
    extendBy: extendBy ?? null,
  });
  if (!done.ok) return refused(w, formName, done.error, again, { 'in-the-past': 'day', 'extend-terms': 'extendUntil', 'extend-too-early': 'extendUntil' });
  return w.redirect(`/projects/${found.project.id}/sources#a-${found.award.awardId}`, sourcesText[w.lang].ruleFlash);
}

const postAnswerFields = z.object({ day: field.day(), resolution: field.id().optional(), note: field.text(200) });
const changeFields = z.object({ change: field.id() });

async function postAnswer(w: Web, what: 'shrink' | 'extend') {
  const id = w.id();
  const t = sourcesText[w.lang];
  const form = w.form();
  const at = id ? await w.read((tx) => projectOfShortfall(tx, id)) : null;
  if (!id || !at) return w.notFound();
  const formName = `short-${id}`;
  const again = (back: Back) => showSources(w, at.projectId, back);
  const done =
    what === 'shrink'
      ? await (async () => {
          const parsed = form.parse(changeFields);
          return parsed.ok ? shrinkAfterShortfall(w.command(form), { shortfallId: id, changeId: parsed.value.change }) : parsed;
        })()
      : await (async () => {
          const parsed = form.parse(postAnswerFields);
          return parsed.ok
            ? extendAfterShortfall(w.command(form), {
                shortfallId: id,
                day: parsed.value.day,
                resolutionId: parsed.value.resolution ?? null,
                note: parsed.value.note,
              })
            : parsed;
        })();
  if (done.ok) return w.redirect(`/projects/${at.projectId}/sources#a-${at.awardId}`, what === 'shrink' ? t.shrunkFlash : t.extendedFlash);
  if (typeof done.error !== 'string') return again(backOf(w, formName, done.error));
  return refused(w, formName, done.error, again, {
    'no-such-change': 'change',
    'too-late': 'day',
    'in-the-past': 'day',
    'needs-resolution': 'resolution',
    'reason-required': 'note',
  });
}

async function projectOfShortfall(tx: Parameters<typeof findAward>[0], id: string): Promise<{ projectId: string; awardId: string } | null> {
  const shortfall = await findShortfall(tx, id);
  const award = shortfall && (await findAward(tx, shortfall.awardId));
  return award ? { projectId: award.projectId, awardId: award.awardId } : null;
}
