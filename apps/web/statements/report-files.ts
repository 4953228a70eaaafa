import { formatYuan, toChineseCapital } from '#libs/money';
import { type Block, facts, heading, paper, paragraph, renderPdf, signatures, table, workbook } from '#platform/documents';
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

function tableBlock(each: ReportTable): Block[] {
  if (each.rows.length === 0) return [heading(each.title, { level: 2 }), paragraph(each.empty ?? '—', { soft: true })];
  const total = each.total;
  return [
    heading(each.title, { level: 2 }),
    ...(each.note === undefined ? [] : [paragraph(each.note, { soft: true })]),
    table({
      columns: each.columns.map((column) => ({
        label: column.label,
        align: column.numeric ? 'right' : 'left',
        ...(column.width ? { width: column.width } : {}),
      })),
      rows: each.rows.map((row) => each.columns.map((column, index) => text(row[index], column))),
      ...(total ? { total: each.columns.map((column, index) => (total[index] === undefined ? '' : text(total[index], column))) } : {}),
    }),
  ];
}

/** The report on A4, ready to be signed and stamped: figures, the flow, the tables, amounts in capitals, who made and who checked it. */
export function reportPdf(report: Report, of: { lang: Lang; issuer: string; code?: string; today: string; signed: boolean }): Promise<Uint8Array> {
  const { lang } = of;
  const t = statementText[lang];
  const flow = report.flow;
  const svg = flow ? flowSvg(flow.graph, 475) : null;
  const tables = report.tables.filter((each) => each.paper !== false);
  const wide = tables.some((each) => each.columns.length > 7);
  return renderPdf(
    paper({
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
          ...(svg !== null && flow?.beside === each.id ? [heading(flow.label, { level: 2 }), { svg, margin: [0, 4, 0, 8] } as Block] : []),
          ...tableBlock(each),
        ]),
        ...(report.capitals.length === 0
          ? []
          : [
              heading(t.inCapitals, { level: 2 }),
              facts(report.capitals.map(([label, fen]): [string, string] => [label, `${toChineseCapital(fen)}（${formatYuan(fen)} ${t.yuan}）`])),
            ]),
        heading(t.aboutSheet, { level: 2 }),
        facts(report.about.map(([label, value]): [string, string] => [label, value])),
        ...(of.signed
          ? [signatures([{ label: t.madeBy }, { label: t.checkedBy }], t.signDay), paragraph(`${of.issuer} ${t.stamp}`, { bold: true, align: 'right' })]
          : []),
      ],
    }),
  );
}
