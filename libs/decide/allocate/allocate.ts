import { type Result, err, ok } from '#libs/result';
import { type Election, fromUnits, placesOfAmount } from '../election.ts';
import { findRaise } from './add1.ts';
import { CapState } from './caps.ts';
import { EqualShares, type RoundTie, type SharesRun, type Utility } from './equal-shares.ts';
import { type GreedyRun, greedy } from './greedy.ts';
import { type Fates, greedyFates, phragmenFates, sharesFates, welfareFates } from './losers.ts';
import { maxWelfare } from './max-welfare.ts';
import type { AllocateError, AllocateOptions, Allocation, Payment } from './options.ts';
import { phragmenPayments, sharesPayments } from './payments.ts';
import { phragmen } from './phragmen.ts';
import { type Support, supportOf } from './support.ts';

/** How far a rule has come: what is counted, and how many so far. */
export type Progress = { readonly of: 'purchases' | 'raises' | 'branches'; readonly done: number };

/** What a rule chose, before it is put into words. */
type Outcome = {
  order: readonly number[];
  rounds: number;
  ties: readonly RoundTie[];
  stop?: Allocation['stop'];
  objective?: bigint;
  payments?: readonly Payment[];
  fates: () => Fates;
};

/** Everything a rule works on. */
type Task = { election: Election; support: Support; cost: readonly bigint[]; utility: Utility; caps: CapState; options: AllocateOptions };

function firstProblem(election: Election, options: AllocateOptions): AllocateError | null {
  const { rule, completion = 'none', threshold, caps, score } = options;
  if (completion !== 'none' && rule !== 'mes') return 'completion-needs-mes';
  if (threshold !== undefined && !rule.startsWith('greedy')) return 'threshold-needs-greedy';
  if (rule === 'greedy-threshold' && threshold === undefined && election.threshold === null) return 'threshold-missing';
  if (rule === 'phragmen' && (score !== undefined || (election.voteType !== 'approval' && election.voteType !== 'choose-1'))) return 'needs-approvals';
  const amounts = [...Object.values(caps?.community ?? {}), ...Object.values(caps?.category ?? {})];
  const places = String(election.scale).length - 1;
  if (amounts.some((amount) => (placesOfAmount(amount) ?? places + 1) > places)) return 'bad-cap';
  return null;
}

function* counted<T>(steps: Generator<number, T>, of: Progress['of']): Generator<Progress, T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield { of, done: step.value };
  }
}

function* byGreedy({ election, support, cost, utility, caps, options }: Task): Generator<Progress, Outcome> {
  const threshold = options.threshold ?? (options.rule === 'greedy-threshold' ? Number(election.threshold ?? 0n) : null);
  const mode = options.rule === 'greedy-noskip' ? 'no-skip' : 'skip';
  const run = greedy(support, cost, utility, mode, { budget: election.budget, taken: new Set(), threshold }, caps);
  yield { of: 'purchases', done: run.order.length };
  const fates = () => greedyFates({ support, cost, utility, caps: caps.reset(), budget: election.budget, mode, threshold }, run);
  return { order: run.order, rounds: run.order.length, ties: run.ties, fates };
}

function* byShares({ election, support, cost, utility, caps, options }: Task): Generator<Progress, Outcome> {
  const shares = new EqualShares(support, cost, utility);
  const { completion = 'none' } = options;
  const voters = BigInt(Math.max(1, election.voters));
  // Where everything fits, there is nothing to complete.
  const raises = completion.startsWith('add1') ? yield* counted(findRaise(election, support, shares, caps, completion !== 'add1-noexh'), 'raises') : null;
  const money = election.budget + BigInt(raises?.raises ?? 0) * election.scale * voters;
  const run: SharesRun = yield* counted(shares.run(money, voters, caps.reset(), options.payers === true), 'purchases');
  let rest: GreedyRun | null = null;
  if (completion === 'utilitarian' || completion === 'add1-utilitarian') {
    rest = greedy(support, cost, utility, 'skip', { budget: election.budget - run.cost, taken: new Set(run.order), threshold: null }, caps);
  }
  return {
    order: [...run.order, ...(rest?.order ?? [])],
    rounds: raises?.runs ?? run.order.length,
    ties: [...run.ties, ...(rest?.ties ?? [])],
    ...(raises ? { stop: raises.stop } : {}),
    payments: sharesPayments(election, support, shares, run),
    fates: () => sharesFates({ support, cost, utility, caps, budget: election.budget }, shares, run, rest),
  };
}

