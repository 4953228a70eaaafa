import { describe, expect, test } from 'vitest';
import { LAW, base, read, reported, text } from './example.fixture.ts';
import { HILL_CITY, PORT_SIDE, WATER_TOWN } from './three-packs.fixture.ts';
import { diffRules, looseningsOf, packJson, parsePack, readRule, resolvePack, type Rule, ruleData } from './index.ts';

const ruleOf = (json: object): Rule => {
  const found = readRule({ ...base('r'), ...json });
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
};
const district = (rule: object) => read({ ...LAW, rules: [{ ...base('r'), ...rule }] });
const town = (rule: object) => read({ ...LAW, code: 'town', inherits: 'law', rules: [{ ...base('r'), ...rule }] });
/** `ok` narrowed or the same; else what is looser, in Chinese. */
function tried(was: object, now: object): string {
  const resolved = resolvePack([district(was), town(now)], 'town', [], '2026-06-02');
  const words = looseningsOf(town(now), district(was).rules).flatMap(({ loosenings }) => loosenings.map(({ what }) => what.zh));
  expect(resolved.ok).toBe(words.length === 0);
  return resolved.ok ? 'ok' : words.join('；');
}

const cap = { kind: 'cap', scope: 'project', amountFen: '100' };
const use = { kind: 'use', verdict: 'forbidden', category: text('水泥'), words: [{ word: '水泥', also: ['洋灰'] }], except: ['水泥管护'], sources: ['grant'] };
const papers = {
  kind: 'evidence',
  stage: 'application',
  items: [
    { code: 'a', title: text('甲') },
    { code: 'b', title: text('乙'), fromFen: '500' },
  ],
};
const chain = {
  kind: 'approval',
  subject: 'spending',
  distinctPersons: true,
  chain: ['handler', 'director'].map((role) => ({ role, title: text(role), fromFen: '0' })),
};
const meeting = {
  kind: 'meeting',
  meeting: 'assembly',
  neededFor: 'application',
  voters: text('户'),
  minimumPresent: 40,
  quorum: '>1/2',
  pass: '>=2/3',
  passOf: 'present',
};
const formula = {
  kind: 'cap',
  scope: 'project',
  amountFen: null,
  formula: { per: 'household', each: 1, amountFen: '5', beyond: 10, baseFen: '100', rounding: 'full' },
};
const last = { kind: 'deadline', subject: 'payment', lastDay: '12-10', yearsLater: 0, then: null };

