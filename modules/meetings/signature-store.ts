import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { personNames } from '#modules/people';
import type { Meeting } from './meeting.ts';
import { type MinutesSignature, type Signer, signingCapacities } from './signatures.ts';

const capacity = z.enum(signingCapacities);
const signerRow = z
  .object({ person_id: z.string().nullable(), name: z.string(), capacity })
  .transform((r): Signer => ({ personId: r.person_id, name: r.name, capacity: r.capacity }));
const signatureRow = z
  .object({
    person_id: z.string().nullable(),
    name: z.string(),
    capacity,
    version: z.number(),
    how: z.enum(['drawn', 'scan']),
    file_id: z.string(),
    digest: z.string(),
    entered_by: z.string().nullable(),
    signed_at: z.date(),
  })
  .transform(
    (r): MinutesSignature => ({
      personId: r.person_id,
      name: r.name,
      capacity: r.capacity,
      version: r.version,
      how: r.how,
      fileId: r.file_id,
      digest: r.digest,
      enteredBy: r.entered_by,
      signedAt: r.signed_at,
    }),
  );

/** Whose signature the minutes need: chair, recorder, and whoever was asked. */
export async function signersOf(tx: Tx, meeting: Pick<Meeting, 'id' | 'chairPersonId' | 'recorderPersonId'>): Promise<Signer[]> {
  const names = await personNames(
    tx,
    [meeting.chairPersonId, meeting.recorderPersonId].filter((id) => id !== null),
  );
  const signers: Signer[] = [];
  for (const [personId, role] of [
    [meeting.chairPersonId, 'chair'],
    [meeting.recorderPersonId, 'recorder'],
  ] as const) {
    const name = personId === null ? undefined : names.get(personId);
    if (name !== undefined) signers.push({ personId, name, capacity: role });
  }
  const asked = await tx.all(
    sql`select person_id, name, capacity from minutes_signer where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meeting.id} order by seq`,
    signerRow,
  );
  return [...signers, ...asked.filter((one) => !signers.some((known) => known.name === one.name && known.capacity === one.capacity))];
}

/** Every signature under any version, oldest first. */
export const signaturesOf = (tx: Tx, meetingId: string): Promise<MinutesSignature[]> =>
  tx.all(
    sql`select person_id, name, capacity, version, how, file_id, digest, entered_by, signed_at from minutes_signature
    where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meetingId} order by version, signed_at, capacity, name`,
    signatureRow,
  );

const digestRow = z.object({ digest: z.string().nullable() });

/** SHA-256 of a version of the minutes as it stands; null when there is no such version. */
export async function minutesDigest(tx: Tx, meetingId: string, version: number): Promise<string | null> {
  const row = await tx.one(sql`select minutes_digest(${tx.subdistrictId}, ${meetingId}, ${version}) as digest`, digestRow);
  return row.digest;
}

export async function insertSigner(tx: CommandTx, meetingId: string, signer: Signer): Promise<void> {
  await tx.exec(sql`insert into minutes_signer (subdistrict_id, id, meeting_id, seq, person_id, name, capacity, added_by, added_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId},
    (select coalesce(max(seq), 0) + 1 from minutes_signer where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meetingId}),
    ${signer.personId}, ${signer.name}, ${signer.capacity}, ${tx.actor.personId}, ${tx.now}) on conflict do nothing`);
}

export async function insertSignature(tx: CommandTx, meetingId: string, s: Omit<MinutesSignature, 'signedAt'>): Promise<void> {
  await tx.exec(sql`insert into minutes_signature (subdistrict_id, id, meeting_id, version, person_id, name, capacity, how, file_id, digest, entered_by, signed_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId}, ${s.version}, ${s.personId}, ${s.name}, ${s.capacity}, ${s.how}, ${s.fileId}, ${s.digest},
    ${s.enteredBy}, ${tx.now})`);
}
