import type { Category } from '#modules/books';
import type { Neighbourhood } from '#modules/places';
import { sourceKinds } from '#modules/projects';
import {
  Button,
  DateField,
  FieldRow,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  MoneyField,
  type PageFrame,
  Section,
  SelectField,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { openingText } from './opening-text.ts';
import { booksText, sourceKindWords } from './text.ts';

/** Rows of the form. */
export const broughtSources = [1, 2, 3, 4, 5] as const;
export const broughtLines = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** The form for a project that was agreed and begun before the platform. */
export function BringInPage(props: {
  page: PageFrame;
  places: readonly Neighbourhood[];
  categories: readonly Category[];
  today: string;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page } = props;
  const { lang, base } = page;
  const t = openingText[lang];
  return (
    <Layout page={page} title={t.bringIn} crumbs={[{ label: booksText[lang].books, href: `${base}/books` }]}>
      <Lead>{t.bringInLead}</Lead>
      <Form id="bring-in" action={`${base}/books/bring-in`} multipart errors={props.errors} values={props.values}>
        <SelectField name="place" label={t.neighbourhood} required options={props.places.map((place) => ({ value: place.id, label: place.name }))} />
        <TextField name="title" label={t.title} required maxLength={60} size="long" />
        <TextArea name="goal" label={t.goal} required rows={2} maxLength={500} />
        <FieldRow>
          <DateField name="agreedOn" label={t.agreedOn} max={props.today} required />
          <DateField name="periodStart" label={t.periodStart} required />
          <DateField name="periodEnd" label={t.periodEnd} required />
        </FieldRow>
        <FieldRow>
          <TextField name="keeper" label={t.keeper} required maxLength={60} />
          <TextField name="upkeepMonths" label={t.upkeepMonths} required maxLength={2} digits />
          <TextField name="upkeepPlan" label={t.upkeepPlan} required maxLength={300} />
        </FieldRow>
        <FileField name="agreement" label={t.agreement} required accept="image/*,application/pdf" />
        <Section title={t.sources}>
          {broughtSources.map((no) => (
            <FieldRow>
              <SelectField
                name={`kind${no}`}
                label={t.sourceKind(no)}
                value={no === 1 ? 'grant' : ''}
                options={sourceKinds.map((kind) => ({ value: kind, label: sourceKindWords(kind, lang) }))}
              />
              <TextField name={`name${no}`} label={t.sourceName} hint={no === 1 ? t.sourceNameHint : undefined} maxLength={60} />
              <MoneyField name={`planned${no}`} label={t.planned} />
            </FieldRow>
          ))}
        </Section>
        <TextField name="households" label={t.households} hint={t.householdsHint} maxLength={5} digits />
        <Section title={t.lines}>
          {broughtLines.map((no) => (
            <>
              <FieldRow>
                <TextField name={`text${no}`} label={t.line(no)} maxLength={100} />
                <MoneyField name={`amount${no}`} label={t.amount} />
              </FieldRow>
              <FieldRow>
                <SelectField
                  name={`category${no}`}
                  label={t.category}
                  value=""
                  options={props.categories.map((each) => ({ value: each.code, label: each[lang] }))}
                />
                <SelectField
                  name={`payer${no}`}
                  label={t.payer}
                  value=""
                  options={broughtSources.map((source) => ({ value: String(source), label: t.sourceKind(source) }))}
                />
              </FieldRow>
            </>
          ))}
        </Section>
        <Button>{t.bringIn}</Button>
      </Form>
    </Layout>
  );
}
