import { z } from 'zod';
import { askSatisfaction, driftStates, judgeDrift, lessonKinds, sayReach, tellLesson } from '#modules/closing';
import {
  acceptanceList,
  answerGrade,
  answerGradeObjection,
  checkAcceptanceItem,
  defectsAreMended,
  drawAcceptanceList,
  findProject,
  isPublic,
  projectOfItem,
  recheckDefect,
  tellGrade,
} from '#modules/projects';
import { findNeighbourhood } from '#modules/places';
import { field, type Routes, type Web } from '../kit/index.ts';
import { gradePage } from '../projects/closing-routes.tsx';
import { withProject } from '../projects/works-request.ts';
import { publicNames } from '../projects/public-names.ts';
import { storedUploads } from '../projects/uploads.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { AcceptanceListPage } from './acceptance-list-page.tsx';
import { type ClosingBack, ClosingPage } from './closing-page.tsx';
import { loadClosing } from './closing-view.ts';
import { acceptanceCertificate, closingReport } from './papers.ts';
import { text } from './text.ts';

/** Pages of one project's closing: the acceptance list, promises and what was done, grades told. */
export function projectClosingRoutes(r: Routes): void {
  r.get('/projects/:id/acceptance-list', 'project.read', (w) => listPage(w, w.id()));
  r.post('/projects/:id/acceptance-list', 'project.draw-acceptance', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const done = await drawAcceptanceList(w.command(w.form()), { projectId: id });
    return done.ok ? w.redirect(`/projects/${id}/acceptance-list`, text[w.lang].drawnFlash(done.value)) : w.refuse(done.error, text[w.lang]);
  });
  r.post('/acceptance-items/:id/check', 'project.check-item', postCheck);
  r.post('/acceptance-findings/:id/recheck', 'project.check-item', postRecheck);
  r.paper('/projects/:id/acceptance-certificate', 'project.read-staff', (w) => paperOf(w, 'certificate'));
  r.get('/projects/:id/closing', 'project.read', (w) => closingPage(w));
  r.post('/projects/:id/closing/drift', 'drift.judge', postDrift);
  r.post('/projects/:id/closing/satisfaction', 'satisfaction.ask', postSatisfaction);
  r.post('/projects/:id/closing/reach', 'closing.note', postReach);
  r.post('/projects/:id/closing/lesson', 'lesson.tell', postLesson);
  r.paper('/projects/:id/closing-report', 'project.read-staff', (w) => paperOf(w, 'report'));
  r.post('/projects/:id/grade/tell', 'project.grade', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const done = await tellGrade(w.command(w.form()), { projectId: id });
    return done.ok ? w.redirect(`/projects/${id}/grade`, text[w.lang].toldFlash) : w.refuse(done.error, text[w.lang]);
  });
  r.post('/projects/:id/grade/answer', 'project.answer-grade', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const form = w.form();
    const objects = form.text('how') === 'object';
    const done = await answerGrade(w.command(form), { projectId: id, objection: objects ? form.text('objection') : null });
    if (done.ok) return w.redirect(`/projects/${id}/grade`, objects ? text[w.lang].objectedFlash : text[w.lang].takenFlash);
    // What is wrong stands beside the field, and what was typed stays.
    return objects && (done.error === 'required' || done.error === 'too-long')
      ? gradePage(w, undefined, { form: 'object', errors: w.errorTexts({ objection: done.error }, text[w.lang]), values: form.values })
      : w.refuse(done.error, text[w.lang]);
  });
  r.post('/projects/:id/grade/objection', 'project.grade', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const form = w.form();
    const grade = form.text('grade');
    const again = (errors: Record<string, string>) =>
      gradePage(w, undefined, { form: 'decide', errors: w.errorTexts(errors, text[w.lang]), values: form.values });
    const reason = form.text('reason').trim();
    if (grade === '' || reason === '') return again({ ...(grade === '' ? { grade: 'required' } : {}), ...(reason === '' ? { reason: 'required' } : {}) });
    const done = await answerGradeObjection(w.command(form), {
      projectId: id,
      grade: grade === 'keep' ? null : grade.replace(/^grade-/, ''),
      reason: form.text('reason'),
    });
    if (done.ok) return w.redirect(`/projects/${id}/grade`, text[w.lang].answeredFlash);
    if (done.error === 'too-long' || done.error === 'required') return again({ reason: done.error });
    return done.error === 'not-in-list' || done.error === 'same-grade' ? again({ grade: done.error }) : w.refuse(done.error, text[w.lang]);
  });
}

