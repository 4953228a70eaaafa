import { createHash } from 'node:crypto';

export type DigestAlgorithm = 'sha256' | 'sm3';

/** Hex digest; SM3 (GM/T 0004) where the office wants the national algorithm. */
export const digestOf = (algorithm: DigestAlgorithm, text: string): string => createHash(algorithm).update(text).digest('hex');

/** The head before the first entry. */
export const genesis = '0'.repeat(64);

/** What an audit entry says; `text` is erasable words and figures, the rest stays. */
export interface AuditFact {
  action: string;
  subjectKind: string;
  subjectId: string | null;
  text: Record<string, unknown>;
}

/** The fields of an entry that its digest covers. */
export interface ChainFields {
  subdistrictId: string;
  seq: bigint;
  at: Date;
  actorId: string | null;
  actorKind: string;
  action: string;
  subjectKind: string;
  subjectId: string | null;
  textDigest: string;
}

/** Salted digest of the erasable text: without the salt a short text could be guessed back from its digest. */
export const textDigest = (algorithm: DigestAlgorithm, salt: string, body: string): string => digestOf(algorithm, `${salt}\n${body}`);

/** Digest of an entry: over the previous digest and every field that stays. */
export function entryDigest(algorithm: DigestAlgorithm, previous: string, fields: ChainFields): string {
  const line = [
    previous,
    fields.subdistrictId,
    fields.seq.toString(),
    fields.at.toISOString(),
    fields.actorKind,
    fields.actorId ?? '',
    fields.action,
    fields.subjectKind,
    fields.subjectId ?? '',
    fields.textDigest,
  ];
  return digestOf(algorithm, line.join('\n'));
}
