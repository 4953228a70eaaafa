import { z } from 'zod';
import type { Threshold } from '#libs/govindex';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type Run, runStates } from './run.ts';

const runRow = z
  .object({
    id: z.string(),
    no: z.number(),
    year: z.number(),
    month: z.number(),
    months: z.number(),
    reading: z.enum(['value', 'range']),
    total: z.enum(['flat', 'nested']),
    least_coverage: z.string(),
    tree_version: z.string(),
    weights_id: z.string().nullable(),
    thresholds_of: z.string().nullable(),
    derived: z.boolean(),
    batch_seq: z.number(),
    state: z.enum(runStates),
    digest: z.string().nullable(),
    computed_by: z.string().nullable(),
    computed_by_name: z.string(),
    computed_at: z.date(),
    reviewed_by: z.string().nullable(),
    reviewed_by_name: z.string().nullable(),
    reviewed_at: z.date().nullable(),
    review_note: z.string().nullable(),
    approved_by: z.string().nullable(),
    approved_by_name: z.string().nullable(),
    approved_at: z.date().nullable(),
    published_at: z.date().nullable(),
    withdrawn_reason: z.string().nullable(),
  })
  .transform(
    (r): Run => ({
      id: r.id,
      no: r.no,
      year: r.year,
      month: r.month,
      months: r.months,
      reading: r.reading,
      total: r.total,
      leastCoverage: Number(r.least_coverage),
      treeVersion: r.tree_version,
      weightsId: r.weights_id,
      thresholdsOf: r.thresholds_of,
      derived: r.derived,
      batchSeq: r.batch_seq,
      state: r.state,
      digest: r.digest,
      computedBy: r.computed_by,
      computedByName: r.computed_by_name,
      computedAt: r.computed_at,
      reviewedBy: r.reviewed_by,
      reviewedByName: r.reviewed_by_name,
      reviewedAt: r.reviewed_at,
      reviewNote: r.review_note,
      approvedBy: r.approved_by,
      approvedByName: r.approved_by_name,
      approvedAt: r.approved_at,
      publishedAt: r.published_at,
      withdrawnReason: r.withdrawn_reason,
    }),
  );
const columns = sql`id, no, year, month, months, reading, total, least_coverage, tree_version, weights_id, thresholds_of, derived, batch_seq, state, digest, computed_by,
  computed_by_name, computed_at, reviewed_by, reviewed_by_name, reviewed_at, review_note, approved_by, approved_by_name, approved_at, published_at, withdrawn_reason`;

/** Runs, the newest first. */
export const listRuns = (tx: Tx): Promise<Run[]> =>
  tx.all(sql`select ${columns} from index_run where subdistrict_id = ${tx.subdistrictId} order by no desc limit 200`, runRow);
/** One run, or null. */
export const findRun = (tx: Tx, id: string): Promise<Run | null> =>
  tx.maybe(sql`select ${columns} from index_run where subdistrict_id = ${tx.subdistrictId} and id = ${id}`, runRow);
/** The run with its row locked, or null. */
export const lockRun = (tx: CommandTx, id: string): Promise<Run | null> =>
  tx.maybe(sql`select ${columns} from index_run where subdistrict_id = ${tx.subdistrictId} and id = ${id} for update`, runRow);
/** What everybody reads: the published run of the latest month, of several the newest; null where none is. */
export const publishedRun = (tx: Tx): Promise<Run | null> =>
  tx.maybe(
    sql`select ${columns} from index_run where subdistrict_id = ${tx.subdistrictId} and state = 'published' order by month desc, no desc limit 1`,
    runRow,
  );

const noRow = z.object({ no: z.number() });

