import { parse } from 'csv-parse/sync';
import { err, ok, type Result } from '#libs/result';
import { limits, type Sheet, type TableError, withoutBlankRows } from './table.ts';

/** Text of a file in UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030, which holds GBK and GB2312; null when it is none. */
export function decodeText(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // biome-ignore lint: control characters tell that this is no text
      return /[\u0000-\u0008\u000e-\u001a]/.test(text) ? null : text;
    } catch {
      // Not this one.
    }
  }
  return null;
}

/** Comma, semicolon or tab, whichever the first lines use most. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 5_000);
  const counts = [',', '\t', ';', '，'].map((mark) => ({ mark, count: head.split(mark).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}

/** Reads a CSV file as one sheet. */
export function readCsv(bytes: Uint8Array): Result<Sheet[], TableError> {
  const text = decodeText(bytes)?.replace(/^\uFEFF/, '');
  if (text === undefined) return err('not-a-table');
  if (text.trim() === '') return err('empty');
  let rows: string[][];
  try {
    rows = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      to: limits.rows + 20,
      bom: true,
    });
  } catch {
    return err('broken');
  }
  if (rows.length > limits.rows + 10) return err('too-many-rows');
  if (rows.some((row) => row.length > limits.columns && row.slice(limits.columns).some((cell) => cell.trim() !== ''))) return err('too-many-columns');
  return ok([
    withoutBlankRows({
      name: 'CSV',
      rows: rows.map((row) => row.slice(0, limits.columns).map((cell) => cell.trim().slice(0, limits.cellCharacters))),
      rowNumbers: rows.map((_, i) => i + 1),
      unreadable: new Set(),
    }),
  ]);
}
