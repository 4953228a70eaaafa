import { z } from 'zod';
import type { Reason as PolicyReason } from '#libs/policy';
import { awardsOf } from '#modules/books';
import { currentPack, giveRulings, rulingsAbout } from '#modules/funds';
import { listNeighbourhoods } from '#modules/places';
import { availableByKind, findProject, newestProjects, type Project, projectsByIds, reasonsToRuleOn } from '#modules/projects';
import type { Tx } from '#platform/database';
import { field, type FieldErrors, type Routes, type Web } from '../kit/index.ts';
import { isId } from '../kit/form.ts';
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

const running = ['agreed', 'doing', 'appraisal', 'accepted'] as const;

/** So many projects stand in the choice; any other is asked about from its own page. */
const choice = 100;

async function loadAsk(w: Web, tx: Tx): Promise<AskView> {
  const q = w.query('q')?.trim().slice(0, 100) || undefined;
  const places = (await listNeighbourhoods(tx)).filter(({ id }) => w.can('spending.read', { neighbourhoodId: id }));
  const where = { neighbourhoodIds: places.map(({ id }) => id), states: running };
  const { projects, all } = await newestProjects(tx, where, choice);
  const chosen = projects.find(({ id }) => id === w.query('project')) ?? (await olderProject(w, tx));
  const awards = chosen ? await awardsOf(tx, chosen.id) : [];
  const names = seesNames(w.actor);
  const found = q === undefined ? undefined : await answerFor(w, tx, q, chosen?.id ?? null, awards);
  const answer = found && !names ? { ...found, sources: found.sources.map((source) => ({ ...source, reasons: source.reasons.map(anonymous(w)) })) } : found;
  const reasons = answer?.sources.flatMap((source) => source.reasons) ?? [];
  const about = reasons.map(({ rule, terms }) => ({ rule, terms: terms ?? [] }));
  const rulings = q === undefined || q === '' ? [] : await rulingsAbout(tx, q, about, 20);
  const ruled = rulings.flatMap(({ projectId }) => projectId ?? []);
  const titles = new Map((await projectsByIds(tx, ruled)).map((project) => [project.id, project.title]));
  return {
    q,
    projects: chosen && !projects.includes(chosen) ? [chosen, ...projects] : projects,
    // One and the same number stands in several neighbourhoods.
    placeNames: places.length > 1 ? new Map(places.map(({ id, name }) => [id, name])) : new Map(),
    notListed: all - projects.length,
    projectId: chosen?.id,
    // Without a project: what stands on this kind of money in all running projects that the visitor answers for.
    availableFen: chosen ? new Map(awards.map((award) => [award.awardId, award.availableFen])) : q === undefined ? new Map() : await availableByKind(tx, where),
    answer,
    rulings: rulings.map((ruling) => ({ ruling: names ? ruling : withoutNames(ruling, w.lang), projectTitle: titles.get(ruling.projectId ?? '') ?? '' })),
    pack: await currentPack(tx, w.today, chosen),
    today: w.today,
    open: answer && w.can('ruling.give', { neighbourhoodId: null }) ? reasonsToRuleOn([answer]) : [],
  };
}

/** The running project that the address names, though it is not among the newest; undefined where the visitor may not read its money. */
async function olderProject(w: Web, tx: Tx): Promise<Project | undefined> {
  const id = w.query('project');
  const found = id !== undefined && isId(id) ? await findProject(tx, id) : null;
  return found && running.some((state) => state === found.state) && w.can('spending.read', found) ? found : undefined;
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

const postRulingFields = z.object({
  decision: z.enum(['allowed', 'forbidden'], 'required'),
  reason: field.text(500),
  validFrom: field.day().optional(),
  validTo: field.day().optional(),
  reach: z.enum(['project', 'general']).optional(),
});

async function postRuling(w: Web) {
  const form = w.form();
  const t = { ...spendingText[w.lang], ...purchaseText[w.lang] };
  const view = await w.read((tx) => loadAsk(w, tx));
  if (view.q === undefined || view.open.length === 0) return w.refuse('wrong-state', t);
  const { q } = view;
  const back = (errors: FieldErrors) => showAsk(w, { errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(postRulingFields);
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
