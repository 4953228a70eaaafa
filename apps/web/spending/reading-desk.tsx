import { classAndName, type InvoiceCheck } from '#libs/einvoice';
import { plainYuan, type Fen } from '#libs/money';
import type { InvoiceReading } from '#modules/books';
import type { ReadInvoice } from '#modules/projects';
import { InvoiceFilesForm } from './batch-form.tsx';
import { Beside } from './reading-beside.tsx';
import {
  Button,
  dataTable,
  dayText,
  FieldRow,
  FileList,
  Form,
  KeyValues,
  Lead,
  Money,
  MoneyField,
  type PageFrame,
  Reason,
  Section,
  State,
  TextField,
} from '../ui/index.ts';
import type { RequestView } from './request-page.tsx';
import { readErrorWords, readingText, severityWords } from './reading-text.ts';
import { spendingText } from './text.ts';

type Props = { page: PageFrame; view: RequestView; here: string };
const backOf = (view: RequestView, form: string) => (view.back?.form === form ? { errors: view.back.errors, values: view.back.values } : {});
const amount = (fen: Fen | null) => (fen === null ? undefined : <Money fen={fen} />);

/** Invoices read from files: upload, what waits for a person, what could not be read, what was settled. */
export function ReadingDeskView(props: Props) {
  const { page, view, here } = props;
  const t = readingText[page.lang];
  const { waiting, unread, settled } = view.desk;
  return (
    <div id="desk">
      {view.rights.voucher && (view.missing?.uncoveredFen ?? 0n) > 0n && (
        <Section title={t.upload} id="readings">
          <Lead>{t.uploadLead}</Lead>
          <InvoiceFilesForm
            id="upload"
            action={`${here}/readings`}
            one={`${here}/readings/one`}
            done={`${here}#waiting`}
            lang={page.lang}
            {...backOf(view, 'readings')}
          />
        </Section>
      )}
      {waiting.length > 0 && (
        <Section title={t.waiting(waiting.length)} id="waiting">
          {waiting.map((read) => (
            <ReadInvoiceView {...props} read={read} isOpen={waiting.length <= 3} />
          ))}
        </Section>
      )}
      {unread.length > 0 && (
        <Section title={t.unread(unread.length)}>
          <Lead>{t.unreadLead}</Lead>
          {unread.map((reading) => (
            <div>
              <p>
                <FileLink reading={reading} here={here} /> <State tone="act">{readErrorWords(reading.error ?? '', page.lang)}</State>
              </p>
              <DropForm {...props} reading={reading} />
            </div>
          ))}
        </Section>
      )}
      {settled.length > 0 && (
        <Section title={t.settled}>
          <FileList
            items={settled.map((reading) => ({
              name: reading.fileName,
              href: `${here}/readings/${reading.id}/file`,
              kind: [reading.state === 'recorded' ? t.recorded : t.dropped, reading.note ?? ''].filter((each) => each !== '').join('：'),
            }))}
          />
        </Section>
      )}
      <PayingBodyForm {...props} />
    </div>
  );
}

/** Says that uploaded files stop the closing, with the way to them. */
export function WaitingReadings({ count, page, title }: { count: number; page: PageFrame; title: string }) {
  const t = readingText[page.lang];
  return (
    <Section title={title}>
      <Reason outcome="note" title={t.stopsClosing(count)}>
        {t.stopsClosingBody} <a href="#desk">{t.toReadings}</a>
      </Reason>
    </Section>
  );
}

function FileLink({ reading, here }: { reading: InvoiceReading; here: string }) {
  return <a href={`${here}/readings/${reading.id}/file`}>{reading.fileName}</a>;
}

function ReadInvoiceView(props: Props & { read: ReadInvoice; isOpen: boolean }) {
  const { page, view, here, read } = props;
  const { lang } = page;
  const t = readingText[lang];
  const { invoice } = read;
  const failed = read.checks.filter((check) => !check.passed);
  const worst = failed.some((check) => check.severity === 'block') ? 'block' : failed.some((check) => check.severity === 'ask') ? 'ask' : null;
  const isBack = view.back?.form === `reading-${read.reading.id}` || view.back?.form === `drop-${read.reading.id}`;
  return (
    <details open={props.isOpen || isBack}>
      <summary>
        {invoice.number} {invoice.seller.name} {amount(invoice.totalFen ?? invoice.netFen)}{' '}
        {worst !== null && <State tone={severityWords(worst, lang).tone}>{severityWords(worst, lang).text}</State>}
      </summary>
      <KeyValues
        items={[
          [spendingText[lang].code, invoice.code],
          [spendingText[lang].number, invoice.number],
          [spendingText[lang].issued, invoice.date === '' ? t.unknown : dayText(invoice.date, lang)],
          [t.seller, [invoice.seller.name, invoice.seller.taxId].filter((each) => each !== '').join(' ') || t.unknown],
          [t.buyer, [invoice.buyer.name, invoice.buyer.taxId].filter((each) => each !== '').join(' ') || t.unknown],
          [
            t.netTax,
            invoice.netFen === null && invoice.taxFen === null ? undefined : (
              <>
                {amount(invoice.netFen) ?? t.unknown} + {amount(invoice.taxFen) ?? t.unknown}
              </>
            ),
          ],
          [t.total, amount(invoice.totalFen) ?? t.unknown],
          [t.file, <FileLink reading={read.reading} here={here} />],
          [
            t.otherForms,
            read.others.length === 0
              ? undefined
              : read.others.map((other) => (
                  <>
                    <FileLink reading={other} here={here} />{' '}
                  </>
                )),
          ],
        ]}
      />
      {invoice.lines.length > 0 &&
        dataTable({
          rows: invoice.lines,
          query: {},
          lang,
          base: here,
          tools: false,
          caption: t.invoiceLines,
          columns: [
            { key: 'name', label: t.name, value: (row) => (row.class === '' ? classAndName(row.name).name : `${row.class}：${row.name}`) },
            { key: 'spec', label: t.spec, value: (row) => row.spec || null },
            { key: 'quantity', label: t.quantity, value: (row) => `${row.quantity}${row.unit}` || null },
            { key: 'amount', label: t.lineAmount, numeric: true, value: (row) => row.amountFen },
            { key: 'rate', label: t.rate, value: (row) => row.rate || null },
            { key: 'tax', label: t.lineTax, numeric: true, value: (row) => row.taxFen },
          ],
        })}
      <Beside {...props} />
      <Checks checks={read.checks} page={page} />
      {view.rights.voucher && <ConfirmForm {...props} worst={worst} />}
      {view.rights.voucher && [read.reading, ...read.others].map((reading) => <DropForm {...props} reading={reading} />)}
    </details>
  );
}

