import { type Result, err, ok } from '#libs/result';
import { type Election, compareIds } from '../election.ts';

/**
 * How ordinal ballots become points, rank from 0: `borda` gives `max_length − rank`, as cities count; `borda0` gives one less for
 * each, nothing for the last of a full ballot, and `ballot length − 1 − rank` on a shorter one, as Pabutools counts.
 */
export const SCORES = ['borda', 'borda0'] as const;
/** One of them. */
export type Score = (typeof SCORES)[number];

/** Why a rule cannot read these ballots. */
export type BallotProblem = 'ordinal-needs-score' | 'score-needs-ordinal' | 'max-length-missing' | 'ballot-longer-than-max-length' | 'needs-approvals';

/**
 * Who supports what, by project: `voter[start[p]] … voter[start[p + 1] - 1]`. Each supporter gives one of `weights` points
 * (by index in `weight`; null: all give 1).
 */
export type Support = {
  readonly projects: number;
  readonly voters: number;
  readonly start: Int32Array;
  readonly voter: Int32Array;
  readonly weight: Int32Array | null;
  readonly weights: readonly number[];
  /** Sum of points of each project; for approvals its votes. */
  readonly score: Float64Array;
  /** Place of each project in the order of ids. */
  readonly rank: Int32Array;
};

function rankOfIds(election: Election): Int32Array {
  const order = election.projects.map((_, index) => index).sort((a, b) => compareIds(election.projects[a]?.id ?? '', election.projects[b]?.id ?? ''));
  const rank = new Int32Array(order.length);
  order.forEach((project, place) => {
    rank[project] = place;
  });
  return rank;
}

/** Points of each choice of the ballots, or null where all give 1. */
function pointsOf(election: Election, score: Score | undefined): Result<Int32Array | null, BallotProblem> {
  const { voteType, start, choice, voters, maxLength } = election;
  if (voteType !== 'ordinal') return score === undefined ? ok(election.points) : err('score-needs-ordinal');
  if (score === undefined) return err('ordinal-needs-score');
  if (maxLength === null) return err('max-length-missing');
  const points = new Int32Array(choice.length);
  for (let voter = 0; voter < voters; voter++) {
    const from = start[voter] as number;
    const to = start[voter + 1] as number;
    if (to - from > maxLength) return err('ballot-longer-than-max-length');
    for (let at = from; at < to; at++) points[at] = score === 'borda' ? maxLength - (at - from) : to - 1 - at;
  }
  return ok(points);
}

/** The support behind each project. Ballots that give no points to a project do not support it. */
export function supportOf(election: Election, score?: Score): Result<Support, BallotProblem> {
  const given = pointsOf(election, score);
  if (!given.ok) return given;
  const points = given.value;
  const { choice, voters, projects } = election;
  const m = projects.length;
  const ballots = election.start;
  const start = new Int32Array(m + 1);
  const total = new Float64Array(m);
  if (points === null) {
    for (let at = 0; at < choice.length; at++) start[(choice[at] as number) + 1]!++;
    for (let project = 0; project < m; project++) total[project] = start[project + 1] as number;
  } else {
    for (let at = 0; at < choice.length; at++) {
      if (points[at] === 0) continue;
      start[(choice[at] as number) + 1]!++;
      total[choice[at] as number]! += points[at] as number;
    }
  }
  for (let project = 0; project < m; project++) start[project + 1] = (start[project + 1] as number) + (start[project] as number);
  const next = start.slice();
  const voter = new Int32Array(start[m] as number);
  const weight = points === null ? null : new Int32Array(voter.length);
  const indexOfWeight = new Map<number, number>();
  for (let v = 0, at = 0; v < voters; v++) {
    for (const to = ballots[v + 1] as number; at < to; at++) {
      const own = points === null ? 1 : (points[at] as number);
      if (own === 0) continue;
      const place = next[choice[at] as number]!++;
      voter[place] = v;
      if (weight === null) continue;
      let index = indexOfWeight.get(own);
      if (index === undefined) indexOfWeight.set(own, (index = indexOfWeight.size));
      weight[place] = index;
    }
  }
  const weights = weight === null ? [1] : [...indexOfWeight.keys()];
  // Points that are all the same are approvals with a factor.
  const isUniform = weight !== null && weights.length === 1;
  return ok({
    projects: m,
    voters,
    start,
    voter,
    weight: isUniform ? null : weight,
    weights: weights.length === 0 ? [1] : weights,
    score: total,
    rank: rankOfIds(election),
  });
}
