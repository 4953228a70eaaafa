import { U, ratioToNumber } from './rational.ts';

/**
 * What a purchase took, kept so that exact values can be had later: `price` per point of those who paid in full, and the purses
 * that were emptied for it.
 */
type Purchase = {
  readonly cost: bigint;
  /** Purses emptied, with how many voters held each. */
  readonly emptied: readonly { readonly purse: number; readonly count: number }[];
  /** Points of those who paid in full. */
  readonly points: number;
  /** Numerator of the price per point over `scaleAt(round + 1)`. */
  exact: bigint | null;
};

/** The purse that is empty. */
export const EMPTY = 1;

/**
 * What voters have left, by classes: all voters who have paid for the same projects hold the same purse. A purse has a double with
 * a bound on its error; its exact value, a fraction over a common denominator that each purchase multiplies by its points, is
 * worked out only when asked for.
 */
export class Purses {
  value = new Float64Array(256);
  error = new Float64Array(256);
  private parent = new Int32Array(256);
  private bornIn = new Int32Array(256);
  private paid = new Int32Array(256);
  private exact: (bigint | null)[] = [];
  private purchases: Purchase[] = [];
  private scales: bigint[] = [];
  count = 0;

  /** Everyone begins with `numerator ÷ denominator`. */
  reset(numerator: bigint, denominator: bigint): void {
    this.purchases = [];
    this.scales = [denominator];
    this.exact = [numerator, 0n];
    this.count = 2;
    this.value[0] = ratioToNumber(numerator, denominator);
    this.error[0] = (this.value[0] as number) * 4 * U;
    this.value[EMPTY] = 0;
    this.error[EMPTY] = 0;
    this.bornIn[0] = 0;
    this.bornIn[EMPTY] = 0;
  }

  /** Purchases so far. */
  get rounds(): number {
    return this.purchases.length;
  }

  /** Notes a purchase; purses made after it are paid from its price. */
  buy(cost: bigint, emptied: Purchase['emptied'], points: number): void {
    this.purchases.push({ cost, emptied, points, exact: null });
  }

  /** The purse left after paying `points` times the price of the latest purchase (`price` ± `priceError`). */
  pay(purse: number, points: number, price: number, priceError: number): number {
    if (this.count === this.value.length) this.grow();
    const id = this.count;
    const taken = price * points;
    const left = (this.value[purse] as number) - taken;
    // Rounding of product and difference, and what both came with; doubled for the rounding of the bound itself.
    const error = 2 * ((this.error[purse] as number) + priceError * points + U * (taken + Math.abs(left)));
    this.parent[id] = purse;
    this.paid[id] = points;
    this.bornIn[id] = this.purchases.length;
    this.value[id] = left;
    this.error[id] = error;
    this.exact[id] = null;
    this.count += 1;
    if (left > error * 1e6) return id;
    // Next to nothing left, or too little known: the exact value decides whether it is empty and sharpens the double.
    const numerator = this.numeratorAt(id, this.purchases.length);
    if (numerator === 0n) {
      this.count -= 1;
      return EMPTY;
    }
    this.value[id] = ratioToNumber(numerator, this.scaleAt(this.purchases.length));
    this.error[id] = (this.value[id] as number) * 4 * U;
    return id;
  }

  /** Common denominator of purses and prices before the purchase of this round. */
  scaleAt(round: number): bigint {
    while (this.scales.length <= round) {
      const last = this.scales.length - 1;
      this.scales.push((this.scales[last] as bigint) * BigInt((this.purchases[last] as Purchase).points));
    }
    return this.scales[round] as bigint;
  }

  /** Numerator of a purse over `scaleAt(round)`. */
  numeratorAt(purse: number, round: number): bigint {
    if (purse === EMPTY) return 0n;
    const born = this.bornIn[purse] as number;
    let own = this.exact[purse] ?? null;
    if (own === null) {
      own = this.numeratorAt(this.parent[purse] as number, born) - BigInt(this.paid[purse] as number) * this.priceNumerator(born - 1);
      this.exact[purse] = own;
    }
    return born === round ? own : own * (this.scaleAt(round) / this.scaleAt(born));
  }

  /** Numerator of the price per point of a purchase over `scaleAt(round + 1)`. */
  priceNumerator(round: number): bigint {
    const purchase = this.purchases[round] as Purchase;
    if (purchase.exact === null) {
      let rest = purchase.cost * this.scaleAt(round);
      for (const { purse, count } of purchase.emptied) rest -= BigInt(count) * this.numeratorAt(purse, round);
      purchase.exact = rest;
    }
    return purchase.exact;
  }

  /** `numerator ÷ scaleAt(round) ÷ divisor` as a double. */
  toNumber(numerator: bigint, round: number, divisor: number): number {
    return ratioToNumber(numerator, this.scaleAt(round) * BigInt(divisor));
  }

  private grow(): void {
    const size = this.value.length * 2;
    const doubles = (old: Float64Array) => {
      const next = new Float64Array(size);
      next.set(old);
      return next;
    };
    const whole = (old: Int32Array) => {
      const next = new Int32Array(size);
      next.set(old);
      return next;
    };
    this.value = doubles(this.value);
    this.error = doubles(this.error);
    this.parent = whole(this.parent) as Int32Array<ArrayBuffer>;
    this.bornIn = whole(this.bornIn) as Int32Array<ArrayBuffer>;
    this.paid = whole(this.paid) as Int32Array<ArrayBuffer>;
  }
}
