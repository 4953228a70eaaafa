import { coverageSuffices } from './coverage.ts';

/** A place with scores: a compound, or any level above it. */
export interface LevelUnit {
  id: string;
  /** The place above it. */
  parent: string;
  households: number;
  /** Share of the weight for which there are data, 0 to 1. */
  coverage: number;
  /** Whatever is averaged: total, nodes, leaves; NaN = nothing to score. The first is the total. */
  values: ArrayLike<number>;
}

/** A place of the level above. It is a `LevelUnit` again, once it has a parent. */
export interface LevelScore {
  id: string;
  households: number;
  /** Households of the units that have a total. */
  householdsScored: number;
  units: number;
  unitsScored: number;
  /** Household-weighted mean of the units' coverage; a unit without a total counts as 0. */
  coverage: number;
  /** Household-weighted means over the units that have the value; NaN where none has. */
  values: number[];
}

/** The level above: household-weighted means of the level below, place by place, in the order in which the places first come. Units without households count for nothing. */
export function aggregate(units: Iterable<LevelUnit>): LevelScore[] {
  const places = new Map<string, LevelScore & { sums: number[]; weights: number[]; covered: number }>();
  for (const unit of units) {
    let place = places.get(unit.parent);
    if (!place) {
      place = { id: unit.parent, households: 0, householdsScored: 0, units: 0, unitsScored: 0, coverage: 0, values: [], sums: [], weights: [], covered: 0 };
      places.set(unit.parent, place);
    }
    const total = unit.values[0] ?? Number.NaN;
    place.units += 1;
    place.households += unit.households;
    if (total === total) {
      place.unitsScored += 1;
      place.householdsScored += unit.households;
      place.covered += unit.coverage * unit.households;
    }
    for (let at = 0; at < unit.values.length; at += 1) {
      const value = unit.values[at] ?? Number.NaN;
      place.sums[at] ??= 0;
      place.weights[at] ??= 0;
      if (value !== value) continue;
      place.sums[at] = (place.sums[at] ?? 0) + value * unit.households;
      place.weights[at] = (place.weights[at] ?? 0) + unit.households;
    }
  }
  return [...places.values()].map(({ sums, weights, covered, ...place }) => ({
    ...place,
    coverage: place.households === 0 ? 0 : covered / place.households,
    values: sums.map((sum, at) => sum / (weights[at] ?? 0)),
  }));
}

/** Ranks inside groups, the best 1; ties share the better rank. null = no score, or provisional because less than `leastCoverage` is there. */
export function rankIn(units: readonly { group: string; score: number | null; coverage: number }[], leastCoverage = 0.65): (number | null)[] {
  const ranks = units.map((): number | null => null);
  const byGroup = new Map<string, { at: number; score: number }[]>();
  units.forEach(({ group, score, coverage }, at) => {
    if (score === null || score !== score || !coverageSuffices(coverage, leastCoverage)) return;
    const ranked = byGroup.get(group);
    if (ranked) ranked.push({ at, score });
    else byGroup.set(group, [{ at, score }]);
  });
  for (const ranked of byGroup.values()) {
    ranked.sort((one, other) => other.score - one.score);
    let rank = 0;
    ranked.forEach(({ at, score }, index) => {
      if (index === 0 || score !== ranked[index - 1]?.score) rank = index + 1;
      ranks[at] = rank;
    });
  }
  return ranks;
}
