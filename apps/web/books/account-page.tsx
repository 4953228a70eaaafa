import { journalFormats } from '#libs/journal';
import type { Award, AwardFigures } from '#modules/books';
import {
  Actions,
  BudgetBar,
  ButtonLink,
  dataTable,
  Day,
  Empty,
  Layout,
  Lead,
  Money,
  MoneyBar,
  type PageFrame,
  Section,
  Soft,
  State,
  StatTable,
  type DutyItem,
} from '../ui/index.ts';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import { booksText, sourceKindWords } from './text.ts';
import { type AccountView, categoryWords } from './view.ts';

/** What the visitor may open from here. */
export interface AccountRights {
  ledger: boolean;
  voucher: boolean;
  spending: boolean;
}

type Figure = keyof AwardFigures;
const allFigures: readonly Figure[] = ['pledgedFen', 'receivedFen', 'reservedFen', 'advancedFen', 'spentFen', 'returnedFen', 'availableFen'];
const labelOf: Record<Figure, 'pledged' | 'received' | 'reserved' | 'advanced' | 'spent' | 'returned' | 'available'> = {
  pledgedFen: 'pledged',
  receivedFen: 'received',
  reservedFen: 'reserved',
  spentFen: 'spent',
  returnedFen: 'returned',
  advancedFen: 'advanced',
  availableFen: 'available',
};
const accountOf: Record<Figure, string> = {
  pledgedFen: 'pledged',
  receivedFen: 'income',
  reservedFen: 'reserved',
  spentFen: 'spent',
  returnedFen: 'returned',
  advancedFen: 'advanced',
  availableFen: 'held',
};

