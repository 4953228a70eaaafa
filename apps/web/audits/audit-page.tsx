import {
  type Audit,
  auditNumber,
  type AuditReport,
  auditState,
  type Finding,
  findingState,
  type Item,
  type Sample,
  type SampleResult,
  type Term,
  type Tick,
} from '#modules/audits';
import { formatDay } from '#libs/civil-time';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  dataTable,
  DateField,
  dayText,
  Empty,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  KeyValues,
  Layout,
  Money,
  type PageFrame,
  RadioField,
  Reason,
  Section,
  Soft,
  State,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { FindingTable } from './list-pages.tsx';
import { auditText } from './text.ts';
import { methodName, projectionRule } from './words.ts';

/** Everything an audit's page shows. */
export interface AuditView {
  audit: Audit;
  part: 'auditor' | 'office';
  seesWork: boolean;
  atWork: boolean;
  rounds: string[];
  placeNames: string[];
  places: ReadonlyMap<string, string>;
  terms: Term[];
  results: SampleResult[];
  items: Item[];
  ticks: Tick[];
  findings: Finding[];
  report: AuditReport | null;
  publication: { noticeId: string } | null;
  said: { value: 'yes' | 'no'; setBy: string; setOn: string } | null;
  may: { open: boolean; publish: boolean };
}

export type AuditForm = 'term' | 'report' | 'setting';

/** One audit: its scope and days, samples, findings, report. */
export function AuditPage(props: { page: PageFrame; view: AuditView; today: string; form?: AuditForm; errors?: FormErrors; values?: FormValues }) {
  const { page, view, today } = props;
  const { audit } = view;
  const { lang, base } = page;
  const t = auditText[lang];
  const here = `${base}/audits/${audit.id}`;
  const back = (form: AuditForm) => (props.form === form ? { errors: props.errors ?? {}, values: props.values ?? {} } : {});
  const state = auditState(audit, today);
  return (
    <Layout page={page} title={audit.title} crumbs={[{ label: t.title, href: `${base}/audits` }, { label: audit.title }]} wide>
      <p>
        {auditNumber(audit)} <State tone={state === 'reported' ? 'good' : state === 'over' ? 'bad' : 'act'}>{t[state]}</State>
      </p>
      {view.part === 'auditor' && state === 'running' && <Reason outcome="note" title={t.endsOn(formatDay(audit.toDay, lang))} />}
      <KeyValues
        items={[
          [t.commissioned, audit.commissionedBy],
          [t.purpose, audit.purpose],
          [t.auditor, audit.auditorName],
          [t.access, `${formatDay(audit.fromDay, lang)} — ${formatDay(audit.toDay, lang)}`],
          [t.period, `${formatDay(audit.periodFrom, lang)} — ${formatDay(audit.periodTo, lang)}`],
          [t.scopeRounds, view.rounds.length === 0 ? t.all : view.rounds.join('、')],
          [t.scopePlaces, view.placeNames.length === 0 ? t.all : view.placeNames.join('、')],
          [t.answerDays, t.within(audit.answerDays)],
          [
            t.openedBy,
            <>
              {audit.openedByName} <Instant at={audit.at} />
            </>,
          ],
          [
            t.terms,
            view.terms.length > 1
              ? view.terms
                  .slice(1)
                  .map((term) => `${dayText(term.toDay, lang)}（${term.byName}：${term.reason}）`)
                  .join('；')
              : undefined,
          ],
        ]}
      />
      {view.seesWork ? <Work page={page} view={view} here={here} /> : <Soft>{t.notYet}</Soft>}
      <Section title={t.findings} action={view.atWork ? <a href={`${here}/findings/new`}>{t.writeFinding}</a> : undefined}>
        {view.findings.length === 0 ? <Empty title={t.noFindings} /> : <FindingTable page={page} findings={view.findings} today={today} places={view.places} />}
      </Section>
      <ReportSection page={page} view={view} here={here} back={back} />
      {view.may.open && !audit.reported && (
        <Section title={t.changeTerm}>
          <Form action={`${here}/term`} id="term" {...back('term')}>
            <FieldRow>
              <DateField name="to" label={t.to} min={today} value={audit.toDay} required />
              <TextField name="reason" label={t.reason} maxLength={500} required />
            </FieldRow>
            <Button kind="quiet">{t.changeTerm}</Button>
          </Form>
        </Section>
      )}
    </Layout>
  );
}

