import type { Payers } from './equal-shares.ts';
import { EMPTY, Purses } from './purses.ts';
import { U } from './rational.ts';
import type { Support } from './support.ts';

/** What those who pay in full have to bring: `rest ÷ points` per point, over the common denominator of the purses. */
export type ExactPrice = { readonly rest: bigint; readonly points: number };

/** A project whose supporters have too little left. */
export const UNAFFORDABLE = 0;
/** The doubles tell price and payers beyond doubt. */
export const CERTAIN = 1;
/** They do not: exact fractions must. */
export const UNDECIDED = 2;

/** What a project would cost its supporters as their purses stand: in doubles with bounds, or exactly. */
export class Pricing {
  readonly purses = new Purses();
  /** Purse of each voter. */
  readonly purseOf: Int32Array;
  readonly costs: Float64Array;
  // The purses behind the project at hand: key (purse × kinds of points + kind), count; those who pay in full come first.
  private keys = new Int32Array(256);
  private counts = new Int32Array(256);
  private tally = new Int32Array(256);
  private readonly kinds: number;
  private entries = 0;
  private inFull = 0;
  /** Price per point of the project just considered, with a bound on its error, and the points of those who pay in full. */
  price = 0;
  priceError = 0;
  points = 0;

  constructor(
    private readonly support: Support,
    private readonly cost: readonly bigint[],
  ) {
    this.purseOf = new Int32Array(support.voters);
    this.costs = Float64Array.from(cost, Number);
    this.kinds = support.weight === null ? 1 : support.weights.length;
  }

  /** Whether everyone behind the project just considered pays in full. */
  get isWhole(): boolean {
    return this.inFull === this.entries;
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
  consider(project: number): number {
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
  considerExactly(project: number): ExactPrice | null {
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
  payersOf(): Omit<Payers, 'before'> {
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

  /** Purse of each supporter as it stands. */
  beforeOf(project: number): Int32Array {
    const { start, voter } = this.support;
    return voter.slice(start[project], start[project + 1]).map((each) => this.purseOf[each] as number);
  }

  /** Takes the payments for the project just considered. */
  buy(project: number): void {
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
