import { createHash } from 'node:crypto';
import { z } from 'zod';
import { packSchema, type PolicyPack, resolvePack, type ResolvedPack, type Setting } from '#libs/policy';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { officeSettings } from './store.ts';

/** The policy an office has adopted, with the packs it builds on. */
export interface AdoptedPolicy {
  id: string;
  code: string;
  version: string;
  packs: PolicyPack[];
  digest: string;
  adoptedByName: string;
  adoptedOn: string;
  /** First day in force. */
  holdsFrom: string;
  /** Who proposed it, where two persons were needed; null for a pack adopted as it ships. */
  proposedByName: string | null;
  reason: string;
}

const fields = {
  id: z.string(),
  code: z.string(),
  version: z.string(),
  digest: z.string(),
  adopted_by_name: z.string(),
  adopted_on: z.string(),
  holds_from: z.string().nullable(),
  proposed_by_name: z.string().nullable(),
  reason: z.string(),
};
const said = (row: z.output<z.ZodObject<typeof fields>>): Omit<AdoptedPolicy, 'packs'> => ({
  id: row.id,
  code: row.code,
  version: row.version,
  digest: row.digest,
  adoptedByName: row.adopted_by_name,
  adoptedOn: row.adopted_on,
  holdsFrom: row.holds_from ?? row.adopted_on,
  proposedByName: row.proposed_by_name,
  reason: row.reason,
});
const adoptedRow = z
  .object({ ...fields, packs: z.unknown() })
  .transform((row): AdoptedPolicy => ({ ...said(row), packs: z.array(packSchema).parse(row.packs) }));
const historyRow = z
  .object({ ...fields, title: z.string(), title_en: z.string() })
  .transform((row) => ({ ...said(row), title: row.title, titleEn: row.title_en }));
const columns = sql`id, code, version, digest, adopted_by_name, adopted_on, holds_from, proposed_by_name, reason`;

/**
 * The packs as they are kept. They are stored as JSON in the form of the pack files, whose amounts are decimal strings, so
 * that parsing them again yields the same packs.
 */
export const packsText = (packs: readonly PolicyPack[]): string =>
  JSON.stringify(packs, (_key, value) => (typeof value === 'bigint' ? value.toString() : value));

/** The policy in force on a day, or null when the office has adopted none. One that begins later is not in force yet. */
export const adoptedPolicy = (tx: Tx, day: string): Promise<AdoptedPolicy | null> =>
  tx.maybe(
    sql`select ${columns}, packs from adopted_policy where subdistrict_id = ${tx.subdistrictId} and (holds_from is null or holds_from <= ${day}::date)
    order by coalesce(holds_from, adopted_on) desc, adopted_at desc, id desc limit 1`,
    adoptedRow,
  );

