import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import { type Ballot, type Channel, countingVote, type Outcome, type RollLine, type Vote } from './ballot.ts';
import { spokenForBy } from './queries.ts';
import { type Answer, type BallotOption, picksOf } from './question.ts';
import { ballotColumns, ballotRow, picksJson, rollColumns, rollRow, voteColumns, voteRow } from './rows.ts';

/** The ballot, locked until the command ends. `share` lets others vote meanwhile but keeps it from closing. */
export const lockBallot = (tx: CommandTx, id: string, how: 'update' | 'share' = 'update'): Promise<Ballot | null> =>
  tx.maybe(
    sql`select ${ballotColumns} from ballot where subdistrict_id = ${tx.subdistrictId} and id = ${id} ${how === 'update' ? sql`for update` : sql`for share`}`,
    ballotRow,
  );

type NewBallot = Pick<
  Ballot,
  | 'id'
  | 'neighbourhoodId'
  | 'matterId'
  | 'meetingId'
  | 'projectId'
  | 'resolutionId'
  | 'question'
  | 'explanation'
  | 'electorate'
  | 'buildingId'
  | 'entranceId'
  | 'law'
  | 'rule'
  | 'clause'
  | 'closesAt'
  | 'compoundId'
  | 'buildingIds'
  | 'kind'
  | 'minPicks'
  | 'maxPicks'
  | 'seats'
  | 'scoreMax'
  | 'budgetFen'
  | 'counting'
  | 'secrecy'
  | 'receipts'
  | 'mayChange'
  | 'takenBy'
>;

export async function insertBallot(tx: CommandTx, b: NewBallot): Promise<void> {
  await tx.exec(sql`insert into ballot (subdistrict_id, id, neighbourhood_id, matter_id, meeting_id, project_id, resolution_id, question, explanation,
    electorate, building_id, entrance_id, compound_id, building_ids, kind, min_picks, max_picks, seats, score_max, budget_fen, counting, secrecy, receipts,
    may_change, taken_by, law, rule, clause, state, closes_at, created_by, created_at) values (${tx.subdistrictId}, ${b.id}, ${b.neighbourhoodId},
    ${b.matterId}, ${b.meetingId}, ${b.projectId}, ${b.resolutionId}, ${b.question}, ${b.explanation}, ${b.electorate}, ${b.buildingId}, ${b.entranceId},
    ${b.compoundId}, ${b.buildingIds}::uuid[], ${b.kind}, ${b.minPicks}, ${b.maxPicks}, ${b.seats}, ${b.scoreMax}, ${b.budgetFen}, ${b.counting}, ${b.secrecy},
    ${b.receipts}, ${b.mayChange}, ${b.takenBy}, ${b.law}, ${JSON.stringify(b.rule)}::jsonb, ${b.clause}, 'draft', ${b.closesAt}, ${tx.actor.personId}, ${tx.now})`);
}

/** Replaces the roll; the database refuses it once the ballot is open. */
export async function replaceRoll(tx: CommandTx, ballotId: string, lines: readonly RollLine[]): Promise<void> {
  await tx.exec(sql`delete from ballot_roll where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}`);
  const rows = lines.map((line) => ({
    id: line.id,
    elector_id: line.electorId,
    no: line.no,
    code: line.code,
    label: line.label,
    household_id: line.householdId,
    person_id: line.personId,
    person_ids: line.personIds,
    area_centi_m2: line.areaCentiM2 === null ? null : line.areaCentiM2.toString(),
  }));
  await tx.exec(sql`insert into ballot_roll (subdistrict_id, ballot_id, id, elector_id, no, code, label, household_id, person_id, person_ids, area_centi_m2)
    select ${tx.subdistrictId}::uuid, ${ballotId}::uuid, r.id, r.elector_id, r.no, r.code, r.label, r.household_id, r.person_id,
      array(select jsonb_array_elements_text(r.person_ids)::uuid), r.area_centi_m2
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, elector_id uuid, no int, code text, label text, household_id uuid, person_id uuid,
      person_ids jsonb, area_centi_m2 bigint)`);
}

/** Replaces the options, numbered in the given order; the database refuses it once the ballot is open. */
export async function replaceOptions(tx: CommandTx, ballotId: string, options: readonly BallotOption[]): Promise<void> {
  await tx.exec(sql`delete from ballot_option where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}`);
  if (options.length === 0) return;
  const rows = options.map((each) => ({
    id: tx.newId(),
    no: each.no,
    label: each.label,
    note: each.note,
    person_id: each.personId,
    cost_fen: each.costFen === null ? null : each.costFen.toString(),
  }));
  await tx.exec(sql`insert into ballot_option (subdistrict_id, ballot_id, id, no, label, note, person_id, cost_fen)
    select ${tx.subdistrictId}::uuid, ${ballotId}::uuid, o.id, o.no, o.label, o.note, o.person_id, o.cost_fen
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as o(id uuid, no int, label text, note text, person_id uuid, cost_fen bigint)`);
}

