import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { meetingsAbout } from '#modules/meetings';
import { standsAgainstAcceptance } from './acceptance-list.ts';
import { acceptanceList } from './acceptance-list-store.ts';
import { acceptedOnlyWhenAllIsInOrder, type ChecklistLine, theListIsComplete } from './closing.ts';
import { insertAcceptance } from './closing-store.ts';
import { moveProjectIn } from './move-project.ts';
import { lockProject } from './store.ts';

export interface AcceptProjectInput {
  projectId: string;
  checklist: readonly ChecklistLine[];
  result: 'accepted' | 'rework';
  remark: string;
}

/**
 * A resident supervisor accepts what was built, item by item, or sends it back to work; only after the residents' appraisal
 * was held. Errors: `not-found`, `not-allowed`, `wrong-state`, `incomplete` (an item is missing), `say-what-is-wrong`, `not-in-order`
 * (accepted although an item is not), `reason-required` (rework without words), `no-appraisal`; of the acceptance list, where one was drawn:
 * `unchecked` (residents or office have not looked at an item), `open-defects` (a blocking one is not mended).
 */
export const acceptProject = (
  context: CommandContext,
  input: AcceptProjectInput,
): Promise<
  Result<
    string,
    | 'not-found'
    | 'not-allowed'
    | 'wrong-state'
    | 'incomplete'
    | 'say-what-is-wrong'
    | 'not-in-order'
    | 'reason-required'
    | 'no-appraisal'
    | 'unchecked'
    | 'open-defects'
    | 'key-reused'
  >
> =>
  runCommand(context, 'accept-project', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.accept', project)) return err('not-allowed');
    if (project.state !== 'appraisal') return err('wrong-state');
    const problem = theListIsComplete(input.checklist);
    if (problem) return err(problem);
    if (!acceptedOnlyWhenAllIsInOrder(input.checklist, input.result)) return err('not-in-order');
    if (input.result === 'accepted') {
      const against = standsAgainstAcceptance(await acceptanceList(tx, project.id));
      if (against.unchecked.length > 0) return err('unchecked');
      if (against.blocking.length > 0) return err('open-defects');
    }
    const remark = input.remark.trim().slice(0, 1000);
    if (input.result === 'rework' && remark === '') return err('reason-required');
    const appraisal = (await meetingsAbout(tx, { projectId: project.id })).findLast(
      (meeting) => meeting.kind === 'appraisal' && ['held', 'minuted', 'published'].includes(meeting.state),
    );
    if (!appraisal) return err('no-appraisal');
    const id = await insertAcceptance(tx, { projectId: project.id, meetingId: appraisal.id, checklist: input.checklist, result: input.result, remark });
    const moved =
      input.result === 'accepted'
        ? await moveProjectIn(tx, project, 'accept', '验收通过')
        : await moveProjectIn(tx, project, 'rework', '验收不通过，返工', { reason: remark });
    return moved.ok ? ok(id) : moved;
  });
