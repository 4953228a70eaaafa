import type { DataFault } from './csv.ts';
import type { District } from './read-data.ts';
import type { Threshold, ThresholdReading } from './thresholds.ts';

/** Thresholds of an evaluation year as plain data, to be stored and used until the next year: with the sample they come from and the kind of every compound then. */
export interface FrozenThresholds {
  year: string;
  reading: ThresholdReading;
  /** The last month that counted. */
  upTo: string;
  /** Seed of the sample, where it was drawn with one. */
  seed: string | null;
  sample: string[];
  /** Kind of every compound when the thresholds were frozen. */
  kindOf: Record<string, string>;
  thresholds: { kind: string; leaf: string; sampled: number; min: number; max: number; lower: number; upper: number }[];
}

/** Puts thresholds on record for a year. Kinds and leaves without any are left out. */
export function freezeThresholds(
  { tree, panel, compoundIds, monthLabels }: District,
  thresholds: readonly Threshold[],
  { year, reading, upTo, seed = null }: { year: string; reading: ThresholdReading; upTo: number; seed?: string | null },
): FrozenThresholds {
  return {
    year,
    reading,
    upTo: monthLabels[upTo] ?? '',
    seed,
    sample: compoundIds.filter((_, at) => panel.inSample[at] === 1),
    kindOf: Object.fromEntries(compoundIds.map((id, at) => [id, panel.kinds[panel.kindOf[at] ?? 0] ?? ''])),
    thresholds: panel.kinds.flatMap((kind, at) =>
      tree.leaves.flatMap((leaf, index) => {
        const threshold = thresholds[at * panel.leaves + index];
        if (!threshold || threshold.sampled === 0) return [];
        const { sampled, min, max, lower, upper } = threshold;
        return [{ kind, leaf: leaf.code, sampled, min, max, lower, upper }];
      }),
    ),
  };
}

/**
 * Thresholds of the year for a district of today. A leaf or a kind that the year does not know and a compound whose kind changed in the year are named one by one;
 * then nothing is scored. A leaf that had no data when the thresholds were frozen stays without (it lowers coverage).
 */
export function thawThresholds(district: District, frozen: FrozenThresholds): { ok: true; value: Threshold[] } | { ok: false; faults: DataFault[] } {
  const { tree, panel, compoundIds } = district;
  const faults: DataFault[] = [];
  const key = (kind: string, leaf: string) => `${kind}\n${leaf}`;
  const found = new Map(frozen.thresholds.map((each) => [key(each.kind, each.leaf), each]));
  const kinds = new Set(Object.values(frozen.kindOf));
  const leaves = new Set(frozen.thresholds.map((each) => each.leaf));
  compoundIds.forEach((id, at) => {
    const [then, now] = [Object.hasOwn(frozen.kindOf, id) ? frozen.kindOf[id] : undefined, panel.kinds[panel.kindOf[at] ?? 0] ?? ''];
    if (then !== undefined && then !== now)
      faults.push({ file: 'compounds.csv', line: at + 2, column: 'category', code: 'category-changed', text: `${id} ${then} → ${now}` });
  });
  panel.kinds.forEach((kind, at) => {
    if (!kinds.has(kind)) faults.push({ file: 'compounds.csv', line: panel.kindOf.indexOf(at) + 2, column: 'category', code: 'new-kind', text: kind });
  });
  tree.leaves.forEach((leaf, index) => {
    const used = panel.values.some((value, at) => at % panel.leaves === index && value === value);
    if (!leaves.has(leaf.code) && used) faults.push({ file: 'indicators.csv', line: index + 2, column: 'code', code: 'new-indicator', text: leaf.code });
  });
  frozen.thresholds.forEach((each, index) => {
    if (!(each.lower <= each.upper))
      faults.push({
        file: 'thresholds',
        line: index + 1,
        column: 'lower',
        code: 'bounds-crossed',
        text: `${each.kind} ${each.leaf} ${each.lower} > ${each.upper}`,
      });
  });
  if (faults.length > 0) return { ok: false, faults: faults.slice(0, 200) };
  return {
    ok: true,
    value: panel.kinds.flatMap((kind) =>
      tree.leaves.map((leaf): Threshold => {
        const each = found.get(key(kind, leaf.code));
        if (!each) return { sampled: 0, min: Number.NaN, max: Number.NaN, lower: Number.NaN, upper: Number.NaN, degenerate: false };
        const { sampled, min, max, lower, upper } = each;
        return { sampled, min, max, lower, upper, degenerate: lower === upper };
      }),
    ),
  };
}
