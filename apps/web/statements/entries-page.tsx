import { toChineseCapital } from '#libs/money';
import type { Award, Entry, EntryFigure, EntryPage, Posting, Txn } from '#modules/books';
import { facts, paper, paragraph, type PdfDocument, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { booksText, txnKindWords } from '../books/text.ts';
import { Actions, ButtonLink, dayText, type Crumb, dataTable, Empty, instantText, Layout, Lead, Money, type PageFrame, State, yuanText } from '../ui/index.ts';
import { figureWords, statementText } from './text.ts';

/** What the page of entries shows. */
export interface EntriesView {
  figure: EntryFigure;
  /** Which entries these are, in words: project or place and year, source, use, payee. */
  scope: string;
  found: EntryPage;
  titles: ReadonlyMap<string, string>;
  /** True where entries of several projects stand together. */
  several: boolean;
  page: number;
  pageSize: number;
  /** Address without its page, `?…`. */
  query: URLSearchParams;
}

/** The papers behind an entry; every entry has its slip. */
function Papers({ entry, page }: { entry: Entry; page: PageFrame }) {
  const t = statementText[page.lang];
  const { base } = page;
  return (
    <>
      {entry.vouchers.map((voucher) => (
        <>
          <a href={`${base}/vouchers/${voucher.id}`}>{t.voucherNo(voucher.number)}</a>{' '}
        </>
      ))}
      {entry.receipt !== null && (
        <>
          <a href={`${base}/receipts/${entry.receipt.id}/paper.pdf`}>{t.receiptNo(entry.receipt.number)}</a>{' '}
        </>
      )}
      {entry.subjectId !== null && (
        <>
          <a href={`${base}/spending/${entry.subjectId}`}>{t.request}</a>{' '}
        </>
      )}
      <a href={`${base}/projects/${entry.projectId}/entries/${entry.txnId}/slip.pdf`}>{t.slip}</a>
    </>
  );
}

/** The entries behind a figure: their sum is the figure. */
export function EntriesPage({ page, view, crumbs }: { page: PageFrame; view: EntriesView; crumbs: Crumb[] }) {
  const { lang } = page;
  const t = statementText[lang];
  const { found } = view;
  const pages = Math.max(1, Math.ceil(found.count / view.pageSize));
  const to = (change: Record<string, string>) => {
    const query = new URLSearchParams(view.query);
    for (const [key, value] of Object.entries(change)) query.set(key, value);
    return `?${query.toString()}`;
  };
  return (
    <Layout page={page} title={t.entriesOf(figureWords(view.figure, lang))} crumbs={crumbs} wide>
      <Lead>
        {view.scope} · {t.entriesCount(found.count)} · {t.total}{' '}
        <b>
          <Money fen={found.totalFen} />
        </b>
      </Lead>
      <p class="soft">{t.entriesLead}</p>
      {dataTable({
        rows: found.entries,
        query: {},
        lang,
        base: page.path,
        tools: false,
        caption: t.entriesOf(figureWords(view.figure, lang)),
        empty: <Empty title={t.entriesNone}>{t.entriesNoneBody}</Empty>,
        columns: [
          { key: 'day', label: t.day, value: (row) => row.day, render: (row) => dayText(row.day, lang) },
          ...(view.several ? [{ key: 'project', label: t.project, value: (row: Entry) => view.titles.get(row.projectId) ?? '' }] : []),
          {
            key: 'kind',
            label: t.entryKind,
            value: (row) => txnKindWords(row.kind, lang),
            render: (row) => (
              <>
                {txnKindWords(row.kind, lang)} {row.reversed && <State>{row.kind === 'reserve' ? booksText[lang].releasedMark : t.reversed}</State>}
              </>
            ),
          },
          { key: 'text', label: t.text, value: (row) => row.text },
          { key: 'source', label: t.source, value: (row) => row.awardName },
          { key: 'payee', label: t.payee, value: (row) => row.payee },
          { key: 'amount', label: t.amount, numeric: true, value: (row) => row.amountFen },
          { key: 'papers', label: t.papers, value: () => '', render: (row) => <Papers entry={row} page={page} /> },
        ],
      })}
      {pages > 1 && (
        <nav class="pager" aria-label={t.pages}>
          {view.page > 1 && <a href={to({ page: String(view.page - 1) })}>{t.previous}</a>}
          <span>{t.pageOf(view.page, pages)}</span>
          {view.page < pages && <a href={to({ page: String(view.page + 1) })}>{t.next}</a>}
        </nav>
      )}
      {found.count > 0 && (
        <Actions>
          <ButtonLink kind="quiet" href={to({ format: 'xlsx' })}>
            {t.exportXlsx}
          </ButtonLink>
        </Actions>
      )}
    </Layout>
  );
}

/** One transaction of the books as a slip for the binder: both sides of every posting. */
export function entrySlip(
  entry: { txn: Txn; postings: readonly Posting[]; awards: readonly Award[]; by: string; projectTitle: string; serial: string },
  of: { lang: Lang; issuer: string; today: string },
): PdfDocument {
  const { lang } = of;
  const t = statementText[lang];
  const { txn } = entry;
  const name = (id: string) => entry.awards.find((award) => award.awardId === id)?.name ?? '';
  const debits = entry.postings.reduce((fen, posting) => (posting.amountFen > 0n ? fen + posting.amountFen : fen), 0n);
  const title: Record<string, string> = booksAccounts(lang);
  return paper({
    title: t.slipTitle,
    subtitle: `${entry.serial} ${entry.projectTitle}`,
    meta: { lang, issuer: of.issuer, code: txn.id.slice(-12), printedDay: of.today },
    body: [
      facts(
        [
          [t.slipNo, txn.id],
          [t.day, dayText(txn.day, lang)],
          [t.entryKind, txnKindWords(txn.kind, lang)],
          [t.text, txn.text],
          [t.slipBy, entry.by],
          [t.slipAt, instantText(txn.at, lang)],
          ...(txn.reversalOf ? [[t.slipUndoes, txn.reversalOf] as [string, string]] : []),
          ...(txn.reversedBy ? [[t.slipUndone, txn.reversedBy] as [string, string]] : []),
        ],
        1,
      ),
      table({
        columns: [
          { label: t.source },
          { label: t.account, width: 90 },
          { label: t.debit, width: 90, align: 'right' },
          { label: t.credit, width: 90, align: 'right' },
        ],
        rows: entry.postings.map((posting) => [
          name(posting.awardId),
          title[posting.account] ?? posting.account,
          posting.amountFen > 0n ? yuanText(posting.amountFen) : '',
          posting.amountFen < 0n ? yuanText(-posting.amountFen) : '',
        ]),
        total: [t.total, '', yuanText(debits), yuanText(debits)],
      }),
      paragraph(`${t.inCapitals}：${toChineseCapital(debits)}`),
      signatures([{ label: t.madeBy }, { label: t.checkedBy }], t.signDay),
    ],
  });
}

/** What the accounts of the books are called. */
function booksAccounts(lang: Lang): Record<string, string> {
  const t = booksText[lang];
  const s = statementText[lang];
  return {
    held: t.held,
    income: t.income,
    spent: s.spent,
    returned: s.returned,
    pledged: s.pledged,
    pledger: t.pledger,
    reserved: s.reserved,
    commitment: t.commitment,
    advanced: s.advanced,
  };
}
