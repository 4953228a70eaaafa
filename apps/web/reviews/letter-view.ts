import { replyRule, rubricRule } from '#libs/policy';
import { currentPack, findRound, type Round } from '#modules/funds';
import { findNotice, type Notice } from '#modules/notices';
import { findNeighbourhood } from '#modules/places';
import { type ApplicationVersion, findApplication, findProject, type Project } from '#modules/projects';
import {
  type AllocationInput,
  type AllocationOutcome,
  type AwardProposal,
  findDecision,
  findRun,
  findScenario,
  type LetterReceipt,
  type Points,
  pointsText,
  proposalOf,
  receiptsOf,
  reviewBoards,
  type ScenarioLine,
} from '#modules/reviews';
import type { Tx } from '#platform/database';
import { lineReason } from './allocation-words.ts';
import { meanOfCriterion } from './letter-points.ts';

/** One criterion: what this application got beside what the round's applications got on the average. */
export interface LetterCriterion {
  title: string;
  weightPercent: number;
  maxPoints: number;
  own: Points;
  round: Points;
}

/** What a letter of decision says. */
export interface LetterFigures {
  project: Project;
  placeName: string;
  committee: string;
  round: Round;
  proposal: AwardProposal;
  application: ApplicationVersion;
  notice: Notice | null;
  criteria: LetterCriterion[];
  reviewers: number;
  /** The reviewers' mean alone, where more than that counted; else null. */
  reviewMean: string | null;
  /** What the rule said, as a sentence; null where it was proposed by itself. */
  ruleSays: string | null;
  line: ScenarioLine | null;
  input: AllocationInput | null;
  outcome: AllocationOutcome | null;
  policyTitle: string | null;
  /** The clauses the decision rests on. */
  clauses: string[];
  receipt: LetterReceipt | null;
}

const differs = (mean: Points | null, shown: string): string | null => (mean && pointsText(mean) !== shown ? pointsText(mean) : null);

/** Loads the letters of the projects; those without a proposal are left out. */
export async function loadLetters(tx: Tx, roundId: string, projectIds: readonly string[], today: string): Promise<LetterFigures[]> {
  const round = await findRound(tx, roundId);
  if (!round) return [];
  const boards = await reviewBoards(tx, roundId);
  const pack = await currentPack(tx, today, { roundId });
  const letters: LetterFigures[] = [];
  const scenarios = new Map<string, { input: AllocationInput; outcome: AllocationOutcome } | null>();
  const all = [...boards.values()].flatMap(({ reviews }) => reviews.filter(({ review }) => review.state === 'submitted').flatMap(({ scores }) => scores));
  const clauses = pack
    ? [
        ...pack.rules.filter(
          ({ rule }) => rule.kind === 'rubric' || (rule.kind === 'notice' && rule.notice === 'award') || (rule.kind === 'cap' && rule.scope !== 'household'),
        ),
        ...[replyRule(pack, 'objection')].flatMap((each) => (each ? [each] : [])),
      ].map(({ rule }) => `${rule.title.zh}（${rule.source} ${rule.clause}）`)
    : [];
  const order = pack ? (rubricRule(pack)?.rule.criteria.map(({ code }) => code) ?? []) : [];
  for (const projectId of projectIds) {
    const project = await findProject(tx, projectId);
    const proposal = project ? await proposalOf(tx, projectId) : null;
    const application = project?.applicationId ? await findApplication(tx, project.applicationId) : null;
    if (!project || !proposal || !application) continue;
    const place = await findNeighbourhood(tx, project.neighbourhoodId);
    const decision = proposal.decisionId ? await findDecision(tx, proposal.decisionId) : null;
    if (decision && !scenarios.has(decision.scenarioId)) {
      const scenario = await findScenario(tx, decision.scenarioId);
      const run = scenario ? await findRun(tx, scenario.runId) : null;
      scenarios.set(decision.scenarioId, scenario && run ? { input: run.input, outcome: scenario.outcome } : null);
    }
    const kept = decision ? (scenarios.get(decision.scenarioId) ?? null) : null;
    const line = kept?.outcome.lines.find(({ id }) => id === projectId) ?? null;
    const own = (boards.get(projectId)?.reviews ?? []).filter(({ review }) => review.state === 'submitted');
    const criteria = [...new Map(own.flatMap(({ scores }) => scores.map((score) => [score.criterion, score] as const))).values()].toSorted(
      (a, b) => order.indexOf(a.criterion) - order.indexOf(b.criterion),
    );
    letters.push({
      project,
      placeName: place?.name ?? '',
      committee: `${(place?.name ?? '').replace(/(居民区|村)$/, '')}${place?.committeeKind === 'village' ? '村民委员会' : '居民委员会'}`,
      round,
      proposal,
      application,
      notice: await findNotice(tx, proposal.noticeId),
      criteria: criteria.map(({ criterion, title, weightPercent, maxPoints }) => ({
        title,
        weightPercent,
        maxPoints,
        own: meanOfCriterion(
          own.flatMap(({ scores }) => scores),
          criterion,
        ),
        round: meanOfCriterion(all, criterion),
      })),
      reviewers: own.length,
      reviewMean: differs(boards.get(projectId)?.mean ?? null, proposal.meanText),
      ruleSays: line && kept ? lineReason(line, kept.outcome, kept.input, 'zh') : null,
      line,
      input: kept?.input ?? null,
      outcome: kept?.outcome ?? null,
      policyTitle: pack ? `${pack.title.zh}（${pack.version}）` : null,
      clauses,
      receipt: (await receiptsOf(tx, [proposal.id])).get(proposal.id) ?? null,
    });
  }
  return letters;
}
