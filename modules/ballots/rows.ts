import { z } from 'zod';
import { sql } from '#platform/database';
import { type Ballot, channels, type Outcome, type RollLine, type Vote } from './ballot.ts';
import { electorates } from './law.ts';
import { ballotKinds, type BallotOption, countings, type Pick as Picked, secrecies } from './question.ts';

const measure = z.enum(['heads', 'area', 'households']);
const fraction = { measure, num: z.number(), den: z.number(), strict: z.boolean() };
const ruleSchema = z.object({
  quorum: z.array(z.object({ ...fraction, base: z.literal('all') })),
  pass: z.array(z.object({ ...fraction, base: z.enum(['participating', 'present', 'valid', 'all']) })),
});
const testSchema = z.object({
  of: z.enum(['quorum', 'pass']),
  measure,
  base: z.enum(['all', 'present', 'participating', 'valid']),
  numerator: z.number(),
  denominator: z.number(),
  threshold: z.string(),
  strict: z.boolean(),
  passed: z.boolean(),
  missing: z.number().nullable(),
});
const optionsSchema = z.object({
  standings: z.array(
    z.object({
      option: z.number(),
      label: z.string(),
      votes: z.number(),
      place: z.number(),
      status: z.enum(['elected', 'tied', 'not-elected']),
      tests: z.array(testSchema),
      certain: z.boolean(),
      missing: z.number().nullable(),
    }),
  ),
  elected: z.array(z.number()),
  unfilled: z.number(),
  ties: z.array(z.object({ round: z.number().nullable(), options: z.array(z.number()), places: z.number(), brokenBy: z.literal('lot').nullable() })),
});
const outcomeSchema = z
  .object({
    passed: z.boolean(),
    quorate: z.boolean(),
    certain: z.boolean(),
    conflicts: z.array(z.string()),
    tests: z.array(testSchema),
    counts: z.object({ yes: z.number(), no: z.number(), abstain: z.number(), roll: z.number() }),
    // Results of before there were options and secret votes.
    cast: z.number().optional(),
    spoiled: z.number().default(0),
    options: optionsSchema.nullable().default(null),
  })
  .transform((o): Outcome => ({ ...o, cast: o.cast ?? o.counts.yes + o.counts.no + o.counts.abstain }));

export const ballotColumns = sql`id, neighbourhood_id, matter_id, meeting_id, project_id, resolution_id, question, explanation, electorate, building_id,
  entrance_id, compound_id, building_ids, kind, min_picks, max_picks, seats, score_max, budget_fen, counting, secrecy, receipts, seal_key, may_change, taken_by, law, rule, clause, state, objections_until, roll_notice_id, closes_at, opened_at, closed_at, roll_source, roll_count, roll_digest,
  outcome, cancelled_reason, created_at`;
