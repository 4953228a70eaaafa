import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { officeDeadline } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import type { Meeting } from './meeting.ts';
import { minutesOf } from './queries.ts';
import { insertSignature, insertSigner, minutesDigest, signaturesOf, signersOf } from './signature-store.ts';
import { missingSigners, type Signer, type SigningCapacity, signsFor } from './signatures.ts';
import { lockMeeting } from './store.ts';

/**
 * Asks for the signatures of chair, recorder and `others` under the minutes: each who is known by person gets a duty.
 * Errors: `wrong-state` (no minutes yet), `name-required`, `too-long`.
 */
export function askForSignatures(
  ctx: CommandContext,
  input: { meetingId: string; others?: readonly { personId?: string | null; name: string; capacity: SigningCapacity }[] },
): Promise<Result<{ missing: number }, 'not-allowed' | 'not-found' | 'wrong-state' | 'name-required' | 'too-long' | 'key-reused'>> {
  return runCommand(ctx, 'ask-signatures', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('meeting.record', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    const version = (await minutesOf(tx, meeting.id)).at(-1)?.version;
    if (version === undefined) return err('wrong-state');
    for (const other of input.others ?? []) {
      const name = other.name.trim();
      if (name === '') return err('name-required');
      if (name.length > 80) return err('too-long');
      await insertSigner(tx, meeting.id, { personId: other.personId ?? null, name, capacity: other.capacity });
    }
    const missing = missingSigners(await signersOf(tx, meeting), await signaturesOf(tx, meeting.id), version);
    await openSigningDuties(tx, meeting, missing);
    tx.audit({ action: 'meeting.ask-signatures', subjectKind: 'meeting', subjectId: meeting.id, text: { version, missing: missing.map((one) => one.name) } });
    return ok({ missing: missing.length });
  });
}

/** The duty to sign, for everybody who is known by person. */
export async function openSigningDuties(tx: CommandTx, meeting: Meeting, signers: readonly Signer[]): Promise<void> {
  for (const personId of new Set(signers.map((one) => one.personId).filter((id) => id !== null)))
    await openDuty(tx, {
      kind: 'meeting.sign',
      personId,
      neighbourhoodId: meeting.neighbourhoodId,
      subjectKind: 'meeting',
      subjectId: meeting.id,
      ...(meeting.projectId ? { projectId: meeting.projectId } : {}),
      title: { zh: `在会议纪要上签字：${meeting.title}`, en: `Sign the minutes: ${meeting.title}` },
      href: `/meetings/${meeting.id}/sign`,
      dueDay: await officeDeadline(tx, 'meeting.sign'),
    });
}

export interface SignMinutesInput {
  meetingId: string;
  /** The version that the signer saw: when another has been written since, nothing is signed. */
  version: number;
  name: string;
  capacity: SigningCapacity;
  how: 'drawn' | 'scan';
  /** The picture of the signature, or the photo or scan of the signed paper; stored already. Kept by the office. */
  file: StoredBytes & { name: string };
}

/**
 * Signs the last version of the minutes: the signer on their own phone, or on a screen that the recorder holds out; or the
 * recorder enters the signed paper. The signature holds for this version only: a correction is signed again.
 * Errors: `not-a-signer`, `another-version`, `signed-already`, `not-allowed` (another's signature, and not the recorder).
 */
export function signMinutes(
  ctx: CommandContext,
  input: SignMinutesInput,
): Promise<Result<{ missing: number }, 'not-allowed' | 'not-found' | 'not-a-signer' | 'another-version' | 'signed-already' | 'key-reused'>> {
  return runCommand(ctx, 'sign-minutes', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    const staff = tx.can('meeting.record', { neighbourhoodId: meeting.neighbourhoodId });
    const signers = await signersOf(tx, meeting);
    const signer = signers.find((one) => signsFor(input, one));
    const own = signer !== undefined && signer.personId !== null && signer.personId === tx.actor.personId;
    if (!tx.can('meeting.sign', { neighbourhoodId: meeting.neighbourhoodId }) || (!staff && !own)) return err('not-allowed');
    if (!signer) return err('not-a-signer');
    const version = (await minutesOf(tx, meeting.id)).at(-1)?.version;
    const digest = version === undefined ? null : await minutesDigest(tx, meeting.id, version);
    if (version === undefined || digest === null || version !== input.version) return err('another-version');
    const known = await signaturesOf(tx, meeting.id);
    if (known.some((one) => one.version === version && signsFor(one, signer))) return err('signed-already');
    const fileId = await recordFile(tx, input.file, { name: input.file.name, visibility: 'office', neighbourhoodId: meeting.neighbourhoodId });
    const signature = { ...signer, version, how: input.how, fileId, digest, enteredBy: own ? null : tx.actor.personId };
    await insertSignature(tx, meeting.id, signature);
    const missing = missingSigners(signers, [...known, { ...signature, signedAt: tx.now }], version);
    if (signer.personId !== null && !missing.some((one) => one.personId === signer.personId))
      await closeDuty(tx, { kind: 'meeting.sign', subjectId: meeting.id, personId: signer.personId });
    tx.audit({
      action: 'meeting.sign',
      subjectKind: 'meeting',
      subjectId: meeting.id,
      text: { version, digest, name: signer.name, capacity: signer.capacity, how: input.how, own, sha256: input.file.sha256 },
    });
    if (missing.length === 0) await tx.emit('meeting.minutes-signed', { meetingId: meeting.id, version, digest });
    return ok({ missing: missing.length });
  });
}
