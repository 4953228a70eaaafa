import { describe, expect, test } from 'vitest';
import { RULING, TODAY, inForce, use } from './example.fixture.ts';
import { type Ruling, checkUse } from './index.ts';

describe('checkUse', () => {
  test.each([
    ['会议茶水', 'pass', []],
    ['发放现金奖励', 'block', ['cash']],
    ['买红包', 'block', ['cash']],
    ['水泥 20 包', 'needs-ruling', ['materials']],
    ['水 泥', 'needs-ruling', ['materials']],
    ['洋灰', 'needs-ruling', ['materials']],
    ['楼道灯 24 盏', 'needs-ruling', ['engineering']],
    ['ＬＥＤ灯带', 'needs-ruling', ['engineering']],
    ['led 灯带', 'needs-ruling', ['engineering']],
    ['ledger 账本', 'pass', []],
    ['请工程师讲课', 'pass', []],
    ['工程师指导的工程', 'needs-ruling', ['engineering']],
    ['水泥和楼道灯', 'needs-ruling', ['materials', 'engineering']],
    ['水泥、红包', 'block', ['materials', 'cash']],
    ['', 'pass', []],
  ])('%s: %s', (words, outcome, rules) => {
    const verdict = use(words);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.reasons.map(({ rule }) => rule)).toEqual(rules);
  });

  test('each money has its own permitted uses', () => {
    expect(use('水泥', [], 'household').reasons).toEqual([]);
    expect(use('现金', [], 'common-income').outcome).toBe('block');
    expect(use('现金', [], 'household').outcome).toBe('pass');
  });

  test('a reason carries clause, source, the rule’s words and those of the text', () => {
    expect(use('装感应灯').reasons[0]).toMatchObject({
      code: 'use-grey',
      clause: '第一条',
      source: '某规定',
      status: 'reported',
      passed: null,
      terms: ['楼道灯'],
      found: ['感应灯'],
    });
  });
});

describe('rulings', () => {
  const outcomeWith = (rulings: readonly Ruling[], words = '楼道灯') => use(words, rulings).outcome;

  test.each([
    ['the project’s own', [RULING], '楼道灯', 'pass'],
    ['said with a synonym', [RULING], '感应灯', 'pass'],
    ['another word of the same rule is not covered', [RULING], '楼道灯和摄像头', 'needs-ruling'],
    ['two rulings cover two words', [RULING, { ...RULING, terms: ['监控'] }], '楼道灯和摄像头', 'pass'],
    ['one word refused refuses the whole', [RULING, { ...RULING, terms: ['监控'], decision: 'forbidden' as const }], '楼道灯和摄像头', 'block'],
    ['of another rule', [{ ...RULING, ruleId: 'materials' }], '楼道灯', 'needs-ruling'],
    ['of another project', [{ ...RULING, projectId: 'project-shengli' }], '楼道灯', 'needs-ruling'],
    ['of another project, but general', [{ ...RULING, projectId: 'project-shengli', reach: 'general' as const }], '楼道灯', 'pass'],
    [
      'general, refused for this very project',
      [
        { ...RULING, reach: 'general' as const, projectId: null, day: '2026-06-01' },
        { ...RULING, decision: 'forbidden' as const },
      ],
      '楼道灯',
      'block',
    ],
    ['begins tomorrow', [{ ...RULING, validFrom: '2026-06-03' }], '楼道灯', 'needs-ruling'],
    ['withdrawn today', [{ ...RULING, endedOn: TODAY }], '楼道灯', 'needs-ruling'],
    ['withdrawn tomorrow', [{ ...RULING, endedOn: '2026-06-03' }], '楼道灯', 'pass'],
    ['last day in force', [{ ...RULING, validTo: TODAY }], '楼道灯', 'pass'],
    ['lapsed yesterday', [{ ...RULING, validTo: '2026-06-01' }], '楼道灯', 'needs-ruling'],
    ['of tomorrow', [{ ...RULING, day: '2026-06-03' }], '楼道灯', 'needs-ruling'],
    ['refused', [{ ...RULING, decision: 'forbidden' as const }], '楼道灯', 'block'],
    ['refused, later allowed', [{ ...RULING, decision: 'forbidden' as const, day: '2026-05-01' }, RULING], '楼道灯', 'pass'],
    ['allowed, later refused', [RULING, { ...RULING, decision: 'forbidden' as const, day: '2026-06-01' }], '楼道灯', 'block'],
  ])('%s: %4$s', (_case, rulings, words, outcome) => {
    expect(outcomeWith(rulings, words)).toBe(outcome);
  });

  test('letters spaced out are one word', () => {
    expect(use('装 L E D 灯', []).outcome).toBe('needs-ruling');
    expect(use('装 L E D S 灯', []).outcome).toBe('pass');
  });

  test('no ruling lifts a rule that blocks by itself', () => {
    const verdict = use('现金', [{ ...RULING, ruleId: 'cash', terms: ['现金'] }]);
    expect(verdict.outcome).toBe('block');
    expect(verdict.reasons[0]?.code).toBe('use-forbidden');
  });

  test('before there is a project, nothing of another counts', () => {
    const verdict = checkUse(inForce(), '楼道灯', { sourceKind: 'grant', projectId: null }, [RULING]);
    expect(verdict.outcome).toBe('needs-ruling');
    expect(verdict.reasons[0]?.precedent).toMatchObject({ id: 'ruling-1', sameProject: false, isLive: true });
  });

  test('before there is a project, a general ruling counts', () => {
    const general = { ...RULING, projectId: null, reach: 'general' as const };
    expect(checkUse(inForce(), '楼道灯', { sourceKind: 'grant', projectId: null }, [general]).outcome).toBe('pass');
  });

  test('a lapsed ruling is still found as precedent, behind a live one', () => {
    const lapsed = { ...RULING, id: 'old', projectId: 'a', validTo: '2026-05-30', day: '2026-05-29' };
    const live = { ...RULING, id: 'live', projectId: 'b', day: '2026-01-01' };
    expect(use('楼道灯', [lapsed]).reasons[0]?.precedent).toMatchObject({ id: 'old', isLive: false });
    expect(use('楼道灯', [lapsed, live]).reasons[0]?.precedent?.id).toBe('live');
  });
});
