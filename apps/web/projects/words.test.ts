import { expect, test } from 'vitest';
import { type PublicNames, shownName } from './words.ts';

const seen: PublicNames = { staff: false, officeIds: new Set(['d']), officeNames: new Set(['李主任']), keepers: new Set(['张守护']) };
test.each([
  ['张守护', 'k', '张守护'],
  ['李主任', 'd', '李主任'],
  ['李主任', null, '李主任'],
  ['李主任', 'namesake', '李*任'],
  ['王小英', null, '王*英'],
  ['王小英', 'r', '王*英'],
])('the public sees %s (%s) as %s', (name, id, shown) => expect(shownName(name, id, seen)).toBe(shown));
test('staff see every name', () => expect(shownName('王小英', null, { ...seen, staff: true })).toBe('王小英'));
