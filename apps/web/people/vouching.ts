import { ok } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty, openDuty } from '#modules/inbox';
import { answerVouchingIn, askForVouchingIn } from '#modules/people';

/** What a request for vouching is called in the inbox. */
const kind = 'vouch.answer';

/**
 * Asks for vouching and puts it into the inbox of the entrance's stewards, or of the secretary where there is none. People do
 * not know the inbox, so the two are joined here, in one transaction. No deadline: none is set by any rule.
 */
export const askForVouching = (ctx: CommandContext, input: { doorCode: string; name: string }) =>
  runCommand(ctx, 'ask-for-vouching', async (tx) => {
    const asked = await askForVouchingIn(tx, input);
    if (!asked.ok) return asked;
    const { requestId, label, neighbourhoodId, neighbourhoodCode, stewardIds } = asked.value;
    const duty = {
      kind,
      neighbourhoodId,
      subjectKind: 'vouch_request',
      subjectId: requestId,
      dueDay: null,
      href: `/n/${neighbourhoodCode}/vouching`,
      title: {
        zh: `${label} 有人请您担保：确认是不是住在这里`,
        en: `Somebody of ${label} asks you to vouch`,
      },
    };
    if (stewardIds.length === 0) await openDuty(tx, { ...duty, role: 'secretary' });
    for (const personId of stewardIds) await openDuty(tx, { ...duty, role: 'steward', personId });
    return ok(requestId);
  });

/** Answers a request and closes it in every inbox. */
export const answerVouching = (ctx: CommandContext, input: { requestId: string; vouch: boolean }) =>
  runCommand(ctx, 'answer-vouching', async (tx) => {
    const answered = await answerVouchingIn(tx, input);
    if (answered.ok) await closeDuty(tx, { kind, subjectId: input.requestId });
    return answered;
  });
