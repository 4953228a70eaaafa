import { diffRules, packJson, type PolicyPack, readRule, type Rule, type RuleKind } from '#libs/policy';
import { POLICY_PACKS } from '#policies';
import {
  adoptedPolicies,
  adoptedPolicy,
  changePolicyDraft,
  type DraftStart,
  faultsOf,
  findAdoptedPolicy,
  findPolicyDraft,
  inheritedRules,
  knownPacks,
  listPolicyDrafts,
  movePolicyDraftBack,
  type PolicyDraft,
  proposePolicy,
  publishPolicy,
  startPolicyDraft,
} from '#modules/funds';
import { isDay } from '#libs/civil-time';
import type { Tx } from '#platform/database';
import type { Routes, Web } from '../kit/index.ts';
import { DraftPage } from './draft-page.tsx';
import { editorText } from './editor-text.ts';
import { draftPack, replayYear, yearsWithApplications } from './policy-replay.ts';
import { ReplayPage } from './replay-page.tsx';
import { fieldErrors, namedErrors, ruleFromForm, startingData } from './rule-data.ts';
import { RuleFormPage } from './rule-form-page.tsx';
import { ruleShapes } from './rule-shape.ts';
import { VersionPage, VersionsPage } from './versions-page.tsx';

const office = { neighbourhoodId: null };
type Back = { errors: Record<string, string>; values: Record<string, string | string[]> };

/** The versions of the policy, and the office's editor of the next one. */
export function editorRoutes(r: Routes): void {
  r.get('/policy/versions', 'policy.read', (w) => showVersions(w));
  r.post('/policy/versions', 'policy.edit', start);
  r.get('/policy/versions/:id', 'policy.read', showVersion);
  r.get('/policy/versions/:id/pack.json', 'policy.read', async (w) => {
    const id = w.id();
    const pack = id ? (await w.read((tx) => findAdoptedPolicy(tx, id)))?.packs[0] : undefined;
    return pack ? w.download(new TextEncoder().encode(`${packJson(pack)}\n`), 'application/json', `${pack.code}.json`) : w.notFound();
  });
  r.get('/policy/drafts/:id', 'policy.edit', (w) => showDraft(w));
  r.post('/policy/drafts/:id', 'policy.edit', saveHead);
  r.get('/policy/drafts/:id/rule', 'policy.edit', (w) => showRule(w));
  r.post('/policy/drafts/:id/rule', 'policy.edit', saveRule);
  r.post('/policy/drafts/:id/rule/remove', 'policy.edit', removeRule);
  r.get('/policy/drafts/:id/replay', 'policy.edit', showReplay);
  r.post('/policy/drafts/:id/propose', 'policy.edit', (w) =>
    step(w, (draftId) => proposePolicy(w.command(w.form()), { draftId, packs: POLICY_PACKS }), 'proposed'),
  );
  r.post('/policy/drafts/:id/back', 'policy.edit', (w) => step(w, (draftId) => movePolicyDraftBack(w.command(w.form()), { draftId, to: 'draft' }), 'moved'));
  r.post('/policy/drafts/:id/drop', 'policy.edit', async (w) => {
    const draftId = w.id();
    if (!draftId) return w.notFound();
    const done = await movePolicyDraftBack(w.command(w.form()), { draftId, to: 'dropped' });
    return done.ok ? w.redirect('/policy/versions', editorText[w.lang].moved) : w.refuse(done.error, editorText[w.lang]);
  });
  r.post('/policy/drafts/:id/publish', 'policy.publish', async (w) => {
    const draftId = w.id();
    if (!draftId) return w.notFound();
    const done = await publishPolicy(w.command(w.form()), { draftId, packs: POLICY_PACKS });
    if (done.ok) return w.redirect(`/policy/versions/${done.value}`, editorText[w.lang].published);
    return w.refuse(done.error, editorText[w.lang]);
  });
}

async function step(w: Web, work: (draftId: string) => Promise<{ ok: true } | { ok: false; error: string }>, said: 'proposed' | 'moved') {
  const id = w.id();
  if (!id) return w.notFound();
  const done = await work(id);
  const t = editorText[w.lang];
  if (done.ok) return w.redirect(`/policy/drafts/${id}`, t[said]);
  const field: Record<string, string> = { 'reason-required': 'reason', 'day-required': 'holdsFrom', 'same-version': 'version' };
  const at = field[done.error] ?? (done.error === 'loosens-blocking-rule' || done.error === 'no-rules' ? '' : null);
  return at === null ? w.refuse(done.error, t) : showDraft(w, { errors: { [at]: w.errorText(done.error, t) }, values: {} });
}

async function packsToBuildOn(tx: Tx, today: string): Promise<PolicyPack[]> {
  return knownPacks((await adoptedPolicy(tx, today))?.packs ?? [], POLICY_PACKS);
}