/** The account of a project: per source, per use, every expense. A figure opens its entries for those who may read them. */
export function AccountPage(props: { page: PageFrame; view: AccountView; rights: AccountRights; turns: readonly DutyItem[]; path: string }) {
  const { page, view, rights } = props;
  const { lang, base } = page;
  const t = booksText[lang];
  const { account, project } = view;
  // Money in somebody's hands has a column only while there is some.
  const figures = allFigures.filter((key) => key !== 'advancedFen' || account.totals.advancedFen > 0n);
  const figure = (source: Award, key: Figure) => {
    const value = <Money fen={source[key]} unit={false} />;
    return rights.ledger && source[key] !== 0n ? <a href={`${base}/awards/${source.awardId}?account=${accountOf[key]}`}>{value}</a> : value;
  };
  if (account.sources.length === 0) {
    return (
      <Layout page={page} title={t.accountOf(project.title)} crumbs={[{ label: project.title, href: `${base}/projects/${project.id}` }]}>
        <Empty title={t.noSourcesTitle}>{t.noSourcesBody}</Empty>
      </Layout>
    );
  }
  return (
    <Layout page={page} title={t.accountOf(project.title)} crumbs={[{ label: project.title, href: `${base}/projects/${project.id}` }]} wide>
      <Lead>{t.accountLead}</Lead>
      <StatTable
        items={[
          { label: t.received, value: <Money fen={account.totals.receivedFen} /> },
          { label: t.spent, value: <Money fen={account.totals.spentFen} /> },
          { label: t.available, value: <Money fen={account.totals.availableFen} /> },
          ...(account.leverage === null ? [] : [{ label: t.leverage, value: t.times(account.leverage), note: t.leverageNote }]),
        ]}
      />
      <Actions>
        <ButtonLink kind="quiet" href={`${base}/projects/${project.id}/receipts`}>
          {t.receipts}
        </ButtonLink>
        {rights.spending && (
          <ButtonLink kind="quiet" href={`${base}/projects/${project.id}/spending`}>
            {t.spendingList}
          </ButtonLink>
        )}
      </Actions>
      <Section title={t.sources}>
        {account.totals.receivedFen > 0n && (
          <MoneyBar
            label={t.receivedBySource}
            parts={account.sources
              .filter((source) => source.receivedFen > 0n)
              .map((source) => ({
                label: source.name,
                amountFen: source.receivedFen,
                note: sourceKindWords(source.sourceKind, lang),
                ...(rights.ledger ? { href: `${base}/awards/${source.awardId}` } : {}),
              }))}
          />
        )}
        {dataTable({
          rows: account.sources,
          query: {},
          lang,
          base: props.path,
          tools: false,
          caption: t.sources,
          columns: [
            {
              key: 'name',
              label: t.source,
              value: (row) => row.name,
              render: (row) => (
                <>
                  {rights.ledger ? <a href={`${base}/awards/${row.awardId}`}>{row.name}</a> : row.name}
                  {row.state === 'closed' && (
                    <>
                      {' '}
                      <State>{t.closed}</State>
                    </>
                  )}
                </>
              ),
            },
            ...figures.map((key) => ({
              key,
              label: t[labelOf[key]],
              numeric: true,
              value: (row: Award) => row[key],
              render: (row: Award) => figure(row, key),
            })),
          ],
        })}
        {account.sources.length > 1 && (
          <p class="soft">
            <b>{t.total}</b>{' '}
            {figures.map((key, index) => (
              <>
                {index > 0 && ' · '}
                {t[labelOf[key]]} <Money fen={account.totals[key]} />
              </>
            ))}
          </p>
        )}
      </Section>
      <Section title={t.uses}>
        {account.sources.some((source) => source.state === 'open') && (
          <BudgetBar
            budgetFen={sum(view.uses.map((use) => use.budgetFen))}
            committedFen={account.totals.reservedFen + account.totals.advancedFen}
            spentFen={account.totals.spentFen}
          />
        )}
        {dataTable({
          rows: view.uses,
          query: {},
          lang,
          base: props.path,
          tools: false,
          caption: t.uses,
          columns: [
            { key: 'category', label: t.category, value: (row) => categoryWords(view.categories, row.category, lang) },
            { key: 'budget', label: t.budget, numeric: true, value: (row) => row.budgetFen },
            { key: 'reserved', label: t.reserved, numeric: true, value: (row) => row.reservedFen },
            { key: 'spent', label: t.spent, numeric: true, value: (row) => row.spentFen },
            {
              key: 'left',
              label: t.left,
              numeric: true,
              value: (row) => row.budgetFen - row.reservedFen - row.spentFen,
              render: (row) => {
                const left = row.budgetFen - row.reservedFen - row.spentFen;
                return (
                  <>
                    {left < 0n && <State tone="bad">{t.overBudget}</State>} <Money fen={left} unit={false} />
                  </>
                );
              },
            },
          ],
        })}
      </Section>
      <Section title={t.expenses}>
        {view.expenses.length === 0 ? (
          <Soft>{t.noExpenses}</Soft>
        ) : (
          dataTable({
            rows: view.expenses,
            query: {},
            lang,
            base: props.path,
            tools: false,
            caption: t.expenses,
            columns: [
              { key: 'day', label: t.day, value: (row) => row.day, render: (row) => <Day day={row.day} style="short" /> },
              {
                key: 'text',
                label: t.text,
                value: (row) => row.text,
                render: (row) => (
                  <>
                    {row.text}
                    {!row.inForce && (
                      <>
                        {' '}
                        <State>{t.reversedMark}</State>
                      </>
                    )}
                  </>
                ),
              },
              {
                key: 'uses',
                label: t.category,
                value: (row) => [...new Set(row.lines.map((line) => categoryWords(view.categories, line.category, lang)))].join('、'),
              },
              {
                key: 'source',
                label: t.source,
                value: (row) => [...new Set(row.lines.flatMap((line) => line.shares.map((share) => share.awardName)))].join('、'),
              },
              { key: 'amount', label: t.amount, numeric: true, value: (row) => row.amountFen },
              {
                key: 'vouchers',
                label: t.vouchers,
                value: (row) => row.vouchers.map((voucher) => voucher.number).join(' '),
                render: (row) =>
                  row.vouchers.length === 0 ? (
                    row.method === 'in_kind' ? (
                      t.in_kind
                    ) : (
                      t.noVoucherYet
                    )
                  ) : (
                    <>
                      {row.vouchers.map((voucher) => (
                        <>{rights.voucher ? <a href={`${base}/vouchers/${voucher.id}`}>{voucher.number}</a> : voucher.number} </>
                      ))}
                    </>
                  ),
              },
            ],
          })
        )}
      </Section>
      <WhoseTurn items={props.turns} />
      {rights.ledger && (
        <Section title={t.addUpAgain}>
          <Soft>{t.addUpAgainNote}</Soft>
          <Actions>
            {journalFormats.map((format) => (
              <ButtonLink kind="quiet" href={`${base}/projects/${project.id}/journal/${format}`}>
                {format}
              </ButtonLink>
            ))}
          </Actions>
        </Section>
      )}
    </Layout>
  );
}

const sum = (all: readonly bigint[]): bigint => all.reduce((a, b) => a + b, 0n);
