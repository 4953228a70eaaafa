import type { Round } from '#modules/funds';
import {
  Button,
  CheckList,
  DateField,
  Empty,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  NumberField,
  type PageFrame,
  RadioField,
  SelectField,
  TextField,
  TimeField,
} from '../ui/index.ts';
import type { NamedProject } from './panel-view.ts';
import { pitchText } from './pitch-text.ts';

/** What the form of a new session shows. */
export interface NewPitchView {
  page: PageFrame;
  round: Round;
  today: string;
  projects: readonly NamedProject[];
  chairs: readonly { personId: string; name: string }[];
  errors?: FormErrors;
  values?: FormValues;
}

/** Sets up a session: when, how long each, who presides, who speaks in which order. */
export function NewPitchPage(view: NewPitchView) {
  const { page, round } = view;
  const t = pitchText[page.lang];
  const at = `${page.base}/rounds/${round.id}`;
  return (
    <Layout page={page} title={t.newTitle} crumbs={[{ label: round.name, href: at }, { label: t.newTitle }]}>
      {view.projects.length === 0 ? (
        <Empty title={t.nobody}>{t.nobodyBody}</Empty>
      ) : (
        <Form action={`${at}/pitch/new`} errors={view.errors} values={view.values}>
          <TextField name="title" label={t.title} value={t.titleValue} maxLength={80} required />
          <FieldRow>
            <DateField name="day" label={t.day} value={view.today} required />
            <TimeField name="time" label={t.time} required />
          </FieldRow>
          <TextField name="place" label={t.place} maxLength={100} />
          <FieldRow>
            <NumberField name="pitchMinutes" label={t.pitchMinutes} hint={t.pitchMinutesHint} unit={t.minutes} required />
            <NumberField name="questionMinutes" label={t.questionMinutes} unit={t.minutes} value="0" required />
            <NumberField name="warnSeconds" label={t.warnSeconds} unit={t.seconds} value="60" required />
          </FieldRow>
          <SelectField
            name="chair"
            label={t.chair}
            hint={t.chairHint}
            required
            options={view.chairs.map(({ personId, name }) => ({ value: personId, label: name }))}
          />
          <RadioField
            name="order"
            label={t.order}
            required
            value="drawn"
            options={[
              { value: 'drawn', label: t.drawn },
              { value: 'set', label: t.set },
            ]}
          />
          <CheckList
            name="projects"
            label={t.speaking}
            required
            values={view.projects.map(({ project }) => project.id)}
            options={view.projects.map(({ project, placeName }) => ({ value: project.id, label: project.title, hint: placeName }))}
          />
          <Button>{t.make}</Button>
        </Form>
      )}
    </Layout>
  );
}
