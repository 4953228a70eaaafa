import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const guides = ['resident', 'secretary', 'office', 'reviewer', 'auditor', 'how-to-pay-for-a-screw'];

/** Every whole string in the sources of the pages: a label is quoted as it stands, never a piece of it. */
function wordsOfThePages(): ReadonlySet<string> {
  const words = new Set<string>();
  for (const file of readdirSync(join(root, 'apps/web'), { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file) || /\.test\.|\.fixture\./.test(file)) continue;
    for (const [literal] of readFileSync(join(root, 'apps/web', file), 'utf8').matchAll(/'(?:[^'\\\n]|\\.)*'/g)) words.add(literal.slice(1, -1));
  }
  return words;
}

/** The buttons, links and headings that a guide names: 「写成这样」. */
const namedIn = (guide: string): string[] =>
  [...readFileSync(join(root, 'docs/guide', `${guide}.md`), 'utf8').matchAll(/「([^」]+)」/g)].flatMap((found) => found[1] ?? []);

describe('the guides', () => {
  const words = wordsOfThePages();
  test.each(guides)('%s names only what stands on a page', (guide) => {
    const named = namedIn(guide);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((label) => !words.has(label))).toEqual([]);
  });
  test('a button that no page has would be found out', () => {
    expect(words.has('一键搞定')).toBe(false);
    expect(words.has('发出会议通知')).toBe(true);
  });
  test('the index leads to every guide and to nothing else', () => {
    const index = readFileSync(join(root, 'docs/guide/README.md'), 'utf8');
    const linked = [...index.matchAll(/\]\(([a-z-]+)\.md\)/g)].flatMap((found) => found[1] ?? []);
    expect([...linked].sort()).toEqual([...guides].sort());
  });
});
