import { describe, expect, it } from 'vitest';
import { budgetAfter, type ChangeMove, partOf, whatIsWrongWithTheMoves } from './budget-in-force.ts';
import { whoSaysYes } from './doing.ts';
import { delaysAmong } from './last-day.ts';
import { everyCriterionIsScored, midTermTotal, readMidTermRubric } from './mid-term.ts';
import { stuckMoves, stuckRoad, stuckStates, stuckWaits, waitsByStep } from './stuck.ts';
import { itWouldWaitForItself, planFromTheApplication, planPercent, taskStateOn } from './work-plan.ts';

const task = { fromDay: '2026-12-01', toDay: '2026-12-05', percent: 0, droppedReason: null, needsOpen: false };

describe('a task of the plan', () => {
  it.each([
    ['to-come', '2026-11-30', {}],
    ['going', '2026-12-01', {}],
    ['going', '2026-12-05', { percent: 99 }],
    ['overdue', '2026-12-06', { percent: 99 }],
    ['overdue', '2026-12-06', { needsOpen: true }],
    ['waiting', '2026-12-02', { needsOpen: true }],
    ['done', '2026-12-09', { percent: 100 }],
    ['dropped', '2026-12-09', { droppedReason: '不做了' }],
  ] as const)('is %s on %s: %j', (state, today, facts) => expect(taskStateOn({ ...task, ...facts }, today)).toBe(state));
  it('counts by its days; dropped ones do not count; rounding never says more than is done', () => {
    expect(planPercent([])).toBeNull();
    expect(
      planPercent([
        { ...task, percent: 100 },
        { ...task, toDay: '2026-12-15' },
      ]),
    ).toBe(25);
    expect(
      planPercent([
        { ...task, percent: 100 },
        { ...task, droppedReason: 'x' },
      ]),
    ).toBe(100);
    expect(
      planPercent([
        { ...task, percent: 100 },
        { ...task, percent: 99 },
      ]),
    ).toBe(99);
  });
  it('never waits for itself, however far around', () => {
    const needs = new Map([
      ['a', ['b', 'd']],
      ['b', ['c']],
      ['c', []],
      ['d', ['e']],
    ]);
    expect(itWouldWaitForItself('c', ['a'], needs)).toBe(true);
    expect(itWouldWaitForItself('e', ['c', 'a'], needs)).toBe(true);
    expect(itWouldWaitForItself('a', ['c', 'e'], needs)).toBe(false);
    expect(itWouldWaitForItself('a', ['a'], needs)).toBe(true);
    expect(itWouldWaitForItself('x', ['y'], new Map([['y', ['y']]]))).toBe(false);
  });
  it('is begun from the application: each line, then the appraisal; works of one day too', () => {
    const line = { name: '感应灯', category: 'materials', unit: '盏', quantity: '120.00', unitPriceFen: 1n, amountFen: 120n, shares: [] };
    const of = (periodStart: string, periodEnd: string) => planFromTheApplication({ periodStart, periodEnd, lines: [line] });
    expect(of('2026-12-01', '2026-12-20')).toEqual([
      { title: '感应灯（120盏）', shows: '到货或完工的照片、票据', fromDay: '2026-12-01', toDay: '2026-12-19' },
      { title: '居民评议', shows: '评议会签到和纪要', fromDay: '2026-12-20', toDay: '2026-12-20' },
    ]);
    expect(of('2026-12-01', '2026-12-01').every((one) => one.fromDay === '2026-12-01' && one.toDay === '2026-12-01')).toBe(true);
  });
});

