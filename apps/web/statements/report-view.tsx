import { dataTable, Money, Section, Soft, State, StatTable, useFrame, useLang, yuanText } from '../ui/index.ts';
import { FlowChart } from './flow-chart.tsx';
import type { Report, ReportCell, ReportColumn, ReportTable } from './report.ts';

function CellView({ cell, column, strong }: { cell: ReportCell; column: ReportColumn | undefined; strong?: boolean }) {
  const { base } = useFrame();
  const { value } = cell;
  const plain =
    cell.words ??
    (typeof value === 'bigint' ? column?.bigintIs === 'count' ? value.toString() : <Money fen={value} unit={false} /> : value === null ? '—' : String(value));
  const shown = cell.href === undefined ? plain : <a href={`${base}${cell.href}`}>{plain}</a>;
  return (
    <>
      {cell.bad !== undefined && <State tone="bad">{cell.bad}</State>} {strong ? <b>{shown}</b> : shown}
    </>
  );
}

interface Row {
  cells: readonly ReportCell[];
  strong: boolean;
}

/** One table of a report; the sum is its last row. */
export function ReportTableView({ table }: { table: ReportTable }) {
  const lang = useLang();
  if (table.rows.length === 0) return <Soft>{table.empty ?? '—'}</Soft>;
  const rows: Row[] = [...table.rows.map((cells) => ({ cells, strong: false })), ...(table.total ? [{ cells: table.total, strong: true }] : [])];
  return (
    <>
      {table.note !== undefined && <Soft>{table.note}</Soft>}
      {dataTable({
        rows,
        query: {},
        lang,
        base: '',
        tools: false,
        caption: table.title,
        columns: table.columns.map((column, index) => ({
          key: String(index),
          label: column.label,
          numeric: column.numeric,
          bigintIs: column.bigintIs,
          value: (row: Row) => row.cells[index]?.value ?? null,
          render: (row: Row) => {
            const cell = row.cells[index];
            return cell ? <CellView cell={cell} column={column} strong={row.strong} /> : '';
          },
        })),
      })}
    </>
  );
}

/** The figures at the top of a report. */
export function ReportStats({ report }: { report: Report }) {
  const { base } = useFrame();
  return (
    <StatTable
      items={report.stats.map(({ label, cell, note }) => ({
        label,
        value: cell.words ?? (typeof cell.value === 'bigint' ? yuanText(cell.value) : String(cell.value ?? '—')),
        note,
        ...(cell.href === undefined ? {} : { href: `${base}${cell.href}` }),
      }))}
    />
  );
}

/** The tables of a report, each under its heading; the flow is drawn above the table that says the same. */
export function ReportTables({ report }: { report: Report }) {
  return (
    <>
      {report.tables.map((table) => (
        <Section title={table.title} id={table.id}>
          {report.flow?.beside === table.id && <FlowChart graph={report.flow.graph} label={report.flow.label} />}
          <ReportTableView table={table} />
        </Section>
      ))}
    </>
  );
}
