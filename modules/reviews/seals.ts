import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';

/** A submitted review with its points and reasons, and the office's proposals. */
export const reviewsSeals: readonly SealedKind[] = [
  {
    kind: 'review',
    zh: '评审表',
    en: 'review',
    rows: (
      s,
    ) => sql`select v.id::text as key, p.serial || ' · ' || v.reviewer_name as label, jsonb_build_array(v.round_id, v.project_id, v.reviewer_id, v.reviewer_name, v.comment,
        v.submitted_at at time zone 'UTC', (select jsonb_agg(jsonb_build_array(c.criterion, c.title, c.points, c.max_points, c.weight_percent, c.reason) order by c.criterion collate "C")
          from review_score c where c.subdistrict_id = v.subdistrict_id and c.review_id = v.id)) as facts
      from review v join project p on p.subdistrict_id = v.subdistrict_id and p.id = v.project_id where v.subdistrict_id = ${s} and v.state = 'submitted'`,
  },
  {
    kind: 'award-proposal',
    zh: '拟定结果',
    en: 'proposed award',
    rows: (
      s,
    ) => sql`select a.id::text as key, p.serial || ' · ' || a.version as label, jsonb_build_array(a.round_id, a.project_id, a.version, a.outcome, a.grant_fen, a.mean_text, a.reason,
        a.notice_id, a.proposed_by, a.proposed_by_name) as facts
      from award_proposal a join project p on p.subdistrict_id = a.subdistrict_id and p.id = a.project_id where a.subdistrict_id = ${s}`,
  },
];
