import { expect, test } from 'vitest';
import { decimalText } from './fraction.ts';
import { votePoints } from './vote-points.ts';

const all = [
  { projectId: 'a', votes: 60n },
  { projectId: 'b', votes: 45n },
  { projectId: 'c', votes: 45n },
];
const read = (points: ReturnType<typeof votePoints>) => points && [...points].map(([id, value]) => `${id} ${decimalText(value)}`);

test.each([
  ['of-voters', ['a 75.00', 'b 56.25', 'c 56.25']],
  ['of-most', ['a 100.00', 'b 75.00', 'c 75.00']],
  ['by-place', ['a 100.00', 'b 66.67', 'c 66.67']],
] as const)('%s', (how, expected) => expect(read(votePoints(how, all, 80))).toEqual(expected));

test('thirds stay thirds', () => expect(votePoints('by-place', all, 80)?.get('b')).toEqual({ numerator: 200n, denominator: 3n }));
test('where nobody voted, or nothing got a vote, nothing is said', () => {
  expect(votePoints('of-voters', all, 0)).toBeNull();
  expect(votePoints('of-most', [{ projectId: 'a', votes: 0n }], 3)).toBeNull();
});
