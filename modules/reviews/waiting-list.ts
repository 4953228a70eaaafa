import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { lockRound } from '#modules/funds';
import { declineIn, findApplication, findProject, lockProject } from '#modules/projects';
import { committedFen } from './award-store.ts';
import { waitingListOf } from './decision-store.ts';
import { proposeRoundIn, type ProposeRoundRefusal } from './propose-round.ts';

/**
 * Money became free: the first on the waiting list moves up with what was meant for it, or with what is left where the office says so, under a
 * notice of its own. Another than the first only with a reason. `nobody-waits` · `not-enough-left` less is left than was meant, and no terms are given.
 */
export const moveUpFromWaiting = (
  context: CommandContext,
  input: { roundId: string; projectId: string; reason: string; outOfTurn: string; terms: string },
): Promise<
  Result<{ decisionId: string; noticeId: string; version: number }, ProposeRoundRefusal | 'nobody-waits' | 'not-enough-left' | 'out-of-turn' | 'key-reused'>
> =>
  runCommand(
    context,
    'move-up-from-waiting',
    async (
      tx,
    ): Promise<Result<{ decisionId: string; noticeId: string; version: number }, ProposeRoundRefusal | 'nobody-waits' | 'not-enough-left' | 'out-of-turn'>> => {
      const round = await lockRound(tx, input.roundId);
      if (!round) return err('not-found');
      const waiting = await waitingListOf(tx, round.id);
      const turn = waiting.findIndex(({ projectId }) => projectId === input.projectId);
      const proposal = waiting[turn];
      if (!proposal) return err('nobody-waits');
      if (turn > 0 && input.outOfTurn.trim() === '') return err('out-of-turn');
      const project = await findProject(tx, proposal.projectId);
      const application = project?.applicationId ? await findApplication(tx, project.applicationId) : null;
      if (!project || !application) return err('nobody-waits');
      const left = round.poolFen - (await committedFen(tx, round.id));
      const meant = proposal.waitingFen ?? application.grantFen;
      const grantFen = meant <= left ? meant : left;
      if (grantFen <= 0n || (grantFen < meant && input.terms.trim() === '')) return err('not-enough-left');
      const reason = input.reason.trim();
      return proposeRoundIn(tx, {
        roundId: round.id,
        kind: 'waiting',
        reason,
        lines: [
          {
            projectId: project.id,
            outcome: 'award',
            grantFen,
            reason: `按候补次序递补（第 ${proposal.waitingNo} 位）。${reason}`,
            departureReason: `候补递补：${reason}`,
            terms: input.terms.trim() !== '' ? input.terms : grantFen < application.grantFen ? (proposal.terms ?? `按 ${grantFen / 100n} 元调整预算`) : '',
            cutLines: proposal.cutLines,
            outOfTurn: turn > 0 ? input.outOfTurn : '',
          },
        ],
      });
    },
  );

/** The waiting list ends: those still on it are told that their turn did not come. Returns how many. */
export const endWaitingList = (
  context: CommandContext,
  input: { roundId: string; reason: string },
): Promise<Result<number, 'not-allowed' | 'not-found' | 'nobody-waits' | 'reason-required' | 'wrong-state' | 'key-reused'>> =>
  runCommand(
    context,
    'end-waiting-list',
    async (tx): Promise<Result<number, 'not-allowed' | 'not-found' | 'nobody-waits' | 'reason-required' | 'wrong-state'>> => {
      if (!tx.can('award.confirm', { neighbourhoodId: null })) return err('not-allowed');
      const round = await lockRound(tx, input.roundId);
      if (!round) return err('not-found');
      const reason = input.reason.trim().slice(0, 1000);
      if (reason === '') return err('reason-required');
      const waiting = await waitingListOf(tx, round.id);
      if (waiting.length === 0) return err('nobody-waits');
      for (const { projectId, waitingNo } of waiting) {
        const project = await lockProject(tx, projectId);
        if (!project) continue;
        const moved = await declineIn(tx, { projectId, reason: `候补第 ${waitingNo} 位，候补到期未递补：${reason}` });
        if (!moved.ok) return err(moved.error);
      }
      await tx.emit('round.waiting-ended', { roundId: round.id, projects: waiting.length });
      tx.audit({ action: 'round.end-waiting', subjectKind: 'round', subjectId: round.id, text: { reason, projects: waiting.length } });
      return ok(waiting.length);
    },
  );
