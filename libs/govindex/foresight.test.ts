import { describe, expect, test } from 'vitest';
import {
  backTest,
  bestOfKind,
  createScorer,
  type District,
  districtOf,
  drawOf,
  forecast,
  foresee,
  lookAlikes,
  recoveredFrom,
  thresholdsOf,
  verdictSentence,
  warningsFor,
} from './index.ts';

/** A district of one kind whose only leaf follows a rule; all compounds are in the sample. */
function district(
  compounds: number,
  months: number,
  leaves: readonly { code: string; direction: 1 | -1; at: (compound: number, month: number) => number }[],
): District {
  const result = districtOf({
    leaves: leaves.map(({ code, direction }) => ({ code, name: code, parents: ['A'], direction, weight: null, source: '' })),
    compounds: Array.from({ length: compounds }, (_, at) => ({ id: `C${at}`, kind: '商品房', inSample: true })),
    months: Array.from({ length: months }, (_, at) => `${at + 1}`),
    cells: Array.from({ length: compounds * months * leaves.length }, (_, cell) => {
      const [compound, month, leaf] = [Math.floor(cell / (months * leaves.length)), Math.floor(cell / leaves.length) % months, cell % leaves.length];
      return { compound: `C${compound}`, month: `${month + 1}`, leaf: leaves[leaf]?.code ?? '', value: leaves[leaf]?.at(compound, month) ?? Number.NaN };
    }).filter(({ value }) => value === value),
  });
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.value;
}

describe('methods', () => {
  const series = [4, 5, Number.NaN, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17];
  test.each([
    ['persistence', [17, 17]],
    // Months 15 and 16 as a year before: months 3 (missing, nothing earlier) and 4.
    ['seasonal-naive', [Number.NaN, 7]],
    ['mean-of-12', [(7 + 17) / 2, (7 + 17) / 2]],
    ['trend', [18, 19]],
  ] as const)('%s', (method, expected) =>
    expect([...foresee(method, series, series.length, 2)]).toEqual(expected.map((value) => (value === value ? expect.closeTo(value, 9) : value))),
  );
  test('smoothing takes the rate that foresaw the past best: after one lasting step, the quickest', () => {
    expect(foresee('smoothing', [1, 1, 1, 1, 9, 9, 9, 9], 8, 1)[0]).toBeCloseTo(9 - 8 * 0.1 ** 4, 9);
  });
  test('the trend is not led astray by one wild month', () => expect(foresee('trend', [1, 2, 3, 400, 5, 6, 7], 7, 1)[0]).toBeCloseTo(8, 9));
});

