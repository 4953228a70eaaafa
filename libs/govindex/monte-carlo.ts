import { coverageSuffices } from './coverage.ts';
import { normalise, scaleOf } from './normalise.ts';
import { planOf } from './plan.ts';
import { drawOf } from './random.ts';
import type { District } from './read-data.ts';
import { thresholdsOf, type ThresholdReading } from './thresholds.ts';

/** What is drawn: each of it anew in every draw, independently and evenly. */
export interface MonteCarloOptions {
  seed: string;
  draws: number;
  /** Readings of the thresholds; both unless set. */
  readings?: readonly ThresholdReading[];
  /** Readings of the total; both unless set. */
  totals?: readonly ('flat' | 'nested')[];
  /**
   * How close drawn weights keep to the tree's: weights ~ Dirichlet(concentration · share). A leaf of share s then has a standard deviation of
   * √(s(1 − s) ÷ (concentration + 1)). null = weights stand. Ten a leaf unless set (a third of each weight up or down).
   */
  concentration?: number | null;
  /** The coverage that a rank needs lies evenly between these; 0.5 to 0.8 unless set. */
  leastCoverage?: readonly [number, number];
  /** Share of the draws that an interval holds; 0.9 unless set. */
  interval?: number;
}

/** Where a compound stands inside its kind, whichever way the index is read. */
export interface RankInterval {
  compound: number;
  kind: number;
  /** Rank over the draws in which it was ranked; null where it never was. */
  median: number | null;
  low: number | null;
  high: number | null;
  best: number | null;
  worst: number | null;
  /** Share of the draws in which it was ranked. */
  rankedShare: number;
  /** How many of its kind were ranked, at the median. */
  of: number;
}

/** Leaves of one reading: normalised, 0 where missing; and 1 where there, 0 where missing. */
interface Reading {
  z: Float64Array;
  there: Float64Array;
}

function readingOf({ tree, panel }: District, month: number, reading: ThresholdReading): Reading {
  const thresholds = thresholdsOf(panel, month, reading);
  const scales = panel.kinds.map((_, kind) => scaleOf(tree, thresholds, kind));
  const z = new Float64Array(panel.compounds * panel.leaves);
  const there = new Float64Array(z.length);
  for (let compound = 0; compound < panel.compounds; compound += 1) {
    const scale = scales[panel.kindOf[compound] ?? 0];
    for (let leaf = 0; scale && leaf < panel.leaves; leaf += 1) {
      const one = normalise(scale, leaf, panel.values[(compound * panel.months + month) * panel.leaves + leaf] ?? Number.NaN);
      if (one !== one) continue;
      z[compound * panel.leaves + leaf] = one;
      there[compound * panel.leaves + leaf] = 1;
    }
  }
  return { z, there };
}

/** Ranks inside one kind for one draw: how many score more, by a sorted copy. 0 = not ranked. */
function rankKind(members: Int32Array, score: Float64Array, sorted: Float64Array, into: (compound: number, rank: number) => void): number {
  let count = 0;
  for (let at = 0; at < members.length; at += 1) {
    const value = score[members[at] as number] as number;
    if (value === value) {
      sorted[count] = value;
      count += 1;
    }
  }
  const ranked = sorted.subarray(0, count).sort();
  for (let at = 0; at < members.length; at += 1) {
    const compound = members[at] as number;
    const value = score[compound] as number;
    if (value !== value) {
      into(compound, 0);
      continue;
    }
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranked[middle] as number) > value) high = middle;
      else low = middle + 1;
    }
    into(compound, count - low + 1);
  }
  return count;
}

