import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  byDraw,
  byStrokes,
  chosenByLot,
  comesOntoTheList,
  type ElectionState,
  isSpoiled,
  missingRules,
  type Reading,
  readAlike,
  ruleKeys,
  type Rules,
  runningTally,
  step,
  tallyMarks,
  tallyRuleOf,
  thereIsAChoice,
} from './election.ts';
import { lastDayOfTerm } from './take-office.ts';

const answers = (more: Record<string, string> = {}): Rules =>
  Object.fromEntries(ruleKeys.map((key) => [key, { value: more[key] ?? 'x', setBy: '周科长', setOn: '2026-01-01', source: '办法' }])) as Rules;

describe('what the law leaves open', () => {
  it('is asked of the office: nothing stands in for an answer', () => {
    expect(missingRules({})).toEqual([...ruleKeys]);
    expect(missingRules(answers())).toEqual([]);
  });
  test.each([
    ['over-half', 'most-votes', [1, 2, true, 'all'], [0, 1, true, 'participating']],
    ['two-thirds', 'over-half-of-cast', [2, 3, false, 'all'], [1, 2, true, 'participating']],
    ['over-half', 'over-half-of-roll', [1, 2, true, 'all'], [1, 2, true, 'all']],
  ])('%s of the roll and %s', (turnout, majority, quorum, pass) => {
    const rule = tallyRuleOf(answers({ 'election.turnout': turnout, 'election.majority': majority, 'election.electorate': 'household' }));
    const shown = (test: (typeof rule.pass)[number] | undefined) => [test?.num, test?.den, test?.strict, test?.base];
    expect([shown(rule.quorum[0]), shown(rule.pass[0]), rule.pass[0]?.measure]).toEqual([quorum, pass, 'households']);
  });
  it('an office that asks for no turnout sets none', () => expect(tallyRuleOf(answers({ 'election.turnout': 'none' })).quorum).toEqual([]));
});

describe('steps', () => {
  const go = (state: ElectionState, to: ElectionState, runoffOf: string | null = null) => step({ state, runoffOf }, to).ok;
  it('come one after the other; a runoff needs no nominations; nothing is given up once votes are cast', () => {
    expect(go('preparing', 'roll')).toBe(true);
    expect(go('roll', 'listed')).toBe(false);
    expect(go('roll', 'listed', 'x')).toBe(true);
    expect(go('voting', 'decided')).toBe(false);
    expect(go('listed', 'cancelled')).toBe(true);
    expect(go('voting', 'cancelled')).toBe(false);
    expect(go('in-office', 'preparing')).toBe(false);
  });
});

describe('the list', () => {
  it('takes who has enough nominators, agrees and passed the check', () => {
    const one = { nominators: 10, consent: 'yes', eligible: true } as const;
    expect(comesOntoTheList(one, 10)).toBe(true);
    expect(comesOntoTheList({ ...one, nominators: 9 }, 10)).toBe(false);
    expect(comesOntoTheList({ ...one, consent: null }, 10)).toBe(false);
    expect(comesOntoTheList({ ...one, eligible: null }, 10)).toBe(false);
  });
  it('asks for one more than seats only where the office does', () => {
    expect([thereIsAChoice(5, 5, false), thereIsAChoice(5, 5, true), thereIsAChoice(6, 5, true), thereIsAChoice(4, 5, false)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
  it('is drawn the same by whoever has the seed, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 8 }), fc.string(), (ids, seed) => {
        const people = ids.map((personId) => ({ personId }));
        expect(byDraw([...people].reverse(), seed)).toEqual(byDraw(people, seed));
        expect(chosenByLot(people, 1, seed)).toEqual(byDraw(people, seed).slice(0, 1));
      }),
    );
  });
  it('by strokes: 丁 (2) before 王 (4) before 李 (7) before 陈 before 魏', () => {
    expect(byStrokes(['魏明', '李强', '丁一', '王芳', '陈平'].map((name) => ({ name }))).map((one) => one.name)).toEqual([
      '丁一',
      '王芳',
      '李强',
      '陈平',
      '魏明',
    ]);
  });
});

describe('the count', () => {
  const vote = (no: number, pass: 1 | 2 | 3, ...picks: number[]): Reading => ({ no, pass, finding: picks.length > 0 ? 'vote' : 'blank', picks });
  it('counts a paper when two read it alike, in whatever order they call the names', () => {
    expect(readAlike([vote(1, 1, 1, 2), vote(1, 2, 2, 1)])).toMatchObject({ picks: [1, 2] });
    expect(readAlike([vote(1, 1, 1)])).toBeNull();
    expect(readAlike([vote(1, 1, 1), vote(1, 2, 2)])).toBeNull();
    expect(readAlike([vote(1, 1, 1), vote(1, 2, 2), vote(1, 3, 2)])).toMatchObject({ picks: [2] });
  });
  it('says what waits and what differs', () => {
    const running = runningTally([vote(1, 1, 1, 2), vote(1, 2, 1, 2), vote(2, 1, 3), vote(3, 1, 1), vote(3, 2, 2), vote(4, 1), vote(4, 2)]);
    expect(running).toMatchObject({ read: 2, blank: 1, waiting: [2], differing: [3] });
    expect([...running.votes]).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });
  it('more votes than seats, twice one name, nobody on the list: spoiled', () => {
    expect([isSpoiled([1, 2], 2, 3), isSpoiled([1, 2, 3], 2, 3), isSpoiled([1, 1], 2, 3), isSpoiled([4], 2, 3)]).toEqual([false, true, true, true]);
  });
  test.each([
    [0, ''],
    [3, '下'],
    [5, '正'],
    [11, '正正一'],
  ])('%i votes are %s', (votes, marks) => expect(tallyMarks(votes)).toBe(marks));
});

test.each([
  ['2026-12-01', 5, '2031-11-30'],
  ['2028-02-29', 5, '2033-02-28'],
  ['2027-01-01', 3, '2029-12-31'],
])('a term from %s of %i years ends on %s', (from, years, to) => expect(lastDayOfTerm(from, years)).toBe(to));
