/**
 * The allocation rules once more, straight from their definitions, voter by voter in fractions: slow, and as plain as possible. Only
 * for tests; shares no code with the rules it checks.
 */
export type NaiveElection = { budget: bigint; costs: bigint[]; ids: string[] /** Points of each voter for each project. */; points: number[][] };

type Fraction = [bigint, bigint];
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));
const make = (a: bigint, b: bigint): Fraction => {
  const divisor = gcd(a, b) * (b < 0n ? -1n : 1n);
  return divisor === 0n ? [0n, 1n] : [a / divisor, b / divisor];
};
const of = (n: bigint | number): Fraction => [BigInt(n), 1n];
const add = ([a, b]: Fraction, [c, d]: Fraction) => make(a * d + c * b, b * d);
const minus = ([a, b]: Fraction, [c, d]: Fraction) => make(a * d - c * b, b * d);
const times = ([a, b]: Fraction, [c, d]: Fraction) => make(a * c, b * d);
const over = ([a, b]: Fraction, [c, d]: Fraction) => make(a * d, b * c);
const less = ([a, b]: Fraction, [c, d]: Fraction) => a * d < c * b;
const equal = (a: Fraction, b: Fraction) => a[0] === b[0] && a[1] === b[1];
const sum = (all: Fraction[]) => all.reduce(add, of(0));
const least = (a: Fraction, b: Fraction) => (less(a, b) ? a : b);

const totalOf = (election: NaiveElection, project: number) => election.points.reduce((total, own) => total + (own[project] ?? 0), 0);
const byId = (election: NaiveElection) => (a: number, b: number) => ((election.ids[a] ?? '') < (election.ids[b] ?? '') ? -1 : 1);
const all = (election: NaiveElection) => election.costs.map((_, project) => project).sort(byId(election));

/** The price per unit of satisfaction at which supporters can pay, or null. */
function priceOf(election: NaiveElection, purses: Fraction[], project: number, utility: 'cost' | 'card'): Fraction | null {
  const cost = of(election.costs[project] ?? 0n);
  const satisfaction = election.points.map((own) => times(of(own[project] ?? 0), utility === 'cost' ? cost : of(1)));
  const supporters = satisfaction.flatMap((own, voter) => (own[0] > 0n ? [voter] : []));
  if (less(sum(supporters.map((voter) => purses[voter] ?? of(0))), cost)) return null;
  // Try every set of the poorest (by money per satisfaction) to be emptied; the first that is consistent is the price.
  const ratio = (voter: number) => over(purses[voter] ?? of(0), satisfaction[voter] ?? of(1));
  supporters.sort((a, b) => (less(ratio(a), ratio(b)) ? -1 : less(ratio(b), ratio(a)) ? 1 : 0));
  for (let emptied = 0; emptied < supporters.length; emptied++) {
    const rest = minus(cost, sum(supporters.slice(0, emptied).map((voter) => purses[voter] ?? of(0))));
    const price = over(rest, sum(supporters.slice(emptied).map((voter) => satisfaction[voter] ?? of(0))));
    if (!less(ratio(supporters[emptied] ?? 0), price)) return price;
  }
  return null;
}

/** Method of Equal Shares with this much for each voter. */
export function naiveShares(election: NaiveElection, money: Fraction, utility: 'cost' | 'card'): number[] {
  const purses = election.points.map(() => money);
  const order = all(election).filter((project) => election.costs[project] === 0n && totalOf(election, project) > 0);
  for (;;) {
    let best: { project: number; price: Fraction } | null = null;
    for (const project of all(election)) {
      if (order.includes(project) || totalOf(election, project) === 0) continue;
      const price = priceOf(election, purses, project, utility);
      if (price !== null && (best === null || less(price, best.price))) best = { project, price };
    }
    if (best === null) return order;
    const { project, price } = best;
    order.push(project);
    election.points.forEach((own, voter) => {
      const unit = times(of(own[project] ?? 0), utility === 'cost' ? of(election.costs[project] ?? 0n) : of(1));
      purses[voter] = minus(purses[voter] ?? of(0), least(purses[voter] ?? of(0), times(price, unit)));
    });
  }
}

const costOf = (election: NaiveElection, order: number[]) => order.reduce((total, project) => total + (election.costs[project] ?? 0n), 0n);

/** Add1, a raise of `unit` at a time. */
export function naiveAdd1(election: NaiveElection, utility: 'cost' | 'card', unit: bigint, stopWhenExhaustive: boolean): number[] {
  const at = (raises: number) => naiveShares(election, add(make(election.budget, BigInt(election.points.length)), of(unit * BigInt(raises))), utility);
  const wanted = all(election).filter((project) => totalOf(election, project) > 0).length;
  let now = at(0);
  for (let raises = 1; ; raises++) {
    const spent = costOf(election, now);
    const isExhaustive = all(election).every((project) => now.includes(project) || spent + (election.costs[project] ?? 0n) > election.budget);
    if ((stopWhenExhaustive && isExhaustive) || now.length === wanted) return now;
    const next = at(raises);
    if (costOf(election, next) > election.budget) return now;
    now = next;
  }
}

/** Greedy, after what is taken already. */
export function naiveGreedy(election: NaiveElection, utility: 'cost' | 'card', skip: boolean, taken: number[] = []): number[] {
  const merit = (project: number): Fraction => {
    const total = totalOf(election, project);
    const cost = election.costs[project] ?? 0n;
    if (utility === 'cost' || total === 0) return of(total);
    return cost === 0n ? [10n ** 30n, 1n] : make(BigInt(total), cost);
  };
  const order = [...taken];
  const queue = all(election).filter((project) => !taken.includes(project));
  while (queue.length > 0) {
    const best = queue.reduce((first, project) => (less(merit(first), merit(project)) ? project : first));
    queue.splice(queue.indexOf(best), 1);
    if (costOf(election, [...order, best]) <= election.budget) order.push(best);
    else if (!skip) return order;
  }
  return order;
}

/** Sequential Phragmén on approvals. */
export function naivePhragmen(election: NaiveElection): number[] {
  const loads = election.points.map(() => of(0));
  const order: number[] = [];
  for (;;) {
    const open = all(election)
      .filter((project) => !order.includes(project) && totalOf(election, project) > 0)
      .map((project) => {
        const supporters = election.points.flatMap((own, voter) => ((own[project] ?? 0) > 0 ? [voter] : []));
        const load = over(add(of(election.costs[project] ?? 0n), sum(supporters.map((voter) => loads[voter] ?? of(0)))), of(supporters.length));
        return { project, supporters, load };
      });
    if (open.length === 0) return order;
    const best = open.reduce((first, each) => (less(each.load, first.load) ? each : first));
    const tied = open.filter(({ load }) => equal(load, best.load));
    if (tied.some(({ project }) => costOf(election, [...order, project]) > election.budget)) return order;
    for (const voter of best.supporters) loads[voter] = best.load;
    order.push(best.project);
  }
}

/** Most worth that any selection within the budget has, by trying all. */
export function naiveWelfare(election: NaiveElection, utility: 'cost' | 'card'): bigint {
  let best = 0n;
  for (let set = 0; set < 2 ** election.costs.length; set++) {
    const chosen = election.costs.flatMap((_, project) => (Math.floor(set / 2 ** project) % 2 === 1 ? [project] : []));
    if (costOf(election, chosen) > election.budget) continue;
    const worth = chosen.reduce(
      (total, project) => total + BigInt(totalOf(election, project)) * (utility === 'cost' ? (election.costs[project] ?? 0n) : 1n),
      0n,
    );
    if (worth > best) best = worth;
  }
  return best;
}
