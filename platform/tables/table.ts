/** A sheet as text: rows of cells; `rowNumbers` are the numbers the office sees in Excel. */
export interface Sheet {
  name: string;
  rows: string[][];
  rowNumbers: number[];
  /** Cells (`row:column`, counted from 0) whose formula has no stored result or an error: they cannot be read. */
  unreadable: Set<string>;
}
/**
 * `empty` nothing in it · `not-a-table` neither xlsx nor text · `old-xls` the format before 2007 · `locked` encrypted ·
 * `too-large` unpacked over 64 MB (or over 20 MB as it came) · `too-many-columns` over 200 · `too-many-rows` over 20,000 ·
 * `broken` cut off or damaged.
 */
export type TableError = 'empty' | 'not-a-table' | 'old-xls' | 'locked' | 'too-large' | 'too-many-columns' | 'too-many-rows' | 'broken';

export const limits = {
  fileBytes: 20 * 1024 * 1024,
  unpackedBytes: 64 * 1024 * 1024,
  columns: 200,
  rows: 20_000,
  cellCharacters: 2_000,
};

/** Drops rows in which nothing is written. */
export function withoutBlankRows(sheet: Sheet): Sheet {
  const unreadableRows = new Set(Array.from(sheet.unreadable, (key) => Number(key.slice(0, key.indexOf(':')))));
  const kept = sheet.rows.map((_, i) => i).filter((i) => sheet.rows[i]!.some((cell) => cell !== '') || unreadableRows.has(i));
  const newIndex = new Map(kept.map((old, i) => [old, i]));
  return {
    name: sheet.name,
    rows: kept.map((i) => sheet.rows[i]!),
    rowNumbers: kept.map((i) => sheet.rowNumbers[i]!),
    unreadable: new Set(
      Array.from(sheet.unreadable, (key) => {
        const [row, column] = key.split(':');
        return `${newIndex.get(Number(row))}:${column}`;
      }),
    ),
  };
}
