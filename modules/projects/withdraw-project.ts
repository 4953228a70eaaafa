import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { moveProjectIn } from './move-project.ts';
import { lockProject } from './store.ts';
import { askForWindUp } from './wind-up-stop.ts';

type Refusal = 'not-found' | 'not-allowed' | 'wrong-state' | 'reason-required' | 'key-reused';

/** The applicants take a project back, before the agreement. Errors: `not-found`, `not-allowed`, `wrong-state`, `reason-required`. */
export const withdrawProject = (context: CommandContext, input: { projectId: string; reason: string }): Promise<Result<void, Refusal>> =>
  runCommand(context, 'withdraw-project', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.withdraw', project)) return err('not-allowed');
    const moved = await moveProjectIn(tx, project, 'withdraw', '撤回项目', { reason: input.reason.trim() });
    return moved.ok ? ok() : moved;
  });

/**
 * The office ends a project after the agreement; the committee says what is left behind, and the accounts are settled.
 * Errors: `not-found`, `not-allowed`, `wrong-state`, `reason-required`.
 */
export const stopProject = (context: CommandContext, input: { projectId: string; reason: string }): Promise<Result<void, Refusal>> =>
  runCommand(context, 'stop-project', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.stop', project)) return err('not-allowed');
    const moved = await moveProjectIn(tx, project, 'stop', '终止项目', { reason: input.reason.trim() });
    if (!moved.ok) return moved;
    await askForWindUp(tx, moved.value);
    return ok();
  });
