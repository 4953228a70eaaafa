import { describe, expect, test } from 'vitest';
import type { Actor } from '#platform/access';
import { maskPhonesIn } from '#modules/people';
import { pageOfDone } from './inbox-page.tsx';
import { mayOpenDuty } from './whose-turn.tsx';

const person = (role: Actor['grants'][number]['role'], neighbourhoodId: string | null): Actor => ({
  kind: 'person',
  accountId: 'a',
  personId: 'p',
  name: '某',
  grants: [{ role, neighbourhoodId }],
  households: [],
});
const check = { kind: 'project.check', href: '/projects/1/check', personId: null, role: 'officer' as const, neighbourhoodId: 'n' };
const watch = { kind: 'shift.check-in', href: '/projects/1/check-in?shift=2', personId: 'q', role: 'resident' as const, neighbourhoodId: 'n' };

describe('a duty is a link for those who may open its page', () => {
  const nobody = { can: () => false, actor: person('resident', 'n') };
  test('whoever holds it', () => expect(mayOpenDuty(check, { ...nobody, actor: person('officer', null) })).toBe(true));
  test('whoever may open the page', () => expect(mayOpenDuty(check, { ...nobody, can: (action: string) => action === 'check.read' })).toBe(true));
  test('nobody else', () => expect(mayOpenDuty(check, nobody)).toBe(false));
  test.each([
    '/meetings/new?matter=1&kind=assembly',
    '/meetings/1/invitations',
    '/projects/1/visits#visit-2',
    '/awards/1/refund?fill=1',
    '/projects/1/opening',
    '/counts/1',
  ])('not to a resident: %s', (href) => expect(mayOpenDuty({ ...check, href, role: 'director' }, nobody)).toBe(false));
  test('a watch is its own person’s', () => {
    expect(mayOpenDuty(watch, { ...nobody, can: () => true })).toBe(false);
    for (const href of ['/projects/1/upkeep/2', '/projects/1/keeper']) expect(mayOpenDuty({ ...watch, href }, { ...nobody, can: () => true })).toBe(false);
    expect(mayOpenDuty({ ...watch, personId: 'p' }, nobody)).toBe(true);
  });
  test('public pages are open to all', () => expect(mayOpenDuty({ ...check, href: '/matters/1' }, nobody)).toBe(true));
});

test.each([
  ['/projects/1/check-in?shift=2', '/projects/1/check-ins'],
  ['/projects/1/application', '/projects/1'],
  ['/meetings/1/minutes', '/meetings/1'],
  ['/projects/1/upkeep#task-2', '/projects/1/upkeep#task-2'],
])('%s, once done, is read at %s', (href, page) => expect(pageOfDone(href)).toBe(page));

test.each([
  ['打 13800138000 找老李', '打 138****8000 找老李'],
  ['138-0013-8000、139 0013 9000', '138****8000、139****9000'],
  ['编号 20261380013800012', '编号 20261380013800012'],
  ['一二三', '一二三'],
])('%s is shown as %s', (text, shown) => expect(maskPhonesIn(text)).toBe(shown));
