import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { type Person, relations } from './person.ts';

const personRow = z
  .object({
    id: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    adult: z.boolean(),
    account_id: z.string().nullable(),
  })
  .transform((r): Person => ({ id: r.id, name: r.name, phone: r.phone, adult: r.adult, accountId: r.account_id }));
const personColumns = sql`p.id, p.name, p.phone, p.adult, p.account_id`;

/** One person, or null. */
export const findPerson = (tx: Tx, id: string): Promise<Person | null> =>
  tx.maybe(sql`select ${personColumns} from person p where p.subdistrict_id = ${tx.subdistrictId} and p.id = ${id}`, personRow);

/** The person bound to an account, or null. */
export const personOfAccount = (tx: Tx, accountId: string): Promise<Person | null> =>
  tx.maybe(sql`select ${personColumns} from person p where p.subdistrict_id = ${tx.subdistrictId} and p.account_id = ${accountId}`, personRow);

/** Persons with one of these phones, for finding the same person again. */
export const personsWithPhone = (tx: Tx, phones: readonly string[]): Promise<Person[]> =>
  tx.all(sql`select ${personColumns} from person p where p.subdistrict_id = ${tx.subdistrictId} and p.phone = any(${[...phones]}::text[])`, personRow);

/** Persons who live, own a home or hold a role in the neighbourhood (null: everybody of the subdistrict), by name. */
export const listPersons = (tx: Tx, neighbourhoodId: string | null): Promise<Person[]> =>
  tx.all(
    sql`select ${personColumns} from person p where p.subdistrict_id = ${tx.subdistrictId} and (${neighbourhoodId}::uuid is null
    or exists (select 1 from household_member m join household hh on hh.subdistrict_id = m.subdistrict_id and hh.id = m.household_id
      where m.subdistrict_id = p.subdistrict_id and m.person_id = p.id and m.until_day is null and hh.neighbourhood_id = ${neighbourhoodId})
    or exists (select 1 from home_owner o join home h on h.subdistrict_id = o.subdistrict_id and h.id = o.home_id
      where o.subdistrict_id = p.subdistrict_id and o.person_id = p.id and o.until_day is null and h.neighbourhood_id = ${neighbourhoodId})
    or exists (select 1 from role_assignment r where r.subdistrict_id = p.subdistrict_id and r.person_id = p.id
      and r.neighbourhood_id = ${neighbourhoodId})) order by p.name, p.id`,
    personRow,
  );

const nameAloneRow = z.object({ name: z.string() });

/** Names of people of the whole subdistrict that stand in a text; those of one character are not looked for. For covering them before it is published. */
export const namesStandingIn = async (tx: Tx, text: string): Promise<string[]> =>
  (
    await tx.all(
      sql`select distinct p.name from person p where p.subdistrict_id = ${tx.subdistrictId} and length(btrim(p.name)) > 1 and position(btrim(p.name) in ${text}) > 0`,
      nameAloneRow,
    )
  ).map(({ name }) => name);

const namedRow = z.object({ id: z.string(), name: z.string() });
/** Names by person id. */
export async function personNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.all(sql`select id, name from person where subdistrict_id = ${tx.subdistrictId} and id = any(${[...ids]}::uuid[])`, namedRow);
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** A member of a household. */
export interface HouseholdMember {
  memberId: string;
  householdId: string;
  personId: string;
  name: string;
  phone: string | null;
  adult: boolean;
  relation: (typeof relations)[number];
  /** Speaks for the household where one household has one vote. */
  head: boolean;
  /** Has an account that signs in as this person. */
  hasAccount: boolean;
}
const memberRow = z
  .object({
    id: z.string(),
    household_id: z.string(),
    person_id: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    adult: z.boolean(),
    relation: z.enum(relations),
    head: z.boolean(),
    has_account: z.boolean(),
  })
  .transform(
    (r): HouseholdMember => ({
      memberId: r.id,
      householdId: r.household_id,
      personId: r.person_id,
      name: r.name,
      phone: r.phone,
      adult: r.adult,
      relation: r.relation,
      head: r.head,
      hasAccount: r.has_account,
    }),
  );
const members = sql`select m.id, m.household_id, m.person_id, p.name, p.phone, p.adult, m.relation, m.head, p.account_id is not null as has_account
  from household_member m join person p on p.subdistrict_id = m.subdistrict_id and p.id = m.person_id`;

/** Who lives in a household now: its head first. */
export const householdMembers = (tx: Tx, householdId: string): Promise<HouseholdMember[]> =>
  tx.all(
    sql`${members} where m.subdistrict_id = ${tx.subdistrictId} and m.household_id = ${householdId} and m.until_day is null
    order by m.head desc, p.adult desc, p.name, m.id`,
    memberRow,
  );
/** Who lives in each household of a neighbourhood now. */
export const membersOfNeighbourhood = (tx: Tx, neighbourhoodId: string): Promise<HouseholdMember[]> =>
  tx.all(
    sql`${members} join household hh on hh.subdistrict_id = m.subdistrict_id and hh.id = m.household_id
    where m.subdistrict_id = ${tx.subdistrictId} and hh.neighbourhood_id = ${neighbourhoodId} and hh.until_day is null and m.until_day is null
    order by m.household_id, m.head desc, p.adult desc, p.name, m.id`,
    memberRow,
  );

