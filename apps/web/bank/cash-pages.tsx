import { formatYuan } from '#libs/money';
import { type CashCount, denominations, differenceOf, type MoneyAccount, type Movement } from '#modules/bank';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  dataTable,
  Day,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  KeyValues,
  Layout,
  Lead,
  Money,
  NumberField,
  type PageFrame,
  Section,
  Soft,
  State,
  StatTable,
  TextArea,
} from '../ui/index.ts';
import type { AccountRights } from './account-page.tsx';
import type { AccountBack } from './account-back.ts';
import { AccountTail, BackLink } from './account-tail.tsx';
import { bankText } from './text.ts';
import type { AccountView } from './view.ts';

/** 100 yuan, 5 jiao: a denomination as people say it. */
export const denominationWords = (fen: number, lang: 'zh' | 'en'): string =>
  fen >= 100 ? `${fen / 100} ${lang === 'zh' ? '元' : 'yuan'}` : `${fen / 10} ${lang === 'zh' ? '角' : 'jiao'}`;

/** A difference in words: over, short, or none. */
export function DifferenceState({ count, lang }: { count: CashCount; lang: 'zh' | 'en' }) {
  const t = bankText[lang];
  const fen = differenceOf(count);
  if (fen === 0n) return <State tone="good">{t.noDifference}</State>;
  return (
    <State tone={count.note ? 'wait' : 'bad'}>
      {fen > 0n ? t.more : t.less} {formatYuan(fen > 0n ? fen : -fen)}
    </State>
  );
}

