import type { CapState } from './caps.ts';
import type { RoundTie } from './equal-shares.ts';
import { U, compareFractions, ratioToNumber } from './rational.ts';
import type { Support } from './support.ts';

/** What a project would have needed in a round it was not chosen in. */
export type PhragmenRun = {
  readonly order: readonly number[];
  readonly cost: bigint;
  readonly ties: readonly RoundTie[];
  readonly stop: 'overbudget' | 'exhausted';
  /** Those best in the last round, of whom one did not fit. */
  readonly stoppedBy: readonly number[];
  readonly loads: Loads;
  /** Load each voter has at the end, as a level of `loads`. */
  readonly levelOf: Int32Array;
  /** Levels of the supporters of each winner before its round: who took on how much. */
  readonly before: readonly (Int32Array | null)[];
};

/** The loads that rounds have led to: everyone who supports the winner of a round then carries the same. Level 0 is no load. */
export class Loads {
  value: number[] = [0];
  error: number[] = [0];
  private exact: (bigint | null)[] = [0n];
  private scales: bigint[] = [1n];
  private made: { cost: bigint; behind: { level: number; count: number }[]; supporters: number }[] = [];

  /** Number of the latest level. */
  get last(): number {
    return this.made.length;
  }

  /** The load after a purchase, as a new level. */
  add(cost: bigint, behind: { level: number; count: number }[], supporters: number, value: number, error: number): void {
    this.made.push({ cost, behind, supporters });
    this.value.push(value);
    this.error.push(error);
    this.exact.push(null);
    if (error > value * 1e-9) {
      const level = this.last;
      this.value[level] = ratioToNumber(this.numeratorAt(level, level), this.scaleAt(level));
      this.error[level] = (this.value[level] as number) * 4 * U;
    }
  }

  /** The levels that a level was made from. */
  behind(level: number): readonly { level: number; count: number }[] {
    return this.made[level - 1]?.behind ?? [];
  }

  /** Common denominator of levels up to this one. */
  scaleAt(level: number): bigint {
    while (this.scales.length <= level) {
      const last = this.scales.length - 1;
      this.scales.push((this.scales[last] as bigint) * BigInt(this.made[last]?.supporters ?? 1));
    }
    return this.scales[level] as bigint;
  }

  /** Numerator of a level over `scaleAt(at)`. */
  numeratorAt(level: number, at: number): bigint {
    let own = this.exact[level] ?? null;
    if (own === null) {
      const { cost, behind } = this.made[level - 1] as { cost: bigint; behind: { level: number; count: number }[] };
      own = cost * this.scaleAt(level - 1);
      for (const { level: each, count } of behind) own += BigInt(count) * this.numeratorAt(each, level - 1);
      this.exact[level] = own;
    }
    return own * (this.scaleAt(at) / this.scaleAt(level));
  }
}

type Considered = { behind: { level: number; count: number }[]; supporters: number; value: number; error: number };

/**
 * Sequential Phragmén: each round the project whose supporters would then carry the least load. Stops as soon as one of the best
 * does not fit the budget. Yields the number chosen after each round.
 */
export function* phragmen(support: Support, cost: readonly bigint[], budget: bigint, caps: CapState, keep = false): Generator<number, PhragmenRun> {
  const levelOf = new Int32Array(support.voters);
  const loads = new Loads();
  const costs = Float64Array.from(cost, Number);
  const bound = new Float64Array(support.projects);
  let alive: number[] = [];
  const votes = (project: number) => (support.start[project + 1] as number) - (support.start[project] as number);
  for (let project = 0; project < support.projects; project++) {
    if (votes(project) === 0) continue;
    alive.push(project);
    bound[project] = ((costs[project] as number) / votes(project)) * (1 - 8 * U);
  }
  let tally = new Int32Array(256);
  const order: number[] = [];
  const ties: RoundTie[] = [];
  const before: (Int32Array | null)[] = [];
  let spent = 0n;

  function consider(project: number): Considered {
    if (tally.length <= loads.last) tally = new Int32Array(tally.length * 2);
    const from = support.start[project] as number;
    const to = support.start[project + 1] as number;
    const levels: number[] = [];
    for (let at = from; at < to; at++) {
      const level = levelOf[support.voter[at] as number] as number;
      if (tally[level] === 0) levels.push(level);
      tally[level] = (tally[level] as number) + 1;
    }
    let sum = costs[project] as number;
    let error = U * sum;
    const behind = levels.map((level) => {
      const count = tally[level] as number;
      tally[level] = 0;
      sum += count * (loads.value[level] as number);
      error += count * (loads.error[level] as number) + 2 * U * sum;
      return { level, count };
    });
    const supporters = to - from;
    return { behind, supporters, value: sum / supporters, error: 2 * (error / supporters + 2 * U * (sum / supporters)) };
  }

  function exactOf(project: number, { behind, supporters }: Considered): [bigint, bigint] {
    const at = loads.last;
    const sum = behind.reduce((all, { level, count }) => all + BigInt(count) * loads.numeratorAt(level, at), (cost[project] as bigint) * loads.scaleAt(at));
    return [sum, BigInt(supporters)];
  }

  for (;;) {
    alive = alive.filter((project) => caps.allows(project)).sort((a, b) => (bound[a] as number) - (bound[b] as number));
    let upper = Number.POSITIVE_INFINITY;
    const seen = new Map<number, Considered>();
    for (const project of alive) {
      if ((bound[project] as number) > upper) break;
      const own = consider(project);
      bound[project] = own.value - own.error;
      if (own.value - own.error > upper) continue;
      upper = Math.min(upper, own.value + own.error);
      seen.set(project, own);
    }
    const close = [...seen].filter(([project]) => (bound[project] as number) <= upper);
    if (close.length === 0) return { order, cost: spent, ties, stop: 'exhausted', stoppedBy: [], loads, levelOf, before };
    let tied = close.map(([project]) => project);
    if (close.length > 1) {
      const exact = close.map(([project, own]) => ({ project, value: exactOf(project, own) }));
      const least = exact.reduce((best, each) => (compareFractions(...each.value, ...best.value) < 0 ? each : best));
      tied = exact.filter((each) => compareFractions(...each.value, ...least.value) === 0).map(({ project }) => project);
    }
    if (tied.some((project) => spent + (cost[project] as bigint) > budget)) {
      return { order, cost: spent, ties, stop: 'overbudget', stoppedBy: tied, loads, levelOf, before };
    }
    tied.sort((a, b) => (support.rank[a] as number) - (support.rank[b] as number));
    const chosen = tied[0] as number;
    if (tied.length > 1) ties.push({ round: order.length + 1, tied, chosen });
    const own = seen.get(chosen) as Considered;
    const from = support.start[chosen] as number;
    const to = support.start[chosen + 1] as number;
    before.push(keep ? support.voter.slice(from, to).map((voter) => levelOf[voter] as number) : null);
    loads.add(cost[chosen] as bigint, own.behind, own.supporters, own.value, own.error);
    for (let at = from; at < to; at++) levelOf[support.voter[at] as number] = loads.last;
    order.push(chosen);
    spent += cost[chosen] as bigint;
    caps.spend(chosen);
    alive = alive.filter((project) => project !== chosen);
    yield order.length;
  }
}
