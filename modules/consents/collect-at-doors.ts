import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { StoredBytes } from '#platform/files';
import { type Collector, type Device, signedByServerClock, type VisitOutcome } from './consent.ts';
import { collectorFor, collectorsOf, findDevice } from './queries.ts';
import { type Answer, type AnswerError, type AnswerKept, campaignFor, keepAnswer, type OpenCampaign } from './record-entry.ts';
import { homesOfOwner } from './recount.ts';
import { insertDevice, insertVisit, setDevice } from './store.ts';

export type DoorError = 'not-found' | 'not-allowed' | 'not-collector' | 'device-revoked' | 'not-your-entrance' | 'clock-wrong';

/** What every call from a device carries. */
export interface FromDevice {
  consentId: string;
  deviceId: string;
  /** The device's clock when it signed and when it sends: their difference is believed, their absolute time is not. */
  deviceSaid: Date;
  deviceNow: Date;
}

/**
 * Registers a phone or tablet as holding the list of a collector's entrances; the id is made on the device, so that a repeated call is one device.
 * Errors: `not-collector`, `device-revoked`.
 */
export function registerDevice(
  ctx: CommandContext,
  input: { consentId: string; deviceId: string; name: string },
): Promise<Result<{ deviceId: string }, 'not-found' | 'not-allowed' | 'not-collector' | 'device-revoked' | 'key-reused'>> {
  return runCommand(ctx, 'register-consent-device', async (tx) => {
    const campaign = await campaignFor(tx, input.consentId);
    if (!campaign) return err('not-found');
    const collector = await collectorFor(tx, input.consentId, tx.actor.personId);
    if (!collector) return err('not-collector');
    const known = await findDevice(tx, input.deviceId);
    if (known && known.collectorId !== collector.id) return err('not-allowed');
    if (known?.revokedAt) return err('device-revoked');
    if (known) await setDevice(tx, known.id, 'seen');
    else {
      await insertDevice(tx, { id: input.deviceId, consentId: input.consentId, collectorId: collector.id, name: input.name.trim().slice(0, 60) || '设备' });
      tx.audit({ action: 'consent.device', subjectKind: 'consent', subjectId: input.consentId, text: { deviceId: input.deviceId, name: input.name } });
    }
    return ok({ deviceId: input.deviceId });
  });
}

type AtDoor = { campaign: OpenCampaign; collector: Collector; device: Device; at: Date };

async function atDoor(tx: CommandTx, from: FromDevice, homeId: string): Promise<Result<AtDoor, DoorError>> {
  const campaign = await campaignFor(tx, from.consentId);
  if (!campaign) return err('not-found');
  const collector = await collectorFor(tx, from.consentId, tx.actor.personId);
  const device = await findDevice(tx, from.deviceId);
  if (device?.revokedAt) return err('device-revoked');
  if (!collector) return err('not-collector');
  if (!device || device.collectorId !== collector.id) return err('not-allowed');
  const own = homesOfOwner(campaign.homes, homeId);
  if (!campaign.homes.some((home) => own.has(home.homeId) && collector.entranceIds.includes(home.entranceId))) return err('not-your-entrance');
  const at = signedByServerClock(from.deviceSaid, from.deviceNow, tx.now);
  if (!at) return err('clock-wrong');
  await setDevice(tx, device.id, 'seen');
  return ok({ campaign, collector, device, at });
}

export interface RecordAtDoorInput extends Answer, FromDevice {
  /** Made on the device when it was signed: sent twice, it is one answer. */
  entryId: string;
  signature?: (StoredBytes & { name: string }) | null;
  scan?: (StoredBytes & { name: string }) | null;
}

/**
 * Takes an answer signed at the door, whenever the device found a network again. Exactly once: by the entry's own id.
 * Errors: {@link DoorError}, {@link AnswerError}.
 */
export function recordAtDoor(ctx: CommandContext, input: RecordAtDoorInput): Promise<Result<AnswerKept, DoorError | AnswerError | 'key-reused'>> {
  return runCommand(ctx, 'record-consent-at-door', async (tx): Promise<Result<AnswerKept, DoorError | AnswerError>> => {
    const door = await atDoor(tx, input, input.homeId);
    if (!door.ok) return door;
    return keepAnswer(tx, door.value.campaign, input, {
      id: input.entryId,
      channel: 'door',
      signature: input.signature ?? null,
      scan: input.scan ?? null,
      signerPersonId: null,
      recordedBy: door.value.collector.personId,
      deviceId: door.value.device.id,
      signedAt: door.value.at,
      deviceSaid: input.deviceSaid,
    });
  });
}

/** Notes a call that brought no answer; never a vote. Exactly once, by its own id. Errors: {@link DoorError}. */
export function recordVisit(
  ctx: CommandContext,
  input: FromDevice & { visitId: string; homeId: string; what: VisitOutcome; note?: string | null },
): Promise<Result<{ visitId: string }, DoorError | 'key-reused'>> {
  return runCommand(ctx, 'record-consent-visit', async (tx): Promise<Result<{ visitId: string }, DoorError>> => {
    const door = await atDoor(tx, input, input.homeId);
    if (!door.ok) return door;
    await insertVisit(tx, input.consentId, door.value.device.id, {
      id: input.visitId,
      homeId: input.homeId,
      what: input.what,
      note: input.note?.trim().slice(0, 200) || null,
      recordedBy: door.value.collector.personId,
      visitedAt: door.value.at,
    });
    return ok({ visitId: input.visitId });
  });
}

/** The device says that it has wiped what it held. */
export function deviceWiped(ctx: CommandContext, input: { consentId: string; deviceId: string }): Promise<Result<void, 'not-found' | 'key-reused'>> {
  return runCommand(ctx, 'consent-device-wiped', async (tx) => {
    const device = await findDevice(tx, input.deviceId);
    // A collector who was ended still tells that their device is empty now.
    const holder = (await collectorsOf(tx, input.consentId)).find((one) => one.id === device?.collectorId);
    if (!device || device.consentId !== input.consentId || holder?.personId !== tx.actor.personId) return err('not-found');
    await setDevice(tx, device.id, 'wiped');
    return ok();
  });
}
