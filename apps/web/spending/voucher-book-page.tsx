import type { VoucherBook } from '#modules/projects';
import { Actions, ButtonLink, dataTable, dayText, Empty, Layout, Lead, Money, type PageFrame, Section, State } from '../ui/index.ts';
import { filesOfVoucher } from './voucher-book-files.ts';
import { bookText } from './voucher-book-text.ts';
import { spendingText } from './text.ts';

/** What is bound into the book, what is not yet, and the two downloads. */
export function VoucherBookPage({ page, book }: { page: PageFrame; book: VoucherBook }) {
  const { lang, base } = page;
  const t = bookText[lang];
  const at = `${base}/projects/${book.project.id}`;
  const rows = book.payments.flatMap((payment) => payment.vouchers.map((bound) => ({ payment, bound, files: filesOfVoucher(payment, bound, lang).length })));
  return (
    <Layout
      page={page}
      title={t.title}
      wide
      crumbs={[
        { label: book.project.title, href: at },
        { label: spendingText[lang].list, href: `${at}/spending` },
      ]}
    >
      <Lead>{t.lead}</Lead>
      {rows.length === 0 ? (
        <Empty title={t.none}>{t.noneBody}</Empty>
      ) : (
        <>
          <Actions>
            <ButtonLink href={`${at}/voucher-book.pdf`} word>
              {t.downloadPdf}
            </ButtonLink>
            <ButtonLink kind="quiet" href={`${at}/voucher-book.zip`}>
              {t.downloadZip}
            </ButtonLink>
          </Actions>
          {dataTable({
            rows,
            query: {},
            lang,
            base: `${at}/voucher-book`,
            tools: false,
            caption: t.listed,
            columns: [
              {
                key: 'number',
                label: t.number,
                value: ({ bound }) => bound.voucher.number,
                render: ({ bound }) => <a href={`${base}/vouchers/${bound.voucher.id}`}>{bound.voucher.number}</a>,
              },
              { key: 'day', label: t.day, value: ({ payment }) => payment.expense.day, render: ({ payment }) => dayText(payment.expense.day, lang, 'short') },
              {
                key: 'what',
                label: t.what,
                value: ({ payment }) => payment.expense.text,
                render: ({ payment }) =>
                  payment.request ? <a href={`${base}/spending/${payment.request.id}`}>{payment.expense.text}</a> : payment.expense.text,
              },
              { key: 'payee', label: t.payee, value: ({ payment }) => payment.expense.payee },
              { key: 'amount', label: t.amount, numeric: true, value: ({ bound }) => bound.voucher.claimedFen },
              { key: 'files', label: t.files, numeric: true, value: ({ files }) => files },
              {
                key: 'state',
                label: t.state,
                value: ({ payment }) => (payment.request?.closedAt ? t.checked : t.unchecked),
                render: ({ payment }) => (
                  <State tone={payment.request?.closedAt ? 'good' : 'wait'}>{payment.request?.closedAt ? t.checked : t.unchecked}</State>
                ),
              },
            ],
          })}
        </>
      )}
      {book.unproven.length > 0 && (
        <Section title={t.unproven}>
          <ul class="plain">
            {book.unproven.map(({ expense, request }) => (
              <li>
                {request ? <a href={`${base}/spending/${request.id}`}>{expense.text}</a> : expense.text} {expense.payee} <Money fen={expense.amountFen} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Layout>
  );
}
