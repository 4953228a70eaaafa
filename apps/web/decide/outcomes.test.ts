import { expect, test } from 'vitest';
import { electionFrom } from '#libs/decide';
import { outcomesOf } from './outcomes.ts';

const election = (second: string[]) =>
  electionFrom({
    budget: '100',
    projects: [
      { id: 'a', cost: '60' },
      { id: 'b', cost: '50' },
    ],
    ballots: [['a'], second],
  });

test('the same votes are counted once, however many ask at the same time; other votes and other rules are not the same', async () => {
  const first = outcomesOf(election(['a']), [{ rule: 'greedy' }], 8_000);
  expect(outcomesOf(election(['a']), [{ rule: 'greedy' }], 8_000)).toBe(first);
  expect(outcomesOf(election(['b']), [{ rule: 'greedy' }], 8_000)).not.toBe(first);
  expect(outcomesOf(election(['a']), [{ rule: 'mes' }], 8_000)).not.toBe(first);
  expect(await first).toMatchObject([{ outcome: { order: ['a'] } }]);
});
