import {
  agendaOf,
  attendanceOf,
  draftMinutes,
  handsOfTheRecord,
  makeResolution,
  mayDecide,
  minuteTheRecord,
  nothingWasRecorded,
  recordMinutes,
  recordOf,
} from '#modules/meetings';
import { personNames } from '#modules/people';
import type { FieldErrors, Form, Routes, Web } from '../kit/index.ts';
import type { FormValues, Option } from '../ui/index.ts';
import { organisationOptions, roleHolders } from './call-routes.tsx';
import { meetingFormText, resolutionText } from './form-text.ts';
import { minutesValues, readMinutes, readResolution, toldValues } from './minutes-form.ts';
import { AddResolutionPage, MinutesPage } from './minutes-page.tsx';
import { followText } from './resolution-text.ts';
import { meetingText } from './text.ts';
import { loadMeeting, type MeetingView } from './view.ts';

/** Writing and correcting minutes, and adding a resolution afterwards. */
export function minutesRoutes(r: Routes): void {
  r.get('/meetings/:id/minutes', 'meeting.record', (w) => showMinutes(w));
  r.post('/meetings/:id/minutes', 'meeting.record', record);
  r.get('/meetings/:id/resolutions/new', 'resolution.make', (w) => showResolution(w));
  r.post('/meetings/:id/resolutions/new', 'resolution.make', addResolution);
}

const words = (w: Web) => ({
  ...meetingText[w.lang],
  ...meetingFormText[w.lang],
  'no-quorum': followText[w.lang]['no-quorum'],
  'wrong-state': meetingText[w.lang]['wrong-state'],
});

async function found(w: Web): Promise<MeetingView | null> {
  const id = w.id();
  const view = id ? await loadMeeting(w, id) : null;
  return view?.may.record ? view : null;
}

/** Role holders of the place, and whoever was at the meeting. */
async function peopleToChoose(w: Web, view: MeetingView): Promise<Option[]> {
  const holders = await roleHolders(w, view.place);
  const known = new Set(holders.map((one) => one.value));
  const came = await w.read(async (tx) => {
    const ids = (await attendanceOf(tx, view.meeting.id)).map((one) => one.personId).filter((id) => id !== null);
    return personNames(tx, ids);
  });
  return [...holders, ...[...came].filter(([id]) => !known.has(id)).map(([value, label]) => ({ value, label }))];
}

const rowsOf = (form: Form): number => Math.min(20, Math.max(1, Number(form.text('rows')) || 2));

async function showMinutes(w: Web, back?: { errors?: FieldErrors; form: Form; rows: number }) {
  const view = await found(w);
  if (!view) return w.notFound();
  const last = view.minutes.at(-1);
  const record = await w.read((tx) => recordOf(tx, view.meeting.id));
  const recorded = nothingWasRecorded(record)
    ? null
    : minuteTheRecord(record, view.agenda, mayDecide(view.meeting, view.present, view.entitled), view.meeting.heldAt ?? w.now);
  const start: FormValues = last ? minutesValues(last) : toldValues(draftMinutes(record));
  const typed = last ? last.hands.length - handsOfTheRecord(last.body) : 0;
  return w.page(
    <MinutesPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      people={await peopleToChoose(w, view)}
      organisations={await organisationOptions(w, view.place)}
      rows={back?.rows ?? Math.max(recorded ? 1 : 2, typed)}
      record={recorded}
      start={start}
      errors={back?.errors && w.errorTexts(back.errors, words(w))}
      values={back ? Object.fromEntries(Object.entries(back.form.values).filter(([name]) => name !== 'rows')) : undefined}
    />,
    back?.errors ? 422 : 200,
  );
}

const fieldOf: Record<string, string> = {
  'nothing-said': 'said',
  'too-long': 'said',
  'correction-required': 'correction',
  'too-many-hands': 'hands-0-yes',
  'nobody-present': 'hands-0-question',
  'person-unknown': 'resolution-0-executor',
  'deadline-in-past': 'resolution-0-deadline',
  'supervisor-is-executor': 'resolution-0-supervisor',
  'supervisor-required': 'resolution-0-supervisor',
  'no-quorum': 'resolution-0-text',
};

async function record(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const rows = rowsOf(form);
  if (form.has('more')) return showMinutes(w, { form, rows: rows + 2 });
  const entry = readMinutes(form, rows, (await w.read((tx) => agendaOf(tx, meetingId))).length);
  if (!entry.ok) return showMinutes(w, { errors: entry.error, form, rows });
  const done = await recordMinutes(w.command(form), { meetingId, ...entry.value });
  if (done.ok) return w.redirect(`/meetings/${meetingId}#minutes`, meetingText[w.lang].minutesSaved);
  const at = fieldOf[done.error];
  return at === undefined ? w.refuse(done.error, words(w)) : showMinutes(w, { errors: { [at]: done.error }, form, rows });
}

async function showResolution(w: Web, back?: { errors: FieldErrors; form: Form }) {
  const view = await found(w);
  if (!view) return w.notFound();
  return w.page(
    <AddResolutionPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      people={await peopleToChoose(w, view)}
      organisations={await organisationOptions(w, view.place)}
      errors={back && w.errorTexts(back.errors, words(w))}
      values={back?.form.values}
    />,
    back ? 422 : 200,
  );
}

async function addResolution(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const parsed = readResolution(form, 0);
  if (!parsed.ok) return showResolution(w, { errors: parsed.error, form });
  if (!parsed.value) return showResolution(w, { errors: { 'resolution-0-text': 'text-required' }, form });
  const done = await makeResolution(w.command(form), { meetingId, ...parsed.value });
  if (done.ok) return w.redirect(`/meetings/${meetingId}#resolutions`, resolutionText[w.lang].made);
  const at = fieldOf[done.error];
  return at === undefined ? w.refuse(done.error, words(w)) : showResolution(w, { errors: { [at]: done.error }, form });
}
