import { describe, expect, test } from 'vitest';
import { resolvePack, type SettingUnit, type UnsetSetting, unsetSettings } from '#libs/policy';
import { POLICY_PACKS } from '#policies';
import { Form } from '../kit/index.ts';
import { ruleGroups, ruleWords } from './rule-words.ts';
import { readSettings, settingField, settingText } from './setting-fields.tsx';

const setting = (unit: SettingUnit, key = 'rule.field'): UnsetSetting => ({
  key,
  rule: 'rule',
  title: { zh: '规定', en: 'Rule' },
  label: { zh: '数值', en: 'Value' },
  unit,
  clause: '第一条',
  source: '办法',
});
const typed = (values: Record<string, string>) => Form.from(Object.fromEntries(Object.entries(values).map(([key, value]) => [settingField(key), value])));

describe('a value as it is typed', () => {
  test.each<[SettingUnit, string, string]>([
    ['fen', '45,000', '4500000'],
    ['fen', '4.5万元', '4500000'],
    ['fen', '0', '0'],
    ['days', ' 7 ', '7'],
    ['days', '７', '7'],
    ['percent', '14', '14'],
    ['tenths', '0.5', '5'],
    ['tenths', '6', '60'],
    ['percent-list', '60，40', '60,40'],
    ['percent-list', '60%、40%', '60,40'],
    ['month-day', '12-20', '12-20'],
  ])('%s %s is stored as %s', async (unit, text, stored) => {
    expect(readSettings(await typed({ 'rule.field': text }), [setting(unit)])).toEqual({ ok: true, value: { 'rule.field': stored } });
  });
  test.each<[SettingUnit, string, string]>([
    ['month-day', '13-40', 'not-a-month-day'],
    ['month-day', '12月', 'not-a-month-day'],
    ['fen', '四万', 'not-an-amount'],
    ['fen', '-1', 'not-an-amount'],
    ['days', '7.5', 'not-a-number'],
    ['days', '七天', 'not-a-number'],
    ['tenths', '0.55', 'not-a-number'],
  ])('%s %s is refused at its field', async (unit, text, code) => {
    expect(readSettings(await typed({ 'rule.field': text }), [setting(unit)])).toEqual({ ok: false, error: { 'set-rule-field': code } });
  });
  test('a field left open sets nothing, and a field that nobody asked for is not read', async () => {
    const form = await typed({ 'rule.field': ' ', 'other.key': '5' });
    expect(readSettings(form, [setting('days')])).toEqual({ ok: true, value: {} });
  });
  test('is read back in words', () => {
    expect(settingText(setting('fen'), '4500000', 'zh')).toBe('45,000 元');
    expect(settingText(setting('tenths'), '5', 'zh')).toBe('0.5 倍');
    expect(settingText({ unit: 'choice', choices: [{ value: 'working', label: { zh: '工作日', en: 'Working days' } }] }, 'working', 'zh')).toBe('工作日');
  });
});

describe('every pack that ships', () => {
  const resolved = POLICY_PACKS.map(({ code }) => resolvePack(POLICY_PACKS, code, [], '2026-11-22')).flatMap((result) => (result.ok ? [result.value] : []));
  test('is told in words in both languages, and every rule has its group', () => {
    const grouped = new Set(ruleGroups.flatMap(({ kinds }) => kinds));
    for (const pack of resolved) {
      for (const { rule } of pack.rules) {
        expect(grouped.has(rule.kind), rule.id).toBe(true);
        for (const lang of ['zh', 'en'] as const) for (const line of ruleWords(rule, lang)) expect(line, rule.id).not.toMatch(/undefined|null|NaN|\[object/);
      }
    }
  });
  test('an open value is said to be open', () => {
    const demo = resolved.find(({ code }) => code === 'demo-subdistrict');
    const open = new Set(demo ? unsetSettings(demo).map(({ rule }) => rule) : []);
    for (const { rule } of demo?.rules ?? []) expect(ruleWords(rule, 'zh').join('').includes('街镇尚未规定'), rule.id).toBe(open.has(rule.id));
  });
});
