import { describe, expect, test } from 'vitest';
import { afterDeed, deedOf, draftFromForm, namedErrors, withSpareRows } from './application-form.ts';

describe('reading the editor back', () => {
  test('rows, shares and lists come back as they were typed', () => {
    const draft = draftFromForm({
      title: ' 楼道亮起来 ',
      'lines.1.name': '安装',
      'lines.1.shares.s1': '3,100',
      'lines.1.shares.s2': '80x',
      'lines.0.name': '灯',
      resolutionIds: ['a', 'b'],
      ballotIds: 'c',
      'sources.0.id': 's1',
      _key: 'ignored',
      do: 'save',
    });
    expect(draft).toMatchObject({ title: ' 楼道亮起来 ', resolutionIds: ['a', 'b'], ballotIds: ['c'] });
    expect(draft.lines).toMatchObject([
      { name: '灯', shares: {} },
      { name: '安装', shares: { s1: '3,100', s2: '80x' } },
    ]);
  });
  test('hostile names make no giant list and no prototype', () => {
    const draft = draftFromForm({
      'lines.99999.name': 'x',
      'lines.-1.name': 'x',
      '__proto__.0.name': 'x',
      'lines.0.__proto__': 'x',
      'lines.0.shares.__proto__': 'x',
    });
    expect(draft.lines.length).toBeLessThanOrEqual(1);
    expect(({} as Record<string, unknown>)['name']).toBeUndefined();
  });
});

test.each([
  ['save', { kind: 'save' }],
  ['submit', { kind: 'submit' }],
  ['add:lines', { kind: 'add', list: 'lines' }],
  ['remove:members:2', { kind: 'remove', list: 'members', index: 2 }],
  ['add:evidence', { kind: 'save' }],
  ['remove:lines:x', { kind: 'save' }],
  ['', { kind: 'save' }],
  ['add:__proto__', { kind: 'save' }],
])('the button %j means %j', (pressed, deed) => {
  expect(deedOf(pressed)).toEqual(deed);
});

test('adding and removing rows keeps the others', () => {
  const draft = draftFromForm({ 'risks.0.risk': '甲', 'risks.1.risk': '乙' });
  expect(afterDeed(draft, { kind: 'remove', list: 'risks', index: 0 }).risks.map((row) => row.risk)).toEqual(['乙']);
  expect(withSpareRows(draft, 'risks').risks.map((row) => row.risk)).toEqual(['甲', '乙', '', '', '']);
  expect(afterDeed(draft, { kind: 'remove', list: 'risks', index: 9 }).risks).toHaveLength(2);
});

test('rows that stand ready and were not written in are no rows; every source to come has an id of its own', () => {
  const posted = draftFromForm({
    'lines.0.name': '灯',
    'lines.1.name': '',
    'lines.1.payer': 's1',
    'lines.1.shares.s1': '',
    'sources.0.id': 's1',
    'sources.0.name': '自治金',
    'sources.1.id': 's2',
    'risks.0.risk': '',
    'risks.1.risk': '下雨',
    'risks.2.risk': '',
  });
  expect([posted.lines.length, posted.sources.length, posted.risks.map((row) => row.risk)]).toEqual([1, 1, ['', '下雨']]);
  const ids = withSpareRows(posted, 'sources').sources.map((source) => source.id);
  expect(new Set(ids).size).toBe(4);
  expect(withSpareRows({ ...posted, lines: Array.from({ length: 99 }, () => posted.lines[0]!) }, 'lines').lines).toHaveLength(100);
});

test('a message says which field and which row it means', () => {
  const labels = { title: '项目名称', lines: '预算', 'lines.quantity': '数量' };
  expect(namedErrors({ title: '请填写', 'lines.1.quantity': '请填数字', other: '不对' }, labels)).toEqual({
    title: '项目名称：请填写',
    'lines.1.quantity': '预算 2 数量：请填数字',
    other: '不对',
  });
});
