import { findMeeting, findResolution, followResolution, type ProgressKind, progressOf, turnOf } from '#modules/meetings';
import { listRoles, maskName, personNames } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import { loadTurns } from '../inbox/whose-turn.tsx';
import type { Routes, Web } from '../kit/index.ts';
import { resolutionText } from './form-text.ts';
import { ResolutionPage, type ResolutionPageView } from './resolution-page.tsx';
import { storeUploads } from './uploads.ts';
import { resolutionView } from './view.ts';

/** A resolution and what became of it. */
export function resolutionRoutes(r: Routes): void {
  r.get('/resolutions/:id', 'resolution.read', (w) => show(w));
  r.post('/resolutions/:id/follow', 'resolution.follow', follow);
}

type Step = Exclude<ProgressKind, 'overdue'>;
const steps: readonly Step[] = ['finish', 'report', 'accept', 'return', 'appraise'];

async function load(w: Web, id: string): Promise<Omit<ResolutionPageView, 'page' | 'back'> | null> {
  return w.read(async (tx) => {
    const resolution = await findResolution(tx, id);
    const place = resolution ? await findNeighbourhood(tx, resolution.neighbourhoodId) : null;
    if (!resolution || !place) return null;
    const at = { neighbourhoodId: place.id };
    const staff = w.can('resolution.appraise', at);
    const me = w.actor.personId;
    const meeting = resolution.meetingId ? await findMeeting(tx, resolution.meetingId) : null;
    const contacts =
      resolution.executorOrganisationId === null
        ? []
        : (await listRoles(tx)).filter((role) => role.organisationId === resolution.executorOrganisationId).map((role) => role.personId);
    const carriesOut = me !== null && (me === resolution.executorPersonId || contacts.includes(me));
    const supervises = me !== null && me === resolution.supervisorPersonId;
    // Before the minutes are published a resolution is known to those who work on it.
    if (meeting && meeting.publishedVersion === null && !staff && !carriesOut && !supervises && !w.can('person.read', at)) return null;
    const story = await progressOf(tx, id);
    const names = await personNames(
      tx,
      story.map((line) => line.byPersonId).filter((each) => each !== null),
    );
    const full = staff || w.can('person.read', at);
    const turn = turnOf(resolution.state, story.findLast((line) => line.kind !== 'overdue')?.kind ?? null);
    const allowed: Record<Step, boolean> = {
      report: turn === 'executor' && !supervises && (carriesOut || staff),
      finish: turn === 'executor' && !supervises && (carriesOut || staff),
      accept: turn === 'supervisor' && supervises,
      return: turn === 'supervisor' && supervises,
      appraise: turn === 'residents' && staff,
    };
    return {
      item: await resolutionView(tx, resolution, full),
      place,
      meeting: meeting ? { id: meeting.id, title: meeting.title } : null,
      turn,
      story: story.map((line) => {
        const name = names.get(line.byPersonId ?? '') ?? '';
        return { ...line, by: full || name === '' ? name : maskName(name) };
      }),
      turns: await loadTurns(tx, { subjectId: id }, w),
      may: steps.filter((step) => allowed[step]),
    };
  });
}

async function show(w: Web, back?: ResolutionPageView['back']) {
  const id = w.id();
  const view = id ? await load(w, id) : null;
  if (!view) return w.notFound();
  return w.page(<ResolutionPage page={w.frame({ neighbourhood: view.place })} {...view} back={back} />, back ? 422 : 200);
}

async function follow(w: Web) {
  const resolutionId = w.id();
  if (!resolutionId) return w.notFound();
  const form = w.form();
  const t = resolutionText[w.lang];
  const kind = steps.find((step) => step === form.text('kind'));
  if (!kind) return w.refuse('wrong-state', t);
  const text = form.text('text');
  if (text === '' || text.length > 2000) return show(w, { errors: w.errorTexts({ text: text === '' ? 'text-required' : 'too-long' }, t), values: form.values });
  const stored = await storeUploads(w, form, 'photos');
  if (!stored.ok) return show(w, { errors: w.errorTexts({ photos: stored.error }), values: form.values });
  const done = await followResolution(w.command(form), { resolutionId, kind, text, files: stored.value });
  return done.ok ? w.redirect(`/resolutions/${resolutionId}#story`, t.followed) : w.refuse(done.error, t);
}
