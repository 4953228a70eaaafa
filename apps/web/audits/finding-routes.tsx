import { z } from 'zod';
import {
  drawnItems,
  filesOfFindings,
  findAudit,
  findFinding,
  findItem,
  itWasIssued,
  mayTakeStep,
  nobodyJudgesTheOwnAnswer,
  type Paper,
  scopeOf,
  severities,
  type StepInput,
  type StepKind,
  stepKinds,
  takeStep,
  theStepFollows,
  whatTheActorIs,
  writeFinding,
} from '#modules/audits';
import { listRoles } from '#modules/people';
import { listNeighbourhoods } from '#modules/places';
import { findProject } from '#modules/projects';
import { findFiles } from '#platform/files';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { FindingPage, type FindingView } from './finding-pages.tsx';
import { NewFindingPage } from './new-finding-page.tsx';
import { auditText } from './text.ts';
import { answersFor, isAtWork, seeAudit } from './view.ts';

/** Findings: written, issued, answered, put right. */
export function findingRoutes(r: Routes): void {
  r.get('/audits/:id/findings/new', 'audit.work', (w) => showNew(w));
  r.post('/audits/:id/findings/new', 'audit.work', create);
  r.get('/audit-findings/:id', 'audit.read', (w) => show(w));
  r.get('/audit-findings/:id/files/:file', 'audit.read', sendFile);
  r.post('/audit-findings/:id/issue', 'audit.work', (w) => step(w, 'issue', () => ({ kind: 'issued' })));
  r.post('/audit-findings/:id/drop', 'audit.work', (w) => step(w, 'drop', () => ({ kind: 'dropped' })));
  r.post('/audit-findings/:id/answer', 'audit.answer', (w) => step(w, 'answer', () => ({ kind: 'answered' })));
  r.post('/audit-findings/:id/object', 'audit.answer', (w) => step(w, 'object', () => ({ kind: 'objected' })));
  r.post('/audit-findings/:id/rule', 'audit.read', (w) => step(w, 'rule', rule));
  r.post('/audit-findings/:id/plan', 'audit.answer', (w) =>
    step(w, 'plan', (form) => ({ kind: 'planned', personId: form.id('person'), dueDay: form.text('due') })),
  );
  r.post('/audit-findings/:id/settle', 'audit.read', (w) => step(w, 'settle', () => ({ kind: 'settled' })));
  // Whoever is named to put it right may hold no role.
  r.post('/audit-findings/:id/prove', 'audit.read', (w) => step(w, 'prove', () => ({ kind: 'proved' })));
  r.post('/audit-findings/:id/recheck', 'audit.read', (w) =>
    step(w, 'recheck', (form) => (form.text('kind') === 'good' ? { kind: 'good' } : form.text('kind') === 'bad' ? { kind: 'bad' } : { error: 'kind' })),
  );
}

type Asked = Omit<StepInput, 'findingId' | 'body' | 'papers'> | { error: string; code?: string };

const ruleFields = z.object({ severity: z.enum(severities), amount: field.amount().optional() });

function rule(form: Form): Asked {
  const kind = form.text('kind');
  if (kind === 'kept' || kind === 'lifted') return { kind };
  if (kind !== 'changed') return { error: 'kind' };
  const parsed = form.parse(ruleFields);
  if (!parsed.ok) return { error: parsed.error.amount ? 'amount' : 'severity', code: parsed.error.amount ?? 'required' };
  return { kind, severity: parsed.value.severity, amountFen: parsed.value.amount ?? null };
}

async function storePapers(w: Web, form: Form): Promise<Paper[] | { error: string }> {
  const papers: Paper[] = [];
  const seen = new Set<string>();
  for (const upload of form.files('files').slice(0, 10)) {
    const put = await w.files.put(upload.bytes);
    if (!put.ok) return { error: put.error };
    if (seen.has(put.value.sha256)) continue;
    seen.add(put.value.sha256);
    papers.push({ stored: put.value, name: upload.name });
  }
  return papers;
}

async function showNew(w: Web, errors?: FormErrors, values?: FormValues) {
  const itemId = w.query('item');
  const found = await w.read(async (tx) => {
    const seen = await seeAudit(tx, w, w.id());
    if (!seen || !isAtWork(seen, w.today)) return null;
    const { neighbourhoodIds } = await scopeOf(tx, seen.audit.id);
    const item = itemId && /^[0-9a-f-]{36}$/.test(itemId) ? await findItem(tx, seen.audit.id, itemId) : null;
    const places = (await listNeighbourhoods(tx)).filter(({ id }) => neighbourhoodIds.length === 0 || neighbourhoodIds.includes(id));
    return itemId && !item ? null : { audit: seen.audit, item, places };
  });
  if (!found) return w.notFound();
  return w.page(<NewFindingPage page={w.frame()} {...found} errors={errors} values={values} />, errors ? 422 : 200);
}

const createFields = z.object({
  place: field.text(40),
  severity: z.enum(severities),
  clause: field.text(300),
  body: field.text(4000),
  amount: field.amount().optional(),
  misstated: field.tick(),
});

