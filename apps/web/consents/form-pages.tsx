import { type Consent, type ConsentKind, consentKinds } from '#modules/consents';
import {
  Button,
  CheckField,
  Empty,
  ButtonLink,
  dataTable,
  DateField,
  FieldRow,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  type Option,
  type PageFrame,
  RadioField,
  SelectField,
  TextArea,
  TimeField,
} from '../ui/index.ts';
import { ConsentBadge } from './consent-page.tsx';
import { consentText } from './text.ts';
import type { ConsentView } from './view.ts';

/** One campaign in the list. */
export type ConsentRow = { consent: Consent; view: Pick<ConsentView, 'state' | 'parts'>; closesAt: Date | null };

/** The campaigns of a neighbourhood. */
export function ConsentListPage(props: {
  page: PageFrame;
  place: { code: string; name: string };
  rows: readonly ConsentRow[];
  mayCreate: boolean;
  query: Readonly<Record<string, string | undefined>>;
}) {
  const { page, place } = props;
  const { lang } = page;
  const t = consentText[lang];
  const create = props.mayCreate ? <ButtonLink href={`${page.base}/consents/new?place=${place.code}`}>{t.create}</ButtonLink> : undefined;
  return (
    <Layout page={page} title={t.list} crumbs={[{ label: place.name, href: `${page.base}/n/${place.code}` }]}>
      <Lead>{t.listLead}</Lead>
      {props.rows.length > 0 && create}
      {dataTable({
        lang,
        base: `${page.base}/n/${place.code}/consents`,
        query: props.query,
        caption: t.list,
        rows: props.rows,
        empty: (
          <Empty title={t.emptyTitle} action={create}>
            {t.emptyBody}
          </Empty>
        ),
        columns: [
          {
            key: 'question',
            label: t.question,
            value: (row) => row.consent.question,
            render: (row) => <a href={`${page.base}/consents/${row.consent.id}`}>{row.consent.question}</a>,
          },
          { key: 'state', label: t.standing, value: (row) => t[row.view.state], render: (row) => <ConsentBadge view={row.view} lang={lang} /> },
          { key: 'closes', label: t.closeDay, value: (row) => (row.closesAt ? instantText(row.closesAt, lang) : null) },
        ],
      })}
    </Layout>
  );
}

const hints = { lift: 'liftHint', 'owners-general': 'generalHint', 'owners-special': 'specialHint', options: 'optionsHint' } as const satisfies Record<
  ConsentKind,
  string
>;

/** The form that drafts a campaign. */
export function NewConsentPage(props: {
  page: PageFrame;
  place: { id: string; code: string; name: string };
  matterId: string | null;
  buildings: readonly Option[];
  today: string;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, place } = props;
  const t = consentText[page.lang];
  return (
    <Layout page={page} title={t.create} crumbs={[{ label: t.list, href: `${page.base}/n/${place.code}/consents` }]}>
      <Lead>{t.createLead}</Lead>
      <Form multipart action={`${page.base}/consents/new`} errors={props.errors} values={props.values}>
        <input type="hidden" name="place" value={place.id} />
        {props.matterId !== null && <input type="hidden" name="matter" value={props.matterId} />}
        <TextArea name="question" label={t.question} hint={t.questionHint} required rows={2} maxLength={300} />
        <TextArea name="plan" label={t.plan} hint={t.planHint} required rows={6} maxLength={4000} />
        <FileField name="files" label={t.planFiles} hint={t.planFilesHint} accept="image/*,application/pdf" multiple />
        <RadioField name="kind" label={t.kind} required options={consentKinds.map((value) => ({ value, label: t[value], hint: t[hints[value]] }))} />
        <SelectField name="building" label={t.building} hint={t.buildingHint} options={props.buildings} />
        <CheckField name="common" label={t.common} />
        <TextArea name="options" label={t.optionList} hint={t.optionListHint} rows={4} maxLength={2000} />
        <RadioField
          name="phone"
          label={t.phone}
          required
          options={[
            { value: 'yes', label: t.phoneYes },
            { value: 'no', label: t.phoneNo },
          ]}
        />
        <FieldRow>
          <DateField name="day" label={t.closeDay} required min={props.today} />
          <TimeField name="time" label={t.closeTime} required value="20:00" />
        </FieldRow>
        <Button>{t.create}</Button>
      </Form>
    </Layout>
  );
}
