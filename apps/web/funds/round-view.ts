import { adoptedPolicies, findRound, type Round } from '#modules/funds';
import { listNeighbourhoods } from '#modules/places';
import { isPublic, listProjects, type Project, versionTotals } from '#modules/projects';
import { type AwardProposal, committedFen, pointsText, proposalsIn, type ReviewBoard, reviewBoards, reviewTerms } from '#modules/reviews';
import type { Tx } from '#platform/database';

/** One project of a round. */
export interface RoundLine {
  project: Project;
  placeName: string;
  totalFen: bigint;
  askedFen: bigint;
  /** What the reviewers gave; null where the viewer may not see it yet. */
  board: ReviewBoard | null;
  /** Public from the day its notice begins. */
  proposal: AwardProposal | null;
  meanText: string | null;
  /** What those points are: the mean of the written reviews, or the total of all parts that count in the round. */
  scoreWord: 'reviewMean' | 'scoreTotal';
}

/** A round with its money and its projects. */
export interface RoundFigures {
  round: Round;
  policyTitle: string;
  committedFen: bigint;
  lines: RoundLine[];
}

/** Loads a round. `seesReviews`: the office, reviewers and auditors see points before the notice; nobody else does. */
export async function loadRound(tx: Tx, roundId: string, seesReviews: boolean): Promise<RoundFigures | null> {
  const round = await findRound(tx, roundId);
  if (!round) return null;
  const projects = (await listProjects(tx, { roundId })).filter((project) => isPublic(project.state));
  const places = new Map((await listNeighbourhoods(tx)).map((place) => [place.id, place.name]));
  const totals = await versionTotals(
    tx,
    projects.flatMap(({ applicationId }) => (applicationId ? [applicationId] : [])),
  );
  const boards = await reviewBoards(tx, roundId);
  const proposals = new Map((await proposalsIn(tx, roundId)).map((proposal) => [proposal.projectId, proposal]));
  // Where written reviews alone count, what is decided on is their mean; elsewhere a decision names the total.
  const parts = proposals.size > 0 ? (await reviewTerms(tx, round)).parts?.value : undefined;
  const severalCount = parts !== undefined && parts.review !== 100;
  const policy = (await adoptedPolicies(tx)).find(({ id }) => id === round.policyId);
  return {
    round,
    policyTitle: policy?.title ?? '',
    committedFen: await committedFen(tx, roundId),
    lines: projects.map((project) => {
      const amounts = totals.get(project.applicationId ?? '');
      const board = seesReviews ? (boards.get(project.id) ?? { reviews: [], mean: null }) : null;
      const proposal = proposals.get(project.id) ?? null;
      const mean = boards.get(project.id)?.mean ?? null;
      return {
        project,
        placeName: places.get(project.neighbourhoodId) ?? '',
        totalFen: amounts?.totalFen ?? 0n,
        askedFen: amounts?.grantFen ?? 0n,
        board,
        proposal,
        meanText: proposal?.meanText ?? (board?.mean ? pointsText(board.mean) : null),
        scoreWord: severalCount && proposal && proposal.meanText !== (mean ? pointsText(mean) : null) ? 'scoreTotal' : 'reviewMean',
      };
    }),
  };
}
