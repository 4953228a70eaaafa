import { z } from 'zod';
import { err, ok, type Result } from '#libs/result';
import { type ObjectionFault, objectToNoticeIn } from '#modules/notices';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { rollOf } from './queries.ts';
import { lockBallot } from './store.ts';

/** What an objection to a roll asks for: a line away, a line put right, somebody added. */
export const rollWishes = ['remove', 'correct', 'add'] as const;
export type RollWish = (typeof rollWishes)[number];
const wishWords: Record<RollWish, string> = { remove: '不应在名册里', correct: '写得不对', add: '名册里漏了' };

/**
 * Objects to the roll on display: to one of its lines, by its number, or because somebody is missing from it. It is an objection to the roll's notice,
 * answered there. Errors: `line-unknown`, and those of an objection to a notice.
 */
export function objectToRoll(
  ctx: CommandContext,
  input: { ballotId: string; wish: RollWish; lineNo: number | null; text: string },
): Promise<Result<{ objectionId: string; noticeId: string }, ObjectionFault | 'line-unknown' | 'key-reused'>> {
  return runCommand(ctx, 'object-to-roll', async (tx): Promise<Result<{ objectionId: string; noticeId: string }, ObjectionFault | 'line-unknown'>> => {
    const ballot = await lockBallot(tx, input.ballotId, 'share');
    if (!ballot?.rollNoticeId) return err('not-found');
    if (ballot.state !== 'roll_shown') return err('wrong-state');
    const text = input.text.trim();
    if (text === '') return err('empty');
    const line = input.wish === 'add' ? null : (await rollOf(tx, ballot.id)).find((each) => each.no === input.lineNo);
    if (line === undefined) return err('line-unknown');
    const about = line ? `名册第 ${line.no} 号${wishWords[input.wish]}。` : `${wishWords[input.wish]}。`;
    const made = await objectToNoticeIn(tx, { noticeId: ballot.rollNoticeId, text: `${about}${text}` });
    if (!made.ok) return made;
    await tx.exec(sql`insert into ballot_roll_objection (subdistrict_id, objection_id, ballot_id, wish, line_no, line_label)
      values (${tx.subdistrictId}, ${made.value.objectionId}, ${ballot.id}, ${input.wish}, ${line?.no ?? null}, ${line?.label ?? null})`);
    return ok({ ...made.value, noticeId: ballot.rollNoticeId });
  });
}

const objectedLinesRow = z.object({ line_no: z.number(), n: z.number() });

/** Which lines of the roll as it is shown now are objected to: number of the line → how many. */
export async function objectedLines(tx: Tx, ballotId: string): Promise<Map<number, number>> {
  const rows = await tx.all(
    sql`select r.line_no, count(*)::int as n from ballot_roll_objection r
      join objection o on o.subdistrict_id = r.subdistrict_id and o.id = r.objection_id
      join ballot b on b.subdistrict_id = r.subdistrict_id and b.id = r.ballot_id and b.roll_notice_id = o.notice_id
      where r.subdistrict_id = ${tx.subdistrictId} and r.ballot_id = ${ballotId} and r.line_no is not null group by r.line_no`,
    objectedLinesRow,
  );
  return new Map(rows.map((row) => [row.line_no, row.n]));
}

/** A time at which the roll was shown, with what had changed since the time before. */
export interface RollShowing {
  no: number;
  noticeId: string;
  shownOn: string;
  count: number;
  added: string[];
  removed: string[];
}
const showingRow = z
  .object({ no: z.number(), notice_id: z.string(), shown_on: z.string(), count: z.number(), added: z.array(z.string()), removed: z.array(z.string()) })
  .transform((r): RollShowing => ({ no: r.no, noticeId: r.notice_id, shownOn: r.shown_on, count: r.count, added: r.added, removed: r.removed }));

/** Every time the roll was shown, first to last. */
export const rollShowings = (tx: Tx, ballotId: string): Promise<RollShowing[]> =>
  tx.all(
    sql`select no, notice_id, shown_on, count, added, removed from ballot_roll_showing
      where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId} order by no`,
    showingRow,
  );

/** What is new in a roll and what is gone, by the words of its lines. */
export function rollChanges(before: readonly { label: string }[], after: readonly { label: string }[]): { added: string[]; removed: string[] } {
  const [old, now] = [new Set(before.map((line) => line.label)), new Set(after.map((line) => line.label))];
  return { added: [...now].filter((label) => !old.has(label)), removed: [...old].filter((label) => !now.has(label)) };
}

/** Notes that the roll was shown. */
export async function noteShowing(tx: CommandTx, ballotId: string, showing: Omit<RollShowing, 'no' | 'shownOn'>): Promise<void> {
  const before = await rollShowings(tx, ballotId);
  await tx.exec(sql`insert into ballot_roll_showing (subdistrict_id, id, ballot_id, no, notice_id, shown_on, count, added, removed)
    values (${tx.subdistrictId}, ${tx.newId()}, ${ballotId}, ${before.length + 1}, ${showing.noticeId}, ${tx.today}, ${showing.count}, ${showing.added}::text[],
      ${showing.removed}::text[])`);
}
