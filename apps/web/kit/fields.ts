import { z } from 'zod';
import { isDay } from '#libs/civil-time';
import { MAX_TYPED_FEN, parseYuan } from '#libs/money';

const fieldFields = z.union([z.string(), z.array(z.string())]).optional();

/** Ready parts of form schemas; their messages are codes that the kit has words for. */
export const field = {
  /** Text of at most `max` characters. */
  text: (max = 200) => z.string().max(max, 'too-long'),
  /** Civil day `YYYY-MM-DD`. */
  day: () => z.string().refine(isDay, 'not-a-date'),
  /** Time of day `HH:MM`. */
  time: () => z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not-a-time'),
  /** Amount in yuan as typed → fen, zero or more, at most what anybody would type on purpose. */
  amount: () =>
    z.string().transform((text, context) => {
      const fen = parseYuan(text);
      if (fen.ok && fen.value >= 0n && fen.value <= MAX_TYPED_FEN) return fen.value;
      context.addIssue({ code: 'custom', message: fen.ok && fen.value > MAX_TYPED_FEN ? 'amount-too-large' : 'not-an-amount' });
      return z.NEVER;
    }),
  /** Whole number between the bounds. */
  whole: (min = 0, max = 1_000_000) =>
    z
      .string()
      .regex(/^\d{1,9}$/, 'not-a-number')
      .transform(Number)
      .refine((n) => n >= min && n <= max, 'not-a-number'),
  /** Id of something chosen from a list. */
  id: () => z.uuid('not-in-list'),
  /** A ticked box. */
  tick: () =>
    z
      .string()
      .optional()
      .transform((value) => value !== undefined),
  /** A field that may repeat: one value or several → list. */
  list: (max = 500) => fieldFields.transform((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]).slice(0, max)),
};
