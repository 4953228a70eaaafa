import { categories, type Matter, type Plan } from '#modules/matters';
import {
  Button,
  CheckField,
  CheckList,
  dataTable,
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
  Section,
  SelectField,
  Soft,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { PlanPicker } from './plan.tsx';
import { matterText } from './text.ts';
import { categoryWord } from './words.ts';

const staffChannels = ['paper', 'phone', 'visit'] as const;

/** Staff writes down what somebody brought on paper, by phone or said at a visit. `people` values are `personId householdId`. */
export function EnterPage(props: {
  page: PageFrame;
  place: { code: string; name: string };
  people: readonly Option[];
  plans: readonly Plan[];
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, place } = props;
  const t = matterText[page.lang];
  return (
    <Layout page={page} title={t.enterTitle} crumbs={[{ label: `${place.name} ${t.list}`, href: `${page.base}/n/${place.code}/matters` }]}>
      <Lead>{t.enterLead}</Lead>
      <Form action={`${page.base}/n/${place.code}/matters/enter`} multipart errors={props.errors} values={props.values}>
        <RadioField name="channel" label={t.how} required options={staffChannels.map((value) => ({ value, label: t[value] }))} />
        <SelectField name="person" label={t.whose} hint={t.whoseHint} options={props.people} />
        <TextField name="name" label={t.whoseNotListed} maxLength={60} />
        <TextArea name="text" label={t.text} required rows={6} maxLength={2000} />
        <FileField name="photo" label={t.photo} hint={t.photoHint} accept="image/*" multiple />
        <SelectField name="category" label={t.category} options={categories.map((value) => ({ value, label: categoryWord(value, page.lang) }))} />
        <CheckField name="anonymous" label={t.anonymous} />
        <PlanPicker plans={props.plans} />
        <Button>{t.submit}</Button>
      </Form>
    </Layout>
  );
}

/** One line of the supporters' list. */
export interface SupporterLine {
  name: string;
  door: string;
  channel: string;
  at: Date;
}

/** Who supports a matter, for the committee and the office; and the signed list, ticked off. */
export function SupportersPage(props: { page: PageFrame; matter: Matter; lines: readonly SupporterLine[] | null; people: readonly Option[] | null }) {
  const { page, matter } = props;
  const t = matterText[page.lang];
  const address = `${page.base}/matters/${matter.id}/supporters`;
  return (
    <Layout page={page} title={t.supporters} crumbs={[{ label: matter.title, href: `${page.base}/matters/${matter.id}` }]}>
      <Lead>{t.supportersLead}</Lead>
      {props.lines !== null &&
        dataTable({
          rows: props.lines,
          query: {},
          lang: page.lang,
          base: address,
          caption: t.supporters,
          tools: false,
          empty: <Soft>{t.supportersNone}</Soft>,
          columns: [
            { key: 'door', label: t.home, value: (line) => line.door },
            { key: 'name', label: t.supporter, value: (line) => line.name },
            { key: 'channel', label: t.came, value: (line) => line.channel },
            { key: 'at', label: t.at, value: (line) => line.at, render: (line) => instantText(line.at, page.lang, 'short') },
          ],
        })}
      {props.people !== null && props.people.length > 0 && (
        <Section title={t.enterSupport}>
          <Form action={address}>
            <RadioField
              name="channel"
              label={t.how}
              required
              value="paper"
              options={[
                { value: 'paper', label: t.wayPaper },
                { value: 'phone', label: t.wayPhone },
                { value: 'visit', label: t.wayVisit },
              ]}
            />
            <CheckList name="people" label={t.enterSupport} hint={t.enterSupportHint} required options={props.people} />
            <Button>{t.enterSupportButton}</Button>
          </Form>
        </Section>
      )}
    </Layout>
  );
}
