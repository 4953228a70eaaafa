import type { MoneyAccount, Open, BankRow, Movement, Statement } from '#modules/bank';
import { formatYuan } from '#libs/money';
import {
  Actions,
  Button,
  ButtonLink,
  dataTable,
  Day,
  FileField,
  Form,
  CheckField,
  Layout,
  Lead,
  Money,
  type PageFrame,
  Section,
  Soft,
  State,
  StatTable,
} from '../ui/index.ts';
import { type AccountBack, backOf } from './account-back.ts';
import { AccountTail, BackLink } from './account-tail.tsx';
import { bankText } from './text.ts';
import { accountName, type AccountView } from './view.ts';

/** What the visitor may do with an account. */
export interface AccountRights {
  import: boolean;
  match: boolean;
  transfer: boolean;
  register: boolean;
  count: boolean;
}

/** A bank account: both balances, proposed matches, what is open on either side, statements. */
export function BankAccountPage(props: {
  page: PageFrame;
  view: AccountView;
  statements: readonly Statement[];
  others: readonly MoneyAccount[];
  rights: AccountRights;
  today: string;
  back?: AccountBack;
}) {
  const { page, view, rights } = props;
  const { lang, base } = page;
  const t = bankText[lang];
  const { account, standing } = view;
  const at = `${base}/accounts/${account.id}`;
  const open = standing.rows.length + standing.movements.length;
  return (
    <Layout page={page} title={accountName(account, lang)} crumbs={[{ label: t.accounts, href: `${base}/accounts` }]} wide>
      <Lead>{view.place?.name ?? t.wholeSubdistrict}</Lead>
      <StatTable
        items={[
          { label: t.bookBalance, value: <Money fen={standing.bookFen} /> },
          { label: t.bankBalance, value: <Money fen={standing.bankFen} />, note: standing.bankSaid ? undefined : t.ownSum },
          { label: t.openCount, value: open === 0 ? <State tone="good">{t.inOrder}</State> : t.itemsOpen(open) },
        ]}
      />
      {standing.leftOverFen !== 0n && view.ledger.rows.length > 0 && (
        <div class="error-summary" role="alert">
          <p>{t.leftOver(formatYuan(standing.leftOverFen))}</p>
        </div>
      )}
      <Actions>
        <ButtonLink kind="quiet" href={`${at}/reconciliation`}>
          {t.reconciliation}
        </ButtonLink>
      </Actions>
      {rights.import && account.closedDay === null && (
        <Section title={t.upload} id="upload">
          <Form action={`${at}/statements`} multipart {...backOf(props.back, 'upload')} id="upload-form">
            <FileField
              name="statement"
              label={t.file}
              hint={t.fileHint}
              accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
              required
            />
            <Button>{t.look}</Button>
          </Form>
        </Section>
      )}
      {rights.match && <Proposals page={page} view={view} back={props.back} />}
      <Both page={page} view={view} may={rights.match} back={props.back} />
      <Section title={t.statements}>
        {dataTable({
          rows: props.statements,
          query: {},
          lang,
          base: at,
          tools: false,
          caption: t.statements,
          empty: <Soft>{t.noStatements}</Soft>,
          columns: [
            { key: 'file', label: t.file, value: (row) => row.fileName, render: (row) => <a href={`${base}/bank-statements/${row.id}`}>{row.fileName}</a> },
            {
              key: 'period',
              label: t.period,
              value: (row) => row.firstDay,
              render: (row) => (row.firstDay && row.lastDay ? `${row.firstDay} — ${row.lastDay}` : '—'),
            },
            { key: 'rows', label: t.rows, numeric: true, value: (row) => row.rowCount },
            { key: 'opening', label: t.opening, numeric: true, value: (row) => row.openingFen },
            { key: 'closing', label: t.closing, numeric: true, value: (row) => row.closingFen },
            {
              key: 'state',
              label: t.state,
              value: (row) => row.state,
              render: (row) =>
                row.withdrawn ? (
                  <State>{t.withdrawn}</State>
                ) : (
                  <State tone={row.state === 'imported' ? 'good' : 'act'}>{row.state === 'imported' ? t.imported : t.draft}</State>
                ),
            },
          ],
        })}
      </Section>
      <AccountTail page={page} view={view} others={props.others} rights={rights} today={props.today} back={props.back} />
      <BackLink page={page} />
    </Layout>
  );
}

/** What a row of the bank is, on one line. */
const rowWords = (row: BankRow): string => [row.day, row.counterparty, row.memo].filter((part) => part !== '').join(' ');
const movementWords = (movement: Movement): string => [movement.day, movement.party, movement.text].filter((part) => part !== '').join(' ');

