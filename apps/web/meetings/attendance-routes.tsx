import { enterAttendance, type SignedIn, signIn, type UnmatchedLine } from '#modules/meetings';
import type { FieldErrors, Form, Routes, Web } from '../kit/index.ts';
import { AttendancePage, SignInPage } from './sign-in-pages.tsx';
import { meetingText } from './text.ts';
import { storeUploads } from './uploads.ts';
import { loadMeeting } from './view.ts';

/** Signing in by phone, the room's screen, and the paper list. */
export function attendanceRoutes(r: Routes): void {
  r.get('/meetings/:id/sign-in', 'meeting.sign-in', (w) => showSignIn(w, w.query('code') ?? ''));
  r.post('/meetings/:id/sign-in', 'meeting.sign-in', signInNow);
  r.get('/meetings/:id/attendance', 'meeting.attend', (w) => showEntry(w));
  r.post('/meetings/:id/attendance', 'meeting.attend', enter);
}

/** Address that the QR code in the room opens. */
export const signInPath = (meetingId: string, code: string): string => `/meetings/${meetingId}/sign-in?code=${code}`;

const found = async (w: Web) => {
  const id = w.id();
  return id ? loadMeeting(w, id) : null;
};

async function showSignIn(w: Web, code: string, errors?: FieldErrors) {
  const view = await found(w);
  if (!view) return w.notFound();
  const page = (
    <SignInPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      name={w.actor.name}
      code={code.slice(0, 20)}
      errors={errors && w.errorTexts(errors, meetingText[w.lang])}
    />
  );
  return w.page(page, errors ? 422 : 200);
}

const flashes: Record<SignedIn['result'], 'signInDone' | 'signInBeside' | 'signInListed' | 'signInKnown'> = {
  counted: 'signInDone',
  beside: 'signInBeside',
  listed: 'signInListed',
  known: 'signInKnown',
};

async function signInNow(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const t = meetingText[w.lang];
  const done = await signIn(w.command(form), { meetingId, code: form.text('code') });
  if (done.ok) return w.redirect(`/meetings/${meetingId}`, t[flashes[done.value.result]]);
  if (done.error === 'wrong-code') return showSignIn(w, form.text('code'), { code: form.text('code') === '' ? 'required' : done.error });
  return w.refuse(done.error, { ...t, 'wrong-state': t.signInClosed });
}

async function showEntry(w: Web, back?: { unmatched?: readonly UnmatchedLine[]; errors?: FieldErrors; values: Form['values'] }) {
  const view = await found(w);
  if (!view) return w.notFound();
  if (!w.can('meeting.attend', { neighbourhoodId: view.meeting.neighbourhoodId })) return w.forbidden();
  return w.page(
    <AttendancePage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      unmatched={back?.unmatched}
      errors={back?.errors && w.errorTexts(back.errors, meetingText[w.lang])}
      values={back?.values}
    />,
    back?.errors ? 422 : 200,
  );
}

async function enter(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const t = meetingText[w.lang];
  const stored = await storeUploads(w, form, 'sheet');
  if (!stored.ok) return showEntry(w, { errors: { sheet: stored.error }, values: form.values });
  const [sheet] = stored.value;
  const done = await enterAttendance(w.command(form), {
    meetingId,
    lines: form.text('lines'),
    guests: form.text('guests').split('\n'),
    how: form.text('how') === 'staff' ? 'staff' : 'paper',
    ...(sheet ? { sheet } : {}),
  });
  if (!done.ok)
    return done.error === 'nothing-entered' || done.error === 'not-yet'
      ? showEntry(w, { errors: { lines: done.error }, values: form.values })
      : w.refuse(done.error, t);
  const { added, known, unmatched } = done.value;
  // Only what did not fit comes back into the field.
  if (unmatched.length > 0) return showEntry(w, { unmatched, values: { how: form.text('how'), lines: unmatched.map((line) => line.line).join('\n') } });
  return w.redirect(`/meetings/${meetingId}#attendance`, t.entered(added, known));
}
