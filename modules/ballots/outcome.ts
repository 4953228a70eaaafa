import { tally } from '#libs/decide';
import type { Tx } from '#platform/database';
import { attendanceOf } from '#modules/meetings';
import type { Ballot, Outcome, RollLine } from './ballot.ts';
import { type Counted, countPicks } from './count-picks.ts';
import { answersOf, findBallot, marksOf, optionsOf, rollOf, secretVotesOf } from './queries.ts';
import type { BallotOption, Choice, SecretAnswer } from './question.ts';
import { decideRoll } from './roll.ts';

/**
 * Counts a ballot as it stands. Whoever signed in at its meeting is present; whoever voted is present as well.
 * The roll and the votes come from tables that allow neither duplicates nor strangers: a tally error is a bug and throws.
 */
export function outcomeOf(
  ballot: Counted,
  options: readonly BallotOption[],
  roll: readonly Pick<RollLine, 'electorId' | 'areaCentiM2'>[],
  answers: ReadonlyMap<string, SecretAnswer>,
  present: readonly string[],
): Outcome {
  const spoiled = [...answers.values()].filter((answer) => answer.choice === 'spoiled').length;
  const count = (choice: Choice): number => [...answers.values()].filter((answer) => answer.choice === choice).length;
  const figures = {
    counts: { yes: count('yes'), no: count('no'), abstain: count('abstain'), roll: roll.length },
    cast: answers.size,
    spoiled,
  };
  if (ballot.kind !== 'yes-no') return { ...countPicks(ballot, options, roll, answers, present), ...figures };
  const counted = tally({
    rule: ballot.rule,
    roll: decideRoll(roll),
    // A spoiled paper takes part and says neither yes nor no.
    ballots: [...answers].map(([id, { choice }]) => ({ id, choice: choice === 'yes' || choice === 'no' ? choice : 'abstain' })),
    present: [...present],
  });
  if (!counted.ok) throw new Error(`ballot cannot be counted: ${counted.error}`);
  return { ...counted.value, ...figures, options: null };
}

/** The electors on the roll who signed in at the ballot's meeting. */
export async function presentElectors(tx: Tx, ballot: Pick<Ballot, 'meetingId' | 'electorate'>, roll: readonly RollLine[]): Promise<string[]> {
  if (ballot.meetingId === null) return [];
  const came = await attendanceOf(tx, ballot.meetingId);
  const households = new Set(came.map((each) => each.householdId));
  const persons = new Set(came.map((each) => each.personId));
  return roll
    .filter(
      (line) =>
        (line.householdId !== null && households.has(line.householdId)) ||
        (line.personId !== null && persons.has(line.personId)) ||
        line.personIds.some((id) => persons.has(id)),
    )
    .map((line) => line.electorId);
}

/** The verdict of a closed ballot; null before: how the votes stand is shown to nobody while they may still be changed. */
export async function ballotOutcome(tx: Tx, ballotId: string): Promise<Outcome | null> {
  return (await findBallot(tx, ballotId))?.outcome ?? null;
}

/**
 * Counts from the roll and the votes, whatever is stored: for closing and for proving a result, never for a page of an open ballot.
 * Secret votes have no elector. Where all weigh alike it does not matter whose they are: they are laid on those who voted, in the order of the published list.
 */
export async function countNow(tx: Tx, ballot: Ballot): Promise<Outcome> {
  const { roll, options, answers, present } = await countedVotes(tx, ballot);
  return outcomeOf(ballot, options, roll, answers, present);
}

/** What a count is made of. */
export async function countedVotes(
  tx: Tx,
  ballot: Ballot,
): Promise<{ roll: RollLine[]; options: BallotOption[]; answers: Map<string, SecretAnswer>; present: string[] }> {
  const roll = await rollOf(tx, ballot.id);
  const options = ballot.kind === 'yes-no' ? [] : await optionsOf(tx, ballot.id);
  const present = await presentElectors(tx, ballot, roll);
  if (ballot.secrecy === 'named') return { roll, options, answers: await answersOf(tx, ballot.id), present };
  const voted = (await marksOf(tx, ballot.id)).map((mark) => mark.electorId);
  const answers = new Map<string, SecretAnswer>();
  for (const [index, vote] of (await secretVotesOf(tx, ballot.id)).entries()) {
    const electorId = voted[index];
    if (electorId === undefined) throw new Error('more secret votes than voters');
    answers.set(electorId, vote.answer);
  }
  return { roll, options, answers, present };
}
