import { assemblyForms, formNames, inviteeNames, inviteeRules, kindNames, meetingKinds } from '#modules/meetings';
import {
  Button,
  CheckList,
  DateField,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  NumberField,
  type Option,
  type PageFrame,
  RadioField,
  SelectField,
  TextArea,
  TextField,
  TimeField,
} from '../ui/index.ts';
import { meetingFormText } from './form-text.ts';
import { meetingText } from './text.ts';

export interface CallPageView {
  page: PageFrame;
  place: { id: string; code: string; name: string };
  matter: { id: string; title: string } | null;
  project: { id: string; title: string } | null;
  /** Values to begin with, from the matter or project. */
  start: { kind: string; title: string; purpose: string };
  chairs: readonly Option[];
  organisations: readonly Option[];
  entrances: readonly Option[];
  today: string;
  errors?: FormErrors;
  values?: FormValues;
}

/** The form that calls a meeting. What comes from the matter is filled in. */
export function CallPage(props: CallPageView) {
  const { page, place, matter, project, start } = props;
  const { lang, base } = page;
  const t = meetingText[lang];
  const f = meetingFormText[lang];
  return (
    <Layout
      page={page}
      title={t.call}
      crumbs={[
        { label: place.name, href: `${base}/n/${place.code}` },
        { label: t.title, href: `${base}/n/${place.code}/meetings` },
      ]}
    >
      <Lead>{f.callLead}</Lead>
      {matter && (
        <p>
          {t.about}
          {lang === 'zh' ? '：' : ': '}
          <a href={`${base}/matters/${matter.id}`}>{matter.title}</a>
        </p>
      )}
      {project && (
        <p>
          {t.aboutProject}
          {lang === 'zh' ? '：' : ': '}
          <a href={`${base}/projects/${project.id}`}>{project.title}</a>
        </p>
      )}
      <Form action={`${base}/meetings/new`} errors={props.errors} values={props.values}>
        <input type="hidden" name="place" value={place.id} />
        {matter && <input type="hidden" name="matter" value={matter.id} />}
        {project && <input type="hidden" name="project" value={project.id} />}
        <SelectField name="kind" label={t.kind} required value={start.kind} options={meetingKinds.map((value) => ({ value, label: kindNames[value][lang] }))} />
        <RadioField name="form" label={f.formField} hint={f.formHint} options={assemblyForms.map((value) => ({ value, label: formNames[value][lang] }))} />
        <NumberField name="entitled" label={f.entitled} hint={f.entitledHint} unit={lang === 'zh' ? '人' : ''} />
        <TextField name="title" label={t.name} required maxLength={120} value={start.title} size="long" />
        <FieldRow>
          <DateField name="day" label={f.day} required min={props.today} />
          <TimeField name="time" label={f.time} required value="19:00" />
        </FieldRow>
        <TextField name="venue" label={t.place} required maxLength={200} />
        <TextArea name="agenda" label={t.agenda} hint={f.agendaHint} required rows={4} />
        <TextArea name="purpose" label={f.purpose} rows={3} maxLength={4000} value={start.purpose} />
        <TextField name="convener" label={t.convener} hint={f.convenerHint} maxLength={120} />
        <SelectField name="chair" label={t.chair} hint={f.chairHint} options={props.chairs} />
        <CheckList name="rules" label={f.inviteAlso} hint={f.inviteHint} options={inviteeRules.map((value) => ({ value, label: inviteeNames[value][lang] }))} />
        {props.organisations.length > 0 && <CheckList name="organisations" label={f.inviteOrganisations} options={props.organisations} />}
        {props.entrances.length > 0 && <SelectField name="entrance" label={f.entranceField} options={props.entrances} />}
        <Button>{f.send}</Button>
      </Form>
    </Layout>
  );
}
