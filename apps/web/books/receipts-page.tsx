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
  State,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { booksText, sourceKindWords } from './text.ts';
import { formOf, Reverse, Others } from './other-receipts.tsx';

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

export type PartProps = { page: PageFrame; view: ReceiptsView; source: SourceReceipts };

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
      {view.rights.names && contributions.length > 0 && (
        <Actions>
          <ButtonLink kind="quiet" href={`${here}/households`}>
            {t.householdsList}
          </ButtonLink>
        </Actions>
      )}
      {view.rights.names && source.receipts.some((receipt) => !receipt.reversed) && (
        <Actions>
          <ButtonLink kind="quiet" href={`${here}/receipts.pdf`} word>
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
