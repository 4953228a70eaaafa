import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PayingAward, type WantingLine, assignLines } from './assign-lines.ts';

const line = (key: string, yuan: bigint, ...awardIds: string[]): WantingLine => ({ key, category: key, amountFen: yuan * 100n, awardIds });
const award = (awardId: string, yuan: bigint): PayingAward => ({ awardId, availableFen: yuan * 100n });

describe('lines are assigned to sources', () => {
  it('one line, one source', () => {
    expect(assignLines([line('灯具', 300n, '自治金')], [award('自治金', 500n)])).toEqual({
      feasible: true,
      assignments: [{ key: '灯具', awardId: '自治金', amountFen: 30_000n }],
    });
  });
  it('keeps flexible money for the line that nothing else may pay', () => {
    // The first line would take the grant if it could; only the grant pays for publicity.
    const plan = assignLines([line('灯具', 100n, '自治金', '居民'), line('宣传', 100n, '自治金')], [award('自治金', 100n), award('居民', 100n)]);
    expect(plan).toEqual({
      feasible: true,
      assignments: [
        { key: '灯具', awardId: '居民', amountFen: 10_000n },
        { key: '宣传', awardId: '自治金', amountFen: 10_000n },
      ],
    });
  });
  it('moves a share along a chain of three sources', () => {
    const plan = assignLines([line('a', 10n, '1', '2'), line('b', 10n, '2', '3'), line('c', 10n, '1')], [award('1', 10n), award('2', 10n), award('3', 10n)]);
    expect(plan).toEqual({
      feasible: true,
      assignments: [
        { key: 'a', awardId: '2', amountFen: 1_000n },
        { key: 'b', awardId: '3', amountFen: 1_000n },
        { key: 'c', awardId: '1', amountFen: 1_000n },
      ],
    });
  });
  it('splits a line between sources to the fen', () => {
    const plan = assignLines(
      [{ key: '灯具', category: 'materials', amountFen: 333n, awardIds: ['甲', '乙'] }],
      [
        { awardId: '甲', availableFen: 100n },
        { awardId: '乙', availableFen: 233n },
      ],
    );
    expect(plan).toEqual({
      feasible: true,
      assignments: [
        { key: '灯具', awardId: '甲', amountFen: 100n },
        { key: '灯具', awardId: '乙', amountFen: 233n },
      ],
    });
  });
  it('explains a shortfall by the lines and sources that are short, leaving out those that are not', () => {
    const plan = assignLines([line('水泥', 3000n, '居民'), line('灯具', 500n, '自治金')], [award('居民', 2100n), award('自治金', 45_000n)]);
    expect(plan).toMatchObject({
      feasible: false,
      shortfall: {
        keys: ['水泥'],
        awardIds: ['居民'],
        neededFen: 300_000n,
        availableFen: 210_000n,
      },
    });
  });
  it('a line that no source may pay is short of everything', () => {
    expect(assignLines([line('酒席', 10n)], [award('自治金', 100n)])).toMatchObject({
      feasible: false,
      shortfall: { keys: ['酒席'], awardIds: [], neededFen: 1_000n, availableFen: 0n },
    });
  });
  it('nothing wanted is paid', () => {
    expect(assignLines([], [award('自治金', 1n)])).toEqual({ feasible: true, assignments: [] });
  });

  const names = ['p', 'q', 'r'] as const;
  const small = fc.record({
    lines: fc.array(fc.record({ amount: fc.integer({ min: 0, max: 4 }), may: fc.subarray([...names]) }), { maxLength: 4 }),
    funds: fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })),
  });
  it('is feasible exactly when trying every assignment finds one, and its shortfall is a true one', () => {
    fc.assert(
      fc.property(small, ({ lines, funds }) => {
        const wanting = lines.map((each, index): WantingLine => ({ key: String(index), category: 'c', amountFen: BigInt(each.amount), awardIds: each.may }));
        const paying = names.map((awardId, index): PayingAward => ({ awardId, availableFen: BigInt(funds[index] ?? 0) }));
        const plan = assignLines(wanting, paying);
        expect(plan.feasible).toBe(someAssignmentPays(lines, [...funds]));
        for (const each of wanting) {
          const shares = plan.assignments.filter(({ key }) => key === each.key);
          expect(shares.every(({ awardId, amountFen }) => each.awardIds.includes(awardId) && amountFen > 0n)).toBe(true);
          const paid = shares.reduce((sum, { amountFen }) => sum + amountFen, 0n);
          if (plan.feasible) expect(paid).toBe(each.amountFen);
          else expect(paid <= each.amountFen).toBe(true);
        }
        for (const each of paying) {
          const drawn = plan.assignments.filter(({ awardId }) => awardId === each.awardId).reduce((sum, { amountFen }) => sum + amountFen, 0n);
          expect(drawn <= each.availableFen).toBe(true);
        }
        if (!plan.feasible) {
          const { keys, awardIds, neededFen, availableFen } = plan.shortfall;
          expect(neededFen > availableFen).toBe(true);
          for (const key of keys) for (const payer of wanting.find((each) => each.key === key)?.awardIds ?? []) expect(awardIds).toContain(payer);
        }
      }),
      { numRuns: 400 },
    );
  });
});

/** Tries every way to pay fen by fen. */
function someAssignmentPays(lines: { amount: number; may: string[] }[], funds: number[]): boolean {
  const units = lines.flatMap((each) => Array.from({ length: each.amount }, () => each.may));
  const pay = (next: number, left: number[]): boolean => {
    const may = units[next];
    if (!may) return true;
    return may.some((name) => {
      const index = everyName.indexOf(name);
      if ((left[index] ?? 0) === 0) return false;
      return pay(
        next + 1,
        left.map((fund, i) => (i === index ? fund - 1 : fund)),
      );
    });
  };
  return pay(0, funds);
}
const everyName = ['p', 'q', 'r'];
