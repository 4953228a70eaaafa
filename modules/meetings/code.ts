const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** A code without letters that are mistaken for digits; one byte a character, 5 bits used. */
export const readableCode = (bytes: Uint8Array): string => [...bytes].map((byte) => alphabet[byte & 31]).join('');
