import type { FlowGraph } from '#libs/sankey';
import type { SheetValue } from '#platform/documents';

/** A figure or word of a report: what it is, how it is written where that differs, and what it opens to. */
export interface ReportCell {
  value: SheetValue;
  /** Below the subdistrict's base: the entries, the paper or the page behind it. */
  href?: string;
  /** Words instead of the plain value, on page and paper. */
  words?: string;
  /** It should not be so: said with a mark and not by colour alone. */
  bad?: string;
}

/** A column of a report's table. */
export interface ReportColumn {
  label: string;
  numeric?: boolean;
  /** A bigint is money in fen unless this says `count`. */
  bigintIs?: 'fen' | 'count';
  /** Points on paper. */
  width?: number;
}

/** One table of a report: the same on the page, on paper and in the workbook. */
export interface ReportTable {
  id: string;
  title: string;
  note?: string;
  columns: readonly ReportColumn[];
  rows: readonly (readonly ReportCell[])[];
  total?: readonly ReportCell[];
  /** Said instead of an empty table. */
  empty?: string;
  /** Left out of the paper: too long, or said there in another way. */
  paper?: false;
}

/** A report with everything that page, PDF and workbook need. Nothing in it is computed again by those. */
export interface Report {
  title: string;
  subtitle: string;
  lead: string;
  /** Figures at the top. */
  stats: readonly { label: string; cell: ReportCell; note?: string }[];
  tables: readonly ReportTable[];
  /** Where the figures come from, of which day, under which policy: a sheet of the workbook and lines of the paper. */
  about: readonly (readonly [label: string, value: string])[];
  /** Amounts that a paper also says in capitals. */
  capitals: readonly (readonly [label: string, fen: bigint])[];
  /** The flow of money, drawn beside the table that says the same. */
  flow?: { graph: FlowGraph; label: string; beside: string };
}

/** Money in fen, opening to what it is made of unless it is zero. */
export const money = (fen: bigint, href?: string): ReportCell => (href === undefined || fen === 0n ? { value: fen } : { value: fen, href });
/** Plain words. */
export const words = (text: string, href?: string): ReportCell => (href === undefined ? { value: text } : { value: text, href });
/** The sum of amounts. */
export const sum = (all: readonly bigint[]): bigint => all.reduce((a, b) => a + b, 0n);