/** A cash box: its balance by the books, counts, movements. */
export function CashAccountPage(props: {
  page: PageFrame;
  view: AccountView;
  counts: readonly CashCount[];
  others: readonly MoneyAccount[];
  rights: AccountRights;
  today: string;
  back?: AccountBack;
}) {
  const { page, view, rights } = props;
  const { lang, base } = page;
  const t = bankText[lang];
  const { account, standing, ledger } = view;
  const at = `${base}/accounts/${account.id}`;
  return (
    <Layout page={page} title={account.name} crumbs={[{ label: t.accounts, href: `${base}/accounts` }]} wide>
      <Lead>
        {view.place?.name ?? t.wholeSubdistrict} · {t.keeper}：{account.keeperName}
      </Lead>
      <StatTable items={[{ label: t.bookBalance, value: <Money fen={standing.bookFen} /> }]} />
      {standing.bookFen < 0n && (
        <div class="error-summary" role="alert">
          <p>{t.belowZero(formatYuan(standing.bookFen))}</p>
        </div>
      )}
      {rights.count && account.closedDay === null && (
        <Actions>
          <ButtonLink href={`${at}/count`}>{t.count}</ButtonLink>
          <ButtonLink kind="quiet" href={`${at}/count-sheet.pdf`} word>
            {t.blankSheet}
          </ButtonLink>
        </Actions>
      )}
      <Section title={t.counts}>
        {dataTable({
          rows: props.counts,
          query: {},
          lang,
          base: at,
          tools: false,
          caption: t.counts,
          empty: <Soft>{t.noCounts}</Soft>,
          columns: [
            {
              key: 'day',
              label: t.day,
              value: (row) => row.day,
              render: (row) => (
                <a href={`${base}/counts/${row.id}`}>
                  <Day day={row.day} />
                </a>
              ),
            },
            { key: 'counted', label: t.countedSum, numeric: true, value: (row) => row.countedFen },
            { key: 'book', label: t.bookBalance, numeric: true, value: (row) => row.bookFen },
            { key: 'difference', label: t.difference, value: (row) => differenceOf(row), render: (row) => <DifferenceState count={row} lang={lang} /> },
            {
              key: 'by',
              label: t.state,
              value: (row) => row.countedByName,
              render: (row) =>
                row.undone ? (
                  <State>{t.undoneMark}</State>
                ) : row.secondByName ? (
                  `${row.countedByName}、${row.secondByName}`
                ) : (
                  <State tone="act">{t.waitsForSecond}</State>
                ),
            },
          ],
        })}
      </Section>
      <Section title={t.movements}>
        {dataTable<Movement>({
          rows: ledger.movements.toReversed().slice(0, 200),
          query: {},
          lang,
          base: at,
          tools: false,
          caption: t.movements,
          empty: <Soft>{t.noMovements}</Soft>,
          columns: [
            { key: 'day', label: t.day, value: (row) => row.day, render: (row) => <Day day={row.day} /> },
            { key: 'fen', label: t.amount, numeric: true, value: (row) => row.amountFen },
            { key: 'party', label: t.counterparty, value: (row) => row.party || null },
            { key: 'text', label: t.text, value: (row) => row.text },
            {
              key: 'project',
              label: t.project,
              value: (row) => row.projectTitle,
              render: (row) =>
                row.projectId ? (
                  <a href={`${base}/projects/${row.projectId}/account`}>{row.projectTitle}</a>
                ) : rights.transfer ? (
                  <a href={`${at}/undo?transfer=${row.id}`}>{t.undo}</a>
                ) : (
                  t.transfer
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

/** Where the pieces are typed in. */
export function CountPage(props: { page: PageFrame; account: MoneyAccount; errors?: FormErrors; values?: FormValues }) {
  const { page, account } = props;
  const t = bankText[page.lang];
  const at = `${page.base}/accounts/${account.id}`;
  return (
    <Layout
      page={page}
      title={t.countTitle}
      crumbs={[
        { label: t.accounts, href: `${page.base}/accounts` },
        { label: account.name, href: at },
      ]}
    >
      <Lead>{t.countLead}</Lead>
      <Form action={`${at}/count`} errors={props.errors} values={props.values}>
        {denominations.map((fen) => (
          <NumberField name={`n${fen}`} label={denominationWords(fen, page.lang)} unit={t.pieces} value="0" required />
        ))}
        <Button>{t.save}</Button>
      </Form>
    </Layout>
  );
}

/** One count: what was counted, by whom, what differs. */
export function CountView(props: {
  page: PageFrame;
  account: MoneyAccount;
  count: CashCount;
  rights: { sign: boolean; explain: boolean; undo: boolean };
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, account, count, rights } = props;
  const { lang, base } = page;
  const t = bankText[lang];
  const at = `${base}/counts/${count.id}`;
  const differs = differenceOf(count) !== 0n;
  return (
    <Layout
      page={page}
      title={`${t.countTitle} ${count.day}`}
      crumbs={[
        { label: t.accounts, href: `${base}/accounts` },
        { label: account.name, href: `${base}/accounts/${account.id}` },
      ]}
    >
      {count.undone && (
        <p>
          <State tone="bad">{t.undoneMark}</State> {t.undoneBy(count.undone.byName, count.undone.reason)}
        </p>
      )}
      <StatTable
        items={[
          { label: t.countedSum, value: <Money fen={count.countedFen} /> },
          { label: t.bookBalance, value: <Money fen={count.bookFen} /> },
          { label: t.difference, value: <DifferenceState count={count} lang={lang} /> },
        ]}
      />
      {dataTable({
        rows: denominations.filter((fen) => count.pieces[fen] > 0),
        query: {},
        lang,
        base: at,
        tools: false,
        caption: t.countTitle,
        columns: [
          { key: 'fen', label: t.kind, value: (fen) => denominationWords(fen, lang) },
          { key: 'pieces', label: t.pieces, numeric: true, value: (fen) => count.pieces[fen] },
          { key: 'sum', label: t.amount, numeric: true, value: (fen) => BigInt(fen) * BigInt(count.pieces[fen]) },
        ],
      })}
      <KeyValues
        items={[
          [
            t.countedBy,
            <>
              {count.countedByName} <Instant at={count.countedAt} />
            </>,
          ],
          [
            t.second,
            count.secondByName && count.confirmedAt ? (
              <>
                {count.secondByName} <Instant at={count.confirmedAt} />
              </>
            ) : (
              <State tone="act">{t.waitsForSecond}</State>
            ),
          ],
          ...(count.note ? [[t.reason, `${count.note.text}（${count.note.byName}）`] as const] : []),
        ]}
      />
      {count.undone === null && count.confirmedAt === null && rights.sign && (
        <Section title={t.second}>
          <Soft>{t.signHint}</Soft>
          <ActionForm action={`${at}/sign`}>{t.sign}</ActionForm>
        </Section>
      )}
      {count.undone === null && differs && !count.note && (
        <Section title={t.explainDifference}>
          <Soft>{t.mustExplain}</Soft>
          {rights.explain && (
            <Form action={`${at}/explain`} errors={props.errors} values={props.values} id="explain">
              <TextArea name="text" label={t.reason} rows={3} required maxLength={500} />
              <Button>{t.save}</Button>
            </Form>
          )}
        </Section>
      )}
      <Actions>
        <ButtonLink kind="quiet" href={`${at}/sheet.pdf`} word>
          {t.printSheet}
        </ButtonLink>
      </Actions>
      {count.undone === null && rights.undo && (
        <details class="fold">
          <summary>{t.undoCount}</summary>
          <Form action={`${at}/undo`} id="undo-count">
            <TextArea name="reason" label={t.reason} required rows={2} maxLength={500} />
            <Button kind="danger">{t.undoCount}</Button>
          </Form>
        </details>
      )}
    </Layout>
  );
}
