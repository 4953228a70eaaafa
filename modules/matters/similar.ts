/** Pairs of neighbouring characters of a text, punctuation and blanks left out: 「楼道灯坏」 → 楼道, 道灯, 灯坏. */
export function bigrams(text: string): Set<string> {
  const characters = [...text.normalize('NFKC').toLowerCase()].filter((character) => /[\p{L}\p{N}]/u.test(character));
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < characters.length; i++) pairs.add(`${characters[i]}${characters[i + 1]}`);
  return pairs;
}

// So common in requests that they say nothing about the subject.
const filler = bigrams('希望能够解决一下我们小区的问题建议居委会可以请帮忙大家都是没有这个怎么办能不能有人已经了吧坏了');

/** The pairs of a text that say something about its subject. */
export const tellingPairs = (text: string): string[] => [...bigrams(text)].filter((pair) => !filler.has(pair));

/**
 * How much two texts share, 0 to 1: shared pairs of characters ÷ pairs of the shorter text. In a text of a word or two (漏水,
 * 水管坏了) one shared word is enough; in longer texts it proves nothing.
 */
export function likeness(a: string, b: string): number {
  const [left, right] = [new Set(tellingPairs(a)), new Set(tellingPairs(b))];
  const smaller = Math.min(left.size, right.size);
  if (smaller === 0) return 0;
  let shared = 0;
  for (const pair of left) if (right.has(pair)) shared += 1;
  // 漏水, 楼道灯, 水管坏了: nearly the whole of what was typed.
  if (smaller <= 3) return shared / smaller;
  return shared < 2 ? 0 : shared / Math.max(smaller, 6);
}

/** The most alike of the given texts, best first, at most `limit`; only those that share a quarter or more. */
export function mostAlike<T extends { title: string; text: string }>(text: string, among: readonly T[], limit = 3): T[] {
  return among
    .map((one) => ({ one, score: Math.max(likeness(text, one.title), likeness(text, `${one.title}\n${one.text}`)) }))
    .filter(({ score }) => score >= 0.25)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ one }) => one);
}
