import { planPercent, type Project, taskStateOn, type WorkTask, type Delays } from '#modules/projects';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  CheckList,
  DateField,
  dayText,
  Empty,
  FieldRow,
  Form,
  KeyValues,
  Layout,
  Lead,
  NumberField,
  type Option,
  type PageFrame,
  Progress,
  Section,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
  type Tone,
} from '../ui/index.ts';
import { Gantt } from './gantt.tsx';
import { planText } from './plan-text.ts';
import { formOf, type Refused, WorksNav } from './works-nav.tsx';
import { type PublicNames, taskWho } from './words.ts';

const tones: Record<ReturnType<typeof taskStateOn>, Tone> = {
  done: 'good',
  overdue: 'bad',
  going: 'wait',
  waiting: 'plain',
  'to-come': 'plain',
  dropped: 'plain',
};

/** The plan of the works: bars, then each task with who, until when and how far. */
export function PlanPage(props: {
  page: PageFrame;
  project: Project;
  tasks: WorkTask[];
  lastDay: string | null;
  delays: Delays;
  today: string;
  names: PublicNames;
  /** The works go on. */
  open: boolean;
  mayPlan: boolean;
  /** Whether this viewer may say how far a task is. */
  mayNote: (task: WorkTask) => boolean;
  refused?: Refused;
}) {
  const { page, project, tasks, today } = props;
  const t = planText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const percent = planPercent(tasks);
  return (
    <Layout page={page} title={t.title} crumbs={[{ label: project.title, href: at }, { label: t.title }]} wide>
      <WorksNav page={page} project={project} here="plan" staff={props.names.staff} />
      <Lead>{t.lead}</Lead>
      {percent !== null && <Progress value={percent} max={100} label={t.all} />}
      {props.lastDay !== null && (
        <KeyValues
          items={[
            [
              t.lastDay,
              <>
                {dayText(props.lastDay, page.lang, 'weekday')} {project.state === 'doing' && today > props.lastDay && <State tone="bad">{t.past}</State>}{' '}
                {props.delays.times > 0 && <Soft>{t.delays(props.delays.times, props.delays.days)}</Soft>}
                {props.open && props.mayPlan && <a href={`${at}/changes?kind=schedule#ask`}>{t.askDelay}</a>}
              </>,
            ],
          ]}
        />
      )}
      {tasks.length === 0 && <Empty title={t.none}>{props.open && props.mayPlan && t.noneHint}</Empty>}
      {tasks.length === 0 && props.open && props.mayPlan && (
        <Actions>
          <ActionForm action={`${at}/plan/start`}>{t.start}</ActionForm>
        </Actions>
      )}
      <Gantt page={page} tasks={tasks.filter((task) => task.droppedReason === null)} today={today} />
      {tasks.length > 0 && (
        <Actions>
          {props.open && props.mayPlan && <ButtonLink href={`${at}/tasks/new`}>{t.add}</ButtonLink>}
          <ButtonLink href={`${at}/plan.pdf`} kind="quiet" word>
            {t.print}
          </ButtonLink>
        </Actions>
      )}
      {tasks.map((task) => (
        <TaskPart {...props} task={task} at={at} />
      ))}
    </Layout>
  );
}

function TaskPart(props: Parameters<typeof PlanPage>[0] & { task: WorkTask; at: string }) {
  const { page, task, at } = props;
  const t = planText[page.lang];
  const state = taskStateOn(task, props.today);
  const needs = props.tasks.filter((one) => task.needsIds.includes(one.id)).map((one) => one.no);
  const open = props.open && task.droppedReason === null;
  return (
    <Section title={`${task.no}. ${task.title}`} id={`task-${task.no}`} action={<State tone={tones[state]}>{t[state]}</State>}>
      <KeyValues
        items={[
          [
            t.days,
            `${dayText(task.fromDay, page.lang, 'short')} – ${dayText(task.toDay, page.lang, 'short')}${needs.length > 0 ? `（${t.after(needs.join(page.lang === 'zh' ? '、' : ', '))}）` : ''}`,
          ],
          [t.who, task.personName === '' ? t.nobody : taskWho(task, props.names)],
          [t.shows, task.shows],
          [t.state, t.percentDone(task.percent)],
          [t.lastSaid, task.lastAt === null || task.lastNote === '' ? undefined : task.lastNote],
          [t.reason, task.droppedReason ?? undefined],
        ]}
      />
      {open && props.mayNote(task) && task.percent < 100 && (
        <details open={props.refused?.at === `note-${task.no}` || undefined}>
          <summary>{t.note}</summary>
          <Form action={`${at}/tasks/${task.id}/note`} {...formOf(props.refused, `note-${task.no}`)}>
            <NumberField name="percent" label={t.percent} unit="%" value={String(task.percent)} required />
            <TextArea name="note" label={t.noteText} rows={2} maxLength={500} />
            <Actions>
              <Button>{t.note}</Button>
            </Actions>
          </Form>
        </details>
      )}
      {open && props.mayPlan && (
        <p>
          <a href={`${at}/tasks/${task.id}`}>{t.editLink}</a>
        </p>
      )}
    </Section>
  );
}

/** One task, new or to be changed, with the way to drop it. */
export function TaskPage(props: {
  page: PageFrame;
  project: Project;
  task: WorkTask | null;
  tasks: WorkTask[];
  persons: Option[];
  today: string;
  refused?: Refused;
}) {
  const { page, project, task } = props;
  const t = planText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const title = task ? t.edit : t.add;
  const others = props.tasks
    .filter((one) => one.id !== task?.id && one.droppedReason === null)
    .map((one) => ({ value: one.id, label: `${one.no}. ${one.title}（${dayText(one.toDay, page.lang, 'short')}）` }));
  return (
    <Layout page={page} title={title} crumbs={[{ label: project.title, href: at }, { label: t.title, href: `${at}/plan` }, { label: title }]}>
      <Form action={`${at}/tasks/${task?.id ?? 'new'}`} {...formOf(props.refused, 'task')}>
        <TextField name="title" label={t.what} value={task?.title} maxLength={120} required size="long" />
        <TextField name="shows" label={t.shows} hint={t.showsHint} value={task?.shows} maxLength={300} required size="long" />
        <FieldRow>
          <DateField name="fromDay" label={t.from} value={task?.fromDay ?? props.today} required />
          <DateField name="toDay" label={t.to} value={task?.toDay ?? props.today} required />
        </FieldRow>
        <FieldRow>
          <SelectField name="personId" label={t.who} value={task?.personId ?? ''} options={props.persons} emptyLabel={t.nobody} />
          <TextField name="personName" label={t.other} value={task && task.personId === null ? task.personName : ''} maxLength={60} />
        </FieldRow>
        {others.length > 0 && <CheckList name="needsIds" label={t.needs} hint={t.needsHint} values={task?.needsIds ?? []} options={others} />}
        <Actions>
          <Button>{t.save}</Button>
          <ButtonLink href={`${at}/plan`} kind="quiet">
            {t.title}
          </ButtonLink>
        </Actions>
      </Form>
      {task && (
        <details>
          <summary>{t.drop}</summary>
          <Form action={`${at}/tasks/${task.id}/drop`} {...formOf(props.refused, 'drop')}>
            <TextField name="reason" label={t.reason} maxLength={300} required size="long" />
            <Actions>
              <Button kind="quiet">{t.drop}</Button>
            </Actions>
          </Form>
        </details>
      )}
    </Layout>
  );
}
