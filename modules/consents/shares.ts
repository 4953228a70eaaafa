import type { Answer, Ballot, BallotOption, Outcome, RollLine } from '#modules/ballots';
import { optionsOf, outcomeOf, rollOf } from '#modules/ballots';
import type { Tx } from '#platform/database';
import { type ConsentChoice, type ConsentHome, isOption } from './consent.ts';
import { type BallotPart, type Counted, countedOf, homesOf, partsOf } from './queries.ts';

/** Sums of heads and of area, in 1/100 m². */
export interface Sums {
  heads: number;
  areaCentiM2: bigint;
}

/** How a part stands: what was said, out of all on its roll, with every test of the law. */
export interface PartShares {
  part: BallotPart;
  options: BallotOption[];
  roll: RollLine[];
  all: Sums;
  /** By choice: `yes`, `no`, `abstain`, `option-1` … */
  said: Map<string, Sums>;
  answered: Sums;
  /** The tests as they stand now; of a closed ballot the published ones. Null before the roll is frozen. */
  outcome: Outcome | null;
}

/** Doors of an entrance and how many of their owners have answered; never what they said. */
export interface EntranceShare {
  entranceId: string;
  homes: number;
  answered: number;
}

/** The word of a signed answer as the ballot knows it; `null` for co-owners who disagree (decided elsewhere). */
export function answerOf(choice: ConsentChoice): Answer | null {
  if (choice === 'split') return null;
  return isOption(choice) ? { choice: 'picks', picks: [{ option: Number(choice.slice('option-'.length)) }] } : { choice };
}

const nothing: Sums = { heads: 0, areaCentiM2: 0n };
const plus = (a: Sums, line: Pick<RollLine, 'areaCentiM2'>): Sums => ({ heads: a.heads + 1, areaCentiM2: a.areaCentiM2 + (line.areaCentiM2 ?? 0n) });

/** Adds up what counts on a roll. */
export function sharesOf(
  part: BallotPart,
  options: BallotOption[],
  roll: RollLine[],
  counted: readonly Pick<Counted, 'ballotId' | 'electorId' | 'choice'>[],
): PartShares {
  const choices = new Map(counted.filter((one) => one.ballotId === part.ballotId).map((one) => [one.electorId, one.choice]));
  const said = new Map<string, Sums>();
  let all = nothing;
  let answered = nothing;
  for (const line of roll) {
    all = plus(all, line);
    const choice = choices.get(line.electorId);
    if (choice === undefined) continue;
    answered = plus(answered, line);
    said.set(choice, plus(said.get(choice) ?? nothing, line));
  }
  const votes = new Map<string, Answer>();
  for (const [electorId, choice] of choices) {
    const answer = answerOf(choice);
    if (answer) votes.set(electorId, answer);
  }
  const begun = part.ballot.state === 'open' || part.ballot.state === 'closed';
  return { part, options, roll, all, answered, said, outcome: part.ballot.outcome ?? (begun ? outcomeOf(part.ballot, options, roll, votes, []) : null) };
}

/** Doors by entrance with how many of their owners have answered, in the order in which people count the doors. */
export function entranceShares(homes: readonly ConsentHome[], counted: readonly Pick<Counted, 'ballotId' | 'electorId'>[]): EntranceShare[] {
  const answered = new Set(counted.map((one) => `${one.ballotId} ${one.electorId}`));
  const doors = new Map<string, { entranceId: string; done: boolean }>();
  for (const home of [...homes].sort((a, b) => a.placeNo - b.placeNo)) {
    const done = answered.has(`${home.ballotId} ${home.electorId}`);
    doors.set(home.homeId, { entranceId: home.entranceId, done: done || (doors.get(home.homeId)?.done ?? false) });
  }
  const entrances = new Map<string, EntranceShare>();
  for (const { entranceId, done } of doors.values()) {
    const before = entrances.get(entranceId) ?? { entranceId, homes: 0, answered: 0 };
    entrances.set(entranceId, { entranceId, homes: before.homes + 1, answered: before.answered + (done ? 1 : 0) });
  }
  return [...entrances.values()];
}

/** Everything that a live page shows of a campaign. */
export async function consentShares(tx: Tx, consentId: string): Promise<{ parts: PartShares[]; homes: ConsentHome[]; counted: Counted[] }> {
  const parts = await partsOf(tx, consentId);
  const counted = await countedOf(tx, consentId);
  const shares: PartShares[] = [];
  for (const part of parts) shares.push(sharesOf(part, await optionsOf(tx, part.ballotId), await rollOf(tx, part.ballotId), counted));
  return { parts: shares, homes: await homesOf(tx, consentId), counted };
}

/** The state of a campaign is that of its ballots, which move together. */
export const stateOf = (parts: readonly { ballot: Pick<Ballot, 'state'> }[]): Ballot['state'] => parts[0]?.ballot.state ?? 'cancelled';
