import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Award } from '#modules/books';
import { infeasiblePlans, type PendingPlan, type PlanLine } from './plan-feasibility.ts';

const today = '2026-05-01';
const award = (awardId: string, yuan: bigint, categories: string[], more: Partial<Award> = {}): Award => ({
  awardId,
  projectId: 'p',
  sourceKind: 'partner',
  name: awardId,
  organisationId: null,
  plannedFen: yuan * 100n,
  categories,
  validFrom: '2026-03-01',
  validTo: '2026-12-31',
  state: 'open',
  pledgedFen: 0n,
  receivedFen: yuan * 100n,
  reservedFen: 0n,
  spentFen: 0n,
  returnedFen: 0n,
  advancedFen: 0n,
  availableFen: yuan * 100n,
  ...more,
});
const line = (text: string, yuan: bigint, category: string, awardIds: string[] | null = null): PlanLine => ({
  text,
  category,
  amountFen: yuan * 100n,
  awardIds,
});
const asked = (label: string, ...lines: PlanLine[]): PendingPlan => ({ stage: 'asked', requestId: label, label, lines });
const approved = (label: string, ...lines: PlanLine[]): PendingPlan => ({ ...asked(label, ...lines), stage: 'approved' });
const budget = (...lines: PlanLine[]): PendingPlan => ({ stage: 'budget', requestId: null, label: '预算', lines });

