import { type Result, err, ok } from '#libs/result';
import { countBallots } from './count.ts';
import { type Runoff, instantRunoff } from './irv.ts';
import { type OptionError, type OptionInput, type Spoiled, firstOptionFault } from './option-input.ts';
import { type Outlook, outlookOf } from './option-outlook.ts';
import { type Places, type Tie, byPoints, fillSeats, spendBudget } from './option-places.ts';
import { type Units, pointsOf, sumsFor, unitsOf } from './option-units.ts';
import { type TallyTest, type Test, testShown, toNumber } from './reach.ts';
import type { Measure } from './tally-input.ts';

/** How an option stands. */
export type OptionStanding = {
  readonly id: string;
  /** Votes or points; for a runoff, in the last round it was in. */
  readonly votes: number;
  /** 1 for the most; equal votes share a place. */
  readonly place: number;
  readonly status: 'elected' | 'tied' | 'not-elected';
  /** What it must reach besides its place, with the numbers. */
  readonly tests: readonly TallyTest[];
  /** No ballot still to come can change `status`. */
  readonly certain: boolean;
  /** Least further ballots for it alone that would elect it, as the others stand; 0 when elected, null when those left are too few. */
  readonly missing: number | null;
};

/** The outcome of a count of several options. */
export type OptionTally = {
  readonly quorate: boolean;
  readonly tests: readonly TallyTest[];
  /** By votes, then in ballot order. */
  readonly options: readonly OptionStanding[];
  readonly elected: readonly string[];
  /** Seats that nobody has filled. */
  readonly unfilled: number;
  readonly ties: readonly Tie[];
  readonly rounds: readonly { readonly counts: readonly { id: string; votes: number }[]; readonly exhausted: number; readonly removed: readonly string[] }[];
  readonly spoiled: readonly { readonly id: string; readonly reason: Spoiled }[];
  /** Voices that took part without a valid choice, by the rule's measure. */
  readonly abstained: number;
  readonly conflicts: readonly string[];
  readonly certain: boolean;
};

/** Quorums count presence alone, whatever the ballots say. */
function quorumOf(input: OptionInput): { tests: TallyTest[]; reachable: boolean } {
  const ballots = input.ballots.map(({ id }) => ({ id, choice: 'abstain' as const }));
  const { sums } = countBallots({ roll: input.roll, ballots, present: input.present }, 'as-is');
  const tests = input.rule.quorum.map((test) => testShown({ of: 'quorum', ...test }, sums[test.measure]));
  return { tests, reachable: tests.every((test) => test.missing !== null) };
}

function roundsShown(input: OptionInput, measure: Measure, runoff: Runoff | null): OptionTally['rounds'] {
  const idOf = (index: number) => input.options[index] ?? '';
  return (runoff?.rounds ?? []).map(({ votes, exhausted, removed }) => ({
    counts: votes.flatMap((each, index) => (each === null ? [] : [{ id: idOf(index), votes: toNumber(measure, each) }])),
    exhausted: toNumber(measure, exhausted),
    removed: removed.map(idOf),
  }));
}

/** In a runoff an option keeps the votes of its last round. */
function lastVotes(runoff: Runoff, options: number): bigint[] {
  return Array.from({ length: options }, (_, index) => runoff.rounds.reduce((last, { votes }) => votes[index] ?? last, 0n));
}

function placesOf(input: OptionInput, { units }: Units): { points: bigint[]; places: Places; runoff: Runoff | null } {
  const { ballot } = input.rule;
  if (ballot.kind === 'ranking' && ballot.counting === 'irv') {
    const runoff = instantRunoff(input, units);
    const first = new Set(runoff.winner === null ? [] : [runoff.winner]);
    return { points: lastVotes(runoff, input.options.length), places: { first, tied: runoff.tied, ties: runoff.ties }, runoff };
  }
  const points = pointsOf(units, input.options.length);
  return { points, places: ballot.kind === 'budget' ? spendBudget(input, points) : fillSeats(input, points), runoff: null };
}

/**
 * Counts a vote on several options by its rule, in integers. Ties are reported and never broken silently; spoiled ballots take part
 * and count for nothing.
 *
 * Errors: those of `tally`, `duplicate-option`, `cost-missing`, `lots-incomplete`, `wrong-ballot-form`.
 */
export function countOptions(input: OptionInput): Result<OptionTally, OptionError> {
  const fault = firstOptionFault(input);
  if (fault !== null) return err(fault);
  const quorum = quorumOf(input);
  const { measure, seats, require, ballot } = input.rule;
  const counted = unitsOf(input);
  const { points, places, runoff } = placesOf(input, counted);
  const quorate = quorum.tests.every((test) => test.passed);
  const required: Test[] = require.map((test) => ({ of: 'pass', measure, ...test }));
  const outlook: Outlook = outlookOf(input, counted.units, points, required, quorum);

  const order = byPoints(points);
  const options = order.map((index): OptionStanding => {
    const votes = points[index] ?? 0n;
    const tests = required.map((test) => testShown(test, sumsFor(counted.units, votes)));
    const qualifies = quorate && tests.every((test) => test.passed);
    const status = !qualifies ? 'not-elected' : places.first.has(index) ? 'elected' : places.tied.has(index) ? 'tied' : 'not-elected';
    const missing = status === 'elected' ? 0n : outlook.missing(index);
    return {
      id: input.options[index] ?? '',
      votes: toNumber(measure, votes),
      place: 1 + points.filter((other) => other > votes).length,
      status,
      tests,
      certain: outlook.certain(index, status),
      missing: missing === null ? null : toNumber(measure, missing),
    };
  });
  const elected = options.filter((option) => option.status === 'elected').map((option) => option.id);
  return ok({
    quorate,
    tests: quorum.tests,
    options,
    elected,
    unfilled: ballot.kind === 'budget' ? 0 : seats - elected.length,
    ties: places.ties,
    rounds: roundsShown(input, measure, runoff),
    spoiled: counted.spoiled,
    abstained: toNumber(measure, counted.abstained),
    conflicts: counted.conflicts,
    certain: options.every((option) => option.certain),
  });
}
