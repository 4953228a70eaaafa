import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { moveProjectIn } from './move-project.ts';
import { lockProject } from './store.ts';

type Refusal = 'not-found' | 'not-allowed' | 'wrong-state' | 'reason-required' | 'key-reused';

/** Works begin. Errors: `not-found`, `not-allowed`, `wrong-state`. */
export const startWork = (context: CommandContext, input: { projectId: string }): Promise<Result<void, Refusal>> =>
  runCommand(context, 'start-work', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.begin-work', project)) return err('not-allowed');
    const moved = await moveProjectIn(tx, project, 'start', '开工');
    return moved.ok ? ok() : moved;
  });
