import { z } from 'zod';
import { setSettings } from '#modules/funds';
import {
  buildingLawKey,
  buildingLaws,
  citationsOf,
  clausesOf,
  compareVersions,
  draftHouseRule,
  draftNewVersion,
  findHouseRule,
  isInForce,
  reportBreach,
  ruleKinds,
  searchClauses,
  versionsOf,
} from '#modules/house-rules';
import { findNeighbourhood } from '#modules/places';
import { officeSetting } from '#modules/funds';
import { field, type Routes, type Web } from '../kit/index.ts';
import { matterSettings } from '../matters/settings.ts';
import { storeUploads } from '../meetings/uploads.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { ClausePage } from './clause-page.tsx';
import { commentRoutes } from './comment-routes.tsx';
import { ComparePage } from './compare-page.tsx';
import { NewPage } from './edit-page.tsx';
import { ListPage } from './list-page.tsx';
import { rulePaper } from './papers.ts';
import { SettingsPage } from './settings-page.tsx';
import { houseRuleText } from './text.ts';
import { showRule, versionNo, versionRoutes } from './version-routes.tsx';
import { buildingsToChoose, loadLines, loadRule } from './view.ts';

type Back = { errors: FormErrors; values: FormValues };

/** Pages of house rules. */
export function houseRuleRoutes(r: Routes): void {
  r.get('/n/:place/house-rules', 'house-rule.read', list);
  r.get('/n/:place/house-rules/new', 'house-rule.draft', (w) => showNew(w));
  r.post('/n/:place/house-rules/new', 'house-rule.draft', draft);
  r.get('/house-rules/settings', 'setting.set', (w) => showSettings(w));
  r.post('/house-rules/settings', 'setting.set', saveSettings);
  r.get('/house-rules/:id', 'house-rule.read', async (w) => {
    const id = w.id();
    const view = id ? await loadRule(w, id) : null;
    return view ? w.redirect(`/house-rules/${id}/versions/${view.version.no}`) : w.notFound();
  });
  r.get('/house-rules/:id/versions/:no', 'house-rule.read', (w) => showRule(w));
  r.paper('/house-rules/:id/versions/:no/text', 'house-rule.read', print);
  r.get('/house-rules/:id/compare', 'house-rule.read', compare);
  r.post('/house-rules/:id/new-version', 'house-rule.draft', newVersion);
  r.get('/house-rules/:id/clauses/:clause', 'house-rule.read', (w) => showClause(w));
  r.post('/house-rules/:id/clauses/:clause/breach', 'house-rule.report-breach', breach);
  versionRoutes(r);
  commentRoutes(r);
}

async function list(w: Web) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  const query = (w.query('q') ?? '').slice(0, 40);
  const may = { draft: w.can('house-rule.draft', { neighbourhoodId: place.id }), set: w.can('setting.set', { neighbourhoodId: null }) };
  const { lines, found } = await w.read(async (tx) => ({
    lines: await loadLines(tx, place.id, w.today, may.draft),
    found: await searchClauses(tx, { neighbourhoodId: place.id, query, day: w.today }),
  }));
  return w.page(<ListPage page={w.frame({ neighbourhood: place })} place={place} today={w.today} query={query} found={found} {...lines} may={may} />);
}

async function showNew(w: Web, back?: Back) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  if (!w.can('house-rule.draft', { neighbourhoodId: place.id })) return w.forbidden();
  const buildings = await w.read((tx) => buildingsToChoose(tx, place.id));
  return w.page(
    <NewPage page={w.frame({ neighbourhood: place })} place={place} buildings={buildings} errors={back?.errors} values={back?.values} />,
    back ? 422 : 200,
  );
}

const draftFields = z.object({
  kind: z.enum(ruleKinds, 'required'),
  title: field.text(60),
  reason: field.text(2000).optional(),
  building: z.string().optional(),
});

