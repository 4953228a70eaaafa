import type { CapState } from './caps.ts';
import type { Utility } from './equal-shares.ts';
import type { Support } from './support.ts';

/** The best selection: its worth, and the projects by index. */
export type WelfareRun = { readonly objective: bigint; readonly chosen: readonly number[]; readonly cost: bigint };

type Item = { readonly project: number; readonly cost: bigint; readonly worth: bigint };

/** What each project is worth: its points (`card`), or points times cost. */
export function worthOf(support: Support, cost: readonly bigint[], utility: Utility, project: number): bigint {
  const points = BigInt(support.score[project] as number);
  return utility === 'cost' ? points * (cost[project] as bigint) : points;
}

function divisorOf(values: readonly bigint[]): bigint {
  return values.reduce((a, b) => {
    while (b !== 0n) [a, b] = [b, a % b];
    return a;
  }, 0n);
}

/**
 * The selection of most worth that the budget and the caps allow, exactly: branch and bound over projects by worth per cost, in
 * integers. Yields now and then the number of branches seen.
 */
export function* maxWelfare(support: Support, cost: readonly bigint[], utility: Utility, budget: bigint, caps: CapState): Generator<number, WelfareRun> {
  const items: Item[] = [];
  const free: number[] = [];
  for (let project = 0; project < support.projects; project++) {
    const own = cost[project] as bigint;
    if (own > budget || !caps.allows(project)) continue;
    const worth = worthOf(support, cost, utility, project);
    if (own === 0n && (support.score[project] as number) > 0) free.push(project);
    else if (worth > 0n) items.push({ project, cost: own, worth });
  }
  const rank = (project: number) => support.rank[project] as number;
  items.sort((a, b) => {
    const difference = b.worth * a.cost - a.worth * b.cost;
    return difference > 0n ? 1 : difference < 0n ? -1 : rank(a.project) - rank(b.project);
  });
  const best = yield* search(items, budget, caps);
  const chosen = [...free, ...best].sort((a, b) => rank(a) - rank(b));
  return {
    chosen,
    cost: chosen.reduce((sum, project) => sum + (cost[project] as bigint), 0n),
    objective: chosen.reduce((sum, project) => sum + worthOf(support, cost, utility, project), 0n),
  };
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function* search(items: readonly Item[], budget: bigint, caps: CapState): Generator<number, number[]> {
  // Smaller integers, the same problem: everything in units of what divides all costs, or all worths.
  const unit = divisorOf(items.map((item) => item.cost)) || 1n;
  const share = divisorOf(items.map((item) => item.worth)) || 1n;
  const costs = items.map((item) => item.cost / unit);
  const worths = items.map((item) => item.worth / share);
  const room = budget / unit;
  const sum = (values: readonly bigint[]) => values.reduce((all, each) => all + each, 0n);
  const isSmall = sum(costs) < SAFE && sum(worths) < SAFE && room < SAFE;
  const places = isSmall
    ? yield* searchNumbers(costs.map(Number), worths.map(Number), Number(room), items, caps)
    : yield* searchBig(costs, worths, room, items, caps);
  return places.map((place) => (items[place] as Item).project);
}

/** Branch and bound in doubles that hold every integer exactly; the bound is rounded up beyond its error. */
function* searchNumbers(cost: number[], worth: number[], budget: number, items: readonly Item[], caps: CapState): Generator<number, number[]> {
  const n = cost.length;
  const costTo = new Float64Array(n + 1);
  const worthTo = new Float64Array(n + 1);
  for (let at = 0; at < n; at++) {
    costTo[at + 1] = (costTo[at] as number) + (cost[at] as number);
    worthTo[at + 1] = (worthTo[at] as number) + (worth[at] as number);
  }
  // Cheapest of what is left from each place on: when it does not fit, nothing does.
  const least = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  for (let at = n - 1; at >= 0; at--) least[at] = Math.min(least[at + 1] as number, cost[at] as number);
  const noCaps = caps.isNone;
  const taken: number[] = [];
  let best = -1;
  let bestTaken: number[] = [];
  let at = 0;
  let left = budget;
  let own = 0;
  let branches = 0;

  /** Most that the rest could add, fractions allowed. */
  const boundFrom = (from: number) => {
    const base = costTo[from] as number;
    let low = from;
    let high = n;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((costTo[middle] as number) - base <= left) low = middle;
      else high = middle - 1;
    }
    const whole = (worthTo[low] as number) - (worthTo[from] as number);
    if (low === n) return whole;
    const rest = left - ((costTo[low] as number) - base);
    const part = (rest * (worth[low] as number)) / (cost[low] as number);
    return whole + Math.floor(part * (1 + 4e-15) + 1e-9);
  };

  for (;;) {
    if ((++branches & 0xffff) === 0) yield branches;
    if (own > best) {
      best = own;
      bestTaken = [...taken];
    }
    // Forward: take what fits while it can still be better.
    let isOpen = at < n && (least[at] as number) <= left && own + boundFrom(at) > best;
    if (isOpen) {
      while (at < n && ((cost[at] as number) > left || !(noCaps || caps.allows((items[at] as Item).project)))) at += 1;
      isOpen = at < n;
    }
    if (isOpen) {
      taken.push(at);
      left -= cost[at] as number;
      own += worth[at] as number;
      if (!noCaps) caps.spend((items[at] as Item).project);
      at += 1;
      continue;
    }
    // Back: leave out the last one taken.
    const last = taken.pop();
    if (last === undefined) return bestTaken;
    left += cost[last] as number;
    own -= worth[last] as number;
    if (!noCaps) caps.restore((items[last] as Item).project);
    at = last + 1;
  }
}

/** The same in big integers, for amounts beyond the exact range of doubles. */
function* searchBig(cost: bigint[], worth: bigint[], budget: bigint, items: readonly Item[], caps: CapState): Generator<number, number[]> {
  const n = cost.length;
  const taken: number[] = [];
  let best = -1n;
  let bestTaken: number[] = [];
  let at = 0;
  let left = budget;
  let own = 0n;
  let branches = 0;
  const boundFrom = (from: number) => {
    let room = left;
    let sum = 0n;
    for (let place = from; place < n; place++) {
      const each = cost[place] as bigint;
      if (each > room) return sum + (room * (worth[place] as bigint)) / each;
      room -= each;
      sum += worth[place] as bigint;
    }
    return sum;
  };
  for (;;) {
    if ((++branches & 0xfff) === 0) yield branches;
    if (own > best) {
      best = own;
      bestTaken = [...taken];
    }
    if (own + boundFrom(at) > best) while (at < n && ((cost[at] as bigint) > left || !caps.allows((items[at] as Item).project))) at += 1;
    else at = n;
    if (at < n) {
      taken.push(at);
      left -= cost[at] as bigint;
      own += worth[at] as bigint;
      caps.spend((items[at] as Item).project);
      at += 1;
      continue;
    }
    const last = taken.pop();
    if (last === undefined) return bestTaken;
    left += cost[last] as bigint;
    own -= worth[last] as bigint;
    caps.restore((items[last] as Item).project);
    at = last + 1;
  }
}
