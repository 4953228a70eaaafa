import { type Finding, findingState, type Tick } from '#modules/audits';
import type { BoundPayment } from '#modules/projects';
import {
  Actions,
  Button,
  ButtonLink,
  dayText,
  Empty,
  FileList,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Money,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { auditText } from './text.ts';
import type { SeenItem } from './view.ts';
import { findingStateName } from './words.ts';

function Payment({ page, payment, here }: { page: PageFrame; payment: BoundPayment; here: string }) {
  const { lang } = page;
  const t = auditText[lang];
  const { expense, request } = payment;
  const fileOf = (file: { id: string; name: string; sizeBytes: bigint; sha256: string }, kind: string) => ({
    name: file.name,
    href: `${here}/files/${file.id}`,
    sizeBytes: Number(file.sizeBytes),
    kind,
    hash: file.sha256,
  });
  const files = [
    ...payment.vouchers.flatMap(({ voucher, files: own }) => own.map((file) => fileOf(file, `${t.voucher} ${voucher.number}`))),
    ...(payment.proof ? [fileOf(payment.proof, t.proof)] : []),
    ...payment.papers.map(({ what, file }) => fileOf(file, what[lang])),
  ];
  return (
    <Section title={`${dayText(expense.day, lang)} ${expense.text} ${yuanText(expense.amountFen)}`}>
      <KeyValues
        items={[
          [t.payee, expense.payee],
          [t.paidOn, dayText(expense.day, lang)],
          [t.paid, <Money fen={expense.amountFen} />],
          [
            t.source,
            [...new Set(expense.lines.flatMap(({ shares }) => shares.map(({ awardName, amountFen }) => `${awardName} ${yuanText(amountFen)}`)))].join('；'),
          ],
          [t.askedBy, request ? `${request.item}：${request.why}` : undefined],
          [
            t.approvals,
            request?.approvals.length
              ? request.approvals
                  .map(
                    (one) => `${one.personName}（${one.decision === 'approved' ? (lang === 'zh' ? '同意' : 'agreed') : lang === 'zh' ? '不同意' : 'refused'}）`,
                  )
                  .join('、')
              : undefined,
          ],
        ]}
      />
      {payment.vouchers.map(({ voucher }) => (
        <KeyValues
          items={[
            [t.voucher, voucher.number],
            [t.invoice, [voucher.invoiceCode, voucher.invoiceNumber].filter(Boolean).join(' ')],
            [t.seller, voucher.sellerName],
            [t.claimed, <Money fen={voucher.claimedFen} />],
          ]}
        />
      ))}
      {files.length === 0 ? <Empty title={t.noVouchers} /> : <FileList items={files} />}
    </Section>
  );
}

/** A drawn item with its vouchers and papers, and the auditor's checklist beside it. */
export function ItemPage(props: {
  page: PageFrame;
  view: SeenItem;
  ticks: readonly Tick[];
  findings: readonly Finding[];
  atWork: boolean;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, view } = props;
  const { item, seen } = view;
  const { lang, base } = page;
  const t = auditText[lang];
  const audit = `${base}/audits/${seen.audit.id}`;
  const here = `${audit}/items/${item.id}`;
  const resultWords = { good: t.good, bad: t.bad, 'not-needed': t['not-needed'], open: t.notLooked };
  return (
    <Layout
      page={page}
      title={item.label}
      crumbs={[{ label: t.title, href: `${base}/audits` }, { label: seen.audit.title, href: audit }, { label: `${t.item} ${item.no}` }]}
      wide
    >
      <KeyValues
        items={[
          [t.stratum, item.stratum],
          [t.amount, <Money fen={item.amountFen} />],
          [t.hits, String(item.hits)],
        ]}
      />
      <div class="cols">
        <div>
          {view.payments.length === 0 ? <Empty title={t.noVouchers} /> : view.payments.map((payment) => <Payment page={page} payment={payment} here={here} />)}
          <Actions>
            <ButtonLink href={`${here}/dossier.pdf`} kind="quiet" word>
              {t.dossier}
            </ButtonLink>
          </Actions>
        </div>
        <div class="aside">
          <Section title={t.checking}>
            {props.atWork ? (
              <Form action={`${here}/ticks`} errors={props.errors} values={props.values}>
                <Soft>{t.privateNote}</Soft>
                {view.checklist.map((words, at) => {
                  const tick = props.ticks.find(({ line }) => line === at + 1);
                  return (
                    <>
                      <SelectField
                        name={`r${at + 1}`}
                        label={`${at + 1}. ${words}`}
                        value={tick?.result ?? 'open'}
                        options={(['good', 'bad', 'not-needed', 'open'] as const).map((value) => ({ value, label: resultWords[value] }))}
                        required
                      />
                      <TextField name={`n${at + 1}`} label={`${t.note} ${at + 1}`} value={tick?.note} maxLength={2000} />
                    </>
                  );
                })}
                <Actions>
                  <Button>{t.saveTicks}</Button>
                  <Button name="rest" value="good" kind="quiet">
                    {t.restGood}
                  </Button>
                </Actions>
              </Form>
            ) : (
              <ol>
                {view.checklist.map((words, at) => {
                  const tick = props.ticks.find(({ line }) => line === at + 1);
                  return (
                    <li>
                      {words}：<b>{resultWords[tick?.result ?? 'open']}</b>
                      {tick?.note && <Soft>{tick.note}</Soft>}
                    </li>
                  );
                })}
              </ol>
            )}
          </Section>
          <Section title={t.findings} action={props.atWork ? <a href={`${audit}/findings/new?item=${item.id}`}>{t.writeFinding}</a> : undefined}>
            {props.findings.length === 0 ? (
              <Soft>{t.noFindings}</Soft>
            ) : (
              <ul>
                {props.findings.map((finding) => (
                  <li>
                    <a href={`${base}/audit-findings/${finding.id}`}>{t.finding(finding.no)}</a>（{findingStateName(findingState(finding), lang)}）
                    {finding.body}
                  </li>
                ))}
              </ul>
            )}
          </Section>
        </div>
      </div>
    </Layout>
  );
}
