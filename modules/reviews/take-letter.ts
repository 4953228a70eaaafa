import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty } from '#modules/inbox';
import { lockProject } from '#modules/projects';
import { proposalOf } from './award-store.ts';
import { insertLetterReceipt, receiptsOf } from './decision-store.ts';

/** A grant of less than was asked, or on terms: the committee says yes to it before the agreement. */
export const theAwardHasTerms = (proposal: { outcome: string; terms: string | null; cutLines: readonly number[] }): boolean =>
  proposal.outcome === 'award' && (proposal.terms !== null || proposal.cutLines.length > 0);

/**
 * The committee takes note of the letter of decision; where the award has terms it says yes to them by the same act (who does not agree withdraws the project).
 * `not-confirmed` the head has not said it yet · `taken` already · `terms-not-accepted` the box is not ticked. Event: `award.letter-taken`.
 */
export const takeLetter = (
  context: CommandContext,
  input: { projectId: string; acceptsTerms: boolean },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'not-confirmed' | 'taken' | 'terms-not-accepted' | 'key-reused'>> =>
  runCommand(context, 'take-letter', async (tx): Promise<Result<void, 'not-found' | 'not-allowed' | 'not-confirmed' | 'taken' | 'terms-not-accepted'>> => {
    const project = await lockProject(tx, input.projectId);
    const proposal = project ? await proposalOf(tx, project.id) : null;
    if (!project || !proposal) return err('not-found');
    if (!tx.can('award.take-letter', project) || tx.actor.personId === null) return err('not-allowed');
    if (proposal.confirmation?.decision !== 'confirmed') return err('not-confirmed');
    if ((await receiptsOf(tx, [proposal.id])).size > 0) return err('taken');
    if (theAwardHasTerms(proposal) && !input.acceptsTerms) return err('terms-not-accepted');
    await insertLetterReceipt(tx, { proposalId: proposal.id, projectId: project.id, acceptsTerms: theAwardHasTerms(proposal) });
    await closeDuty(tx, { kind: 'project.take-letter', subjectId: project.id });
    await tx.emit('award.letter-taken', { projectId: project.id, proposalId: proposal.id });
    tx.audit({
      action: 'award.take-letter',
      subjectKind: 'project',
      subjectId: project.id,
      text: { proposalId: proposal.id, terms: theAwardHasTerms(proposal) },
    });
    return ok();
  });