export async function insertRun(
  tx: CommandTx,
  run: Pick<Run, 'year' | 'month' | 'months' | 'reading' | 'total' | 'leastCoverage' | 'treeVersion' | 'weightsId' | 'thresholdsOf' | 'derived' | 'batchSeq'>,
): Promise<{ id: string; no: number }> {
  await tx.exec(sql`select pg_advisory_xact_lock(hashtextextended(${`index-run ${tx.subdistrictId}`}, 0))`);
  const { no } = await tx.one(sql`select coalesce(max(no), 0)::int + 1 as no from index_run where subdistrict_id = ${tx.subdistrictId}`, noRow);
  const id = tx.newId();
  await tx.exec(sql`insert into index_run (subdistrict_id, id, no, year, month, months, reading, total, least_coverage, tree_version, weights_id, thresholds_of,
      derived, batch_seq, state, computed_by, computed_by_name, computed_at)
    values (${tx.subdistrictId}, ${id}, ${no}, ${run.year}, ${run.month}, ${run.months}, ${run.reading}, ${run.total}, ${run.leastCoverage}, ${run.treeVersion},
      ${run.weightsId}, ${run.thresholdsOf}, ${run.derived}, ${run.batchSeq}, 'computing', ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
  return { id, no };
}

/** Bounds by kind and leaf, in the order of `kinds` and `leaves`. */
export async function insertThresholds(
  tx: CommandTx,
  runId: string,
  kinds: readonly string[],
  leaves: readonly string[],
  thresholds: readonly Threshold[],
): Promise<void> {
  const number = (value: number | undefined): string | null => (value === undefined || value !== value ? null : String(value));
  const rows = kinds.flatMap((kind, at) =>
    leaves.map((leaf, index) => {
      const t = thresholds[at * leaves.length + index];
      return { kind, leaf, sampled: t?.sampled ?? 0, a: number(t?.min), b: number(t?.max), lower: number(t?.lower), upper: number(t?.upper) };
    }),
  );
  await tx.exec(sql`insert into index_run_threshold (subdistrict_id, run_id, kind, leaf, sampled, sma_min, sma_max, lower, upper)
    select ${tx.subdistrictId}::uuid, ${runId}::uuid, v.kind, v.leaf, v.sampled, v.a::numeric, v.b::numeric, v.lower::numeric, v.upper::numeric
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v (kind text, leaf text, sampled int, a text, b text, lower text, upper text)`);
}

const thresholdRow = z.object({
  kind: z.string(),
  leaf: z.string(),
  sampled: z.number(),
  sma_min: z.string().nullable(),
  sma_max: z.string().nullable(),
  lower: z.string().nullable(),
  upper: z.string().nullable(),
});
/** The frozen bounds of a run, in the order of `kinds` and `leaves`. */
export async function thresholdsOfRun(tx: Tx, runId: string, kinds: readonly string[], leaves: readonly string[]): Promise<Threshold[]> {
  const rows = await tx.all(
    sql`select kind, leaf, sampled, sma_min, sma_max, lower, upper from index_run_threshold where subdistrict_id = ${tx.subdistrictId} and run_id = ${runId}`,
    thresholdRow,
  );
  const byKey = new Map(rows.map((row) => [`${row.kind}\n${row.leaf}`, row]));
  const number = (text: string | null | undefined): number => (text === null || text === undefined ? Number.NaN : Number(text));
  return kinds.flatMap((kind) =>
    leaves.map((leaf): Threshold => {
      const row = byKey.get(`${kind}\n${leaf}`);
      const [lower, upper] = [number(row?.lower), number(row?.upper)];
      return { sampled: row?.sampled ?? 0, min: number(row?.sma_min), max: number(row?.sma_max), lower, upper, degenerate: lower === upper };
    }),
  );
}

/** What a compound got in a run. */
export interface RunScore {
  compoundId: string;
  kind: string;
  households: number;
  inSample: boolean;
  total: number;
  nested: number;
  coverage: number;
  /** 0 = not ranked. */
  rank: number;
  rankLow: number | null;
  rankHigh: number | null;
  values: ArrayLike<number>;
  z: ArrayLike<number>;
  nodes: ArrayLike<number>;
  totals: ArrayLike<number>;
}

const literal = (numbers: ArrayLike<number>): string => {
  let text = '{';
  for (let at = 0; at < numbers.length; at += 1) {
    const value = numbers[at] as number;
    text += at === 0 ? '' : ',';
    text += value === value ? value : 'NULL';
  }
  return `${text}}`;
};
const plain = (value: number): string | null => (value === value ? String(value) : null);

/** Writes a slice of a run's results. */
export async function insertScores(tx: CommandTx, runId: string, rows: readonly RunScore[]): Promise<void> {
  const column = <V>(pick: (row: RunScore) => V): V[] => rows.map(pick);
  await tx.exec(sql`insert into index_run_score (subdistrict_id, run_id, compound_id, kind, households, in_sample, total, nested, coverage, rank, rank_low, rank_high,
      leaf_values, z, nodes, totals)
    select ${tx.subdistrictId}::uuid, ${runId}::uuid, v.id, v.kind, v.households, v.in_sample, v.total::numeric, v.nested::numeric, v.coverage::numeric, v.rank, v.low, v.high,
      v.leaf_values::float8[], v.z::float8[], v.nodes::float8[], v.totals::float8[]
    from unnest(${column((r) => r.compoundId)}::uuid[], ${column((r) => r.kind)}::text[], ${column((r) => r.households)}::int[], ${column((r) => r.inSample)}::bool[],
      ${column((r) => plain(r.total))}::text[], ${column((r) => plain(r.nested))}::text[], ${column((r) => plain(r.coverage) ?? '0')}::text[],
      ${column((r) => (r.rank > 0 ? r.rank : null))}::int[], ${column((r) => r.rankLow)}::int[], ${column((r) => r.rankHigh)}::int[],
      ${column((r) => literal(r.values))}::text[], ${column((r) => literal(r.z))}::text[], ${column((r) => literal(r.nodes))}::text[],
      ${column((r) => literal(r.totals))}::text[])
      as v (id, kind, households, in_sample, total, nested, coverage, rank, low, high, leaf_values, z, nodes, totals)`);
}

const scoreRow = z.object({
  compound_id: z.string(),
  kind: z.string(),
  households: z.number(),
  in_sample: z.boolean(),
  total: z.string().nullable(),
  nested: z.string().nullable(),
  coverage: z.string(),
  rank: z.number().nullable(),
  rank_low: z.number().nullable(),
  rank_high: z.number().nullable(),
  leaf_values: z.string(),
  z: z.string(),
  nodes: z.string(),
  totals: z.string(),
});
/** `{1.5,NULL}` as the database writes an array of doubles. */
function numbersOf(text: string): Float64Array {
  const inside = text.slice(1, -1);
  return inside === '' ? new Float64Array() : Float64Array.from(inside.split(','), (part) => (part === 'NULL' ? Number.NaN : Number(part)));
}

/** Results of a run in slices, by compound. */
export async function* scoresOfRun(tx: Tx, runId: string): AsyncGenerator<RunScore> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await tx.all(
      sql`select compound_id, kind, households, in_sample, total, nested, coverage, rank, rank_low, rank_high, leaf_values::text, z::text, nodes::text, totals::text
      from index_run_score where subdistrict_id = ${tx.subdistrictId} and run_id = ${runId} and compound_id > ${after} order by compound_id limit 200`,
      scoreRow,
    );
    for (const r of rows)
      yield {
        compoundId: r.compound_id,
        kind: r.kind,
        households: r.households,
        inSample: r.in_sample,
        total: r.total === null ? Number.NaN : Number(r.total),
        nested: r.nested === null ? Number.NaN : Number(r.nested),
        coverage: Number(r.coverage),
        rank: r.rank ?? 0,
        rankLow: r.rank_low,
        rankHigh: r.rank_high,
        values: numbersOf(r.leaf_values),
        z: numbersOf(r.z),
        nodes: numbersOf(r.nodes),
        totals: numbersOf(r.totals),
      };
    const last = rows.at(-1);
    if (!last || rows.length < 200) return;
    after = last.compound_id;
  }
}

/** Saves a step of a run. */
export async function saveRunStep(
  tx: CommandTx,
  run: Pick<Run, 'id'>,
  step: 'computed' | 'reviewed' | 'approved' | 'published' | 'withdrawn',
  with_: { digest?: string; note?: string },
): Promise<void> {
  const who = [tx.actor.personId, tx.actor.name, tx.now] as const;
  const set =
    step === 'computed'
      ? sql`digest = ${with_.digest}`
      : step === 'reviewed'
        ? sql`reviewed_by = ${who[0]}, reviewed_by_name = ${who[1]}, reviewed_at = ${who[2]}, review_note = ${with_.note ?? ''}`
        : step === 'approved'
          ? sql`approved_by = ${who[0]}, approved_by_name = ${who[1]}, approved_at = ${who[2]}`
          : step === 'published'
            ? sql`published_by = ${who[0]}, published_at = ${who[2]}`
            : sql`withdrawn_reason = ${with_.note}`;
  await tx.exec(sql`update index_run set state = ${step}, ${set} where subdistrict_id = ${tx.subdistrictId} and id = ${run.id}`);
}
