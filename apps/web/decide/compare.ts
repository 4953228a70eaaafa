import type { AllocateOptions, Election } from '#libs/decide';
import type { RoundLine } from '../funds/round-view.ts';
import { type Outcome, outcomesOf } from './outcomes.ts';
import type { Contest } from './vote.ts';

/** The rules that are shown beside each other. */
export const ruleKeys = ['greedy', 'greedyNoskip', 'mes', 'mesUtilitarian', 'mesAdd1', 'mesAdd1Utilitarian', 'phragmen', 'maxwelfare'] as const;
export type RuleKey = (typeof ruleKeys)[number];

const optionsOf: Readonly<Record<RuleKey, AllocateOptions>> = {
  greedy: { rule: 'greedy' },
  greedyNoskip: { rule: 'greedy-noskip' },
  mes: { rule: 'mes' },
  mesUtilitarian: { rule: 'mes', completion: 'utilitarian' },
  mesAdd1: { rule: 'mes', completion: 'add1' },
  mesAdd1Utilitarian: { rule: 'mes', completion: 'add1-utilitarian' },
  phragmen: { rule: 'phragmen' },
  maxwelfare: { rule: 'maxwelfare', utility: 'card' },
};
/** What reviewers' points can stand in for: rules that ask how much, not who. */
const forScores: readonly RuleKey[] = ['greedy', 'greedyNoskip', 'maxwelfare'];

/** A rule and what came of it. */
export type RuleOutcome = { key: RuleKey } & Outcome;

/** What the office decided, in the terms of the rules. */
export interface Decision {
  /** Ids of the election's projects that were granted something. */
  granted: string[];
  /** What they were granted together. */
  grantedFen: bigint;
  withoutWinner: number;
}

/** One project in all outcomes. */
export interface ComparedProject {
  id: string;
  name: string;
  costFen: bigint;
  /** Votes, or points where ballots give points. */
  support: number;
  line: RoundLine | null;
}

/** The rules side by side. */
export interface Comparison {
  contest: Contest;
  projects: ComparedProject[];
  outcomes: RuleOutcome[];
  decision: Decision;
  budgetFen: bigint;
  /** Ballots that support something. */
  supporters: number;
}

/** An amount of the election in fen. */
export const toFen = (units: bigint, election: Election): bigint => (units * 100n) / election.scale;
/** An amount that a rule gives as text of yuan, in fen. */
export function fenOf(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.slice(0, 2).padEnd(2, '0'));
}

/** True when the office grants something and the head has not refused it. */
export const isGranted = ({ proposal }: Pick<RoundLine, 'proposal'>): boolean =>
  proposal !== null && proposal.outcome === 'award' && proposal.confirmation?.decision !== 'refused';

/** Points that each mark of a ballot gives; a ranking gives more to what stands first. */
function pointsAt(election: Election, voter: number, at: number): number {
  if (election.points) return election.points[at] ?? 0;
  return election.voteType === 'ordinal' ? (election.maxLength ?? 0) - (at - (election.start[voter] ?? 0)) : 1;
}

/** Support of each project, the ballots that support anything, and those of them that support nothing in a selection. */
export function supportIn(election: Election, selection: ReadonlySet<string>): { support: number[]; supporters: number; without: number } {
  const support = election.projects.map(() => 0);
  let supporters = 0;
  let without = 0;
  for (let voter = 0; voter < election.voters; voter++) {
    let any = false;
    let won = false;
    for (let at = election.start[voter] ?? 0; at < (election.start[voter + 1] ?? 0); at++) {
      const points = pointsAt(election, voter, at);
      if (points === 0) continue;
      const project = election.choice[at] ?? 0;
      support[project] = (support[project] ?? 0) + points;
      any = true;
      won ||= selection.has(election.projects[project]?.id ?? '');
    }
    if (any) supporters++;
    if (any && !won) without++;
  }
  return { support, supporters, without };
}

/** Applies every rule that the votes allow. Rules that are not done after `waitMs` altogether are left out. */
export async function compare(contest: Contest, waitMs = 8000): Promise<Comparison> {
  const { election, lineOf } = contest;
  const keys = contest.source.kind === 'scores' ? forScores : ruleKeys;
  const rules = keys.map((key) => ({ ...optionsOf[key], ...(election.voteType === 'ordinal' && key !== 'phragmen' ? { score: 'borda' as const } : {}) }));
  const found = await outcomesOf(election, rules, waitMs);
  const outcomes = found.flatMap((each, at): RuleOutcome[] => {
    const key = keys[at];
    return key ? [{ key, ...each }] : [];
  });
  const granted = election.projects.flatMap(({ id }) => {
    const line = lineOf.get(id);
    return line && isGranted(line) ? [id] : [];
  });
  const { support, supporters, without } = supportIn(election, new Set(granted));
  const projects = election.projects.map(({ id, name, cost }, at) => ({
    id,
    name: name === '' ? id : name,
    costFen: toFen(cost, election),
    support: support[at] ?? 0,
    line: lineOf.get(id) ?? null,
  }));
  return {
    contest,
    projects: projects.sort((a, b) => b.support - a.support),
    outcomes,
    decision: {
      granted,
      grantedFen: projects.reduce((sum, { line }) => sum + (line && isGranted(line) ? (line.proposal?.grantFen ?? 0n) : 0n), 0n),
      withoutWinner: without,
    },
    budgetFen: toFen(election.budget, election),
    supporters,
  };
}