/** One version that the office adopted, in force or not. */
export const findAdoptedPolicy = (tx: Tx, id: string): Promise<AdoptedPolicy | null> =>
  tx.maybe(sql`select ${columns}, packs from adopted_policy where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, adoptedRow);

/** Every policy the office ever adopted, the newest in force first. */
export const adoptedPolicies = (tx: Tx): Promise<(Omit<AdoptedPolicy, 'packs'> & { title: string; titleEn: string })[]> =>
  tx.all(
    sql`select ${columns}, packs->0->'title'->>'zh' as title, packs->0->'title'->>'en' as title_en from adopted_policy
    where subdistrict_id = ${tx.subdistrictId} order by coalesce(holds_from, adopted_on) desc, adopted_at desc, id desc`,
    historyRow,
  );

/** Keeps a policy with all it builds on; `published` where it was a draft that two persons put in force from a day on. */
export async function insertAdoptedPolicy(
  tx: CommandTx,
  packs: readonly PolicyPack[],
  published?: { draftId: string; holdsFrom: string; reason: string; proposedBy: string; proposedByName: string },
): Promise<string> {
  const own = packs[0];
  if (!own) throw new Error('a policy has at least one pack');
  const id = tx.newId();
  const body = packsText(packs);
  await tx.exec(sql`insert into adopted_policy (subdistrict_id, id, code, version, packs, digest, adopted_by, adopted_by_name, adopted_on, adopted_at,
      draft_id, holds_from, reason, proposed_by, proposed_by_name)
    values (${tx.subdistrictId}, ${id}, ${own.code}, ${own.version}, ${body}::jsonb, ${createHash('sha256').update(body).digest('hex')},
    ${tx.actor.personId}, ${tx.actor.name}, ${tx.today}, ${tx.now}, ${published?.draftId ?? null}, ${published?.holdsFrom ?? null},
    ${published?.reason ?? ''}, ${published?.proposedBy ?? null}, ${published?.proposedByName ?? null})`);
  return id;
}

/** Whose rules are asked for: those of the round a thing belongs to; null: of none, so that the policy of the day holds. */
export interface KeptRules {
  readonly roundId: string | null;
}

const keptRow = z.object({ policy_id: z.string(), rules_on: z.string(), created_at: z.date() });
const keptSettingRow = z.object({ key: z.string(), value: z.string(), set_by_name: z.string(), set_on: z.string(), earlier: z.boolean() });

/** The office's values as a round keeps them: a rule that was filled when the round was opened stays so; what was open then takes the newest. */
async function settingsOfRound(tx: Tx, openedAt: Date): Promise<Setting[]> {
  const rows = await tx.all(
    sql`select distinct on (key, earlier) key, value, set_by_name, set_on, earlier
    from (select *, set_at <= ${openedAt} as earlier from office_setting where subdistrict_id = ${tx.subdistrictId}) s
    order by key, earlier, set_at desc, id desc`,
    keptSettingRow,
  );
  const ruleOf = (key: string) => key.split('.')[0];
  const filledBefore = new Set(rows.filter(({ earlier }) => earlier).map(({ key }) => key));
  const openThen = new Set(rows.filter(({ key }) => !filledBefore.has(key)).map(({ key }) => ruleOf(key)));
  const newest = new Map<string, (typeof rows)[number]>();
  // Of a rule that was not filled whole then, the newest of every value counts, so that values that belong together stay together.
  for (const row of rows.toSorted((left, right) => Number(right.earlier) - Number(left.earlier)))
    if (row.earlier || openThen.has(ruleOf(row.key))) newest.set(row.key, row);
  return [...newest.values()].map((row) => ({ key: row.key, value: row.value, setBy: row.set_by_name, setOn: row.set_on }));
}

async function packOfRound(tx: Tx, roundId: string, day: string): Promise<ResolvedPack | null> {
  const kept = await tx.maybe(
    sql`select policy_id, greatest(opens_on, (created_at at time zone 'Asia/Shanghai')::date) as rules_on, created_at from round
    where subdistrict_id = ${tx.subdistrictId} and id = ${roundId}`,
    keptRow,
  );
  const adopted = kept && (await findAdoptedPolicy(tx, kept.policy_id));
  if (!adopted) return null;
  const resolved = resolvePack(adopted.packs, adopted.code, await settingsOfRound(tx, kept.created_at), day, kept.rules_on);
  return resolved.ok ? resolved.value : null;
}

/**
 * The resolved policy of the day with the office's settings; null when none is adopted or it does not hold that day. What belongs to a round
 * is asked with it (a project says its `roundId`): it keeps the version and the values that the round was opened under, whatever came after.
 */
export async function currentPack(tx: Tx, day: string, kept?: KeptRules): Promise<ResolvedPack | null> {
  if (kept?.roundId) return packOfRound(tx, kept.roundId, day);
  const adopted = await adoptedPolicy(tx, day);
  if (!adopted) return null;
  const resolved = resolvePack(adopted.packs, adopted.code, await officeSettings(tx), day);
  return resolved.ok ? resolved.value : null;
}
