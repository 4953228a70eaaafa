import { raw } from 'hono/html';
import { spreadsheet } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import type { Web } from '../kit/index.ts';
import { csv } from '../audits/csv.ts';
import { plainYuan } from '#libs/money';
import { Empty, escapeText, Layout, type PageFrame, uiText, xlsxType, yuanText } from '../ui/index.ts';
import { yearText } from './text.ts';

/** Rows on one page of a long list: fewer than elsewhere, so that a page is drawn quickly whatever the list's length. */
export const rowsOfPage = 25;
/** Most rows that one file takes away. */
export const mostExported = 20_000;

/** A cell: figures as they are, money in fen; `href` makes it a link on the page. */
export interface ListColumn<Row> {
  key: string;
  label: string;
  numeric?: boolean;
  /** The database sorts by it. */
  sortable?: boolean;
  value(row: Row): string | number | bigint | null;
  href?(row: Row): string;
}
export interface Choice {
  key: string;
  label: string;
  options: readonly { value: string; label: string }[];
}
/** A list whose pages the database cuts. */
export interface LongList<Row> {
  title: string;
  fileName: string;
  path: string;
  columns: readonly ListColumn<Row>[];
  choices: readonly Choice[] | (() => readonly Choice[]);
  search: boolean;
  load(page: { limit: number; offset: number }): Promise<{ rows: Row[]; total: number }>;
}

const cellText = (value: string | number | bigint | null): string => (value === null ? '—' : typeof value === 'bigint' ? yuanText(value) : String(value));

/** A row as text: hundreds of cells are written, not built as a tree first. */
const rowText = <Row,>(columns: readonly ListColumn<Row>[], row: Row): string =>
  `<tr>${columns
    .map((column) => {
      const text = escapeText(cellText(column.value(row)));
      const inside = column.href ? `<a href="${escapeText(column.href(row))}">${text}</a>` : text;
      return `<td data-h="${escapeText(column.label)}"${column.numeric ? ' class="n"' : ''}>${inside}</td>`;
    })
    .join('')}</tr>`;

function hrefOf(path: string, query: Readonly<Record<string, string | undefined>>, change: Record<string, string | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...query, ...change })) if (value !== undefined && value !== '') parameters.set(key, value);
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Answers a request for a long list: the page, or all its rows as CSV or Excel. */
export async function answerList<Row>(w: Web, list: LongList<Row>, crumbs: { label: string; href?: string }[]): Promise<Response> {
  const t = yearText[w.lang];
  const query = Object.fromEntries(w.url.searchParams);
  const format = query.format;
  if (format === 'csv' || format === 'xlsx') {
    const { rows, total } = await list.load({ limit: mostExported, offset: 0 });
    if (total > mostExported) return w.fail('conflict', t.tooMany(mostExported));
    if (format === 'xlsx') {
      const bytes = await spreadsheet({
        name: list.title,
        columns: list.columns.map(({ label }) => ({ label, bigintIs: 'fen' as const })),
        rows: rows.map((row) => list.columns.map((column) => column.value(row))),
      });
      return w.download(bytes, xlsxType, `${list.fileName}.xlsx`);
    }
    const bytes = csv(
      list.columns.map(({ label }) => label),
      rows.map((row) =>
        list.columns.map((column) => {
          const value = column.value(row);
          return value === null ? '' : typeof value === 'bigint' ? plainYuan(value) : String(value);
        }),
      ),
    );
    return w.download(bytes, 'text/csv; charset=utf-8', `${list.fileName}.csv`);
  }
  const asked = Number.parseInt(query.page ?? '1', 10);
  const page = Number.isFinite(asked) && asked > 1 ? Math.min(asked, 100_000) : 1;
  const { rows, total } = await list.load({ limit: rowsOfPage, offset: (page - 1) * rowsOfPage });
  return w.page(<LongListPage page={w.frame()} lang={w.lang} list={list} rows={rows} total={total} at={page} query={query} crumbs={crumbs} />);
}

function LongListPage<Row>(props: {
  page: PageFrame;
  lang: Lang;
  list: LongList<Row>;
  rows: Row[];
  total: number;
  at: number;
  query: Record<string, string>;
  crumbs: { label: string; href?: string }[];
}) {
  const { page, list, rows, total, at, query } = props;
  const t = yearText[props.lang];
  const ui = uiText[props.lang];
  const choices = typeof list.choices === 'function' ? list.choices() : list.choices;
  const path = `${page.base}${list.path}`;
  const pages = Math.max(1, Math.ceil(total / rowsOfPage));
  const link = (change: Record<string, string | undefined>) => hrefOf(path, query, change);
  return (
    <Layout page={page} title={list.title} crumbs={[...props.crumbs, { label: list.title }]} wide>
      <div class="table">
        <div class="table-tools">
          <form action={path} method="get" role="search">
            {list.search && (
              <label>
                <span>{t.search}</span>
                <input type="search" name="q" value={query.q} />
              </label>
            )}
            {choices.map((choice) => (
              <label>
                <span>{choice.label}</span>
                <select name={choice.key}>
                  <option value="">{ui.all}</option>
                  {choice.options.map((option) => (
                    <option value={option.value} selected={query[choice.key] === option.value}>
                      {option.label}
                    </option>
                  ))}
                </select>
              </label>
            ))}
            {query.sort !== undefined && <input type="hidden" name="sort" value={query.sort} />}
            {query.desc !== undefined && <input type="hidden" name="desc" value={query.desc} />}
            {(list.search || choices.length > 0) && (
              <button type="submit" class="button quiet">
                {t.apply}
              </button>
            )}
          </form>
          <p class="soft">
            {t.found(total)}{' '}
            <a class="export" href={link({ format: 'xlsx', page: undefined })} download="">
              {t.xlsx}
            </a>{' '}
            <a class="export" href={link({ format: 'csv', page: undefined })} download="">
              {t.csv}
            </a>
          </p>
        </div>
        {rows.length === 0 ? (
          <Empty title={t.none} />
        ) : (
          <table>
            <caption class="unseen">{list.title}</caption>
            <thead>
              <tr>
                {list.columns.map((column) => {
                  const sorted = query.sort === column.key;
                  const desc = query.desc === '1';
                  return (
                    <th scope="col" class={column.numeric ? 'n' : undefined} aria-sort={sorted ? (desc ? 'descending' : 'ascending') : undefined}>
                      {column.sortable ? (
                        <a href={link({ sort: column.key, desc: sorted && !desc ? '1' : undefined, page: undefined })}>
                          {column.label}
                          {sorted ? (desc ? ' ↓' : ' ↑') : ''}
                        </a>
                      ) : (
                        column.label
                      )}
                    </th>
                  );
                })}
              </tr>
            </thead>
            <tbody>{raw(rows.map((row) => rowText(list.columns, row)).join(''))}</tbody>
          </table>
        )}
        {pages > 1 && (
          <nav class="pager" aria-label={ui.pages}>
            {at > 1 && <a href={link({ page: String(at - 1) })}>{t.previous}</a>}
            <span>{t.page(at, pages)}</span>
            {at < pages && <a href={link({ page: String(at + 1) })}>{t.next}</a>}
          </nav>
        )}
      </div>
    </Layout>
  );
}
