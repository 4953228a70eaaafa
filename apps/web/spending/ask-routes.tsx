import { z } from 'zod';
import type { Reason as PolicyReason } from '#libs/policy';
import { allAwards, awardsOf } from '#modules/books';
import { currentPack, giveRulings, listRulings } from '#modules/funds';
import { listProjects, reasonsToRuleOn } from '#modules/projects';
import type { Tx } from '#platform/database';
import { field, type FieldErrors, type Routes, type Web } from '../kit/index.ts';
import { seesNames, withoutNames } from '../funds/ruling-names.ts';
import { AskPage, type AskView } from './ask-page.tsx';
import { purchaseText } from './purchase-text.ts';
import { answerFor } from './request-routes.tsx';
import { spendingText } from './text.ts';

/** Ask before you spend, with or without a project; the office rules there at once, for every project. */
export function askRoutes(r: Routes): void {
  r.get('/ask', 'spending.check', (w) => showAsk(w));
  r.post('/ask', 'ruling.give', postRuling);
}

/** A ruling is about the thing when it shares its rule and words with the answer, or one text stands in the other. */
function isAbout(ruling: { ruleId: string; terms: readonly string[]; item: string; reason: string }, q: string, reasons: readonly PolicyReason[]): boolean {
  const text = q.toLowerCase();
  return (
    ruling.item.toLowerCase().includes(text) ||
    ruling.reason.toLowerCase().includes(text) ||
    text.includes(ruling.item.toLowerCase()) ||
    ruling.terms.some((term) => text.includes(term.toLowerCase())) ||
    reasons.some((reason) => reason.rule === ruling.ruleId && (reason.terms ?? []).some((term) => ruling.terms.includes(term)))
  );
}

async function loadAsk(w: Web, tx: Tx): Promise<AskView> {
  const q = w.query('q')?.trim().slice(0, 100) || undefined;
  const running = await listProjects(tx, { states: ['agreed', 'doing', 'appraisal', 'accepted'] });
  const projects = running.filter((project) => w.can('spending.read', project));
  const chosen = projects.find((project) => project.id === w.query('project'));
  const awards = chosen ? await awardsOf(tx, chosen.id) : [];
  const names = seesNames(w.actor);
  const found = q === undefined ? undefined : await answerFor(w, tx, q, chosen?.id ?? null, awards);
  const answer = found && !names ? { ...found, sources: found.sources.map((source) => ({ ...source, reasons: source.reasons.map(anonymous(w)) })) } : found;
  const reasons = answer?.sources.flatMap((source) => source.reasons) ?? [];
  const rulings = q === undefined ? [] : (await listRulings(tx)).filter((ruling) => isAbout(ruling, q, reasons)).slice(0, 20);
  const titles = new Map((await listProjects(tx)).map((project) => [project.id, project.title]));
  // Without a project: what stands on this kind of money in all running projects that the visitor answers for.
  const byKind = new Map<string, bigint>();
  if (!chosen && projects.length > 0) {
    const own = new Set(projects.map((project) => project.id));
    for (const award of await allAwards(tx))
      if (own.has(award.projectId)) byKind.set(award.sourceKind, (byKind.get(award.sourceKind) ?? 0n) + award.availableFen);
  }
  return {
    q,
    projects,
    projectId: chosen?.id,
    availableFen: chosen ? new Map(awards.map((award) => [award.awardId, award.availableFen])) : byKind,
    answer,
    rulings: rulings.map((ruling) => ({ ruling: names ? ruling : withoutNames(ruling, w.lang), projectTitle: titles.get(ruling.projectId ?? '') ?? '' })),
    pack: await currentPack(tx, w.today),
    today: w.today,
    open: answer && w.can('ruling.give', { neighbourhoodId: null }) ? reasonsToRuleOn([answer]) : [],
  };
}

/** A reason whose precedent names no officer. */
const anonymous =
  (w: Web) =>
  (reason: PolicyReason): PolicyReason =>
    reason.precedent ? { ...reason, precedent: { ...reason.precedent, byName: purchaseText[w.lang].theOffice } } : reason;

async function showAsk(w: Web, back?: AskView['back']) {
  const view = await w.read((tx) => loadAsk(w, tx));
  return w.page(<AskPage page={w.frame()} view={{ ...view, back }} />, back ? 422 : 200);
}

async function postRuling(w: Web) {
  const form = w.form();
  const t = { ...spendingText[w.lang], ...purchaseText[w.lang] };
  const view = await w.read((tx) => loadAsk(w, tx));
  if (view.q === undefined || view.open.length === 0) return w.refuse('wrong-state', t);
  const { q } = view;
  const back = (errors: FieldErrors) => showAsk(w, { errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(
    z.object({
      decision: z.enum(['allowed', 'forbidden'], 'required'),
      reason: field.text(500),
      validFrom: field.day().optional(),
      validTo: field.day().optional(),
      reach: z.enum(['project', 'general']).optional(),
    }),
  );
  if (!parsed.ok) return back(parsed.error);
  const { validFrom, validTo, reach, ...said } = parsed.value;
  const done = await giveRulings(
    w.command(form),
    view.open.map((reason) => ({
      ...said,
      ruleId: reason.rule,
      projectId: view.projectId ?? null,
      terms: reason.terms ?? [],
      item: q,
      clause: reason.clause,
      source: reason.source,
      validFrom: validFrom ?? null,
      validTo: validTo ?? null,
      reach: view.projectId ? (reach ?? 'project') : ('general' as const),
    })),
  );
  if (!done.ok && done.error === 'no-reason') return back({ reason: done.error });
  if (!done.ok && done.error === 'ends-before-it-begins') return back({ validTo: done.error });
  if (!done.ok) return w.refuse(done.error, t);
  const project = view.projectId ? `&project=${view.projectId}` : '';
  return w.redirect(`/ask?q=${encodeURIComponent(q)}${project}`, t.ruledFlash);
}
