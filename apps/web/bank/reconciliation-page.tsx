import { formatYuan } from '#libs/money';
import type { Standing } from '#modules/bank';
import { Actions, Button, ButtonLink, dataTable, dayText, Form, Layout, Lead, Money, type PageFrame, Section, Soft, State, TextField } from '../ui/index.ts';
import { bankText } from './text.ts';
import { accountName, type AccountView } from './view.ts';

/** The bank reconciliation of an account at the end of a month. */
export function ReconciliationPage({ page, view, standing, month }: { page: PageFrame; view: AccountView; standing: Standing; month: string }) {
  const t = bankText[page.lang];
  const at = `${page.base}/accounts/${view.account.id}`;
  const sum = (list: readonly { openFen: bigint }[], into: boolean) =>
    list.filter((one) => one.openFen > 0n === into).reduce((all, one) => all + one.openFen, 0n);
  const lines: [string, bigint, string, bigint][] = [
    [t.bookBalance, standing.bookFen, t.bankBalance, standing.bankFen],
    [t.plusTheirs, sum(standing.rows, true), t.plusOurs, sum(standing.movements, true)],
    [t.minusTheirs, -sum(standing.rows, false), t.minusOurs, -sum(standing.movements, false)],
    [t.adjusted, standing.adjustedBookFen, t.adjusted, standing.adjustedBankFen],
  ];
  const items = [
    ...standing.rows.map((one) => ({ day: one.day, side: t.atTheBank, words: `${one.counterparty} ${one.memo}`.trim(), fen: one.openFen, note: one.note })),
    ...standing.movements.map((one) => ({ day: one.day, side: t.inTheBooks, words: `${one.party} ${one.text}`.trim(), fen: one.openFen, note: one.note })),
  ];
  return (
    <Layout
      page={page}
      title={t.reconciliation}
      crumbs={[
        { label: t.accounts, href: `${page.base}/accounts` },
        { label: accountName(view.account, page.lang), href: at },
      ]}
      wide
    >
      <Lead>{t.asOf(dayText(standing.day, page.lang))}</Lead>
      <Form action={`${at}/reconciliation`} method="get">
        <TextField name="month" label={t.month} value={month} placeholder="2026-11" size="short" required />
        <Button kind="quiet">{t.show}</Button>
      </Form>
      {dataTable({
        rows: lines,
        query: {},
        lang: page.lang,
        base: at,
        tools: false,
        caption: t.reconciliation,
        columns: [
          { key: 'a', label: t.inTheBooks, value: (row) => row[0] },
          { key: 'b', label: t.amount, numeric: true, value: (row) => row[1], render: (row) => <Money fen={row[1]} unit={false} /> },
          { key: 'c', label: t.atTheBank, value: (row) => row[2] },
          { key: 'd', label: t.amount, numeric: true, value: (row) => row[3], render: (row) => <Money fen={row[3]} unit={false} /> },
        ],
      })}
      <p>
        {standing.leftOverFen === 0n ? <State tone="good">{t.even}</State> : <State tone="bad">{t.leftOver(formatYuan(standing.leftOverFen))}</State>}{' '}
        {!standing.bankSaid && t.ownSum}
      </p>
      {standing.otherFen !== 0n && (
        <Soft>
          {t.otherMoney} {formatYuan(standing.otherFen)}
        </Soft>
      )}
      <Section title={t.itemsTitle}>
        {dataTable({
          rows: items,
          query: {},
          lang: page.lang,
          base: at,
          tools: false,
          caption: t.itemsTitle,
          empty: <Soft>{t.noItems}</Soft>,
          columns: [
            { key: 'day', label: t.day, value: (row) => row.day },
            { key: 'side', label: t.side, value: (row) => row.side },
            { key: 'words', label: t.memo, value: (row) => row.words || null },
            { key: 'fen', label: t.amount, numeric: true, value: (row) => row.fen },
            {
              key: 'why',
              label: t.reason,
              value: (row) => row.note?.text ?? null,
              render: (row) => (row.note ? `${row.note.text}（${row.note.byName}）` : <State tone="act">{t.openCount}</State>),
            },
          ],
        })}
      </Section>
      <Actions>
        <ButtonLink kind="quiet" href={`${at}/reconciliation.pdf?month=${month}`} word>
          {t.pdf}
        </ButtonLink>
      </Actions>
    </Layout>
  );
}
