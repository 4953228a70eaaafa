import { sql } from '#platform/database';
import type { SealedKind } from './sealed-kind.ts';

/** Which bytes a file is: together with the check of the bytes themselves, a picture cannot be exchanged for another. */
export const platformSeals: readonly SealedKind[] = [
  {
    kind: 'file',
    zh: '文件',
    en: 'file',
    rows: (s) => sql`select f.id::text as key, f.name as label, jsonb_build_array(f.sha256, f.size_bytes, f.media_type, f.uploaded_by) as facts
      from file f where f.subdistrict_id = ${s}`,
  },
];
