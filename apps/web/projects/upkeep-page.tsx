import { type ApplicationVersion, type Project, type UpkeepTask, upkeepIsMissed } from '#modules/projects';
import {
  Actions,
  Button,
  Calendar,
  DateField,
  Empty,
  FieldRow,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  MoneyField,
  type Option,
  type PageFrame,
  Photos,
  RadioField,
  Section,
  SelectField,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { closingText } from './closing-text.ts';
import { type PublicNames, shownName, upkeepState } from './words.ts';

/** The keeper's calendar: what was found on each day, what comes, and the form for the check that is due. */
export function UpkeepPage(props: {
  page: PageFrame;
  project: Project;
  place: { code: string; name: string };
  application: ApplicationVersion | null;
  tasks: UpkeepTask[];
  names: PublicNames;
  today: string;
  persons: Option[];
  mayStart: boolean;
  /** The check that can be made now, by this viewer. */
  due: UpkeepTask | null;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, project, tasks, application, due } = props;
  const t = closingText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const missed = tasks.filter((task) => upkeepIsMissed(task, props.today)).length;
  const pictures = tasks.filter((task) => task.check?.photoFileId);
  return (
    <Layout
      page={page}
      title={t.upkeepTitle}
      crumbs={[{ label: props.place.name, href: `${page.base}/n/${props.place.code}` }, { label: project.title, href: at }, { label: t.upkeepTitle }]}
    >
      {(tasks[0] || application) && (
        <Lead>
          {t.upkeepLead(tasks[0]?.keeperName ?? application?.keeperName ?? '')} {application?.upkeepPlan}
        </Lead>
      )}
      {missed > 0 && <p class="flash bad">{t.missedAlarm(missed)}</p>}
      {due && (
        <Section title={t.check} id={`task-${due.id}`}>
          <Form action={`${at}/upkeep/${due.id}`} multipart errors={props.errors} values={props.values}>
            <RadioField
              name="condition"
              label={t.condition}
              required
              options={[
                { value: 'good', label: t.good },
                { value: 'repaired', label: t.repaired },
                { value: 'broken', label: t.broken },
              ]}
            />
            <TextArea name="note" label={t.seen} rows={2} maxLength={500} required />
            <FileField name="photo" label={t.photo} accept="image/*" capture="environment" />
            <MoneyField name="cost" label={t.cost} value="0" required />
            <Actions>
              <Button>{t.check}</Button>
            </Actions>
          </Form>
        </Section>
      )}
      {props.mayStart && application && (
        <Section title={t.startUpkeep}>
          <p>{t.startLead(application.upkeepMonths, application.keeperName)}</p>
          <Form action={`${at}/upkeep`} errors={props.errors} values={props.values}>
            <DateField name="firstDay" label={t.firstDay} min={props.today} required />
            <FieldRow>
              <SelectField name="keeperPersonId" label={t.keeper} value={application.keeperPersonId ?? ''} options={props.persons} />
              <TextField name="keeperName" label={t.keeperName} value={application.keeperName} maxLength={60} />
            </FieldRow>
            <Actions>
              <Button>{t.startUpkeep}</Button>
            </Actions>
          </Form>
        </Section>
      )}
      {tasks.length === 0 && !props.mayStart && <Empty title={t.noUpkeep}>{t.noUpkeepHint}</Empty>}
      {tasks.length > 0 && (
        <Calendar
          items={tasks.map((task) => ({
            day: task.dueDay,
            title: task.check?.note ?? task.keeperName,
            badge: upkeepState(task, props.today, page.lang),
            ...(task.check
              ? {
                  who: shownName(task.check.byName, null, props.names),
                  ...(task.check.costFen > 0n ? { detail: `${yuanText(task.check.costFen)} ${page.lang === 'zh' ? '元' : 'yuan'}` } : {}),
                }
              : {}),
          }))}
        />
      )}
      {pictures.length > 0 && (
        <Photos
          items={pictures.map((task) => ({
            src: `${page.base}/files/${task.check?.photoFileId}`,
            alt: task.check?.note ?? '',
            caption: `${task.dueDay} ${task.check?.note ?? ''}`,
          }))}
        />
      )}
    </Layout>
  );
}
