import { isDay } from '#libs/civil-time';
import { parseYuan } from '#libs/money';
import { formatYuanBrief, plainYuan } from '#libs/money';
import { parseFraction, resolvePack, type Setting, type SettingUnit, type UnsetSetting, unsetSettings } from '#libs/policy';
import { err, ok, type Result } from '#libs/result';
import type { Lang } from '#platform/i18n';
import { type AdoptedPolicy } from '#modules/funds';
import type { Form } from '../kit/index.ts';
import { dayText, FieldRow, Fieldset, MoneyField, NumberField, SelectField, TextField, useLang } from '../ui/index.ts';
import { fundText } from './text.ts';

/** A value that a policy leaves to the office, with what the office has set. */
export type OpenSetting = UnsetSetting & { current: Setting | null };

/** Everything that an adopted policy leaves to the office on a day, in the policy's order. */
export function openSettings(adopted: AdoptedPolicy, settings: readonly Setting[], day: string): OpenSetting[] {
  const bare = resolvePack(adopted.packs, adopted.code, [], day);
  if (!bare.ok) return [];
  return unsetSettings(bare.value).map((each) => ({ ...each, current: settings.find(({ key }) => key === each.key) ?? null }));
}

/** Name of the form field of a setting. */
export const settingField = (key: string): string => `set-${key.replaceAll('.', '-')}`;

/** A stored value as people read it. */
export function settingText(setting: Pick<UnsetSetting, 'unit' | 'choices'>, value: string, lang: Lang): string {
  const t = fundText[lang];
  const units: Record<SettingUnit, () => string> = {
    fen: () => (/^\d+$/.test(value) ? `${formatYuanBrief(BigInt(value))} ${t.yuan}` : value),
    days: () => `${value} ${t.days}`,
    percent: () => `${value}%`,
    points: () => `${value} ${t.points}`,
    tenths: () => `${Number(value) / 10} ${t.times}`,
    count: () => value,
    choice: () => setting.choices?.find((choice) => choice.value === value)?.label[lang] ?? value,
    'month-day': () => value,
    'percent-list': () => value,
    fraction: () => value,
  };
  return units[setting.unit]();
}

/** A stored value as it is typed into its field. */
function typedText(setting: OpenSetting): string | undefined {
  const value = setting.current?.value;
  if (value === undefined) return undefined;
  if (setting.unit === 'fen' && /^\d+$/.test(value)) return plainYuan(BigInt(value));
  return setting.unit === 'tenths' ? String(Number(value) / 10) : value;
}

function SettingField({ setting }: { setting: OpenSetting }) {
  const lang = useLang();
  const t = fundText[lang];
  const { current } = setting;
  const common = {
    name: settingField(setting.key),
    label: setting.label[lang],
    ...(current ? { value: typedText(setting), hint: t.setBy(current.setBy, dayText(current.setOn, lang)) } : {}),
  };
  switch (setting.unit) {
    case 'fen':
      return <MoneyField {...common} />;
    case 'days':
      return <NumberField {...common} unit={t.days} />;
    case 'percent':
      return <NumberField {...common} unit="%" />;
    case 'points':
      return <NumberField {...common} unit={t.points} />;
    case 'tenths':
      return <NumberField {...common} unit={t.times} decimals />;
    case 'count':
      return <NumberField {...common} />;
    case 'choice':
      return <SelectField {...common} options={(setting.choices ?? []).map(({ value, label }) => ({ value, label: label[lang] }))} />;
    case 'month-day':
      return <TextField {...common} placeholder="12-31" size="short" />;
    case 'percent-list':
      return <TextField {...common} placeholder="60,40" size="short" />;
    case 'fraction':
      return <TextField {...common} placeholder=">1/2" size="short" />;
  }
}

/** The short form: fields of settings, one group for each rule with its clause. */
export function SettingFields({ settings }: { settings: readonly OpenSetting[] }) {
  const lang = useLang();
  const rules = [...new Set(settings.map(({ rule }) => rule))];
  return (
    <>
      {rules.map((rule) => {
        const own = settings.filter((each) => each.rule === rule);
        const first = own[0];
        if (!first) return null;
        const pairs: OpenSetting[][] = [];
        for (let at = 0; at < own.length; at += 2) pairs.push(own.slice(at, at + 2));
        return (
          <Fieldset
            legend={first.title[lang]}
            hint={first.source === '' ? undefined : `${fundText[lang].clause}${lang === 'zh' ? '：' : ': '}${first.source} ${first.clause}`}
          >
            {pairs.map((pair) => (
              <FieldRow>
                {pair.map((setting) => (
                  <SettingField setting={setting} />
                ))}
              </FieldRow>
            ))}
          </Fieldset>
        );
      })}
    </>
  );
}

function storedValue(setting: UnsetSetting, typed: string): string | null {
  const bare = typed.normalize('NFKC').replace(/\s/g, '');
  switch (setting.unit) {
    case 'fen': {
      const fen = parseYuan(typed);
      return fen.ok && fen.value >= 0n ? String(fen.value) : null;
    }
    case 'tenths':
      return /^\d{1,4}(\.\d)?$/.test(bare) ? String(Math.round(Number(bare) * 10)) : null;
    case 'percent-list':
      return bare.replaceAll('，', ',').replaceAll('、', ',').replaceAll('%', '');
    case 'days':
    case 'percent':
    case 'points':
    case 'count':
      return /^\d{1,6}$/.test(bare) ? bare : null;
    case 'month-day':
      return isDay(`2024-${bare}`) ? bare : null;
    case 'choice':
      return bare;
    case 'fraction': {
      const share = bare.replace(/^≥/, '>=').replace('＞', '>');
      return parseFraction(share) ? share : null;
    }
  }
}

/** Reads the short form: setting key → value as it is stored. Fields left open are left out. Codes: `not-an-amount`, `not-a-month-day`, `not-a-number`. */
export function readSettings(form: Form, settings: readonly UnsetSetting[]): Result<Record<string, string>, Record<string, string>> {
  const values: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const setting of settings) {
    const typed = form.text(settingField(setting.key));
    if (typed === '') continue;
    const value = storedValue(setting, typed);
    if (value === null)
      errors[settingField(setting.key)] = setting.unit === 'fen' ? 'not-an-amount' : setting.unit === 'month-day' ? 'not-a-month-day' : 'not-a-number';
    else values[setting.key] = value;
  }
  return Object.keys(errors).length > 0 ? err(errors) : ok(values);
}
