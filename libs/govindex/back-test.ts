import type { Panel } from './panel.ts';
import { type ForecastMethod, forecastMethods, foresee } from './series.ts';

/** Who foresaw best on months that nobody had used to choose. */
export type Verdict = 'model-wins' | 'persistence-wins' | 'seasonal-naive-wins' | 'too-little-data';

/** How one method did; mean absolute errors in the leaf's own unit. */
export interface MethodScore {
  method: ForecastMethod;
  /** On all origins, by months ahead. */
  maeByMonth: number[];
  /** On the older origins, by which a method is picked. */
  mae: number;
  /** On the newer origins, by which it is judged. */
  checkMae: number;
}

/** A rolling-origin back-test of one leaf over some compounds. */
export interface BackTest {
  leaf: number;
  horizon: number;
  origins: number;
  /** Forecasts that could be compared, on all origins together. */
  forecasts: number;
  methods: MethodScore[];
  /** Best on the older origins. */
  picked: ForecastMethod;
  /** The one to use: the best of the picked one and both yardsticks on the newer origins. */
  chosen: ForecastMethod;
  /** 1 − error of the picked method ÷ error of the yardstick on the newer origins; below 0 = worse. null = the yardstick made no error, or too little data. */
  skillOverPersistence: number | null;
  skillOverSeasonal: number | null;
  verdict: Verdict;
  /** What to add to a forecast for the bounds of its interval, by months ahead. */
  spread: { low: number; high: number }[];
  interval: number;
  /** How many of the newer months fell inside the interval that the older origins gave. */
  intervalHeld: number | null;
}

/** How a back-test is run. */
export interface BackTestOptions {
  /** Positions; all unless set. Take one kind, or its sample. */
  compounds?: readonly number[];
  /** Months ahead; 3 unless set. */
  horizon?: number;
  /** How many months are taken as "today", one after another; 12 unless set. The older half picks, the newer half judges. */
  origins?: number;
  /** Last month that is known (position); the last unless set. */
  until?: number;
  /** Share of the errors that the interval holds; 0.8 unless set. */
  interval?: number;
}

/** Fewer comparisons than this in either half say nothing. */
const leastComparisons = 8;

/** Errors of one half of the origins: `errors[method][ahead]`, actual − forecast. */
type Errors = number[][][];

const emptyErrors = (horizon: number): Errors => forecastMethods.map(() => Array.from({ length: horizon }, () => []));
const meanSize = (errors: readonly number[]): number =>
  errors.length === 0 ? Number.NaN : errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length;

/** Bounds that hold `interval` of the errors, the rest split over both ends. */
function spreadOf(errors: readonly number[], interval: number): { low: number; high: number } {
  if (errors.length === 0) return { low: Number.NaN, high: Number.NaN };
  const sorted = Float64Array.from(errors).sort();
  const at = (share: number, round: (x: number) => number) => sorted[Math.min(sorted.length - 1, Math.max(0, round(share * (sorted.length - 1))))] as number;
  return { low: at((1 - interval) / 2, Math.floor), high: at((1 + interval) / 2, Math.ceil) };
}

/**
 * Stands at one month after another, foresees the next by every method from what was known then, and compares with what came. Only cases that every method can
 * foresee count, so that all are judged by the same. Which method is used is picked on the older origins and judged on the newer ones beside persistence and
 * seasonal-naive; where it does not beat them there, the better yardstick is used and the verdict says so.
 */
