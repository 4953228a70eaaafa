import { type DataFault, parseRows, type TableRow } from './csv.ts';
import { buildTree, type LeafInput, type Tree } from './tree.ts';

interface Heads {
  columns: Map<string, number>;
  rows: TableRow[];
}

function headed(file: string, text: string, needed: readonly string[], faults: DataFault[]): Heads | null {
  const [head, ...rows] = parseRows(text);
  const columns = new Map<string, number>();
  (head?.fields ?? []).forEach((name, index) => {
    if (columns.has(name.trim())) faults.push({ file, line: 1, column: name, code: 'duplicate-column', text: name });
    columns.set(name.trim(), index);
  });
  for (const name of needed) if (!columns.has(name)) faults.push({ file, line: 1, column: name, code: 'column-missing', text: '' });
  for (const { line, fields } of rows)
    if (fields.length !== head?.fields.length) faults.push({ file, line, column: '', code: 'wrong-number-of-fields', text: `${fields.length}` });
  return faults.length > 0 ? null : { columns, rows };
}

/** What `compounds.csv` says. */
export interface Compounds {
  ids: string[];
  positions: Map<string, number>;
  kinds: string[];
  kindOf: number[];
  inSample: number[];
}

/** Reads `compound`, `category` and `in_sample`. A compound that stands there twice is a fault, and another one where its kind changed. */
export function readCompounds(text: string, faults: DataFault[]): Compounds {
  const file = 'compounds.csv';
  const found = {
    ids: [] as string[],
    lines: [] as number[],
    positions: new Map<string, number>(),
    kinds: [] as string[],
    kindOf: [] as number[],
    inSample: [] as number[],
  };
  const table = headed(file, text, ['compound', 'category', 'in_sample'], faults);
  for (const { line, fields } of table?.rows ?? []) {
    const at = (name: string) => (fields[table?.columns.get(name) ?? -1] ?? '').trim();
    const [id, kind, sample] = [at('compound'), at('category'), at('in_sample')];
    const fault = (column: string, code: string, shown: string) => faults.push({ file, line, column, code, text: shown });
    const before = found.positions.get(id);
    if (id === '') fault('compound', 'empty', '');
    else if (before !== undefined) {
      const then = found.kinds[found.kindOf[before] ?? 0] ?? '';
      if (then === kind) fault('compound', 'duplicate-row', `${id} (${found.lines[before]})`);
      else fault('category', 'category-changed', `${id} ${then} → ${kind} (${found.lines[before]})`);
    }
    if (kind === '') fault('category', 'empty', '');
    if (sample !== '0' && sample !== '1') fault('in_sample', 'not-0-or-1', sample);
    if (before !== undefined) continue;
    found.positions.set(id, found.ids.length);
    found.ids.push(id);
    found.lines.push(line);
    let position = found.kinds.indexOf(kind);
    if (position < 0) position = found.kinds.push(kind) - 1;
    found.kindOf.push(position);
    found.inSample.push(sample === '1' ? 1 : 0);
  }
  if (faults.length === 0 && found.ids.length === 0) faults.push({ file, line: 1, column: 'compound', code: 'no-rows', text: '' });
  return found;
}

/**
 * Reads the tree: `code`, parents in `l2`, `l3`, … from the top down, `direction` 1 or -1, and where they are there `name`, `source`, `unit`, `kind`, `weight`,
 * `change_of` (the node whose change over a year the leaf is) and `active` (0 = switched off).
 */
export function readIndicators(text: string, faults: DataFault[]): Tree | null {
  const file = 'indicators.csv';
  const table = headed(file, text, ['code', 'direction'], faults);
  if (!table) return null;
  const levels = [...table.columns.keys()].filter((name) => /^l\d+$/.test(name)).sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  const leaves: LeafInput[] = [];
  const lines: number[] = [];
  for (const { line, fields } of table.rows) {
    const at = (name: string) => (fields[table.columns.get(name) ?? -1] ?? '').trim();
    if (at('active') === '0') continue;
    const fault = (column: string, code: string, shown: string) => faults.push({ file, line, column, code, text: shown });
    const weight = at('weight');
    if (at('code') === '') fault('code', 'empty', '');
    if (at('direction') !== '1' && at('direction') !== '-1') fault('direction', 'not-1-or-minus-1', at('direction'));
    if (weight !== '' && !(Number(weight) > 0 && Number.isFinite(Number(weight)))) fault('weight', 'not-a-number', weight);
    for (const level of levels) if (at(level) === '') fault(level, 'empty', '');
    leaves.push({
      code: at('code'),
      name: at('name'),
      parents: levels.map(at),
      direction: at('direction') === '-1' ? -1 : 1,
      weight: weight === '' ? null : Number(weight),
      source: at('source'),
      unit: at('unit'),
      kind: at('kind'),
      changeOf: at('change_of'),
    });
    lines.push(line);
  }
  if (faults.length > 0) return null;
  if (!table.columns.has('change_of')) nameChanges(leaves);
  const tree = buildTree(leaves);
  if (tree.ok) return tree.value;
  const where = 'at' in tree.error ? tree.error.at : '';
  const line = lines[leaves.findLastIndex((leaf) => leaf.code === where || leaf.parents.includes(where))] ?? 1;
  faults.push({ file, line, column: 'code', code: tree.error.code, text: where });
  return null;
}

/** Without a column `change_of`, leaves whose source is `derived` are the changes of the other nodes of the second level, in order. */
function nameChanges(leaves: LeafInput[]): void {
  const derived = leaves.filter((leaf) => leaf.source === 'derived');
  const own = new Set(derived.map((leaf) => leaf.parents[0]));
  const others = [...new Set(leaves.map((leaf) => leaf.parents[0] ?? ''))].filter((code) => code !== '' && !own.has(code));
  derived.forEach((leaf, index) => {
    leaf.changeOf = others[index] ?? '';
  });
}
