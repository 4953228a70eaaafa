import { z } from 'zod';
import { packSchema, type PolicyPack } from '#libs/policy';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { PolicyDraft, PolicyDraftState } from './policy-draft.ts';
import { packsText } from './policy-store.ts';

const draftRow = z
  .object({
    id: z.string(),
    based_on: z.string().nullable(),
    pack: z.unknown(),
    holds_from: z.string().nullable(),
    reason: z.string(),
    state: z.enum(['draft', 'proposed', 'published', 'dropped']),
    revision: z.number(),
    started_by_name: z.string(),
    changed_by_name: z.string(),
    changed_at: z.date(),
    proposed_by: z.string().nullable(),
    proposed_by_name: z.string().nullable(),
  })
  .transform(
    (row): PolicyDraft => ({
      id: row.id,
      basedOn: row.based_on,
      pack: packSchema.parse(row.pack),
      holdsFrom: row.holds_from,
      reason: row.reason,
      state: row.state,
      revision: row.revision,
      startedByName: row.started_by_name,
      changedByName: row.changed_by_name,
      changedAt: row.changed_at,
      proposedBy: row.proposed_by,
      proposedByName: row.proposed_by_name,
    }),
  );
const columns = sql`id, based_on, pack, holds_from, reason, state, revision, started_by_name, changed_by_name, changed_at, proposed_by, proposed_by_name`;
const packText = (pack: PolicyPack): string => JSON.stringify(JSON.parse(packsText([pack]))[0]);

/** One draft, or null. */
export const findPolicyDraft = (tx: Tx, id: string): Promise<PolicyDraft | null> =>
  tx.maybe(sql`select ${columns} from policy_draft where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, draftRow);
/** The same, its row locked until the transaction ends. */
export const lockPolicyDraft = (tx: CommandTx, id: string): Promise<PolicyDraft | null> =>
  tx.maybe(sql`select ${columns} from policy_draft where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, draftRow);
/** Drafts still open, the last changed first. */
export const listPolicyDrafts = (tx: Tx): Promise<PolicyDraft[]> =>
  tx.all(
    sql`select ${columns} from policy_draft where subdistrict_id = ${tx.subdistrictId} and state in ('draft', 'proposed') order by changed_at desc, id desc`,
    draftRow,
  );

export async function insertPolicyDraft(tx: CommandTx, basedOn: string | null, pack: PolicyPack): Promise<string> {
  const id = tx.newId();
  await tx.exec(sql`insert into policy_draft (subdistrict_id, id, based_on, pack, started_by, started_by_name, changed_by_name, changed_at)
    values (${tx.subdistrictId}, ${id}, ${basedOn}, ${packText(pack)}::jsonb, ${tx.actor.personId}, ${tx.actor.name}, ${tx.actor.name}, ${tx.now})`);
  return id;
}

export const savePolicyDraft = (tx: CommandTx, draft: Pick<PolicyDraft, 'id' | 'pack' | 'holdsFrom' | 'reason'>): Promise<number> =>
  tx.exec(sql`update policy_draft set pack = ${packText(draft.pack)}::jsonb, holds_from = ${draft.holdsFrom}, reason = ${draft.reason}, revision = revision + 1,
    changed_by_name = ${tx.actor.name}, changed_at = ${tx.now} where subdistrict_id = ${tx.subdistrictId} and id = ${draft.id}`);

/** Moves a draft on; who proposed it is kept with `proposed` and `published`, and gone when it goes back to being written. */
export async function savePolicyDraftState(tx: CommandTx, id: string, state: PolicyDraftState): Promise<void> {
  if (state === 'published') await tx.exec(sql`update policy_draft set state = 'published' where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
  else {
    const proposes = state === 'proposed';
    await tx.exec(sql`update policy_draft set state = ${state}, proposed_by = ${proposes ? tx.actor.personId : null},
      proposed_by_name = ${proposes ? tx.actor.name : null}, proposed_at = ${proposes ? tx.now : null}
      where subdistrict_id = ${tx.subdistrictId} and id = ${id}`);
  }
}
