import { dayOf, daysBetween } from '#libs/civil-time';
import { type Helper, type Project, type Stuck, type StuckMove, type StuckStep, stuckWaits, type WorkTask } from '#modules/projects';
import {
  Actions,
  Button,
  DateField,
  dataTable,
  dayText,
  Empty,
  FieldRow,
  Form,
  Instant,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
  Story,
  TextArea,
  type Tone,
  type View,
} from '../ui/index.ts';
import { stuckText } from './stuck-text.ts';
import { formOf, type Refused, WorksNav } from './works-nav.tsx';

const stateKeys = {
  raised: 'stateRaised',
  sent: 'stateSent',
  taken: 'stateTaken',
  answered: 'stateAnswered',
  'given-back': 'stateGivenBack',
  solved: 'stateSolved',
} as const;
const tones: Record<Stuck['state'], Tone> = { raised: 'bad', sent: 'wait', taken: 'wait', answered: 'wait', 'given-back': 'bad', solved: 'good' };
const onKeys = { team: 'team', asked: 'asked', helper: 'holder' } as const;

/** A helper as the choice in a form: kind and person in one value. */
export const helperValue = (helper: Pick<Helper, 'kind' | 'personId'>): string => `${helper.kind}:${helper.personId}`;

interface Shown {
  page: PageFrame;
  project: Project;
  today: string;
  /** The viewer sees names; the public does not. */
  staff: boolean;
  helpers: readonly Helper[];
  may: (stuck: Stuck, move: StuckMove) => boolean;
  refused?: Refused;
}

/** What is stuck in a project, what was done about it and on whom it waits. */
export function StuckPage(props: Shown & { stuck: Stuck[]; tasks: WorkTask[]; mayRaise: boolean }) {
  const { page, project } = props;
  const t = stuckText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  return (
    <Layout page={page} title={t.title} crumbs={[{ label: project.title, href: at }, { label: t.title }]}>
      <WorksNav page={page} project={project} here="stuck" staff={props.staff} />
      <Lead>{t.lead}</Lead>
      {props.stuck.length === 0 && <Empty title={t.none} />}
      {props.stuck.map((one) => (
        <One {...props} one={one} at={at} />
      ))}
      {props.mayRaise && (
        <Section title={t.raise} id="raise">
          <Form action={`${at}/stuck`} {...formOf(props.refused, 'raise')}>
            <TextArea name="what" label={t.what} rows={2} maxLength={500} required />
            <FieldRow>
              <DateField name="sinceDay" label={t.since} value={props.today} max={props.today} required />
              {props.tasks.length > 0 && (
                <SelectField name="taskId" label={t.task} options={props.tasks.map((task) => ({ value: task.id, label: `${task.no}. ${task.title}` }))} />
              )}
            </FieldRow>
            <TextArea name="tried" label={t.tried} rows={2} maxLength={1000} required />
            <Helpers {...props} label={t.helper} />
            <Actions>
              <Button>{t.raise}</Button>
            </Actions>
          </Form>
        </Section>
      )}
    </Layout>
  );
}

const Helpers = ({ page, helpers, label, required }: Pick<Shown, 'page' | 'helpers'> & { label: string; required?: boolean }) => {
  const t = stuckText[page.lang];
  return (
    <SelectField
      name="helper"
      label={label}
      required={required}
      emptyLabel={required ? undefined : t.helperLater}
      options={helpers.map((helper) => ({ value: helperValue(helper), label: `${t[helper.kind]} · ${helper.name}` }))}
    />
  );
};

function stepTitle(step: StuckStep, t: (typeof stuckText)['zh'], staff: boolean, day: (text: string) => string): string {
  const to = step.toKind === null ? '' : staff ? (step.toName ?? '') : t[step.toKind];
  switch (step.kind) {
    case 'send':
    case 'hand-on':
      return t.stepSend(to);
    case 'take':
      return t.stepTake(staff ? step.byName : t.holder, day(step.untilDay ?? ''));
    case 'answer':
      return t.stepAnswer;
    case 'give-back':
      return t.stepGiveBack;
    case 'solve':
      return t.stepSolve;
  }
}

function One(props: Shown & { one: Stuck; at: string }) {
  const { page, one, at } = props;
  const t = stuckText[page.lang];
  const waits = stuckWaits(one.raisedAt, one.steps, props.today).filter((wait) => wait.days > 0);
  const day = (text: string) => dayText(text, page.lang, 'short');
  return (
    <Section title={`${one.no}. ${one.what}`} id={`stuck-${one.no}`} action={<State tone={tones[one.state]}>{t[stateKeys[one.state]]}</State>}>
      <KeyValues
        items={[
          [t.since, day(one.sinceDay)],
          [t.tried, props.staff ? one.tried : undefined],
          [t.waits, waits.length === 0 ? undefined : waits.map((wait) => t.daysOn(t[onKeys[wait.on]], wait.days)).join(page.lang === 'zh' ? '，' : ', ')],
        ]}
      />
      {one.steps.length > 0 && (
        <Story
          items={one.steps.map((step) => ({
            state: 'done',
            when: day(dayOf(step.at)),
            datetime: dayOf(step.at),
            title: stepTitle(step, t, props.staff, day),
            ...(step.text !== '' && props.staff ? { body: `${step.text}（${step.byName}）` } : {}),
          }))}
        />
      )}
      {props.staff && (
        <Soft>
          {one.raisedByName} <Instant at={one.raisedAt} />
        </Soft>
      )}
      <Moves {...props} one={one} at={`${at}/stuck/${one.id}`} />
    </Section>
  );
}