async function draft(w: Web) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  const form = w.form();
  const t = houseRuleText[w.lang];
  const again = (errors: Record<string, string>) => showNew(w, { errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(draftFields);
  if (!parsed.ok) return again(parsed.error);
  const [buildingId, entranceId] = (parsed.value.building ?? '').split(' ').filter((id) => z.uuid().safeParse(id).success);
  const done = await draftHouseRule(w.command(form), {
    neighbourhoodId: place.id,
    kind: parsed.value.kind,
    title: parsed.value.title,
    reason: parsed.value.reason ?? '',
    buildingId: buildingId ?? null,
    entranceId: entranceId ?? null,
  });
  if (done.ok) return w.redirect(`/house-rules/${done.value.ruleId}/versions/1/edit`, t.saved);
  return done.error === 'which-building' ? again({ building: done.error }) : w.refuse(done.error, t);
}

async function print(w: Web) {
  const [id, no] = [w.id(), versionNo(w)];
  const view = id && no ? await loadRule(w, id, no) : null;
  if (!view || view.clauses.length === 0) return w.notFound();
  const document = await rulePaper(view, {
    lang: w.lang,
    issuer: `${w.subdistrict.name} ${view.place.name}`,
    today: w.today,
    address: w.absolute(`/house-rules/${view.rule.id}/versions/${view.version.no}`),
  });
  return w.paper(document, `${view.version.title} 第${view.version.no}版`);
}

async function compare(w: Web) {
  const id = w.id();
  const rule = id ? await w.read((tx) => findHouseRule(tx, id)) : null;
  if (!rule) return w.notFound();
  const found = await w.read(async (tx) => {
    const drafts = w.can('house-rule.draft', { neighbourhoodId: rule.neighbourhoodId });
    const versions = (await versionsOf(tx, [rule.id])).filter((one) => one.state !== 'draft' || drafts);
    const [a, b] = [w.query('a'), w.query('b')].map((no) => versions.find((one) => String(one.no) === no));
    const place = await findNeighbourhood(tx, rule.neighbourhoodId);
    return a && b && place ? { a, b, place, lines: compareVersions(await clausesOf(tx, a.id), await clausesOf(tx, b.id)) } : null;
  });
  if (!found) return w.notFound();
  return w.page(<ComparePage page={w.frame({ neighbourhood: found.place })} today={w.today} a={found.a} b={found.b} lines={found.lines} />);
}

const reasonFields = z.object({ reason: field.text(2000) });

async function newVersion(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = houseRuleText[w.lang];
  const parsed = form.parse(reasonFields);
  if (!parsed.ok) return showRule(w, { form: 'new-version', errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await draftNewVersion(w.command(form), { ruleId: id, reason: parsed.value.reason });
  if (!done.ok) return w.refuse(done.error, t);
  const made = await w.read((tx) => versionsOf(tx, [id]));
  return w.redirect(`/house-rules/${id}/versions/${made[0]?.no ?? 1}/edit`, t.saved);
}

async function showClause(w: Web, back?: Back) {
  const [id, articleId] = [w.id(), w.id('clause')];
  const found =
    id && articleId
      ? await w.read(async (tx) => {
          const rule = await findHouseRule(tx, id);
          const place = rule && (await findNeighbourhood(tx, rule.neighbourhoodId));
          if (!rule || !place) return null;
          const drafts = w.can('house-rule.draft', { neighbourhoodId: rule.neighbourhoodId });
          const history = [];
          for (const version of (await versionsOf(tx, [rule.id])).filter((one) => one.state !== 'draft' || drafts)) {
            const clause = (await clausesOf(tx, version.id)).find((one) => one.articleId === articleId);
            if (clause) history.push({ version, clause });
          }
          return { rule, place, history, citations: await citationsOf(tx, articleId) };
        })
      : null;
  if (!found) return w.notFound();
  const now = found.history.find((one) => isInForce(one.version, w.today));
  const shown = now ?? found.history[0];
  if (!shown) return w.notFound();
  return w.page(
    <ClausePage
      page={w.frame({ neighbourhood: found.place })}
      today={w.today}
      {...found}
      version={now?.version ?? null}
      clause={shown.clause}
      signedIn={w.actor.kind !== 'anonymous'}
      mayReport={w.can('house-rule.report-breach', { neighbourhoodId: found.rule.neighbourhoodId })}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

const breachFields = z.object({ text: field.text(2000), anonymous: field.tick() });

async function breach(w: Web) {
  const [id, articleId] = [w.id(), w.id('clause')];
  const rule = id ? await w.read((tx) => findHouseRule(tx, id)) : null;
  const version = rule && (await w.read((tx) => versionsOf(tx, [rule.id]))).find((one) => isInForce(one, w.today));
  if (!rule || !version || !articleId) return w.notFound();
  const form = w.form();
  const t = houseRuleText[w.lang];
  const again = (errors: Record<string, string>) => showClause(w, { errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(breachFields);
  if (!parsed.ok) return again(parsed.error);
  if (!w.can('house-rule.report-breach', { neighbourhoodId: rule.neighbourhoodId })) return w.refuse('not-in-place', t);
  if (form.files('photo').length > 3) return again({ photo: 'too-many-photos' });
  const photos = await storeUploads(w, form, 'photo');
  if (!photos.ok) return again({ photo: photos.error });
  const settings = await w.read((tx) => matterSettings(tx, w.today));
  const done = await reportBreach(w.command(form), { versionId: version.id, articleId, ...parsed.value, photos: photos.value, ...settings });
  return done.ok ? w.redirect(`/matters/${done.value.matterId}`, t.breachRaised) : w.refuse(done.error, t);
}

async function showSettings(w: Web, back?: Back) {
  const setting = await w.read((tx) => officeSetting(tx, buildingLawKey));
  return w.page(<SettingsPage page={w.frame()} setting={setting} errors={back?.errors} values={back?.values} />, back ? 422 : 200);
}

const saveSettingsFields = z.object({ law: z.enum(buildingLaws, 'required'), reason: field.text(500) });

async function saveSettings(w: Web) {
  const form = w.form();
  const t = houseRuleText[w.lang];
  const parsed = form.parse(saveSettingsFields);
  if (!parsed.ok) return showSettings(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await setSettings(w.command(form), { values: { [buildingLawKey]: parsed.value.law }, reason: parsed.value.reason });
  return done.ok ? w.redirect('/house-rules/settings', t.saved) : w.refuse(done.error, t);
}
