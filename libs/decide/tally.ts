import { type Result, assertNever, err, ok } from '#libs/result';
import { AREA_SCALE, type Sums, countBallots } from './count.ts';
import { type Measure, type TallyError, type TallyInput, type TallyRule, firstFault } from './tally-input.ts';

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

/** The outcome of a counted vote. */
export type Tally = {
  readonly passed: boolean;
  readonly quorate: boolean;
  readonly tests: readonly TallyTest[];
  /** No ballot still to come can change `passed`. */
  readonly certain: boolean;
  /** Owners of several homes whose ballots differ: they took part and count neither way. */
  readonly conflicts: readonly string[];
};

type Test = { of: 'quorum' | 'pass' } & (TallyRule['quorum'][number] | TallyRule['pass'][number]);

function testsOf(rule: TallyRule): Test[] {
  return [...rule.quorum.map((test) => ({ of: 'quorum' as const, ...test })), ...rule.pass.map((test) => ({ of: 'pass' as const, ...test }))];
}

function participating({ yes, no, abstain }: Sums): bigint {
  return yes + no + abstain;
}

function numeratorOf(test: Test, sums: Sums): bigint {
  return test.of === 'quorum' ? participating(sums) + sums.unheard : sums.yes;
}

function denominatorOf(test: Test, sums: Sums): bigint {
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
function isReached(test: Test, numerator: bigint, denominator: bigint): boolean {
  const left = numerator * BigInt(test.den);
  const right = denominator * BigInt(test.num);
  return denominator > 0n && (test.strict ? left > right : left >= right);
}

function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
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

function missingOf(test: Test, sums: Sums): bigint | null {
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

function toNumber(measure: Measure, units: bigint): number {
  if (measure !== 'area') return Number(units);
  // Written out and read back, so that 58.2 is 58.2 and no sum of binary fractions.
  return Number(`${units / AREA_SCALE}.${String(units % AREA_SCALE).padStart(6, '0')}`);
}

/**
 * Counts a vote by its rule. Every test is decided in integers; `certain` is exact (see README).
 *
 * Errors: `duplicate-on-roll`, `duplicate-ballot`, `ballot-not-on-roll`, `present-not-on-roll`, `area-missing`.
 */
export function tally(input: TallyInput): Result<Tally, TallyError> {
  const fault = firstFault(input);
  if (fault !== null) return err(fault);

  const now = countBallots(input, 'as-is');
  const best = countBallots(input, 'all-yes');
  const worst = countBallots(input, 'all-no');
  const rules = testsOf(input.rule);
  const reachedIn = (test: Test, counts: typeof now) => {
    const sums = counts.sums[test.measure];
    return isReached(test, numeratorOf(test, sums), denominatorOf(test, sums));
  };

  const tests = rules.map((test): TallyTest => {
    const sums = now.sums[test.measure];
    const missing = missingOf(test, sums);
    return {
      of: test.of,
      measure: test.measure,
      base: test.base,
      numerator: toNumber(test.measure, numeratorOf(test, sums)),
      denominator: toNumber(test.measure, denominatorOf(test, sums)),
      threshold: `${test.num}/${test.den}`,
      strict: test.strict,
      passed: reachedIn(test, now),
      missing: missing === null ? null : toNumber(test.measure, missing),
    };
  });
  const passed = tests.every((test) => test.passed);
  const standsAtWorst = rules.every((test) => reachedIn(test, test.of === 'quorum' ? now : worst));
  const failsAtBest = !rules.every((test) => reachedIn(test, best));
  return ok({
    passed,
    quorate: tests.every((test) => test.of !== 'quorum' || test.passed),
    tests,
    certain: passed ? standsAtWorst : failsAtBest,
    conflicts: now.conflicts,
  });
}
