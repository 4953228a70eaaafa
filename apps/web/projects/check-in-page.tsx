import type { CheckIn, CheckInCorrection, CheckInFact, Project, Shift } from '#modules/projects';
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
  TextField,
} from '../ui/index.ts';
import { marksOf } from './check-in-marks.ts';
import { checkInText } from './check-in-text.ts';
import { doingText } from './doing-text.ts';
import { WorksNav } from './works-nav.tsx';
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
  /** The project asks for the place. */
  placeAsked: boolean;
}) {
  const { page, project, shift } = props;
  const t = doingText[page.lang];
  const c = checkInText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const typed = props.errors?.['day'] !== undefined || props.errors?.['forPersonId'] !== undefined;
  return (
    <Layout page={page} title={t.checkInTitle} crumbs={[{ label: project.title, href: at }, { label: t.checkInTitle }]}>
      <Lead>{shift ? `${dayText(shift.day, page.lang, 'weekday')} · ${shift.place}` : t.checkInLead}</Lead>
      <Form action={`${at}/check-in`} multipart errors={props.errors} values={props.values}>
        {shift && <input type="hidden" name="shift" value={shift.id} />}
        <FileField name="photo" label={t.photo} hint={t.photoHint} accept="image/*" capture="environment" multiple />
        <TextArea name="body" label={t.body} hint={c.bodyHint} rows={2} maxLength={500} />
        <CheckField name="trouble" label={t.trouble} />
        {props.placeAsked && (
          <>
            <Soft>{c.placeAsked}</Soft>
            <p>
              <button type="button" class="button quiet" data-place="" data-done={c.placeDone} data-failed={c.placeFailed} hidden>
                {c.place}
              </button>
            </p>
            {['lat', 'lng', 'accuracy'].map((name) => (
              <input type="hidden" name={name} />
            ))}
          </>
        )}
        <details open={typed || undefined}>
          <summary>{c.more}</summary>
          <DateField name="day" label={t.day} value={props.today} min={props.minDay} max={props.today} required />
          {props.others.length > 0 && <SelectField name="forPersonId" label={t.forWhom} options={props.others} emptyLabel={t.forMe} />}
        </details>
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
  factOf: ReadonlyMap<string, CheckInFact>;
  corrections: readonly CheckInCorrection[];
  askedSince: Date | null;
  /** Whether this viewer may put the right words beside one. */
  mayCorrect: (one: CheckIn) => boolean;
}) {
  const { page, project } = props;
  const t = doingText[page.lang];
  const c = checkInText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  return (
    <Layout
      page={page}
      title={t.checkInsTitle}
      crumbs={[{ label: props.place.name, href: `${page.base}/n/${props.place.code}` }, { label: project.title, href: at }, { label: t.checkInsTitle }]}
    >
      <WorksNav page={page} project={project} here="check-ins" staff={props.names.staff} />
      <Lead>{t.checkInsLead}</Lead>
      {(props.mayCheckIn || (props.names.staff && props.checkIns.length > 0)) && (
        <Actions>
          {props.mayCheckIn && <ButtonLink href={`${at}/check-in`}>{t.checkInTitle}</ButtonLink>}
          {props.names.staff && props.checkIns.length > 0 && (
            <ButtonLink href={`${at}/check-ins.pdf`} kind="quiet" word>
              {c.print}
            </ButtonLink>
          )}
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
          {props.corrections
            .filter((each) => each.checkInId === one.id)
            .map((each) => (
              <p>
                <State tone="wait">{c.corrected}</State> {each.body}
                <small>（{each.reason}）</small>
              </p>
            ))}
          <p>
            {marksOf(one, props.factOf.get(one.id), props.askedSince, page.lang).map((mark) => (
              <>{mark.bad ? <State tone="wait">{mark.text}</State> : <small>{mark.text}</small>} </>
            ))}
          </p>
          {one.fileIds.length > 0 && (
            <Photos items={one.fileIds.map((id) => ({ src: `${page.base}/files/${id}`, href: `${page.base}/files/${id}`, alt: one.body }))} />
          )}
          {props.mayCorrect(one) && (
            <details>
              <summary>{c.correct}</summary>
              <Form action={`${at}/check-ins/${one.id}/correct`} id={`correct-${one.id}`}>
                <TextArea name="body" label={c.correctBody} value={one.body} rows={2} maxLength={500} required />
                <TextField name="reason" label={c.correctReason} maxLength={200} required size="long" />
                <Actions>
                  <Button kind="quiet">{c.correctSave}</Button>
                </Actions>
              </Form>
            </details>
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
