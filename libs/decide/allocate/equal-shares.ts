import type { CapState } from './caps.ts';
import { EMPTY, Purses } from './purses.ts';
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

/** A purchase considered: price per point times `points` is what those who can will pay. */
type Exact = { readonly rest: bigint; readonly points: number };

const UNAFFORDABLE = 0;
const CERTAIN = 1;
const UNDECIDED = 2;

/**
 * The Method of Equal Shares at a given budget per voter. Each round buys the project whose supporters pay least per unit of
 * satisfaction. Doubles with error bounds choose; whatever they leave undecided is settled in exact fractions (see docs).
 */
export class EqualShares {
  readonly purses = new Purses();
  /** Purse of each voter after the last run. */
  readonly purseOf: Int32Array;
  private readonly costs: Float64Array;
  private readonly bound: Float64Array;
  private readonly alive: Int32Array;
  private readonly totalPoints: Float64Array;
  private readonly kinds: number;
  // The purses behind the project at hand: key (purse × kinds of points + kind), count; those who pay in full come first.
  private keys = new Int32Array(256);
  private counts = new Int32Array(256);
  private tally = new Int32Array(256);
  private entries = 0;
  private inFull = 0;
  private price = 0;
  private priceError = 0;
  private points = 0;

  constructor(
    private readonly support: Support,
    private readonly cost: readonly bigint[],
    private readonly utility: Utility,
  ) {
    this.purseOf = new Int32Array(support.voters);
    this.costs = Float64Array.from(cost, Number);
    this.bound = new Float64Array(support.projects);
    this.alive = new Int32Array(support.projects);
    this.totalPoints = support.score;
    this.kinds = support.weight === null ? 1 : support.weights.length;
  }

  /** Runs with `numerator ÷ denominator` for every voter. Yields the number of purchases after each. */
  *run(numerator: bigint, denominator: bigint, caps: CapState, keepPayers = false): Generator<number, SharesRun> {
    this.purseOf.fill(0);
    this.purses.reset(numerator, denominator);
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
      payers.push({ ...this.payersOf(), before: keepPayers ? this.beforeOf(chosen) : null });
      this.buy(chosen);
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
      const points = this.totalPoints[project] as number;
      if (points <= 0) continue;
      const cost = this.costs[project] as number;
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
    const { alive, bound } = this;
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
      let state = this.consider(project);
      if (state === UNDECIDED) state = this.considerExactly(project) === null ? UNAFFORDABLE : CERTAIN;
      if (state === UNAFFORDABLE) continue;
      alive[kept++] = project;
      const divisor = this.utility === 'cost' ? (this.costs[project] as number) : 1;
      const value = this.price / divisor;
      const error = (this.priceError / divisor + 4 * U * value) * 2;
      bound[project] = value - error;
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
    const first = best[0] as number;
    if (best.length === 1) {
      if (this.consider(first) !== CERTAIN) this.considerExactly(first);
      return [first, [first]];
    }
    let tied: number[] = [];
    let least: [bigint, bigint] = [0n, 1n];
    for (const project of best) {
      const exact = this.considerExactly(project);
      if (exact === null) continue;
      const divisor = BigInt(exact.points) * (this.utility === 'cost' ? (this.cost[project] as bigint) : 1n);
      const difference = tied.length === 0 ? -1n : exact.rest * least[1] - least[0] * divisor;
      if (difference < 0n) {
        least = [exact.rest, divisor];
        tied = [project];
      } else if (difference === 0n) tied.push(project);
    }
    tied.sort((a, b) => (this.support.rank[a] as number) - (this.support.rank[b] as number));
    const chosen = tied[0] as number;
    this.considerExactly(chosen);
    return [chosen, tied];
  }

  /** The purses behind a project, with how many supporters hold each. */
  private gather(project: number): void {
    const { support, purseOf, kinds } = this;
    const room = this.purses.count * kinds;
    if (this.tally.length < room) {
      this.tally = new Int32Array(room * 2);
      this.keys = new Int32Array(room * 2);
      this.counts = new Int32Array(room * 2);
    }
    const { tally, keys, counts } = this;
    const { voter, weight } = support;
    const to = support.start[project + 1] as number;
    let entries = 0;
    for (let at = support.start[project] as number; at < to; at++) {
      const purse = purseOf[voter[at] as number] as number;
      const key = weight === null ? purse : purse * kinds + (weight[at] as number);
      const before = tally[key] as number;
      if (before === 0) keys[entries++] = key;
      tally[key] = before + 1;
    }
    for (let entry = 0; entry < entries; entry++) {
      const key = keys[entry] as number;
      counts[entry] = tally[key] as number;
      tally[key] = 0;
    }
    this.entries = entries;
  }

  private purseOfKey(key: number): number {
    return this.kinds === 1 ? key : Math.floor(key / this.kinds);
  }

  private pointsOfKey(key: number): number {
    return this.support.weights[this.kinds === 1 ? 0 : key % this.kinds] as number;
  }

  private swap(a: number, b: number): void {
    const { keys, counts } = this;
    const key = keys[a] as number;
    const count = counts[a] as number;
    keys[a] = keys[b] as number;
    counts[a] = counts[b] as number;
    keys[b] = key;
    counts[b] = count;
  }

