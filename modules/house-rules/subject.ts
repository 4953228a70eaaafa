import type { Clause } from './house-rule.ts';

/** Pairs of neighbouring characters, punctuation and blanks left out: 「楼道堆物」 → 楼道, 道堆, 堆物. */
export function bigrams(text: string): string[] {
  const characters = [...text.normalize('NFKC').toLowerCase()].filter((character) => /[\p{L}\p{N}]/u.test(character));
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < characters.length; i++) pairs.add(`${characters[i]}${characters[i + 1]}`);
  return [...pairs];
}

/** What a clause is found by. */
export const indexOf = (clause: Pick<Clause, 'chapter' | 'heading' | 'text' | 'topics'>): string[] => [
  ...new Set([clause.chapter, clause.heading, clause.text, ...clause.topics].flatMap(bigrams)),
];

/** Words typed with 、，, or blanks between them → the words, at most 20 of at most 20 characters. */
export const readTopics = (typed: string): string[] =>
  [...new Set(typed.split(/[、，,;；\s]+/).filter((word) => word !== '' && [...word].length <= 20))].slice(0, 20);

/** The topics of a clause that a subject speaks of. */
export function topicsSpokenOf(clause: Pick<Clause, 'topics'>, subject: string): string[] {
  const text = subject.normalize('NFKC').toLowerCase();
  return clause.topics.filter((topic) => text.includes(topic.normalize('NFKC').toLowerCase()));
}

/** Clauses that a subject speaks of, those with most of their topics first, at most `limit`. */
export function clausesSpokenOf<C extends Pick<Clause, 'topics'>>(clauses: readonly C[], subject: string, limit = 5): (C & { spoken: string[] })[] {
  return clauses
    .map((clause) => ({ ...clause, spoken: topicsSpokenOf(clause, subject) }))
    .filter((clause) => clause.spoken.length > 0)
    .sort((a, b) => b.spoken.join('').length - a.spoken.join('').length)
    .slice(0, limit);
}