function Proposals({ page, view, back }: { page: PageFrame; view: AccountView; back?: AccountBack }) {
  const t = bankText[page.lang];
  if (view.proposals.length === 0) return view.standing.rows.length > 0 ? <Soft>{t.noProposals}</Soft> : null;
  return (
    <Section title={t.proposals} id="proposals">
      <Soft>{t.proposalsHint}</Soft>
      <Form action={`${page.base}/accounts/${view.account.id}/match`} id="proposals-form" {...backOf(back, 'proposals')}>
        {dataTable({
          rows: view.proposals,
          query: {},
          lang: page.lang,
          base: `${page.base}/accounts/${view.account.id}`,
          tools: false,
          caption: t.proposals,
          columns: [
            {
              key: 'fen',
              label: t.amount,
              value: () => null,
              render: (one) => (
                <label class="choice">
                  <input
                    type="checkbox"
                    name="pair"
                    value={`${one.rows.map((row) => row.id).join('+')}|${one.movements.map((movement) => movement.id).join('+')}`}
                    checked={!one.doubtful || undefined}
                  />
                  <span>
                    <Money fen={one.rows.reduce((sum, row) => sum + row.openFen, 0n)} unit={false} />
                  </span>
                </label>
              ),
            },
            { key: 'bank', label: t.atTheBank, value: () => null, render: (one) => one.rows.map((row) => <div>{rowWords(row)}</div>) },
            {
              key: 'books',
              label: t.inTheBooks,
              value: () => null,
              render: (one) => (
                <>
                  {one.movements.slice(0, 6).map((movement) => (
                    <div>{movementWords(movement)}</div>
                  ))}
                  {one.movements.length > 6 && <div>{t.inAll(one.movements.length)}</div>}
                </>
              ),
            },
            {
              key: 'why',
              label: t.reasons,
              value: () => null,
              render: (one) => (
                <>
                  {one.reasons.map((reason) => t[reason]).join(page.lang === 'zh' ? '、' : ', ')} {one.doubtful && <State tone="wait">{t.doubtful}</State>}
                </>
              ),
            },
          ],
        })}
        <Button>{t.confirmProposals}</Button>
      </Form>
    </Section>
  );
}

/** What is open on both sides, to be ticked or explained. */
function Both({ page, view, may, back }: { page: PageFrame; view: AccountView; may: boolean; back?: AccountBack }) {
  const t = bankText[page.lang];
  const { rows, movements } = view.standing;
  if (rows.length === 0 && movements.length === 0) return null;
  const kept = (name: string) => [backOf(back, 'hand').values?.[name] ?? []].flat();
  const both = (
    <>
      <h3>{t.bankRows}</h3>
      {rows.length === 0 ? (
        <Soft>{t.noItems}</Soft>
      ) : (
        <OpenTable page={page} view={view} may={may} name="row" items={rows} words={rowWords} chosen={kept('row')} />
      )}
      <h3>{t.bookRows}</h3>
      {movements.length === 0 ? (
        <Soft>{t.noItems}</Soft>
      ) : (
        <OpenTable page={page} view={view} may={may} name="movement" items={movements} words={movementWords} chosen={kept('movement')} />
      )}
    </>
  );
  return (
    <Section title={t.byHand} id="open">
      {may && <Soft>{t.byHandHint}</Soft>}
      {may ? (
        <Form action={`${page.base}/accounts/${view.account.id}/match`} id="hand-form" {...backOf(back, 'hand')}>
          {both}
          {back?.rest && <CheckField name="part" label={t.isPart} />}
          {rows.length > 0 && movements.length > 0 && <Button kind="quiet">{t.matchTicked}</Button>}
        </Form>
      ) : (
        both
      )}
    </Section>
  );
}

function OpenTable<T extends BankRow | Movement>(props: {
  page: PageFrame;
  view: AccountView;
  may: boolean;
  name: 'row' | 'movement';
  items: readonly Open<T>[];
  words: (item: T) => string;
  chosen: readonly string[];
}) {
  const { page, may, name } = props;
  const t = bankText[page.lang];
  const at = `${page.base}/accounts/${props.view.account.id}`;
  return dataTable({
    rows: props.items,
    query: {},
    lang: page.lang,
    base: at,
    tools: false,
    caption: name === 'row' ? t.bankRows : t.bookRows,
    columns: [
      {
        key: 'day',
        label: t.day,
        value: (item) => item.day,
        render: (item) =>
          may ? (
            <label class="choice">
              <input type="checkbox" name={name} value={item.id} checked={props.chosen.includes(item.id) || undefined} />
              <span>
                <Day day={item.day} />
              </span>
            </label>
          ) : (
            <Day day={item.day} />
          ),
      },
      {
        key: 'fen',
        label: t.amount,
        numeric: true,
        value: (item) => item.amountFen,
        render: (item) => (
          <>
            <Money fen={item.amountFen} unit={false} />
            {item.openFen !== item.amountFen && <small> {t.stillOpen(formatYuan(item.openFen))}</small>}
          </>
        ),
      },
      { key: 'memo', label: t.memo, value: (item) => props.words(item).slice(11) || null },
      {
        key: 'why',
        label: t.reason,
        value: () => null,
        render: (item) =>
          item.note ? (
            <>
              <State tone="good">{t.explained}</State> {item.note.text}（{item.note.byName}） {may && <a href={`${at}/undo?note=${item.note.id}`}>{t.undo}</a>}
            </>
          ) : may ? (
            <a href={`${at}/explain?${name}=${item.id}`}>{t.explain}</a>
          ) : (
            <State tone="act">{t.openCount}</State>
          ),
      },
    ],
  });
}
