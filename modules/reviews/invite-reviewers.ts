import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { findRound, lockRound, officeDeadline, takesReviews } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { holdersOf } from '#modules/people';
import { insertAnswer, insertInvitation, invitations } from './pool-store.ts';

/** `nobody` none of them is a reviewer who was not asked yet · `bad-capacity` between one and five hundred. */
export type InviteRefusal = 'not-allowed' | 'not-found' | 'round-is-over' | 'nobody' | 'bad-capacity';

/** Asks reviewers to review in a round, each for at most so many projects; they answer from their inbox. Returns how many were asked. */
export const inviteReviewers = (
  context: CommandContext,
  input: { roundId: string; personIds: readonly string[]; capacity: number },
): Promise<Result<number, InviteRefusal | 'key-reused'>> =>
  runCommand(context, 'invite-reviewers', async (tx): Promise<Result<number, InviteRefusal>> => {
    if (!tx.can('review.assign', { neighbourhoodId: null })) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    if (!takesReviews(round)) return err('round-is-over');
    if (!Number.isInteger(input.capacity) || input.capacity < 1 || input.capacity > 500) return err('bad-capacity');
    const asked = new Set((await invitations(tx, { roundId: round.id })).map(({ personId }) => personId));
    const people = (await holdersOf(tx, 'reviewer', null)).filter(({ personId }) => input.personIds.includes(personId) && !asked.has(personId));
    if (people.length === 0) return err('nobody');
    for (const { personId, name } of people) {
      const id = await insertInvitation(tx, { roundId: round.id, personId, personName: name, capacity: input.capacity });
      await openDuty(tx, {
        kind: 'review.answer',
        role: 'reviewer',
        personId,
        neighbourhoodId: null,
        subjectKind: 'review-invitation',
        subjectId: id,
        title: { zh: `答复评审邀请：${round.name}`, en: `Answer: review in ${round.name}?` },
        href: '/reviews/mine',
        dueDay: await officeDeadline(tx, 'review.answer', tx.today),
      });
    }
    tx.audit({
      action: 'review.invite',
      subjectKind: 'round',
      subjectId: round.id,
      text: { people: people.map(({ name }) => name), capacity: input.capacity },
    });
    return ok(people.length);
  });

/** `bad-capacity` more than was asked, or none · `round-is-over`. */
export type AnswerRefusal = 'not-allowed' | 'not-found' | 'round-is-over' | 'bad-capacity';

/** A reviewer accepts, for as many projects as they can, or declines; the office may enter an answer it got by telephone. The newest counts. */
export const answerInvitation = (
  context: CommandContext,
  input: { invitationId: string; accepted: boolean; capacity: number | null; note: string },
): Promise<Result<void, AnswerRefusal | 'key-reused'>> =>
  runCommand(context, 'answer-invitation', async (tx): Promise<Result<void, AnswerRefusal>> => {
    const [invitation] = await invitations(tx, { id: input.invitationId });
    if (!invitation) return err('not-found');
    const own = invitation.personId === tx.actor.personId && tx.can('review.mine', { neighbourhoodId: null });
    if (!own && !tx.can('review.assign', { neighbourhoodId: null })) return err('not-allowed');
    const round = await findRound(tx, invitation.roundId);
    if (!round || !takesReviews(round)) return err('round-is-over');
    const capacity = input.accepted ? (input.capacity ?? invitation.capacity) : 0;
    if (input.accepted && (!Number.isInteger(capacity) || capacity < 1 || capacity > 500)) return err('bad-capacity');
    await insertAnswer(tx, { invitationId: invitation.id, accepted: input.accepted, capacity, note: input.note.trim().slice(0, 300) });
    await closeDuty(tx, { kind: 'review.answer', subjectId: invitation.id });
    tx.audit({
      action: 'review.answer',
      subjectKind: 'round',
      subjectId: round.id,
      text: { reviewer: invitation.personName, accepted: input.accepted, capacity, note: input.note.trim() },
    });
    return ok();
  });
