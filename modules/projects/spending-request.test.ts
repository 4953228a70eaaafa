import { expect, test } from 'vitest';
import { outcomeOf, paidOnlyAfterTheLastApproval, type SourceVerdict } from './spending-request.ts';

const source = (outcome: SourceVerdict['outcome']): SourceVerdict => ({ awardId: outcome, sourceKind: 'grant', awardName: outcome, outcome, reasons: [] });
const line = (...outcomes: SourceVerdict['outcome'][]) => ({ no: 1, text: '灯', category: 'materials', sources: outcomes.map(source) });

test.each([
  [[line('pass', 'needs-ruling')], 'allowed'],
  [[line('pass'), line('needs-ruling', 'block')], 'needs-ruling'],
  [[line('pass'), line('block')], 'forbidden'],
] as const)('only a line without another way waits for a ruling, however much money there is: %#', (lines, outcome) => {
  expect(outcomeOf(lines)).toBe(outcome);
});

test('money leaves on the day of the last approval, counted in Shanghai, or later', () => {
  const request = { askedAt: new Date('2026-12-01T09:00:00+08:00'), approvals: [{ at: new Date('2026-12-03T00:30:00+08:00') }] };
  expect(['2026-12-02', '2026-12-03', '2026-12-04'].map((day) => paidOnlyAfterTheLastApproval(request, day))).toEqual([false, true, true]);
  expect(paidOnlyAfterTheLastApproval({ ...request, approvals: [] }, '2026-11-30')).toBe(false);
});
