import { z } from 'zod';
import { sql } from '#platform/database';
import { assemblyForms } from './law.ts';
import { breachRules, type Meeting, meetingKinds, meetingModes } from './meeting.ts';
import { type Hands, type Minutes, minutesBodySchema } from './minutes.ts';
import { progressKinds, type Resolution, type ResolutionProgress, resolutionStates } from './resolution.ts';

const breach = z.object({
  rule: z.enum(breachRules),
  clause: z.string(),
  numbers: z.record(z.string(), z.number()),
});

export const meetingColumns = sql`id, neighbourhood_id, kind, form, counted, matter_id, project_id, entrance_id, building_id, body_id, mode, online_link,
  quorum_num, quorum_den, quorum_strict, quorum_clause, proxies, title, purpose, place, starts_at, convener, chair_person_id, recorder_person_id, called_by, called_at, notice_days_needed, notice_earliest, notice_clause, notice_id, sign_in_code, state,
  cancelled_reason, held_at, entitled_count, present_count, breaches, published_version, published_at`;

export const meetingRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    kind: z.enum(meetingKinds),
    form: z.enum(assemblyForms).nullable(),
    counted: z.enum(['person', 'household']),
    matter_id: z.string().nullable(),
    project_id: z.string().nullable(),
    entrance_id: z.string().nullable(),
    building_id: z.string().nullable(),
    body_id: z.string().nullable(),
    mode: z.enum(meetingModes),
    online_link: z.string().nullable(),
    quorum_num: z.number().nullable(),
    quorum_den: z.number().nullable(),
    quorum_strict: z.boolean().nullable(),
    quorum_clause: z.string().nullable(),
    proxies: z.boolean(),
    title: z.string(),
    purpose: z.string(),
    place: z.string(),
    starts_at: z.date(),
    convener: z.string(),
    chair_person_id: z.string().nullable(),
    recorder_person_id: z.string().nullable(),
    called_by: z.string().nullable(),
    called_at: z.date(),
    notice_days_needed: z.number().nullable(),
    notice_earliest: z.string().nullable(),
    notice_clause: z.string().nullable(),
    notice_id: z.string().nullable(),
    sign_in_code: z.string(),
    state: z.enum(['called', 'held', 'minuted', 'published', 'cancelled']),
    cancelled_reason: z.string().nullable(),
    held_at: z.date().nullable(),
    entitled_count: z.number().nullable(),
    present_count: z.number().nullable(),
    breaches: z.array(breach),
    published_version: z.number().nullable(),
    published_at: z.date().nullable(),
  })
  .transform(
    (r): Meeting => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      kind: r.kind,
      form: r.form,
      counted: r.counted,
      matterId: r.matter_id,
      projectId: r.project_id,
      entranceId: r.entrance_id,
      buildingId: r.building_id,
      bodyId: r.body_id,
      mode: r.mode,
      onlineLink: r.online_link,
      quorum:
        r.quorum_num === null || r.quorum_den === null || r.quorum_strict === null
          ? null
          : { num: r.quorum_num, den: r.quorum_den, strict: r.quorum_strict, clause: r.quorum_clause ?? '' },
      proxies: r.proxies,
      title: r.title,
      purpose: r.purpose,
      place: r.place,
      startsAt: r.starts_at,
      convener: r.convener,
      chairPersonId: r.chair_person_id,
      recorderPersonId: r.recorder_person_id,
      calledBy: r.called_by,
      calledAt: r.called_at,
      noticeDaysNeeded: r.notice_days_needed,
      noticeEarliest: r.notice_earliest,
      noticeClause: r.notice_clause,
      noticeId: r.notice_id,
      signInCode: r.sign_in_code,
      state: r.state,
      cancelledReason: r.cancelled_reason,
      heldAt: r.held_at,
      entitledCount: r.entitled_count,
      presentCount: r.present_count,
      breaches: r.breaches,
      publishedVersion: r.published_version,
      publishedAt: r.published_at,
    }),
  );

/** Somebody who came. */
export interface Attendance {
  id: string;
  personId: string | null;
  householdId: string | null;
  organisationId: string | null;
  name: string;
  homeLabel: string;
  how: AttendanceHow;
  /** The invitation whose seat they take; null: they count for no quorum. */
  seatId: string | null;
  presence: 'room' | 'online';
  recordedBy: string | null;
  signedAt: Date;
}
/** `code` of the room, own `account` (online), personal `pass` read by the recorder, signed `paper`, seen by `staff`. */
export const attendanceHows = ['code', 'account', 'pass', 'paper', 'staff'] as const;
export type AttendanceHow = (typeof attendanceHows)[number];
export const attendanceRow = z
  .object({
    id: z.string(),
    person_id: z.string().nullable(),
    household_id: z.string().nullable(),
    organisation_id: z.string().nullable(),
    name: z.string(),
    home_label: z.string(),
    how: z.enum(attendanceHows),
    seat_id: z.string().nullable(),
    presence: z.enum(['room', 'online']),
    recorded_by: z.string().nullable(),
    signed_at: z.date(),
  })
  .transform(
    (r): Attendance => ({
      id: r.id,
      personId: r.person_id,
      householdId: r.household_id,
      organisationId: r.organisation_id,
      name: r.name,
      homeLabel: r.home_label,
      how: r.how,
      seatId: r.seat_id,
      presence: r.presence,
      recordedBy: r.recorded_by,
      signedAt: r.signed_at,
    }),
  );

