// Small enough for a page's script: this file imports nothing, and is written for browsers of 2019 (no destructuring, no Object.hasOwn).

/** One compound in one month as plain data: all that is needed to score it again with other values or weights. */
export interface WhatIfModel {
  leaves: {
    code: string;
    name: string;
    unit: string;
    /** Sort of value: `count`, `share`, `binary`, … */
    kind: string;
    direction: 1 | -1;
    weight: number;
    /** null = its kind has no threshold for it. */
    lower: number | null;
    upper: number | null;
    /** null = missing. */
    value: number | null;
  }[];
  /** Leaves `from` to before `to` lie below a node; depth 1 is the second level. */
  nodes: { code: string; depth: number; from: number; to: number }[];
  /** Totals of the other compounds of the kind that are ranked. */
  rivals: number[];
  /** Below this coverage there is no rank. */
  leastCoverage: number;
  /** Which total counts for the rank. */
  total: 'flat' | 'nested';
}

/** What is asked for: values and weights by code; `null` takes a value away. */
export interface WhatIfChange {
  values?: Record<string, number | null>;
  weights?: Record<string, number>;
}

/** The answer, in points of 100. */
export interface WhatIfResult {
  /** ΣZW ÷ ΣW over the leaves that are there. */
  flat: number | null;
  /** The same with the second level's shares kept. */
  nested: number | null;
  /** The one of both that the model ranks by. */
  total: number | null;
  coverage: number;
  /** Index of each node, 0 to 100. */
  nodes: (number | null)[];
  /** Each leaf: normalised value, and the points it can bring, brings and loses in `total`. */
  leaves: { z: number | null; possible: number; gained: number; lost: number }[];
  /** Place among the rivals; null where the coverage does not suffice. */
  rank: number | null;
}

/** A value against its bounds: 0 at the worse one and beyond, 1 at the better one and beyond; where both are one value, a half at it. */
export function zOf(value: number | null, lower: number | null, upper: number | null, direction: 1 | -1): number | null {
  if (value === null || lower === null || upper === null || value !== value) return null;
  if (lower === upper) return value === lower ? 0.5 : value > lower === (direction === 1) ? 1 : 0;
  const z = direction === 1 ? (value - lower) / (upper - lower) : (upper - value) / (upper - lower);
  return z > 1 ? 1 : z < 0 ? 0 : z;
}

/** Scores a compound again after a change; without one, as it stands. */
export function whatIf(model: WhatIfModel, change: WhatIfChange = {}): WhatIfResult {
  const own = (of: Record<string, number | null> | undefined, code: string) => (of && Object.prototype.hasOwnProperty.call(of, code) ? of[code] : undefined);
  const leaves = model.leaves.map((leaf) => {
    const asked = own(change.values, leaf.code);
    const z = zOf(asked === undefined ? leaf.value : asked, leaf.lower, leaf.upper, leaf.direction);
    return { z, weight: Math.max(0, own(change.weights, leaf.code) ?? leaf.weight), possible: 0, gained: 0, lost: 0 };
  });
  const sums = (from: number, to: number) => {
    let points = 0;
    let present = 0;
    let whole = 0;
    for (const leaf of leaves.slice(from, to)) {
      whole += leaf.weight;
      if (leaf.z === null) continue;
      points += leaf.z * leaf.weight;
      present += leaf.weight;
    }
    return { points, present, whole };
  };
  const all = sums(0, leaves.length);
  const tops = model.nodes.filter((node) => node.depth === 1);
  const parts = (tops.length === 0 ? [{ from: 0, to: leaves.length }] : tops)
    .map((node) => ({ from: node.from, to: node.to, ...sums(node.from, node.to) }))
    .filter((part) => part.present > 0);
  const share = parts.reduce((sum, part) => sum + part.whole, 0);
  const flat = all.present === 0 ? null : (100 * all.points) / all.present;
  const nested = share === 0 ? null : parts.reduce((sum, part) => sum + ((100 * part.points) / part.present) * (part.whole / share), 0);
  const total = model.total === 'nested' ? nested : flat;
  const shared = model.total === 'nested' ? parts : [{ from: 0, to: leaves.length, ...all }];
  const whole = model.total === 'nested' ? share : all.whole;
  for (const part of shared) {
    for (const leaf of leaves.slice(part.from, part.to)) {
      if (leaf.z === null || part.present === 0) continue;
      leaf.possible = (100 * (part.whole / whole) * leaf.weight) / part.present;
      leaf.gained = leaf.possible * leaf.z;
      leaf.lost = leaf.possible - leaf.gained;
    }
  }
  const coverage = all.whole === 0 ? 0 : all.present / all.whole;
  return {
    flat,
    nested,
    total,
    coverage,
    nodes: model.nodes.map((node) => {
      const sum = sums(node.from, node.to);
      return sum.present === 0 ? null : (100 * sum.points) / sum.present;
    }),
    leaves: leaves.map((leaf) => ({ z: leaf.z, possible: leaf.possible, gained: leaf.gained, lost: leaf.lost })),
    rank: total === null || coverage < model.leastCoverage - 1e-9 ? null : 1 + model.rivals.filter((rival) => rival > total).length,
  };
}
