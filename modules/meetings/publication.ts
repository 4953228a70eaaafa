import { addDays, type Day } from '#libs/civil-time';
import type { CommandTx } from '#platform/command';
import { officeDeadline } from '#modules/funds';
import { cite, ownersCommitteeRules } from './law.ts';
import { type Meeting, meetingDay } from './meeting.ts';

/** An owners' committee posts what it decided within 3 days (上海市住宅物业管理规定 §26). */
const ownersCommitteeDays = 3;

/** Where it stands written within how many days the outcome is published; null where no rule was read and the office's own setting counts. */
export const publicationLaw = (meeting: Pick<Meeting, 'kind'>): { days: number; clause: string } | null =>
  meeting.kind === 'committee' ? { days: ownersCommitteeDays, clause: cite(ownersCommitteeRules) } : null;

/** Last day to publish the minutes: by the law from the day of the meeting, else by the office's setting from today; null where it has set none. */
export async function publicationDay(tx: CommandTx, meeting: Pick<Meeting, 'kind' | 'startsAt'>): Promise<Day | null> {
  const law = publicationLaw(meeting);
  return law ? addDays(meetingDay(meeting), law.days) : officeDeadline(tx, 'meeting.publish');
}
