import { dayOf } from '#libs/civil-time';
import { parseYuan } from '#libs/money';
import { z } from 'zod';
import { ballotsAbout } from '#modules/ballots';
import { resolutionsAbout } from '#modules/meetings';
import {
  type ApplicationVersion,
  budgetAfter,
  type ChangeKind,
  changeKinds,
  type ChangeMove,
  decideChange,
  delaysAmong,
  findApplication,
  lastDayOfWorks,
  listChanges,
  movesOf,
  requestChange,
  worksGoOn,
} from '#modules/projects';
import { field, type Routes, type Web } from '../kit/index.ts';
import { yuanText } from '../ui/index.ts';
import { moveRows } from './change-forms.tsx';
import { ChangesPage } from './change-page.tsx';
import { changeText } from './change-text.ts';
import { type Back, backOf, withProject } from './works-request.ts';
import { doingText } from './doing-text.ts';

/** Changes of what was agreed: asked for, answered, compared. */
export function changeRoutes(r: Routes): void {
  r.get('/projects/:id/changes', 'project.read', (w) => changesPage(w));
  r.post('/projects/:id/changes', 'project.ask-change', postChange);
  r.post('/projects/:id/changes/:one/answer', 'project.answer-change', postAnswer);
}

const wordsOf = (w: Web) => ({ ...doingText[w.lang], ...changeText[w.lang], 'not-an-amount': doingText[w.lang]['not-an-amount'] });
const kindOf = (w: Web): ChangeKind => changeKinds.find((kind) => kind === w.query('kind')) ?? 'other';

async function changesPage(w: Web, back?: Back, refused?: { id: string; text: string }) {
  const found = await withProject(w, async (tx, project) => {
    const changes = await listChanges(tx, project.id);
    return {
      changes,
      delays: delaysAmong(changes, dayOf),
      moves: await movesOf(tx, project.id),
      application: project.applicationId ? await findApplication(tx, project.applicationId) : null,
      lastDay: await lastDayOfWorks(tx, project),
      resolutions: (await resolutionsAbout(tx, { matterId: project.matterId, projectId: project.id })).map((one) => ({
        value: one.id,
        label: `${one.decidedOn} ${one.text}`,
      })),
      ballots: (await ballotsAbout(tx, { matterId: project.matterId, projectId: project.id }))
        .filter((ballot) => ballot.outcome?.passed === true)
        .map((ballot) => ({ value: ballot.id, label: ballot.question })),
    };
  });
  if (!found) return w.notFound();
  const { project } = found;
  return w.page(
    <ChangesPage
      page={w.frame({ neighbourhood: found.place })}
      project={project}
      {...found.more}
      personId={w.actor.personId}
      today={w.today}
      kind={kindOf(w)}
      staff={w.can('project.read-staff', project)}
      refused={refused}
      mayAsk={worksGoOn(project.state) && w.can('project.ask-change', project)}
      mayDecide={(change) =>
        w.can('project.decide-change', project) || (change.decider === 'team' && change.state === 'asked' && w.can('project.decide-team-change', project))
      }
      errors={back?.errors}
      values={back?.values}
    />,
    back || refused ? 422 : 200,
  );
}

/** Moves as typed: rows in which nothing was chosen are left out. */
function readMoves(w: Web, application: ApplicationVersion): ChangeMove[] | Record<string, string> {
  const form = w.form();
  const moves: ChangeMove[] = [];
  for (const row of moveRows) {
    const [from, to, name, amount] = ['from', 'to', 'name', 'fen'].map((key) => form.text(`${key}${row}`));
    if (!from && !to && !amount) continue;
    const part = /^(\d{1,3}):(\d{1,3})$/.exec(from ?? '');
    if (!part) return { [`from${row}`]: 'required' };
    if (!to) return { [`to${row}`]: 'required' };
    const fen = parseYuan(amount ?? '');
    if (!fen.ok || fen.value <= 0n) return { [`fen${row}`]: 'not-an-amount' };
    const fresh = to === 'new';
    if (fresh && !name) return { [`name${row}`]: 'required' };
    const fromLine = Number(part[1]);
    moves.push({
      fromLine,
      sourceNo: Number(part[2]),
      toLine: fresh ? null : Number(to),
      toName: fresh ? (name ?? null) : null,
      // A new line is of the same use as the one it is taken from.
      toCategory: fresh ? (application.lines[fromLine - 1]?.category ?? null) : null,
      amountFen: fen.value,
    });
  }
  return moves;
}

