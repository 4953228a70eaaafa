import {
  Actions,
  Button,
  DateField,
  FieldRow,
  FileField,
  Form,
  Lead,
  MoneyField,
  type PageFrame,
  RadioField,
  Reason,
  Section,
  SelectField,
  TextField,
  TextArea,
  yuanText,
} from '../ui/index.ts';
import { plainYuan } from '#libs/money';
import { twoResidentsReceivedTheGoods } from '#modules/projects';
import type { RequestView } from './request-page.tsx';
import { WaitingReadings } from './reading-desk.tsx';
import { purchaseText } from './purchase-text.ts';
import { spendingText } from './text.ts';

type Props = { page: PageFrame; view: RequestView; here: string };
const backOf = (view: RequestView, form: string) => (view.back?.form === form ? { errors: view.back.errors, values: view.back.values } : {});

/** What the visitor may do now; each form says what it does and what it needs. */
export function RequestForms(props: Props) {
  const { rights } = props.view;
  return (
    <>
      {rights.rule && <RuleForm {...props} />}
      {rights.approve && <ApproveForm {...props} />}
      {rights.pay &&
        (rights.mine && props.view.extras.terms.payerNotRequester ? (
          <Reason outcome="note" title={spendingText[props.page.lang].askerMayNotPay} />
        ) : waitsForGoods(props.view) ? (
          <Reason outcome="note" title={purchaseText[props.page.lang]['goods-not-received']} />
        ) : (
          <PayForm {...props} />
        ))}
      {rights.voucher && (props.view.missing?.uncoveredFen ?? 0n) > 0n && <VoucherForm {...props} />}
      {rights.voucher && <EvidenceForm {...props} />}
      {rights.close && <CloseForm {...props} />}
      {rights.withdraw && <WithdrawForm {...props} />}
    </>
  );
}

/** Payment waits until two residents have confirmed the goods. */
const waitsForGoods = ({ extras }: RequestView): boolean => extras.terms.receivedBefore === 'payment' && !twoResidentsReceivedTheGoods(extras.goods);

