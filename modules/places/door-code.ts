/** Letters and digits that are not mistaken for each other on paper: no 0, O, 1, I. 32 of them: 5 bits each. */
export const codeAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A code of `length` characters; takes one random byte a character. */
export function codeFrom(bytes: Uint8Array, length: number): string {
  if (bytes.length < length) throw new Error('too few random bytes');
  return Array.from(bytes.subarray(0, length), (byte) => codeAlphabet[byte & 31]).join('');
}

/** Characters of a door code: 40 bits, so that codes cannot be walked through. */
export const doorCodeLength = 8;

/** What was typed or scanned → the code, or null: blanks, hyphens and small letters do not matter. */
export function normaliseCode(typed: string, length: number = doorCodeLength): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—]/g, '');
  return code.length === length && [...code].every((char) => codeAlphabet.includes(char)) ? code : null;
}

/** `K7QM4XPR` → `K7QM-4XPR`, for reading aloud and typing. */
export const formatCode = (code: string): string => code.match(/.{1,4}/g)?.join('-') ?? code;
