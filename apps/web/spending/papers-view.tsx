import { dataTable, Day, FileList, KeyValues, Money, type PageFrame, Section, State } from '../ui/index.ts';
import type { RequestView } from './request-page.tsx';
import { spendingText } from './text.ts';

/** Vouchers, the proof of payment and whatever else the rules ask for. */
export function PapersView({ page, view, here }: { page: PageFrame; view: RequestView; here: string }) {
  const { lang, base } = page;
  const t = spendingText[lang];
  if (view.expense === null && view.evidence.length === 0) return null;
  const missing = new Set(view.missing?.codes ?? []);
  return (
    <>
      {view.expense && (
        <Section title={t.paidTitle} id="payment">
          <KeyValues
            items={[
              [t.payDay, <Day day={view.expense.day} />],
              [t.method, view.expense.method === 'cash' ? t.cash : t.transfer],
              [t.reallyPaid, <Money fen={view.expense.amountFen} />],
              [
                t.proof,
                view.expense.proofFileId && view.vouchers[0] ? (
                  <a href={`${base}/vouchers/${view.vouchers[0].id}/proof`}>{t.seeProof}</a>
                ) : view.expense.proofFileId ? (
                  t.evidenceThere
                ) : missing.has('payment-proof') ? (
                  t.evidenceMissing
                ) : undefined,
              ],
            ]}
          />
        </Section>
      )}
      {view.vouchers.length > 0 && (
        <Section title={t.vouchers}>
          {dataTable({
            rows: view.vouchers,
            query: {},
            lang,
            base: here,
            tools: false,
            caption: t.vouchers,
            columns: [
              { key: 'number', label: t.no, value: (row) => row.number, render: (row) => <a href={`${base}/vouchers/${row.id}`}>{t.voucherNo(row.number)}</a> },
              {
                key: 'kind',
                label: t.voucherKind,
                value: (row) => t[row.kind],
                render: (row) => (
                  <>
                    {t[row.kind]}
                    {row.withdrawn && (
                      <>
                        {' '}
                        <State>{t.withdrawn}</State>
                      </>
                    )}
                  </>
                ),
              },
              { key: 'invoice', label: t.number, value: (row) => row.invoiceNumber },
              { key: 'seller', label: t.seller, value: (row) => row.sellerName },
              { key: 'claimed', label: t.claimed, numeric: true, value: (row) => row.claimedFen },
            ],
          })}
        </Section>
      )}
      {view.request.evidence.length > 0 && view.expense !== null && (
        <Section title={t.evidence}>
          <ul class="plain">
            {view.request.evidence.map((wanted) => (
              <li>
                {wanted[lang]} <State tone={missing.has(wanted.code) ? 'act' : 'good'}>{missing.has(wanted.code) ? t.evidenceMissing : t.evidenceThere}</State>{' '}
                <span class="soft">
                  {wanted.source} {wanted.clause}
                </span>
              </li>
            ))}
          </ul>
          {view.evidence.length > 0 && (
            <FileList
              items={view.evidence.map((paper) => ({
                name: paper.file?.name ?? paper.code,
                href: `${here}/papers/${paper.id}`,
                kind: view.request.evidence.find((wanted) => wanted.code === paper.code)?.[lang],
              }))}
            />
          )}
        </Section>
      )}
    </>
  );
}
