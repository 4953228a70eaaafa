import { addDays } from '#libs/civil-time';
import { ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { officeSetting } from '#modules/funds';
import { dropDuties, openDuty } from '#modules/inbox';
import { membersOfNeighbourhood } from '#modules/people';
import { invitationsOf } from './around-queries.ts';
import { saveInformed, setReminded } from './around-store.ts';
import { askToInform } from './invite.ts';
import { type Meeting, meetingDay } from './meeting.ts';
import { lockComing, lockPassed } from './remind-store.ts';

/** Key of the office's own answer to "how many days before a meeting are those invited reminded?". */
export const remindDaysKey = 'meeting.remind';

/** The days before a meeting on which those invited are reminded; null where the office has not set them: nobody is reminded then. */
export async function remindDays(tx: Parameters<typeof officeSetting>[0]): Promise<number | null> {
  const set = await officeSetting(tx, remindDaysKey);
  return set && /^\d{1,3}$/.test(set.value) ? Number(set.value) : null;
}

/**
 * Once a meeting, that many days before: a line in the inbox of each invited person with an account who has not declined; nothing is mailed. It
 * counts as told. Those without an account are told by people: the secretary's duty says how many are left.
 */
export async function remindInvited(tx: CommandTx, meeting: Meeting): Promise<number> {
  const list = (await invitationsOf(tx, meeting.id)).filter((one) => one.state !== 'declined' && !one.came);
  const members = (await membersOfNeighbourhood(tx, meeting.neighbourhoodId)).filter((one) => one.hasAccount && one.adult);
  const told = new Set<string>();
  const reminded = new Set<string>();
  for (const one of list) {
    // A person who does not live here may have an account too: the line waits in their inbox.
    const persons =
      one.personId !== null ? [one.personId] : members.filter((member) => member.householdId === one.householdId).map((member) => member.personId);
    for (const personId of persons) {
      if (reminded.has(personId)) continue;
      reminded.add(personId);
      await openDuty(tx, {
        kind: 'meeting.come',
        personId,
        neighbourhoodId: meeting.neighbourhoodId,
        subjectKind: 'meeting',
        subjectId: meeting.id,
        title: { zh: `请参加：${meeting.title}`, en: `Please come: ${meeting.title}` },
        href: `/meetings/${meeting.id}`,
        dueDay: meetingDay(meeting),
      });
    }
    if (one.personId !== null ? members.some((member) => member.personId === one.personId) : persons.length > 0) told.add(one.id);
  }
  if (told.size > 0) await saveInformed(tx, [...told], 'inbox', '');
  await setReminded(tx, meeting.id);
  await askToInform(tx, meeting);
  await tx.emit('meeting.reminded', { meetingId: meeting.id, persons: reminded.size });
  return reminded.size;
}

/** The daily round: reminds of what comes, takes back what has passed so that nobody is late for a meeting that is over. Returns how many were reminded. */
export function dailyMeetings(ctx: CommandContext): Promise<Result<number, 'key-reused'>> {
  return runCommand(ctx, 'daily-meetings', async (tx) => {
    for (const meeting of await lockPassed(tx, tx.today)) {
      await dropDuties(tx, { kind: 'meeting.come', subjectId: meeting.id });
      await dropDuties(tx, { kind: 'meeting.inform', subjectId: meeting.id });
    }
    const days = await remindDays(tx);
    if (days === null) return ok(0);
    let reminded = 0;
    for (const meeting of await lockComing(tx, { from: tx.today, until: addDays(tx.today, days) })) reminded += await remindInvited(tx, meeting);
    return ok(reminded);
  });
}
