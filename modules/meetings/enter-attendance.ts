import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { recordFile, type StoredBytes } from '#platform/files';
import { membersOfNeighbourhood } from '#modules/people';
import { listHouseholds } from '#modules/places';
import { invitationsOf } from './around-queries.ts';
import { attendanceIsOpen, type Meeting, peopleMayHaveCome } from './meeting.ts';
import { type ListedHousehold, type UnmatchedLine } from './paper-list.ts';
import { standOf } from './present.ts';
import { readSheet } from './read-sheet.ts';
import { insertAttendance, insertMeetingFile, lockMeeting, setPresent } from './store.ts';

export interface EnterAttendanceInput {
  meetingId: string;
  /** The pasted list: on each line a code of the sheet, a door or a name. */
  lines?: string;
  /** Guests and people of organisations, by name: they count as heads, never as a household. */
  guests?: readonly string[];
  /** `paper`: they signed the sheet · `staff`: seen by the recorder. */
  how: 'paper' | 'staff';
  /** Photo or scan of the sheet, already in the file store. */
  sheet?: StoredBytes & { name: string };
}
/** How many lines were added, how many stood there already, and the lines that nobody fits. */
export interface AttendanceEntered {
  added: number;
  known: number;
  present: number;
  unmatched: UnmatchedLine[];
}

/** The households of a neighbourhood with their members, as a pasted list is compared with them. */
export async function rosterOf(tx: Tx, meeting: Pick<Meeting, 'neighbourhoodId' | 'entranceId'>): Promise<ListedHousehold[]> {
  const homes = (await listHouseholds(tx, meeting.neighbourhoodId)).filter((home) => meeting.entranceId === null || home.entranceId === meeting.entranceId);
  const byHousehold = new Map<string, { personId: string; name: string }[]>();
  for (const { householdId, personId, name } of await membersOfNeighbourhood(tx, meeting.neighbourhoodId)) {
    byHousehold.set(householdId, [...(byHousehold.get(householdId) ?? []), { personId, name }]);
  }
  return homes.map((home) => ({ householdId: home.householdId, label: home.label, members: byHousehold.get(home.householdId) ?? [] }));
}

/**
 * Enters people from the paper list, until the minutes are written. Lines that nobody fits come back and are not entered.
 * Errors: `wrong-state` (minutes are written or the meeting was cancelled), `not-yet` (more than two hours before it begins), `nothing-entered` (no line at all),
 * `too-long` (a guest's name of more than 80 characters).
 */
export function enterAttendance(
  ctx: CommandContext,
  input: EnterAttendanceInput,
): Promise<Result<AttendanceEntered, 'not-allowed' | 'not-found' | 'wrong-state' | 'not-yet' | 'nothing-entered' | 'too-long' | 'key-reused'>> {
  return runCommand(ctx, 'enter-attendance', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('meeting.attend', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    if (!attendanceIsOpen(meeting)) return err('wrong-state');
    if (!peopleMayHaveCome(meeting, tx.now)) return err('not-yet');
    const guests = (input.guests ?? []).map((name) => name.trim()).filter((name) => name !== '');
    if (guests.some((name) => name.length > 80)) return err('too-long');
    const { matched, unmatched } = readSheet(input.lines ?? '', {
      roster: await rosterOf(tx, meeting),
      invitations: await invitationsOf(tx, meeting.id),
      counted: meeting.counted,
      needsName: meeting.quorum !== null && meeting.counted === 'person',
    });
    if (matched.length + unmatched.length + guests.length === 0 && !input.sheet) return err('nothing-entered');
    const sheetFileId = input.sheet
      ? await recordFile(tx, input.sheet, { name: input.sheet.name, visibility: 'office', neighbourhoodId: meeting.neighbourhoodId })
      : null;
    if (sheetFileId !== null) await insertMeetingFile(tx, meeting.id, { fileId: sheetFileId, kind: 'sign_in_sheet', caption: '' });
    let added = 0;
    const entry = { how: input.how, recordedBy: tx.actor.personId, signedAt: tx.now, sheetFileId };
    for (const line of matched) {
      const { line: _line, label, ...who } = line;
      if ((await insertAttendance(tx, meeting.id, { ...entry, ...who, homeLabel: label })) !== 'known') added += 1;
    }
    for (const name of guests) {
      if ((await insertAttendance(tx, meeting.id, { ...entry, personId: null, householdId: null, name, homeLabel: '' })) !== 'known') added += 1;
    }
    const stand = await standOf(tx, meeting);
    if (meeting.state === 'held') await setPresent(tx, meeting.id, stand.present, stand.breaches);
    tx.audit({
      action: 'meeting.attend',
      subjectKind: 'meeting',
      subjectId: meeting.id,
      text: { how: input.how, added, unmatched: unmatched.length, names: matched.map((line) => `${line.label} ${line.name}`), guests },
    });
    await tx.emit('meeting.attendance-entered', { meetingId: meeting.id, added });
    return ok({ added, known: matched.length + guests.length - added, present: stand.present, unmatched });
  });
}
