import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { type BuildingLine, type Compound, type Home, listBuildings, listCompounds, listGroups, listHomes } from '#modules/places';
import { relations } from '../person.ts';

/** An entrance with its building. */
export interface KnownEntrance {
  id: string;
  buildingId: string;
  name: string;
}
/** Somebody who lives in or owns a known home. */
export interface KnownPerson {
  linkId: string;
  personId: string | null;
  organisationId: string | null;
  name: string;
  phone: string | null;
  phoneWithdrawn: boolean;
  adult: boolean;
  hasAccount: boolean;
  /** Named by an earlier roster; only such are ended by a newer one. */
  fromRoster: boolean;
}
export interface KnownMember extends KnownPerson {
  householdId: string;
  relation: (typeof relations)[number];
  head: boolean;
}
export interface KnownOwner extends KnownPerson {
  homeId: string;
  shareNumerator: bigint;
  shareDenominator: bigint;
}

/** A neighbourhood as it is before the import. */
export interface Snapshot {
  neighbourhoodId: string;
  neighbourhoodName: string;
  compounds: Compound[];
  groups: { id: string; name: string }[];
  buildings: BuildingLine[];
  entrances: KnownEntrance[];
  homes: Home[];
  members: KnownMember[];
  owners: KnownOwner[];
  /** Persons of the whole subdistrict who have a phone: the same name with the same phone is the same person. */
  phones: { personId: string; name: string; phone: string }[];
  organisations: { id: string; name: string }[];
}

const person = {
  id: z.string(),
  person_id: z.string().nullable(),
  organisation_id: z.string().nullable(),
  name: z.string(),
  phone: z.string().nullable(),
  withdrawn: z.boolean(),
  adult: z.boolean(),
  has_account: z.boolean(),
  from_roster: z.boolean(),
};
interface PersonColumns {
  id: string;
  person_id: string | null;
  organisation_id: string | null;
  name: string;
  phone: string | null;
  withdrawn: boolean;
  adult: boolean;
  has_account: boolean;
  from_roster: boolean;
}
const known = (r: PersonColumns): KnownPerson => ({
  linkId: r.id,
  personId: r.person_id,
  organisationId: r.organisation_id,
  name: r.name,
  phone: r.phone,
  phoneWithdrawn: r.withdrawn,
  adult: r.adult,
  hasAccount: r.has_account,
  fromRoster: r.from_roster,
});
const memberRow = z
  .object({ ...person, household_id: z.string(), relation: z.enum(relations), head: z.boolean() })
  .transform((r): KnownMember => ({ ...known(r), householdId: r.household_id, relation: r.relation, head: r.head }));
const ownerRow = z.object({ ...person, home_id: z.string(), share_numerator: z.bigint(), share_denominator: z.bigint() }).transform(
  (r): KnownOwner => ({
    ...known(r),
    homeId: r.home_id,
    shareNumerator: r.share_numerator,
    shareDenominator: r.share_denominator,
  }),
);
const entranceRow = z
  .object({ id: z.string(), building_id: z.string(), name: z.string() })
  .transform((r): KnownEntrance => ({ id: r.id, buildingId: r.building_id, name: r.name }));

const namedRow = z.object({ id: z.string(), name: z.string() });
const phoneRow = z.object({ id: z.string(), name: z.string(), phone: z.string() }).transform((r) => ({ personId: r.id, name: r.name, phone: r.phone }));

/** Reads what the plan compares the roster with. */
export async function takeSnapshot(tx: Tx, neighbourhood: { id: string; name: string }): Promise<Snapshot> {
  const { subdistrictId } = tx;
  return {
    neighbourhoodId: neighbourhood.id,
    neighbourhoodName: neighbourhood.name,
    compounds: await listCompounds(tx, neighbourhood.id),
    groups: await listGroups(tx, neighbourhood.id),
    buildings: await listBuildings(tx, neighbourhood.id),
    entrances: await tx.all(
      sql`select id, building_id, name from entrance where subdistrict_id = ${subdistrictId} and neighbourhood_id = ${neighbourhood.id}`,
      entranceRow,
    ),
    homes: await listHomes(tx, { neighbourhoodId: neighbourhood.id }),
    members: await tx.all(
      sql`select m.id, m.person_id, null::uuid as organisation_id, p.name, p.phone, p.phone_withdrawn_at is not null as withdrawn, p.adult,
      p.account_id is not null as has_account, m.from_roster, m.household_id, m.relation, m.head from household_member m
      join household hh on hh.subdistrict_id = m.subdistrict_id and hh.id = m.household_id
      join person p on p.subdistrict_id = m.subdistrict_id and p.id = m.person_id
      where m.subdistrict_id = ${subdistrictId} and hh.neighbourhood_id = ${neighbourhood.id} and hh.until_day is null and m.until_day is null`,
      memberRow,
    ),
    owners: await tx.all(
      sql`select o.id, o.person_id, o.organisation_id, coalesce(p.name, g.name) as name, p.phone,
      coalesce(p.phone_withdrawn_at is not null, false) as withdrawn, coalesce(p.adult, true) as adult, coalesce(p.account_id is not null, false) as has_account,
      o.from_roster, o.home_id, o.share_numerator, o.share_denominator from home_owner o
      join home h on h.subdistrict_id = o.subdistrict_id and h.id = o.home_id
      left join person p on p.subdistrict_id = o.subdistrict_id and p.id = o.person_id
      left join organisation g on g.subdistrict_id = o.subdistrict_id and g.id = o.organisation_id
      where o.subdistrict_id = ${subdistrictId} and h.neighbourhood_id = ${neighbourhood.id} and o.until_day is null`,
      ownerRow,
    ),
    phones: await tx.all(sql`select id, name, phone from person where subdistrict_id = ${subdistrictId} and phone is not null`, phoneRow),
    organisations: await tx.all(
      sql`select id, name from organisation where subdistrict_id = ${subdistrictId}
      and (neighbourhood_id is null or neighbourhood_id = ${neighbourhood.id})`,
      namedRow,
    ),
  };
}
