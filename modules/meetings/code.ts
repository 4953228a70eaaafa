const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** A code without letters that are mistaken for digits; one byte a character, 5 bits used. */
export const readableCode = (bytes: Uint8Array): string => [...bytes].map((byte) => alphabet[byte & 31]).join('');

/** A code as people type it: blanks and hyphens left out, full-width and small letters as the screen shows them. */
export const typedCode = (text: string): string => text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
