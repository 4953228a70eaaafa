import { expect, test } from 'vitest';
import { crossedTogether, type Threshold } from './spending-notes.ts';

const quotes: Threshold = { what: 'quotes', who: null, fen: 20_000n };
const of = (...fen: bigint[]) => fen.map((amountFen) => ({ amountFen }));

test.each<[string, bigint, bigint[], boolean]>([
  ['alone', 16_000n, [], false],
  ['two that reach it together', 16_000n, [4000n], true],
  ['two that stay below it', 16_000n, [3999n], false],
  ['one that reaches it by itself', 20_000n, [4000n], false],
  ['a large one nearby does not make a small one suspicious', 1000n, [50_000n], false],
  ['a large one nearby hides no small ones', 16_000n, [50_000n, 15_000n], true],
])('%s', (_, amount, others, crossed) => {
  expect(crossedTogether(amount, of(...others), [quotes])).toEqual(crossed ? [quotes] : []);
});
