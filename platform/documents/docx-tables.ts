import type { ITableCellBorders } from 'docx';
import { library, type Node, points } from './docx-text.ts';

/** Widths in points: numbers as they are, `auto` a fair part, stars share what is left. */
export function columnWidths(asked: readonly unknown[], room: number): number[] {
  const fixed = asked.map((each) =>
    typeof each === 'number' ? each : typeof each === 'string' && each.endsWith('%') ? (Number.parseFloat(each) / 100) * room : undefined,
  );
  const taken = fixed.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const open = fixed.filter((each) => each === undefined).length;
  if (open === 0) {
    const scale = taken > room ? room / taken : 1;
    return fixed.map((each) => (each ?? 0) * scale);
  }
  // A column takes what its words need in the PDF; here it takes half of what a star takes.
  const shares = asked.map((each, at) => (fixed[at] !== undefined ? 0 : each === 'auto' ? 1 : 2));
  const total = shares.reduce<number>((sum, each) => sum + each, 0);
  const left = Math.max(room - taken, open * 24);
  return asked.map((_, at) => fixed[at] ?? (left * (shares[at] ?? 0)) / total);
}

/** One cell of a table where it begins. */
export interface Placed {
  node: unknown;
  column: number;
  colSpan: number;
  rowSpan: number;
}

/** The cells of each row without the place holders that stand under wide and tall ones. */
export function cellsOf(body: readonly (readonly unknown[])[]): Placed[][] {
  const covered = new Set<string>();
  return body.map((row, rowAt) => {
    const cells: Placed[] = [];
    for (const [column, node] of row.entries()) {
      if (covered.has(`${rowAt},${column}`)) continue;
      const span = (key: string): number => Number((node as Node | null)?.[key] ?? 1);
      const [colSpan, rowSpan] = [span('colSpan'), span('rowSpan')];
      for (let down = 0; down < rowSpan; down += 1) for (let across = 0; across < colSpan; across += 1) covered.add(`${rowAt + down},${column + across}`);
      cells.push({ node, column, colSpan, rowSpan });
    }
    return cells;
  });
}

/** The lines and the padding of a table as its layout draws them. */
export async function linesOf(
  part: Node,
  rows: number,
  columns: number,
): Promise<{
  cell: (row: number, column: number, rowSpan: number, colSpan: number) => ITableCellBorders;
  padding: { top: number; bottom: number; left: number; right: number };
}> {
  const { BorderStyle } = await library();
  const layout = (typeof part['layout'] === 'object' && part['layout'] !== null ? part['layout'] : {}) as Record<string, unknown>;
  const none = part['layout'] === 'noBorders';
  const context = { table: { body: Array.from({ length: rows }), widths: Array.from({ length: columns }) } };
  const ask = (name: string, at: number, otherwise: number): number => {
    const rule = layout[name];
    return typeof rule === 'function' ? Number((rule as (at: number, node: unknown) => unknown)(at, context)) : none ? 0 : otherwise;
  };
  const colour = (name: string, at: number): string => {
    const rule = layout[name];
    const found = typeof rule === 'function' ? (rule as (at: number, node: unknown) => unknown)(at, context) : '#000000';
    return typeof found === 'string' ? found.replace('#', '') : '000000';
  };
  const line = (kind: 'h' | 'v', at: number) => {
    const width = ask(`${kind}LineWidth`, at, 1);
    if (!(width > 0)) return { style: BorderStyle.NONE, size: 0, color: 'auto' };
    const style = typeof layout[`${kind}LineStyle`] === 'function' ? BorderStyle.DASHED : BorderStyle.SINGLE;
    // Eighths of a point.
    return { style, size: Math.max(2, Math.round(width * 8)), color: colour(`${kind}LineColor`, at) };
  };
  return {
    cell: (row, column, rowSpan, colSpan) => ({
      top: line('h', row),
      bottom: line('h', row + rowSpan),
      left: line('v', column),
      right: line('v', column + colSpan),
    }),
    padding: {
      top: points(ask('paddingTop', 0, 2)),
      bottom: points(ask('paddingBottom', 0, 2)),
      left: points(ask('paddingLeft', 0, 4)),
      right: points(ask('paddingRight', 0, 4)),
    },
  };
}