describe('a subdistrict narrows what its district forbids, and never loosens it', () => {
  test.each<[string, object, object, string]>([
    ['a lower cap', cap, { ...cap, amountFen: '99' }, 'ok'],
    ['the same', cap, cap, 'ok'],
    ['a higher cap', cap, { ...cap, amountFen: '101' }, '上限'],
    ['an open cap', cap, { ...cap, amountFen: null }, '上限'],
    ['a cap where the district left it open', { ...cap, amountFen: null }, { ...cap, amountFen: '9' }, 'ok'],
    ['a cap of some projects only', cap, { ...cap, projectTiers: ['works'] }, '适用的项目类别'],
    ['another kind', cap, { kind: 'duty', stage: 'meeting' }, '条款种类'],
    ['more per household', formula, { ...formula, formula: { ...formula.formula, amountFen: '6' } }, '每单位金额'],
    ['fewer households free', formula, { ...formula, formula: { ...formula.formula, beyond: 9 } }, '起算的户（人）数'],
    ['less per household', formula, { ...formula, formula: { ...formula.formula, amountFen: '4', beyond: 11 } }, 'ok'],
    ['more words', use, { ...use, words: [...use.words, { word: '黄沙', also: [] }] }, 'ok'],
    ['fewer words', use, { ...use, words: [{ word: '水泥', also: [] }] }, '所列用途'],
    ['an exception', use, { ...use, except: ['水泥管护', '水泥花盆'] }, '例外'],
    ['grey for forbidden', use, { ...use, verdict: 'grey' }, '结论'],
    ['other money', use, { ...use, sources: ['partner'] }, '所管的钱'],
    ['a paper more', papers, { ...papers, items: [...papers.items, { code: 'c', title: text('丙') }] }, 'ok'],
    ['a paper fewer', papers, { ...papers, items: [papers.items[0]] }, '材料'],
    ['a paper later', papers, { ...papers, items: [papers.items[0], { ...papers.items[1], fromFen: '501' }] }, '乙的起点金额'],
    ['a paper from an amount', papers, { ...papers, items: [{ ...papers.items[0], fromFen: '1' }, papers.items[1]] }, '甲的起点金额'],
    ['a third approver', chain, { ...chain, chain: [...chain.chain, { role: 'head', title: text('head'), fromFen: '0' }] }, 'ok'],
    ['an approver fewer', chain, { ...chain, chain: [chain.chain[0]] }, '审批人'],
    ['the chain the other way', chain, { ...chain, chain: chain.chain.toReversed() }, '审批人'],
    ['more agreement', meeting, { ...meeting, pass: '>2/3', minimumPresent: 41 }, 'ok'],
    ['at least half for more than half', meeting, { ...meeting, quorum: '>=1/2' }, '到会比例'],
    ['no share at all', meeting, { ...meeting, pass: undefined }, '同意比例'],
    ['fewer people', meeting, { ...meeting, minimumPresent: 39 }, '最少到会人数'],
    ['an earlier day', last, { ...last, lastDay: '12-01' }, 'ok'],
    ['a later day', last, { ...last, lastDay: '12-11' }, '最后日期'],
    ['a year more', last, { ...last, yearsLater: 1, lastDay: '01-01' }, '推后的年数'],
    ['leftovers carried over', { kind: 'carry-over', allowed: false }, { kind: 'carry-over', allowed: true }, '结余可否结转'],
    [
      'numbers formed otherwise',
      { kind: 'numbering', parts: ['serial'], separator: '', serialDigits: 2 },
      { kind: 'numbering', parts: ['year'], separator: '', serialDigits: 2 },
      '条款内容',
    ],
    ['asking instead of refusing', cap, { ...cap, blocks: false }, '效力：从“违反即不予办理”变为“不直接拒绝”'],
  ])('%s', (_name, was, now, said) => expect(tried(was, now)).toBe(said));

  test('what does not block may be replaced', () => {
    expect(tried({ ...reported('r'), ...use }, { ...use, verdict: 'allowed', words: [{ word: '水泥', also: [] }] })).toBe('ok');
  });
});

test('a diff names what is new, gone and changed', () => {
  const before = [ruleOf({ id: 'a', ...cap }), ruleOf({ id: 'b', ...last }), ruleOf({ id: 'c', ...use })];
  const after = [ruleOf({ id: 'a', ...cap, amountFen: '7' }), ruleOf({ id: 'b', ...last }), ruleOf({ id: 'd', ...use })];
  expect(diffRules(before, after).map((each) => [each.kind, each.id, each.kind === 'changed' ? each.fields : []])).toEqual([
    ['changed', 'a', ['amountFen']],
    ['added', 'd', []],
    ['removed', 'c', []],
  ]);
  expect(diffRules(after, after)).toEqual([]);
});

test('packs and rules go out as plain data and come back the same', () => {
  for (const pack of [WATER_TOWN, HILL_CITY, PORT_SIDE].map(read)) {
    expect(parsePack(JSON.parse(packJson(pack)))).toEqual({ ok: true, value: pack });
    for (const rule of pack.rules) expect(readRule(ruleData(rule))).toEqual({ ok: true, value: rule });
  }
  expect(readRule({ ...base('r'), ...cap, amountFen: '四万', clause: '' })).toEqual({ ok: false, error: { amountFen: 'not-fen', clause: 'required' } });
  expect(readRule({ ...base('r'), ...meeting, pass: '3/2' })).toMatchObject({ ok: false, error: { pass: 'not-a-fraction' } });
  expect(readRule({ ...base('r'), ...formula, amountFen: '5' }).ok).toBe(false);
});