const countAdultsRow = z.object({ all: z.number(), among: z.number() });

/** Adults who live in a neighbourhood now, each once, and how many of them are among the given persons. */
export function countAdults(tx: Tx, neighbourhoodId: string, among: readonly string[]): Promise<{ all: number; among: number }> {
  return tx.one(
    sql`select count(distinct p.id)::int as all, (count(distinct p.id) filter (where p.id = any(${[...among]}::uuid[])))::int as among
    from household hh join household_member m on m.subdistrict_id = hh.subdistrict_id and m.household_id = hh.id and m.until_day is null
    join person p on p.subdistrict_id = m.subdistrict_id and p.id = m.person_id
    where hh.subdistrict_id = ${tx.subdistrictId} and hh.neighbourhood_id = ${neighbourhoodId} and hh.until_day is null and p.adult`,
    countAdultsRow,
  );
}

/** An owner of a home with the share as a fraction. */
export interface HomeOwner {
  ownerId: string;
  homeId: string;
  personId: string | null;
  organisationId: string | null;
  name: string;
  phone: string | null;
  shareNumerator: bigint;
  shareDenominator: bigint;
}
const ownerRow = z
  .object({
    id: z.string(),
    home_id: z.string(),
    person_id: z.string().nullable(),
    organisation_id: z.string().nullable(),
    name: z.string(),
    phone: z.string().nullable(),
    share_numerator: z.bigint(),
    share_denominator: z.bigint(),
  })
  .transform(
    (r): HomeOwner => ({
      ownerId: r.id,
      homeId: r.home_id,
      personId: r.person_id,
      organisationId: r.organisation_id,
      name: r.name,
      phone: r.phone,
      shareNumerator: r.share_numerator,
      shareDenominator: r.share_denominator,
    }),
  );
const owners = sql`select o.id, o.home_id, o.person_id, o.organisation_id, coalesce(p.name, g.name) as name, coalesce(p.phone, g.phone) as phone,
  o.share_numerator, o.share_denominator from home_owner o
  left join person p on p.subdistrict_id = o.subdistrict_id and p.id = o.person_id
  left join organisation g on g.subdistrict_id = o.subdistrict_id and g.id = o.organisation_id`;

/** Who owns a home now. */
export const homeOwners = (tx: Tx, homeId: string): Promise<HomeOwner[]> =>
  tx.all(
    sql`${owners} where o.subdistrict_id = ${tx.subdistrictId} and o.home_id = ${homeId} and o.until_day is null order by o.share_numerator / o.share_denominator::numeric desc, coalesce(p.name, g.name), o.id`,
    ownerRow,
  );
/** Who owns each home of a neighbourhood now: with the homes' areas and owner numbers, the roll of owners' votes. */
export const ownersOfNeighbourhood = (tx: Tx, neighbourhoodId: string): Promise<HomeOwner[]> =>
  tx.all(
    sql`${owners} join home h on h.subdistrict_id = o.subdistrict_id and h.id = o.home_id
    where o.subdistrict_id = ${tx.subdistrictId} and h.neighbourhood_id = ${neighbourhoodId} and o.until_day is null order by o.home_id, o.share_numerator / o.share_denominator::numeric desc, coalesce(p.name, g.name), o.id`,
    ownerRow,
  );

/** Homes a person lives in or owns now. */
export interface PersonHome {
  homeId: string;
  householdId: string | null;
  neighbourhoodId: string;
  relation: 'resident' | 'tenant' | 'owner';
}
const personHomeRow = z
  .object({
    home_id: z.string(),
    household_id: z.string().nullable(),
    neighbourhood_id: z.string(),
    relation: z.enum(['resident', 'tenant', 'owner']),
  })
  .transform(
    (r): PersonHome => ({
      homeId: r.home_id,
      householdId: r.household_id,
      neighbourhoodId: r.neighbourhood_id,
      relation: r.relation,
    }),
  );
export const homesOfPerson = (tx: Tx, personId: string): Promise<PersonHome[]> =>
  tx.all(
    sql`select hh.home_id, hh.id as household_id, hh.neighbourhood_id, m.relation from household_member m
    join household hh on hh.subdistrict_id = m.subdistrict_id and hh.id = m.household_id
    where m.subdistrict_id = ${tx.subdistrictId} and m.person_id = ${personId} and m.until_day is null and hh.until_day is null
    union all select h.id, hh.id, h.neighbourhood_id, 'owner' from home_owner o join home h on h.subdistrict_id = o.subdistrict_id and h.id = o.home_id
    left join household hh on hh.subdistrict_id = h.subdistrict_id and hh.home_id = h.id and hh.until_day is null
    where o.subdistrict_id = ${tx.subdistrictId} and o.person_id = ${personId} and o.until_day is null`,
    personHomeRow,
  );
