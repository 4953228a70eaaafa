import { z } from 'zod';
import type { Actor } from '#platform/access';
import { type Sql, sql, type Tx } from '#platform/database';
import { answerOf, type Ballot, type Channel, channels, type RollLine, type Vote } from './ballot.ts';
import type { Answer, BallotOption, SecretAnswer } from './question.ts';
import { ballotColumns, ballotRow, optionColumns, optionRow, picksColumn, rollColumns, rollRow, voteColumns, voteRow } from './rows.ts';

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

const countedRow = z.object({ n: z.number() });

/** How many lines the roll has. */
export async function rollCountOf(tx: Tx, ballotId: string): Promise<number> {
  const row = await tx.one(sql`select count(*)::int as n from ballot_roll where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}`, countedRow);
  return row.n;
}

/** Every version of every vote, in the order in which they were recorded. */
export const votesOf = (tx: Tx, ballotId: string): Promise<Vote[]> =>
  tx.all(
    sql`select ${voteColumns} from ballot_vote where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}
    order by elector_id, version`,
    voteRow,
  );

/** The vote that counts for each elector who has voted, or for the given ones. */
export const voicesOf = (tx: Tx, ballotId: string, electorIds: readonly string[] | null = null): Promise<Vote[]> =>
  tx.all(
    sql`select v.id, v.elector_id, v.version, v.choice, v.picks, v.channel, v.voter_person_id, v.voter_name, v.recorded_by, v.cast_at, v.recorded_at
    from ballot_voice c join ballot_vote v on v.subdistrict_id = c.subdistrict_id and v.id = c.vote_id
    where c.subdistrict_id = ${tx.subdistrictId} and c.ballot_id = ${ballotId}
      and (${electorIds}::uuid[] is null or c.elector_id = any(${electorIds}::uuid[]))`,
    voteRow,
  );

/** How many have voted, named or secret. */
export async function voiceCountOf(tx: Tx, ballotId: string): Promise<number> {
  const row = await tx.one(
    sql`select (select count(*)::int from ballot_voice where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId})
      + (select count(*)::int from ballot_mark where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}) as n`,
    countedRow,
  );
  return row.n;
}

const electorIdRow = z.object({ elector_id: z.string() });

/** Who has voted, named or secret; not what. */
export async function votedElectors(tx: Tx, ballotId: string): Promise<Set<string>> {
  const rows = await tx.all(
    sql`select elector_id from ballot_voice where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}
      union select elector_id from ballot_mark where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}`,
    electorIdRow,
  );
  return new Set(rows.map((row) => row.elector_id));
}

const channelCountsRow = z.object({ channel: z.enum(channels), count: z.number() });

/** How many of those who voted came by which way: the vote that counts, or the mark. */
export const channelCountsOf = (tx: Tx, ballotId: string): Promise<{ channel: Channel; count: number }[]> =>
  tx.all(
    sql`select channel, count(*)::int as count from (
        select v.channel from ballot_voice c join ballot_vote v on v.subdistrict_id = c.subdistrict_id and v.id = c.vote_id
          where c.subdistrict_id = ${tx.subdistrictId} and c.ballot_id = ${ballotId}
        union all select channel from ballot_mark where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}) each_vote
      group by channel order by count(*) desc, channel`,
    channelCountsRow,
  );

/** The options in their order; none for yes and no. */
export const optionsOf = (tx: Tx, ballotId: string): Promise<BallotOption[]> =>
  tx.all(sql`select ${optionColumns} from ballot_option where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId} order by no`, optionRow);

/** That an elector has voted in a secret ballot, by which way. */
export interface Mark {
  electorId: string;
  channel: Channel;
  recordedBy: string | null;
  castAt: Date;
}
const markRow = z
  .object({ elector_id: z.string(), channel: z.enum(channels), recorded_by: z.string().nullable(), cast_at: z.date() })
  .transform((r): Mark => ({ electorId: r.elector_id, channel: r.channel, recordedBy: r.recorded_by, castAt: r.cast_at }));

/** Who has voted in a secret ballot: all, or the given electors. */
export const marksOf = (tx: Tx, ballotId: string, electorIds: readonly string[] | null = null): Promise<Mark[]> =>
  tx.all(
    sql`select elector_id, channel, recorded_by, cast_at from ballot_mark where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}
      and (${electorIds}::uuid[] is null or elector_id = any(${electorIds}::uuid[])) order by elector_id`,
    markRow,
  );

