import { err, type Result } from '#libs/result';
import type { CommandTx } from '#platform/command';
import { moveProjectIn } from './move-project.ts';
import type { StepRefusal } from './review-hooks.ts';
import { lockProject, type Project } from './store.ts';

/** The round was called off: the application is back with the applicants and belongs to no round, with the reason. */
export async function leaveRoundIn(tx: CommandTx, input: { projectId: string; reason: string }): Promise<Result<Project, StepRefusal>> {
  const project = await lockProject(tx, input.projectId);
  if (!project) return err('not-found');
  return moveProjectIn(tx, project, 'leave-round', '所在轮次取消，退回申报单位', { reason: input.reason.trim(), leavesRound: true });
}
