import type { CommandTx } from '#platform/command';
import { type FileVisibility, recordFile, type StoredBytes } from '#platform/files';

/** An upload whose bytes are stored already; the command records it. */
export interface Upload {
  stored: StoredBytes;
  name: string;
}

/** Records uploads as files of the neighbourhood, in their order. Returns their ids. */
export async function recordUploads(
  tx: CommandTx,
  uploads: readonly Upload[],
  about: { neighbourhoodId: string; visibility: FileVisibility },
): Promise<string[]> {
  const ids: string[] = [];
  for (const upload of uploads) ids.push(await recordFile(tx, upload.stored, { name: upload.name, ...about }));
  return ids;
}

/** A picture, whatever its format. */
export const isPicture = (upload: Upload): boolean => upload.stored.mediaType.startsWith('image/');
