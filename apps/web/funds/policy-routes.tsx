import { z } from 'zod';
import { resolvePack } from '#libs/policy';
import { POLICY_PACKS } from '#policies';
import {
  adoptedPolicies,
  adoptedPolicy,
  adoptPolicy,
  currentPack,
  type KeptRuling,
  listRulings,
  officeSettings,
  setSettings,
  settingHistory,
  supersedeRuling,
  withdrawRuling,
} from '#modules/funds';
import { listNeighbourhoods } from '#modules/places';
import { projectsByIds } from '#modules/projects';
import type { Tx } from '#platform/database';
import { field, type Routes, type Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { editorRoutes } from './editor-routes.tsx';
import { ownSettings } from './own-settings.ts';
import { AdoptPage, SettingsPage } from './policy-forms.tsx';
import { PolicyPage, setValues } from './policy-page.tsx';
import { seesNames, withoutNames } from './ruling-names.ts';
import { rulingText } from './ruling-text.ts';
import { type RulingRow, RulingPage, RulingsPage, rulingsTable } from './rulings-page.tsx';
import { openSettings, readSettings } from './setting-fields.tsx';
import { fundText } from './text.ts';

/** The policy in force, its adoption and values, and the rulings. */
export function policyRoutes(r: Routes): void {
  r.get('/policy', 'policy.read', showPolicy);
  editorRoutes(r);
  r.get('/policy/adopt', 'policy.adopt', (w) => showAdopt(w));
  r.post('/policy/adopt', 'policy.adopt', adopt);
  r.get('/policy/settings', 'setting.set', (w) => showSettings(w));
  r.post('/policy/settings', 'setting.set', saveSettings);
  r.get('/rulings', 'policy.read', showRulings);
  r.get('/rulings/:id', 'policy.read', (w) => showRuling(w));
  r.post('/rulings/:id/withdraw', 'ruling.give', postWithdrawal);
  r.post('/rulings/:id/anew', 'ruling.give', postAnew);
}

/** Everything the office may set: what its policy leaves open, and its own deadlines. */
export async function loadSettings(tx: Tx, today: string) {
  const adopted = await adoptedPolicy(tx, today);
  const settings = await officeSettings(tx);
  return { adopted, settings: adopted ? openSettings(adopted, settings, today) : [], own: ownSettings(settings) };
}

async function showPolicy(w: Web) {
  const view = await w.read(async (tx) => ({
    ...(await loadSettings(tx, w.today)),
    pack: await currentPack(tx, w.today),
    adoptions: await adoptedPolicies(tx),
    history: await settingHistory(tx),
  }));
  const office = { neighbourhoodId: null };
  return w.page(
    <PolicyPage
      page={w.frame()}
      adopted={view.adopted}
      pack={view.pack}
      unset={view.settings.filter(({ current }) => current === null)}
      adoptions={view.adoptions}
      values={setValues(view.history, [...view.settings, ...view.own], w.lang)}
      query={w.query('q') ?? ''}
      may={{ adopt: w.can('policy.adopt', office), set: w.can('setting.set', office) }}
    />,
  );
}

async function showAdopt(w: Web) {
  const adopted = await w.read((tx) => adoptedPolicy(tx, w.today));
  const code = w.query('code') ?? null;
  const chosen = POLICY_PACKS.some((pack) => pack.code === code) ? code : null;
  return w.page(<AdoptPage page={w.frame()} packs={POLICY_PACKS} chosen={chosen} current={adopted?.code ?? null} today={w.today} isDemo={w.site.demo} />);
}

async function adopt(w: Web) {
  const form = w.form();
  const t = fundText[w.lang];
  const done = await adoptPolicy(w.command(form), { packs: POLICY_PACKS, code: form.text('code') });
  if (!done.ok) return w.refuse(done.error, t);
  const resolved = resolvePack(POLICY_PACKS, form.text('code'), [], w.today);
  return w.redirect(resolved.ok ? '/policy/settings' : '/policy', t.adopted);
}

async function showSettings(w: Web, back?: { errors: Record<string, string>; values: Record<string, string | string[]> }) {
  const { settings, own } = await w.read((tx) => loadSettings(tx, w.today));
  return w.page(<SettingsPage page={w.frame()} settings={settings} own={own} {...back} />, back ? 422 : 200);
}

async function saveSettings(w: Web) {
  const form = w.form();
  const t = fundText[w.lang];
  const { settings, own } = await w.read((tx) => loadSettings(tx, w.today));
  const read = readSettings(form, [...settings, ...own]);
  if (!read.ok) return showSettings(w, { errors: w.errorTexts(read.error, t), values: form.values });
  const done = await setSettings(w.command(form), { values: read.value, reason: form.text('reason') });
  if (done.ok) return w.redirect('/policy', t.saved);
  if (done.error === 'not-allowed' || done.error === 'key-reused') return w.refuse(done.error, t);
  return showSettings(w, { errors: { [done.error === 'reason-required' ? 'reason' : '']: w.errorText(done.error, t) }, values: form.values });
}

async function rows(tx: Tx, rulings: readonly KeptRuling[]): Promise<RulingRow[]> {
  const projects = new Map(
    (await projectsByIds(tx, [...new Set(rulings.flatMap(({ projectId }) => (projectId === null ? [] : [projectId])))])).map((project) => [
      project.id,
      project,
    ]),
  );
  const places = new Map((await listNeighbourhoods(tx)).map((place) => [place.id, place.name]));
  return rulings.map((ruling) => {
    const project = ruling.projectId === null ? undefined : projects.get(ruling.projectId);
    return { ruling, projectTitle: project?.title ?? '', projectPlace: project ? (places.get(project.neighbourhoodId) ?? '') : '' };
  });
}

async function showRulings(w: Web) {
  const read = await w.read(async (tx) => ({ all: await rows(tx, await namedFor(w, tx)), pack: await currentPack(tx, w.today) }));
  const view = { page: w.frame(), rows: read.all, query: Object.fromEntries(w.url.searchParams), pack: read.pack, today: w.today };
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(rulingsTable(view)), xlsxType, `${fundText[w.lang].rulings}.xlsx`);
  return w.page(<RulingsPage {...view} />);
}

