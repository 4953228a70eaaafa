import { z } from 'zod';
import type { Role } from '#platform/access';
import { sql, type Tx } from '#platform/database';
import { givenRoles, type Organisation, organisationKinds, type Person, relations } from './person.ts';

const personRow = z.object({ id: z.string(), name: z.string(), phone: z.string().nullable(), adult: z.boolean(), account_id: z.string().nullable() })
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
  tx.all(sql`select ${personColumns} from person p where p.subdistrict_id = ${tx.subdistrictId} and (${neighbourhoodId}::uuid is null
    or exists (select 1 from household_member m join household hh on hh.subdistrict_id = m.subdistrict_id and hh.id = m.household_id
      where m.subdistrict_id = p.subdistrict_id and m.person_id = p.id and m.until_day is null and hh.neighbourhood_id = ${neighbourhoodId})
    or exists (select 1 from home_owner o join home h on h.subdistrict_id = o.subdistrict_id and h.id = o.home_id
      where o.subdistrict_id = p.subdistrict_id and o.person_id = p.id and o.until_day is null and h.neighbourhood_id = ${neighbourhoodId})
    or exists (select 1 from role_assignment r where r.subdistrict_id = p.subdistrict_id and r.person_id = p.id
      and r.neighbourhood_id = ${neighbourhoodId})) order by p.name, p.id`, personRow);

const nameRow = z.object({ id: z.string(), name: z.string() });
/** Names by person id. */
export async function personNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.all(sql`select id, name from person where subdistrict_id = ${tx.subdistrictId} and id = any(${[...ids]}::uuid[])`, nameRow);
  return new Map(rows.map((row) => [row.id, row.name]));
}

const holderRow = z.object({ person_id: z.string(), name: z.string() }).transform((r) => ({ personId: r.person_id, name: r.name }));
/**
 * Who holds a role in a neighbourhood (null: in the whole subdistrict) on a civil day. A holder of the whole subdistrict
 * counts in each neighbourhood. Residents are not listed: they follow from households.
 * @param today civil day; left out = the day of the transaction in Shanghai.
 */
export const holdersOf = (tx: Tx & { today?: string }, role: Role, neighbourhoodId: string | null, today = tx.today): Promise<{ personId: string; name: string }[]> =>
  tx.all(sql`select distinct p.id as person_id, p.name from role_assignment r
    join person p on p.subdistrict_id = r.subdistrict_id and p.id = r.person_id
    cross join (select coalesce(${today ?? null}::date, (transaction_timestamp() at time zone 'Asia/Shanghai')::date) as today) d
    where r.subdistrict_id = ${tx.subdistrictId} and r.role = ${role} and (r.neighbourhood_id is null or r.neighbourhood_id = ${neighbourhoodId})
    and r.from_day <= d.today and (r.to_day is null or r.to_day >= d.today) order by p.name`, holderRow);

const organisationRow = z.object({
  id: z.string(), kind: z.enum(organisationKinds), name: z.string(), neighbourhood_id: z.string().nullable(), phone: z.string().nullable(),
  note: z.string().nullable(), active: z.boolean(),
}).transform((r): Organisation => ({
  id: r.id, kind: r.kind, name: r.name, neighbourhoodId: r.neighbourhood_id, phone: r.phone, note: r.note, active: r.active,
}));
const organisationColumns = sql`id, kind, name, neighbourhood_id, phone, note, active`;

/** Organisations of the subdistrict; with a neighbourhood: its own and those of the whole subdistrict. By name. */
export const listOrganisations = (tx: Tx, neighbourhoodId: string | null = null): Promise<Organisation[]> =>
  tx.all(sql`select ${organisationColumns} from organisation where subdistrict_id = ${tx.subdistrictId}
    and (${neighbourhoodId}::uuid is null or neighbourhood_id is null or neighbourhood_id = ${neighbourhoodId}) order by name, id`, organisationRow);
