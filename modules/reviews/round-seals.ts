import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';

/** The review of a round: who was asked and stepped aside, how projects were shared out, what counts how much, points given at sessions. */
export const panelSeals: readonly SealedKind[] = [
  {
    kind: 'review-answer',
    zh: '评审邀请的答复',
    en: 'answer to an invitation to review',
    rows: (
      s,
    ) => sql`select a.invitation_id::text || ' ' || a.seq as key, i.person_name as label, jsonb_build_array(i.round_id, i.person_id, i.person_name, i.capacity, a.accepted,
        a.capacity, a.note, a.answered_by, a.answered_by_name) as facts
      from review_answer a join review_invitation i on i.subdistrict_id = a.subdistrict_id and i.id = a.invitation_id where a.subdistrict_id = ${s}`,
  },
  {
    kind: 'review-recusal',
    zh: '评审回避',
    en: 'recusal from a review',
    rows: (s) => sql`select c.project_id::text || ' ' || c.person_id as key, p.serial || ' · ' || c.person_name as label,
        jsonb_build_array(c.round_id, c.person_name, c.how, c.relation, c.reason, c.recorded_by, c.recorded_by_name, c.recused_at at time zone 'UTC') as facts
      from review_recusal c join project p on p.subdistrict_id = c.subdistrict_id and p.id = c.project_id where c.subdistrict_id = ${s}`,
  },
  {
    kind: 'review-plan',
    zh: '评审分工',
    en: 'plan of reviews',
    rows: (
      s,
    ) => sql`select l.id::text as key, d.name || ' · ' || l.no as label, jsonb_build_array(l.round_id, l.no, l.seed, l.wanted, l.due_day, l.state, l.made_by, l.made_by_name,
        l.settled_by, l.settled_by_name,
        (select jsonb_agg(jsonb_build_array(t.project_id, t.person_id, t.by_topic) order by t.project_id, t.person_id) from review_plan_seat t
          where t.subdistrict_id = l.subdistrict_id and t.plan_id = l.id),
        (select jsonb_agg(jsonb_build_array(c.seq, c.project_id, c.out_person_id, c.in_person_id, c.reason, c.changed_by, c.changed_by_name) order by c.seq)
          from review_plan_change c where c.subdistrict_id = l.subdistrict_id and c.plan_id = l.id)) as facts
      from review_plan l join round d on d.subdistrict_id = l.subdistrict_id and d.id = l.round_id where l.subdistrict_id = ${s} and l.state <> 'draft'`,
  },
  {
    kind: 'review-setup',
    zh: '评分办法',
    en: 'how scores count',
    rows: (
      s,
    ) => sql`select r.round_id::text || ' ' || r.version as key, d.name || ' · ' || r.version as label, jsonb_build_array(r.blind, r.review_percent, r.pitch_percent, r.vote_percent,
        r.vote_points, r.vote_ballot_id, r.outlier_points, r.reason, r.set_by, r.set_by_name, r.set_on) as facts
      from review_setup r join round d on d.subdistrict_id = r.subdistrict_id and d.id = r.round_id where r.subdistrict_id = ${s}`,
  },
  {
    kind: 'pitch-score',
    zh: '路演评分',
    en: 'points at a session',
    rows: (
      s,
    ) => sql`select c.session_id::text || ' ' || c.project_id || ' ' || c.reviewer_id as key, min(p.serial || ' · ' || c.reviewer_name) as label, jsonb_agg(jsonb_build_array(c.reviewer_name,
        c.criterion, c.title, c.points, c.max_points, c.weight_percent, c.scored_at at time zone 'UTC') order by c.criterion collate "C") as facts
      from pitch_score c join pitch_session v on v.subdistrict_id = c.subdistrict_id and v.id = c.session_id and v.state = 'closed'
      join project p on p.subdistrict_id = c.subdistrict_id and p.id = c.project_id where c.subdistrict_id = ${s} group by c.session_id, c.project_id, c.reviewer_id`,
  },
];

