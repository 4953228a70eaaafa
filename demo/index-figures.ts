import { type IndexTree, shippedTree } from '#modules/index';

/** Numbers that look random and are the same each time (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What is usual for a leaf: its middle, how far compounds lie apart, how far months do; bounds and decimals as people would report it. */
interface Usual {
  middle: number;
  between: number;
  within: number;
  low: number;
  high: number;
  decimals: number;
}
const usual: Record<string, Usual> = {
  I01: { middle: 70, between: 18, within: 3, low: 0, high: 100, decimals: 0 },
  I02: { middle: 0.8, between: 0.3, within: 0.12, low: 0, high: 5, decimals: 2 },
  I03: { middle: 0.7, between: 0.25, within: 0.1, low: 0, high: 5, decimals: 2 },
  I04: { middle: 0.86, between: 0.07, within: 0.02, low: 0, high: 1, decimals: 3 },
  I05: { middle: 82, between: 7, within: 2.5, low: 0, high: 100, decimals: 1 },
  I10: { middle: 6, between: 3, within: 1.6, low: 0, high: 40, decimals: 0 },
  I15: { middle: 900, between: 350, within: 120, low: 0, high: 5000, decimals: 0 },
  I17: { middle: 75, between: 10, within: 2, low: 0, high: 100, decimals: 1 },
  I18: { middle: 1500, between: 900, within: 700, low: 0, high: 20_000, decimals: 0 },
  I20: { middle: 0.72, between: 0.14, within: 0, low: 0, high: 1, decimals: 3 },
  I25: { middle: 0.8, between: 0.35, within: 0.2, low: 0, high: 6, decimals: 2 },
  I26: { middle: 0.6, between: 0.25, within: 0.18, low: 0, high: 6, decimals: 2 },
  I27: { middle: 1.6, between: 0.6, within: 0.4, low: 0, high: 9, decimals: 2 },
  I28: { middle: 0.9, between: 0.4, within: 0.25, low: 0, high: 9, decimals: 2 },
  I34: { middle: 0.004, between: 0.006, within: 0.006, low: -0.1, high: 0.1, decimals: 4 },
};
const byKind: Record<string, Usual> = {
  share: { middle: 0.75, between: 0.12, within: 0.03, low: 0, high: 1, decimals: 3 },
  score: { middle: 76, between: 8, within: 2, low: 0, high: 100, decimals: 1 },
  binary: { middle: 0.6, between: 0.5, within: 0, low: 0, high: 1, decimals: 0 },
  ordinal: { middle: 1.2, between: 0.8, within: 0, low: 0, high: 3, decimals: 0 },
  count: { middle: 1.6, between: 1, within: 1, low: 0, high: 20, decimals: 0 },
  rate: { middle: 1, between: 0.4, within: 0.2, low: 0, high: 9, decimals: 2 },
  amount: { middle: 900, between: 400, within: 200, low: 0, high: 20_000, decimals: 0 },
  change: { middle: 0, between: 0.01, within: 0.01, low: -0.2, high: 0.2, decimals: 4 },
};

/**
 * Invented values of a compound, month by month and leaf by leaf; null = missing. Each compound is a little better or worse throughout, summers have more
 * waste and water trouble, and where `from` is given a leaf turns worse from a month on. Derived leaves stay empty.
 */
export function inventedValues(
  of: { seed: number; months: number; calendarMonthOfFirst: number; missing?: number; worse?: { leaf: string; from: number; by: number } },
  tree: IndexTree = shippedTree,
): (number | null)[][] {
  const random = numbersFrom(of.seed);
  const bell = () => random() + random() + random() - 1.5;
  const character = bell() * 0.7;
  const leaves = tree.leaves.map((leaf) => {
    const of_ = usual[leaf.code] ?? byKind[leaf.kind] ?? byKind['count']!;
    return { leaf, of: of_, own: of_.middle + of_.between * (bell() + character * leaf.direction), drift: (bell() * of_.within) / 12 };
  });
  return Array.from({ length: of.months }, (_, month) =>
    leaves.map(({ leaf, of: range, own, drift }) => {
      if (leaf.fedBy === 'derived') return null;
      const chance = random();
      const noise = bell();
      if (of.missing !== undefined && chance < of.missing) return null;
      const season = leaf.direction === -1 ? Math.cos(((of.calendarMonthOfFirst + month - 7) * Math.PI) / 6) * range.within * 0.6 : 0;
      const turned = of.worse && of.worse.leaf === leaf.code && month >= of.worse.from ? of.worse.by * (1 + (month - of.worse.from) * 0.15) : 0;
      const value = Math.min(range.high, Math.max(range.low, own + drift * month + noise * range.within + season + turned));
      return Number(value.toFixed(range.decimals));
    }),
  );
}
