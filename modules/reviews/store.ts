import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { DraftScore } from './review.ts';

/** A reviewer's look at one application. */
export interface Review {
  id: string;
  roundId: string;
  projectId: string;
  reviewerId: string;
  reviewerName: string;
  dueDay: string | null;
  state: 'assigned' | 'conflict' | 'submitted';
  conflictReason: string | null;
  /** How an assignment ended without scores; null on the open, the handed in, and old ones (by own word). */
  endedHow: 'own-word' | 'relation' | 'office' | null;
  comment: string;
  submittedAt: Date | null;
}

const reviewRow = z
  .object({
    id: z.string(),
    round_id: z.string(),
    project_id: z.string(),
    reviewer_id: z.string(),
    reviewer_name: z.string(),
    due_day: z.string().nullable(),
    state: z.enum(['assigned', 'conflict', 'submitted']),
    conflict_reason: z.string().nullable(),
    ended_how: z.enum(['own-word', 'relation', 'office']).nullable(),
    comment: z.string(),
    submitted_at: z.date().nullable(),
  })
  .transform(
    (row): Review => ({
      id: row.id,
      roundId: row.round_id,
      projectId: row.project_id,
      reviewerId: row.reviewer_id,
      reviewerName: row.reviewer_name,
      dueDay: row.due_day,
      state: row.state,
      conflictReason: row.conflict_reason,
      endedHow: row.ended_how,
      comment: row.comment,
      submittedAt: row.submitted_at,
    }),
  );
const columns = sql`id, round_id, project_id, reviewer_id, reviewer_name, due_day, state, conflict_reason, ended_how, comment, submitted_at`;

/** One review, or null. */
export const findReview = (tx: Tx, id: string): Promise<Review | null> =>
  tx.maybe(sql`select ${columns} from review where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, reviewRow);
/** The same, its row locked. */
export const lockReview = (tx: CommandTx, id: string): Promise<Review | null> =>
  tx.maybe(sql`select ${columns} from review where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, reviewRow);
/** All reviews of a project, in the order of assignment. */
export const reviewsOf = (tx: Tx, projectId: string): Promise<Review[]> =>
  tx.all(sql`select ${columns} from review where subdistrict_id = ${tx.subdistrictId} and project_id = ${projectId} order by assigned_at, id`, reviewRow);
/** All reviews of a reviewer, open ones first. */
export const reviewsBy = (tx: Tx, reviewerId: string): Promise<Review[]> =>
  tx.all(
    sql`select ${columns} from review where subdistrict_id = ${tx.subdistrictId} and reviewer_id = ${reviewerId}
    order by (state <> 'assigned'), due_day nulls last, id`,
    reviewRow,
  );
/** All reviews of a round. */
export const reviewsIn = (tx: Tx, roundId: string): Promise<Review[]> =>
  tx.all(
    sql`select ${columns} from review where subdistrict_id = ${tx.subdistrictId} and round_id = ${roundId} order by project_id, assigned_at, id`,
    reviewRow,
  );

export async function insertReview(
  tx: CommandTx,
  review: { roundId: string; projectId: string; reviewerId: string; reviewerName: string; dueDay: string | null },
): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into review (subdistrict_id, id, round_id, project_id, reviewer_id, reviewer_name, assigned_by, assigned_at, due_day, state)
    values (${tx.subdistrictId}, ${id}, ${review.roundId}, ${review.projectId}, ${review.reviewerId}, ${review.reviewerName}, ${tx.actor.personId}, ${tx.now},
    ${review.dueDay}, 'assigned')`);
  return id;
}

/** Ends an assignment without scores: by own word, by a relation, or taken back by the office. */
export async function saveEnd(tx: CommandTx, id: string, how: 'own-word' | 'relation' | 'office', reason: string): Promise<void> {
  await tx.exec(
    sql`update review set state = 'conflict', ended_how = ${how}, conflict_reason = ${reason} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`,
  );
}

const textRow = z.object({ text: z.string() });

/** The reviewer's own notes on one application; '' while there are none. */
export async function noteOf(tx: Tx, reviewId: string): Promise<string> {
  const row = await tx.maybe(sql`select text from review_note where subdistrict_id = ${tx.subdistrictId} and review_id = ${reviewId}`, textRow);
  return row?.text ?? '';
}
export async function saveNote(tx: CommandTx, reviewId: string, text: string): Promise<void> {
  await tx.exec(sql`insert into review_note (subdistrict_id, review_id, text, written_at) values (${tx.subdistrictId}, ${reviewId}, ${text}, ${tx.now})
    on conflict (subdistrict_id, review_id) do update set text = excluded.text, written_at = excluded.written_at`);
}
export async function saveComment(tx: CommandTx, id: string, comment: string): Promise<void> {
  await tx.exec(sql`update review set comment = ${comment} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
}
export async function saveSubmission(tx: CommandTx, id: string, comment: string): Promise<void> {
  await tx.exec(
    sql`update review set state = 'submitted', comment = ${comment}, submitted_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${id}`,
  );
}

const scoreRow = z
  .object({
    review_id: z.string(),
    criterion: z.string(),
    title: z.string(),
    points: z.number().nullable(),
    max_points: z.number(),
    weight_percent: z.number(),
    reason: z.string(),
  })
  .transform((row) => ({
    reviewId: row.review_id,
    criterion: row.criterion,
    title: row.title,
    points: row.points,
    maxPoints: row.max_points,
    weightPercent: row.weight_percent,
    reason: row.reason,
  }));

/** The points of several reviews. */
export const scoresOf = (tx: Tx, reviewIds: readonly string[]): Promise<(DraftScore & { reviewId: string })[]> =>
  tx.all(
    sql`select review_id, criterion, title, points, max_points, weight_percent, reason from review_score
    where subdistrict_id = ${tx.subdistrictId} and review_id = any(${[...reviewIds]}::uuid[]) order by review_id, criterion`,
    scoreRow,
  );

export async function saveScore(tx: CommandTx, reviewId: string, score: DraftScore): Promise<void> {
  await tx.exec(sql`insert into review_score (subdistrict_id, review_id, criterion, title, points, max_points, weight_percent, reason, scored_at)
    values (${tx.subdistrictId}, ${reviewId}, ${score.criterion}, ${score.title}, ${score.points}, ${score.maxPoints}, ${score.weightPercent}, ${score.reason}, ${tx.now})
    on conflict (subdistrict_id, review_id, criterion) do update set points = excluded.points, max_points = excluded.max_points,
    weight_percent = excluded.weight_percent, title = excluded.title, reason = excluded.reason, scored_at = excluded.scored_at`);
}
