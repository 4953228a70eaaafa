import { describe, expect, test } from 'vitest';
import { applyRule, digestOf, needsTheBallots, scenariosOf } from './allocation.ts';
import { allocationInput, type AllocationInput } from './allocation-input.ts';
import { equalParts } from './equal-parts.ts';
import { spreadOf } from './spread.ts';

const project = (n: number, placeId: string, askedYuan: number, mean: number, otherYuan = 0): AllocationInput['projects'][number] => ({
  id: `p${n}`,
  key: `2026-00${n}`,
  title: `项目${n}`,
  placeId,
  tier: null,
  tierCapFen: null,
  askedFen: String(askedYuan * 100),
  totalFen: String((askedYuan + otherYuan) * 100),
  mean: [String(mean), '1'],
});
const input = (more: Partial<AllocationInput> = {}): AllocationInput =>
  allocationInput.parse({
    format: 1,
    roundId: 'r',
    poolFen: '6000000',
    minimumCentipoints: null,
    projectCapFen: null,
    placeCaps: [],
    tierCaps: [],
    places: ['a', 'b', 'c', 'd'].map((id) => ({ id, name: id })),
    projects: [project(1, 'a', 30_000, 90, 60_000), project(2, 'a', 25_000, 85), project(3, 'b', 20_000, 80, 10_000), project(4, 'c', 10_000, 60)],
    reviewers: [
      [
        ['p1', 9000],
        ['p2', 8500],
      ],
      [
        ['p3', 8000],
        ['p4', 6000],
      ],
    ],
    residents: null,
    ...more,
  });
const grants = (one: { lines: readonly { id: string; grantFen: string }[] }) =>
  Object.fromEntries(one.lines.map(({ id, grantFen }) => [id, Number(grantFen) / 100]));
const line = (one: ReturnType<typeof applyRule>, id: string) => one.lines.find((each) => each.id === id);

describe('by score', () => {
  test('the best first, passing over what no longer fits, each loser told what was missing', () => {
    const by = applyRule('score', input());
    expect(grants(by)).toEqual({ p1: 30_000, p2: 25_000, p3: 0, p4: 0 });
    expect(line(by, 'p3')).toMatchObject({ reason: 'money-spent', missingFen: '1500000', neededCentipoints: 8501 });
    // With 85.01 it stands before the second, takes 20,000 of the 30,000 that are left, and the second no longer fits.
    const raised = input();
    raised.projects[2] = { ...project(3, 'b', 20_000, 0, 10_000), mean: ['8501', '100'] };
    expect(grants(applyRule('score', raised))).toEqual({ p1: 30_000, p2: 0, p3: 20_000, p4: 10_000 });
    raised.projects[2] = { ...project(3, 'b', 20_000, 0, 10_000), mean: ['8500', '100'] };
    expect(grants(applyRule('score', raised))['p3']).toBe(0);
  });
  test('stops at the first that no longer fits under the stricter rule', () => {
    const few = input({ poolFen: '4500000' });
    expect(grants(applyRule('score', few))).toEqual({ p1: 30_000, p2: 0, p3: 0, p4: 10_000 });
    expect(grants(applyRule('score-stop', few))).toEqual({ p1: 30_000, p2: 0, p3: 0, p4: 0 });
    expect(line(applyRule('score-stop', few), 'p4')?.reason).toBe('stopped-before');
  });
  test('the highest sum of points buys other projects than the order does', () => {
    expect(grants(applyRule('score-knapsack', input()))).toEqual({ p1: 30_000, p2: 0, p3: 20_000, p4: 10_000 });
  });
  test('a mean that differs by a ten-thousandth is no tie', () => {
    const close = input({ poolFen: '1000000', projects: [project(1, 'a', 10_000, 80), { ...project(2, 'b', 10_000, 0), mean: ['800001', '10000'] }] });
    expect(applyRule('score', close)).toMatchObject({ ties: [] });
    expect(grants(applyRule('score', close))).toEqual({ p1: 0, p2: 10_000 });
    const equal = input({ poolFen: '1000000', projects: [project(2, 'a', 10_000, 80), project(1, 'b', 10_000, 80)] });
    expect(applyRule('score', equal).ties).toEqual([{ tied: ['2026-001', '2026-002'], chosen: '2026-001' }]);
  });
});

describe('caps', () => {
  test('of a neighbourhood, of a project, of a kind, and the least mean', () => {
    expect(grants(applyRule('score', input({ placeCaps: [{ placeId: 'a', fen: '4000000', basis: '全年额度' }] })))).toEqual({
      p1: 30_000,
      p2: 0,
      p3: 20_000,
      p4: 10_000,
    });
    expect(line(applyRule('score', input({ placeCaps: [{ placeId: 'a', fen: '4000000', basis: '' }] })), 'p2')).toMatchObject({
      reason: 'cap-full',
      missingFen: '1500000',
    });
    const capped = applyRule('score', input({ projectCapFen: '2000000' }));
    expect(grants(capped)).toEqual({ p1: 20_000, p2: 20_000, p3: 20_000, p4: 0 });
    expect(line(capped, 'p1')?.capped).toBe(true);
    expect(line(capped, 'p3')?.capped).toBe(false);
    const kinds = input({ tierCaps: [{ tier: 'small', fen: '2500000' }] });
    kinds.projects = kinds.projects.map((each) => ({ ...each, tier: each.id === 'p4' ? null : 'small' }));
    expect(grants(applyRule('score', kinds))).toEqual({ p1: 0, p2: 25_000, p3: 0, p4: 10_000 });
    const small = input();
    small.projects = small.projects.map((each) => ({ ...each, tierCapFen: '1000000' }));
    expect(grants(applyRule('score', small))).toEqual({ p1: 10_000, p2: 10_000, p3: 10_000, p4: 10_000 });
    const strict = applyRule('score', input({ minimumCentipoints: 8000 }));
    expect(grants(strict)['p4']).toBe(0);
    expect(line(strict, 'p4')).toMatchObject({ reason: 'below-minimum', neededCentipoints: 8000 });
  });
});

