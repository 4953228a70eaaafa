import { plainYuan } from '#libs/money';
import type { InvoiceArrival } from '#modules/books';
import type { ArrivedInvoice, InvoiceInbox, Project } from '#modules/projects';
import {
  Button,
  dayText,
  Empty,
  FileList,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  Money,
  type PageFrame,
  Section,
  SelectField,
  State,
  TextField,
} from '../ui/index.ts';
import { batchText } from './batch-text.ts';
import { InvoiceFilesForm } from './batch-form.tsx';
import { readErrorWords } from './reading-text.ts';
import { spendingText } from './text.ts';

/** Everything the page shows. */
export interface InboxView {
  project: Project;
  inbox: InvoiceInbox;
  /** May put in papers of the project. */
  mayPlace: boolean;
  back?: { form: string; errors: FormErrors; values: FormValues };
}

type Props = { page: PageFrame; view: InboxView };
const backOf = (view: InboxView, form: string) => (view.back?.form === form ? { errors: view.back.errors, values: view.back.values } : {});

/** Invoices of a project that wait to be assigned to a payment. */
export function InboxPage({ page, view }: Props) {
  const { lang, base } = page;
  const t = batchText[lang];
  const { project, inbox, mayPlace } = view;
  const at = `${base}/projects/${project.id}`;
  const here = `${at}/invoices`;
  const waits = inbox.waiting.length + inbox.unread.length;
  return (
    <Layout
      page={page}
      title={t.inbox}
      wide
      crumbs={[
        { label: project.title, href: at },
        { label: spendingText[lang].list, href: `${at}/spending` },
      ]}
    >
      <Lead>{t.inboxLead}</Lead>
      {inbox.payments.length === 0 && waits === 0 && <Empty title={t.noPayments}>{t.noPaymentsBody}</Empty>}
      {mayPlace && inbox.payments.length > 0 && (
        <InvoiceFilesForm id="upload" action={here} one={`${here}/one`} done={`${here}#waiting`} lang={lang} {...backOf(view, 'upload')} />
      )}
      {waits > 0 && (
        <Form id="place" action={`${here}/place`} {...backOf(view, 'place')}>
          {inbox.waiting.length > 0 && (
            <Section title={t.waiting(inbox.waiting.length)} id="waiting">
              <Waiting page={page} view={view} here={here} />
            </Section>
          )}
          {inbox.unread.length > 0 && (
            <Section title={t.unread(inbox.unread.length)}>
              {inbox.unread.map((arrival) => (
                <div>
                  <p>
                    <a href={`${here}/${arrival.id}/file`}>{arrival.fileName}</a> <State tone="act">{readErrorWords(arrival.error ?? '', lang)}</State>
                  </p>
                  {mayPlace && <Choice page={page} view={view} arrival={arrival} chosen="" />}
                </div>
              ))}
            </Section>
          )}
          {mayPlace && inbox.payments.length > 0 && <Button>{t.place}</Button>}
        </Form>
      )}
      {mayPlace && waits > 0 && <DropForm page={page} view={view} here={here} />}
      {inbox.settled.length > 0 && (
        <Section title={t.settled}>
          <FileList
            items={inbox.settled.map((arrival) => ({
              name: arrival.fileName,
              href: `${here}/${arrival.id}/file`,
              kind: [arrival.state === 'assigned' ? t.assigned : t.dropped, arrival.note ?? ''].filter((each) => each !== '').join('：'),
            }))}
          />
        </Section>
      )}
    </Layout>
  );
}

function Waiting({ page, view, here }: Props & { here: string }) {
  const { lang } = page;
  return (
    <ol class="plain">
      {view.inbox.waiting.map((row) => {
        const { invoice } = row.arrival;
        const fen = invoice.totalFen ?? invoice.netFen;
        return (
          <li>
            <p>
              <b>{invoice.seller.name || invoice.number}</b> {fen !== null && <Money fen={fen} />}{' '}
              <span class="soft">
                {invoice.seller.name !== '' && invoice.number} {invoice.date !== '' && dayText(invoice.date, lang, 'short')}{' '}
                {[row.arrival, ...row.others].map((file) => (
                  <>
                    <a href={`${here}/${file.id}/file`}>{file.fileName}</a>{' '}
                  </>
                ))}
              </span>
              <br />
              <Fit row={row} page={page} />
            </p>
            {view.mayPlace && <Choice page={page} view={view} arrival={row.arrival} chosen={row.proposal.payment?.requestId ?? ''} />}
          </li>
        );
      })}
    </ol>
  );
}

/** Why an invoice fits, or why nobody can say. */
function Fit({ row, page }: { row: ArrivedInvoice; page: PageFrame }) {
  const t = batchText[page.lang];
  const { proposal, usedIn } = row;
  if (usedIn !== null) return <State tone="bad">{usedIn === 'elsewhere' ? t.usedElsewhere : t.usedIn(usedIn.title, usedIn.number)}</State>;
  if (proposal.alike.length > 0) return <State tone="wait">{t.alike(proposal.alike.length)}</State>;
  if (!proposal.payment) return <span class="soft">{t.none}</span>;
  const why = { seller: t.whySeller, amount: t.whyAmount, within: t.whyWithin, near: t.whyNear };
  return <State tone="good">{proposal.why.map((each) => why[each]).join(page.lang === 'zh' ? '，' : ', ')}</State>;
}

function Choice({ page, view, arrival, chosen }: Props & { arrival: InvoiceArrival; chosen: string }) {
  const t = batchText[page.lang];
  return (
    <SelectField
      name={`to-${arrival.id}`}
      label={t.to}
      value={chosen}
      emptyLabel={t.later}
      together
      options={view.inbox.payments.map((payment) => ({
        value: payment.requestId,
        label: t.option(payment.no, payment.item, payment.payee, plainYuan(payment.openFen > 0n ? payment.openFen : 0n)),
      }))}
    />
  );
}

function DropForm({ page, view, here }: Props & { here: string }) {
  const t = batchText[page.lang];
  const files = [...view.inbox.waiting.flatMap((row) => [row.arrival, ...row.others]), ...view.inbox.unread];
  return (
    <details open={view.back?.form === 'drop'}>
      <summary>{t.dropTitle}</summary>
      <Form id="drop" action={`${here}/drop`} {...backOf(view, 'drop')}>
        <SelectField name="file" label={t.dropFile} required options={files.map((file) => ({ value: file.id, label: file.fileName }))} />
        <TextField name="reason" label={t.dropReason} required maxLength={200} size="long" />
        <Button kind="quiet">{t.drop}</Button>
      </Form>
    </details>
  );
}
