import { expect, test } from 'vitest';
import { allocate, allocateInSteps, electionFrom } from './index.ts';

const election = electionFrom({
  budget: 3000,
  projects: [
    { id: 'playground', cost: 2000 },
    { id: 'benches', cost: 900 },
    { id: 'ramp', cost: 1000 },
  ],
  ballots: [['playground', 'benches'], ['playground', 'benches'], ['ramp']],
});

test('the worked example of the README', () => {
  expect(allocate(election, { rule: 'greedy' })).toMatchObject({
    ok: true,
    value: { order: ['benches', 'playground'], losers: [{ id: 'ramp', missingFen: '90000', missingSupporters: 2 }], withoutWinner: 1 },
  });
  expect(allocate(election, { rule: 'mes' })).toMatchObject({
    ok: true,
    value: {
      order: ['benches', 'ramp'],
      ties: [{ round: 1, tied: ['benches', 'playground'], chosen: 'benches', by: 'id' }],
      payments: [
        { id: 'benches', groups: [{ voters: 2, eachFen: '45000', emptied: false }] },
        { id: 'ramp', groups: [{ voters: 1, eachFen: '100000', emptied: false }] },
      ],
      losers: [{ id: 'playground', reason: 'supporters-cannot-pay', missingFen: '90000', missingSupporters: null }],
      withoutWinner: 0,
    },
  });
});

test('a long run tells how far it is, and stops when told to', async () => {
  // Nothing else ever fits, and nobody can ever pay: Add1 would go on for a million raises.
  const endless = electionFrom({
    budget: 1_000_000,
    projects: [
      { id: 'a', cost: 1_000_000 },
      { id: 'b', cost: 1 },
    ],
    ballots: [['a'], ['b'], ['b']],
  });
  const stop = new AbortController();
  let raises = 0;
  const run = allocateInSteps(
    endless,
    { rule: 'mes', completion: 'add1-noexh' },
    {
      signal: stop.signal,
      progress: ({ of, done }) => {
        if (of === 'raises' && done > raises) raises = done;
        if (raises === 3) stop.abort(new Error('enough'));
      },
    },
  );
  await expect(run).rejects.toThrow('enough');
  expect(raises).toBe(3);
});

test('in steps or at once, the same', async () => {
  for (const rule of ['greedy', 'mes', 'phragmen', 'maxwelfare'] as const) {
    expect(await allocateInSteps(election, { rule })).toEqual(allocate(election, { rule }));
  }
});