describe('the back-test says who foresaw best, and says so when it was not the model', () => {
  const draw = drawOf('series');
  const noise = () => draw.normal();
  const run = (at: (compound: number, month: number) => number) => backTest(district(12, 48, [{ code: 'X', direction: 1, at }]).panel, 0);
  test('a walk that goes anywhere: the last value', () => {
    const now = new Map<number, number>();
    const tested = run((compound) => {
      now.set(compound, (now.get(compound) ?? 50) + noise());
      return now.get(compound) ?? 0;
    });
    expect([tested.chosen, tested.verdict]).toEqual(['persistence', 'persistence-wins']);
    expect(verdictSentence(tested).zh).toBe('回测中没有方法胜过“照上月不变”，所以就用它，不作更多预言。');
  });
  test('a year that repeats itself: the same month last year', () => {
    const tested = run((compound, month) => 10 + 8 * Math.sin((month * Math.PI) / 6) + compound + noise() * 0.1);
    expect([tested.chosen, tested.verdict]).toEqual(['seasonal-naive', 'seasonal-naive-wins']);
  });
  test('a steady fall: the trend, and its interval holds what it promises', () => {
    const tested = run((compound, month) => 90 + compound - month + noise());
    expect([tested.chosen, tested.verdict]).toEqual(['trend', 'model-wins']);
    expect(tested.skillOverPersistence).toBeGreaterThan(0.3);
    expect(Math.abs((tested.intervalHeld ?? 0) - 0.8)).toBeLessThan(0.12);
  });
  test('noise around a level: one of the means', () => {
    const tested = run(() => 5 + noise());
    expect(tested.verdict).toBe('model-wins');
    expect(['mean-of-12', 'smoothing']).toContain(tested.chosen);
  });
  test('a walk whose nature changes: what was picked on the older months and failed on the newer is not used', () => {
    // A trend until the newer origins begin; then every month is the last.
    const tested = run((compound, month) => (month < 40 ? 3 * month : 120) + compound);
    expect(tested).toMatchObject({ picked: 'trend', chosen: 'persistence', verdict: 'persistence-wins' });
    expect(tested.skillOverPersistence).toBeLessThan(0);
  });
  test('ten months are too few to say anything', () => {
    const few = district(12, 10, [{ code: 'X', direction: 1, at: () => noise() + 9 }]);
    const tested = backTest(few.panel, 0);
    expect(tested).toMatchObject({ verdict: 'too-little-data', spread: [], intervalHeld: null });
    expect(forecast([1, 2, 3], tested)).toMatchObject({
      ok: true,
      value: { method: 'persistence', verdict: 'too-little-data', months: [{ ahead: 1, value: 3, low: null, high: null }, {}, {}] },
    });
    expect(forecast([1, ...Array(12).fill(Number.NaN)], tested)).toEqual({ ok: false, error: 'too-little-data' });
  });
  test('what comes after the month that is known is not looked at', () => {
    const shape = (later: number) => district(6, 48, [{ code: 'X', direction: 1, at: (compound, month) => (month > 40 ? later : compound + month) }]);
    expect(backTest(shape(1).panel, 0, { until: 40 })).toEqual(backTest(shape(999).panel, 0, { until: 40 }));
  });
  test('what was never negative is not foreseen to be', () => {
    const falling = district(12, 48, [{ code: 'X', direction: 1, at: (compound, month) => Math.max(0, 47 - month) + compound * 0.01 }]);
    const answer = forecast([4, 3, 2, 1, 0], backTest(falling.panel, 0));
    expect(answer).toMatchObject({ ok: true, value: { method: 'trend', months: [{ value: 0 }, { value: 0 }, { value: 0 }] } });
  });
});

