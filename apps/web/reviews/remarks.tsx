import type { Application } from '#modules/projects';
import type { Form } from '../kit/index.ts';
import { FieldRow, Fieldset, SelectField, TextField, useLang } from '../ui/index.ts';
import { applicationText } from '../projects/application-text.ts';
import { guideText } from '../projects/application-guide-text.ts';
import { reviewText } from './text.ts';

/** How many remarks the form has room for. */
const rows = 4;

/** Every field of an application that a remark can be about, in the order of the form. */
export function fieldsToRemark(application: Application, lang: 'zh' | 'en'): { value: string; label: string }[] {
  const t = applicationText[lang];
  const g = guideText[lang];
  const each = (list: string, names: readonly string[], fields: readonly (readonly [field: string, label: string])[]) =>
    names.flatMap((name, at) => fields.map(([field, label]) => ({ value: `${list}.${at}.${field}`, label: `${name} · ${label}` })));
  return [
    { value: 'title', label: t.titleField },
    { value: 'goal', label: t.goal },
    { value: 'why', label: t.why },
    { value: 'projectTier', label: g.tier },
    { value: 'resolutionIds', label: t.resolutions },
    { value: 'periodStart', label: t.periodStart },
    { value: 'periodEnd', label: t.periodEnd },
    ...each(
      'members',
      application.members.map(({ name }) => name),
      [['duty', t.duty]],
    ),
    ...application.sources.flatMap(({ name, kind }, at) => [
      { value: `sources.${at}.${kind === 'household' ? 'perHousehold' : 'planned'}`, label: `${name} · ${t.planned}` },
      ...(kind === 'grant' ? [] : [{ value: `sources.${at}.basis`, label: `${name} · ${g.basis}` }]),
    ]),
    ...each(
      'lines',
      application.lines.map(({ name }) => name),
      [
        ['name', t.lineName],
        ['quantity', t.quantity],
        ['unitPrice', t.unitPrice],
        ['payer', t.payer],
      ],
    ),
    ...each(
      'indicators',
      application.indicators.map(({ name }) => name),
      [
        ['target', t.target],
        ['how', g.how],
      ],
    ),
    { value: 'keeperName', label: t.keeperName },
    { value: 'upkeepPlan', label: t.upkeepPlan },
    { value: 'upkeepYearly', label: t.upkeepYearly },
    ...each(
      'risks',
      application.risks.map(({ risk }) => risk),
      [['answer', t.answer]],
    ),
    { value: 'paper', label: t.evidence },
    { value: 'opinion', label: g.opinion },
  ];
}

/** Rows in which the office says what is to be corrected, field by field; each stands beside that field when the committee corrects it. */
export function Remarks({ application }: { application: Application }) {
  const lang = useLang();
  const t = reviewText[lang];
  const options = fieldsToRemark(application, lang);
  return (
    <Fieldset legend={t.remarks} hint={t.remarksHint}>
      {Array.from({ length: rows }, (_, at) => (
        <FieldRow>
          <SelectField name={`remark-${at}-field`} label={t.remarkField} options={options} />
          <TextField name={`remark-${at}-text`} label={t.remarkText} maxLength={500} />
        </FieldRow>
      ))}
    </Fieldset>
  );
}

/** The remarks as posted; rows without words are left out. */
export const readRemarks = (form: Form): { field: string; text: string }[] =>
  Array.from({ length: rows }, (_, at) => ({ field: form.text(`remark-${at}-field`), text: form.text(`remark-${at}-text`) })).filter(({ text }) => text !== '');
