import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

const residentsCountRow = z.object({ households: z.number(), named: z.number(), residents: z.number() });

/**
 * How many people live in a neighbourhood as the roster says, whatever their age; null where the roster does not name somebody in every household, so
 * that a half-filled roster never passes for the number of residents.
 */
export async function residentsCount(tx: Tx, neighbourhoodId: string): Promise<number | null> {
  const row = await tx.one(
    sql`select count(distinct h.id)::int as households, count(distinct h.id) filter (where m.person_id is not null)::int as named,
    count(distinct m.person_id)::int as residents from household h left join household_member m on m.subdistrict_id = h.subdistrict_id
      and m.household_id = h.id and m.until_day is null
    where h.subdistrict_id = ${tx.subdistrictId} and h.neighbourhood_id = ${neighbourhoodId} and h.until_day is null`,
    residentsCountRow,
  );
  return row.households > 0 && row.named === row.households ? row.residents : null;
}
