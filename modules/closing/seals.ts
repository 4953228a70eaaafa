import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';

/** What was said of promises, and what the panel said of the money. */
export const closingSeals: readonly SealedKind[] = [
  {
    kind: 'drift-judgement',
    zh: '承诺兑现判断',
    en: 'word on a promise',
    rows: (s) => sql`select d.id::text as key, p.serial || ' · ' || d.item_id || ' · ' || d.no as label,
        jsonb_build_array(d.project_id, d.item_id, d.no, d.state, d.change_id, d.reason, d.by_person_id, d.by_name) as facts
      from drift_judgement d join project p on p.subdistrict_id = d.subdistrict_id and p.id = d.project_id where d.subdistrict_id = ${s}`,
  },
  {
    kind: 'value-judgement',
    zh: '年终评审意见',
    en: 'judgement of the value review',
    rows: (
      s,
    ) => sql`select j.session_id::text || ' ' || j.project_id || ' ' || j.person_id || ' ' || j.no as key, v.title || ' · ' || p.serial || ' · ' || m.name as label,
        jsonb_build_array(j.worth, j.points, j.grade, j.reason, l.facts) as facts
      from value_judgement j join value_session v on v.subdistrict_id = j.subdistrict_id and v.id = j.session_id
      join project p on p.subdistrict_id = j.subdistrict_id and p.id = j.project_id
      join value_member m on m.subdistrict_id = j.subdistrict_id and m.session_id = j.session_id and m.person_id = j.person_id
      join value_project l on l.subdistrict_id = j.subdistrict_id and l.session_id = j.session_id and l.project_id = j.project_id
      where j.subdistrict_id = ${s}`,
  },
];
