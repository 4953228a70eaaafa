import type { PaperBatch, PaperIssue } from '#modules/ballots';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  dataTable,
  Empty,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
  type TableSpec,
  TextField,
} from '../ui/index.ts';
import { paperText } from './paper-text.ts';
import { doubleVoteRule, type PaperView } from './paper-view.ts';

export interface PapersPageView {
  page: PageFrame;
  view: PaperView;
  timeIsOver: boolean;
  /** Which of the page's forms came back, with what was wrong. */
  back?: { form: 'slips' | 'issue' | 'replace'; errors: FormErrors; values: FormValues };
}

/** Where everything about the papers of a ballot begins: print, hand out, enter, reconcile. */
export function PapersPage(props: PapersPageView) {
  const { page, view } = props;
  const t = paperText[page.lang];
  const here = `${page.base}/ballots/${view.ballot.id}`;
  const secret = view.ballot.secrecy === 'secret';
  const open = view.ballot.state === 'open';
  return (
    <Layout page={page} title={t.title} crumbs={[{ label: view.ballot.question, href: here }]}>
      <Lead>{t.lead}</Lead>
      <Soft>{doubleVoteRule(view.ballot, page.lang)}</Soft>
      {view.may.print && <PrintSection {...props} />}
      {view.may.print && <IssueSection {...props} />}
      {secret && open && !props.timeIsOver && <MarkSection {...props} />}
      <Section title={t.enter} id="enter">
        <Soft>{t.enterLead}</Soft>
        {secret && !props.timeIsOver && <Soft>{t.secretWaits}</Soft>}
        {open && (
          <Actions>
            {view.slips.length > 0 && (!secret || props.timeIsOver) && <ButtonLink href={`${here}/batches/new`}>{t.newBatch}</ButtonLink>}
            {!secret && (
              <ButtonLink kind="quiet" href={`${here}/others`}>
                {t.othersLink}
              </ButtonLink>
            )}
          </Actions>
        )}
        {dataTable(batchTable(page, view))}
      </Section>
      <Section title={t.sheetSection} id="sheet">
        <Soft>{props.timeIsOver ? t.sheetLead : t.sheetLater}</Soft>
        <Actions>
          <ButtonLink kind={props.timeIsOver && open ? 'primary' : 'quiet'} href={`${here}/reconciliation`}>
            {t.sheetOpen}
          </ButtonLink>
        </Actions>
      </Section>
    </Layout>
  );
}

const kept = (props: PapersPageView, form: NonNullable<PapersPageView['back']>['form']) =>
  props.back?.form === form ? { errors: props.back.errors, values: props.back.values } : {};

function PrintSection(props: PapersPageView) {
  const { page, view } = props;
  const t = paperText[page.lang];
  const here = `${page.base}/ballots/${view.ballot.id}`;
  const secret = view.ballot.secrecy === 'secret';
  const open = view.ballot.state === 'open';
  const complete = !secret && view.slips.length >= view.roll.length;
  return (
    <Section title={t.print} id="print">
      <p>{view.slips.length === 0 ? t.noSlips : t.slipCount(view.slips.length)}</p>
      {view.slips.length > 0 && open && (
        <Actions>
          {([3, 1, 4] as const).map((per) => (
            <ButtonLink kind="quiet" href={`${here}/papers.pdf?per=${per}`}>
              {t.perSheet(per)}
            </ButtonLink>
          ))}
        </Actions>
      )}
      {open && !complete && !secret && <ActionForm action={`${here}/slips`}>{t.make}</ActionForm>}
      {open && secret && (
        <Form id="slips" action={`${here}/slips`} {...kept(props, 'slips')}>
          <NumberField name="sheets" label={t.sheets} required value={view.slips.length === 0 ? String(view.roll.length) : undefined} />
          <Button kind={view.slips.length === 0 ? 'primary' : 'quiet'}>{view.slips.length === 0 ? t.make : t.makeMore}</Button>
        </Form>
      )}
    </Section>
  );
}

