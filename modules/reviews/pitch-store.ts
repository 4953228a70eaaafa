import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { Score } from './review.ts';

/** A session at which applicants speak and reviewers give points. */
export interface PitchSession {
  id: string;
  roundId: string;
  title: string;
  place: string;
  startsAt: Date;
  pitchSeconds: number;
  /** From how many seconds before the end on the clock warns. */
  warnSeconds: number;
  questionSeconds: number;
  chairId: string;
  chairName: string;
  orderHow: 'drawn' | 'set';
  seed: string | null;
  state: 'planned' | 'open' | 'closed';
  openedAt: Date | null;
  closedAt: Date | null;
  closedByName: string | null;
}
const sessionRow = z
  .object({
    id: z.string(),
    round_id: z.string(),
    title: z.string(),
    place: z.string(),
    starts_at: z.date(),
    pitch_seconds: z.number(),
    warn_seconds: z.number(),
    question_seconds: z.number(),
    chair_id: z.string(),
    chair_name: z.string(),
    order_how: z.enum(['drawn', 'set']),
    seed: z.string().nullable(),
    state: z.enum(['planned', 'open', 'closed']),
    opened_at: z.date().nullable(),
    closed_at: z.date().nullable(),
    closed_by_name: z.string().nullable(),
  })
  .transform(
    (r): PitchSession => ({
      id: r.id,
      roundId: r.round_id,
      title: r.title,
      place: r.place,
      startsAt: r.starts_at,
      pitchSeconds: r.pitch_seconds,
      warnSeconds: r.warn_seconds,
      questionSeconds: r.question_seconds,
      chairId: r.chair_id,
      chairName: r.chair_name,
      orderHow: r.order_how,
      seed: r.seed,
      state: r.state,
      openedAt: r.opened_at,
      closedAt: r.closed_at,
      closedByName: r.closed_by_name,
    }),
  );

/** How far a project's turn has come; `absent`: nobody came to speak for it. */
export const pitchStages = ['waiting', 'pitch', 'questions', 'done', 'absent'] as const;
/** One of {@link pitchStages}. */
export type PitchStage = (typeof pitchStages)[number];

/** A project's place in the order. */
export interface PitchEntry {
  projectId: string;
  no: number;
  stage: PitchStage;
  /** Since when it stands there. */
  stageAt: Date | null;
}
const entryRow = z
  .object({ project_id: z.string(), no: z.number(), stage: z.enum(pitchStages), stage_at: z.date().nullable() })
  .transform((r): PitchEntry => ({ projectId: r.project_id, no: r.no, stage: r.stage, stageAt: r.stage_at }));

/** One session, or null. */
export const findPitch = (tx: Tx, id: string): Promise<PitchSession | null> =>
  tx.maybe(sql`select * from pitch_session where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, sessionRow);
/** The same, its row locked: opening, closing and moving on wait for each other. */
export const lockPitch = (tx: CommandTx, id: string): Promise<PitchSession | null> =>
  tx.maybe(sql`select * from pitch_session where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, sessionRow);
/** Sessions of a round, by time. */
export const pitchesOf = (tx: Tx, roundId: string): Promise<PitchSession[]> =>
  tx.all(sql`select * from pitch_session where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by starts_at, made_at, id`, sessionRow);
/** Sessions that are not closed yet, by time. */
export const openPitches = (tx: Tx): Promise<PitchSession[]> =>
  tx.all(sql`select * from pitch_session where subdistrict_id = ${tx.subdistrictId} and state <> 'closed' order by starts_at, made_at, id`, sessionRow);
/** The order of a session. */
export const pitchEntries = (tx: Tx, sessionId: string): Promise<PitchEntry[]> =>
  tx.all(
    sql`select project_id, no, stage, stage_at from pitch_entry where subdistrict_id = ${tx.subdistrictId} and session_id = ${sessionId} order by no`,
    entryRow,
  );

