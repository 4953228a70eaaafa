import { drawIds } from './random.ts';

/** Quantiles of the standard normal for the usual levels of confidence; z of a two-sided interval. */
const zOfConfidence: Record<string, number> = { '0.9': 1.645, '0.95': 1.96, '0.99': 2.576 };

/** How exact a survey has to be. */
export interface SurveyAim {
  /** Half the width of the interval: 0.05 = ± 5 %. */
  margin?: number;
  confidence?: 0.9 | 0.95 | 0.99;
  /** Share that is expected; a half is the worst case. */
  proportion?: number;
}

const zOf = (confidence: number): number => zOfConfidence[`${confidence}`] ?? 1.96;

/** How many of `population` to ask: `n0 = z²·p(1 − p) ÷ e²`, `n = ⌈n0 ÷ (1 + (n0 − 1) ÷ N)⌉` (Cochran 1977, finite population). ± 10 % at 95 % unless set: 91 of 1,590. */
export function surveySampleSize(population: number, { margin = 0.1, confidence = 0.95, proportion = 0.5 }: SurveyAim = {}): number {
  if (population <= 0) return 0;
  const unlimited = (zOf(confidence) ** 2 * proportion * (1 - proportion)) / margin ** 2;
  // A hair above a whole number is rounding, not one more person.
  return Math.min(population, Math.ceil(unlimited / (1 + (unlimited - 1) / population) - 1e-9));
}

/** Who is asked, drawn from a roll with a seed: the same set and seed give the same people in the same order; the rest of the order serves as substitutes. */
export const drawFromRoll = (ids: Iterable<string>, size: number, seed: string): string[] => drawIds(ids, size, seed);

/** Wilson's interval of a share, narrowed for a finite population; null where nobody was asked. */
export function marginOf(
  count: number,
  asked: number,
  population = Number.POSITIVE_INFINITY,
  confidence: 0.9 | 0.95 | 0.99 = 0.95,
): { low: number; high: number } | null {
  if (asked <= 0) return null;
  if (asked >= population) return { low: count / asked, high: count / asked };
  const shrink = Number.isFinite(population) && population > 1 ? (population - asked) / (population - 1) : 1;
  const z2 = zOf(confidence) ** 2 * shrink;
  const share = count / asked;
  const middle = (share + z2 / (2 * asked)) / (1 + z2 / asked);
  const half = (Math.sqrt(z2) / (1 + z2 / asked)) * Math.sqrt((share * (1 - share)) / asked + z2 / (4 * asked * asked));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** `part` of `whole` as a percentage with `digits` decimals, half up, computed in whole numbers: 6,189 of 6,471 is 95.6%. Empty where the whole is 0. */
export function percentText(part: number, whole: number, digits = 1): string {
  if (whole <= 0) return '';
  const scale = 10n ** BigInt(digits);
  const [over, under] = [BigInt(part) * 100n * scale * 2n + BigInt(whole), BigInt(whole) * 2n];
  const units = over / under;
  return digits === 0 ? `${units}%` : `${units / scale}.${String(units % scale).padStart(digits, '0')}%`;
}

/** One cell: how many of a group gave an answer, and which part of the group that is (0 to 100, null where nobody answered). */
export interface CrossCell {
  group: string;
  answer: string;
  count: number;
  percent: number | null;
}

/** Answers by group. */
export interface CrossTab {
  groups: string[];
  answers: string[];
  /** Group by group, in the order of `groups` and `answers`. */
  cells: CrossCell[];
  groupTotals: { group: string; count: number }[];
  /** Over the groups that were asked for. */
  answerTotals: { answer: string; count: number; percent: number | null }[];
  total: number;
}

/** Which groups and answers to show, in which order; what is left out is not counted. Without it everything, in the order in which it first comes. */
export interface CrossOrder {
  groups?: readonly string[];
  answers?: readonly string[];
}

/** Answers by group from counts. */
export function crossTabOfCounts(rows: Iterable<{ group: string; answer: string; count: number }>, order: CrossOrder = {}): CrossTab {
  const given = [...rows];
  const groups = [...(order.groups ?? new Set(given.map(({ group }) => group)))];
  const answers = [...(order.answers ?? new Set(given.map(({ answer }) => answer)))];
  const counts = new Map<string, number>();
  const key = (group: string, answer: string) => JSON.stringify([group, answer]);
  for (const { group, answer, count } of given) counts.set(key(group, answer), (counts.get(key(group, answer)) ?? 0) + count);
  const countOf = (group: string, answer: string) => counts.get(key(group, answer)) ?? 0;
  const sum = (of: readonly number[]) => of.reduce((all, one) => all + one, 0);
  const percent = (part: number, whole: number) => (whole === 0 ? null : (100 * part) / whole);
  const groupTotals = groups.map((group) => ({ group, count: sum(answers.map((answer) => countOf(group, answer))) }));
  const total = sum(groupTotals.map(({ count }) => count));
  return {
    groups,
    answers,
    cells: groupTotals.flatMap((whole) =>
      answers.map((answer) => {
        const count = countOf(whole.group, answer);
        return { group: whole.group, answer, count, percent: percent(count, whole.count) };
      }),
    ),
    groupTotals,
    answerTotals: answers.map((answer) => {
      const count = sum(groups.map((group) => countOf(group, answer)));
      return { answer, count, percent: percent(count, total) };
    }),
    total,
  };
}

/** Answers by group, one row an answer. */
export function crossTab(answers: Iterable<{ group: string; answer: string }>, order: CrossOrder = {}): CrossTab {
  const rows: { group: string; answer: string; count: number }[] = [];
  for (const { group, answer } of answers) rows.push({ group, answer, count: 1 });
  return crossTabOfCounts(rows, order);
}
