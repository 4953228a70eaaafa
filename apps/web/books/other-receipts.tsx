import type { Receipt } from '#modules/books';
import {
  Button,
  dataTable,
  DateField,
  dayText,
  FieldRow,
  FileField,
  Form,
  MoneyField,
  type PageFrame,
  RadioField,
  SelectField,
  Soft,
  State,
  TextField,
} from '../ui/index.ts';
import { booksText } from './text.ts';
import { categoryWords } from './view.ts';
import type { ReceiptsView, PartProps } from './receipts-page.tsx';

export const formOf = (view: ReceiptsView, id: string) => (view.back?.form === id ? { errors: view.back.errors, values: view.back.values } : {});

export function Reverse({ page, view, receipt }: { page: PageFrame; view: ReceiptsView; receipt: Receipt }) {
  const t = booksText[page.lang];
  if (!view.rights.reverse || receipt.reversed) return null;
  return <a href={`${page.base}/receipts/${receipt.id}/reverse`}>{t.reverse}</a>;
}

export function Others({ page, view, source }: PartProps) {
  const { lang, base } = page;
  const t = booksText[lang];
  const { award } = source;
  const here = `${base}/awards/${award.awardId}`;
  const ownWay = award.sourceKind === 'crowd' || award.sourceKind === 'in_kind';
  const mayReceive = award.state === 'open' && (award.sourceKind === 'grant' ? view.rights.grant : view.rights.receive);
  const methods = award.sourceKind === 'in_kind' ? (['in_kind'] as const) : (['transfer', 'cash'] as const);
  return (
    <>
      {source.receipts.length === 0 ? (
        <Soft>{t.unpaid}</Soft>
      ) : (
        dataTable({
          rows: source.receipts,
          query: {},
          lang,
          base: here,
          tools: false,
          caption: award.name,
          columns: [
            { key: 'day', label: t.day, value: (row) => row.day, render: (row) => dayText(row.day, lang) },
            { key: 'payer', label: t.payer, value: (row) => (award.sourceKind === 'crowd' && !view.rights.names ? '—' : row.payerName) },
            { key: 'method', label: t.method, value: (row) => t[row.method] },
            { key: 'amount', label: t.amount, numeric: true, value: (row) => row.amountFen },
            {
              key: 'receipt',
              label: t.number,
              value: (row) => row.number,
              render: (row) => (
                <>
                  {view.rights.names ? <a href={`${base}/receipts/${row.id}/paper.pdf`}>{row.number}</a> : row.number}
                  {row.reversed && (
                    <>
                      {' '}
                      <State>{t.reversedMark}</State>
                    </>
                  )}{' '}
                  <Reverse page={page} view={view} receipt={row} />
                </>
              ),
            },
          ],
        })
      )}
      {ownWay && (
        <p>
          <a href={`${here}/${award.sourceKind === 'crowd' ? 'crowd' : 'goods'}`}>{award.sourceKind === 'crowd' ? t.crowdWay : t.goodsWay}</a>
        </p>
      )}
      {mayReceive && !ownWay && (
        <details open={view.back?.form === `receive-${award.awardId}`}>
          <summary>{award.sourceKind === 'grant' ? t.grantTranche : t.otherMoney}</summary>
          <Form id={`r${award.awardId}`} action={`${here}/receive`} multipart {...formOf(view, `receive-${award.awardId}`)}>
            <TextField name="payer" label={t.payer} value={award.sourceKind === 'grant' ? (page.subdistrictName ?? '') : award.name} required maxLength={100} />
            <FieldRow>
              <MoneyField name="amount" label={t.amount} required />
              <DateField name="day" label={t.receivedDay} value={view.today} max={view.today} required />
            </FieldRow>
            <RadioField name="method" label={t.method} value={methods[0]} required options={methods.map((method) => ({ value: method, label: t[method] }))} />
            <FileField name="proof" label={t.proofUpload} accept="image/*,application/pdf" />
            <TextField name="overReason" label={t.overReason} hint={t.overReasonHint} maxLength={200} size="long" />
            <Button>{t.recordReceipt}</Button>
          </Form>
        </details>
      )}
      {view.rights.pledge && !['grant', 'common', 'crowd'].includes(award.sourceKind) && award.state === 'open' && (
        <details>
          <summary>{t.recordPledge}</summary>
          <Form id={`p${award.awardId}`} action={`${here}/pledge`} {...formOf(view, `pledge-${award.awardId}`)}>
            <TextField name="payer" label={t.payer} value={award.name} required maxLength={100} />
            <MoneyField name="amount" label={t.amount} required />
            <Button kind="quiet">{t.recordPledge}</Button>
          </Form>
        </details>
      )}
      {award.sourceKind === 'in_kind' && mayReceive && award.availableFen > 0n && (
        <details>
          <summary>{t.useGoods}</summary>
          <Form id={`u${award.awardId}`} action={`${here}/use`} {...formOf(view, `use-${award.awardId}`)}>
            <TextField name="text" label={t.text} required maxLength={200} />
            <SelectField
              name="category"
              label={t.category}
              required
              options={award.categories.map((code) => ({ value: code, label: categoryWords(view.categories, code, lang) }))}
            />
            <MoneyField name="amount" label={t.amount} required />
            <DateField name="day" label={t.day} value={view.today} max={view.today} required />
            <Button kind="quiet">{t.useGoods}</Button>
          </Form>
        </details>
      )}
    </>
  );
}
