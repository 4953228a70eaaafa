import type { Account, Award, Category, LedgerEntry } from '#modules/books';
import type { Project } from '#modules/projects';
import { Actions, ButtonLink, dataTable, dayText, Empty, KeyValues, Layout, Money, type PageFrame, State, StatTable, type TableSpec } from '../ui/index.ts';
import { statementText } from '../statements/text.ts';
import { booksText, sourceKindWords, txnKindWords } from './text.ts';
import { categoryWords } from './view.ts';

/** Accounts that the ledger can be narrowed to, by what the account page calls them. */
export const ledgerAccounts = ['income', 'reserved', 'advanced', 'spent', 'returned', 'pledged', 'held'] as const;
export type LedgerAccount = (typeof ledgerAccounts)[number];

/** What the ledger of one source shows. */
export interface AwardView {
  project: Project;
  award: Award;
  entries: LedgerEntry[];
  categories: Category[];
  /** Requests by id, for those who may read them. */
  account: LedgerAccount | null;
}

const words: Record<LedgerAccount, 'received' | 'reserved' | 'advanced' | 'spent' | 'returned' | 'pledged' | 'available'> = {
  income: 'received',
  reserved: 'reserved',
  advanced: 'advanced',
  spent: 'spent',
  returned: 'returned',
  pledged: 'pledged',
  held: 'available',
};

/** Movement of an account as people read it: income counts up. */
const moved = (entry: LedgerEntry, account: Account): bigint => (account === 'income' ? -1n : 1n) * (entry.amounts[account] ?? 0n);

interface Line {
  entry: LedgerEntry;
  balanceFen: bigint;
}

/** Entries with what is available after each, the newest last. */
function withBalance(entries: readonly LedgerEntry[]): Line[] {
  let balanceFen = 0n;
  return entries.map((entry) => {
    balanceFen += (entry.amounts.held ?? 0n) - (entry.amounts.reserved ?? 0n);
    return { entry, balanceFen };
  });
}

/** The ledger as a table, for the page and for Excel. */
export function ledgerTable(view: AwardView, page: Pick<PageFrame, 'lang' | 'base'>, query: Record<string, string>): TableSpec<Line> {
  const { lang, base } = page;
  const t = booksText[lang];
  const account = view.account;
  const shown = account === null ? ledgerAccounts.filter((each) => each !== 'held') : account === 'held' ? (['held', 'reserved'] as const) : [account];
  const rows = withBalance(view.entries).filter(({ entry }) => shown.some((each) => entry.amounts[each] !== undefined));
  const columns: readonly LedgerAccount[] =
    account === null
      ? ledgerAccounts.filter((each) => each !== 'held' && view.entries.some((entry) => entry.amounts[each]))
      : shown.filter((each) => each !== 'held');
  return {
    rows,
    query,
    lang,
    base: `${base}/awards/${view.award.awardId}`,
    caption: t.ledgerOf(view.award.name),
    empty: <Empty title={t.ledgerEmpty}>{t.ledgerEmptyBody}</Empty>,
    columns: [
      { key: 'day', label: t.day, value: ({ entry }) => entry.day, render: ({ entry }) => <span id={entry.txnId}>{dayText(entry.day, lang)}</span> },
      {
        key: 'kind',
        label: t.kind,
        value: ({ entry }) => txnKindWords(entry.kind, lang),
        render: ({ entry }) => (
          <>
            {txnKindWords(entry.kind, lang)}
            {entry.reversedBy !== null && (
              <>
                {' '}
                <State>{entry.kind === 'reserve' ? t.releasedMark : t.reversedMark}</State>
              </>
            )}
          </>
        ),
      },
      { key: 'text', label: t.text, value: ({ entry }) => entry.text },
      ...columns.map((each) => ({
        key: each,
        label: t[words[each]],
        numeric: true,
        value: ({ entry }: Line) => moved(entry, each) || null,
        render: ({ entry }: Line) => (entry.amounts[each] === undefined ? '' : <Money fen={moved(entry, each)} unit={false} />),
      })),
      { key: 'balance', label: t.available, numeric: true, value: ({ balanceFen }) => balanceFen },
      {
        key: 'papers',
        label: t.papers,
        sortable: false,
        value: ({ entry }) => [entry.receiptNumber, ...entry.vouchers.map((voucher) => voucher.number)].filter((each) => each !== null).join(' ') || null,
        render: ({ entry }) => <Papers entry={entry} projectId={view.project.id} base={base} lang={lang} />,
      },
    ],
  };
}

