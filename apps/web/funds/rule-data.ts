import { isDay } from '#libs/civil-time';
import { parseYuan, plainYuan } from '#libs/money';
import { type Rule, ruleData } from '#libs/policy';
import type { Form } from '../kit/index.ts';
import { type Field, ruleField, type Shape } from './rule-shape.ts';

type Data = Record<string, unknown>;
const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path of plain data; undefined where there is none. */
export const valueAt = (data: unknown, path: string): unknown => path.split('.').reduce<unknown>((at, key) => (isData(at) ? at[key] : undefined), data);

function put(data: Data, path: string, value: unknown): void {
  const keys = path.split('.');
  let at = data;
  for (const key of keys.slice(0, -1)) {
    const next = isData(at[key]) ? at[key] : {};
    at[key] = next;
    at = next;
  }
  at[keys.at(-1) ?? ''] = value;
}

const PENDING = '待定';
const split = (typed: string): string[] => typed.split(/[、,，\s]+/).filter((part) => part !== '');
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap((each) => (typeof each === 'string' ? [each] : isData(each) && typeof each.zh === 'string' ? [each.zh] : [])) : [];

/** A value of a rule as it is typed into its field. */
export function typedValue(field: Field, value: unknown): string {
  if (value === undefined) return '';
  if (value === null) return field.open === 'absent' ? PENDING : '';
  switch (field.type) {
    case 'yuan':
      return typeof value === 'string' && /^\d+$/.test(value) ? plainYuan(BigInt(value)) : '';
    case 'check':
      return value === true ? 'yes' : '';
    case 'list':
    case 'choices':
      return texts(value).join('、');
    case 'percents':
      return Array.isArray(value) ? value.join(',') : '';
    case 'words':
      return Array.isArray(value) ? value.map((each) => (isData(each) ? [each.word, ...texts(each.also)].join('、') : '')).join('\n') : '';
    default:
      return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
  }
}

const BOOLEANS = ['allowed', 'mayApply', 'blind'];

/** What was typed → the value of the rule; `undefined` absent; an error code where it is none of its kind. */
function readValue(field: Field, typed: string): { value: unknown } | { error: string } {
  if (typed === '') return field.open === 'required' ? { error: 'required' } : { value: field.open === 'null' ? null : undefined };
  if (typed === PENDING && field.open !== 'required') return { value: null };
  switch (field.type) {
    case 'yuan': {
      const fen = parseYuan(typed);
      return fen.ok && fen.value >= 0n ? { value: String(fen.value) } : { error: 'not-an-amount' };
    }
    case 'number':
      return /^\d{1,6}$/.test(typed) ? { value: Number(typed) } : { error: 'not-a-number' };
    case 'check':
      return { value: true };
    case 'month-day':
      return isDay(`2024-${typed}`) ? { value: typed } : { error: 'not-a-month-day' };
    case 'fraction':
      return { value: typed.normalize('NFKC').replace(/\s/g, '').replace('≥', '>=') };
    case 'list': {
      const parts = split(typed);
      return { value: field.path === 'signedBy' ? parts.map((zh) => ({ zh, en: zh })) : parts };
    }
    case 'choices':
      return { value: split(typed) };
    case 'percents':
      return { value: split(typed.replaceAll('%', '')).map(Number) };
    case 'words':
      return {
        value: typed
          .split('\n')
          .map((row) => split(row))
          .filter((row) => row.length > 0)
          .map(([word, ...also]) => ({ word, also })),
      };
    default:
      return { value: BOOLEANS.includes(field.path) ? typed === 'yes' : typed };
  }
}

/** What is said in English for a Chinese phrase, as far as a rule says it already. */
function englishOf(data: unknown, known = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(data)) for (const each of data) englishOf(each, known);
  else if (isData(data)) {
    if (typeof data.zh === 'string' && typeof data.en === 'string') known.set(data.zh, data.en);
    for (const value of Object.values(data)) englishOf(value, known);
  }
  return known;
}

/** English that nobody wrote stays as it was for the same words, else it is the Chinese: a rule must say something in both languages. */
function fillEnglish(data: unknown, known: ReadonlyMap<string, string>): void {
  if (Array.isArray(data)) for (const each of data) fillEnglish(each, known);
  else if (isData(data)) {
    if (typeof data.zh === 'string' && (data.en === undefined || data.en === data.zh)) data.en = known.get(data.zh) ?? data.zh;
    for (const value of Object.values(data)) fillEnglish(value, known);
  }
}

function readFields(form: Form, fields: readonly Field[], prefix: string, data: Data, errors: Record<string, string>): void {
  for (const field of fields) {
    const name = `${prefix}${ruleField(field.path)}`;
    const typed = field.type === 'choices' ? form.texts(name).join('、') : form.text(name);
    const read = readValue(field, typed);
    if ('error' in read) errors[name] = read.error;
    else if (read.value !== undefined) {
      // `then.zh` left open says that there is nothing, not that its words are unset.
      if (field.path.endsWith('.zh') && read.value === null) put(data, field.path.slice(0, -3), null);
      else put(data, field.path, read.value);
    }
  }
}

/** How many rows of a list a form offers: those there are and two more. */
export const rowCount = (shape: Shape, data: unknown): number => {
  const list = shape.rows ? valueAt(data, shape.rows.path) : undefined;
  return (Array.isArray(list) ? list.length : 0) + 2;
};

