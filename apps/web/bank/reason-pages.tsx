import type { MoneyAccount, Statement } from '#modules/bank';
import { Actions, Button, ButtonLink, Form, type FormErrors, type FormValues, Layout, Lead, type PageFrame, RadioField, TextArea } from '../ui/index.ts';
import { bankText } from './text.ts';
import { accountName } from './view.ts';

/** Asks what a difference is. */
export function ExplainPage(props: {
  page: PageFrame;
  account: MoneyAccount;
  about: 'row' | 'movement';
  id: string;
  words: string;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, account } = props;
  const t = bankText[page.lang];
  const at = `${page.base}/accounts/${account.id}`;
  return (
    <Layout
      page={page}
      title={t.explainTitle}
      crumbs={[
        { label: t.accounts, href: `${page.base}/accounts` },
        { label: accountName(account, page.lang), href: at },
      ]}
    >
      <Lead>{t.explainLead}</Lead>
      <p>
        <b>{props.words}</b>
      </p>
      <Form action={`${at}/explain`} errors={props.errors} values={props.values}>
        <input type="hidden" name={props.about} value={props.id} />
        <RadioField
          name="kind"
          label={t.explainKind}
          required
          options={[
            ...(props.about === 'row' ? [{ value: 'other', label: t.other }] : []),
            { value: 'timing', label: t.timing },
            { value: 'error', label: t.error },
          ]}
        />
        <TextArea name="text" label={t.reason} required rows={3} maxLength={500} />
        <Actions>
          <Button>{t.save}</Button>
          <ButtonLink kind="quiet" href={at}>
            {accountName(account, page.lang)}
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  );
}

/** Asks why something is undone. */
export function UndoPage(props: {
  page: PageFrame;
  account: MoneyAccount;
  what: 'link' | 'note' | 'transfer';
  id: string;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, account } = props;
  const t = bankText[page.lang];
  const at = `${page.base}/accounts/${account.id}`;
  return (
    <Layout
      page={page}
      title={t.undoTitle}
      crumbs={[
        { label: t.accounts, href: `${page.base}/accounts` },
        { label: accountName(account, page.lang), href: at },
      ]}
    >
      <Lead>{t.undoLead}</Lead>
      <Form action={`${at}/undo`} errors={props.errors} values={props.values}>
        <input type="hidden" name={props.what} value={props.id} />
        <TextArea name="reason" label={t.reason} required rows={3} maxLength={500} />
        <Actions>
          <Button kind="danger">{t.undo}</Button>
          <ButtonLink kind="quiet" href={at}>
            {accountName(account, page.lang)}
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  );
}

/** Asks why an imported statement is taken back, and says what that means. */
export function WithdrawPage(props: { page: PageFrame; account: MoneyAccount; statement: Statement; errors?: FormErrors }) {
  const { page, account, statement } = props;
  const t = bankText[page.lang];
  const at = `${page.base}/bank-statements/${statement.id}`;
  return (
    <Layout
      page={page}
      title={t.withdraw}
      crumbs={[
        { label: t.accounts, href: `${page.base}/accounts` },
        { label: accountName(account, page.lang), href: `${page.base}/accounts/${account.id}` },
        { label: statement.fileName, href: at },
      ]}
    >
      <Lead>{t.withdrawLead(statement.fileName, statement.rowCount ?? 0)}</Lead>
      <Form action={`${at}/withdraw`} errors={props.errors}>
        <TextArea name="reason" label={t.reason} required rows={3} maxLength={500} />
        <Actions>
          <Button kind="danger">{t.withdraw}</Button>
          <ButtonLink kind="quiet" href={at}>
            {statement.fileName}
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  );
}
