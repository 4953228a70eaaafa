import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import type { MeetingFile } from './rows.ts';
import { insertMeetingFile, lockMeeting } from './store.ts';

/**
 * Adds a paper or picture to a meeting. Papers and photos are public; the signed sheets carry signatures and stay with the office.
 * Errors: `wrong-state` (the meeting was cancelled).
 */
export function attachMeetingFile(
  ctx: CommandContext,
  input: { meetingId: string; file: StoredBytes & { name: string }; kind: MeetingFile['kind']; caption?: string },
): Promise<Result<{ fileId: string }, 'not-allowed' | 'not-found' | 'wrong-state' | 'key-reused'>> {
  return runCommand(ctx, 'attach-meeting-file', async (tx) => {
    const meeting = await lockMeeting(tx, input.meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can('meeting.record', { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    if (meeting.state === 'cancelled') return err('wrong-state');
    const open = input.kind === 'paper' || input.kind === 'photo';
    const fileId = await recordFile(tx, input.file, {
      name: input.file.name,
      visibility: open ? 'public' : 'office',
      neighbourhoodId: meeting.neighbourhoodId,
    });
    await insertMeetingFile(tx, meeting.id, { fileId, kind: input.kind, caption: (input.caption ?? '').trim().slice(0, 200) });
    tx.audit({
      action: 'meeting.attach',
      subjectKind: 'meeting',
      subjectId: meeting.id,
      text: { name: input.file.name, kind: input.kind, sha256: input.file.sha256 },
    });
    return ok({ fileId });
  });
}
