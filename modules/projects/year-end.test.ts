import { describe, expect, test } from 'vitest';
import { dueAtYearEnd, type YearEndTerm } from './year-end.ts';

const term = (more: Partial<YearEndTerm> = {}): YearEndTerm => ({ state: 'set', monthDay: '12-20', carryOver: null, clauses: [], ...more });
const grant = { sourceKind: 'grant' as const, state: 'open' as const, receivedFen: 1_000n, spentFen: 300n, returnedFen: 100n, availableFen: 450n };
const due = (today: string, more: { award?: object; term?: Partial<YearEndTerm>; held?: bigint } = {}) =>
  dueAtYearEnd({ ...grant, ...more.award }, term(more.term), today, more.held ?? 0n);

describe('what must be returned at the end of the year', () => {
  test('is shown from ninety days before the last day, not a day earlier', () => {
    expect(due('2026-09-20')).toBeNull();
    expect(due('2026-09-21')).toEqual({ year: 2026, lastDay: '2026-12-20', fen: 600n, keptFen: 150n, overdue: false });
    expect(due('2026-12-20')?.overdue).toBe(false);
    expect(due('2026-12-21')?.overdue).toBe(true);
  });
  test('what was left over from last year stays overdue, but not more than it held then', () => {
    expect(due('2027-01-05', { held: 250n })).toEqual({ year: 2026, lastDay: '2026-12-20', fen: 250n, keptFen: 150n, overdue: true });
    expect(due('2027-01-05', { held: 0n })).toBeNull();
    expect(due('2027-01-05', { held: 9_000n })?.fen).toBe(600n);
  });
  test('only of the grant, and only while something is left', () => {
    expect(due('2026-12-01', { award: { sourceKind: 'household' } })).toBeNull();
    expect(due('2026-12-01', { award: { state: 'closed' } })).toBeNull();
    expect(due('2026-12-01', { award: { spentFen: 900n, availableFen: 0n } })).toBeNull();
  });
  test('nothing where the policy lets it be carried over or says nothing', () => {
    expect(due('2026-12-01', { term: { state: 'carried' } })).toBeNull();
    expect(due('2026-12-01', { term: { state: 'silent' } })).toBeNull();
  });
  test('where nobody set the day it is shown without one, and never overdue', () => {
    expect(due('2026-10-02', { term: { state: 'unset', monthDay: null } })).toMatchObject({ lastDay: null, overdue: false, fen: 600n });
    expect(due('2026-10-01', { term: { state: 'unset', monthDay: null } })).toBeNull();
    expect(due('2027-01-05', { term: { monthDay: null }, held: 5n })).toMatchObject({ year: 2026, lastDay: null, overdue: false });
  });
  test('29 February', () => {
    expect(due('2027-02-01', { term: { monthDay: '02-29' } })?.lastDay).toBe('2027-02-28');
    expect(due('2028-02-01', { term: { monthDay: '02-29' } })?.lastDay).toBe('2028-02-29');
  });
});