/** An opened secret vote, as the published list has it. */
export interface SecretVote {
  no: number;
  receipt: string | null;
  answer: SecretAnswer;
}
const secretVoteRow = z
  .object({ no: z.number(), receipt: z.string().nullable(), choice: z.enum(['yes', 'no', 'abstain', 'picks', 'spoiled']), picks: picksColumn })
  .transform(
    (r): SecretVote => ({
      no: r.no,
      receipt: r.receipt,
      answer: r.choice === 'spoiled' ? { choice: 'spoiled' } : answerOf({ choice: r.choice, picks: r.picks }),
    }),
  );

/** The votes of a secret ballot that is closed, in the order of the published list; before: none. */
export const secretVotesOf = (tx: Tx, ballotId: string): Promise<SecretVote[]> =>
  tx.all(
    sql`select no, receipt, choice, picks from ballot_secret_vote where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId} order by no`,
    secretVoteRow,
  );

/** A line of the roll for which somebody may speak, with the vote that counts now. */
export interface MyLine {
  line: RollLine;
  vote: Vote | null;
  /** Secret: that it has voted. */
  mark: Mark | null;
}

/**
 * The lines for which the actor may speak: their household (who lives there, not who only owns it), themselves, or the owner
 * they are. Whether they are of age is asked when they vote.
 */
export async function linesFor(tx: Tx, ballot: Pick<Ballot, 'id' | 'electorate'>, actor: Actor): Promise<MyLine[]> {
  if (actor.personId === null) return [];
  const lines = await tx.all(
    sql`select ${rollColumns} from ballot_roll where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballot.id} and ${spokenForBy(actor)} order by no`,
    rollRow,
  );
  return withVotes(tx, ballot.id, lines);
}

/**
 * Which lines are the actor's, whoever the electorate is: an elector's id is that of a household, of a person, or of an owner's first home, and only
 * owners' lines name those who may speak for them. Both are found by an index, however long the roll is.
 */
export function spokenForBy(actor: Actor): Sql {
  const homes = actor.households.filter((home) => home.relation !== 'owner').map((home) => home.householdId);
  return sql`(elector_id = any(${[...homes, ...(actor.personId === null ? [] : [actor.personId])]}::uuid[])
    or person_ids @> ${actor.personId === null ? [] : [actor.personId]}::uuid[] and ${actor.personId}::uuid is not null)`;
}

/** Lines with the vote or mark that stands for each. */
async function withVotes(tx: Tx, ballotId: string, lines: readonly RollLine[]): Promise<MyLine[]> {
  if (lines.length === 0) return [];
  const ids = lines.map((line) => line.electorId);
  const [votes, marks] = await Promise.all([voicesOf(tx, ballotId, ids), marksOf(tx, ballotId, ids)]);
  return lines.map((line) => ({
    line,
    vote: votes.find((vote) => vote.electorId === line.electorId) ?? null,
    mark: marks.find((mark) => mark.electorId === line.electorId) ?? null,
  }));
}

/** The line that a code on a paper or letter stands for, with its vote. Null when it is nobody's. */
export async function lineByCode(tx: Tx, ballotId: string, code: string): Promise<MyLine | null> {
  const typed = code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
  const lines = await tx.all(
    sql`select ${rollColumns} from ballot_roll where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId} and code = ${typed}`,
    rollRow,
  );
  return (await withVotes(tx, ballotId, lines))[0] ?? null;
}

/** The line of an elector, with its vote. */
export async function lineOf(tx: Tx, ballotId: string, electorId: string): Promise<MyLine | null> {
  const lines = await tx.all(
    sql`select ${rollColumns} from ballot_roll where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId} and elector_id = ${electorId}`,
    rollRow,
  );
  return (await withVotes(tx, ballotId, lines))[0] ?? null;
}

/** What each elector who has voted by name said. */
export async function answersOf(tx: Tx, ballotId: string): Promise<Map<string, Answer>> {
  return new Map((await voicesOf(tx, ballotId)).map((vote) => [vote.electorId, answerOf(vote)]));
}
