import { isDay } from '#libs/civil-time';
import { z } from 'zod';

// What rules of every kind are made of.

export const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
/** A phrase in both languages of the pages. */
export type Text = z.infer<typeof text>;

export const day = z.string().refine(isDay, 'not-a-day');
export const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'not-a-code');
export const fen = z
  .string()
  .regex(/^\d{1,18}$/, 'not-fen')
  .transform((digits) => BigInt(digits));
/** `MM-DD`, any year. */
export const monthDay = z.string().refine((value) => isDay(`2024-${value}`), 'not-a-month-day');
/** A share to be reached: `>1/2` more than half, `>=2/3` two thirds or more. Kept as written; `parseFraction` reads it. */
export const fraction = z.string().refine((value) => parseFraction(value) !== null, 'not-a-fraction');

/** A share of a number of heads. */
export type Fraction = { readonly num: bigint; readonly den: bigint; readonly strict: boolean };

/** Reads `>1/2` or `>=2/3`; null where it is none or above one. */
export function parseFraction(value: string): Fraction | null {
  const found = /^(>=?)(\d{1,4})\/(\d{1,4})$/.exec(value);
  if (!found) return null;
  const [num, den] = [BigInt(found[2] ?? 0), BigInt(found[3] ?? 0)];
  return den === 0n || num > den ? null : { num, den, strict: found[1] === '>' };
}

// Null says "the policy leaves this to the office, and the office has not set it": never a default.
export const openFen = fen.nullable();
export const openCount = z.number().int().min(0).nullable();
export const openPercent = z.number().int().min(0).max(100).nullable();
export const counting = z.enum(['calendar', 'working']).nullable();

export const base = {
  id: code,
  title: text,
  /** Article or place inside the source; says so when the source's text was not seen. */
  clause: z.string().min(1),
  source: z.string().min(1),
  /** `text`: read in the rule itself. `reported`: press or papers say so; never blocks. */
  status: z.enum(['text', 'reported']),
  blocks: z.boolean(),
  /** Null where the source gives no date. */
  validFrom: day.nullable(),
  validTo: day.nullable(),
};
