import { tally, type TallyInput } from '#libs/decide';
import type { Tx } from '#platform/database';
import { attendanceOf } from '#modules/meetings';
import type { Ballot, Choice, Outcome, RollLine } from './ballot.ts';
import { choicesOf, findBallot, rollOf } from './queries.ts';
import { areaText } from './roll.ts';

/**
 * Counts a ballot as it stands. Whoever signed in at its meeting is present; whoever voted is present as well.
 * The roll and the votes come from tables that allow neither duplicates nor strangers: a tally error is a bug and throws.
 */
export function outcomeOf(
  ballot: Pick<Ballot, 'rule'>,
  roll: readonly Pick<RollLine, 'electorId' | 'areaCentiM2'>[],
  choices: ReadonlyMap<string, Choice>,
  present: readonly string[],
): Outcome {
  const input: TallyInput = {
    rule: ballot.rule,
    roll: roll.map((line) => ({ id: line.electorId, ...(line.areaCentiM2 === null ? {} : { area: areaText(line.areaCentiM2) }) })),
    ballots: [...choices].map(([id, choice]) => ({ id, choice })),
    present: [...present],
  };
  const counted = tally(input);
  if (!counted.ok) throw new Error(`ballot cannot be counted: ${counted.error}`);
  const count = (choice: Choice): number => [...choices.values()].filter((each) => each === choice).length;
  return { ...counted.value, counts: { yes: count('yes'), no: count('no'), abstain: count('abstain'), roll: roll.length } };
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

/** Counts from the roll and the voices, whatever is stored: for closing and for proving a result, never for a page of an open ballot. */
export async function countNow(tx: Tx, ballot: Ballot): Promise<Outcome> {
  const roll = await rollOf(tx, ballot.id);
  return outcomeOf(ballot, roll, await choicesOf(tx, ballot.id), await presentElectors(tx, ballot, roll));
}
