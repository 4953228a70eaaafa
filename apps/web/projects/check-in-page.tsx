import type { CheckIn, Project, Shift } from '#modules/projects';
import {
  Actions,
  Button,
  ButtonLink,
  CheckField,
  DateField,
  dayText,
  Empty,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type Option,
  type PageFrame,
  Photos,
  SelectField,
  Soft,
  State,
  TextArea,
} from '../ui/index.ts';
import { doingText } from './doing-text.ts';
import { type PublicNames, shownName } from './words.ts';

/** A phone in the hand at the works: photo, one sentence, send. */
export function CheckInPage(props: {
  page: PageFrame;
  project: Project;
  shift: Shift | null;
  today: string;
  minDay: string;
  errors?: FormErrors;
  values?: FormValues;
  /** Others for whom staff may write it down. */
  others: Option[];
}) {
  const { page, project, shift } = props;
  const t = doingText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  return (
    <Layout page={page} title={t.checkInTitle} crumbs={[{ label: project.title, href: at }, { label: t.checkInTitle }]}>
      <Lead>{shift ? `${dayText(shift.day, page.lang, 'weekday')} · ${shift.place}` : t.checkInLead}</Lead>
      <Form action={`${at}/check-in`} multipart errors={props.errors} values={props.values}>
        {shift && <input type="hidden" name="shift" value={shift.id} />}
        <FileField name="photo" label={t.photo} hint={t.photoHint} accept="image/*" capture="environment" multiple />
        <TextArea name="body" label={t.body} hint={t.bodyHint} rows={3} maxLength={500} required />
        <CheckField name="trouble" label={t.trouble} />
        <DateField name="day" label={t.day} value={props.today} min={props.minDay} max={props.today} required />
        {props.others.length > 0 && <SelectField name="forPersonId" label={t.forWhom} options={props.others} emptyLabel={t.forMe} />}
        <Actions>
          <Button>{t.send}</Button>
          <ButtonLink href={at} kind="quiet">
            {project.title}
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  );
}

/** Everything that was seen at the works, newest first. */
export function CheckInsPage(props: {
  page: PageFrame;
  project: Project;
  place: { code: string; name: string };
  checkIns: CheckIn[];
  names: PublicNames;
  mayCheckIn: boolean;
  /** Ids of check-ins whose trouble waits for an answer. */
  open: ReadonlySet<string>;
  mayAnswer: boolean;
}) {
  const { page, project } = props;
  const t = doingText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  return (
    <Layout
      page={page}
      title={t.checkInsTitle}
      crumbs={[{ label: props.place.name, href: `${page.base}/n/${props.place.code}` }, { label: project.title, href: at }, { label: t.checkInsTitle }]}
    >
      <Lead>{t.checkInsLead}</Lead>
      {props.mayCheckIn && (
        <Actions>
          <ButtonLink href={`${at}/check-in`}>{t.checkInTitle}</ButtonLink>
        </Actions>
      )}
      {props.checkIns.length === 0 && <Empty title={t.noCheckIns}>{t.noCheckInsHint}</Empty>}
      {props.checkIns.map((one) => (
        <article id={one.id}>
          <h2>
            {dayText(one.day, page.lang, 'weekday')} · {shownName(one.personName, one.personId, props.names)}{' '}
            {one.trouble && <State tone="bad">{t.troubleBadge}</State>}
          </h2>
          <p>{one.body}</p>
          {one.fileIds.length > 0 && (
            <Photos items={one.fileIds.map((id) => ({ src: `${page.base}/files/${id}`, href: `${page.base}/files/${id}`, alt: one.body }))} />
          )}
          {props.open.has(one.id) && props.mayAnswer && (
            <Form action={`${at}/check-ins/${one.id}/answer`} id={one.id}>
              <TextArea name="answer" label={t.answerTrouble} rows={2} maxLength={2000} required />
              <Actions>
                <Button kind="quiet">{t.saveAnswer}</Button>
              </Actions>
            </Form>
          )}
        </article>
      ))}
      {props.checkIns.length > 0 && !props.names.staff && (
        <Soft>{page.lang === 'zh' ? '公开页面上，居民的姓名隐去一个字。' : 'Names are masked in public.'}</Soft>
      )}
    </Layout>
  );
}