function Moves(props: Shown & { one: Stuck; at: string }) {
  const { page, one, at } = props;
  const t = stuckText[page.lang];
  const may = (move: StuckMove) => props.may(one, move);
  const form = (move: StuckMove, label: string, fields: View, kind?: 'quiet') => (
    <Form action={at} {...formOf(props.refused, `${move}-${one.no}`)}>
      <input type="hidden" name="move" value={move} />
      {fields}
      <Actions>
        <Button kind={kind}>{label}</Button>
      </Actions>
    </Form>
  );
  const word = (label: string, required = true) => <TextArea name="text" label={label} rows={2} maxLength={1000} required={required} />;
  const folded = (move: StuckMove, label: string, body: View) => (
    <details open={props.refused?.at === `${move}-${one.no}` || undefined}>
      <summary>{label}</summary>
      {body}
    </details>
  );
  return (
    <>
      {may('take') && form('take', t.take, <DateField name="untilDay" label={t.until} min={props.today} required />)}
      {may('answer') && form('answer', t.answer, word(t.answerText))}
      {may('send') && (one.state === 'raised' || one.state === 'given-back') && form('send', t.sendButton, <Helpers {...props} label={t.send} required />)}
      {may('send') &&
        one.state !== 'raised' &&
        one.state !== 'given-back' &&
        folded('send', t.handOn, form('send', t.sendButton, <Helpers {...props} label={t.send} required />, 'quiet'))}
      {may('hand-on') &&
        folded(
          'hand-on',
          t.handOn,
          form(
            'hand-on',
            t.handOn,
            <>
              <Helpers {...props} label={t.send} required />
              {word(t.text)}
            </>,
            'quiet',
          ),
        )}
      {may('give-back') && folded('give-back', t.giveBack, form('give-back', t.giveBack, word(t.text), 'quiet'))}
      {may('solve') &&
        (one.state === 'answered' ? form('solve', t.solve, word(t.solveText)) : folded('solve', t.solve, form('solve', t.solve, word(t.solveText), 'quiet')))}
    </>
  );
}

/** What is stuck in all projects, for everybody, without names. */
export function AllStuckPage(props: {
  page: PageFrame;
  rows: { stuck: Stuck; project: Pick<Project, 'id' | 'title' | 'serial'>; placeName: string }[];
  today: string;
  query: Readonly<Record<string, string | undefined>>;
}) {
  const { page, today } = props;
  const t = stuckText[page.lang];
  const waitOf = (stuck: Stuck) => stuckWaits(stuck.raisedAt, stuck.steps, today);
  return (
    <Layout page={page} title={t.allTitle} crumbs={[{ label: t.allTitle }]} wide>
      <Lead>{t.allLead}</Lead>
      {dataTable({
        rows: props.rows,
        query: props.query,
        lang: page.lang,
        base: `${page.base}/stuck`,
        caption: t.allTitle,
        mayExport: false,
        empty: <Empty title={t.none} />,
        columns: [
          {
            key: 'project',
            label: t.project,
            value: (row) => `${row.placeName} ${row.project.title}`,
            render: (row) => (
              <a href={`${page.base}/projects/${row.project.id}/stuck#stuck-${row.stuck.no}`}>
                {row.placeName} {row.project.title}
              </a>
            ),
          },
          { key: 'what', label: t.what, value: (row) => row.stuck.what },
          {
            key: 'state',
            label: t.state,
            value: (row) => t[stateKeys[row.stuck.state]],
            render: (row) => <State tone={tones[row.stuck.state]}>{t[stateKeys[row.stuck.state]]}</State>,
            sortable: true,
          },
          {
            key: 'here',
            label: t.here,
            value: (row) => (row.stuck.state === 'solved' ? null : (waitOf(row.stuck).at(-1)?.days ?? 0)),
            numeric: true,
            sortable: true,
          },
          {
            key: 'days',
            label: t.days,
            value: (row) => daysBetween(row.stuck.sinceDay, row.stuck.state === 'solved' ? dayOf(row.stuck.steps.at(-1)?.at ?? row.stuck.raisedAt) : today),
            numeric: true,
            sortable: true,
          },
        ],
      })}
    </Layout>
  );
}
