import { addDays, isDay } from '#libs/civil-time';
import { z } from 'zod';
import {
  answerTrouble,
  cancelShift,
  listCheckIns,
  listNotes,
  listPictureMarks,
  markPicture,
  noteProgress,
  planShifts,
  shiftSlots,
  startWork,
  worksGoOn,
} from '#modules/projects';
import { commonMessage, field, type Routes, type Web } from '../kit/index.ts';
import { doingText } from './doing-text.ts';
import { NotesPage, PicturesPage } from './record-pages.tsx';
import { rotaPage } from './rota-routes.tsx';
import { storedUploads } from './uploads.ts';
import { checkInPage, postCheckIn, checkInsPage, postCorrection, printCheckIns } from './check-in-routes.tsx';
import { type Back, backOf, withProject } from './works-request.ts';

/** The pages of the works. */
export function doingRoutes(r: Routes): void {
  r.post('/projects/:id/start', 'project.begin-work', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const done = await startWork(w.command(w.form()), { projectId: id });
    return done.ok ? w.redirect(`/projects/${id}/shifts`, doingText[w.lang].started) : w.refuse(done.error);
  });
  r.get('/projects/:id/check-in', 'project.check-in', (w) => checkInPage(w));
  r.post('/projects/:id/check-in', 'project.check-in', postCheckIn);
  r.get('/projects/:id/check-ins', 'project.read', checkInsPage);
  r.paper('/projects/:id/check-ins', 'project.read-staff', printCheckIns);
  r.post('/projects/:id/check-ins/:one/correct', 'project.correct-check-in', postCorrection);
  r.post('/projects/:id/check-ins/:one/answer', 'project.note', async (w) => {
    const [id, one] = [w.id(), w.id('one')];
    if (!id || !one) return w.notFound();
    const form = w.form();
    const done = await answerTrouble(w.command(form), { projectId: id, checkInId: one, answer: form.text('answer') });
    return done.ok
      ? w.redirect(`/projects/${id}/check-ins`, doingText[w.lang].answered)
      : w.refuse(done.error, { required: commonMessage(w.lang, 'required') });
  });
  r.get('/projects/:id/shifts', 'project.plan-shifts', (w) => rotaPage(w));
  r.post('/projects/:id/shifts', 'project.plan-shifts', postShifts);
  r.post('/projects/:id/shifts/:one/cancel', 'project.plan-shifts', async (w) => {
    const [id, one] = [w.id(), w.id('one')];
    if (!id || !one) return w.notFound();
    const form = w.form();
    const done = await cancelShift(w.command(form), { shiftId: one, reason: form.text('reason') });
    return done.ok
      ? w.redirect(`/projects/${id}/shifts`, doingText[w.lang].cancelledFlash)
      : w.refuse(done.error, { 'reason-required': commonMessage(w.lang, 'required') });
  });
  r.get('/projects/:id/notes', 'project.read', (w) => notesPage(w));
  r.post('/projects/:id/notes', 'project.note', postNote);
  r.get('/projects/:id/pictures', 'project.mark-picture', (w) => picturesPage(w));
  r.post('/projects/:id/pictures', 'project.mark-picture', postPicture);
}

const postShiftsFields = z.object({
  personId: field.id().optional(),
  personName: field.text(60).optional(),
  day: field.day(),
  days: field.whole(1, 60),
  slot: z.enum(shiftSlots, 'not-in-list'),
  place: field.text(100),
});

async function postShifts(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postShiftsFields);
  if (!parsed.ok) return rotaPage(w, backOf(w, parsed.error, form.values));
  const { personId, personName, day, days, slot, place } = parsed.value;
  if (!isDay(day)) return rotaPage(w, backOf(w, { day: 'not-a-date' }, form.values));
  if (!personId && !personName) return rotaPage(w, backOf(w, { personId: 'required' }, form.values));
  const shifts = Array.from({ length: days }, (_, n) => ({ day: addDays(day, n), slot, place, personId: personId ?? null, personName: personName ?? '' }));
  const done = await planShifts(w.command(form), { projectId: id, shifts });
  if (done.ok) return w.redirect(`/projects/${id}/shifts`, doingText[w.lang].planned(done.value));
  if (done.error === 'in-the-past') return rotaPage(w, backOf(w, { day: 'in-the-past' }, form.values));
  return w.refuse(done.error);
}

async function notesPage(w: Web, back?: Back) {
  const found = await withProject(w, (tx, project) => listNotes(tx, project.id));
  if (!found) return w.notFound();
  return w.page(
    <NotesPage
      page={w.frame({ neighbourhood: found.place })}
      project={found.project}
      notes={found.more}
      may={worksGoOn(found.project.state) && w.can('project.note', found.project)}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

const postNoteFields = z.object({ progress: field.text(2000), problems: field.text(2000).optional() });

async function postNote(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postNoteFields);
  if (!parsed.ok) return notesPage(w, backOf(w, parsed.error, form.values));
  const done = await noteProgress(w.command(form), { projectId: id, progress: parsed.value.progress, problems: parsed.value.problems ?? '' });
  return done.ok ? w.redirect(`/projects/${id}/notes`, doingText[w.lang].noted) : w.refuse(done.error);
}

async function picturesPage(w: Web, back?: Back) {
  const found = await withProject(w, async (tx, project) => ({ marks: await listPictureMarks(tx, project.id), checkIns: await listCheckIns(tx, project.id) }));
  if (!found || !w.can('project.mark-picture', found.project)) return w.notFound();
  return w.page(
    <PicturesPage page={w.frame({ neighbourhood: found.place })} project={found.project} {...found.more} errors={back?.errors} values={back?.values} />,
    back ? 422 : 200,
  );
}

const postPictureFields = z.object({ mark: z.enum(['before', 'after'], 'not-in-list'), caption: field.text(200), fileId: field.id().optional() });

async function postPicture(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const parsed = form.parse(postPictureFields);
  if (!parsed.ok) return picturesPage(w, backOf(w, parsed.error, form.values));
  const stored = await storedUploads(w, form.files('photo').slice(0, 1));
  if (!stored.ok) return picturesPage(w, backOf(w, { photo: stored.error }, form.values));
  const photo = stored.value[0] ?? (parsed.value.fileId ? { fileId: parsed.value.fileId } : null);
  if (!photo) return picturesPage(w, backOf(w, { photo: 'required' }, form.values));
  const done = await markPicture(w.command(form), { projectId: id, mark: parsed.value.mark, caption: parsed.value.caption, photo });
  if (done.ok) return w.redirect(`/projects/${id}`, doingText[w.lang].pictureSaved);
  return done.error === 'wrong-type' ? picturesPage(w, backOf(w, { photo: 'wrong-type' }, form.values)) : w.refuse(done.error);
}
