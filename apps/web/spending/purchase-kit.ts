import type { Upload } from '#modules/projects';
import type { Form, Web } from '../kit/index.ts';
import { purchaseText } from './purchase-text.ts';
import { spendingText } from './text.ts';

/** Refusals that have a page of their own. */
export const refusals = ['not-found', 'not-allowed', 'key-reused', 'wrong-state', 'not-a-person'];

/** Texts of spending and of buying. */
export const texts = (w: Web) => ({ ...spendingText[w.lang], ...purchaseText[w.lang] });

/** Stores an uploaded file: nothing sent is null, a bad one its error. */
export async function uploadOf(w: Web, form: Form, name: string): Promise<{ upload: Upload | null } | { error: string }> {
  const file = form.files(name)[0];
  if (!file) return { upload: null };
  const stored = await w.files.put(file.bytes);
  return stored.ok ? { upload: { stored: stored.value, name: file.name } } : { error: stored.error };
}
