import { strFromU8, unzipSync } from 'fflate';
import { err, ok, type Result } from '#libs/result';
import { limits, type Sheet, type TableError, withoutBlankRows } from './table.ts';
import { attribute, decodeEntities, tokens } from './xml-tokens.ts';

class Refuse extends Error {
  readonly code: TableError;
  constructor(code: TableError) {
    super(code);
    this.code = code;
  }
}

/**
 * Reads the sheets of an xlsx file as text: stored results of formulas, merged cells filled with their value. Written by hand
 * because it must stay small and fast under hostile files: unpacked size, rows and columns are bounded while reading.
 */
export function readXlsx(bytes: Uint8Array): Result<Sheet[], TableError> {
  try {
    const files = unpack(bytes);
    if (!files['xl/workbook.xml']) return err(Object.keys(files).length === 0 ? 'not-a-table' : 'broken');
    const shared = files['xl/sharedStrings.xml'] ? sharedStrings(strFromU8(files['xl/sharedStrings.xml'])) : [];
    const sheets: Sheet[] = [];
    for (const { name, path } of sheetPaths(files)) {
      const part = files[path];
      if (part) sheets.push(readSheet(name, strFromU8(part), shared));
    }
    const written = sheets.filter((sheet) => sheet.rows.length > 0);
    return written.length === 0 ? err('empty') : ok(written);
  } catch (error) {
    return err(error instanceof Refuse ? error.code : 'broken');
  }
}

