import {
  amountNow,
  type Audit,
  auditNumber,
  type Finding,
  type FindingFile,
  findingState,
  itIsOverdue,
  severities,
  severityNow,
  type StepKind,
  waitsFor,
} from '#modules/audits';
import type { FileInfo } from '#platform/files';
import {
  Button,
  DateField,
  dayText,
  FieldRow,
  FileField,
  FileList,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  Money,
  MoneyField,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  Soft,
  State,
  Story,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { auditText } from './text.ts';
import { findingStateName, findingTone, stepName } from './words.ts';

/** Everything a finding's page shows. */
export interface FindingView {
  audit: Audit;
  finding: Finding;
  placeName: string | null;
  item: { label: string; href: string | null } | null;
  projectTitle: string | null;
  papers: (FindingFile & { file: FileInfo })[];
  /** Steps the reader may take now. */
  may: ReadonlySet<StepKind>;
  /** Who may be named to put it right. */
  people: readonly { personId: string; name: string }[];
  /** Leads back into the audit; null for the audited. */
  auditHref: string | null;
}

/** One finding from its writing to its end, with what the reader may do now. */
export function FindingPage(props: { page: PageFrame; view: FindingView; today: string; form?: string; errors?: FormErrors; values?: FormValues }) {
  const { page, view, today } = props;
  const { finding, audit } = view;
  const { lang, base } = page;
  const t = auditText[lang];
  const here = `${base}/audit-findings/${finding.id}`;
  const state = findingState(finding);
  const late = itIsOverdue(finding, today);
  const { dueDay } = waitsFor(finding);
  const filesOf = (stepId: string | null) =>
    view.papers
      .filter((paper) => paper.stepId === stepId)
      .map(({ file }) => ({ name: file.name, href: `${here}/files/${file.id}`, sizeBytes: Number(file.sizeBytes), hash: file.sha256 }));
  return (
    <Layout
      page={page}
      title={`${auditNumber(audit)} ${t.finding(finding.no)}`}
      crumbs={[
        { label: t.title, href: `${base}/audits` },
        ...(view.auditHref ? [{ label: audit.title, href: view.auditHref }] : []),
        { label: t.finding(finding.no) },
      ]}
    >
      <p>
        <State tone={findingTone(state, late)}>
          {findingStateName(state, lang)}
          {late ? `（${t.overdue}）` : ''}
        </State>{' '}
        {dueDay !== null && <span class="soft">{t.dueBy(dayText(dueDay, lang))}</span>}
      </p>
      <KeyValues
        items={[
          [t.severity, t[severityNow(finding)]],
          [t.clause, finding.clause],
          [t.body, finding.body],
          [t.findingAmount, amountNow(finding) === null ? undefined : <Money fen={amountNow(finding) ?? 0n} />],
          [t.addressed, view.placeName ?? t.office],
          [t.item, view.item ? view.item.href ? <a href={view.item.href}>{view.item.label}</a> : view.item.label : (view.projectTitle ?? undefined)],
          [t.auditor, finding.byName],
        ]}
      />
      {filesOf(null).length > 0 && (
        <Section title={t.evidence}>
          <FileList items={filesOf(null)} />
        </Section>
      )}
      {finding.steps.length > 0 && (
        <Section title={t.story}>
          <Story
            items={finding.steps.map((step, at) => ({
              state: at === finding.steps.length - 1 ? ('now' as const) : ('done' as const),
              when: instantText(step.at, lang),
              datetime: step.at.toISOString(),
              title: `${stepName(step.kind, lang)} · ${step.byName}`,
              body: (
                <>
                  {step.body !== '' && <p>{step.body}</p>}
                  {step.personName !== null && (
                    <p>
                      {t.remedier}：{step.personName}
                    </p>
                  )}
                  {step.dueDay !== null && <p>{t.dueBy(dayText(step.dueDay, lang))}</p>}
                  {step.severity !== null && (
                    <p>
                      {t.severity}：{t[step.severity]}
                      {step.amountFen !== null && `，${yuanText(step.amountFen)}`}
                    </p>
                  )}
                  {filesOf(step.id).length > 0 && <FileList items={filesOf(step.id)} />}
                </>
              ),
            }))}
          />
        </Section>
      )}
      <StepForms {...props} here={here} />
    </Layout>
  );
}

function StepForms(props: { page: PageFrame; view: FindingView; here: string; today: string; form?: string; errors?: FormErrors; values?: FormValues }) {
  const { page, view, here } = props;
  const t = auditText[page.lang];
  const { may, finding, audit } = view;
  const back = (form: string) => (props.form === form ? { errors: props.errors ?? {}, values: props.values ?? {} } : {});
  const papers = <FileField name="files" label={t.papers} hint={t.evidenceHint} multiple />;
  return (
    <>
      {may.has('issued') && (
        <Section title={t.issue}>
          <Soft>{t.issueLead(audit.answerDays)}</Soft>
          <Form action={`${here}/issue`} id="issue" {...back('issue')}>
            <Button>{t.issue}</Button>
          </Form>
          <details>
            <summary>{t.drop}</summary>
            <Form action={`${here}/drop`} id="drop" {...back('drop')}>
              <TextField name="body" label={t.because} maxLength={4000} required />
              <Button kind="quiet">{t.drop}</Button>
            </Form>
          </details>
        </Section>
      )}
      {may.has('answered') && (
        <Section title={t.answer}>
          <Form action={`${here}/answer`} id="answer" {...back('answer')} multipart>
            <TextArea name="body" label={t.answerBody} rows={5} maxLength={4000} required />
            {papers}
            <Button>{t.send}</Button>
          </Form>
        </Section>
      )}
      {may.has('objected') && (
        <details>
          <summary>{t.object}</summary>
          <Form action={`${here}/object`} id="object" {...back('object')} multipart>
            <TextArea name="body" label={t.object} hint={t.objectHint} rows={5} maxLength={4000} required />
            {papers}
            <Button kind="quiet">{t.object}</Button>
          </Form>
        </details>
      )}
      {may.has('kept') && (
        <Section title={t.rule}>
          <Form action={`${here}/rule`} id="rule" {...back('rule')}>
            <RadioField
              name="kind"
              label={t.rule}
              options={[
                { value: 'kept', label: t.ruleKept },
                { value: 'changed', label: t.ruleChanged },
                { value: 'lifted', label: t.ruleLifted },
              ]}
              required
            />
            <FieldRow>
              <SelectField name="severity" label={t.severity} value={severityNow(finding)} options={severities.map((value) => ({ value, label: t[value] }))} />
              <MoneyField name="amount" label={t.newAmount} />
            </FieldRow>
            <TextArea name="body" label={t.because} rows={4} maxLength={4000} required />
            <Button>{t.send}</Button>
          </Form>
        </Section>
      )}
      {may.has('planned') && (
        <Section title={t.plan}>
          <Form action={`${here}/plan`} id="plan" {...back('plan')}>
            <TextArea name="body" label={t.planBody} rows={3} maxLength={4000} required />
            <FieldRow>
              <SelectField name="person" label={t.remedier} options={view.people.map(({ personId, name }) => ({ value: personId, label: name }))} required />
              <DateField name="due" label={t.remedyDay} min={props.today} required />
            </FieldRow>
            <Button>{t.plan}</Button>
          </Form>
        </Section>
      )}
      {may.has('settled') && (
        <details>
          <summary>{t.settle}</summary>
          <Form action={`${here}/settle`} id="settle" {...back('settle')}>
            <TextArea name="body" label={t.because} rows={3} maxLength={4000} required />
            <Button kind="quiet">{t.settle}</Button>
          </Form>
        </details>
      )}
      {may.has('proved') && (
        <Section title={t.prove}>
          <Form action={`${here}/prove`} id="prove" {...back('prove')} multipart>
            <TextArea name="body" label={t.proveBody} rows={3} maxLength={4000} required />
            <FileField name="files" label={t.papers} hint={t.evidenceHint} multiple required />
            <Button>{t.send}</Button>
          </Form>
        </Section>
      )}
      {may.has('good') && (
        <Section title={t.recheck}>
          <Form action={`${here}/recheck`} id="recheck" {...back('recheck')}>
            <RadioField
              name="kind"
              label={t.recheck}
              options={[
                { value: 'good', label: t.passed },
                { value: 'bad', label: t.failed },
              ]}
              required
            />
            <TextArea name="body" label={t.because} rows={3} maxLength={4000} required />
            <Button>{t.send}</Button>
          </Form>
        </Section>
      )}
    </>
  );
}
