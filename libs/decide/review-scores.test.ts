import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ReviewInput, calibrateScores } from './index.ts';

const RUBRIC = [
  { id: 'need', weight: 60, most: 10 },
  { id: 'plan', weight: 40, most: 5 },
];

/** Reviews by a table of totals: a mark of `n` for need alone, on a rubric of one criterion of 100. */
function table(rows: Record<string, Record<string, number>>, more: Partial<ReviewInput> = {}): ReviewInput {
  return {
    rubric: [{ id: 'all', weight: 1, most: 100 }],
    applications: ['A', 'B', 'C'],
    reviewers: Object.keys(rows),
    reviews: Object.entries(rows).flatMap(([reviewer, marks]) =>
      Object.entries(marks).map(([application, mark]) => ({ reviewer, application, marks: { all: String(mark) } })),
    ),
    recusals: [],
    outlierBeyond: '20',
    ...more,
  };
}

function scored(input: ReviewInput) {
  const result = calibrateScores(input);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const places = (input: ReviewInput, calibration: 'raw' | 'centred' | 'standardised') => scored(input).standings[calibration].map(({ place }) => place);

test('marks are weighed by the rubric to a total of 100', () => {
  const input: ReviewInput = {
    ...table({}),
    rubric: RUBRIC,
    reviewers: ['r'],
    reviews: [{ reviewer: 'r', application: 'A', marks: { need: '7.5', plan: '4' } }],
  };
  expect(scored(input).reviews).toEqual([{ reviewer: 'r', application: 'A', total: '77.0000', isOutlier: false }]);
});

describe('calibration', () => {
  // The strict reviewer saw A and B, the mild one B and C.
  const rows = { strict: { A: 60, B: 40 }, mild: { B: 80, C: 90 } };
  test('raw means favour whom the mild one saw', () => {
    expect(scored(table(rows)).standings.raw.map(({ score }) => score)).toEqual(['60.0000', '60.0000', '90.0000']);
    expect(places(table(rows), 'raw')).toEqual([2, 2, 1]);
  });
  test('centred: each about the reviewer’s own mean', () => {
    expect(scored(table(rows)).standings.centred.map(({ score }) => score)).toEqual(['77.5000', '60.0000', '72.5000']);
    expect(places(table(rows), 'centred')).toEqual([1, 3, 2]);
  });
  test('standardised: each in units of the reviewer’s own spread', () => {
    expect(places(table(rows), 'standardised')).toEqual([1, 3, 1]);
  });
  test('a reviewer who gives all the same moves nobody', () => {
    expect(places(table({ flat: { A: 50, B: 50, C: 50 }, sharp: { A: 10, B: 20, C: 30 } }), 'standardised')).toEqual([3, 2, 1]);
  });
});

test('an outlier is flagged and still counts', () => {
  const result = scored(table({ r1: { A: 80 }, r2: { A: 82 }, r3: { A: 30 } }));
  expect(result.reviews.map(({ isOutlier }) => isOutlier)).toEqual([false, false, true]);
  expect(result.standings.raw[0]?.score).toBe('64.0000');
});

test('places with each reviewer left out in turn', () => {
  const [a, b, c] = scored(table({ r1: { A: 90, B: 50 }, r2: { A: 60, B: 70 } })).standings.raw;
  expect([a?.place, a?.from, a?.to]).toEqual([1, 1, 2]);
  expect([b?.place, b?.from, b?.to]).toEqual([2, 1, 2]);
  expect(c).toMatchObject({ score: null, place: null, from: null, to: null });
});

test.each([
  ['recused', table({ r: { A: 1 } }, { recusals: [{ reviewer: 'r', application: 'A' }] })],
  ['unknown-application', table({ r: { Z: 1 } })],
  ['unknown-reviewer', table({ r: { A: 1 } }, { reviewers: ['other'] })],
  ['mark-out-of-range', table({ r: { A: 101 } })],
  ['mark-missing', table({ r: { A: 1 } }, { rubric: [{ id: 'other', weight: 1, most: 5 }] })],
  ['no-weight', table({ r: { A: 1 } }, { rubric: [{ id: 'all', weight: 0, most: 100 }] })],
  ['bad-threshold', table({ r: { A: 1 } }, { outlierBeyond: 'far' })],
])('%s', (code, input) => {
  expect(calibrateScores(input)).toMatchObject({ ok: false, error: { code } });
});

test('a reviewer who is stricter by so many points on everything changes no centred place', () => {
  const marks = fc.array(fc.integer({ min: 20, max: 80 }), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(marks, fc.integer({ min: 1, max: 20 }), (all, less) => {
      const rows = (off: number) =>
        Object.fromEntries(
          ['x', 'y', 'z'].map((r, i) => [r, Object.fromEntries(['A', 'B', 'C'].map((a, j) => [a, (all[i * 3 + j] ?? 0) - (i === 0 ? off : 0)]))]),
        );
      expect(places(table(rows(less)), 'centred')).toEqual(places(table(rows(0)), 'centred'));
      expect(places(table(rows(less)), 'standardised')).toEqual(places(table(rows(0)), 'standardised'));
    }),
  );
});
