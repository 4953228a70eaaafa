import type { View } from './frame.ts';

/** What a cell is before it is drawn: used for sorting, searching and the spreadsheet. Money is fen as bigint. */
export type CellValue = string | number | bigint | Date | null;

/** One column: `value` for sorting, search and Excel; `render` when the page shows more than the plain value. */
export interface Column<Row> {
  key: string;
  label: string;
  value(row: Row): CellValue;
  render?(row: Row): View;
  /** Right-aligned figures. */
  numeric?: boolean;
  /** A bigint is money in fen unless this says `count`. */
  bigintIs?: 'fen' | 'count';
  sortable?: boolean;
}

/** A choice above the table; the chosen value arrives as `?{key}=`. */
export interface Filter<Row> {
  key: string;
  label: string;
  options: readonly { value: string; label: string }[];
  matches(row: Row, value: string): boolean;
}

/** Everything a list is made of, for the page and for Excel. */
export interface TableSpec<Row> {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** The page's query as received: q, sort, desc, page and the filters' keys. */
  query: Readonly<Record<string, string | undefined>>;
  lang: 'zh' | 'en';
  /** Address of the page without its query. */
  base: string;
  filters?: readonly Filter<Row>[];
  /** What the table is about, for those who do not see it; also the sheet's name and file name. */
  caption?: string;
  /** Set to false for short tables inside another page: no search, no paging, no export. */
  tools?: boolean;
  /** The rows are one page that the database searched, ordered and cut already: how many there are, how many match, which page of how many. */
  served?: { all: number; matching: number; page: number; pages: number };
  /** Set to false where this viewer may read the list but not take it away. */
  mayExport?: boolean;
  /** What to show when there are no rows at all. */
  empty?: View;
}

/** Rows on one page of a list. */
export const pageSize = 50;

/** The part of a list that the query asks for. */
export interface TableView<Row> {
  /** Rows after search, filters and sorting, all pages; of a list that the database serves its one page. */
  matching: Row[];
  /** How many match, and how many there are. */
  found: number;
  all: number;
  /** Rows of this page. */
  shown: Row[];
  page: number;
  pages: number;
  sort?: string;
  desc: boolean;
}

function comparable(value: CellValue): string | number | bigint {
  if (value === null) return '';
  return value instanceof Date ? value.getTime() : value;
}

/** Order of two cells; cells without a value stand last in either direction. */
function compareCells(a: CellValue, b: CellValue, desc: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const [left, right] = [comparable(a), comparable(b)];
  const textual = typeof left === 'string' || typeof right === 'string';
  const order = textual ? collator.compare(String(left), String(right)) : left < right ? -1 : left > right ? 1 : 0;
  return desc ? -order : order;
}

// Names are ordered by their sound in either language.
const collator = new Intl.Collator('zh-CN', { numeric: true });

function searchable(value: CellValue): string {
  return value === null || value instanceof Date ? '' : String(value).toLowerCase();
}

/** Applies search, filters, sorting and paging; unknown columns and pages out of range are ignored, never an error. */
export function selectRows<Row>(spec: TableSpec<Row>): TableView<Row> {
  const { columns, query } = spec;
  if (spec.served) {
    const sort = columns.find((one) => one.key === query.sort && one.sortable !== false)?.key;
    const { all, matching, page, pages } = spec.served;
    return { matching: [...spec.rows], shown: [...spec.rows], found: matching, all, page, pages, sort, desc: query.desc === '1' };
  }
  const words = (query.q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const filters = (spec.filters ?? []).filter((filter) => (query[filter.key] ?? '') !== '');
  const matching = spec.rows.filter((row) => {
    if (!filters.every((filter) => filter.matches(row, query[filter.key] ?? ''))) return false;
    if (words.length === 0) return true;
    const haystack = columns.map((column) => searchable(column.value(row))).join('\n');
    return words.every((word) => haystack.includes(word));
  });
  const column = columns.find((one) => one.key === query.sort && one.sortable !== false);
  const desc = query.desc === '1';
  if (column) {
    matching.sort((a, b) => compareCells(column.value(a), column.value(b), desc));
  }
  const pages = Math.max(1, Math.ceil(matching.length / pageSize));
  const asked = Number.parseInt(query.page ?? '1', 10);
  const page = Math.min(pages, Math.max(1, Number.isFinite(asked) ? asked : 1));
  const shown = spec.tools === false ? matching : matching.slice((page - 1) * pageSize, page * pageSize);
  return { matching, shown, found: matching.length, all: spec.rows.length, page, pages, sort: column?.key, desc };
}

/** The address of the same list with some of its query changed; an undefined value is dropped. */
export function tableHref<Row>(spec: TableSpec<Row>, change: Record<string, string | undefined>): string {
  const merged: Record<string, string | undefined> = { ...spec.query, ...change };
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(merged)) {
    if (value !== undefined && value !== '') parameters.set(key, value);
  }
  const query = parameters.toString();
  return query === '' ? spec.base : `${spec.base}?${query}`;
}
