import type { LabourSheet, Project, SpendingRequest, SpendingTerms } from '#modules/projects';
import { plainYuan } from '#libs/money';
import {
  Actions,
  Button,
  ButtonLink,
  dataTable,
  DateField,
  Day,
  FieldRow,
  Fieldset,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  Money,
  MoneyField,
  NumberField,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  TextField,
  useLang,
  yuanText,
} from '../ui/index.ts';
import type { Extras } from './extras.ts';
import { purchaseText } from './purchase-text.ts';
import { spendingText } from './text.ts';

/** Rows a sheet offers. */
export const labourRows = Array.from({ length: 12 }, (_, index) => index + 1);
const shownRows = 3;

/** Hundredths as typed: 7.5. */
export const hundredthsText = (hundredths: bigint): string => {
  const rest = String(hundredths % 100n)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${hundredths / 100n}${rest === '' ? '' : `.${rest}`}`;
};

function SheetTable({ sheet, here }: { sheet: LabourSheet; here: string }) {
  const lang = useLang();
  const t = purchaseText[lang];
  return dataTable({
    rows: sheet.entries,
    query: {},
    lang,
    base: here,
    tools: false,
    caption: t.labour,
    columns: [
      { key: 'name', label: t.labourName, value: (row) => row.name },
      { key: 'work', label: t.labourWork, value: (row) => row.work },
      { key: 'day', label: t.labourDay, value: (row) => row.day, render: (row) => <Day day={row.day} /> },
      { key: 'quantity', label: t.labourQuantity, value: (row) => `${hundredthsText(row.quantityHundredths)} ${t[row.unit]}` },
      { key: 'amount', label: t.labourAmount, numeric: true, value: (row) => row.amountFen },
    ],
  });
}

/** On the page of the request: the sheet in force, or the way to write one. */
export function LabourSection({ extras, here }: { extras: Extras; here: string }) {
  const t = purchaseText[useLang()];
  if (!extras.labour && !extras.may.labour) return null;
  if (!extras.labour)
    return (
      <p>
        {t.labourAsk} <a href={`${here}/labour`}>{t.labourOpen}</a>
      </p>
    );
  return (
    <Section title={t.labour} id="labour">
      <SheetTable sheet={extras.labour} here={here} />
      <p>
        {t.labourTotal} <Money fen={extras.labour.totalFen} />
      </p>
      <Actions>
        <ButtonLink kind="quiet" href={`${here}/labour.pdf`} word>
          {t.labourPrint}
        </ButtonLink>
        {extras.may.labour && (
          <ButtonLink kind="quiet" href={`${here}/labour`}>
            {t.labourOpen}
          </ButtonLink>
        )}
      </Actions>
    </Section>
  );
}

/** The page on which the sheet is written. */
export function LabourPage(props: {
  page: PageFrame;
  request: SpendingRequest;
  project: Project;
  terms: SpendingTerms;
  sheet: LabourSheet | null;
  today: string;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, request, project, sheet } = props;
  const t = purchaseText[page.lang];
  const here = `${page.base}/spending/${request.id}`;
  const row = (no: number) => {
    const entry = sheet?.entries[no - 1];
    return (
      <Fieldset legend={t.labourRow(no)}>
        <FieldRow>
          <TextField name={`name${no}`} label={t.labourName} value={entry?.name} maxLength={50} together />
          <TextField name={`work${no}`} label={t.labourWork} value={entry?.work} maxLength={100} together />
          <DateField name={`day${no}`} label={t.labourDay} value={entry?.day ?? props.today} together />
        </FieldRow>
        <FieldRow>
          <NumberField name={`quantity${no}`} label={t.labourQuantity} value={entry ? hundredthsText(entry.quantityHundredths) : undefined} decimals together />
          <SelectField
            name={`unit${no}`}
            label={t.labourUnit}
            value={entry?.unit ?? 'hour'}
            together
            options={(['hour', 'day', 'piece'] as const).map((unit) => ({ value: unit, label: t[unit] }))}
          />
          <MoneyField name={`amount${no}`} label={t.labourAmount} value={entry ? plainYuan(entry.amountFen) : undefined} together />
        </FieldRow>
      </Fieldset>
    );
  };
  const more = labourRows.slice(shownRows);
  return (
    <Layout
      page={page}
      title={`${t.labour}：${request.item}`}
      crumbs={[
        { label: project.title, href: `${page.base}/projects/${project.id}` },
        { label: spendingText[page.lang].list, href: `${page.base}/projects/${project.id}/spending` },
        { label: request.item, href: here },
      ]}
    >
      <Lead>{t.labourLead}</Lead>
      <Soft>
        {t.labourNoIds}
        {props.terms.labourToFen !== null && ` ${t.termLabour(yuanText(props.terms.labourToFen))}。`}
      </Soft>
      <Form action={`${here}/labour`} errors={props.errors} values={props.values}>
        {labourRows.slice(0, shownRows).map(row)}
        <details open={more.some((no) => sheet?.entries[no - 1] !== undefined || (props.values?.[`name${no}`] ?? '') !== '')}>
          <summary>{t.labourMore}</summary>
          {more.map(row)}
        </details>
        <Button>{t.labourSave}</Button>
      </Form>
    </Layout>
  );
}
