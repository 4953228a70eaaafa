import { type MidTerm, type MidTermRubric, midTermTotal, type Project, type WorksFacts } from '#modules/projects';
import {
  Actions,
  Button,
  ButtonLink,
  dayText,
  Empty,
  FieldRow,
  Fieldset,
  Form,
  Instant,
  KeyValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  RadioField,
  Section,
  Soft,
  State,
  TextArea,
  TextField,
  type Tone,
  yuanText,
} from '../ui/index.ts';
import { midTermText } from './mid-term-text.ts';
import { formOf, type Refused, WorksNav } from './works-nav.tsx';

const tones: Record<'passed' | 'improve' | 'failed', Tone> = { passed: 'good', improve: 'wait', failed: 'bad' };
/** Hundredths of a point as `86.50`. */
export const pointsText = (hundredths: bigint): string => `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;

/** The figures of a report in words, label and value. */
export function factRows(facts: WorksFacts, lang: PageFrame['lang']): [string, string][] {
  const t = midTermText[lang];
  const yuan = (fen: string) => yuanText(BigInt(fen));
  return [
    [t.asOf, dayText(facts.day, lang)],
    [t.plan, facts.planPercent === null ? t.noPlan : t.planLine(facts.planPercent, facts.tasksDone, facts.tasks, facts.tasksOverdue)],
    [t.watch, t.watchLine(facts.checkIns, facts.photos, facts.watchesMissed)],
    [t.money, t.moneyLine(yuan(facts.plannedFen), yuan(facts.receivedFen), yuan(facts.spentFen))],
    [t.stuck, t.stuckLine(facts.stuckOpen, facts.stuckSolved)],
    [t.open, t.openLine(facts.troublesOpen, facts.findingsOpen)],
    [t.changes, t.changesLine(facts.changes)],
  ];
}

/** The mid-term of a project: reports with their checks, and whatever this viewer must do next. */
export function MidTermPage(props: {
  page: PageFrame;
  project: Project;
  reports: MidTerm[];
  facts: WorksFacts;
  /** The draft of a report, put together from what was written down on the way. */
  draft: { progress: string; problems: string; nextSteps: string };
  rubric: MidTermRubric;
  staff: boolean;
  mayReport: boolean;
  mayCheck: boolean;
  maySet: boolean;
  refused?: Refused;
}) {
  const { page, project, rubric } = props;
  const t = midTermText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const open = props.reports.find((report) => report.check === null);
  return (
    <Layout page={page} title={t.title} crumbs={[{ label: project.title, href: at }, { label: t.title }]}>
      <WorksNav page={page} project={project} here="mid-term" staff={props.staff} />
      <Lead>{t.lead}</Lead>
      {props.reports.length === 0 && !props.mayReport && <Empty title={t.none} />}
      {[...props.reports].reverse().map((report) => (
        <Report page={page} report={report} />
      ))}
      {open && props.mayCheck && <Check {...props} report={open} at={at} />}
      {props.mayReport && !open && (
        <Section title={t.reportTitle} id="report">
          <Soft>{t.factsHint}</Soft>
          <KeyValues items={factRows(props.facts, page.lang)} />
          <Form action={`${at}/mid-term`} {...formOf(props.refused, 'report')}>
            <TextArea name="progress" label={t.progress} value={props.draft.progress} rows={5} maxLength={3000} required />
            <TextArea name="problems" label={t.problems} value={props.draft.problems} rows={3} maxLength={2000} />
            <TextArea name="nextSteps" label={t.nextSteps} value={props.draft.nextSteps} rows={3} maxLength={2000} required />
            <Actions>
              <Button>{t.send}</Button>
            </Actions>
          </Form>
        </Section>
      )}
      {props.reports.length > 0 && (
        <Actions>
          <ButtonLink href={`${at}/mid-term.pdf`} kind="quiet" word>
            {t.print}
          </ButtonLink>
        </Actions>
      )}
      {rubric.kind === 'unset' && props.staff && <Soft>{rubric.asks ? t.unsetAsks : t.unset}</Soft>}
      {rubric.kind === 'unset' && props.maySet && (
        <details open={props.refused?.at === 'rubric' || undefined}>
          <summary>{t.setTitle}</summary>
          <Form action={`${at}/mid-term/rubric`} {...formOf(props.refused, 'rubric')}>
            <TextField name="rubric" label={t.setRubric} hint={t.setHint} maxLength={300} required size="long" />
            <TextField name="why" label={t.setWhy} maxLength={200} required size="long" />
            <Actions>
              <Button kind="quiet">{t.setSave}</Button>
            </Actions>
          </Form>
        </details>
      )}
    </Layout>
  );
}

/** Text as it was typed, line by line. */
const Lines = ({ text }: { text: string }) => (
  <>
    {text.split('\n').map((line) => (
      <div>{line}</div>
    ))}
  </>
);

function Report({ page, report }: { page: PageFrame; report: MidTerm }) {
  const t = midTermText[page.lang];
  const { check } = report;
  const total = check ? midTermTotal(check.scores) : null;
  return (
    <Section title={t.reportNo(report.no)} action={<State tone={check ? tones[check.result] : 'wait'}>{check ? t[check.result] : t.waits}</State>}>
      <KeyValues
        items={[
          [t.progress, <Lines text={report.progress} />],
          [t.problems, report.problems === '' ? undefined : <Lines text={report.problems} />],
          [t.nextSteps, <Lines text={report.nextSteps} />],
          ...factRows(report.facts, page.lang),
          [
            t.reporter,
            <>
              {report.byName} <Instant at={report.at} />
            </>,
          ],
        ]}
      />
      {check && (
        <KeyValues
          items={[
            [t.total, total === null ? undefined : <b>{pointsText(total)}</b>],
            ...check.scores.map((score) => [`${score.title}（${score.weight}%）`, `${score.points}/${score.max}：${score.reason}`] as const),
            [t.reason, check.reason],
            [t.basis, check.rubric || undefined],
            [
              t.checker,
              <>
                {check.byName} <Instant at={check.at} />
              </>,
            ],
          ]}
        />
      )}
    </Section>
  );
}

function Check(props: Parameters<typeof MidTermPage>[0] & { report: MidTerm; at: string }) {
  const { page, rubric } = props;
  const t = midTermText[page.lang];
  return (
    <Section title={t.checkTitle} id="check">
      {rubric.kind === 'set' ? <Soft>{`${t.basis}：${rubric.source}`}</Soft> : <Soft>{rubric.asks ? t.unsetAsks : t.unset}</Soft>}
      <Form action={`${props.at}/mid-term/${props.report.id}`} {...formOf(props.refused, 'check')}>
        {rubric.kind === 'set' &&
          rubric.criteria.map((one) => (
            <Fieldset legend={one.title}>
              <FieldRow>
                <NumberField name={`points-${one.code}`} label={t.points(one.max, one.weight)} required />
                <TextField name={`reason-${one.code}`} label={t.pointsReason} maxLength={500} required />
              </FieldRow>
            </Fieldset>
          ))}
        <RadioField name="result" label={t.result} options={(['passed', 'improve', 'failed'] as const).map((value) => ({ value, label: t[value] }))} required />
        <TextArea name="reason" label={t.reason} rows={3} maxLength={2000} required />
        <Actions>
          <Button>{t.check}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
