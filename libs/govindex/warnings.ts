import type { BackTest, Verdict } from './back-test.ts';
import { explain } from './explain.ts';
import { forecast } from './forecast.ts';
import { type Likeness, type LookAlike, lookAlikes, type Recovered, recoveredFrom } from './look-alikes.ts';
import { normalise, scaleOf } from './normalise.ts';
import type { District } from './read-data.ts';
import type { Scores } from './score.ts';
import type { ForecastMethod } from './series.ts';
import type { Threshold } from './thresholds.ts';

/** A leaf that is expected to lose points. */
export interface Warning {
  leaf: number;
  /** Today's value, and the one expected `ahead` months later, with its interval. */
  now: number;
  expected: number;
  low: number | null;
  high: number | null;
  ahead: number;
  method: ForecastMethod;
  /** Points of 100, given what else is there. */
  pointsNow: number;
  pointsExpected: number;
  loss: number;
  /** Loss at the better and at the worse end of the interval (below 0 = a gain); null without an interval. */
  lossAtBest: number | null;
  lossAtWorst: number | null;
  verdict: Verdict;
  /** Compounds alike that were as low and came back. */
  recovered: Recovered[];
}

/** When to warn, and whom to name. */
export interface WarningOptions {
  /** Months ahead; as far as the back-test went unless set. */
  horizon?: number;
  /** Smallest expected loss in points; 0.3 unless set. */
  leastLoss?: number;
  total?: 'flat' | 'nested';
  likeness?: Likeness;
  /** Most look-alikes a warning names; 3 unless set. */
  most?: number;
}

/** Early warnings of one compound, the largest expected loss first. Leaves without a back-test that says something give none. */
export function warningsFor(
  district: District,
  thresholds: readonly Threshold[],
  scores: Scores,
  compound: number,
  month: number,
  tests: readonly BackTest[],
  options: WarningOptions = {},
): Warning[] {
  const { tree, panel } = district;
  const { leastLoss = 0.3, total = 'flat', likeness = {}, most = 3 } = options;
  const scale = scaleOf(tree, thresholds, panel.kindOf[compound] ?? 0);
  const { leaves } = explain(district, thresholds, compound, month, { total });
  const found: Warning[] = [];
  let alike: LookAlike[] | undefined;
  for (const test of tests) {
    const leaf = leaves[test.leaf];
    if (!leaf || leaf.state !== 'scored' || leaf.value === null || test.verdict === 'too-little-data') continue;
    const series = Float64Array.from({ length: month + 1 }, (_, at) => panel.values[(compound * panel.months + at) * panel.leaves + test.leaf] ?? Number.NaN);
    const foreseen = forecast(series, test, Math.min(options.horizon ?? test.horizon, test.horizon));
    const last = foreseen.ok ? foreseen.value.months.at(-1) : undefined;
    if (!foreseen.ok || !last) continue;
    const lossAt = (value: number | null) => (value === null ? null : leaf.gained - leaf.possible * normalise(scale, test.leaf, value));
    const loss = lossAt(last.value) ?? 0;
    if (!(loss >= leastLoss)) continue;
    alike ??= lookAlikes(district, scores, compound, month, { ...likeness, most: panel.compounds });
    const [atLow, atHigh] = [lossAt(last.low), lossAt(last.high)];
    found.push({
      leaf: test.leaf,
      now: leaf.value,
      expected: last.value,
      low: last.low,
      high: last.high,
      ahead: last.ahead,
      method: foreseen.value.method,
      pointsNow: leaf.gained,
      pointsExpected: leaf.gained - loss,
      loss,
      lossAtBest: leaf.direction === 1 ? atHigh : atLow,
      lossAtWorst: leaf.direction === 1 ? atLow : atHigh,
      verdict: test.verdict,
      recovered: recoveredFrom(district, scores, compound, month, test.leaf, normalise(scale, test.leaf, last.value), { most, alike }),
    });
  }
  return found.sort((one, other) => other.loss - one.loss);
}
