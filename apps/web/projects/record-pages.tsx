import type { CheckIn, MidTermNote, PictureMark, Project } from '#modules/projects';
import {
  Actions,
  Button,
  dayText,
  Empty,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  Layout,
  Lead,
  type PageFrame,
  Photos,
  RadioField,
  SelectField,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { doingText } from './doing-text.ts';

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
