import type { FormErrors, FormValues } from '../ui/index.ts';

/** A form of the page that was refused, with what was typed. */
export interface AccountBack {
  form: 'upload' | 'proposals' | 'hand' | 'transfer' | 'close';
  errors: FormErrors;
  values?: FormValues;
  /** What stays open of both sides when what was ticked does not add up. */
  rest?: [rowsFen: bigint, movementsFen: bigint];
}
/** Errors and values for one form of the page. */
export const backOf = (back: AccountBack | undefined, form: AccountBack['form']): { errors?: FormErrors; values?: FormValues } =>
  back?.form === form ? { errors: back.errors, values: back.values } : {};
