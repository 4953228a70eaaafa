import { type Election, fromUnits } from '../election.ts';
import { writeField } from './records.ts';
import type { PbElection } from './parse-pb.ts';

/** What stands in META besides the figures, such as description, country, unit, rule, date_begin. */
export type PbMeta = Readonly<Record<string, string>>;

function isParsed(election: Election): election is PbElection {
  return 'voteRow' in election;
}

function row(fields: readonly string[]): string {
  return fields.map(writeField).join(';');
}

/** The figures of an election that came from elsewhere. */
function metaOf(election: Election, meta: PbMeta): [string, string][] {
  const own: [string, string][] = [
    ['num_projects', String(election.projects.length)],
    ['num_votes', String(election.voters)],
    ['budget', fromUnits(election.budget, election.scale)],
    ['vote_type', election.voteType],
  ];
  if (election.maxLength !== null) own.push(['max_length', String(election.maxLength)]);
  if (election.threshold !== null) own.push(['min_project_score_threshold', String(election.threshold)]);
  const fixed = new Set(own.map(([key]) => key));
  return [...Object.entries(meta).filter(([key]) => !fixed.has(key)), ...own];
}

function votesNaming(election: Election): number[] {
  const votes = election.projects.map(() => 0);
  for (const project of election.choice) votes[project] = (votes[project] ?? 0) + 1;
  return votes;
}

/** Writes an election as a `.pb` file; what was read from one keeps its columns and fields. */
export function writePb(election: Election, meta: PbMeta = {}): string {
  const lines: string[] = ['META', 'key;value'];
  if (isParsed(election)) {
    for (const [key, value] of election.meta) lines.push(row([key, value]));
    lines.push('PROJECTS', row(election.projectColumns), ...election.projectRows.map(row), 'VOTES', row(election.voteColumns));
    for (let voter = 0; voter < election.voters; voter++) lines.push(row(election.voteRow(voter)));
    return `${lines.join('\n')}\n`;
  }
  for (const [key, value] of metaOf(election, meta)) lines.push(row([key, value]));
  const votes = votesNaming(election);
  lines.push('PROJECTS', 'project_id;cost;votes;name;category;community');
  election.projects.forEach(({ id, name, cost, categories, community }, at) => {
    lines.push(row([id, fromUnits(cost, election.scale), String(votes[at]), name, categories.join(','), community ?? '']));
  });
  const { points, start, choice } = election;
  lines.push('VOTES', points ? 'voter_id;vote;points' : 'voter_id;vote');
  for (let voter = 0; voter < election.voters; voter++) {
    const named = [...choice.subarray(start[voter], start[voter + 1])].map((project) => election.projects[project]?.id ?? '');
    const given = points ? [[...points.subarray(start[voter], start[voter + 1])].join(',')] : [];
    lines.push(row([election.voterId(voter), named.join(','), ...given]));
  }
  return `${lines.join('\n')}\n`;
}
