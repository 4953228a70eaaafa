import type { RuleKind } from '#libs/policy';
import type { PolicyDraft } from '#modules/funds';
import {
  ActionForm,
  Actions,
  Button,
  CheckField,
  CheckList,
  DateField,
  Fieldset,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  MoneyField,
  NumberField,
  type PageFrame,
  SelectField,
  TextArea,
  TextField,
  useLang,
} from '../ui/index.ts';
import { draftCrumbs } from './draft-page.tsx';
import { editorText, kindName } from './editor-text.ts';
import { headFields, rowCount, typedValue, valueAt } from './rule-data.ts';
import { type Field, ruleField, type Shape } from './rule-shape.ts';

/** What the form of one rule shows. */
export interface RuleFormView {
  page: PageFrame;
  draft: PolicyDraft;
  kind: RuleKind;
  shape: Shape;
  /** Id of the rule; null for a new one. */
  ruleId: string | null;
  /** The rule as plain data; the beginnings of one for a new rule. */
  data: Record<string, unknown>;
  /** True: it stands in the draft; false: it is new, or inherited and about to be narrowed. */
  isOwn: boolean;
  errors?: FormErrors;
  values?: FormValues;
}

function RuleField({ field, data, prefix = '' }: { field: Field; data: unknown; prefix?: string }) {
  const lang = useLang();
  const typed = typedValue(field, valueAt(data, field.path));
  const common = {
    name: `${prefix}${ruleField(field.path)}`,
    label: field[lang],
    required: field.open === 'required',
    value: typed === '' ? undefined : typed,
  };
  const options = (field.options ?? []).map((option) => ({ value: option.value, label: option[lang] }));
  switch (field.type) {
    case 'yuan':
      return <MoneyField {...common} />;
    case 'number':
      return <NumberField {...common} />;
    case 'choice':
      return <SelectField {...common} options={options} />;
    case 'choices':
      return <CheckList name={common.name} label={common.label} required values={typed === '' ? [] : typed.split('、')} options={options} />;
    case 'check':
      return <CheckField name={common.name} label={common.label} checked={typed === 'yes'} />;
    case 'day':
      return <DateField {...common} />;
    case 'words':
      return <TextArea {...common} rows={6} />;
    case 'month-day':
    case 'fraction':
    case 'percents':
    case 'code':
    case 'text':
    case 'list':
      return <TextField {...common} maxLength={field.type === 'text' || field.type === 'list' ? 500 : 60} />;
  }
}

function InPairs({ fields, data, prefix }: { fields: readonly Field[]; data: unknown; prefix?: string }) {
  const pairs: Field[][] = [];
  for (const field of fields) {
    const last = pairs.at(-1);
    const isWide = field.type === 'words' || field.type === 'choices' || field.type === 'check' || field.type === 'list';
    if (!isWide && last?.length === 1 && !['words', 'choices', 'check', 'list'].includes(last[0]?.type ?? '')) last.push(field);
    else pairs.push([field]);
  }
  return (
    <>
      {pairs.map((pair) =>
        pair.length === 1 ? (
          <RuleField field={pair[0]!} data={data} prefix={prefix} />
        ) : (
          <FieldRow>
            {pair.map((field) => (
              <RuleField field={field} data={data} prefix={prefix} />
            ))}
          </FieldRow>
        ),
      )}
    </>
  );
}

/** One rule to be written or changed. */
export function RuleFormPage({ page, draft, kind, shape, ruleId, data, isOwn, errors, values }: RuleFormView) {
  const { lang, base } = page;
  const t = editorText[lang];
  const here = `${base}/policy/drafts/${draft.id}`;
  const list = shape.rows ? valueAt(data, shape.rows.path) : [];
  const items: unknown[] = Array.isArray(list) ? list : [];
  const title = `${shape[lang]}`;
  return (
    <Layout page={page} title={title} crumbs={[...draftCrumbs(page, draft), { label: kindName(kind, lang) }]}>
      <Lead>{t.emptyHint}</Lead>
      <Form action={`${here}/rule`} errors={errors} values={values}>
        <input type="hidden" name="kind" value={kind} />
        {ruleId !== null && <input type="hidden" name="rule" value={ruleId} />}
        <InPairs fields={shape.fields} data={data} />
        {shape.rows &&
          Array.from({ length: rowCount(shape, data) }, (_, at) => (
            <Fieldset legend={`${shape.rows?.[lang]} ${at + 1}`} hint={at === 0 ? t.rowsHint : undefined}>
              <InPairs
                fields={(shape.rows?.fields ?? []).map((field) => (field.open === 'required' ? { ...field, open: 'null' as const } : field))}
                data={items[at]}
                prefix={`${shape.rows?.path}-${at}-`}
              />
            </Fieldset>
          ))}
        <InPairs fields={headFields} data={data} />
        <Button>{t.save}</Button>
      </Form>
      {isOwn && ruleId !== null && (
        <Actions>
          <ActionForm action={`${here}/rule/remove`} kind="danger" fields={{ rule: ruleId }}>
            {t.remove}
          </ActionForm>
        </Actions>
      )}
    </Layout>
  );
}