interface ListBack {
  at: string;
  errors: FormErrors;
  values: FormValues;
}

async function listPage(w: Web, projectId: string | null, back?: ListBack) {
  const found = projectId === null ? null : await withVisible(w, projectId);
  if (!found) return w.notFound();
  const { project, items, names } = found;
  const open = project.state === 'doing' || project.state === 'appraisal';
  return w.page(
    <AcceptanceListPage
      page={w.frame({ neighbourhood: found.place })}
      project={project}
      items={items}
      names={names}
      today={w.today}
      may={{
        draw: open && w.can('project.draw-acceptance', project),
        check: open && w.can('project.check-item', project),
        recheck: defectsAreMended(project.state) && w.can('project.check-item', project),
        accept: project.state === 'appraisal' && w.can('project.accept', project),
        paper: w.can('project.read-staff', project),
      }}
      at={back?.at}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

/** The project by its id when this viewer may know of it, whatever the address names. */
async function withVisible(w: Web, projectId: string) {
  return w.read(async (tx) => {
    const project = await findProject(tx, projectId);
    const place = project && (await findNeighbourhood(tx, project.neighbourhoodId));
    if (!project || !place || !(isPublic(project.state) || w.can('project.read-staff', project))) return null;
    return { project, place, items: await acceptanceList(tx, project.id), names: await publicNames(tx, w, project) };
  });
}

async function postCheck(w: Web) {
  const id = w.id();
  const item = id && (await w.read((tx) => projectOfItem(tx, { itemId: id })));
  if (!id || !item) return w.notFound();
  const form = w.form();
  const t = text[w.lang];
  const again = (errors: Record<string, string>) => listPage(w, item.projectId, { at: id, errors: w.errorTexts(errors, t), values: form.values });
  const result = form.text('result');
  if (!['ok', 'minor', 'blocking'].includes(result)) return again({ result: 'not-in-list' });
  const stored = await storedUploads(w, form.files('photo').slice(0, 1));
  if (!stored.ok) return again({ photo: stored.error });
  const done = await checkAcceptanceItem(w.command(form), {
    itemId: id,
    note: form.text('note'),
    photo: stored.value[0] ?? null,
    defect: result === 'ok' ? null : { blocking: result === 'blocking', mendBy: form.text('mendBy') },
  });
  if (done.ok) return w.redirect(`/projects/${item.projectId}/acceptance-list#${item.no}`, t.checkedFlash(item.no));
  return againOr(w, done.error, again);
}

async function postRecheck(w: Web) {
  const id = w.id();
  const item = id && (await w.read((tx) => projectOfItem(tx, { findingId: id })));
  if (!id || !item) return w.notFound();
  const form = w.form();
  const t = text[w.lang];
  const again = (errors: Record<string, string>) => listPage(w, item.projectId, { at: id, errors: w.errorTexts(errors, t), values: form.values });
  const result = form.text('result');
  if (result !== 'mended' && result !== 'not-mended') return again({ result: 'not-in-list' });
  const stored = await storedUploads(w, form.files('photo').slice(0, 1));
  if (!stored.ok) return again({ photo: stored.error });
  const done = await recheckDefect(w.command(form), {
    findingId: id,
    mended: result === 'mended',
    note: form.text('note'),
    photo: stored.value[0] ?? null,
    mendBy: form.text('mendBy'),
  });
  if (done.ok) return w.redirect(`/projects/${item.projectId}/acceptance-list#${item.no}`, t.recheckFlash);
  return againOr(w, done.error, again);
}

const fieldOfError: Record<string, string> = { required: 'note', 'too-long': 'note', 'not-a-date': 'mendBy', 'in-the-past': 'mendBy', 'wrong-type': 'photo' };
const againOr = (w: Web, error: string, again: (errors: Record<string, string>) => ReturnType<typeof listPage>) => {
  const name = fieldOfError[error];
  return name === undefined ? w.refuse(error, text[w.lang]) : again({ [name]: error });
};

async function closingPage(w: Web, back?: ClosingBack) {
  const found = await withProject(w, (tx, project) => loadClosing(tx, w, project));
  if (!found) return w.notFound();
  const { project } = found;
  const told = project.state !== 'draft' && project.agreedOn !== null;
  return w.page(
    <ClosingPage
      page={w.frame({ neighbourhood: found.place })}
      view={found.more}
      may={{
        judge: told && w.can('drift.judge', project),
        ask: ['appraisal', 'accepted', 'settled', 'closed', 'upkeep', 'stopped'].includes(project.state) && w.can('satisfaction.ask', project),
        enter: w.can('survey.enter', project),
        closeSurvey: w.can('survey.hold', project),
        note: told && project.state !== 'agreed' && w.can('closing.note', project),
        lesson: told && project.state !== 'agreed' && w.can('lesson.tell', project),
        paper: w.can('project.read-staff', project),
      }}
      {...(back ? { back } : {})}
    />,
    back ? 422 : 200,
  );
}

const refused = (w: Web, form: ClosingBack['form'], errors: Record<string, string>) =>
  closingPage(w, { form, errors: w.errorTexts(errors, text[w.lang]), values: w.form().values });

const postDriftFields = z.object({ item: field.text(80), state: z.enum(driftStates, 'not-in-list'), change: field.id().optional(), reason: field.text(500) });

async function postDrift(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postDriftFields);
  if (!parsed.ok) return refused(w, 'drift', parsed.error);
  const { item, state, change, reason } = parsed.value;
  const done = await judgeDrift(w.command(form), { projectId: id, itemId: item, state, changeId: change ?? null, reason });
  if (done.ok) return w.redirect(`/projects/${id}/closing#drift`, text[w.lang].judgedFlash);
  if (done.error === 'needs-change' || done.error === 'no-such-item')
    return refused(w, 'drift', { [done.error === 'needs-change' ? 'state' : 'item']: done.error });
  return w.refuse(done.error, text[w.lang]);
}

const marginFields = z.object({ margin: field.whole(1, 50) });

async function postSatisfaction(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(marginFields);
  if (!parsed.ok) return refused(w, 'satisfaction', { margin: parsed.error['margin'] === 'required' ? 'required' : 'out-of-range' });
  const done = await askSatisfaction(w.command(form), { projectId: id, marginPercent: parsed.value.margin });
  return done.ok ? w.redirect(`/projects/${id}/closing#satisfaction`, text[w.lang].satAsked(done.value.drawn)) : w.refuse(done.error, text[w.lang]);
}

const postReachFields = z.object({ households: field.whole(1, 1_000_000), how: field.text(300) });

async function postReach(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postReachFields);
  if (!parsed.ok) return refused(w, 'reach', parsed.error);
  const done = await sayReach(w.command(form), { projectId: id, households: parsed.value.households, countedHow: parsed.value.how });
  return done.ok ? w.redirect(`/projects/${id}/closing#reach`, text[w.lang].savedFlash) : w.refuse(done.error, text[w.lang]);
}

