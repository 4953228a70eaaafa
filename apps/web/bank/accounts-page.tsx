import type { MoneyAccount } from '#modules/bank';
import type { Neighbourhood } from '#modules/places';
import {
  Actions,
  Button,
  ButtonLink,
  DateField,
  dataTable,
  dayText,
  Empty,
  FieldRow,
  Fieldset,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  Money,
  MoneyField,
  type PageFrame,
  RadioField,
  SelectField,
  State,
  TextField,
} from '../ui/index.ts';
import { bankText } from './text.ts';
import { accountName } from './view.ts';

/** One line of the list. */
export interface AccountLine {
  account: MoneyAccount;
  placeName: string;
  bookFen: bigint;
  bankFen: bigint | null;
  open: number;
  /** Day of the last row of the bank, or of the last count that stands. */
  lastDay: string | null;
}

/** Where the money lies: every account that this visitor may see. */
export function AccountsPage({ page, lines, mayRegister }: { page: PageFrame; lines: readonly AccountLine[]; mayRegister: boolean }) {
  const t = bankText[page.lang];
  const add = mayRegister ? <ButtonLink href={`${page.base}/accounts/new`}>{t.register}</ButtonLink> : undefined;
  if (lines.length === 0)
    return (
      <Layout page={page} title={t.accounts}>
        <Empty title={t.noneTitle} action={add}>
          {t.noneBody}
        </Empty>
      </Layout>
    );
  return (
    <Layout page={page} title={t.accounts} wide>
      <Lead>{t.accountsLead}</Lead>
      {dataTable({
        rows: lines,
        query: {},
        lang: page.lang,
        base: `${page.base}/accounts`,
        tools: false,
        caption: t.accounts,
        columns: [
          { key: 'place', label: t.place, value: (row) => row.placeName },
          {
            key: 'name',
            label: t.name.split('（')[0] ?? t.name,
            value: (row) => row.account.name,
            render: (row) => <a href={`${page.base}/accounts/${row.account.id}`}>{accountName(row.account, page.lang)}</a>,
          },
          { key: 'kind', label: t.kind, value: (row) => t[row.account.kind] },
          { key: 'book', label: t.bookBalance, numeric: true, value: (row) => row.bookFen, render: (row) => <Money fen={row.bookFen} unit={false} /> },
          {
            key: 'bank',
            label: t.bankBalance,
            numeric: true,
            value: (row) => row.bankFen,
            render: (row) => (row.bankFen === null ? '—' : <Money fen={row.bankFen} unit={false} />),
          },
          { key: 'state', label: t.state, value: (row) => row.open, render: (row) => <AccountState line={row} lang={page.lang} /> },
        ],
      })}
      {add && <Actions>{add}</Actions>}
    </Layout>
  );
}

function AccountState({ line, lang }: { line: AccountLine; lang: 'zh' | 'en' }) {
  const t = bankText[lang];
  if (line.account.closedDay !== null) return <State>{t.closedOn(dayText(line.account.closedDay, lang))}</State>;
  const since =
    line.lastDay === null
      ? line.account.kind === 'bank'
        ? t.noStatement
        : t.notCounted
      : line.account.kind === 'bank'
        ? t.upTo(dayText(line.lastDay, lang))
        : t.counted(dayText(line.lastDay, lang));
  return (
    <>
      <State tone={line.open > 0 ? 'act' : line.lastDay === null ? 'wait' : 'good'}>
        {line.open > 0 ? t.itemsOpen(line.open) : line.lastDay === null ? since : t.inOrder}
      </State>
      {line.lastDay !== null && <small> {since}</small>}
    </>
  );
}

/** Registers a bank account or a cash box. */
export function RegisterPage(props: {
  page: PageFrame;
  places: readonly Neighbourhood[];
  whole: boolean;
  today: string;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, places } = props;
  const t = bankText[page.lang];
  const options = [...(props.whole ? [{ value: 'all', label: t.wholeSubdistrict }] : []), ...places.map((one) => ({ value: one.id, label: one.name }))];
  return (
    <Layout page={page} title={t.register} crumbs={[{ label: t.accounts, href: `${page.base}/accounts` }]}>
      <Form action={`${page.base}/accounts/new`} errors={props.errors} values={props.values}>
        <SelectField name="place" label={t.place} required options={options} value={options.length === 1 ? options[0]?.value : undefined} />
        <RadioField
          name="kind"
          label={t.kind}
          required
          value="bank"
          options={[
            { value: 'bank', label: t.bank },
            { value: 'cash', label: t.cash },
          ]}
        />
        <TextField name="name" label={t.name} required maxLength={100} />
        <Fieldset legend={t.bankOnly}>
          <FieldRow>
            <TextField name="bankName" label={t.bankName} maxLength={100} together />
            <TextField name="last4" label={t.last4} hint={t.last4Hint} maxLength={4} digits size="short" together />
          </FieldRow>
        </Fieldset>
        <Fieldset legend={t.cashOnly}>
          <TextField name="keeper" label={t.keeper} maxLength={60} together />
        </Fieldset>
        <FieldRow>
          <DateField name="openingDay" label={t.openingDay} required max={props.today} value={props.today} />
          <MoneyField name="opening" label={t.openingFen} required hint={t.openingHint} />
        </FieldRow>
        <Button>{t.register}</Button>
      </Form>
    </Layout>
  );
}
