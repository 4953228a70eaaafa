import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { FileStore, StoredBytes } from './file-store.ts';

export type FileVisibility = 'public' | 'neighbourhood' | 'office';

/** A stored file as pages know it. */
export interface FileInfo {
  id: string;
  sha256: string;
  sizeBytes: bigint;
  mediaType: string;
  name: string;
  visibility: FileVisibility;
  neighbourhoodId: string | null;
  uploadedBy: string | null;
  uploadedAt: Date;
}

const row = z
  .object({
    id: z.string(),
    sha256: z.string(),
    size_bytes: z.bigint(),
    media_type: z.string(),
    name: z.string(),
    visibility: z.enum(['public', 'neighbourhood', 'office']),
    neighbourhood_id: z.string().nullable(),
    uploaded_by: z.string().nullable(),
    uploaded_at: z.date(),
  })
  .transform(
    (r): FileInfo => ({
      id: r.id,
      sha256: r.sha256,
      sizeBytes: r.size_bytes,
      mediaType: r.media_type,
      name: r.name,
      visibility: r.visibility,
      neighbourhoodId: r.neighbourhood_id,
      uploadedBy: r.uploaded_by,
      uploadedAt: r.uploaded_at,
    }),
  );
const columns = sql`id, sha256, size_bytes, media_type, name, visibility, neighbourhood_id, uploaded_by, uploaded_at`;

/** Records stored bytes as a file of this subdistrict, in the command's transaction. Returns its id. */
export async function recordFile(
  tx: CommandTx,
  stored: StoredBytes,
  about: { name: string; visibility: FileVisibility; neighbourhoodId: string | null },
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into file (subdistrict_id, id, sha256, size_bytes, media_type, name, visibility, neighbourhood_id, uploaded_by, uploaded_at)
    values (${tx.subdistrictId}, ${id}, ${stored.sha256}, ${stored.sizeBytes}, ${stored.mediaType}, ${about.name.slice(0, 200)}, ${about.visibility},
    ${about.neighbourhoodId}, ${tx.actor.personId}, ${tx.now})`);
  return id;
}

/** One file, or null. */
export const findFile = (tx: Tx, id: string): Promise<FileInfo | null> =>
  tx.maybe(sql`select ${columns} from file where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, row);

/** Several files, in no order. */
export const findFiles = (tx: Tx, ids: readonly string[]): Promise<FileInfo[]> =>
  tx.all(sql`select ${columns} from file where subdistrict_id = ${tx.subdistrictId} and id = any(${[...ids]}::uuid[])`, row);

/** Which files are missing or changed on disk, in words. */
export async function verifyFiles(tx: Tx, store: FileStore): Promise<string[]> {
  const files = await tx.all(sql`select ${columns} from file where subdistrict_id = ${tx.subdistrictId} order by id`, row);
  const problems: string[] = [];
  for (const file of files) {
    const problem = await store.check(file.sha256);
    if (problem) problems.push(`file ${file.id} (${file.name}) is ${problem}`);
  }
  return problems;
}
