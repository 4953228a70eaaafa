import { leverage } from '#libs/money';
import { awardsOfProjects } from '#modules/books';
import { dutiesOf } from '#modules/inbox';
import { findNeighbourhood, listNeighbourhoods } from '#modules/places';
import { gradeChoices, gradesOf, isPublic, listProjects, stopProject, versionTotals, withdrawProject } from '#modules/projects';
import type { Tx } from '#platform/database';
import { kitText, type Routes, type Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
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
  const found = await w.read((tx) => findVisible(tx, w, w.id()));
  if (!found) return w.notFound();
  if (!w.can(`project.${kind}`, found.project)) return w.forbidden();
  return w.page(<ReasonPage page={w.frame({ neighbourhood: found.place })} project={found.project} kind={kind} error={error} />, error ? 422 : 200);
}

async function list(w: Web, place: { id: string; code: string; name: string } | null) {
  const lines = await w.read((tx) => loadLines(tx, w, place?.id));
  const view: ProjectListView = {
    page: w.frame(place ? { neighbourhood: place } : {}),
    lines,
    place,
    today: w.today,
    query: Object.fromEntries(w.url.searchParams),
    path: place ? `/n/${place.code}/projects` : '/projects',
    office: w.can('setting.set', { neighbourhoodId: null }),
  };
  if (w.query('format') === 'xlsx') {
    return w.download(await tableXlsx(projectTable(view)), xlsxType, `${place?.name ?? w.subdistrict.name}${projectText[w.lang].projects}.xlsx`);
  }
  return w.page(<ProjectListPage {...view} />);
}

async function loadLines(tx: Tx, w: Web, neighbourhoodId: string | undefined): Promise<ProjectLine[]> {
  const projects = (await listProjects(tx, neighbourhoodId ? { neighbourhoodId } : {})).filter(
    (project) => isPublic(project.state) || w.can('project.read-staff', project),
  );
  const names = new Map((await listNeighbourhoods(tx)).map((one) => [one.id, one.name]));
  const totals = await versionTotals(
    tx,
    projects.flatMap((project) => (project.applicationId ? [project.applicationId] : [])),
  );
  const grades = await gradesOf(
    tx,
    projects.map((project) => project.id),
  );
  const { choices } = await gradeChoices(tx, w.today);
  const awards = await awardsOfProjects(
    tx,
    projects.map((project) => project.id),
  );
  const lines: ProjectLine[] = [];
  for (const project of projects) {
    const total = project.applicationId ? totals.get(project.applicationId) : undefined;
    const opened = awards.filter((award) => award.projectId === project.id);
    const sum = (grant: boolean) => opened.filter((award) => (award.sourceKind === 'grant') === grant).reduce((fen, award) => fen + award.plannedFen, 0n);
    const grantFen = opened.length > 0 ? sum(true) : (project.grantAwardedFen ?? total?.grantFen ?? null);
    const otherFen = opened.length > 0 ? sum(false) : total ? total.totalFen - total.grantFen : null;
    const [duty] = await dutiesOf(tx, { projectId: project.id });
    const grade = grades.get(project.id);
    lines.push({
      project,
      placeName: names.get(project.neighbourhoodId) ?? '',
      grantFen,
      otherFen,
      duty: duty ?? null,
      leverage: grantFen && otherFen !== null ? leverage(otherFen, grantFen) : null,
      grade: grade === undefined ? null : (choices.find((choice) => choice.code === grade)?.title[w.lang] ?? grade),
      waitsFor: duty ? `${duty.role ? kitText[w.lang][duty.role] : ''} ${duty.title[w.lang].split(/[：:]/)[0] ?? ''}`.trim() : '',
    });
  }
  return lines;
}