/** How a round was decided: inputs and outcomes of the scenarios word for word, the choice, the decision, the head's word, what objections are about, letters, agreements. */
export const decisionSeals: readonly SealedKind[] = [
  {
    kind: 'allocation-input',
    zh: '测算所用数据',
    en: 'inputs of the scenarios',
    rows: (
      s,
    ) => sql`select r.id::text as key, d.name || ' · ' || r.no as label, jsonb_build_array(r.round_id, r.no, encode(sha256(convert_to(r.input, 'UTF8')), 'hex'), r.computed_by,
        r.computed_by_name) as facts
      from allocation_run r join round d on d.subdistrict_id = r.subdistrict_id and d.id = r.round_id where r.subdistrict_id = ${s}`,
  },
  {
    kind: 'allocation-scenario',
    zh: '分配方案',
    en: 'scenario of allocation',
    rows: (s) => sql`select o.id::text as key, d.name || ' · ' || r.no || ' · ' || o.rule as label, jsonb_build_array(o.run_id, o.rule, o.sum_fen,
        encode(sha256(convert_to(o.outcome, 'UTF8')), 'hex'), (select jsonb_agg(jsonb_build_array(l.project_id, l.grant_fen) order by l.project_id) from allocation_line l
          where l.subdistrict_id = o.subdistrict_id and l.scenario_id = o.id)) as facts
      from allocation_scenario o join allocation_run r on r.subdistrict_id = o.subdistrict_id and r.id = o.run_id
      join round d on d.subdistrict_id = r.subdistrict_id and d.id = r.round_id where o.subdistrict_id = ${s}`,
  },
  {
    kind: 'allocation-choice',
    zh: '选定的分配方案',
    en: 'choice of a scenario',
    rows: (
      s,
    ) => sql`select c.round_id::text || ' ' || c.version as key, d.name || ' · ' || c.version as label, jsonb_build_array(c.scenario_id, c.reason, c.chosen_by, c.chosen_by_name) as facts
      from allocation_choice c join round d on d.subdistrict_id = c.subdistrict_id and d.id = c.round_id where c.subdistrict_id = ${s}`,
  },
  {
    kind: 'round-decision',
    zh: '整轮拟定结果',
    en: 'decision of a round',
    rows: (
      s,
    ) => sql`select c.id::text as key, d.name || ' · ' || c.version as label, jsonb_build_array(c.round_id, c.version, c.kind, c.scenario_id, c.notice_id, c.reason, c.proposed_by,
        c.proposed_by_name) as facts
      from round_decision c join round d on d.subdistrict_id = c.subdistrict_id and d.id = c.round_id where c.subdistrict_id = ${s}`,
  },
  {
    kind: 'award-confirmation',
    zh: '结果的确认',
    en: 'confirmation of an award',
    rows: (
      s,
    ) => sql`select c.proposal_id::text as key, p.serial as label, jsonb_build_array(c.project_id, c.decision, c.reason, c.decided_by, c.decided_by_name) as facts
      from award_confirmation c join project p on p.subdistrict_id = c.subdistrict_id and p.id = c.project_id where c.subdistrict_id = ${s}`,
  },
  {
    kind: 'objection-kept',
    zh: '异议部分成立而结果不变的理由',
    en: 'why a result stayed although an objection was right in part',
    rows: (s) => sql`select k.objection_id::text as key, k.kept_by_name as label, jsonb_build_array(k.reason, k.kept_by, k.kept_at) as facts
      from objection_kept k where k.subdistrict_id = ${s}`,
  },
  {
    kind: 'objection-about',
    zh: '异议所指',
    en: 'what an objection is about',
    rows: (
      s,
    ) => sql`select b.objection_id::text as key, coalesce(p.serial, '') as label, jsonb_build_array(b.round_id, b.project_id, b.file_id, b.signed_name) as facts
      from objection_about b left join project p on p.subdistrict_id = b.subdistrict_id and p.id = b.project_id where b.subdistrict_id = ${s}`,
  },
  {
    kind: 'letter-receipt',
    zh: '通知书的签收',
    en: 'receipt of a letter',
    rows: (
      s,
    ) => sql`select t.proposal_id::text as key, p.serial as label, jsonb_build_array(t.project_id, t.accepts_terms, t.received_by, t.received_by_name) as facts
      from letter_receipt t join project p on p.subdistrict_id = t.subdistrict_id and p.id = t.project_id where t.subdistrict_id = ${s}`,
  },
  {
    kind: 'agreement',
    zh: '协议文本',
    en: 'words of an agreement',
    rows: (s) => sql`select a.id::text as key, p.serial || ' · ' || a.version as label, jsonb_build_array(a.project_id, a.version,
        encode(sha256(convert_to(a.content, 'UTF8')), 'hex'), a.reason, a.drawn_by, a.drawn_by_name) as facts
      from agreement a join project p on p.subdistrict_id = a.subdistrict_id and p.id = a.project_id where a.subdistrict_id = ${s}`,
  },
  {
    kind: 'agreement-scan',
    zh: '协议扫描件',
    en: 'scan of a signed agreement',
    rows: (s) => sql`select g.agreement_id::text || g.side as key, p.serial || ' · ' || a.version as label, jsonb_build_array(g.file_id) as facts
      from agreement_signature g join agreement a on a.subdistrict_id = g.subdistrict_id and a.id = g.agreement_id
      join project p on p.subdistrict_id = a.subdistrict_id and p.id = a.project_id where g.subdistrict_id = ${s} and g.file_id is not null`,
  },
];