describe('equal parts', () => {
  test('give everybody the same, nobody more than asked, no neighbourhood more than its cap, and lose no fen', () => {
    expect(grants(applyRule('equal-shares', input()))).toEqual({ p1: 16_666, p2: 16_666, p3: 16_666, p4: 10_000 });
    expect(applyRule('equal-shares', input()).leftFen).toBe('200');
    expect(grants(applyRule('equal-shares', input({ placeCaps: [{ placeId: 'a', fen: '2000000', basis: '' }] })))).toEqual({
      p1: 10_000,
      p2: 10_000,
      p3: 20_000,
      p4: 10_000,
    });
    expect([...equalParts(0n, [{ id: 'x', group: 'g', mostFen: 5n }], new Map()).values()]).toEqual([0n]);
  });
});

describe('votes', () => {
  test('reviewers as voters: each has an equal part of the pool', () => {
    expect(grants(applyRule('reviewers-shares', input()))).toMatchObject({ p1: 30_000, p3: 20_000 });
  });
  test('the residents’ own vote by three rules, where there is one', () => {
    expect(scenariosOf(input()).map(({ rule }) => rule)).toEqual(['score', 'score-stop', 'score-knapsack', 'equal-shares', 'reviewers-shares']);
    const voted = input({
      residents: { source: '居民投票', voteType: 'approval', maxLength: null, ballots: [['p1', 'p2'], ['p1', 'p2'], ['p1', 'p2'], ['p4', 'gone'], ['p4']] },
    });
    const outcomes = new Map(scenariosOf(voted).map((each) => [each.rule, each]));
    expect(grants(outcomes.get('residents-votes') ?? { lines: [] })).toEqual({ p1: 30_000, p2: 25_000, p3: 0, p4: 0 });
    expect(grants(outcomes.get('residents-shares') ?? { lines: [] })).toMatchObject({ p1: 30_000, p4: 10_000 });
    expect(outcomes.get('residents-shares')).toMatchObject({ voters: 5, votersWithout: 0 });
    expect(outcomes.get('residents-votes')).toMatchObject({ voters: 5, votersWithout: 2 });
    expect(outcomes.has('residents-phragmen')).toBe(true);
  });
  test('of a secret vote what each got is enough for the order by votes; what needs the ballots is left out, and nobody is said to be without', () => {
    const vote = { source: '居民投票', voteType: 'approval' as const, maxLength: null };
    const ballots = [['p1', 'p2'], ['p1', 'p2'], ['p1', 'p2'], ['p4', 'p2'], ['p4']];
    const counted = input({
      residents: {
        ...vote,
        ballots: [],
        counts: {
          voters: 5,
          got: [
            ['p1', 3],
            ['p2', 4],
            ['p3', 0],
            ['p4', 2],
          ],
        },
      },
    });
    const rules = scenariosOf(counted).map(({ rule }) => rule);
    expect(rules).toContain('residents-votes');
    expect(rules.filter(needsTheBallots)).toEqual([]);
    const [byCounts, byBallots] = [applyRule('residents-votes', counted), applyRule('residents-votes', input({ residents: { ...vote, ballots } }))];
    const what = (outcome: typeof byCounts) => outcome.lines.map(({ id, grantFen, turn, reason, missingFen }) => [id, grantFen, turn, reason, missingFen]);
    expect(what(byCounts)).toEqual(what(byBallots));
    expect(byCounts).toMatchObject({ voters: 5, votersWithout: null });
    expect(byCounts.lines.every(({ missingVotes }) => missingVotes === null)).toBe(true);
  });
});

describe('what is shown beside', () => {
  test('money by neighbourhood, those without any, other money for each yuan', () => {
    const by = applyRule('score', input());
    expect(by.places.map(({ fen }) => fen)).toEqual(['5500000', '0', '0', '0']);
    expect(by).toMatchObject({
      giniTenThousandths: 7500,
      placesWithout: 3,
      otherFen: '6000000',
      leverageHundredths: 109,
      sumFen: '5500000',
      leftFen: '500000',
    });
    expect(spreadOf([5n, 5n, 5n]).giniTenThousandths).toBe(0);
    expect(spreadOf([0n, 10n]).curve).toEqual([
      { places: 0, money: 0 },
      { places: 5000, money: 0 },
      { places: 10_000, money: 10_000 },
    ]);
  });
  test('the same inputs give the same outcome to the byte', () => {
    const once = JSON.stringify(scenariosOf(input()));
    expect(digestOf(JSON.stringify(scenariosOf(allocationInput.parse(JSON.parse(JSON.stringify(input()))))))).toBe(digestOf(once));
  });
  test('a hundred projects are done in a moment', () => {
    const many = input({
      poolFen: '80000000',
      projects: Array.from({ length: 100 }, (_, n) => project(n + 1, 'abcd'[n % 4] ?? 'a', 8_000 + ((n * 37) % 23) * 1000, 55 + ((n * 13) % 40))),
      reviewers: [],
    });
    expect(scenariosOf(many).map(({ rule }) => rule)).toContain('score-knapsack');
  }, 20_000);
});
