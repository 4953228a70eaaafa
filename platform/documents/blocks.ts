import type { Content, TableCell } from 'pdfmake/interfaces';

/** A part of a paper. Blocks are made by the functions here and given to `paper`, `dossier` or `cards`. */
export type Block = Content;

/** Colours of paper: ink, quiet ink, hairlines. Papers are stamped and copied, so nothing depends on colour. */
export const inks = { ink: '#22261f', soft: '#5a5f54', line: '#b8b0a0', fill: '#f3efe6' } as const;

/** A heading that never stands alone at the foot of a page; `toc` lists it in the contents. */
export function heading(text: string, options: { level?: 1 | 2; toc?: boolean } = {}): Block {
  const big = (options.level ?? 1) === 1;
  return {
    text,
    bold: true,
    fontSize: big ? 13 : 11,
    margin: big ? [0, 14, 0, 6] : [0, 8, 0, 4],
    headlineLevel: big ? 1 : 2,
    tocItem: options.toc === true,
  };
}

/** A paragraph; `indent` sets the first line in by two characters, as in official letters; `align: 'right'` for who issues it. */
export function paragraph(text: string, options: { indent?: boolean; soft?: boolean; bold?: boolean; align?: 'left' | 'center' | 'right' } = {}): Block {
  return {
    text,
    bold: options.bold,
    color: options.soft ? inks.soft : undefined,
    fontSize: options.soft ? 9 : undefined,
    leadingIndent: options.indent ? 21 : undefined,
    alignment: options.align ?? 'left',
    margin: [0, 0, 0, 6],
  };
}

/** A list, numbered when the order matters. */
export function list(items: readonly string[], options: { numbered?: boolean } = {}): Block {
  const entries: Content[] = items.map((text) => ({ text, margin: [0, 0, 0, 3] }));
  return options.numbered ? { ol: entries, margin: [0, 0, 0, 6] } : { ul: entries, margin: [0, 0, 0, 6] };
}

/** Names and values in pairs, two pairs a row when `columns` is 2. Pairs without a value keep their line for the pen. */
export function facts(items: readonly (readonly [label: string, value: string])[], columns: 1 | 2 = 1): Block {
  const rows: TableCell[][] = [];
  for (let index = 0; index < items.length; index += columns) {
    const row: TableCell[] = [];
    for (let column = 0; column < columns; column++) {
      const item = items[index + column];
      row.push({ text: item?.[0] ?? '', color: inks.soft, fontSize: 9.5 }, { text: item?.[1] ?? '' });
    }
    rows.push(row);
  }
  if (rows.length === 0) return { text: '' };
  return {
    table: { widths: columns === 1 ? [92, '*'] : [72, '*', 72, '*'], body: rows, dontBreakRows: true },
    layout: hairlines,
    margin: [0, 0, 0, 8],
  };
}

/** One column of a table on paper. Widths are points, `*` shares what is left. */
export interface PaperColumn {
  label: string;
  width?: number | '*' | 'auto';
  align?: 'left' | 'right' | 'center';
}

/**
 * A table that breaks between rows and repeats its head on every page. `total` is a bold last row;
 * `rowHeight` (points) makes room for handwriting.
 */
export function table(spec: {
  columns: readonly PaperColumn[];
  rows: readonly (readonly (string | Block)[])[];
  total?: readonly string[];
  rowHeight?: number;
  /** Points; smaller only where figures would not fit beside each other. */
  fontSize?: number;
}): Block {
  const align = (index: number) => spec.columns[index]?.align ?? 'left';
  const cellOf = (value: string | Block, index: number, bold = false): TableCell =>
    typeof value === 'string'
      ? {
          text: value,
          alignment: align(index),
          bold,
          margin: spec.rowHeight ? [0, spec.rowHeight / 2 - 10, 0, 0] : undefined,
        }
      : { stack: [value] };
  const head: TableCell[] = spec.columns.map((column, index) => ({
    text: column.label,
    bold: true,
    fontSize: spec.fontSize ?? 9.5,
    fillColor: inks.fill,
    alignment: align(index),
  }));
  const body = [head, ...spec.rows.map((row) => row.map((value, index) => cellOf(value, index)))];
  if (spec.total) body.push(spec.total.map((value, index) => cellOf(value, index, true)));
  const rowHeight = spec.rowHeight;
  return {
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: spec.columns.map((column) => column.width ?? '*'),
      heights: rowHeight === undefined ? undefined : (row) => (row === 0 ? 16 : rowHeight),
      body,
    },
    layout: grid,
    fontSize: spec.fontSize ?? 9.5,
    margin: [0, 2, 0, 10],
  };
}

