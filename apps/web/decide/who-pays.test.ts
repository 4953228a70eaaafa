import { describe, expect, test } from 'vitest';
import { exampleCoefficients, floorShares, readCoefficients } from './floor-shares.ts';
import { areaOf, homesText, readHomes } from './homes.ts';
import { type CostQuestion, type MethodShares, whoPays } from './who-pays.ts';

const question = (rows: string, totalFen: bigint, more: Partial<CostQuestion> = {}): CostQuestion => ({
  what: '',
  totalFen,
  homes: readHomes(rows).homes,
  source: 'none',
  coefficients: null,
  within: 'each',
  ...more,
});
const sum = (one: MethodShares) => ('shares' in one ? one.shares.reduce((all, share) => all + share, 0n) : null);

describe('rows of homes', () => {
  test('come from a spreadsheet, with commas or with spaces, and a head line is passed over', () => {
    for (const rows of [
      '门牌\t楼层\t面积\t费用\n101\t1层\t86.5㎡\t8\n\n201\t2\t90\t11',
      '户主地址\t所在楼层\n101\t1\t86.5\t8\n201\t2\t90\t11',
      '101，1，86.50，8\n201,2F,90,11',
      '101 1 86.5 8\n  201 2 90.00 11',
    ])
      expect(readHomes(rows)).toEqual({
        homes: [
          { id: '101', floor: 1, areaCentiM2: 8650n, costFen: 800n },
          { id: '201', floor: 2, areaCentiM2: 9000n, costFen: 1100n },
        ],
        faults: [],
      });
    expect(homesText(readHomes('101,1,86.5\n201,2').homes)).toBe('101\t1\t86.50\n201\t2');
  });
  test('that cannot be read are named with their line and cell', () => {
    expect(readHomes('101,一,86,8\n102,2,86.555\n\n101,3\n,4\n105,5,80,八千\n106,1,2,3,4').faults).toEqual([
      { row: 1, code: 'floor', cell: '一' },
      { row: 2, code: 'area', cell: '86.555' },
      { row: 4, code: 'twice', cell: '101' },
      { row: 5, code: 'no-home', cell: ',4' },
      { row: 6, code: 'cost', cell: '八千' },
      { row: 7, code: 'too-many', cell: '4' },
    ]);
    expect(areaOf('-3')).toBeUndefined();
    expect(readCoefficients('1 0\n2=0.5\n2 0.6\n三 1').faults).toEqual([
      { row: 3, cell: '2 0.6' },
      { row: 4, cell: '三 1' },
    ]);
  });
});

describe('who pays what', () => {
  test('the published case: serving each alone costs 8, 11, 13, 18, so they pay 2, 3, 4, 9', () => {
    const shapley = whoPays(question('1,1,,8\n2,2,,11\n3,3,,13\n4,4,,18', 1800n)).find(({ method }) => method === 'shapley');
    expect(shapley).toEqual({ method: 'shapley', shares: [200n, 300n, 400n, 900n] });
  });
  test('every column adds up to the total, to the fen', () => {
    const rows = '101,1,86.5,1\n102,1,43.21,1\n201,2,90,7.77\n301,3,61.3,9\n401,4,61.3,13.01';
    const { homes } = readHomes(rows);
    const totals = (['each', 'times-area', 'floor-first'] as const).flatMap((within) =>
      whoPays(question(rows, 1_000_001n, { source: 'guangzhou', coefficients: exampleCoefficients('guangzhou', homes), within })).map(sum),
    );
    expect(new Set(totals)).toEqual(new Set([1_000_001n]));
    expect(totals).toHaveLength(12);
  });
  test('the published coefficients: Guangzhou 0, 0.5, 1, 1.1 with homes of a floor by area; the plan of the trade 0, 0, 0.7, 0.8', () => {
    const { homes } = readHomes('101,1,50\n201,2,50\n301,3,60\n302,3,40\n401,4,50');
    expect([...exampleCoefficients('guangzhou', homes)]).toEqual([
      [1, 0n],
      [2, 500n],
      [3, 1000n],
      [4, 1100n],
    ]);
    expect([...exampleCoefficients('industry', homes).values()]).toEqual([0n, 0n, 700n, 800n]);
    expect(floorShares(26_000n, homes, exampleCoefficients('guangzhou', homes), 'floor-first')).toEqual([0n, 5000n, 6000n, 4000n, 11_000n]);
  });
  test('a method that lacks something says what and for whom, and the others stand', () => {
    const found = whoPays(question('101,1,50\n201,2', 100n));
    expect(found).toEqual([
      { method: 'equal', shares: [50n, 50n] },
      { method: 'area', why: { missing: 'area', home: '201' } },
      { method: 'floor', why: { missing: 'source', home: null } },
      { method: 'shapley', why: { missing: 'cost', home: '101' } },
    ]);
    const { homes } = readHomes('B1,-1,50\n101,1,50');
    expect(floorShares(100n, homes, exampleCoefficients('industry', homes), 'times-area')).toEqual({ missing: 'coefficient', home: 'B1' });
    expect(floorShares(100n, readHomes('101,1,50').homes, new Map([[1, 0n]]), 'each')).toEqual({ missing: 'weight', home: null });
  });
});
