import type { FindingMove, Project, Visit, VisitFinding } from '#modules/projects';
import { defineText } from '#platform/i18n';
import {
  Actions,
  Button,
  DateField,
  dayText,
  Empty,
  FieldRow,
  Fieldset,
  FileField,
  Form,
  KeyValues,
  Layout,
  Lead,
  type Option,
  type PageFrame,
  Photos,
  RadioField,
  Section,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
  type Tone,
} from '../ui/index.ts';
import { formOf, type Refused, WorksNav } from './works-nav.tsx';

export const visitText = defineText({
  title: { zh: '走访督导', en: 'Visits' },
  lead: {
    zh: '自治办或专家到现场看，发现的事写明谁在哪天前办好、怎么答复。',
    en: 'The office or an expert looks at the works; each finding says who sees to it by when, and what came of it.',
  },
  none: { zh: '还没有走访', en: 'No visit yet' },
  visit: { zh: '走访', en: 'Visit' },
  supervision: { zh: '督导', en: 'Supervision' },
  plan: { zh: '安排走访督导', en: 'Plan a visit' },
  kind: { zh: '哪一种', en: 'Which' },
  day: { zh: '哪天去', en: 'Day' },
  visitor: { zh: '谁去', en: 'Who goes' },
  purpose: { zh: '去看什么', en: 'What for' },
  planned: { zh: '已安排。', en: 'Planned.' },
  coming: { zh: '待走访', en: 'To come' },
  made: { zh: '已走访', en: 'Made' },
  cancelled: { zh: '已取消', en: 'Called off' },
  cancel: { zh: '取消', en: 'Call off' },
  reason: { zh: '原因', en: 'Reason' },
  record: { zh: '写走访记录', en: 'Write it down' },
  seen: { zh: '看到的情况', en: 'What was seen' },
  present: { zh: '在场的人', en: 'Who was there' },
  photos: { zh: '照片', en: 'Photos' },
  finding: (no: number) => ({ zh: `发现的问题 ${no}`, en: `Finding ${no}` }),
  findingText: { zh: '什么问题', en: 'What' },
  who: { zh: '谁来办', en: 'Who sees to it' },
  secretary: { zh: '书记', en: 'The secretary' },
  due: { zh: '哪天前办好', en: 'By which day' },
  recorded: { zh: '走访记录已存。', en: 'Written down.' },
  save: { zh: '存记录', en: 'Save' },
  open: { zh: '待答复', en: 'Waits for an answer' },
  answered: { zh: '已答复，待确认', en: 'Answered' },
  accepted: { zh: '已办好', en: 'Done' },
  answer: { zh: '答复', en: 'Answer' },
  accept: { zh: '确认办好', en: 'Accept' },
  again: { zh: '还没办好', en: 'Ask again' },
  answerText: { zh: '怎么办的', en: 'What was done' },
  againText: { zh: '还差什么（确认办好的可以不写）', en: 'What is missing (nothing when it is done)' },
  moved: { zh: '已记下。', en: 'Written down.' },
  'own-answer': { zh: '自己的答复要别人确认。', en: 'Somebody else accepts your answer.' },
  'in-the-past': { zh: '不能是过去的日子', en: 'Not a day that has passed' },
  'in-the-future': { zh: '不能是将来的日子', en: 'Not a day to come' },
  'not-in-list': { zh: '请从列表里选', en: 'Choose from the list' },
  invalid: { zh: '请从列表里选', en: 'Choose from the list' },
  'wrong-type': { zh: '请选图片', en: 'Choose a picture' },
});

const findingTones: Record<VisitFinding['state'], Tone> = { open: 'bad', answered: 'wait', accepted: 'good' };
/** Rows of findings that the form offers. */
export const findingRows = [1, 2, 3, 4] as const;

interface Props {
  page: PageFrame;
  project: Project;
  visits: Visit[];
  /** Those who may be sent. */
  visitors: Option[];
  /** Those who may be asked to see to a finding. */
  persons: Option[];
  today: string;
  mayPlan: boolean;
  mayRecord: (visit: Visit) => boolean;
  mayMove: (visit: Visit, finding: VisitFinding, move: FindingMove) => boolean;
  refused?: Refused;
}

/** Visits of a project: what is planned, what was found, what came of it. */
export function VisitsPage(props: Props) {
  const { page, project } = props;
  const t = visitText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  return (
    <Layout page={page} title={t.title} crumbs={[{ label: project.title, href: at }, { label: t.title }]}>
      <WorksNav page={page} project={project} here="visits" />
      <Lead>{t.lead}</Lead>
      {props.visits.length === 0 && <Empty title={t.none} />}
      {props.visits.map((visit) => (
        <One {...props} visit={visit} at={`${at}/visits/${visit.id}`} />
      ))}
      {props.mayPlan && (
        <Section title={t.plan} id="plan">
          <Form action={`${at}/visits`} {...formOf(props.refused, 'plan')}>
            <RadioField
              name="kind"
              label={t.kind}
              value="visit"
              options={[
                { value: 'visit', label: t.visit },
                { value: 'supervision', label: t.supervision },
              ]}
              required
            />
            <FieldRow>
              <DateField name="plannedDay" label={t.day} value={props.today} min={props.today} required />
              <SelectField name="visitorId" label={t.visitor} options={props.visitors} required />
            </FieldRow>
            <TextField name="purpose" label={t.purpose} maxLength={300} required size="long" />
            <Actions>
              <Button>{t.plan}</Button>
            </Actions>
          </Form>
        </Section>
      )}
    </Layout>
  );
}

