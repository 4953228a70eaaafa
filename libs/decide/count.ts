import type { Measure, TallyInput } from './tally-input.ts';

/** How a voting unit stands. `unheard`: signed in without a ballot. */
type Stand = 'yes' | 'no' | 'abstain' | 'unheard' | 'absent';

/** Sums of one measure, in its smallest unit (heads, households, or 10^-6 m²). */
export type Sums = { yes: bigint; no: bigint; abstain: bigint; unheard: bigint; absent: bigint };

/** Smallest units of area in one m². */
export const AREA_SCALE = 1_000_000n;

/** m² as a decimal string, in smallest units. */
export function areaUnits(text: string): bigint {
  const point = text.indexOf('.');
  // Thousands of areas are read at once: most fit a double exactly.
  if (text.length <= 9) return BigInt(point < 0 ? Number(text) * 1_000_000 : Number(text.slice(0, point) + text.slice(point + 1).padEnd(6, '0')));
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole) * AREA_SCALE + BigInt(fraction.padEnd(6, '0'));
}

/** The stand of a unit from those of its entries: one clear ballot speaks for all; ballots that differ abstain. */
function joint(stands: readonly Stand[]): Stand {
  const cast = new Set(stands.filter((stand) => stand !== 'unheard' && stand !== 'absent'));
  if (cast.size > 1) return 'abstain';
  const [only] = cast;
  return only ?? (stands.includes('unheard') ? 'unheard' : 'absent');
}

/** The sums of each measure, and the owners whose ballots differ. */
export type Counts = { sums: Record<Measure, Sums>; conflicts: string[] };

const noSums = (): Sums => ({ yes: 0n, no: 0n, abstain: 0n, unheard: 0n, absent: 0n });

/**
 * Counts ballots by every measure. `assume` stands in for whoever has cast none: the extremes of what may still come.
 */
export function countBallots(input: Pick<TallyInput, 'roll' | 'ballots' | 'present'>, assume: 'as-is' | 'all-yes' | 'all-no'): Counts {
  const choices = new Map(input.ballots.map(({ id, choice }) => [id, choice]));
  const present = new Set(input.present ?? []);
  const sums: Counts['sums'] = { heads: noSums(), area: noSums(), households: noSums() };
  const owners = new Map<string, { stands: Stand[]; area: bigint }>();

  for (const { id, owner, area } of input.roll) {
    const silent: Stand = assume === 'all-yes' ? 'yes' : assume === 'all-no' ? 'no' : present.has(id) ? 'unheard' : 'absent';
    const stand = choices.get(id) ?? silent;
    const units = area === undefined ? 0n : areaUnits(area);
    sums.households[stand] += 1n;
    if (owner === undefined) {
      sums.heads[stand] += 1n;
      sums.area[stand] += units;
      continue;
    }
    const unit = owners.get(owner) ?? { stands: [], area: 0n };
    unit.stands.push(stand);
    unit.area += units;
    owners.set(owner, unit);
  }

  const conflicts: string[] = [];
  for (const [owner, { stands, area }] of owners) {
    const stand = joint(stands);
    sums.heads[stand] += 1n;
    sums.area[stand] += area;
    if (new Set(stands.filter((each) => each !== 'unheard' && each !== 'absent')).size > 1) conflicts.push(owner);
  }
  return { sums, conflicts };
}
