import type { InvoiceCorrections, Voucher, VoucherReduction } from '#modules/books';
import {
  Button,
  dataTable,
  DateField,
  dayText,
  FieldRow,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  Lead,
  Money,
  MoneyField,
  type PageFrame,
  RadioField,
  Section,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { movesText } from '../spending/moves-text.ts';
import { booksText } from './text.ts';

type Props = { page: PageFrame; voucher: Voucher; here: string };

/** How the invoice was entered before it was right; nothing where it was right at once. */
export function Corrections({ page, voucher, corrections }: Omit<Props, 'here'> & { corrections: InvoiceCorrections }) {
  const t = movesText[page.lang];
  const { entries, earlierNumber } = corrections;
  if (entries.length === 0 && earlierNumber === null) return null;
  const said = (entry: { issuedDay: string; totalFen: bigint }) => t.correctedFrom(dayText(entry.issuedDay, page.lang), yuanText(entry.totalFen));
  return (
    <Section title={t.corrections}>
      <ul class="plain">
        {entries.map((entry, index) => {
          const next = entries[index + 1] ?? voucher;
          return (
            <li>
              {said(entry)}，{t.correctedTo(dayText(next.issuedDay, page.lang), yuanText(next.totalFen))}
            </li>
          );
        })}
        {earlierNumber && <li>{t.numberFrom([earlierNumber.code, earlierNumber.number ?? t.noNumber].filter((part) => part !== '').join(' '))}</li>}
      </ul>
    </Section>
  );
}

/** What red letters and refunds took back of a voucher. */
export function Reductions({ page, voucher, here, reductions }: Props & { reductions: readonly VoucherReduction[] }) {
  const t = movesText[page.lang];
  if (reductions.length === 0) return null;
  return (
    <Section title={t.reductions}>
      {dataTable({
        rows: reductions,
        query: {},
        lang: page.lang,
        base: here,
        tools: false,
        caption: t.reductions,
        columns: [
          {
            key: 'by',
            label: t.reductions,
            value: (row) => row.redLetter?.number ?? t.byRefund,
            render: (row) => {
              const text = row.redLetter ? t.byRedLetter([row.redLetter.code, row.redLetter.number].filter((part) => part !== '').join(' ')) : t.byRefund;
              return row.fileId ? <a href={`${here}/reductions/${row.id}`}>{text}</a> : text;
            },
          },
          {
            key: 'issued',
            label: t.redIssued,
            value: (row) => row.redLetter?.issuedDay ?? null,
            render: (row) => (row.redLetter ? dayText(row.redLetter.issuedDay, page.lang) : ''),
          },
          { key: 'reason', label: t.redReason, value: (row) => row.reason },
          { key: 'amount', label: t.redTotal, numeric: true, value: (row) => row.reducedFen },
        ],
      })}
      <p>
        {t.proves}{' '}
        <b>
          <Money fen={voucher.provesFen} />
        </b>
      </p>
    </Section>
  );
}

/** The form for the red letter of a voucher's invoice. */
export function RedLetterForm({ page, here, today, back }: Props & { today: string; back?: { errors: FormErrors; values: FormValues } }) {
  const t = movesText[page.lang];
  const b = booksText[page.lang];
  return (
    <details open={back !== undefined} id="red-letter">
      <summary>{t.redLetter}</summary>
      <Lead>{t.redLetterLead}</Lead>
      <Form id="red-letter-form" action={`${here}/red-letter`} multipart errors={back?.errors} values={back?.values}>
        <RadioField
          name="kind"
          label={b.voucherKind}
          value="e_invoice"
          required
          options={[
            { value: 'e_invoice', label: b.e_invoice },
            { value: 'paper_invoice', label: b.paper_invoice },
          ]}
        />
        <FieldRow>
          <TextField name="number" label={t.redNumber} required maxLength={40} />
          <TextField name="code" label={t.redCode} hint={t.redCodeHint} maxLength={20} digits />
        </FieldRow>
        <DateField name="issued" label={t.redIssued} max={today} required />
        <FieldRow>
          <MoneyField name="total" label={t.redTotal} required />
          <MoneyField name="net" label={t.redNet} />
          <MoneyField name="tax" label={t.redTax} />
        </FieldRow>
        <FileField name="file" label={t.redFile} required accept="image/*,application/pdf,.ofd,.xml" />
        <TextField name="reason" label={t.redReason} required maxLength={300} size="long" />
        <Button>{t.redButton}</Button>
      </Form>
    </details>
  );
}
