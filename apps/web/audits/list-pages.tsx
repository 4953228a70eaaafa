import { type Audit, auditNumber, auditState, type Finding, findingState, itIsOverdue, severityNow } from '#modules/audits';
import type { Round } from '#modules/funds';
import {
  ButtonLink,
  CheckList,
  dataTable,
  DateField,
  dayText,
  Empty,
  FieldRow,
  Fieldset,
  Button,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  Section,
  SelectField,
  State,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { auditText } from './text.ts';
import { findingStateName, findingTone } from './words.ts';

/** Findings as a short list: for those who answer, and on an audit's page. */
export function FindingTable(props: { page: PageFrame; findings: readonly Finding[]; today: string; places: ReadonlyMap<string, string> }) {
  const { page, today } = props;
  const t = auditText[page.lang];
  return dataTable<Finding>({
    rows: props.findings,
    query: {},
    lang: page.lang,
    base: page.base,
    tools: false,
    caption: t.findings,
    columns: [
      {
        key: 'no',
        label: t.no,
        value: (finding) => finding.no,
        render: (finding) => <a href={`${page.base}/audit-findings/${finding.id}`}>{t.finding(finding.no)}</a>,
      },
      { key: 'body', label: t.body, value: (finding) => (finding.body.length > 60 ? `${finding.body.slice(0, 60)}…` : finding.body) },
      { key: 'severity', label: t.severity, value: (finding) => t[severityNow(finding)] },
      { key: 'who', label: t.addressed, value: (finding) => (finding.neighbourhoodId === null ? t.office : (props.places.get(finding.neighbourhoodId) ?? '')) },
      { key: 'amount', label: t.findingAmount, numeric: true, value: (finding) => finding.amountFen },
      {
        key: 'state',
        label: t.state,
        value: (finding) => findingStateName(findingState(finding), page.lang),
        render: (finding) => {
          const late = itIsOverdue(finding, today);
          return (
            <State tone={findingTone(findingState(finding), late)}>
              {findingStateName(findingState(finding), page.lang)}
              {late ? `（${t.overdue}）` : ''}
            </State>
          );
        },
      },
    ],
  });
}

/** All audits the reader may know of, and the findings the reader answers. */
export function ListPage(props: {
  page: PageFrame;
  audits: readonly Audit[];
  findings: readonly Finding[];
  places: ReadonlyMap<string, string>;
  today: string;
  mayOpen: boolean;
  answers: boolean;
  query: Record<string, string>;
}) {
  const { page, today } = props;
  const t = auditText[page.lang];
  const action = props.mayOpen ? <ButtonLink href={`${page.base}/audits/new`}>{t.open}</ButtonLink> : undefined;
  return (
    <Layout page={page} title={t.title} wide>
      <Lead>{t.lead}</Lead>
      {props.findings.length > 0 && (
        <Section title={t.yours}>
          <FindingTable page={page} findings={props.findings} today={today} places={props.places} />
        </Section>
      )}
      {props.audits.length === 0 && props.findings.length === 0 ? (
        <Empty title={t.none} action={action}>
          {props.mayOpen ? t.noneOffice : props.answers ? t.noneAudited : undefined}
        </Empty>
      ) : (
        <>
          {props.audits.length > 0 &&
            dataTable<Audit>({
              rows: props.audits,
              query: props.query,
              lang: page.lang,
              base: `${page.base}/audits`,
              caption: t.title,
              mayExport: false,
              columns: [
                { key: 'no', label: t.number, value: auditNumber },
                {
                  key: 'title',
                  label: t.name,
                  value: ({ title }) => title,
                  render: (audit) => <a href={`${page.base}/audits/${audit.id}`}>{audit.title}</a>,
                },
                { key: 'who', label: t.auditor, value: ({ auditorName }) => auditorName },
                { key: 'days', label: t.access, value: (audit) => `${dayText(audit.fromDay, page.lang)} — ${dayText(audit.toDay, page.lang)}` },
                {
                  key: 'state',
                  label: t.state,
                  value: (audit) => t[auditState(audit, today)],
                  render: (audit) => (
                    <State tone={audit.reported ? 'good' : auditState(audit, today) === 'over' ? 'bad' : 'act'}>{t[auditState(audit, today)]}</State>
                  ),
                },
              ],
            })}
          {action}
        </>
      )}
    </Layout>
  );
}

/** The form with which the office opens an audit. */
export function NewPage(props: {
  page: PageFrame;
  today: string;
  auditors: readonly { personId: string; name: string }[];
  rounds: readonly Round[];
  places: readonly { id: string; name: string }[];
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, today } = props;
  const t = auditText[page.lang];
  const year = today.slice(0, 4);
  return (
    <Layout page={page} title={t.open} crumbs={[{ label: t.title, href: `${page.base}/audits` }, { label: t.open }]}>
      <Lead>{t.lead}</Lead>
      <Form action={`${page.base}/audits/new`} errors={props.errors} values={props.values}>
        <TextField name="title" label={t.name} maxLength={120} required />
        <TextField name="commissioned" label={t.commissioned} hint={t.commissionedHint} maxLength={200} required />
        <TextArea name="purpose" label={t.purpose} rows={3} maxLength={2000} required />
        <Fieldset legend={t.auditor} hint={t.auditorHint}>
          <SelectField name="auditor" label={t.auditorKnown} options={props.auditors.map(({ personId, name }) => ({ value: personId, label: name }))} />
          <FieldRow>
            <TextField name="name" label={t.auditorNew} maxLength={60} />
            <TextField name="phone" label={t.auditorPhone} type="tel" />
          </FieldRow>
        </Fieldset>
        <Fieldset legend={t.access}>
          <FieldRow>
            <DateField name="from" label={t.from} value={today} required />
            <DateField name="to" label={t.to} min={today} required />
          </FieldRow>
        </Fieldset>
        <Fieldset legend={t.period}>
          <FieldRow>
            <DateField name="periodFrom" label={t.from} value={`${year}-01-01`} required />
            <DateField name="periodTo" label={t.to} value={`${year}-12-31`} required />
          </FieldRow>
        </Fieldset>
        <NumberField name="answerDays" label={t.answerDays} unit={t.days} required />
        {props.rounds.length > 0 && (
          <CheckList name="rounds" label={t.scopeRounds} hint={t.scopeHint} options={props.rounds.map((round) => ({ value: round.id, label: round.name }))} />
        )}
        <CheckList name="places" label={t.scopePlaces} hint={t.scopeHint} options={props.places.map((place) => ({ value: place.id, label: place.name }))} />
        <Button>{t.openNow}</Button>
      </Form>
    </Layout>
  );
}
