import {
  belongsToMeeting,
  endCalendarFeed,
  feedOf,
  findMeeting,
  listMeetings,
  makeCalendarFeed,
  meetingKinds,
  meetingsOfFeed,
  meetingsOfPerson,
} from '#modules/meetings';
import { findNeighbourhood } from '#modules/places';
import type { Routes, Web } from '../kit/index.ts';
import { shanghaiParts } from '../ui/index.ts';
import { aroundText } from './around-words.ts';
import { meetingCalendar } from './calendar.ts';
import { MonthPage, MyCalendarPage } from './calendar-pages.tsx';
import { meetingText } from './text.ts';

/** Calendars: a month of a place, one meeting, one's own, and the feeds that follow them. */
export function calendarRoutes(r: Routes): void {
  r.get('/n/:place/meetings/calendar', 'meeting.read', month);
  r.get('/n/:place/meetings.ics', 'meeting.read', placeFeed);
  r.get('/meetings/:id/meeting.ics', 'meeting.read', oneMeeting);
  r.get('/my/meetings', 'meeting.calendar', (w) => mine(w, null));
  r.post('/my/meetings/feed', 'meeting.calendar', makeFeed);
  r.post('/my/meetings/feed/end', 'meeting.calendar', endFeed);
  // Calendar programs bring no session: the secret in the address is the key.
  r.get('/calendar/:file', 'meeting.read', personFeed);
}

async function month(w: Web) {
  const found = await w.read(async (tx) => {
    const place = await findNeighbourhood(tx, w.param('place'));
    return place ? { place, meetings: await listMeetings(tx, place.id) } : null;
  });
  if (!found) return w.notFound();
  const asked = w.query('month') ?? '';
  const shown = /^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/.test(asked) ? asked : w.today.slice(0, 7);
  const q = (w.query('q') ?? '').slice(0, 60);
  const kind = meetingKinds.find((one) => one === w.query('kind')) ?? '';
  const meetings = found.meetings
    .filter((one) => shanghaiParts(one.startsAt).day.startsWith(shown))
    .filter((one) => kind === '' || one.kind === kind)
    .filter((one) => q === '' || `${one.title} ${one.place}`.toLowerCase().includes(q.toLowerCase()))
    .reverse();
  return w.page(
    <MonthPage page={w.frame({ neighbourhood: found.place })} place={found.place} month={shown} today={w.today} meetings={meetings} query={{ q, kind }} />,
  );
}

const calendarFile = (w: Web, text: string, shared: boolean) =>
  w.context.body(text, 200, { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': shared ? 'public, max-age=300' : 'private, no-store' });

async function placeFeed(w: Web) {
  const found = await w.read(async (tx) => {
    const place = await findNeighbourhood(tx, w.param('place'));
    return place ? { place, meetings: await listMeetings(tx, place.id) } : null;
  });
  if (!found) return w.notFound();
  const text = meetingCalendar({
    name: `${found.place.name} ${meetingText.zh.title}`,
    address: w.absolute(`/n/${found.place.code}/meetings.ics`),
    meetings: found.meetings,
    meetingAddress: (id) => w.absolute(`/meetings/${id}`),
  });
  return calendarFile(w, text, true);
}

async function oneMeeting(w: Web) {
  const id = w.id();
  const { personId } = w.actor;
  const found = id
    ? await w.read(async (tx) => {
        const meeting = await findMeeting(tx, id);
        if (!meeting) return null;
        const households = w.actor.households.filter((home) => home.neighbourhoodId === meeting.neighbourhoodId);
        const near = personId !== null && (await belongsToMeeting(Object.assign(tx, { today: w.today }), meeting, { personId, households }));
        return { meeting, near };
      })
    : null;
  if (!found) return w.notFound();
  const { meeting, near } = found;
  const address = w.absolute(`/meetings/${meeting.id}/meeting.ics`);
  return calendarFile(
    w,
    meetingCalendar({ name: meeting.title, address, meetings: [meeting], meetingAddress: (one) => w.absolute(`/meetings/${one}`), personal: near }),
    false,
  );
}

async function personFeed(w: Web) {
  const token = /^([A-Za-z0-9_-]{32})\.ics$/.exec(w.param('file'))?.[1];
  const meetings = token ? await w.read((tx) => meetingsOfFeed(tx, token)) : null;
  if (!meetings) return w.notFound();
  const text = meetingCalendar({
    name: `${w.subdistrict.name} ${aroundText.zh.myCalendar}`,
    address: w.absolute(`/calendar/${token}.ics`),
    meetings,
    meetingAddress: (id) => w.absolute(`/meetings/${id}`),
    personal: true,
  });
  return calendarFile(w, text, false);
}

async function mine(w: Web, address: string | null) {
  const { personId } = w.actor;
  const found = personId
    ? await w.read(async (tx) => ({ feed: await feedOf(tx, personId), meetings: await meetingsOfPerson(tx, personId) }))
    : { feed: null, meetings: [] };
  const coming = found.meetings.filter((meeting) => meeting.state === 'called' && meeting.startsAt.getTime() > w.now.getTime() - 6 * 3_600_000);
  return w.page(<MyCalendarPage page={w.frame()} coming={coming} address={address} since={found.feed?.madeAt ?? null} bound={personId !== null} />);
}

async function makeFeed(w: Web) {
  // Without the form's key: the answer of a keyed command is kept, and this one holds the secret.
  const done = await makeCalendarFeed(w.command());
  return done.ok ? mine(w, w.absolute(`/calendar/${done.value.token}.ics`)) : w.refuse(done.error, aroundText[w.lang]);
}

async function endFeed(w: Web) {
  const done = await endCalendarFeed(w.command(w.form()));
  return done.ok ? w.redirect('/my/meetings', aroundText[w.lang].feedEnded) : w.refuse(done.error, aroundText[w.lang]);
}
