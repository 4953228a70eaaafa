import { z } from 'zod';
import { listNeighbourhoods } from '#modules/places';
import { findApplication, findProject, listProjects, thePlanCountsOnTheAward } from '#modules/projects';
import {
  agreementsOf,
  awardOutcomes,
  confirmRound,
  type DecidedLine,
  endWaitingList,
  moveUpFromWaiting,
  proposalsIn,
  proposeRound,
  readRefusal,
  receiptsOf,
  signForTheOffice,
  takeLetter,
  theAwardHasTerms,
} from '#modules/reviews';
import { findRound } from '#modules/funds';
import type { Tx } from '#platform/database';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import { type AgreementLine, AgreementsPage, toSignNow } from './agreements-page.tsx';
import { DecisionPage, type DecisionView } from './decision-page.tsx';
import { decisionText } from './decision-text.ts';
import { lineReason } from './allocation-words.ts';
import { reasonAsProposed } from './decision-reason.ts';
import { type DecisionFigures, loadDecision } from './decision-view.ts';
import { LetterPage } from './letter-page.tsx';
import { letterPaper } from './letter-paper.ts';
import { letterText } from './letter-text.ts';
import { loadLetters } from './letter-view.ts';
import { objectionRoutes } from './objection-routes.tsx';

const office = { neighbourhoodId: null };

/** The decision on a round, its waiting list, letters and agreements. */
export function decisionRoutes(r: Routes): void {
  objectionRoutes(r);
  r.get('/rounds/:id/decision', 'round.read', (w) => show(w));
  r.post('/rounds/:id/decision', 'award.propose', propose);
  r.post('/rounds/:id/decision/:one/confirm', 'award.confirm', confirm);
  r.post('/rounds/:id/waiting/up', 'award.propose', moveUp);
  r.post('/rounds/:id/waiting/end', 'award.confirm', end);
  r.paper('/rounds/:id/letters', 'check.read', allLetters);
  r.get('/projects/:id/letter', 'award.read', (w) => showLetter(w));
  r.paper('/projects/:id/letter', 'award.read', printLetter);
  r.post('/projects/:id/letter', 'award.take-letter', take);
  r.get('/rounds/:id/agreements', 'check.read', showAgreements);
  r.post('/rounds/:id/agreements', 'project.agree', signAll);
}

async function show(w: Web, back?: DecisionView['back']) {
  const id = w.id();
  const staff = w.can('check.read', office);
  const found = id ? await w.read((tx) => loadDecision(tx, id, w.today, staff)) : null;
  if (!found) return w.notFound();
  return w.page(
    <DecisionPage
      page={w.frame()}
      today={w.today}
      personId={w.actor.personId}
      {...found}
      may={{
        propose: w.can('award.propose', office),
        confirm: w.can('award.confirm', office),
        letters: staff,
        staff,
        set: w.can('setting.set', office),
      }}
      {...(back ? { back } : {})}
    />,
    back ? 422 : 200,
  );
}

/** Line numbers as typed: `2、5`. Null where there is something else. */
export function readLineNos(text: string): number[] | null {
  const words = text
    .normalize('NFKC')
    .split(/[,、;\s]+/)
    .filter((word) => word !== '');
  return words.every((word) => /^\d{1,3}$/.test(word)) ? [...new Set(words.map(Number))] : null;
}

/** The lines of the form, `o-{project}` and so on; what cannot be read is an error at its field. */
function readLines(form: Form, changesOnly: boolean): { lines: DecidedLine[]; errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const lines: DecidedLine[] = [];
  for (const name of Object.keys(form.values)) {
    if (!/^o-[0-9a-f-]{36}$/.test(name)) continue;
    const projectId = name.slice(2);
    if (changesOnly && !form.has(`i-${projectId}`)) continue;
    const outcome = awardOutcomes.find((known) => known === form.text(name)) ?? 'decline';
    const amount = field.amount().safeParse(form.text(`g-${projectId}`).replace(/[,，\s]/g, ''));
    if (outcome !== 'decline' && !amount.success) errors[`g-${projectId}`] = 'not-an-amount';
    const cutLines = readLineNos(form.text(`c-${projectId}`));
    if (cutLines === null) errors[`c-${projectId}`] = 'no-such-line';
    lines.push({
      projectId,
      outcome,
      grantFen: outcome !== 'decline' && amount.success ? amount.data : 0n,
      reason: form.text(`r-${projectId}`),
      departureReason: form.text(`d-${projectId}`),
      terms: form.text(`t-${projectId}`),
      cutLines: cutLines ?? [],
    });
  }
  return { lines, errors };
}

