import { formatYuan, toChineseCapital } from '#libs/money';
import { type Block, facts, heading, paper, paragraph, type PdfDocument, signatures, table, workbook } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { flowSvg } from './flow-chart.tsx';
import type { Report, ReportCell, ReportColumn, ReportTable } from './report.ts';
import { statementText } from './text.ts';

const text = (cell: ReportCell | undefined, column: ReportColumn | undefined): string => {
  const value = cell?.value ?? null;
  const plain =
    cell?.words ?? (typeof value === 'bigint' ? (column?.bigintIs === 'count' ? value.toString() : formatYuan(value)) : value === null ? '—' : String(value));
  return cell?.bad === undefined ? plain : `${cell.bad} ${plain}`;
};

/** The workbook of a report: a sheet for each table, sums as values, and one that says where the figures come from. */
export function reportXlsx(report: Report, lang: Lang): Promise<Uint8Array> {
  const t = statementText[lang];
  return workbook([
    ...report.tables.map((each) => ({
      name: each.title,
      columns: each.columns.map((column) => ({ label: column.label, bigintIs: column.bigintIs ?? ('fen' as const) })),
      rows: each.rows.map((row) => each.columns.map((_column, index) => row[index]?.value ?? null)),
      ...(each.total ? { total: each.columns.map((_column, index) => each.total?.[index]?.value ?? null) } : {}),
    })),
    {
      name: t.aboutSheet,
      columns: [{ label: t.aboutItem }, { label: t.aboutValue }],
      rows: [[t.aboutReport, `${report.title}　${report.subtitle}`], ...report.about, [t.aboutUnit, t.aboutYuan]],
    },
  ]);
}

const widthOf = (words: string, fontSize: number): number => [...words].reduce((points, char) => points + (char > '\u2e7f' ? 1 : 0.58) * fontSize, 0);

/** Types of a table, from the one that reads best; where labels are `whole`, none of them breaks. */
const settings = [9.5, 8.5, 7.5, 6.5].flatMap((fontSize) => [true, false].map((whole) => ({ fontSize, whole })));

/**
 * Widths of a table's columns and its type: a figure is never broken, words share what is left and have room for five characters; where
 * they have not, labels break, and then the type is smaller.
 */
function fitted(columns: readonly ReportColumn[], rows: readonly (readonly string[])[], points: number): { fontSize: number; widths: (number | '*')[] } {
  for (const { fontSize, whole } of settings) {
    const widths = columns.map((column, index): number | '*' => {
      if (!column.numeric) return index === 0 || column.width === undefined ? '*' : (column.width * fontSize) / 9.5;
      const label = whole ? widthOf(column.label, fontSize) : 2.2 * fontSize;
      return Math.ceil(Math.max(label, ...rows.map((row) => widthOf(row[index] ?? '', fontSize))) + 2);
    });
    const fixed = widths.reduce<number>((all, width) => all + (width === '*' ? 0 : width), 0);
    const left = points - columns.length * 11 - fixed;
    if (left / widths.filter((width) => width === '*').length >= 5.2 * fontSize) return { fontSize, widths };
  }
  return { fontSize: 6, widths: columns.map(() => '*') };
}

const cellsOf = (each: ReportTable, row: readonly ReportCell[]): string[] =>
  each.columns.map((column, index) => (row[index] === undefined ? '' : text(row[index], column)));
const portrait = 475;
const landscape = 721;

/** Across the sheet only where upright the type would be too small to read. */
const isWide = (tables: readonly ReportTable[]): boolean =>
  tables.some(
    (each) =>
      fitted(
        each.columns,
        [...each.rows, ...(each.total ? [each.total] : [])].map((row) => cellsOf(each, row)),
        portrait,
      ).fontSize < 7.5,
  );

function tableBlock(each: ReportTable, points: number): Block {
  if (each.rows.length === 0) return { stack: [heading(each.title, { level: 2 }), paragraph(each.empty ?? '—', { soft: true })], unbreakable: true };
  const rows = each.rows.map((row) => cellsOf(each, row));
  const total = each.total ? cellsOf(each, each.total) : undefined;
  const { fontSize, widths } = fitted(each.columns, total ? [...rows, total] : rows, points);
  const grid = table({
    columns: each.columns.map((column, index) => ({ label: column.label, align: column.numeric ? 'right' : 'left', width: widths[index] ?? '*' })),
    rows,
    fontSize,
    ...(total ? { total } : {}),
  });
  return {
    stack: [heading(each.title, { level: 2 }), ...(each.note === undefined ? [] : [paragraph(each.note, { soft: true })]), grid],
    // A short table stands whole under its heading.
    unbreakable: rows.length <= (points === landscape ? 7 : 16),
  };
}

/** The report on A4, ready to be signed and stamped: figures, the flow, the tables, amounts in capitals, who made and who checked it. */
export function reportPdf(report: Report, of: { lang: Lang; issuer: string; code?: string; today: string; signed: boolean }): PdfDocument {
  const { lang } = of;
  const t = statementText[lang];
  const flow = report.flow;
  const tables = report.tables.filter((each) => each.paper !== false);
  const wide = isWide(tables);
  const points = wide ? landscape : portrait;
  const svg = flow ? flowSvg(flow.graph, points) : null;
  return paper({
    title: report.title,
    subtitle: report.subtitle,
    landscape: wide,
    meta: { lang, issuer: of.issuer, ...(of.code === undefined ? {} : { code: of.code }), printedDay: of.today },
    body: [
      facts(
        report.stats.map(({ label, cell }): [string, string] => [label, text(cell, undefined)]),
        2,
      ),
      paragraph(t.paperUnit, { align: 'right', soft: true }),
      ...tables.flatMap((each) => [
        ...(svg !== null && flow?.beside === each.id
          ? [{ stack: [heading(flow.label, { level: 2 }), { svg, margin: [0, 4, 0, 8] }], unbreakable: true } as Block]
          : []),
        tableBlock(each, points),
      ]),
      ...(report.capitals.length === 0
        ? []
        : [
            {
              stack: [
                heading(t.inCapitals, { level: 2 }),
                facts(report.capitals.map(([label, fen]): [string, string] => [label, `${toChineseCapital(fen)}（${formatYuan(fen)} ${t.yuan}）`])),
              ],
              unbreakable: true,
            },
          ]),
      {
        stack: [
          heading(t.aboutSheet, { level: 2 }),
          facts(report.about.map(([label, value]): [string, string] => [label, value])),
          ...(of.signed
            ? [signatures([{ label: t.madeBy }, { label: t.checkedBy }], t.signDay), paragraph(`${of.issuer} ${t.stamp}`, { bold: true, align: 'right' })]
            : []),
        ],
        unbreakable: true,
      },
    ],
  });
}
