import { z } from 'zod';
import type { Role } from '#platform/access';
import { sql, type Tx } from '#platform/database';
import { givenRoles } from './person.ts';

const holderRow = z.object({ person_id: z.string(), name: z.string() }).transform((r) => ({ personId: r.person_id, name: r.name }));
/**
 * Who holds a role in a neighbourhood (null: in the whole subdistrict) on a civil day. A holder of the whole subdistrict
 * counts in each neighbourhood. Residents are not listed: they follow from households.
 * @param today civil day; left out = the day of the transaction in Shanghai.
 */
export const holdersOf = (
  tx: Tx & { today?: string },
  role: Role,
  neighbourhoodId: string | null,
  today = tx.today,
): Promise<{ personId: string; name: string }[]> =>
  tx.all(
    sql`select distinct p.id as person_id, p.name from role_assignment r
    join person p on p.subdistrict_id = r.subdistrict_id and p.id = r.person_id
    cross join (select coalesce(${today ?? null}::date, (transaction_timestamp() at time zone 'Asia/Shanghai')::date) as today) d
    where r.subdistrict_id = ${tx.subdistrictId} and r.role = ${role} and (r.neighbourhood_id is null or r.neighbourhood_id = ${neighbourhoodId})
    and r.from_day <= d.today and (r.to_day is null or r.to_day >= d.today) order by p.name`,
    holderRow,
  );

/** A role somebody held, holds or will hold. */
export interface RoleAssignment {
  id: string;
  personId: string;
  personName: string;
  role: (typeof givenRoles)[number];
  neighbourhoodId: string | null;
  neighbourhoodName: string | null;
  entranceId: string | null;
  organisationId: string | null;
  organisationName: string | null;
  fromDay: string;
  toDay: string | null;
}
const assignmentRow = z
  .object({
    id: z.string(),
    person_id: z.string(),
    person_name: z.string(),
    role: z.enum(givenRoles),
    neighbourhood_id: z.string().nullable(),
    neighbourhood_name: z.string().nullable(),
    entrance_id: z.string().nullable(),
    organisation_id: z.string().nullable(),
    organisation_name: z.string().nullable(),
    from_day: z.string(),
    to_day: z.string().nullable(),
  })
  .transform(
    (r): RoleAssignment => ({
      id: r.id,
      personId: r.person_id,
      personName: r.person_name,
      role: r.role,
      neighbourhoodId: r.neighbourhood_id,
      neighbourhoodName: r.neighbourhood_name,
      entranceId: r.entrance_id,
      organisationId: r.organisation_id,
      organisationName: r.organisation_name,
      fromDay: r.from_day,
      toDay: r.to_day,
    }),
  );
const assignments = sql`select r.id, r.person_id, p.name as person_name, r.role, r.neighbourhood_id, n.name as neighbourhood_name, r.entrance_id,
  r.organisation_id, g.name as organisation_name, r.from_day, r.to_day from role_assignment r
  join person p on p.subdistrict_id = r.subdistrict_id and p.id = r.person_id
  left join neighbourhood n on n.subdistrict_id = r.subdistrict_id and n.id = r.neighbourhood_id
  left join organisation g on g.subdistrict_id = r.subdistrict_id and g.id = r.organisation_id`;

/** Roles of a neighbourhood, of a person, or all of the subdistrict, newest first; also those that have ended. */
export const listRoles = (tx: Tx, where: { neighbourhoodId?: string; personId?: string } = {}): Promise<RoleAssignment[]> =>
  tx.all(
    sql`${assignments} where r.subdistrict_id = ${tx.subdistrictId}
    and (${where.neighbourhoodId ?? null}::uuid is null or r.neighbourhood_id = ${where.neighbourhoodId ?? null})
    and (${where.personId ?? null}::uuid is null or r.person_id = ${where.personId ?? null}) order by r.from_day desc, r.id desc`,
    assignmentRow,
  );
/** One role, or null. */
export const findRole = (tx: Tx, id: string): Promise<RoleAssignment | null> =>
  tx.maybe(sql`${assignments} where r.subdistrict_id = ${tx.subdistrictId} and r.id = ${id}`, assignmentRow);

/** True when the role holds on the day. */
export const heldOn = (role: { fromDay: string; toDay: string | null }, day: string): boolean =>
  role.fromDay <= day && (role.toDay === null || role.toDay >= day);
