import { dayOf } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { agreeIn, lockProject, type StepRefusal } from '#modules/projects';
import { proposalOf } from './award-store.ts';

export interface SignAgreementInput {
  projectId: string;
  /** Day on the signed paper. */
  agreedOn: string;
  /** The signed paper as a scan; its bytes are stored already. */
  scan?: { stored: StoredBytes; name: string };
}

/**
 * Records that the agreement was signed on both sides; the books open one account for each source. `in-the-future` the day has not
 * come · `before-the-award` · `budget-not-revised` the plan still counts on another grant than was awarded.
 */
export const signAgreement = (
  context: CommandContext,
  input: SignAgreementInput,
): Promise<Result<void, 'not-allowed' | 'in-the-future' | 'before-the-award' | 'budget-not-revised' | StepRefusal | 'key-reused'>> =>
  runCommand(
    context,
    'sign-agreement',
    async (tx): Promise<Result<void, 'not-allowed' | 'in-the-future' | 'before-the-award' | 'budget-not-revised' | StepRefusal>> => {
      const project = await lockProject(tx, input.projectId);
      if (!project) return err('not-found');
      if (!tx.can('project.agree', { neighbourhoodId: null })) return err('not-allowed');
      if (project.state !== 'awarded') return err('wrong-state');
      if (input.agreedOn > tx.today) return err('in-the-future');
      const confirmedAt = (await proposalOf(tx, project.id))?.confirmation?.decidedAt;
      if (confirmedAt && input.agreedOn < dayOf(confirmedAt)) return err('before-the-award');
      const agreementFileId = input.scan
        ? await recordFile(tx, input.scan.stored, { name: input.scan.name, visibility: 'office', neighbourhoodId: project.neighbourhoodId })
        : undefined;
      const moved = await agreeIn(tx, { projectId: project.id, agreedOn: input.agreedOn, ...(agreementFileId ? { agreementFileId } : {}) });
      return moved.ok ? ok() : moved;
    },
  );
