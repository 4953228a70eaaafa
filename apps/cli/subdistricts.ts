import { z } from 'zod';
import { type Database, sql } from '#platform/database';

const subdistrictsFields = z.object({ id: z.string(), code: z.string(), name: z.string() });

/** Every subdistrict of the installation, by code. */
export function listSubdistricts(db: Database): Promise<{ id: string; code: string; name: string }[]> {
  return db.global((q) => q.all(sql`select id, code, name from subdistrict order by code`, subdistrictsFields));
}
