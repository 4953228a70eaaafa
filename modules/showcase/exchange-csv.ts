import { exchangeOf } from './exchange.ts';
import { type CsvRow, csvColumns } from './read-exchange-csv.ts';
import type { Case } from './store.ts';

/** A cell of CSV: quoted where needed; what a spreadsheet would take for a formula is kept as text. */
const cell = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The same as a table, a case a row. Begins with the mark by which spreadsheets know UTF-8. */
export function exportCsv(cases: readonly Case[], about: { source: string; licence: string }): string {
  const rows = cases.flatMap((each): CsvRow[] => {
    const one = exchangeOf(each);
    if (!one) return [];
    const { texts, figures } = one;
    const read = (each: (typeof figures.indicators)[number]) => each.readings.map((reading) => `${reading.on} ${reading.actual}`).join(', ');
    return [
      {
        id: one.id,
        title: one.title,
        compound_kind: one.compoundKind,
        households: String(one.households ?? ''),
        cost_yuan: one.costYuan,
        published_on: one.publishedOn,
        problem: texts.problem,
        method: texts.method,
        account: texts.account,
        lessons: texts.lessons,
        failed: texts.failed,
        copyable: texts.copyable,
        sources: figures.sources.map((source) => `${source.kind} ${source.yuan}`).join('; '),
        outcomes: figures.indicators.map((each) => `${each.name} ${each.baseline}→${each.target}${each.unit}: ${read(each)}`).join('; '),
        source: about.source,
        licence: about.licence,
        figures: JSON.stringify(figures),
      },
    ];
  });
  return `\ufeff${[csvColumns.join(','), ...rows.map((row) => csvColumns.map((name) => cell(row[name])).join(','))].join('\r\n')}\r\n`;
}
