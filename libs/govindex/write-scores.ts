import type { District } from './read-data.ts';
import { ranksOf } from './ranks.ts';
import type { Scores } from './score.ts';
import type { Threshold } from './thresholds.ts';

/** A number as the tables carry it: shortest form that reads back the same, whole numbers with `.0`, nothing for what is missing. */
export function figure(value: number): string {
  if (value !== value) return '';
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? `${Object.is(value, -0) ? '-0' : value}.0` : `${value}`;
}

const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const lines = (rows: readonly (readonly string[])[]): string => `${rows.map((row) => row.join(',')).join('\n')}\n`;

/** `category,indicator,n_sample,sma_min,sma_max,lower,upper,degenerate`. */
export function thresholdsCsv({ tree, panel }: District, thresholds: readonly Threshold[]): string {
  return lines([
    ['category', 'indicator', 'n_sample', 'sma_min', 'sma_max', 'lower', 'upper', 'degenerate'],
    ...panel.kinds.flatMap((kind, at) =>
      tree.leaves.map((leaf, index) => {
        const t = thresholds[at * panel.leaves + index];
        return [
          quote(kind),
          quote(leaf.code),
          `${t?.sampled ?? 0}`,
          ...[t?.min, t?.max, t?.lower, t?.upper].map((each) => figure(each ?? Number.NaN)),
          t?.degenerate ? '1' : '0',
        ];
      }),
    ),
  ]);
}

/** Normalised leaves of one month: `compound` and one column a leaf. */
export function leafZCsv({ tree, panel, compoundIds }: District, scores: Scores, month: number): string {
  return lines([
    ['compound', ...tree.leaves.map((leaf) => quote(leaf.code))],
    ...compoundIds.map((id, compound) => {
      const base = (compound * panel.months + month) * panel.leaves;
      return [quote(id), ...Array.from(scores.z.subarray(base, base + panel.leaves), figure)];
    }),
  ]);
}

/** Every node of one month, both totals, coverage and the rank inside the kind (by the total that is asked for). */
export function scoresCsv({ tree, panel, compoundIds }: District, scores: Scores, month: number, total: 'flat' | 'nested', leastCoverage?: number): string {
  const ranks = ranksOf(panel, total === 'nested' ? scores.nested : scores.total, scores.coverage, month, leastCoverage);
  return lines([
    ['compound', 'category', ...tree.nodes.map((node) => quote(node.code)), 'total', 'total_nested', 'coverage', 'rank_in_category'],
    ...compoundIds.map((id, compound) => {
      const row = compound * panel.months + month;
      const rank = ranks[compound] ?? 0;
      return [
        quote(id),
        quote(panel.kinds[panel.kindOf[compound] ?? 0] ?? ''),
        ...Array.from(scores.index.subarray(row * tree.nodes.length, (row + 1) * tree.nodes.length), figure),
        figure(scores.total[row] ?? Number.NaN),
        figure(scores.nested[row] ?? Number.NaN),
        figure(scores.coverage[row] ?? Number.NaN),
        rank === 0 ? '' : `${rank}`,
      ];
    }),
  ]);
}

/** Totals of all months: `compound` and one column `m<month>` each. */
export function totalsCsv({ panel, compoundIds, monthLabels }: District, scores: Scores, total: 'flat' | 'nested'): string {
  const of = total === 'nested' ? scores.nested : scores.total;
  return lines([
    ['compound', ...monthLabels.map((label) => `m${label}`)],
    ...compoundIds.map((id, compound) => [quote(id), ...Array.from(of.subarray(compound * panel.months, (compound + 1) * panel.months), figure)]),
  ]);
}
