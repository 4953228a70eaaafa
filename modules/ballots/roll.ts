import { createHash } from 'node:crypto';
import type { TallyInput } from '#libs/decide';
import { err, ok, type Result } from '#libs/result';
import type { RollLine } from './ballot.ts';

/** A line of the roll before it has number and code. */
export type Elector = Pick<RollLine, 'electorId' | 'label' | 'householdId' | 'personId' | 'personIds' | 'areaCentiM2'>;

/** SHA-256 over the frozen lines in their order: a changed, added or missing line changes it. */
export function rollDigest(lines: readonly Pick<RollLine, 'no' | 'electorId' | 'label' | 'personIds' | 'areaCentiM2'>[]): string {
  const text = [...lines]
    .sort((a, b) => a.no - b.no)
    .map((line) => [line.no, line.electorId, line.label, [...line.personIds].sort().join(' '), line.areaCentiM2 ?? ''].join('\t'))
    .join('\n');
  return createHash('sha256').update(text).digest('hex');
}

/** A home of the owners' roll with those who own it. */
export interface OwnedHome {
  homeId: string;
  label: string;
  areaCentiM2: bigint | null;
  ownerNo: string | null;
  personIds: readonly string[];
}

/**
 * Owners from their homes: homes with one owner number are one head with all their areas, a home without a number is a head
 * of its own (民法典 §278 counts both). Error `area-missing` when a home has no area.
 */
export function ownersFromHomes(homes: readonly OwnedHome[]): Result<Elector[], 'area-missing'> {
  const heads = new Map<string, OwnedHome[]>();
  for (const home of homes) {
    const head = home.ownerNo === null ? `home ${home.homeId}` : `owner ${home.ownerNo}`;
    heads.set(head, [...(heads.get(head) ?? []), home]);
  }
  const electors: Elector[] = [];
  for (const owned of heads.values()) {
    let areaCentiM2 = 0n;
    for (const home of owned) {
      if (home.areaCentiM2 === null) return err('area-missing');
      areaCentiM2 += home.areaCentiM2;
    }
    electors.push({
      electorId: owned[0]?.homeId ?? '',
      label: owned.map((home) => home.label).join('、'),
      householdId: null,
      personId: null,
      personIds: [...new Set(owned.flatMap((home) => home.personIds))],
      areaCentiM2,
    });
  }
  return ok(electors);
}

/** `5820n` → `58.20`: m² as libs/decide reads them. */
export const areaText = (areaCentiM2: bigint): string => `${areaCentiM2 / 100n}.${String(areaCentiM2 % 100n).padStart(2, '0')}`;

/** The roll as libs/decide reads it. */
export const decideRoll = (roll: readonly Pick<RollLine, 'electorId' | 'areaCentiM2'>[]): TallyInput['roll'] =>
  roll.map((line) => ({ id: line.electorId, ...(line.areaCentiM2 === null ? {} : { area: areaText(line.areaCentiM2) }) }));