/** All rulings, for the public without the officers' names. */
const namedFor = async (w: Web, tx: Tx): Promise<KeptRuling[]> =>
  (await listRulings(tx)).map((ruling) => (seesNames(w.actor) ? ruling : withoutNames(ruling, w.lang)));

async function showRuling(w: Web, back?: { form: string; errors: Record<string, string>; values: Record<string, string | string[]> }) {
  const id = w.id();
  if (!id) return w.notFound();
  const found = await w.read(async (tx) => {
    const all = await namedFor(w, tx);
    const ruling = all.find((each) => each.id === id);
    if (!ruling) return null;
    const related = all.filter((each) => each.ruleId === ruling.ruleId && each.id !== ruling.id);
    const [row, ...others] = await rows(tx, [ruling, ...related]);
    return row ? { row, related: others, pack: await currentPack(tx, w.today) } : null;
  });
  const mayEnd = w.can('ruling.give', { neighbourhoodId: null });
  return found ? w.page(<RulingPage page={w.frame()} {...found} today={w.today} mayEnd={mayEnd} back={back} />, back ? 422 : 200) : w.notFound();
}

async function postWithdrawal(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = rulingText[w.lang];
  const done = await withdrawRuling(w.command(form), { rulingId: id, reason: form.text('reason').slice(0, 500) });
  if (done.ok) return w.redirect(`/rulings/${id}`, t.endFlash);
  if (done.error === 'reason-required') return showRuling(w, { form: 'withdraw', errors: { reason: t['reason-required'] }, values: form.values });
  return w.refuse(done.error, t);
}

const postAnewFields = z.object({
  decision: z.enum(['allowed', 'forbidden'], 'required'),
  reason: field.text(500),
  reach: z.enum(['project', 'general'], 'required'),
  validFrom: field.day().optional(),
  validTo: field.day().optional(),
});

async function postAnew(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = rulingText[w.lang];
  const back = (errors: Record<string, string>) => showRuling(w, { form: 'anew', errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(postAnewFields);
  if (!parsed.ok) return back(parsed.error);
  const { validFrom, validTo, ...said } = parsed.value;
  const done = await supersedeRuling(w.command(form), { rulingId: id, ...said, validFrom: validFrom ?? null, validTo: validTo ?? null });
  if (done.ok) return w.redirect(`/rulings/${done.value}`, t.anewFlash);
  if (done.error === 'ends-before-it-begins') return back({ validTo: done.error });
  if (done.error === 'reason-required' || done.error === 'no-reason') return back({ reason: done.error });
  return w.refuse(done.error, t);
}
