import { z } from 'zod';
import { sql, type Tx } from '#platform/database';
import type { Batch } from './batch.ts';
import type { MonthNo } from './month.ts';
import type { IndexData } from './panel.ts';
import type { IndexLeaf } from './tree.ts';

const compoundIdRow = z.object({ compound_id: z.string() });

/** Compounds whose committee handed in the form of a month. */
export async function formsEntered(tx: Tx, month: MonthNo): Promise<Set<string>> {
  const rows = await tx.all(
    sql`select distinct s.compound_id from index_batch b join index_series s on s.subdistrict_id = b.subdistrict_id and s.batch_id = b.id
    where b.subdistrict_id = ${tx.subdistrictId} and b.kind = 'form' and b.first_month = ${month}`,
    compoundIdRow,
  );
  return new Set(rows.map((row) => row.compound_id));
}

/** Where a leaf's values come from and how many of them are there. */
export interface LeafCompleteness {
  leaf: IndexLeaf;
  /** Compounds with a value in the month ÷ all. */
  inMonth: number;
  /** Cells with a value in the twelve months up to it ÷ all. */
  inYear: number;
  /** What the newest values of the month came with. */
  newest: Batch | null;
  /** How many compounds of the month by kind of delivery. */
  by: Map<Batch['kind'], number>;
}

/** Every leaf of the tree, how complete it is in a month and in the year up to it. */
export function completenessOf(data: IndexData, month: MonthNo): LeafCompleteness[] {
  const { values, compounds, months, leaves } = data.district.panel;
  const at = month - data.firstMonth;
  const from = Math.max(0, at - 11);
  return data.tree.leaves.map((leaf, index): LeafCompleteness => {
    let [now, year, newest] = [0, 0, 0];
    const by = new Map<Batch['kind'], number>();
    for (let compound = 0; compound < compounds; compound += 1)
      for (let row = from; row <= at; row += 1) {
        const cell = (compound * months + row) * leaves + index;
        if (values[cell] !== values[cell]) continue;
        year += 1;
        if (row !== at) continue;
        now += 1;
        const origin = data.origin[cell] ?? 0;
        newest = Math.max(newest, origin);
        const batch = data.batches[origin - 1];
        if (batch) by.set(batch.kind, (by.get(batch.kind) ?? 0) + 1);
      }
    return { leaf, inMonth: now / compounds, inYear: year / (compounds * (at - from + 1)), newest: data.batches[newest - 1] ?? null, by };
  });
}
