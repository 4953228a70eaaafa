import { addDays, dayOf } from '#libs/civil-time';
import { z } from 'zod';
import {
  delaysOf,
  dropTask,
  lastDayOfWorks,
  listTasks,
  noteTask,
  planTask,
  startPlan,
  taskStateOn,
  theTeamNames,
  type WorkTask,
  worksGoOn,
} from '#modules/projects';
import { facts, paper, type PdfDocument, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { field, type Routes, type Web } from '../kit/index.ts';
import { dayText } from '../ui/index.ts';
import { withProject } from './works-request.ts';
import { spanOf } from './gantt.tsx';
import { PlanPage, TaskPage } from './plan-page.tsx';
import { planText } from './plan-text.ts';
import { publicNames } from './public-names.ts';
import { watchers } from './watchers.ts';
import { type Refused, refusedAt } from './works-nav.tsx';
import { taskWho } from './words.ts';

/** The plan of the works. */
export function planRoutes(r: Routes): void {
  r.get('/projects/:id/plan', 'project.read', (w) => planPage(w));
  r.paper('/projects/:id/plan', 'project.read', printPlan);
  r.post('/projects/:id/plan/start', 'project.plan-tasks', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const done = await startPlan(w.command(w.form()), { projectId: id });
    return done.ok ? w.redirect(`/projects/${id}/plan`, planText[w.lang].started(done.value)) : w.refuse(done.error, planText[w.lang]);
  });
  r.get('/projects/:id/tasks/new', 'project.plan-tasks', (w) => taskPage(w, null));
  r.post('/projects/:id/tasks/new', 'project.plan-tasks', (w) => postTask(w, null));
  r.get('/projects/:id/tasks/:one', 'project.plan-tasks', (w) => taskPage(w, w.id('one') ?? ''));
  r.post('/projects/:id/tasks/:one', 'project.plan-tasks', (w) => postTask(w, w.id('one') ?? ''));
  r.post('/projects/:id/tasks/:one/drop', 'project.plan-tasks', async (w) => {
    const [id, one] = [w.id(), w.id('one')];
    if (!id || !one) return w.notFound();
    const form = w.form();
    const done = await dropTask(w.command(form), { projectId: id, taskId: one, reason: form.text('reason') });
    if (done.ok) return w.redirect(`/projects/${id}/plan`, planText[w.lang].saved);
    if (done.error === 'reason-required') return taskPage(w, one, refusedAt(w, 'drop', { reason: 'required' }, form.values, planText[w.lang]));
    return w.refuse(done.error, planText[w.lang]);
  });
  r.post('/projects/:id/tasks/:one/note', 'project.do-task', postNote);
}

async function planPage(w: Web, refused?: Refused) {
  const found = await withProject(w, async (tx, project) => ({
    tasks: await listTasks(tx, project.id),
    lastDay: await lastDayOfWorks(tx, project),
    delays: await delaysOf(tx, project.id, dayOf),
    names: await publicNames(tx, w, project),
    ofTheTeam: await theTeamNames(tx, project, w.actor.personId),
  }));
  if (!found) return w.notFound();
  const mayPlan = w.can('project.plan-tasks', found.project);
  return w.page(
    <PlanPage
      page={w.frame({ neighbourhood: found.place })}
      project={found.project}
      {...found.more}
      today={w.today}
      open={worksGoOn(found.project.state)}
      mayPlan={mayPlan}
      mayNote={(task) => mayPlan || found.more.ofTheTeam || (task.personId !== null && task.personId === w.actor.personId)}
      refused={refused}
    />,
    refused ? 422 : 200,
  );
}

async function taskPage(w: Web, taskId: string | null, refused?: Refused) {
  const found = await withProject(w, async (tx, project) => ({ tasks: await listTasks(tx, project.id), persons: await watchers(tx, project.neighbourhoodId) }));
  const task = taskId === null ? null : found?.more.tasks.find((one) => one.id === taskId && one.droppedReason === null);
  if (!found || task === undefined) return w.notFound();
  if (!w.can('project.plan-tasks', found.project)) return w.forbidden();
  return w.page(
    <TaskPage page={w.frame({ neighbourhood: found.place })} project={found.project} task={task} {...found.more} today={w.today} refused={refused} />,
    refused ? 422 : 200,
  );
}

const fieldOf: Record<string, string> = {
  'not-a-date': 'fromDay',
  'ends-before-start': 'toDay',
  'before-what-it-needs': 'fromDay',
  'waits-for-itself': 'needsIds',
  invalid: 'needsIds',
  required: 'title',
  'too-long': 'title',
};

const postTaskFields = z.object({
  title: field.text(120),
  shows: field.text(300),
  fromDay: field.day(),
  toDay: field.day(),
  personId: field.id().optional(),
  personName: field.text(60).optional(),
});

