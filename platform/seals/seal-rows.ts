import { z } from 'zod';
import { ok } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { join, type Sql, sql } from '#platform/database';
import type { SealedKind } from './sealed-kind.ts';

/** The digest of a row's facts, in SQL: what is sealed and what is compared later are written by the same expression. */
export const digestOfFacts = sql`encode(sha256(convert_to(facts::text, 'UTF8')), 'hex')`;

/** The digest of a batch: of all its seals in the order of their bytes, whichever order they were written in. */
export const digestOfBatch = sql`encode(sha256(convert_to(string_agg(kind || ' ' || key || ' ' || digest, E'\n' order by kind collate "C", key collate "C"), 'UTF8')), 'hex')`;

/** The audit fact that carries a batch's digest into the chain. */
export const sealAction = 'seal.rows';

const batchRow = z.object({ n: z.bigint(), digest: z.string().nullable() });

const sealOne = (
  subdistrictId: string,
  batchId: string,
  one: SealedKind,
): Sql => sql`select ${subdistrictId}::uuid as subdistrict_id, ${one.kind}::text as kind, key,
    ${digestOfFacts} as digest, ${batchId}::uuid as batch_id from (${one.rows(subdistrictId)}) as r
  where not exists (select from row_seal s where s.subdistrict_id = ${subdistrictId} and s.kind = ${one.kind} and s.key = r.key)`;

const seqRow = z.object({ seq: z.bigint().nullable() });
const auditSeqRow = z.object({ audit_seq: z.bigint() });

/**
 * Seals every row that has no seal yet and leaves the batch's digest in the audit trail. `when-active` looks only when somebody has done something
 * since the last time. Returns how many rows were sealed. Safe to repeat and to run twice at once.
 */
export const sealRows = (context: CommandContext, kinds: readonly SealedKind[], when: 'always' | 'when-active' = 'always') =>
  runCommand(context, 'seal-rows', async (tx) => {
    const s = tx.subdistrictId;
    await tx.exec(sql`insert into seal_head (subdistrict_id, audit_seq, sealed_at) values (${s}, 0, ${tx.now}) on conflict do nothing`);
    const head = await tx.one(sql`select audit_seq from seal_head where subdistrict_id = ${s} for update`, auditSeqRow);
    const active = await tx.maybe(
      sql`select max(seq) as seq from audit_entry where subdistrict_id = ${s} and seq > ${head.audit_seq} and action <> ${sealAction}`,
      seqRow,
    );
    if (when === 'when-active' && !active?.seq) return ok(0n);
    const batchId = tx.newId();
    await tx.exec(
      sql`insert into row_seal (subdistrict_id, kind, key, digest, batch_id) ${join(
        kinds.map((one) => sealOne(s, batchId, one)),
        ' union all ',
      )}`,
    );
    const batch = await tx.one(
      sql`select count(*) as n, ${digestOfBatch} as digest from row_seal where subdistrict_id = ${s} and batch_id = ${batchId}`,
      batchRow,
    );
    if (batch.n > 0n) tx.audit({ action: sealAction, subjectKind: 'seal', subjectId: batchId, text: { rows: batch.n, digest: batch.digest } });
    await tx.exec(
      sql`update seal_head set audit_seq = greatest(audit_seq, ${active?.seq ?? head.audit_seq}), sealed_at = ${tx.now} where subdistrict_id = ${s}`,
    );
    return ok(batch.n);
  });
