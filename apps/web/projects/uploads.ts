import { err, ok, type Result } from '#libs/result';
import type { Upload } from '#modules/projects';
import type { FileError } from '#platform/files';
import type { UploadedFile, Web } from '../kit/index.ts';

/** Stores uploaded bytes before the command that records them; the first that cannot be taken stops all. */
export async function storedUploads(w: Web, files: readonly UploadedFile[]): Promise<Result<Upload[], FileError>> {
  const uploads: Upload[] = [];
  for (const file of files) {
    const stored = await w.files.put(file.bytes);
    if (!stored.ok) return err(stored.error);
    uploads.push({ stored: stored.value, name: file.name });
  }
  return ok(uploads);
}
