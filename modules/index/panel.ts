import type { District } from '#libs/govindex';
import type { Database, Tx } from '#platform/database';
import { type Batch, batchesAfter, cellsOf, takenBack } from './batch.ts';
import { compoundsInMemory, type IndexCompound } from './compound.ts';
import { monthLabel, type MonthNo, monthOfDay } from './month.ts';
import { adoptedTree, sampleOf } from './store.ts';
import { type IndexTree, scoringTree } from './tree.ts';

/** Everything known of a tenant's compounds, laid out for scoring. `district.panel.values` has the newest version of every datum. */
export interface IndexData {
  tree: IndexTree;
  compounds: IndexCompound[];
  positions: ReadonlyMap<string, number>;
  firstMonth: MonthNo;
  months: number;
  batches: Batch[];
  /** Position in `batches` + 1 of what each cell came from; 0 = nothing. */
  origin: Uint16Array;
  /** Number of the newest batch in it. */
  seq: number;
  district: District;
}

/** Months that are kept at most: ten years. */
const mostMonths = 120;
const known = new Map<string, Promise<IndexData | null>>();

/**
 * The data of a tenant, from memory where nothing came since; what came lies over the rest. Null where no value was ever given.
 * It is loaded in slices, in a transaction of its own, once for everybody who asks at the same time.
 */
export async function indexData(db: Database, subdistrictId: string): Promise<IndexData | null> {
  const before = await known.get(subdistrictId)?.catch(() => null);
  const loading = db.tenant(subdistrictId, (tx) => load(tx, before ?? null), 'read');
  known.set(subdistrictId, loading);
  // A few large ones fit into memory; the one that was asked for least recently goes.
  if (known.size > 6) for (const key of known.keys()) if (key !== subdistrictId && known.size > 6) known.delete(key);
  return loading;
}

async function load(tx: Tx, before: IndexData | null): Promise<IndexData | null> {
  const tree = await adoptedTree(tx);
  const compounds = await compoundsInMemory(tx);
  if (!tree || compounds.length === 0) return null;
  const same = before !== null && before.tree.version === tree.version && sameCompounds(before.compounds, compounds);
  const fresh = await batchesAfter(tx, same ? before.seq : 0);
  if (same && fresh.length === 0) return before;
  const fits = same && fresh.every((batch) => batch.firstMonth >= before.firstMonth && batch.firstMonth + batch.months <= before.firstMonth + before.months);
  if (same && !fits) return load(tx, null);
  if (!same && fresh.length === 0) return null;
  const data = fits && before ? over(before, compounds) : await empty(tx, tree, compounds, fresh);
  for (const batch of fresh) await lay(tx, data, batch);
  return data;
}

const sameCompounds = (a: readonly IndexCompound[], b: readonly IndexCompound[]): boolean =>
  a === b || (a.length === b.length && a.every((one, at) => one.id === b[at]?.id && one.kind === b[at]?.kind));

/** A copy that may be written to: readers keep what they have. */
const over = (before: IndexData, compounds: IndexCompound[]): IndexData => ({
  ...before,
  compounds,
  batches: [...before.batches],
  origin: before.origin.slice(),
  district: { ...before.district, panel: { ...before.district.panel, values: before.district.panel.values.slice() } },
});

async function empty(tx: Tx, tree: IndexTree, compounds: IndexCompound[], batches: readonly Batch[]): Promise<IndexData> {
  const last = Math.max(...batches.map((batch) => batch.firstMonth + batch.months - 1));
  const firstMonth = Math.max(last - mostMonths + 1, Math.min(...batches.map((batch) => batch.firstMonth)));
  const months = last - firstMonth + 1;
  const kinds = tree.kinds.map((kind) => kind.name).filter((name) => compounds.some((compound) => compound.kind === name));
  for (const { kind } of compounds) if (!kinds.includes(kind)) kinds.push(kind);
  const cells = compounds.length * months * tree.leaves.length;
  const sampled = await sampleOf(tx, Math.floor(last / 12));
  return {
    tree,
    compounds,
    positions: new Map(compounds.map((compound, at) => [compound.id, at])),
    firstMonth,
    months,
    batches: [],
    origin: new Uint16Array(cells),
    seq: 0,
    district: {
      tree: scoringTree(tree),
      compoundIds: compounds.map((compound) => compound.code),
      monthLabels: Array.from({ length: months }, (_, at) => monthLabel(firstMonth + at)),
      panel: {
        compounds: compounds.length,
        months,
        leaves: tree.leaves.length,
        kinds,
        kindOf: Int32Array.from(compounds, (compound) => kinds.indexOf(compound.kind)),
        inSample: Uint8Array.from(compounds, (compound) => (sampled.has(compound.id) ? 1 : 0)),
        values: new Float64Array(cells).fill(Number.NaN),
      },
    },
  };
}

async function lay(tx: Tx, data: IndexData, batch: Batch): Promise<void> {
  const { values, leaves, months } = data.district.panel;
  const columns = batch.leaves.map((code) => data.tree.leaves.findIndex((leaf) => leaf.code === code));
  data.batches.push(batch);
  const origin = data.batches.length;
  for await (const { compoundId, cells } of cellsOf(tx, batch.id)) {
    const position = data.positions.get(compoundId);
    if (position === undefined) continue;
    for (let month = 0; month < batch.months; month += 1) {
      const row = batch.firstMonth + month - data.firstMonth;
      if (row < 0 || row >= months) continue;
      const base = (position * months + row) * leaves;
      for (let column = 0; column < columns.length; column += 1) {
        const value = cells[month * columns.length + column] as number;
        const leaf = columns[column] as number;
        if (value !== value || leaf < 0) continue;
        values[base + leaf] = value === takenBack ? Number.NaN : value;
        data.origin[base + leaf] = origin;
      }
    }
  }
  data.seq = batch.seq;
}

/** The newest month that is over and has data; where only the running month has, that one. */
export const lastFullMonth = (data: Pick<IndexData, 'firstMonth' | 'months'>, today: string): MonthNo =>
  Math.max(data.firstMonth, Math.min(data.firstMonth + data.months - 1, monthOfDay(today) - 1));

/** The same data with the sample of a year and with weights, for a run; values are shared, not copied. */
export function districtFor(data: IndexData, sampled: ReadonlySet<string>, weights: Readonly<Record<string, number>> | null): District {
  return {
    ...data.district,
    tree: scoringTree(data.tree, weights),
    panel: { ...data.district.panel, inSample: Uint8Array.from(data.compounds, (compound) => (sampled.has(compound.id) ? 1 : 0)) },
  };
}
