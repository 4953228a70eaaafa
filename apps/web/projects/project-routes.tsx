import { leverage } from '#libs/money';
import { awardsOf, plannedOfProjects } from '#modules/books';
import { firstDuties } from '#modules/inbox';
import { findNeighbourhood, listNeighbourhoods } from '#modules/places';
import {
  gradesOf,
  pageOfProjects,
  type Project,
  projectOrders,
  projectStage,
  type ProjectState,
  projectStates,
  stopProject,
  versionTotals,
  withdrawProject,
} from '#modules/projects';
import type { Tx } from '#platform/database';
import { kitText, type Routes, type Web } from '../kit/index.ts';
import { pageSize, tableXlsx, xlsxType } from '../ui/index.ts';
import { gradeNames } from '../office/grade-names.ts';
import { actionsFor } from './actions.ts';
import { ProjectListPage, type ProjectLine, type ProjectListView, projectTable } from './list-page.tsx';
import { ProjectPage } from './project-page.tsx';
import { ReasonPage, reasonText } from './reason-page.tsx';
import { projectText } from './text.ts';
import { findVisible, loadProject } from './view.ts';

/** Lists, the public page, and the steps that need no page of their own. */
export function projectPageRoutes(r: Routes): void {
  r.get('/projects', 'project.read', (w) => list(w, null));
  r.get('/n/:place/projects', 'project.read', async (w) => {
    const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
    return place ? list(w, place) : w.notFound();
  });
  r.get('/projects/:id', 'project.read', async (w) => {
    const found = await w.read(async (tx) => {
      const view = await loadProject(tx, w, w.id());
      return view && { view, actions: await actionsFor(tx, w, view) };
    });
    if (!found) return w.notFound();
    return w.page(<ProjectPage page={w.frame({ neighbourhood: found.view.place })} view={found.view} now={w.now} today={w.today} actions={found.actions} />);
  });
  for (const kind of ['withdraw', 'stop'] as const) {
    r.get(`/projects/:id/${kind}`, `project.${kind}`, (w) => reasonPage(w, kind));
    r.post(`/projects/:id/${kind}`, `project.${kind}`, async (w) => {
      const id = w.id();
      if (!id) return w.notFound();
      const form = w.form();
      const done = await (kind === 'withdraw' ? withdrawProject : stopProject)(w.command(form), { projectId: id, reason: form.text('reason') });
      if (done.ok) return w.redirect(`/projects/${id}`, reasonText[w.lang][`${kind}Done`]);
      if (done.error === 'reason-required') return reasonPage(w, kind, w.errorText('required'));
      return w.refuse(done.error);
    });
  }
}

async function reasonPage(w: Web, kind: 'withdraw' | 'stop', error?: string) {
  const found = await w.read(async (tx) => {
    const seen = await findVisible(tx, w, w.id());
    // Before works are ended: what has come, what is paid, and what goes back to whom.
    return seen && { ...seen, sources: kind === 'stop' ? await awardsOf(tx, seen.project.id) : [] };
  });
  if (!found) return w.notFound();
  if (!w.can(`project.${kind}`, found.project)) return w.forbidden();
  return w.page(
    <ReasonPage page={w.frame({ neighbourhood: found.place })} project={found.project} kind={kind} sources={found.sources} error={error} />,
    error ? 422 : 200,
  );
}

async function list(w: Web, place: { id: string; code: string; name: string } | null) {
  const query = Object.fromEntries(w.url.searchParams);
  const whole = w.query('format') === 'xlsx';
  const { lines, served } = await w.read(async (tx) => {
    const places = await listNeighbourhoods(tx);
    const { projects, ...counts } = await pageOfProjects(tx, {
      ...(place ? { neighbourhoodId: place.id } : {}),
      draftsOf: places.filter(({ id }) => w.can('project.read-staff', { neighbourhoodId: id })).map(({ id }) => id),
      states: statesAsked(w),
      words: (w.query('q') ?? '').split(/\s+/).filter((word) => word !== ''),
      order: projectOrders.find((known) => known === w.query('sort')),
      desc: w.query('desc') === '1',
      page: whole ? 1 : Number(w.query('page') ?? '1'),
      size: whole ? 100_000 : pageSize,
    });
    return { lines: await linesOf(tx, w, projects, new Map(places.map((one) => [one.id, one.name]))), served: counts };
  });
  const view: ProjectListView = {
    page: w.frame(place ? { neighbourhood: place } : {}),
    lines,
    served,
    place,
    today: w.today,
    query,
    path: place ? `/n/${place.code}/projects` : '/projects',
    office: w.can('setting.set', { neighbourhoodId: null }),
  };
  if (whole) return w.download(await tableXlsx(projectTable(view)), xlsxType, `${place?.name ?? w.subdistrict.name}${projectText[w.lang].projects}.xlsx`);
  return w.page(<ProjectListPage {...view} />);
}

/** The states that the filters above the list ask for; undefined: all of them. */
function statesAsked(w: Web): ProjectState[] | undefined {
  const [stage, state] = [w.query('stage'), w.query('is')];
  if (stage === undefined && state === undefined) return undefined;
  return projectStates.filter((one) => (stage === undefined || projectStage(one) === stage) && (state === undefined || one === state));
}

async function linesOf(tx: Tx, w: Web, projects: readonly Project[], names: ReadonlyMap<string, string>): Promise<ProjectLine[]> {
  const ids = projects.map(({ id }) => id);
  // None needs another's answer: they travel together.
  const [totals, grades, gradeName, planned, duties] = await Promise.all([
    versionTotals(
      tx,
      projects.flatMap(({ applicationId }) => (applicationId ? [applicationId] : [])),
    ),
    gradesOf(tx, ids),
    gradeNames(tx, w.today),
    plannedOfProjects(tx, ids),
    firstDuties(tx, ids),
  ]);
  const lines: ProjectLine[] = [];
  for (const project of projects) {
    const total = project.applicationId ? totals.get(project.applicationId) : undefined;
    const opened = planned.get(project.id);
    const grantFen = opened?.grantFen ?? project.grantAwardedFen ?? total?.grantFen ?? null;
    const otherFen = opened?.otherFen ?? (total ? total.totalFen - total.grantFen : null);
    const duty = duties.get(project.id);
    const grade = grades.get(project.id);
    lines.push({
      project,
      placeName: names.get(project.neighbourhoodId) ?? '',
      grantFen,
      otherFen,
      duty: duty ?? null,
      leverage: grantFen && otherFen !== null ? leverage(otherFen, grantFen) : null,
      grade: grade === undefined ? null : (gradeName.get(grade)?.[w.lang] ?? grade),
      waitsFor: duty ? `${duty.role ? kitText[w.lang][duty.role] : ''} ${duty.title[w.lang].split(/[：:]/)[0] ?? ''}`.trim() : '',
    });
  }
  return lines;
}
