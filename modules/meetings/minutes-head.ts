import type { Tx } from '#platform/database';
import { personNames } from '#modules/people';
import { foundMoreThanSigned } from './draft-minutes.ts';
import type { Meeting } from './meeting.ts';
import type { MinutesHead } from './minutes.ts';
import type { MeetingRecord } from './proceedings.ts';
import { unitsOf } from './proceedings-queries.ts';

/** What the minutes say of the meeting itself, frozen with the version: who chaired, who was there and where, which rules were broken. */
export async function headOf(tx: Tx, meeting: Meeting, record: MeetingRecord): Promise<MinutesHead> {
  const names = await personNames(
    tx,
    [meeting.chairPersonId, meeting.recorderPersonId].filter((id) => id !== null),
  );
  const units = await unitsOf(tx, meeting.id);
  return {
    chair: names.get(meeting.chairPersonId ?? '') ?? '',
    recorder: names.get(meeting.recorderPersonId ?? '') ?? '',
    present: meeting.presentCount ?? 0,
    entitled: meeting.entitledCount,
    room: units.room,
    away: units.away,
    breaches: meeting.breaches,
    foundMore: foundMoreThanSigned(record, units.room),
  };
}
