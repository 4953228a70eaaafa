import { chosenQuote, type Project, type Quote, quotesSuffice, type SpendingRequest, standingQuotes, suppliersAsked } from '#modules/projects';
import {
  Actions,
  Button,
  ButtonLink,
  dataTable,
  DateField,
  Day,
  FieldRow,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  Money,
  MoneyField,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
  useLang,
  yuanText,
} from '../ui/index.ts';
import type { Extras } from './extras.ts';
import { purchaseText } from './purchase-text.ts';
import { spendingText } from './text.ts';

/** Prices side by side, the cheapest and the one taken marked. */
export function QuoteTable({ extras, here }: { extras: Pick<Extras, 'quotes'>; here: string }) {
  const lang = useLang();
  const t = purchaseText[lang];
  const { quotes } = extras;
  const lowest = standingQuotes(quotes)[0]?.priceFen ?? 0n;
  const taken = chosenQuote(quotes);
  const marks = (quote: Quote) => (
    <>
      {quote.dropped !== null && (
        <State>
          {t.dropped}：{quote.dropped}
        </State>
      )}
      {quote.dropped === null && quote.priceFen === lowest && <State tone="good">{t.cheapest}</State>}
      {quote.id === taken?.id && <State tone="act">{t.chosen}</State>}
      {quote.dropped === null && quote.priceFen > lowest && <span class="soft">{t.dearer(yuanText(quote.priceFen - lowest))}</span>}
    </>
  );
  return (
    <>
      {dataTable({
        rows: quotes.all,
        query: {},
        lang,
        base: here,
        tools: false,
        caption: t.quotes,
        empty: <Soft>{t.quotesNone}</Soft>,
        columns: [
          { key: 'supplier', label: t.supplier, value: (row) => row.supplier, render: (row) => <a href={`${here}/quotes/${row.id}/file`}>{row.supplier}</a> },
          { key: 'price', label: t.price, numeric: true, value: (row) => row.priceFen },
          { key: 'marks', label: t.compared, value: (row) => (row.id === taken?.id ? t.chosen : ''), render: marks },
          { key: 'day', label: t.quoteDay, value: (row) => row.day, render: (row) => <Day day={row.day} /> },
          ...(quotes.all.some((row) => row.note !== '') ? [{ key: 'note', label: t.quoteRemark, value: (row: Quote) => row.note }] : []),
        ],
      })}
      {quotes.choice && taken && (
        <p>
          {t.chosenBy(quotes.choice.byName)}
          {quotes.choice.reason !== '' && `：${quotes.choice.reason}`}
        </p>
      )}
    </>
  );
}

/** On the page of the request: how far the comparison is, and the table for those who approve. */
export function QuotesSection({ extras, here }: { extras: Extras; here: string }) {
  const t = purchaseText[useLang()];
  const { terms, quotes } = extras;
  if (terms.quotesLeast === null && quotes.all.length === 0 && !extras.may.quote) return null;
  const enough = quotesSuffice(quotes, terms.quotesLeast);
  return (
    <Section title={t.quotes} id="quotes">
      <p>
        {terms.quotesLeast !== null && <State tone={enough ? 'good' : 'act'}>{enough ? t.quotesOk : t.quotesMissing}</State>}{' '}
        {terms.quotesLeast === null ? t.quotesOptional : t.quotesCount(suppliersAsked(quotes), terms.quotesLeast)}
      </p>
      {quotes.all.length > 0 && <QuoteTable extras={extras} here={here} />}
      {extras.may.quote && (
        <Actions>
          <ButtonLink kind={enough ? 'quiet' : 'primary'} href={`${here}/quotes`}>
            {t.quotesOpen}
          </ButtonLink>
        </Actions>
      )}
    </Section>
  );
}

/** The page on which quotes are laid in and one is taken. */
export function QuotesPage(props: {
  page: PageFrame;
  request: SpendingRequest;
  project: Project;
  extras: Extras;
  today: string;
  back?: { form: string; errors: FormErrors; values: FormValues };
}) {
  const { page, request, project, extras } = props;
  const t = purchaseText[page.lang];
  const here = `${page.base}/spending/${request.id}`;
  const standing = standingQuotes(extras.quotes);
  const back = (form: string) => (props.back?.form === form ? { errors: props.back.errors, values: props.back.values } : {});
  return (
    <Layout
      page={page}
      title={`${t.quotes}：${request.item}`}
      crumbs={[
        { label: project.title, href: `${page.base}/projects/${project.id}` },
        { label: spendingText[page.lang].list, href: `${page.base}/projects/${project.id}/spending` },
        { label: request.item, href: here },
      ]}
    >
      <Lead>{t.quotesLead}</Lead>
      <p>
        {spendingText[page.lang].amount} <Money fen={request.amountFen} />
        {extras.terms.quotesLeast !== null && ` · ${t.quotesCount(suppliersAsked(extras.quotes), extras.terms.quotesLeast)}`}
      </p>
      <QuoteTable extras={extras} here={here} />
      {extras.may.quote && (
        <>
          {standing.length > 0 && (
            <Section title={t.choose}>
              <Form id="choose" action={`${here}/quotes/choose`} {...back('choose')}>
                <RadioField
                  name="quote"
                  label={t.chooseWhich}
                  required
                  value={chosenQuote(extras.quotes)?.id ?? standing[0]?.id}
                  options={standing.map((quote) => ({ value: quote.id, label: `${quote.supplier} ${yuanText(quote.priceFen)}` }))}
                />
                <TextField name="reason" label={t.chooseReason} maxLength={500} size="long" />
                <Button>{t.chooseButton}</Button>
              </Form>
            </Section>
          )}
          <Section title={t.addQuote}>
            <Form id="add" action={`${here}/quotes`} multipart {...back('add')}>
              <TextField name="supplier" label={t.supplier} required maxLength={100} size="long" />
              <FieldRow>
                <MoneyField name="price" label={t.price} required />
                <DateField name="day" label={t.quoteDay} value={props.today} max={props.today} required />
              </FieldRow>
              <FileField name="file" label={t.quoteFile} required accept="image/*,application/pdf" />
              <TextField name="note" label={t.quoteNote} maxLength={300} size="long" />
              <Button>{t.addQuote}</Button>
            </Form>
          </Section>
          {standing.length > 0 && (
            <details open={props.back?.form === 'drop'}>
              <summary>{t.dropQuote}</summary>
              <Form id="drop" action={`${here}/quotes/drop`} {...back('drop')}>
                <SelectField
                  name="quote"
                  label={t.dropWhich}
                  required
                  options={standing.map((quote) => ({ value: quote.id, label: `${quote.supplier} ${yuanText(quote.priceFen)}` }))}
                />
                <TextField name="reason" label={t.dropReason} required maxLength={300} size="long" />
                <Button kind="danger">{t.dropQuote}</Button>
              </Form>
            </details>
          )}
        </>
      )}
    </Layout>
  );
}
