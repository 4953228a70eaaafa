import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';

/** What was made public, what was objected to it and what was answered. */
export const noticesSeals: readonly SealedKind[] = [
  {
    kind: 'notice',
    zh: '公示',
    en: 'notice',
    rows: (
      s,
    ) => sql`select n.id::text as key, n.title as label, jsonb_build_array(n.neighbourhood_id, n.kind, n.subject_kind, n.subject_id, n.title, n.body, n.start_day,
        n.end_day, n.accepts_objections, n.answer_role, n.published_by, n.corrects_notice_id, n.correction_reason) as facts
      from notice n where n.subdistrict_id = ${s}`,
  },
  {
    kind: 'objection',
    zh: '异议',
    en: 'objection',
    rows: (
      s,
    ) => sql`select o.id::text as key, left(o.text, 40) as label, jsonb_build_array(o.notice_id, o.person_id, o.household_id, o.text, o.channel, o.entered_by,
        o.at at time zone 'UTC') as facts
      from objection o where o.subdistrict_id = ${s}`,
  },
  {
    kind: 'objection-answer',
    zh: '异议答复',
    en: 'answer to an objection',
    rows: (
      s,
    ) => sql`select a.objection_id::text as key, left(a.text, 40) as label, jsonb_build_array(a.outcome, a.text, a.answered_by, a.at at time zone 'UTC') as facts
      from objection_answer a where a.subdistrict_id = ${s}`,
  },
];
