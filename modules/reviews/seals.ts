import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';
import { decisionSeals, panelSeals } from './round-seals.ts';

/** A submitted review with its points and reasons, the office's proposals, and everything else a round is decided by. */
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
        a.notice_id, a.proposed_by, a.proposed_by_name) || case when a.decision_id is null then '[]'::jsonb else jsonb_build_array(a.decision_id, a.rule_fen,
        a.departure_reason, a.terms, a.cut_lines, a.waiting_no, a.waiting_fen, a.objection_id) end as facts
      from award_proposal a join project p on p.subdistrict_id = a.subdistrict_id and p.id = a.project_id where a.subdistrict_id = ${s}`,
  },
  {
    kind: 'allocation-run',
    zh: '分配方案测算',
    en: 'scenarios of allocation',
    rows: (
      s,
    ) => sql`select r.id::text as key, d.name || ' · ' || r.no as label, jsonb_build_array(r.round_id, r.no, r.input_sha256, (select jsonb_agg(jsonb_build_array(o.rule, o.outcome_sha256)
          order by o.rule collate "C") from allocation_scenario o where o.subdistrict_id = r.subdistrict_id and o.run_id = r.id)) as facts
      from allocation_run r join round d on d.subdistrict_id = r.subdistrict_id and d.id = r.round_id where r.subdistrict_id = ${s}`,
  },
  {
    kind: 'agreement-signature',
    zh: '协议签订',
    en: 'signature of an agreement',
    rows: (
      s,
    ) => sql`select a.id::text || g.side as key, p.serial || ' · ' || a.version || ' · ' || g.side as label, jsonb_build_array(a.project_id, a.version, a.content_sha256, g.side, g.channel,
        g.signed_on, g.recorded_by, g.recorded_by_name) as facts
      from agreement_signature g join agreement a on a.subdistrict_id = g.subdistrict_id and a.id = g.agreement_id
      join project p on p.subdistrict_id = a.subdistrict_id and p.id = a.project_id where g.subdistrict_id = ${s}`,
  },
  ...panelSeals,
  ...decisionSeals,
];
