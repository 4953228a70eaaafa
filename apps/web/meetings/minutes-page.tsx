import type { MinutedRecord } from '#modules/meetings';
import {
  Button,
  DateField,
  FieldRow,
  Fieldset,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  NumberField,
  type Option,
  type PageFrame,
  SelectField,
  Soft,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { Breaches, Present } from './parts.tsx';
import { meetingFormText } from './form-text.ts';
import { RecordInMinutes } from './minutes-record.tsx';
import { minutesText } from './minutes-text.ts';
import { followText } from './resolution-text.ts';
import { meetingText } from './text.ts';
import type { MeetingView } from './view.ts';

export interface MinutesPageView {
  page: PageFrame;
  view: MeetingView;
  people: readonly Option[];
  organisations: readonly Option[];
  /** What was recorded while the meeting ran; null when nothing was. */
  record: MinutedRecord | null;
  /** How many lines for hands and resolutions are shown. */
  rows: number;
  start: FormValues;
  errors?: FormErrors;
  values?: FormValues;
}

/** The fields of one resolution; `n` counts from 0. In the minutes they may all stay empty; one filled needs the others. */
export function ResolutionFields({
  n,
  people,
  organisations,
  lang,
  required,
}: {
  n: number;
  people: readonly Option[];
  organisations: readonly Option[];
  lang: 'zh' | 'en';
  required?: boolean;
}) {
  const f = meetingFormText[lang];
  const need = required ? { required } : { together: true };
  const parties = [...people.map((one) => ({ ...one, value: `p ${one.value}` })), ...organisations.map((one) => ({ ...one, value: `o ${one.value}` }))];
  const t = followText[lang];
  return (
    <Fieldset legend={f.resolution(n + 1)} hint={required ? f.resolutionNeeds : n === 0 ? f.resolutionHint : undefined}>
      <TextField {...need} name={`resolution-${n}-text`} label={f.resolutionText} maxLength={2000} size="long" />
      <FieldRow>
        <SelectField {...need} name={`resolution-${n}-executor`} label={f.executor} options={parties} />
        <SelectField {...need} name={`resolution-${n}-supervisor`} label={f.supervisor} options={parties} />
        <DateField {...need} name={`resolution-${n}-deadline`} label={f.deadline} />
      </FieldRow>
      <SelectField
        name={`resolution-${n}-money`}
        label={t.money}
        emptyLabel={t.noMoney}
        options={(['residents', 'common'] as const).map((value) => ({ value, label: t[value] }))}
      />
    </Fieldset>
  );
}

/** The form of the minutes: attendance is filled in, everything typed is kept when it comes back. */
export function MinutesPage(props: MinutesPageView) {
  const { page, view, rows } = props;
  const { lang, base } = page;
  const { meeting } = view;
  const t = meetingText[lang];
  const f = meetingFormText[lang];
  const again = view.minutes.length > 0;
  const unit = lang === 'zh' ? (meeting.counted === 'household' ? '户' : '人') : '';
  const m = minutesText[lang];
  const items = props.record ? view.agenda : [];
  const numbers = Array.from({ length: rows }, (_, n) => n);
  return (
    <Layout page={page} title={again ? t.correctMinutes : t.writeMinutes} crumbs={[{ label: meeting.title, href: `${base}/meetings/${meeting.id}` }]}>
      <Lead>{f.minutesLead}</Lead>
      <Present view={view} />
      <Breaches meeting={meeting} />
      <Form action={`${base}/meetings/${meeting.id}/minutes`} errors={props.errors} values={props.values ?? props.start}>
        <input type="hidden" name="rows" value={String(rows)} />
        {again && <TextArea name="correction" label={f.correctionField} required rows={2} maxLength={500} />}
        {items.length > 0 && <Soft>{m.fromRecord}</Soft>}
        {items.map((title, index) => (
          <Fieldset legend={m.itemLegend(index + 1, title)}>
            <TextArea name={`said-${index + 1}`} label={f.said} hint={index === 0 ? f.saidHint : undefined} rows={4} />
            <TextArea name={`decisions-${index + 1}`} label={f.decisions} rows={2} />
          </Fieldset>
        ))}
        {props.record && <RecordInMinutes record={props.record} lang={lang} />}
        <TextArea
          name="said"
          label={items.length > 0 ? m.otherSaid : f.said}
          hint={items.length > 0 ? undefined : f.saidHint}
          rows={items.length > 0 ? 3 : 10}
        />
        {numbers.map((n) => (
          <Fieldset legend={f.hands(n + 1)}>
            <TextField name={`hands-${n}-question`} label={f.question} maxLength={300} size="long" />
            <FieldRow>
              <NumberField name={`hands-${n}-yes`} label={f.yes} unit={unit} />
              <NumberField name={`hands-${n}-no`} label={f.no} unit={unit} />
              <NumberField name={`hands-${n}-abstain`} label={f.abstain} unit={unit} />
            </FieldRow>
          </Fieldset>
        ))}
        {numbers.map((n) => (
          <ResolutionFields n={n} people={props.people} organisations={props.organisations} lang={lang} />
        ))}
        <TextArea name="decisions" label={f.decisions} hint={f.decisionsHint} rows={3} />
        <TextArea name="notes" label={f.notes} rows={3} maxLength={4000} />
        <p class="actions">
          <Button>{f.save}</Button>
          <Button kind="quiet" name="more" value="1">
            {f.moreRows}
          </Button>
        </p>
      </Form>
    </Layout>
  );
}

/** The form that adds one resolution after the minutes were written. */
export function AddResolutionPage(props: Pick<MinutesPageView, 'page' | 'view' | 'people' | 'organisations' | 'errors' | 'values'>) {
  const { page, view } = props;
  const t = meetingText[page.lang];
  const here = `${page.base}/meetings/${view.meeting.id}`;
  return (
    <Layout page={page} title={t.addResolution} crumbs={[{ label: view.meeting.title, href: here }]}>
      <Form action={`${here}/resolutions/new`} errors={props.errors} values={props.values}>
        <ResolutionFields n={0} people={props.people} organisations={props.organisations} lang={page.lang} required />
        <Button>{t.addResolution}</Button>
      </Form>
    </Layout>
  );
}
