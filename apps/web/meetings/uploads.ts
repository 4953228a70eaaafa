import type { StoredBytes } from '#platform/files';
import { err, ok, type Result } from '#libs/result';
import type { Form, Web } from '../kit/index.ts';

/** Stores the files of a form field. The first that cannot be taken stops all, with its code: `empty`, `too-large`, `wrong-type`, `broken-image`. */
export async function storeUploads(w: Web, form: Form, name: string): Promise<Result<(StoredBytes & { name: string })[], string>> {
  const stored: (StoredBytes & { name: string })[] = [];
  for (const upload of form.files(name).slice(0, 10)) {
    const put = await w.files.put(upload.bytes);
    if (!put.ok) return err(put.error);
    stored.push({ ...put.value, name: upload.name });
  }
  return ok(stored);
}