export async function insertPitch(
  tx: CommandTx,
  session: Omit<PitchSession, 'id' | 'state' | 'openedAt' | 'closedAt' | 'closedByName'>,
  order: readonly string[],
) {
  const id = tx.newId();
  await tx.exec(sql`insert into pitch_session (subdistrict_id, id, round_id, title, place, starts_at, pitch_seconds, warn_seconds, question_seconds, chair_id, chair_name,
    order_how, seed, state, made_by, made_at) values (${tx.subdistrictId}, ${id}, ${session.roundId}, ${session.title}, ${session.place}, ${session.startsAt},
    ${session.pitchSeconds}, ${session.warnSeconds}, ${session.questionSeconds}, ${session.chairId}, ${session.chairName}, ${session.orderHow}, ${session.seed},
    'planned', ${tx.actor.personId}, ${tx.now})`);
  await tx.exec(sql`insert into pitch_entry (subdistrict_id, session_id, project_id, no, stage)
    select ${tx.subdistrictId}, ${id}, o.project_id, o.no, 'waiting' from unnest(${[...order]}::uuid[]) with ordinality o(project_id, no)`);
  return id;
}
export async function savePitchState(tx: CommandTx, id: string, state: 'open' | 'closed'): Promise<void> {
  await tx.exec(
    state === 'open'
      ? sql`update pitch_session set state = 'open', opened_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`
      : sql`update pitch_session set state = 'closed', closed_at = ${tx.now}, closed_by_name = ${tx.actor.name} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`,
  );
}
export async function saveStage(tx: CommandTx, sessionId: string, projectId: string, stage: PitchStage): Promise<void> {
  await tx.exec(sql`update pitch_entry set stage = ${stage}, stage_at = ${tx.now}
    where subdistrict_id = ${tx.subdistrictId} and session_id = ${sessionId} and project_id = ${projectId}`);
}

/** Points of one reviewer for one criterion, given at a session. */
export interface PitchScore extends Omit<Score, 'reason'> {
  sessionId: string;
  projectId: string;
  reviewerId: string;
  reviewerName: string;
}
const scoreRow = z
  .object({
    session_id: z.string(),
    project_id: z.string(),
    reviewer_id: z.string(),
    reviewer_name: z.string(),
    criterion: z.string(),
    title: z.string(),
    points: z.number(),
    max_points: z.number(),
    weight_percent: z.number(),
  })
  .transform(
    (r): PitchScore => ({
      sessionId: r.session_id,
      projectId: r.project_id,
      reviewerId: r.reviewer_id,
      reviewerName: r.reviewer_name,
      criterion: r.criterion,
      title: r.title,
      points: r.points,
      maxPoints: r.max_points,
      weightPercent: r.weight_percent,
    }),
  );
/** Points given at sessions: all of one, or one reviewer's. */
export const pitchScores = (tx: Tx, sessionIds: readonly string[], reviewerId: string | null = null): Promise<PitchScore[]> =>
  tx.all(
    sql`select * from pitch_score where subdistrict_id = ${tx.subdistrictId} and session_id = any(${[...sessionIds]}::uuid[])
    and (${reviewerId}::uuid is null or reviewer_id = ${reviewerId}::uuid) order by project_id, reviewer_name, reviewer_id, criterion`,
    scoreRow,
  );
export async function savePitchScore(tx: CommandTx, score: PitchScore): Promise<void> {
  await tx.exec(sql`insert into pitch_score (subdistrict_id, session_id, project_id, reviewer_id, reviewer_name, criterion, title, points, max_points, weight_percent, scored_at)
    values (${tx.subdistrictId}, ${score.sessionId}, ${score.projectId}, ${score.reviewerId}, ${score.reviewerName}, ${score.criterion}, ${score.title}, ${score.points},
    ${score.maxPoints}, ${score.weightPercent}, ${tx.now}) on conflict (subdistrict_id, session_id, project_id, reviewer_id, criterion) do update
    set points = excluded.points, max_points = excluded.max_points, weight_percent = excluded.weight_percent, title = excluded.title, scored_at = excluded.scored_at`);
}
