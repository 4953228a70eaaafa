import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

const idRow = z.object({ id: z.string() });

/** Neighbourhoods for which letters were ever issued. */
export async function lettersByNeighbourhood(tx: Tx): Promise<Set<string>> {
  const rows = await tx.all(
    sql`select distinct hh.neighbourhood_id as id from activation_letter l
    join household hh on hh.subdistrict_id = l.subdistrict_id and hh.id = l.household_id where l.subdistrict_id = ${tx.subdistrictId}`,
    idRow,
  );
  return new Set(rows.map((row) => row.id));
}

const letterStateRow = z
  .object({
    household_id: z.string(),
    issued_at: z.date(),
    expires_at: z.date(),
    voided_at: z.date().nullable(),
    used_at: z.date().nullable(),
    used_by_name: z.string().nullable(),
  })
  .transform((r) => ({
    householdId: r.household_id,
    issuedAt: r.issued_at,
    expiresAt: r.expires_at,
    voidedAt: r.voided_at,
    usedAt: r.used_at,
    usedByName: r.used_by_name,
  }));
/** Letters of a household, newest first: when printed, when used and by whom. Never the code. */
export const lettersOf = (tx: Tx, householdId: string) =>
  tx.all(
    sql`select l.household_id, l.issued_at, l.expires_at, l.voided_at, l.used_at, p.name as used_by_name from activation_letter l
    left join person p on p.subdistrict_id = l.subdistrict_id and p.id = l.used_by
    where l.subdistrict_id = ${tx.subdistrictId} and l.household_id = ${householdId} order by l.issued_at desc`,
    letterStateRow,
  );