/** The lines that moves touch, in words, before and after. */
function budgetWords(application: ApplicationVersion, approved: readonly ChangeMove[], moves: readonly ChangeMove[]): { fromText: string; toText: string } {
  const before = budgetAfter(application, approved);
  const after = budgetAfter(application, [...approved, ...moves]);
  const was = (line: (typeof after)[number]) => before.find((one) => one.no === line.no && one.name === line.name)?.amountFen ?? 0n;
  const touched = after.filter((line) => was(line) !== line.amountFen);
  const words = (of: (line: (typeof after)[number]) => bigint) => touched.map((line) => `${line.name} ${yuanText(of(line))} 元`).join('；');
  return { fromText: words(was).slice(0, 1000), toText: words((line) => line.amountFen).slice(0, 1000) };
}

async function postChange(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = wordsOf(w);
  const kind = kindOf(w);
  const back = (errors: Record<string, string>) => changesPage(w, backOf(w, errors, form.values, t));
  const parsed = form.parse(
    z.object({
      what: kind === 'scope' || kind === 'other' ? field.text(100) : field.text(100).optional(),
      fromText: kind === 'scope' || kind === 'other' ? field.text(1000) : field.text(1000).optional(),
      toText: kind === 'scope' || kind === 'other' ? field.text(1000) : field.text(1000).optional(),
      why: field.text(1000),
      amount: kind === 'other' ? field.amount() : z.undefined().optional(),
      newLastDay: kind === 'schedule' ? field.day() : z.undefined().optional(),
    }),
  );
  if (!parsed.ok) return back(parsed.error);
  const { what, fromText, toText, why, amount, newLastDay } = parsed.value;
  let moves: ChangeMove[] = [];
  let words = { what: what ?? changeText.zh[kind], fromText: fromText ?? '', toText: toText ?? '' };
  if (kind === 'budget') {
    const found = await withProject(w, async (tx, project) => ({
      application: project.applicationId ? await findApplication(tx, project.applicationId) : null,
      approved: (await movesOf(tx, project.id)).filter((move) => move.approved),
    }));
    if (!found?.more.application) return w.notFound();
    const read = readMoves(w, found.more.application);
    if (!Array.isArray(read)) return back(read);
    moves = read;
    words = { ...words, ...budgetWords(found.more.application, found.more.approved, moves) };
    if (moves.length === 0) return back({ from1: 'no-moves' });
  }
  const done = await requestChange(w.command(form), {
    ...words,
    projectId: id,
    why,
    kind,
    moves,
    amountFen: typeof amount === 'bigint' ? amount : 0n,
    newLastDay: newLastDay ?? null,
  });
  if (done.ok) return w.redirect(`/projects/${id}/changes`, t.asked);
  const at = {
    'not-an-amount': 'amount',
    'not-a-date': 'newLastDay',
    'same-day': 'newLastDay',
    'in-the-past': 'newLastDay',
    'not-enough': 'fen1',
    'source-may-not-pay': 'to1',
    invalid: 'to1',
  };
  const fieldName = Object.entries(at).find(([code]) => code === done.error)?.[1];
  return fieldName ? back({ [fieldName]: done.error }) : w.refuse(done.error, t);
}

const postAnswerFields = z.object({
  answer: z.enum(['approve', 'refuse', 'send-to-residents'], 'not-in-list'),
  reason: field.text(1000),
  resolutionId: field.id().optional(),
  ballotId: field.id().optional(),
});

async function postAnswer(w: Web) {
  const [id, one] = [w.id(), w.id('one')];
  if (!id || !one) return w.notFound();
  const form = w.form();
  const t = wordsOf(w);
  const parsed = form.parse(postAnswerFields);
  if (!parsed.ok) {
    const found = await withProject(w, async (tx, project) => (await listChanges(tx, project.id)).find((change) => change.id === one) ?? null);
    if (!found?.more) return w.notFound();
    // Whoever has no say hears that before what the form lacks.
    const ofTheTeam = found.more.decider === 'team' && w.can('project.decide-team-change', found.project);
    if (!ofTheTeam && !w.can('project.decide-change', found.project)) return w.forbidden();
    return changesPage(w, undefined, { id: one, text: Object.values(w.errorTexts(parsed.error, t)).join(' ') });
  }
  const { answer, reason, resolutionId, ballotId } = parsed.value;
  const done = await decideChange(w.command(form), { changeId: one, answer, reason, resolutionId: resolutionId ?? null, ballotId: ballotId ?? null });
  if (done.ok) return w.redirect(`/projects/${id}/changes`, t.answeredFlash);
  if (done.error === 'needs-residents' || done.error === 'needs-resolution' || done.error === 'own-request' || done.error === 'already-spent')
    return changesPage(w, undefined, { id: one, text: t[done.error] });
  return w.refuse(done.error, t);
}
