import { formatYuan } from '#libs/money';
import {
  type MoneyAccount,
  type ReadStatement,
  type Statement,
  type StatementError,
  type StatementField,
  statementFields,
  type StatementMapping,
} from '#modules/bank';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  dataTable,
  FieldRow,
  Form,
  Instant,
  Layout,
  Lead,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
} from '../ui/index.ts';
import { bankText } from './text.ts';
import { accountName, statementErrorText } from './view.ts';

/** A statement between upload and import, or as it was imported. */
export interface StatementView {
  page: PageFrame;
  account: MoneyAccount;
  statement: Statement;
  read: ReadStatement | null;
  failure: StatementError | null;
  /** Which of the rows the account has already. */
  known: readonly boolean[];
  /** The same file, imported before. */
  before: Statement | null;
  /** The last known balance before its first row, where it does not fit. */
  gapFen: bigint | null;
  mayImport: boolean;
  /** It was imported, is the newest of its account, and nothing of it is matched or explained. */
  mayWithdraw: boolean;
}

export function StatementPage(view: StatementView) {
  const { page, account, statement, read, failure } = view;
  const t = bankText[page.lang];
  const draft = statement.state === 'draft';
  return (
    <Layout
      page={page}
      title={draft ? t.previewTitle : statement.fileName}
      crumbs={[
        { label: t.accounts, href: `${page.base}/accounts` },
        { label: accountName(account, page.lang), href: `${page.base}/accounts/${account.id}` },
      ]}
      wide
    >
      <Lead>
        {statement.fileName} {statement.withdrawn ? <State>{t.withdrawn}</State> : <State tone={draft ? 'act' : 'good'}>{draft ? t.draft : t.imported}</State>}
      </Lead>
      {statement.withdrawn && (
        <p>
          {t.withdrawnBy(statement.withdrawn.byName, statement.withdrawn.reason)} <Instant at={statement.withdrawn.at} />
        </p>
      )}
      {view.before && (
        <div class="error-summary" role="alert">
          <p>{t.knownBefore(view.before.fileName, view.before.importedAt?.toISOString().slice(0, 10) ?? '')}</p>
        </div>
      )}
      {failure && (
        <div class="error-summary" role="alert">
          <p>
            <b>{t.cannotRead}</b>
          </p>
          <p>{statementErrorText(page.lang, failure)}</p>
        </div>
      )}
      {read && read.bad.length > 0 && (
        <div class="error-summary" role="alert">
          <p>
            <b>{t.badRows(read.bad.length)}</b>
          </p>
          <ul>
            {read.bad.slice(0, 50).map((one) => (
              <li>
                {t.row(one.rowNo)}：{t[one.fault]}
                {one.said === '' ? '' : `（${one.said}）`}
              </li>
            ))}
          </ul>
        </div>
      )}
      {read && read.breaks.length > 0 && (
        <div class="error-summary" role="alert">
          <p>
            <b>{t.breaks(read.breaks.length)}</b>
          </p>
          <ul>
            {read.breaks.slice(0, 20).map((one) => (
              <li>
                {t.row(one.rowNo)}：{t.breakAt(formatYuan(one.expectedFen), formatYuan(one.saidFen))}
              </li>
            ))}
          </ul>
        </div>
      )}
      {view.gapFen !== null && read?.openingFen !== null && read && <Soft>{t.gap(formatYuan(view.gapFen), formatYuan(read.openingFen ?? 0n))}</Soft>}
      {read && <Rows view={view} read={read} />}
      {draft && view.mayImport && <Choose view={view} />}
      {view.mayWithdraw && (
        <Actions>
          <ButtonLink kind="quiet" href={`${page.base}/bank-statements/${statement.id}/withdraw`}>
            {t.withdraw}
          </ButtonLink>
        </Actions>
      )}
    </Layout>
  );
}

function Rows({ view, read }: { view: StatementView; read: ReadStatement }) {
  const { page, statement } = view;
  const t = bankText[page.lang];
  const known = view.known.filter(Boolean).length;
  const at = `${page.base}/bank-statements/${statement.id}`;
  const draft = statement.state === 'draft';
  const fresh = read.rows.length - known;
  return (
    <Section title={!draft ? t.rows : read.bad.length > 0 ? t.readable(read.rows.length) : t.willTake(fresh)}>
      {draft && known > 0 && <Soft>{t.knownRows(known)}</Soft>}
      {draft && read.skipped.length > 0 && <Soft>{t.skippedRows(read.skipped.slice(0, 12).join('、') + (read.skipped.length > 12 ? '…' : ''))}</Soft>}
      {read.openingFen !== null && read.closingFen !== null && (
        <p>
          {t.opening} <b>{formatYuan(read.openingFen)}</b> · {t.closing} <b>{formatYuan(read.closingFen)}</b>
        </p>
      )}
      {dataTable({
        rows: read.rows.slice(0, 300),
        query: {},
        lang: page.lang,
        base: at,
        tools: false,
        caption: t.rows,
        columns: [
          { key: 'day', label: t.day, value: (row) => row.day },
          { key: 'fen', label: t.amount, numeric: true, value: (row) => row.amountFen },
          { key: 'balance', label: t.balance, numeric: true, value: (row) => row.balanceFen },
          { key: 'party', label: t.counterparty, value: (row) => row.counterparty || null },
          { key: 'memo', label: t.memo, value: (row) => row.memo || null },
        ],
      })}
      {draft && view.mayImport && (
        <Actions>
          {read.bad.length === 0 && fresh > 0 && !view.before && <ActionForm action={`${at}/confirm`}>{t.confirm}</ActionForm>}
          <ActionForm kind="quiet" action={`${at}/drop`}>
            {t.drop}
          </ActionForm>
        </Actions>
      )}
    </Section>
  );
}

/** Which column is what: as guessed, to be corrected. */
function Choose({ view }: { view: StatementView }) {
  const { page, statement, read, failure } = view;
  const t = bankText[page.lang];
  const known = read ?? (failure?.code === 'missing-column' ? failure : null);
  const at = `${page.base}/bank-statements/${statement.id}`;
  if (!known)
    return (
      <ActionForm kind="quiet" action={`${at}/drop`}>
        {t.drop}
      </ActionForm>
    );
  const options = known.headers.map((header, index) => ({ value: String(index), label: t.columnNo(index + 1, header) }));
  return (
    <Section title={t.columnsTitle} id="columns">
      <Soft>{t.columnsHint}</Soft>
      <Form action={`${at}/columns`}>
        {[0, 3, 6].map((from) => (
          <FieldRow>
            {statementFields.slice(from, from + 3).map((field) => (
              <ColumnSelect field={field} mapping={known.mapping} options={options} page={page} />
            ))}
          </FieldRow>
        ))}
        {known.sheets.length > 1 && (
          <SelectField name="sheet" label={t.sheet} value={known.sheet} required options={known.sheets.map((name) => ({ value: name, label: name }))} />
        )}
        <Button kind="quiet">{t.again}</Button>
      </Form>
    </Section>
  );
}

function ColumnSelect(props: { page: PageFrame; field: StatementField; mapping: StatementMapping; options: { value: string; label: string }[] }) {
  const t = bankText[props.page.lang];
  return (
    <SelectField
      name={props.field}
      label={t[`field-${props.field}`]}
      value={props.mapping[props.field]?.toString()}
      required={props.field === 'day'}
      emptyLabel={t.noColumn}
      options={props.options}
    />
  );
}
