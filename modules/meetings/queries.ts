import { z } from 'zod';
import { empty, sql, type Tx } from '#platform/database';
import type { Meeting } from './meeting.ts';
import type { Minutes } from './minutes.ts';
import {
  type Attendance,
  attendanceRow,
  deadlineNow,
  handsRow,
  type Invitee,
  inviteeRow,
  meetingColumns,
  type MeetingFile,
  meetingFileRow,
  meetingRow,
  minutesRow,
  progressRow,
  resolutionColumns,
  resolutionRow,
} from './rows.ts';
import type { Resolution, ResolutionProgress } from './resolution.ts';

/** One meeting, or null. */
export const findMeeting = (tx: Tx, id: string): Promise<Meeting | null> =>
  tx.maybe(sql`select ${meetingColumns} from meeting where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, meetingRow);

/** Meetings of a neighbourhood, newest first; all of the subdistrict when `neighbourhoodId` is null. */
export const listMeetings = (tx: Tx, neighbourhoodId: string | null): Promise<Meeting[]> =>
  tx.all(
    sql`select ${meetingColumns} from meeting where subdistrict_id = ${tx.subdistrictId}
    ${neighbourhoodId === null ? empty : sql`and neighbourhood_id = ${neighbourhoodId}`} order by starts_at desc, id desc limit 2000`,
    meetingRow,
  );

/** Meetings about a matter or a project, oldest first. Without either: none. */
export const meetingsAbout = (tx: Tx, about: { matterId?: string | null; projectId?: string | null }): Promise<Meeting[]> =>
  tx.all(
    sql`select ${meetingColumns} from meeting where subdistrict_id = ${tx.subdistrictId}
    and (matter_id = ${about.matterId ?? null}::uuid or project_id = ${about.projectId ?? null}::uuid) order by starts_at, id`,
    meetingRow,
  );

/** These meetings, oldest first. */
export const meetingsByIds = (tx: Tx, ids: readonly string[]): Promise<Meeting[]> =>
  tx.all(
    sql`select ${meetingColumns} from meeting where subdistrict_id = ${tx.subdistrictId} and id = any(${[...ids]}::uuid[]) order by starts_at, id`,
    meetingRow,
  );

const titleRow = z.object({ title: z.string() });

/** Agenda items in their order. */
export async function agendaOf(tx: Tx, meetingId: string): Promise<string[]> {
  const rows = await tx.all(
    sql`select title from meeting_agenda where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meetingId} order by position`,
    titleRow,
  );
  return rows.map((row) => row.title);
}

/** Who was asked to come, those whom the law wants first. */
export const inviteesOf = (tx: Tx, meetingId: string): Promise<Invitee[]> =>
  tx.all(
    sql`select rule, person_id, organisation_id, clause from meeting_invitee where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meetingId} order by position`,
    inviteeRow,
  );

/** Who came, in the order in which they signed in. */
export const attendanceOf = (tx: Tx, meetingId: string): Promise<Attendance[]> =>
  tx.all(
    sql`select id, person_id, household_id, organisation_id, name, home_label, how, seat_id, presence, recorded_by, signed_at from attendance
    where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meetingId} order by signed_at, home_label, name, id`,
    attendanceRow,
  );

const presentCountRow = z.object({ heads: z.number(), persons: z.number(), households: z.number(), seats: z.number(), roll: z.boolean() });

/**
 * How many are present as the meeting counts them: seats taken where the meeting keeps a roll by name; else households, or heads.
 * Where there is a quorum but no roll by name, a guest whom no roll knows never counts.
 */
export async function presentCountOf(tx: Tx, meeting: Pick<Meeting, 'id' | 'counted' | 'quorum'>): Promise<number> {
  const row = await tx.one(
    sql`select count(*)::int as heads, count(person_id)::int as persons, count(household_id)::int as households, count(seat_id)::int as seats,
    exists (select 1 from meeting_invitation i where i.subdistrict_id = ${tx.subdistrictId} and i.meeting_id = ${meeting.id} and i.seat) as roll
    from attendance where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meeting.id}`,
    presentCountRow,
  );
  if (row.roll) return row.seats;
  if (meeting.counted === 'household') return row.households;
  return meeting.quorum === null ? row.heads : row.persons;
}

/** All versions of the minutes, oldest first, each with its counted hands. */
export async function minutesOf(tx: Tx, meetingId: string): Promise<Minutes[]> {
  const versions = await tx.all(
    sql`select version, body, correction, recorded_by, recorded_at from meeting_minutes
    where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meetingId} order by version`,
    minutesRow,
  );
  const hands = await tx.all(
    sql`select version, question, yes_count, no_count, abstain_count, present_count, passed from show_of_hands
    where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meetingId} order by version, position`,
    handsRow,
  );
  return versions.map((version) => ({ ...version, hands: hands.filter((line) => line.version === version.version) }));
}

/** Papers and photos, oldest first. */
export const meetingFilesOf = (tx: Tx, meetingId: string): Promise<MeetingFile[]> =>
  tx.all(
    sql`select file_id, kind, caption, added_at from meeting_file where subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meetingId} order by added_at, id`,
    meetingFileRow,
  );

/** One resolution, or null. */
export const findResolution = (tx: Tx, id: string): Promise<Resolution | null> =>
  tx.maybe(sql`select ${resolutionColumns} from resolution where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, resolutionRow);

/** Resolutions of a meeting, or about a matter or a project, oldest first. */
export const resolutionsAbout = (tx: Tx, about: { meetingId?: string | null; matterId?: string | null; projectId?: string | null }): Promise<Resolution[]> =>
  tx.all(
    sql`select ${resolutionColumns} from resolution where subdistrict_id = ${tx.subdistrictId} and (meeting_id = ${about.meetingId ?? null}::uuid
    or matter_id = ${about.matterId ?? null}::uuid or project_id = ${about.projectId ?? null}::uuid) order by recorded_at, position, id`,
    resolutionRow,
  );

/** Resolutions of a neighbourhood, the nearest deadline first. */
export const listResolutions = (tx: Tx, neighbourhoodId: string): Promise<Resolution[]> =>
  tx.all(
    sql`select ${resolutionColumns} from resolution where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${neighbourhoodId}
    order by ${deadlineNow}, id limit 2000`,
    resolutionRow,
  );

/** The story of a resolution, oldest first. */
export const progressOf = (tx: Tx, resolutionId: string): Promise<ResolutionProgress[]> =>
  tx.all(
    sql`select id, seq, kind, text, file_ids, deadline, meeting_id, by_person_id, at from resolution_progress where subdistrict_id = ${tx.subdistrictId}
    and resolution_id = ${resolutionId} order by seq`,
    progressRow,
  );
