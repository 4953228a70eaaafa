import { z } from 'zod';
import { empty, sql, type Tx } from '#platform/database';
import { type Invitation, informedHows, invitationStates, type InvitationCounts } from './invitation.ts';
import { inviteeRules } from './law.ts';

const invitationRow = z
  .object({
    id: z.string(),
    position: z.number(),
    rule: z.enum(inviteeRules).nullable().catch(null),
    clause: z.string().nullable(),
    person_id: z.string().nullable(),
    household_id: z.string().nullable(),
    organisation_id: z.string().nullable(),
    name: z.string(),
    door: z.string(),
    seat: z.boolean(),
    code: z.string(),
    state: z.enum(invitationStates),
    informed_at: z.date().nullable(),
    informed_how: z.enum(informedHows).nullable(),
    deputy_name: z.string().nullable(),
    came: z.boolean(),
  })
  .transform(
    (r): Invitation => ({
      id: r.id,
      position: r.position,
      rule: r.rule,
      clause: r.clause,
      personId: r.person_id,
      householdId: r.household_id,
      organisationId: r.organisation_id,
      name: r.name,
      door: r.door,
      seat: r.seat,
      code: r.code,
      state: r.state,
      informedAt: r.informed_at,
      informedHow: r.informed_how,
      deputyName: r.deputy_name,
      came: r.came,
    }),
  );
/** Somebody came: the seat is taken; or a line of the attendance names the person, the organisation, a member of the household, or the department. */
const came = sql`exists (select 1 from attendance a where a.subdistrict_id = i.subdistrict_id and a.meeting_id = i.meeting_id
  and (a.seat_id = i.id or a.person_id = i.person_id or a.organisation_id = i.organisation_id or a.household_id = i.household_id
  or (i.door <> '' and i.household_id is not null and a.home_label = i.door)
  or (num_nonnulls(i.person_id, i.household_id, i.organisation_id) = 0 and i.name in (a.name, a.home_label))))`;
const invitationColumns = sql`i.id, i.position, i.rule, i.clause, i.person_id, i.household_id, i.organisation_id, i.name, i.door, i.seat, i.code, i.state,
  i.informed_at, i.informed_how, i.deputy_name, ${came} as came`;

/** Everybody who is invited by name, in the order of the list. */
export const invitationsOf = (tx: Tx, meetingId: string): Promise<Invitation[]> =>
  tx.all(
    sql`select ${invitationColumns} from meeting_invitation i where i.subdistrict_id = ${tx.subdistrictId} and i.meeting_id = ${meetingId} order by i.position`,
    invitationRow,
  );

/** The invitation of a person, of one of the households, or null. A seat goes before a mere invitation. */
export const invitationFor = (tx: Tx, meetingId: string, who: { personId: string; householdIds: readonly string[] }): Promise<Invitation | null> =>
  tx.maybe(
    sql`select ${invitationColumns} from meeting_invitation i where i.subdistrict_id = ${tx.subdistrictId} and i.meeting_id = ${meetingId}
    and (i.person_id = ${who.personId} or i.household_id = any(${[...who.householdIds]}::uuid[])) order by i.seat desc, i.position limit 1`,
    invitationRow,
  );

/** The invitation with a code of the sheet, or null. */
export const invitationByCode = (tx: Tx, meetingId: string, code: string): Promise<Invitation | null> =>
  tx.maybe(
    sql`select ${invitationColumns} from meeting_invitation i where i.subdistrict_id = ${tx.subdistrictId} and i.meeting_id = ${meetingId} and i.code = ${code}`,
    invitationRow,
  );

const countsRow = z.object({
  all: z.number(),
  seats: z.number(),
  untold: z.number(),
  confirmed: z.number(),
  declined: z.number(),
  deputised: z.number(),
});
/** How many invitations stand where, in one query. */
export async function invitationCounts(tx: Tx, meetingId: string): Promise<Omit<InvitationCounts, 'came'>> {
  return tx.one(
    sql`select count(*)::int as "all", count(*) filter (where seat)::int as seats,
    count(*) filter (where state = 'invited' and informed_at is null)::int as untold, count(*) filter (where state = 'confirmed')::int as confirmed,
    count(*) filter (where state = 'declined')::int as declined, count(*) filter (where state = 'deputised')::int as deputised
    from meeting_invitation where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meetingId}`,
    countsRow,
  );
}

const passHolderRow = z.object({ person_id: z.string() }).transform((r) => ({ personId: r.person_id }));

/** The person whose code this is at this meeting, or null. */
export const passHolder = (tx: Tx, meetingId: string, code: string): Promise<{ personId: string } | null> =>
  tx.maybe(sql`select person_id from meeting_pass where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meetingId} and code = ${code}`, passHolderRow);

const codeRow = z.object({ code: z.string() });