export function backTest(panel: Panel, leaf: number, options: BackTestOptions = {}): BackTest {
  const { horizon = 3, origins = 12, until = panel.months - 1, interval = 0.8 } = options;
  const compounds = options.compounds ?? Array.from({ length: panel.compounds }, (_, at) => at);
  const [older, newer] = [emptyErrors(horizon), emptyErrors(horizon)];
  const last = until - horizon + 1;
  const series = new Float64Array(until + 1);
  let forecasts = 0;
  for (const compound of compounds) {
    for (let at = 0; at <= until; at += 1) series[at] = panel.values[(compound * panel.months + at) * panel.leaves + leaf] ?? Number.NaN;
    for (let back = 0; back < origins; back += 1) {
      const end = last - back;
      if (end < 1) break;
      const into = back < origins / 2 ? newer : older;
      const foreseen = forecastMethods.map((method) => foresee(method, series, end, horizon));
      for (let ahead = 0; ahead < horizon; ahead += 1) {
        const actual = series[end + ahead] as number;
        if (actual !== actual || foreseen.some((each) => each[ahead] !== each[ahead])) continue;
        forecasts += 1;
        foreseen.forEach((each, method) => into[method]?.[ahead]?.push(actual - (each[ahead] as number)));
      }
    }
  }
  const methods = forecastMethods.map((method, index): MethodScore => {
    const [old, fresh] = [older[index] ?? [], newer[index] ?? []];
    return {
      method,
      maeByMonth: old.map((errors, ahead) => meanSize([...errors, ...(fresh[ahead] ?? [])])),
      mae: meanSize(old.flat()),
      checkMae: meanSize(fresh.flat()),
    };
  });
  const both = (method: ForecastMethod) => [older, newer].map((half) => half[forecastMethods.indexOf(method)] ?? []);
  const enough = [older, newer].every((half) => (half[0] ?? []).flat().length >= leastComparisons);
  const base = { leaf, horizon, origins, forecasts, methods, interval };
  if (!enough)
    return {
      ...base,
      picked: 'persistence',
      chosen: 'persistence',
      skillOverPersistence: null,
      skillOverSeasonal: null,
      verdict: 'too-little-data',
      spread: [],
      intervalHeld: null,
    };

  const least = (by: (of: MethodScore) => number, among: readonly MethodScore[]): MethodScore =>
    among.reduce((best, each) => (by(each) < by(best) ? each : best));
  const picked = least(({ mae }) => mae, methods);
  const chosen = least(
    ({ checkMae }) => checkMae,
    methods.filter(({ method }) => method === picked.method || method === 'persistence' || method === 'seasonal-naive'),
  );
  const skill = (yardstick: ForecastMethod): number | null => {
    const mae = methods.find(({ method }) => method === yardstick)?.checkMae ?? 0;
    return mae === 0 ? null : 1 - picked.checkMae / mae;
  };
  const [old, fresh] = both(chosen.method) as [number[][], number[][]];
  let [inside, checked] = [0, 0];
  fresh.forEach((errors, ahead) => {
    const { low, high } = spreadOf(old[ahead] ?? [], interval);
    checked += errors.length;
    inside += errors.filter((error) => error >= low && error <= high).length;
  });
  return {
    ...base,
    picked: picked.method,
    chosen: chosen.method,
    skillOverPersistence: skill('persistence'),
    skillOverSeasonal: skill('seasonal-naive'),
    verdict: chosen.method === 'persistence' ? 'persistence-wins' : chosen.method === 'seasonal-naive' ? 'seasonal-naive-wins' : 'model-wins',
    spread: old.map((errors, ahead) => spreadOf([...errors, ...(fresh[ahead] ?? [])], interval)),
    intervalHeld: checked === 0 ? null : inside / checked,
  };
}

const methodWords: Record<ForecastMethod, { zh: string; en: string }> = {
  persistence: { zh: '照上月不变', en: 'the last value stays' },
  'seasonal-naive': { zh: '照去年同月', en: 'the same month last year' },
  'mean-of-12': { zh: '近十二个月平均', en: 'the mean of twelve months' },
  smoothing: { zh: '指数平滑', en: 'exponential smoothing' },
  trend: { zh: '趋势外推', en: 'the trend' },
};

/** A method in words. */
export const methodSentence = (method: ForecastMethod): { zh: string; en: string } => methodWords[method];

/** The verdict in honest words. */
export function verdictSentence({ verdict, picked, skillOverPersistence, skillOverSeasonal }: BackTest): { zh: string; en: string } {
  const percent = (skill: number | null) => `${Math.round(100 * Math.abs(skill ?? 0))}%`;
  switch (verdict) {
    case 'too-little-data':
      return { zh: '历史数据太少，无法检验预测，只能照上月看。', en: 'Too little history to test a forecast; only the last value can be shown.' };
    case 'model-wins':
      return {
        zh: `回测中“${methodWords[picked].zh}”最准：误差比“照上月不变”小${percent(skillOverPersistence)}，比“照去年同月”小${percent(skillOverSeasonal)}。`,
        en: `Best in the back-test: ${methodWords[picked].en}, ${percent(skillOverPersistence)} closer than the last value and ${percent(skillOverSeasonal)} closer than last year's.`,
      };
    case 'persistence-wins':
    case 'seasonal-naive-wins': {
      const winner = methodWords[verdict === 'persistence-wins' ? 'persistence' : 'seasonal-naive'];
      return {
        zh: `回测中没有方法胜过“${winner.zh}”，所以就用它，不作更多预言。`,
        en: `No method did better in the back-test than "${winner.en}", so that is what is shown.`,
      };
    }
  }
}
