import { z } from 'zod';
import type { Amendment, Decision, HandCount, HandQuestion, ItemOpened, Proposal, ProposalVersion, Word } from './proceedings.ts';

export const openedRow = z
  .object({ position: z.number(), opened_at: z.date() })
  .transform((r): ItemOpened => ({ position: r.position, openedAt: r.opened_at }));

export const wordRow = z
  .object({
    id: z.string(),
    seq: z.number(),
    position: z.number().nullable(),
    person_id: z.string().nullable(),
    name: z.string(),
    how: z.enum(['own', 'recorder']),
    asked_at: z.date(),
    limit_seconds: z.number().nullable(),
    state: z.enum(['waiting', 'speaking', 'spoken', 'withdrawn']),
    started_at: z.date().nullable(),
    ended_at: z.date().nullable(),
    said: z.string(),
  })
  .transform(
    (r): Word => ({
      id: r.id,
      seq: r.seq,
      position: r.position,
      personId: r.person_id,
      name: r.name,
      how: r.how,
      askedAt: r.asked_at,
      limitSeconds: r.limit_seconds,
      state: r.state,
      startedAt: r.started_at,
      endedAt: r.ended_at,
      said: r.said,
    }),
  );

export const proposalRow = z
  .object({
    id: z.string(),
    no: z.number(),
    position: z.number().nullable(),
    author_person_id: z.string().nullable(),
    author_name: z.string(),
    state: z.enum(['open', 'withdrawn', 'ballot']),
    ballot_id: z.string().nullable(),
    put_at: z.date(),
  })
  .transform(
    (r): Omit<Proposal, 'versions' | 'amendments'> => ({
      id: r.id,
      no: r.no,
      position: r.position,
      authorPersonId: r.author_person_id,
      authorName: r.author_name,
      state: r.state,
      ballotId: r.ballot_id,
      putAt: r.put_at,
    }),
  );

export const versionRow = z
  .object({ proposal_id: z.string(), version: z.number(), text: z.string(), amendment_id: z.string().nullable(), made_at: z.date() })
  .transform((r): ProposalVersion & { proposalId: string } => ({
    proposalId: r.proposal_id,
    version: r.version,
    text: r.text,
    amendmentId: r.amendment_id,
    madeAt: r.made_at,
  }));

export const amendmentRow = z
  .object({
    id: z.string(),
    proposal_id: z.string(),
    no: z.number(),
    base_version: z.number(),
    text: z.string(),
    author_person_id: z.string().nullable(),
    author_name: z.string(),
    state: z.enum(['open', 'accepted', 'carried', 'rejected', 'withdrawn']),
  })
  .transform(
    (r): Amendment => ({
      id: r.id,
      proposalId: r.proposal_id,
      no: r.no,
      baseVersion: r.base_version,
      text: r.text,
      authorPersonId: r.author_person_id,
      authorName: r.author_name,
      state: r.state,
    }),
  );

export const questionRow = z
  .object({
    id: z.string(),
    no: z.number(),
    position: z.number().nullable(),
    proposal_id: z.string().nullable(),
    proposal_version: z.number().nullable(),
    amendment_id: z.string().nullable(),
    question: z.string(),
    need_num: z.number().nullable(),
    need_den: z.number().nullable(),
    need_strict: z.boolean().nullable(),
    clause: z.string(),
    state: z.enum(['open', 'counted']),
    opened_at: z.date(),
  })
  .transform(
    (r): Omit<HandQuestion, 'counts'> => ({
      id: r.id,
      no: r.no,
      position: r.position,
      proposalId: r.proposal_id,
      proposalVersion: r.proposal_version,
      amendmentId: r.amendment_id,
      question: r.question,
      need: r.need_num === null || r.need_den === null ? null : { num: r.need_num, den: r.need_den, strict: r.need_strict ?? true },
      clause: r.clause,
      state: r.state,
      openedAt: r.opened_at,
    }),
  );

export const countRow = z
  .object({
    question_id: z.string(),
    count_no: z.number(),
    yes_count: z.number(),
    no_count: z.number(),
    abstain_count: z.number(),
    signed_count: z.number(),
    found_count: z.number().nullable(),
    online_yes: z.number(),
    online_no: z.number(),
    online_abstain: z.number(),
    online_present: z.number(),
    majority: z.boolean().nullable(),
    first_counter: z.string(),
    second_counter: z.string(),
    reason: z.string(),
    counted_at: z.date(),
  })
  .transform((r): HandCount & { questionId: string } => ({
    questionId: r.question_id,
    countNo: r.count_no,
    yes: r.yes_count,
    no: r.no_count,
    abstain: r.abstain_count,
    signed: r.signed_count,
    found: r.found_count,
    onlineYes: r.online_yes,
    onlineNo: r.online_no,
    onlineAbstain: r.online_abstain,
    onlinePresent: r.online_present,
    majority: r.majority,
    firstCounter: r.first_counter,
    secondCounter: r.second_counter,
    reason: r.reason,
    countedAt: r.counted_at,
  }));

export const decisionRow = z
  .object({ id: z.string(), seq: z.number(), position: z.number().nullable(), text: z.string(), struck: z.string().nullable() })
  .transform((r): Decision => r);
