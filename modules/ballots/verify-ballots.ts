import type { Tx } from '#platform/database';
import { sql } from '#platform/database';
import { countingVote, type Outcome, type Vote } from './ballot.ts';
import { countNow } from './outcome.ts';
import { marksOf, rollOf, secretVotesOf, voicesOf, votesOf } from './queries.ts';
import { rollDigest } from './roll.ts';
import { ballotColumns, ballotRow } from './rows.ts';

/** What must come out the same whenever it is counted. */
const figures = (outcome: Outcome): string =>
  JSON.stringify([outcome.counts, outcome.passed, outcome.options?.standings.map((each) => [each.option, each.votes, each.status]) ?? null]);

/** What is wrong with opened ballots, in words: a roll that is not the frozen one, a voice that is not the last vote, another result. */
export async function verifyBallots(tx: Tx): Promise<string[]> {
  const problems: string[] = [];
  const ballots = await tx.all(
    sql`select ${ballotColumns} from ballot where subdistrict_id = ${tx.subdistrictId} and state in ('open', 'closed') order by id`,
    ballotRow,
  );
  for (const ballot of ballots) {
    if (rollDigest(await rollOf(tx, ballot.id)) !== ballot.rollDigest) problems.push(`ballot ${ballot.id}: the roll is not the one that was frozen`);
    const byElector = new Map<string, Vote[]>();
    for (const vote of await votesOf(tx, ballot.id)) byElector.set(vote.electorId, [...(byElector.get(vote.electorId) ?? []), vote]);
    const voices = new Map((await voicesOf(tx, ballot.id)).map((voice) => [voice.electorId, voice.id]));
    for (const [electorId, votes] of byElector) {
      if (countingVote(votes, ballot.mayChange)?.id !== voices.get(electorId))
        problems.push(`ballot ${ballot.id}: the voice of ${electorId} is not its last vote`);
    }
    if (ballot.secrecy === 'secret' && ballot.state === 'closed') {
      const [marked, opened] = [(await marksOf(tx, ballot.id)).length, (await secretVotesOf(tx, ballot.id)).length];
      if (marked !== opened) problems.push(`ballot ${ballot.id}: ${marked} have voted, ${opened} votes were opened`);
    }
    if (ballot.outcome && figures(ballot.outcome) !== figures(await countNow(tx, ballot)))
      problems.push(`ballot ${ballot.id}: the votes do not add up to its result`);
  }
  return problems;
}
