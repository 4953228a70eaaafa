import { coverageSuffices } from './coverage.ts';
import type { RankRule } from './ranks.ts';
import type { District } from './read-data.ts';
import type { Scores } from './score.ts';
import type { Threshold } from './thresholds.ts';
import type { WhatIfModel } from './what-if.ts';

const orNull = (value: number | undefined): number | null => (value === undefined || value !== value ? null : value);

/** One compound and month as plain data for `whatIf`, to be sent to a page; the rivals are the ranked others of its kind, without names. */
export function whatIfModel(
  district: District,
  thresholds: readonly Threshold[],
  scores: Scores,
  compound: number,
  month: number,
  rule: RankRule = {},
): WhatIfModel {
  const { tree, panel } = district;
  const { total = 'flat', leastCoverage = 0.65 } = rule;
  const kind = panel.kindOf[compound] ?? 0;
  const base = (compound * panel.months + month) * panel.leaves;
  const rivals: number[] = [];
  for (let other = 0; other < panel.compounds; other += 1) {
    const row = other * panel.months + month;
    const score = (total === 'nested' ? scores.nested : scores.total)[row] ?? Number.NaN;
    if (other !== compound && panel.kindOf[other] === kind && score === score && coverageSuffices(scores.coverage[row] ?? 0, leastCoverage)) rivals.push(score);
  }
  return {
    leaves: tree.leaves.map((leaf, index) => {
      const threshold = thresholds[kind * panel.leaves + index];
      return {
        code: leaf.code,
        name: leaf.name,
        unit: leaf.unit,
        kind: leaf.kind,
        direction: leaf.direction,
        weight: leaf.weight,
        lower: orNull(threshold?.lower),
        upper: orNull(threshold?.upper),
        value: orNull(panel.values[base + index]),
      };
    }),
    nodes: tree.nodes.map(({ code, depth, from, to }) => ({ code, depth, from, to })),
    rivals,
    leastCoverage,
    total,
  };
}
