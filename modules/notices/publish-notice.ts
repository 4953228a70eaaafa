import type { Day } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { type AnswerRole, checkText } from './notice.ts';
import { itStaysPostedLongEnough } from './requirement.ts';
import { insertFulfilments } from './requirement-store.ts';
import { insertNotice } from './store.ts';

/** What is to be made public. How many days it stays comes from the caller's policy pack. */
export interface NoticeInput {
  kind: string;
  /** Null: the subdistrict as a whole. */
  neighbourhoodId: string | null;
  subjectKind: string;
  subjectId: string;
  /** At most 200 characters. */
  title: string;
  /** Plain text, at most 20,000 characters; an empty line begins a new paragraph. */
  body: string;
  startDay: Day;
  /** Last day on display. Null (it stays up) only where objections are not asked for. */
  endDay: Day | null;
  acceptsObjections: boolean;
  /** Who answers objections: the secretary of the neighbourhood unless said otherwise, the officer for the subdistrict. */
  answerRole?: AnswerRole;
  /** Until when they are answered; null or absent = the office has not set it. */
  answerDueDay?: Day | null;
  /** What of that which the law wants published it fulfils: ids of `disclosure` rules. */
  fulfils?: readonly string[];
}

/** Publishes inside the caller's command. Returns the notice's id. Event: `notice.published`. */
export async function publishNotice(tx: CommandTx, notice: NoticeInput): Promise<string> {
  const id = await insertNotice(tx, notice);
  await insertFulfilments(tx, id, notice.fulfils ?? []);
  await announce(tx, id, notice);
  return id;
}

/** Event and audit entry of a notice that was just written. */
export async function announce(tx: CommandTx, id: string, notice: NoticeInput): Promise<void> {
  await tx.emit('notice.published', {
    noticeId: id,
    kind: notice.kind,
    subjectKind: notice.subjectKind,
    subjectId: notice.subjectId,
    neighbourhoodId: notice.neighbourhoodId,
  });
  tx.audit({
    action: 'notice.publish',
    subjectKind: 'notice',
    subjectId: id,
    text: { title: notice.title, body: notice.body, startDay: notice.startDay, endDay: notice.endDay, subjectId: notice.subjectId },
  });
}

/** `no-end` objections are asked for without a last day · `ends-too-early` before it starts or before today. */
export type NoticeFault = 'empty' | 'too-long' | 'no-end' | 'ends-too-early';

/** What is wrong with the words and days of a notice, or null. */
export function faultOf(notice: Pick<NoticeInput, 'title' | 'body' | 'startDay' | 'endDay' | 'acceptsObjections'>, today: Day): NoticeFault | null {
  const text = checkText(notice.title, 200) ?? checkText(notice.body, 20_000);
  if (text) return text;
  if (notice.acceptsObjections && notice.endDay === null) return 'no-end';
  if (notice.endDay !== null && (notice.endDay < notice.startDay || notice.endDay < today)) return 'ends-too-early';
  return null;
}

/**
 * Publishes a notice of the committee or the office that belongs to no other piece of work.
 * Errors: `not-allowed`, {@link NoticeFault}, and `posted-too-short` where what it fulfils must stay posted for longer.
 * @param input.postedDays the longest time that any of what it fulfils must stay posted; null or absent = none is given.
 */
export function publishGeneralNotice(
  context: CommandContext,
  input: Pick<NoticeInput, 'neighbourhoodId' | 'title' | 'body' | 'startDay' | 'endDay' | 'acceptsObjections' | 'answerDueDay' | 'fulfils'> & {
    postedDays?: number | null;
  },
): Promise<Result<{ noticeId: string }, 'not-allowed' | 'key-reused' | 'posted-too-short' | NoticeFault>> {
  return runCommand(context, 'publish-notice', async (tx): Promise<Result<{ noticeId: string }, 'not-allowed' | 'posted-too-short' | NoticeFault>> => {
    if (!tx.can('notice.publish', { neighbourhoodId: input.neighbourhoodId })) return err('not-allowed');
    const fault = faultOf(input, tx.today);
    if (fault) return err(fault);
    if (!itStaysPostedLongEnough(input, input.postedDays ?? null)) return err('posted-too-short');
    const noticeId = await publishNotice(tx, {
      ...input,
      title: input.title.trim(),
      body: input.body.trim(),
      kind: 'general',
      subjectKind: input.neighbourhoodId === null ? 'subdistrict' : 'neighbourhood',
      subjectId: input.neighbourhoodId ?? tx.subdistrictId,
    });
    return ok({ noticeId });
  });
}
