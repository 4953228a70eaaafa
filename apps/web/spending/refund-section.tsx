import {
  Actions,
  Button,
  dataTable,
  DateField,
  dayText,
  FileField,
  Form,
  Lead,
  Money,
  MoneyField,
  type PageFrame,
  RadioField,
  Reason,
  Section,
  State,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { movesText } from './moves-text.ts';
import type { RequestView } from './request-page.tsx';

type Props = { page: PageFrame; view: RequestView; here: string };
const backOf = (view: RequestView, form: string) => (view.back?.form === form ? { errors: view.back.errors, values: view.back.values } : {});

/** What a supplier gave back, what that means for the papers, and the form to record it. */
export function RefundSection(props: Props) {
  const { page, view, here } = props;
  const t = movesText[page.lang];
  const { moves, expense } = view;
  if (expense === null || (moves.refunds.length === 0 && moves.tooMuchFen === 0n && !moves.rights.refund)) return null;
  const lineOf = (id: string) => expense.lines.find((line) => line.id === id)?.text ?? '';
  return (
    <Section title={t.refunds} id="refunds">
      {moves.refunds.length > 0 && (
        <>
          {dataTable({
            rows: moves.refunds,
            query: {},
            lang: page.lang,
            base: here,
            tools: false,
            caption: t.refunds,
            columns: [
              { key: 'day', label: t.refundDay, value: (row) => row.day, render: (row) => dayText(row.day, page.lang) },
              {
                key: 'reason',
                label: t.refundReason,
                value: (row) => row.reason,
                render: (row) => (
                  <>
                    {row.reason} <span class="soft">{[...new Set(row.lines.map((line) => lineOf(line.lineId)))].join('、')}</span>
                    {!row.inForce && (
                      <>
                        {' '}
                        <State>{t.undone}</State>
                      </>
                    )}
                  </>
                ),
              },
              { key: 'sources', label: t.toSources, value: (row) => [...new Set(row.lines.map((line) => line.awardName))].join('、') },
              { key: 'amount', label: t.refunded, numeric: true, value: (row) => row.amountFen },
              {
                key: 'proof',
                label: t.refundProof,
                value: (row) => row.proofFileId,
                render: (row) => (
                  <a href={`${here}/proofs/${row.proofFileId}`}>{moves.files.find((file) => file.id === row.proofFileId)?.name ?? t.refundProof}</a>
                ),
              },
            ],
          })}
          <p>
            {t.netPaid} <Money fen={expense.amountFen - expense.refundedFen} />
          </p>
        </>
      )}
      {moves.tooMuchFen > 0n && (
        <Reason outcome="note" title={t.tooMuch(yuanText(moves.tooMuchFen))}>
          {view.vouchers
            .filter((voucher) => !voucher.withdrawn && voucher.provesFen > 0n)
            .map((voucher) => (
              <>
                <a href={`${page.base}/vouchers/${voucher.id}#red-letter`}>{voucher.number}</a>{' '}
              </>
            ))}
        </Reason>
      )}
      {moves.rights.reduce &&
        moves.reducible.flatMap((voucher) =>
          moves.refunds
            .filter((refund) => refund.inForce)
            .map((refund) => (
              <Form id={`reduce-${voucher.id}-${refund.id}`} action={`${page.base}/vouchers/${voucher.id}/reduce`}>
                <input type="hidden" name="refund" value={refund.id} />
                <Actions>
                  <Button kind="quiet">
                    {t.reduce}：{voucher.number}
                  </Button>
                </Actions>
              </Form>
            )),
        )}
      {moves.rights.undoRefund &&
        moves.refunds
          .filter((refund) => refund.inForce)
          .map((refund) => (
            <details open={view.back?.form === `undo-${refund.id}`}>
              <summary>
                {t.reverseRefund}：{dayText(refund.day, page.lang)} {yuanText(refund.amountFen)}
              </summary>
              <Form id={`undo-${refund.id}`} action={`${here}/refunds/${refund.id}/reverse`} {...backOf(view, `undo-${refund.id}`)}>
                <TextField name="reason" label={t.reverseReason} hint={t.reverseRefundHint} required maxLength={300} size="long" />
                <Button kind="danger">{t.reverseRefund}</Button>
              </Form>
            </details>
          ))}
      {moves.rights.refund && <RefundForm {...props} />}
    </Section>
  );
}

function RefundForm({ page, view, here }: Props) {
  const t = movesText[page.lang];
  const lines = view.expense?.lines ?? [];
  return (
    <details open={view.back?.form === 'refund'}>
      <summary>{t.refundForm}</summary>
      <Lead>{t.refundLead}</Lead>
      <Form id="refund" action={`${here}/refund`} multipart {...backOf(view, 'refund')}>
        {lines.map((line, index) => (
          <MoneyField name={`amount${index + 1}`} label={t.back(line.text)} hint={t.backHint(yuanText(line.amountFen - line.refundedFen))} />
        ))}
        <DateField name="day" label={t.refundDay} value={view.today} min={view.expense?.day} max={view.today} required />
        <RadioField
          name="method"
          label={t.method}
          value="transfer"
          required
          options={[
            { value: 'transfer', label: t.transfer },
            { value: 'cash', label: t.cash },
          ]}
        />
        <TextField name="reason" label={t.refundReason} required maxLength={300} size="long" />
        <FileField name="proof" label={t.refundProof} required accept="image/*,application/pdf" />
        <Button>{t.refundButton}</Button>
      </Form>
    </details>
  );
}
