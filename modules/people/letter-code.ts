import { createHash, timingSafeEqual } from 'node:crypto';
import { codeFrom, formatCode, normaliseCode } from '#modules/places';

/** A letter's code: four public characters that find the letter, twelve secret ones (60 bits) that prove it. */
export const letterCodeLength = 16;
const selectorLength = 4;

export interface LetterCode {
  /** Finds the row; worth nothing alone. */
  selector: string;
  secret: string;
}

/** A new code from 16 random bytes. */
export function newLetterCode(bytes: Uint8Array): LetterCode {
  const code = codeFrom(bytes, letterCodeLength);
  return { selector: code.slice(0, selectorLength), secret: code.slice(selectorLength) };
}

/** What was typed or scanned, or null when it cannot be a letter's code. */
export function parseLetterCode(typed: string): LetterCode | null {
  const code = normaliseCode(typed, letterCodeLength);
  return code ? { selector: code.slice(0, selectorLength), secret: code.slice(selectorLength) } : null;
}

/** `K7QM-4XPR-…`: as it is printed. */
export const printLetterCode = (code: LetterCode): string => formatCode(code.selector + code.secret);

/** Salted SHA-256 of the secret, hex. Sixty random bits need no slow hash; the salt keeps equal secrets apart. */
export const hashSecret = (salt: string, secret: string): string => createHash('sha256').update(`${salt}\n${secret}`).digest('hex');

/** Compares in constant time. Without a letter, a comparison of the same cost is made all the same. */
export function secretMatches(letter: { salt: string; secretHash: string } | null, secret: string): boolean {
  const expected = Buffer.from(letter?.secretHash ?? '0'.repeat(64), 'hex');
  const given = Buffer.from(hashSecret(letter?.salt ?? '0'.repeat(32), secret), 'hex');
  return timingSafeEqual(expected, given) && letter !== null;
}

/** Days from printing until the code no longer works. */
export const letterValidDays = 60;
