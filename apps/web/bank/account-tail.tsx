import type { MoneyAccount } from '#modules/bank';
import {
  Button,
  ButtonLink,
  Actions,
  DateField,
  dataTable,
  FieldRow,
  Form,
  Instant,
  Money,
  MoneyField,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { type AccountBack, backOf } from './account-back.ts';
import type { AccountRights } from './account-page.tsx';
import { bankText } from './text.ts';
import { accountName, type AccountView } from './view.ts';

/** What every account page ends with: matches, other money, cash to the bank, keeper, closing. */
export function AccountTail(props: {
  page: PageFrame;
  view: AccountView;
  others: readonly MoneyAccount[];
  rights: AccountRights;
  today: string;
  back?: AccountBack;
}) {
  const { page, view, rights } = props;
  const { lang, base } = page;
  const t = bankText[lang];
  const { account, ledger } = view;
  const at = `${base}/accounts/${account.id}`;
  const rowOf = new Map(ledger.rows.map((one) => [one.id, one]));
  const movementOf = new Map(ledger.movements.map((one) => [one.id, one]));
  const other = ledger.notes.filter((note) => note.kind === 'other');
  return (
    <>
      {other.length > 0 && (
        <Section title={t.notes}>
          {dataTable({
            rows: other,
            query: {},
            lang,
            base: at,
            tools: false,
            caption: t.notes,
            columns: [
              { key: 'day', label: t.day, value: (row) => rowOf.get(row.rowId ?? '')?.day ?? '' },
              { key: 'fen', label: t.amount, numeric: true, value: (row) => rowOf.get(row.rowId ?? '')?.amountFen ?? null },
              { key: 'memo', label: t.memo, value: (row) => rowOf.get(row.rowId ?? '')?.memo ?? '' },
              { key: 'text', label: t.reason, value: (row) => `${row.text}（${row.byName}）` },
              {
                key: 'undo',
                label: t.undo,
                value: () => '',
                render: (row) => (rights.match ? <a href={`${at}/undo?note=${row.id}`}>{t.undo}</a> : ''),
              },
            ],
          })}
        </Section>
      )}
      {ledger.allLinks.length > 0 && (
        <Section title={t.done} id="done">
          {dataTable({
            rows: ledger.allLinks.slice(0, 100),
            query: {},
            lang,
            base: at,
            tools: false,
            caption: t.done,
            columns: [
              {
                key: 'row',
                label: t.atTheBank,
                value: (row) => rowOf.get(row.rowId)?.day ?? '',
                render: (row) => `${rowOf.get(row.rowId)?.day ?? ''} ${rowOf.get(row.rowId)?.memo ?? ''}`,
              },
              {
                key: 'book',
                label: t.inTheBooks,
                value: (row) => movementOf.get(row.movementId)?.day ?? '',
                render: (row) =>
                  `${movementOf.get(row.movementId)?.day ?? ''} ${movementOf.get(row.movementId)?.party ?? ''} ${movementOf.get(row.movementId)?.text ?? ''}`,
              },
              { key: 'fen', label: t.amount, numeric: true, value: (row) => row.amountFen, render: (row) => <Money fen={row.amountFen} unit={false} /> },
              {
                key: 'by',
                label: t.state,
                value: (row) => row.madeByName,
                render: (row) => (
                  <>
                    {t.doneBy(row.madeByName)} <Instant at={row.madeAt} />{' '}
                    {row.undone ? (
                      <State>{t.undoneBy(row.undone.byName, row.undone.reason)}</State>
                    ) : rights.match ? (
                      <a href={`${at}/undo?link=${row.id}`}>{t.undo}</a>
                    ) : null}
                  </>
                ),
              },
            ],
          })}
        </Section>
      )}
      {rights.transfer && account.closedDay === null && props.others.length > 0 && (
        <Section title={t.bringToBank} id="transfer">
          <Form action={`${at}/transfer`} id="transfer-form" {...backOf(props.back, 'transfer')}>
            <FieldRow>
              <SelectField
                name="way"
                label={t.to}
                required
                options={props.others.flatMap((one) => [
                  { value: `to ${one.id}`, label: `${account.name} → ${accountName(one, lang)}` },
                  { value: `from ${one.id}`, label: `${accountName(one, lang)} → ${account.name}` },
                ])}
              />
              <MoneyField name="amount" label={t.amount} required />
              <DateField name="day" label={t.day} required value={props.back?.form === 'transfer' ? undefined : props.today} max={props.today} />
            </FieldRow>
            <TextField name="text" label={t.text} maxLength={200} />
            <Button kind="quiet">{t.record}</Button>
          </Form>
        </Section>
      )}
      {rights.register && account.closedDay === null && (
        <details class="fold" open={props.back?.form === 'close' || undefined}>
          <summary>{account.kind === 'cash' ? `${t.changeKeeper}、${t.closeAccount}` : t.closeAccount}</summary>
          {account.kind === 'cash' && (
            <Form action={`${at}/keeper`} id="keeper-form">
              <TextField name="keeper" label={t.keeper} required maxLength={60} value={account.keeperName ?? ''} />
              <Button kind="quiet">{t.changeKeeper}</Button>
            </Form>
          )}
          <Soft>{t.closeHint}</Soft>
          <Form action={`${at}/close`} id="close-form" {...backOf(props.back, 'close')}>
            <TextArea name="reason" label={t.reason} required rows={2} maxLength={500} />
            <Button kind="danger">{t.closeAccount}</Button>
          </Form>
        </details>
      )}
    </>
  );
}

export function BackLink({ page }: { page: PageFrame }) {
  return (
    <Actions>
      <ButtonLink kind="quiet" href={`${page.base}/accounts`}>
        {bankText[page.lang].accounts}
      </ButtonLink>
    </Actions>
  );
}
