import type { BackTest, Verdict } from './back-test.ts';
import { type ForecastMethod, foresee } from './series.ts';

/** The next months of one leaf. */
export interface Forecast {
  method: ForecastMethod;
  /** `ahead` 1 = the month after the last. Bounds are null where no back-test could give any. */
  months: { ahead: number; value: number; low: number | null; high: number | null }[];
  verdict: Verdict;
}

/**
 * Foresees the months after a series by the method that won its back-test, with the interval that the back-test's errors give. A series that was never negative is
 * not foreseen to be. `too-little-data`: nothing of the past year is there.
 */
export function forecast(
  series: ArrayLike<number>,
  test: BackTest | null,
  horizon = test?.horizon ?? 3,
): { ok: true; value: Forecast } | { ok: false; error: 'too-little-data' } {
  const end = series.length;
  const known = Array.from(series).filter((value) => value === value);
  const recent = Array.from(series).slice(-12);
  if (recent.every((value) => value !== value)) return { ok: false, error: 'too-little-data' };
  const wanted = test?.chosen ?? 'persistence';
  // The method that won may still not fit a series with gaps; then the last value stands.
  const tried = foresee(wanted, series, end, horizon);
  const fits = tried.every((value) => value === value);
  const method = fits ? wanted : 'persistence';
  const values = fits ? tried : foresee(method, series, end, horizon);
  const floor = known.every((value) => value >= 0) ? 0 : Number.NEGATIVE_INFINITY;
  return {
    ok: true,
    value: {
      method,
      months: Array.from(values, (value, at) => {
        const spread = test?.spread[at];
        const bounds = spread && spread.low === spread.low ? spread : null;
        return {
          ahead: at + 1,
          value: Math.max(floor, value),
          low: bounds ? Math.max(floor, value + bounds.low) : null,
          high: bounds ? Math.max(floor, value + bounds.high) : null,
        };
      }),
      verdict: test?.verdict ?? 'too-little-data',
    },
  };
}
