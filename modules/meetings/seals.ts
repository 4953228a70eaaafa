import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';

/** Words that were decided: resolutions and every version of minutes. */
export const meetingsSeals: readonly SealedKind[] = [
  {
    kind: 'resolution',
    zh: '决议',
    en: 'resolution',
    rows: (s) => sql`select r.id::text as key, left(r.text, 40) as label, jsonb_build_array(r.neighbourhood_id, r.meeting_id, r.matter_id, r.position, r.text,
        r.executor_person_id, r.executor_organisation_id, r.supervisor_person_id, r.deadline, r.decided_on, r.recorded_by) as facts
      from resolution r where r.subdistrict_id = ${s}`,
  },
  {
    kind: 'minutes',
    zh: '会议记录',
    en: 'minutes',
    rows: (
      s,
    ) => sql`select m.id::text as key, t.title || ' · ' || m.version as label, jsonb_build_array(m.meeting_id, m.version, m.body, m.correction, m.recorded_by) as facts
      from meeting_minutes m join meeting t on t.subdistrict_id = m.subdistrict_id and t.id = m.meeting_id where m.subdistrict_id = ${s}`,
  },
];
