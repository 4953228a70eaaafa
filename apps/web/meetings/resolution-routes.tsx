import { err } from '#libs/result';
import { runCommand } from '#platform/command';
import { ballotsAbout, findBallot } from '#modules/ballots';
import {
  findMeeting,
  findResolution,
  followResolution,
  lacksItsBallot,
  listMeetings,
  meetingDay,
  nameBallotIn,
  type ProgressKind,
  progressOf,
  turnOf,
} from '#modules/meetings';
import { listRoles, maskName, personNames } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import { loadTurns } from '../inbox/whose-turn.tsx';
import type { Routes, Web } from '../kit/index.ts';
import { dayText } from '../ui/index.ts';
import { resolutionText } from './form-text.ts';
import { ResolutionPage, type ResolutionPageView } from './resolution-page.tsx';
import { followText } from './resolution-text.ts';
import { storeUploads } from './uploads.ts';
import { resolutionView } from './view.ts';

/** A resolution and what became of it. */
export function resolutionRoutes(r: Routes): void {
  r.get('/resolutions/:id', 'resolution.read', (w) => show(w));
  r.post('/resolutions/:id/follow', 'resolution.follow', follow);
  r.post('/resolutions/:id/ballot', 'resolution.make', nameBallot);
}

type Step = Exclude<ProgressKind, 'overdue'>;
const steps: readonly Step[] = ['finish', 'report', 'accept', 'return', 'grant-later', 'refuse-later', 'appraise', 'reopen', 'ask-later'];

async function load(w: Web, id: string): Promise<Omit<ResolutionPageView, 'page' | 'back'> | null> {
  return w.read(async (tx) => {
    const resolution = await findResolution(tx, id);
    const place = resolution ? await findNeighbourhood(tx, resolution.neighbourhoodId) : null;
    if (!resolution || !place) return null;
    const at = { neighbourhoodId: place.id };
    const staff = w.can('resolution.appraise', at);
    const me = w.actor.personId;
    const meeting = resolution.meetingId ? await findMeeting(tx, resolution.meetingId) : null;
    const roles = (await listRoles(tx)).filter((role) => role.fromDay <= w.today && (role.toDay === null || role.toDay >= w.today));
    const speakFor = (organisationId: string | null) =>
      organisationId === null ? [] : roles.filter((role) => role.organisationId === organisationId).map((role) => role.personId);
    const carriesOut = me !== null && (me === resolution.executorPersonId || speakFor(resolution.executorOrganisationId).includes(me));
    const watchers = resolution.supervisorPersonId !== null ? [resolution.supervisorPersonId] : speakFor(resolution.supervisorOrganisationId);
    // An organisation that nobody speaks for is stood in for by the director, never by the executor.
    const supervises =
      me !== null && (watchers.includes(me) || (watchers.length === 0 && me !== resolution.executorPersonId && w.can('resolution.stand-in', at)));
    // Before the minutes are published a resolution is known to those who work on it.
    if (meeting && meeting.publishedVersion === null && !staff && !carriesOut && !supervises && !w.can('person.read', at)) return null;
    const story = await progressOf(tx, id);
    const names = await personNames(
      tx,
      story.map((line) => line.byPersonId).filter((each) => each !== null),
    );
    const full = staff || w.can('person.read', at);
    const last = story.findLast((line) => line.kind !== 'overdue') ?? null;
    const turn = turnOf(resolution.state, last?.kind ?? null);
    const works = turn === 'executor' && !watchers.includes(me ?? '') && (carriesOut || staff);
    const checks = turn === 'supervisor' && supervises && last?.kind === 'finish';
    const agrees = turn === 'supervisor' && supervises && last?.kind === 'ask-later' && last.byPersonId !== me;
    const judges = turn === 'residents' && staff;
    const allowed: Record<Step, boolean> = {
      report: works,
      finish: works,
      'ask-later': works,
      accept: checks,
      return: checks,
      'grant-later': agrees,
      'refuse-later': agrees,
      appraise: judges,
      reopen: judges,
    };
    const ballot = resolution.ballotId ? await findBallot(tx, resolution.ballotId) : null;
    const wanted = lacksItsBallot(resolution) && w.can('resolution.make', at);
    const ballots = wanted
      ? await ballotsAbout(tx, { meetingId: resolution.meetingId, matterId: resolution.matterId, projectId: resolution.projectId, resolutionId: id })
      : [];
    const appraisals = judges ? (await listMeetings(tx, place.id)).filter((one) => one.kind === 'appraisal' && one.heldAt !== null) : [];
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
      ballot: ballot ? { id: ballot.id, question: ballot.question } : null,
      ballots: ballots.filter((one) => one.outcome?.passed === true).map((one) => ({ value: one.id, label: one.question })),
      appraisals: appraisals.map((one) => ({ value: one.id, label: `${dayText(meetingDay(one), w.lang)} ${one.title}` })),
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
  const t = { ...resolutionText[w.lang], ...followText[w.lang] };
  const kind = steps.find((step) => step === form.text('kind'));
  if (!kind) return w.refuse('wrong-state', t);
  const text = form.text('text');
  if (text === '' || text.length > 2000) return show(w, { errors: w.errorTexts({ text: text === '' ? 'text-required' : 'too-long' }, t), values: form.values });
  const stored = await storeUploads(w, form, 'photos');
  if (!stored.ok) return show(w, { errors: w.errorTexts({ photos: stored.error }), values: form.values });
  const done = await followResolution(w.command(form), {
    resolutionId,
    kind,
    text,
    files: stored.value,
    deadline: form.text('deadline') || null,
    meetingId: form.id('meeting'),
  });
  if (done.ok) return w.redirect(`/resolutions/${resolutionId}#story`, t.followed);
  if (done.error === 'later-day-required') return show(w, { errors: w.errorTexts({ deadline: done.error }, t), values: form.values });
  return w.refuse(done.error, t);
}

/** Names the ballot that decided a resolution about money: a closed one that passed, about the same meeting, matter or project. */
async function nameBallot(w: Web) {
  const resolutionId = w.id();
  if (!resolutionId) return w.notFound();
  const form = w.form();
  const ballotId = form.id('ballot');
  const done = await runCommand(w.command(form), 'name-ballot', async (tx) => {
    const resolution = await findResolution(tx, resolutionId);
    if (!resolution) return err('not-found');
    if (!tx.can('resolution.make', { neighbourhoodId: resolution.neighbourhoodId })) return err('not-allowed');
    const { meetingId, matterId, projectId } = resolution;
    const ballots = await ballotsAbout(tx, { meetingId, matterId, projectId, resolutionId });
    if (!ballotId || !ballots.some((one) => one.id === ballotId && one.outcome?.passed === true)) return err('wrong-state');
    return nameBallotIn(tx, { resolutionId, ballotId });
  });
  return done.ok ? w.redirect(`/resolutions/${resolutionId}`, followText[w.lang].ballotNamed) : w.refuse(done.error, resolutionText[w.lang]);
}
