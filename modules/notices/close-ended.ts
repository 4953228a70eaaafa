import { ok } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeNotice, lockEnded, unansweredObjections } from './store.ts';

/**
 * Closes the notices whose last day is before `today`. What is unanswered stays a duty. Running it again changes nothing.
 * Returns how many closed. Event: `notice.closed {noticeId, kind, subjectKind, subjectId, unanswered}`.
 */
export async function closeEndedNotices(tx: CommandTx, today: string): Promise<number> {
  const ended = await lockEnded(tx, today);
  for (const notice of ended) {
    await closeNotice(tx, notice.id);
    const unanswered = (await unansweredObjections(tx, notice.id)).length;
    await tx.emit('notice.closed', { noticeId: notice.id, kind: notice.kind, subjectKind: notice.subjectKind, subjectId: notice.subjectId, unanswered });
    tx.audit({ action: 'notice.close', subjectKind: 'notice', subjectId: notice.id, text: { endDay: notice.endDay, unanswered } });
  }
  return ended.length;
}

/** The notices' part of the daily round of one subdistrict. Returns how many closed. */
export const dailyNotices = (context: CommandContext) => runCommand(context, 'close-ended-notices', async (tx) => ok(await closeEndedNotices(tx, tx.today)));
