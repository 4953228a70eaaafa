import type { Tx } from '#platform/database';
import type { FieldErrors, Web } from '../kit/index.ts';
import { doingText } from './doing-text.ts';
import { findVisible } from './view.ts';

/** What comes back into a refused form. */
export interface Back {
  errors: Record<string, string>;
  values: Record<string, string | string[]>;
}

/** Errors of a form by code, in words, with what was typed. */
export function backOf(w: Web, errors: FieldErrors, values: Back['values'], words: Record<string, unknown> = doingText[w.lang]): Back {
  return { errors: w.errorTexts(errors, words), values };
}

/** The project with its place and whatever else a page reads; 404 when this viewer may not know of it. */
export async function withProject<T>(w: Web, more: (tx: Tx, project: NonNullable<Awaited<ReturnType<typeof findVisible>>>['project']) => Promise<T>) {
  return w.read(async (tx) => {
    const found = await findVisible(tx, w, w.id());
    return found && { ...found, more: await more(tx, found.project) };
  });
}

/** Degrees as typed or as a phone says them, in millionths; null when they are none. */
export function microDegrees(text: string, most: number): number | null {
  if (!/^-?\d{1,3}(\.\d{1,15})?$/.test(text)) return null;
  const degrees = Number(text);
  return Math.abs(degrees) <= most ? Math.round(degrees * 1e6) : null;
}
