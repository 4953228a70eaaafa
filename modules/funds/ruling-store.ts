import { z } from 'zod';
import type { Ruling } from '#libs/policy';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { adoptedPolicy } from './policy-store.ts';

const rulingRow = z
  .object({
    id: z.string(),
    rule_id: z.string(),
    project_id: z.string().nullable(),
    terms: z.array(z.string()),
    item: z.string(),
    clause: z.string(),
    source: z.string(),
    decision: z.enum(['allowed', 'forbidden']),
    reason: z.string(),
    by_name: z.string(),
    day: z.string(),
    valid_to: z.string().nullable(),
    reach: z.enum(['project', 'general']),
    valid_from: z.string().nullable(),
    policy_code: z.string().nullable(),
    policy_version: z.string().nullable(),
    ended_kind: z.enum(['withdrawn', 'superseded']).nullable(),
    ended_on: z.string().nullable(),
    ended_reason: z.string().nullable(),
    ended_by: z.string().nullable(),
    replaced_by: z.string().nullable(),
  })
  .transform(
    (row): KeptRuling => ({
      id: row.id,
      ruleId: row.rule_id,
      projectId: row.project_id,
      terms: row.terms,
      item: row.item,
      clause: row.clause,
      source: row.source,
      decision: row.decision,
      reason: row.reason,
      byName: row.by_name,
      day: row.day,
      validTo: row.valid_to,
      reach: row.reach,
      validFrom: row.valid_from,
      policy: row.policy_code !== null && row.policy_version !== null ? { code: row.policy_code, version: row.policy_version } : null,
      endedOn: row.ended_on,
      ended:
        row.ended_kind !== null && row.ended_on !== null
          ? { kind: row.ended_kind, on: row.ended_on, reason: row.ended_reason ?? '', byName: row.ended_by ?? '', replacedBy: row.replaced_by }
          : null,
    }),
  );

/** How a ruling ceased to stand: withdrawn, or another took its place. */
export interface RulingEnd {
  kind: 'withdrawn' | 'superseded';
  on: string;
  reason: string;
  byName: string;
  replacedBy: string | null;
}

/** A ruling with what it was about, the policy it was given under (null: not kept at the time) and how it ended. */
export type KeptRuling = Ruling & { item: string; clause: string; source: string; policy: { code: string; version: string } | null; ended: RulingEnd | null };

const rulingColumns = sql`g.id, g.rule_id, g.project_id, g.terms, g.item, g.clause, g.source, g.decision, g.reason, g.by_name, g.day, g.valid_to, g.reach, g.valid_from,
  g.policy_code, g.policy_version, e.kind as ended_kind, e.ended_on, e.reason as ended_reason, e.by_name as ended_by, e.replaced_by`;
const rulingTables = sql`ruling g left join ruling_end e on e.subdistrict_id = g.subdistrict_id and e.ruling_id = g.id`;

/** Every ruling of the office, newest first; `search` looks into item, terms and reason. */
export async function listRulings(tx: Tx, search?: string): Promise<KeptRuling[]> {
  const like = `%${(search ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  return tx.all(
    sql`select ${rulingColumns} from ${rulingTables} where g.subdistrict_id = ${tx.subdistrictId}
    and (g.item ilike ${like} or g.reason ilike ${like} or array_to_string(g.terms, ' ') ilike ${like}) order by g.at desc, g.id desc`,
    rulingRow,
  );
}

/**
 * The newest rulings about a thing: it shares a rule and a word with what the policy answers about it, or one text stands in the other.
 */
export function rulingsAbout(tx: Tx, text: string, answered: readonly { rule: string; terms: readonly string[] }[], limit: number): Promise<KeptRuling[]> {
  const pairs = answered.flatMap(({ rule, terms }) => terms.map((term) => [rule, term] as const));
  const asked = sql`lower(${text}::text)`;
  return tx.all(
    sql`select ${rulingColumns} from ${rulingTables} where g.subdistrict_id = ${tx.subdistrictId}
    and (strpos(lower(g.item), ${asked}) > 0 or strpos(lower(g.reason), ${asked}) > 0 or strpos(${asked}, lower(g.item)) > 0
      or exists (select from unnest(g.terms) w (term) where strpos(${asked}, lower(w.term)) > 0)
      or exists (select from unnest(${pairs.map(([rule]) => rule)}::text[], ${pairs.map(([, term]) => term)}::text[]) r (rule, term) where r.rule = g.rule_id and r.term = any(g.terms)))
    order by g.at desc, g.id desc limit ${limit}`,
    rulingRow,
  );
}

/** The rulings made for one project. */
export const rulingsFor = (tx: Tx, projectId: string): Promise<KeptRuling[]> =>
  tx.all(
    sql`select ${rulingColumns} from ${rulingTables} where g.subdistrict_id = ${tx.subdistrictId} and g.project_id = ${projectId} order by g.at, g.id`,
    rulingRow,
  );

/** One ruling, or null. */
export const findRuling = (tx: Tx, id: string): Promise<KeptRuling | null> =>
  tx.maybe(sql`select ${rulingColumns} from ${rulingTables} where g.subdistrict_id = ${tx.subdistrictId} and g.id = ${id}`, rulingRow);

/** Writes that a ruling no longer stands. */
export const insertRulingEnd = (
  tx: CommandTx,
  rulingId: string,
  end: { kind: RulingEnd['kind']; on: string; reason: string; replacedBy: string | null },
): Promise<number> =>
  tx.exec(sql`insert into ruling_end (subdistrict_id, ruling_id, kind, replaced_by, reason, ended_on, by_person_id, by_name, at)
    values (${tx.subdistrictId}, ${rulingId}, ${end.kind}, ${end.replacedBy}, ${end.reason}, ${end.on}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);

export async function insertRuling(tx: CommandTx, ruling: Omit<KeptRuling, 'id' | 'byName' | 'day' | 'policy' | 'endedOn' | 'ended'>): Promise<string> {
  const id = tx.newId();
  const policy = await adoptedPolicy(tx, tx.today);
  await tx.exec(sql`insert into ruling (subdistrict_id, id, rule_id, project_id, terms, item, clause, source, decision, reason, by_person_id, by_name, day, valid_to, reach, valid_from, policy_code, policy_version, at)
    values (${tx.subdistrictId}, ${id}, ${ruling.ruleId}, ${ruling.projectId}, ${[...ruling.terms]}::text[], ${ruling.item}, ${ruling.clause}, ${ruling.source},
    ${ruling.decision}, ${ruling.reason}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.today}, ${ruling.validTo},
    ${ruling.reach}, ${ruling.validFrom}, ${policy?.code ?? null}, ${policy?.version ?? null}, ${tx.now})`);
  return id;
}
