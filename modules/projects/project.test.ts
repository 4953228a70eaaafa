import { describe, expect, test } from 'vitest';
import { moveProject, type ProjectAction, type ProjectState, projectActions, projectSerial, projectStates } from './project.ts';

// Written out by hand, apart from the table it checks: rows are states, every action that is not named is refused.
const expected: Record<ProjectState, Partial<Record<ProjectAction, ProjectState>>> = {
  draft: { submit: 'submitted', withdraw: 'withdrawn' },
  submitted: { return: 'returned', 'leave-round': 'returned', check: 'checked', withdraw: 'withdrawn', decline: 'declined' },
  returned: { submit: 'submitted', 'leave-round': 'returned', withdraw: 'withdrawn' },
  checked: { return: 'returned', 'leave-round': 'returned', 'enter-review': 'in_review', withdraw: 'withdrawn', decline: 'declined' },
  in_review: { 'leave-round': 'returned', notice: 'noticed', withdraw: 'withdrawn', decline: 'declined' },
  noticed: { 'leave-round': 'returned', award: 'awarded', withdraw: 'withdrawn', decline: 'declined' },
  awarded: { revise: 'awarded', agree: 'agreed', withdraw: 'withdrawn' },
  agreed: { start: 'doing', stop: 'stopped' },
  doing: { 'call-appraisal': 'appraisal', stop: 'stopped' },
  appraisal: { rework: 'doing', accept: 'accepted', stop: 'stopped' },
  accepted: { settle: 'settled' },
  settled: { close: 'closed' },
  closed: { 'start-upkeep': 'upkeep' },
  upkeep: {},
  withdrawn: {},
  declined: {},
  stopped: { settle: 'stopped' },
};

describe('every state × every action', () => {
  const cells = projectStates.flatMap((state) => projectActions.map((action) => ({ state, action, next: expected[state][action] })));
  test.each(cells)('$state × $action → $next', ({ state, action, next }) => {
    expect(moveProject(state, action)).toEqual(next === undefined ? { ok: false, error: 'wrong-state' } : { ok: true, value: next });
  });
});

test('a serial is the year and at least three figures', () => {
  expect(projectSerial(2026, 3)).toBe('2026-003');
  expect(projectSerial(2026, 1204)).toBe('2026-1204');
});
