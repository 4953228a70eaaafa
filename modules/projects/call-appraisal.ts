import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { callMeetingIn, type CallMeetingError } from '#modules/meetings';
import { moveProjectIn } from './move-project.ts';
import { lockProject } from './store.ts';

export interface CallAppraisalInput {
  projectId: string;
  place: string;
  startsAt: Date;
}

/**
 * The works are done: the residents are called to appraise them. The meeting is called and the project moves in one step.
 * Errors: `not-found`, `not-allowed`, `wrong-state`, `required` (no place), and those of calling a meeting.
 */
export const callAppraisal = (
  context: CommandContext,
  input: CallAppraisalInput,
): Promise<Result<{ meetingId: string }, CallMeetingError | 'wrong-state' | 'required' | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'call-appraisal', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.call-appraisal', project)) return err('not-allowed');
    if (input.place.trim() === '') return err('required');
    const moved = await moveProjectIn(tx, project, 'call-appraisal', '召开评议会');
    if (!moved.ok) return moved;
    const called = await callMeetingIn(tx, {
      neighbourhoodId: project.neighbourhoodId,
      kind: 'appraisal',
      matterId: project.matterId,
      projectId: project.id,
      title: `“${project.title}”评议会`,
      purpose: '看看做得怎么样，由住在这里的人评一评。',
      place: input.place,
      startsAt: input.startsAt,
      agenda: ['介绍做了什么、花了多少钱', '到现场看一看', '大家评议', '宣布评议结果'],
    });
    return called.ok ? ok({ meetingId: called.value.meetingId }) : called;
  });
