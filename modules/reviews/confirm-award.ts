import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { officeDeadline } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { findNotice, type Notice, noticeState, objectionsTo, unansweredObjections } from '#modules/notices';
import { declineIn, lockProject, markAwardedIn, type Project, type StepRefusal } from '#modules/projects';
import { type AwardProposal, insertConfirmation, proposalOf } from './award-store.ts';
import { keptByPerson, upheldObjections } from './decision-store.ts';

export interface ConfirmAwardInput {
  projectId: string;
  decision: 'confirmed' | 'refused';
  /** Required when refusing, and when an objection was found right, wholly or in part. */
  reason: string;
}

/**
 * `own-proposal` who proposed does not confirm · `notice-runs` it has not ended · `objections-open` one is unanswered ·
 * `reason-required` · `decided` there is a word on it already · `objection-upheld` an objection to it was found right: it needs a new version.
 */
export type ConfirmRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'wrong-state'
  | 'own-proposal'
  | 'notice-runs'
  | 'objections-open'
  | 'objection-upheld'
  | 'reason-required'
  | 'decided'
  | 'above-request';

/** The notice and its corrections, the one in force last. */
export async function noticeChain(tx: Tx, noticeId: string): Promise<Notice[]> {
  const chain: Notice[] = [];
  for (let next: string | null = noticeId; next !== null; ) {
    const notice: Notice | null = await findNotice(tx, next);
    if (!notice) break;
    chain.push(notice);
    next = notice.correctedById;
  }
  return chain;
}

/**
 * The head confirms a proposal after its notice, or refuses it with a reason, which puts it back to the office. Confirmed, the
 * project is awarded or declined as proposed. Events: `award.confirmed`, `award.refused`.
 */
export const confirmAward = (context: CommandContext, input: ConfirmAwardInput): Promise<Result<void, ConfirmRefusal | StepRefusal | 'key-reused'>> =>
  runCommand(context, 'confirm-award', (tx) => confirmAwardIn(tx, input));

async function confirmAwardIn(tx: CommandTx, input: ConfirmAwardInput): Promise<Result<void, ConfirmRefusal | StepRefusal>> {
  if (!tx.can('award.confirm', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
  const project = await lockProject(tx, input.projectId);
  if (!project) return err('not-found');
  if (project.state !== 'noticed') return err('wrong-state');
  const proposal = await proposalOf(tx, project.id);
  if (!proposal) return err('not-found');
  if (proposal.confirmation) return err('decided');
  if (proposal.proposedBy === tx.actor.personId) return err('own-proposal');
  const notices = await noticeChain(tx, proposal.noticeId);
  const last = notices.at(-1);
  if (!last) return err('not-found');
  const reason = input.reason.trim().slice(0, 2000);
  if (input.decision === 'confirmed') {
    if (noticeState(last, tx.today) !== 'ended') return err('notice-runs');
    for (const notice of notices) {
      if ((await unansweredObjections(tx, notice.id)).length > 0) return err('objections-open');
      const heeded = (await objectionsTo(tx, notice.id)).some(({ answer }) => answer && answer.outcome !== 'rejected');
      if (heeded && reason === '') return err('reason-required');
    }
    if ((await keptByPerson(tx, proposal.roundId, tx.actor.personId)).has(project.id)) return err('own-proposal');
    if ((await upheldObjections(tx, proposal.roundId)).some(({ projectId }) => projectId === project.id)) return err('objection-upheld');
  } else if (reason === '') return err('reason-required');

  return giveTheWordIn(tx, project, proposal, { decision: input.decision, reason });
}

/** Writes the head's word on a proposal that may have it, and moves the project. Refused, it goes back to the office; who waits, waits on. */
export async function giveTheWordIn(
  tx: CommandTx,
  project: Project,
  proposal: AwardProposal,
  word: { decision: 'confirmed' | 'refused'; reason: string },
): Promise<Result<void, ConfirmRefusal | StepRefusal>> {
  await insertConfirmation(tx, { proposalId: proposal.id, projectId: project.id, ...word });
  tx.audit({
    action: `award.${word.decision === 'confirmed' ? 'confirm' : 'refuse'}`,
    subjectKind: 'project',
    subjectId: project.id,
    text: { proposalId: proposal.id, outcome: proposal.outcome, grantFen: String(proposal.grantFen), ...(word.reason ? { reason: word.reason } : {}) },
  });
  await tx.emit(`award.${word.decision}`, { projectId: project.id, proposalId: proposal.id, outcome: proposal.outcome, grantFen: proposal.grantFen });
  if (word.decision === 'refused') {
    await closeDuty(tx, { kind: 'project.end-notice', subjectId: project.id });
    await openDuty(tx, {
      kind: 'project.decide-award',
      role: 'officer',
      neighbourhoodId: project.neighbourhoodId,
      subjectKind: 'project',
      subjectId: project.id,
      projectId: project.id,
      title: { zh: `分管领导未同意，重新拟定：${project.title}`, en: `Not agreed by the head, propose anew: ${project.title}` },
      href: proposal.decisionId === null ? `/projects/${project.id}/award` : `/rounds/${proposal.roundId}/decision`,
      dueDay: await officeDeadline(tx, 'project.decide-award', tx.today),
    });
    return ok();
  }
  if (proposal.outcome === 'wait') return ok();
  const moved =
    proposal.outcome === 'award'
      ? await markAwardedIn(tx, { projectId: project.id, grantFen: proposal.grantFen })
      : await declineIn(tx, { projectId: project.id, reason: proposal.reason });
  return moved.ok ? ok() : moved;
}
