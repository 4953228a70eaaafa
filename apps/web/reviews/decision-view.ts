import { currentPack } from '#modules/funds';
import { findNotice, type Notice } from '#modules/notices';
import {
  type AllocationRun,
  type AllocationScenario,
  type AwardNoticeTerm,
  awardNoticeTerm,
  chosenScenario,
  decisionsOf,
  decisionWaitsFor,
  findRun,
  openLinesOf,
  type RoundDecision,
  roundScores,
  type ScenarioLine,
  scoreOf,
  type TermMissing,
  theResultIsOpen,
  upheldObjections,
  waitingListOf,
} from '#modules/reviews';
import type { Result } from '#libs/result';
import type { Tx } from '#platform/database';
import { loadRound, type RoundFigures, type RoundLine } from '../funds/round-view.ts';

/** A decision with its notice and what it waits for. */
export interface ShownDecision extends RoundDecision {
  notice: Notice | null;
  waitsFor: 'notice-runs' | 'objections-open' | null;
  /** How many projects the head's word would settle now. */
  open: number;
}

/** A project of the round with what the rule says about it. */
export interface DecisionLine extends RoundLine {
  line: ScenarioLine | null;
  /** It may be proposed (anew) now. */
  isOpen: boolean;
  isUpheld: boolean;
}

/** What the page of a round's decision is drawn from. */
export interface DecisionFigures {
  figures: RoundFigures;
  lines: DecisionLine[];
  run: AllocationRun | null;
  scenario: AllocationScenario | null;
  /** Why the scenario was chosen. */
  choiceReason: string;
  decisions: ShownDecision[];
  /** In order. */
  waiting: DecisionLine[];
  term: Result<AwardNoticeTerm, TermMissing> | null;
}

/** Loads it; null where there is no such round. */
export async function loadDecision(tx: Tx, roundId: string, today: string, seesReviews: boolean): Promise<DecisionFigures | null> {
  const figures = await loadRound(tx, roundId, seesReviews);
  if (!figures) return null;
  const chosen = await chosenScenario(tx, roundId);
  const scores = seesReviews ? await roundScores(tx, roundId) : null;
  const run = chosen ? await findRun(tx, chosen.scenario.runId) : null;
  const lineOf = new Map((chosen?.scenario.outcome.lines ?? []).map((line) => [line.id, line]));
  const upheld = new Set((await upheldObjections(tx, roundId)).map(({ projectId }) => projectId));
  const lines = figures.lines
    .map(
      (each): DecisionLine => ({
        ...each,
        meanText: !each.proposal && each.board?.mean ? scoreOf(scores, each.project.id, each.board.mean).text : each.meanText,
        line: lineOf.get(each.project.id) ?? null,
        isOpen: theResultIsOpen(each.project, each.proposal ?? undefined),
        isUpheld: upheld.has(each.project.id),
      }),
    )
    .toSorted((a, b) => Number(b.meanText ?? 0) - Number(a.meanText ?? 0) || (a.project.serial < b.project.serial ? -1 : 1));
  const decisions: ShownDecision[] = [];
  for (const decision of await decisionsOf(tx, roundId)) {
    const open = (await openLinesOf(tx, decision)).filter(({ projectId }) => !upheld.has(projectId)).length;
    decisions.push({ ...decision, notice: await findNotice(tx, decision.noticeId), waitsFor: await decisionWaitsFor(tx, decision, today), open });
  }
  const order = (await waitingListOf(tx, roundId)).map(({ projectId }) => projectId);
  const pack = await currentPack(tx, today, { roundId });
  return {
    figures,
    lines,
    run,
    scenario: chosen?.scenario ?? null,
    choiceReason: chosen?.choice.reason ?? '',
    decisions,
    waiting: order.flatMap((id) => lines.find(({ project }) => project.id === id) ?? []),
    term: pack ? awardNoticeTerm(pack, today) : null,
  };
}
