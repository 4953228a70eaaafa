import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import { digestOfBatch, digestOfFacts, sealAction } from './seal-rows.ts';
import type { SealedKind } from './sealed-kind.ts';

const differenceRow = z.object({ key: z.string(), label: z.string().nullable(), what: z.enum(['changed', 'gone']) });
const batchRow = z.object({ batch_id: z.string(), rows: z.bigint(), digest: z.string(), sealed: z.string().nullable(), known: z.boolean() });

/** What a comparison with the seals found. */
export interface SealReport {
  /** In words, the first differences of each kind; empty when every sealed row is as it was. */
  problems: string[];
  sealed: bigint;
  /** Rows written since the last sealing. */
  unsealed: bigint;
}

const verifySealsRow = z.object({ sealed: z.bigint(), unsealed: z.bigint() });

/**
 * Compares every sealed row with its seal and every batch of seals with the digest in the audit chain (whose own wholeness `verifyAudit` proves): a
 * changed name, text or point, two swapped votes, a row taken out or a seal rewritten are found, whoever did it and with whatever rights.
 */
export async function verifySeals(tx: Tx, kinds: readonly SealedKind[], most = 20): Promise<SealReport> {
  const s = tx.subdistrictId;
  const problems: string[] = [];
  let sealed = 0n;
  let unsealed = 0n;
  // Tables that were never analysed look small to the planner, and it would read all rows once for each seal.
  await tx.exec(sql`set local enable_nestloop = off`);
  for (const one of kinds) {
    const found = await tx.all(
      sql`select coalesce(s.key, r.key) as key, r.label, case when r.key is null then 'gone' else 'changed' end as what
        from (select key, digest from row_seal where subdistrict_id = ${s} and kind = ${one.kind}) s
        left join (select key, label, ${digestOfFacts} as digest from (${one.rows(s)}) as x) r on r.key = s.key
        where r.digest is distinct from s.digest order by coalesce(r.label, s.key), s.key limit ${most}`,
      differenceRow,
    );
    for (const each of found) {
      problems.push(
        each.what === 'gone'
          ? `${one.zh}（${each.key}）封存后不见了 (${one.en} ${each.key} was sealed and is gone)`
          : `${one.zh}「${each.label ?? each.key}」与封存时不同 (${one.en} ${each.key} differs from its seal)`,
      );
    }
    const counted = await tx.one(
      sql`select (select count(*) from row_seal where subdistrict_id = ${s} and kind = ${one.kind}) as sealed,
        (select count(*) from (${one.rows(s)}) as r where not exists (select from row_seal x where x.subdistrict_id = ${s} and x.kind = ${one.kind} and x.key = r.key)) as unsealed`,
      verifySealsRow,
    );
    sealed += counted.sealed;
    unsealed += counted.unsealed;
  }
  const batches = await tx.all(
    sql`select coalesce(b.batch_id, e.subject_id)::text as batch_id, coalesce(b.rows, 0) as rows, coalesce(b.digest, '') as digest,
        t.body::jsonb ->> 'digest' as sealed, (e.subject_id is not null) as known
      from (select batch_id, count(*) as rows, ${digestOfBatch} as digest from row_seal where subdistrict_id = ${s} group by batch_id) b
      full join (select subject_id, seq from audit_entry where subdistrict_id = ${s} and action = ${sealAction}) e on e.subject_id = b.batch_id
      left join audit_text t on t.subdistrict_id = ${s} and t.seq = e.seq
      where (t.body is null or t.body::jsonb ->> 'digest' is distinct from b.digest)
        -- A batch whose fact still waits for its place in the chain is compared next time.
        and not exists (select from audit_queue q where q.subdistrict_id = ${s} and q.subject_id = b.batch_id)
      order by e.seq nulls last limit ${most}`,
    batchRow,
  );
  for (const batch of batches) {
    problems.push(
      batch.known
        ? `封存批次 ${batch.batch_id} 与审计链所载不符 (the seals of batch ${batch.batch_id} are not those in the audit chain)`
        : `封存批次 ${batch.batch_id} 不在审计链中 (batch ${batch.batch_id} of seals is not in the audit chain)`,
    );
  }
  return { problems, sealed, unsealed };
}
