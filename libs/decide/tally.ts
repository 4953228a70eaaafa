import { type Result, err, ok } from '#libs/result';
import { countBallots } from './count.ts';
import { type TallyTest, type Test, denominatorOf, isReached, numeratorOf, testShown, testsOf } from './reach.ts';
import { type TallyError, type TallyInput, firstFault } from './tally-input.ts';

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

  const tests = rules.map((test) => testShown(test, now.sums[test.measure]));
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
