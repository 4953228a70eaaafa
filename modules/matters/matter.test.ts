import { describe, expect, it } from 'vitest';
import { type MatterAction, matterNo, type MatterState, nextHidden, nextState, titleFrom } from './matter.ts';
import { aFifthOfTheHouseholdsAsks, householdsThatMakeAFifth } from './threshold.ts';
import { bigrams, likeness, mostAlike } from './similar.ts';

const states: MatterState[] = [
  { state: 'raised' },
  { state: 'adopted', venue: 'hearing' },
  { state: 'declined' },
  { state: 'answered', venue: null },
  { state: 'passed-on', passedTo: '物业公司' },
  { state: 'withdrawn' },
  { state: 'merged', intoId: 'other' },
];
const actions: MatterAction[] = [
  { action: 'adopt', venue: 'hearing' },
  { action: 'decline' },
  { action: 'answer' },
  { action: 'pass-on', passedTo: '街道城建办' },
  { action: 'withdraw' },
  { action: 'merge', intoId: 'x' },
  { action: 'reopen' },
];

describe('nextState', () => {
  // Rows: where it stands; columns: what is done to it, in the order of `actions`. '-' cannot be done.
  const table: Record<MatterState['state'], string[]> = {
    raised: ['adopted', 'declined', 'answered', 'passed-on', 'withdrawn', 'merged', '-'],
    adopted: ['-', '-', 'answered', 'passed-on', '-', 'merged', '-'],
    declined: ['-', '-', '-', '-', '-', '-', 'raised'],
    answered: ['-', '-', '-', '-', '-', '-', 'raised'],
    'passed-on': ['adopted', 'declined', 'answered', 'passed-on', '-', 'merged', 'raised'],
    withdrawn: ['-', '-', '-', '-', '-', '-', 'raised'],
    merged: ['-', '-', '-', '-', '-', '-', '-'],
  };
  for (const now of states)
    for (const [i, action] of actions.entries())
      it(`${now.state} + ${action.action} → ${table[now.state][i]}`, () => {
        const next = nextState(now, action);
        expect(next.ok ? next.value.state : '-').toBe(table[now.state][i]);
      });
  it('keeps the venue of an adopted matter when it is answered, and forgets it when reopened', () => {
    expect(nextState({ state: 'adopted', venue: 'hearing' }, { action: 'answer' })).toEqual({ ok: true, value: { state: 'answered', venue: 'hearing' } });
    expect(nextState({ state: 'answered', venue: 'hearing' }, { action: 'reopen' })).toEqual({ ok: true, value: { state: 'raised' } });
  });
});

describe('nextHidden', () => {
  const table = {
    no: { hide: 'hidden', appeal: '-', show: '-', confirm: '-' },
    hidden: { hide: '-', appeal: 'appealed', show: 'no', confirm: '-' },
    appealed: { hide: '-', appeal: '-', show: 'no', confirm: 'confirmed' },
    confirmed: { hide: '-', appeal: '-', show: '-', confirm: '-' },
  } as const;
  for (const now of ['no', 'hidden', 'appealed', 'confirmed'] as const)
    for (const act of ['hide', 'appeal', 'show', 'confirm'] as const)
      it(`${now} + ${act} → ${table[now][act]}`, () => {
        const next = nextHidden(now, act);
        expect(next.ok ? next.value : '-').toBe(table[now][act]);
      });
});

describe('a fifth of the households', () => {
  it.each([
    [62, 13, 12, false],
    [62, 13, 13, true],
    [60, 12, 12, true],
    [5, 1, 1, true],
    [1, 1, 0, false],
    [0, null, 0, false],
  ])('of %i is %s; %i supporting: %s', (households, needed, supporting, reached) => {
    expect(householdsThatMakeAFifth(households)).toBe(needed);
    expect(aFifthOfTheHouseholdsAsks(supporting, households)).toBe(reached);
  });
});

describe('titleFrom', () => {
  it.each([
    ['楼道灯坏了四十年。晚上上楼要摸黑。', '楼道灯坏了四十年'],
    ['  门口积水\n下雨就淹', '门口积水'],
    ['。。。', '。。。'],
    ['一'.repeat(40), `${'一'.repeat(29)}…`],
    ['😀'.repeat(31), `${'😀'.repeat(29)}…`],
    ['灯', '灯'],
  ])('%s → %s', (text, title) => {
    expect(titleFrom(text)).toBe(title);
  });
  it('numbers a matter within its year', () => expect(matterNo({ year: 2026, number: 12 })).toBe('2026-012'));
});

describe('similar texts', () => {
  it('reads pairs of characters, whatever the punctuation and width', () => {
    expect([...bigrams('楼道，灯！Ｌ E D')]).toEqual(['楼道', '道灯', '灯l', 'le', 'ed']);
    expect([...bigrams('灯')]).toEqual([]);
  });
  const matters = [
    { title: '楼道灯坏了四十年', text: '楼道灯坏了四十年，老人晚上上楼要摸黑，希望装上感应灯。' },
    { title: '小区停车位不够', text: '晚上回来没有车位，消防通道都停满了。' },
    { title: '门口积水', text: '3号楼门口一下雨就积水，希望修一下地面。' },
  ];
  it.each([
    ['我们楼道里的灯都坏了，老人晚上不敢上楼', ['楼道灯坏了四十年']],
    ['停车位太少，消防通道被占', ['小区停车位不够']],
    ['下雨天3号楼门口积水严重', ['门口积水']],
    ['希望居委会解决一下我们小区的问题', []],
    ['建议周末组织电影放映', []],
    ['灯', []],
    ['', []],
  ])('%s', (text, titles) => {
    expect(mostAlike(text, matters).map((matter) => matter.title)).toEqual(titles);
  });
  it('is the same both ways, and 1 at most', () => {
    const [a, b] = [matters[0]!.text, '楼道灯坏了'];
    expect(likeness(a, b)).toBe(likeness(b, a));
    expect(likeness(a, a)).toBe(1);
  });
});
