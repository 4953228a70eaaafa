import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import type { Breach, Meeting } from './meeting.ts';
import type { Hands, MinutesBody } from './minutes.ts';
import type { ProgressKind, Resolution, ResolutionState } from './resolution.ts';
import { deadlineNow, type AttendanceHow, meetingColumns, meetingRow, resolutionColumns, resolutionRow } from './rows.ts';

/** The meeting, locked until the command ends. */
export const lockMeeting = (tx: CommandTx, id: string): Promise<Meeting | null> =>
  tx.maybe(sql`select ${meetingColumns} from meeting where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, meetingRow);

/** A meeting as it is called. */
type NewMeeting = Omit<Meeting, 'state' | 'cancelledReason' | 'heldAt' | 'entitledCount' | 'presentCount' | 'breaches' | 'publishedVersion' | 'publishedAt'>;

export async function insertMeeting(tx: CommandTx, m: NewMeeting, entitledCount: number | null): Promise<void> {
  await tx.exec(sql`insert into meeting (subdistrict_id, id, neighbourhood_id, kind, form, counted, matter_id, project_id, entrance_id, building_id, body_id,
    mode, online_link, quorum_num, quorum_den, quorum_strict, quorum_clause, proxies, title, purpose, place, starts_at, convener, chair_person_id, recorder_person_id, called_by, called_at, notice_days_needed, notice_earliest, notice_clause, notice_id, sign_in_code, entitled_count, state)
    values (${tx.subdistrictId}, ${m.id}, ${m.neighbourhoodId}, ${m.kind}, ${m.form}, ${m.counted}, ${m.matterId}, ${m.projectId}, ${m.entranceId}, ${m.buildingId}, ${m.bodyId}, ${m.mode}, ${m.onlineLink},
    ${m.quorum?.num ?? null}, ${m.quorum?.den ?? null}, ${m.quorum?.strict ?? null}, ${m.quorum?.clause ?? null}, ${m.proxies}, ${m.title}, ${m.purpose}, ${m.place}, ${m.startsAt}, ${m.convener}, ${m.chairPersonId}, ${m.recorderPersonId}, ${m.calledBy}, ${m.calledAt},
    ${m.noticeDaysNeeded}, ${m.noticeEarliest}, ${m.noticeClause}, ${m.noticeId}, ${m.signInCode}, ${entitledCount}, 'called')`);
}

export async function setNotice(tx: CommandTx, meetingId: string, noticeId: string): Promise<void> {
  await tx.exec(sql`update meeting set notice_id = ${noticeId} where subdistrict_id = ${tx.subdistrictId} and id = ${meetingId}`);
}

export async function insertAgenda(tx: CommandTx, meetingId: string, titles: readonly string[]): Promise<void> {
  for (const [index, title] of titles.entries()) {
    await tx.exec(sql`insert into meeting_agenda (subdistrict_id, id, meeting_id, position, title)
      values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId}, ${index + 1}, ${title})`);
  }
}

export async function insertInvitee(
  tx: CommandTx,
  meetingId: string,
  who: { position: number; rule?: string; personId?: string; organisationId?: string; clause?: string },
): Promise<void> {
  await tx.exec(sql`insert into meeting_invitee (subdistrict_id, id, meeting_id, position, rule, person_id, organisation_id, clause)
    values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId}, ${who.position}, ${who.rule ?? null}, ${who.personId ?? null}, ${who.organisationId ?? null}, ${who.clause ?? null})
    on conflict do nothing`);
}

/** What a new line of the attendance list says. */
export interface NewAttendance {
  personId: string | null;
  householdId: string | null;
  organisationId?: string | null;
  name: string;
  homeLabel: string;
  how: AttendanceHow;
  /** The invitation whose seat they take, where the meeting keeps a roll by name. */
  seatId?: string | null;
  presence?: 'room' | 'online';
  recordedBy: string | null;
  signedAt: Date;
  sheetFileId?: string | null;
}

/**
 * Adds somebody to the attendance list. Whose household or seat is taken already comes in beside, without it.
 * Returns whether they were added and whether they count.
 */
export async function insertAttendance(tx: CommandTx, meetingId: string, a: NewAttendance): Promise<'counted' | 'beside' | 'known'> {
  const insert = (householdId: string | null, seatId: string | null) =>
    tx.exec(sql`insert into attendance (subdistrict_id, id, meeting_id, person_id, household_id, organisation_id,
    name, home_label, how, seat_id, presence, recorded_by, signed_at, sheet_file_id) values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId}, ${a.personId},
    ${householdId}, ${a.organisationId ?? null}, ${a.name}, ${a.homeLabel}, ${a.how}, ${seatId}, ${a.presence ?? 'room'}, ${a.recordedBy}, ${a.signedAt},
    ${a.sheetFileId ?? null}) on conflict do nothing`);
  const seatId = a.seatId ?? null;
  if ((await insert(a.householdId, seatId)) === 1) return 'counted';
  if ((a.householdId !== null || seatId !== null) && a.personId !== null && (await insert(null, null)) === 1) return 'beside';
  return 'known';
}

export async function setHeld(
  tx: CommandTx,
  meetingId: string,
  facts: { present: number; entitled: number | null; breaches: readonly Breach[] },
): Promise<void> {
  await tx.exec(sql`update meeting set state = 'held', held_at = ${tx.now}, present_count = ${facts.present}, entitled_count = ${facts.entitled},
    breaches = ${JSON.stringify(facts.breaches)}::jsonb where subdistrict_id = ${tx.subdistrictId} and id = ${meetingId}`);
}

/** People found on the paper list after the meeting change the count until the minutes are written. */
export async function setPresent(tx: CommandTx, meetingId: string, present: number, breaches: readonly Breach[]): Promise<void> {
  await tx.exec(sql`update meeting set present_count = ${present}, breaches = ${JSON.stringify(breaches)}::jsonb
    where subdistrict_id = ${tx.subdistrictId} and id = ${meetingId}`);
}

export async function setCancelled(tx: CommandTx, meetingId: string, reason: string): Promise<void> {
  await tx.exec(sql`update meeting set state = 'cancelled', cancelled_reason = ${reason} where subdistrict_id = ${tx.subdistrictId} and id = ${meetingId}`);
}

/** New minutes take a published meeting back to `minuted` until the new version is published as well; the old one stays in sight. */
export async function insertMinutes(
  tx: CommandTx,
  meetingId: string,
  minutes: { version: number; body: MinutesBody; hands: readonly Hands[]; correction: string },
): Promise<void> {
  await tx.exec(sql`insert into meeting_minutes (subdistrict_id, id, meeting_id, version, body, correction, recorded_by, recorded_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId}, ${minutes.version}, ${JSON.stringify(minutes.body)}::jsonb, ${minutes.correction},
    ${tx.actor.personId}, ${tx.now})`);
  for (const [index, hands] of minutes.hands.entries()) {
    await tx.exec(sql`insert into show_of_hands (subdistrict_id, id, meeting_id, version, position, question, yes_count, no_count, abstain_count, present_count, passed)
      values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId}, ${minutes.version}, ${index + 1}, ${hands.question}, ${hands.yes}, ${hands.no},
      ${hands.abstain}, ${hands.present}, ${hands.passed})`);
  }
  await tx.exec(sql`update meeting set state = 'minuted' where subdistrict_id = ${tx.subdistrictId} and id = ${meetingId}`);
}

export async function setPublished(tx: CommandTx, meetingId: string, version: number): Promise<void> {
  await tx.exec(sql`update meeting set state = 'published', published_version = ${version}, published_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and id = ${meetingId}`);
}

export async function insertMeetingFile(tx: CommandTx, meetingId: string, file: { fileId: string; kind: string; caption: string }): Promise<void> {
  await tx.exec(sql`insert into meeting_file (subdistrict_id, id, meeting_id, file_id, kind, caption, added_by, added_at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${meetingId}, ${file.fileId}, ${file.kind}, ${file.caption}, ${tx.actor.personId}, ${tx.now}) on conflict do nothing`);
}

/** The resolution, locked until the command ends. */
export const lockResolution = (tx: CommandTx, id: string): Promise<Resolution | null> =>
  tx.maybe(sql`select ${resolutionColumns} from resolution where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, resolutionRow);