const fieldOf: Record<string, string> = {
  'not-an-amount': 'g',
  'above-request': 'g',
  'over-cap': 'g',
  'departure-unexplained': 'd',
  'terms-missing': 't',
  'no-such-line': 'c',
  'reason-required': 'r',
  'too-long': 'r',
  'reviews-missing': 'o',
  decided: 'o',
};

/** What the chosen rule says about a project, as the form was filled with it. */
function ruleFor({ lines, run, scenario }: DecisionFigures, projectId: string): { says: string; grantFen: bigint } | null {
  const line = lines.find(({ project }) => project.id === projectId)?.line;
  return line && run && scenario ? { says: lineReason(line, scenario.outcome, run.input, 'zh'), grantFen: BigInt(line.grantFen) } : null;
}

async function propose(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = decisionText[w.lang];
  const again = await w.read((tx) => proposalsIn(tx, id).then((all) => all.some(({ decisionId }) => decisionId !== null)));
  const { lines, errors } = readLines(form, again);
  if (form.text('reason') === '') errors['reason'] = 'reason-required';
  if (Object.keys(errors).length > 0) return show(w, { form: 'propose', errors: w.errorTexts(errors, t), values: form.values });
  const found = await w.read((tx) => loadDecision(tx, id, w.today, true));
  const spoken = lines.map((line) => ({ ...line, reason: reasonAsProposed(line, found ? ruleFor(found, line.projectId) : null) }));
  const done = await proposeRound(w.command(form), { roundId: id, reason: form.text('reason'), lines: spoken });
  if (done.ok) return w.redirect(`/rounds/${id}/decision`, t.published);
  const { code, projectId } = readRefusal(done.error);
  const at = fieldOf[code];
  if (at && projectId) return show(w, { form: 'propose', errors: { [`${at}-${projectId}`]: w.errorText(code, t) }, values: form.values });
  if (code === 'over-pool' || code === 'nothing-decided' || code === 'needs-setting')
    return show(w, { form: 'propose', errors: { '': w.errorText(code, t) }, values: form.values });
  return w.refuse(code, t);
}

async function confirm(w: Web) {
  const id = w.id();
  const decisionId = w.id('one');
  if (!id || !decisionId) return w.notFound();
  const form = w.form();
  const t = decisionText[w.lang];
  const formName = `confirm-${decisionId}`;
  const parsed = form.parse(z.object({ decision: z.enum(['confirmed', 'refused'], 'required'), reason: field.text(2000).optional() }));
  if (!parsed.ok) return show(w, { form: formName, errors: w.errorTexts(parsed.error, t), values: form.values });
  const { decision, reason } = parsed.value;
  const done = await confirmRound(w.command(form), { decisionId, decision, reason: reason ?? '' });
  if (done.ok) return w.redirect(`/rounds/${id}/decision`, decision === 'confirmed' ? t.confirmed(done.value) : t.refused);
  if (done.error === 'reason-required') return show(w, { form: formName, errors: { reason: t['reason-required'] }, values: form.values });
  return w.refuse(done.error, t);
}

async function moveUp(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = decisionText[w.lang];
  const parsed = form.parse(
    z.object({ project: field.id(), reason: field.text(1000), outOfTurn: field.text(2000).optional(), terms: field.text(2000).optional() }),
  );
  if (!parsed.ok) return show(w, { form: 'up', errors: w.errorTexts(parsed.error, t), values: form.values });
  const { project, reason, outOfTurn, terms } = parsed.value;
  const done = await moveUpFromWaiting(w.command(form), { roundId: id, projectId: project, reason, outOfTurn: outOfTurn ?? '', terms: terms ?? '' });
  if (done.ok) return w.redirect(`/rounds/${id}/decision`, t.movedUp);
  const { code } = readRefusal(done.error);
  if (code === 'not-enough-left') return show(w, { form: 'up', errors: { terms: t[code] }, values: form.values });
  if (code === 'out-of-turn') return show(w, { form: 'up', errors: { outOfTurn: t[code] }, values: form.values });
  return w.refuse(code, t);
}

