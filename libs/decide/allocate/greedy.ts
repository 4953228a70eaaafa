import type { CapState } from './caps.ts';
import type { RoundTie, Utility } from './equal-shares.ts';
import type { Support } from './support.ts';

/** How greedy goes on where a project does not fit: passes over it, or stops. */
export type GreedyMode = 'skip' | 'no-skip';

/** What greedy began with. */
export type GreedyStart = { readonly budget: bigint; readonly taken: ReadonlySet<number>; readonly threshold: number | null };

/** A project in greedy's order, with what was left when its turn came. */
export type Turn = { readonly project: number; readonly left: bigint; readonly room: bigint | null; readonly isChosen: boolean };

/** What greedy chose, turn by turn. */
export type GreedyRun = { readonly order: readonly number[]; readonly cost: bigint; readonly ties: readonly RoundTie[]; readonly turns: readonly Turn[] };

/** Exact order by merit, most first: points (`cost`), or points per cost (`card`; what is free and wanted comes first). */
export function compareMerit(support: Support, cost: readonly bigint[], utility: Utility): (a: number, b: number) => number {
  const score = support.score;
  return (a, b) => {
    const left = score[a] as number;
    const right = score[b] as number;
    if (utility === 'cost') return right - left;
    if (left === 0 || right === 0) return right - left;
    const leftCost = cost[a] as bigint;
    const rightCost = cost[b] as bigint;
    if (leftCost === 0n || rightCost === 0n) return leftCost === rightCost ? 0 : leftCost === 0n ? -1 : 1;
    const difference = BigInt(right) * leftCost - BigInt(left) * rightCost;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  };
}

/** Projects in greedy's order, equal ones by id. */
export function greedyOrder(support: Support, cost: readonly bigint[], utility: Utility): number[] {
  const merit = compareMerit(support, cost, utility);
  const rank = support.rank;
  return Array.from({ length: support.projects }, (_, project) => project).sort((a, b) => merit(a, b) || (rank[a] as number) - (rank[b] as number));
}

/** Takes projects in the order of merit while the money lasts. */
export function greedy(support: Support, cost: readonly bigint[], utility: Utility, mode: GreedyMode, start: GreedyStart, caps: CapState): GreedyRun {
  const merit = compareMerit(support, cost, utility);
  const queue = greedyOrder(support, cost, utility).filter(
    (project) => !start.taken.has(project) && (start.threshold === null || (support.score[project] as number) >= start.threshold),
  );
  const order: number[] = [];
  const ties: RoundTie[] = [];
  const turns: Turn[] = [];
  let left = start.budget;
  let spent = 0n;
  const fits = (project: number) => (cost[project] as bigint) <= left && caps.allows(project);
  let stopped = false;
  queue.forEach((project, at) => {
    const isChosen = !stopped && fits(project);
    turns.push({ project, left: stopped ? 0n : left, room: caps.roomFor(project), isChosen });
    if (!isChosen) {
      if (mode === 'no-skip') stopped = true;
      return;
    }
    const tied = [project];
    for (let next = at + 1; next < queue.length && merit(project, queue[next] as number) === 0; next++) {
      if (mode === 'no-skip' || fits(queue[next] as number)) tied.push(queue[next] as number);
    }
    if (tied.length > 1) ties.push({ round: start.taken.size + order.length + 1, tied, chosen: project });
    order.push(project);
    spent += cost[project] as bigint;
    left -= cost[project] as bigint;
    caps.spend(project);
  });
  return { order, cost: spent, ties, turns };
}
