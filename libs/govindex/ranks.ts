import { coverageSuffices } from './coverage.ts';
import type { Panel } from './panel.ts';
import type { Scores } from './score.ts';

/** Ranks inside each kind by a score, the best 1; ties share the better rank. 0 = not ranked: no score, or less than `leastCoverage` of the weight is there. */
export function ranksOf(panel: Panel, score: Float64Array, coverage: Float64Array, month: number, leastCoverage = 0.65): Int32Array {
  const ranks = new Int32Array(panel.compounds);
  panel.kinds.forEach((_, kind) => {
    const members = Int32Array.from({ length: panel.compounds }, (_unused, at) => at).filter((at) => panel.kindOf[at] === kind);
    rankMembers(members, panel.months, month, score, coverage, leastCoverage, ranks);
  });
  return ranks;
}

function rankMembers(
  members: Int32Array,
  months: number,
  month: number,
  score: Float64Array,
  coverage: Float64Array,
  leastCoverage: number,
  ranks: Int32Array,
): void {
  const counted = members.filter((at) => {
    const value = score[at * months + month] ?? Number.NaN;
    ranks[at] = 0;
    return value === value && coverageSuffices(coverage[at * months + month] ?? 0, leastCoverage);
  });
  const scoreOf = (at: number) => score[at * months + month] as number;
  counted.sort((a, b) => scoreOf(b) - scoreOf(a));
  let rank = 0;
  counted.forEach((compound, index) => {
    if (index === 0 || scoreOf(compound) !== scoreOf(counted[index - 1] as number)) rank = index + 1;
    ranks[compound] = rank;
  });
}

/** Which total ranks, and how much of the weight must be there. */
export interface RankRule {
  total?: 'flat' | 'nested';
  /** Below this coverage a score is provisional and not ranked; 0.65 unless set. */
  leastCoverage?: number;
}

/** Ranks of one month that are counted again only for kinds in which something changed, and only when somebody asks. */
export interface Ranks {
  /** The score of this compound changed. */
  touch: (compound: number) => void;
  /** 0 = not ranked. */
  rankOf: (compound: number) => number;
  all: () => Int32Array;
}

/** Ranks of one month inside the kinds, lazily; `touch` a compound after its score was updated. */
export function createRanks(panel: Panel, scores: Scores, month: number, rule: RankRule = {}): Ranks {
  const { total = 'flat', leastCoverage = 0.65 } = rule;
  const score = total === 'nested' ? scores.nested : scores.total;
  const ranks = new Int32Array(panel.compounds);
  const stale = new Uint8Array(panel.kinds.length).fill(1);
  const members = panel.kinds.map((_, kind) => Int32Array.from({ length: panel.compounds }, (_unused, at) => at).filter((at) => panel.kindOf[at] === kind));
  const refresh = (kind: number) => {
    if (stale[kind] === 0) return;
    stale[kind] = 0;
    rankMembers(members[kind] ?? new Int32Array(0), panel.months, month, score, scores.coverage, leastCoverage, ranks);
  };
  return {
    touch(compound) {
      stale[panel.kindOf[compound] ?? 0] = 1;
    },
    rankOf(compound) {
      refresh(panel.kindOf[compound] ?? 0);
      return ranks[compound] ?? 0;
    },
    all() {
      for (let kind = 0; kind < stale.length; kind += 1) refresh(kind);
      return ranks;
    },
  };
}
