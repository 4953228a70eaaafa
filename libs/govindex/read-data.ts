import { type DataFault, numberAt, parseRows } from './csv.ts';
import type { Panel } from './panel.ts';
import { type Compounds, readCompounds, readIndicators } from './read-tables.ts';
import type { Tree } from './tree.ts';

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

const file = 'values.csv';
/** What a column of `values.csv` is where it is no leaf. */
const columnIs = { compound: -1, month: -2, unknown: -3, category: -4 } as const;

/** Where each field of the heading belongs: a leaf, or one of {@link columnIs}. */
function readHead(head: readonly string[], tree: Tree, deriveChange: boolean, faults: DataFault[]): number[] {
  const byCode = new Map(tree.leaves.map((leaf, index) => [leaf.code, index]));
  const named = new Map<string, number>([...byCode, ['compound', columnIs.compound], ['month', columnIs.month]]);
  if (!named.has('category')) named.set('category', columnIs.category);
  const places = head.map((raw) => named.get(raw.trim()) ?? columnIs.unknown);
  head.forEach((name, index) => {
    if (places[index] === columnIs.unknown) faults.push({ file, line: 1, column: name, code: 'unknown-indicator', text: name });
    else if (places.indexOf(places[index] ?? 0) !== index) faults.push({ file, line: 1, column: name, code: 'duplicate-column', text: name });
  });
  for (const [name, place] of named) {
    const optional = place === columnIs.category || (deriveChange && tree.leaves[place]?.changeOf);
    if (!optional && !places.includes(place)) faults.push({ file, line: 1, column: name, code: 'column-missing', text: '' });
  }
  return places;
}

