import type pg from 'pg';
import { err, ok, type Result } from '#libs/result';

export interface SubdistrictInput {
  districtCode: string;
  districtName: string;
  /** Readable code in every address: `/s/{code}`. */
  code: string;
  name: string;
}
const isCode = (text: string): boolean => /^[a-z0-9-]{1,40}$/.test(text);
/** `bad-code` not small letters, digits and hyphens · `code-taken` there is such a subdistrict. */
export type SubdistrictError = 'bad-code' | 'code-taken';

/**
 * Makes the district (when it is not there) and the subdistrict, in the caller's transaction on the owner's connection:
 * both are reference tables that the application itself cannot write. Returns the subdistrict's id.
 */
export async function insertSubdistrict(
  owner: pg.ClientBase,
  input: SubdistrictInput,
  by: { newId: () => string; now: Date },
): Promise<Result<string, SubdistrictError>> {
  if (!isCode(input.code) || !isCode(input.districtCode)) return err('bad-code');
  await owner.query('insert into district (id, code, name) values ($1, $2, $3) on conflict (code) do nothing', [
    by.newId(),
    input.districtCode,
    input.districtName,
  ]);
  const id = by.newId();
  const made = await owner.query(
    `insert into subdistrict (id, district_id, code, name, created_at) select $1, d.id, $3, $4, $5 from district d where d.code = $2
     on conflict (code) do nothing`,
    [id, input.districtCode, input.code, input.name, by.now],
  );
  return made.rowCount === 1 ? ok(id) : err('code-taken');
}
