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

async function ballotVotes(tx: Tx, ballotId: string, named: (name: string) => string | undefined): Promise<RoundVotes | null> {
  const ballot = await findBallot(tx, ballotId);
  if (!ballot || ballot.state !== 'closed' || ballot.kind === 'yes-no') return null;
  const options = await optionsOf(tx, ballot.id);
  const answers =
    ballot.secrecy === 'secret' ? (await secretVotesOf(tx, ballot.id)).map(({ answer }) => answer) : (await voicesOf(tx, ballot.id)).map(answerOf);
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
  const got = votesPerProject(election);
  return {
    source: ballot.question,
    voters: answers.length,
    votes: election.projects.flatMap(({ name }, at) => {
      const projectId = named(name);
      return projectId ? [{ projectId, votes: got[at] ?? 0n }] : [];
    }),
  };
}
