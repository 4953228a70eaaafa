import type { Tx } from '#platform/database';
import { currentPack, findRound } from '#modules/funds';
import { listProjects } from '#modules/projects';
import { calibrate, type Calibration, type Judgement, outliers } from './calibration.ts';
import { none, over, plus, times, whole } from './fraction.ts';
import { type PitchLine, pitchBoard } from './pitch.ts';
import { pitchEntries, pitchesOf, pitchScores } from './pitch-store.ts';
import { reviewBoards } from './queries.ts';
import { meanPoints, type Points, pointsText } from './review.ts';
import { reviewSetups, type ReviewTerms, reviewTermsOf } from './setup.ts';
import { type RoundVotes, roundVotes } from './round-votes.ts';
import { rubricOf } from './terms.ts';
import { votePoints } from './vote-points.ts';

/** A part of the total. */
export type ScorePart = 'review' | 'pitch' | 'vote';

/** How one project of a round was scored; all points of 100, exact. */
export interface ProjectScore {
  projectId: string;
  /** Mean of the written reviews handed in, how many they are, and how many are still to come. */
  review: Points | null;
  reviewsIn: number;
  reviewsOpen: number;
  /** Mean of the points given at closed sessions. */
  pitch: Points | null;
  /** The residents' votes as points. */
  vote: Points | null;
  /** What counts: the parts by their weights; the written reviews alone where nobody has said what else counts. Null while a part that counts is missing. */
  total: Points | null;
  /** Parts that count and are not there yet. */
  missing: ScorePart[];
  /** The written reviews with everybody's own scale taken out, beside the mean; never instead of it. */
  adjusted: Points | null;
  /** Reviews far from the median of the project's, by the office's measure, for the chair to ask about. */
  outliers: { reviewerId: string; total: Points; median: Points }[];
}
/** All scores of a round and on what they rest. */
export interface RoundScores {
  projects: Map<string, ProjectScore>;
  terms: ReviewTerms;
  /** What exists and counts for nothing because nobody has said what it weighs. */
  uncounted: ('pitch' | 'vote')[];
  /** Counts by its weight, but nobody has said how votes become points. */
  votePointsUnset: boolean;
  votes: RoundVotes | null;
  calibration: Calibration;
  judgements: Judgement[];
}

/** The scores of a round: means, parts, totals, and what is shown beside them. */
export async function roundScores(tx: Tx, roundId: string): Promise<RoundScores | null> {
  const round = await findRound(tx, roundId);
  if (!round) return null;
  const projects = await listProjects(tx, { roundId });
  // A round goes by the rules of the day it opened on.
  const pack = await currentPack(tx, round.opensOn, { roundId });
  const terms = reviewTermsOf(pack, (await reviewSetups(tx, roundId))[0] ?? null);
  const boards = await reviewBoards(tx, roundId);
  const rubric = pack ? rubricOf(pack) : null;
  const closed = (await pitchesOf(tx, roundId)).filter(({ state }) => state === 'closed');
  const given = await pitchScores(
    tx,
    closed.map(({ id }) => id),
  );
  const lines: PitchLine[] = [];
  for (const { id } of closed) {
    const own = given.filter(({ sessionId }) => sessionId === id);
    lines.push(...pitchBoard(await pitchEntries(tx, id), own, criteriaOf(own, rubric?.ok ? rubric.value.criteria.map(({ code }) => code) : [])));
  }
  const votes = await roundVotes(tx, roundId, projects, terms.voteBallotId);
  const asPoints = votes && terms.votePoints ? votePoints(terms.votePoints.value, votes.votes, votes.voters) : null;
  const judgements = [...boards].flatMap(([projectId, { reviews }]) =>
    reviews.flatMap(({ review, total }): Judgement[] => (total ? [{ reviewerId: review.reviewerId, projectId, total }] : [])),
  );
  const calibration = calibrate(judgements);
  const adjusted = new Map(calibration.standings.map((one) => [one.projectId, one.adjusted]));
  const far = terms.outlierPoints === null ? [] : outliers(judgements, terms.outlierPoints);
  const scores = projects.map(({ id }): ProjectScore => {
    const board = boards.get(id);
    const parts: Record<ScorePart, Points | null> = {
      review: board?.mean ?? null,
      pitch: meanPoints(lines.filter(({ projectId }) => projectId === id).flatMap(({ mean }) => mean ?? [])),
      vote: asPoints?.get(id) ?? null,
    };
    const { total, missing } = totalOf(parts, terms);
    return {
      projectId: id,
      ...parts,
      reviewsIn: board?.reviews.filter(({ review }) => review.state === 'submitted').length ?? 0,
      reviewsOpen: board?.reviews.filter(({ review }) => review.state === 'assigned').length ?? 0,
      total,
      missing,
      adjusted: adjusted.get(id) ?? null,
      outliers: far.filter(({ projectId }) => projectId === id).map(({ reviewerId, total: own, median }) => ({ reviewerId, total: own, median })),
    };
  });
  const weights = terms.parts?.value;
  return {
    projects: new Map(scores.map((score) => [score.projectId, score])),
    terms,
    uncounted: weights ? [] : [...(closed.length > 0 ? (['pitch'] as const) : []), ...(votes ? (['vote'] as const) : [])],
    votePointsUnset: Boolean(weights && weights.vote > 0 && !terms.votePoints),
    votes,
    calibration,
    judgements,
  };
}

/** The points that a decision names, with the word for them. */
export interface ShownScore {
  text: string;
  word: '总分' | '评审平均分';
}

/** The total by all parts that count in the round; the mean of the written reviews where they alone count, or where a part that counts is missing. */
export function scoreOf(scores: RoundScores | null, projectId: string, mean: Points): ShownScore {
  const total = scores?.projects.get(projectId)?.total ?? null;
  const weights = scores?.terms.parts?.value;
  if (total === null || !weights || weights.review === 100) return { text: pointsText(total ?? mean), word: '评审平均分' };
  return { text: pointsText(total), word: '总分' };
}

/** What a total at a session must have points for: the criteria under which its points were given. */
const criteriaOf = (scores: readonly { criterion: string }[], now: readonly string[]): string[] => {
  const used = [...new Set(scores.map(({ criterion }) => criterion))];
  return used.length > now.length ? used : [...now];
};

/** The parts by their weights, exact. A part of weight nothing is not waited for. */
export function totalOf(parts: Readonly<Record<ScorePart, Points | null>>, terms: Pick<ReviewTerms, 'parts'>): { total: Points | null; missing: ScorePart[] } {
  const weights = terms.parts?.value ?? { review: 100, pitch: 0, vote: 0 };
  const counting = (['review', 'pitch', 'vote'] as const).filter((part) => weights[part] > 0);
  const missing = counting.filter((part) => parts[part] === null);
  if (missing.length > 0) return { total: null, missing };
  const sum = counting.reduce((all, part) => plus(all, times(whole(weights[part]), parts[part] ?? none)), none);
  return { total: over(sum, whole(100)), missing };
}
