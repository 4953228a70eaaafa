import type { OptionInput } from './option-input.ts';

/** A tie at the edge of what can be given. `brokenBy` null: nobody of it is elected until somebody decides. */
export type Tie = { readonly round: number | null; readonly options: readonly string[]; readonly places: number; readonly brokenBy: 'lot' | null };

/** Who is in, by index; who stands in an open tie; and the ties met. */
export type Places = { readonly first: ReadonlySet<number>; readonly tied: ReadonlySet<number>; readonly ties: readonly Tie[] };

/** Indexes by points, most first; equal ones in ballot order. */
export function byPoints(points: readonly bigint[]): number[] {
  const at = (index: number) => points[index] ?? 0n;
  return points.map((_, index) => index).sort((a, b) => (at(b) > at(a) ? 1 : at(b) < at(a) ? -1 : a - b));
}

/** Groups of equal points, most first. */
function groupsOf(points: readonly bigint[]): number[][] {
  const groups: number[][] = [];
  for (const index of byPoints(points)) {
    const last = groups.at(-1);
    if (last && points[last[0] ?? 0] === points[index]) last.push(index);
    else groups.push([index]);
  }
  return groups;
}

/** Options in the order drawn by lot. */
function inLotOrder(input: OptionInput, group: readonly number[]): number[] {
  const lots = input.lots ?? [];
  return [...group].sort((a, b) => lots.indexOf(input.options[a] ?? '') - lots.indexOf(input.options[b] ?? ''));
}

const named = (input: OptionInput, group: readonly number[]): string[] => group.map((index) => input.options[index] ?? '');

/** The first `seats` options with any point; a tie over the last seats is broken by lot or left open. */
export function fillSeats(input: OptionInput, points: readonly bigint[]): Places {
  const first = new Set<number>();
  for (const group of groupsOf(points)) {
    const places = input.rule.seats - first.size;
    if (places === 0 || (points[group[0] ?? 0] ?? 0n) <= 0n) break;
    if (group.length <= places) {
      for (const index of group) first.add(index);
      continue;
    }
    const tie = { round: null, options: named(input, group), places };
    if (!input.lots) return { first, tied: new Set(group), ties: [{ ...tie, brokenBy: null }] };
    for (const index of inLotOrder(input, group).slice(0, places)) first.add(index);
    return { first, tied: new Set(), ties: [{ ...tie, brokenBy: 'lot' }] };
  }
  return { first, tied: new Set(), ties: [] };
}

/** Spends a budget by votes; what no longer fits is passed over. Equal votes that do not all fit are a tie. */
export function spendBudget(input: OptionInput, points: readonly bigint[]): Places {
  const form = input.rule.ballot;
  if (form.kind !== 'budget') throw new Error('not a budget ballot');
  const costs = input.options.map((option) => BigInt(form.costs[option] ?? '0'));
  const costOf = (index: number) => costs[index] ?? 0n;
  let left = BigInt(form.budget);
  const first = new Set<number>();
  const ties: Tie[] = [];
  for (const group of groupsOf(points)) {
    if ((points[group[0] ?? 0] ?? 0n) <= 0n) break;
    const fitting = group.filter((index) => costOf(index) <= left);
    const together = fitting.reduce((sum, index) => sum + costOf(index), 0n);
    const isTie = together > left;
    if (isTie && !input.lots) {
      ties.push({ round: null, options: named(input, fitting), places: 0, brokenBy: null });
      return { first, tied: new Set(fitting), ties };
    }
    let places = 0;
    for (const index of isTie ? inLotOrder(input, fitting) : fitting) {
      if (costOf(index) > left) continue;
      first.add(index);
      left -= costOf(index);
      places += 1;
    }
    if (isTie) ties.push({ round: null, options: named(input, fitting), places, brokenBy: 'lot' });
  }
  return { first, tied: new Set(), ties };
}
