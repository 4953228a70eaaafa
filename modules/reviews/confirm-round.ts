import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { closeDuty, openDuties } from '#modules/inbox';
import { findNotice, noticeState, objectionsTo, unansweredObjections } from '#modules/notices';
import { listProjects, lockProject, type StepRefusal } from '#modules/projects';
import { type AwardProposal, proposalsIn } from './award-store.ts';
import { type ConfirmRefusal, giveTheWordIn, noticeChain } from './confirm-award.ts';
import { findDecision, keptByPerson, type RoundDecision, upheldObjections } from './decision-store.ts';

/** Proposals of a decision that still wait for the head's word: newer versions and projects that ended have left it. */
export async function openLinesOf(tx: Tx, decision: RoundDecision): Promise<AwardProposal[]> {
  const alive = new Set((await listProjects(tx, { roundId: decision.roundId, states: ['noticed'] })).map(({ id }) => id));
  return (await proposalsIn(tx, decision.roundId)).filter(
    (proposal) => proposal.decisionId === decision.id && proposal.confirmation === null && alive.has(proposal.projectId),
  );
}

/** `nothing-open` the head has said it all already, or every line left was objected to with success. */
export type ConfirmRoundRefusal = ConfirmRefusal | StepRefusal | 'nothing-open';

/**
 * The head's word on a decision as a whole, after its notice: confirmed, every project is awarded, declined or waits as proposed, except where an
 * objection was found right, which comes anew. Refused with a reason, all of it goes back to the office. The letters go out with the word. Returns how many projects.
 */
export const confirmRound = (
  context: CommandContext,
  input: { decisionId: string; decision: 'confirmed' | 'refused'; reason: string },
): Promise<Result<number, ConfirmRoundRefusal | 'key-reused'>> => runCommand(context, 'confirm-round', (tx) => confirmRoundIn(tx, input));

async function confirmRoundIn(
  tx: CommandTx,
  input: { decisionId: string; decision: 'confirmed' | 'refused'; reason: string },
): Promise<Result<number, ConfirmRoundRefusal>> {
  if (!tx.can('award.confirm', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
  const decision = await findDecision(tx, input.decisionId);
  if (!decision) return err('not-found');
  if (decision.proposedBy === tx.actor.personId) return err('own-proposal');
  const reason = input.reason.trim().slice(0, 2000);
  if (input.decision === 'refused' && reason === '') return err('reason-required');
  if (input.decision === 'confirmed') {
    const notices = await noticeChain(tx, decision.noticeId);
    const last = notices.at(-1);
    if (!last) return err('not-found');
    if (noticeState(last, tx.today) !== 'ended') return err('notice-runs');
    for (const notice of notices) {
      if ((await unansweredObjections(tx, notice.id)).length > 0) return err('objections-open');
      if (reason === '' && (await objectionsTo(tx, notice.id)).some(({ answer }) => answer && answer.outcome !== 'rejected')) return err('reason-required');
    }
  }
  const upheld = new Set((await upheldObjections(tx, decision.roundId)).map(({ projectId }) => projectId));
  const lines = (await openLinesOf(tx, decision)).filter(({ projectId }) => input.decision === 'refused' || !upheld.has(projectId));
  if (lines.length === 0) return err('nothing-open');
  if (input.decision === 'confirmed') {
    const kept = await keptByPerson(tx, decision.roundId, tx.actor.personId);
    if (lines.some(({ projectId }) => kept.has(projectId))) return err('own-proposal');
  }
  const letters: { projectId: string; neighbourhoodId: string; title: string; outcome: AwardProposal['outcome'] }[] = [];
  for (const proposal of lines.toSorted((a, b) => (a.projectId < b.projectId ? -1 : 1))) {
    const project = await lockProject(tx, proposal.projectId);
    if (!project || project.state !== 'noticed') continue;
    const done = await giveTheWordIn(tx, project, proposal, { decision: input.decision, reason });
    if (!done.ok) return done;
    letters.push({ projectId: project.id, neighbourhoodId: project.neighbourhoodId, title: project.title, outcome: proposal.outcome });
  }
  if (input.decision === 'confirmed')
    await openDuties(
      tx,
      letters.map(({ projectId, neighbourhoodId, title, outcome }) => ({
        kind: 'project.take-letter',
        role: 'secretary' as const,
        neighbourhoodId,
        subjectKind: 'project',
        subjectId: projectId,
        projectId,
        title: {
          zh: `${outcome === 'award' ? '资助决定书' : outcome === 'wait' ? '候补通知书' : '不予资助告知书'}已送达，请签收：${title}`,
          en: `The letter of decision is here, please take note: ${title}`,
        },
        href: `/projects/${projectId}/letter`,
        dueDay: null,
      })),
    );
  if ((await openLinesOf(tx, decision)).length === 0) await closeDuty(tx, { kind: 'round.end-notice', subjectId: decision.roundId });
  await tx.emit(`round.${input.decision === 'confirmed' ? 'confirmed' : 'refused'}`, {
    roundId: decision.roundId,
    decisionId: decision.id,
    projects: letters.length,
  });
  tx.audit({
    action: `round.${input.decision === 'confirmed' ? 'confirm' : 'refuse'}`,
    subjectKind: 'round',
    subjectId: decision.roundId,
    text: { decisionId: decision.id, projects: letters.length, ...(reason ? { reason } : {}) },
  });
  return ok(letters.length);
}

/** Whether a decision can be confirmed today, and if not what it waits for. */
export async function decisionWaitsFor(tx: Tx, decision: RoundDecision, today: string): Promise<'notice-runs' | 'objections-open' | null> {
  const notice = await findNotice(tx, decision.noticeId);
  if (!notice || noticeState(notice, today) !== 'ended') return 'notice-runs';
  return (await unansweredObjections(tx, notice.id)).length > 0 ? 'objections-open' : null;
}