/** Fields that a kind of rule has whatever its shape. */
export const headFields: readonly Field[] = [
  { path: 'title.zh', type: 'text', zh: '条款名称', en: 'Name of the rule', open: 'required' },
  { path: 'title.en', type: 'text', zh: '英文名称', en: 'English name', open: 'absent' },
  { path: 'source', type: 'text', zh: '出处（文件名）', en: 'Source (name of the document)', open: 'required' },
  { path: 'clause', type: 'text', zh: '第几条', en: 'Clause', open: 'required' },
  {
    path: 'status',
    type: 'choice',
    zh: '可信程度',
    en: 'Confidence',
    open: 'required',
    options: [
      { value: 'text', zh: '见过原文', en: 'text read' },
      { value: 'reported', zh: '据报道，未见原文', en: 'reported' },
    ],
  },
  {
    path: 'blocks',
    type: 'check',
    zh: '违反即不予办理（不勾：违反时具名裁定；未见原文的不能勾）',
    en: 'Refuses when broken (else a ruling is asked)',
    open: 'absent',
  },
  { path: 'validFrom', type: 'day', zh: '从哪天起有效', en: 'Valid from', open: 'null' },
  { path: 'validTo', type: 'day', zh: '到哪天为止', en: 'Valid until', open: 'null' },
];

/** The rule that a form holds, as plain data for `readRule`; errors by field name. */
export function ruleFromForm(form: Form, kind: string, id: string, shape: Shape, before: unknown): { data: Data; errors: Record<string, string> } {
  const data: Data = { id, kind, ...shape.fixed, blocks: false };
  const errors: Record<string, string> = {};
  readFields(form, headFields, '', data, errors);
  readFields(form, shape.fields, '', data, errors);
  if (kind === 'cap') {
    const formula = data.formula;
    if (isData(formula)) {
      if (typeof formula.per === 'string') Object.assign(formula, { each: formula.each ?? 1, beyond: formula.beyond ?? 0 });
      else delete data.formula;
    }
  }
  if (kind === 'use') data.except ??= [];
  if (kind === 'deadline') data.then ??= null;
  if (kind === 'numbering') data.separator ??= '';
  const { rows: list } = shape;
  if (list) {
    const items: Data[] = [];
    for (let at = 0; at < rowCount(shape, before); at++) {
      const prefix = `${list.path}-${at}-`;
      if (form.text(`${prefix}${ruleField(list.key)}`) === '') continue;
      const item: Data = {};
      readFields(form, list.fields, prefix, item, errors);
      const named = list.fields.find(({ type }) => type === 'code');
      if (named && item[named.path] === undefined) item[named.path] = `item-${at + 1}`;
      if (kind === 'tiers') item.communityKinds ??= [];
      if (kind === 'parts') item.projectTiers ??= [];
      if (kind === 'documents') Object.assign(item, { sealed: item.sealed ?? false, signedBy: item.signedBy ?? [] });
      if (kind === 'grades') item.effect ??= null;
      if (kind === 'roles') item.task ??= null;
      if (isData(item.question) && item.question.zh === undefined) delete item.question;
      items.push(item);
    }
    data[list.path] = items;
  }
  fillEnglish(data, englishOf(before));
  return { data, errors };
}

/** Errors of `readRule`, moved to the fields that hold the values: `tiers.0.capFen` → `tiers-0-capFen`. A list as a whole speaks for the form. */
export function fieldErrors(errors: Readonly<Record<string, string>>, shape: Shape): Record<string, string> {
  const names = [...headFields, ...shape.fields].map(({ path }) => ruleField(path));
  const inRows = (shape.rows?.fields ?? []).map(({ path }) => `-${ruleField(path)}`);
  return Object.fromEntries(
    Object.entries(errors).map(([path, code]) => {
      const name = ruleField(path);
      // A list without a row: the first row's name is where to write.
      if (shape.rows && path === shape.rows.path) return [`${shape.rows.path}-0-${ruleField(shape.rows.key)}`, code];
      const found = names.includes(name) || inRows.some((end) => name.endsWith(end)) ? name : names.find((each) => name.startsWith(`${each}-`));
      return [found ?? '', code];
    }),
  );
}

/** Messages with the label of their field before them, so that the summary on top of the form can be read alone. */
export function namedErrors(messages: Readonly<Record<string, string>>, shape: Shape, lang: 'zh' | 'en'): Record<string, string> {
  const label = (name: string): string | undefined => {
    const own = [...headFields, ...shape.fields].find(({ path }) => ruleField(path) === name);
    const row = /^[a-z]+-(\d+)-(.+)$/.exec(name);
    const inRow = row && shape.rows?.fields.find(({ path }) => ruleField(path) === row[2]);
    return own?.[lang] ?? (row && inRow && shape.rows ? `${shape.rows[lang]} ${Number(row[1]) + 1} ${inRow[lang]}` : undefined);
  };
  return Object.fromEntries(
    Object.entries(messages).map(([name, message]) => {
      const found = label(name);
      return [name, found === undefined ? message : `${found}${lang === 'zh' ? '：' : ': '}${message}`];
    }),
  );
}

/** A rule as plain data, or the beginnings of a new one. */
export const startingData = (rule: Rule | null, source: string): Data =>
  rule ? ruleData(rule) : { source, status: 'text', blocks: false, validFrom: null, validTo: null };
