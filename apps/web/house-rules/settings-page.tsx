import { buildingLaws } from '#modules/house-rules';
import { Button, dayText, Form, type FormErrors, type FormValues, Layout, Lead, type PageFrame, RadioField, TextField } from '../ui/index.ts';
import { houseRuleText, ruleWord } from './text.ts';

/** What the office says about buildings' conventions; the law says nothing. */
export function SettingsPage(props: {
  page: PageFrame;
  setting: { value: string; setBy: string; setOn: string } | null;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, setting } = props;
  const t = houseRuleText[page.lang];
  return (
    <Layout page={page} title={t.settingsTitle}>
      <Lead>{t.settingsLead}</Lead>
      <p>{setting === null ? t.settingUnset : t.settingNow(ruleWord(page.lang, `by-${setting.value}`), setting.setBy, dayText(setting.setOn, page.lang))}</p>
      <Form action={`${page.base}/house-rules/settings`} errors={props.errors} values={props.values}>
        <RadioField
          name="law"
          label={t.law}
          required
          value={setting?.value}
          options={buildingLaws.map((value) => ({ value, label: ruleWord(page.lang, `by-${value}`) }))}
        />
        <TextField name="reason" label={t.settingReason} required maxLength={500} size="long" />
        <Button>{t.save}</Button>
      </Form>
    </Layout>
  );
}
