import { findMatter } from '#modules/matters';
import { resolutionsAbout } from '#modules/meetings';
import { findNeighbourhood } from '#modules/places';
import {
  type ApplicationDraft,
  answerRemarks,
  applicationSoFar,
  type ApplicationStep,
  applicationSteps,
  askKeeper,
  completeApplication,
  type DraftMarks,
  draftMarks,
  emptyDraft,
  findApplicationDraft,
  findProject,
  listProjects,
  mergeDrafts,
  remarksOn,
  saveApplication,
  startApplication,
  stepNames,
  submitApplication,
} from '#modules/projects';
import type { Form, Routes, Web } from '../kit/index.ts';
import { instantText } from '../ui/index.ts';
import { afterDeed, deedOf, draftFromForm, marksFromForm } from './application-form.ts';
import { guideText } from './application-guide-text.ts';
import { ApplicationPage, LivePanel } from './application-page.tsx';
import { applicationPaperRoutes } from './application-paper-routes.ts';
import { applicationText } from './application-text.ts';
import { repliesFrom, replyField } from './application-replies.tsx';
import { loadEditor, type Typed } from './application-view.ts';
import { findVisible } from './view.ts';
import { keeperRoutes } from './keeper-page.tsx';
import { StartPage, startText } from './start-page.tsx';
import { storedUploads } from './uploads.ts';
import { versionRoutes } from './versions-page.tsx';

/** Starting, writing, submitting, comparing and printing an application. */
export function applicationRoutes(r: Routes): void {
  r.post('/projects/new', 'project.start', async (w) => {
    const form = w.form();
    const matterId = form.id('matter');
    const resolutionId = form.id('resolution');
    const origin = matterId ? { matterId } : resolutionId ? { resolutionId } : null;
    if (!origin) return w.notFound();
    const started = await startApplication(w.command(form), origin);
    return started.ok ? w.redirect(`/projects/${started.value}/application/what`) : w.refuse(started.error, startText[w.lang]);
  });
  r.get('/projects/new', 'project.start', startPage);
  r.get('/projects/:id/application', 'project.edit', (w) => editor(w, null));
  r.post('/projects/:id/application', 'project.edit', (w) => save(w, null));
  r.get('/projects/:id/application/:step', 'project.edit', (w) => inStep(w, (step) => editor(w, step)));
  r.post('/projects/:id/application/:step', 'project.edit', (w) => inStep(w, (step) => save(w, step)));
  applicationPaperRoutes(r);
  keeperRoutes(r);
  versionRoutes(r);
}

function inStep(w: Web, then: (step: ApplicationStep) => Promise<Response>): Promise<Response> | Response {
  const step = stepNames.find((known) => known === w.param('step'));
  return step ? then(step) : w.notFound();
}

async function startPage(w: Web) {
  const asked = w.query('matter');
  const matterId = asked && /^[0-9a-f-]{36}$/.test(asked) ? asked : null;
  const found = await w.read(async (tx) => {
    const matter = matterId ? await findMatter(tx, matterId) : null;
    if (!matter || !w.can('project.start', matter)) return null;
    return {
      matter,
      place: await findNeighbourhood(tx, matter.neighbourhoodId),
      ready: (await resolutionsAbout(tx, { matterId: matter.id })).length > 0,
      before: await listProjects(tx, { matterId: matter.id }),
    };
  });
  if (matterId && !found) return w.notFound();
  const matter = found
    ? { id: found.matter.id, title: found.matter.title, ready: found.ready, before: found.before.filter(({ state }) => state !== 'withdrawn') }
    : null;
  return w.page(<StartPage page={w.frame(found?.place ? { neighbourhood: found.place } : {})} matter={matter} />);
}

async function editor(w: Web, step: ApplicationStep | null, typed?: Typed, id = w.id()): Promise<Response> {
  const view = await w.read((tx) => loadEditor(tx, w, id, step, typed));
  if (view) return w.page(<ApplicationPage {...view} />, typed ? 422 : 200);
  // Handed in meanwhile, in another window or by another: who may write it is told so.
  const found = await w.read((tx) => findVisible(tx, w, id));
  return found && w.can('project.edit', found.project) ? w.redirect(`/projects/${found.project.id}`, guideText[w.lang].handedIn, 'bad') : w.notFound();
}

/** What is saved now, the editor's own laid over it, and where the two do not agree. Without marks the form is the whole draft as it was seen. */
async function laidOver(w: Web, id: string, content: ApplicationDraft, marks: DraftMarks | null) {
  const saved = await w.read((tx) => findApplicationDraft(tx, id));
  const merged = marks === null ? { content, conflicts: [] } : mergeDrafts(marks, saved?.content ?? emptyDraft(), content);
  return { ...merged, revision: saved?.revision ?? 0 };
}

