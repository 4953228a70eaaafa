import { describe, expect, test } from 'vitest';
import { packSchema, type PolicyPack, resolvePack } from '#libs/policy';
import { measureAgainstQuota, type Quota, suggestQuotas } from './quota.ts';
import { aNudgeIsNotRepeatedWithoutNeed, type PlaceFacts, whereItStands } from './not-applied.ts';

const base = { clause: '第二条', source: '试验办法', status: 'text', blocks: true, validFrom: null, validTo: null };
const packOf = (rules: object[]): PolicyPack =>
  packSchema.parse({ code: 'try', title: { zh: '试', en: 'try' }, version: '1', validFrom: null, validTo: null, inherits: null, note: null, rules });
const resolved = (rules: object[]) => {
  const done = resolvePack([packOf(rules)], 'try', [], '2026-11-02');
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value;
};
const formula = (mostFen?: string) => ({
  ...base,
  id: 'year-cap',
  kind: 'cap',
  title: { zh: '年度额度', en: 'year' },
  scope: 'neighbourhood-year',
  amountFen: null,
  formula: { per: 'household', each: 100, amountFen: '100000', beyond: 1000, baseFen: '5000000', rounding: 'started', ...(mostFen ? { mostFen } : {}) },
});
const place = (neighbourhoodId: string, households: number | null) => ({ neighbourhoodId, kind: 'residents', households, residents: null });

describe('suggestQuotas', () => {
  test('reckons the policy’s formula for each place, and never guesses the heads', () => {
    const [big, small, unknown] = suggestQuotas(resolved([formula()]), [place('a', 1250), place('b', 800), place('c', null)]);
    expect(big).toMatchObject({ fen: 5_300_000n, blocks: true, missing: null });
    expect(small?.fen).toBe(5_000_000n);
    expect(unknown).toMatchObject({ fen: null, missing: 'households', steps: [] });
  });
  test('is silent where the policy is, and asks for what it leaves open', () => {
    expect(suggestQuotas(resolved([]), [place('a', 10)])[0]).toMatchObject({ fen: null, openFields: [], missing: null });
    const open = { ...base, id: 'cap', kind: 'cap', title: { zh: '额', en: 'cap' }, scope: 'neighbourhood-year', amountFen: null };
    expect(suggestQuotas(resolved([open]), [place('a', 10)])[0]).toMatchObject({ fen: null, openFields: ['cap.amountFen'] });
  });
  test('adjustments move it one after another, each with its reason', () => {
    const [one] = suggestQuotas(
      resolved([formula()]),
      [place('a', 1000)],
      [
        { neighbourhoodId: 'a', percent: 80, reason: '上年评定为合格' },
        { neighbourhoodId: 'a', addFen: 100n, reason: '补差' },
        { neighbourhoodId: 'b', percent: 0, reason: '别处' },
      ],
    );
    expect(one?.fen).toBe(4_000_100n);
    expect(one?.steps.map(({ text, fen }) => [text, fen])).toEqual([
      ['规定的年度额度（按 1000 户计算）', '5000000'],
      ['上年评定为合格', '4000000'],
      ['补差', '4000100'],
    ]);
  });
});

describe('measureAgainstQuota', () => {
  const quota: Quota = {
    neighbourhoodId: 'a',
    no: 1,
    amountFen: 100n,
    countLimit: 2,
    proposedFen: null,
    basis: [],
    reason: '',
    binds: 'award',
    over: 'refuse',
    setByName: '某',
    setOn: '2026-11-02',
  };
  test.each([
    [{ fen: 100n, count: 2, what: 'award' as const }, null],
    [
      { fen: 101n, count: 2, what: 'award' as const },
      { overFen: 1n, overCount: 0, refused: true },
    ],
    // The sum binds awards alone here; the number of applications binds in any case.
    [
      { fen: 999n, count: 3, what: 'application' as const },
      { overFen: 0n, overCount: 1, refused: true },
    ],
    [{ fen: 999n, count: 2, what: 'application' as const }, null],
  ])('case %#', (of, expected) => expect(measureAgainstQuota(quota, of)).toEqual(expected));
  test('names what is above where the office only wants it named, and measures nothing without a quota', () => {
    expect(measureAgainstQuota({ ...quota, over: 'name' }, { fen: 150n, count: 1, what: 'award' })).toEqual({ overFen: 50n, overCount: 0, refused: false });
    expect(measureAgainstQuota(null, { fen: 150n, count: 1, what: 'award' })).toBeNull();
  });
});

describe('whereItStands', () => {
  const facts: PlaceFacts = {
    applied: 0,
    returned: 0,
    drafts: 0,
    lastYear: 2025,
    refusedBefore: false,
    quotaFen: null,
    countLimit: null,
    usedFen: 0n,
    usedCount: 0,
  };
  test.each([
    [{ applied: 1, drafts: 1 }, 'applied'],
    [{ returned: 1 }, 'returned'],
    [{ drafts: 2, refusedBefore: true }, 'draft'],
    [{ quotaFen: 0n }, 'no-money-left'],
    [{ countLimit: 0 }, 'no-money-left'],
    [{ refusedBefore: true, lastYear: null }, 'refused-before'],
    [{ lastYear: 2024 }, 'sleeping'],
    [{ lastYear: 2025 }, 'silent'],
    [{ lastYear: null }, 'never'],
  ] as const)('case %#', (change, expected) => expect(whereItStands({ ...facts, ...change }, 2026, 2)).toBe(expected));
  test('nobody sleeps where the office has not said after how many years', () =>
    expect(whereItStands({ ...facts, lastYear: 2010 }, 2026, null)).toBe('silent'));
  test('a second nudge needs a word', () => {
    expect([aNudgeIsNotRepeatedWithoutNeed(0, ''), aNudgeIsNotRepeatedWithoutNeed(1, ' '), aNudgeIsNotRepeatedWithoutNeed(1, '延期了')]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