async function create(w: Web) {
  const id = w.id();
  const seen = await w.read((tx) => seeAudit(tx, w, id));
  if (!id || !seen || !isAtWork(seen, w.today)) return w.notFound();
  const form = w.form();
  const t = auditText[w.lang];
  const again = (errors: Record<string, string>) => showNew(w, w.errorTexts(errors, t), form.values);
  const parsed = form.parse(createFields);
  if (!parsed.ok) return again(parsed.error);
  const papers = await storePapers(w, form);
  if (!Array.isArray(papers)) return again({ files: papers.error });
  const { place, amount, ...rest } = parsed.value;
  const itemId = w.query('item');
  const items = await w.read((tx) => drawnItems(tx, id));
  const done = await writeFinding(w.command(form), {
    ...rest,
    auditId: id,
    itemId: items.find((item) => item.id === itemId)?.id ?? null,
    neighbourhoodId: place === 'office' ? null : form.id('place'),
    toOffice: place === 'office',
    amountFen: amount ?? null,
    papers,
  });
  if (done.ok) return w.redirect(`/audit-findings/${done.value.findingId}`, t.written);
  const fields: Record<string, string> = { 'amount-required': 'amount', 'more-than-the-item': 'amount', 'needs-item': 'misstated', 'not-in-scope': 'place' };
  const at = fields[done.error];
  return at ? again({ [at]: done.error }) : w.refuse(done.error, t);
}

/** A finding as the reader may see it: the auditor while there is access, the office and who answers once it is issued, and who puts it right. */
async function load(w: Web): Promise<FindingView | null> {
  const id = w.id();
  if (!id) return null;
  return w.read(async (tx) => {
    const finding = await findFinding(tx, id);
    const audit = finding && (await findAudit(tx, finding.auditId));
    if (!finding || !audit) return null;
    const part = whatTheActorIs(audit, w.actor, w.today, w.can('audit.read-all', { neighbourhoodId: null }));
    const remedies = finding.steps.some((one) => one.personId !== null && one.personId === w.actor.personId);
    const isAuditor = audit.auditorId === w.actor.personId;
    const sees = part === 'auditor' || (itWasIssued(finding) && (part !== null || (!isAuditor && (answersFor(w, finding) || remedies))));
    if (!sees) return null;
    const places = await listNeighbourhoods(tx);
    const item = finding.itemId ? await findItem(tx, audit.id, finding.itemId) : null;
    const files = await filesOfFindings(tx, [finding.id]);
    const infos = new Map(
      (
        await findFiles(
          tx,
          files.map(({ fileId }) => fileId),
        )
      ).map((file) => [file.id, file]),
    );
    const who = { personId: w.actor.personId, today: w.today, can: w.can.bind(w) };
    const judges = nobodyJudgesTheOwnAnswer(finding, w.actor.personId);
    const may = new Set<StepKind>(
      stepKinds.filter(
        (kind) =>
          theStepFollows(finding, kind) &&
          mayTakeStep(audit, finding, kind, who) &&
          (judges || !['kept', 'changed', 'lifted', 'settled', 'good', 'bad'].includes(kind)),
      ),
    );
    const roles = may.has('planned') ? await listRoles(tx, finding.neighbourhoodId === null ? {} : { neighbourhoodId: finding.neighbourhoodId }) : [];
    const fits = roles.filter(
      ({ role, toDay, fromDay }) =>
        (toDay === null || toDay >= w.today) &&
        fromDay <= w.today &&
        (finding.neighbourhoodId === null ? ['officer', 'head'] : ['secretary', 'director', 'supervisor', 'keeper', 'steward', 'property', 'partner']).includes(
          role,
        ),
    );
    return {
      audit,
      finding,
      placeName: places.find(({ id: place }) => place === finding.neighbourhoodId)?.name ?? null,
      item: item
        ? { label: item.label, href: part === 'auditor' || (part === 'office' && audit.reported) ? `${w.base}/audits/${audit.id}/items/${item.id}` : null }
        : null,
      projectTitle: finding.projectId ? ((await findProject(tx, finding.projectId))?.title ?? null) : null,
      papers: files.flatMap((file) => {
        const info = infos.get(file.fileId);
        return info ? [{ ...file, file: info }] : [];
      }),
      may,
      people: [...new Map(fits.map(({ personId, personName }) => [personId, personName]))].map(([personId, name]) => ({ personId, name })),
      auditHref: part === null ? null : `${w.base}/audits/${audit.id}`,
    };
  });
}

async function show(w: Web, back?: { form: string; errors: FormErrors; values: FormValues }) {
  const view = await load(w);
  if (!view) return w.notFound();
  return w.page(<FindingPage page={w.frame()} view={view} today={w.today} {...back} />, back ? 422 : 200);
}

async function sendFile(w: Web) {
  const view = await load(w);
  const file = view?.papers.find(({ fileId }) => fileId === w.id('file'))?.file;
  const bytes = file && (await w.files.get(file.sha256));
  return file && bytes ? w.download(bytes, file.mediaType, file.name, true) : w.notFound();
}

async function step(w: Web, name: string, read: (form: Form) => Asked) {
  const view = await load(w);
  if (!view) return w.notFound();
  const form = w.form();
  const t = auditText[w.lang];
  const again = (errors: Record<string, string>) => show(w, { form: name, errors: w.errorTexts(errors, t), values: form.values });
  const asked = read(form);
  if ('error' in asked) return again({ [asked.error]: asked.code ?? 'required' });
  const papers = await storePapers(w, form);
  if (!Array.isArray(papers)) return again({ files: papers.error });
  const done = await takeStep(w.command(form), { ...asked, findingId: view.finding.id, body: form.text('body'), papers });
  if (done.ok) return w.redirect(`/audit-findings/${view.finding.id}`, t.stepDone);
  const fields: Record<string, string> = {
    empty: 'body',
    'too-long': 'body',
    'bad-days': 'due',
    'unknown-person': 'person',
    'no-proof': 'files',
    'amount-worse': 'amount',
  };
  const at = fields[done.error];
  return at ? again({ [at]: done.error }) : w.refuse(done.error, t);
}