function RuleForm({ page, view, here }: Props) {
  const t = spendingText[page.lang];
  const p = purchaseText[page.lang];
  return (
    <Section title={t.rule}>
      <Lead>{t.ruleLead}</Lead>
      <Form id="rule" action={`${here}/rule`} {...backOf(view, 'rule')}>
        <TextArea name="reason" label={t.ruleReason} required rows={3} maxLength={500} />
        <RadioField
          name="reach"
          label={p.reach}
          value="project"
          required
          options={[
            { value: 'project', label: p.reachProject },
            { value: 'general', label: p.reachGeneral },
          ]}
        />
        <FieldRow>
          <DateField name="validFrom" label={p.validFrom} min={view.today} />
          <DateField name="validTo" label={t.ruleValid} min={view.today} />
        </FieldRow>
        <Actions>
          <Button name="decision" value="allowed">
            {t.ruleAllow}
          </Button>
          <Button kind="danger" name="decision" value="forbidden">
            {t.ruleForbid}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}

function ApproveForm({ page, view, here }: Props) {
  const t = spendingText[page.lang];
  const step = view.request.chain[view.request.approvals.length];
  return (
    <Section title={`${t.chain}：${step?.[page.lang] ?? ''}`}>
      <Form id="approve" action={`${here}/decide`} {...backOf(view, 'decide')}>
        <TextField name="note" label={t.note} maxLength={300} size="long" />
        <Actions>
          <Button name="decision" value="approved">
            {t.approve}
          </Button>
          <Button kind="danger" name="decision" value="refused">
            {t.refuse}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}

function PayForm({ page, view, here }: Props) {
  const t = spendingText[page.lang];
  return (
    <Section title={t.pay}>
      <Lead>{t.payLead}</Lead>
      <Form id="pay" action={`${here}/pay`} multipart {...backOf(view, 'pay')}>
        {view.request.lines.map((line, index) => (
          <MoneyField name={`amount${index + 1}`} label={t.paidAmount(line.text)} value={plainYuan(line.amountFen)} required />
        ))}
        <DateField name="day" label={t.payDay} value={view.today} max={view.today} required />
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
        <FileField name="proof" label={t.proof} accept="image/*,application/pdf" />
        <Button>{t.payButton}</Button>
      </Form>
    </Section>
  );
}

function VoucherForm({ page, view, here }: Props) {
  const t = spendingText[page.lang];
  const open = view.missing?.uncoveredFen ?? 0n;
  return (
    <Section title={t.voucher} id="voucher">
      <Lead>{t.voucherLead(yuanText(open))}</Lead>
      <Form id="voucher" action={`${here}/vouchers`} multipart {...backOf(view, 'voucher')}>
        <RadioField
          name="kind"
          label={t.voucherKind}
          value="e_invoice"
          required
          options={[
            { value: 'e_invoice', label: t.e_invoice },
            { value: 'paper_invoice', label: t.paper_invoice },
            { value: 'receipt', label: t.receipt, hint: t.receiptHint },
          ]}
        />
        <FieldRow>
          <TextField name="number" label={t.number} maxLength={40} />
          <TextField name="code" label={t.code} hint={t.codeHint} maxLength={20} digits />
        </FieldRow>
        <FieldRow>
          <DateField name="issued" label={t.issued} max={view.today} required />
          <TextField name="seller" label={t.seller} value={view.request.payee} required maxLength={100} />
          <TextField name="taxId" label={t.taxId} maxLength={20} />
        </FieldRow>
        <FieldRow>
          <MoneyField name="total" label={t.face} required />
          <MoneyField name="net" label={t.net} hint={t.netHint} />
          <MoneyField name="tax" label={t.tax} />
        </FieldRow>
        <MoneyField name="claimed" label={t.claimed} value={plainYuan(open)} required />
        <FileField name="file" label={t.file} accept="image/*,application/pdf,.ofd,.xml" />
        <TextField name="reason" label={t.reason} maxLength={300} size="long" />
        <Button>{t.voucherButton}</Button>
      </Form>
    </Section>
  );
}

function EvidenceForm({ page, view, here }: Props) {
  const t = spendingText[page.lang];
  const wanted = view.request.evidence.filter((each) => view.missing?.codes.includes(each.code) && each.code !== 'invoice');
  if (wanted.length === 0) return null;
  return (
    <Section title={t.addEvidence}>
      <Form id="evidence" action={`${here}/evidence`} multipart {...backOf(view, 'evidence')}>
        <SelectField
          name="code"
          label={t.evidence}
          required
          options={wanted.map((each) => ({ value: each.code, label: each[page.lang] }))}
          value={wanted[0]?.code}
        />
        <FileField name="file" label={t.file} required accept="image/*,application/pdf" />
        <Button kind="quiet">{t.addEvidence}</Button>
      </Form>
    </Section>
  );
}

function CloseForm({ page, view, here }: Props) {
  const t = spendingText[page.lang];
  const waits = view.desk.waiting.length + view.desk.unread.length;
  if (waits > 0) return <WaitingReadings count={waits} page={page} title={t.closedBy} />;
  return (
    <Section title={t.closedBy}>
      <Lead>{t.closeLead}</Lead>
      <Form id="close" action={`${here}/close`} {...backOf(view, 'close')}>
        <Button>{t.close}</Button>
      </Form>
    </Section>
  );
}

function WithdrawForm({ page, view, here }: Props) {
  const t = spendingText[page.lang];
  return (
    <details open={view.back?.form === 'withdraw'}>
      <summary>{t.withdraw}</summary>
      <Form id="withdraw" action={`${here}/withdraw`} {...backOf(view, 'withdraw')}>
        <TextField name="reason" label={t.withdrawReason} required maxLength={200} size="long" />
        <Button kind="danger">{t.withdraw}</Button>
      </Form>
    </details>
  );
}
