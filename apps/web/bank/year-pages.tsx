import { daysBetween } from '#libs/civil-time';
import { formatYuan, plainYuan } from '#libs/money';
import type { ReturnSlip } from '#modules/books';
import type { SourceDue, YearEndTerm } from '#modules/projects';
import {
  Button,
  dataTable,
  Day,
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
  RadioField,
  Section,
  Soft,
  State,
  TextField,
} from '../ui/index.ts';
import { yearText } from './year-text.ts';

/** One source that must give something back, with where it belongs. */
export interface DueLine {
  due: SourceDue;
  projectTitle: string;
  placeName: string;
}

/** What the policy says about the end of the year, in a sentence; `settings` leads whoever may set what is open. */
export function TermWords({ page, term, maySet }: { page: PageFrame; term: YearEndTerm; maySet: boolean }) {
  const t = yearText[page.lang];
  const year = (monthDay: string) => `${Number(monthDay.slice(0, 2))}月${Number(monthDay.slice(3))}日`;
  const words =
    term.state === 'silent'
      ? t.silent
      : term.state === 'carried'
        ? t.carried
        : term.monthDay !== null
          ? t.by(page.lang === 'zh' ? year(term.monthDay) : term.monthDay)
          : term.carryOver === false
            ? t.forbidden
            : t.unset;
  return (
    <p>
      {words} {term.clauses.length > 0 && <small>{t.byRule(term.clauses.join('；'))}</small>}{' '}
      {maySet && term.state !== 'silent' && term.state !== 'carried' && term.monthDay === null && <a href={`${page.base}/policy/settings`}>{t.setIt}</a>}
    </p>
  );
}

/** By when, and whether that day is near or gone. */
export function DueState({ due, today, lang }: { due: SourceDue; today: string; lang: 'zh' | 'en' }) {
  const t = yearText[lang];
  if (due.lastDay === null) return <State tone="wait">{t.noDay}</State>;
  return (
    <>
      {dayText(due.lastDay, lang)} <State tone={due.overdue ? 'bad' : 'act'}>{due.overdue ? t.overdue : t.daysLeft(daysBetween(today, due.lastDay))}</State>
    </>
  );
}

function Dues({ page, lines, today, base }: { page: PageFrame; lines: readonly DueLine[]; today: string; base: string }) {
  const t = yearText[page.lang];
  const sum = lines.reduce((all, one) => all + one.due.fen, 0n);
  return (
    <>
      {dataTable({
        rows: lines,
        query: {},
        lang: page.lang,
        base,
        tools: false,
        caption: t.yearEnd,
        columns: [
          { key: 'place', label: t.place, value: (row) => row.placeName },
          {
            key: 'project',
            label: t.project,
            value: (row) => row.projectTitle,
            render: (row) => <a href={`${page.base}/projects/${row.due.award.projectId}/year-end`}>{row.projectTitle}</a>,
          },
          { key: 'source', label: t.source, value: (row) => row.due.award.name },
          { key: 'fen', label: t.toReturn, numeric: true, value: (row) => row.due.fen },
          { key: 'kept', label: t.kept, numeric: true, value: (row) => row.due.keptFen },
          { key: 'by', label: t.lastDay, value: (row) => row.due.lastDay, render: (row) => <DueState due={row.due} today={today} lang={page.lang} /> },
        ],
      })}
      <p>
        <b>{t.total}</b> <Money fen={sum} />
      </p>
    </>
  );
}

/** What every project must give back; for the office and the committee. */
export function YearEndPage(props: { page: PageFrame; term: YearEndTerm; lines: readonly DueLine[]; today: string; maySet: boolean }) {
  const { page } = props;
  const t = yearText[page.lang];
  return (
    <Layout page={page} title={t.yearEnd} wide>
      <Lead>{t.lead}</Lead>
      <TermWords page={page} term={props.term} maySet={props.maySet} />
      {props.lines.length === 0 ? (
        <Empty title={t.nothing}>{t.shownFrom}</Empty>
      ) : (
        <Dues page={page} lines={props.lines} today={props.today} base={`${page.base}/year-end`} />
      )}
    </Layout>
  );
}

/** The end of the year of one project: what goes back, the form to record it, the slips. */
export function ProjectYearEndPage(props: {
  page: PageFrame;
  project: { id: string; title: string };
  term: YearEndTerm;
  lines: readonly DueLine[];
  returns: readonly ReturnSlip[];
  today: string;
  mayReturn: boolean;
  maySet: boolean;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, project } = props;
  const t = yearText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  return (
    <Layout
      page={page}
      title={t.yearEnd}
      crumbs={[
        { label: project.title, href: at },
        { label: t.account, href: `${at}/account` },
      ]}
      wide
    >
      <TermWords page={page} term={props.term} maySet={props.maySet} />
      {props.lines.length === 0 ? (
        <Empty title={t.nothing}>{t.shownFrom}</Empty>
      ) : (
        <Dues page={page} lines={props.lines} today={props.today} base={`${at}/year-end`} />
      )}
      {props.mayReturn &&
        props.lines.map(({ due }) => (
          <Section title={`${t.returnNow}：${due.award.name}`}>
            {due.keptFen > 0n && (
              <Soft>
                {t.kept} {formatYuan(due.keptFen)}。{t.keptHint}
              </Soft>
            )}
            <Form action={`${page.base}/awards/${due.award.awardId}/return`} id={`return-${due.award.awardId}`} errors={props.errors} values={props.values}>
              <FieldRow>
                <MoneyField name="amount" label={t.amount} required value={plainYuan(due.fen - due.keptFen)} />
                <RadioField
                  name="way"
                  label={t.way}
                  required
                  value="transfer"
                  options={[
                    { value: 'transfer', label: t.transfer },
                    { value: 'cash', label: t.cash },
                  ]}
                />
              </FieldRow>
              <TextField name="note" label={t.note} maxLength={300} />
              <Button>{t.returnNow}</Button>
            </Form>
          </Section>
        ))}
      <Section title={t.returns}>
        {dataTable({
          rows: props.returns,
          query: {},
          lang: page.lang,
          base: `${at}/year-end`,
          tools: false,
          caption: t.returns,
          empty: <Soft>{t.noReturns}</Soft>,
          columns: [
            { key: 'day', label: t.day, value: (row) => row.day, render: (row) => <Day day={row.day} /> },
            { key: 'source', label: t.source, value: (row) => row.awardName },
            { key: 'text', label: t.text, value: (row) => row.text },
            { key: 'fen', label: t.amount, numeric: true, value: (row) => row.amountFen },
            {
              key: 'slip',
              label: t.slip,
              value: () => null,
              render: (row) => (row.reversed ? <State>{t.reversed}</State> : <a href={`${page.base}/returns/${row.txnId}/slip.pdf`}>{t.slip}</a>),
            },
          ],
        })}
      </Section>
    </Layout>
  );
}
