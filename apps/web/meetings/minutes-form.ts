import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import type { Minutes, NewResolution } from '#modules/meetings';
import type { FieldErrors, Form } from '../kit/index.ts';

/** What the form of the minutes says, parsed. */
export interface MinutesEntry {
  said: { who: string; text: string }[];
  decisions: string[];
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
  const [kind, id = ''] = (executor ?? '').split(' ');
  if (!uuid.test(id) || (kind !== 'p' && kind !== 'o')) errors[at('executor')] = 'executor-required';
  if (!supervisor || !uuid.test(supervisor)) errors[at('supervisor')] = 'supervisor-required';
  else if (kind === 'p' && id === supervisor) errors[at('supervisor')] = 'supervisor-is-executor';
  if (!deadline || !isDay(deadline)) errors[at('deadline')] = 'not-a-date';
  if (Object.keys(errors).length > 0) return err(errors);
  return ok({
    text: text ?? '',
    ...(kind === 'o' ? { executorOrganisationId: id } : { executorPersonId: id }),
    supervisorPersonId: supervisor ?? '',
    deadline: deadline ?? '',
  });
}

/** Reads the whole form; the errors name their fields. */
export function readMinutes(form: Pick<Form, 'text'>, rows: number): Result<MinutesEntry, FieldErrors> {
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
  return ok({
    said: readSaid(form.text('said')),
    decisions: linesOf(form.text('decisions')),
    notes: form.text('notes'),
    correction: form.text('correction'),
    hands,
    resolutions,
  });
}

/** The values of the form when the minutes are corrected: what the last version says. Its resolutions stand already. */
export function minutesValues(last: Minutes | undefined): Record<string, string> {
  if (!last) return {};
  const values: Record<string, string> = {
    said: last.body.said.map((one) => (one.who ? `${one.who}：${one.text}` : one.text)).join('\n'),
    decisions: last.body.decisions.join('\n'),
    notes: last.body.notes,
  };
  for (const [n, one] of last.hands.entries()) {
    values[`hands-${n}-question`] = one.question;
    values[`hands-${n}-yes`] = String(one.yes);
    values[`hands-${n}-no`] = String(one.no);
    values[`hands-${n}-abstain`] = String(one.abstain);
  }
  return values;
}
