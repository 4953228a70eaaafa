import { describe, expect, test } from 'vitest';
import { left, standings, withWaiting } from './estimate';
import type { Home, Item, Part } from './types';

const part = (answered: number, yes: number): Part => ({
  title: '全体业主',
  heads: { all: 12, answered, said: { yes } },
  area: { all: 120_000, answered: answered * 10_000, said: { yes: yes * 10_000 } },
  tests: [
    { of: 'quorum', measure: 'heads', num: 2, den: 3, strict: false, text: '参与' },
    { of: 'pass', measure: 'heads', num: 3, den: 4, strict: false, text: '同意' },
    { of: 'pass', measure: 'area', num: 1, den: 2, strict: true, text: '同意面积' },
  ],
});
const home = (id: string, change: Partial<Home> = {}): Home => ({
  id,
  owner: id,
  label: id,
  entrance: 'e1',
  owners: [],
  heads: 1,
  areas: [10_000],
  answered: null,
  visits: [],
  proxies: [],
  ...change,
});
const item = (owner: string, choice: string, change: Partial<Item> = {}): Item => ({
  id: `${owner} ${choice}`,
  kind: 'entry',
  homeId: owner,
  owner,
  label: '',
  choice,
  speaks: 'sole',
  signer: '甲',
  agreement: '',
  proxyId: '',
  what: '',
  note: '',
  saidAt: '',
  signature: null,
  scan: null,
  scanType: '',
  state: 'waiting',
  message: '',
  ...change,
});

describe('the law’s bounds on the device are those of the server', () => {
  test.each([
    [7, 7, [false, true, true], [1, 0, 0]],
    [8, 6, [true, true, true], [0, 0, 0]],
    [8, 5, [true, false, true], [0, 4, 0]],
    [8, 4, [true, false, false], [0, 8, 1]],
    [0, 0, [false, false, false], [8, 1, 1]],
  ])('%i answered, %i yes', (answered, yes, passed, missing) => {
    const found = standings(part(answered, yes));
    expect(found.map((one) => one.passed)).toEqual(passed);
    expect(found.map((one) => one.missing)).toEqual(missing);
  });
});

test('what waits is added once for each owner, the last one; who has answered is left as counted, what was refused is not added', () => {
  const homes = [home('a'), home('b', { owner: 'a' }), home('c'), home('d', { answered: { at: '', channel: '' } }), home('e')];
  const [sum] = withWaiting([part(1, 1)], homes, [
    item('a', 'no'),
    item('a', 'yes'),
    item('d', 'no'),
    item('e', 'no', { state: 'refused' }),
    item('c', 'split'),
  ]);
  expect(sum?.heads).toEqual({ all: 12, answered: 3, said: { yes: 2, abstain: 1 } });
  expect(sum?.area.said).toEqual({ yes: 20_000, abstain: 10_000 });
});

test('who is left is counted by entrance, every home of an owner who signed here is done', () => {
  const homes = [home('a'), home('b', { owner: 'a', entrance: 'e2' }), home('c'), home('d', { answered: { at: '', channel: '' } })];
  expect([...left(homes, [item('a', 'yes')])]).toEqual([
    ['e1', 1],
    ['e2', 0],
  ]);
});