describe('what is stuck', () => {
  it('has a road for every state; solved is the end', () => {
    expect(Object.keys(stuckRoad).sort()).toEqual([...stuckStates].sort());
    expect(stuckRoad.solved).toEqual([]);
    expect(stuckMoves.every((move) => Object.values(stuckRoad).some((moves) => moves.includes(move)))).toBe(true);
  });
  it('counts its days step by step, and on whom', () => {
    const at = (day: string) => new Date(`${day}T10:00:00+08:00`);
    const steps = [
      { kind: 'send' as const, at: at('2026-12-03') },
      { kind: 'take' as const, at: at('2026-12-05') },
      { kind: 'answer' as const, at: at('2026-12-11') },
    ];
    expect(stuckWaits(at('2026-12-01'), steps, '2026-12-12')).toEqual([
      { state: 'raised', on: 'team', days: 2, open: false },
      { state: 'sent', on: 'asked', days: 2, open: false },
      { state: 'taken', on: 'helper', days: 6, open: false },
      { state: 'answered', on: 'team', days: 1, open: true },
    ]);
    expect(stuckWaits(at('2026-12-01'), [...steps, { kind: 'solve', at: at('2026-12-12') }], '2027-01-01').at(-1)).toEqual({
      state: 'answered',
      on: 'team',
      days: 1,
      open: false,
    });
  });
});

describe('the board of what is stuck', () => {
  it('adds the days at each step, and says who stands there now for how long', () => {
    const at = (day: string) => new Date(`${day}T10:00:00+08:00`);
    const one = { raisedAt: at('2026-12-01'), steps: [{ kind: 'send' as const, at: at('2026-12-03') }] };
    const two = { raisedAt: at('2026-12-06'), steps: [] };
    expect(waitsByStep([one, two, two], '2026-12-10')).toEqual([
      { state: 'raised', on: 'team', open: 2, longestOpenDays: 4, days: 10 },
      { state: 'sent', on: 'asked', open: 1, longestOpenDays: 7, days: 7 },
      { state: 'taken', on: 'helper', open: 0, longestOpenDays: 0, days: 0 },
      { state: 'answered', on: 'team', open: 0, longestOpenDays: 0, days: 0 },
      { state: 'given-back', on: 'team', open: 0, longestOpenDays: 0, days: 0 },
    ]);
  });
});

describe('the mid-term rubric', () => {
  it.each([
    ['进度:40,经费:30,参与:30', 3],
    ['进度：100', 1],
    ['进度:40,经费:30', null],
    ['进度:40,经费:60,空:0', null],
    ['进度', null],
    ['', null],
  ])('%s', (text, count) => expect(readMidTermRubric(text)?.length ?? null).toBe(count));
  it('sums to hundredths without a float', () => {
    const score = (weight: number, max: number, points: number) => ({ code: 'c', title: 't', weight, max, points, reason: 'r' });
    expect(midTermTotal([score(40, 100, 100), score(60, 100, 50)])).toBe(7000n);
    expect(midTermTotal([score(33, 3, 1), score(67, 3, 2)])).toBe(5566n);
    expect(midTermTotal([])).toBeNull();
  });
  it('wants every criterion once, in range, with a reason', () => {
    const criteria = [
      { code: 'a', title: 'A', weight: 50, max: 10 },
      { code: 'b', title: 'B', weight: 50, max: 10 },
    ];
    const good = [
      { code: 'a', points: 10, reason: '好' },
      { code: 'b', points: 0, reason: '没做' },
    ];
    expect(everyCriterionIsScored(criteria, good)).toBe(true);
    expect(everyCriterionIsScored([], [])).toBe(true);
    for (const bad of [
      good.slice(1),
      [...good, good[0]!],
      [{ ...good[0]!, points: 11 }, good[1]!],
      [{ ...good[0]!, reason: ' ' }, good[1]!],
      [good[0]!, good[0]!],
    ])
      expect(everyCriterionIsScored(criteria, bad)).toBe(false);
  });
});

