import type { CapState } from './caps.ts';
import type { EqualShares, SharesRun, Utility } from './equal-shares.ts';
import type { GreedyMode, GreedyRun } from './greedy.ts';
import { type WelfareRun, maxWelfare, worthOf } from './max-welfare.ts';
import type { LossReason } from './options.ts';
import type { PhragmenRun } from './phragmen.ts';
import { divideUp } from './rational.ts';
import type { Support } from './support.ts';

/** Why a project lost; `missing` money in the election's units, or null; further supporters, or null. */
export type Fate = { readonly reason: LossReason; readonly missing: bigint | null; readonly supporters: number | null };
/** The fate of every project not chosen. */
export type Fates = Map<number, Fate>;

type Ground = { support: Support; cost: readonly bigint[]; caps: CapState; budget: bigint };

const least = (a: bigint, b: bigint | null) => (b === null || a < b ? a : b);

/** Projects a rule did not choose, with the reasons that are the same under every rule. */
function outsiders({ support, cost, budget }: Ground, order: readonly number[]): { project: number; plain: LossReason | null }[] {
  const taken = new Set(order);
  return Array.from({ length: support.projects }, (_, project) => project)
    .filter((project) => !taken.has(project))
    .map((project) => ({
      project,
      plain: (support.score[project] as number) === 0 ? 'no-support' : (cost[project] as bigint) > budget ? 'over-budget' : null,
    }));
}

/** Most points one more supporter can give. */
function pointsOfOne(support: Support): number {
  return support.weights.reduce((most, each) => Math.max(most, each), 1);
}

/** How merit is compared, for asking what would have put a project before another. */
type Merit = { support: Support; cost: readonly bigint[]; utility: Utility };

/** Highest cost at which `project` would come before `other`, null where no cost would; by votes alone cost changes nothing. */
function costToPass({ support, cost, utility }: Merit, project: number, other: number): bigint | null {
  const mine = support.score[project] as number;
  const theirs = support.score[other] as number;
  if (utility === 'cost' || mine === 0 || theirs === 0) return null;
  const product = BigInt(mine) * (cost[other] as bigint);
  const bound = product / BigInt(theirs);
  const isEqual = bound * BigInt(theirs) === product;
  return isEqual && (support.rank[project] as number) > (support.rank[other] as number) ? bound - 1n : bound;
}

/** Fewest points with which `project` would come before `other`. */
function pointsToPass({ support, cost, utility }: Merit, project: number, other: number): number {
  const theirs = support.score[other] as number;
  const step = (support.rank[project] as number) < (support.rank[other] as number) ? 0 : 1;
  if (utility === 'cost' || theirs === 0) return theirs + step;
  const price = cost[other] as bigint;
  if (price === 0n) return Number.POSITIVE_INFINITY;
  const product = BigInt(theirs) * (cost[project] as bigint);
  const whole = divideUp(product, price);
  return Number(whole * price === product ? whole + BigInt(step) : whole);
}

/**
 * Greedy goes on just the same without the loser, so each place in its order tells what was left there: so much cheaper, or with so
 * many more supporters, the loser would have come at a place where it fits.
 */
export function greedyFates(ground: Ground & { utility: Utility; mode: GreedyMode; threshold: number | null }, run: GreedyRun): Fates {
  const { support, cost, caps, budget, mode, threshold } = ground;
  const one = pointsOfOne(support);
  const fates: Fates = new Map();
  const turnOf = new Map(run.turns.map((turn, at) => [turn.project, at]));
  const stop = mode === 'no-skip' ? run.turns.findIndex((turn) => !turn.isChosen) : -1;
  const last = stop < 0 ? run.turns.length : stop;
  for (const { project, plain } of outsiders(ground, run.order)) {
    const own = cost[project] as bigint;
    const points = support.score[project] as number;
    const turn = turnOf.get(project);
    let affordable: bigint | null = null;
    let supporters: number | null = null;
    let left = budget;
    let leftAtTurn = 0n;
    caps.reset();
    for (let place = 0; place <= last; place++) {
      const other = run.turns[place];
      const fits = least(left, caps.roomFor(project));
      if (turn !== undefined && place <= turn && other) {
        const bound = place === turn ? fits : costToPass(ground, project, other.project);
        const price = bound === null ? null : least(bound, fits);
        if (price !== null && price >= 0n && (affordable === null || price > affordable)) affordable = price;
        if (place === turn) leftAtTurn = left;
      }
      if (own <= fits && place !== turn) {
        const needed = Math.max(other ? pointsToPass(ground, project, other.project) : 0, threshold ?? 0);
        const more = Math.ceil(Math.max(0, needed - points) / one);
        if (Number.isFinite(more) && (supporters === null || more < supporters)) supporters = more;
      }
      if (other?.isChosen) {
        left -= cost[other.project] as bigint;
        caps.spend(other.project);
      }
    }
    const lost = turn === undefined ? 'below-threshold' : turn > last ? 'stopped-before' : leftAtTurn >= own ? 'cap-full' : 'money-spent';
    fates.set(project, { reason: plain ?? lost, missing: affordable === null ? null : own - affordable, supporters });
  }
  caps.reset();
  return fates;
}

