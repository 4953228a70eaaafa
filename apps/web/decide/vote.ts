import { type Election, electionFrom, parsePb } from '#libs/decide';
import { plainYuan } from '#libs/money';
import { answerOf, type Ballot, type BallotOption, listBallots, optionsOf, type SecretAnswer, secretVotesOf, voicesOf } from '#modules/ballots';
import { type RoundVote, roundVoteOf, withoutVoters } from '#modules/funds';
import type { Tx } from '#platform/database';
import type { RoundFigures, RoundLine } from '../funds/round-view.ts';

/** Where the votes come from: a ballot held here, a file the office handed in, or reviewers' points in the place of votes. */
export type VoteSource = { kind: 'ballot'; ballot: Ballot; options: BallotOption[] } | { kind: 'file'; vote: RoundVote } | { kind: 'scores' };

/** A vote over the round's projects, ready for the rules. */
export interface Contest {
  source: VoteSource;
  election: Election;
  /** The round's project behind a project of the election. */
  lineOf: ReadonlyMap<string, RoundLine>;
  /** Options that are no project of the round and have no cost, so that no rule can deal with them. */
  leftOut: string[];
  /** Ballots that chose nothing, or could not be read. */
  abstained: number;
}

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();

/** A number for each project of the round: its own, with its place before it where two places count alike. */
export function numbersOf(lines: readonly RoundLine[]): Map<string, string> {
  const alike = (serial: string) => lines.filter(({ project }) => project.serial === serial).length > 1;
  return new Map(lines.map(({ project, placeName }) => [project.id, alike(project.serial) ? `${placeName} ${project.serial}` : project.serial]));
}

/** The round's projects by what a vote may call them: title and number, where it means only one. */
function byName(lines: readonly RoundLine[]): Map<string, RoundLine> {
  const found = new Map<string, RoundLine | null>();
  const numbers = numbersOf(lines);
  for (const line of lines)
    for (const name of new Set([plain(line.project.title), plain(line.project.serial), plain(numbers.get(line.project.id) ?? '')]))
      found.set(name, found.has(name) ? null : line);
  return new Map([...found].flatMap(([name, line]) => (line ? [[name, line] as const] : [])));
}

/** Votes over the round's projects: what the office handed in, then closed ballots with at least two of them among their options, newest first. */
export async function votesOver(tx: Tx, { round, lines }: RoundFigures): Promise<VoteSource[]> {
  const vote = await roundVoteOf(tx, round.id);
  const names = byName(lines);
  const ballots: VoteSource[] = [];
  for (const place of new Set(lines.map(({ project }) => project.neighbourhoodId)))
    for (const ballot of await listBallots(tx, place)) {
      if (ballot.state !== 'closed' || ballot.kind === 'yes-no') continue;
      const options = await optionsOf(tx, ballot.id);
      if (options.filter(({ label }) => names.has(plain(label))).length >= 2) ballots.push({ kind: 'ballot', ballot, options });
    }
  return [...(vote ? [{ kind: 'file' as const, vote }] : []), ...ballots];
}

/** A source's name in the address. */
export const sourceKey = (source: VoteSource): string => (source.kind === 'ballot' ? source.ballot.id : source.kind);

const voteTypes = { one: 'choose-1', approval: 'approval', budget: 'approval', score: 'scoring', ranking: 'ordinal' } as const;

