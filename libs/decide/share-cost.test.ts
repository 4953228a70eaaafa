import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseShareCost, shareCost, splitByWeights } from './index.ts';

function shared(json: unknown) {
  const parsed = parseShareCost(json);
  if (!parsed.ok) throw new Error(parsed.error.issues.join('; '));
  return shareCost(parsed.value);
}

const airport = (totalFen: string, costs: number[]) => shared({ totalFen, members: costs.map((costFen, at) => ({ id: `m${at}`, costFen })) }).methods.shapley;

describe('Shapley value of the airport game', () => {
  test('the published check: 8, 11, 13, 18 → 2, 3, 4, 9', () => {
    expect(airport('18', [8, 11, 13, 18])).toEqual({ m0: '2', m1: '3', m2: '4', m3: '9' });
  });
  test('in whatever order they are given', () => {
    expect(airport('18', [18, 8, 13, 11])).toEqual({ m0: '9', m1: '2', m2: '4', m3: '3' });
  });
  test('a total that differs is shared in proportion', () => {
    expect(airport('36', [8, 11, 13, 18])).toEqual({ m0: '4', m1: '6', m2: '8', m3: '18' });
  });
  test('the average over all orders of arrival', () => {
    const orders = (all: number[]): number[][] =>
      all.length === 0 ? [[]] : all.flatMap((each) => orders(all.filter((other) => other !== each)).map((rest) => [each, ...rest]));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 5 }), (raw) => {
        fc.pre(Math.max(...raw) > 0);
        // Multiples of 5! make every average whole.
        const costs = raw.map((cost) => cost * 120);
        const sums = costs.map(() => 0);
        const all = orders(costs.map((_, at) => at));
        for (const order of all) {
          let highest = 0;
          for (const member of order) {
            const cost = costs[member] ?? 0;
            sums[member] = (sums[member] ?? 0) + Math.max(0, cost - highest);
            highest = Math.max(highest, cost);
          }
        }
        expect(Object.values(airport(String(Math.max(...costs)), costs) ?? {})).toEqual(sums.map((sum) => String(sum / all.length)));
      }),
    );
  });
});

describe('methods side by side', () => {
  const lift = {
    totalFen: '10000',
    members: [
      { id: '201', floor: 2, areaCentiM2: 5000 },
      { id: '301', floor: 3, areaCentiM2: '5000' },
      { id: '401', floor: '4', areaCentiM2: 2500 },
    ],
    coefficients: { '2': '0.5', '3': '1', '4': '1.5' },
  };
  test('to the fen, the odd one to the largest remainder, then in the order given', () => {
    expect(shared(lift)).toEqual({
      methods: {
        equal: { '201': '3334', '301': '3333', '401': '3333' },
        area: { '201': '4000', '301': '4000', '401': '2000' },
        floor: { '201': '1667', '301': '3333', '401': '5000' },
      },
      unavailable: { shapley: { reason: 'missing', field: 'costFen', member: '201' } },
    });
  });
  test('a floor without coefficient, areas that are all nothing', () => {
    const { unavailable } = shared({ ...lift, members: [{ id: 'a', floor: 9, areaCentiM2: 0 }] });
    expect(unavailable).toMatchObject({ floor: { reason: 'missing', field: 'coefficients', member: 'a' }, area: { reason: 'nothing-to-go-by' } });
    const homes = shared({ ...lift, members: [{ id: 'a', floor: 2 }, { id: 'b' }] });
    expect(homes.unavailable.floor).toEqual({ reason: 'missing', field: 'floor', member: 'b' });
  });
  test('amounts beyond the exact range of numbers', () => {
    const { methods } = shared({ totalFen: '900719925474099', members: [{ id: 'a' }, { id: 'b' }] });
    expect(methods.equal).toEqual({ a: '450359962737050', b: '450359962737049' });
  });
});

test('every split adds up, and no share is a whole unit off its due', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 12n }),
      fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 }),
      (total, weights) => {
        const sum = weights.reduce((all, each) => all + each, 0n);
        fc.pre(sum > 0n);
        const shares = splitByWeights(total, weights);
        expect(shares.reduce((all, each) => all + each, 0n)).toBe(total);
        shares.forEach((share, at) => {
          const off = share * sum - total * (weights[at] ?? 0n);
          expect(off < sum && off > -sum).toBe(true);
        });
      },
    ),
  );
});

test.each([
  ['no total', { members: [{ id: 'a' }] }],
  ['a negative total', { totalFen: -1, members: [{ id: 'a' }] }],
  ['nobody', { totalFen: '1', members: [] }],
  ['a member twice', { totalFen: '1', members: [{ id: 'a' }, { id: 'a' }] }],
  ['a total in fractions of a fen', { totalFen: 1.5, members: [{ id: 'a' }] }],
  ['a coefficient that is none', { totalFen: '1', members: [{ id: 'a' }], coefficients: { '1': 'half' } }],
])('%s is refused', (_case, json) => {
  expect(parseShareCost(json)).toMatchObject({ ok: false, error: { code: 'bad-input' } });
});
