import type { Measure } from './tally-input.ts';

/** Who votes, and what a voice of theirs may be counted by. */
export type Electorate = { readonly title: { readonly zh: string; readonly en: string }; readonly measures: readonly Measure[] };

/**
 * The electorates: the first measure is the natural one. Owners have a head and an area; several homes of one owner (`owner` on the
 * roll) are one head with all areas.
 */
export const ELECTORATES = {
  persons: { title: { zh: '居民（每人一票）', en: 'Residents, one voice each' }, measures: ['heads'] },
  households: { title: { zh: '户（每户一票）', en: 'Households, one voice each' }, measures: ['households'] },
  representatives: { title: { zh: '代表（每人一票）', en: 'Representatives, one voice each' }, measures: ['heads'] },
  members: { title: { zh: '成员（每人一票）', en: 'Members, one voice each' }, measures: ['heads'] },
  owners: { title: { zh: '业主（人数与面积）', en: 'Owners, by heads and by area' }, measures: ['heads', 'area'] },
} as const satisfies Record<string, Electorate>;

/** Code of an electorate. */
export type ElectorateCode = keyof typeof ELECTORATES;

/** Whether a rule counts only what this electorate has. */
export function isCountable(electorate: ElectorateCode, measures: readonly Measure[]): boolean {
  const own: readonly Measure[] = ELECTORATES[electorate].measures;
  return measures.every((measure) => own.includes(measure));
}
