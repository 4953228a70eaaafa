import type { Award, Category, Contribution, Receipt } from '#modules/books';
import type { Project } from '#modules/projects';
import {
  Actions,
  Button,
  ButtonLink,
  CheckList,
  dataTable,
  DateField,
  dayText,
  Empty,
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
  Progress,
  RadioField,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { booksText, sourceKindWords } from './text.ts';
import { categoryWords } from './view.ts';

/** One source with who promised and who paid. */
export interface SourceReceipts {
  award: Award;
  contributions: Contribution[];
  receipts: Receipt[];
}

/** What the page of contributions shows. */
export interface ReceiptsView {
  project: Project;
  sources: SourceReceipts[];
  categories: Category[];
  /** Buildings of the neighbourhood: who asks only some of them for money lists only those. */
  buildings: readonly { id: string; name: string }[];
  today: string;
  rights: { names: boolean; pledge: boolean; receive: boolean; grant: boolean; reverse: boolean };
  /** A form that came back: `{form}-{awardId}`. */
  back?: { form: string; errors: FormErrors; values: FormValues };
}

const paidWords = (each: Contribution): 'paid' | 'unpaid' | 'partly' => (each.paidFen === 0n ? 'unpaid' : each.openFen > 0n ? 'partly' : 'paid');

/** Contributions of a project; staff see names and forms, everyone else the sums. */
export function ReceiptsPage({ page, view }: { page: PageFrame; view: ReceiptsView }) {
  const { lang, base } = page;
  const t = booksText[lang];
  const { project } = view;
  return (
    <Layout
      page={page}
      title={t.receipts}
      crumbs={[
        { label: project.title, href: `${base}/projects/${project.id}` },
        { label: t.account, href: `${base}/projects/${project.id}/account` },
      ]}
    >
      <Lead>
        {t.receiptsLead} {!view.rights.names && t.publicLead}
      </Lead>
      {view.sources.length === 0 && <Empty title={t.noSourcesTitle}>{t.noSourcesBody}</Empty>}
      {view.sources.map((source) => (
        <Section title={source.award.name} id={`a-${source.award.awardId}`}>
          <p>
            <State tone="plain">{sourceKindWords(source.award.sourceKind, lang)}</State> {t.pledged} <Money fen={source.award.pledgedFen} /> · {t.received}{' '}
            <Money fen={source.award.receivedFen} />
          </p>
          {source.award.sourceKind === 'household' ? (
            <Households page={page} view={view} source={source} />
          ) : (
            <Others page={page} view={view} source={source} />
          )}
        </Section>
      ))}
    </Layout>
  );
}

type PartProps = { page: PageFrame; view: ReceiptsView; source: SourceReceipts };
const formOf = (view: ReceiptsView, id: string) => (view.back?.form === id ? { errors: view.back.errors, values: view.back.values } : {});

function Households({ page, view, source }: PartProps) {
  const { lang, base } = page;
  const t = booksText[lang];
  const { award, contributions } = source;
  const paid = contributions.filter((each) => each.openFen === 0n && each.paidFen > 0n).length;
  const here = `${base}/awards/${award.awardId}`;
  const open = contributions.filter((each) => each.openFen > 0n && each.householdId !== null);
  return (
    <>
      {contributions.length > 0 && <Progress value={paid} max={contributions.length} label={t.paidOf(paid, contributions.length)} />}
      {contributions.length === 0 && <Empty title={t.nobodyYet}>{t.nobodyYetBody}</Empty>}
      {view.rights.names &&
        contributions.length > 0 &&
        dataTable({
          rows: contributions,
          query: {},
          lang,
          base: here,
          tools: false,
          caption: t.households,
          columns: [
            { key: 'name', label: t.household, value: (row) => row.payerName },
            { key: 'pledged', label: t.pledged, numeric: true, value: (row) => row.pledgedFen },
            { key: 'paid', label: t.received, numeric: true, value: (row) => row.paidFen },
            {
              key: 'state',
              label: t.state,
              value: (row) => t[paidWords(row)],
              render: (row) => <State tone={paidWords(row) === 'paid' ? 'good' : 'wait'}>{t[paidWords(row)]}</State>,
            },
            {
              key: 'receipt',
              label: t.number,
              value: (row) => row.receipts.map((receipt) => receipt.number).join(' ') || null,
              render: (row) => (
                <>
                  {row.receipts.map((receipt) => (
                    <>
                      <a href={`${base}/receipts/${receipt.id}/paper.pdf`}>{receipt.number}</a> <Reverse page={page} view={view} receipt={receipt} />
                    </>
                  ))}
                </>
              ),
            },
          ],
        })}
      {view.rights.names && source.receipts.some((receipt) => !receipt.reversed) && (
        <Actions>
          <ButtonLink kind="quiet" href={`${here}/receipts.pdf`}>
            {t.printReceipts}
          </ButtonLink>
        </Actions>
      )}
      {view.rights.receive && open.length > 0 && (
        <Form id={`r${award.awardId}`} action={`${here}/receive-households`} {...formOf(view, `households-${award.awardId}`)}>
          <CheckList
            name="household"
            label={t.chooseHouseholds}
            hint={t.markPaidHint}
            required
            options={open.map((each) => ({ value: each.householdId ?? '', label: `${each.payerName} · ${yuanText(each.openFen)}` }))}
          />
          <FieldRow>
            <DateField name="day" label={t.receivedDay} value={view.today} max={view.today} required />
            <RadioField
              name="method"
              label={t.method}
              value="cash"
              required
              options={[
                { value: 'cash', label: t.cash },
                { value: 'transfer', label: t.transfer },
              ]}
            />
          </FieldRow>
          <Button>{t.markPaid}</Button>
        </Form>
      )}
      {view.rights.pledge && award.state === 'open' && (
        <details open={contributions.length === 0}>
          <summary>{t.makeList}</summary>
          <Form id={`p${award.awardId}`} action={`${here}/pledge-households`} {...formOf(view, `pledge-${award.awardId}`)}>
            <MoneyField name="amount" label={t.perHousehold} required />
            {view.buildings.length > 1 && (
              <CheckList
                name="building"
                label={t.whichBuildings}
                hint={t.whichBuildingsHint}
                options={view.buildings.map((each) => ({ value: each.id, label: each.name }))}
              />
            )}
            <Button kind={contributions.length === 0 ? 'primary' : 'quiet'}>{t.makeList}</Button>
          </Form>
        </details>
      )}
    </>
  );
}

function Reverse({ page, view, receipt }: { page: PageFrame; view: ReceiptsView; receipt: Receipt }) {
  const t = booksText[page.lang];
  if (!view.rights.reverse || receipt.reversed) return null;
  return <a href={`${page.base}/receipts/${receipt.id}/reverse`}>{t.reverse}</a>;
}

function Others({ page, view, source }: PartProps) {
  const { lang, base } = page;
  const t = booksText[lang];
  const { award } = source;
  const here = `${base}/awards/${award.awardId}`;
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
      {mayReceive && (
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
      {view.rights.pledge && award.sourceKind !== 'grant' && award.state === 'open' && (
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

/** Asks for the reason before a receipt is reversed. */
export function ReversePage(props: { page: PageFrame; receipt: Receipt; project: Project; errors?: FormErrors; values?: FormValues }) {
  const { page, receipt, project } = props;
  const t = booksText[page.lang];
  return (
    <Layout
      page={page}
      title={t.reverseTitle(receipt.number)}
      crumbs={[
        { label: project.title, href: `${page.base}/projects/${project.id}` },
        { label: t.receipts, href: `${page.base}/projects/${project.id}/receipts` },
      ]}
    >
      <Lead>{t.reverseHint}</Lead>
      <p>
        {receipt.payerName} · <Money fen={receipt.amountFen} /> · {dayText(receipt.day, page.lang)}
      </p>
      <Form action={`${page.base}/receipts/${receipt.id}/reverse`} errors={props.errors} values={props.values}>
        <TextField name="reason" label={t.reverseReason} required maxLength={200} />
        <Button kind="danger">{t.reverse}</Button>
      </Form>
    </Layout>
  );
}