function Work({ page, view, here }: { page: PageFrame; view: AuditView; here: string }) {
  const { lang } = page;
  const t = auditText[lang];
  const sampleOf = new Map<string, Sample>(view.results.map(({ sample }) => [sample.id, sample]));
  const progress = (item: Item) => {
    const own = view.ticks.filter(({ itemId, result }) => itemId === item.id && result !== 'open');
    return t.progressOf(own.length, sampleOf.get(item.sampleId)?.checklist.length ?? 0, own.filter(({ result }) => result === 'bad').length);
  };
  return (
    <>
      <Section title={t.samples}>
        {view.results.length === 0 ? (
          <Empty title={t.noSamples} action={view.atWork ? <ButtonLink href={`${here}/draw`}>{t.draw}</ButtonLink> : undefined} />
        ) : (
          <>
            {view.results.map(({ sample, drawn, projection }) => (
              <div class="reason passed">
                <p>
                  <b>
                    <a href={`${here}/samples/${sample.id}`}>
                      {methodName(sample.method, lang)}：{t.drawn(drawn, sample.populationCount)}
                    </a>
                  </b>
                </p>
                <p>
                  {t.seed}：{sample.seed} · {t.found} {yuanText(projection.foundFen)} · {t.projected} {yuanText(projection.projectedFen)} · {t.limit}{' '}
                  {projection.limitFen === null ? t.noLimit : yuanText(projection.limitFen)}
                </p>
                <p class="soft">{projectionRule(sample.method, lang)}</p>
              </div>
            ))}
            {view.atWork && (
              <Actions>
                <ButtonLink href={`${here}/draw`} kind="quiet">
                  {t.draw}
                </ButtonLink>
              </Actions>
            )}
          </>
        )}
      </Section>
      {view.items.length > 0 && (
        <Section title={t.drawnItems}>
          {dataTable<Item>({
            rows: view.items,
            query: {},
            lang,
            base: here,
            tools: false,
            caption: t.drawnItems,
            columns: [
              { key: 'no', label: t.no, value: ({ no }) => no },
              { key: 'label', label: t.label, value: ({ label }) => label, render: (item) => <a href={`${here}/items/${item.id}`}>{item.label}</a> },
              { key: 'stratum', label: t.stratum, value: ({ stratum }) => stratum },
              { key: 'amount', label: t.amount, numeric: true, value: ({ amountFen }) => amountFen, render: ({ amountFen }) => <Money fen={amountFen} /> },
              { key: 'progress', label: t.progress, value: progress },
            ],
          })}
        </Section>
      )}
    </>
  );
}

function ReportSection(props: { page: PageFrame; view: AuditView; here: string; back: (form: AuditForm) => { errors?: FormErrors; values?: FormValues } }) {
  const { page, view, here, back } = props;
  const { lang, base } = page;
  const t = auditText[lang];
  const { report } = view;
  const drafts = view.findings.filter((finding) => findingState(finding) === 'draft').length;
  if (!report) {
    if (!view.atWork) return null;
    return (
      <Section title={t.issueReport}>
        <Soft>{t.reportLead}</Soft>
        {drafts > 0 ? (
          <Reason outcome="blocked" title={t.draftsLeft(drafts)} />
        ) : (
          <Form action={`${here}/report`} id="report" {...back('report')}>
            <TextArea name="opinion" label={t.opinion} rows={6} maxLength={8000} required />
            <TextArea name="summary" label={t.summary} hint={t.summaryHint} rows={4} maxLength={4000} required />
            <Button>{t.issueReport}</Button>
          </Form>
        )}
      </Section>
    );
  }
  return (
    <Section title={t.report}>
      <KeyValues
        items={[
          [t.opinion, report.opinion],
          [t.summary, report.summary],
          [
            t.auditor,
            <>
              {report.byName} <Instant at={report.at} />
            </>,
          ],
        ]}
      />
      <Actions>
        <ButtonLink href={`${here}/report.pdf`} word>
          {t.reportPdf}
        </ButtonLink>
        {view.publication ? (
          <a href={`${base}/notices/${view.publication.noticeId}`}>{t.publishedAs}</a>
        ) : (
          view.may.publish && view.said?.value === 'yes' && <ActionForm action={`${here}/publish`}>{t.publish}</ActionForm>
        )}
      </Actions>
      {view.said && (
        <Soft>
          {t.setPublish}
          {view.said.value === 'yes' ? t.setYes : t.setNo}（{t.saidBy(view.said.setBy, dayText(view.said.setOn, lang))}）
        </Soft>
      )}
      {!view.said && view.may.publish && !view.publication && (
        <>
          <Reason outcome="ask" title={t.unsetPublish} />
          <Form action={`${here}/setting`} id="setting" {...back('setting')}>
            <RadioField
              name="publish"
              label={t.setPublish}
              options={[
                { value: 'yes', label: t.setYes },
                { value: 'no', label: t.setNo },
              ]}
              required
            />
            <Button kind="quiet">{t.setSave}</Button>
          </Form>
        </>
      )}
    </Section>
  );
}