function Papers({ entry, projectId, base, lang }: { entry: LedgerEntry; projectId: string; base: string; lang: 'zh' | 'en' }) {
  const t = booksText[lang];
  return (
    <>
      {entry.receiptId !== null && (
        <>
          <a href={`${base}/receipts/${entry.receiptId}/paper.pdf`}>{t.receiptNo(entry.receiptNumber ?? '')}</a>{' '}
        </>
      )}
      {entry.vouchers.map((voucher) => (
        <>
          <a href={`${base}/vouchers/${voucher.id}`}>{t.voucherNo(voucher.number)}</a>{' '}
        </>
      ))}
      {entry.subjectId !== null && <a href={`${base}/spending/${entry.subjectId}`}>{t.requestLink}</a>}
      {entry.reversalOf !== null && (
        <>
          {' '}
          <a href={`#${entry.reversalOf}`}>{t.undoes}</a>
        </>
      )}{' '}
      <a href={`${base}/projects/${projectId}/entries/${entry.txnId}/slip.pdf`}>{statementText[lang].slip}</a>
    </>
  );
}

/** The ledger of one source of one project. */
export function AwardPage(props: { page: PageFrame; view: AwardView; query: Record<string, string> }) {
  const { page, view } = props;
  const { lang, base } = page;
  const t = booksText[lang];
  const { award, project } = view;
  return (
    <Layout
      page={page}
      title={t.ledgerOf(award.name)}
      wide
      crumbs={[
        { label: project.title, href: `${base}/projects/${project.id}` },
        { label: t.account, href: `${base}/projects/${project.id}/account` },
      ]}
    >
      <StatTable
        items={[
          { label: t.received, value: <Money fen={award.receivedFen} /> },
          { label: t.reserved, value: <Money fen={award.reservedFen} /> },
          ...(award.advancedFen > 0n ? [{ label: t.advanced, value: <Money fen={award.advancedFen} /> }] : []),
          { label: t.spent, value: <Money fen={award.spentFen} /> },
          { label: t.returned, value: <Money fen={award.returnedFen} /> },
          { label: t.available, value: <Money fen={award.availableFen} /> },
        ]}
      />
      <KeyValues
        items={[
          [t.source, sourceKindWords(award.sourceKind, lang)],
          [t.planned, <Money fen={award.plannedFen} />],
          [t.pledged, <Money fen={award.pledgedFen} />],
          [t.mayPay, award.categories.map((category) => categoryWords(view.categories, category, lang)).join('、')],
          [t.validity, `${dayText(award.validFrom, lang)} — ${dayText(award.validTo, lang)}`],
          [t.state, award.state === 'open' ? t.open : t.closed],
        ]}
      />
      {view.account !== null && (
        <p>
          <State tone="plain">{t.showing(t[words[view.account]])}</State> <a href={`${base}/awards/${award.awardId}`}>{t.showAll}</a>
        </p>
      )}
      {dataTable(ledgerTable(view, page, props.query))}
      <Actions>
        <ButtonLink kind="quiet" href={`${base}/projects/${project.id}/sources#a-${award.awardId}`}>
          {t.sourceTerms}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/projects/${project.id}/receipts`}>
          {t.receipts}
        </ButtonLink>
      </Actions>
    </Layout>
  );
}
