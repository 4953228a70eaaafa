import { admitByPass, boardOf, findMeeting, type Meeting, passOf, signIn, takePass } from '#modules/meetings';
import { findNeighbourhood } from '#modules/places';
import { qrSvg } from '#platform/documents';
import type { FieldErrors, Routes, Web } from '../kit/index.ts';
import { aroundText } from './around-words.ts';
import { signInPath } from './attendance-routes.tsx';
import { BoardPage } from './board-page.tsx';
import { AdmitPage, PassPage } from './pass-pages.tsx';
import { meetingText } from './text.ts';

/** The room's screen, signing in from home, and by a personal code. */
export function passRoutes(r: Routes): void {
  r.get('/meetings/:id/board', 'meeting.attend', showBoard);
  r.post('/meetings/:id/sign-in-online', 'meeting.sign-in', signInOnline);
  r.get('/meetings/:id/pass', 'meeting.sign-in', showPass);
  r.post('/meetings/:id/pass', 'meeting.sign-in', makePass);
  r.get('/meetings/:id/admit', 'meeting.attend', (w) => showAdmit(w));
  r.post('/meetings/:id/admit', 'meeting.attend', admit);
}

/** Pictures of the codes that hang on screens just now: each is drawn once, not every five seconds. */
const drawn = new Map<string, string>();
function codePicture(address: string): string {
  const known = drawn.get(address);
  if (known !== undefined) return known;
  if (drawn.size > 200) drawn.clear();
  const picture = qrSvg(address);
  drawn.set(address, picture);
  return picture;
}

async function showBoard(w: Web) {
  const id = w.id();
  const board = id ? await w.read((tx) => boardOf(tx, id)) : null;
  if (!board || !w.can('meeting.attend', { neighbourhoodId: board.neighbourhoodId })) return w.notFound();
  // The room's screen has no reader who could lose a place: it may fetch itself anew.
  if (board.state === 'called') w.context.header('refresh', '5');
  return w.page(<BoardPage lang={w.lang} base={w.base} board={board} qr={codePicture(w.absolute(signInPath(board.id, board.signInCode)))} now={w.now} />);
}

async function meetingWithPlace(w: Web): Promise<{ meeting: Meeting; place: { code: string; name: string } } | null> {
  const id = w.id();
  if (!id) return null;
  return w.read(async (tx) => {
    const meeting = await findMeeting(tx, id);
    const place = meeting && (await findNeighbourhood(tx, meeting.neighbourhoodId));
    return meeting && place ? { meeting, place } : null;
  });
}

async function signInOnline(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const t = { ...meetingText[w.lang], 'wrong-state': meetingText[w.lang].signInClosed, 'not-invited': meetingText[w.lang].notFromHere };
  const done = await signIn(w.command(w.form()), { meetingId, online: true });
  if (!done.ok) return w.refuse(done.error, t);
  const words = { counted: t.signInDoneOnline, beside: t.signInBeside, listed: t.signInListed, known: t.signInKnown };
  return w.redirect(`/meetings/${meetingId}`, words[done.value.result]);
}

async function showPass(w: Web) {
  const found = await meetingWithPlace(w);
  const { personId } = w.actor;
  const code = found && personId ? await w.read((tx) => passOf(tx, found.meeting.id, personId)) : null;
  if (!found || code === null) return found ? w.redirect(`/meetings/${found.meeting.id}`) : w.notFound();
  const address = w.absolute(`/meetings/${found.meeting.id}/admit?code=${code}`);
  return w.page(<PassPage page={w.frame({ neighbourhood: found.place })} meeting={found.meeting} name={w.actor.name} code={code} qr={qrSvg(address)} />);
}

async function makePass(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const done = await takePass(w.command(w.form()), { meetingId });
  return done.ok
    ? w.redirect(`/meetings/${meetingId}/pass`)
    : w.refuse(done.error, { ...aroundText[w.lang], 'not-a-person': meetingText[w.lang]['not-a-person'] });
}

async function showAdmit(w: Web, errors?: FieldErrors) {
  const found = await meetingWithPlace(w);
  if (!found) return w.notFound();
  if (!w.can('meeting.attend', { neighbourhoodId: found.meeting.neighbourhoodId })) return w.forbidden();
  return w.page(
    <AdmitPage
      page={w.frame({ neighbourhood: found.place })}
      meeting={found.meeting}
      code={(w.query('code') ?? '').slice(0, 6)}
      errors={errors && w.errorTexts(errors, { ...meetingText[w.lang], ...aroundText[w.lang] })}
      values={errors && w.form().values}
    />,
    errors ? 422 : 200,
  );
}

async function admit(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const t = aroundText[w.lang];
  if (form.text('code') === '') return showAdmit(w, { code: 'required' });
  const done = await admitByPass(w.command(form), { meetingId, code: form.text('code') });
  if (done.ok) {
    const { name, result } = done.value;
    const words = { counted: t.admitted(name), beside: t.admittedBeside(name), listed: t.admittedListed(name), known: t.admittedKnown(name) };
    return w.redirect(`/meetings/${meetingId}/admit`, words[result]);
  }
  if (done.error === 'unknown-code') return showAdmit(w, { code: 'wrong-pass' });
  if (done.error === 'not-yet') return showAdmit(w, { code: 'not-yet' });
  return w.refuse(done.error, meetingText[w.lang]);
}