describe('a change of the budget', () => {
  const line = (category: string, shares: [number, bigint][]) => ({
    name: category,
    category,
    unit: '',
    quantity: '1.00',
    unitPriceFen: 1n,
    amountFen: shares.reduce((fen, [, part]) => fen + part, 0n),
    shares: shares.map(([sourceNo, amountFen]) => ({ sourceNo, amountFen })),
  });
  const application = {
    lines: [
      line('materials', [[1, 100n]]),
      line('labour', [
        [1, 20n],
        [2, 50n],
      ]),
      line('labour', [[2, 10n]]),
    ],
    sources: [1, 2].map(() => ({
      kind: 'grant' as const,
      name: '',
      organisationId: null,
      perHouseholdFen: null,
      households: null,
      plannedFen: 1n,
      shortfall: null,
    })),
  } as unknown as Parameters<typeof whatIsWrongWithTheMoves>[0];
  const move = (fromLine: number, sourceNo: number, toLine: number | null, amountFen: bigint, more: Partial<ChangeMove> = {}): ChangeMove => ({
    fromLine,
    sourceNo,
    toLine,
    toName: null,
    toCategory: null,
    amountFen,
    ...more,
  });
  it('never changes the total, whatever is moved', () => {
    const total = (moves: ChangeMove[]) => budgetAfter(application, moves).reduce((fen, each) => fen + each.amountFen, 0n);
    const sets = [[], [move(1, 1, 2, 30n)], [move(1, 1, 2, 30n), move(2, 2, 3, 50n)], [move(2, 1, null, 20n, { toName: '人工二', toCategory: 'labour' })]];
    expect(sets.map(total)).toEqual([180n, 180n, 180n, 180n]);
    expect(budgetAfter(application, sets[3]!).at(-1)).toEqual({ no: null, name: '人工二', category: 'labour', agreedFen: 0n, amountFen: 20n });
    expect(partOf(application, [move(1, 1, 2, 30n)], 2, 1)).toBe(50n);
  });
  it.each([
    [null, [move(1, 1, 2, 100n)]],
    ['no-moves', []],
    ['not-enough', [move(1, 1, 2, 101n)]],
    ['not-enough', [move(1, 1, 2, 60n), move(1, 1, 3, 41n)]],
    ['not-enough', [move(1, 1, 2, 100n), move(2, 1, 3, 21n)]],
    ['source-may-not-pay', [move(2, 2, 1, 10n)]],
    ['source-may-not-pay', [move(1, 1, null, 1n, { toName: '宣传', toCategory: 'publicity' })]],
    ['invalid', [move(1, 1, 1, 1n)]],
    ['invalid', [move(9, 1, 1, 1n)]],
    ['invalid', [move(1, 9, 2, 1n)]],
    ['invalid', [move(1, 1, 2, 0n)]],
    ['invalid', [move(1, 1, null, 1n, { toName: ' ', toCategory: 'labour' })]],
  ] as const)('%s', (fault, moves) => expect(whatIsWrongWithTheMoves(application, [], [...moves])).toBe(fault));
  it.each([
    ['office', 'budget', 'unsettled', 10n, null],
    ['team', 'budget', 'small', 10n, 10],
    ['office', 'budget', 'small', 11n, 10],
    ['office', 'scope', 'small', 0n, 10],
    ['office', 'schedule', 'small', 0n, 10],
    ['residents', 'budget', 'big', 10n, 90],
  ] as const)('%s says yes to %s, %s, %s fen of 100 (team up to %s%%)', (decider, kind, size, amountFen, upTo) =>
    expect(whoSaysYes({ kind, size, amountFen }, 100n, upTo)).toBe(decider),
  );
});

describe('delays', () => {
  it('count those granted, their days, and those asked for too late', () => {
    const change = (state: 'approved' | 'refused', oldLastDay: string, newLastDay: string, asked: string) => ({
      kind: 'schedule' as const,
      state,
      oldLastDay,
      newLastDay,
      askedAt: new Date(`${asked}T10:00:00+08:00`),
    });
    const all = [
      change('approved', '2026-12-20', '2026-12-25', '2026-12-20'),
      change('refused', '2026-12-25', '2026-12-30', '2026-12-24'),
      change('approved', '2026-12-25', '2027-01-04', '2026-12-26'),
      change('approved', '2027-01-04', '2027-01-02', '2026-12-28'),
    ];
    expect(delaysAmong(all, (instant) => instant.toISOString().slice(0, 10))).toEqual({ times: 2, days: 15, askedLate: 1 });
  });
});
