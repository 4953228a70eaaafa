import type { OptionInput } from './option-input.ts';
import type { Tie } from './option-places.ts';
import type { Unit } from './option-units.ts';

/** One round of an instant runoff: votes of those still in, ballots that name none of them, who left. */
export type RunoffRound = { readonly votes: readonly (bigint | null)[]; readonly exhausted: bigint; readonly removed: readonly number[] };

/** Outcome of an instant runoff; `winner` null while a tie stands open or nobody has a vote. */
export type Runoff = {
  readonly winner: number | null;
  readonly tied: ReadonlySet<number>;
  readonly rounds: readonly RunoffRound[];
  readonly ties: readonly Tie[];
};

function countRound(units: readonly Unit[], isIn: readonly boolean[]): { votes: bigint[]; exhausted: bigint } {
  const votes = isIn.map(() => 0n);
  let exhausted = 0n;
  for (const { weight, stand, given } of units) {
    if (stand !== 'vote') continue;
    const best = given.find(({ option }) => isIn[option]);
    if (best) votes[best.option] = (votes[best.option] ?? 0n) + weight;
    else exhausted += weight;
  }
  return { votes, exhausted };
}

/**
 * Instant runoff: whoever has more than half of the ballots still counting wins, else the last leaves. Several last with equal
 * votes leave together where they cannot reach the next even together (no order of theirs could change anything); otherwise it is
 * a tie, settled by the lots or left open.
 */
export function instantRunoff(input: OptionInput, units: readonly Unit[]): Runoff {
  const isIn = input.options.map(() => true);
  const rounds: RunoffRound[] = [];
  const ties: Tie[] = [];
  const none: ReadonlySet<number> = new Set();
  const standing = () => isIn.flatMap((each, index) => (each ? [index] : []));
  for (;;) {
    const { votes, exhausted } = countRound(units, isIn);
    const at = (index: number) => votes[index] ?? 0n;
    const inside = standing();
    const shown = votes.map((each, index) => (isIn[index] ? each : null));
    const total = votes.reduce((sum, each) => sum + each, 0n);
    const winner = inside.find((index) => at(index) * 2n > total);
    if (winner !== undefined || total === 0n) {
      rounds.push({ votes: shown, exhausted, removed: [] });
      return { winner: winner ?? null, tied: none, rounds, ties };
    }
    const least = inside.reduce((min, index) => (at(index) < min ? at(index) : min), total);
    const last = inside.filter((index) => at(index) === least);
    const others = inside.filter((index) => at(index) > least);
    const next = others.reduce<bigint | null>((min, index) => (min === null || at(index) < min ? at(index) : min), null);
    let removed = last;
    if (last.length > 1 && (next === null || least * BigInt(last.length) >= next)) {
      const options = last.map((index) => input.options[index] ?? '');
      if (!input.lots) {
        rounds.push({ votes: shown, exhausted, removed: [] });
        ties.push({ round: rounds.length, options, places: last.length - 1, brokenBy: null });
        return { winner: null, tied: new Set(inside), rounds, ties };
      }
      // The lot is an order of preference: its last leaves.
      const place = (index: number) => input.lots?.indexOf(input.options[index] ?? '') ?? 0;
      removed = [last.reduce((worst, index) => (place(index) > place(worst) ? index : worst))];
      ties.push({ round: rounds.length + 1, options, places: last.length - 1, brokenBy: 'lot' });
    }
    for (const index of removed) isIn[index] = false;
    rounds.push({ votes: shown, exhausted, removed });
  }
}