function Checks({ checks, page }: { checks: readonly InvoiceCheck[]; page: PageFrame }) {
  const passed = checks.filter((check) => check.passed);
  return (
    <>
      <ul class="plain">
        {checks
          .filter((check) => !check.passed)
          .map((check) => {
            const severity = severityWords(check.severity, page.lang);
            return (
              <li>
                <State tone={severity.tone}>{severity.text}</State> {check.message}
              </li>
            );
          })}
      </ul>
      <details>
        <summary>{readingText[page.lang].passed(passed.length)}</summary>
        <ul class="plain">
          {passed.map((check) => (
            <li>{check.message}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

function ConfirmForm({ page, view, here, read, worst }: Props & { read: ReadInvoice; worst: 'block' | 'ask' | null }) {
  const t = readingText[page.lang];
  const { invoice } = read;
  const open = view.missing?.uncoveredFen ?? 0n;
  if (worst === 'block') return <p>{t.blocked}</p>;
  if (open <= 0n) return <p>{t.covered}</p>;
  const face = invoice.totalFen ?? open;
  return (
    <Form id={`reading-${read.reading.id}`} action={`${here}/readings/${read.reading.id}/confirm`} {...backOf(view, `reading-${read.reading.id}`)}>
      <FieldRow>
        {invoice.seller.name === '' && <TextField name="seller" label={t.sellerAdded} value={view.request.payee} required maxLength={100} />}
        {invoice.netFen === null && <MoneyField name="net" label={t.netAdded} required />}
        {invoice.totalFen === null && <MoneyField name="total" label={t.totalAdded} required />}
        <MoneyField name="claimed" label={t.claimed} value={plainYuan(face < open ? face : open)} required />
      </FieldRow>
      {worst === 'ask' && <TextField name="explanation" label={t.explanation} hint={t.explanationHint} required maxLength={300} size="long" />}
      <Button>{t.confirm}</Button>
    </Form>
  );
}

function DropForm({ page, view, here, reading }: Props & { reading: InvoiceReading }) {
  const t = readingText[page.lang];
  if (!view.rights.voucher) return null;
  const form = `drop-${reading.id}`;
  return (
    <details open={view.back?.form === form}>
      <summary>
        {t.drop}：{reading.fileName}
      </summary>
      <Form id={form} action={`${here}/readings/${reading.id}/drop`} {...backOf(view, form)}>
        <TextField name="reason" label={t.dropReason} required maxLength={200} size="long" />
        <Button kind="quiet">{t.drop}</Button>
      </Form>
    </details>
  );
}

/** Who pays for the neighbourhood: set by the office where an invoice waits to be checked against it. */
function PayingBodyForm({ page, view, here }: Props) {
  const t = readingText[page.lang];
  if (!view.rights.payingBody || view.desk.waiting.length === 0) return null;
  return (
    <details open={view.payingBody === null || view.back?.form === 'buyer'} id="buyer">
      <summary>
        {t.payingBody}
        {view.payingBody && `：${view.payingBody.name}`}
      </summary>
      <Lead>{t.payingBodyLead}</Lead>
      <Form id="buyer-form" action={`${here}/buyer`} {...backOf(view, 'buyer')}>
        <FieldRow>
          <TextField name="name" label={t.bodyName} value={view.payingBody?.name} required maxLength={100} />
          <TextField name="taxId" label={t.bodyTaxId} value={view.payingBody?.taxId} required maxLength={20} />
        </FieldRow>
        {view.payingBody && <TextField name="reason" label={t.bodyReason} required maxLength={200} size="long" />}
        <Button>{t.bodySave}</Button>
      </Form>
    </details>
  );
}
