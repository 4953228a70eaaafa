import { type Audit, type Item, severities } from '#modules/audits';
import {
  Button,
  CheckField,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  Money,
  MoneyField,
  type PageFrame,
  RadioField,
  SelectField,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { auditText } from './text.ts';

/** The form of a finding. */
export function NewFindingPage(props: {
  page: PageFrame;
  audit: Audit;
  item: Item | null;
  places: readonly { id: string; name: string }[];
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, audit, item } = props;
  const t = auditText[page.lang];
  const here = `${page.base}/audits/${audit.id}`;
  const place = item && props.places.find(({ id }) => id === item.neighbourhoodId);
  return (
    <Layout
      page={page}
      title={t.writeFinding}
      crumbs={[{ label: t.title, href: `${page.base}/audits` }, { label: audit.title, href: here }, { label: t.writeFinding }]}
    >
      <Lead>{t.findingLead}</Lead>
      {item && (
        <KeyValues
          items={[
            [t.item, item.label],
            [t.amount, <Money fen={item.amountFen} />],
          ]}
        />
      )}
      <Form action={`${here}/findings/new${item ? `?item=${item.id}` : ''}`} errors={props.errors} values={props.values} multipart>
        <SelectField
          name="place"
          label={t.addressed}
          options={[...(place ? [place] : item ? [] : props.places).map(({ id, name }) => ({ value: id, label: name })), { value: 'office', label: t.office }]}
          value={place?.id}
          required
        />
        <RadioField name="severity" label={t.severity} options={severities.map((value) => ({ value, label: t[value] }))} required />
        <TextField name="clause" label={t.clause} hint={t.clauseHint} maxLength={300} required />
        <TextArea name="body" label={t.body} rows={6} maxLength={4000} required />
        <MoneyField name="amount" label={t.findingAmount} />
        {item && <CheckField name="misstated" label={t.misstated} />}
        <FileField name="files" label={t.evidence} hint={t.evidenceHint} multiple />
        <Button>{t.save}</Button>
      </Form>
    </Layout>
  );
}
