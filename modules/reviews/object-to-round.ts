import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { objectToNoticeIn, type ObjectionFault } from '#modules/notices';
import { createPersonIn } from '#modules/people';
import { findProject } from '#modules/projects';
import { proposalOf } from './award-store.ts';
import { decisionsOf, insertObjectionAbout } from './decision-store.ts';

/** An objection to a round's notice. */
export interface RoundObjectionInput {
  roundId: string;
  /** Null: to the round as a whole. */
  projectId: string | null;
  text: string;
  /** What proves it; its bytes are stored already. Only the office and who answers see it. */
  evidence?: { stored: StoredBytes; name: string };
  /** The office enters what somebody handed in on paper: who signed it, and how to reach them. */
  onPaper?: { name: string; phone: string };
}

/**
 * Objects to what was proposed, to one project or to the round, with evidence. The office enters paper for anybody who signed it with a name.
 * `not-on-notice` nothing of it is on display · `name-required`, `bad-phone` of who signed the paper · else as `objectToNotice`.
 */
export const objectToRound = (
  context: CommandContext,
  input: RoundObjectionInput,
): Promise<Result<{ objectionId: string }, ObjectionFault | 'not-on-notice' | 'name-required' | 'bad-phone' | 'key-reused'>> =>
  runCommand(
    context,
    'object-to-round',
    async (tx): Promise<Result<{ objectionId: string }, ObjectionFault | 'not-on-notice' | 'name-required' | 'bad-phone'>> => {
      const project = input.projectId === null ? null : await findProject(tx, input.projectId);
      if (input.projectId !== null && project?.roundId !== input.roundId) return err('not-found');
      const proposal = project ? await proposalOf(tx, project.id) : null;
      const noticeId = project ? proposal?.noticeId : (await decisionsOf(tx, input.roundId))[0]?.noticeId;
      if (!noticeId || (project && proposal?.decisionId === null)) return err('not-on-notice');
      let onBehalfOf: { personId: string; householdId: null; channel: 'paper' } | undefined;
      if (input.onPaper) {
        if (!tx.can('award.enter-objection', { neighbourhoodId: null })) return err('not-allowed');
        const name = input.onPaper.name.trim();
        if (name === '' || name.length > 60) return err('name-required');
        const person = await createPersonIn(tx, { name, adult: true, phone: input.onPaper.phone.trim() || null, neighbourhoodId: null });
        if (!person.ok) return err(person.error === 'not-allowed' ? 'not-allowed' : 'bad-phone');
        onBehalfOf = { personId: person.value, householdId: null, channel: 'paper' };
      }
      const made = await objectToNoticeIn(tx, { noticeId, text: input.text, ...(onBehalfOf ? { onBehalfOf } : {}) });
      if (!made.ok) return made;
      const fileId = input.evidence
        ? await recordFile(tx, input.evidence.stored, { name: input.evidence.name, visibility: 'office', neighbourhoodId: null })
        : null;
      await insertObjectionAbout(tx, {
        objectionId: made.value.objectionId,
        roundId: input.roundId,
        projectId: input.projectId,
        fileId,
        signedName: input.onPaper ? input.onPaper.name.trim() : null,
      });
      return ok(made.value);
    },
  );