const postLessonFields = z.object({ kind: z.enum(lessonKinds, 'not-in-list'), text: field.text(1000), tags: field.text(100).optional() });

async function postLesson(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postLessonFields);
  if (!parsed.ok) return refused(w, 'lesson', parsed.error);
  const done = await tellLesson(w.command(form), { projectId: id, kind: parsed.value.kind, text: parsed.value.text, tags: parsed.value.tags ?? '' });
  return done.ok ? w.redirect(`/projects/${id}/closing#lessons`, text[w.lang].savedFlash) : w.refuse(done.error, text[w.lang]);
}

async function paperOf(w: Web, which: 'certificate' | 'report') {
  const found = await withProject(w, (tx, project) => loadClosing(tx, w, project));
  if (!found || found.project.agreedOn === null) return w.notFound();
  if (!w.can('project.read-staff', found.project)) return w.forbidden();
  if (which === 'certificate' && found.more.items.length === 0 && found.more.acceptances.length === 0) return w.notFound();
  const about = {
    lang: w.lang,
    issuer: `${w.subdistrict.name} ${found.place.name}`,
    place: found.place.name,
    today: w.today,
    address: w.absolute(`/projects/${found.project.id}`),
  };
  const document = which === 'certificate' ? acceptanceCertificate(found.more, about) : closingReport(found.more, about);
  return w.paper(document, `${found.project.serial} ${which === 'certificate' ? '验收证明' : '结项报告'}`);
}
