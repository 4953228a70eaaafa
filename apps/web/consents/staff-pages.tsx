import type { Collector, Device } from '#modules/consents';
import {
  ActionForm,
  Button,
  CheckList,
  DateField,
  Empty,
  FieldRow,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  NumberField,
  type Option,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
  TimeField,
} from '../ui/index.ts';
import { staffText } from './staff-text.ts';
import { consentText } from './text.ts';
import type { ConsentView } from './view.ts';

type Back = { form: string; errors: FormErrors; values: FormValues };
const of = (back: Back | undefined, form: string) => (back?.form === form ? { errors: back.errors, values: back.values } : {});

/** Who goes from door to door, where, and with which devices. */
export function CollectorsPage(props: {
  page: PageFrame;
  view: ConsentView;
  people: readonly Option[];
  entrances: readonly Option[];
  collectors: readonly (Collector & { name: string; places: string })[];
  devices: readonly (Device & { holder: string })[];
  back?: Back;
}) {
  const { page, view } = props;
  const { lang, base } = page;
  const t = staffText[lang];
  const here = `${base}/consents/${view.consent.id}`;
  const current = props.collectors.filter((one) => one.endedAt === null);
  return (
    <Layout page={page} title={consentText[lang].collectors} crumbs={[{ label: view.consent.question, href: here }]}>
      <Lead>{t.collectorsLead}</Lead>
      {current.length === 0 && <Empty title={t.noCollectors} />}
      <ul class="duties">
        {current.map((one) => (
          <li>
            <div>
              <p>
                <b>{one.name}</b>
              </p>
              <p class="soft">{one.places}</p>
            </div>
            <ActionForm action={`${here}/collectors/${one.id}/end`} kind="quiet">
              {t.end}
            </ActionForm>
          </li>
        ))}
      </ul>
      <Section title={t.nameCollector}>
        <Form id="collector" action={`${here}/collectors`} {...of(props.back, 'collector')}>
          <SelectField name="person" label={t.person} hint={t.personHint} required options={props.people} />
          <CheckList name="entrances" label={t.entrances} required options={props.entrances} />
          <Button>{t.nameCollector}</Button>
        </Form>
      </Section>
      <Section title={t.devices} id="devices">
        {props.devices.length === 0 && <Empty title={t.noDevices} />}
        <ul class="duties">
          {props.devices.map((device) => (
            <li>
              <div>
                <p>
                  <b>{device.holder}</b> {device.name}{' '}
                  <State tone={device.wipedAt ? 'good' : device.revokedAt ? 'bad' : 'wait'}>
                    {device.wipedAt ? t.wipedState : device.revokedAt ? t.revokedState : t.inUse}
                  </State>
                </p>
                <p class="soft">
                  {t.seen} {instantText(device.seenAt, lang, 'short')}
                </p>
              </div>
              {!device.revokedAt && (
                <ActionForm action={`${here}/devices/${device.id}/revoke`} kind="quiet">
                  {t.revoke}
                </ActionForm>
              )}
            </li>
          ))}
        </ul>
      </Section>
    </Layout>
  );
}

/** A signed form that came back, and the proxies that let somebody else sign. */
export function PapersPage(props: {
  page: PageFrame;
  view: ConsentView;
  homes: readonly Option[];
  proxies: readonly Option[];
  start: { day: string; time: string };
  back?: Back;
}) {
  const { page, view } = props;
  const { lang, base } = page;
  const t = staffText[lang];
  const c = consentText[lang];
  const here = `${base}/consents/${view.consent.id}`;
  const options = view.parts[0]?.options ?? [];
  const choices =
    options.length > 0
      ? options.map((option) => ({ value: `option-${option.no}`, label: option.label }))
      : (['yes', 'no'] as const).map((value) => ({ value, label: c[value] }));
  return (
    <Layout page={page} title={c.enterPaper} crumbs={[{ label: view.consent.question, href: here }]}>
      <Lead>{t.papersLead}</Lead>
      <Form id="paper" multipart action={`${here}/papers`} {...of(props.back, 'paper')}>
        <SelectField name="home" label={t.which} hint={t.whichHint} required options={props.homes} />
        <RadioField
          name="choice"
          label={c.choice}
          required
          options={[...choices, { value: 'abstain', label: c.abstain }, { value: 'split', label: c.split }]}
        />
        <RadioField
          name="speaks"
          label={c.speaks}
          required
          options={[{ value: 'sole', label: c.alone }, { value: 'agreed', label: c.forAll }, { value: 'split', label: c.differ }, ...props.proxies]}
        />
        <TextField name="signer" label={c.signer} required maxLength={60} />
        <TextField name="agreement" label={c.agreeNames} hint={c.agreeHint} maxLength={300} />
        <FieldRow>
          <DateField name="day" label={t.signedDay} required value={props.start.day} />
          <TimeField name="time" label={t.signedTime} required value={props.start.time} />
        </FieldRow>
        <FileField name="scan" label={t.scan} required accept="image/*,application/pdf" />
        <Button>{c.enterPaper}</Button>
      </Form>
      <Section title={t.proxy} id="proxy">
        <Soft>
          {t.proxyLead} {view.settings.proxyLimit === null ? t.proxyLimitUnset : t.proxyLimitSet(view.settings.proxyLimit)}
        </Soft>
        <Form id="proxy-form" multipart action={`${here}/proxies`} {...of(props.back, 'proxy')}>
          <SelectField name="home" label={t.which} required options={props.homes} />
          <TextField name="owner" label={t.ownerName} required maxLength={60} />
          <TextField name="proxy" label={t.proxyName} required maxLength={60} />
          <FileField name="scan" label={t.proxyScan} required accept="image/*,application/pdf" />
          <Button kind="quiet">{t.proxy}</Button>
        </Form>
      </Section>
    </Layout>
  );
}

/** What the office sets where the law is silent. */
export function ConsentSettingsPage(props: { page: PageFrame; split: string | null; proxyLimit: number | null; errors?: FormErrors; values?: FormValues }) {
  const { page } = props;
  const t = staffText[page.lang];
  return (
    <Layout page={page} title={t.settings}>
      <Lead>{t.settingsLead}</Lead>
      <Form action={`${page.base}/consents/settings`} errors={props.errors} values={props.values}>
        <RadioField
          name="split"
          label={t.splitField}
          {...(props.split === null ? {} : { value: props.split })}
          options={[
            { value: 'takes-part', label: t.splitTakesPart },
            { value: 'not-counted', label: t.splitNotCounted },
          ]}
        />
        <NumberField
          name="proxyLimit"
          label={t.proxyLimitField}
          hint={t.proxyLimitHint}
          {...(props.proxyLimit === null ? {} : { value: String(props.proxyLimit) })}
        />
        <TextField name="reason" label={t.settingReason} maxLength={500} />
        <Button>{t.save}</Button>
      </Form>
    </Layout>
  );
}
