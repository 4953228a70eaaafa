import type { Election } from '../election.ts';
import type { CapState } from './caps.ts';
import type { EqualShares, SharesRun } from './equal-shares.ts';
import type { Support } from './support.ts';

/** Where Add1 ended: raises kept, runs made, why it stopped. */
export type Add1 = { readonly raises: number; readonly runs: number; readonly stop: 'exhaustive' | 'infeasible' | 'all-bought' };

/** Whether nothing left out would still fit. */
export function isExhaustive(election: Election, order: readonly number[], cost: bigint, caps: CapState): boolean {
  const taken = new Set(order);
  caps.reset();
  for (const project of order) caps.spend(project);
  return election.projects.every((project, index) => taken.has(index) || cost + project.cost > election.budget || !caps.allows(index));
}

/** Whether money can buy nothing more: all that anybody wants is bought, or its caps are full. */
function isAllBought(support: Support, order: readonly number[], caps: CapState): boolean {
  const taken = new Set(order);
  caps.reset();
  for (const project of order) caps.spend(project);
  return support.score.every((points, project) => points === 0 || taken.has(project) || !caps.allows(project));
}

/**
 * Raises every voter's money by one unit of currency until the outcome is exhaustive (`stopWhenExhaustive`) or the next would cost
 * more than there is. Yields the raises tried.
 */
export function* findRaise(election: Election, support: Support, shares: EqualShares, caps: CapState, stopWhenExhaustive: boolean): Generator<number, Add1> {
  const voters = BigInt(Math.max(1, election.voters));
  const runAt = function* (raises: number): Generator<number, SharesRun> {
    const run = shares.run(election.budget + BigInt(raises) * election.scale * voters, voters, caps.reset());
    for (;;) {
      const step = run.next();
      if (step.done) return step.value;
      yield raises;
    }
  };
  let now = yield* runAt(0);
  for (let raises = 0; ; raises++) {
    if (stopWhenExhaustive && isExhaustive(election, now.order, now.cost, caps)) return { raises, runs: raises + 1, stop: 'exhaustive' };
    if (isAllBought(support, now.order, caps)) return { raises, runs: raises + 1, stop: 'all-bought' };
    const next = yield* runAt(raises + 1);
    if (next.cost > election.budget) return { raises, runs: raises + 2, stop: 'infeasible' };
    now = next;
  }
}
