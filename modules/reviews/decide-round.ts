import { err, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { moveRoundIn } from '#modules/funds';
import { listProjects, type ProjectState } from '#modules/projects';

/** States in which a round still owes a project its answer. */
export const roundOwesAnAnswer = (state: ProjectState): boolean => ['submitted', 'returned', 'checked', 'in_review', 'noticed'].includes(state);

/** Closes a round once every application has its answer. `projects-open`: some have not. */
export const decideRound = (
  context: CommandContext,
  input: { roundId: string },
): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'projects-open' | 'key-reused'>> =>
  runCommand(context, 'decide-round', async (tx): Promise<Result<void, 'not-allowed' | 'not-found' | 'wrong-state' | 'projects-open'>> => {
    if (!tx.can('round.decide', { neighbourhoodId: null })) return err('not-allowed');
    const moved = await moveRoundIn(tx, { roundId: input.roundId, to: 'decided' });
    if (!moved.ok) return moved;
    const projects = await listProjects(tx, { roundId: input.roundId });
    return projects.some((project) => roundOwesAnAnswer(project.state)) ? err('projects-open') : moved;
  });
