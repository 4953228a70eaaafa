import type { MoneyAccount, Statement } from '#modules/bank';
import {
  Actions,
  Button,
  ButtonLink,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  TextArea,
  type View,
} from '../ui/index.ts';
import { bankText } from './text.ts';
import { accountName } from './view.ts';

/** What was typed before, and what was wrong with it. */
interface Typed {
  errors?: FormErrors;
  values?: FormValues;
}

/** One question below an account that is answered with a reason. `statement`: it is asked of one of its statements. */
function ReasonPage(
  props: Typed & {
    page: PageFrame;
    account: MoneyAccount;
    statement?: Statement;
    title: string;
    lead: string;
    /** Shown between the lead and the form. */
    about?: string;
    /** The last part of the form's address. */
    action: string;
    button: string;
    /** It takes something back. */
    danger?: boolean;
    children?: View;
  },
) {
  const { page, account, statement } = props;
  const t = bankText[page.lang];
  const accountCrumb = { label: accountName(account, page.lang), href: `${page.base}/accounts/${account.id}` };
  const at = statement ? { label: statement.fileName, href: `${page.base}/bank-statements/${statement.id}` } : accountCrumb;
  return (
    <Layout page={page} title={props.title} crumbs={[{ label: t.accounts, href: `${page.base}/accounts` }, accountCrumb, ...(statement ? [at] : [])]}>
      <Lead>{props.lead}</Lead>
      {props.about !== undefined && (
        <p>
          <b>{props.about}</b>
        </p>
      )}
      <Form action={`${at.href}/${props.action}`} errors={props.errors} values={props.values}>
        {props.children}
        <Actions>
          <Button {...(props.danger ? { kind: 'danger' as const } : {})}>{props.button}</Button>
          <ButtonLink kind="quiet" href={at.href}>
            {at.label}
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  );
}

/** Asks what a difference is. */
export function ExplainPage(props: Typed & { page: PageFrame; account: MoneyAccount; about: 'row' | 'movement'; id: string; words: string }) {
  const { about, id, words, ...frame } = props;
  const t = bankText[props.page.lang];
  return (
    <ReasonPage {...frame} title={t.explainTitle} lead={t.explainLead} about={words} action="explain" button={t.save}>
      <input type="hidden" name={about} value={id} />
      <RadioField
        name="kind"
        label={t.explainKind}
        required
        options={[...(about === 'row' ? [{ value: 'other', label: t.other }] : []), { value: 'timing', label: t.timing }, { value: 'error', label: t.error }]}
      />
      <TextArea name="text" label={t.reason} required rows={3} maxLength={500} />
    </ReasonPage>
  );
}

/** Asks why something is undone. */
export function UndoPage(props: Typed & { page: PageFrame; account: MoneyAccount; what: 'link' | 'note' | 'transfer'; id: string }) {
  const { what, id, ...frame } = props;
  const t = bankText[props.page.lang];
  return (
    <ReasonPage {...frame} title={t.undoTitle} lead={t.undoLead} action="undo" button={t.undo} danger>
      <input type="hidden" name={what} value={id} />
      <TextArea name="reason" label={t.reason} required rows={3} maxLength={500} />
    </ReasonPage>
  );
}

/** Asks why an imported statement is taken back, and says what that means. */
export function WithdrawPage(props: { page: PageFrame; account: MoneyAccount; statement: Statement; errors?: FormErrors }) {
  const t = bankText[props.page.lang];
  const lead = t.withdrawLead(props.statement.fileName, props.statement.rowCount ?? 0);
  return (
    <ReasonPage {...props} title={t.withdraw} lead={lead} action="withdraw" button={t.withdraw} danger>
      <TextArea name="reason" label={t.reason} required rows={3} maxLength={500} />
    </ReasonPage>
  );
}
