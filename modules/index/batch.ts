import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { MonthNo } from './month.ts';

/** How values came: a file, the monthly form, the platform's own events, treated raw counts, a survey, a correction. */
export const batchKinds = ['import', 'form', 'platform', 'treatment', 'survey', 'correction'] as const;
export type BatchKind = (typeof batchKinds)[number];

/** One delivery of values. */
export interface Batch {
  id: string;
  /** Later lies over earlier. */
  seq: number;
  kind: BatchKind;
  source: string;
  status: 'reported' | 'estimated';
  leaves: string[];
  firstMonth: MonthNo;
  months: number;
  fileName: string | null;
  note: string;
  madeByName: string;
  madeAt: Date;
}

/** A cell of a batch that says: there is no value (what was there is taken back). */
export const takenBack = Number.NEGATIVE_INFINITY;

const batchRow = z
  .object({
    id: z.string(),
    seq: z.number(),
    kind: z.enum(batchKinds),
    source: z.string(),
    status: z.enum(['reported', 'estimated']),
    leaves: z.array(z.string()),
    first_month: z.number(),
    months: z.number(),
    file_name: z.string().nullable(),
    note: z.string(),
    made_by_name: z.string(),
    made_at: z.date(),
  })
  .transform(
    (r): Batch => ({
      id: r.id,
      seq: r.seq,
      kind: r.kind,
      source: r.source,
      status: r.status,
      leaves: r.leaves,
      firstMonth: r.first_month,
      months: r.months,
      fileName: r.file_name,
      note: r.note,
      madeByName: r.made_by_name,
      madeAt: r.made_at,
    }),
  );
const columns = sql`b.id, b.seq, b.kind, b.source, b.status, b.leaves, b.first_month, b.months, b.file_name, b.note, b.made_by_name, b.made_at`;

/** Batches after `seq`, oldest first. */
export const batchesAfter = (tx: Tx, seq: number): Promise<Batch[]> =>
  tx.all(sql`select ${columns} from index_batch b where b.subdistrict_id = ${tx.subdistrictId} and b.seq > ${seq} order by b.seq`, batchRow);

/** Newest batches first. */
export const latestBatches = (tx: Tx, limit: number): Promise<Batch[]> =>
  tx.all(sql`select ${columns} from index_batch b where b.subdistrict_id = ${tx.subdistrictId} order by b.seq desc limit ${limit}`, batchRow);

const seqRow = z.object({ seq: z.number() });

/** Number of the newest batch; 0 where there is none. */
export async function lastBatchSeq(tx: Tx): Promise<number> {
  const row = await tx.one(sql`select coalesce(max(seq), 0)::int as seq from index_batch where subdistrict_id = ${tx.subdistrictId}`, seqRow);
  return row.seq;
}

const cellsRow = z.object({ compound_id: z.string(), cells: z.instanceof(Buffer) });
/** Cells of a batch in slices of compounds, by id, so that a large one does not stop everybody else. */
export async function* cellsOf(tx: Tx, batchId: string): AsyncGenerator<{ compoundId: string; cells: Float64Array }> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await tx.all(
      sql`select compound_id, cells from index_series where subdistrict_id = ${tx.subdistrictId} and batch_id = ${batchId} and compound_id > ${after}
      order by compound_id limit 250`,
      cellsRow,
    );
    for (const row of rows) yield { compoundId: row.compound_id, cells: doublesOf(row.cells) };
    const last = rows.at(-1);
    if (!last || rows.length < 250) return;
    after = last.compound_id;
  }
}

const historyRow = z.looseObject({ cells: z.instanceof(Buffer) });

/** A compound's cells in every batch, oldest first. */
export async function historyOf(tx: Tx, compoundId: string): Promise<{ batch: Batch; cells: Float64Array }[]> {
  const rows = await tx.all(
    sql`select ${columns}, s.cells from index_series s join index_batch b on b.subdistrict_id = s.subdistrict_id and b.id = s.batch_id
    where s.subdistrict_id = ${tx.subdistrictId} and s.compound_id = ${compoundId} order by b.seq`,
    historyRow,
  );
  return rows.map((row) => ({ batch: batchRow.parse(row), cells: doublesOf(row.cells) }));
}

function doublesOf(bytes: Buffer): Float64Array {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return new Float64Array(copy.buffer);
}

export interface NewBatch {
  kind: BatchKind;
  source: string;
  status?: 'reported' | 'estimated';
  leaves: readonly string[];
  firstMonth: MonthNo;
  months: number;
  fileName?: string | null;
  fileHash?: string | null;
  note?: string;
  /** Ids, and their cells side by side in the same order: month by month, leaf by leaf. */
  compoundIds: readonly string[];
  cells: Float64Array;
}

/** Writes a batch; whoever writes at the same time waits. Returns its id and number. */
export async function insertBatch(tx: CommandTx, batch: NewBatch): Promise<{ id: string; seq: number }> {
  await tx.exec(sql`select pg_advisory_xact_lock(hashtextextended(${`index ${tx.subdistrictId}`}, 0))`);
  const id = tx.newId();
  const seq = (await lastBatchSeq(tx)) + 1;
  await tx.exec(sql`insert into index_batch (subdistrict_id, id, seq, kind, source, status, leaves, first_month, months, file_name, file_hash, note, made_by, made_by_name, made_at)
    values (${tx.subdistrictId}, ${id}, ${seq}, ${batch.kind}, ${batch.source}, ${batch.status ?? 'reported'}, ${[...batch.leaves]}::text[], ${batch.firstMonth},
      ${batch.months}, ${batch.fileName ?? null}, ${batch.fileHash ?? null}, ${batch.note ?? ''}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  const size = batch.months * batch.leaves.length;
  const bytes = size * 8;
  for (let from = 0; from < batch.compoundIds.length; from += 250) {
    const ids = batch.compoundIds.slice(from, from + 250);
    // Sent as it lies in memory; the database cuts it.
    const block = Buffer.from(batch.cells.buffer, batch.cells.byteOffset + from * bytes, ids.length * bytes);
    await tx.exec(sql`insert into index_series (subdistrict_id, batch_id, compound_id, cells)
      select ${tx.subdistrictId}::uuid, ${id}::uuid, v.compound_id, substring(${block}::bytea from ((v.no - 1) * ${bytes} + 1)::int for ${bytes}::int)
      from unnest(${ids}::uuid[]) with ordinality as v (compound_id, no)`);
  }
  return { id, seq };
}
