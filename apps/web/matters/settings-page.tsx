import { Button, dayText, Form, type FormErrors, type FormValues, Layout, Lead, NumberField, type PageFrame, RadioField, TextField } from '../ui/index.ts';
import { followText } from './follow-text.ts';
import { matterText } from './text.ts';

/** A setting as it stands. */
export interface SettingNow {
  value: string;
  by: string;
  day: string;
}
/** Fields of the form by the setting that each asks for. */
export const settingFields = {
  days: 'replyDays',
  unit: 'supportUnit',
  appeal: 'appealDays',
  assembly: 'assemblyDays',
  groups: 'groupPercent',
  ask: 'askHouseholds',
} as const;
export type SettingsNow = Record<keyof typeof settingFields, SettingNow | null>;

/** What the office sets for matters; empty means that it has not. */
export function SettingsPage(props: { page: PageFrame; now: SettingsNow; errors?: FormErrors; values?: FormValues }) {
  const { page, now } = props;
  const t = { ...matterText[page.lang], ...followText[page.lang] };
  const words = (setting: SettingNow | null, unit: (value: string) => string) =>
    setting === null ? t.settingUnset : t.settingNow(unit(setting.value), setting.by, dayText(setting.day, page.lang));
  const unitWords = (value: string) => (value === 'household' ? t.perHousehold : t.perPerson);
  const number = (name: 'days' | 'appeal' | 'assembly' | 'groups' | 'ask', label: string, unit: string) => (
    <NumberField name={name} label={label} unit={unit} hint={words(now[name], (value) => `${value} ${unit}`)} value={now[name]?.value} />
  );
  return (
    <Layout page={page} title={t.settingsTitle}>
      <Lead>{t.settingsLead}</Lead>
      <Form action={`${page.base}/matters/settings`} errors={props.errors} values={props.values}>
        {number('days', t.replyDays, t.days)}
        <RadioField
          name="unit"
          label={t.supportUnit}
          hint={words(now.unit, unitWords)}
          value={now.unit?.value}
          options={[
            { value: 'household', label: t.perHousehold },
            { value: 'person', label: t.perPerson },
          ]}
        />
        {number('ask', t.askHouseholds, t.householdsUnit)}
        {number('groups', t.groupPercent, t.percent)}
        {number('assembly', t.assemblyDays, t.days)}
        {number('appeal', t.appealDays, t.days)}
        <TextField name="reason" label={t.settingReason} required maxLength={500} size="long" />
        <Button>{t.save}</Button>
      </Form>
    </Layout>
  );
}
