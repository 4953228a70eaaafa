import type { Day } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { checkText, correctionRunsAsLongAsTheFirst } from './notice.ts';
import { announce, faultOf, type NoticeFault } from './publish-notice.ts';
import { fulfilledBy, insertFulfilments } from './requirement-store.ts';
import { closeNotice, insertNotice, lockNotice } from './store.ts';

type Codes = 'not-found' | 'not-allowed' | 'wrong-state' | 'no-reason' | 'runs-too-short' | NoticeFault;

/**
 * Replaces a notice by a corrected one that names it; the old words stay readable, its objections must still be answered.
 * Errors: `wrong-state` it was corrected before or has ended, `no-reason`, `runs-too-short` shorter than the first, and {@link NoticeFault}.
 */
export function correctNotice(
  context: CommandContext,
  input: { noticeId: string; title: string; body: string; reason: string; startDay: Day; endDay: Day | null },
): Promise<Result<{ noticeId: string }, Codes | 'key-reused'>> {
  return runCommand(context, 'correct-notice', async (tx): Promise<Result<{ noticeId: string }, Codes>> => {
    const first = await lockNotice(tx, input.noticeId);
    if (!first) return err('not-found');
    if (!tx.can('notice.correct', { neighbourhoodId: first.neighbourhoodId })) return err('not-allowed');
    if (first.correctedById !== null || first.closedAt !== null) return err('wrong-state');
    if (checkText(input.reason, 500)) return err('no-reason');
    const corrected = { ...first, title: input.title.trim(), body: input.body.trim(), startDay: input.startDay, endDay: input.endDay };
    const fault = faultOf(corrected, tx.today);
    if (fault) return err(fault);
    if (!correctionRunsAsLongAsTheFirst(first, corrected)) return err('runs-too-short');
    const noticeId = await insertNotice(tx, corrected, { of: first.id, reason: input.reason.trim() });
    // The correction fulfils what the first did.
    await insertFulfilments(tx, noticeId, await fulfilledBy(tx, first.id));
    await closeNotice(tx, first.id);
    await announce(tx, noticeId, corrected);
    return ok({ noticeId });
  });
}

/**
 * Ends a notice before its last day because what it announces will not take place: replaces it by one that says so, stays up as
 * long, and takes no objections. For a caller that has authorised it; one that was corrected or has ended stays as it is.
 */
export async function withdrawNotice(tx: CommandTx, noticeId: string, words: { title: string; body: string; reason: string }): Promise<void> {
  const first = await lockNotice(tx, noticeId);
  if (!first || first.correctedById !== null || first.closedAt !== null) return;
  const endDay = first.endDay !== null && first.endDay < tx.today ? tx.today : first.endDay;
  const last = { ...first, title: words.title, body: words.body, startDay: tx.today, endDay, acceptsObjections: false };
  const id = await insertNotice(tx, last, { of: first.id, reason: words.reason });
  await closeNotice(tx, first.id);
  await announce(tx, id, last);
}