/** Rows to sign on paper: a number, what is known already, and room for the hand. `blankRows` are added at the end. */
export function signInSheet(spec: { columns: readonly PaperColumn[]; rows: readonly (readonly string[])[]; blankRows?: number }): Block {
  const blank = spec.columns.slice(1).map(() => '');
  const filled = spec.rows.map((row, index) => [String(index + 1), ...row]);
  const empty = Array.from({ length: spec.blankRows ?? 0 }, (_, index) => [String(filled.length + index + 1), ...blank]);
  return table({ columns: spec.columns, rows: [...filled, ...empty], rowHeight: 26 });
}

/** Lines to sign, each with room for a stamp and the day; two beside each other. `dateLabel` e.g. 「日期」. */
export function signatures(items: readonly { label: string; note?: string }[], dateLabel: string): Block {
  const cellOf = (item: { label: string; note?: string } | undefined): Content =>
    item === undefined
      ? { text: '' }
      : {
          stack: [
            { text: item.label, bold: true, fontSize: 10 },
            { text: item.note ?? '', color: inks.soft, fontSize: 8.5, margin: [0, 0, 0, 26] },
            { canvas: [{ type: 'line', x1: 0, y1: 0, x2: 215, y2: 0, lineWidth: 0.7, lineColor: inks.ink }] },
            { text: `${dateLabel}：`, color: inks.soft, fontSize: 9, margin: [0, 4, 0, 0] },
          ],
          margin: [0, 10, 0, 12],
        };
  const rows: Content[] = [];
  for (let index = 0; index < items.length; index += 2) {
    rows.push({
      columns: [cellOf(items[index]), cellOf(items[index + 1])],
      columnGap: 36,
      unbreakable: true,
    });
  }
  return { stack: rows, margin: [0, 6, 0, 0] };
}

/** Empty lines for the pen under a label. */
export function writingLines(label: string, lines: number): Block {
  const rule = (): Content => ({
    canvas: [{ type: 'line', x1: 0, y1: 0, x2: 475, y2: 0, lineWidth: 0.5, lineColor: inks.line }],
    margin: [0, 22, 0, 0],
  });
  return {
    stack: [{ text: label, bold: true }, ...Array.from({ length: lines }, rule)],
    margin: [0, 4, 0, 12],
    unbreakable: true,
  };
}

/** Words in a frame: what must not be overlooked. */
export function box(blocks: readonly Block[]): Block {
  return {
    table: { widths: ['*'], body: [[{ stack: [...blocks], margin: [8, 6, 8, 2] }]] },
    layout: {
      hLineWidth: () => 0.8,
      vLineWidth: () => 0.8,
      hLineColor: () => inks.ink,
      vLineColor: () => inks.ink,
    },
    margin: [0, 4, 0, 10],
  };
}

/** Starts a new page. */
export function pageBreak(): Block {
  return { text: '', pageBreak: 'after' };
}

/** Empty space of so many points. */
export function space(points: number): Block {
  return { text: '', margin: [0, points, 0, 0] };
}

/** Thin lines under rows only. */
const hairlines = {
  hLineWidth: (index: number) => (index === 0 ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: () => inks.line,
  paddingLeft: () => 0,
  paddingTop: () => 3,
  paddingBottom: () => 3,
};

/** A full grid, as clerks expect of a table that is signed. */
const grid = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0.5,
  hLineColor: () => inks.line,
  vLineColor: () => inks.line,
  paddingTop: () => 3.5,
  paddingBottom: () => 3.5,
  paddingLeft: () => 5,
  paddingRight: () => 5,
};
