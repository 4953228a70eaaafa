import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Reviewing, shareOut, type Wanting } from './share-out.ts';

const project = (n: number, topics: string[] = [], wanted = 3): Wanting => ({ id: `p${String(n).padStart(3, '0')}`, topics, wanted, taken: [] });
const reviewer = (n: number, topics: string[] = [], load = 0, capacity: number | null = null): Reviewing => ({ id: `r${n}`, topics, load, capacity });
const loads = (out: ReturnType<typeof shareOut>, reviewers: readonly Reviewing[]) =>
  reviewers.map(({ id, load }) => load + out.seats.filter(({ personId }) => personId === id).length);
const spread = (numbers: readonly number[]) => Math.max(...numbers) - Math.min(...numbers);
const topics = ['lighting', 'greening', 'parking', 'elderly'];

describe('sharing out', () => {
  test.each([
    [9, 30],
    [9, 100],
    [12, 100],
    [7, 31],
  ])('%i reviewers, %i projects: everybody full, nobody twice, loads differ by one at most, nobody barred', (m, n) => {
    const reviewers = Array.from({ length: m }, (_, at) => reviewer(at, [topics[at % 4] ?? '']));
    const projects = Array.from({ length: n }, (_, at) => project(at, [topics[(at * 7) % 4] ?? '']));
    const barred = (p: string, r: string) => (Number(p.slice(1)) * 3 + Number(r.slice(1))) % 5 === 0;
    const out = shareOut(projects, reviewers, barred, 'a1');
    expect(out.short).toEqual([]);
    expect(out.seats).toHaveLength(n * 3);
    expect(new Set(out.seats.map(({ projectId, personId }) => projectId + personId)).size).toBe(n * 3);
    expect(out.seats.filter(({ projectId, personId }) => barred(projectId, personId))).toEqual([]);
    expect(spread(loads(out, reviewers))).toBeLessThanOrEqual(1);
  });

  test('the same seed draws the same, in whatever order the input comes; another seed draws another', () => {
    const reviewers = Array.from({ length: 9 }, (_, at) => reviewer(at));
    const projects = Array.from({ length: 30 }, (_, at) => project(at));
    const once = shareOut(projects, reviewers, () => false, 'seed');
    expect(shareOut(projects.toReversed(), reviewers.toReversed(), () => false, 'seed')).toEqual(once);
    expect(shareOut(projects, reviewers, () => false, 'other')).not.toEqual(once);
  });

  test('who knows about it gets it, as long as the loads stay even', () => {
    const reviewers = [reviewer(0, ['lighting']), reviewer(1, ['greening'])];
    const out = shareOut(
      [project(0, ['lighting'], 1), project(1, ['greening'], 1), project(2, ['lighting'], 1), project(3, ['greening'], 1)],
      reviewers,
      () => false,
      'x',
    );
    expect(out.seats.every(({ byTopic }) => byTopic)).toBe(true);
    const uneven = shareOut([project(0, ['lighting'], 1), project(1, ['lighting'], 1)], reviewers, () => false, 'x');
    expect(loads(uneven, reviewers)).toEqual([1, 1]);
  });

  test('what somebody has already counts, and nobody gets more than they take', () => {
    const reviewers = [reviewer(0, [], 4), reviewer(1), reviewer(2, [], 0, 1)];
    const out = shareOut([project(0, [], 1), project(1, [], 1), project(2, [], 1), project(3, [], 1)], reviewers, () => false, 'x');
    expect(loads(out, reviewers)).toEqual([4, 3, 1]);
  });

  test('says which projects it could not fill', () => {
    const out = shareOut([project(0, [], 2), project(1, [], 2)], [reviewer(0), reviewer(1)], (p, r) => p === 'p000' && r === 'r0', 'x');
    expect(out.short).toEqual([{ projectId: 'p000', missing: 1 }]);
  });

  test('no way is more even and none fills more: against every way there is, on small rounds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
        fc.string({ maxLength: 4 }),
        (allowed, seed) => {
          const reviewers = [reviewer(0), reviewer(1), reviewer(2)];
          const projects = allowed.map((_, at) => project(at, [], 1));
          const out = shareOut(projects, reviewers, (p, r) => !allowed[Number(p.slice(1))]?.[Number(r.slice(1))], seed);
          const squares = (list: readonly number[]) => list.reduce((sum, each) => sum + each * each, 0);
          const ways = (at: number, counts: number[]): { filled: number; squares: number }[] =>
            at === allowed.length
              ? [{ filled: counts.reduce((a, b) => a + b, 0), squares: squares(counts) }]
              : [
                  ...ways(at + 1, counts),
                  ...counts.flatMap((_, r) =>
                    allowed[at]?.[r]
                      ? ways(
                          at + 1,
                          counts.map((count, i) => (i === r ? count + 1 : count)),
                        )
                      : [],
                  ),
                ];
          const all = ways(0, [0, 0, 0]);
          const most = Math.max(...all.map(({ filled }) => filled));
          expect(out.seats.length).toBe(most);
          expect(squares(loads(out, reviewers))).toBe(Math.min(...all.filter(({ filled }) => filled === most).map((way) => way.squares)));
        },
      ),
    );
  });
});