/** The election that a ballot's votes make; null where fewer than two options can be paid for. */
export function contestOfBallot(
  { ballot, options }: Extract<VoteSource, { kind: 'ballot' }>,
  answers: readonly SecretAnswer[],
  { round, lines }: Pick<RoundFigures, 'lines' | 'round'>,
): Contest | null {
  if (ballot.kind === 'yes-no') return null;
  const names = byName(lines);
  const numbers = numbersOf(lines);
  const lineOf = new Map<string, RoundLine>();
  const idOf = new Map<number, string>();
  const leftOut: string[] = [];
  const projects = options.flatMap((option) => {
    const line = names.get(plain(option.label));
    const costFen = option.costFen ?? line?.askedFen;
    if (costFen === undefined) {
      leftOut.push(option.label);
      return [];
    }
    const id = (line && numbers.get(line.project.id)) ?? `#${option.no}`;
    idOf.set(option.no, id);
    if (line) lineOf.set(id, line);
    return [{ id, name: option.label, cost: plainYuan(costFen) }];
  });
  if (projects.length < 2 || new Set(idOf.values()).size !== projects.length) return null;
  const voteType = voteTypes[ballot.kind];
  const chosen = answers.flatMap((answer) => (answer.choice === 'picks' ? [answer.picks] : []));
  const ballots = chosen.map((picks) =>
    picks.flatMap(({ option, score }): (string | [string, number])[] => {
      const id = idOf.get(option);
      return id === undefined ? [] : [voteType === 'scoring' ? [id, score ?? 0] : id];
    }),
  );
  const election = electionFrom({
    budget: plainYuan(ballot.budgetFen ?? round.poolFen),
    projects,
    voteType,
    ballots,
    ...(voteType === 'ordinal' ? { maxLength: Math.max(1, ...ballots.map(({ length }) => length)) } : {}),
  });
  return { source: { kind: 'ballot', ballot, options }, election: withoutVoters(election), lineOf, leftOut, abstained: answers.length - chosen.length };
}

/** The round's projects behind those of a file, by number or name. */
export function linesOfFile({ projects }: Pick<Election, 'projects'>, lines: readonly RoundLine[]): Map<string, RoundLine> {
  const names = byName(lines);
  return new Map(
    projects.flatMap(({ id, name }) => {
      const line = names.get(plain(id)) ?? names.get(plain(name));
      return line ? [[id, line] as const] : [];
    }),
  );
}

/** The election in a file; null where it cannot be read, which it could when it was kept. */
export function contestOfFile(vote: RoundVote, lines: readonly RoundLine[]): Contest | null {
  const read = parsePb(vote.content);
  if (!read.ok) return null;
  const lineOf = linesOfFile(read.value, lines);
  return { source: { kind: 'file', vote }, election: withoutVoters(read.value), lineOf, leftOut: [], abstained: 0 };
}

/** Reviewers' means as the points of a single ballot, in hundredths; null with fewer than two that the viewer may see. */
export function contestOfScores({ round, lines }: Pick<RoundFigures, 'lines' | 'round'>): Contest | null {
  const scored = lines.filter(({ meanText }) => meanText !== null);
  if (scored.length < 2) return null;
  const numbers = numbersOf(lines);
  const marked = scored.map((line) => ({ id: numbers.get(line.project.id) ?? line.project.id, line }));
  const election = electionFrom({
    budget: plainYuan(round.poolFen),
    projects: marked.map(({ id, line }) => ({ id, name: line.project.title, cost: plainYuan(line.askedFen) })),
    voteType: 'scoring',
    ballots: [marked.map(({ id, line }): [string, number] => [id, Math.round(Number(line.meanText) * 100)])],
  });
  return { source: { kind: 'scores' }, election, lineOf: new Map(marked.map(({ id, line }) => [id, line])), leftOut: [], abstained: 0 };
}

/** Reads a source's votes. */
export async function readContest(tx: Tx, source: VoteSource, figures: RoundFigures): Promise<Contest | null> {
  if (source.kind === 'file') return contestOfFile(source.vote, figures.lines);
  if (source.kind === 'scores') return contestOfScores(figures);
  const { ballot } = source;
  const answers =
    ballot.secrecy === 'secret' ? (await secretVotesOf(tx, ballot.id)).map(({ answer }) => answer) : (await voicesOf(tx, ballot.id)).map(answerOf);
  return contestOfBallot(source, answers, figures);
}