/** Unpacks the parts that are needed. A part larger than it declares is cut by the unpacker, never grown. */
function unpack(bytes: Uint8Array): Record<string, Uint8Array> {
  let total = 0;
  let entries = 0;
  return unzipSync(bytes, {
    filter(file) {
      if (++entries > 5_000) throw new Refuse('too-large');
      if (file.name === 'EncryptedPackage') throw new Refuse('locked');
      if (!/^xl\/(workbook\.xml|sharedStrings\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/.test(file.name)) return false;
      total += file.originalSize;
      if (total > limits.unpackedBytes) throw new Refuse('too-large');
      return true;
    },
  });
}

function sheetPaths(files: Record<string, Uint8Array>): { name: string; path: string }[] {
  const targets = new Map<string, string>();
  const relations = files['xl/_rels/workbook.xml.rels'];
  if (relations) {
    for (const token of tokens(strFromU8(relations))) {
      if (token.kind === 'open' && token.name === 'Relationship') {
        const target = attribute(token.attributes, 'Target') ?? '';
        targets.set(attribute(token.attributes, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
      }
    }
  }
  const sheets: { name: string; path: string }[] = [];
  for (const token of tokens(strFromU8(files['xl/workbook.xml']!))) {
    if (token.kind !== 'open' || token.name !== 'sheet') continue;
    const path = targets.get(attribute(token.attributes, 'id') ?? '') ?? `xl/worksheets/sheet${sheets.length + 1}.xml`;
    sheets.push({ name: attribute(token.attributes, 'name') ?? '', path });
  }
  return sheets;
}

/** Texts of the shared table; phonetic hints beside them are left out. */
function sharedStrings(xml: string): string[] {
  const texts: string[] = [];
  let current: string | null = null;
  let inText = false;
  let phonetic = false;
  for (const token of tokens(xml)) {
    if (token.kind === 'text') {
      if (current !== null && inText && !phonetic) current += decodeEntities(token.text);
    } else if (token.name === 'si') {
      if (token.kind === 'open') current = '';
      if (token.kind === 'close' || token.selfClosing) {
        texts.push(current ?? '');
        current = null;
      }
    } else if (token.name === 't') inText = token.kind === 'open' && !token.selfClosing;
    else if (token.name === 'rPh') phonetic = token.kind === 'open' && !token.selfClosing;
  }
  return texts;
}

/** `AB12` → column 27, row 11 (from 0). */
export function cellAt(reference: string): { row: number; column: number } | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference);
  if (!match) return null;
  let column = 0;
  for (const letter of match[1]!) column = column * 26 + letter.charCodeAt(0) - 64;
  return { column: column - 1, row: Number(match[2]) - 1 };
}

/** A stored number as people wrote it: 68.5, not 68.499999999999996. */
function numberText(stored: string): string {
  const value = Number(stored);
  return Number.isFinite(value) ? String(Number(value.toPrecision(15))) : stored;
}

function readSheet(name: string, xml: string, shared: readonly string[]): Sheet {
  const rows = new Map<number, string[]>();
  const bad = new Set<string>();
  const merges: string[] = [];
  let row = -1;
  let column = -1;
  let type = '';
  let formula = false;
  let value: string | null = null;
  let reading = false;
  for (const token of tokens(xml)) {
    if (token.kind === 'text') {
      if (reading) value = (value ?? '') + decodeEntities(token.text);
      continue;
    }
    const opens = token.kind === 'open';
    if (token.name === 'row' && opens) {
      const stated = Number(attribute(token.attributes, 'r'));
      row = Number.isInteger(stated) && stated > 0 ? stated - 1 : row + 1;
      column = -1;
      if (rows.size > limits.rows + 10) throw new Refuse('too-many-rows');
    } else if (token.name === 'c' && opens) {
      const place = cellAt(attribute(token.attributes, 'r') ?? '');
      column = place?.column ?? column + 1;
      if (place) row = place.row;
      type = attribute(token.attributes, 't') ?? 'n';
      value = null;
      formula = false;
    } else if (token.name === 'f' && opens) formula = true;
    else if (token.name === 'v' || token.name === 't') reading = opens && !token.selfClosing;
    else if (token.name === 'mergeCell' && opens) merges.push(attribute(token.attributes, 'ref') ?? '');
    if (token.name === 'c' && (!opens || token.selfClosing)) {
      store(rows, bad, row, column, cellText(type, value, shared), type === 'e' || (formula && value === null));
    }
  }
  let budget = 2_000_000;
  for (const merge of merges) budget = fillMerged(rows, merge, budget);
  const numbers = [...rows.keys()].sort((a, b) => a - b);
  const index = new Map(numbers.map((number, i) => [number, i]));
  return withoutBlankRows({
    name,
    rows: numbers.map((number) => Array.from(rows.get(number)!, (cell) => cell ?? '')),
    rowNumbers: numbers.map((number) => number + 1),
    unreadable: new Set([...bad].map((key) => key.replace(/^\d+/, (number) => String(index.get(Number(number)))))),
  });
}

function cellText(type: string, value: string | null, shared: readonly string[]): string {
  if (value === null) return '';
  if (type === 's') return shared[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? '是' : '否';
  return type === 'n' ? numberText(value) : value;
}

function store(rows: Map<number, string[]>, bad: Set<string>, row: number, column: number, text: string, unreadable: boolean): void {
  const tidy = text
    .replace(/_x000D_/g, '')
    .trim()
    .slice(0, limits.cellCharacters);
  if (tidy === '' && !unreadable) return;
  if (column >= limits.columns) throw new Refuse('too-many-columns');
  const cells = rows.get(row) ?? [];
  while (cells.length <= column) cells.push('');
  cells[column] = unreadable ? '' : tidy;
  rows.set(row, cells);
  if (unreadable) bad.add(`${row}:${column}`);
}

/** One 楼栋 merged over ten rows stands for all ten. Rows that are not there are not made; `budget` bounds the work of hostile files. */
function fillMerged(rows: Map<number, string[]>, reference: string, budget: number): number {
  const [from, to] = reference.split(':').map(cellAt);
  if (!from || !to) return budget;
  const text = rows.get(from.row)?.[from.column];
  if (!text) return budget;
  let left = budget;
  const lastColumn = Math.min(to.column, limits.columns - 1);
  for (let row = from.row; row <= to.row && left > 0; row++) {
    left--;
    const cells = rows.get(row);
    if (!cells) continue;
    for (let column = from.column; column <= lastColumn; column++) {
      while (cells.length <= column) cells.push('');
      cells[column] = text;
      left--;
    }
  }
  return left;
}
