import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { type Organisation, organisationKinds } from './person.ts';

const organisationRow = z
  .object({
    id: z.string(),
    kind: z.enum(organisationKinds),
    name: z.string(),
    neighbourhood_id: z.string().nullable(),
    phone: z.string().nullable(),
    note: z.string().nullable(),
    active: z.boolean(),
  })
  .transform(
    (r): Organisation => ({
      id: r.id,
      kind: r.kind,
      name: r.name,
      neighbourhoodId: r.neighbourhood_id,
      phone: r.phone,
      note: r.note,
      active: r.active,
    }),
  );
const organisationColumns = sql`id, kind, name, neighbourhood_id, phone, note, active`;

/** Organisations of the subdistrict; with a neighbourhood: its own and those of the whole subdistrict. By name. */
export const listOrganisations = (tx: Tx, neighbourhoodId: string | null = null): Promise<Organisation[]> =>
  tx.all(
    sql`select ${organisationColumns} from organisation where subdistrict_id = ${tx.subdistrictId}
    and (${neighbourhoodId}::uuid is null or neighbourhood_id is null or neighbourhood_id = ${neighbourhoodId}) order by name, id`,
    organisationRow,
  );
/** One organisation, or null. */
export const findOrganisation = (tx: Tx, id: string): Promise<Organisation | null> =>
  tx.maybe(sql`select ${organisationColumns} from organisation where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, organisationRow);
