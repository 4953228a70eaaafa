import {
  assemblyForms,
  formNames,
  inviteeNames,
  inviteeRules,
  isOfResidentsCommitteesOnly,
  kindNames,
  meetingKinds,
  meetingModes,
  modeNames,
} from '#modules/meetings';
import {
  Button,
  CheckList,
  DateField,
  Fieldset,
  FileField,
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
import { aroundText } from './around-words.ts';
import { callText } from './call-words.ts';
import { meetingFormText } from './form-text.ts';
import { Note } from './note.tsx';
import { meetingText } from './text.ts';

export interface CallPageView {
  page: PageFrame;
  place: { id: string; code: string; name: string; committeeKind: 'residents' | 'village' };
  matter: { id: string; title: string } | null;
  project: { id: string; title: string } | null;
  /** Values to begin with, from the matter or project. */
  start: { kind: string; title: string; purpose: string; agenda: string; body: string };
  /** The residents ask for the assembly: how many of how many, by which count; null where they do not. */
  asked: { by: 'households' | 'residents' | 'groups'; count: number; of: number } | null;
  bodies: readonly Option[];
  buildings: readonly Option[];
  /** Open matters that may be put on the agenda. */
  matters: readonly Option[];
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
  const c = callText[lang];
  const kinds = meetingKinds.filter((kind) => place.committeeKind === 'residents' || !isOfResidentsCommitteesOnly(kind));
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
      {props.asked && (
        <Note tone="ask" title={c.askedFor} clause={c.askedClause}>
          {c.askedBy(props.asked.by, props.asked.count, props.asked.of)}
        </Note>
      )}
      {place.committeeKind === 'village' && <Note tone="ask" title={c.village} />}
      <Form multipart action={`${base}/meetings/new`} errors={props.errors} values={props.values}>
        <input type="hidden" name="place" value={place.id} />
        {matter && <input type="hidden" name="matter" value={matter.id} />}
        {project && <input type="hidden" name="project" value={project.id} />}
        <SelectField name="kind" label={t.kind} required value={start.kind} options={kinds.map((value) => ({ value, label: kindNames[value][lang] }))} />
        {props.bodies.length > 0 ? (
          <SelectField name="body" label={c.body} hint={c.bodyHint} options={props.bodies} value={start.body} />
        ) : (
          <p class="soft">
            {c.noBodies} <a href={`${base}/n/${place.code}/bodies`}>{aroundText[lang].toBodies}</a>
          </p>
        )}
        <RadioField name="form" label={f.formField} hint={f.formHint} options={assemblyForms.map((value) => ({ value, label: formNames[value][lang] }))} />
        <NumberField name="entitled" label={f.entitled} hint={f.entitledHint} unit={lang === 'zh' ? '人' : ''} />
        <TextField name="title" label={t.name} required maxLength={120} value={start.title} size="long" />
        <FieldRow>
          <DateField name="day" label={f.day} required min={props.today} />
          <TimeField name="time" label={f.time} required value="19:00" />
        </FieldRow>
        <TextField name="venue" label={t.place} required maxLength={200} />
        <RadioField
          name="mode"
          label={aroundText[lang].mode}
          required
          value="room"
          options={meetingModes.map((value) => ({ value, label: modeNames[value][lang] }))}
        />
        <TextField name="link" label={c.link} hint={c.linkHint} type="url" maxLength={500} size="long" />
        <TextArea name="agenda" label={t.agenda} hint={f.agendaHint} required rows={4} value={start.agenda} />
        {props.matters.length > 0 && <CheckList name="agendaMatters" label={c.agendaMatters} hint={c.agendaMattersHint} options={props.matters} />}
        <FileField name="papers" label={c.papers} hint={c.papersHint} multiple />
        <TextArea name="purpose" label={f.purpose} rows={3} maxLength={4000} value={start.purpose} />
        <TextField name="convener" label={t.convener} hint={f.convenerHint} maxLength={120} />
        <SelectField name="chair" label={t.chair} hint={f.chairHint} options={props.chairs} />
        <details class="fold" open={props.errors !== undefined || undefined}>
          <summary>{c.inviteFold}</summary>
          <CheckList
            name="rules"
            label={f.inviteAlso}
            hint={f.inviteHint}
            options={inviteeRules.filter((rule) => rule !== 'body_members').map((value) => ({ value, label: inviteeNames[value][lang] }))}
          />
          {props.organisations.length > 0 && <CheckList name="organisations" label={f.inviteOrganisations} options={props.organisations} />}
          <TextArea name="names" label={aroundText[lang].names} hint={aroundText[lang].namesHint} rows={3} />
          {props.buildings.length > 0 && (
            <CheckList name="affected" label={aroundText[lang].affected} hint={aroundText[lang].affectedHint} options={props.buildings} />
          )}
          {props.entrances.length > 0 && (
            <Fieldset legend={c.entranceLegend} hint={c.entranceHint}>
              <SelectField name="entrance" label={f.entranceField} options={props.entrances} />
              <SelectField name="building" label={c.building} options={props.buildings} />
            </Fieldset>
          )}
        </details>
        <Button>{f.send}</Button>
      </Form>
    </Layout>
  );
}
