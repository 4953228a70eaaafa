import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import type { GivenRole, OrganisationKind, Relation } from './person.ts';

const column = <T, V>(rows: readonly T[], pick: (row: T) => V): V[] => rows.map(pick);

export interface NewPerson {
  id: string;
  name: string;
  phone: string | null;
  adult: boolean;
}
export async function insertPersons(tx: CommandTx, rows: readonly NewPerson[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.exec(sql`insert into person (subdistrict_id, id, name, phone, adult, created_at)
    select ${tx.subdistrictId}::uuid, v.id, v.name, v.phone, v.adult, ${tx.now}::timestamptz from unnest(${column(rows, (r) => r.id)}::uuid[],
    ${column(rows, (r) => r.name)}::text[], ${column(rows, (r) => r.phone)}::text[], ${column(rows, (r) => r.adult)}::boolean[]) as v (id, name, phone, adult)`);
}
/** New facts of persons that are known. A withdrawn phone is not written again by others. */
export async function updatePersons(tx: CommandTx, rows: readonly NewPerson[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.exec(sql`update person p set name = v.name, adult = v.adult, phone = case when p.phone_withdrawn_at is null then v.phone else p.phone end
    from unnest(${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.name)}::text[], ${column(rows, (r) => r.phone)}::text[],
    ${column(rows, (r) => r.adult)}::boolean[]) as v (id, name, phone, adult) where p.subdistrict_id = ${tx.subdistrictId} and p.id = v.id`);
}
/** Removes the phone of a person who withdraws it; later imports do not bring it back. */
export async function withdrawPhoneOf(tx: CommandTx, personId: string): Promise<void> {
  await tx.exec(sql`update person set phone = null, phone_withdrawn_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${personId}`);
}
/** Binds an account to a person that has none. False when the person has an account already. */
export async function bindAccountTo(tx: CommandTx, personId: string, accountId: string): Promise<boolean> {
  return (
    (await tx.exec(sql`update person set account_id = ${accountId} where subdistrict_id = ${tx.subdistrictId} and id = ${personId} and account_id is null`)) ===
    1
  );
}
/** Waits for whoever binds the same account now: an account is one person of a subdistrict. */
export async function lockAccount(tx: CommandTx, accountId: string): Promise<void> {
  await tx.exec(sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.subdistrictId}/${accountId}`}, 0))`);
}

export interface NewMember {
  id: string;
  householdId: string;
  personId: string;
  relation: Relation;
  head: boolean;
  fromRoster?: boolean;
}
export async function insertMembers(tx: CommandTx, rows: readonly NewMember[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.exec(sql`insert into household_member (subdistrict_id, id, household_id, person_id, relation, head, from_roster, from_day)
    select ${tx.subdistrictId}::uuid, v.*, ${tx.today}::date
    from unnest(${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.householdId)}::uuid[], ${column(rows, (r) => r.personId)}::uuid[],
    ${column(rows, (r) => r.relation)}::text[], ${column(rows, (r) => r.head)}::boolean[], ${column(rows, (r) => r.fromRoster ?? false)}::boolean[]) as v`);
}
export async function endMembers(tx: CommandTx, memberIds: readonly string[]): Promise<number> {
  if (memberIds.length === 0) return 0;
  return tx.exec(sql`update household_member set until_day = greatest(${tx.today}::date, from_day)
    where subdistrict_id = ${tx.subdistrictId} and id = any(${[...memberIds]}::uuid[]) and until_day is null`);
}
/** Makes one member of the household its head; null = none. */
export async function setHead(tx: CommandTx, householdId: string, memberId: string | null): Promise<void> {
  await tx.exec(
    sql`update household_member set head = false where subdistrict_id = ${tx.subdistrictId} and household_id = ${householdId} and until_day is null and head`,
  );
  if (memberId)
    await tx.exec(sql`update household_member set head = true where subdistrict_id = ${tx.subdistrictId} and id = ${memberId} and until_day is null`);
}
/** The same for many households at once. */
export async function setHeads(tx: CommandTx, heads: readonly { householdId: string; memberId: string }[]): Promise<void> {
  if (heads.length === 0) return;
  await tx.exec(sql`update household_member set head = false where subdistrict_id = ${tx.subdistrictId} and until_day is null and head
    and household_id = any(${column(heads, (r) => r.householdId)}::uuid[]) and not id = any(${column(heads, (r) => r.memberId)}::uuid[])`);
  await tx.exec(sql`update household_member set head = true where subdistrict_id = ${tx.subdistrictId} and until_day is null and not head
    and id = any(${column(heads, (r) => r.memberId)}::uuid[])`);
}
/** New relation of members that are known. */
export async function updateRelations(tx: CommandTx, rows: readonly { memberId: string; relation: Relation }[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.exec(sql`update household_member m set relation = v.relation from unnest(${column(rows, (r) => r.memberId)}::uuid[],
    ${column(rows, (r) => r.relation)}::text[]) as v (id, relation) where m.subdistrict_id = ${tx.subdistrictId} and m.id = v.id`);
}

export interface NewOwner {
  id: string;
  homeId: string;
  personId: string | null;
  organisationId: string | null;
  shareNumerator: bigint;
  shareDenominator: bigint;
  fromRoster?: boolean;
}
export async function insertOwners(tx: CommandTx, rows: readonly NewOwner[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.exec(sql`insert into home_owner (subdistrict_id, id, home_id, person_id, organisation_id, share_numerator, share_denominator, from_roster, from_day)
    select ${tx.subdistrictId}::uuid, v.*, ${tx.today}::date from unnest(${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.homeId)}::uuid[],
    ${column(rows, (r) => r.personId)}::uuid[], ${column(rows, (r) => r.organisationId)}::uuid[], ${column(rows, (r) => r.shareNumerator)}::bigint[],
    ${column(rows, (r) => r.shareDenominator)}::bigint[], ${column(rows, (r) => r.fromRoster ?? false)}::boolean[]) as v`);
}
export async function endOwners(tx: CommandTx, ownerIds: readonly string[]): Promise<number> {
  if (ownerIds.length === 0) return 0;
  return tx.exec(sql`update home_owner set until_day = greatest(${tx.today}::date, from_day)
    where subdistrict_id = ${tx.subdistrictId} and id = any(${[...ownerIds]}::uuid[]) and until_day is null`);
}

export interface NewOrganisation {
  id: string;
  kind: OrganisationKind;
  name: string;
  neighbourhoodId: string | null;
  phone: string | null;
  note: string | null;
}
export async function insertOrganisations(tx: CommandTx, rows: readonly NewOrganisation[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.exec(sql`insert into organisation (subdistrict_id, id, kind, name, neighbourhood_id, phone, note, created_at)
    select ${tx.subdistrictId}::uuid, v.*, ${tx.now}::timestamptz from unnest(${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.kind)}::text[],
    ${column(rows, (r) => r.name)}::text[], ${column(rows, (r) => r.neighbourhoodId)}::uuid[], ${column(rows, (r) => r.phone)}::text[],
    ${column(rows, (r) => r.note)}::text[]) as v`);
}
export async function updateOrganisation(tx: CommandTx, o: NewOrganisation & { active: boolean }): Promise<void> {
  await tx.exec(sql`update organisation set kind = ${o.kind}, name = ${o.name}, neighbourhood_id = ${o.neighbourhoodId}, phone = ${o.phone}, note = ${o.note},
    active = ${o.active} where subdistrict_id = ${tx.subdistrictId} and id = ${o.id}`);
}

export interface NewRole {
  id: string;
  personId: string;
  role: GivenRole;
  neighbourhoodId: string | null;
  entranceId: string | null;
  organisationId: string | null;
  fromDay: string;
  toDay: string | null;
}
export async function insertRole(tx: CommandTx, r: NewRole): Promise<void> {
  await tx.exec(sql`insert into role_assignment (subdistrict_id, id, person_id, role, neighbourhood_id, entrance_id, organisation_id, from_day, to_day, given_by, given_at)
    values (${tx.subdistrictId}, ${r.id}, ${r.personId}, ${r.role}, ${r.neighbourhoodId}, ${r.entranceId}, ${r.organisationId}, ${r.fromDay}, ${r.toDay},
    ${tx.actor.personId}, ${tx.now})`);
}
export async function setRoleEnd(tx: CommandTx, id: string, toDay: string): Promise<void> {
  await tx.exec(sql`update role_assignment set to_day = ${toDay} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}

export interface NewLetter {
  id: string;
  householdId: string;
  selector: string;
  salt: string;
  secretHash: string;
  expiresAt: Date;
}
/** Voids what could still be used of these households. */
export async function voidLetters(tx: CommandTx, householdIds: readonly string[]): Promise<number> {
  return tx.exec(sql`update activation_letter set voided_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId}
    and household_id = any(${[...householdIds]}::uuid[]) and used_at is null and voided_at is null`);
}
export async function insertLetters(tx: CommandTx, rows: readonly NewLetter[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.exec(sql`insert into activation_letter (subdistrict_id, id, household_id, selector, salt, secret_hash, issued_at, issued_by, expires_at)
    select ${tx.subdistrictId}::uuid, v.id, v.household_id, v.selector, v.salt, v.secret_hash, ${tx.now}::timestamptz, ${tx.actor.personId}::uuid, v.expires_at
    from unnest(${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.householdId)}::uuid[], ${column(rows, (r) => r.selector)}::text[],
    ${column(rows, (r) => r.salt)}::text[], ${column(rows, (r) => r.secretHash)}::text[], ${column(rows, (r) => r.expiresAt)}::timestamptz[])
    as v (id, household_id, selector, salt, secret_hash, expires_at)`);
}

const selectorRow = z.object({ selector: z.string() });
/** Which of these first groups are taken by any letter, also an old one. */
export async function takenSelectors(tx: CommandTx, selectors: readonly string[]): Promise<Set<string>> {
  const rows = await tx.all(
    sql`select selector from activation_letter where subdistrict_id = ${tx.subdistrictId}
    and selector = any(${[...selectors]}::text[])`,
    selectorRow,
  );
  return new Set(rows.map((row) => row.selector));
}
const letterRow = z
  .object({
    id: z.string(),
    household_id: z.string(),
    salt: z.string(),
    secret_hash: z.string(),
    expires_at: z.date(),
    used_at: z.date().nullable(),
    voided_at: z.date().nullable(),
  })
  .transform((r) => ({
    id: r.id,
    householdId: r.household_id,
    salt: r.salt,
    secretHash: r.secret_hash,
    expiresAt: r.expires_at,
    usedAt: r.used_at,
    voidedAt: r.voided_at,
  }));
/** The letter with this first group, locked until the end of the transaction. */
export const lockLetter = (tx: CommandTx, selector: string) =>
  tx.maybe(
    sql`select id, household_id, salt, secret_hash, expires_at, used_at, voided_at from activation_letter
    where subdistrict_id = ${tx.subdistrictId} and selector = ${selector} for update`,
    letterRow,
  );
export async function markLetterUsed(tx: CommandTx, id: string, personId: string): Promise<void> {
  await tx.exec(sql`update activation_letter set used_at = ${tx.now}, used_by = ${personId} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}

/** Tells the planner about thousands of new rows; locks nothing that reads or writes. */
export async function refreshStatistics(tx: CommandTx): Promise<void> {
  await tx.exec(sql`select refresh_roster_statistics()`);
}
