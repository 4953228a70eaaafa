import { describe, expect, test } from 'vitest';
import { packSchema, readRule, type Rule, ruleData } from '#libs/policy';
import { HILL_CITY, PORT_SIDE, WATER_TOWN } from '../../../libs/policy/three-packs.fixture.ts';
import { POLICY_PACKS } from '#policies';
import { Form } from '../kit/index.ts';
import { fieldErrors, headFields, namedErrors, rowCount, ruleFromForm, typedValue, valueAt } from './rule-data.ts';
import { type Field, ruleField, ruleShapes } from './rule-shape.ts';

const packs = [...POLICY_PACKS, ...[WATER_TOWN, HILL_CITY, PORT_SIDE].map((json) => packSchema.parse(json))];

/** The form of a rule as a browser sends it back untouched, with changes. */
async function sent(rule: Rule, changes: Record<string, string> = {}): Promise<Form> {
  const shape = ruleShapes[rule.kind];
  const data = ruleData(rule);
  const body: Record<string, string | string[]> = {};
  const write = (fields: readonly Field[], of: unknown, prefix: string) => {
    for (const field of fields) {
      const typed = typedValue(field, valueAt(of, field.path));
      if (typed !== '' || field.type !== 'check') body[`${prefix}${ruleField(field.path)}`] = field.type === 'choices' ? typed.split('、') : typed;
    }
  };
  write([...headFields, ...(shape?.fields ?? [])], data, '');
  const list = shape?.rows ? valueAt(data, shape.rows.path) : [];
  if (shape?.rows && Array.isArray(list)) list.forEach((item, at) => write(shape.rows?.fields ?? [], item, `${shape.rows?.path}-${at}-`));
  return Form.from({ ...body, ...changes });
}
const back = async (rule: Rule, changes: Record<string, string> = {}) => {
  const shape = ruleShapes[rule.kind];
  if (!shape) throw new Error(rule.kind);
  return ruleFromForm(await sent(rule, changes), rule.kind, rule.id, shape, ruleData(rule));
};

describe('a rule goes into its form and comes back', () => {
  const rules = packs.flatMap(({ code, rules: own }) => own.filter(({ kind }) => ruleShapes[kind]).map((rule) => [`${code}/${rule.id}`, rule] as const));
  test.each(rules)('%s', async (_name, rule) => {
    const { data, errors } = await back(rule);
    expect(errors).toEqual({});
    expect(readRule(data)).toEqual({ ok: true, value: rule });
  });
});

describe('what is typed', () => {
  const rule = (id: string): Rule => {
    const found = packs.flatMap(({ rules }) => rules).find((each) => each.id === id);
    if (!found) throw new Error(id);
    return found;
  };
  const read = async (id: string, changes: Record<string, string>) => {
    const { data, errors } = await back(rule(id), changes);
    const shape = ruleShapes[rule(id).kind];
    const done = readRule(data);
    return { errors: { ...(done.ok || !shape ? {} : fieldErrors(done.error, shape)), ...errors }, value: done.ok ? done.value : null };
  };
  test('in yuan becomes fen; nothing becomes unset; 待定 leaves it to the office', async () => {
    expect((await read('wusong-year-cap', { amountFen: '120,000.5' })).value).toMatchObject({ amountFen: 12_000_050n });
    expect((await read('wusong-year-cap', { amountFen: '' })).value).toMatchObject({ amountFen: null });
    expect((await read('representatives', { pass: '待定', quorum: '' })).value).toMatchObject({ pass: null });
    expect((await read('representatives', { quorum: '' })).value).not.toHaveProperty('quorum');
  });
  test('that does not fit is said at its field', async () => {
    expect((await read('wusong-year-cap', { amountFen: '十万', clause: '' })).errors).toEqual({ amountFen: 'not-an-amount', clause: 'required' });
    expect((await read('representatives', { pass: '5/4' })).errors).toEqual({ pass: 'not-a-fraction' });
    expect((await read('tranches', { percents: '60,50', conditions: '' })).errors).toEqual({ percents: 'not-100' });
    expect((await read('grades', { 'grades-1-minimumPoints': 'viele' })).errors).toEqual({ 'grades-1-minimumPoints': 'not-a-number' });
  });
  test('is named in the summary, rows by their number; a list without a row is asked for at its first', async () => {
    const shape = ruleShapes.grades!;
    expect(fieldErrors({ grades: 'required' }, shape)).toEqual({ 'grades-0-title-zh': 'required' });
    expect(namedErrors({ 'grades-1-minimumPoints': '请填整数。', clause: '请填写这一项', '': '不对' }, shape, 'zh')).toEqual({
      'grades-1-minimumPoints': '等级（从高到低） 2 最低分：请填整数。',
      clause: '第几条：请填写这一项',
      '': '不对',
    });
  });
  test('a row more is a row more, a row emptied is gone', async () => {
    const more = await read('grades', { 'grades-3-title-zh': '不评', 'grades-0-title-zh': '' });
    expect(more.value).toMatchObject({ grades: [{ code: 'fair' }, { code: 'failed' }, { code: 'item-4', title: { zh: '不评', en: '不评' } }] });
    expect(rowCount(ruleShapes.grades!, ruleData(rule('grades')))).toBe(5);
  });
});
