import { expect, test } from 'vitest';
import type { SourceVerdict } from '#modules/projects';
import { headlineOf } from './ask-page.tsx';

const reason = { rule: 'r' };
/** What one source may do: `silent` passes because no rule knows the thing. */
const source = (outcome: 'pass' | 'needs-ruling' | 'block' | 'silent') =>
  ({ outcome: outcome === 'silent' ? 'pass' : outcome, reasons: outcome === 'silent' ? [] : [reason] }) as unknown as SourceVerdict;

test.each<[Parameters<typeof source>[0][], ReturnType<typeof headlineOf>]>([
  [['pass', 'pass'], 'allowed'],
  [['silent', 'silent'], 'unclear'],
  [['block', 'block'], 'forbidden'],
  [['needs-ruling', 'block'], 'needs-ruling'],
  [['pass', 'block'], 'depends'],
  // Where no rule speaks, nothing is said to be allowed.
  [['needs-ruling', 'silent'], 'needs-ruling'],
  [['block', 'silent'], 'partly-forbidden'],
  [['block', 'needs-ruling', 'silent'], 'needs-ruling'],
])('%j: %s', (outcomes, headline) => {
  expect(headlineOf(outcomes.map(source))).toBe(headline);
});
