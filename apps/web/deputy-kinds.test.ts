import { describe, expect, test } from 'vitest';
import { anonymous, authorityCovers, holds, kindOfAction } from '#platform/access';
import { permissionTables } from './permissions.ts';

/** Actions that go only with the whole role: lending what was lent, giving roles, hand-overs; and what every deputy needs. */
const withTheWholeRole = new Set(['deputy', 'handover', 'role', 'file', 'inbox', 'me']);

describe('kinds of duties', () => {
  test('every action of a role that can be lent belongs to a kind, or is known to go only with the whole role', () => {
    const lent = ['secretary', 'director', 'officer', 'head'];
    const unknown = permissionTables
      .flatMap((table) => Object.entries(table))
      .filter(([, allowed]) => allowed.some((who) => lent.includes(who)))
      .map(([action]) => action)
      .filter((action) => kindOfAction(action) === null && !withTheWholeRole.has(action.split('.')[0] ?? ''));
    expect(unknown).toEqual([]);
  });
  test('authority limited to a kind covers that kind alone; without an action it covers nothing', () => {
    expect(authorityCovers(['money'], 'spending.approve')).toBe(true);
    expect(authorityCovers(['money'], 'award.confirm')).toBe(false);
    expect(authorityCovers(['money'], 'role.give')).toBe(false);
    expect(authorityCovers(['money'], 'file.read.office')).toBe(true);
    expect(authorityCovers(['money'], undefined)).toBe(false);
    expect(authorityCovers(null, undefined)).toBe(true);
  });
  test('a role lent for money counts for money, and an own role for everything', () => {
    const kinds: string[] = [];
    const lent = { role: 'head' as const, neighbourhoodId: null, insteadOf: { personId: 'h', name: '吴主任', kinds: ['money' as const] } };
    const actor = {
      ...anonymous,
      kind: 'person' as const,
      personId: 'p',
      grants: [lent],
      actsFor: ({ kind }: { kind: string | null }) => void kinds.push(kind ?? ''),
    };
    expect(holds(actor, ['head'], null, 'spending.approve')).toBe(true);
    expect(holds(actor, ['head'], null, 'award.confirm')).toBe(false);
    expect(holds(actor, ['head'], null)).toBe(false);
    expect(holds({ ...actor, grants: [lent, { role: 'head', neighbourhoodId: null }] }, ['head'], null)).toBe(true);
    expect(kinds).toEqual(['money']);
  });
});
