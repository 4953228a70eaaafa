import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';

/** What the office decided: rulings and how they ended, its own settings, the policies it adopted. */
export const fundsSeals: readonly SealedKind[] = [
  {
    kind: 'ruling',
    zh: '裁定',
    en: 'ruling',
    rows: (
      s,
    ) => sql`select r.id::text as key, r.day || ' ' || r.item as label, jsonb_build_array(r.rule_id, r.project_id, r.terms, r.item, r.clause, r.source, r.decision, r.reason,
        r.by_person_id, r.by_name, r.day, r.valid_from, r.valid_to, r.reach, r.policy_code, r.policy_version) as facts
      from ruling r where r.subdistrict_id = ${s}`,
  },
  {
    kind: 'ruling-end',
    zh: '裁定的撤回',
    en: 'end of a ruling',
    rows: (
      s,
    ) => sql`select e.ruling_id::text as key, e.ended_on || ' ' || e.reason as label, jsonb_build_array(e.kind, e.replaced_by, e.reason, e.ended_on, e.by_person_id, e.by_name) as facts
      from ruling_end e where e.subdistrict_id = ${s}`,
  },
  {
    kind: 'office-setting',
    zh: '自治办设定',
    en: "office's setting",
    rows: (s) => sql`select o.id::text as key, o.key as label, jsonb_build_array(o.key, o.value, o.reason, o.set_by, o.set_by_name, o.set_on) as facts
      from office_setting o where o.subdistrict_id = ${s}`,
  },
  {
    kind: 'adopted-policy',
    zh: '采用的规定',
    en: 'adopted policy',
    rows: (
      s,
    ) => sql`select p.id::text as key, p.code || ' ' || p.version as label, jsonb_build_array(p.code, p.version, p.packs, p.digest, p.adopted_by, p.adopted_by_name, p.adopted_on,
        p.holds_from, p.reason, p.proposed_by, p.proposed_by_name) as facts
      from adopted_policy p where p.subdistrict_id = ${s}`,
  },
];
