import { electionFrom, type Election, parsePb } from '#libs/decide';
import type { Tx } from '#platform/database';
import { answerOf, findBallot, optionsOf, picksOf, secretVotesOf, voicesOf } from '#modules/ballots';
import { roundVoteOf } from '#modules/funds';
import type { Project } from '#modules/projects';
import type { ProjectVotes } from './vote-points.ts';

/** A residents' vote over the projects of a round. */
export interface RoundVotes {
  /** Where it comes from, in words. */
  source: string;
  voters: number;
  votes: ProjectVotes[];
}

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();

/** The projects by what a vote may call them, title or number, where it means only one. */
export function projectsByName(projects: readonly Pick<Project, 'id' | 'title' | 'serial'>[]): (name: string) => string | undefined {
  const found = new Map<string, string | null>();
  for (const { id, title, serial } of projects) for (const name of new Set([plain(title), plain(serial), id])) found.set(name, found.has(name) ? null : id);
  return (name) => found.get(plain(name)) ?? found.get(name) ?? undefined;
}

/** What each project of an election got: approvals counted, points added up, rankings by Borda (`maxLength` − rank, the first rank 0). */
export function votesPerProject(election: Election): bigint[] {
  const got = election.projects.map(() => 0n);
  for (let voter = 0; voter < election.voters; voter += 1) {
    const from = election.start[voter] ?? 0;
    const to = election.start[voter + 1] ?? from;
    for (let at = from; at < to; at += 1) {
      const project = election.choice[at] ?? 0;
      const worth =
        election.voteType === 'ordinal'
          ? BigInt(Math.max(0, (election.maxLength ?? to - from) - (at - from)))
          : election.voteType === 'scoring' || election.voteType === 'cumulative'
            ? BigInt(Math.max(0, Math.trunc(election.points?.[at] ?? 0)))
            : 1n;
      got[project] = (got[project] ?? 0n) + worth;
    }
  }
  return got;
}

/** The vote that counts for a round: the ballot the office named, else the vote that was handed in; null where there is none. */
export async function roundVotes(tx: Tx, roundId: string, projects: readonly Project[], ballotId: string | null): Promise<RoundVotes | null> {
  const named = projectsByName(projects);
  if (ballotId !== null) return ballotVotes(tx, ballotId, named);
  const file = await roundVoteOf(tx, roundId);
  const read = file ? parsePb(file.content) : null;
  if (!file || !read?.ok) return null;
  const got = votesPerProject(read.value);
  return {
    source: file.source,
    voters: read.value.voters,
    votes: read.value.projects.flatMap(({ id, name }, at) => {
      const projectId = named(id) ?? named(name);
      return projectId ? [{ projectId, votes: got[at] ?? 0n }] : [];
    }),
  };
}

/** A closed ballot as a rule of libs/decide reads it; null: not closed, or a question of yes and no. */
async function ballotElection(tx: Tx, ballotId: string): Promise<{ question: string; secret: boolean; election: Election } | null> {
  const ballot = await findBallot(tx, ballotId);
  if (!ballot || ballot.state !== 'closed' || ballot.kind === 'yes-no') return null;
  const options = await optionsOf(tx, ballot.id);
  const secret = ballot.secrecy === 'secret';
  const answers = secret ? (await secretVotesOf(tx, ballot.id)).map(({ answer }) => answer) : (await voicesOf(tx, ballot.id)).map(answerOf);
  const voteType = ballot.kind === 'score' ? 'scoring' : ballot.kind === 'ranking' ? 'ordinal' : 'approval';
  const ballots = answers.map((answer) =>
    picksOf(answer).map(({ option, score }): string | [string, number] => (voteType === 'scoring' ? [String(option), score ?? 0] : String(option))),
  );
  const election = electionFrom({
    budget: '1',
    projects: options.map(({ no, label }) => ({ id: String(no), name: label, cost: '1' })),
    voteType,
    ballots,
    ...(voteType === 'ordinal' ? { maxLength: Math.max(1, ...ballots.map(({ length }) => length)) } : {}),
  });
  return { question: ballot.question, secret, election };
}

async function ballotVotes(tx: Tx, ballotId: string, named: (name: string) => string | undefined): Promise<RoundVotes | null> {
  const read = await ballotElection(tx, ballotId);
  if (!read) return null;
  const got = votesPerProject(read.election);
  return {
    source: read.question,
    voters: read.election.voters,
    votes: read.election.projects.flatMap(({ name }, at) => {
      const projectId = named(name);
      return projectId ? [{ projectId, votes: got[at] ?? 0n }] : [];
    }),
  };
}

/** True when the ballot is closed and one of its options names, without doubt, one of the projects. */
export async function theBallotIsAbout(tx: Tx, ballotId: string, projects: readonly Pick<Project, 'id' | 'title' | 'serial'>[]): Promise<boolean> {
  return ((await ballotVotes(tx, ballotId, projectsByName(projects)))?.votes.length ?? 0) > 0;
}

/** What voters marked, by project; nothing about the voters, not even their order. */
export interface VotesCast {
  source: string;
  voteType: 'approval' | 'choose-1' | 'ordinal' | 'cumulative' | 'scoring';
  maxLength: number | null;
  ballots: (string | [string, number])[][];
  counts?: { voters: number; got: [string, number][] };
}

const marksBy = (election: Election, idAt: readonly (string | undefined)[], withPoints: boolean): VotesCast['ballots'] =>
  Array.from({ length: election.voters }, (_, voter) => {
    const marks: (string | [string, number])[] = [];
    for (let at = election.start[voter] ?? 0; at < (election.start[voter + 1] ?? 0); at++) {
      const id = idAt[election.choice[at] ?? -1];
      if (id) marks.push(withPoints ? [id, election.points?.[at] ?? 0] : id);
    }
    return marks;
  });

/**
 * The vote that counts for a round as the rules of allocation read it: the ballot the office named, else the vote that was handed in. A secret ballot gives what
 * each project got and no more: who finds one ballot among few would know a voter by their choice. Null where there is none about these projects.
 */
export async function votesCast(
  tx: Tx,
  roundId: string,
  projects: readonly Pick<Project, 'id' | 'title' | 'serial'>[],
  ballotId: string | null,
): Promise<VotesCast | null> {
  const named = projectsByName(projects);
  const ballot = ballotId === null ? null : await ballotElection(tx, ballotId);
  const file = ballotId === null ? await roundVoteOf(tx, roundId) : null;
  const handedIn = file ? parsePb(file.content) : null;
  const election = ballot?.election ?? (handedIn?.ok ? handedIn.value : null);
  if (!election) return null;
  const idAt = election.projects.map(({ id, name }) => (ballot ? named(name) : (named(id) ?? named(name))));
  if (!idAt.some((id) => id !== undefined)) return null;
  const { voteType, maxLength } = election;
  const about = { source: ballot?.question ?? file?.source ?? '', voteType, maxLength };
  if (ballot?.secret) {
    const got = votesPerProject(election);
    const counts = idAt.flatMap((id, at): [string, number][] => (id === undefined ? [] : [[id, Number(got[at] ?? 0n)]]));
    return { ...about, ballots: [], counts: { voters: election.voters, got: counts.toSorted(([a], [b]) => (a < b ? -1 : 1)) } };
  }
  const ballots = marksBy(election, idAt, voteType === 'cumulative' || voteType === 'scoring');
  // In an order that says nothing of the roll.
  return {
    ...about,
    ballots: ballot
      ? ballots
          .map((marks) => [JSON.stringify(marks), marks] as const)
          .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
          .map(([, marks]) => marks)
      : ballots,
  };
}
