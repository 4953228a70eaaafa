import type { Award } from './award.ts';

/**
 * Whether a source's money may go to any use of its project. Unrestricted: cash whose agreement names every use that any source of the
 * project pays, so that the policy alone limits it. Restricted: cash for some of the uses, and all goods. Nothing leaves the project.
 */
export const mayPayEveryUseOfItsProject = (award: Pick<Award, 'sourceKind' | 'categories'>, ofProject: readonly Pick<Award, 'categories'>[]): boolean =>
  award.sourceKind !== 'in_kind' && award.categories.length > 0 && ofProject.every((each) => each.categories.every((use) => award.categories.includes(use)));

/** What is still there of each source, told apart by what it may be used for. */
export interface RestrictedBalances {
  unrestrictedFen: bigint;
  restrictedFen: bigint;
  lines: { award: Award; unrestricted: boolean }[];
}

/** Tells the balances of sources of one or several projects apart; sources with nothing left are left out. */
export function restrictedBalances(awards: readonly Award[]): RestrictedBalances {
  const ofProject = new Map<string, Award[]>();
  for (const award of awards) ofProject.set(award.projectId, [...(ofProject.get(award.projectId) ?? []), award]);
  const lines = awards
    .filter((award) => award.availableFen > 0n)
    .map((award) => ({ award, unrestricted: mayPayEveryUseOfItsProject(award, ofProject.get(award.projectId) ?? []) }));
  const sum = (unrestricted: boolean) => lines.reduce((fen, line) => (line.unrestricted === unrestricted ? fen + line.award.availableFen : fen), 0n);
  return { unrestrictedFen: sum(true), restrictedFen: sum(false), lines };
}
