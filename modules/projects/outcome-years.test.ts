import { describe, expect, it } from 'vitest';
import { outcomeSeries, theTargetIsReached, yearOfReading } from './outcome-years.ts';

describe('yearOfReading', () => {
  it.each([
    ['2025-12-30', 0], // at the closing
    ['2026-06-30', 1], // half a year counts for the year to come
    ['2026-12-31', 1],
    ['2027-05-01', 1],
    ['2027-06-30', 2],
    ['2025-01-01', 0], // before the closing
  ])('a reading of %s belongs to year %i', (day, year) => expect(yearOfReading(day, '2025-12-31')).toBe(year));
});

describe('outcomes', () => {
  it('the fee collection of 海湾新城: 71 % before, over 90 % a year later', () => {
    const reading = { id: 'r', indicatorNo: 1, measuredOn: '2025-12-31', actual: '90.40', source: '物业公司收费台账', note: '', byName: '书记' };
    const indicators = [{ name: '物业费收缴率', unit: '%', baseline: '71', target: '90' }];
    const years = [1, 2, 3].map((yearNo) => ({ id: `y${yearNo}`, projectId: 'p', yearNo, dueDay: `${2024 + yearNo}-12-31` }));
    const [series] = outcomeSeries({ indicators } as Parameters<typeof outcomeSeries>[0], [reading], years, '2024-12-31');
    expect(series).toMatchObject({ reached: true, years: [{ reading: { actual: '90.40' } }, { reading: null }, { reading: null }] });
  });
  it('a figure that should fall has reached its target at or below it', () => {
    expect([theTargetIsReached('4', '0', '0'), theTargetIsReached('4', '0', '1'), theTargetIsReached('71', '90', '89.99')]).toEqual([true, false, false]);
  });
});
