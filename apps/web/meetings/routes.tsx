import { listBallots } from '#modules/ballots';
import { attachMeetingFile, cancelMeeting, dutiesToMeet, holdMeeting, listMeetings, listResolutions, publishMinutes } from '#modules/meetings';
import { findNeighbourhood, type Neighbourhood } from '#modules/places';
import type { Routes, Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { aroundRoutes } from './around-routes.tsx';
import { loadAround } from './around-view.ts';
import { attendanceRoutes } from './attendance-routes.tsx';
import { callRoutes } from './call-routes.tsx';
import { meetingFormText } from './form-text.ts';
import { insideRoutes } from './inside-routes.tsx';
import { MeetingListPage, type MeetingListView, meetingTable } from './list-page.tsx';
import { MeetingPage, type MeetingPageView } from './meeting-page.tsx';
import { minutesRoutes } from './minutes-routes.tsx';
import { paperRoutes } from './paper-routes.ts';
import { resolutionRoutes } from './resolution-routes.tsx';
import { meetingText } from './text.ts';
import { storeUploads } from './uploads.ts';
import { loadMeeting, resolutionView, type ResolutionView } from './view.ts';

/** Meetings of a place, one meeting with everything it needs, and resolutions. */
export function meetingRoutes(r: Routes): void {
  r.get('/n/:place/meetings', 'meeting.read', list);
  aroundRoutes(r);
  callRoutes(r);
  r.get('/meetings/:id', 'meeting.read', (w) => showMeeting(w));
  r.post('/meetings/:id/hold', 'meeting.hold', (w) => act(w, 'hold'));
  r.post('/meetings/:id/publish', 'meeting.publish', (w) => act(w, 'publish'));
  r.post('/meetings/:id/cancel', 'meeting.cancel', cancel);
  r.post('/meetings/:id/files', 'meeting.record', addFile);
  attendanceRoutes(r);
  minutesRoutes(r);
  paperRoutes(r);
  resolutionRoutes(r);
  insideRoutes(r);
}

async function loadList(w: Web, place: Neighbourhood): Promise<MeetingListView> {
  const at = { neighbourhoodId: place.id };
  const full = w.can('person.read', at);
  return w.read(async (tx) => {
    const meetings = await listMeetings(tx, place.id);
    const publishedMeetings = new Set(meetings.filter((meeting) => meeting.publishedVersion !== null).map((meeting) => meeting.id));
    const resolutions: ResolutionView[] = [];
    for (const resolution of await listResolutions(tx, place.id)) {
      const visible = full || resolution.meetingId === null || publishedMeetings.has(resolution.meetingId);
      if (resolution.state !== 'appraised' && visible && resolutions.length < 20) resolutions.push(await resolutionView(tx, resolution, full));
    }
    return {
      page: w.frame({ neighbourhood: place }),
      place,
      now: w.now,
      meetings,
      ballots: await listBallots(tx, place.id),
      resolutions,
      query: Object.fromEntries(w.url.searchParams),
      mayCall: w.can('meeting.call', at),
      mustMeet: await dutiesToMeet(tx, place.id, w.now),
    };
  });
}

async function list(w: Web) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  const view = await loadList(w, place);
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(meetingTable(view)), xlsxType, `${place.name}${meetingText[w.lang].title}.xlsx`);
  return w.page(<MeetingListPage {...view} />);
}

async function showMeeting(w: Web, back?: MeetingPageView['back']) {
  const id = w.id();
  const view = id ? await loadMeeting(w, id) : null;
  if (!view) return w.notFound();
  const around = await loadAround(w, view.meeting);
  return w.page(
    <MeetingPage page={w.frame({ neighbourhood: view.place })} view={view} around={around} begun={w.now >= view.meeting.startsAt} back={back} />,
    back ? 422 : 200,
  );
}

async function act(w: Web, what: 'hold' | 'publish') {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const t = meetingText[w.lang];
  const done = what === 'hold' ? await holdMeeting(w.command(w.form()), { meetingId }) : await publishMinutes(w.command(w.form()), { meetingId });
  if (!done.ok) return w.refuse(done.error, t);
  return w.redirect(`/meetings/${meetingId}`, what === 'hold' ? t.heldFlash : t.publishedFlash);
}

async function cancel(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const t = meetingText[w.lang];
  if (form.text('reason').length > 500) return showMeeting(w, { errors: w.errorTexts({ reason: 'too-long' }, t), values: form.values });
  const done = await cancelMeeting(w.command(form), { meetingId, reason: form.text('reason') });
  if (done.ok) return w.redirect(`/meetings/${meetingId}`, t.cancelledFlash);
  if (done.error === 'reason-required') return showMeeting(w, { errors: w.errorTexts({ reason: 'required' }), values: form.values });
  return w.refuse(done.error, t);
}

const kinds = ['paper', 'photo', 'sign_in_sheet', 'signed_minutes'] as const;

async function addFile(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const t = { ...meetingText[w.lang], ...meetingFormText[w.lang] };
  const here = `/meetings/${meetingId}#papers`;
  const kind = kinds.find((known) => known === form.text('kind')) ?? 'photo';
  const stored = await storeUploads(w, form, 'file');
  if (!stored.ok) return w.redirect(here, w.errorText(stored.error, t), 'bad');
  const [file] = stored.value;
  if (!file) return w.redirect(here, t.chooseFile, 'bad');
  const done = await attachMeetingFile(w.command(form), { meetingId, file, kind, caption: form.text('caption') });
  return done.ok ? w.redirect(here, t.uploaded) : w.refuse(done.error, t);
}