/** Draws readings, weights and the coverage rule again and again and says where each compound comes to stand inside its kind. The same seed gives the same answer. */
export function monteCarlo(district: District, month: number, options: MonteCarloOptions): RankInterval[] {
  const steps = monteCarloSteps(district, month, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same with a pause after each reading and every few draws, where a program that serves others may let them go first. */
export function* monteCarloSteps(district: District, month: number, options: MonteCarloOptions): Generator<void, RankInterval[]> {
  const { tree, panel } = district;
  const { draws, interval = 0.9, readings = ['value', 'range'], totals = ['flat', 'nested'], leastCoverage = [0.5, 0.8] } = options;
  const { compounds, leaves } = panel;
  const concentration = options.concentration === undefined ? 10 * leaves : options.concentration;
  const plan = planOf(tree);
  const draw = drawOf(options.seed);
  const read: Reading[] = [];
  for (const reading of readings) {
    read.push(readingOf(district, month, reading));
    yield;
  }
  const tops = tree.nodes.filter((node) => node.depth === 1);
  const parts = tops.length === 0 ? [{ from: 0, to: leaves }] : tops;
  const members = panel.kinds.map((_, kind) => Int32Array.from({ length: compounds }, (_unused, at) => at).filter((at) => panel.kindOf[at] === kind));
  const weights = new Float64Array(leaves);
  const partWeight = new Float64Array(parts.length);
  const score = new Float64Array(compounds);
  const sorted = new Float64Array(compounds);
  const ranks = new Int32Array(compounds * draws);
  const counts = panel.kinds.map(() => new Int32Array(draws));

  for (let round = 0; round < draws; round += 1) {
    if (round % 10 === 9) yield;
    const reading = read[draw.below(read.length)] as Reading;
    const nested = totals[draw.below(totals.length)] === 'nested';
    const least = leastCoverage[0] + draw.uniform() * (leastCoverage[1] - leastCoverage[0]);
    let all = 0;
    for (let leaf = 0; leaf < leaves; leaf += 1) {
      const share = (plan.weights[leaf] as number) / plan.allWeight;
      weights[leaf] = concentration === null ? share : share === 0 ? 0 : draw.gamma(concentration * share);
      all += weights[leaf] as number;
    }
    for (let leaf = 0; leaf < leaves; leaf += 1) weights[leaf] = (weights[leaf] as number) / all;
    parts.forEach(({ from, to }, part) => {
      partWeight[part] = 0;
      for (let leaf = from; leaf < to; leaf += 1) partWeight[part] = (partWeight[part] as number) + (weights[leaf] as number);
    });
    scoreDraw(reading, weights, parts, partWeight, nested, least, score);
    members.forEach((of, kind) => {
      (counts[kind] as Int32Array)[round] = rankKind(of, score, sorted, (compound, rank) => {
        ranks[compound * draws + round] = rank;
      });
    });
  }
  const ofKind = counts.map((of) => of.sort()[draws >> 1] ?? 0);
  return Array.from({ length: compounds }, (_, compound) => {
    const kind = panel.kindOf[compound] ?? 0;
    return { compound, kind, ...spreadOf(ranks.subarray(compound * draws, (compound + 1) * draws), interval), of: ofKind[kind] ?? 0 };
  });
}

/** Scores every compound with the weights of one draw (they add up to 1); NaN = not ranked. */
function scoreDraw(
  { z, there }: Reading,
  weights: Float64Array,
  parts: readonly { from: number; to: number }[],
  partWeight: Float64Array,
  nested: boolean,
  least: number,
  score: Float64Array,
): void {
  const leaves = weights.length;
  for (let compound = 0; compound < score.length; compound += 1) {
    const base = compound * leaves;
    let [points, coverage, shares, share] = [0, 0, 0, 0];
    for (let part = 0; part < parts.length; part += 1) {
      const { from, to } = parts[part] as { from: number; to: number };
      let [sum, weight] = [0, 0];
      for (let leaf = from; leaf < to; leaf += 1) {
        sum += (z[base + leaf] as number) * (weights[leaf] as number);
        weight += (there[base + leaf] as number) * (weights[leaf] as number);
      }
      points += sum;
      coverage += weight;
      if (weight === 0) continue;
      shares += (sum / weight) * (partWeight[part] as number);
      share += partWeight[part] as number;
    }
    score[compound] = coverage === 0 || !coverageSuffices(coverage, least) ? Number.NaN : nested ? shares / share : points / coverage;
  }
}

/** Median, interval, best and worst of drawn ranks; zeros are draws without a rank. Sorts in place. */
function spreadOf(ranks: Int32Array, interval: number): Pick<RankInterval, 'median' | 'low' | 'high' | 'best' | 'worst' | 'rankedShare'> {
  ranks.sort();
  const ranked = ranks.subarray(ranks.findIndex((rank) => rank > 0) < 0 ? ranks.length : ranks.findIndex((rank) => rank > 0));
  const count = ranked.length;
  if (count === 0) return { median: null, low: null, high: null, best: null, worst: null, rankedShare: 0 };
  const tail = (1 - interval) / 2;
  const at = (place: number): number | null => ranked[Math.min(count - 1, Math.max(0, place))] ?? null;
  return {
    median: at((count - 1) >> 1),
    low: at(Math.floor(tail * (count - 1))),
    high: at(Math.ceil((1 - tail) * (count - 1))),
    best: at(0),
    worst: at(count - 1),
    rankedShare: count / ranks.length,
  };
}
