import type { ApplicationVersion, CheckIn, IndicatorReading, MidTermNote, PictureMark, Project } from '#modules/projects';
import {
  Actions,
  Button,
  DateField,
  dayText,
  Empty,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  KeyValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  Photos,
  RadioField,
  Section,
  SelectField,
  Soft,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { doingText } from './doing-text.ts';
import { figure } from './words.ts';

interface Shell {
  page: PageFrame;
  project: Project;
  errors?: FormErrors;
  values?: FormValues;
}

const crumbs = ({ page, project }: Shell, label: string) => [{ label: project.title, href: `${page.base}/projects/${project.id}` }, { label }];

/** Notes on how the works stand. */
export function NotesPage(props: Shell & { notes: MidTermNote[]; may: boolean }) {
  const t = doingText[props.page.lang];
  return (
    <Layout page={props.page} title={t.notesTitle} crumbs={crumbs(props, t.notesTitle)}>
      <Lead>{t.notesLead}</Lead>
      {props.notes.length === 0 && <Empty title={t.noNotes} />}
      {[...props.notes].reverse().map((note) => (
        <article>
          <p>
            <b>
              <Instant at={note.at} />
            </b>{' '}
            <span class="soft">{note.byName}</span>
          </p>
          <p>{note.progress}</p>
          {note.problems !== '' && (
            <p>
              {t.problems}：{note.problems}
            </p>
          )}
        </article>
      ))}
      {props.may && (
        <Form action={`${props.page.base}/projects/${props.project.id}/notes`} errors={props.errors} values={props.values}>
          <TextArea name="progress" label={t.progress} rows={3} maxLength={2000} required />
          <TextArea name="problems" label={t.problems} rows={2} maxLength={2000} />
          <Actions>
            <Button>{t.saveNote}</Button>
          </Actions>
        </Form>
      )}
    </Layout>
  );
}

/** The pictures shown as before and after. */
export function PicturesPage(props: Shell & { marks: PictureMark[]; checkIns: CheckIn[] }) {
  const { page } = props;
  const t = doingText[page.lang];
  const taken = props.checkIns.flatMap((one) =>
    one.fileIds.map((id) => ({ value: id, label: `${dayText(one.day, page.lang, 'short')} ${one.body.slice(0, 30)}` })),
  );
  return (
    <Layout page={page} title={t.picturesTitle} crumbs={crumbs(props, t.picturesTitle)}>
      <Lead>{t.picturesLead}</Lead>
      {props.marks.length > 0 && (
        <Photos
          items={props.marks.map((mark) => ({ src: `${page.base}/files/${mark.fileId}`, alt: mark.caption, caption: `${t[mark.mark]}：${mark.caption}` }))}
        />
      )}
      <Form action={`${page.base}/projects/${props.project.id}/pictures`} multipart errors={props.errors} values={props.values}>
        <RadioField
          name="mark"
          label={t.mark}
          options={[
            { value: 'before', label: t.before },
            { value: 'after', label: t.after },
          ]}
          required
        />
        <FileField name="photo" label={t.picturesTitle} accept="image/*" />
        {taken.length > 0 && <SelectField name="fileId" label={t.fromCheckIns} options={taken} />}
        <TextField name="caption" label={t.caption} hint={t.captionHint} maxLength={200} required size="long" />
        <Actions>
          <Button>{t.savePicture}</Button>
        </Actions>
      </Form>
    </Layout>
  );
}

/** What the promised indicators came to. */
export function OutcomesPage(props: Shell & { application: ApplicationVersion | null; readings: IndicatorReading[]; today: string }) {
  const { page, application } = props;
  const t = doingText[page.lang];
  if (!application)
    return (
      <Layout page={page} title={t.outcomesTitle} crumbs={crumbs(props, t.outcomesTitle)}>
        <Empty title={t.noApplication} />
      </Layout>
    );
  return (
    <Layout page={page} title={t.outcomesTitle} crumbs={crumbs(props, t.outcomesTitle)}>
      <Lead>{t.outcomesLead}</Lead>
      <Form action={`${page.base}/projects/${props.project.id}/outcomes`} errors={props.errors} values={props.values}>
        <SelectField
          name="indicatorNo"
          label={t.indicator}
          required
          value={application.indicators.length === 1 ? '1' : undefined}
          options={application.indicators.map((one, index) => ({
            value: String(index + 1),
            label: `${one.name}（${figure(one.baseline, one.unit)} → ${figure(one.target, one.unit)}）`,
          }))}
        />
        <NumberField name="actual" label={t.actual} decimals required />
        <DateField name="measuredOn" label={t.measuredOn} value={props.today} max={props.today} required />
        <TextField name="note" label={t.note} maxLength={500} size="long" />
        <Actions>
          <Button>{t.report}</Button>
        </Actions>
      </Form>
      {props.readings.length > 0 && (
        <Section title={t.earlier}>
          <KeyValues
            items={[...props.readings].reverse().map((reading) => {
              const indicator = application.indicators[reading.indicatorNo - 1];
              return [
                `${indicator?.name ?? ''} ${dayText(reading.measuredOn, page.lang)}`,
                <>
                  {figure(reading.actual, indicator?.unit ?? '')}{' '}
                  <Soft>
                    {reading.byName} {reading.note}
                  </Soft>
                </>,
              ] as const;
            })}
          />
        </Section>
      )}
    </Layout>
  );
}
