import type { Clause } from './house-rule.ts';

/** One clause in two versions, side by side. */
export interface Compared {
  articleId: string;
  before: Clause | null;
  after: Clause | null;
  /** `moved`: the same words under another number or in another chapter. */
  change: 'same' | 'changed' | 'moved' | 'added' | 'removed';
}

const words = (clause: Clause): string => `${clause.heading}\n${clause.text.replace(/第[零一二三四五六七八九十百\d]+条/g, '第*条')}`;

/** Two versions clause by clause: in the order of the newer one, what was removed where it stood. Numbers alone are no change of words. */
export function compareVersions(before: readonly Clause[], after: readonly Clause[]): Compared[] {
  const olds = new Map(before.map((clause) => [clause.articleId, clause]));
  const kept = new Set(after.map((clause) => clause.articleId));
  const lines: Compared[] = [];
  const removedAfter = (position: number): void => {
    // Removed clauses that followed the one at `position`, until the next that is still there.
    for (const clause of before) {
      if (clause.position <= position) continue;
      if (kept.has(clause.articleId)) return;
      lines.push({ articleId: clause.articleId, before: clause, after: null, change: 'removed' });
    }
  };
  removedAfter(0);
  for (const clause of after) {
    const old = olds.get(clause.articleId) ?? null;
    const change =
      old === null ? 'added' : words(old) !== words(clause) ? 'changed' : old.position !== clause.position || old.chapter !== clause.chapter ? 'moved' : 'same';
    lines.push({ articleId: clause.articleId, before: old, after: clause, change });
    if (old !== null) removedAfter(old.position);
  }
  return lines;
}

/** A piece of text that stands in both, only in the older, or only in the newer. */
export interface Piece {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** The pieces by which two texts differ, character by character; texts too long to compare so are shown as removed and added. */
export function pieces(before: string, after: string): Piece[] {
  const [a, b] = [[...before], [...after]];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [midA, midB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const found: Piece[] = [{ kind: 'same', text: a.slice(0, start).join('') }];
  if (midA.length * midB.length > 1_000_000) found.push({ kind: 'removed', text: midA.join('') }, { kind: 'added', text: midB.join('') });
  else found.push(...middle(midA, midB));
  found.push({ kind: 'same', text: a.slice(a.length - end).join('') });
  const joined: Piece[] = [];
  for (const piece of found) {
    const last = joined.at(-1);
    if (piece.text === '') continue;
    if (last?.kind === piece.kind) last.text += piece.text;
    else joined.push({ ...piece });
  }
  return joined;
}

/** Longest common subsequence, walked back. */
function middle(a: readonly string[], b: readonly string[]): Piece[] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j] ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
  const found: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ kind: 'same', text: a[i] ?? '' });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))) {
      found.push({ kind: 'removed', text: a[i] ?? '' });
      i++;
    } else {
      found.push({ kind: 'added', text: b[j] ?? '' });
      j++;
    }
  }
  return found;
}
