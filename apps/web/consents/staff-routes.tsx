import { z } from 'zod';
import { collectorsOf, consentSettingKeys, consentSettings, devicesOf, endCollector, nameCollector, revokeDevice } from '#modules/consents';
import { setSettings } from '#modules/funds';
import { listAccountHolders, personNames } from '#modules/people';
import { listEntranceLabels } from '#modules/places';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { messagesFor } from './shared.ts';
import { CollectorsPage, ConsentSettingsPage } from './staff-pages.tsx';
import { staffText } from './staff-text.ts';
import { loadConsent } from './view.ts';

/** Collectors, their devices, and what the office sets. */
export function staffRoutes(r: Routes): void {
  r.get('/consents/settings', 'consent.settings', (w) => showSettings(w));
  r.post('/consents/settings', 'consent.settings', saveSettings);
  r.get('/consents/:id/collectors', 'consent.run', (w) => showCollectors(w));
  r.post('/consents/:id/collectors', 'consent.run', name);
  r.post('/consents/:id/collectors/:collector/end', 'consent.run', end);
  r.post('/consents/:id/devices/:device/revoke', 'consent.collect', revoke);
}

async function showSettings(w: Web, back?: { errors: FieldErrors; form: Form }) {
  const settings = await w.read((tx) => consentSettings(tx));
  return w.page(
    <ConsentSettingsPage page={w.frame()} {...settings} errors={back && w.errorTexts(back.errors, messagesFor(w))} values={back?.form.values} />,
    back ? 422 : 200,
  );
}

const saveSettingsFields = z.object({
  split: z.enum(['takes-part', 'not-counted']).optional(),
  proxyLimit: field.whole(1, 9999).optional(),
  reason: field.text(500).optional(),
});

async function saveSettings(w: Web) {
  const form = w.form();
  const parsed = form.parse(saveSettingsFields);
  if (!parsed.ok) return showSettings(w, { errors: parsed.error, form });
  const { split, proxyLimit, reason } = parsed.value;
  const done = await setSettings(w.command(form), {
    values: { [consentSettingKeys.split]: split ?? '', [consentSettingKeys.proxyLimit]: proxyLimit === undefined ? '' : String(proxyLimit) },
    reason: reason ?? '',
  });
  if (done.ok) return w.redirect('/consents/settings', staffText[w.lang].saved);
  if (done.error === 'reason-required') return showSettings(w, { errors: { reason: 'required' }, form });
  if (done.error === 'empty') return showSettings(w, { errors: { split: 'required' }, form });
  return w.refuse(done.error, messagesFor(w));
}

async function showCollectors(w: Web, back?: { errors: FieldErrors; form: Form }) {
  const id = w.id();
  const view = id ? await loadConsent(w, id) : null;
  if (!view?.may.run) return w.notFound();
  const data = await w.read(async (tx) => {
    const known = new Set(view.homes.map((home) => home.entranceId));
    const entrances = (await listEntranceLabels(tx, view.place.id)).filter((entrance) => known.has(entrance.id));
    const collectors = await collectorsOf(tx, view.consent.id);
    const names = await personNames(
      tx,
      collectors.map((one) => one.personId),
    );
    const holders = (await listAccountHolders(tx)).filter((holder) => holder.neighbourhoodCode === view.place.code || holder.neighbourhoodCode === null);
    return { entrances, collectors, names, holders, devices: await devicesOf(tx, view.consent.id) };
  });
  const placeOf = new Map(data.entrances.map((entrance) => [entrance.id, entrance.label]));
  const people = new Map(data.holders.map((holder) => [holder.personId, holder.name]));
  return w.page(
    <CollectorsPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      people={[...people].map(([value, label]) => ({ value, label }))}
      entrances={data.entrances.map((entrance) => ({ value: entrance.id, label: entrance.label }))}
      collectors={data.collectors.map((one) => ({
        ...one,
        name: data.names.get(one.personId) ?? '',
        places: one.entranceIds.map((entrance) => placeOf.get(entrance) ?? '').join('、'),
      }))}
      devices={data.devices.map((device) => {
        const collector = data.collectors.find((one) => one.id === device.collectorId);
        return { ...device, holder: collector ? (data.names.get(collector.personId) ?? '') : '' };
      })}
      back={back && { form: 'collector', errors: w.errorTexts(back.errors, messagesFor(w)), values: back.form.values }}
    />,
    back ? 422 : 200,
  );
}

const nameFields = z.object({ person: field.id(), entrances: field.list() });

async function name(w: Web) {
  const consentId = w.id();
  if (!consentId) return w.notFound();
  const form = w.form();
  const parsed = form.parse(nameFields);
  if (!parsed.ok) return showCollectors(w, { errors: parsed.error, form });
  const entranceIds = parsed.value.entrances.filter((id) => z.uuid().safeParse(id).success);
  const done = await nameCollector(w.command(form), { consentId, personId: parsed.value.person, entranceIds });
  if (done.ok) return w.redirect(`/consents/${consentId}/collectors`, staffText[w.lang].named);
  if (done.error === 'person-unknown') return showCollectors(w, { errors: { person: done.error }, form });
  if (done.error === 'entrance-required' || done.error === 'entrance-elsewhere') return showCollectors(w, { errors: { entrances: done.error }, form });
  return w.refuse(done.error, messagesFor(w));
}

async function end(w: Web) {
  const [consentId, collectorId] = [w.id(), w.id('collector')];
  if (!consentId || !collectorId) return w.notFound();
  const done = await endCollector(w.command(w.form()), { consentId, collectorId });
  return done.ok ? w.redirect(`/consents/${consentId}/collectors`, staffText[w.lang].ended) : w.refuse(done.error, messagesFor(w));
}

async function revoke(w: Web) {
  const [consentId, deviceId] = [w.id(), w.id('device')];
  if (!consentId || !deviceId) return w.notFound();
  const done = await revokeDevice(w.command(w.form()), { consentId, deviceId });
  if (!done.ok) return w.refuse(done.error, messagesFor(w));
  const view = await loadConsent(w, consentId);
  return w.redirect(view?.may.run ? `/consents/${consentId}/collectors#devices` : `/consents/${consentId}`, staffText[w.lang].revokedFlash);
}
