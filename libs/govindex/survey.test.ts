import { describe, expect, test } from 'vitest';
import { aggregate, crossTab, crossTabOfCounts, drawFromRoll, marginOf, percentText, perHundredHouseholds, rankIn, surveySampleSize } from './index.ts';

describe('the champions’ survey of Pudong, as published', () => {
  // 6,471 residents, 1,052 officials, 848 champions were asked; 6,189 residents and 1,032 officials had heard of the champions, 7,221 of both.
  const table = crossTabOfCounts([
    { group: '居民', answer: '知晓', count: 6_189 },
    { group: '居民', answer: '不知晓', count: 6_471 - 6_189 },
    { group: '干部', answer: '知晓', count: 1_032 },
    { group: '干部', answer: '不知晓', count: 1_052 - 1_032 },
  ]);
  test('every percentage comes out', () => {
    const said = table.cells.map(({ group, answer, count }) => [
      group,
      answer,
      percentText(count, table.groupTotals.find((each) => each.group === group)?.count ?? 0),
    ]);
    expect(said).toEqual([
      ['居民', '知晓', '95.6%'],
      ['居民', '不知晓', '4.4%'],
      ['干部', '知晓', '98.1%'],
      ['干部', '不知晓', '1.9%'],
    ]);
    expect(table.answerTotals[0]).toEqual({ answer: '知晓', count: 7_221, percent: expect.closeTo(95.98564, 5) });
    expect([table.total, percentText(7_221, table.total), percentText(7_221, table.total, 2)]).toEqual([7_523, '96.0%', '95.99%']);
    expect(table.total + 848).toBe(8_371);
  });
  test('answers one by one give the same table; what is not asked for is left out', () => {
    const answers = [...Array(3).fill({ group: '居民', answer: '知晓' }), { group: '居民', answer: '不知晓' }, { group: '达人', answer: '知晓' }];
    const counted = crossTab(answers, { groups: ['居民', '干部'], answers: ['知晓', '不知晓'] });
    expect(counted.cells).toEqual([
      { group: '居民', answer: '知晓', count: 3, percent: 75 },
      { group: '居民', answer: '不知晓', count: 1, percent: 25 },
      { group: '干部', answer: '知晓', count: 0, percent: null },
      { group: '干部', answer: '不知晓', count: 0, percent: null },
    ]);
    expect(counted.total).toBe(4);
  });
});

test.each([
  [1, 8, 1, '12.5%'],
  [1, 3, 1, '33.3%'],
  [2, 3, 0, '67%'],
  [1, 2_000, 1, '0.1%'],
  [1, 2_001, 1, '0.0%'],
  [29, 200, 0, '15%'],
  [0, 0, 1, ''],
])('%i of %i with %i decimals is %s', (part, whole, digits, text) => expect(percentText(part, whole, digits)).toBe(text));

test.each([
  [1_590, {}, 91],
  [1_000_000, { margin: 0.05 }, 385],
  [1_000, { margin: 0.05 }, 278],
  [500, { margin: 0.05, confidence: 0.99 as const }, 286],
  [1_000, { margin: 0.05, proportion: 0.1 }, 122],
  [10, { margin: 0.01 }, 10],
  [0, {}, 0],
])('of %i people, aiming at %j, %i are asked', (population, aim, size) => expect(surveySampleSize(population, aim)).toBe(size));

test('who is asked is drawn from the roll: the same from the same seed, and whoever comes next is the substitute', () => {
  const roll = Array.from({ length: 500 }, (_, at) => `人${at}`);
  const drawn = drawFromRoll(roll, 81, '2026 秋');
  expect([new Set(drawn).size, drawFromRoll(roll.toReversed(), 81, '2026 秋')]).toEqual([81, drawn]);
  expect(drawFromRoll(roll, 90, '2026 秋').slice(0, 81)).toEqual(drawn);
});

test('Wilson’s interval: narrower for a finite population, a point when everybody was asked', () => {
  // Worked out apart from this library, z = 1.96.
  expect(marginOf(81, 263)).toEqual({ low: expect.closeTo(0.2552876130636696, 12), high: expect.closeTo(0.36621068405342155, 12) });
  const [all, some] = [marginOf(81, 263), marginOf(81, 263, 400)];
  expect((some?.high ?? 1) - (some?.low ?? 0)).toBeLessThan((all?.high ?? 0) - (all?.low ?? 0));
  expect(marginOf(81, 263, 263)).toEqual({ low: 81 / 263, high: 81 / 263 });
  expect(marginOf(0, 0)).toBeNull();
});

describe('raw calls never enter the index', () => {
  const call = (date: string, caller = '甲', topic = '噪声', compound = '蔡路') => ({ compound, date, caller, topic });
  const treat = (calls: ReturnType<typeof call>[]) => perHundredHouseholds(calls, new Map([['蔡路', 250]]), { mergeDays: 30 });
  test('one caller about one thing within 30 days of the first is one call, in the month of the first', () => {
    expect(
      treat([call('2026-04-10'), call('2026-03-30'), call('2026-04-28'), call('2026-04-29'), call('2026-04-10', '乙'), call('2026-04-11', '甲', '停车')]),
    ).toEqual({
      name: 'per-100-households-repeats-merged',
      mergeDays: 30,
      rows: [
        { compound: '蔡路', month: '2026-03', calls: 1, merged: 1, households: 250, rate: 0.4 },
        // 10 and 28 April repeat 30 March; 29 April is the thirtieth day after it and counts anew.
        { compound: '蔡路', month: '2026-04', calls: 5, merged: 3, households: 250, rate: 1.2 },
      ],
    });
  });
  test('callers that nobody can tell apart are not merged; without households there is no rate', () => {
    expect(treat([call('2026-05-01', ''), call('2026-05-01', '')]).rows[0]).toMatchObject({ calls: 2, merged: 2, rate: 0.8 });
    expect(treat([call('2026-05-01', '甲', '噪声', '海棠')]).rows[0]).toMatchObject({ households: null, rate: null });
  });
});

describe('levels', () => {
  const unit = (id: string, households: number, total: number, coverage = 1) => ({ id, parent: 'N', households, coverage, values: [total, 10] });
  test('weighted by households; a compound without a score lowers coverage, not the mean', () => {
    expect(aggregate([unit('a', 100, 40), unit('b', 300, 60, 0.8), unit('c', 100, Number.NaN, 0.2)])).toEqual([
      { id: 'N', households: 500, householdsScored: 400, units: 3, unitsScored: 2, coverage: (100 + 240) / 500, values: [55, 10] },
    ]);
    expect(aggregate([unit('a', 0, 40)])).toMatchObject([{ coverage: 0, values: [Number.NaN, Number.NaN] }]);
  });
  test('ties share the better rank; what is provisional has none; each group by itself', () => {
    const of = (group: string, score: number | null, coverage = 1) => ({ group, score, coverage });
    expect(rankIn([of('甲', 50), of('甲', 70), of('甲', 70), of('甲', 99, 0.649), of('甲', null), of('乙', 1), of('甲', 50, 0.65)])).toEqual([
      3,
      1,
      1,
      null,
      null,
      1,
      3,
    ]);
  });
});
