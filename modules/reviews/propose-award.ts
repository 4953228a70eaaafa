import { formatDay } from '#libs/civil-time';
import { formatYuan } from '#libs/money';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { isCheckViolation } from '#platform/database';
import { currentPack, lockRound, officeDeadline, type Round, takesReviews } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { publishNotice } from '#modules/notices';
import { holdersOf } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import { type ApplicationVersion, findApplication, lockProject, markNoticedIn, type Project, type StepRefusal } from '#modules/projects';
import { committedFen, insertProposal, proposalOf, quotaOrPool } from './award-store.ts';
import { reviewsEnough } from './review-board.ts';
import { reviewBoard } from './queries.ts';
import { roundScores, scoreOf, type ShownScore } from './round-scores.ts';
import { type AwardNoticeTerm, awardNoticeTerm } from './terms.ts';

export interface ProposeAwardInput {
  projectId: string;
  outcome: 'award' | 'decline';
  /** The grant in fen; 0 when declining. */
  grantFen: bigint;
  reason: string;
}

/**
 * `reason-required` winners and losers alike are told why · `too-long` · `reviews-missing` some review is neither handed in nor a
 * declared conflict, or fewer than the round wants · `not-an-amount` an award of nothing · `above-request` more than asked ·
 * `over-pool` the round does not hold so much · `over-cap` the neighbourhood's quota of the round does not · `no-policy`, `no-notice-rule`, `needs-setting` the days of the notice are not
 * known · `round-is-over` · `decided` the head has confirmed already.
 */
export type ProposeRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'wrong-state'
  | 'reason-required'
  | 'too-long'
  | 'reviews-missing'
  | 'not-an-amount'
  | 'above-request'
  | 'over-pool'
  | 'over-cap'
  | 'no-policy'
  | 'no-notice-rule'
  | 'needs-setting'
  | 'round-is-over'
  | 'decided';

/**
 * Proposes to award or decline a reviewed project and puts it on public notice. While the head has not confirmed, another
 * proposal may take its place, with a notice of its own. Returns proposal and notice. Event: `award.proposed`.
 */
export const proposeAward = (
  context: CommandContext,
  input: ProposeAwardInput,
): Promise<Result<{ proposalId: string; noticeId: string }, ProposeRefusal | StepRefusal | 'key-reused'>> =>
  runCommand(context, 'propose-award', (tx) => proposeAwardIn(tx, input));

