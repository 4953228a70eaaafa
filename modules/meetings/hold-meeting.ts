import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { officeDeadline } from '#modules/funds';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { type Breach, type Meeting, step } from './meeting.ts';
import { standOf } from './present.ts';
import { lockMeeting, setHeld } from './store.ts';

/**
 * The meeting has taken place: closes the sign-in, freezes who was there against how many could have come, and notes every
 * rule that was broken. The paper list may still be typed afterwards.
 * Errors: `wrong-state`, `not-yet` (it has not begun).
 */
export function holdMeeting(
  ctx: CommandContext,
  input: { meetingId: string },
): Promise<Result<{ present: number; breaches: Breach[] }, 'not-allowed' | 'not-found' | 'wrong-state' | 'not-yet' | 'key-reused'>> {
  return runCommand(ctx, 'hold-meeting', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('meeting.hold', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    return holdMeetingIn(tx, meeting);
  });
}

/** The same for a meeting that is locked already. */
export async function holdMeetingIn(tx: CommandTx, meeting: Meeting): Promise<Result<{ present: number; breaches: Breach[] }, 'wrong-state' | 'not-yet'>> {
  const next = step(meeting, 'held');
  if (!next.ok) return next;
  if (tx.now < meeting.startsAt) return err('not-yet');
  const stand = await standOf(tx, meeting);
  await setHeld(tx, meeting.id, stand);
  await closeDuty(tx, { kind: 'meeting.hold', subjectId: meeting.id });
  // Nobody is told of, or comes to, a meeting that has been.
  for (const kind of ['meeting.inform', 'meeting.come']) await dropDuties(tx, { kind, subjectId: meeting.id });
  await openDuty(tx, {
    kind: 'meeting.record',
    role: 'secretary',
    neighbourhoodId: meeting.neighbourhoodId,
    subjectKind: 'meeting',
    subjectId: meeting.id,
    ...(meeting.projectId ? { projectId: meeting.projectId } : {}),
    title: { zh: `记录会议纪要：${meeting.title}`, en: `Write the minutes: ${meeting.title}` },
    href: `/meetings/${meeting.id}/minutes`,
    dueDay: await officeDeadline(tx, 'meeting.record'),
  });
  tx.audit({
    action: 'meeting.hold',
    subjectKind: 'meeting',
    subjectId: meeting.id,
    text: { present: stand.present, entitled: stand.entitled, breaches: stand.breaches },
  });
  await tx.emit('meeting.held', { meetingId: meeting.id, present: stand.present, matterId: meeting.matterId, projectId: meeting.projectId });
  return ok({ present: stand.present, breaches: stand.breaches });
}