/** One organisation, or null. */
export const findOrganisation = (tx: Tx, id: string): Promise<Organisation | null> =>
  tx.maybe(sql`select ${organisationColumns} from organisation where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, organisationRow);

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
const memberRow = z.object({
  id: z.string(), household_id: z.string(), person_id: z.string(), name: z.string(), phone: z.string().nullable(), adult: z.boolean(),
  relation: z.enum(relations), head: z.boolean(), has_account: z.boolean(),
}).transform((r): HouseholdMember => ({
  memberId: r.id, householdId: r.household_id, personId: r.person_id, name: r.name, phone: r.phone, adult: r.adult, relation: r.relation,
  head: r.head, hasAccount: r.has_account,
}));
const members = sql`select m.id, m.household_id, m.person_id, p.name, p.phone, p.adult, m.relation, m.head, p.account_id is not null as has_account
  from household_member m join person p on p.subdistrict_id = m.subdistrict_id and p.id = m.person_id`;

/** Who lives in a household now: its head first. */
export const householdMembers = (tx: Tx, householdId: string): Promise<HouseholdMember[]> =>
  tx.all(sql`${members} where m.subdistrict_id = ${tx.subdistrictId} and m.household_id = ${householdId} and m.until_day is null
    order by m.head desc, p.adult desc, p.name, m.id`, memberRow);
/** Who lives in each household of a neighbourhood now. */
export const membersOfNeighbourhood = (tx: Tx, neighbourhoodId: string): Promise<HouseholdMember[]> =>
  tx.all(sql`${members} join household hh on hh.subdistrict_id = m.subdistrict_id and hh.id = m.household_id
    where m.subdistrict_id = ${tx.subdistrictId} and hh.neighbourhood_id = ${neighbourhoodId} and hh.until_day is null and m.until_day is null
    order by m.household_id, m.head desc, p.adult desc, p.name, m.id`, memberRow);

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
const ownerRow = z.object({
  id: z.string(), home_id: z.string(), person_id: z.string().nullable(), organisation_id: z.string().nullable(), name: z.string(), phone: z.string().nullable(),
  share_numerator: z.bigint(), share_denominator: z.bigint(),
}).transform((r): HomeOwner => ({
  ownerId: r.id, homeId: r.home_id, personId: r.person_id, organisationId: r.organisation_id, name: r.name, phone: r.phone,
  shareNumerator: r.share_numerator, shareDenominator: r.share_denominator,
}));
const owners = sql`select o.id, o.home_id, o.person_id, o.organisation_id, coalesce(p.name, g.name) as name, coalesce(p.phone, g.phone) as phone,
  o.share_numerator, o.share_denominator from home_owner o
  left join person p on p.subdistrict_id = o.subdistrict_id and p.id = o.person_id
  left join organisation g on g.subdistrict_id = o.subdistrict_id and g.id = o.organisation_id`;

/** Who owns a home now. */
export const homeOwners = (tx: Tx, homeId: string): Promise<HomeOwner[]> =>
  tx.all(sql`${owners} where o.subdistrict_id = ${tx.subdistrictId} and o.home_id = ${homeId} and o.until_day is null order by o.share_numerator / o.share_denominator::numeric desc, coalesce(p.name, g.name), o.id`, ownerRow);
/** Who owns each home of a neighbourhood now: with the homes' areas and owner numbers, the roll of owners' votes. */
export const ownersOfNeighbourhood = (tx: Tx, neighbourhoodId: string): Promise<HomeOwner[]> =>
  tx.all(sql`${owners} join home h on h.subdistrict_id = o.subdistrict_id and h.id = o.home_id
    where o.subdistrict_id = ${tx.subdistrictId} and h.neighbourhood_id = ${neighbourhoodId} and o.until_day is null order by o.home_id, o.share_numerator / o.share_denominator::numeric desc, coalesce(p.name, g.name), o.id`, ownerRow);

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
const assignmentRow = z.object({
  id: z.string(), person_id: z.string(), person_name: z.string(), role: z.enum(givenRoles), neighbourhood_id: z.string().nullable(),
  neighbourhood_name: z.string().nullable(), entrance_id: z.string().nullable(), organisation_id: z.string().nullable(),
  organisation_name: z.string().nullable(), from_day: z.string(), to_day: z.string().nullable(),
}).transform((r): RoleAssignment => ({
  id: r.id, personId: r.person_id, personName: r.person_name, role: r.role, neighbourhoodId: r.neighbourhood_id, neighbourhoodName: r.neighbourhood_name,
  entranceId: r.entrance_id, organisationId: r.organisation_id, organisationName: r.organisation_name, fromDay: r.from_day, toDay: r.to_day,
}));
const assignments = sql`select r.id, r.person_id, p.name as person_name, r.role, r.neighbourhood_id, n.name as neighbourhood_name, r.entrance_id,
  r.organisation_id, g.name as organisation_name, r.from_day, r.to_day from role_assignment r
  join person p on p.subdistrict_id = r.subdistrict_id and p.id = r.person_id
  left join neighbourhood n on n.subdistrict_id = r.subdistrict_id and n.id = r.neighbourhood_id
  left join organisation g on g.subdistrict_id = r.subdistrict_id and g.id = r.organisation_id`;

/** Roles of a neighbourhood, of a person, or all of the subdistrict, newest first; also those that have ended. */
export const listRoles = (tx: Tx, where: { neighbourhoodId?: string; personId?: string } = {}): Promise<RoleAssignment[]> =>
  tx.all(sql`${assignments} where r.subdistrict_id = ${tx.subdistrictId}
    and (${where.neighbourhoodId ?? null}::uuid is null or r.neighbourhood_id = ${where.neighbourhoodId ?? null})
    and (${where.personId ?? null}::uuid is null or r.person_id = ${where.personId ?? null}) order by r.from_day desc, r.id desc`, assignmentRow);
/** One role, or null. */
export const findRole = (tx: Tx, id: string): Promise<RoleAssignment | null> =>
  tx.maybe(sql`${assignments} where r.subdistrict_id = ${tx.subdistrictId} and r.id = ${id}`, assignmentRow);

/** True when the role holds on the day. */
export const heldOn = (role: { fromDay: string; toDay: string | null }, day: string): boolean =>
  role.fromDay <= day && (role.toDay === null || role.toDay >= day);

/** Homes a person lives in or owns now. */
export interface PersonHome { homeId: string; householdId: string | null; neighbourhoodId: string; relation: 'resident' | 'tenant' | 'owner' }
const personHomeRow = z.object({ home_id: z.string(), household_id: z.string().nullable(), neighbourhood_id: z.string(), relation: z.enum(['resident', 'tenant', 'owner']) })
  .transform((r): PersonHome => ({ homeId: r.home_id, householdId: r.household_id, neighbourhoodId: r.neighbourhood_id, relation: r.relation }));
export const homesOfPerson = (tx: Tx, personId: string): Promise<PersonHome[]> =>
  tx.all(sql`select hh.home_id, hh.id as household_id, hh.neighbourhood_id, m.relation from household_member m
    join household hh on hh.subdistrict_id = m.subdistrict_id and hh.id = m.household_id
    where m.subdistrict_id = ${tx.subdistrictId} and m.person_id = ${personId} and m.until_day is null and hh.until_day is null
    union all select h.id, hh.id, h.neighbourhood_id, 'owner' from home_owner o join home h on h.subdistrict_id = o.subdistrict_id and h.id = o.home_id
    left join household hh on hh.subdistrict_id = h.subdistrict_id and hh.home_id = h.id and hh.until_day is null
    where o.subdistrict_id = ${tx.subdistrictId} and o.person_id = ${personId} and o.until_day is null`, personHomeRow);

/** Neighbourhoods for which letters were ever issued. */
export async function lettersByNeighbourhood(tx: Tx): Promise<Set<string>> {
  const rows = await tx.all(sql`select distinct hh.neighbourhood_id as id from activation_letter l
    join household hh on hh.subdistrict_id = l.subdistrict_id and hh.id = l.household_id where l.subdistrict_id = ${tx.subdistrictId}`, z.object({ id: z.string() }));
  return new Set(rows.map((row) => row.id));
}

const letterStateRow = z.object({
  household_id: z.string(), issued_at: z.date(), expires_at: z.date(), voided_at: z.date().nullable(), used_at: z.date().nullable(), used_by_name: z.string().nullable(),
}).transform((r) => ({
  householdId: r.household_id, issuedAt: r.issued_at, expiresAt: r.expires_at, voidedAt: r.voided_at, usedAt: r.used_at, usedByName: r.used_by_name,
}));
/** Letters of a household, newest first: when printed, when used and by whom. Never the code. */
export const lettersOf = (tx: Tx, householdId: string) =>
  tx.all(sql`select l.household_id, l.issued_at, l.expires_at, l.voided_at, l.used_at, p.name as used_by_name from activation_letter l
    left join person p on p.subdistrict_id = l.subdistrict_id and p.id = l.used_by
    where l.subdistrict_id = ${tx.subdistrictId} and l.household_id = ${householdId} order by l.issued_at desc`, letterStateRow);
