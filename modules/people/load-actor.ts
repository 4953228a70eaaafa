import { z } from 'zod';
import { type Actor, dutyKinds, type Grant, type Role, roles } from '#platform/access';
import { sql, type Tx } from '#platform/database';

const actorRow = z.object({
  id: z.string(),
  name: z.string(),
  grants: z.array(
    z.object({
      role: z.enum(roles),
      neighbourhoodId: z.string().nullable(),
      insteadOf: z.object({ personId: z.string(), name: z.string(), kinds: z.array(z.enum(dutyKinds)).nullable() }).nullish(),
    }),
  ),
  households: z.array(
    z.object({
      householdId: z.string(),
      homeId: z.string(),
      neighbourhoodId: z.string(),
      relation: z.enum(['resident', 'owner', 'tenant']),
    }),
  ),
});

/**
 * Who an account is in this subdistrict on a civil day: the person bound to it, the roles valid that day, and as
 * `resident` every neighbourhood in which the person lives or owns a home. An account bound to nobody is kind `account`.
 * One query.
 * @param today civil day; left out = the day of the transaction in Shanghai.
 */
export async function loadActor(tx: Tx, accountId: string, displayName: string, today: string | null = null): Promise<Actor> {
  const row = await tx.maybe(
    sql`select p.id, p.name,
    (select coalesce(jsonb_agg(g.held order by g.borrowed), '[]') from (
      select distinct jsonb_build_object('role', r.role, 'neighbourhoodId', r.neighbourhood_id) as held, false as borrowed from role_assignment r
        where r.subdistrict_id = p.subdistrict_id and r.person_id = p.id and r.from_day <= d.today and (r.to_day is null or r.to_day >= d.today)
      union all
      select jsonb_build_object('role', r.role, 'neighbourhoodId', r.neighbourhood_id, 'insteadOf', jsonb_build_object('personId', a.id, 'name', a.name, 'kinds', s.kinds)),
        true
        from deputyship s join role_assignment r on r.subdistrict_id = s.subdistrict_id and r.id = s.role_id
        join person a on a.subdistrict_id = s.subdistrict_id and a.id = s.person_id
        where s.subdistrict_id = p.subdistrict_id and s.deputy_id = p.id and d.today between s.from_day and least(s.to_day, s.ended_on)
        and r.from_day <= d.today and (r.to_day is null or r.to_day >= d.today)) g) as grants,
    (select coalesce(jsonb_agg(h), '[]') from (
      select hh.id as "householdId", hh.home_id as "homeId", hh.neighbourhood_id as "neighbourhoodId", m.relation
        from household_member m join household hh on hh.subdistrict_id = m.subdistrict_id and hh.id = m.household_id
        where m.subdistrict_id = p.subdistrict_id and m.person_id = p.id and m.until_day is null and hh.until_day is null
      union all
      select hh.id, hh.home_id, hh.neighbourhood_id, 'owner'
        from home_owner o join household hh on hh.subdistrict_id = o.subdistrict_id and hh.home_id = o.home_id and hh.until_day is null
        where o.subdistrict_id = p.subdistrict_id and o.person_id = p.id and o.until_day is null) h) as households
    from person p cross join (select coalesce(${today}::date, (transaction_timestamp() at time zone 'Asia/Shanghai')::date) as today) d
    where p.subdistrict_id = ${tx.subdistrictId} and p.account_id = ${accountId}`,
    actorRow,
  );
  if (!row) return { kind: 'account', accountId, personId: null, name: displayName, grants: [], households: [] };
  const places = new Set(row.households.map((household) => household.neighbourhoodId));
  const resident = [...places].map((neighbourhoodId): Grant => ({ role: 'resident', neighbourhoodId }));
  return {
    kind: 'person',
    accountId,
    personId: row.id,
    name: row.name,
    grants: [...row.grants, ...resident],
    households: row.households,
  };
}

/** A person with an account: who they are and where, for the demo's list of roles. */
export interface AccountHolder {
  accountId: string;
  personId: string;
  name: string;
  roles: Role[];
  neighbourhoodCode: string | null;
  neighbourhoodName: string | null;
}
const holderRow = z
  .object({
    account_id: z.string(),
    person_id: z.string(),
    name: z.string(),
    roles: z.array(z.enum(roles)),
    code: z.string().nullable(),
    place: z.string().nullable(),
  })
  .transform(
    (r): AccountHolder => ({
      accountId: r.account_id,
      personId: r.person_id,
      name: r.name,
      roles: r.roles,
      neighbourhoodCode: r.code,
      neighbourhoodName: r.place,
    }),
  );

/** Persons that have an account, with the roles they hold; those of the whole subdistrict first, then by place. */
export const listAccountHolders = (tx: Tx): Promise<AccountHolder[]> =>
  tx.all(
    sql`select p.account_id, p.id as person_id, p.name, n.code, n.name as place, case when held.roles is null then array['resident'] else held.roles end as roles
    from person p
    left join lateral (select array_agg(distinct r.role) as roles, min(r.neighbourhood_id::text)::uuid as neighbourhood_id from role_assignment r
      where r.subdistrict_id = p.subdistrict_id and r.person_id = p.id and r.from_day <= (transaction_timestamp() at time zone 'Asia/Shanghai')::date
      and (r.to_day is null or r.to_day >= (transaction_timestamp() at time zone 'Asia/Shanghai')::date)) held on true
    left join lateral (select hh.neighbourhood_id from household_member m join household hh on hh.subdistrict_id = m.subdistrict_id and hh.id = m.household_id
      where m.subdistrict_id = p.subdistrict_id and m.person_id = p.id and m.until_day is null limit 1) lives on true
    left join neighbourhood n on n.subdistrict_id = p.subdistrict_id
      and n.id = case when held.roles is null then lives.neighbourhood_id else held.neighbourhood_id end
    where p.subdistrict_id = ${tx.subdistrictId} and p.account_id is not null order by n.name nulls first, p.id`,
    holderRow,
  );
