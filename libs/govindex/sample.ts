import { drawIds } from './random.ts';

/** How many to draw from `population` at 95 % and ± 10 %: 91 of 1,590. `n0 = 1.96² · 0.25 ÷ 0.1²`, `n = ⌈n0 ÷ (1 + (n0 − 1) ÷ N)⌉` (Cochran, finite population). */
export function sampleSize(population: number): number {
  const unlimited = (1.96 * 1.96 * 0.25) / (0.1 * 0.1);
  return population <= 0 ? 0 : Math.min(population, Math.ceil(unlimited / (1 + (unlimited - 1) / population)));
}

/** What was drawn in one kind. */
export interface KindSample {
  kind: string;
  population: number;
  size: number;
  /** In the order of the draw. */
  drawn: string[];
}

/**
 * Draws the sample of each kind apart, `sampleSize` of each. The draw depends on the seed, the kind and the set of ids alone, so that whoever has the seed gets
 * the same sample, and a new compound of one kind changes no other kind's.
 */
export function drawSample(members: Iterable<{ id: string; kind: string }>, seed: string, sizeOf: (population: number) => number = sampleSize): KindSample[] {
  const byKind = new Map<string, string[]>();
  for (const { id, kind } of members) {
    const ids = byKind.get(kind);
    if (ids) ids.push(id);
    else byKind.set(kind, [id]);
  }
  return [...byKind].map(([kind, ids]) => {
    const population = new Set(ids).size;
    const size = sizeOf(population);
    return { kind, population, size, drawn: drawIds(ids, size, `${seed}\n${kind}`) };
  });
}