async function proposeAwardIn(
  tx: CommandTx,
  input: ProposeAwardInput,
): Promise<Result<{ proposalId: string; noticeId: string }, ProposeRefusal | StepRefusal>> {
  if (!tx.can('award.propose', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
  const project = await lockProject(tx, input.projectId);
  const application = project?.applicationId ? await findApplication(tx, project.applicationId) : null;
  if (!project || !application || !project.roundId) return err('not-found');
  if (project.state !== 'in_review' && project.state !== 'noticed') return err('wrong-state');
  const round = await lockRound(tx, project.roundId);
  if (!round || !takesReviews(round)) return err('round-is-over');
  const before = await proposalOf(tx, project.id);
  if (before?.confirmation?.decision === 'confirmed') return err('decided');
  const reason = input.reason.trim();
  if (reason === '') return err('reason-required');
  if (reason.length > 2000) return err('too-long');
  const grantFen = input.outcome === 'award' ? input.grantFen : 0n;
  if (input.outcome === 'award' && grantFen <= 0n) return err('not-an-amount');
  if (grantFen > application.grantFen) return err('above-request');
  const board = await reviewBoard(tx, project.id);
  if (
    !reviewsEnough(
      board.reviews.map(({ review }) => review),
      round.reviewersWanted,
    ) ||
    !board.mean
  )
    return err('reviews-missing');
  const kept = before && !before.confirmation ? before.grantFen : 0n;
  if ((await committedFen(tx, round.id)) - kept + grantFen > round.poolFen) return err('over-pool');
  const pack = await currentPack(tx, tx.today, { roundId: round.id });
  if (!pack) return err('no-policy');
  const term = awardNoticeTerm(pack, tx.today);
  if (!term.ok) return err(term.error.code === 'no-rule' ? 'no-notice-rule' : 'needs-setting');

  const score = scoreOf(await roundScores(tx, round.id), project.id, board.mean);
  const meanText = score.text;
  const noticeId = await publish(tx, { project, application, round, term: term.value, score, reason, outcome: input.outcome, grantFen });
  const proposalId = await insertProposal(tx, {
    roundId: round.id,
    projectId: project.id,
    version: (before?.version ?? 0) + 1,
    outcome: input.outcome,
    grantFen,
    meanText,
    reason,
    noticeId,
  }).catch((error: unknown) => {
    if (isCheckViolation(error)) return { refused: quotaOrPool(error) };
    throw error;
  });
  if (typeof proposalId !== 'string') return err(proposalId.refused);
  if (project.state === 'in_review') {
    const moved = await markNoticedIn(tx, { projectId: project.id });
    if (!moved.ok) return moved;
  }
  await closeDuty(tx, { kind: 'project.decide-award', subjectId: project.id });
  await openDuty(tx, {
    kind: 'project.end-notice',
    role: 'head',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'project',
    subjectId: project.id,
    projectId: project.id,
    title: {
      zh: `公示至${formatDay(term.value.endDay, 'zh')}，期满后确认：${project.title}`,
      en: `On notice until ${formatDay(term.value.endDay, 'en')}, then confirm: ${project.title}`,
    },
    href: `/projects/${project.id}/award`,
    dueDay: await officeDeadline(tx, 'project.end-notice', term.value.endDay),
  });
  await tx.emit('award.proposed', { projectId: project.id, proposalId, noticeId, outcome: input.outcome, grantFen });
  tx.audit({
    action: 'award.propose',
    subjectKind: 'project',
    subjectId: project.id,
    text: { version: (before?.version ?? 0) + 1, outcome: input.outcome, grantFen: String(grantFen), mean: meanText, reason, noticeId },
  });
  return ok({ proposalId, noticeId });
}

/** The public notice in the words of an office. The whole subdistrict may object: it is one pool for all. */
async function publish(
  tx: CommandTx,
  about: {
    project: Project;
    application: ApplicationVersion;
    round: Round;
    term: AwardNoticeTerm;
    score: ShownScore;
    reason: string;
    outcome: 'award' | 'decline';
    grantFen: bigint;
  },
): Promise<string> {
  const { project, application, round, term } = about;
  const place = await findNeighbourhood(tx, project.neighbourhoodId);
  // Who proposes does not answer: without a second officer the objections are the head's.
  const others = (await holdersOf(tx, 'officer', null, tx.today)).some(({ personId }) => personId !== tx.actor.personId);
  const outcome = about.outcome === 'award' ? `拟资助自治金 ${formatYuan(about.grantFen)} 元` : '拟不予资助';
  const body = [
    `“${round.name}”经自治办审核、专家评审，对下列项目${about.outcome === 'award' ? '拟予资助' : '拟不予资助'}，现予公示。`,
    `项目：${project.title}（${place?.name ?? ''} ${project.serial}）\n项目总额：${formatYuan(application.totalFen)} 元，其中申请自治金 ${formatYuan(application.grantFen)} 元\n${about.score.word}：${about.score.text}（满分 100）\n结论：${outcome}\n理由：${about.reason}`,
    `公示期：${formatDay(tx.today, 'zh')}至${formatDay(term.endDay, 'zh')}（${term.days}个${term.counting === 'calendar' ? '自然日' : '工作日'}，依据：${term.source}${term.clause}）。对公示内容有异议的，请在公示期内在本页提出，或者向街镇自治办书面反映；每条异议都会得到答复，答复公开。`,
  ].join('\n\n');
  return publishNotice(tx, {
    kind: 'award',
    neighbourhoodId: null,
    subjectKind: 'project',
    subjectId: project.id,
    title: `关于“${project.title}”${about.outcome === 'award' ? '拟予资助' : '拟不予资助'}的公示`,
    body,
    startDay: tx.today,
    endDay: term.endDay,
    acceptsObjections: true,
    answerRole: others ? 'officer' : 'head',
    answerDueDay: term.answerDueDay,
  });
}