describe('warnings, and who recovered', () => {
  // X falls by one a month in C0; C1 fell the same way and came back, C2 came back and fell again, C3 never fell. Y keeps compounds apart: C1 is more alike than C4.
  const x = (compound: number, month: number): number => {
    if (compound === 0) return 60 - month;
    if (compound === 1) return month < 20 ? 40 - month : 40;
    if (compound === 2) return month < 10 ? 15 : month === 10 ? 40 : 15;
    if (compound === 4) return month < 30 ? 18 : 45;
    return 50 + (compound % 3);
  };
  const of = district(12, 40, [
    { code: 'X', direction: 1, at: x },
    { code: 'Y', direction: -1, at: (compound) => (compound === 4 ? 9 : 1 + compound * 0.01) },
  ]);
  const month = 39;
  const thresholds = thresholdsOf(of.panel, month, 'range');
  const scores = createScorer(of.tree, of.panel.kinds, thresholds).all(of.panel);
  const tests = [0, 1].map((leaf) => backTest(of.panel, leaf, { compounds: leaf === 0 ? [0] : undefined, origins: 12 }));
  const warnings = warningsFor(of, thresholds, scores, 0, month, tests);
  test('names the leaf, what it is now and will be, and the points', () => {
    expect(warnings.map(({ leaf, now, expected, ahead, method }) => ({ leaf, now, expected, ahead, method }))).toEqual([
      { leaf: 0, now: 21, expected: expect.closeTo(18, 9), ahead: 3, method: 'trend' },
    ]);
    const { lower = 0, upper = 0 } = thresholds[0] ?? {};
    expect(warnings[0]?.loss).toBeCloseTo((50 * 3) / (upper - lower), 9);
    expect(warnings[0]?.pointsNow).toBeCloseTo((50 * (21 - lower)) / (upper - lower), 9);
    expect((warnings[0]?.pointsNow ?? 0) - (warnings[0]?.pointsExpected ?? 0)).toBeCloseTo(warnings[0]?.loss ?? 0, 9);
  });
  test('names those that were as low and came back to stay, the most alike first', () => {
    expect(
      warnings[0]?.recovered.map(({ compound, lowMonth, backMonth, lowValue, backValue, monthsTaken }) => [
        compound,
        lowMonth,
        backMonth,
        lowValue,
        backValue,
        monthsTaken,
      ]),
    ).toEqual([[4, 29, 30, 18, 45, 1]]);
    // A little less low, and C1 (21 in month 20, 40 after) counts too, before C4, because it is more alike.
    const level = (23 - (thresholds[0]?.lower ?? 0)) / ((thresholds[0]?.upper ?? 0) - (thresholds[0]?.lower ?? 0));
    expect(recoveredFrom(of, scores, 0, month, 0, level, { target: level + 0.1 }).map(({ compound, monthsTaken }) => [compound, monthsTaken])).toEqual([
      [1, 1],
      [4, 1],
    ]);
  });
  test('a leaf that is not expected to lose gives none, nor does one whose back-test says nothing', () => {
    expect(warningsFor(of, thresholds, scores, 3, month, tests)).toEqual([]);
    expect(warningsFor(of, thresholds, scores, 0, month, [{ ...(tests[0] as (typeof tests)[0]), verdict: 'too-little-data' }])).toEqual([]);
  });
  test('look-alikes: by leaves alone, and by traits and tags where there are any', () => {
    const plain = lookAlikes(of, scores, 3, month, { most: 3 });
    expect(plain.map(({ compound }) => compound)).toEqual([6, 9, 7]);
    expect(plain[0]).toMatchObject({ traitDistance: null, tagDistance: null });
    const likeness = { traits: (at: number) => [at === 10 ? 3 : at * 10, Number.NaN], tags: (at: number) => (at === 3 || at === 10 ? ['学区房'] : ['远郊']) };
    expect(lookAlikes(of, scores, 3, month, { ...likeness, most: 1 })[0]).toMatchObject({ compound: 10, tagDistance: 0 });
  });
});

describe('what the best of the kind do differently', () => {
  const of = district(20, 1, [
    { code: 'X', direction: 1, at: (compound) => compound },
    { code: 'Y', direction: -1, at: (compound) => (compound === 19 ? 4 : 2) },
    { code: 'Z', direction: 1, at: (compound) => (compound === 5 ? Number.NaN : 1) },
  ]);
  const thresholds = thresholdsOf(of.panel, 0, 'range');
  const scores = createScorer(of.tree, of.panel.kinds, thresholds).all(of.panel);
  test('the first tenth against one compound, by leaf, in its own points', () => {
    const { compounds, leaves } = bestOfKind(of, scores, 2, 0);
    // 19 has twice the violations and is not among the first two.
    expect(compounds).toEqual([18, 17]);
    expect(leaves.map(({ leaf, mine, theirs }) => [leaf, mine, theirs])).toEqual([
      [0, 2, 17.5],
      [1, 2, 2],
      [2, 1, 1],
    ]);
    expect(leaves[0]?.gapPoints).toBeCloseTo(((100 / 3) * (17.5 - 2)) / (19 * 1.2), 9);
  });
  test('a leaf that is missing is left out, and its points belong to the others', () => {
    const { leaves } = bestOfKind(of, scores, 5, 0);
    expect(leaves.map(({ leaf }) => leaf)).toEqual([0, 1]);
    expect(leaves[0]?.gapPoints).toBeCloseTo((50 * (17.5 - 5)) / (19 * 1.2), 9);
  });
  test('nobody is compared with himself, nor with others than asked for', () => {
    expect(bestOfKind(of, scores, 18, 0).compounds).toEqual([17]);
    expect(bestOfKind(of, scores, 2, 0, { among: [1, 2, 3] }).compounds).toEqual([3]);
  });
});
