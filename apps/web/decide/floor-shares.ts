import { splitByWeights } from '#libs/decide';
import type { HomeRow } from './homes.ts';

/** Where the floors' coefficients come from; none is taken unless somebody chooses it. */
export const coefficientSources = ['none', 'guangzhou', 'industry', 'own'] as const;
export type CoefficientSource = (typeof coefficientSources)[number];

/** What each floor weighs, in thousandths. */
export type Coefficients = ReadonlyMap<number, bigint>;

/** Published examples in thousandths; both go on by 0.1 a floor. Floors below the first have none. */
const examples: Readonly<Record<'guangzhou' | 'industry', (floor: number) => bigint>> = {
  guangzhou: (floor) => (floor === 1 ? 0n : floor === 2 ? 500n : 1000n + 100n * BigInt(floor - 3)),
  industry: (floor) => (floor <= 2 ? 0n : 700n + 100n * BigInt(floor - 3)),
};

/** The coefficients of a published example for the floors of these homes. */
export function exampleCoefficients(source: 'guangzhou' | 'industry', homes: readonly Pick<HomeRow, 'floor'>[]): Coefficients {
  const floors = homes.flatMap(({ floor }) => (floor !== null && floor >= 1 ? [floor] : []));
  return new Map([...new Set(floors)].sort((a, b) => a - b).map((floor) => [floor, examples[source](floor)]));
}

/** Coefficients as typed, a floor and its number in each line; the lines that cannot be read. */
export function readCoefficients(text: string): { coefficients: Coefficients; faults: { row: number; cell: string }[] } {
  const coefficients = new Map<number, bigint>();
  const faults: { row: number; cell: string }[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const typed = line.normalize('NFKC').trim();
    if (typed === '') continue;
    const found = /^(-?\d{1,2})\s*(?:层|楼|f)?[\s,:;=]+(\d{1,4})(?:\.(\d{1,3}))?$/i.exec(typed);
    const floor = Number(found?.[1]);
    if (!found || coefficients.has(floor)) faults.push({ row: at + 1, cell: typed.slice(0, 40) });
    else coefficients.set(floor, BigInt(found[2] ?? '0') * 1000n + BigInt((found[3] ?? '').padEnd(3, '0')));
  }
  return { coefficients, faults };
}

/** `0.5` of thousandths. */
export const coefficientText = (thousandths: bigint): string => {
  const rest = String(thousandths % 1000n)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(thousandths / 1000n) : `${thousandths / 1000n}.${rest}`;
};

/**
 * How coefficients become shares: `each` home weighs its floor's coefficient · `times-area` coefficient × area · `floor-first` the floors share by
 * coefficient, the homes of a floor by area, or equally where no areas are given.
 */
export type Within = 'each' | 'times-area' | 'floor-first';

/** Why there are no shares, and for which home. */
export type NoShares = { missing: 'floor' | 'area' | 'coefficient' | 'weight'; home: string | null };

/** What each home pays by the floors' coefficients, to the fen. */
export function floorShares(totalFen: bigint, homes: readonly HomeRow[], coefficients: Coefficients, within: Within): bigint[] | NoShares {
  const hasAreas = homes.every(({ areaCentiM2 }) => areaCentiM2 !== null);
  const weights: bigint[] = [];
  for (const { id, floor, areaCentiM2 } of homes) {
    if (floor === null) return { missing: 'floor', home: id };
    const coefficient = coefficients.get(floor);
    if (coefficient === undefined) return { missing: 'coefficient', home: id };
    if (within === 'times-area' && areaCentiM2 === null) return { missing: 'area', home: id };
    weights.push(within === 'times-area' ? coefficient * (areaCentiM2 ?? 0n) : coefficient);
  }
  if (weights.every((weight) => weight === 0n)) return { missing: 'weight', home: null };
  if (within !== 'floor-first') return splitByWeights(totalFen, weights);
  const floors = [...new Set(homes.map(({ floor }) => floor))];
  const ofFloors = splitByWeights(
    totalFen,
    floors.map((floor) => coefficients.get(floor ?? 0) ?? 0n),
  );
  const shares = homes.map(() => 0n);
  for (const [at, floor] of floors.entries()) {
    const here = homes.flatMap((home, index) => (home.floor === floor ? [{ index, weight: hasAreas ? (home.areaCentiM2 ?? 0n) : 1n }] : []));
    // A floor whose areas are all nought shares equally.
    const own = here.every(({ weight }) => weight === 0n) ? here.map(() => 1n) : here.map(({ weight }) => weight);
    for (const [i, share] of splitByWeights(ofFloors[at] ?? 0n, own).entries()) shares[here[i]?.index ?? 0] = share;
  }
  return shares;
}
