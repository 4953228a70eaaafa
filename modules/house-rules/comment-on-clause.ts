import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { householdMembers } from '#modules/people';
import { findHousehold } from '#modules/places';
import { closeDuty, openDuty } from '#modules/inbox';
import { commentComesInTime, nextHidden, type ReplyOutcome } from './house-rule.ts';
import { clausesOf } from './queries.ts';
import { insertComment, lockComment, lockVersion, saveHidden, saveReply } from './store.ts';

export interface CommentInput {
  versionId: string;
  /** Null: about the whole. */
  articleId: string | null;
  /** At most 1,000 characters. */
  text: string;
  /** Neighbours read the full name; otherwise the masked one. */
  named: boolean;
  /** When staff enters what somebody handed in or said. */
  onBehalfOf?: { personId: string; householdId: string; channel: 'paper' | 'assisted' };
}
type Codes = 'not-found' | 'not-allowed' | 'not-in-place' | 'wrong-state' | 'empty' | 'too-long';

/** Comments on a clause while the text is open to comments. Event: `house-rule.commented`. */
export function commentOnClause(ctx: CommandContext, input: CommentInput): Promise<Result<{ commentId: string }, Codes | 'key-reused'>> {
  return runCommand(ctx, 'comment-on-clause', async (tx): Promise<Result<{ commentId: string }, Codes>> => {
    const found = await lockVersion(tx, input.versionId);
    if (!found) return err('not-found');
    const { rule, version } = found;
    const { neighbourhoodId } = rule;
    const behalf = input.onBehalfOf;
    if (tx.actor.personId === null) return err('not-in-place');
    if (behalf) {
      if (!tx.can('house-rule.comment-for', { neighbourhoodId }) || behalf.personId === tx.actor.personId) return err('not-allowed');
      const household = await findHousehold(tx, behalf.householdId);
      const lives = (await householdMembers(tx, behalf.householdId)).some((member) => member.personId === behalf.personId);
      if (household?.neighbourhoodId !== neighbourhoodId || !lives) return err('not-in-place');
    } else if (!tx.can('house-rule.comment', { neighbourhoodId })) return err('not-in-place');
    if (!commentComesInTime(version, tx.today)) return err('wrong-state');
    if (input.articleId !== null && !(await clausesOf(tx, version.id)).some((clause) => clause.articleId === input.articleId)) return err('not-found');
    const text = input.text.trim();
    if (text === '') return err('empty');
    if ([...text].length > 1000) return err('too-long');
    const home = tx.actor.households.find((household) => household.neighbourhoodId === neighbourhoodId);
    const commentId = await insertComment(tx, {
      versionId: version.id,
      articleId: input.articleId,
      text,
      named: input.named,
      ...(behalf
        ? { personId: behalf.personId, householdId: behalf.householdId, channel: behalf.channel, enteredBy: tx.actor.personId }
        : { personId: tx.actor.personId, householdId: home?.householdId ?? null, channel: 'own' as const, enteredBy: null }),
    });
    tx.audit({ action: 'house-rule.comment', subjectKind: 'house-rule', subjectId: rule.id, text: { commentId, text, named: input.named } });
    await tx.emit('house-rule.commented', { ruleId: rule.id, versionId: version.id, commentId });
    return ok({ commentId });
  });
}

/** Says what was done about a comment, once. Errors: `wrong-state` it has its answer. */
export function replyToComment(
  ctx: CommandContext,
  input: { commentId: string; outcome: ReplyOutcome; text: string },
): Promise<Result<null, 'not-found' | 'not-allowed' | 'wrong-state' | 'empty' | 'too-long' | 'key-reused'>> {
  return runCommand(ctx, 'reply-to-comment', async (tx) => {
    const found = await lockComment(tx, input.commentId);
    if (!found) return err('not-found');
    if (!tx.can('house-rule.reply', { neighbourhoodId: found.rule.neighbourhoodId })) return err('not-allowed');
    if (found.comment.reply !== null) return err('wrong-state');
    const text = input.text.trim();
    if (text === '') return err('empty');
    if ([...text].length > 1000) return err('too-long');
    await saveReply(tx, found.comment.id, { outcome: input.outcome, text });
    tx.audit({ action: 'house-rule.reply', subjectKind: 'house-rule', subjectId: found.rule.id, text: { commentId: found.comment.id, text } });
    await tx.emit('house-rule.replied', { ruleId: found.rule.id, commentId: found.comment.id });
    return ok(null);
  });
}

