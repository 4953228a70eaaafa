/** Where a neighbourhood stands in a round, the most telling first. */
export const roundStandings = ['applied', 'returned', 'draft', 'no-money-left', 'refused-before', 'sleeping', 'never', 'silent'] as const;
export type RoundStanding = (typeof roundStandings)[number];

/** What is known of a neighbourhood. */
export interface PlaceFacts {
  /** Projects handed in to this round that are alive or decided; drafts and taken-back ones are not counted. */
  applied: number;
  returned: number;
  drafts: number;
  /** Last year in which it applied at all, before this round; null: never. */
  lastYear: number | null;
  /** Its newest answer before this round was a refusal. */
  refusedBefore: boolean;
  /** Newest quota of this round, and what it has been promised of it. */
  quotaFen: bigint | null;
  countLimit: number | null;
  usedFen: bigint;
  usedCount: number;
}

/** Nothing of the quota is left to apply for. */
export const nothingIsLeft = (facts: Pick<PlaceFacts, 'quotaFen' | 'countLimit' | 'usedFen' | 'usedCount'>): boolean =>
  (facts.quotaFen !== null && facts.usedFen >= facts.quotaFen) || (facts.countLimit !== null && facts.usedCount >= facts.countLimit);

/**
 * Where a neighbourhood stands, by what can be seen. `sleepingYears` is the office's own setting; where it has set none, nobody is called
 * sleeping. `never`: it has never applied; `silent`: it has applied before, and nothing is known of why not now.
 */
export function whereItStands(facts: PlaceFacts, year: number, sleepingYears: number | null): RoundStanding {
  if (facts.applied > 0) return 'applied';
  if (facts.returned > 0) return 'returned';
  if (facts.drafts > 0) return 'draft';
  if (nothingIsLeft(facts)) return 'no-money-left';
  if (facts.refusedBefore) return 'refused-before';
  if (facts.lastYear === null) return 'never';
  return sleepingYears !== null && year - facts.lastYear >= sleepingYears ? 'sleeping' : 'silent';
}

/** The office's own answer to after how many years without an application a neighbourhood is called sleeping. */
export const sleepingYearsKey = 'round.sleepingYears';

/** Reasons a committee may give for not applying. */
export const notAppliedReasons = ['no-topic', 'no-hands', 'no-know-how', 'other-money', 'no-money-left', 'refused-before', 'other'] as const;
export type NotAppliedReason = (typeof notAppliedReasons)[number];

/** A committee is nudged once; again only with a word on why. */
export const aNudgeIsNotRepeatedWithoutNeed = (before: number, againReason: string): boolean => before === 0 || againReason.trim() !== '';
