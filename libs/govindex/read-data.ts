import { type DataFault, numberAt, parseTable } from './csv.ts';
import type { Panel } from './panel.ts';
import { buildTree, type LeafInput, type Tree } from './tree.ts';

/** A district ready to be scored. */
export interface District {
  tree: Tree;
  panel: Panel;
  /** In the order of the file. */
  compoundIds: string[];
  /** Labels of the months in ascending order, as written. */
  monthLabels: string[];
}

/** Most faults that are named; a file with more is of another kind altogether. */
const mostFaults = 200;

interface Heads {
  columns: Map<string, number>;
  rows: string[][];
}

function headed(file: string, text: string, needed: readonly string[], faults: DataFault[]): Heads | null {
  const [head, ...rows] = parseTable(text);
  const columns = new Map((head ?? []).map((name, index) => [name.trim(), index]));
  for (const name of needed) if (!columns.has(name)) faults.push({ file, line: 1, column: name, code: 'column-missing', text: '' });
  return faults.length > 0 ? null : { columns, rows };
}

function readCompounds(text: string, faults: DataFault[]) {
  const file = 'compounds.csv';
  const found = { ids: [] as string[], positions: new Map<string, number>(), kinds: [] as string[], kindOf: [] as number[], inSample: [] as number[] };
  const table = headed(file, text, ['compound', 'category', 'in_sample'], faults);
  table?.rows.forEach((row, index) => {
    const at = (name: string) => (row[table.columns.get(name) ?? -1] ?? '').trim();
    const [id, kind, sample] = [at('compound'), at('category'), at('in_sample')];
    const fault = (column: string, code: string, shown: string) => faults.push({ file, line: index + 2, column, code, text: shown });
    if (id === '') fault('compound', 'empty', '');
    else if (found.positions.has(id)) fault('compound', 'duplicate-row', id);
    if (kind === '') fault('category', 'empty', '');
    if (sample !== '0' && sample !== '1') fault('in_sample', 'not-0-or-1', sample);
    found.positions.set(id, found.ids.length);
    found.ids.push(id);
    let position = found.kinds.indexOf(kind);
    if (position < 0) position = found.kinds.push(kind) - 1;
    found.kindOf.push(position);
    found.inSample.push(sample === '1' ? 1 : 0);
  });
  if (faults.length === 0 && found.ids.length === 0) faults.push({ file, line: 1, column: 'compound', code: 'no-rows', text: '' });
  return found;
}

