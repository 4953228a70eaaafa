import { expect, test } from 'vitest';
import { cameFrom } from './failures.tsx';

test('a refused form leads back to the page it stood on', () => {
  expect(cameFrom('https://zd.example/s/gq/matters/1?q=x#support', 'zd.example', '/s/gq/matters/1/support')).toBe('/s/gq/matters/1?q=x');
});
test.each([
  ['another site', 'https://evil.example/s/gq'],
  ['nowhere', undefined],
  ['no address', 'x'],
  ['another scheme', 'javascript:alert(1)'],
  ['a path that is an address', 'https://zd.example//evil.example'],
  ['the very address', 'https://zd.example/s/gq/matters/1/support'],
])('never to %s', (_, referer) => expect(cameFrom(referer, 'zd.example', '/s/gq/matters/1/support')).toBeNull());
