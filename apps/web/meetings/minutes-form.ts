import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { handsOfTheRecord, type Minutes, type MinutesBody, type NewResolution, type Party } from '#modules/meetings';
import type { FieldErrors, Form } from '../kit/index.ts';

/** What the form of the minutes says, parsed. */
export interface MinutesEntry {
  said: { who: string; text: string; item?: number }[];
  decisions: string[];
  itemDecisions: { item: number; text: string }[];
  notes: string;
  correction: string;
  hands: { question: string; yes: number; no: number; abstain: number }[];
  resolutions: NewResolution[];
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** `王小英：声控灯省电` → who and what; a line without a colon has no speaker. */
export function readSaid(text: string): MinutesEntry['said'] {
  return linesOf(text).map((line) => {
    const colon = /^([^：:]{1,40})[：:]\s*(.+)$/.exec(line);
    return colon ? { who: (colon[1] ?? '').trim(), text: (colon[2] ?? '').trim() } : { who: '', text: line };
  });
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads the n-th resolution of a form; null when its fields are empty. */
export function readResolution(form: Pick<Form, 'text'>, n: number): Result<NewResolution | null, FieldErrors> {
  const at = (name: string) => `resolution-${n}-${name}`;
  const [text, executor, supervisor, deadline] = ['text', 'executor', 'supervisor', 'deadline'].map((name) => form.text(at(name)));
  if (!text && !executor && !supervisor && !deadline) return ok(null);
  const errors: FieldErrors = {};
  if (!text) errors[at('text')] = 'text-required';
  const does = readParty(executor);
  const watches = readParty(supervisor);
  if (!does) errors[at('executor')] = 'executor-required';
  if (!watches) errors[at('supervisor')] = 'supervisor-required';
  else if (does && does.personId === watches.personId && does.organisationId === watches.organisationId) errors[at('supervisor')] = 'supervisor-is-executor';
  if (!deadline || !isDay(deadline)) errors[at('deadline')] = 'not-a-date';
  if (Object.keys(errors).length > 0) return err(errors);
  const money = form.text(at('money'));
  return ok({
    text: text ?? '',
    ...(does?.organisationId ? { executorOrganisationId: does.organisationId } : { executorPersonId: does?.personId ?? '' }),
    ...(watches?.organisationId ? { supervisorOrganisationId: watches.organisationId } : { supervisorPersonId: watches?.personId ?? '' }),
    deadline: deadline ?? '',
    ...(money === 'residents' || money === 'common' ? { money } : {}),
  });
}

/** `p ID` a person, `o ID` an organisation; a bare id is a person. */
function readParty(text: string | undefined): Party | null {
  const [kind = '', id = ''] = (text ?? '').includes(' ') ? (text ?? '').split(' ') : ['p', text ?? ''];
  if (!uuid.test(id)) return null;
  if (kind === 'p') return { personId: id, organisationId: null };
  return kind === 'o' ? { personId: null, organisationId: id } : null;
}

/** Reads the whole form, with fields of their own for each of `items` items of the agenda; the errors name their fields. */
export function readMinutes(form: Pick<Form, 'text'>, rows: number, items = 0): Result<MinutesEntry, FieldErrors> {
  const errors: FieldErrors = {};
  const hands: MinutesEntry['hands'] = [];
  const resolutions: NewResolution[] = [];
  for (let n = 0; n < rows; n++) {
    const question = form.text(`hands-${n}-question`);
    const counts = (['yes', 'no', 'abstain'] as const).map((name) => ({ name, text: form.text(`hands-${n}-${name}`) || '0' }));
    if (question === '' && counts.some(({ text }) => text !== '0')) errors[`hands-${n}-question`] = 'required';
    if (question !== '') {
      for (const { name, text } of counts) if (!/^\d{1,5}$/.test(text)) errors[`hands-${n}-${name}`] = 'not-a-count';
      const [yes = 0, no = 0, abstain = 0] = counts.map(({ text }) => Number(text));
      hands.push({ question, yes, no, abstain });
    }
    const resolution = readResolution(form, n);
    if (!resolution.ok) Object.assign(errors, resolution.error);
    else if (resolution.value) resolutions.push(resolution.value);
  }
  if (Object.keys(errors).length > 0) return err(errors);
  const positions = Array.from({ length: items }, (_, n) => n + 1);
  return ok({
    said: [...readSaid(form.text('said')), ...positions.flatMap((item) => readSaid(form.text(`said-${item}`)).map((one) => ({ ...one, item })))],
    decisions: linesOf(form.text('decisions')),
    itemDecisions: positions.flatMap((item) => linesOf(form.text(`decisions-${item}`)).map((text) => ({ item, text }))),
    notes: form.text('notes'),
    correction: form.text('correction'),
    hands,
    resolutions,
  });
}

type Told = Pick<MinutesBody, 'said' | 'decisions' | 'itemDecisions'>;

/** What was said and decided, as the fields of the form hold it: what belongs to an item of the agenda stands in the item's own. */
export function toldValues(told: Told): Record<string, string> {
  const line = (one: Told['said'][number]) => (one.who ? `${one.who}：${one.text}` : one.text).replace(/\s*\n\s*/g, ' ');
  const values: Record<string, string> = {
    said: told.said
      .filter((one) => one.item === undefined)
      .map(line)
      .join('\n'),
    decisions: told.decisions.join('\n'),
  };
  const items = new Set([...told.said.map((one) => one.item), ...told.itemDecisions.map((one) => one.item)].filter((item) => item !== undefined));
  for (const item of items) {
    values[`said-${item}`] = told.said
      .filter((one) => one.item === item)
      .map(line)
      .join('\n');
    values[`decisions-${item}`] = told.itemDecisions
      .filter((one) => one.item === item)
      .map((one) => one.text.replace(/\s*\n\s*/g, ' '))
      .join('\n');
  }
  return values;
}

/** The values of the form when the minutes are corrected: what the last version says. Its resolutions, and the hands of the record, stand already. */
export function minutesValues(last: Minutes | undefined): Record<string, string> {
  if (!last) return {};
  const values: Record<string, string> = { ...toldValues(last.body), notes: last.body.notes };
  for (const [n, one] of last.hands.slice(handsOfTheRecord(last.body)).entries()) {
    values[`hands-${n}-question`] = one.question;
    values[`hands-${n}-yes`] = String(one.yes);
    values[`hands-${n}-no`] = String(one.no);
    values[`hands-${n}-abstain`] = String(one.abstain);
  }
  return values;
}
