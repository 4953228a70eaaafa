import { askForSignatures, attendanceOf, minutesDigest, minutesOf, signaturesOf, signersOf, signingCapacities, signMinutes, signsFor } from '#modules/meetings';
import { personNames } from '#modules/people';
import type { FieldErrors, Form, Routes, Web } from '../kit/index.ts';
import { SignPage } from './sign-page.tsx';
import { signText } from './sign-text.ts';
import { loadMeeting } from './view.ts';

/** Signing the minutes: on the screen or on paper. */
export function signRoutes(r: Routes): void {
  r.get('/meetings/:id/sign', 'meeting.sign', (w) => show(w));
  r.post('/meetings/:id/sign', 'meeting.sign', sign);
  r.post('/meetings/:id/sign/ask', 'meeting.record', ask);
}

/** The page is for those who record and those who sign. */
async function show(w: Web, back?: { form: string; errors: FieldErrors; values: Form['values'] }) {
  const id = w.id();
  const found = id ? await loadMeeting(w, id) : null;
  if (!id || !found) return w.notFound();
  const data = await w.read(async (tx) => {
    const signers = await signersOf(tx, found.meeting);
    // A resident who signs reads the version before it is published.
    const last = (await minutesOf(tx, id)).at(-1);
    const names = await personNames(tx, last?.recordedBy ? [last.recordedBy] : []);
    const minutes = last && { ...last, recorder: names.get(last.recordedBy ?? '') ?? '' };
    const version = last?.version;
    const digest = version === undefined ? null : await minutesDigest(tx, id, version);
    const signatures = (await signaturesOf(tx, id)).filter((one) => one.version === version);
    const people = found.may.record ? await attendanceOf(tx, id) : [];
    return { signers, minutes, version, digest, signatures, people };
  });
  const own = data.signers.filter((one) => one.personId !== null && one.personId === w.actor.personId);
  if (!found.may.record && own.length === 0) return w.forbidden();
  if (data.version === undefined || !data.minutes || data.digest === null) return w.notFound();
  const open = (found.may.record ? data.signers : own).filter((one) => !data.signatures.some((signature) => signsFor(signature, one)));
  return w.page(
    <SignPage
      page={w.frame({ neighbourhood: found.place })}
      view={found}
      version={data.version}
      minutes={data.minutes}
      digest={data.digest}
      signers={data.signers}
      signatures={data.signatures}
      mine={[...open].sort((a, b) => Number(own.includes(b)) - Number(own.includes(a)))}
      people={data.people.map((one) => ({ value: `${one.personId ?? ''}|${one.name}`, label: one.name }))}
      back={back && { form: back.form, errors: w.errorTexts(back.errors, signText[w.lang]), values: back.values }}
    />,
    back ? 422 : 200,
  );
}

/** The picture that the pad put into the form; null when nothing was drawn or it is no picture. */
function drawnBytes(form: Form): Uint8Array | null {
  const match = /^data:image\/png;base64,([A-Za-z0-9+/=]+)$/.exec(form.text('drawn'));
  return match?.[1] ? new Uint8Array(Buffer.from(match[1], 'base64')) : null;
}

async function sign(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const t = signText[w.lang];
  const name = form.text('form');
  const fail = (errors: FieldErrors) => show(w, { form: name, errors, values: {} });
  const capacity = signingCapacities.find((one) => one === form.text('capacity'));
  if (!capacity) return w.refuse('not-a-signer', t);
  const scan = form.files('scan')[0];
  const drawn = drawnBytes(form);
  const bytes = scan?.bytes ?? drawn;
  if (!bytes) return fail({ scan: 'nothing-drawn' });
  const stored = await w.files.put(bytes);
  if (!stored.ok) return fail({ scan: stored.error });
  const done = await signMinutes(w.command(form), {
    meetingId,
    version: Number(form.text('version')) || 0,
    name: form.text('signer'),
    capacity,
    how: scan ? 'scan' : 'drawn',
    file: { ...stored.value, name: scan?.name ?? `${form.text('signer')}.jpg` },
  });
  if (done.ok) return w.redirect(done.value.missing === 0 ? `/meetings/${meetingId}#minutes` : `/meetings/${meetingId}/sign`, t.done);
  return done.error === 'another-version' ? w.redirect(`/meetings/${meetingId}/sign`, t['another-version'], 'bad') : w.refuse(done.error, t);
}

async function ask(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const [personId = '', listed = ''] = form.text('who').split('|');
  const typed = form.text('name');
  const name = typed || listed;
  const capacity = signingCapacities.find((one) => one === form.text('capacity'));
  const fail = (errors: FieldErrors) => show(w, { form: 'ask', errors, values: form.values });
  if (name !== '' && !capacity) return fail({ capacity: 'required' });
  const others = name !== '' && capacity ? [{ personId: typed === '' && personId !== '' ? personId : null, name, capacity }] : [];
  const done = await askForSignatures(w.command(form), { meetingId, others });
  if (done.ok) return w.redirect(`/meetings/${meetingId}/sign`, signText[w.lang].asked);
  return done.error === 'name-required' || done.error === 'too-long' ? fail({ name: done.error }) : w.refuse(done.error, signText[w.lang]);
}