/** Save, add or remove a row, go on, or submit: whatever happens, what was typed stays. */
async function save(w: Web, step: ApplicationStep | null): Promise<Response> {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const pressed = form.text('do');
  if (pressed === 'autosave') return autosave(w, id, step, form);
  const t = { ...applicationText[w.lang], ...guideText[w.lang] };
  const at = `/projects/${id}/application${step === null ? '' : `/${step}`}`;
  const deed = deedOf(pressed);
  const marks = marksFromForm(form.text('marks'), step === null ? null : applicationSteps[step]);
  await keepReplies(w, id, form);
  const posted = afterDeed(draftFromForm(form.values), deed);
  const papers = await storedUploads(w, form.files('paper'));
  if (!papers.ok) return editor(w, step, { draft: (await laidOver(w, id, posted, marks)).content, errors: { paper: papers.error } }, id);
  const over = await laidOver(w, id, posted, marks);
  const complete = completeApplication(over.content);
  let { content } = over;
  let revision = marks === null && /^\d{1,9}$/.test(form.text('revision')) ? Number(form.text('revision')) : over.revision;
  if (deed.kind !== 'submit' || papers.value.length > 0 || !complete.ok || over.conflicts.length > 0) {
    const saved = await saveApplication(w.command(), {
      projectId: id,
      content: posted,
      revision,
      ...(marks ? { marks } : {}),
      papers: papers.value.map((upload) => ({ kind: form.text('paperKind') || 'other', upload })),
    });
    if (!saved.ok && saved.error === 'changed-meanwhile')
      return editor(w, step, { draft: content, ...(marks ? { conflicts: over.conflicts } : { note: t['changed-meanwhile'] }) }, id);
    if (!saved.ok) return w.refuse(saved.error, t);
    ({ content, revision } = saved.value);
  }
  if (pressed === 'ask-keeper') {
    const asked = await askKeeper(w.command(form), { projectId: id });
    return asked.ok ? w.redirect(at, t.keeperAsked(asked.value)) : w.redirect(at, w.errorText(asked.error, t), 'bad');
  }
  if (deed.kind === 'add') return w.redirect(`${at}#${deed.list}-${content[deed.list].length}`);
  if (deed.kind === 'remove') return w.redirect(`${at}#${deed.list}`);
  if (pressed === 'next') return w.redirect(`/projects/${id}/application/${stepNames[stepNames.indexOf(step ?? 'papers') + 1] ?? 'papers'}`);
  if (deed.kind === 'save') return w.redirect(at, applicationText[w.lang].saved);
  return submit(w, id, form, content, revision);
}

/** Keeps what was typed to the remarks of the office; where nothing was sent back there is nothing to answer. */
async function keepReplies(w: Web, id: string, form: Form): Promise<void> {
  const replies = repliesFrom(form);
  if (replies.length > 0) await answerRemarks(w.command(), { projectId: id, replies });
}

/** Hands in what is saved; what is missing is shown with all steps on one page. */
async function submit(w: Web, id: string, form: Form, content: ApplicationDraft, revision: number): Promise<Response> {
  const t = { ...applicationText[w.lang], ...guideText[w.lang] };
  const complete = completeApplication(content);
  if (!complete.ok) return editor(w, null, { draft: content, errors: complete.error }, id);
  const awarded = (await w.read((tx) => findProject(tx, id)))?.state === 'awarded';
  const done = await submitApplication(w.command(form), { projectId: id, content, revision });
  if (done.ok) return w.redirect(`/projects/${id}`, awarded ? t.revisedFlash : t.submittedFlash);
  if (done.error === 'not-found' || done.error === 'not-allowed' || done.error === 'wrong-state' || done.error === 'key-reused') return w.refuse(done.error, t);
  // What was typed is kept for the next try, also when the submission was refused.
  if (done.error !== 'changed-meanwhile') await saveApplication(w.command(), { projectId: id, content, revision });
  const errors: Record<string, string> = done.error === 'keeper-not-accepted' ? { keeperSaidOn: 'keeper-not-accepted' } : {};
  if (done.error === 'remarks-unanswered') {
    const project = await w.read((tx) => findProject(tx, id));
    const remarks = project ? await w.read((tx) => remarksOn(tx, project, applicationSoFar(content).application)) : [];
    for (const one of remarks) if (!one.takenUp) errors[replyField(one.id)] = 'remark-unanswered';
  }
  return editor(w, null, { draft: content, note: w.errorText(done.error, t), errors }, id);
}

/** Keeps what was typed so far for the script of the page, and says what follows from it. */
async function autosave(w: Web, id: string, step: ApplicationStep | null, form: Form): Promise<Response> {
  const t = guideText[w.lang];
  const marks = marksFromForm(form.text('marks'), step === null ? null : applicationSteps[step]);
  if (marks === null) return w.context.json({ said: t.notSaved, stop: true }, 400);
  await keepReplies(w, id, form);
  const saved = await saveApplication(w.command(), { projectId: id, content: draftFromForm(form.values), revision: 0, marks });
  if (!saved.ok) return w.context.json({ said: saved.error === 'changed-meanwhile' ? t.conflictTitle : t.notSaved, stop: true }, 409);
  const view = await w.read((tx) => loadEditor(tx, w, id, step));
  if (!view) return w.context.json({ said: t.notSaved, stop: true }, 409);
  // The form holds what it held: what others changed meanwhile stays marked as they left it only where this form shows the same.
  const shown = draftMarks(draftFromForm(form.values), step === null ? undefined : applicationSteps[step]);
  return w.context.json({
    said: t.savedAt(instantText(w.now, w.lang, 'short')),
    marks: JSON.stringify(shown),
    revision: view.revision,
    live: String(await (<LivePanel {...view} />)),
  });
}
