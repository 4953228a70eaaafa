import { describe, expect, test } from 'vitest';
import { faultsInPage, faultsOf } from './inspect.ts';

describe('the inspector of pages finds', () => {
  test.each([
    ['<script>alert(1)</script>', 'inline script'],
    ['<script src="https://evil.example/x.js"></script>', 'inline script'],
    ['<script src="/assets/app.js">x</script>', 'inline script'],
    ['<style>p{}</style>', 'style element'],
    ['<p style="color:red">x</p>', 'style attribute'],
    ['<p class="a" onclick="go()">x</p>', 'handler'],
    ['<svg onload="x"/>', 'handler'],
    ['<a href="javascript:go()">x</a>', 'script in an address'],
    ['<img src="//evil.example/x.png"/>', 'from elsewhere'],
    ['<link rel="stylesheet" href="https://evil.example/x.css"/>', 'from elsewhere'],
    ['<a href="https://x.example" target="_blank">x</a>', 'opens without noopener'],
    ['<p id="a"></p><p id="a"></p>', 'id twice'],
  ])('%s', (html, fault) => expect(faultsInPage(`<!doctype html><html><body>${html}</body></html>`).join()).toContain(fault));
  test('nothing in a page as it should be, though its text speaks of script', () => {
    expect(
      faultsInPage(
        '<!doctype html><html><head><script src="/assets/app.1.js" defer=""></script></head><body><p id="a">&lt;script&gt; onclick="x" style="y"</p><input id="b" value="onclick=&quot;x&quot;"/></body></html>',
      ),
    ).toEqual([]);
  });
});

test('the inspector of answers misses no header', async () => {
  const faults = await faultsOf(new Response('x', { headers: { 'set-cookie': 'session=1', 'x-powered-by': 'x', 'cache-control': 'public' } }));
  expect(faults.join()).toMatch(/content-security-policy: missing.*nosniff|content-security-policy: missing/);
  expect(faults).toEqual(
    expect.arrayContaining([
      'cache-control: public',
      'tells x-powered-by',
      'cookie for scripts: session',
      'cookie for other sites: session',
      'x-frame-options: missing',
    ]),
  );
});
