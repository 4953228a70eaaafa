import { describe, expect, test } from 'vitest';
import { anonymous, type Actor, type Grant, Permissions, roles, system } from './index.ts';

const here = '11111111-1111-7111-8111-111111111111';
const there = '22222222-2222-7222-8222-222222222222';
const person = (...grants: Grant[]): Actor => ({ ...anonymous, kind: 'person', personId: 'p', accountId: 'a', name: '王小英', grants });
const account: Actor = { ...anonymous, kind: 'account', accountId: 'a' };
const permissions = new Permissions([
  { 'lamp.see': ['anyone'], 'lamp.touch': ['account'], 'lamp.tick': ['system'], 'lamp.mend': ['keeper', 'secretary'] },
  { 'lamp.nobody': [], 'lamp.pay': ['officer'] },
]);

describe('permissions', () => {
  test('what is not listed is denied to everybody, whatever they are', () => {
    const everybody = [anonymous, account, system, person(...roles.map((role) => ({ role, neighbourhoodId: null })))];
    for (const actor of everybody) {
      for (const action of ['lamp.unlisted', 'lamp.nobody', '', '__proto__', 'constructor', 'toString', 'lamp']) {
        expect(permissions.can(actor, action, { neighbourhoodId: here }), `${actor.kind} ${action}`).toBe(false);
        expect(permissions.canSomewhere(actor, action), `${actor.kind} ${action}`).toBe(false);
      }
    }
  });

  test('a role at a place counts there and nowhere else; a role of the subdistrict counts everywhere', () => {
    const keeper = person({ role: 'keeper', neighbourhoodId: here });
    expect(permissions.can(keeper, 'lamp.mend', { neighbourhoodId: here })).toBe(true);
    expect(permissions.can(keeper, 'lamp.mend', { neighbourhoodId: there })).toBe(false);
    expect(permissions.can(keeper, 'lamp.mend', { neighbourhoodId: null })).toBe(false);
    expect(permissions.can(keeper, 'lamp.pay', { neighbourhoodId: here })).toBe(false);
    const officer = person({ role: 'officer', neighbourhoodId: null });
    for (const neighbourhoodId of [here, there, null]) expect(permissions.can(officer, 'lamp.pay', { neighbourhoodId })).toBe(true);
  });

  test('two roles at two places do not add up to both roles at both', () => {
    const both = person({ role: 'officer', neighbourhoodId: here }, { role: 'keeper', neighbourhoodId: there });
    expect(permissions.can(both, 'lamp.pay', { neighbourhoodId: there })).toBe(false);
    expect(permissions.can(both, 'lamp.mend', { neighbourhoodId: here })).toBe(false);
  });

  test.each([
    ['anonymous', anonymous, [true, false, false]],
    ['an account', account, [true, true, false]],
    ['a person without a role', person(), [true, true, false]],
    ['a job', system, [true, false, true]],
  ])('%s: anyone, account, system', (_who, actor, expected) => {
    expect(['lamp.see', 'lamp.touch', 'lamp.tick'].map((action) => permissions.can(actor, action, { neighbourhoodId: here }))).toEqual(expected);
    expect(['lamp.see', 'lamp.touch', 'lamp.tick'].map((action) => permissions.canSomewhere(actor, action))).toEqual(expected);
  });

  test('the gate of a route lets through whoever holds the role at some place', () => {
    expect(permissions.canSomewhere(person({ role: 'keeper', neighbourhoodId: there }), 'lamp.mend')).toBe(true);
    expect(permissions.canSomewhere(person({ role: 'resident', neighbourhoodId: there }), 'lamp.mend')).toBe(false);
  });

  test('an action may be listed by one module only', () => {
    expect(() => new Permissions([{ 'lamp.see': ['anyone'] }, { 'lamp.see': ['account'] }])).toThrow('lamp.see is listed twice');
  });
});
