import { coverageSuffices } from './coverage.ts';
import type { RankRule } from './ranks.ts';
import type { District } from './read-data.ts';
import type { Scores } from './score.ts';

/** One leaf beside the best of the kind. */
export interface LeafGap {
  leaf: number;
  /** The compound's own value, and the mean of the best's that have one. */
  mine: number;
  theirs: number;
  mineZ: number;
  theirsZ: number;
  /** Points of 100 that the best are ahead in it; below 0 = behind. */
  gapPoints: number;
}

/** What the best of a kind do differently. */
export interface BestOfKind {
  /** The best, the first first; the compound itself is never among them. */
  compounds: number[];
  /** The largest gap first; leaves that either side lacks are left out. */
  leaves: LeafGap[];
}

/** Whom to look at. */
export interface BestOptions extends RankRule {
  /** Only these, for example with the same tags; of these only the compound's own kind. */
  among?: readonly number[];
  /** The best share of them; a tenth unless set, at least one. */
  share?: number;
}

/** Compares a compound with the best tenth of its kind, leaf by leaf, in points of its own total. */
export function bestOfKind(district: District, scores: Scores, compound: number, month: number, options: BestOptions = {}): BestOfKind {
  const { panel, tree } = district;
  const { total = 'flat', leastCoverage = 0.65, share = 0.1 } = options;
  const among = options.among ?? Array.from({ length: panel.compounds }, (_, at) => at);
  const score = total === 'nested' ? scores.nested : scores.total;
  const rowOf = (at: number) => at * panel.months + month;
  const ranked = among
    .filter(
      (at) =>
        panel.kindOf[at] === panel.kindOf[compound] &&
        (score[rowOf(at)] ?? Number.NaN) >= 0 &&
        coverageSuffices(scores.coverage[rowOf(at)] ?? 0, leastCoverage),
    )
    .sort((one, other) => (score[rowOf(other)] as number) - (score[rowOf(one)] as number) || one - other);
  const best = ranked.slice(0, Math.max(1, Math.round(ranked.length * share))).filter((at) => at !== compound);
  const possible = possibleOf(district, scores, rowOf(compound), total);
  const gaps: LeafGap[] = [];
  tree.leaves.forEach((_, leaf) => {
    const mineZ = scores.z[rowOf(compound) * panel.leaves + leaf] ?? Number.NaN;
    const there = best.filter((at) => (scores.z[rowOf(at) * panel.leaves + leaf] ?? Number.NaN) >= 0);
    if (mineZ !== mineZ || there.length === 0) return;
    const mean = (of: Float64Array) => there.reduce((sum, at) => sum + (of[rowOf(at) * panel.leaves + leaf] as number), 0) / there.length;
    const theirsZ = mean(scores.z);
    const mine = panel.values[rowOf(compound) * panel.leaves + leaf] ?? Number.NaN;
    gaps.push({ leaf, mine, theirs: mean(panel.values), mineZ, theirsZ, gapPoints: (theirsZ - mineZ) * (possible[leaf] as number) });
  });
  return { compounds: best, leaves: gaps.sort((one, other) => other.gapPoints - one.gapPoints) };
}

/** Points of 100 that each leaf of a row can bring, given which are there. */
function possibleOf({ tree, panel }: District, scores: Scores, row: number, total: 'flat' | 'nested'): Float64Array {
  const tops = total === 'nested' ? tree.nodes.filter((node) => node.depth === 1) : [];
  const possible = new Float64Array(panel.leaves);
  const parts = (tops.length === 0 ? [{ from: 0, to: panel.leaves }] : tops).map(({ from, to }) => {
    let [present, whole] = [0, 0];
    for (let leaf = from; leaf < to; leaf += 1) {
      const weight = tree.leaves[leaf]?.weight ?? 0;
      whole += weight;
      if ((scores.z[row * panel.leaves + leaf] ?? Number.NaN) >= 0) present += weight;
    }
    return { from, to, present, whole };
  });
  const all = parts.reduce((sum, part) => sum + (part.present > 0 ? part.whole : 0), 0);
  for (const { from, to, present, whole } of parts)
    for (let leaf = from; leaf < to; leaf += 1)
      if ((scores.z[row * panel.leaves + leaf] ?? Number.NaN) >= 0) possible[leaf] = (100 * (whole / all) * (tree.leaves[leaf]?.weight ?? 0)) / present;
  return possible;
}
