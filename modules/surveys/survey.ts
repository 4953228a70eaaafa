import { crossTab, type CrossTab, crossTabOfCounts } from '#libs/govindex';

export interface Survey {
  id: string;
  neighbourhoodId: string | null;
  /** `sample` put to households drawn from the roll · `counts` held elsewhere and entered as counts. */
  kind: 'sample' | 'counts';
  title: string;
  purpose: string;
  marginPermille: number | null;
  seed: string | null;
  population: number | null;
  source: string | null;
  state: 'open' | 'closed';
  openedByName: string;
  openedAt: Date;
  closedAt: Date | null;
}
export interface Question {
  no: number;
  text: string;
  options: string[];
}
/** How an answer came. */
export const channels = ['own', 'phone', 'paper'] as const;
export type Channel = (typeof channels)[number];

/** A group with fewer sheets than this is not shown by itself: nobody is to be found out. */
export const leastShown = 5;
/** What small groups are shown as together. */
export const smallGroups = '其他（合计）';

/** Questions as typed: one a line, `问题：选项／选项／选项`. Null where a line is none. */
export function readQuestions(typed: string): Question[] | null {
  const lines = typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const questions = lines.map((line, at): Question | null => {
    const match = /^(.{1,200}?)[：:](.+)$/.exec(line);
    const options = (match?.[2] ?? '').split(/[／/|、]/).map((option) => option.trim());
    const good = match && options.length >= 2 && options.length <= 20 && options.every((option) => option !== '') && new Set(options).size === options.length;
    return good ? { no: at + 1, text: (match[1] ?? '').trim(), options } : null;
  });
  return questions.length === 0 || questions.length > 40 || questions.some((one) => one === null) ? null : questions.flatMap((one) => one ?? []);
}

/** Counts as typed: one a line, `组，答案，份数`. Null where a line is none or a pair stands twice. */
export function readCounts(typed: string): { group: string; answer: string; count: number }[] | null {
  const rows = typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [group = '', answer = '', count = ''] = line.split(/[，,\t]/).map((part) => part.trim());
      return group !== '' && answer !== '' && /^\d{1,9}$/.test(count) ? { group, answer, count: Number(count) } : null;
    });
  const good = rows.flatMap((row) => row ?? []);
  const pairs = new Set(good.map((row) => `${row.group}\n${row.answer}`));
  return rows.length === 0 || good.length !== rows.length || pairs.size !== good.length ? null : good;
}

/**
 * Which groups are put together: those with fewer sheets than may be shown; and where all of them together are still too few, the next smallest with them, so that
 * nobody is found out by taking one figure from another.
 */
export function smallOnes(sizes: ReadonlyMap<string, number>): Set<string> {
  const order = [...sizes].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
  const small = new Set<string>();
  let together = 0;
  for (const [group, size] of order) {
    if (size >= leastShown && (together === 0 || together >= leastShown)) break;
    small.add(group);
    together += size;
  }
  return small;
}

/** Answers to a question by group; groups with few sheets are put together. */
export function tableOf(question: Question, sheets: readonly { group: string; answers: readonly (string | null)[] }[]): CrossTab {
  const sizes = new Map<string, number>();
  for (const sheet of sheets) sizes.set(sheet.group, (sizes.get(sheet.group) ?? 0) + 1);
  const small = smallOnes(sizes);
  const given = sheets.flatMap((sheet) => {
    const answer = sheet.answers[question.no - 1];
    return answer === null || answer === undefined || answer === '' ? [] : [{ group: small.has(sheet.group) ? smallGroups : sheet.group, answer }];
  });
  return crossTab(given, { answers: question.options });
}

/** The same from counts. */
export const tableOfCounts = (question: Question, counts: readonly { group: string; answer: string; count: number }[]): CrossTab =>
  crossTabOfCounts([...counts], { answers: question.options });
