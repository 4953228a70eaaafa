import { formatInstant } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { dropDuties } from '#modules/inbox';
import { unlinkMatterMeetingIn } from '#modules/matters';
import { publishNotice } from '#modules/notices';
import { meetingDay, step } from './meeting.ts';
import { lockMeeting, setCancelled } from './store.ts';

/**
 * Calls a meeting off, with the reason in a public notice. Errors: `wrong-state` (only a called meeting), `reason-required`.
 */
export function cancelMeeting(
  ctx: CommandContext,
  input: { meetingId: string; reason: string },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'reason-required' | 'key-reused'>> {
  return runCommand(ctx, 'cancel-meeting', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('meeting.cancel', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    const next = step(meeting, 'cancelled');
    if (!next.ok) return next;
    const reason = input.reason.trim();
    if (reason === '') return err('reason-required');
    await setCancelled(tx, meeting.id, reason);
    await dropDuties(tx, { subjectId: meeting.id });
    if (meeting.matterId) await unlinkMatterMeetingIn(tx, meeting.matterId, meeting.id, reason);
    const day = meetingDay(meeting);
    await publishNotice(tx, {
      kind: 'meeting',
      neighbourhoodId: meeting.neighbourhoodId,
      subjectKind: 'meeting',
      subjectId: meeting.id,
      title: `会议取消：${meeting.title}`,
      body: `原定${formatInstant(meeting.startsAt)}在${meeting.place}召开的会议取消。原因：${reason}`,
      startDay: tx.today,
      endDay: day < tx.today ? tx.today : day,
      acceptsObjections: false,
    });
    tx.audit({ action: 'meeting.cancel', subjectKind: 'meeting', subjectId: meeting.id, text: { reason } });
    await tx.emit('meeting.cancelled', { meetingId: meeting.id, matterId: meeting.matterId, projectId: meeting.projectId });
    return ok();
  });
}
