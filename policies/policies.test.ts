import { LAW_RULES } from '#libs/decide';
import { type PolicyPack, resolvePack, rulesOfKind, unsetSettings } from '#libs/policy';
import { describe, expect, test } from 'vitest';
import { POLICY_PACKS } from './index.ts';

const TODAY = '2026-11-22';

function packOf(code: string): PolicyPack {
  const pack = POLICY_PACKS.find((each) => each.code === code);
  if (!pack) throw new Error(`No pack ${code}`);
  return pack;
}

/** All numbers and decimal strings of amounts that a rule states, with where they stand. */
function statedNumbers(value: unknown, path = ''): string[] {
  if (typeof value === 'number' || typeof value === 'bigint') return [`${path}=${value}`];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => statedNumbers(part, path === '' ? key : `${path}.${key}`));
}

describe('every pack', () => {
  test.each(POLICY_PACKS.map(({ code }) => code))('%s: each rule has clause, source and status', (code) => {
    const { rules } = packOf(code);
    expect(rules.length).toBeGreaterThan(0);
    for (const rule of rules) {
      expect(rule.clause.trim(), rule.id).not.toBe('');
      expect(rule.source.trim(), rule.id).not.toBe('');
      expect(['text', 'reported'], rule.id).toContain(rule.status);
      expect(rule.status === 'reported' && rule.blocks, rule.id).toBe(false);
    }
  });

  test.each(POLICY_PACKS.map(({ code }) => code))('%s can be put in force', (code) => {
    const resolved = resolvePack(POLICY_PACKS, code, [], TODAY);
    expect(resolved.ok && resolved.value.chain.at(-1)?.code).toBe('shanghai-law');
  });

  test('rule ids are unique across packs, so that a ruling means one rule', () => {
    const ids = POLICY_PACKS.flatMap(({ rules }) => rules.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('votes name a rule of the law', () => {
    const votes = POLICY_PACKS.flatMap(({ rules }) => rules.flatMap((rule) => (rule.kind === 'vote' ? [rule.law] : [])));
    expect(votes.toSorted()).toEqual(Object.keys(LAW_RULES).toSorted());
  });
});

describe('nothing is invented', () => {
  // The only numbers that the sources give. Whoever adds one here has read it.
  const STATED: Record<string, string[]> = {
    'shanghai-law': ['law-disclose-audit.postedDays=30', 'law-disclose-owners-decisions.withinDays=3'],
    'pudong-2024': [],
    'frame-pudong': [],
    frame: [],
    'tangqiao-2020': [],
    'wusong-2020': ['wusong-year-cap.amountFen=10000000', 'wusong-parts.count=3', 'wusong-parts.parts.0.minimumPercent=30'],
    'xinjiangwan-2023': [
      'xinjiangwan-approval.chain.0.fromFen=0',
      'xinjiangwan-approval.chain.1.fromFen=0',
      'xinjiangwan-approval.chain.2.fromFen=0',
    ],
    'beizhan-2018': [],
    'demo-subdistrict': ['demo-spending-approval.chain.0.fromFen=0', 'demo-spending-approval.chain.1.fromFen=0'],
  };

  test('the packs state exactly these numbers', () => {
    const stated = Object.fromEntries(
      POLICY_PACKS.map(({ code, rules }) => [
        code,
        rules.flatMap((rule) => statedNumbers(rule).map((each) => `${rule.id}.${each}`)),
      ]),
    );
    expect(stated).toEqual(STATED);
  });

  test('吴淞: 100,000 yuan a year for a neighbourhood', () => {
    const resolved = resolvePack(POLICY_PACKS, 'wusong-2020', [], TODAY);
    if (!resolved.ok) throw new Error(resolved.error);
    expect(rulesOfKind(resolved.value, 'cap').map(({ rule }) => rule.amountFen)).toEqual([10_000_000n]);
  });

  test('塘桥 names its roles, 新江湾城 who signs the slip, 吴淞 three parts of which one is named', () => {
    const ruleOf = (pack: string, id: string) => packOf(pack).rules.find((rule) => rule.id === id);
    expect(ruleOf('tangqiao-2020', 'tangqiao-roles')).toMatchObject({ roles: [{ code: 'leading-group' }, { code: 'fund-office' }] });
    expect(ruleOf('xinjiangwan-2023', 'xinjiangwan-slip')).toMatchObject({ items: [{ signedBy: [{ zh: '经办人' }, { zh: '居委会主任' }], sealed: false }] });
    expect(ruleOf('wusong-2020', 'wusong-parts')).toMatchObject({ sum: 'wusong-year-cap', parts: [{ code: 'self-governance' }] });
  });

  test('the bans of 浦东 2024 are reported, and the demonstration says that it is invented', () => {
    const bans = packOf('pudong-2024').rules.filter(({ kind }) => kind === 'use');
    expect(bans.map(({ status }) => status)).toEqual(bans.map(() => 'reported'));
    const own = packOf('demo-subdistrict').rules.filter(({ status }) => status === 'text');
    expect(own.every(({ source }) => source.includes('虚构'))).toBe(true);
  });

  test('the frames state nothing of their own and block nothing but a one-man approval', () => {
    for (const code of ['frame', 'frame-pudong']) {
      const { rules } = packOf(code);
      expect(rules.filter(({ blocks }) => blocks).map(({ kind }) => kind)).toEqual(['approval']);
      expect(rules.filter(({ kind }) => kind === 'use')).toEqual([]);
      const kinds = ['cap', 'evidence', 'notice', 'reply', 'rubric', 'approval', 'grades', 'year-end-return'];
      expect(new Set(rules.map(({ kind }) => kind))).toEqual(new Set(kinds));
    }
  });

  test('what the demonstration leaves open is asked of its office', () => {
    const resolved = resolvePack(POLICY_PACKS, 'demo-subdistrict', [], TODAY);
    if (!resolved.ok) throw new Error(resolved.error);
    expect(unsetSettings(resolved.value, 'application').map(({ key }) => key)).toEqual([
      'demo-project-cap.amountFen',
      'demo-year-cap.amountFen',
    ]);
    expect(unsetSettings(resolved.value, 'review')).toHaveLength(14);
    expect(unsetSettings(resolved.value, 'spending')).toEqual([]);
  });
});