/** Voters by what they have left, richest first, exactly. */
function richestFirst(shares: EqualShares): { numerator: bigint; purse: number; voters: number }[] {
  const count = new Map<number, number>();
  for (const purse of shares.purseOf) count.set(purse, (count.get(purse) ?? 0) + 1);
  const { purses } = shares;
  return [...count]
    .map(([purse, voters]) => ({ purse, voters, numerator: purses.numeratorAt(purse, purses.rounds) }))
    .sort((a, b) => (a.numerator < b.numerator ? 1 : a.numerator > b.numerator ? -1 : 0));
}

/**
 * A loser that is never bought changes nothing for the others, so what its supporters have left at the end decides: with that much
 * of its cost found elsewhere, or with so many more of the richest behind it, they could have paid then at the latest.
 */
export function sharesFates(ground: Ground & { utility: Utility }, shares: EqualShares, run: SharesRun, rest: GreedyRun | null): Fates {
  const { support, cost, caps } = ground;
  const { purses } = shares;
  const scale = purses.scaleAt(purses.rounds);
  const rich = richestFirst(shares);
  const order = [...run.order, ...(rest?.order ?? [])];
  const fates: Fates = new Map();
  const after = new Map((rest?.turns ?? []).map((turn) => [turn.project, turn]));
  for (const { project, plain } of outsiders(ground, order)) {
    const own = cost[project] as bigint;
    caps.reset();
    for (const each of run.order) caps.spend(each);
    const room = caps.roomFor(project);
    const behind = new Map<number, number>();
    for (let at = support.start[project] as number; at < (support.start[project + 1] as number); at++) {
      const purse = shares.purseOf[support.voter[at] as number] as number;
      behind.set(purse, (behind.get(purse) ?? 0) + 1);
    }
    let money = 0n;
    for (const [purse, voters] of behind) money += BigInt(voters) * purses.numeratorAt(purse, purses.rounds);
    const isCapped = room !== null && room < own;
    let missing: bigint | null = own - least(money / scale, room);
    if (missing > own || behind.size === 0) missing = null;
    // Where the rest is shared out by votes, what was left at its turn may have been nearer.
    const turn = after.get(project);
    if (turn && (missing === null || own - least(turn.left, turn.room) < missing)) missing = own - least(turn.left, turn.room);
    let supporters: number | null = null;
    if (!isCapped) {
      let needed = own * scale - money;
      let more = 0;
      for (const { numerator, purse, voters } of rich) {
        const others = BigInt(voters - (behind.get(purse) ?? 0));
        if (needed <= 0n || numerator === 0n) break;
        const taken = divideUp(needed, numerator);
        const used = taken < others ? taken : others;
        needed -= used * numerator;
        more += Number(used);
      }
      // What nobody supports needs somebody, even when it costs nothing.
      if (needed <= 0n) supporters = more === 0 && behind.size === 0 ? 1 : more;
    }
    fates.set(project, { reason: plain ?? (isCapped ? 'cap-full' : 'supporters-cannot-pay'), missing, supporters });
  }
  caps.reset();
  return fates;
}

/**
 * Phragmén ended when the best no longer fitted: with a load just below theirs, and a cost that fits, the loser would have been
 * chosen then. Further supporters are counted as voters who carry nothing yet.
 */
