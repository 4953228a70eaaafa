import type { District } from './read-data.ts';
import type { Scores } from './score.ts';

/** What compounds may be compared by, beside their leaves: traits as numbers in one order (NaN = unknown), tags as names. Neither is ever scored. */
export interface Likeness {
  traits?: (compound: number) => readonly number[];
  tags?: (compound: number) => readonly string[];
}

/** A compound of the same kind and how far it is from another: 0 = the same, 1 = nothing in common. */
export interface LookAlike {
  compound: number;
  /** Mean of the parts that can be told. */
  distance: number;
  /** Weighted root mean square of the differences of the normalised leaves that both have. */
  leafDistance: number;
  /** d ÷ (1 + d), d = root mean square of the differences of the traits, in standard deviations of the kind; null without traits. */
  traitDistance: number | null;
  /** Share of the tags of both that only one has (Jaccard); null where neither has any. */
  tagDistance: number | null;
}

/** The compounds of the same kind that are most alike in a month, the nearest first. Those that share less than half of the weight with it are left out. */
export function lookAlikes(district: District, scores: Scores, compound: number, month: number, options: Likeness & { most?: number } = {}): LookAlike[] {
  const { panel, tree } = district;
  const { traits, tags, most = 5 } = options;
  const kind = panel.kindOf[compound] ?? 0;
  const members = Array.from({ length: panel.compounds }, (_, at) => at).filter((at) => panel.kindOf[at] === kind);
  const spread = traits ? spreadOf(members.map(traits)) : [];
  const whole = tree.leaves.reduce((sum, leaf) => sum + leaf.weight, 0);
  const zOf = (at: number, leaf: number) => scores.z[(at * panel.months + month) * panel.leaves + leaf] ?? Number.NaN;
  const found: LookAlike[] = [];
  for (const other of members) {
    if (other === compound) continue;
    let [squares, weight] = [0, 0];
    for (let leaf = 0; leaf < panel.leaves; leaf += 1) {
      const difference = zOf(compound, leaf) - zOf(other, leaf);
      if (difference !== difference) continue;
      squares += difference * difference * (tree.leaves[leaf]?.weight ?? 0);
      weight += tree.leaves[leaf]?.weight ?? 0;
    }
    if (weight === 0 || weight < whole / 2) continue;
    const leafDistance = Math.sqrt(squares / weight);
    const traitDistance = traits ? traitsApart(traits(compound), traits(other), spread) : null;
    const tagDistance = tags ? tagsApart(tags(compound), tags(other)) : null;
    const parts = [leafDistance, traitDistance, tagDistance].filter((part) => part !== null);
    found.push({ compound: other, distance: parts.reduce((sum, part) => sum + part, 0) / parts.length, leafDistance, traitDistance, tagDistance });
  }
  return found.sort((one, other) => one.distance - other.distance || one.compound - other.compound).slice(0, most);
}

/** Standard deviation of each trait over the kind. */
function spreadOf(all: readonly (readonly number[])[]): number[] {
  const length = Math.max(0, ...all.map((each) => each.length));
  return Array.from({ length }, (_, at) => {
    const values = all.map((each) => each[at] ?? Number.NaN).filter((value) => value === value);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  });
}

function traitsApart(one: readonly number[], other: readonly number[], spread: readonly number[]): number | null {
  let [squares, count] = [0, 0];
  spread.forEach((deviation, at) => {
    const difference = (one[at] ?? Number.NaN) - (other[at] ?? Number.NaN);
    if (difference !== difference || !(deviation > 0)) return;
    squares += (difference / deviation) ** 2;
    count += 1;
  });
  if (count === 0) return null;
  const distance = Math.sqrt(squares / count);
  return distance / (1 + distance);
}

function tagsApart(one: readonly string[], other: readonly string[]): number | null {
  const all = new Set([...one, ...other]);
  if (all.size === 0) return null;
  return 1 - [...all].filter((tag) => one.includes(tag) && other.includes(tag)).length / all.size;
}

/** A compound that was as low in a leaf and came back. */
export interface Recovered {
  compound: number;
  distance: number;
  /** Positions of the last month in which it was as low, and of the month in which it was back. */
  lowMonth: number;
  backMonth: number;
  lowValue: number;
  backValue: number;
  monthsTaken: number;
}

/** Which recoveries count. */
export interface RecoveryOptions extends Likeness {
  /** The normalised value to come back to; what the compound itself has in the month unless set. */
  target?: number;
  most?: number;
  /** All look-alikes, the nearest first, where they are known already. */
  alike?: readonly LookAlike[];
}

/**
 * Look-alikes that were at or below `level` (a normalised value) in a leaf and came back to where this compound stands, and stayed there for the two months after,
 * as far as these are known. Their latest recovery, the most alike first.
 */
export function recoveredFrom(
  district: District,
  scores: Scores,
  compound: number,
  month: number,
  leaf: number,
  level: number,
  options: RecoveryOptions = {},
): Recovered[] {
  const { panel } = district;
  const { months, leaves } = panel;
  const at = (other: number, when: number) => (other * months + when) * leaves + leaf;
  const target = options.target ?? scores.z[at(compound, month)] ?? Number.NaN;
  if (!(target > level)) return [];
  const { most = 3 } = options;
  const found: Recovered[] = [];
  for (const { compound: other, distance } of options.alike ?? lookAlikes(district, scores, compound, month, { ...options, most: panel.compounds })) {
    for (let back = month; back >= 1; back -= 1) {
      if (!((scores.z[at(other, back)] ?? Number.NaN) >= target)) continue;
      if ([1, 2].some((later) => back + later <= month && (scores.z[at(other, back + later)] ?? target) < target)) continue;
      let low = back - 1;
      while (low >= 0 && !((scores.z[at(other, low)] ?? Number.NaN) <= level)) low -= 1;
      if (low < 0) break;
      let first = low + 1;
      while (first < back && !((scores.z[at(other, first)] ?? Number.NaN) >= target)) first += 1;
      found.push({
        compound: other,
        distance,
        lowMonth: low,
        backMonth: first,
        lowValue: panel.values[at(other, low)] ?? Number.NaN,
        backValue: panel.values[at(other, first)] ?? Number.NaN,
        monthsTaken: first - low,
      });
      break;
    }
    if (found.length >= most) break;
  }
  return found;
}