/** `own-decision` whoever hid the words does not rule on the appeal. */
type Moderated = Promise<Result<null, 'not-found' | 'not-allowed' | 'wrong-state' | 'empty' | 'too-long' | 'own-decision' | 'key-reused'>>;

/** Hides a comment's words; a public line says that and why. The commenter may appeal once. */
export const hideComment = (ctx: CommandContext, input: { commentId: string; reason: string }): Moderated => moderate(ctx, input, 'hide');
/** The commenter asks the office to look again. */
export const appealComment = (ctx: CommandContext, input: { commentId: string; reason: string }): Moderated => moderate(ctx, input, 'appeal');
/** Somebody of the office other than who hid the words rules on the appeal. */
export const ruleOnComment = (ctx: CommandContext, input: { commentId: string; show: boolean; reason: string }): Moderated =>
  moderate(ctx, input, input.show ? 'show' : 'confirm');

function moderate(ctx: CommandContext, input: { commentId: string; reason: string }, act: 'hide' | 'appeal' | 'show' | 'confirm'): Moderated {
  return runCommand(ctx, `${act}-comment`, async (tx) => {
    const found = await lockComment(tx, input.commentId);
    if (!found) return err('not-found');
    const { rule, comment } = found;
    const at = { neighbourhoodId: rule.neighbourhoodId };
    const allowed =
      act === 'hide'
        ? tx.can('house-rule.hide', at)
        : act === 'appeal'
          ? tx.actor.personId !== null && tx.actor.personId === comment.personId
          : tx.can('house-rule.rule-appeal', at);
    if (!allowed) return err('not-allowed');
    const next = nextHidden(comment.hidden, act);
    if (!next.ok) return next;
    if ((act === 'show' || act === 'confirm') && comment.hiddenBy === tx.actor.personId) return err('own-decision');
    const reason = input.reason.trim();
    if (reason === '') return err('empty');
    if ([...reason].length > 500) return err('too-long');
    const ruling = act === 'show' || act === 'confirm';
    await saveHidden(tx, comment, {
      hidden: next.value,
      reason: act === 'hide' ? reason : comment.hiddenReason,
      by: act === 'hide' ? tx.actor.personId : comment.hiddenBy,
      appeal: act === 'appeal' ? reason : act === 'hide' ? null : comment.appeal,
      ruledBy: ruling ? tx.actor.personId : null,
    });
    if (act === 'appeal')
      await openDuty(tx, {
        kind: 'house-rule.rule-appeal',
        role: 'officer',
        neighbourhoodId: rule.neighbourhoodId,
        subjectKind: 'house-rule',
        subjectId: comment.id,
        title: { zh: `复核《${found.version.title}》一条意见的隐去`, en: `Rule on the hiding of a comment on ${found.version.title}` },
        href: `/house-rules/${rule.id}/versions/${found.version.no}`,
        dueDay: null,
      });
    if (ruling) await closeDuty(tx, { kind: 'house-rule.rule-appeal', subjectId: comment.id });
    tx.audit({ action: `house-rule.comment-${act}`, subjectKind: 'house-rule', subjectId: rule.id, text: { commentId: comment.id, reason } });
    await tx.emit(`house-rule.comment-${act}`, { ruleId: rule.id, commentId: comment.id });
    return ok(null);
  });
}
