import { raw } from 'hono/html';
import { escapeText, instantText, yuanText } from './format.ts';
import type { View } from './frame.ts';
import { Empty } from './page.tsx';
import { selectRows, tableHref } from './table-query.ts';
import type { CellValue, Column, TableSpec, TableView } from './table-query.ts';
import { uiText } from './text.ts';

function cellText(value: CellValue, spec: { lang: 'zh' | 'en' }, bigintIs: 'fen' | 'count' | undefined): string {
  if (value === null) return '—';
  if (value instanceof Date) return instantText(value, spec.lang);
  if (typeof value === 'bigint') return bigintIs === 'count' ? value.toString() : yuanText(value);
  return String(value);
}

/** Rows of the table's body. A page has hundreds of cells, most of them plain: those are written, not built as a tree first. */
function bodyOf<Row>(spec: TableSpec<Row>, rows: readonly Row[]): View[] {
  const heads = spec.columns.map((column) => `<td data-h="${escapeText(column.label)}"${column.numeric ? ' class="n"' : ''}>`);
  const parts: View[] = [];
  let text = '';
  for (const row of rows) {
    text += '<tr>';
    for (const [i, column] of spec.columns.entries()) {
      text += heads[i];
      if (column.render) {
        parts.push(raw(text), column.render(row));
        text = '</td>';
      } else text += `${escapeText(cellText(column.value(row), spec, column.bigintIs))}</td>`;
    }
    text += '</tr>';
  }
  return [...parts, raw(text)];
}

function HeadCell<Row>({ spec, column, view }: { spec: TableSpec<Row>; column: Column<Row>; view: TableView<Row> }) {
  const sorted = view.sort === column.key;
  const sortable = spec.tools !== false && column.sortable !== false;
  return (
    <th scope="col" class={column.numeric ? 'n' : undefined} aria-sort={sorted ? (view.desc ? 'descending' : 'ascending') : undefined}>
      {sortable ? (
        <a
          href={tableHref(spec, {
            sort: column.key,
            desc: sorted && !view.desc ? '1' : undefined,
            page: undefined,
          })}
        >
          {column.label}
          {sorted && <span aria-hidden="true">{view.desc ? ' ↓' : ' ↑'}</span>}
        </a>
      ) : (
        column.label
      )}
    </th>
  );
}

function Tools<Row>({ spec, view }: { spec: TableSpec<Row>; view: TableView<Row> }) {
  const text = uiText[spec.lang];
  const filters = spec.filters ?? [];
  const active = [spec.query.q, ...filters.map((filter) => spec.query[filter.key])].some((value) => (value ?? '') !== '');
  return (
    <div class="table-tools">
      <form action={spec.base} method="get" role="search">
        <label>
          <span>{text.search}</span>
          <input type="search" name="q" value={spec.query.q} />
        </label>
        {filters.map((filter) => (
          <label>
            <span>{filter.label}</span>
            <select name={filter.key}>
              <option value="">{text.all}</option>
              {filter.options.map((option) => (
                <option value={option.value} selected={spec.query[filter.key] === option.value}>
                  {option.label}
                </option>
              ))}
            </select>
          </label>
        ))}
        {view.sort !== undefined && <input type="hidden" name="sort" value={view.sort} />}
        {view.desc && <input type="hidden" name="desc" value="1" />}
        <button type="submit" class="button quiet">
          {text.apply}
        </button>
      </form>
      <p class="soft">
        {text.found(view.found, view.all)}
        {active && (
          <>
            {' '}
            <a href={spec.base}>{text.reset}</a>
          </>
        )}
        {spec.mayExport !== false && (
          <a class="export" href={tableHref(spec, { format: 'xlsx', page: undefined })} download="">
            {text.exportExcel}
          </a>
        )}
      </p>
    </div>
  );
}

function Pager<Row>({ spec, view }: { spec: TableSpec<Row>; view: TableView<Row> }) {
  const text = uiText[spec.lang];
  if (spec.tools === false || view.pages === 1) return null;
  return (
    <nav class="pager" aria-label={text.pages}>
      {view.page > 1 && <a href={tableHref(spec, { page: String(view.page - 1) })}>{text.previous}</a>}
      <span>{text.pageOf(view.page, view.pages)}</span>
      {view.page < view.pages && <a href={tableHref(spec, { page: String(view.page + 1) })}>{text.following}</a>}
    </nav>
  );
}

/**
 * A list with search, filters, sorting, paging (50 a page) and an Excel link, all by address and without script.
 * On a phone each row becomes a labelled record. The page answers `?format=xlsx` with `tableXlsx` of the same spec.
 */
export function dataTable<Row>(spec: TableSpec<Row>): View {
  const view = selectRows(spec);
  const text = uiText[spec.lang];
  if (view.all === 0) return spec.empty ?? <Empty title={text.nothingYet} />;
  return (
    <div class="table">
      {spec.tools !== false && <Tools spec={spec} view={view} />}
      {view.shown.length === 0 ? (
        <Empty title={text.nothingFound}>{text.nothingFoundHint}</Empty>
      ) : (
        <table>
          {spec.caption !== undefined && <caption class="unseen">{spec.caption}</caption>}
          <thead>
            <tr>
              {spec.columns.map((column) => (
                <HeadCell spec={spec} column={column} view={view} />
              ))}
            </tr>
          </thead>
          <tbody>{bodyOf(spec, view.shown)}</tbody>
        </table>
      )}
      <Pager spec={spec} view={view} />
    </div>
  );
}

/** The same list as an Excel workbook: all matching rows in the chosen order, every page of them. */
export async function tableXlsx<Row>(spec: TableSpec<Row>): Promise<Uint8Array> {
  const { spreadsheet } = await import('#platform/documents');
  const view = selectRows(spec);
  return spreadsheet({
    name: spec.caption ?? uiText[spec.lang].exportExcel,
    columns: spec.columns.map((column) => ({ label: column.label, bigintIs: column.bigintIs ?? 'fen' })),
    rows: view.matching.map((row) => spec.columns.map((column) => column.value(row))),
  });
}

/** The media type of what `tableXlsx` makes. */
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
