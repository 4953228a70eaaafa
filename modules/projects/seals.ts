import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';

/** Who agreed to a payment, and how projects ended. */
export const projectsSeals: readonly SealedKind[] = [
  {
    kind: 'spending-approval',
    zh: '用款审批',
    en: 'approval of spending',
    rows: (s) => sql`select a.request_id::text || ' ' || a.step as key, r.item || ' · ' || a.title as label,
        jsonb_build_array(a.requester_id, a.role, a.title, a.person_id, a.person_name, a.decision, a.note, a.at at time zone 'UTC', r.project_id, r.no, r.item, r.payee, r.amount_fen,
        (select jsonb_agg(jsonb_build_array(l.no, l.category, l.text, l.amount_fen) order by l.no) from spending_line l
          where l.subdistrict_id = r.subdistrict_id and l.request_id = r.id)) as facts
      from spending_approval a join spending_request r on r.subdistrict_id = a.subdistrict_id and r.id = a.request_id where a.subdistrict_id = ${s}`,
  },
  {
    kind: 'acceptance',
    zh: '验收',
    en: 'acceptance',
    rows: (s) => sql`select a.id::text as key, p.serial || ' · ' || a.no as label,
        jsonb_build_array(a.project_id, a.no, a.meeting_id, a.checklist, a.result, a.remark, a.by_person_id, a.by_name) as facts
      from acceptance a join project p on p.subdistrict_id = a.subdistrict_id and p.id = a.project_id where a.subdistrict_id = ${s}`,
  },
  {
    kind: 'settlement',
    zh: '结算',
    en: 'settlement',
    rows: (
      s,
    ) => sql`select t.id::text as key, p.serial as label, jsonb_build_array(t.project_id, t.received_fen, t.spent_fen, t.returned_fen, t.note, t.by_person_id, t.by_name,
        (select jsonb_agg(jsonb_build_array(x.award_id, x.source_kind, x.name, x.planned_fen, x.received_fen, x.spent_fen, x.returned_fen) order by x.award_id)
          from settlement_source x where x.subdistrict_id = t.subdistrict_id and x.settlement_id = t.id)) as facts
      from settlement t join project p on p.subdistrict_id = t.subdistrict_id and p.id = t.project_id where t.subdistrict_id = ${s}`,
  },
  {
    kind: 'grade',
    zh: '评定等次',
    en: 'grade',
    rows: (
      s,
    ) => sql`select g.id::text as key, p.serial || ' · ' || g.no as label, jsonb_build_array(g.project_id, g.no, g.grade, g.reason, g.by_person_id, g.by_name) as facts
      from grade g join project p on p.subdistrict_id = g.subdistrict_id and p.id = g.project_id where g.subdistrict_id = ${s}`,
  },
  {
    kind: 'acceptance-finding',
    zh: '逐项验收',
    en: 'finding of the acceptance',
    rows: (s) => sql`select f.id::text as key, p.serial || ' · ' || i.no as label,
        jsonb_build_array(i.project_id, i.no, i.promised, f.capacity, f.result, f.note, f.photo_file_id, f.by_person_id, f.by_name, d.blocking, d.mend_by) as facts
      from acceptance_finding f join acceptance_item i on i.subdistrict_id = f.subdistrict_id and i.id = f.item_id
      join project p on p.subdistrict_id = i.subdistrict_id and p.id = i.project_id
      left join acceptance_defect d on d.subdistrict_id = f.subdistrict_id and d.finding_id = f.id where f.subdistrict_id = ${s}`,
  },
  {
    kind: 'grade-end',
    zh: '等级答复',
    en: 'end of a grade',
    rows: (s) => sql`select e.project_id::text as key, p.serial as label,
        jsonb_build_array(n.grade_no, o.text, o.by_person_id, e.how, e.reason, e.final_no, e.by_person_id, e.by_name) as facts
      from grade_end e join project p on p.subdistrict_id = e.subdistrict_id and p.id = e.project_id
      join grade_notice n on n.subdistrict_id = e.subdistrict_id and n.project_id = e.project_id
      left join grade_objection o on o.subdistrict_id = e.subdistrict_id and o.project_id = e.project_id where e.subdistrict_id = ${s}`,
  },
];
