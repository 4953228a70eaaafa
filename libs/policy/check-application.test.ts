import { describe, expect, test } from 'vitest';
import { CAP_SET, QUOTES_SET, RULING, SET, base, check, inForce, only, text } from './example.fixture.ts';
import { evidenceRequired } from './index.ts';

describe('checkApplication', () => {
  test('蔡路: 45,000 within the cap the office set, 50 yuan a household as the assembly decided', () => {
    const verdict = check({});
    expect(verdict.outcome).toBe('pass');
    expect(verdict.reasons.map(({ code }) => code)).toEqual(['within-cap', 'within-cap', 'collection-decided', 'evidence-present', 'evidence-present']);
    expect(verdict.reasons[0]).toMatchObject({
      numbers: { askedFen: '4500000', capFen: '4500000' },
      setting: { setBy: '周敏', setOn: '2026-03-01' },
    });
  });

  test('one fen above the cap blocks', () => {
    const verdict = check({ grantFen: 4_500_001n });
    expect(verdict.outcome).toBe('block');
    expect(only(verdict.reasons, 'project-cap').code).toBe('above-cap');
  });

  test('the year counts what the neighbourhood already has', () => {
    expect(check({ neighbourhoodYearFen: 3_500_000n }).outcome).toBe('pass');
    const verdict = check({ neighbourhoodYearFen: 3_500_001n });
    expect(only(verdict.reasons, 'year-cap')).toMatchObject({
      outcome: 'block',
      numbers: { askedFen: '8000001' },
    });
  });

  test('a cap that nobody set asks, it neither blocks nor passes', () => {
    const verdict = check({}, [QUOTES_SET]);
    expect(verdict.outcome).toBe('needs-setting');
    expect(only(verdict.reasons, 'project-cap')).toMatchObject({
      passed: null,
      settingKeys: ['project-cap.amountFen'],
    });
  });

  test.each(['none', 'rejected'] as const)('residents are not asked for money: assembly %s', (assemblyDecision) => {
    expect(only(check({ assemblyDecision }).reasons, 'collection').outcome).toBe('block');
  });

  test('without a collection no assembly and no vote is asked for', () => {
    const verdict = check({
      collectionFen: 0n,
      perHouseholdFen: 0n,
      assemblyDecision: 'none',
      evidence: ['minutes'],
    });
    expect(verdict.outcome).toBe('pass');
    expect(verdict.reasons.some(({ rule }) => rule === 'collection')).toBe(false);
  });

  test('missing evidence is named', () => {
    expect(only(check({ evidence: ['minutes'] }).reasons, 'papers')).toMatchObject({
      code: 'evidence-missing',
      outcome: 'block',
      terms: ['vote'],
    });
  });

  test('evidence from an amount on', () => {
    const facts = { amountFen: 4_999_999n, isCollecting: false };
    const codes = (amountFen: bigint, settings = SET) =>
      evidenceRequired(inForce(settings), 'application', { ...facts, amountFen }).map((item) => [item.code, item.isRequired]);
    expect(codes(4_999_999n)).toEqual([['minutes', true]]);
    expect(codes(5_000_000n)).toEqual([
      ['minutes', true],
      ['quotes', true],
    ]);
    expect(codes(1n, [])).toEqual([
      ['minutes', true],
      ['quotes', null],
    ]);
    expect(only(check({}, [CAP_SET]).reasons, 'papers').code).toBe('evidence-unset');
  });

  test('each line is checked against the money that pays it, once per rule', () => {
    const verdict = check({
      lines: [
        { id: 'lamps', text: '楼道灯', sourceKinds: ['grant', 'household'] },
        { id: 'cement', text: '水泥', sourceKinds: ['household'] },
        { id: 'open', text: '监控', sourceKinds: [] },
        { id: 'cash', text: '现金', sourceKinds: ['common-income', 'grant'] },
      ],
    });
    expect(verdict.reasons.filter(({ kind }) => kind === 'use').map(({ line, rule }) => [line, rule])).toEqual([
      ['lamps', 'engineering'],
      ['open', 'engineering'],
      ['cash', 'cash'],
    ]);
    expect(verdict.outcome).toBe('block');
  });

  test('a ruling settles a line, and the whole passes', () => {
    const lines = [{ id: 'lamps', text: '楼道灯', sourceKinds: ['grant' as const] }];
    expect(check({ lines }).outcome).toBe('needs-ruling');
    expect(check({ lines }, SET, [], [RULING]).outcome).toBe('pass');
  });

  test('tests are answered by a named person, one by one', () => {
    const tests = {
      ...base('tests'),
      kind: 'tests',
      tests: [{ code: 'public-good', title: text('公益性') }],
    };
    const ruling = { ...RULING, ruleId: 'tests', terms: ['public-good'] };
    expect(check({}, SET, [tests]).outcome).toBe('needs-ruling');
    expect(check({}, SET, [tests], [ruling]).outcome).toBe('pass');
    expect(check({}, SET, [tests], [{ ...ruling, decision: 'forbidden' }]).outcome).toBe('block');
  });

  test('tiers by kind of community', () => {
    const tier = (capFen: string | null) => ({
      code: 'old',
      title: text('老旧'),
      communityKinds: ['old-public-housing'],
      capFen,
    });
    const tiers = (capFen: string | null) => [{ ...base('tiers'), kind: 'tiers', by: 'community', tiers: [tier(capFen)] }];
    expect(check({}, SET, tiers('4500000')).outcome).toBe('pass');
    expect(only(check({}, SET, tiers('4499999')).reasons, 'tiers')).toMatchObject({
      code: 'above-cap',
      outcome: 'block',
    });
    expect(only(check({}, SET, tiers(null)).reasons, 'tiers').settingKeys).toEqual(['tiers.tiers.old.capFen']);
    expect(only(check({ communityKind: null }, SET, tiers('1')).reasons, 'tiers').code).toBe('tier-unknown');
  });

  test('a cap that does not block is lifted by a ruling on that very amount only', () => {
    const soft = { ...base('soft'), blocks: false, kind: 'cap', scope: 'household', amountFen: '3000' };
    const ruling = { ...RULING, ruleId: 'soft', terms: ['5000'] };
    expect(only(check({}, SET, [soft]).reasons, 'soft').outcome).toBe('needs-ruling');
    expect(check({}, SET, [soft], [ruling]).outcome).toBe('pass');
    expect(only(check({ perHouseholdFen: 5_001n }, SET, [soft], [ruling]).reasons, 'soft').outcome).toBe('needs-ruling');
  });

  test('leverage is compared exactly', () => {
    const leverage = [{ ...base('leverage'), kind: 'leverage', minimumTenths: 60 }];
    const haitang = { grantFen: 2_000_000n, otherFen: 12_000_000n };
    expect(check(haitang, SET, leverage).outcome).toBe('pass');
    expect(only(check({ ...haitang, otherFen: 11_999_999n }, SET, leverage).reasons, 'leverage').outcome).toBe('block');
  });
});