export function phragmenFates(ground: Ground, run: PhragmenRun): Fates {
  const { support, cost, caps, budget } = ground;
  const { loads, levelOf } = run;
  const at = loads.last;
  const scale = loads.scaleAt(at);
  const unladen = levelOf.reduce((sum, level) => sum + (level === 0 ? 1 : 0), 0);
  const loadOf = (project: number) => {
    let sum = 0n;
    let fresh = 0;
    for (let place = support.start[project] as number; place < (support.start[project + 1] as number); place++) {
      const level = levelOf[support.voter[place] as number] as number;
      if (level === 0) fresh += 1;
      else sum += loads.numeratorAt(level, at);
    }
    return { sum, fresh, votes: BigInt((support.start[project + 1] as number) - (support.start[project] as number)) };
  };
  const fates: Fates = new Map();
  caps.reset();
  for (const project of run.order) caps.spend(project);
  const stopper = run.stoppedBy[0];
  const bar = stopper === undefined ? null : { ...loadOf(stopper), own: cost[stopper] as bigint };
  for (const { project, plain } of outsiders(ground, run.order)) {
    const own = cost[project] as bigint;
    const room = caps.roomFor(project);
    const fits = least(budget - run.cost, room);
    const mine = loadOf(project);
    let missing: bigint | null = null;
    let supporters: number | null = null;
    if (bar !== null && mine.votes > 0n) {
      // (sum + cost') / votes < (bar.sum + bar.own) / bar.votes, everything over the common scale.
      const product = (bar.sum + bar.own * scale) * mine.votes - mine.sum * bar.votes;
      const highest = product <= 0n ? -1n : divideUp(product, bar.votes * scale) - 1n;
      const price = least(highest, fits);
      if (price >= 0n && price < own) missing = own - price;
    }
    if (bar !== null && own <= fits && bar.sum + bar.own > 0n) {
      const needed = ((mine.sum + own * scale) * bar.votes) / (bar.sum + bar.own * scale) + 1n - mine.votes;
      const more = Number(needed > 0n ? needed : 0n);
      if (more <= unladen - mine.fresh) supporters = more;
    }
    const isCapped = room !== null && room < own;
    fates.set(project, { reason: plain ?? (isCapped ? 'cap-full' : own > fits ? 'money-spent' : 'load-too-high'), missing, supporters });
  }
  caps.reset();
  return fates;
}

function drained<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The best selection that holds the loser is found for each: what it lacks in worth is what further supporters must give. Worth by
 * cost falls with the cost, so money alone saves nobody there; by count, a lower cost is searched for.
 */
export function welfareFates(ground: Ground & { utility: Utility }, run: WelfareRun): Fates {
  const { support, cost, caps, budget, utility } = ground;
  const fates: Fates = new Map();
  const one = BigInt(pointsOfOne(support));
  for (const { project, plain } of outsiders(ground, run.chosen)) {
    const own = cost[project] as bigint;
    caps.reset();
    const room = least(budget, caps.roomFor(project));
    const worth = worthOf(support, cost, utility, project);
    const others: Support = { ...support, score: support.score.map((points, index) => (index === project ? 0 : points)) };
    const restAt = (price: bigint) => {
      const costs = cost.map((each, index) => (index === project ? price : each));
      const state = caps.withCosts(costs);
      state.spend(project);
      return drained(maxWelfare(others, costs, utility, budget - price, state)).objective;
    };
    let supporters: number | null = null;
    if (own <= room) {
      const gap = run.objective - worth - restAt(own);
      const each = utility === 'cost' ? one * own : one;
      supporters = each === 0n ? null : Number(gap / each) + 1;
    }
    let missing: bigint | null = null;
    if (utility === 'card' && worth > 0n) {
      // Highest cost at which it is better in than out.
      let low = -1n;
      let high = own < room ? own : room + 1n;
      while (high - low > 1n) {
        const middle = (low + high) / 2n;
        if (worth + restAt(middle) > run.objective) low = middle;
        else high = middle;
      }
      if (low >= 0n) missing = own - low;
    }
    fates.set(project, { reason: plain ?? (own > room ? 'cap-full' : 'less-welfare'), missing, supporters });
  }
  caps.reset();
  return fates;
}
