import { tellingPairs } from './similar.ts';

/** What several neighbourhoods ask for: matters that say much the same. */
export interface Repeat<T> {
  /** The words that most of them share, most telling first; empty where only single pairs are shared. */
  words: string[];
  /** Newest first. */
  matters: T[];
  /** Ids of the neighbourhoods, each once. */
  places: string[];
}

/** What {@link groupsOfRepeats} looks at. */
interface Said {
  id: string;
  neighbourhoodId: string;
  title: string;
  text: string;
  category: string;
}

/** Of a long text only its opening is compared: there the subject is named. */
const openingLength = 80;
/** How much of its weight a matter shares with the first of a group to belong to it. */
const leastShare = 0.34;

/**
 * Groups matters that say much the same and keeps the groups that more than one neighbourhood has part in, the widest first. A pair of
 * characters weighs the more the fewer matters have it. Every matter joins the earliest group that it is like; so the
 * result does not depend on chance. 5,000 matters take about a second.
 */
export function groupsOfRepeats<T extends Said>(matters: readonly T[]): Repeat<T>[] {
  const said = matters.map((matter) => ({ matter, pairs: tellingPairs([...`${matter.title} ${matter.text}`].slice(0, openingLength).join('')) }));
  const having = new Map<string, number>();
  for (const { pairs } of said) for (const pair of pairs) having.set(pair, (having.get(pair) ?? 0) + 1);
  // What every tenth says tells nothing, once there are enough of them to know.
  const tooCommon = Math.max(12, matters.length / 10);
  const weight = (pair: string): number => {
    const count = having.get(pair) ?? 0;
    return count < 2 || count > tooCommon ? 0 : Math.log(1 + matters.length / count);
  };
  const groups: { total: number; members: { matter: T; pairs: string[] }[] }[] = [];
  const groupsHaving = new Map<string, number[]>();
  for (const one of said) {
    const total = one.pairs.reduce((sum, pair) => sum + weight(pair), 0);
    if (total === 0) continue;
    const shared = new Map<number, { sum: number; pairs: number }>();
    for (const pair of one.pairs)
      for (const group of groupsHaving.get(pair) ?? []) {
        const before = shared.get(group) ?? { sum: 0, pairs: 0 };
        shared.set(group, { sum: before.sum + weight(pair), pairs: before.pairs + 1 });
      }
    let best = -1;
    let bestShare = 0;
    for (const [index, { sum, pairs }] of shared) {
      // One pair of characters in common proves nothing, unless it is all that was said.
      if (pairs < 2 && one.pairs.length > 2) continue;
      const group = groups[index];
      const share = group ? sum / Math.sqrt(total * group.total) : 0;
      if (share > bestShare || (share === bestShare && index < best)) [best, bestShare] = [index, share];
    }
    const group = groups[best];
    if (group && bestShare >= leastShare) {
      group.members.push(one);
      continue;
    }
    groups.push({ total, members: [one] });
    for (const pair of one.pairs) {
      if (weight(pair) === 0) continue;
      const list = groupsHaving.get(pair);
      if (list) list.push(groups.length - 1);
      else groupsHaving.set(pair, [groups.length - 1]);
    }
  }
  return groups
    .map(({ members }) => ({
      words: wordsOf(members),
      matters: members.map(({ matter }) => matter),
      places: [...new Set(members.map(({ matter }) => matter.neighbourhoodId))],
    }))
    .filter(({ places }) => places.length > 1)
    .sort((a, b) => b.places.length - a.places.length || b.matters.length - a.matters.length);
}

/** The longest runs of characters that at least two thirds of the members have in common. */
function wordsOf(members: readonly { matter: Said; pairs: string[] }[]): string[] {
  const counts = new Map<string, number>();
  for (const { pairs } of members) for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  const common = new Set([...counts].filter(([, count]) => count * 3 >= members.length * 2).map(([pair]) => pair));
  const first = members[0];
  if (!first) return [];
  // Pairs that follow each other in the first member's words make one word: 楼道, 道灯 → 楼道灯.
  const words: string[] = [];
  let word = '';
  for (const pair of first.pairs) {
    if (!common.has(pair)) word = '';
    else if (word !== '' && word.endsWith([...pair][0] ?? '')) {
      word += [...pair][1] ?? '';
      words[words.length - 1] = word;
    } else {
      word = pair;
      words.push(word);
    }
  }
  return words.sort((a, b) => b.length - a.length).slice(0, 3);
}
