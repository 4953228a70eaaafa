import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localPath } from './routes.tsx';

describe('a path of this site', () => {
  test.each([
    ['/', '/'],
    ['/s/gq/matters?q=灯', '/s/gq/matters?q=%E7%81%AF'],
    ['/s/gq/../gq/inbox', '/s/gq/inbox'],
    ['/a//b', '/a//b'],
  ])('%s is kept as %s', (given, kept) => expect(localPath(given)).toBe(kept));
  test.each([undefined, '', 'x', '//e', '/\\e', '\\\\e', '/..//e', '/.//e', '/a/..//e', '/%2e%2e//e', '/a/%2E%2E//e', 'https:/e', '/\te', '/\n/e', ' /a'])(
    '%j leads home',
    (given) => expect(localPath(given)).toBe('/'),
  );

  test('whatever is given, a browser stays on this site', { timeout: 30_000 }, () => {
    const pieces = fc
      .array(
        fc.constantFrom(
          '/',
          '\\',
          '.',
          '..',
          '%2e',
          '%2f',
          '%5c',
          '@',
          ':',
          '?',
          '#',
          'evil.example',
          'https:',
          '\t',
          '\n',
          ' ',
          '//',
          'a',
          '\u0000',
          '\uff0f',
        ),
        { maxLength: 12 },
      )
      .map((all) => all.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          pieces,
          pieces.map((text) => `/${text}`),
          fc.string(),
        ),
        (given) => {
          const path = localPath(given);
          expect(path.startsWith('/')).toBe(true);
          expect(new URL(path, 'https://zhidian.example').origin).toBe('https://zhidian.example');
        },
      ),
      { numRuns: 1000 },
    );
  });
});