  /** The price of a project in doubles, unless they cannot tell whether it is affordable or who would be emptied. */
  private consider(project: number): number {
    this.gather(project);
    const { keys, counts, purses } = this;
    const { value, error } = purses;
    const cost = this.costs[project] as number;
    let money = 0;
    let moneyError = 0;
    let points = 0;
    for (let entry = 0; entry < this.entries; entry++) {
      const key = keys[entry] as number;
      const purse = this.purseOfKey(key);
      const count = counts[entry] as number;
      money += count * (value[purse] as number);
      moneyError += count * (error[purse] as number);
      points += count * this.pointsOfKey(key);
    }
    moneyError = 2 * (moneyError + (this.entries + 2) * U * (money + cost));
    if (money + moneyError < cost) return UNAFFORDABLE;
    if (money - moneyError < cost) return UNDECIDED;
    let rest = cost;
    let restError = U * cost;
    let inFull = this.entries;
    for (;;) {
      const price = rest / points;
      const priceError = 2 * (restError / points + 2 * U * price);
      let isOpen = false;
      let hasEmptied = false;
      for (let entry = 0; entry < inFull; entry++) {
        const key = keys[entry] as number;
        const purse = this.purseOfKey(key);
        const own = value[purse] as number;
        const weight = this.pointsOfKey(key);
        const asked = price * weight;
        const margin = 2 * ((error[purse] as number) + priceError * weight + 2 * U * asked);
        if (own >= asked + margin) continue;
        if (own > asked - margin) {
          isOpen = true;
          continue;
        }
        const count = counts[entry] as number;
        rest -= count * own;
        restError += count * (error[purse] as number) + U * (count * own + Math.abs(rest));
        points -= count * weight;
        inFull -= 1;
        this.swap(entry, inFull);
        entry -= 1;
        hasEmptied = true;
      }
      if (hasEmptied && points > 0 && rest > 0) continue;
      if (isOpen || points <= 0 || rest <= 0) return UNDECIDED;
      this.price = price;
      this.priceError = priceError;
      this.points = points;
      this.inFull = inFull;
      return CERTAIN;
    }
  }

  /** The same in exact fractions over the common denominator of the purses; null when it is not affordable. */
  private considerExactly(project: number): Exact | null {
    this.gather(project);
    const { keys, counts, purses } = this;
    const round = purses.rounds;
    const scale = purses.scaleAt(round);
    const own = new Map<number, bigint>();
    let money = 0n;
    let points = 0;
    for (let entry = 0; entry < this.entries; entry++) {
      const key = keys[entry] as number;
      const purse = purses.numeratorAt(this.purseOfKey(key), round);
      own.set(key, purse);
      money += BigInt(counts[entry] as number) * purse;
      points += (counts[entry] as number) * this.pointsOfKey(key);
    }
    let rest = (this.cost[project] as bigint) * scale;
    if (money < rest) return null;
    let inFull = this.entries;
    for (let hasEmptied = true; hasEmptied; ) {
      hasEmptied = false;
      for (let entry = 0; entry < inFull; entry++) {
        const key = keys[entry] as number;
        const weight = this.pointsOfKey(key);
        const held = own.get(key) as bigint;
        if (held * BigInt(points) >= rest * BigInt(weight)) continue;
        rest -= BigInt(counts[entry] as number) * held;
        points -= (counts[entry] as number) * weight;
        inFull -= 1;
        this.swap(entry, inFull);
        entry -= 1;
        hasEmptied = true;
      }
    }
    this.inFull = inFull;
    this.points = points;
    this.price = purses.toNumber(rest, round, points);
    this.priceError = this.price * 4 * U;
    return { rest, points };
  }

  /** Who pays for the project just considered. */
  private payersOf(): Omit<Payers, 'before'> {
    const full: { purse: number; points: number; count: number }[] = [];
    const emptied: { purse: number; count: number }[] = [];
    for (let entry = 0; entry < this.entries; entry++) {
      const key = this.keys[entry] as number;
      const count = this.counts[entry] as number;
      if (entry < this.inFull) full.push({ purse: this.purseOfKey(key), points: this.pointsOfKey(key), count });
      else emptied.push({ purse: this.purseOfKey(key), count });
    }
    return { full, emptied };
  }

  private beforeOf(project: number): Int32Array {
    const { start, voter } = this.support;
    return voter.slice(start[project], start[project + 1]).map((each) => this.purseOf[each] as number);
  }

  /** Takes the payments for the project just considered. */
  private buy(project: number): void {
    const { support, purseOf, purses, kinds, tally } = this;
    purses.buy(this.cost[project] as bigint, this.payersOf().emptied, this.points);
    // The tally is empty between rounds: it holds the new purse of each key meanwhile.
    for (let entry = 0; entry < this.entries; entry++) {
      const key = this.keys[entry] as number;
      tally[key] = entry < this.inFull ? purses.pay(this.purseOfKey(key), this.pointsOfKey(key), this.price, this.priceError) : EMPTY;
    }
    const { voter, weight } = support;
    const to = support.start[project + 1] as number;
    for (let at = support.start[project] as number; at < to; at++) {
      const v = voter[at] as number;
      const purse = purseOf[v] as number;
      purseOf[v] = tally[weight === null ? purse : purse * kinds + (weight[at] as number)] as number;
    }
    for (let entry = 0; entry < this.entries; entry++) tally[this.keys[entry] as number] = 0;
  }
}