/** Order of months: whole numbers by size, `YYYY-MM` by the calendar. */
export const monthOrder = (a: string, b: string): number => (/^\d+$/.test(a) && /^\d+$/.test(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0);

/** Bytes without what would hide a comma or a line: quotes are taken off, and what stands inside them cannot be taken for a separator. */
function withoutQuotes(bytes: Uint8Array): Uint8Array {
  if (bytes.indexOf(34) < 0) return bytes;
  let [text, line] = ['', 1];
  for (const row of parseRows(new TextDecoder().decode(bytes))) {
    // Lines keep their numbers, so that a fault names the one that the reader sees.
    text += '\n'.repeat(Math.max(0, row.line - line));
    text += row.fields.map((field) => field.replaceAll(/[,\r\n]/g, ' ')).join(',');
    line = row.line;
  }
  return new TextEncoder().encode(text);
}

/** Start and end of every line, without its ending. */
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
 * With `deriveChange` columns of leaves that are changes may be missing, because they are computed.
 */
export function readDistrict(
  files: { compounds: string; indicators: string; values: Uint8Array },
  { deriveChange = false }: { deriveChange?: boolean } = {},
): { ok: true; value: District } | { ok: false; faults: DataFault[] } {
  const faults: DataFault[] = [];
  const inTables: DataFault[] = [];
  const compounds = readCompounds(files.compounds, faults);
  const tree = readIndicators(files.indicators, inTables);
  faults.push(...inTables);
  if (faults.length > 0 || !tree) return { ok: false, faults: faults.slice(0, mostFaults) };

  const bytes = withoutQuotes(files.values);
  const lines = linesOf(bytes);
  const head = lines.starts.length === 0 ? [] : new TextDecoder().decode(bytes.subarray(lines.starts[0], lines.ends[0])).split(',');
  const places = readHead(head, tree, deriveChange, faults);
  if (faults.length > 0) return { ok: false, faults: faults.slice(0, mostFaults) };

  const keys = readKeys(bytes, lines, places, compounds, faults);
  const months = [...new Set(keys.months.filter((month) => month !== ''))].sort(monthOrder);
  if (months.length === 0 && faults.length === 0) faults.push({ file, line: 1, column: 'month', code: 'no-rows', text: '' });
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
  readValues(bytes, lines, places, { keys, monthAt, panel, tree }, faults);
  return faults.length > 0
    ? { ok: false, faults: faults.sort((one, other) => one.line - other.line).slice(0, mostFaults) }
    : { ok: true, value: { tree, panel, compoundIds: compounds.ids, monthLabels: months } };
}

/** Compound and month of every line: -1 and '' where they are not right, or the line is empty. */
interface Keys {
  compounds: Int32Array;
  months: string[];
}

function readKeys(bytes: Uint8Array, lines: Lines, places: readonly number[], compounds: Compounds, faults: DataFault[]): Keys {
  const wanted = [columnIs.compound, columnIs.month, columnIs.category].map((place) => places.indexOf(place));
  const furthest = Math.max(...wanted);
  const decoder = new TextDecoder();
  const count = lines.starts.length;
  const keys: Keys = { compounds: new Int32Array(count).fill(-1), months: Array.from({ length: count }, () => '') };
  let dated: boolean | undefined;
  for (let line = 1; line < count && faults.length < mostFaults; line += 1) {
    let [at, field] = [lines.starts[line] as number, 0];
    const end = lines.ends[line] as number;
    if (at === end) continue;
    const texts = ['', '', ''];
    while (field <= furthest && at <= end) {
      let stop = at;
      while (stop < end && bytes[stop] !== 44) stop += 1;
      const text = wanted.indexOf(field);
      if (text >= 0) texts[text] = decoder.decode(bytes.subarray(at, stop)).trim();
      at = stop + 1;
      field += 1;
    }
    const [id = '', month = '', kind = ''] = texts;
    const fault = (column: string, code: string, text: string) => faults.push({ file, line: line + 1, column, code, text });
    const position = compounds.positions.get(id);
    const own = compounds.kinds[compounds.kindOf[position ?? -1] ?? -1];
    if (position === undefined) fault('compound', 'unknown-compound', id);
    else if (places.includes(columnIs.category) && kind !== own) fault('category', 'category-changed', `${id} ${own} → ${kind}`);
    const plain = /^\d{1,6}$/.test(month);
    // One file writes its months in one way: 2026-01 and 202601 side by side would be two months.
    if ((!plain && !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) || dated === plain) fault('month', 'not-a-month', month);
    else {
      dated = !plain;
      keys.months[line] = plain ? `${Number(month)}` : month;
    }
    keys.compounds[line] = position ?? -1;
  }
  return keys;
}

function readValues(
  bytes: Uint8Array,
  lines: Lines,
  places: readonly number[],
  into: { keys: Keys; monthAt: ReadonlyMap<string, number>; panel: Panel; tree: Tree },
  faults: DataFault[],
): void {
  const { keys, monthAt, panel, tree } = into;
  const seen = new Int32Array(panel.compounds * panel.months);
  const spare = new Float64Array(panel.leaves);
  for (let line = 1; line < lines.starts.length && faults.length < mostFaults; line += 1) {
    const end = lines.ends[line] as number;
    let [at, field] = [lines.starts[line] as number, 0];
    if (at === end) continue;
    const fault = (column: string, code: string, text: string) => faults.push({ file, line: line + 1, column, code, text });
    const [compound, month] = [keys.compounds[line] as number, monthAt.get(keys.months[line] as string)];
    // A row that belongs nowhere is read all the same, for the faults in it.
    let values: Float64Array = spare;
    let base = 0;
    if (compound >= 0 && month !== undefined) {
      const row = compound * panel.months + month;
      if (seen[row] !== 0) fault('month', 'duplicate-row', `${keys.months[line]} (${seen[row]})`);
      else {
        seen[row] = line + 1;
        values = panel.values;
        base = row * panel.leaves;
      }
    }
    for (; at <= end; field += 1) {
      let stop = at;
      while (stop < end && bytes[stop] !== 44) stop += 1;
      const place = places[field];
      if (place !== undefined && place >= 0) {
        const value = numberAt(bytes, at, stop);
        if (value === undefined) fault(tree.leaves[place]?.code ?? '', 'not-a-number', new TextDecoder().decode(bytes.subarray(at, stop)));
        else values[base + place] = value;
      }
      at = stop + 1;
    }
    if (field !== places.length) fault('', 'wrong-number-of-fields', `${field}`);
  }
}
