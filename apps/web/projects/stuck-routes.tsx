import { z } from 'zod';
import { listNeighbourhoods } from '#modules/places';
import {
  type HelperKind,
  helperKinds,
  helpersFor,
  isOfTheTeam,
  listStuck,
  listTasks,
  mayMoveStuck,
  moveStuck,
  projectsWithStuck,
  raiseStuck,
  stuckMoves,
  stuckOf,
  theStuckMayMove,
} from '#modules/projects';
import { field, type Routes, type Web } from '../kit/index.ts';
import { withProject } from './works-request.ts';
import { AllStuckPage, StuckPage } from './stuck-page.tsx';
import { stuckText } from './stuck-text.ts';
import { type Refused, refusedAt } from './works-nav.tsx';

/** What is stuck: the list of a project and its steps, and the public list of all. */
export function stuckRoutes(r: Routes): void {
  r.get('/stuck', 'project.read', allStuck);
  r.get('/projects/:id/stuck', 'project.read', (w) => stuckPage(w));
  r.post('/projects/:id/stuck', 'project.stuck', postRaise);
  r.post('/projects/:id/stuck/:one', 'project.stuck', postMove);
}

const over = ['settled', 'closed', 'upkeep', 'withdrawn', 'declined'];

async function stuckPage(w: Web, refused?: Refused) {
  const found = await withProject(w, async (tx, project) => {
    const stuck = await stuckOf(tx, project.id);
    const ofTheTeam = w.actor.personId !== null && (await isOfTheTeam(tx, project, w.actor));
    const asked = stuck.some((one) => one.steps.some((step) => step.toPersonId === w.actor.personId && w.actor.personId !== null));
    const staff = ofTheTeam || asked || w.can('project.read-staff', project);
    return {
      stuck,
      staff,
      mayRaise: ofTheTeam && !over.includes(project.state),
      helpers: ofTheTeam || asked || w.can('project.visit', project) ? await helpersFor(tx, project.neighbourhoodId, w.today) : [],
      tasks: ofTheTeam ? (await listTasks(tx, project.id)).filter((task) => task.droppedReason === null) : [],
    };
  });
  if (!found) return w.notFound();
  return w.page(
    <StuckPage
      page={w.frame({ neighbourhood: found.place })}
      project={found.project}
      {...found.more}
      today={w.today}
      may={(stuck, move) => theStuckMayMove(stuck.state, move) && mayMoveStuck(w.actor, found.project, stuck, move)}
      refused={refused}
    />,
    refused ? 422 : 200,
  );
}

/** `town:{person}` as chosen in a form; null when nothing, `bad` when it is no such choice. */
function readHelper(text: string): { kind: HelperKind; personId: string } | null | 'bad' {
  if (text === '') return null;
  const [kind, personId] = text.split(':');
  const known = helperKinds.find((one) => one === kind);
  return known && z.uuid().safeParse(personId).success && personId ? { kind: known, personId } : 'bad';
}

const postRaiseFields = z.object({
  what: field.text(500),
  sinceDay: field.day(),
  tried: field.text(1000),
  taskId: field.id().optional(),
  helper: field.text().optional(),
});

async function postRaise(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = stuckText[w.lang];
  const back = (errors: Record<string, string>) => stuckPage(w, refusedAt(w, 'raise', errors, form.values, t));
  const parsed = form.parse(postRaiseFields);
  if (!parsed.ok) return back(parsed.error);
  const helper = readHelper(parsed.value.helper ?? '');
  if (helper === 'bad') return back({ helper: 'not-in-list' });
  const { what, sinceDay, tried, taskId } = parsed.value;
  const done = await raiseStuck(w.command(form), { projectId: id, taskId: taskId ?? null, what, sinceDay, tried, helper });
  if (done.ok) return w.redirect(`/projects/${id}/stuck`, t.raised);
  if (done.error === 'in-the-future') return back({ sinceDay: done.error });
  if (done.error === 'not-in-list') return back({ helper: done.error });
  return w.refuse(done.error, t);
}

async function postMove(w: Web) {
  const [id, one] = [w.id(), w.id('one')];
  if (!id || !one) return w.notFound();
  const form = w.form();
  const t = stuckText[w.lang];
  const move = stuckMoves.find((known) => known === form.text('move'));
  const stuck = (await w.read((tx) => stuckOf(tx, id))).find((each) => each.id === one);
  if (!stuck || !move) return w.notFound();
  const back = (errors: Record<string, string>) => stuckPage(w, refusedAt(w, `${move}-${stuck.no}`, errors, form.values, t));
  const helper = readHelper(form.text('helper'));
  if (helper === 'bad') return back({ helper: 'not-in-list' });
  const done = await moveStuck(w.command(form), {
    projectId: id,
    stuckId: one,
    move,
    text: form.text('text'),
    helper,
    untilDay: form.text('untilDay') || null,
  });
  if (done.ok) return w.redirect(`/projects/${id}/stuck#stuck-${stuck.no}`, t.moved);
  if (done.error === 'required' || done.error === 'too-long') return back({ text: done.error });
  if (done.error === 'not-a-date' || done.error === 'in-the-past') return back({ untilDay: done.error });
  if (done.error === 'not-in-list') return back({ helper: done.error });
  return w.refuse(done.error, t);
}

async function allStuck(w: Web) {
  const rows = await w.read(async (tx) => {
    const stuck = await listStuck(tx);
    const projects = await projectsWithStuck(tx);
    const names = new Map((await listNeighbourhoods(tx)).map((place) => [place.id, place.name]));
    return stuck.flatMap((one) => {
      const project = projects.get(one.projectId);
      return project ? [{ stuck: one, project, placeName: names.get(project.neighbourhoodId) ?? '' }] : [];
    });
  });
  return w.page(<AllStuckPage page={w.frame()} rows={rows} today={w.today} query={Object.fromEntries(w.url.searchParams)} />);
}