function IssueSection(props: PapersPageView) {
  const { page, view } = props;
  const t = paperText[page.lang];
  const here = `${page.base}/ballots/${view.ballot.id}`;
  const secret = view.ballot.secrecy === 'secret';
  const open = view.ballot.state === 'open' && view.slips.length > 0;
  const current = view.slips.filter((slip) => !slip.replaced && slip.returnedIn === null && slip.electorId !== null);
  return (
    <Section title={t.issue} id="issue">
      <Soft>{t.issueLead}</Soft>
      {open && (
        <Form id="issue" action={`${here}/slips/issue`} {...kept(props, 'issue')}>
          <FieldRow>
            <TextField name="to" label={t.to} hint={t.toHint} required maxLength={100} />
            {secret ? (
              <NumberField name="sheets" label={t.sheets} required />
            ) : (
              <TextField name="numbers" label={t.numbers} hint={t.numbersHint} maxLength={500} />
            )}
          </FieldRow>
          {secret && (
            <SelectField
              name="kind"
              label={t.state}
              required
              value="issued"
              options={[
                { value: 'issued', label: t.kindIssued },
                { value: 'replaced', label: t.kindReplaced },
              ]}
            />
          )}
          <Button kind="quiet">{t.issueNow}</Button>
        </Form>
      )}
      {dataTable(issueTable(page, view))}
      {open && !secret && current.length > 0 && (
        <details class="fold" open={props.back?.form === 'replace' || undefined}>
          <summary>{t.replace}</summary>
          <Form id="replace" action={`${here}/slips/replace`} {...kept(props, 'replace')}>
            <SelectField
              name="elector"
              label={t.whose}
              hint={t.replaceLead}
              required
              options={current.map((slip) => ({ value: slip.electorId ?? '', label: `#${slip.no} ${slip.label}` }))}
            />
            <TextField name="because" label={t.because} required maxLength={300} />
            <Button kind="quiet">{t.replaceNow}</Button>
          </Form>
        </details>
      )}
    </Section>
  );
}

function MarkSection({ page, view }: PapersPageView) {
  const t = paperText[page.lang];
  const here = `${page.base}/ballots/${view.ballot.id}`;
  const marked = (kind: 'issued' | 'returned') => new Set(view.marks.filter((mark) => mark.kind === kind).map((mark) => mark.electorId));
  const [issued, returned] = [marked('issued'), marked('returned')];
  const waiting = view.roll.filter((line) => !returned.has(line.electorId));
  return (
    <Section title={t.marks} id="marks">
      <Soft>{t.marksLead}</Soft>
      <p>{t.marksWords(issued.size, returned.size)}</p>
      <Form id="marks" action={`${here}/slips/mark`}>
        <SelectField name="elector" label={t.whose} required options={waiting.map((line) => ({ value: line.electorId, label: `#${line.no} ${line.label}` }))} />
        <Actions>
          <Button kind="quiet" name="kind" value="issued">
            {t.markIssued}
          </Button>
          <Button name="kind" value="returned">
            {t.markReturned}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}

const numbersText = (numbers: readonly number[]): string => {
  const runs: string[] = [];
  for (let at = 0; at < numbers.length; ) {
    let end = at;
    while (numbers[end + 1] === (numbers[end] ?? 0) + 1) end += 1;
    runs.push(end === at ? String(numbers[at]) : `${numbers[at]}–${numbers[end]}`);
    at = end + 1;
  }
  return runs.join('、');
};

function issueTable(page: PageFrame, view: PaperView): TableSpec<PaperIssue> {
  const t = paperText[page.lang];
  return {
    lang: page.lang,
    base: `${page.base}/ballots/${view.ballot.id}/papers`,
    query: {},
    tools: false,
    caption: t.issueLog,
    rows: view.issues,
    empty: <Empty title={t.noIssues} />,
    columns: [
      { key: 'when', label: t.when, value: (row) => row.issuedAt },
      { key: 'to', label: t.to, value: (row) => row.issuedTo },
      { key: 'sheets', label: t.sheets, numeric: true, value: (row) => row.sheets },
      view.ballot.secrecy === 'secret'
        ? { key: 'kind', label: t.state, value: (row) => (row.kind === 'issued' ? t.kindIssued : t.kindReplaced) }
        : { key: 'which', label: t.which, value: (row) => numbersText(row.numbers) },
      { key: 'by', label: t.by, value: (row) => row.issuedBy },
    ],
  };
}

function batchTable(page: PageFrame, view: PaperView): TableSpec<PaperBatch> {
  const t = paperText[page.lang];
  const tones = { waiting: 'wait', entered: 'act', recorded: 'good', dropped: 'plain' } as const;
  const here = `${page.base}/ballots/${view.ballot.id}`;
  return {
    lang: page.lang,
    base: `${here}/papers`,
    query: {},
    tools: false,
    caption: t.enter,
    rows: view.batches,
    empty: <Empty title={t.noBatches} />,
    columns: [
      { key: 'no', label: t.title, value: (row) => row.no, render: (row) => <a href={`${here}/batches/${row.id}`}>{t.batch(row.no)}</a> },
      { key: 'papers', label: t.papersIn, numeric: true, value: (row) => row.papers },
      { key: 'handed', label: t.handedIn, value: (row) => instantText(row.handedInAt, page.lang) },
      { key: 'state', label: t.state, value: (row) => t[row.state], render: (row) => <State tone={tones[row.state]}>{t[row.state]}</State> },
      { key: 'first', label: t.first, value: (row) => row.firstName },
      { key: 'second', label: t.second, value: (row) => row.secondName },
    ],
  };
}