/** A person's own code at a meeting; null until they ask for one. */
export async function passOf(tx: Tx, meetingId: string, personId: string): Promise<string | null> {
  const row = await tx.maybe(
    sql`select code from meeting_pass where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meetingId} and person_id = ${personId}`,
    codeRow,
  );
  return row?.code ?? null;
}

/** Whose private calendar this secret opens, or null. */
export const feedOwner = (tx: Tx, tokenHash: string): Promise<{ personId: string } | null> =>
  tx.maybe(
    sql`select person_id from calendar_feed where subdistrict_id = ${tx.subdistrictId} and token_hash = ${tokenHash} and ended_at is null`,
    passHolderRow,
  );

const feedRow = z.object({ made_at: z.date() }).transform((r) => ({ madeAt: r.made_at }));

/** Whether the person has a private calendar address, and since when. */
export const feedOf = (tx: Tx, personId: string): Promise<{ madeAt: Date } | null> =>
  tx.maybe(sql`select made_at from calendar_feed where subdistrict_id = ${tx.subdistrictId} and person_id = ${personId} and ended_at is null`, feedRow);

const idRow = z.object({ id: z.string() });

/** Meetings to which a person or one of the households is invited, or where the person chairs or writes; ids, newest first. */
export async function meetingIdsOfPerson(tx: Tx, personId: string, householdIds: readonly string[]): Promise<string[]> {
  const rows = await tx.all(
    sql`select m.id from meeting m where m.subdistrict_id = ${tx.subdistrictId} and (m.chair_person_id = ${personId} or m.recorder_person_id = ${personId}
    or exists (select 1 from meeting_invitation i where i.subdistrict_id = m.subdistrict_id and i.meeting_id = m.id and i.person_id = ${personId})
    or exists (select 1 from meeting_invitation i where i.subdistrict_id = m.subdistrict_id and i.meeting_id = m.id
      and i.household_id = any(${[...householdIds]}::uuid[]))) order by m.starts_at desc limit 500`,
    idRow,
  );
  return rows.map((row) => row.id);
}

const startsAtRow = z.object({ starts_at: z.date() });

/** The day of the last meeting of this kind before an instant that was not called off; with a body: of that body. */
export async function lastMeetingBefore(tx: Tx, of: { neighbourhoodId: string; kind: string; bodyId: string | null }, before: Date): Promise<Date | null> {
  const row = await tx.maybe(
    sql`select starts_at from meeting where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${of.neighbourhoodId} and kind = ${of.kind}
    and held_at is not null and starts_at < ${before} ${of.bodyId === null ? empty : sql`and body_id = ${of.bodyId}`} order by starts_at desc limit 1`,
    startsAtRow,
  );
  return row?.starts_at ?? null;
}

/** The instant of the next meeting of this kind that is called; with a body: of that body. */
export async function nextMeetingAfter(tx: Tx, of: { neighbourhoodId: string; kind: string; bodyId: string | null }, after: Date): Promise<Date | null> {
  const row = await tx.maybe(
    sql`select starts_at from meeting where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${of.neighbourhoodId} and kind = ${of.kind}
    and state = 'called' and starts_at >= ${after} ${of.bodyId === null ? empty : sql`and body_id = ${of.bodyId}`} order by starts_at limit 1`,
    startsAtRow,
  );
  return row?.starts_at ?? null;
}

const seriesCountsRow = z
  .object({
    meeting_id: z.string(),
    heads: z.number(),
    households: z.number(),
    seats: z.number(),
    organisations: z.array(z.string()),
    absent: z.array(z.string()),
  })
  .transform((r) => ({
    meetingId: r.meeting_id,
    heads: r.heads,
    households: r.households,
    seats: r.seats,
    organisations: r.organisations,
    absent: r.absent,
  }));

/** For a series: who was invited to and came to each of several meetings, in one query. */
export const seriesCounts = (
  tx: Tx,
  meetingIds: readonly string[],
): Promise<{ meetingId: string; heads: number; households: number; seats: number; organisations: string[]; absent: string[] }[]> =>
  tx.all(
    sql`select m.id as meeting_id,
    (select count(*)::int from attendance a where a.subdistrict_id = m.subdistrict_id and a.meeting_id = m.id) as heads,
    (select count(household_id)::int from attendance a where a.subdistrict_id = m.subdistrict_id and a.meeting_id = m.id) as households,
    (select count(seat_id)::int from attendance a where a.subdistrict_id = m.subdistrict_id and a.meeting_id = m.id) as seats,
    array(select i.name from meeting_invitation i where i.subdistrict_id = m.subdistrict_id and i.meeting_id = m.id
      and i.person_id is null and i.household_id is null and ${came} order by i.position) as organisations,
    array(select i.name from meeting_invitation i where i.subdistrict_id = m.subdistrict_id and i.meeting_id = m.id
      and i.person_id is null and i.household_id is null and not ${came} order by i.position) as absent
    from meeting m where m.subdistrict_id = ${tx.subdistrictId} and m.id = any(${[...meetingIds]}::uuid[])`,
    seriesCountsRow,
  );