async function showVersions(w: Web, back?: Back) {
  const mayEdit = w.can('policy.edit', office);
  const view = await w.read(async (tx) => ({
    versions: await adoptedPolicies(tx),
    drafts: mayEdit ? await listPolicyDrafts(tx) : [],
    inForceId: (await adoptedPolicy(tx, w.today))?.id ?? null,
    above: (await packsToBuildOn(tx, w.today)).filter(({ code }) => !code.startsWith('frame') && (w.site.demo || !code.startsWith('demo'))),
  }));
  return w.page(<VersionsPage page={w.frame()} today={w.today} {...view} mayEdit={mayEdit} {...back} />, back ? 422 : 200);
}

async function start(w: Web) {
  const form = w.form();
  const t = editorText[w.lang];
  const back = (field: string, code: string) => showVersions(w, { errors: { [field]: w.errorText(code, t) }, values: form.values });
  const from = form.text('from');
  let begin: DraftStart;
  if (from === 'copy') begin = { from };
  else if (from === 'above') begin = { from, inherits: form.text('inherits') || null, title: form.text('title'), titleEn: form.text('titleEn') };
  else if (from === 'file') {
    const [file] = form.files('file');
    if (!file || file.bytes.length > 1_000_000) return back('file', 'bad-pack');
    let json: unknown = null;
    try {
      json = JSON.parse(new TextDecoder().decode(file.bytes));
    } catch {
      return back('file', 'bad-pack');
    }
    begin = { from, json };
  } else return back('from', 'required');
  const done = await startPolicyDraft(w.command(form), { packs: POLICY_PACKS, start: begin });
  if (done.ok) return w.redirect(`/policy/drafts/${done.value}`, t.started);
  const at: Record<string, string> = { 'no-name': 'title', 'unknown-pack': 'inherits', 'bad-pack': 'file', 'no-policy': 'from' };
  const field = at[done.error];
  return field ? back(field, done.error) : w.refuse(done.error, t);
}

async function showVersion(w: Web) {
  const id = w.id();
  const against = w.query('against');
  const found = id
    ? await w.read(async (tx) => {
        const version = await findAdoptedPolicy(tx, id);
        if (!version) return null;
        const others = await adoptedPolicies(tx);
        const at = others.findIndex((each) => each.id === id);
        const chosen = others.find((each) => each.id === against) ?? others[at + 1] ?? null;
        const before = chosen ? await findAdoptedPolicy(tx, chosen.id) : null;
        return {
          version,
          others,
          before: chosen,
          changes: diffRules(
            before?.packs.flatMap(({ rules }) => rules) ?? [],
            version.packs.flatMap(({ rules }) => rules),
          ),
        };
      })
    : null;
  return found ? w.page(<VersionPage page={w.frame()} {...found} />) : w.notFound();
}

async function showDraft(w: Web, back?: Back) {
  const id = w.id();
  const found = id
    ? await w.read(async (tx) => {
        const draft = await findPolicyDraft(tx, id);
        if (!draft) return null;
        const others = await packsToBuildOn(tx, w.today);
        const day = draft.holdsFrom ?? w.today;
        const inherited = inheritedRules(draft.pack, others, day);
        const inForce = await adoptedPolicy(tx, w.today);
        const own = inForce?.packs.find(({ code }) => code === draft.pack.code)?.rules ?? inForce?.packs[0]?.rules ?? [];
        return { draft, inherited: inherited.ok ? inherited.value : [], faults: faultsOf(draft.pack, others, day), changes: diffRules(own, draft.pack.rules) };
      })
    : null;
  if (!found) return w.notFound();
  const isProposer = found.draft.proposedBy !== null && found.draft.proposedBy === w.actor.personId;
  const may = { edit: w.can('policy.edit', office), publish: w.can('policy.publish', office), isProposer };
  return w.page(<DraftPage page={w.frame()} {...found} may={may} {...back} />, back ? 422 : 200);
}

async function saveHead(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = editorText[w.lang];
  const day = form.text('holdsFrom');
  if (day !== '' && !isDay(day)) return showDraft(w, { errors: { holdsFrom: t['not-a-day'] }, values: form.values });
  const head = { title: form.text('title'), titleEn: form.text('titleEn'), version: form.text('version'), reason: form.text('reason'), holdsFrom: day || null };
  const done = await changePolicyDraft(w.command(form), { draftId: id, change: { what: 'head', ...head } });
  if (done.ok) return w.redirect(`/policy/drafts/${id}`, t.saved);
  if (done.error === 'no-name') return showDraft(w, { errors: { [head.title === '' ? 'title' : 'version']: t['no-name'] }, values: form.values });
  return w.refuse(done.error, t);
}

