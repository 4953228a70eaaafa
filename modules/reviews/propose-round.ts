import { formatDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { isCheckViolation } from '#platform/database';
import { currentPack, lockRound, officeDeadline, takesReviews } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { publishNotice } from '#modules/notices';
import { holdersOf } from '#modules/people';
import { listNeighbourhoods } from '#modules/places';
import { findApplication, lockProject, markNoticedIn } from '#modules/projects';
import { chosenScenario, findRun } from './allocation-store.ts';
import { type AwardOutcome, type AwardProposal, insertProposal, proposalsIn, quotaOrPool } from './award-store.ts';
import { decisionsOf, insertDecision, type RoundDecision, upheldObjections } from './decision-store.ts';
import { theResultIsOpen } from './gather-allocation.ts';
import { reviewBoards } from './queries.ts';
import { reviewsEnough } from './review-board.ts';
import { roundScores, scoreOf } from './round-scores.ts';
import { type NoticedLine, roundNotice } from './round-notice.ts';
import { awardNoticeTerm } from './terms.ts';

/** What is proposed for one project. */
export interface DecidedLine {
  projectId: string;
  outcome: AwardOutcome;
  /** 0 unless awarded. For `wait`: what is meant for it. */
  grantFen: bigint;
  /** Told to everybody. */
  reason: string;
  /** Why it is not what the rule says; needed where it departs. */
  departureReason: string;
  /** What the applicants must say yes to where they get less than they asked. */
  terms: string;
  cutLines: readonly number[];
  /** Why it moves up before others on the waiting list. */
  outOfTurn?: string;
}

/**
 * `no-scenario` none is chosen yet · `nothing-decided` · `decided` the head has confirmed it already · `reviews-missing` · `departure-unexplained` it is
 * not what the rule says, and nobody says why · `terms-missing` less than asked, and neither lines nor terms say what falls away ·
 * `over-cap` the neighbourhood has no more quota. The project at fault comes along where there is one.
 */
export type ProposeRoundCode =
  | 'not-allowed'
  | 'not-found'
  | 'round-is-over'
  | 'no-scenario'
  | 'nothing-decided'
  | 'decided'
  | 'wrong-state'
  | 'reviews-missing'
  | 'reason-required'
  | 'too-long'
  | 'not-an-amount'
  | 'above-request'
  | 'departure-unexplained'
  | 'terms-missing'
  | 'no-such-line'
  | 'over-pool'
  | 'over-cap'
  | 'no-policy'
  | 'no-notice-rule'
  | 'needs-setting';
/** The refusal, with the project it is about where there is one: `departure-unexplained:<id>`. */
export type ProposeRoundRefusal = ProposeRoundCode | `${ProposeRoundCode}:${string}`;
/** Both parts of a refusal. */
export function readRefusal(refusal: string): { code: string; projectId: string | null } {
  const [code = '', projectId] = refusal.split(':');
  return { code, projectId: projectId ?? null };
}
type Proposed = { decisionId: string; noticeId: string; version: number };

/**
 * Proposes the whole round at once, or only what changed, by the chosen scenario, and puts it on one public notice. Each line says what the rule gives;
 * what departs from it says why. Events: `round.proposed`, `award.proposed` for each project.
 */
export const proposeRound = (
  context: CommandContext,
  input: { roundId: string; reason: string; lines: readonly DecidedLine[] },
): Promise<Result<Proposed, ProposeRoundRefusal | 'key-reused'>> => runCommand(context, 'propose-round', (tx) => proposeRoundIn(tx, input));

const refuse = (code: ProposeRoundCode, projectId?: string): Result<never, ProposeRoundRefusal> => err(projectId === undefined ? code : `${code}:${projectId}`);

/** What is wrong with a line before anybody asks the database. */
export function faultOfLine(line: DecidedLine, facts: { askedFen: bigint; ruleFen: bigint | null; lineNos: readonly number[] }): ProposeRoundCode | null {
  if (line.reason.trim() === '') return 'reason-required';
  if ([line.reason, line.departureReason, line.terms].some((text) => text.length > 2000)) return 'too-long';
  if (line.outcome !== 'decline' && line.grantFen <= 0n) return 'not-an-amount';
  if (line.outcome !== 'decline' && line.grantFen > facts.askedFen) return 'above-request';
  const given = line.outcome === 'award' ? line.grantFen : 0n;
  if (facts.ruleFen !== null && facts.ruleFen !== given && line.departureReason.trim() === '') return 'departure-unexplained';
  if (line.cutLines.some((no) => !facts.lineNos.includes(no))) return 'no-such-line';
  if (line.outcome === 'award' && line.grantFen < facts.askedFen && line.terms.trim() === '' && line.cutLines.length === 0) return 'terms-missing';
  return null;
}

export async function proposeRoundIn(
  tx: CommandTx,
  input: { roundId: string; reason: string; lines: readonly DecidedLine[]; kind?: 'waiting' },
): Promise<Result<Proposed, ProposeRoundRefusal>> {
  if (!tx.can('award.propose', { neighbourhoodId: null }) || tx.actor.personId === null) return refuse('not-allowed');
  const round = await lockRound(tx, input.roundId);
  if (!round) return refuse('not-found');
  if (!takesReviews(round)) return refuse('round-is-over');
  const chosen = await chosenScenario(tx, round.id);
  if (!chosen) return refuse('no-scenario');
  const run = await findRun(tx, chosen.scenario.runId);
  if (!run) return refuse('no-scenario');
  if (input.lines.length === 0) return refuse('nothing-decided');
  if (input.reason.trim() === '') return refuse('reason-required');
  const pack = await currentPack(tx, tx.today, { roundId: round.id });
  if (!pack) return refuse('no-policy');
  const term = awardNoticeTerm(pack, tx.today);
  if (!term.ok) return refuse(term.error.code === 'no-rule' ? 'no-notice-rule' : 'needs-setting');

  const versions = await decisionsOf(tx, round.id);
  const kind: RoundDecision['kind'] = versions.length === 0 ? 'round' : (input.kind ?? 'change');
  const newest = new Map((await proposalsIn(tx, round.id)).map((proposal) => [proposal.projectId, proposal]));
  const boards = await reviewBoards(tx, round.id);
  const scores = await roundScores(tx, round.id);
  const upheld = new Map((await upheldObjections(tx, round.id)).map((objection) => [objection.projectId, objection.id]));
  const ruleOf = new Map(chosen.scenario.outcome.lines.map(({ id, grantFen }) => [id, BigInt(grantFen)]));
  const places = new Map((await listNeighbourhoods(tx)).map(({ id, name }) => [id, name]));
  const byProject = input.lines.toSorted((a, b) => (a.projectId < b.projectId ? -1 : 1));
  let waits = lastWaitingNo(newest);
  const noOf = new Map(input.lines.flatMap((line) => (line.outcome === 'wait' ? [[line.projectId, ++waits] as const] : [])));
  const noticed: (NoticedLine & { projectId: string })[] = [];
  const kept: { line: DecidedLine; state: string; before: AwardProposal | undefined; meanText: string; placeId: string }[] = [];
  for (const line of byProject) {
    const project = await lockProject(tx, line.projectId);
    const application = project?.applicationId ? await findApplication(tx, project.applicationId) : null;
    if (!project || !application || project.roundId !== round.id) return refuse('not-found', line.projectId);
    const before = newest.get(project.id);
    const movesUp = input.kind === 'waiting' && project.state === 'noticed' && before?.outcome === 'wait';
    if (!movesUp && !theResultIsOpen(project, before)) return refuse(project.state === 'noticed' ? 'decided' : 'wrong-state', project.id);
    const board = boards.get(project.id);
    if (
      !board?.mean ||
      !reviewsEnough(
        board.reviews.map(({ review }) => review),
        round.reviewersWanted,
      )
    )
      return refuse('reviews-missing', project.id);
    const fault = faultOfLine(line, {
      askedFen: application.grantFen,
      ruleFen: ruleOf.get(project.id) ?? null,
      lineNos: application.lines.map((_, at) => at + 1),
    });
    if (fault) return refuse(fault, project.id);
    const score = scoreOf(scores, project.id, board.mean);
    const meanText = score.text;
    kept.push({ line, state: project.state, before, meanText, placeId: project.neighbourhoodId });
    noticed.push({
      projectId: project.id,
      serial: project.serial,
      title: project.title,
      placeName: places.get(project.neighbourhoodId) ?? '',
      askedFen: application.grantFen,
      meanText,
      scoreWord: score.word,
      outcome: line.outcome,
      grantFen: line.outcome === 'award' ? line.grantFen : 0n,
      waitingNo: noOf.get(project.id) ?? null,
      reason: line.reason.trim(),
      departureReason: ruleOf.get(project.id) === (line.outcome === 'award' ? line.grantFen : 0n) ? '' : line.departureReason.trim(),
    });
  }
  const inOrder = input.lines.flatMap(({ projectId }) => noticed.filter((line) => line.projectId === projectId));
  const words = roundNotice({ round, kind, reason: input.reason.trim(), lines: inOrder, term: term.value, today: tx.today });
  const others = (await holdersOf(tx, 'officer', null, tx.today)).some(({ personId }) => personId !== tx.actor.personId);
  const noticeId = await publishNotice(tx, {
    kind: 'award',
    neighbourhoodId: null,
    subjectKind: 'round',
    subjectId: round.id,
    ...words,
    startDay: tx.today,
    endDay: term.value.endDay,
    acceptsObjections: true,
    answerRole: others ? 'officer' : 'head',
    answerDueDay: term.value.answerDueDay,
  });
  const decisionId = await insertDecision(tx, {
    roundId: round.id,
    version: (versions[0]?.version ?? 0) + 1,
    kind,
    scenarioId: chosen.scenario.id,
    noticeId,
    reason: input.reason.trim().slice(0, 2000),
  });
  // What asks for less money than before comes first, so that money only changes hands within the pool.
  const change = ({ line, before }: (typeof kept)[number]) => (line.outcome === 'award' ? line.grantFen : 0n) - (before?.grantFen ?? 0n);
  for (const each of kept.toSorted((a, b) => (change(a) < change(b) ? -1 : 1))) {
    const { line, before } = each;
    const grantFen = line.outcome === 'award' ? line.grantFen : 0n;
    const ruleFen = ruleOf.get(line.projectId) ?? null;
    const done = await insertProposal(tx, {
      roundId: round.id,
      projectId: line.projectId,
      version: (before?.version ?? 0) + 1,
      outcome: line.outcome,
      grantFen,
      meanText: each.meanText,
      reason: line.reason.trim(),
      noticeId,
      decisionId,
      ruleFen,
      departureReason: ruleFen !== null && ruleFen !== grantFen ? line.departureReason.trim() : null,
      terms: line.terms.trim() === '' ? null : line.terms.trim(),
      cutLines: [...line.cutLines],
      waitingNo: noOf.get(line.projectId) ?? null,
      waitingFen: line.outcome === 'wait' ? line.grantFen : null,
      objectionId: upheld.get(line.projectId) ?? null,
      outOfTurn: line.outOfTurn?.trim() ? line.outOfTurn.trim() : null,
    }).catch((error: unknown) => {
      if (isCheckViolation(error)) return quotaOrPool(error);
      throw error;
    });
    // Too much for the pool is the fault of no one project.
    if (done === 'over-pool') return refuse(done);
    if (done === 'over-cap') return refuse(done, line.projectId);
    if (each.state === 'in_review') {
      const moved = await markNoticedIn(tx, { projectId: line.projectId });
      if (!moved.ok) return refuse('wrong-state', line.projectId);
    }
    await closeDuty(tx, { kind: 'project.decide-award', subjectId: line.projectId });
    await closeDuty(tx, { kind: 'project.end-notice', subjectId: line.projectId });
    await tx.emit('award.proposed', { projectId: line.projectId, proposalId: done, noticeId, outcome: line.outcome, grantFen });
  }
  await closeDuty(tx, { kind: 'round.decide-awards', subjectId: round.id });
  await openDuty(tx, {
    kind: 'round.end-notice',
    role: 'head',
    neighbourhoodId: null,
    subjectKind: 'round',
    subjectId: round.id,
    title: {
      zh: `整轮公示至${formatDay(term.value.endDay, 'zh')}，期满后确认：${round.name}`,
      en: `The round is on notice until ${formatDay(term.value.endDay, 'en')}, then confirm: ${round.name}`,
    },
    href: `/rounds/${round.id}/decision`,
    dueDay: await officeDeadline(tx, 'project.end-notice', term.value.endDay),
  });
  await tx.emit('round.proposed', { roundId: round.id, decisionId, noticeId, projects: kept.length });
  tx.audit({
    action: 'round.propose',
    subjectKind: 'round',
    subjectId: round.id,
    text: {
      decisionId,
      scenarioId: chosen.scenario.id,
      reason: input.reason.trim(),
      lines: kept
        .map(({ line }) => `${line.projectId}:${line.outcome}:${line.grantFen}${line.departureReason.trim() ? `:${line.departureReason.trim()}` : ''}`)
        .join('\n'),
    },
  });
  return ok({ decisionId, noticeId, version: (versions[0]?.version ?? 0) + 1 });
}

const lastWaitingNo = (newest: ReadonlyMap<string, AwardProposal>): number =>
  [...newest.values()].reduce((last, { waitingNo }) => Math.max(last, waitingNo ?? 0), 0);