async function end(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = decisionText[w.lang];
  const parsed = form.parse(z.object({ reason: field.text(1000) }));
  if (!parsed.ok) return show(w, { form: 'end', errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await endWaitingList(w.command(form), { roundId: id, reason: parsed.value.reason });
  return done.ok ? w.redirect(`/rounds/${id}/decision`, t.ended(done.value)) : w.refuse(done.error, t);
}

async function allLetters(w: Web) {
  const id = w.id();
  const letters = id
    ? await w.read(async (tx) => {
        const proposals = (await proposalsIn(tx, id)).toSorted((a, b) => Number(b.meanText) - Number(a.meanText));
        return loadLetters(
          tx,
          id,
          proposals.map(({ projectId }) => projectId),
          w.today,
        );
      })
    : [];
  const [first] = letters;
  if (!first) return w.notFound();
  return w.paper(letterPaper(letters, { subdistrict: w.subdistrict.name, today: w.today }), `${decisionText[w.lang].letters} ${first.round.name}`);
}

async function letterOf(w: Web) {
  const id = w.id();
  return id
    ? w.read(async (tx) => {
        const project = await findProject(tx, id);
        if (!project?.roundId || !w.can('award.read', project)) return null;
        return (await loadLetters(tx, project.roundId, [id], w.today))[0] ?? null;
      })
    : null;
}

async function showLetter(w: Web, errors?: Record<string, string>) {
  const letter = await letterOf(w);
  if (!letter) return w.notFound();
  return w.page(
    <LetterPage page={w.frame()} letter={letter} may={{ take: w.can('award.take-letter', letter.project) }} {...(errors ? { errors } : {})} />,
    errors ? 422 : 200,
  );
}

async function printLetter(w: Web) {
  const letter = await letterOf(w);
  if (!letter) return w.notFound();
  return w.paper(letterPaper([letter], { subdistrict: w.subdistrict.name, today: w.today }), `${letterText[w.lang].title} ${letter.project.serial}`);
}

async function take(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = letterText[w.lang];
  const done = await takeLetter(w.command(form), { projectId: id, acceptsTerms: form.has('accepts') });
  if (done.ok) return w.redirect(`/projects/${id}/letter`, t.takenFlash);
  if (done.error === 'terms-not-accepted') return showLetter(w, { accepts: t['terms-not-accepted'] });
  return w.refuse(done.error, t);
}

async function agreementLines(tx: Tx, roundId: string): Promise<AgreementLine[]> {
  const places = new Map((await listNeighbourhoods(tx)).map(({ id, name }) => [id, name]));
  const projects = (await listProjects(tx, { roundId })).filter(({ grantAwardedFen, state }) => grantAwardedFen !== null && state !== 'withdrawn');
  const agreements = await agreementsOf(
    tx,
    projects.map(({ id }) => id),
  );
  const proposals = new Map((await proposalsIn(tx, roundId)).map((proposal) => [proposal.projectId, proposal]));
  const receipts = await receiptsOf(
    tx,
    [...proposals.values()].map(({ id }) => id),
  );
  const lines: AgreementLine[] = [];
  for (const project of projects) {
    const proposal = proposals.get(project.id);
    const application = project.state === 'awarded' && project.applicationId ? await findApplication(tx, project.applicationId) : null;
    const waitsForTerms = proposal && theAwardHasTerms(proposal) && proposal.decisionId !== null && !receipts.has(proposal.id);
    lines.push({
      project,
      placeName: places.get(project.neighbourhoodId) ?? '',
      agreement: agreements.get(project.id)?.[0] ?? null,
      waitsFor: project.state !== 'awarded' ? null : waitsForTerms ? 'terms' : application && thePlanCountsOnTheAward(project, application) ? null : 'budget',
    });
  }
  return lines;
}

async function showAgreements(w: Web) {
  const id = w.id();
  const found = id
    ? await w.read(async (tx) => {
        const round = await findRound(tx, id);
        return round && { round, lines: await agreementLines(tx, id) };
      })
    : null;
  if (!found) return w.notFound();
  return w.page(<AgreementsPage page={w.frame()} {...found} may={{ sign: w.can('project.agree', office) }} />);
}

async function signAll(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const t = decisionText[w.lang];
  const ready = toSignNow(await w.read((tx) => agreementLines(tx, id)));
  const done = await signForTheOffice(w.command(w.form()), { projectIds: ready.map(({ project }) => project.id) });
  return done.ok ? w.redirect(`/rounds/${id}/agreements`, t.signedAll(done.value.signed, done.value.agreed)) : w.refuse(done.error, t);
}
