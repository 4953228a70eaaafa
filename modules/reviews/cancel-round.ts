import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { changeRoundIn, lockRound, theRoundMayBeCalledOff, type Told } from '#modules/funds';
import { declineIn, leaveRoundIn, listProjects, type Project } from '#modules/projects';
import { roundOwesAnAnswer } from './decide-round.ts';

/** What becomes of an application whose round is called off: it goes back and may be handed in again, or it ends here. */
export type ApplicationFate = 'next-round' | 'ended';

/** True once an award of the round stands: it is not called off any more. */
export const anAwardStands = (project: Pick<Project, 'state'>): boolean =>
  ['awarded', 'agreed', 'doing', 'appraisal', 'accepted', 'settled', 'closed', 'upkeep', 'stopped'].includes(project.state);

/**
 * `awards-stand` something in it was awarded · `fate-required` an open application is not spoken of · `reason-required` the round, or an
 * application that ends here, has no reason.
 */
export type CancelRoundError = 'not-allowed' | 'not-found' | 'wrong-state' | 'awards-stand' | 'fate-required' | 'reason-required' | 'too-long';

/**
 * The head calls a round off, with what becomes of every open application and why; each committee and each applicant is told, all at once.
 * Errors: {@link CancelRoundError}.
 */
export const cancelRound = (
  context: CommandContext,
  input: { roundId: string; reason: string; fates: readonly { projectId: string; fate: ApplicationFate; reason: string }[] },
): Promise<Result<void, CancelRoundError | 'key-reused'>> =>
  runCommand(context, 'cancel-round', async (tx): Promise<Result<void, CancelRoundError>> => {
    if (!tx.can('round.end-early', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
    const round = await lockRound(tx, input.roundId);
    if (!round) return err('not-found');
    if (!theRoundMayBeCalledOff(round)) return err('wrong-state');
    const reason = input.reason.trim();
    if (reason === '') return err('reason-required');
    if (reason.length > 1000 || input.fates.some((fate) => fate.reason.length > 1000)) return err('too-long');
    const projects = await listProjects(tx, { roundId: round.id });
    if (projects.some(anAwardStands)) return err('awards-stand');
    const told: Told[] = [];
    for (const project of projects.filter(({ state }) => roundOwesAnAnswer(state))) {
      const said = input.fates.find(({ projectId }) => projectId === project.id);
      if (!said) return err('fate-required');
      const own = said.reason.trim();
      if (said.fate === 'ended' && own === '') return err('reason-required');
      const text = `“${round.name}”取消（${reason}）。${said.fate === 'next-round' ? '申报书退回，可以在下一轮重新提交' : '本项目不再办理'}${own === '' ? '。' : `：${own}`}`;
      const withdrawn = project.state === 'returned' && said.fate === 'ended';
      // What lies with its applicants cannot be refused by the office: it is given back, and the committee takes it back itself.
      const moved =
        said.fate === 'next-round' || withdrawn
          ? await leaveRoundIn(tx, { projectId: project.id, reason: text })
          : await declineIn(tx, { projectId: project.id, reason: text });
      if (!moved.ok) return err('wrong-state');
      told.push({ neighbourhoodId: project.neighbourhoodId, projectId: project.id, fate: withdrawn ? 'next-round' : said.fate, text });
    }
    await changeRoundIn(tx, round, { kind: 'cancelled', reason, lastDay: round.closesOn }, told);
    return ok();
  });
