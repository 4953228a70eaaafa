import { err, ok, type Result } from '#libs/result';
import { closeDuty, dutiesOf, openDuty } from '#modules/inbox';
import { findPerson } from '#modules/people';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Notice, Objection } from './notice.ts';
import { findNotice, findObjection } from './store.ts';

/** Duty of an objector with an account: to read the answer. */
export const readAnswerDuty = 'notice.read-answer';
/** Duty of whoever answers: to bring the answer to an objector without an account. */
export const deliverAnswerDuty = 'notice.deliver-answer';

/** Whoever objected learns the answer: in their own inbox, or on paper where they have no account. */
export async function tellTheObjector(tx: CommandTx, notice: Notice, objection: Pick<Objection, 'id' | 'personId'>): Promise<void> {
  const person = await findPerson(tx, objection.personId);
  const about = { subjectKind: 'objection', subjectId: objection.id, href: `/notices/${notice.id}#objections`, dueDay: null };
  if (person && person.accountId !== null)
    await openDuty(tx, {
      ...about,
      kind: readAnswerDuty,
      personId: person.id,
      neighbourhoodId: notice.neighbourhoodId,
      title: { zh: `您提的异议有答复了：${notice.title}`, en: `Your objection was answered: ${notice.title}` },
    });
  else
    await openDuty(tx, {
      ...about,
      kind: deliverAnswerDuty,
      role: notice.answerRole,
      neighbourhoodId: notice.neighbourhoodId,
      title: {
        zh: `把异议的答复送给${person?.name ?? '异议人'}：${notice.title}`,
        en: `Bring the answer to ${person?.name ?? 'the objector'}: ${notice.title}`,
      },
    });
}

/** `wrong-state` there is no answer, or it was noted already · `required` how it was brought · `too-long`. */
export type NoteAnswerError = 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'too-long';

/** The objector has read the answer; or whoever answers brought it to them, and says how and when. Event: `objection.told`. */
export const noteAnswer = (
  context: CommandContext,
  input: { objectionId: string; how: string },
): Promise<Result<{ noticeId: string }, NoteAnswerError | 'key-reused'>> =>
  runCommand(context, 'note-answer', async (tx): Promise<Result<{ noticeId: string }, NoteAnswerError>> => {
    const objection = await findObjection(tx, input.objectionId);
    const notice = objection && (await findNotice(tx, objection.noticeId));
    if (!objection || !notice) return err('not-found');
    const own = tx.actor.personId === objection.personId;
    if (!own && !tx.can('notice.answer', { neighbourhoodId: notice.neighbourhoodId })) return err('not-allowed');
    const kind = own ? readAnswerDuty : deliverAnswerDuty;
    const how = input.how.trim();
    if (!own && how === '') return err('required');
    if (how.length > 100) return err('too-long');
    const open = await dutiesOf(tx, { subjectId: objection.id });
    if (!open.some((duty) => duty.kind === kind)) return err('wrong-state');
    await closeDuty(tx, { kind, subjectId: objection.id });
    await tx.emit('objection.told', { objectionId: objection.id, noticeId: notice.id });
    tx.audit({ action: 'notice.told', subjectKind: 'notice', subjectId: notice.id, text: { objectionId: objection.id, ...(own ? {} : { how }) } });
    return ok({ noticeId: notice.id });
  });