describe('pending plans', () => {
  it('水泥需 3,000.00 元；可以支付它的来源只有 2,100.00 元，缺 900.00 元', () => {
    const found = infeasiblePlans(
      [award('居民', 2_100n, ['materials']), award('自治金', 45_000n, ['publicity'])],
      [asked('修台阶', line('水泥', 3_000n, 'materials'))],
      today,
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      lines: [{ text: '水泥', amountFen: 300_000n }],
      payers: [{ name: '居民', amountFen: 210_000n }],
      neededFen: 300_000n,
      availableFen: 210_000n,
      missingFen: 90_000n,
      helps: [{ name: '自治金', why: 'other-use', amountFen: 4_500_000n, cures: true }],
    });
  });
  it('names what competes, and lets the next plan have its own money', () => {
    const found = infeasiblePlans(
      [award('居民', 1_000n, ['materials'])],
      [approved('灯', line('灯', 800n, 'materials')), asked('线', line('线', 300n, 'materials')), asked('钉', line('钉', 200n, 'materials'))],
      today,
    );
    expect(found.map((each) => [each.plan.label, each.lines.map(({ text }) => text), each.missingFen])).toEqual([['线', ['灯', '线'], 10_000n]]);
  });
  it('what was promised and has not come cures a request, and is counted for the rest of the budget', () => {
    const partner = award('共建单位', 0n, ['labour'], { plannedFen: 200_000n });
    expect(infeasiblePlans([partner], [asked('安装', line('电工', 1_500n, 'labour'))], today)[0]?.helps).toEqual([
      { awardId: '共建单位', name: '共建单位', why: 'promised', amountFen: 200_000n, cures: true },
    ]);
    expect(infeasiblePlans([partner], [budget(line('电工', 2_000n, 'labour'))], today)).toEqual([]);
    expect(infeasiblePlans([partner], [budget(line('电工', 2_001n, 'labour'))], today)[0]).toMatchObject({ missingFen: 100n, helps: [] });
  });
  it('a source whose days are over pays nothing, and is named', () => {
    const late = award('自治金', 500n, ['materials'], { validTo: '2026-04-30', availableFen: 0n, reservedFen: 50_000n });
    expect(infeasiblePlans([late], [approved('灯', line('灯', 500n, 'materials', ['自治金']))], today)[0]).toMatchObject({
      payers: [],
      neededFen: 50_000n,
      availableFen: 0n,
      helps: [{ why: 'out-of-time', amountFen: 50_000n, cures: true }],
    });
    // Money that pays from June on is no help for today's request, and is there for the rest of the budget.
    const later = award('公共收益', 500n, ['materials'], { validFrom: '2026-06-01' });
    expect(infeasiblePlans([later], [asked('灯', line('灯', 500n, 'materials'))], today)[0]?.helps[0]).toMatchObject({ why: 'not-yet', cures: true });
    expect(infeasiblePlans([later], [budget(line('灯', 500n, 'materials'))], today)).toEqual([]);
  });
  it('goods pay no bill, and what the policy bars is told', () => {
    const goods = award('捐来的砖', 900n, ['materials'], { sourceKind: 'in_kind' });
    const grant = award('自治金', 900n, ['materials']);
    expect(infeasiblePlans([goods, grant], [asked('水泥', line('水泥', 100n, 'materials', []))], today)[0]).toMatchObject({
      payers: [],
      helps: [{ name: '自治金', why: 'policy', cures: true }],
    });
  });

  const uses = ['a', 'b', 'c'];
  const world = fc.record({
    funds: fc.array(fc.record({ amount: fc.integer({ min: 0, max: 5 }), may: fc.subarray(uses, { minLength: 1 }), promised: fc.integer({ min: 0, max: 2 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    plans: fc.array(fc.array(fc.record({ amount: fc.integer({ min: 1, max: 3 }), use: fc.constantFrom(...uses) }), { minLength: 1, maxLength: 2 }), {
      maxLength: 3,
    }),
  });
  it('are infeasible exactly when trying everything finds no way, and the numbers add up', () => {
    fc.assert(
      fc.property(world, ({ funds, plans }) => {
        const awards = funds.map((fund, index) =>
          award(`s${index}`, 0n, fund.may, {
            availableFen: BigInt(fund.amount),
            receivedFen: BigInt(fund.amount),
            plannedFen: BigInt(fund.amount + fund.promised),
          }),
        );
        const pending = plans.map((lines, index) =>
          asked(`r${index}`, ...lines.map((each) => ({ text: each.use, category: each.use, amountFen: BigInt(each.amount), awardIds: null }))),
        );
        const found = infeasiblePlans(awards, pending, today);
        // Each plan in turn, on top of those before it that could be paid.
        const kept: { amount: number; use: string }[] = [];
        for (const [index, lines] of plans.entries()) {
          const pays = tryEverything([...kept, ...lines], funds);
          expect(found.some((each) => each.plan.label === `r${index}`)).toBe(!pays);
          if (pays) kept.push(...lines);
        }
        for (const each of found) {
          expect(each.missingFen).toBe(each.neededFen - each.availableFen);
          expect(each.missingFen > 0n).toBe(true);
          expect(each.lines.reduce((fen, one) => fen + one.amountFen, 0n)).toBe(each.neededFen);
          expect(each.payers.reduce((fen, one) => fen + one.amountFen, 0n)).toBe(each.availableFen);
          for (const help of each.helps.filter((one) => one.why === 'promised' && one.cures)) {
            const paid = awards.map((one) =>
              one.awardId === help.awardId ? { ...one, availableFen: one.availableFen + help.amountFen, receivedFen: one.plannedFen } : one,
            );
            const upTo = pending.slice(0, pending.indexOf(each.plan) + 1).filter((one) => one === each.plan || !found.some((other) => other.plan === one));
            expect(infeasiblePlans(paid, upTo, today)).toEqual([]);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Pays fen by fen in every possible way. */
function tryEverything(lines: readonly { amount: number; use: string }[], funds: readonly { amount: number; may: string[] }[]): boolean {
  const units = lines.flatMap((each) => Array.from({ length: each.amount }, () => each.use)).sort();
  const known = new Map<string, boolean>();
  const pay = (next: number, left: readonly number[]): boolean => {
    const use = units[next];
    if (use === undefined) return true;
    const key = `${next} ${left.join()}`;
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const done = funds.some(
      (fund, index) =>
        fund.may.includes(use) &&
        (left[index] ?? 0) > 0 &&
        pay(
          next + 1,
          left.map((fen, i) => (i === index ? fen - 1 : fen)),
        ),
    );
    known.set(key, done);
    return done;
  };
  return pay(
    0,
    funds.map((fund) => fund.amount),
  );
}