async function postTask(w: Web, taskId: string | null) {
  const id = w.id();
  if (!id || taskId === '') return w.notFound();
  const form = w.form();
  const t = planText[w.lang];
  const parsed = form.parse(postTaskFields);
  if (!parsed.ok) return taskPage(w, taskId, refusedAt(w, 'task', parsed.error, form.values, t));
  const { personId, personName, ...task } = parsed.value;
  const chosen = form.values['needsIds'] ?? [];
  const done = await planTask(w.command(form), {
    ...task,
    projectId: id,
    taskId,
    personId: personId ?? null,
    personName: personName ?? '',
    needsIds: (typeof chosen === 'string' ? [chosen] : chosen).filter((one) => one !== ''),
  });
  if (done.ok) return w.redirect(`/projects/${id}/plan`, t.saved);
  const at = fieldOf[done.error];
  return at ? taskPage(w, taskId, refusedAt(w, 'task', { [at]: done.error }, form.values, t)) : w.refuse(done.error, t);
}

const postNoteFields = z.object({ percent: field.whole(0, 100), note: field.text(500).optional() });

async function postNote(w: Web) {
  const [id, one] = [w.id(), w.id('one')];
  if (!id || !one) return w.notFound();
  const form = w.form();
  const t = planText[w.lang];
  const task = (await w.read((tx) => listTasks(tx, id))).find((each) => each.id === one);
  if (!task) return w.notFound();
  const back = (errors: Record<string, string>) => planPage(w, refusedAt(w, `note-${task.no}`, errors, form.values, t));
  const parsed = form.parse(postNoteFields);
  if (!parsed.ok) return back(parsed.error);
  const done = await noteTask(w.command(form), { projectId: id, taskId: one, percent: parsed.value.percent, note: parsed.value.note ?? '' });
  if (done.ok) return w.redirect(`/projects/${id}/plan#task-${task.no}`, t.noted);
  if (done.error === 'required') return back({ note: 'required' });
  if (done.error === 'waits' || done.error === 'not-a-number') return back({ percent: done.error });
  return w.refuse(done.error, t);
}

async function printPlan(w: Web) {
  const found = await withProject(w, async (tx, project) => ({
    tasks: (await listTasks(tx, project.id)).filter((task) => task.droppedReason === null),
    lastDay: await lastDayOfWorks(tx, project),
    names: await publicNames(tx, w, project),
  }));
  if (!found) return w.notFound();
  const { project, more } = found;
  const shown = more.tasks.map((task) => ({ ...task, personName: taskWho(task, more.names) }));
  const document = planPaper(shown, more.lastDay, w.today, {
    lang: w.lang,
    issuer: `${w.subdistrict.name} ${found.place.name}`,
    title: project.title,
    serial: project.serial,
  });
  return w.paper(document, `${project.serial}-${project.title}-${planText.zh.sheet}`);
}

/** The plan on paper: the list to sign, and the weeks with a square for each in which a task runs. */
export function planPaper(
  tasks: readonly WorkTask[],
  lastDay: string | null,
  today: string,
  about: { lang: Lang; issuer: string; title: string; serial: string },
): PdfDocument {
  const t = planText[about.lang];
  const span = tasks.length > 0 ? spanOf(tasks) : null;
  // At most twelve columns: a week each, longer stretches where the plan is long.
  const stretch = span ? Math.max(7, Math.ceil(span.days / 12)) : 7;
  const starts = span ? Array.from({ length: Math.ceil(span.days / stretch) }, (_, n) => addDays(span.from, n * stretch)) : [];
  const number = (task: WorkTask) => String(task.no);
  return paper({
    title: t.sheet,
    subtitle: about.title,
    landscape: true,
    meta: { lang: about.lang, issuer: about.issuer, code: about.serial, printedDay: today },
    body: [
      facts([[t.lastDay, lastDay === null ? '' : dayText(lastDay, about.lang)]]),
      table({
        columns: [
          { label: '', width: 22 },
          { label: t.what, width: '*' },
          { label: t.shows, width: '*' },
          { label: t.who, width: 90 },
          { label: t.days, width: 130 },
          { label: t.state, width: 90 },
          { label: t.signed, width: 80 },
        ],
        rows: tasks.map((task) => [
          number(task),
          task.title,
          task.shows,
          task.personName,
          `${dayText(task.fromDay, about.lang, 'short')}–${dayText(task.toDay, about.lang, 'short')}`,
          `${t[taskStateOn(task, today)]} ${task.percent}%`,
          '',
        ]),
      }),
      ...(starts.length > 0
        ? [
            table({
              columns: [
                { label: '', width: 22 },
                { label: t.what, width: '*' },
                ...starts.map((day) => ({ label: `${Number(day.slice(5, 7))}/${Number(day.slice(8))}`, width: 36, align: 'center' as const })),
              ],
              rows: tasks.map((task) => [
                number(task),
                task.title,
                ...starts.map((day) => (task.fromDay < addDays(day, stretch) && task.toDay >= day ? '■' : '')),
              ]),
              fontSize: 8.5,
            }),
          ]
        : []),
      signatures(
        [{ label: about.lang === 'zh' ? '书记' : 'Secretary' }, { label: about.lang === 'zh' ? '居民监督员' : 'Supervisor' }],
        about.lang === 'zh' ? '日期' : 'Date',
      ),
    ],
  });
}