/** Resolutions that are not done and whose deadline has passed, locked; those that somebody works on just now are left for the next round. */
export const lockLate = (tx: CommandTx): Promise<Resolution[]> =>
  tx.all(
    sql`select ${resolutionColumns} from resolution where subdistrict_id = ${tx.subdistrictId} and state in ('open', 'progress')
    and ${deadlineNow} < ${tx.today} order by id for update skip locked`,
    resolutionRow,
  );

export async function insertResolution(tx: CommandTx, r: Omit<Resolution, 'state' | 'recordedAt' | 'firstDeadline'>): Promise<void> {
  await tx.exec(sql`insert into resolution (subdistrict_id, id, neighbourhood_id, meeting_id, matter_id, project_id, position, text, executor_person_id,
    executor_organisation_id, supervisor_person_id, supervisor_organisation_id, deadline, money, ballot_id, state, decided_on, recorded_by, recorded_at)
    values (${tx.subdistrictId}, ${r.id}, ${r.neighbourhoodId}, ${r.meetingId}, ${r.matterId}, ${r.projectId},
    (select 1 + count(*)::int from resolution o where o.subdistrict_id = ${tx.subdistrictId} and o.meeting_id = ${r.meetingId}), ${r.text}, ${r.executorPersonId}, ${r.executorOrganisationId},
    ${r.supervisorPersonId}, ${r.supervisorOrganisationId}, ${r.deadline}, ${r.money}, ${r.ballotId}, 'open', ${r.decidedOn}, ${tx.actor.personId}, ${tx.now})`);
}

/** A new line of a resolution's story, and the state that it leads to. */
export interface NewProgress {
  seq: number;
  kind: ProgressKind;
  text: string;
  fileIds: readonly string[];
  deadline?: string | null;
  meetingId?: string | null;
}

export async function insertProgress(tx: CommandTx, resolutionId: string, p: NewProgress, state: ResolutionState): Promise<void> {
  await tx.exec(sql`insert into resolution_progress (subdistrict_id, id, resolution_id, seq, kind, text, file_ids, deadline, meeting_id, by_person_id, at)
    values (${tx.subdistrictId}, ${tx.newId()}, ${resolutionId}, ${p.seq}, ${p.kind}, ${p.text}, ${[...p.fileIds]}::uuid[], ${p.deadline ?? null},
    ${p.meetingId ?? null}, ${tx.actor.personId}, ${tx.now})`);
  await tx.exec(sql`update resolution set state = ${state} where subdistrict_id = ${tx.subdistrictId} and id = ${resolutionId}`);
}

/** Names the ballot that decided a resolution. */
export async function setResolutionBallot(tx: CommandTx, resolutionId: string, ballotId: string): Promise<void> {
  await tx.exec(sql`update resolution set ballot_id = ${ballotId} where subdistrict_id = ${tx.subdistrictId} and id = ${resolutionId}`);
}

export async function setResolutionProject(tx: CommandTx, resolutionId: string, projectId: string): Promise<void> {
  await tx.exec(sql`update resolution set project_id = ${projectId} where subdistrict_id = ${tx.subdistrictId} and id = ${resolutionId}`);
}
