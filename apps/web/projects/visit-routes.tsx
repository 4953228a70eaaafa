import { z } from 'zod';
import { listRoles, heldOn } from '#modules/people';
import {
  cancelVisit,
  type FindingMove,
  findingMoves,
  findApplication,
  listVisits,
  moveFinding,
  planVisit,
  recordVisit,
  visitKinds,
  visitorsOf,
} from '#modules/projects';
import { field, type Routes, type Web } from '../kit/index.ts';
import { withProject } from './works-request.ts';
import { storedUploads } from './uploads.ts';
import { findingRows, VisitsPage, visitText } from './visit-page.tsx';
import { type Refused, refusedAt } from './works-nav.tsx';

/** Visits and supervisions of a project. */
export function visitRoutes(r: Routes): void {
  r.get('/projects/:id/visits', 'visit.read', (w) => visitsPage(w));
  r.post('/projects/:id/visits', 'project.visit', postPlan);
  r.post('/projects/:id/visits/:one/cancel', 'project.visit', async (w) => {
    const [id, one] = [w.id(), w.id('one')];
    if (!id || !one) return w.notFound();
    const form = w.form();
    const done = await cancelVisit(w.command(form), { projectId: id, visitId: one, reason: form.text('reason') });
    return done.ok
      ? w.redirect(`/projects/${id}/visits`, visitText[w.lang].moved)
      : w.refuse(done.error, { ...visitText[w.lang], 'reason-required': w.errorText('required') });
  });
  r.post('/projects/:id/visits/:one/record', 'project.move-finding', postRecord);
  r.post('/projects/:id/visits/:one/findings/:finding', 'project.move-finding', postFinding);
}

async function visitsPage(w: Web, refused?: Refused) {
  const found = await withProject(w, async (tx, project) => {
    const visits = await listVisits(tx, project.id);
    const me = w.actor.personId;
    const named = me !== null && visits.some((visit) => visit.visitorId === me || visit.findings.some((finding) => finding.personId === me));
    const mayPlan =
      w.can('project.visit', project) && !['draft', 'submitted', 'returned', 'checked', 'in_review', 'noticed', 'awarded'].includes(project.state);
    const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
    const roles = (await listRoles(tx, { neighbourhoodId: project.neighbourhoodId })).filter((role) => heldOn(role, w.today));
    const persons = new Map([
      ...roles.map((role) => [role.personId, role.personName] as const),
      ...(application?.members ?? []).flatMap((member) => (member.personId === null ? [] : [[member.personId, member.name] as const])),
    ]);
    return {
      visits,
      named,
      mayPlan,
      visitors: mayPlan ? (await visitorsOf(tx, w.today)).map((one) => ({ value: one.personId, label: one.name })) : [],
      persons: [...persons].map(([value, label]) => ({ value, label })),
    };
  });
  if (!found) return w.notFound();
  const { project, more } = found;
  if (!more.named && !w.can('project.read-staff', project)) return w.forbidden();
  const me = w.actor.personId;
  const office = w.can('project.record-visit', project);
  return w.page(
    <VisitsPage
      page={w.frame({ neighbourhood: found.place })}
      project={project}
      {...more}
      today={w.today}
      mayRecord={(visit) => office || visit.visitorId === me}
      mayMove={(visit, finding, move) =>
        move === 'answer'
          ? w.can('project.note', project) || (finding.personId !== null && finding.personId === me)
          : (office || visit.visitorId === me) && finding.steps.at(-1)?.byPersonId !== me
      }
      refused={refused}
    />,
    refused ? 422 : 200,
  );
}

const postPlanFields = z.object({ kind: z.enum(visitKinds, 'not-in-list'), plannedDay: field.day(), purpose: field.text(300), visitorId: field.id() });

async function postPlan(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = visitText[w.lang];
  const back = (errors: Record<string, string>) => visitsPage(w, refusedAt(w, 'plan', errors, form.values, t));
  const parsed = form.parse(postPlanFields);
  if (!parsed.ok) return back(parsed.error);
  const done = await planVisit(w.command(form), { projectId: id, ...parsed.value });
  if (done.ok) return w.redirect(`/projects/${id}/visits`, t.planned);
  if (done.error === 'in-the-past') return back({ plannedDay: done.error });
  if (done.error === 'not-in-list') return back({ visitorId: done.error });
  return w.refuse(done.error, t);
}

async function postRecord(w: Web) {
  const [id, one] = [w.id(), w.id('one')];
  if (!id || !one) return w.notFound();
  const form = w.form();
  const t = visitText[w.lang];
  const visit = (await w.read((tx) => listVisits(tx, id))).find((each) => each.id === one);
  if (!visit) return w.notFound();
  const back = (errors: Record<string, string>) => visitsPage(w, refusedAt(w, `record-${visit.no}`, errors, form.values, t));
  const photos = await storedUploads(w, form.files('photo'));
  if (!photos.ok) return back({ photo: photos.error });
  const findings: { text: string; personId: string | null; dueDay: string }[] = [];
  for (const row of findingRows) {
    const text = form.text(`text${row}`);
    if (text === '') continue;
    if (form.text(`due${row}`) === '') return back({ [`due${row}`]: 'required' });
    findings.push({ text, personId: form.id(`who${row}`), dueDay: form.text(`due${row}`) });
  }
  const done = await recordVisit(w.command(form), {
    projectId: id,
    visitId: one,
    day: form.text('day'),
    seen: form.text('seen'),
    present: form.text('present'),
    photos: photos.value,
    findings,
  });
  if (done.ok) return w.redirect(`/projects/${id}/visits#visit-${visit.no}`, t.recorded);
  if (done.error === 'required' || done.error === 'too-long') return back({ seen: done.error });
  if (done.error === 'not-a-date' || done.error === 'in-the-future') return back({ day: done.error });
  if (done.error === 'in-the-past') return back({ due1: done.error });
  if (done.error === 'wrong-type') return back({ photo: done.error });
  return w.refuse(done.error, t);
}

async function postFinding(w: Web) {
  const [id, one, findingId] = [w.id(), w.id('one'), w.id('finding')];
  const form = w.form();
  const t = visitText[w.lang];
  const move: FindingMove | undefined = findingMoves.find((known) => known === form.text('move'));
  if (!id || !one || !findingId || !move) return w.notFound();
  const done = await moveFinding(w.command(form), { projectId: id, visitId: one, findingId, move, text: form.text('text') });
  if (done.ok) return w.redirect(`/projects/${id}/visits`, t.moved);
  if (done.error === 'required') {
    const visit = (await w.read((tx) => listVisits(tx, id))).find((each) => each.id === one);
    const finding = visit?.findings.find((each) => each.id === findingId);
    return visitsPage(w, refusedAt(w, `finding-${visit?.no}-${finding?.no}`, { text: 'required' }, form.values, t));
  }
  return w.refuse(done.error, t);
}
