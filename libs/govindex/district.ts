import type { DataFault } from './csv.ts';
import { type District, monthOrder } from './read-data.ts';
import type { Threshold } from './thresholds.ts';
import { buildTree, type LeafInput } from './tree.ts';

/** A district as a program has it: every cell named, in any order. */
export interface DistrictInput {
  leaves: readonly LeafInput[];
  compounds: readonly { id: string; kind: string; inSample: boolean }[];
  /** Whole numbers, or `YYYY-MM`; months that no cell names stay empty. */
  months: readonly string[];
  cells: Iterable<{ compound: string; month: string; leaf: string; value: number }>;
}

/** Builds a district from cells, with the faults that {@link readDistrict} names (`line` counts from 1 in the list that `file` names). */
export function districtOf(input: DistrictInput): { ok: true; value: District } | { ok: false; faults: DataFault[] } {
  const faults: DataFault[] = [];
  const fault = (file: string, line: number, column: string, code: string, text: string) => faults.push({ file, line, column, code, text });
  const tree = buildTree(input.leaves);
  if (!tree.ok) fault('leaves', 1, 'code', tree.error.code, 'at' in tree.error ? tree.error.at : '');
  const positions = new Map<string, number>();
  const kinds: string[] = [];
  input.compounds.forEach(({ id, kind }, index) => {
    if (id === '') fault('compounds', index + 1, 'compound', 'empty', '');
    const before = positions.get(id);
    if (before !== undefined)
      fault('compounds', index + 1, 'compound', input.compounds[before]?.kind === kind ? 'duplicate-row' : 'category-changed', `${id} (${before + 1})`);
    else positions.set(id, index);
    if (kind === '') fault('compounds', index + 1, 'category', 'empty', '');
    if (!kinds.includes(kind)) kinds.push(kind);
  });
  if (input.compounds.length === 0) fault('compounds', 1, 'compound', 'no-rows', '');
  input.months.forEach((month, index) => {
    if (!/^(?:\d{1,6}|\d{4}-(?:0[1-9]|1[0-2]))$/.test(month)) fault('months', index + 1, 'month', 'not-a-month', month);
  });
  if (!tree.ok || faults.length > 0) return { ok: false, faults };

  const months = [...new Set(input.months)].sort(monthOrder);
  const monthAt = new Map(months.map((month, index) => [month, index]));
  const leafAt = new Map(tree.value.leaves.map((leaf, index) => [leaf.code, index]));
  const leaves = tree.value.leaves.length;
  const values = new Float64Array(input.compounds.length * months.length * leaves).fill(Number.NaN);
  const seen = new Uint8Array(values.length);
  let line = 0;
  for (const cell of input.cells) {
    line += 1;
    const [compound, month, leaf] = [positions.get(cell.compound), monthAt.get(cell.month), leafAt.get(cell.leaf)];
    if (compound === undefined) fault('cells', line, 'compound', 'unknown-compound', cell.compound);
    if (month === undefined) fault('cells', line, 'month', 'not-a-month', cell.month);
    if (leaf === undefined) fault('cells', line, cell.leaf, 'unknown-indicator', cell.leaf);
    if (!Number.isFinite(cell.value)) fault('cells', line, cell.leaf, 'not-a-number', `${cell.value}`);
    if (compound === undefined || month === undefined || leaf === undefined) continue;
    const at = (compound * months.length + month) * leaves + leaf;
    if (seen[at] === 1) fault('cells', line, cell.leaf, 'duplicate-row', `${cell.compound} ${cell.month}`);
    seen[at] = 1;
    values[at] = cell.value;
  }
  if (faults.length > 0) return { ok: false, faults: faults.slice(0, 200) };
  const panel = {
    compounds: input.compounds.length,
    months: months.length,
    leaves,
    kinds,
    kindOf: Int32Array.from(input.compounds, ({ kind }) => kinds.indexOf(kind)),
    inSample: Uint8Array.from(input.compounds, ({ inSample }) => (inSample ? 1 : 0)),
    values,
  };
  return { ok: true, value: { tree: tree.value, panel, compoundIds: input.compounds.map(({ id }) => id), monthLabels: months } };
}

/** Kinds that no sampled compound gives any threshold: nothing of a district is scored while there is one. The line is that of the kind's first compound. */
export function emptyKinds({ panel }: District, thresholds: readonly Threshold[]): DataFault[] {
  return panel.kinds.flatMap((kind, at) => {
    if (thresholds.slice(at * panel.leaves, (at + 1) * panel.leaves).some((each) => each.sampled > 0)) return [];
    return [{ file: 'compounds.csv', line: panel.kindOf.indexOf(at) + 2, column: 'in_sample', code: 'empty-sample', text: kind }];
  });
}
