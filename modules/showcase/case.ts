import { z } from 'zod';
import { type Mark, redactor } from '#libs/redact';
import { compoundKinds } from '#modules/places';

/** Kinds of place a case comes from: those of compounds, villages, and several at once. */
export const caseKinds = [...compoundKinds, 'village', 'mixed'] as const;
export type CaseKind = (typeof caseKinds)[number];

/** What is written about a case, in the order in which it is read. */
export const caseParts = ['problem', 'method', 'account', 'lessons', 'failed', 'copyable'] as const;
export type CasePart = (typeof caseParts)[number];

/** The texts of a case. `method` and `copyable` are lists, a line each. */
export const caseTexts = z.object({
  title: z.string().trim().min(1).max(120),
  problem: z.string().trim().min(1).max(2000),
  method: z.string().trim().min(1).max(4000),
  account: z.string().trim().max(2000),
  lessons: z.string().trim().min(1).max(2000),
  failed: z.string().trim().max(2000),
  copyable: z.string().trim().min(1).max(2000),
});
export type CaseTexts = z.output<typeof caseTexts>;

const yuan = z.string().regex(/^\d{1,13}(\.\d{1,2})?$/);
const number = z.string().regex(/^-?\d{1,11}(\.\d{1,2})?$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const sourceKind = z.enum(['grant', 'household', 'property', 'common', 'partner', 'crowd', 'in_kind']);

/** The figures of a case: money as yuan in decimal text, no names. */
export const caseFigures = z.object({
  year: z.number().int().min(2000).max(2999),
  months: z.number().int().min(0).max(600),
  grade: z.string().max(20).nullable(),
  sources: z.array(z.object({ kind: sourceKind, yuan })).max(50),
  lines: z
    .array(
      z.object({
        name: z.string().max(100),
        category: z.string().max(60),
        unit: z.string().max(20),
        quantity: z.string().regex(/^\d{1,9}(\.\d{1,2})?$/),
        unitPriceYuan: yuan,
        yuan,
        paidBy: z.array(sourceKind).max(10),
      }),
    )
    .max(200),
  indicators: z
    .array(
      z.object({
        name: z.string().max(100),
        unit: z.string().max(20),
        baseline: number,
        target: number,
        readings: z.array(z.object({ on: day, actual: number, source: z.string().max(200) })).max(50),
      }),
    )
    .max(50),
  upkeep: z.object({ everyMonths: z.number().int().min(1).max(60), yearlyYuan: yuan, plan: z.string().max(1000) }).nullable(),
});
export type CaseFigures = z.output<typeof caseFigures>;

/** Where personal data was covered in one text. */
export interface Covered {
  part: string;
  original: string;
  marks: readonly Mark[];
}

/** Texts and figures as they may be published, and every place that was covered: shown before it happens. */
export function coverCase(
  texts: CaseTexts,
  figures: CaseFigures,
  rules: { names: readonly string[]; keep: readonly string[] },
): { texts: CaseTexts; figures: CaseFigures; covered: Covered[] } {
  const covered: Covered[] = [];
  const redactText = redactor(rules);
  const cover = (part: string, text: string): string => {
    const made = redactText(text);
    if (made.marks.length > 0) covered.push({ part, original: text, marks: made.marks });
    return made.text;
  };
  return {
    texts: {
      title: cover('title', texts.title),
      problem: cover('problem', texts.problem),
      method: cover('method', texts.method),
      account: cover('account', texts.account),
      lessons: cover('lessons', texts.lessons),
      failed: cover('failed', texts.failed),
      copyable: cover('copyable', texts.copyable),
    },
    figures: {
      ...figures,
      lines: figures.lines.map((line) => ({ ...line, name: cover('line', line.name) })),
      indicators: figures.indicators.map((one) => ({
        ...one,
        name: cover('indicator', one.name),
        readings: one.readings.map((reading) => ({ ...reading, source: cover('source', reading.source) })),
      })),
      upkeep: figures.upkeep && { ...figures.upkeep, plan: cover('upkeep', figures.upkeep.plan) },
    },
    covered,
  };
}

/** Pairs of neighbouring characters, punctuation and blanks left out: 「绿墙枯死」 → 绿墙, 墙枯, 枯死. */
export function bigrams(text: string): string[] {
  const characters = [...text.normalize('NFKC').toLowerCase()].filter((character) => /[\p{L}\p{N}]/u.test(character));
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < characters.length; i++) pairs.add(`${characters[i]}${characters[i + 1]}`);
  return [...pairs];
}

/** What a case is found by: each part for itself, so that no pair is made across two parts. */
export const searchIndexOf = (texts: CaseTexts, figures: CaseFigures): string[] => [
  ...new Set([...Object.values(texts), ...figures.lines.map((line) => line.name), ...figures.indicators.map((one) => one.name)].flatMap(bigrams)),
];

/** Bands of what a case cost, in fen: from (inclusive) to (exclusive). */
export const costBands = {
  'under-5000': [0n, 500_000n],
  '5000-20000': [500_000n, 2_000_000n],
  '20000-50000': [2_000_000n, 5_000_000n],
  '50000-100000': [5_000_000n, 10_000_000n],
  'over-100000': [10_000_000n, 9_000_000_000_000_000n],
} as const;
export type CostBand = keyof typeof costBands;
