import { err, ok, type Result } from '#libs/result';
import { type CommandContext, read } from '#platform/command';
import { enterPapers, enterPapersAgain, issueSlips, paperFiguresOf, prepareSlips, reconcilePapers, recordBatch } from './paper-door.ts';

/** A picture of the papers, as the file store names it. */
export const scanOfPapers = { sha256: 'a'.repeat(64), sizeBytes: 1200, mediaType: 'image/jpeg', name: '纸票.jpg' } as const;

/** Papers all the way: slips made and handed out, entered alike by two persons with a scan, recorded. Answers with the first thing that is refused. */
export async function handInPapers(
  by: { first: CommandContext; second: CommandContext; third?: () => CommandContext },
  input: { ballotId: string; castAt: Date; lines: string },
): Promise<Result<{ recorded: number; counting: number }, string>> {
  const fresh = (ctx: CommandContext): CommandContext => ({ ...ctx, key: ctx.platform.sources.newId() });
  await prepareSlips(fresh(by.first), { ballotId: input.ballotId });
  await issueSlips(fresh(by.first), { ballotId: input.ballotId, to: '楼组长' });
  const begun = await enterPapers(fresh(by.first), { ballotId: input.ballotId, handedInAt: input.castAt, lines: input.lines, scan: scanOfPapers });
  if (!begun.ok) return begun;
  const again = await enterPapersAgain(fresh(by.second), { batchId: begun.value.batchId, lines: input.lines });
  if (!again.ok) return again;
  const done = await recordBatch(fresh(by.first), { batchId: begun.value.batchId });
  return done.ok ? ok({ recorded: done.value.votes, counting: done.value.counting }) : err(done.error);
}

/** Signs the sheet of the papers as they are. */
export async function signSheet(ctx: CommandContext, ballotId: string): ReturnType<typeof reconcilePapers> {
  const f = await read(ctx, (tx) => paperFiguresOf(tx, ballotId));
  return reconcilePapers(ctx, { ballotId, leftOver: f.printed - f.issued, byHand: f.returned, explanation: '', watcher: '李阿姨' });
}
