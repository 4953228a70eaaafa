import { expect, test } from 'vitest';
import { pointsAboveTheMaximum } from './routes.tsx';

test('points above the full ones are an error at their own field', () => {
  const criteria = [
    { code: 'need', maxPoints: 10 },
    { code: 'budget', maxPoints: 5 },
  ];
  expect(
    pointsAboveTheMaximum(
      [
        { criterion: 'need', points: 11 },
        { criterion: 'budget', points: 5 },
        { criterion: 'gone', points: 99 },
      ],
      criteria,
    ),
  ).toEqual({ 'p-need': 'points-out-of-range' });
});