function* byPhragmen({ election, support, cost, caps, options }: Task): Generator<Progress, Outcome> {
  const run = yield* counted(phragmen(support, cost, election.budget, caps, options.payers === true), 'purchases');
  return {
    order: run.order,
    rounds: run.order.length,
    ties: run.ties,
    stop: run.stop,
    payments: phragmenPayments(election, support, run),
    fates: () => phragmenFates({ support, cost, caps, budget: election.budget }, run),
  };
}

function* byWelfare({ election, support, cost, utility, caps }: Task): Generator<Progress, Outcome> {
  const run = yield* counted(maxWelfare(support, cost, utility, election.budget, caps), 'branches');
  return {
    order: run.chosen,
    rounds: run.chosen.length,
    ties: [],
    objective: run.objective,
    fates: () => welfareFates({ support, cost, utility, caps: caps.reset(), budget: election.budget }, run),
  };
}

function representation({ voters, support }: { voters: number; support: Support }, order: readonly number[]): { supporters: number; withoutWinner: number } {
  const state = new Uint8Array(voters);
  for (const voter of support.voter) state[voter] = 1;
  for (const project of order) {
    for (let at = support.start[project] as number; at < (support.start[project + 1] as number); at++) state[support.voter[at] as number] = 2;
  }
  let supporters = 0;
  let withoutWinner = 0;
  for (const each of state) {
    if (each > 0) supporters += 1;
    if (each === 1) withoutWinner += 1;
  }
  return { supporters, withoutWinner };
}

/** The steps of an allocation: run it to the end, or stop between two of them. */
export function* allocationSteps(election: Election, options: AllocateOptions): Generator<Progress, Result<Allocation, AllocateError>> {
  const problem = firstProblem(election, options);
  if (problem !== null) return err(problem);
  const read = supportOf(election, options.score);
  if (!read.ok) return read;
  const support = read.value;
  const cost = election.projects.map((project) => project.cost);
  const { utility = 'cost', completion = 'none', rule } = options;
  const task: Task = { election, support, cost, utility, caps: CapState.of(election, options.caps), options };
  const steps = rule === 'mes' ? byShares(task) : rule === 'phragmen' ? byPhragmen(task) : rule === 'maxwelfare' ? byWelfare(task) : byGreedy(task);
  const { order, rounds, ties, stop, objective, payments, fates } = yield* steps;
  const idOf = (project: number) => election.projects[project]?.id ?? '';
  const taken = new Set(order);
  const fen = election.scale / 100n;
  const explained = options.explain === false ? null : fates();
  const losers = election.projects.flatMap(({ id }, project) => {
    const fate = taken.has(project) ? undefined : explained?.get(project);
    if (fate === undefined) return [];
    const missing = fate.missing === null ? null : String((fate.missing + fen - 1n) / fen);
    return [{ id, reason: fate.reason, missingFen: missing, missingSupporters: fate.supporters }];
  });
  const worthScale = utility === 'cost' ? election.scale : 1n;
  return ok({
    rule,
    utility,
    completion,
    order: order.map(idOf),
    cost: fromUnits(
      order.reduce((sum, project) => sum + (cost[project] as bigint), 0n),
      election.scale,
    ),
    budget: fromUnits(election.budget, election.scale),
    rounds,
    ...(stop ? { stop } : {}),
    ...(objective === undefined ? {} : { objective: fromUnits(objective, worthScale) }),
    ...(payments ? { payments } : {}),
    ties: ties.map(({ round, tied, chosen }) => ({ round, tied: tied.map(idOf), chosen: idOf(chosen), by: 'id' as const })),
    losers,
    ...representation({ voters: election.voters, support }, order),
  });
}

/**
 * Shares a pool between projects by a rule, exactly. `progress` hears of every step.
 *
 * Errors: `ordinal-needs-score`, `score-needs-ordinal`, `max-length-missing`, `ballot-longer-than-max-length`, `needs-approvals`,
 * `completion-needs-mes`, `threshold-needs-greedy`, `threshold-missing`, `bad-cap`.
 */
export function allocate(election: Election, options: AllocateOptions, progress?: (step: Progress) => void): Result<Allocation, AllocateError> {
  const steps = allocationSteps(election, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    progress?.(step.value);
  }
}

/**
 * As `allocate`, giving way to other work every few milliseconds; stops when the signal says so.
 * @throws the reason of the signal
 */
export async function allocateInSteps(
  election: Election,
  options: AllocateOptions,
  { signal, progress }: { signal?: AbortSignal; progress?: (step: Progress) => void } = {},
): Promise<Result<Allocation, AllocateError>> {
  const steps = allocationSteps(election, options);
  let last = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    progress?.(step.value);
    if (performance.now() - last > 20) {
      await new Promise((resolve) => setTimeout(resolve));
      last = performance.now();
    }
  }
}
