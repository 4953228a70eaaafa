import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { marginOf } from '#libs/govindex';
import type { PromisedItem } from '#modules/projects';
import {
  type Band,
  countsAsPromise,
  type DoneFacts,
  driftFigure,
  goalDrift,
  gradeOfPoints,
  gradesFollowPoints,
  indicatorState,
  type Judgement,
  panelOutcome,
  percentOfBp,
  readTags,
  silenceBounds,
  wilsonInterval,
} from './index.ts';

describe('Wilson’s interval in whole numbers', () => {
  test.each([
    // Worked out apart: k, n, N → per ten thousand, outward.
    [81, 263, Number.MAX_SAFE_INTEGER, 2552, 3663],
    [0, 10, 1e15, 0, 2776],
    [10, 10, 1e15, 7224, 10_000],
    [8, 8, 8, 10_000, 10_000],
    [1, 3, 3, 3333, 3334],
  ])('%i of %i among %i: %i to %i', (yes, answered, population, lowBp, highBp) => expect(wilsonInterval(yes, answered, population)).toEqual({ lowBp, highBp }));
  test('nobody answered, or nonsense: no interval', () => {
    expect([wilsonInterval(0, 0, 10), wilsonInterval(3, 2, 10), wilsonInterval(-1, 2, 10), wilsonInterval(0.5, 2, 10)]).toEqual([null, null, null, null]);
  });
  test('is never narrower than the floating one, by less than a ten-thousandth each side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(), fc.nat(5000), (answered, part, more) => {
        const yes = part % (answered + 1);
        const [exact, float] = [wilsonInterval(yes, answered, answered + more), marginOf(yes, answered, answered + more)];
        if (!exact || !float) throw new Error('no interval');
        expect(exact.lowBp).toBeLessThanOrEqual(float.low * 10_000 + 1e-6);
        expect(exact.highBp).toBeGreaterThanOrEqual(float.high * 10_000 - 1e-6);
        expect(float.low * 10_000 - exact.lowBp).toBeLessThan(1 + 1e-6);
        expect(exact.highBp - float.high * 10_000).toBeLessThan(1 + 1e-6);
      }),
    );
  });
  test('silence widens to what it could be at most', () => {
    expect(silenceBounds({ yes: 40, answered: 50 }, 91)).toEqual({ lowBp: 4395, highBp: 8902 });
    expect(silenceBounds({ yes: 0, answered: 0 }, 0)).toBeNull();
    expect([percentOfBp(5250), percentOfBp(10_000), percentOfBp(1), percentOfBp(0)]).toEqual(['52.5%', '100%', '0.01%', '0%']);
  });
});