export async function setRollShown(tx: CommandTx, ballotId: string, facts: { objectionsUntil: string; noticeId: string }): Promise<void> {
  await tx.exec(sql`update ballot set state = 'roll_shown', objections_until = ${facts.objectionsUntil}, roll_notice_id = ${facts.noticeId}
    where subdistrict_id = ${tx.subdistrictId} and id = ${ballotId}`);
}

export async function setOpen(
  tx: CommandTx,
  ballotId: string,
  facts: { closesAt: Date; source: string; count: number; digest: string; sealKey: Uint8Array | null },
): Promise<void> {
  await tx.exec(sql`update ballot set state = 'open', opened_at = ${tx.now}, closes_at = ${facts.closesAt}, roll_source = ${facts.source},
    roll_count = ${facts.count}, roll_digest = ${facts.digest}, seal_key = ${facts.sealKey && Buffer.from(facts.sealKey)} where subdistrict_id = ${tx.subdistrictId} and id = ${ballotId}`);
}

export async function setCancelled(tx: CommandTx, ballotId: string, reason: string): Promise<void> {
  await tx.exec(sql`update ballot set state = 'cancelled', cancelled_reason = ${reason} where subdistrict_id = ${tx.subdistrictId} and id = ${ballotId}`);
}

export async function setClosed(tx: CommandTx, ballotId: string, outcome: Outcome): Promise<void> {
  await tx.exec(sql`update ballot set state = 'closed', closed_at = ${tx.now}, outcome = ${JSON.stringify(outcome)}::jsonb
    where subdistrict_id = ${tx.subdistrictId} and id = ${ballotId}`);
}

/** A line of the roll, locked: two members of a household vote one after the other. */
export const lockLine = (tx: CommandTx, ballotId: string, electorId: string): Promise<RollLine | null> =>
  tx.maybe(
    sql`select ${rollColumns} from ballot_roll where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}
    and elector_id = ${electorId} for update`,
    rollRow,
  );

/** What is written down of a vote. */
export interface NewVote {
  ballotId: string;
  electorId: string;
  answer: Answer;
  channel: Channel;
  voterPersonId: string | null;
  voterName: string;
  recordedBy: string | null;
  castAt: Date;
  fileId?: string | null;
}

/** The lines for which the actor may speak, or the one of them that is named, locked. */
export const lockLinesOf = (tx: CommandTx, ballotId: string, electorId: string | null): Promise<RollLine[]> =>
  tx.all(
    sql`select ${rollColumns} from ballot_roll where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId} and ${spokenForBy(tx.actor)}
    and (${electorId}::uuid is null or elector_id = ${electorId}::uuid) order by no for update`,
    rollRow,
  );

/** Every version of an elector's vote, oldest first. */
export const versionsOf = (tx: CommandTx, ballotId: string, electorId: string): Promise<Vote[]> =>
  tx.all(
    sql`select ${voteColumns} from ballot_vote where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}
    and elector_id = ${electorId} order by version`,
    voteRow,
  );

/** The vote that counts for an elector now. */
export async function currentVote(tx: CommandTx, ballot: Pick<Ballot, 'id' | 'mayChange'>, electorId: string): Promise<Vote | null> {
  return countingVote(await versionsOf(tx, ballot.id, electorId), ballot.mayChange);
}

/**
 * Adds a version; the one cast last counts, or where votes may not be changed the first. The line is locked by the caller, who may hand over the versions it has read
 * since. Returns the version and whether it counts.
 */
export async function insertVote(tx: CommandTx, vote: NewVote, mayChange = true, known?: readonly Vote[]): Promise<{ version: number; counts: boolean }> {
  const before = known ?? (await versionsOf(tx, vote.ballotId, vote.electorId));
  const id = tx.newId();
  const version = before.length + 1;
  const inserted = tx.exec(sql`insert into ballot_vote (subdistrict_id, id, ballot_id, elector_id, version, choice, picks, channel, voter_person_id, voter_name,
    recorded_by, cast_at, recorded_at, file_id) values (${tx.subdistrictId}, ${id}, ${vote.ballotId}, ${vote.electorId}, ${version}, ${vote.answer.choice},
    ${vote.answer.choice === 'picks' ? picksJson(picksOf(vote.answer)) : null}::jsonb, ${vote.channel},
    ${vote.voterPersonId}, ${vote.voterName}, ${vote.recordedBy}, ${vote.castAt}, ${tx.now}, ${vote.fileId ?? null})`);
  const counted = countingVote<Pick<Vote, 'id' | 'castAt' | 'version'>>([...before, { id, castAt: vote.castAt, version }], mayChange);
  const counts = counted?.id === id;
  // Both travel together: the voice follows its vote on the same connection.
  await Promise.all([
    inserted,
    counts
      ? tx.exec(sql`insert into ballot_voice (subdistrict_id, ballot_id, elector_id, vote_id, choice)
          values (${tx.subdistrictId}, ${vote.ballotId}, ${vote.electorId}, ${id}, ${vote.answer.choice})
          on conflict (subdistrict_id, ballot_id, elector_id) do update set vote_id = excluded.vote_id, choice = excluded.choice`)
      : undefined,
  ]);
  return { version, counts };
}
