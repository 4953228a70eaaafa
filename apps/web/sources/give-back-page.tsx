import type { Award, Contribution, Refund } from '#modules/books';
import type { Project, Returnable } from '#modules/projects';
import { plainYuan } from '#libs/money';
import {
  Actions,
  Button,
  ButtonLink,
  dataTable,
  DateField,
  dayText,
  Empty,
  FieldRow,
  FileField,
  Form,
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
  StatTable,
  TextField,
  type TableSpec,
  yuanText,
} from '../ui/index.ts';
import { booksText } from '../books/text.ts';
import type { Back } from './load.ts';
import { sourcesText } from './text.ts';

/** What the page of refunds shows. */
export interface RefundView {
  project: Project;
  award: Award;
  returnables: Returnable[];
  refunds: (Refund & { number: string; payerName: string })[];
  today: string;
  may: boolean;
  /** Fill in what everybody gets back in proportion. */
  filled: boolean;
  back?: Back | undefined;
}

/** Money goes back to its givers, receipt by receipt, with a proof. */
export function RefundPage({ page, view }: { page: PageFrame; view: RefundView }) {
  const { lang, base } = page;
  const t = sourcesText[lang];
  const b = booksText[lang];
  const { project, award } = view;
  const here = `${base}/awards/${award.awardId}/refund`;
  const back = view.back ? { errors: view.back.errors, values: view.back.values } : {};
  const methods = award.sourceKind === 'in_kind' ? (['in_kind'] as const) : (['cash', 'transfer'] as const);
  return (
    <Layout
      page={page}
      title={t.refundOf(award.name)}
      crumbs={[
        { label: project.title, href: `${base}/projects/${project.id}` },
        { label: t.title, href: `${base}/projects/${project.id}/sources` },
      ]}
    >
      <Lead>{t.refundLead}</Lead>
      <StatTable
        items={[
          { label: b.received, value: <Money fen={award.receivedFen} /> },
          { label: b.returned, value: <Money fen={award.returnedFen} /> },
          { label: t.refundAvailable, value: <Money fen={award.availableFen} /> },
        ]}
      />
      {view.returnables.length === 0 ? (
        <Empty title={t.refundNone}>{t.refundNoneBody}</Empty>
      ) : (
        view.may && (
          <>
            <Actions>
              {!view.filled && (
                <ButtonLink kind="quiet" href={`${here}?fill=1`}>
                  {t.refundFill}
                </ButtonLink>
              )}
              <ButtonLink kind="quiet" href={`${here}/sheet.pdf`} word>
                {t.refundList}
              </ButtonLink>
            </Actions>
            <Form id="refund" action={here} multipart {...back}>
              <Section title={t.refundEach}>
                {view.filled && <Soft>{t.refundEachHint}</Soft>}
                {view.returnables.map((each) => (
                  <MoneyField
                    name={`r_${each.receipt.id}`}
                    label={`${each.receipt.payerName} · ${each.receipt.number} · ${yuanText(each.leftFen)}`}
                    value={view.filled && each.shareFen > 0n ? plainYuan(each.shareFen) : ''}
                  />
                ))}
              </Section>
              <FieldRow>
                <DateField name="day" label={t.refundDay} value={view.today} max={view.today} required />
                <RadioField name="method" label={b.method} value={methods[0]} required options={methods.map((value) => ({ value, label: b[value] }))} />
              </FieldRow>
              <TextField name="reason" label={t.refundReason} required maxLength={200} size="long" />
              <FileField name="proof" label={t.refundProof} hint={t.refundProofHint} accept="image/*,application/pdf" required />
              <Button>{t.refundDo}</Button>
            </Form>
          </>
        )
      )}
      {view.refunds.length > 0 && (
        <Section title={t.refundsDone}>
          {dataTable({
            rows: view.refunds,
            query: {},
            lang,
            base: here,
            tools: false,
            caption: t.refundsDone,
            columns: [
              { key: 'day', label: b.day, value: (row) => row.day, render: (row) => dayText(row.day, lang, 'short') },
              { key: 'giver', label: b.payer, value: (row) => row.payerName },
              { key: 'receipt', label: t.receipt, value: (row) => row.number },
              { key: 'reason', label: t.refundReason, value: (row) => row.reason },
              { key: 'method', label: b.method, value: (row) => b[row.method] },
              { key: 'amount', label: t.amount, numeric: true, value: (row) => row.amountFen },
              {
                key: 'proof',
                label: t.refundProof,
                value: (row) => row.id,
                render: (row) => (
                  <>
                    <a href={`${base}/awards/${award.awardId}/papers/${row.id}`}>{t.openPaper}</a> {row.reversed && <State>{b.reversedMark}</State>}
                  </>
                ),
              },
            ],
          })}
        </Section>
      )}
    </Layout>
  );
}

/** What the list of households shows. */
export interface HouseholdsView {
  project: Project;
  award: Award;
  contributions: Contribution[];
  mayWithdraw: boolean;
  back?: Back | undefined;
}

