import { constants, createHash, createPublicKey, generateKeyPair, publicEncrypt, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import { readableCode } from '#modules/meetings';
import type { Pick, SecretAnswer } from './question.ts';

/** The key pair of one secret ballot: what seals may be known to all, what opens stays outside the database. */
export interface SealKey {
  /** SPKI, DER. */
  seals: Uint8Array;
  /** PKCS #8, DER. */
  opens: Uint8Array;
}

const generate = promisify(generateKeyPair);

/** RSA of 3072 bits: every sealed vote is 384 bytes long, whatever it says. */
export async function newSealKey(): Promise<SealKey> {
  const pair = await generate('rsa', {
    modulusLength: 3072,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  return { seals: pair.publicKey, opens: pair.privateKey };
}

/** Under what name the opening half lies in the vault: of the ballot and of this one key. */
export const sealKeyName = (ballotId: string, seals: Uint8Array): string => `${ballotId}-${createHash('sha256').update(seals).digest('hex').slice(0, 16)}`;

/** What an envelope holds. */
export interface Sealed {
  answer: SecretAnswer;
  /** The code in the published list; null where the ballot gives none. */
  receipt: string | null;
}

const codes = ['yes', 'no', 'abstain', 'picks', 'spoiled'] as const;
const noScore = 255;

function write({ answer, receipt }: Sealed): Uint8Array {
  const picks = answer.choice === 'picks' ? answer.picks : [];
  return Uint8Array.from([
    1,
    codes.indexOf(answer.choice),
    ...Buffer.from((receipt ?? '').padEnd(12), 'latin1'),
    picks.length,
    ...picks.flatMap((pick) => [pick.option, pick.score ?? noScore]),
  ]);
}

function readSealed(bytes: Uint8Array): Sealed | null {
  const choice = codes[bytes[1] ?? 99];
  if (bytes[0] !== 1 || choice === undefined || bytes.length !== 15 + 2 * (bytes[14] ?? 0)) return null;
  const receipt = Buffer.from(bytes.subarray(2, 14)).toString('latin1').trim() || null;
  if (choice !== 'picks') return { answer: { choice }, receipt };
  const picks: Pick[] = [];
  for (let at = 15; at < bytes.length; at += 2) {
    const score = bytes[at + 1] ?? noScore;
    picks.push({ option: bytes[at] ?? 0, ...(score === noScore ? {} : { score }) });
  }
  return { answer: { choice: 'picks', picks }, receipt };
}

/** Seals a vote for its ballot; an envelope of one ballot does not open in another. */
export function seal(ballotId: string, seals: Uint8Array, content: Sealed): Uint8Array {
  return publicEncrypt(
    {
      key: createPublicKey({ key: Buffer.from(seals), format: 'der', type: 'spki' }),
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(ballotId),
    },
    write(content),
  );
}

/** Opens envelopes, several at a time off the main thread. What cannot be read counts as a spoiled vote, so that nobody can stop the count. */
export async function openAll(ballotId: string, opens: Uint8Array, envelopes: readonly Uint8Array[]): Promise<Sealed[]> {
  const key = await webcrypto.subtle.importKey('pkcs8', opens, { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['decrypt']);
  const label = Buffer.from(ballotId);
  const spoiled: Sealed = { answer: { choice: 'spoiled' }, receipt: null };
  const contents: Sealed[] = [];
  for (let at = 0; at < envelopes.length; at += 64) {
    const some = envelopes.slice(at, at + 64).map((sealed) =>
      webcrypto.subtle.decrypt({ name: 'RSA-OAEP', label }, key, sealed).then(
        (bytes) => readSealed(new Uint8Array(bytes)) ?? spoiled,
        () => spoiled,
      ),
    );
    contents.push(...(await Promise.all(some)));
  }
  return contents;
}

/**
 * The code that finds a vote in the published list: from a random word that only the voter's form holds, so the database cannot make it again, and from the elector,
 * so that nobody can choose another's.
 */
export const receiptFor = (ballotId: string, electorId: string, nonce: string): string =>
  readableCode(createHash('sha256').update(`${ballotId} ${electorId} ${nonce}`).digest().subarray(0, 12));

/** `K7M2 QX4T 9ABC` as it is read aloud. */
export const receiptText = (receipt: string): string => receipt.replace(/(.{4})(?=.)/g, '$1 ');
