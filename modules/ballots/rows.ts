import { z } from 'zod';
import { sql } from '#platform/database';
import { type Ballot, choices, type Outcome, type RollLine, type Vote } from './ballot.ts';
import { electorates } from './law.ts';

const measure = z.enum(['heads', 'area', 'households']);
const fraction = { measure, num: z.number(), den: z.number(), strict: z.boolean() };
const ruleSchema = z.object({
  quorum: z.array(z.object({ ...fraction, base: z.literal('all') })),
  pass: z.array(z.object({ ...fraction, base: z.enum(['participating', 'present', 'valid', 'all']) })),
});
const outcomeSchema: z.ZodType<Outcome> = z.object({
  passed: z.boolean(),
  quorate: z.boolean(),
  certain: z.boolean(),
  conflicts: z.array(z.string()),
  tests: z.array(
    z.object({
      of: z.enum(['quorum', 'pass']),
      measure,
      base: z.enum(['all', 'present', 'participating', 'valid']),
      numerator: z.number(),
      denominator: z.number(),
      threshold: z.string(),
      strict: z.boolean(),
      passed: z.boolean(),
      missing: z.number().nullable(),
    }),
  ),
  counts: z.object({ yes: z.number(), no: z.number(), abstain: z.number(), roll: z.number() }),
});

export const ballotColumns = sql`id, neighbourhood_id, matter_id, meeting_id, project_id, resolution_id, question, explanation, electorate, building_id,
  entrance_id, law, rule, clause, state, objections_until, roll_notice_id, closes_at, opened_at, closed_at, roll_source, roll_count, roll_digest,
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

export const voteColumns = sql`id, elector_id, version, choice, channel, voter_person_id, voter_name, recorded_by, cast_at, recorded_at`;
export const voteRow = z
  .object({
    id: z.string(),
    elector_id: z.string(),
    version: z.number(),
    choice: z.enum(choices),
    channel: z.enum(['own', 'paper', 'assisted', 'hands']),
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
      channel: r.channel,
      voterPersonId: r.voter_person_id,
      voterName: r.voter_name,
      recordedBy: r.recorded_by,
      castAt: r.cast_at,
      recordedAt: r.recorded_at,
    }),
  );
