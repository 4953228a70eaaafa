import { err, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Meeting } from './meeting.ts';
import { currentItem, type MeetingRecord, mayRecord } from './proceedings.ts';
import { recordOf } from './proceedings-queries.ts';
import { lockMeeting } from './store.ts';

/** Why nothing can be recorded: `not-yet` the meeting has not begun, `wrong-state` its minutes are written or it was called off. */
export type InSessionError = 'not-allowed' | 'not-found' | 'wrong-state' | 'not-yet' | 'key-reused';

/** The meeting that runs, locked, with its record so far and the item under discussion. */
export interface Session {
  meeting: Meeting;
  record: MeetingRecord;
  position: number | null;
}

/** A command on the record of a meeting that runs: by its recorders, or by anybody with an account where the command checks who they are. */
export function inSession<T, E extends string>(
  ctx: CommandContext,
  name: string,
  meetingId: string,
  work: (tx: CommandTx, session: Session) => Promise<Result<T, E>>,
  action: 'meeting.record' | 'meeting.sign-in' = 'meeting.record',
): Promise<Result<T, E | InSessionError>> {
  return runCommand(ctx, name, async (tx): Promise<Result<T, E | InSessionError>> => {
    const meeting = await lockMeeting(tx, meetingId);
    if (!meeting) return err('not-found');
    if (!tx.can(action, { neighbourhoodId: meeting.neighbourhoodId })) return err('not-allowed');
    const open = mayRecord(meeting, tx.now);
    if (!open.ok) return open;
    const record = await recordOf(tx, meetingId);
    return work(tx, { meeting, record, position: currentItem(record.opened) });
  });
}