/** Somebody who was asked to come: everybody of a rule, one person or one organisation. */
export interface Invitee {
  rule: string | null;
  personId: string | null;
  organisationId: string | null;
  clause: string | null;
}
export const inviteeRow = z
  .object({
    rule: z.string().nullable(),
    person_id: z.string().nullable(),
    organisation_id: z.string().nullable(),
    clause: z.string().nullable(),
  })
  .transform((r): Invitee => ({ rule: r.rule, personId: r.person_id, organisationId: r.organisation_id, clause: r.clause }));

export const handsRow = z
  .object({
    version: z.number(),
    question: z.string(),
    yes_count: z.number(),
    no_count: z.number(),
    abstain_count: z.number(),
    present_count: z.number(),
    passed: z.boolean(),
  })
  .transform((r): Hands & { version: number } => ({
    version: r.version,
    question: r.question,
    yes: r.yes_count,
    no: r.no_count,
    abstain: r.abstain_count,
    present: r.present_count,
    passed: r.passed,
  }));

export const minutesRow = z
  .object({
    version: z.number(),
    body: minutesBodySchema,
    correction: z.string(),
    recorded_by: z.string().nullable(),
    recorded_at: z.date(),
  })
  .transform(
    (r): Omit<Minutes, 'hands'> => ({ version: r.version, body: r.body, correction: r.correction, recordedBy: r.recorded_by, recordedAt: r.recorded_at }),
  );

/** A paper or picture of a meeting. */
export interface MeetingFile {
  fileId: string;
  kind: 'paper' | 'photo' | 'sign_in_sheet' | 'signed_minutes';
  caption: string;
  addedAt: Date;
}
export const meetingFileRow = z
  .object({
    file_id: z.string(),
    kind: z.enum(['paper', 'photo', 'sign_in_sheet', 'signed_minutes']),
    caption: z.string(),
    added_at: z.date(),
  })
  .transform((r): MeetingFile => ({ fileId: r.file_id, kind: r.kind, caption: r.caption, addedAt: r.added_at }));

/** The last day as it stands: the latest that the supervisor granted, or as it was decided. */
export const deadlineNow = sql`coalesce((select p.deadline from resolution_progress p where p.subdistrict_id = resolution.subdistrict_id
  and p.resolution_id = resolution.id and p.kind = 'grant-later' order by p.seq desc limit 1), resolution.deadline)`;
export const resolutionColumns = sql`id, neighbourhood_id, meeting_id, matter_id, project_id, text, executor_person_id, executor_organisation_id,
  supervisor_person_id, supervisor_organisation_id, ${deadlineNow} as deadline, resolution.deadline as first_deadline, money, ballot_id, state, decided_on, recorded_at`;
export const resolutionRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    meeting_id: z.string().nullable(),
    matter_id: z.string().nullable(),
    project_id: z.string().nullable(),
    text: z.string(),
    executor_person_id: z.string().nullable(),
    executor_organisation_id: z.string().nullable(),
    supervisor_person_id: z.string().nullable(),
    supervisor_organisation_id: z.string().nullable(),
    deadline: z.string(),
    first_deadline: z.string(),
    money: z.enum(['residents', 'common']).nullable(),
    ballot_id: z.string().nullable(),
    state: z.enum(resolutionStates),
    decided_on: z.string(),
    recorded_at: z.date(),
  })
  .transform(
    (r): Resolution => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      meetingId: r.meeting_id,
      matterId: r.matter_id,
      projectId: r.project_id,
      text: r.text,
      executorPersonId: r.executor_person_id,
      executorOrganisationId: r.executor_organisation_id,
      supervisorPersonId: r.supervisor_person_id,
      supervisorOrganisationId: r.supervisor_organisation_id,
      deadline: r.deadline,
      firstDeadline: r.first_deadline,
      money: r.money,
      ballotId: r.ballot_id,
      state: r.state,
      decidedOn: r.decided_on,
      recordedAt: r.recorded_at,
    }),
  );

export const progressRow = z
  .object({
    id: z.string(),
    seq: z.number(),
    kind: z.enum(progressKinds),
    text: z.string(),
    file_ids: z.array(z.string()),
    deadline: z.string().nullable(),
    meeting_id: z.string().nullable(),
    by_person_id: z.string().nullable(),
    at: z.date(),
  })
  .transform(
    (r): ResolutionProgress => ({
      id: r.id,
      seq: r.seq,
      kind: r.kind,
      text: r.text,
      fileIds: r.file_ids,
      deadline: r.deadline,
      meetingId: r.meeting_id,
      byPersonId: r.by_person_id,
      at: r.at,
    }),
  );
