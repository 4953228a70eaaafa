import type { Worksheet } from 'exceljs';

/** A cell of a sheet: text, a plain number, money in fen or a count (bigint), an instant, or nothing. */
export type SheetValue = string | number | bigint | Date | null;

/** A sheet of a workbook: labelled columns and rows of the same length. */
export interface Sheet {
  name: string;
  columns: readonly { label: string; bigintIs?: 'fen' | 'count' }[];
  rows: readonly (readonly SheetValue[])[];
  /** A bold last row, such as the sum of the others; what stands in it is written as it is, never as a formula. */
  total?: readonly SheetValue[];
}

const shanghaiOffsetMs = 8 * 60 * 60 * 1000;

/** Excel refuses these in sheet names, and more than 31 characters. */
function sheetName(name: string): string {
  const clean = name
    .replace(/[\\/?*[\]:]/g, ' ')
    .trim()
    .slice(0, 31);
  return clean === '' ? 'Sheet' : clean;
}

/**
 * Fen as the number of yuan that a workbook stores. A double holds 15 digits whatever they are, and a division of two exact numbers
 * gives the double nearest to the decimal: what is written has exactly two decimals. Beyond that it is refused, never rounded.
 */
function yuanNumber(fen: bigint): number {
  const size = fen < 0n ? -fen : fen;
  if (size > 999_999_999_999_999n) throw new RangeError(`${fen} fen do not fit into a cell`);
  return Number(fen) / 100;
}

/**
 * A value as the workbook stores it. Text stays text: a string that begins like a formula (`=`, `+`, `-`, `@`) is written
 * as a string cell of format `@`, never as a formula, and keeps its exact characters.
 */
function sheetCell(value: SheetValue, bigintIs: 'fen' | 'count' | undefined): string | number | Date | null {
  if (typeof value === 'bigint') return bigintIs === 'count' ? Number(value) : yuanNumber(value);
  if (value instanceof Date) return new Date(value.getTime() + shanghaiOffsetMs);
  return value;
}

function cellFormat(value: SheetValue, bigintIs: 'fen' | 'count' | undefined): string | undefined {
  if (typeof value === 'bigint') return bigintIs === 'count' ? '0' : '#,##0.00';
  if (value instanceof Date) return 'yyyy-mm-dd hh:mm';
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? '@' : undefined;
}

/** Writes one sheet as an .xlsx file: bold header, frozen, filterable; money as yuan with two decimals. */
export const spreadsheet = (sheet: Sheet): Promise<Uint8Array> => workbook([sheet]);

/** Writes several sheets as one .xlsx file, each like {@link spreadsheet}; sheets of the same name are told apart by a number. */
export async function workbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.Workbook();
  const names = new Set<string>();
  for (const sheet of sheets) {
    let name = sheetName(sheet.name);
    for (let no = 2; names.has(name.toLowerCase()); no++) name = `${sheetName(sheet.name).slice(0, 27)} ${no}`;
    names.add(name.toLowerCase());
    fill(
      book.addWorksheet(name, {
        views: [{ state: 'frozen', ySplit: 1 }],
        pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
      }),
      sheet,
    );
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function fill(page: Worksheet, sheet: Sheet): void {
  const all = sheet.total === undefined ? sheet.rows : [...sheet.rows, sheet.total];
  page.columns = sheet.columns.map((column, index) => ({
    header: column.label,
    width: columnWidth(
      column.label,
      all.map((row) => row[index] ?? null),
    ),
  }));
  page.getRow(1).font = { bold: true };
  for (const row of all) {
    const line = page.addRow(row.map((value, index) => sheetCell(value, sheet.columns[index]?.bigintIs)));
    if (row === sheet.total) line.font = { bold: true };
    for (const [index, value] of row.entries()) {
      const format = cellFormat(value, sheet.columns[index]?.bigintIs);
      if (format !== undefined) line.getCell(index + 1).numFmt = format;
    }
  }
  page.autoFilter = {
    from: { row: 1, column: 1 },
    // What is filtered or sorted is the rows; the sum stays below them.
    to: { row: 1 + sheet.rows.length, column: Math.max(1, sheet.columns.length) },
  };
}

/** Width in characters of Latin text; a Chinese character takes two. */
function columnWidth(label: string, values: readonly SheetValue[]): number {
  let width = textWidth(label) + 2;
  for (const value of values) {
    width = Math.max(width, value instanceof Date ? 17 : textWidth(String(value ?? '')) + 2);
  }
  return Math.min(width, 60);
}

function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += char > '\u2e7f' ? 2 : 1;
  return width;
}
