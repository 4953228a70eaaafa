import type { Home, Item, Part } from './types';

/** A test with what it has reached: `reached` and `bound` as shares of `of`, all in heads or 1/100 m². */
export interface Standing {
  text: string;
  share: number;
  bound: number;
  passed: boolean;
  /** How many more heads or 1/100 m² of yes (quorum: of answers) make it pass. */
  missing: number;
}

/**
 * The parts as they would stand with what waits on this device: an estimate, because others may have answered meanwhile.
 * Owners who have answered already are left as the server counted them.
 */
export function withWaiting(parts: readonly Part[], homes: readonly Home[], items: readonly Item[]): Part[] {
  const last = new Map<string, Item>();
  for (const item of items) if (item.kind === 'entry' && item.state === 'waiting') last.set(item.owner, item);
  return parts.map((part, index) => {
    const copy: Part = { ...part, heads: { ...part.heads, said: { ...part.heads.said } }, area: { ...part.area, said: { ...part.area.said } } };
    last.forEach((item, owner) => {
      const home = homes.find((each) => each.owner === owner);
      const area = home?.areas[index] ?? null;
      if (!home || area === null || home.answered) return;
      const word = item.choice === 'split' ? 'abstain' : item.choice;
      copy.heads.answered += 1;
      copy.area.answered += area;
      copy.heads.said[word] = (copy.heads.said[word] ?? 0) + 1;
      copy.area.said[word] = (copy.area.said[word] ?? 0) + area;
    });
    return copy;
  });
}

/** Each test of a part with how far it is, in whole numbers as the law counts them. */
export function standings(part: Part): Standing[] {
  return part.tests.map((test) => {
    const sums = part[test.measure];
    const n = test.of === 'quorum' ? sums.answered : (sums.said['yes'] ?? 0);
    const d = test.of === 'quorum' ? sums.all : sums.answered;
    const gap = d * test.num - n * test.den + (test.strict ? 1 : 0);
    const passed = d > 0 && gap <= 0;
    // A further yes raises both sides of a share of those who answered.
    const perUnit = test.of === 'quorum' ? test.den : test.den - test.num;
    return { text: test.text, share: d === 0 ? 0 : n / d, bound: test.num / test.den, passed, missing: passed ? 0 : Math.max(1, Math.ceil(gap / perUnit)) };
  });
}

/** Homes of each entrance that nobody has an answer from yet, here or at the server. */
export function left(homes: readonly Home[], items: readonly Item[]): Map<string, number> {
  const signed = new Set(items.filter((item) => item.kind === 'entry' && item.state === 'waiting').map((item) => item.owner));
  const counts = new Map<string, number>();
  for (const home of homes) {
    const open = home.answered === null && !signed.has(home.owner);
    counts.set(home.entrance, (counts.get(home.entrance) ?? 0) + (open ? 1 : 0));
  }
  return counts;
}
