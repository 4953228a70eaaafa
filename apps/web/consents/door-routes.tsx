import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { collectorFor, deviceWiped, findDevice, findEntry, recordAtDoor, recordVisit, registerDevice, speaksFor, visitOutcomes } from '#modules/consents';
import type { StoredBytes } from '#platform/files';
import { inPackage } from '#platform/root';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import { doorData } from './door-data.ts';
import { DoorPage } from './door-page.tsx';
import { choiceField, messagesFor } from './shared.ts';
import { staffText } from './staff-text.ts';
import { loadConsent } from './view.ts';

/** The collectors' page and what their devices send and fetch; answers are JSON with words for the reader. */
export function doorRoutes(r: Routes): void {
  r.get('/consents/worker.js', 'consent.collect', worker);
  r.get('/consents/:id/door', 'consent.collect', showDoor);
  r.get('/consents/:id/door/data.json', 'consent.collect', data);
  r.post('/consents/:id/door/device', 'consent.collect', device);
  r.post('/consents/:id/door/entry', 'consent.collect', entry);
  r.post('/consents/:id/door/visit', 'consent.collect', visit);
  r.post('/consents/:id/door/wiped', 'consent.collect', wiped);
}

/** The service worker lies below `/consents/`, so that it can watch over these pages and no others. */
function worker(w: Web) {
  const script = readFileSync(inPackage('dist/assets/consent-worker.js'));
  return w.context.body(new Uint8Array(script), 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'private, no-store' });
}

async function showDoor(w: Web) {
  const id = w.id();
  const view = id ? await loadConsent(w, id) : null;
  if (!view?.collector || w.actor.personId === null || view.state !== 'open') return w.notFound();
  return w.page(<DoorPage page={w.frame({ neighbourhood: view.place })} consent={view.consent} personId={w.actor.personId} />);
}

/** A refusal with its words; a device that was cut off is told so that it can wipe itself. */
function refuse(w: Web, error: string) {
  const status = error === 'device-revoked' ? 410 : error === 'not-found' ? 404 : error === 'not-allowed' || error === 'not-collector' ? 403 : 409;
  return w.context.json({ error, message: w.errorText(error, messagesFor(w)) }, status);
}

async function data(w: Web) {
  const id = w.id();
  const deviceId = w.query('device') ?? '';
  if (!id || !z.uuid().safeParse(deviceId).success) return refuse(w, 'not-found');
  const answer = await w.read(async (tx) => {
    const collector = await collectorFor(tx, id, w.actor.personId);
    const known = await findDevice(tx, deviceId);
    if (!collector) return 'not-collector';
    if (!known || known.collectorId !== collector.id) return 'not-found';
    if (known.revokedAt) return 'device-revoked';
    return (await doorData(tx, id, collector, w.now, w.lang)) ?? 'not-found';
  });
  if (typeof answer === 'string') return refuse(w, answer);
  return w.context.json(answer);
}

async function device(w: Web) {
  const id = w.id();
  const form = w.form();
  const deviceId = form.id('device');
  if (!id || !deviceId) return refuse(w, 'not-found');
  const done = await registerDevice(w.command(), { consentId: id, deviceId, name: form.text('name') });
  return done.ok ? w.context.json({ ok: true }) : refuse(w, done.error);
}

const instant = () => z.iso.datetime().transform((text) => new Date(text));
const common = { id: field.id(), device: field.id(), home: field.id(), saidAt: instant(), now: instant() };
const entrySchema = z.object({
  ...common,
  choice: choiceField,
  speaks: z.enum(speaksFor),
  signer: field.text(60),
  agreement: field.text(300).optional(),
  proxy: field.id().optional(),
});

async function picture(w: Web, form: Form, name: string): Promise<(StoredBytes & { name: string }) | 'bad' | null> {
  const [file] = form.files(name);
  if (!file) return null;
  const stored = await w.files.put(file.bytes);
  return stored.ok ? { ...stored.value, name: file.name } : 'bad';
}

async function entry(w: Web) {
  const consentId = w.id();
  const form = w.form();
  const parsed = form.parse(entrySchema);
  if (!consentId || !parsed.ok) return refuse(w, 'malformed');
  const [signature, scan] = [await picture(w, form, 'signature'), await picture(w, form, 'scan')];
  if (signature === 'bad' || scan === 'bad') return refuse(w, 'signature-missing');
  const value = parsed.value;
  const done = await recordAtDoor(w.command(form), {
    consentId,
    entryId: value.id,
    deviceId: value.device,
    homeId: value.home,
    choice: value.choice,
    speaks: value.speaks,
    signerName: value.signer,
    agreement: value.agreement ?? null,
    proxyId: value.proxy ?? null,
    deviceSaid: value.saidAt,
    deviceNow: value.now,
    signature,
    scan,
  });
  const t = staffText[w.lang];
  if (done.ok) return w.context.json({ ok: true, counts: done.value.counts, message: done.value.counts ? t.taken : t.laterCounts });
  // The key was used before, by somebody else's session on this device: what was sent then stands.
  if (done.error === 'key-reused' && (await w.read((tx) => findEntry(tx, value.id)))) return w.context.json({ ok: true, counts: true, message: t.taken });
  return refuse(w, done.error);
}

const visitSchema = z.object({ ...common, what: z.enum(visitOutcomes), note: field.text(200).optional() });

async function visit(w: Web) {
  const consentId = w.id();
  const form = w.form();
  const parsed = form.parse(visitSchema);
  if (!consentId || !parsed.ok) return refuse(w, 'malformed');
  const { id, device: deviceId, home, saidAt, now, what, note } = parsed.value;
  const done = await recordVisit(w.command(form), {
    consentId,
    visitId: id,
    deviceId,
    homeId: home,
    deviceSaid: saidAt,
    deviceNow: now,
    what,
    note: note ?? null,
  });
  return done.ok ? w.context.json({ ok: true }) : refuse(w, done.error);
}

async function wiped(w: Web) {
  const consentId = w.id();
  const deviceId = w.form().id('device');
  if (!consentId || !deviceId) return refuse(w, 'not-found');
  const done = await deviceWiped(w.command(), { consentId, deviceId });
  return done.ok ? w.context.json({ ok: true }) : refuse(w, done.error);
}
