import { describe, expect, it } from 'vitest';
import { theGrantComesInAsDue } from './pay-tranche.ts';
import { planTranches, readConditions, readPercents, theConditionIsMet } from './tranche.ts';
import { howTheDriveEnds } from './crowd.ts';
import { nextDay, plannedNow, whatIsWrongWithTheRule } from './shortfall.ts';
import { theOwnersAgreed } from './source-papers.ts';

describe('tranches', () => {
  it.each([
    ['60,40', [60, 40]],
    ['100', [100]],
    ['60,30', null],
    ['0,100', null],
    ['60，40', null],
    ['', null],
  ])('%s is %j', (text, expected) => expect(readPercents(text)).toEqual(expected));
  it('follow the road of the project', () => {
    expect(readConditions('agreement,mid-term,accepted')).toEqual(['agreement', 'mid-term', 'accepted']);
    expect(readConditions('accepted,agreement')).toBeNull();
    expect(readConditions('agreement,soon')).toBeNull();
  });
  it('lose no fen', () => {
    const plan = planTranches(100n, [33, 33, 34], ['agreement', 'start', 'accepted']);
    expect(plan.ok && plan.value.map((each) => each.plannedFen)).toEqual([33n, 33n, 34n]);
    const odd = planTranches(4_500_001n, [50, 50], ['agreement', 'accepted']);
    expect(odd.ok && odd.value.reduce((fen, each) => fen + each.plannedFen, 0n)).toBe(4_500_001n);
    expect(planTranches(1n, [50, 50], ['agreement', 'accepted'])).toEqual({ ok: false, error: 'too-small' });
    expect(planTranches(100n, [50, 50], ['agreement'])).toEqual({ ok: false, error: 'bad-conditions' });
  });
  it('let no grant in beyond those that are due, and ask nothing once all are', () => {
    const plan = [
      { dueOn: '2026-11-02', plannedFen: 60n, paidFen: 0n },
      { dueOn: null, plannedFen: 40n, paidFen: 0n },
    ];
    expect(theGrantComesInAsDue(plan, 0n, 60n)).toBe(true);
    expect(theGrantComesInAsDue(plan, 1n, 60n)).toBe(false);
    expect(
      theGrantComesInAsDue(
        plan.map((each) => ({ ...each, dueOn: '2026-11-02' })),
        100n,
        5n,
      ),
    ).toBe(true);
    expect(theGrantComesInAsDue([], 0n, 5n)).toBe(true);
  });
  it('carry what each waits for besides', () => {
    const plan = planTranches(100n, [60, 40], ['agreement', 'mid-term'], [{}, { midTermPoints: 60, raisedPercent: 50 }]);
    expect(plan.ok && plan.value.map(({ minimumPoints, raisedPercent }) => [minimumPoints, raisedPercent])).toEqual([
      [null, null],
      [60, 50],
    ]);
  });
  it('are due as the project comes along; the mid-term check is said by the office', () => {
    expect(theConditionIsMet('agreement', 'agreed')).toBe(true);
    expect(theConditionIsMet('accepted', 'appraisal')).toBe(false);
    expect(theConditionIsMet('mid-term', 'accepted')).toBe(false);
  });
});

describe('a drive ends', () => {
  const drive = { goalFen: 100n, minimumFen: null, ifMissed: 'return-all' } as const;
  it.each([
    [drive, 100n, 'reached'],
    [drive, 99n, 'missed'],
    [{ ...drive, ifMissed: 'meeting' } as const, 99n, 'deciding'],
    [{ ...drive, ifMissed: 'keep-from-minimum', minimumFen: 50n } as const, 50n, 'kept'],
    [{ ...drive, ifMissed: 'keep-from-minimum', minimumFen: 50n } as const, 49n, 'missed'],
  ])('%#', (terms, net, end) => expect(howTheDriveEnds(terms, net)).toBe(end));
});

describe('a rule for a shortfall', () => {
  it('names a latest day and who decides only for an extension', () => {
    const day = '2026-12-05';
    expect(whatIsWrongWithTheRule({ rule: 'extend', day, extendUntil: null, extendBy: 'office' })).toBe('extend-terms');
    expect(whatIsWrongWithTheRule({ rule: 'stop', day, extendUntil: '2026-12-06', extendBy: 'office' })).toBe('extend-terms');
    expect(whatIsWrongWithTheRule({ rule: 'extend', day, extendUntil: day, extendBy: 'office' })).toBe('extend-too-early');
    expect(whatIsWrongWithTheRule({ rule: 'extend', day, extendUntil: '2026-12-06', extendBy: 'residents' })).toBeNull();
  });
  it('looks again on the day to which it was moved, and not after it was answered', () => {
    const rule = { rule: 'extend', day: '2026-12-05', extendUntil: '2026-12-15', extendBy: 'office' } as const;
    expect(nextDay(rule, [])).toBe('2026-12-05');
    expect(nextDay(rule, [{ day: '2026-12-05', state: 'extended', extendedTo: '2026-12-10' }])).toBe('2026-12-10');
    expect(nextDay(rule, [{ day: '2026-12-05', state: 'open', extendedTo: null }])).toBeNull();
    expect(plannedNow(500n, [{ state: 'shrunk', receivedFen: 300n }])).toBe(300n);
    expect(plannedNow(500n, [{ state: 'extended', receivedFen: 300n }])).toBe(500n);
  });
});

describe('the owners agreed (民法典 §278)', () => {
  const count = { headsAll: 60, headsPart: 40, headsYes: 21, areaAll: 600n, areaPart: 400n, areaYes: 201n };
  it.each([
    [count, true],
    [{ ...count, headsPart: 39 }, false],
    [{ ...count, areaPart: 399n }, false],
    [{ ...count, headsYes: 20 }, false],
    [{ ...count, areaYes: 200n }, false],
  ])('%#', (given, agreed) => expect(theOwnersAgreed(given)).toBe(agreed));
});
