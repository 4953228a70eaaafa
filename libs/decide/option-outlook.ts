import type { OptionInput } from './option-input.ts';
import type { OptionStanding } from './count-options.ts';
import { type Unit, pointsOf, sumsFor, weightOf } from './option-units.ts';
import { type Test, denominatorOf, divideUp, isReached, missingOf } from './reach.ts';

/** What may still come, and what it could do. */
export type Outlook = {
  /** No ballot still to come can change this status of the option. Never said wrongly; where areas or runoffs are counted it may be said late. */
  certain(option: number, status: OptionStanding['status']): boolean;
  /** Least further ballots for the option alone that would elect it; null when those left are too few or no ballot of this form can. */
  missing(option: number): bigint | null;
};

/** The least and the most that one ballot can give an option. */
function rangeOf(input: OptionInput): { least: bigint; most: bigint; marks: bigint } {
  const { ballot } = input.rule;
  const all = BigInt(input.options.length);
  switch (ballot.kind) {
    case 'score':
      return { least: BigInt(Math.min(0, ballot.min)), most: BigInt(Math.max(0, ballot.max)), marks: all };
    case 'ranking':
      return { least: 0n, most: ballot.counting === 'borda' ? all - 1n : 1n, marks: all };
    case 'approval':
      return { least: 0n, most: 1n, marks: BigInt(Math.min(ballot.max, input.options.length)) };
    default:
      return { least: 0n, most: 1n, marks: ballot.kind === 'one-of' ? 1n : all };
  }
}

const smallestFirst = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What is settled, and what the rest could do at most. Voices with a silent entry count as still to come, whatever their other
 * entries said: a second home can still make an owner's ballots differ.
 */
export function outlookOf(
  input: OptionInput,
  units: readonly Unit[],
  points: readonly bigint[],
  required: readonly Test[],
  quorum: { tests: readonly { passed: boolean }[]; reachable: boolean },
): Outlook {
  const { seats, ballot } = input.rule;
  const open = weightOf(units.filter((unit) => !unit.settled));
  const silent = weightOf(units.filter((unit) => unit.stand === 'unheard' || unit.stand === 'absent'));
  const settledUnits = units.filter((unit) => unit.settled);
  const settled = pointsOf(settledUnits, points.length);
  const { least, most, marks } = rangeOf(input);
  const isRunoff = ballot.kind === 'ranking' && ballot.counting === 'irv';
  const quorate = quorum.tests.every((test) => test.passed);
  const all = weightOf(units);

  const reaches = (test: Test, votes: bigint, more: bigint) => {
    const base = test.base === 'all' ? all : denominatorOf(test, sumsFor(settledUnits, settled[0] ?? 0n)) + open;
    return isReached(test, votes + more, base);
  };

  /** Whether enough rivals could still reach this many points, each by itself and all together. */
  function canBeOvertaken(option: number, worst: bigint): boolean {
    const gaps = settled
      .flatMap((own, rival) => (rival === option ? [] : [worst > own ? worst - own : 0n]))
      .sort(smallestFirst)
      .slice(0, seats);
    if (gaps.length < seats || gaps.some((gap) => gap > open * most)) return false;
    return gaps.reduce((sum, gap) => sum + gap, 0n) <= open * most * marks;
  }

  function isSafe(option: number): boolean {
    const worst = (settled[option] ?? 0n) + least * open;
    return worst > 0n && quorate && required.every((test) => reaches(test, worst, 0n)) && !canBeOvertaken(option, worst);
  }

  function isOut(option: number): boolean {
    const best = (settled[option] ?? 0n) + most * open;
    const ahead = settled.filter((own, rival) => rival !== option && own + least * open > best).length;
    return !quorum.reachable || best <= 0n || ahead >= seats || !required.every((test) => reaches(test, settled[option] ?? 0n, open));
  }

  /** More than half of all first preferences that can ever be: no runoff undoes that. */
  function isSafeInRunoff(option: number): boolean {
    const firsts = pointsOf(
      settledUnits.map((unit) => ({ ...unit, given: unit.given.slice(0, 1) })),
      points.length,
    );
    const valid = firsts.reduce((sum, each) => sum + each, 0n);
    return quorate && (firsts[option] ?? 0n) * 2n > valid + open;
  }

  const safe = isRunoff ? isSafeInRunoff : isSafe;

  return {
    certain(option, status) {
      if (open === 0n) return true;
      if (ballot.kind === 'budget') return false;
      if (status === 'elected') return safe(option);
      if (status === 'tied') return false;
      return isRunoff ? !quorum.reachable || points.some((_, rival) => rival !== option && safe(rival)) : isOut(option);
    },
    missing(option) {
      if (isRunoff || ballot.kind === 'budget' || most === 0n) return null;
      const own = points[option] ?? 0n;
      const rivals = points.filter((_, rival) => rival !== option).sort((a, b) => smallestFirst(b, a));
      const bar = rivals[seats - 1];
      const target = bar === undefined || bar < 0n ? 1n : bar + 1n;
      let more = own >= target ? 0n : divideUp(target - own, most);
      for (const test of required) {
        const needed = missingOf(test, sumsFor(units, own));
        if (needed === null) return null;
        if (needed > more) more = needed;
      }
      return more <= silent ? more : null;
    },
  };
}
