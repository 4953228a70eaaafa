import type { FormErrors, FormValues } from '../ui/index.ts';

/** A form of a page that came back. */
export interface Back {
  form: string;
  errors: FormErrors;
  values: FormValues;
}
/** What a form takes of what came back, when it is the one. */
export const of = (back: Back | undefined, form: string): { errors?: FormErrors; values?: FormValues } =>
  back?.form === form ? { errors: back.errors, values: back.values } : {};
