import { err, ok, type Result } from '#libs/result';
import { closeDuty } from '#modules/inbox';
import { type CommandContext, runCommand } from '#platform/command';
import { isCheckViolation } from '#platform/database';
import { answersForTheNotice, checkText, type ObjectionOutcome } from './notice.ts';
import { findObjection, insertAnswer, lockNotice, unansweredObjections } from './store.ts';
import { tellTheObjector } from './tell-answer.ts';

/** `wrong-state` it is answered already · `own-objection` nobody answers the own objection. */
type Codes = 'not-found' | 'not-allowed' | 'wrong-state' | 'own-objection' | 'empty' | 'too-long';

/** Answers an objection, for all to read. The duty closes with the last one, and whoever objected is told. Event: `objection.answered`. */
export function answerObjection(
  context: CommandContext,
  input: { objectionId: string; outcome: ObjectionOutcome; text: string },
): Promise<Result<{ noticeId: string }, Codes | 'key-reused'>> {
  return runCommand(context, 'answer-objection', async (tx): Promise<Result<{ noticeId: string }, Codes>> => {
    const found = await findObjection(tx, input.objectionId);
    if (!found) return err('not-found');
    const notice = await lockNotice(tx, found.noticeId);
    if (!notice || !tx.actor.personId) return err('not-found');
    if (!tx.can('notice.answer', { neighbourhoodId: notice.neighbourhoodId }) || !answersForTheNotice(tx.actor, notice)) return err('not-allowed');
    const objection = await findObjection(tx, input.objectionId); // once more, now that nobody else can answer
    if (!objection || objection.answer) return err('wrong-state');
    if (objection.personId === tx.actor.personId) return err('own-objection');
    const fault = checkText(input.text, 2000);
    if (fault) return err(fault);
    // The database knows who decided what the notice is about, also where another corrected its words.
    const refused = await insertAnswer(tx, { objectionId: objection.id, outcome: input.outcome, text: input.text.trim(), answeredBy: tx.actor.personId }).then(
      () => false,
      (error: unknown) => {
        if (isCheckViolation(error)) return true;
        throw error;
      },
    );
    if (refused) return err('not-allowed');
    await tellTheObjector(tx, notice, objection);
    if ((await unansweredObjections(tx, notice.id)).length === 0) await closeDuty(tx, { kind: 'notice.answer', subjectId: notice.id });
    await tx.emit('objection.answered', {
      objectionId: objection.id,
      noticeId: notice.id,
      outcome: input.outcome,
      subjectKind: notice.subjectKind,
      subjectId: notice.subjectId,
    });
    tx.audit({
      action: 'notice.answer',
      subjectKind: 'notice',
      subjectId: notice.id,
      text: { objectionId: objection.id, outcome: input.outcome, text: input.text.trim() },
    });
    return ok({ noticeId: notice.id });
  });
}