export const ballotRow = z
  .object({
    id: z.string(),
    neighbourhood_id: z.string(),
    matter_id: z.string().nullable(),
    meeting_id: z.string().nullable(),
    project_id: z.string().nullable(),
    resolution_id: z.string().nullable(),
    question: z.string(),
    explanation: z.string(),
    electorate: z.enum(electorates),
    building_id: z.string().nullable(),
    entrance_id: z.string().nullable(),
    compound_id: z.string().nullable(),
    building_ids: z.array(z.string()).nullable(),
    kind: z.enum(ballotKinds),
    min_picks: z.number().nullable(),
    max_picks: z.number().nullable(),
    seats: z.number().nullable(),
    score_max: z.number().nullable(),
    budget_fen: z.bigint().nullable(),
    counting: z.enum(countings).nullable(),
    secrecy: z.enum(secrecies),
    receipts: z.boolean(),
    seal_key: z.instanceof(Uint8Array).nullable(),
    may_change: z.boolean(),
    taken_by: z.enum(['ballot', 'consent']),
    law: z.string(),
    rule: ruleSchema,
    clause: z.string(),
    state: z.enum(['draft', 'roll_shown', 'open', 'closed', 'cancelled']),
    objections_until: z.string().nullable(),
    roll_notice_id: z.string().nullable(),
    closes_at: z.date(),
    opened_at: z.date().nullable(),
    closed_at: z.date().nullable(),
    roll_source: z.string().nullable(),
    roll_count: z.number().nullable(),
    roll_digest: z.string().nullable(),
    outcome: outcomeSchema.nullable(),
    cancelled_reason: z.string().nullable(),
    created_at: z.date(),
  })
  .transform(
    (r): Ballot => ({
      id: r.id,
      neighbourhoodId: r.neighbourhood_id,
      matterId: r.matter_id,
      meetingId: r.meeting_id,
      projectId: r.project_id,
      resolutionId: r.resolution_id,
      question: r.question,
      explanation: r.explanation,
      electorate: r.electorate,
      buildingId: r.building_id,
      entranceId: r.entrance_id,
      compoundId: r.compound_id,
      buildingIds: r.building_ids,
      kind: r.kind,
      minPicks: r.min_picks,
      maxPicks: r.max_picks,
      seats: r.seats,
      scoreMax: r.score_max,
      budgetFen: r.budget_fen,
      counting: r.counting,
      secrecy: r.secrecy,
      receipts: r.receipts,
      sealKey: r.seal_key,
      mayChange: r.may_change,
      takenBy: r.taken_by,
      law: r.law,
      rule: r.rule,
      clause: r.clause,
      state: r.state,
      objectionsUntil: r.objections_until,
      rollNoticeId: r.roll_notice_id,
      closesAt: r.closes_at,
      openedAt: r.opened_at,
      closedAt: r.closed_at,
      rollSource: r.roll_source,
      rollCount: r.roll_count,
      rollDigest: r.roll_digest,
      outcome: r.outcome,
      cancelledReason: r.cancelled_reason,
      createdAt: r.created_at,
    }),
  );

export const rollColumns = sql`id, elector_id, no, code, label, household_id, person_id, person_ids, area_centi_m2`;
export const rollRow = z
  .object({
    id: z.string(),
    elector_id: z.string(),
    no: z.number(),
    code: z.string(),
    label: z.string(),
    household_id: z.string().nullable(),
    person_id: z.string().nullable(),
    person_ids: z.array(z.string()),
    area_centi_m2: z.bigint().nullable(),
  })
  .transform(
    (r): RollLine => ({
      id: r.id,
      electorId: r.elector_id,
      no: r.no,
      code: r.code,
      label: r.label,
      householdId: r.household_id,
      personId: r.person_id,
      personIds: r.person_ids,
      areaCentiM2: r.area_centi_m2,
    }),
  );

/** Picks as they are stored. */
export const picksColumn = z
  .array(z.object({ o: z.number(), s: z.number().optional() }))
  .nullable()
  .transform((picks): Picked[] | null => picks && picks.map(({ o, s }) => (s === undefined ? { option: o } : { option: o, score: s })));
/** Picks as JSON for the database, null for an answer without. */
export const picksJson = (picks: readonly Picked[] | null): string | null =>
  picks && JSON.stringify(picks.map(({ option, score }) => (score === undefined ? { o: option } : { o: option, s: score })));

export const optionColumns = sql`no, label, note, person_id, cost_fen`;
export const optionRow = z
  .object({ no: z.number(), label: z.string(), note: z.string(), person_id: z.string().nullable(), cost_fen: z.bigint().nullable() })
  .transform((r): BallotOption => ({ no: r.no, label: r.label, note: r.note, personId: r.person_id, costFen: r.cost_fen }));

export const voteColumns = sql`id, elector_id, version, choice, picks, channel, voter_person_id, voter_name, recorded_by, cast_at, recorded_at`;
export const voteRow = z
  .object({
    id: z.string(),
    elector_id: z.string(),
    version: z.number(),
    choice: z.enum(['yes', 'no', 'abstain', 'picks']),
    picks: picksColumn,
    channel: z.enum(channels),
    voter_person_id: z.string().nullable(),
    voter_name: z.string(),
    recorded_by: z.string().nullable(),
    cast_at: z.date(),
    recorded_at: z.date(),
  })
  .transform(
    (r): Vote => ({
      id: r.id,
      electorId: r.elector_id,
      version: r.version,
      choice: r.choice,
      picks: r.picks,
      channel: r.channel,
      voterPersonId: r.voter_person_id,
      voterName: r.voter_name,
      recordedBy: r.recorded_by,
      castAt: r.cast_at,
      recordedAt: r.recorded_at,
    }),
  );
