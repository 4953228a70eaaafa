import { type Batch, historyOf, takenBack } from './batch.ts';
import type { MonthNo } from './month.ts';
import type { Tx } from '#platform/database';

/** One version of a datum: what it was, where it came from, when. */
export interface Version {
  /** 1 = the first. */
  version: number;
  /** Null = taken back: there is no value. */
  value: number | null;
  status: 'reported' | 'estimated' | 'missing';
  batch: Batch;
}
type History = readonly { batch: Batch; cells: Float64Array }[];

/** All versions of a datum, the oldest first. */
export function versionsIn(history: History, leaf: string, month: MonthNo): Version[] {
  const versions: Version[] = [];
  for (const { batch, cells } of history) {
    const column = batch.leaves.indexOf(leaf);
    const row = month - batch.firstMonth;
    if (column < 0 || row < 0 || row >= batch.months) continue;
    const cell = cells[row * batch.leaves.length + column] as number;
    if (cell !== cell) continue;
    const value = cell === takenBack ? null : cell;
    versions.push({ version: versions.length + 1, value, status: value === null ? 'missing' : batch.status, batch });
  }
  return versions;
}

/** The version that counts, or null where nobody ever said anything. */
export const cellNow = (history: History, leaf: string, month: MonthNo): Version | null => versionsIn(history, leaf, month).at(-1) ?? null;

/** Every leaf of a compound in a month: the version that counts. */
export async function provenanceOf(tx: Tx, compoundId: string, month: MonthNo, leaves: readonly string[]): Promise<Map<string, Version>> {
  const history = await historyOf(tx, compoundId);
  return new Map(
    leaves.flatMap((leaf) => {
      const now = cellNow(history, leaf, month);
      return now ? [[leaf, now] as const] : [];
    }),
  );
}

/** A compound's newest values of one leaf over some months, NaN = missing. */
export function seriesIn(history: History, leaf: string, from: MonthNo, months: number): Float64Array {
  return Float64Array.from({ length: months }, (_, at) => cellNow(history, leaf, from + at)?.value ?? Number.NaN);
}