interface Asked {
  draft: PolicyDraft;
  kind: RuleKind;
  rule: Rule | null;
  isOwn: boolean;
}

/** The rule that is asked for: of the draft, inherited and to be narrowed, or new of a kind. */
async function askedRule(w: Web, id: string, ruleId: string, kind: string): Promise<Asked | null> {
  return w.read(async (tx) => {
    const draft = await findPolicyDraft(tx, id);
    if (!draft || draft.state !== 'draft') return null;
    const own = draft.pack.rules.find((rule) => rule.id === ruleId);
    const above = own || ruleId === '' ? null : inheritedRules(draft.pack, await packsToBuildOn(tx, w.today), draft.holdsFrom ?? w.today);
    const rule = own ?? (above?.ok ? above.value.find((each) => each.id === ruleId) : undefined) ?? null;
    if (ruleId !== '' && !rule) return null;
    const known = Object.keys(ruleShapes).find((each): each is RuleKind => each === (rule?.kind ?? kind));
    return known ? { draft, kind: known, rule, isOwn: own !== undefined } : null;
  });
}

async function showRule(w: Web, back?: Back) {
  const id = w.id();
  const [ruleId, kind] = back ? [w.form().text('rule'), w.form().text('kind')] : [w.query('rule') ?? '', w.query('kind') ?? ''];
  const asked = id ? await askedRule(w, id, ruleId, kind) : null;
  const shape = asked && ruleShapes[asked.kind];
  if (!asked || !shape) return w.notFound();
  const { draft, rule, isOwn } = asked;
  const data = startingData(rule, `${draft.pack.title.zh}（${draft.pack.version}）`);
  return w.page(
    <RuleFormPage page={w.frame()} draft={draft} kind={asked.kind} shape={shape} ruleId={rule?.id ?? null} data={data} isOwn={isOwn} {...back} />,
    back ? 422 : 200,
  );
}

/** A free id for a new rule: the pack's code, the kind and a number. */
function freeId(draft: PolicyDraft, kind: string): string {
  for (let no = 1; ; no++) {
    const id = `${draft.pack.code}-${kind}-${no}`;
    if (!draft.pack.rules.some((rule) => rule.id === id)) return id;
  }
}

async function saveRule(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = editorText[w.lang];
  const asked = await askedRule(w, id, form.text('rule'), form.text('kind'));
  const shape = asked && ruleShapes[asked.kind];
  if (!asked || !shape) return w.notFound();
  const before = startingData(asked.rule, '');
  const { data, errors } = ruleFromForm(form, asked.kind, asked.rule?.id ?? freeId(asked.draft, asked.kind), shape, before);
  const read = readRule(data);
  const wrong = { ...(read.ok ? {} : fieldErrors(read.error, shape)), ...errors };
  if (Object.keys(wrong).length > 0) return showRule(w, { errors: namedErrors(w.errorTexts(wrong, t), shape, w.lang), values: form.values });
  const done = await changePolicyDraft(w.command(form), { draftId: id, change: { what: 'rule', rule: data } });
  if (done.ok) return w.redirect(`/policy/drafts/${id}`, t.ruleSaved);
  return done.error === 'bad-rule' ? showRule(w, { errors: { '': t['bad-rule'] }, values: form.values }) : w.refuse(done.error, t);
}

async function removeRule(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const t = editorText[w.lang];
  const done = await changePolicyDraft(w.command(w.form()), { draftId: id, change: { what: 'remove', ruleId: w.form().text('rule') } });
  return done.ok ? w.redirect(`/policy/drafts/${id}`, t.ruleRemoved) : w.refuse(done.error, t);
}

async function showReplay(w: Web) {
  const id = w.id();
  const asked = w.query('year') ?? '';
  const found = id
    ? await w.read(async (tx) => {
        const draft = await findPolicyDraft(tx, id);
        if (!draft) return null;
        const years = await yearsWithApplications(tx);
        const lastYear = Number(w.today.slice(0, 4)) - 1;
        // Without a choice last year's; where nobody applied then, the latest year in which somebody did.
        const year = /^2\d{3}$/.test(asked) ? Number(asked) : years.includes(lastYear) ? lastYear : (years[0] ?? lastYear);
        const after = await draftPack(tx, draft.pack, await packsToBuildOn(tx, w.today), draft.holdsFrom ?? w.today);
        return { draft, after, year, years, ...(after ? await replayYear(tx, after, year, w.today) : { projects: [], all: 0 }) };
      })
    : null;
  if (!found) return w.notFound();
  if (!found.after) return w.redirect(`/policy/drafts/${id}#faults`);
  return w.page(<ReplayPage page={w.frame()} draft={found.draft} year={found.year} years={found.years} projects={found.projects} all={found.all} />);
}