type PayState = 'paid' | 'partly' | 'unpaid' | 'over' | 'gone';
const stateOf = (each: Contribution): PayState =>
  each.paidFen > each.pledgedFen && each.paidFen > 0n
    ? 'over'
    : each.pledgedFen === 0n && each.paidFen === 0n
      ? 'gone'
      : each.paidFen === 0n
        ? 'unpaid'
        : each.openFen > 0n
          ? 'partly'
          : 'paid';
const payStates: readonly PayState[] = ['unpaid', 'partly', 'paid', 'over', 'gone'];
const tones = { paid: 'good', partly: 'wait', unpaid: 'wait', over: 'bad', gone: 'plain' } as const;

/** The households as a table, for the page and for Excel. */
export function householdTable(view: HouseholdsView, page: Pick<PageFrame, 'lang' | 'base'>, query: Record<string, string>): TableSpec<Contribution> {
  const { lang, base } = page;
  const t = sourcesText[lang];
  const b = booksText[lang];
  const words = { paid: t.paidState, partly: t.partlyState, unpaid: t.unpaidState, over: t.overState, gone: t.goneState };
  return {
    rows: view.contributions,
    query,
    lang,
    base: `${base}/awards/${view.award.awardId}/households`,
    caption: t.householdsTitle,
    empty: <Empty title={b.nobodyYet}>{b.nobodyYetBody}</Empty>,
    filters: [
      { key: 'is', label: t.payState, options: payStates.map((value) => ({ value, label: words[value] })), matches: (row, value) => stateOf(row) === value },
    ],
    columns: [
      { key: 'name', label: t.household, value: (row) => row.payerName },
      { key: 'pledged', label: t.pledgedCol, numeric: true, value: (row) => row.pledgedFen },
      { key: 'paid', label: t.paidCol, numeric: true, value: (row) => row.paidFen },
      { key: 'refunded', label: t.refundedCol, numeric: true, value: (row) => row.refundedFen },
      {
        key: 'state',
        label: t.payState,
        value: (row) => words[stateOf(row)],
        render: (row) => <State tone={tones[stateOf(row)]}>{words[stateOf(row)]}</State>,
      },
      { key: 'way', label: t.wayCol, value: (row) => [...new Set(row.receipts.map((receipt) => b[receipt.method]))].join('、') },
      {
        key: 'numbers',
        label: t.numberCol,
        value: (row) => row.receipts.map((receipt) => receipt.number).join(' ') || null,
        render: (row) => (
          <>
            {row.receipts.map((receipt) => (
              <>
                <a href={`${base}/receipts/${receipt.id}/paper.pdf`}>{receipt.number}</a>{' '}
              </>
            ))}
          </>
        ),
      },
    ],
  };
}

/** Every household with what it promised, paid and got back; sheets and receipts to print. */
export function HouseholdsPage({ page, view, query }: { page: PageFrame; view: HouseholdsView; query: Record<string, string> }) {
  const { lang, base } = page;
  const t = sourcesText[lang];
  const { award, project, contributions } = view;
  const here = `${base}/awards/${award.awardId}`;
  const unpaid = contributions.filter((each) => each.paidFen === 0n && each.pledgedFen > 0n && each.householdId !== null);
  return (
    <Layout
      page={page}
      title={t.householdsTitle}
      wide
      crumbs={[
        { label: project.title, href: `${base}/projects/${project.id}` },
        { label: booksText[lang].receipts, href: `${base}/projects/${project.id}/receipts` },
      ]}
    >
      <Lead>{t.householdsLead}</Lead>
      <Actions>
        {contributions.some((each) => each.openFen > 0n) && (
          <ButtonLink kind="quiet" href={`${here}/collection.pdf`} word>
            {t.collectionSheet}
          </ButtonLink>
        )}
        {contributions.some((each) => each.receipts.length > 0) && (
          <ButtonLink kind="quiet" href={`${here}/receipts.pdf`} word>
            {t.allReceipts}
          </ButtonLink>
        )}
      </Actions>
      {dataTable(householdTable(view, page, query))}
      {view.mayWithdraw && unpaid.length > 0 && (
        <details open={view.back !== undefined || undefined}>
          <summary>{t.withdrawPledge}</summary>
          <Form id="withdraw" action={`${here}/withdraw-pledge`} {...(view.back ? { errors: view.back.errors, values: view.back.values } : {})}>
            <Soft>{t.withdrawPledgeHint}</Soft>
            <SelectField
              name="household"
              label={t.household}
              required
              options={unpaid.map((each) => ({ value: each.householdId ?? '', label: each.payerName }))}
            />
            <TextField name="reason" label={t.withdrawReason} required maxLength={200} size="long" />
            <Button kind="quiet">{t.withdrawPledge}</Button>
          </Form>
        </details>
      )}
    </Layout>
  );
}
