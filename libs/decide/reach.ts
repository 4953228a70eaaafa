import { assertNever } from '#libs/result';
import { AREA_SCALE, type Sums } from './count.ts';
import type { Measure, TallyRule } from './tally-input.ts';

/** One test of a rule with its numbers: heads and households as counts, area in m². */
export type TallyTest = {
  readonly of: 'quorum' | 'pass';
  readonly measure: Measure;
  readonly base: 'all' | 'present' | 'participating' | 'valid';
  readonly numerator: number;
  readonly denominator: number;
  /** The fraction of the rule, such as `2/3`. */
  readonly threshold: string;
  /** More than the threshold, not merely as much. */
  readonly strict: boolean;
  readonly passed: boolean;
  /** Least further yes (quorum: presence) that makes it pass; 0 when passed, null when those left are too few. */
  readonly missing: number | null;
};

/** A quorum or a majority of a rule. */
export type Test = { of: 'quorum' | 'pass' } & (TallyRule['quorum'][number] | TallyRule['pass'][number]);

/** Every test of a rule, quorums first. */
export function testsOf(rule: TallyRule): Test[] {
  return [...rule.quorum.map((test) => ({ of: 'quorum' as const, ...test })), ...rule.pass.map((test) => ({ of: 'pass' as const, ...test }))];
}

function participating({ yes, no, abstain }: Sums): bigint {
  return yes + no + abstain;
}

/** What a test counts. */
export function numeratorOf(test: Test, sums: Sums): bigint {
  return test.of === 'quorum' ? participating(sums) + sums.unheard : sums.yes;
}

/** What a test counts against. */
export function denominatorOf(test: Test, sums: Sums): bigint {
  const { base } = test;
  switch (base) {
    case 'all':
      return participating(sums) + sums.unheard + sums.absent;
    case 'present':
      return participating(sums) + sums.unheard;
    case 'participating':
      return participating(sums);
    case 'valid':
      return sums.yes + sums.no;
    default:
      return assertNever(base);
  }
}

/** A share is reached when the products say so; of nothing, no share is reached. */
export function isReached(test: Test, numerator: bigint, denominator: bigint): boolean {
  const left = numerator * BigInt(test.den);
  const right = denominator * BigInt(test.num);
  return denominator > 0n && (test.strict ? left > right : left >= right);
}

/** Quotient rounded up, for a divisor above zero. */
export function divideUp(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator > 0n && numerator % denominator !== 0n ? quotient + 1n : quotient;
}

/** Least `more` with `(n + more) / (d + grows · more)` reaching the test, `n / d` not reaching it; null when none does. */
function leastMore(test: Test, n: bigint, d: bigint, grows: boolean): bigint | null {
  const num = BigInt(test.num);
  const den = BigInt(test.den);
  const perUnit = grows ? den - num : den;
  const gap = d * num - n * den + (test.strict ? 1n : 0n);
  if (perUnit === 0n) return gap <= 0n && d === 0n ? 1n : null;
  const more = divideUp(gap, perUnit);
  // Of nobody no share is reached: at least one must come.
  return more > 0n ? more : 1n;
}

/** Least further yes (quorum: presence) that makes a test pass; null when those left are too few. */
export function missingOf(test: Test, sums: Sums): bigint | null {
  const n = numeratorOf(test, sums);
  const d = denominatorOf(test, sums);
  if (isReached(test, n, d)) return 0n;
  if (test.of === 'quorum' || test.base === 'all') {
    const more = leastMore(test, n, d, false);
    const left = sums.absent + (test.of === 'quorum' ? 0n : sums.unheard);
    return more !== null && more <= left ? more : null;
  }
  const left = sums.absent + sums.unheard;
  if (test.base !== 'present') {
    const more = leastMore(test, n, d, true);
    return more !== null && more <= left ? more : null;
  }
  // Those already in the room raise the yes without raising the base: they come first.
  const fromRoom = leastMore(test, n, d, false);
  if (d > 0n && fromRoom !== null && fromRoom <= sums.unheard) return fromRoom;
  const fromOutside = leastMore(test, n + sums.unheard, d, true);
  if (fromOutside === null) return null;
  const more = sums.unheard + fromOutside;
  return more <= left ? more : null;
}

/** Smallest units as the number shown. */
export function toNumber(measure: Measure, units: bigint): number {
  if (measure !== 'area') return Number(units);
  // Written out and read back, so that 58.2 is 58.2 and no sum of binary fractions.
  return Number(`${units / AREA_SCALE}.${String(units % AREA_SCALE).padStart(6, '0')}`);
}

/** A test with its numbers. */
export function testShown(test: Test, sums: Sums): TallyTest {
  const numerator = numeratorOf(test, sums);
  const denominator = denominatorOf(test, sums);
  const missing = missingOf(test, sums);
  return {
    of: test.of,
    measure: test.measure,
    base: test.base,
    numerator: toNumber(test.measure, numerator),
    denominator: toNumber(test.measure, denominator),
    threshold: `${test.num}/${test.den}`,
    strict: test.strict,
    passed: isReached(test, numerator, denominator),
    missing: missing === null ? null : toNumber(test.measure, missing),
  };
}
