import type { CapState } from './caps.ts';
import { CERTAIN, Pricing, UNAFFORDABLE, UNDECIDED } from './pricing.ts';
import type { Purses } from './purses.ts';
import { U } from './rational.ts';
import type { Support } from './support.ts';

/** What a voter's satisfaction with a project is measured by: its cost, or one for each. */
export type Utility = 'cost' | 'card';

/** A round in which several projects were exactly as good. */
export type RoundTie = { readonly round: number; readonly tied: readonly number[]; readonly chosen: number };

/** Who paid in a round: those who paid `points` times the price, and those who gave all they had left. */
export type Payers = {
  readonly full: readonly { readonly purse: number; readonly points: number; readonly count: number }[];
  readonly emptied: readonly { readonly purse: number; readonly count: number }[];
  /** Purse of each supporter before the round, in the order of `Support`; only when asked for. */
  readonly before: Int32Array | null;
};

/** One run at one budget per voter. */
export type SharesRun = { readonly order: readonly number[]; readonly cost: bigint; readonly ties: readonly RoundTie[]; readonly payers: readonly Payers[] };

/**
 * The Method of Equal Shares at a given budget per voter. Each round buys the project whose supporters pay least per unit of
 * satisfaction. Doubles with error bounds choose; whatever they leave undecided is settled in exact fractions (see docs).
 */
export class EqualShares {
  private readonly pricing: Pricing;
  private readonly bound: Float64Array;
  // Points behind a project all of whose supporters pay in full; 0 otherwise.
  private readonly wholePoints: Float64Array;
  private readonly alive: Int32Array;

  constructor(
    private readonly support: Support,
    private readonly cost: readonly bigint[],
    private readonly utility: Utility,
  ) {
    this.pricing = new Pricing(support, cost);
    this.bound = new Float64Array(support.projects);
    this.wholePoints = new Float64Array(support.projects);
    this.alive = new Int32Array(support.projects);
  }

  /** What voters have left after the last run. */
  get purses(): Purses {
    return this.pricing.purses;
  }

  /** Purse of each voter after the last run. */
  get purseOf(): Int32Array {
    return this.pricing.purseOf;
  }

  /** Runs with `numerator ÷ denominator` for every voter. Yields the number of purchases after each. */
  *run(numerator: bigint, denominator: bigint, caps: CapState, keepPayers = false): Generator<number, SharesRun> {
    this.pricing.purseOf.fill(0);
    this.pricing.purses.reset(numerator, denominator);
    const order: number[] = [];
    const ties: RoundTie[] = [];
    const payers: Payers[] = [];
    let spent = 0n;
    let candidates = this.begin(order);
    for (const project of order) caps.spend(project);
    for (;;) {
      const best: number[] = [];
      candidates = this.contenders(candidates, caps, best);
      if (best.length === 0) return { order, cost: spent, ties, payers };
      const [chosen, tied] = this.decide(best);
      if (tied.length > 1) ties.push({ round: order.length + 1, tied, chosen });
      payers.push({ ...this.pricing.payersOf(), before: keepPayers ? this.pricing.beforeOf(chosen) : null });
      this.pricing.buy(chosen);
      order.push(chosen);
      spent += this.cost[chosen] as bigint;
      candidates = this.drop(chosen, candidates);
      caps.spend(chosen);
      yield order.length;
    }
  }

  /** Those with support, best possible price first; what costs nothing and has support is taken at once, by id. */
  private begin(order: number[]): number {
    let candidates = 0;
    for (let project = 0; project < this.support.projects; project++) {
      const points = this.support.score[project] as number;
      if (points <= 0) continue;
      const cost = this.pricing.costs[project] as number;
      if (cost === 0) {
        order.push(project);
        continue;
      }
      this.alive[candidates++] = project;
      this.bound[project] = ((this.utility === 'cost' ? 1 : cost) / points) * (1 - 8 * U);
    }
    order.sort((a, b) => (this.support.rank[a] as number) - (this.support.rank[b] as number));
    return candidates;
  }

  /** Looks at projects in the order of what they could at best be, until none can be better; drops those no longer affordable. */
  private contenders(candidates: number, caps: CapState, best: number[]): number {
    const { alive, bound, pricing } = this;
    for (let at = 1; at < candidates; at++) {
      const project = alive[at] as number;
      const own = bound[project] as number;
      let to = at;
      for (; to > 0 && (bound[alive[to - 1] as number] as number) > own; to--) alive[to] = alive[to - 1] as number;
      alive[to] = project;
    }
    let upper = Number.POSITIVE_INFINITY;
    let kept = 0;
    let at = 0;
    for (; at < candidates; at++) {
      const project = alive[at] as number;
      if ((bound[project] as number) > upper) break;
      if (!caps.allows(project)) continue;
      let state = pricing.consider(project);
      if (state === UNDECIDED) state = pricing.considerExactly(project) === null ? UNAFFORDABLE : CERTAIN;
      if (state === UNAFFORDABLE) continue;
      alive[kept++] = project;
      const divisor = this.utility === 'cost' ? (this.pricing.costs[project] as number) : 1;
      const value = pricing.price / divisor;
      const error = (pricing.priceError / divisor + 4 * U * value) * 2;
      bound[project] = value - error;
      this.wholePoints[project] = pricing.isWhole ? pricing.points : 0;
      if (value - error > upper) continue;
      if (value + error < upper) upper = value + error;
      best.push(project);
    }
    for (; at < candidates; at++) alive[kept++] = alive[at] as number;
    let count = 0;
    for (const project of best) if ((bound[project] as number) <= upper) best[count++] = project;
    best.length = count;
    return kept;
  }

  private drop(project: number, candidates: number): number {
    const at = this.alive.indexOf(project);
    this.alive.copyWithin(at, at + 1, candidates);
    return candidates - 1;
  }

  /** The best of those the doubles could not tell apart, exactly; equal ones are a tie, which the first id wins. */
  private decide(best: readonly number[]): [number, number[]] {
    const tied = best.length === 1 ? [...best] : this.exactlyBest(best);
    tied.sort((a, b) => (this.support.rank[a] as number) - (this.support.rank[b] as number));
    const chosen = tied[0] as number;
    if (this.pricing.consider(chosen) !== CERTAIN) this.pricing.considerExactly(chosen);
    return [chosen, tied];
  }

  private exactlyBest(best: readonly number[]): number[] {
    let tied: number[] = [];
    let least: [bigint, bigint] = [0n, 1n];
    // Where everyone pays in full, the price is cost over points, whatever the purses hold.
    const isWhole = best.every((project) => (this.wholePoints[project] as number) > 0);
    for (const project of best) {
      const cost = this.cost[project] as bigint;
      const exact = isWhole ? { rest: cost, points: this.wholePoints[project] as number } : this.pricing.considerExactly(project);
      if (exact === null) continue;
      const divisor = BigInt(exact.points) * (this.utility === 'cost' ? cost : 1n);
      const difference = tied.length === 0 ? -1n : exact.rest * least[1] - least[0] * divisor;
      if (difference < 0n) {
        least = [exact.rest, divisor];
        tied = [project];
      } else if (difference === 0n) tied.push(project);
    }
    return tied;
  }
}
