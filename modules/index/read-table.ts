import { setImmediate as breathe } from 'node:timers/promises';
import { parseTable } from '#libs/govindex';
import { err, ok, type Result } from '#libs/result';
import { decodeText } from '#platform/tables';

/** A sheet as read: the heading and the rows below it; `line` of a row is its place in the file, the heading being 1. */
export interface ReadTable {
  head: string[];
  /** Rows in slices, so that reading a large file stops nobody else. */
  rows(): AsyncGenerator<{ line: number; fields: readonly string[] }>;
}

/** Lines read between two breaths. */
const slice = 1000;

/**
 * Reads CSV (UTF-8 with or without a byte order mark, UTF-16, GBK as office machines save it), XLSX (first sheet) or JSON (a list of objects). Errors:
 * `not-a-table` it is none of them, or has no heading.
 */
export async function readTable(bytes: Uint8Array, fileName: string): Promise<Result<ReadTable, 'not-a-table'>> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readWorkbook(bytes);
  const text = decodeText(bytes);
  if (text === null) return err('not-a-table');
  if (/\.json$/i.test(fileName) || /^\ufeff?\s*\[/.test(text.slice(0, 50))) return readJson(text);
  return text.includes('"') ? fromRows(parseTable(text)) : fromPlainText(text);
}

function fromRows(all: readonly (readonly string[])[]): Result<ReadTable, 'not-a-table'> {
  const head = (all[0] ?? []).map((name) => name.trim());
  if (head.filter((name) => name !== '').length < 2) return err('not-a-table');
  return ok({
    head,
    async *rows() {
      for (let at = 1; at < all.length; at += 1) {
        if (at % slice === 0) await breathe();
        const fields = all[at] ?? [];
        // Workbooks end in formatted rows with nothing in them.
        if (fields.some((field) => field.trim() !== '')) yield { line: at + 1, fields };
      }
    },
  });
}

/** Text without quotes: each line is cut when its turn comes. */
function fromPlainText(whole: string): Result<ReadTable, 'not-a-table'> {
  const text = whole.startsWith('\ufeff') ? whole.slice(1) : whole;
  const end = text.indexOf('\n');
  const head = (end < 0 ? text : text.slice(0, end))
    .replace(/\r$/, '')
    .split(',')
    .map((name) => name.trim());
  if (head.filter((name) => name !== '').length < 2) return err('not-a-table');
  return ok({
    head,
    async *rows() {
      let [at, line] = [end + 1, 1];
      while (end >= 0 && at < text.length) {
        let stop = text.indexOf('\n', at);
        if (stop < 0) stop = text.length;
        line += 1;
        const row = text.slice(at, text[stop - 1] === '\r' ? stop - 1 : stop);
        at = stop + 1;
        if (line % slice === 0) await breathe();
        if (/[^,\s]/.test(row)) yield { line, fields: row.split(',') };
      }
    },
  });
}

function readJson(text: string): Result<ReadTable, 'not-a-table'> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err('not-a-table');
  }
  if (!Array.isArray(json) || json.length === 0) return err('not-a-table');
  const objects = json.map((one): Record<string, unknown> => (one !== null && typeof one === 'object' ? Object.fromEntries(Object.entries(one)) : {}));
  const head = [...new Set(objects.flatMap((one) => Object.keys(one)))];
  const cell = (value: unknown) => (value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
  return fromRows([head, ...objects.map((one) => head.map((name) => cell(one[name])))]);
}

async function readWorkbook(bytes: Uint8Array): Promise<Result<ReadTable, 'not-a-table'>> {
  const { default: exceljs } = await import('exceljs');
  const workbook = new exceljs.Workbook();
  try {
    const copy = new ArrayBuffer(bytes.byteLength);
    new Uint8Array(copy).set(bytes);
    await workbook.xlsx.load(copy);
  } catch {
    return err('not-a-table');
  }
  const sheet = workbook.worksheets[0];
  if (!sheet) return err('not-a-table');
  const rows: string[][] = [];
  const width = sheet.columnCount;
  sheet.eachRow({ includeEmpty: true }, (row) => {
    rows.push(Array.from({ length: width }, (_, at) => cellText(row.getCell(at + 1).value)));
  });
  return fromRows(rows);
}

/** What a cell of a workbook says; a date as its month and day, a formula as its result (as itself when it was never computed). */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value);
  if ('error' in value) return String(value.error);
  if ('result' in value && value.result !== undefined) return cellText(value.result);
  if ('formula' in value) return `=${String(value.formula)}`;
  if ('text' in value) return String(value.text);
  if ('richText' in value && Array.isArray(value.richText)) return value.richText.map((part: { text?: unknown }) => String(part.text ?? '')).join('');
  return JSON.stringify(value);
}

/** Exactly a number as people write them, NaN for an empty field, undefined for anything else (`12个`, `—`, `0x10`). */
export function numberIn(field: string): number | undefined {
  const text = field.trim();
  if (text === '') return Number.NaN;
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  const second = text.charCodeAt(1) | 32;
  // `Number` also reads 0x, 0b and 0o.
  return second === 120 || second === 98 || second === 111 ? undefined : value;
}