function One(props: Props & { visit: Visit; at: string }) {
  const { page, visit, at } = props;
  const t = visitText[page.lang];
  const { record } = visit;
  const state: { tone: Tone; text: string } =
    visit.cancelledReason !== null ? { tone: 'plain', text: t.cancelled } : record ? { tone: 'good', text: t.made } : { tone: 'wait', text: t.coming };
  return (
    <Section
      title={`${visit.no}. ${t[visit.kind]} · ${dayText(record?.day ?? visit.plannedDay, page.lang, 'weekday')}`}
      id={`visit-${visit.no}`}
      action={<State tone={state.tone}>{state.text}</State>}
    >
      <KeyValues
        items={[
          [t.visitor, visit.visitorName],
          [t.purpose, visit.purpose],
          [t.reason, visit.cancelledReason ?? undefined],
          [t.seen, record?.seen],
          [t.present, record?.present || undefined],
        ]}
      />
      {record && record.photoIds.length > 0 && (
        <Photos items={record.photoIds.map((id) => ({ src: `${page.base}/files/${id}`, href: `${page.base}/files/${id}`, alt: record.seen.slice(0, 60) }))} />
      )}
      {visit.findings.map((finding) => (
        <Finding {...props} finding={finding} />
      ))}
      {record === null && visit.cancelledReason === null && props.mayRecord(visit) && <Record {...props} />}
      {record === null && visit.cancelledReason === null && props.mayPlan && (
        <details open={props.refused?.at === `cancel-${visit.no}` || undefined}>
          <summary>{t.cancel}</summary>
          <Form action={`${at}/cancel`} {...formOf(props.refused, `cancel-${visit.no}`)}>
            <TextField name="reason" label={t.reason} maxLength={300} required size="long" />
            <Actions>
              <Button kind="quiet">{t.cancel}</Button>
            </Actions>
          </Form>
        </details>
      )}
    </Section>
  );
}

function Record(props: Props & { visit: Visit; at: string }) {
  const { page, visit, at, today } = props;
  const t = visitText[page.lang];
  return (
    <details open={today >= visit.plannedDay || props.refused?.at === `record-${visit.no}` || undefined}>
      <summary>{t.record}</summary>
      <Form action={`${at}/record`} multipart {...formOf(props.refused, `record-${visit.no}`)}>
        <FieldRow>
          <DateField name="day" label={t.day} value={today} max={today} required />
          <TextField name="present" label={t.present} maxLength={300} />
        </FieldRow>
        <TextArea name="seen" label={t.seen} rows={4} maxLength={2000} required />
        <FileField name="photo" label={t.photos} accept="image/*" multiple />
        {findingRows.map((row) => (
          <Fieldset legend={t.finding(row)}>
            <TextField name={`text${row}`} label={t.findingText} maxLength={500} size="long" />
            <FieldRow>
              <SelectField name={`who${row}`} label={t.who} options={props.persons} emptyLabel={t.secretary} />
              <DateField name={`due${row}`} label={t.due} min={today} />
            </FieldRow>
          </Fieldset>
        ))}
        <Actions>
          <Button>{t.save}</Button>
        </Actions>
      </Form>
    </details>
  );
}

function Finding(props: Props & { visit: Visit; finding: VisitFinding; at: string }) {
  const { page, visit, finding } = props;
  const t = visitText[page.lang];
  const key = `finding-${visit.no}-${finding.no}`;
  const may = (move: FindingMove) => props.mayMove(visit, finding, move);
  return (
    <article id={key}>
      <p>
        <b>{finding.text}</b> <State tone={findingTones[finding.state]}>{t[finding.state]}</State>
      </p>
      <Soft>
        {finding.personName || t.secretary} · {dayText(finding.dueDay, page.lang, 'short')}
      </Soft>
      {finding.steps.map((step) => (
        <p>
          {t[step.kind]}：{step.text} <Soft>{step.byName}</Soft>
        </p>
      ))}
      {finding.state === 'open' && may('answer') && (
        <Form action={`${props.at}/findings/${finding.id}`} {...formOf(props.refused, key)}>
          <TextArea name="text" label={t.answerText} rows={2} maxLength={1000} required />
          <Actions>
            <Button name="move" value="answer">
              {t.answer}
            </Button>
          </Actions>
        </Form>
      )}
      {finding.state === 'answered' && may('accept') && (
        <Form action={`${props.at}/findings/${finding.id}`} {...formOf(props.refused, key)}>
          <TextArea name="text" label={t.againText} rows={2} maxLength={1000} />
          <Actions>
            <Button name="move" value="accept">
              {t.accept}
            </Button>
            <Button name="move" value="again" kind="quiet">
              {t.again}
            </Button>
          </Actions>
        </Form>
      )}
    </article>
  );
}
