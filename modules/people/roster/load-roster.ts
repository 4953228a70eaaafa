import { err, ok, type Result } from '#libs/result';
import { type ColumnMapping, findHeaderRow, guessColumns, missingFields, type RosterField } from './columns.ts';
import { type ParsedRoster, parseRoster } from './parse-roster.ts';
import { readTable, type TableError } from '#platform/tables';

/** A roster file as it was read: which sheet, which columns, and what stands in the rows. */
export interface LoadedRoster {
  sheets: string[];
  sheet: string;
  headers: string[];
  headerRow: number;
  mapping: ColumnMapping;
  parsed: ParsedRoster;
}
/**
 * `no-header` no row of any sheet names a room · `no-rows` nothing below the headers · `missing-column` building or room has no
 * column; the page lets the office choose.
 */
export type LoadError =
  | { code: TableError | 'no-header' | 'no-rows' }
  | {
      code: 'missing-column';
      fields: RosterField[];
      sheets: string[];
      sheet: string;
      headers: string[];
      mapping: ColumnMapping;
    };

/** Reads a roster: finds the sheet and the headers, takes the given columns or guesses them, and parses every row. */
export function loadRoster(bytes: Uint8Array, chosen: { sheet?: string; mapping?: ColumnMapping } = {}): Result<LoadedRoster, LoadError> {
  const read = readTable(bytes);
  if (!read.ok) return err({ code: read.error });
  const sheets = read.value;
  const sheet = sheets.find((one) => one.name === chosen.sheet) ?? sheets.find((one) => findHeaderRow(one) >= 0) ?? sheets[0]!;
  const found = findHeaderRow(sheet);
  if (found < 0 && !chosen.mapping) {
    const headers = sheet.rows[0] ?? [];
    return headers.length === 0
      ? err({ code: 'no-header' })
      : err({
          code: 'missing-column',
          fields: ['building', 'room'],
          sheets: sheets.map((one) => one.name),
          sheet: sheet.name,
          headers,
          mapping: guessColumns(headers),
        });
  }
  const headerRow = Math.max(found, 0);
  const headers = sheet.rows[headerRow] ?? [];
  const mapping = chosen.mapping ?? guessColumns(headers);
  const names = { sheets: sheets.map((one) => one.name), sheet: sheet.name, headers, mapping };
  const missing = missingFields(mapping);
  if (missing.length > 0) return err({ code: 'missing-column', fields: missing, ...names });
  const parsed = parseRoster(sheet, headerRow, mapping);
  if (parsed.rows.length === 0 && parsed.errors.length === 0) return err({ code: 'no-rows' });
  return ok({ ...names, headerRow, parsed });
}