describe('goal drift', () => {
  const item = (kind: PromisedItem['kind'], no: number, text: string, more: Partial<PromisedItem> = {}): PromisedItem => ({
    id: `v/${kind}/${no}`,
    kind,
    no,
    text,
    amountFen: null,
    figure: null,
    ...more,
  });
  const figure = { baseline: '71.00', target: '90.00', unit: '%', how: '', when: '' };
  const promised = [
    item('goal', 1, '灯都亮'),
    item('schedule', 1, '2026-12-01'),
    item('schedule', 2, '2026-12-20'),
    item('indicator', 1, '收缴率', { figure }),
    item('line', 1, '感应灯 120盏', { amountFen: 4_500_000n }),
    item('line', 2, '安装 1处', { amountFen: 1_110_000n }),
    item('money', 1, '社区自治金', { amountFen: 4_500_000n }),
    item('keeper', 1, '赵师傅：每季度检查'),
    item('team', 1, '陈书记：总协调'),
  ];
  const facts: DoneFacts = {
    state: 'settled',
    settled: true,
    acceptedOn: '2026-12-19',
    keeperName: null,
    upkeepPlanned: false,
    spentFen: new Map([['materials', 4_400_000n]]),
    received: [{ name: '社区自治金', fen: 4_500_000n }],
    readings: new Map([['收缴率', { actual: '80', measuredOn: '2026-12-25' }]]),
    linesInForce: [
      { name: '感应灯', category: 'materials', amountFen: 4_500_000n },
      { name: '安装', category: 'labour', amountFen: 1_110_000n },
    ],
    indicatorsInForce: [{ name: '收缴率', target: '90.00' }],
    versionInForce: 1,
  };
  const names = ['感应灯', '安装'];
  const states = (change: Partial<DoneFacts> = {}, judged: Parameters<typeof goalDrift>[3] = []) =>
    Object.fromEntries(goalDrift(promised, names, { ...facts, ...change }, judged).map((one) => [one.item.id.slice(2), one.state]));

  test('item by item from the records; team and first day are means, no promises', () => {
    expect(states()).toEqual({
      'goal/1': null,
      'schedule/2': 'kept',
      'indicator/1': 'partly',
      'line/1': 'kept',
      'line/2': 'dropped',
      'money/1': 'kept',
      'keeper/1': null,
    });
    expect(promised.filter(countsAsPromise)).toHaveLength(7);
  });
  test('what the award brought down was changed by decision; what goes on is not known yet', () => {
    expect(states({ linesInForce: [{ name: '感应灯', category: 'materials', amountFen: 4_000_000n }], versionInForce: 2 })).toMatchObject({
      'line/1': 'changed',
      'line/2': 'changed',
    });
    expect(states({ indicatorsInForce: [{ name: '收缴率', target: '85' }] })).toMatchObject({ 'indicator/1': 'changed' });
    expect(states({ state: 'doing', settled: false, acceptedOn: null, readings: new Map(), received: [] })).toMatchObject({
      'line/2': null,
      'money/1': null,
      'schedule/2': null,
      'indicator/1': null,
    });
    expect(states({ state: 'stopped', settled: false, acceptedOn: null, received: [] })).toMatchObject({
      'line/2': 'dropped',
      'money/1': 'dropped',
      'schedule/2': 'dropped',
      'keeper/1': 'dropped',
    });
  });
  test('what was stopped and not settled yet is not said to be settled', () => {
    const stopped = goalDrift(promised, names, { ...facts, state: 'stopped', settled: false, readings: new Map() }, []);
    expect(stopped.filter((one) => one.reason.includes('结算'))).toEqual([]);
    expect(stopped.filter((one) => one.reason.includes('终止'))).toHaveLength(2);
  });
  test('the office’s last word stands above the records', () => {
    const word = (no: number, state: 'kept' | 'dropped') => ({
      itemId: 'v/goal/1',
      no,
      state,
      changeId: null,
      reason: '看过',
      byName: '周科长',
      at: new Date(0),
    });
    expect(states({}, [word(2, 'kept'), word(1, 'dropped')])).toMatchObject({ 'goal/1': 'kept' });
  });
  test('the figure: in part counts half, changed by decision does not count, what nobody knows is left out', () => {
    const of = (...list: ('kept' | 'partly' | 'changed' | 'dropped' | null)[]) => driftFigure(list.map((state) => ({ state })));
    expect(of('kept', 'partly', 'changed', 'dropped', null)).toEqual({ known: 4, unknown: 1, kept: 1, partly: 1, changed: 1, dropped: 1, driftBp: 3750 });
    expect(of(null).driftBp).toBeNull();
    expect(of('kept', 'kept', 'dropped').driftBp).toBe(3333);
    expect(of('dropped').driftBp).toBe(10_000);
  });
  test.each([
    ['71', '90', '91.00', 'kept'],
    ['71', '90', '90', 'kept'],
    ['71', '90', '71.01', 'partly'],
    ['71', '90', '71', 'dropped'],
    ['12', '0', '0', 'kept'],
    ['12', '0', '-1', 'kept'],
    ['12', '0', '5.5', 'partly'],
    ['12', '0', '13', 'dropped'],
  ] as const)('from %s to %s, now %s: %s', (baseline, target, actual, state) => expect(indicatorState({ baseline, target }, actual)).toBe(state));
});

describe('the panel', () => {
  const bands: Band[] = [
    { code: 'good', zh: '优', en: 'Good', least: 85 },
    { code: 'fair', zh: '中', en: 'Fair', least: 60 },
    { code: 'failed', zh: '差', en: 'Failed', least: 0 },
  ];
  const said = (personId: string, worth: Judgement['worth'], grade: string): Judgement => ({ personId, worth, points: null, grade, reason: '看过' });
  test('middle grade, the worse of two middles; recused members do not count', () => {
    const all = [said('a', 'yes', 'good'), said('b', 'partly', 'fair'), said('c', 'no', 'failed')];
    expect(panelOutcome(bands, all, new Set())).toEqual({ judged: 3, yes: 1, partly: 1, no: 1, grade: 'fair', best: 'good', worst: 'failed' });
    expect(panelOutcome(bands, all, new Set(['c']))).toMatchObject({ judged: 2, no: 0, grade: 'fair', worst: 'fair' });
    expect(panelOutcome(bands, [], new Set())).toMatchObject({ judged: 0, grade: null, best: null });
    expect(panelOutcome([], [said('a', 'yes', '')], new Set())).toMatchObject({ judged: 1, grade: null });
  });
  test('grades follow points only where the policy says from how many', () => {
    expect([85, 84, 60, 0].map((points) => gradeOfPoints(bands, points))).toEqual(['good', 'fair', 'fair', 'failed']);
    expect([gradesFollowPoints(bands), gradesFollowPoints(bands.map((band) => ({ ...band, least: null }))), gradesFollowPoints([])]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

test('tags: each once, at most eight', () => {
  expect(readTags('照明，楼道 #照明、 居民出资')).toEqual(['照明', '楼道', '居民出资']);
  expect(readTags('一 二 三 四 五 六 七 八 九')).toHaveLength(8);
});
