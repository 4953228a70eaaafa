import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { findPerson } from '#modules/people';
import type { Consent } from './consent.ts';
import { withinTheProxyLimit } from './consent.ts';
import { collectorFor, collectorsOf, consentSettings, devicesOf, findConsent, findDevice, homesOf, partsOf, proxiesOf } from './queries.ts';
import { homeToSignFor } from './recount.ts';
import { insertCollector, insertProxy, lockConsent, setCollectorEnded, setDevice } from './store.ts';

async function mayRun(tx: CommandTx, consentId: string): Promise<Result<Consent, 'not-found' | 'not-allowed'>> {
  const consent = await findConsent(tx, consentId);
  if (!consent) return err('not-found');
  if (!tx.can('consent.run', { neighbourhoodId: consent.neighbourhoodId })) return err('not-allowed');
  await lockConsent(tx, consentId);
  return ok(consent);
}

/**
 * Names somebody who goes from door to door, for these entrances only; named again, the new entrances stand for the old ones.
 * Errors: `person-unknown`, `no-account` (cannot sign in on a device), `entrance-required`, `entrance-elsewhere` (not on the roll), `wrong-state` (over).
 */
export function nameCollector(
  ctx: CommandContext,
  input: { consentId: string; personId: string; entranceIds: readonly string[] },
): Promise<
  Result<{ collectorId: string }, 'not-found' | 'not-allowed' | 'person-unknown' | 'entrance-required' | 'entrance-elsewhere' | 'wrong-state' | 'key-reused'>
> {
  return runCommand(ctx, 'name-consent-collector', async (tx) => {
    const found = await mayRun(tx, input.consentId);
    if (!found.ok) return found;
    const parts = await partsOf(tx, input.consentId);
    if (!parts.some((part) => part.ballot.state === 'roll_shown' || part.ballot.state === 'open')) return err('wrong-state');
    if (!(await findPerson(tx, input.personId))) return err('person-unknown');
    const entranceIds = [...new Set(input.entranceIds)];
    if (entranceIds.length === 0) return err('entrance-required');
    const known = new Set((await homesOf(tx, input.consentId)).map((home) => home.entranceId));
    if (entranceIds.some((id) => !known.has(id))) return err('entrance-elsewhere');
    const before = await collectorFor(tx, input.consentId, input.personId);
    if (before) await setCollectorEnded(tx, before.id);
    const collectorId = tx.newId();
    await insertCollector(tx, { id: collectorId, consentId: input.consentId, personId: input.personId, entranceIds });
    tx.audit({
      action: 'consent.collector',
      subjectKind: 'consent',
      subjectId: input.consentId,
      text: { personId: input.personId, entrances: entranceIds.length },
    });
    return ok({ collectorId });
  });
}

/** Ends a collector and cuts off their devices. Errors: `not-found`. */
export function endCollector(
  ctx: CommandContext,
  input: { consentId: string; collectorId: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'key-reused'>> {
  return runCommand(ctx, 'end-consent-collector', async (tx): Promise<Result<void, 'not-found' | 'not-allowed'>> => {
    const found = await mayRun(tx, input.consentId);
    if (!found.ok) return found;
    const collector = (await collectorsOf(tx, input.consentId)).find((one) => one.id === input.collectorId && one.endedAt === null);
    if (!collector) return err('not-found');
    await setCollectorEnded(tx, collector.id);
    for (const device of await devicesOf(tx, input.consentId))
      if (device.collectorId === collector.id && device.revokedAt === null) await setDevice(tx, device.id, 'revoked');
    tx.audit({ action: 'consent.collector-ended', subjectKind: 'consent', subjectId: input.consentId, text: { personId: collector.personId } });
    return ok();
  });
}

/** Cuts off a device that was lost: nothing more is taken from it, and it wipes itself when it next calls. Errors: `not-found`. */
export function revokeDevice(
  ctx: CommandContext,
  input: { consentId: string; deviceId: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'key-reused'>> {
  return runCommand(ctx, 'revoke-consent-device', async (tx): Promise<Result<void, 'not-found' | 'not-allowed'>> => {
    const consent = await findConsent(tx, input.consentId);
    const device = await findDevice(tx, input.deviceId);
    if (!consent || !device || device.consentId !== consent.id) return err('not-found');
    const collector = await collectorFor(tx, consent.id, tx.actor.personId);
    // Whoever lost it may cut it off from another one.
    const own = collector !== null && collector.id === device.collectorId;
    if (!own && !tx.can('consent.run', { neighbourhoodId: consent.neighbourhoodId })) return err('not-allowed');
    if (tx.actor.personId === null) return err('not-allowed');
    if (device.revokedAt === null) await setDevice(tx, device.id, 'revoked');
    tx.audit({ action: 'consent.device-revoked', subjectKind: 'consent', subjectId: consent.id, text: { deviceId: device.id, name: device.name } });
    return ok();
  });
}

/**
 * Records that an owner lets somebody else answer, with the signed paper. An owners' committee allows no proxy; owners' consents do.
 * Errors: `not-on-roll`, `names-required`, `same-person`, `scan-missing`, `proxy-limit` (speaks for as many owners as the office allows).
 */
export function recordProxy(
  ctx: CommandContext,
  input: { consentId: string; homeId: string; ownerName: string; proxyName: string; scan?: StoredBytes & { name: string } },
): Promise<
  Result<{ proxyId: string }, 'not-found' | 'not-allowed' | 'not-on-roll' | 'names-required' | 'same-person' | 'scan-missing' | 'proxy-limit' | 'key-reused'>
> {
  return runCommand(ctx, 'record-consent-proxy', async (tx) => {
    const found = await mayRun(tx, input.consentId);
    if (!found.ok) return found;
    const homes = await homesOf(tx, input.consentId);
    const homeId = homeToSignFor(homes, input.homeId);
    if (!homes.some((home) => home.homeId === homeId)) return err('not-on-roll');
    const [ownerName, proxyName] = [input.ownerName.trim(), input.proxyName.trim()];
    if (ownerName === '' || proxyName === '') return err('names-required');
    if (ownerName === proxyName) return err('same-person');
    if (!input.scan) return err('scan-missing');
    const { proxyLimit } = await consentSettings(tx);
    const speaksFor = new Set(
      (await proxiesOf(tx, input.consentId)).filter((one) => one.proxyName === proxyName && one.homeId !== homeId).map((one) => one.homeId),
    );
    if (!withinTheProxyLimit(proxyLimit, speaksFor.size)) return err('proxy-limit');
    const fileId = await recordFile(tx, input.scan, { name: input.scan.name, visibility: 'office', neighbourhoodId: found.value.neighbourhoodId });
    const proxyId = tx.newId();
    await insertProxy(tx, { id: proxyId, consentId: input.consentId, homeId, ownerName, proxyName, fileId });
    tx.audit({ action: 'consent.proxy', subjectKind: 'consent', subjectId: input.consentId, text: { homeId, ownerName, proxyName, scan: input.scan.sha256 } });
    return ok({ proxyId });
  });
}
