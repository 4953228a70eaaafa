import { z } from 'zod';
import { sql, type Tx } from '#platform/database';

const nameRow = z.object({ kind: z.enum(['place', 'person', 'organisation']), name: z.string() });

/** Names that would tell where an application comes from: of its place, of its people and who holds a role there, of the organisations of the place and who pays. */
export async function listNames(
  tx: Tx,
  project: { neighbourhoodId: string; applicationId: string | null },
): Promise<{ places: string[]; people: string[]; organisations: string[] }> {
  const s = tx.subdistrictId;
  const { neighbourhoodId, applicationId } = project;
  const rows = await tx.all(
    sql`select 'place' as kind, name from neighbourhood where subdistrict_id = ${s} and id = ${neighbourhoodId}
    union select 'place', name from compound where subdistrict_id = ${s} and neighbourhood_id = ${neighbourhoodId}
    union select 'person', name from application_member where subdistrict_id = ${s} and application_id = ${applicationId}
    union select 'person', keeper_name from application where subdistrict_id = ${s} and id = ${applicationId}
    union select 'person', p.name from role_assignment r join person p on p.subdistrict_id = r.subdistrict_id and p.id = r.person_id
      where r.subdistrict_id = ${s} and r.neighbourhood_id = ${neighbourhoodId}
    union select 'organisation', name from organisation where subdistrict_id = ${s} and neighbourhood_id = ${neighbourhoodId}
    union select 'organisation', name from application_source where subdistrict_id = ${s} and application_id = ${applicationId} and kind in ('property', 'partner', 'in_kind')`,
    nameRow,
  );
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map(({ name }) => name);
  return { places: of('place'), people: of('person'), organisations: of('organisation') };
}
