import { toChineseCapital } from '#libs/money';
import type { Category, Expense, InvoiceCorrections, Voucher, VoucherReduction } from '#modules/books';
import type { Project, SpendingRequest } from '#modules/projects';
import type { FileInfo } from '#platform/files';
import {
  Actions,
  Button,
  ButtonLink,
  dataTable,
  Day,
  FileList,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  KeyValues,
  Layout,
  Money,
  type PageFrame,
  Reason,
  Section,
  Soft,
  State,
  TextField,
} from '../ui/index.ts';
import { movesText } from '../spending/moves-text.ts';
import { Corrections, RedLetterForm, Reductions } from './refund-voucher.tsx';
import { purchaseText } from '../spending/purchase-text.ts';
import { booksText } from './text.ts';
import { categoryWords } from './view.ts';

/** Everything behind one voucher. */
export interface VoucherView {
  project: Project;
  voucher: Voucher;
  expense: Expense;
  request: SpendingRequest | null;
  file: FileInfo | null;
  proof: FileInfo | null;
  names: ReadonlyMap<string, string>;
  categories: Category[];
  mayWithdraw: boolean;
  /** Which lines it proves with how much. */
  proves: { text: string; amountFen: bigint }[];
  /** What took back part of it, and how its invoice was entered before. */
  reductions: VoucherReduction[];
  corrections: InvoiceCorrections;
  mayRedLetter: boolean;
  today: string;
  /** The red letter's form as it came back. */
  redLetter?: { errors: FormErrors; values: FormValues };
}

const kindWords = { e_invoice: 'e_invoice', paper_invoice: 'paper_invoice', receipt: 'receiptKind' } as const;

/** One voucher: the invoice and its file with its hash, what was paid from which source, who approved. */
export function VoucherPage(props: { page: PageFrame; view: VoucherView; errors?: FormErrors; values?: FormValues }) {
  const { page, view } = props;
  const { lang, base } = page;
  const t = booksText[lang];
  const { voucher, expense, request, project } = view;
  const here = `${base}/vouchers/${voucher.id}`;
  return (
    <Layout
      page={page}
      title={t.voucherTitle(voucher.number)}
      crumbs={[
        { label: project.title, href: `${base}/projects/${project.id}` },
        { label: t.account, href: `${base}/projects/${project.id}/account` },
      ]}
    >
      {voucher.withdrawn && <Reason outcome="blocked" title={t.withdrawn(voucher.withdrawn.reason)} />}
      <KeyValues
        items={[
          [t.voucherKind, t[kindWords[voucher.kind]]],
          [t.invoiceCode, voucher.invoiceCode || undefined],
          [t.invoiceNumber, voucher.invoiceNumber ?? undefined],
          [t.issued, <Day day={voucher.issuedDay} />],
          [t.seller, voucher.sellerName],
          [t.taxId, voucher.sellerTaxId ?? undefined],
          [t.net, <Money fen={voucher.netFen} />],
          [t.tax, <Money fen={voucher.taxFen} />],
          [t.faceValue, <Money fen={voucher.totalFen} />],
          [
            t.claimed,
            <b>
              <Money fen={voucher.claimedFen} />
            </b>,
          ],
          [t.inCapitals, toChineseCapital(voucher.claimedFen)],
          [movesText[lang].proves, voucher.provesFen === voucher.claimedFen ? undefined : <Money fen={voucher.provesFen} />],
          [voucher.kind === 'receipt' ? t.reason : t.explained, voucher.reason ?? undefined],
          [
            t.recordedBy,
            <>
              {view.names.get(voucher.recordedBy ?? '') ?? ''} <Instant at={voucher.recordedAt} />
            </>,
          ],
        ]}
      />
      <Corrections page={page} voucher={voucher} corrections={view.corrections} />
      <Reductions page={page} voucher={voucher} here={here} reductions={view.reductions} />
      <Section title={t.file}>
        {view.file === null ? (
          <Soft>{t.noFile}</Soft>
        ) : (
          <>
            <FileList items={[{ name: view.file.name, href: `${here}/file`, sizeBytes: Number(view.file.sizeBytes), kind: t[kindWords[voucher.kind]] }]} />
            <p class="soft">
              {t.hash}
              <br />
              <code class="wrap">{view.file.sha256}</code>
            </p>
          </>
        )}
      </Section>
      <Section title={t.expense}>
        <KeyValues
          items={[
            [t.text, request ? <a href={`${base}/spending/${request.id}`}>{expense.text}</a> : expense.text],
            [t.payee, expense.payee],
            [t.day, <Day day={expense.day} />],
            [t.amount, <Money fen={expense.amountFen} />],
            [t.paidBy, t[expense.method]],
            [t.proof, view.proof ? <a href={`${here}/proof`}>{view.proof.name}</a> : undefined],
          ]}
        />
        {dataTable({
          rows: expense.lines.flatMap((line) => line.shares.map((share) => ({ line, share }))),
          query: {},
          lang,
          base: here,
          tools: false,
          caption: t.lines,
          columns: [
            { key: 'text', label: t.text, value: ({ line }) => line.text },
            { key: 'category', label: t.category, value: ({ line }) => categoryWords(view.categories, line.category, lang) },
            {
              key: 'source',
              label: t.source,
              value: ({ share }) => share.awardName,
              render: ({ share }) => <a href={`${base}/awards/${share.awardId}`}>{share.awardName}</a>,
            },
            { key: 'amount', label: t.amount, numeric: true, value: ({ share }) => share.amountFen },
          ],
        })}
      </Section>
      {view.proves.length > 0 && (
        <Section title={purchaseText[lang].proof}>
          <KeyValues items={view.proves.map((line): [string, unknown] => [line.text, <Money fen={line.amountFen} />]) as [string, string][]} />
        </Section>
      )}
      {request !== null && (
        <Section title={t.approvals}>
          <KeyValues
            items={
              [
                [
                  t.asked,
                  <>
                    {view.names.get(request.requesterId) ?? ''} <Instant at={request.askedAt} />
                  </>,
                ],
                ...request.approvals.map((approval): [string, unknown] => [
                  approval.title,
                  <>
                    {approval.personName} <Instant at={approval.at} /> {approval.note}
                  </>,
                ]),
                [
                  t.checkedBy,
                  request.closedBy && request.closedAt ? (
                    <>
                      {view.names.get(request.closedBy) ?? ''} <Instant at={request.closedAt} />
                    </>
                  ) : undefined,
                ],
              ] as [string, string][]
            }
          />
        </Section>
      )}
      <Actions>
        <ButtonLink kind="quiet" href={`${here}/paper.pdf`} word>
          {t.printVoucher}
        </ButtonLink>
      </Actions>
      {view.mayRedLetter && <RedLetterForm page={page} voucher={voucher} here={here} today={view.today} back={view.redLetter} />}
      {view.mayWithdraw && (
        <details>
          <summary>{t.withdraw}</summary>
          <Form action={`${here}/withdraw`} errors={props.errors} values={props.values}>
            <TextField name="reason" label={t.withdrawReason} hint={t.withdrawHint} required maxLength={200} />
            <Button kind="danger">{t.withdraw}</Button>
          </Form>
        </details>
      )}
      {voucher.withdrawn && <State>{t.withdrawn(voucher.withdrawn.reason)}</State>}
    </Layout>
  );
}