/** Reads the tree: `code`, parents in `l2`, `l3`, … from the top down, `direction` 1 or -1, and where they are there `weight` and `active` (0 = switched off). */
export function readIndicators(text: string, faults: DataFault[]): Tree | null {
  const file = 'indicators.csv';
  const table = headed(file, text, ['code', 'direction'], faults);
  if (!table) return null;
  const levels = [...table.columns.keys()].filter((name) => /^l\d+$/.test(name)).sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  const leaves: LeafInput[] = [];
  const lines: number[] = [];
  table.rows.forEach((row, index) => {
    const at = (name: string) => (row[table.columns.get(name) ?? -1] ?? '').trim();
    if (at('active') === '0') return;
    const fault = (column: string, code: string, shown: string) => faults.push({ file, line: index + 2, column, code, text: shown });
    const weight = at('weight');
    if (at('code') === '') fault('code', 'empty', '');
    if (at('direction') !== '1' && at('direction') !== '-1') fault('direction', 'not-1-or-minus-1', at('direction'));
    if (weight !== '' && !(Number(weight) > 0)) fault('weight', 'not-a-number', weight);
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
    lines.push(index + 2);
  });
  if (!table.columns.has('change_of')) nameChanges(leaves);
  if (faults.length > 0) return null;
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

/** Where each field of the heading of `values.csv` belongs: -1 compound, -2 month, else a leaf, -3 nowhere. */
function readValueHead(bytes: Uint8Array, end: number, tree: Tree, faults: DataFault[]): number[] {
  const file = 'values.csv';
  const [head = []] = parseTable(new TextDecoder().decode(bytes.subarray(0, end)));
  const byCode = new Map(tree.leaves.map((leaf, index) => [leaf.code, index]));
  const places = head.map((raw) => {
    const name = raw.trim();
    return name === 'compound' ? -1 : name === 'month' ? -2 : (byCode.get(name) ?? -3);
  });
  head.forEach((name, index) => {
    if (places[index] === -3) faults.push({ file, line: 1, column: name, code: 'unknown-indicator', text: name });
    else if (places.indexOf(places[index] ?? 0) !== index) faults.push({ file, line: 1, column: name, code: 'duplicate-column', text: name });
  });
  for (const [name, place] of [['compound', -1] as const, ['month', -2] as const, ...byCode]) {
    if (!places.includes(place)) faults.push({ file, line: 1, column: name, code: 'column-missing', text: '' });
  }
  return places;
}

/** Months from the bytes of one column: whole numbers or `YYYY-MM`; both sort as text of equal length or as numbers. */
export const monthOrder = (a: string, b: string): number => (/^\d+$/.test(a) && /^\d+$/.test(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0);

interface Lines {
  starts: number[];
  ends: number[];
}

function linesOf(bytes: Uint8Array): Lines {
  const lines: Lines = { starts: [], ends: [] };
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (start < bytes.length) {
    let end = bytes.indexOf(10, start);
    if (end < 0) end = bytes.length;
    lines.starts.push(start);
    lines.ends.push(end > start && bytes[end - 1] === 13 ? end - 1 : end);
    start = end + 1;
  }
  return lines;
}

/**
 * Reads the three files of a district. Either everything is right, or every fault is named by file, line and column (the first 200) and nothing is scored.
 */
export function readDistrict(files: {
  compounds: string;
  indicators: string;
  values: Uint8Array;
}): { ok: true; value: District } | { ok: false; faults: DataFault[] } {
  const faults: DataFault[] = [];
  const compounds = readCompounds(files.compounds, faults);
  const tree = readIndicators(files.indicators, faults);
  if (faults.length > 0 || !tree) return { ok: false, faults };

  const bytes = files.values;
  const lines = linesOf(bytes);
  const places = lines.starts.length === 0 ? [] : readValueHead(bytes.subarray(lines.starts[0]), (lines.ends[0] ?? 0) - (lines.starts[0] ?? 0), tree, faults);
  if (lines.starts.length === 0) faults.push({ file: 'values.csv', line: 1, column: 'compound', code: 'no-rows', text: '' });
  if (faults.length > 0) return { ok: false, faults };

  const keys = readKeys(bytes, lines, places, compounds.positions, faults);
  const months = [...new Set(keys.months.filter((month) => month !== ''))].sort(monthOrder);
  const monthAt = new Map(months.map((label, index) => [label, index]));
  const panel: Panel = {
    compounds: compounds.ids.length,
    months: months.length,
    leaves: tree.leaves.length,
    kinds: compounds.kinds,
    kindOf: Int32Array.from(compounds.kindOf),
    inSample: Uint8Array.from(compounds.inSample),
    values: new Float64Array(compounds.ids.length * months.length * tree.leaves.length).fill(Number.NaN),
  };
  if (faults.length === 0) readValues(bytes, lines, places, { keys, monthAt, panel, tree }, faults);
  return faults.length > 0
    ? { ok: false, faults: faults.slice(0, mostFaults) }
    : { ok: true, value: { tree, panel, compoundIds: compounds.ids, monthLabels: months } };
}

/** Compound and month of every line after the heading. */
function readKeys(
  bytes: Uint8Array,
  lines: Lines,
  places: readonly number[],
  positions: ReadonlyMap<string, number>,
  faults: DataFault[],
): { compounds: Int32Array; months: string[] } {
  const [compoundField, monthField] = [places.indexOf(-1), places.indexOf(-2)];
  const decoder = new TextDecoder();
  const count = lines.starts.length;
  const keys = { compounds: new Int32Array(count).fill(-1), months: new Array<string>(count).fill('') };
  for (let line = 1; line < count && faults.length < mostFaults; line += 1) {
    let [at, field] = [lines.starts[line] as number, 0];
    const end = lines.ends[line] as number;
    if (at === end) continue;
    let [id, month] = ['', ''];
    while (field <= Math.max(compoundField, monthField) && at <= end) {
      let stop = bytes.indexOf(44, at);
      if (stop < 0 || stop > end) stop = end;
      if (field === compoundField) id = decoder.decode(bytes.subarray(at, stop)).trim();
      else if (field === monthField) month = decoder.decode(bytes.subarray(at, stop)).trim();
      at = stop + 1;
      field += 1;
    }
    const fault = (column: string, code: string, text: string) => faults.push({ file: 'values.csv', line: line + 1, column, code, text });
    const position = positions.get(id);
    if (position === undefined) fault('compound', 'unknown-compound', id);
    if (!/^(?:\d{1,6}|\d{4}-(?:0[1-9]|1[0-2]))$/.test(month)) fault('month', 'not-a-month', month);
    keys.compounds[line] = position ?? -1;
    keys.months[line] = month;
  }
  return keys;
}

function readValues(
  bytes: Uint8Array,
  lines: Lines,
  places: readonly number[],
  into: { keys: { compounds: Int32Array; months: string[] }; monthAt: ReadonlyMap<string, number>; panel: Panel; tree: Tree },
  faults: DataFault[],
): void {
  const { keys, monthAt, panel, tree } = into;
  const seen = new Int32Array(panel.compounds * panel.months);
  for (let line = 1; line < lines.starts.length && faults.length < mostFaults; line += 1) {
    const compound = keys.compounds[line] as number;
    if (compound < 0) continue;
    const row = compound * panel.months + (monthAt.get(keys.months[line] ?? '') ?? 0);
    const fault = (column: string, code: string, text: string) => faults.push({ file: 'values.csv', line: line + 1, column, code, text });
    if (seen[row] !== 0) {
      fault('month', 'duplicate-row', `${keys.months[line]} (${seen[row]})`);
      continue;
    }
    seen[row] = line + 1;
    const base = row * panel.leaves;
    const end = lines.ends[line] as number;
    let [at, field] = [lines.starts[line] as number, 0];
    for (; at <= end; field += 1) {
      let stop = at;
      while (stop < end && bytes[stop] !== 44) stop += 1;
      const place = places[field];
      if (place !== undefined && place >= 0) {
        const value = numberAt(bytes, at, stop);
        if (value === undefined) fault(tree.leaves[place]?.code ?? '', 'not-a-number', new TextDecoder().decode(bytes.subarray(at, stop)));
        else panel.values[base + place] = value;
      }
      at = stop + 1;
    }
    if (field !== places.length) fault('', 'wrong-number-of-fields', `${field}`);
  }
}
