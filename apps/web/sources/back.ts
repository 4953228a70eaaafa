import type { Web } from '../kit/index.ts';
import type { Back } from './load.ts';
import { sourcesText } from './text.ts';

/** Answers a posted form that was refused: by showing it again with words beside its fields. */
export type ShowAgain = (back: Back) => Promise<Response> | Response;

/** Codes that are no matter of a field: the thing is gone, not the actor's, or done before. */
const pageWide = [
  'not-found',
  'not-allowed',
  'key-reused',
  'wrong-state',
  'wrong-source',
  'planned-already',
  'chosen-already',
  'opened-already',
  'award-closed',
];

/** The form with its errors in words. */
export const backOf = (w: Web, form: string, errors: Record<string, string>): Back => ({
  form,
  errors: w.errorTexts(errors, sourcesText[w.lang]),
  values: w.form().values,
});

/** A command's refusal: beside the field it belongs to, on top of the form, or as a page of its own. */
export function refused(w: Web, form: string, code: string, again: ShowAgain, fieldOf: Readonly<Record<string, string>> = {}): Promise<Response> | Response {
  if (pageWide.includes(code)) return w.refuse(code, sourcesText[w.lang]);
  return again(backOf(w, form, { [fieldOf[code] ?? '']: code }));
}
