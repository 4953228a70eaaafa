import { z } from 'zod';
import type { Actor } from '#platform/access';
import { sql, type Tx } from '#platform/database';
import type { Ballot, Choice, RollLine, Vote } from './ballot.ts';
import { ballotColumns, ballotRow, rollColumns, rollRow, voteColumns, voteRow } from './rows.ts';

/** One ballot, or null. */
export const findBallot = (tx: Tx, id: string): Promise<Ballot | null> =>
  tx.maybe(sql`select ${ballotColumns} from ballot where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, ballotRow);

/** Ballots of a neighbourhood, newest first. */
export const listBallots = (tx: Tx, neighbourhoodId: string): Promise<Ballot[]> =>
  tx.all(
    sql`select ${ballotColumns} from ballot where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${neighbourhoodId}
    order by created_at desc, id desc limit 2000`,
    ballotRow,
  );

/** Ballots about a meeting, matter, project or resolution, oldest first. Without any: none. */
export const ballotsAbout = (
  tx: Tx,
  about: { meetingId?: string | null; matterId?: string | null; projectId?: string | null; resolutionId?: string | null },
): Promise<Ballot[]> =>
  tx.all(
    sql`select ${ballotColumns} from ballot where subdistrict_id = ${tx.subdistrictId} and (meeting_id = ${about.meetingId ?? null}::uuid
    or matter_id = ${about.matterId ?? null}::uuid or project_id = ${about.projectId ?? null}::uuid
    or resolution_id = ${about.resolutionId ?? null}::uuid) order by created_at, id`,
    ballotRow,
  );

/** Ballots that a resident of the neighbourhood can vote in now; for the door's page. */
export const openBallotsIn = (tx: Tx, neighbourhoodId: string): Promise<Ballot[]> =>
  tx.all(
    sql`select ${ballotColumns} from ballot where subdistrict_id = ${tx.subdistrictId} and neighbourhood_id = ${neighbourhoodId}
    and state = 'open' order by closes_at, id`,
    ballotRow,
  );

/** The roll in its order. */
export const rollOf = (tx: Tx, ballotId: string): Promise<RollLine[]> =>
  tx.all(sql`select ${rollColumns} from ballot_roll where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId} order by no`, rollRow);

/** Every version of every vote, in the order in which they were recorded. */
export const votesOf = (tx: Tx, ballotId: string): Promise<Vote[]> =>
  tx.all(
    sql`select ${voteColumns} from ballot_vote where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}
    order by elector_id, version`,
    voteRow,
  );

/** The vote that counts for each elector who has voted. */
export const voicesOf = (tx: Tx, ballotId: string): Promise<Vote[]> =>
  tx.all(
    sql`select v.id, v.elector_id, v.version, v.choice, v.channel, v.voter_person_id, v.voter_name, v.recorded_by, v.cast_at, v.recorded_at
    from ballot_voice c join ballot_vote v on v.subdistrict_id = c.subdistrict_id and v.id = c.vote_id
    where c.subdistrict_id = ${tx.subdistrictId} and c.ballot_id = ${ballotId}`,
    voteRow,
  );

/** How many have voted. */
export async function voiceCountOf(tx: Tx, ballotId: string): Promise<number> {
  const row = await tx.one(
    sql`select count(*)::int as n from ballot_voice where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}`,
    z.object({ n: z.number() }),
  );
  return row.n;
}

/** A line of the roll for which somebody may speak, with the vote that counts now. */
export interface MyLine {
  line: RollLine;
  vote: Vote | null;
}

/**
 * The lines for which the actor may speak: their household (who lives there, not who only owns it), themselves, or the owner
 * they are. Whether they are of age is asked when they vote.
 */
export async function linesFor(tx: Tx, ballot: Pick<Ballot, 'id' | 'electorate'>, actor: Actor): Promise<MyLine[]> {
  if (actor.personId === null) return [];
  const homes = actor.households.filter((home) => home.relation !== 'owner').map((home) => home.householdId);
  const mine =
    ballot.electorate === 'household'
      ? sql`household_id = any(${homes}::uuid[])`
      : ballot.electorate === 'owner'
        ? sql`${actor.personId}::uuid = any(person_ids)`
        : sql`person_id = ${actor.personId}`;
  const lines = await tx.all(
    sql`select ${rollColumns} from ballot_roll where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballot.id} and ${mine} order by no`,
    rollRow,
  );
  const voices = new Map((await voicesOf(tx, ballot.id)).map((vote) => [vote.electorId, vote]));
  return lines.map((line) => ({ line, vote: voices.get(line.electorId) ?? null }));
}

/** Choice of each elector who has voted. */
export async function choicesOf(tx: Tx, ballotId: string): Promise<Map<string, Choice>> {
  return new Map((await voicesOf(tx, ballotId)).map((vote) => [vote.electorId, vote.choice]));
}
