import { parse } from 'csv-parse/sync';

/** Columns of the export as a table. `figures` holds the same as in JSON, so that nothing is lost on the way; `sources` and `outcomes` say it in words. */
export const csvColumns = [
  'id',
  'title',
  'compound_kind',
  'households',
  'cost_yuan',
  'published_on',
  'problem',
  'method',
  'account',
  'lessons',
  'failed',
  'copyable',
  'sources',
  'outcomes',
  'source',
  'licence',
  'figures',
] as const;
/** A row of that table. */
export type CsvRow = Readonly<Record<(typeof csvColumns)[number], string>>;

/** What stood in a cell before it was kept as text. */
const typed = (value: string): string => (/^'[=+\-@\t\r]/.test(value) ? value.slice(1) : value);

/** What the text of a cell says in JSON; undefined where it is none, so that the row is told as not of the format. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A table of cases as the file that the same cases make in JSON; null where it is no such table. A file has one source and one licence. */
export function casesOfCsv(text: string): { source: string; licence: string; cases: unknown[] } | null {
  let rows: Record<string, string>[];
  try {
    rows = parse(text.replace(/^\ufeff/, ''), { columns: true, skip_empty_lines: true, relax_column_count: true, to: 20_001 });
  } catch {
    return null;
  }
  const [first] = rows;
  if (!first || !('id' in first) || !('figures' in first)) return null;
  const source = typed(first['source'] ?? '');
  const licence = typed(first['licence'] ?? '');
  const cases = rows.map((row) => {
    const at = (name: (typeof csvColumns)[number]) => typed(row[name] ?? '');
    // A row that comes from elsewhere than the file is left out by its figures, and said to be.
    const alike = at('source') === source && at('licence') === licence;
    return {
      id: at('id'),
      title: at('title'),
      compoundKind: at('compound_kind'),
      households: at('households') === '' ? null : Number(at('households')),
      costYuan: at('cost_yuan'),
      publishedOn: at('published_on'),
      texts: {
        title: at('title'),
        problem: at('problem'),
        method: at('method'),
        account: at('account'),
        lessons: at('lessons'),
        failed: at('failed'),
        copyable: at('copyable'),
      },
      ...(alike ? { figures: jsonOf(at('figures')) } : {}),
    };
  });
  return { source, licence, cases };
}
