import { type PolicyPack, resolvePack, unsetSettings } from '#libs/policy';
import {
  Actions,
  Button,
  ButtonLink,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  Section,
  TextField,
} from '../ui/index.ts';
import { RuleList } from './policy-page.tsx';
import { type OpenSetting, SettingFields } from './setting-fields.tsx';
import { fundText } from './text.ts';

/** What the page on which a policy is adopted shows. */
export interface AdoptView {
  page: PageFrame;
  packs: readonly PolicyPack[];
  /** The one to look at before adopting it. */
  chosen: string | null;
  current: string | null;
  today: string;
  /** The invented policy is offered in a demonstration only. */
  isDemo: boolean;
}

/** Choose, read, adopt. */
export function AdoptPage({ page, packs, chosen, current, today, isDemo }: AdoptView) {
  const { lang, base } = page;
  const t = fundText[lang];
  // Frames first, whole policies next, what others only build on last.
  const rank = (pack: PolicyPack) => (pack.code.startsWith('frame') ? 0 : packs.some(({ inherits }) => inherits === pack.code) ? 2 : 1);
  const options = packs
    .filter(({ code }) => isDemo || code === current || !code.startsWith('demo'))
    .sort((a, b) => rank(a) - rank(b))
    .map((pack) => {
      const resolved = resolvePack(packs, pack.code, [], today);
      const facts = resolved.ok ? t.packFacts(pack.rules.length, resolved.value.rules.length, unsetSettings(resolved.value).length) : t.cannotHold;
      const superior = packs.find(({ code }) => code === pack.inherits);
      return {
        value: pack.code,
        label: `${pack.title[lang]}${lang === 'zh' ? `（${pack.version}）` : ` (${pack.version})`}${pack.code === current ? ` · ${t.current}` : ''}`,
        hint: [pack.note?.[lang], superior && `${t.buildsOn}${lang === 'zh' ? '：' : ': '}${superior.title[lang]}`, facts].filter(Boolean).join(' · '),
      };
    });
  const preview = chosen === null ? null : resolvePack(packs, chosen, [], today);
  return (
    <Layout page={page} title={t.adopt} crumbs={[{ label: t.policy, href: `${base}/policy` }, { label: t.adopt }]}>
      <Lead>{t.adoptLead}</Lead>
      <Form action={`${base}/policy/adopt`} method="get">
        <RadioField name="code" label={t.choosePack} options={options} value={chosen ?? current ?? undefined} required />
        <Button kind="quiet">{t.preview}</Button>
      </Form>
      {preview?.ok && chosen !== null && (
        <Section title={t.previewOf(preview.value.title[lang])}>
          <RuleList pack={preview.value} query="" />
          <Form action={`${base}/policy/adopt`} id="adopt">
            <input type="hidden" name="code" value={chosen} />
            <Actions>
              <Button>{t.adoptThis}</Button>
              <ButtonLink href={`${base}/policy`} kind="quiet">
                {t.policy}
              </ButtonLink>
            </Actions>
          </Form>
        </Section>
      )}
      {preview && !preview.ok && <p class="error">{t[preview.error]}</p>}
    </Layout>
  );
}

/** What the page of the office's values shows. */
export interface SettingsView {
  page: PageFrame;
  /** What the policy leaves open, and what no rule asks for. */
  settings: readonly OpenSetting[];
  own: readonly OpenSetting[];
  errors?: FormErrors;
  values?: FormValues;
}

/** The short form of what is not set, and below it what is set, to be changed with a reason. */
export function SettingsPage({ page, settings, own, errors, values }: SettingsView) {
  const { lang, base } = page;
  const t = fundText[lang];
  const open = settings.filter(({ current }) => current === null);
  const set = settings.filter(({ current }) => current !== null);
  const hasSet = [...settings, ...own].some(({ current }) => current !== null);
  return (
    <Layout page={page} title={t.settings} crumbs={[{ label: t.policy, href: `${base}/policy` }, { label: t.settings }]}>
      <Lead>{t.settingsLead}</Lead>
      <Form action={`${base}/policy/settings`} errors={errors} values={values}>
        {open.length > 0 && <h2>{t.openGroup}</h2>}
        <SettingFields settings={open} />
        {set.length > 0 && <h2>{t.change}</h2>}
        <SettingFields settings={set} />
        <h2>{t.ownGroup}</h2>
        <p class="hint">{t.ownHint}</p>
        <SettingFields settings={own} />
        {hasSet && <TextField name="reason" label={t.changeReason} hint={t.changeReasonHint} maxLength={500} />}
        <Button>{t.save}</Button>
      </Form>
    </Layout>
  );
}
