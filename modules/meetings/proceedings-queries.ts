import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import type { MeetingRecord } from './proceedings.ts';
import { amendmentRow, countRow, decisionRow, openedRow, proposalRow, questionRow, versionRow, wordRow } from './proceedings-rows.ts';

/** Everything that was recorded while the meeting ran, each list in its order. */
export async function recordOf(tx: Tx, meetingId: string): Promise<MeetingRecord> {
  const here = sql`subdistrict_id = ${tx.subdistrictId} and meeting_id = ${meetingId}`;
  const versions = await tx.all(sql`select proposal_id, version, text, amendment_id, made_at from proposal_version where ${here} order by version`, versionRow);
  const amendments = await tx.all(
    sql`select id, proposal_id, no, base_version, text, author_person_id, author_name, state from proposal_amendment where ${here} order by no`,
    amendmentRow,
  );
  const proposals = await tx.all(
    sql`select id, no, position, author_person_id, author_name, state, ballot_id, put_at from meeting_proposal where ${here} order by no`,
    proposalRow,
  );
  const counts = await tx.all(
    sql`select question_id, count_no, yes_count, no_count, abstain_count, signed_count, found_count, online_yes, online_no, online_abstain,
    online_present, majority, first_counter, second_counter, reason, counted_at from hand_count where ${here} order by count_no`,
    countRow,
  );
  const questions = await tx.all(
    sql`select id, no, position, proposal_id, proposal_version, amendment_id, question, need_num, need_den, need_strict, clause, state, opened_at
    from hand_question where ${here} order by no`,
    questionRow,
  );
  return {
    opened: await tx.all(sql`select position, opened_at from meeting_item_opened where ${here} order by seq`, openedRow),
    words: await tx.all(
      sql`select id, seq, position, person_id, name, how, asked_at, limit_seconds, state, started_at, ended_at, said from meeting_word where ${here} order by seq`,
      wordRow,
    ),
    proposals: proposals.map((proposal) => ({
      ...proposal,
      versions: versions.filter((version) => version.proposalId === proposal.id),
      amendments: amendments.filter((amendment) => amendment.proposalId === proposal.id),
    })),
    questions: questions.map((question) => ({ ...question, counts: counts.filter((count) => count.questionId === question.id) })),
    decisions: await tx.all(sql`select id, seq, position, text, struck from meeting_decision where ${here} order by seq`, decisionRow),
  };
}

const unitsRow = z.object({ room: z.number(), away: z.number() });

/** How many who are counted once are in the room, and how many take part from afar. */
export const unitsOf = (tx: Tx, meetingId: string): Promise<{ room: number; away: number }> =>
  tx.one(
    sql`select count(*) filter (where in_room)::int as room, count(*) filter (where not in_room)::int as away
    from meeting_units(${tx.subdistrictId}, ${meetingId})`,
    unitsRow,
  );

const unitRow = z.object({ unit: z.string(), in_room: z.boolean() }).transform((r) => ({ unit: r.unit, inRoom: r.in_room }));

/** For whom somebody is counted: their own seat or line, or their household's; null when they are not on the list or only watch. */
export const unitOf = (
  tx: Tx,
  meetingId: string,
  who: { personId: string | null; households: readonly { householdId: string; relation: string }[] },
): Promise<{ unit: string; inRoom: boolean } | null> => {
  const homes = who.households.filter((home) => home.relation !== 'owner').map((home) => home.householdId);
  return tx.maybe(
    sql`select unit, in_room from meeting_units(${tx.subdistrictId}, ${meetingId}) u
    where u.person_id = ${who.personId}::uuid or u.household_id = any(${homes}::uuid[]) order by u.person_id is distinct from ${who.personId}::uuid limit 1`,
    unitRow,
  );
};

const voicesFromAfarRow = z.object({ yes: z.number(), no: z.number(), abstain: z.number() });

/** The voices from afar that count on a question: whoever has come into the room since is counted there. */
export async function voicesFromAfar(tx: Tx, meetingId: string, questionId: string): Promise<{ yes: number; no: number; abstain: number }> {
  return tx.one(
    sql`select count(*) filter (where v.choice = 'yes')::int as yes, count(*) filter (where v.choice = 'no')::int as no,
    count(*) filter (where v.choice = 'abstain')::int as abstain
    from hand_voice v join meeting_units(${tx.subdistrictId}, ${meetingId}) u on u.unit = v.unit_id and not u.in_room
    where v.subdistrict_id = ${tx.subdistrictId} and v.question_id = ${questionId}`,
    voicesFromAfarRow,
  );
}

const choiceRow = z.object({ choice: z.enum(['yes', 'no', 'abstain']) });

/** What was answered from afar for one unit, null when nothing was. */
export async function voiceOf(tx: Tx, questionId: string, unit: string): Promise<'yes' | 'no' | 'abstain' | null> {
  const row = await tx.maybe(
    sql`select choice from hand_voice where subdistrict_id = ${tx.subdistrictId} and question_id = ${questionId} and unit_id = ${unit}`,
    choiceRow,
  );
  return row?.choice ?? null;
}

const proposalOfBallotRow = z.object({ id: z.string(), meeting_id: z.string() }).transform((r) => ({ proposalId: r.id, meetingId: r.meeting_id }));

/** The meeting's ballots that decide a proposal: proposal → ballot. */
export const proposalOfBallot = (tx: Tx, ballotId: string): Promise<{ proposalId: string; meetingId: string } | null> =>
  tx.maybe(sql`select id, meeting_id from meeting_proposal where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}`, proposalOfBallotRow);
