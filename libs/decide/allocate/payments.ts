import type { Election } from '../election.ts';
import type { EqualShares, SharesRun } from './equal-shares.ts';
import type { Payment } from './options.ts';
import type { PhragmenRun } from './phragmen.ts';
import type { Support } from './support.ts';

/** An exact amount in hundredths of the currency, with up to six decimals, cut off. */
function fenText(numerator: bigint, denominator: bigint, scale: bigint): string {
  const millionths = (numerator * 100n * 1_000_000n) / (denominator * scale);
  const rest = String(millionths % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${millionths / 1_000_000n}${rest === '' ? '' : `.${rest}`}`;
}

/** Groups that paid the same, least first. */
function sortedGroups(groups: { voters: number; amount: bigint; emptied: boolean }[], denominator: bigint, scale: bigint): Payment['groups'] {
  groups.sort((a, b) => (a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0));
  const merged: typeof groups = [];
  for (const group of groups) {
    const last = merged.at(-1);
    if (last && last.amount === group.amount && last.emptied === group.emptied) last.voters += group.voters;
    else merged.push({ ...group });
  }
  return merged.filter((group) => group.amount > 0n).map(({ voters, amount, emptied }) => ({ voters, eachFen: fenText(amount, denominator, scale), emptied }));
}

/** Who paid what under Equal Shares. What a completion or nobody paid for has no payment. */
export function sharesPayments(election: Election, support: Support, shares: EqualShares, run: SharesRun): Payment[] {
  const { purses } = shares;
  const free = run.order.length - run.payers.length;
  return run.payers.map(({ full, emptied, before }, round) => {
    const project = run.order[free + round] as number;
    const scale = purses.scaleAt(round + 1);
    const price = purses.priceNumerator(round);
    const groups = [
      ...full.map(({ points, count }) => ({ voters: count, amount: price * BigInt(points), emptied: false })),
      ...emptied.map(({ purse, count }) => ({ voters: count, amount: purses.numeratorAt(purse, round) * (scale / purses.scaleAt(round)), emptied: true })),
    ];
    const shown = { id: election.projects[project]?.id ?? '', groups: sortedGroups(groups, scale, election.scale) };
    if (before === null) return shown;
    const gone = new Set(emptied.map(({ purse }) => purse));
    const from = support.start[project] as number;
    const texts = new Map<number, string>();
    const payers = Array.from(before, (purse, at): [string, string] => {
      const weight = support.weights[support.weight === null ? 0 : (support.weight[from + at] as number)] as number;
      const isFull = !gone.has(purse) || full.some((each) => each.purse === purse && each.points === weight);
      const key = isFull ? -weight - 1 : purse;
      let text = texts.get(key);
      if (text === undefined) {
        text = isFull
          ? fenText(price * BigInt(weight), scale, election.scale)
          : fenText(purses.numeratorAt(purse, round), purses.scaleAt(round), election.scale);
        texts.set(key, text);
      }
      return [election.voterId(support.voter[from + at] as number), text];
    });
    return { ...shown, payers };
  });
}

/** Who took on what under Phragmén: the new load less the one before. */
export function phragmenPayments(election: Election, support: Support, { order, loads, before }: PhragmenRun): Payment[] {
  return order.map((project, round) => {
    const level = round + 1;
    const scale = loads.scaleAt(level);
    const now = loads.numeratorAt(level, level);
    const counts = new Map<number, number>();
    for (const { level: each, count } of loads.behind(level)) counts.set(each, count);
    const groups = [...counts].map(([each, voters]) => ({ voters, amount: now - loads.numeratorAt(each, level), emptied: false }));
    const shown = { id: election.projects[project]?.id ?? '', groups: sortedGroups(groups, scale, election.scale) };
    const levels = before[round] ?? null;
    if (levels === null) return shown;
    const from = support.start[project] as number;
    const payers = Array.from(levels, (each, at): [string, string] => [
      election.voterId(support.voter[from + at] as number),
      fenText(now - loads.numeratorAt(each, level), scale, election.scale),
    ]);
    return { ...shown, payers };
  });
}
