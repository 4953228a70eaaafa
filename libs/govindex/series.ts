/** How the next months of a series are foreseen. The first two are the yardsticks that everything else has to beat. */
export type ForecastMethod = 'persistence' | 'seasonal-naive' | 'mean-of-12' | 'smoothing' | 'trend';

/** All methods, the simplest first: a tie goes to the simpler one. */
export const forecastMethods: readonly ForecastMethod[] = ['persistence', 'seasonal-naive', 'mean-of-12', 'smoothing', 'trend'];

/** Values of a month by month series up to `end` (exclusive); NaN = missing. `ahead` 1 is the month at `end`. */
type Forecaster = (series: ArrayLike<number>, end: number, horizon: number) => Float64Array;

const constant = (value: number, horizon: number): Float64Array => new Float64Array(horizon).fill(value);

/** The last value that is there. */
const persistence: Forecaster = (series, end, horizon) => {
  for (let at = end - 1; at >= 0; at -= 1) {
    const value = series[at] as number;
    if (value === value) return constant(value, horizon);
  }
  return constant(Number.NaN, horizon);
};

/** The value of the same month a year (or years) before. */
const seasonalNaive: Forecaster = (series, end, horizon) =>
  Float64Array.from({ length: horizon }, (_, ahead) => {
    for (let at = end + ahead - 12; at >= 0; at -= 12) {
      const value = at < end ? (series[at] as number) : Number.NaN;
      if (value === value) return value;
    }
    return Number.NaN;
  });

/** Mean of what is there of the past twelve months. */
const meanOf12: Forecaster = (series, end, horizon) => {
  let [sum, count] = [0, 0];
  for (let at = Math.max(0, end - 12); at < end; at += 1) {
    const value = series[at] as number;
    if (value !== value) continue;
    sum += value;
    count += 1;
  }
  return constant(count === 0 ? Number.NaN : sum / count, horizon);
};

/** Simple exponential smoothing; the rate (0.1, 0.2, … 0.9) that foresaw the series' own past best, one month ahead. */
const smoothing: Forecaster = (series, end, horizon) => {
  let [best, bestLevel] = [Number.POSITIVE_INFINITY, Number.NaN];
  for (let step = 1; step <= 9; step += 1) {
    const rate = step / 10;
    let [level, error] = [Number.NaN, 0];
    for (let at = 0; at < end; at += 1) {
      const value = series[at] as number;
      if (value !== value) continue;
      if (level !== level) level = value;
      else {
        error += (value - level) ** 2;
        level += rate * (value - level);
      }
    }
    if (error < best) [best, bestLevel] = [error, level];
  }
  return constant(bestLevel, horizon);
};

const scratch = new Float64Array(276);
const medianOf = (count: number): number => {
  const sorted = scratch.subarray(0, count).sort();
  return count % 2 === 1 ? (sorted[count >> 1] as number) : ((sorted[(count >> 1) - 1] as number) + (sorted[count >> 1] as number)) / 2;
};

/** Theil and Sen: the median of the slopes between all pairs of the past two years, through the median of what is left. */
const trend: Forecaster = (series, end, horizon) => {
  const months: number[] = [];
  for (let at = Math.max(0, end - 24); at < end; at += 1) if ((series[at] as number) === (series[at] as number)) months.push(at);
  if (months.length < 3) return constant(Number.NaN, horizon);
  let count = 0;
  for (let one = 0; one < months.length; one += 1)
    for (let other = one + 1; other < months.length; other += 1) {
      const [from, to] = [months[one] as number, months[other] as number];
      scratch[count] = ((series[to] as number) - (series[from] as number)) / (to - from);
      count += 1;
    }
  const slope = medianOf(count);
  months.forEach((at, index) => {
    scratch[index] = (series[at] as number) - slope * at;
  });
  const start = medianOf(months.length);
  return Float64Array.from({ length: horizon }, (_, ahead) => start + slope * (end + ahead));
};

const forecasters: Record<ForecastMethod, Forecaster> = { persistence, 'seasonal-naive': seasonalNaive, 'mean-of-12': meanOf12, smoothing, trend };

/** The months after `end` by one method; NaN where the series does not carry it. */
export const foresee = (method: ForecastMethod, series: ArrayLike<number>, end: number, horizon: number): Float64Array =>
  forecasters[method](series, end, horizon);
