import type { Notice } from '#modules/notices';
import {
  Button,
  CheckField,
  CheckList,
  DateField,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type Option,
  type PageFrame,
  RadioField,
  SelectField,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { disclosureText } from './disclosure-text.ts';
import { noticeText } from './text.ts';

/** A form page: its frame, where it posts, and what came back. */
interface FormView {
  page: PageFrame;
  action: string;
  errors?: FormErrors;
  values?: FormValues;
}

/** Publish a notice of the committee or the office. */
export function NewNoticePage(props: FormView & { today: string; board: string; requirements: readonly Option[]; chosen: readonly string[] }) {
  const { page } = props;
  const t = noticeText[page.lang];
  return (
    <Layout page={page} title={t.newTitle} crumbs={[{ label: t.board, href: props.board }]}>
      <Lead>{t.newLead}</Lead>
      <Form action={props.action} errors={props.errors} values={props.values}>
        <TextField name="title" label={t.name} required maxLength={200} size="long" />
        <TextArea name="body" label={t.body} hint={t.bodyHint} required rows={8} maxLength={20_000} />
        <FieldRow>
          <DateField name="startDay" label={t.startDay} value={props.today} required />
          <DateField name="endDay" label={t.endDay} hint={t.endHint} min={props.today} />
        </FieldRow>
        {props.requirements.length > 0 && (
          <details class="fold" open={props.chosen.length > 0 || props.errors?.fulfils !== undefined}>
            <summary>{disclosureText[page.lang].fulfils}</summary>
            <CheckList
              name="fulfils"
              label={disclosureText[page.lang].fulfils}
              hint={disclosureText[page.lang].fulfilsHint}
              values={props.chosen}
              options={props.requirements}
            />
          </details>
        )}
        <CheckField name="accepts" label={t.accepts} />
        <DateField name="answerDay" label={t.answerDay} min={props.today} />
        <Button>{t.publish}</Button>
      </Form>
    </Layout>
  );
}

/** Correct a notice by a new one. */
export function CorrectNoticePage(props: FormView & { notice: Notice; today: string }) {
  const { page, notice } = props;
  const t = noticeText[page.lang];
  return (
    <Layout page={page} title={t.correct} crumbs={[{ label: notice.title, href: `${page.base}/notices/${notice.id}` }]}>
      <Lead>{t.correctLead}</Lead>
      <Form action={props.action} errors={props.errors} values={props.values}>
        <TextField name="reason" label={t.reason} required maxLength={500} size="long" />
        <TextField name="title" label={t.name} value={notice.title} required maxLength={200} size="long" />
        <TextArea name="body" label={t.body} value={notice.body} hint={t.bodyHint} required rows={8} maxLength={20_000} />
        <FieldRow>
          <DateField name="startDay" label={t.startDay} value={props.today} required />
          <DateField name="endDay" label={t.endDay} required={notice.endDay !== null} min={props.today} />
        </FieldRow>
        <Button>{t.publishCorrection}</Button>
      </Form>
    </Layout>
  );
}

/** Enter what somebody handed in or said. `people` values are `personId householdId`. */
export function ObjectForPage(props: FormView & { notice: Notice; people: readonly Option[] }) {
  const { page, notice } = props;
  const t = noticeText[page.lang];
  return (
    <Layout page={page} title={t.objectFor} crumbs={[{ label: notice.title, href: `${page.base}/notices/${notice.id}` }]}>
      <Lead>{t.objectForLead}</Lead>
      <Form action={props.action} errors={props.errors} values={props.values}>
        <SelectField name="person" label={t.person} required options={props.people} />
        <RadioField
          name="channel"
          label={t.how}
          required
          options={[
            { value: 'paper', label: t.paper },
            { value: 'assisted', label: t.assisted },
          ]}
        />
        <TextArea name="text" label={t.objectionField} required maxLength={2000} />
        <Button>{t.save}</Button>
      </Form>
    </Layout>
  );
}
