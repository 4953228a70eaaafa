import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparePoints, meanPoints, missingScores, pointsText, type Score, weightedTotal } from './review.ts';

const score = (criterion: string, points: number, maxPoints: number, weightPercent: number, reason = '好'): Score => ({
  criterion,
  title: criterion,
  points,
  maxPoints,
  weightPercent,
  reason,
});

describe('weighted total', () => {
  test.each([
    [[score('need', 10, 10, 60), score('budget', 5, 5, 40)], '100.00'],
    [[score('need', 7, 10, 60), score('budget', 3, 5, 40)], '66.00'],
    [[score('need', 1, 3, 50), score('budget', 2, 3, 50)], '50.00'],
    [[score('need', 1, 3, 100)], '33.33'],
    [[score('need', 2, 3, 100)], '66.67'],
    [[], '0.00'],
  ])('%#', (scores, expected) => expect(pointsText(weightedTotal(scores))).toBe(expected));

  test('thirds lose nothing: three means of a third make one whole', () => {
    const third = weightedTotal([score('need', 1, 3, 100)]);
    expect(meanPoints([third, third, third])).toEqual(third);
  });

  test('one more point never lowers the total', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 100 }),
        (points, weight) => comparePoints(weightedTotal([score('need', points + 1, 10, weight)]), weightedTotal([score('need', points, 10, weight)])) >= 0,
      ),
    );
  });

  test('the mean does not depend on the order of the reviewers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 6 }), (list) => {
        const totals = list.map((points) => weightedTotal([score('need', points, 7, 100)]));
        expect(meanPoints(totals)).toEqual(meanPoints(totals.toReversed()));
      }),
    );
  });
});

test('a criterion without a reason is still missing', () => {
  expect(missingScores([{ code: 'need' }, { code: 'budget' }, { code: 'keep' }], [score('need', 5, 10, 50), score('budget', 5, 10, 50, ' ')])).toEqual([
    'budget',
    'keep',
  ]);
});
