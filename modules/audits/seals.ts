import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';

/**
 * What an audit was asked to do, for how long, what it drew, found and reported, and every step after. The population stands under the digest
 * of its drawing, which is sealed with it.
 */
export const auditsSeals: readonly SealedKind[] = [
  {
    kind: 'audit',
    zh: '审计',
    en: 'audit',
    rows: (s) => sql`select a.id::text as key, a.year || '-' || a.no || ' ' || a.title as label,
        jsonb_build_array(a.year, a.no, a.title, a.commissioned_by, a.purpose, a.auditor_id, a.auditor_name, a.period_from, a.period_to, a.answer_days, a.opened_by,
        a.opened_by_name, (select jsonb_agg(jsonb_build_array(c.no, c.round_id, c.neighbourhood_id) order by c.no) from audit_scope c
          where c.subdistrict_id = a.subdistrict_id and c.audit_id = a.id)) as facts
      from audit a where a.subdistrict_id = ${s}`,
  },
  {
    kind: 'audit-term',
    zh: '审计期限',
    en: 'term of an audit',
    rows: (s) => sql`select t.audit_id::text || ' ' || t.no as key, a.title || ' · ' || t.no as label,
        jsonb_build_array(t.from_day, t.to_day, t.reason, t.by_person_id, t.by_name) as facts
      from audit_term t join audit a on a.subdistrict_id = t.subdistrict_id and a.id = t.audit_id where t.subdistrict_id = ${s}`,
  },
  {
    kind: 'audit-sample',
    zh: '审计抽样',
    en: 'drawing of an audit',
    rows: (s) => sql`select d.id::text as key, a.title || ' · ' || d.no as label,
        jsonb_build_array(d.audit_id, d.no, d.unit, d.method, d.seed, d.wanted, d.population_count, d.population_fen, d.population_digest, d.interval_fen, d.start_fen,
        to_jsonb(d.checklist), d.by_person_id, d.by_name) as facts
      from audit_sample d join audit a on a.subdistrict_id = d.subdistrict_id and a.id = d.audit_id where d.subdistrict_id = ${s}`,
  },
  {
    kind: 'audit-tick',
    zh: '审计查对',
    en: 'line of an audit checklist',
    rows: (s) => sql`select k.item_id::text || ' ' || k.line || ' ' || k.version as key, i.label || ' · ' || k.line as label,
        jsonb_build_array(k.audit_id, k.result, k.note, k.by_person_id) as facts
      from audit_tick k join audit_item i on i.subdistrict_id = k.subdistrict_id and i.id = k.item_id where k.subdistrict_id = ${s}`,
  },
  {
    kind: 'audit-finding',
    zh: '审计发现',
    en: 'audit finding',
    rows: (s) => sql`select f.id::text as key, a.title || ' · ' || f.no as label,
        jsonb_build_array(f.audit_id, f.no, f.item_id, f.project_id, f.neighbourhood_id, f.severity, f.clause, f.body, f.amount_fen, f.misstated, f.by_person_id,
        f.by_name) as facts
      from audit_finding f join audit a on a.subdistrict_id = f.subdistrict_id and a.id = f.audit_id where f.subdistrict_id = ${s}`,
  },
  {
    kind: 'audit-step',
    zh: '审计发现的办理',
    en: 'step of an audit finding',
    rows: (s) => sql`select p.id::text as key, a.title || ' · ' || f.no || ' · ' || p.no as label,
        jsonb_build_array(p.finding_id, p.no, p.kind, p.body, p.due_day, p.person_id, p.person_name, p.severity, p.amount_fen, p.by_person_id, p.by_name) as facts
      from audit_step p join audit_finding f on f.subdistrict_id = p.subdistrict_id and f.id = p.finding_id
      join audit a on a.subdistrict_id = f.subdistrict_id and a.id = f.audit_id where p.subdistrict_id = ${s}`,
  },
  {
    kind: 'audit-report',
    zh: '审计报告',
    en: 'audit report',
    rows: (s) => sql`select r.audit_id::text as key, a.title as label, jsonb_build_array(r.opinion, r.summary, r.figures, r.by_person_id, r.by_name) as facts
      from audit_report r join audit a on a.subdistrict_id = r.subdistrict_id and a.id = r.audit_id where r.subdistrict_id = ${s}`,
  },
];
